"""One HTML document to one PDF, PDF/A-3a and PDF/UA-1 at once. Imported by the worker only."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

import pydyf
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.ffi import pango
from weasyprint.text.fonts import FontConfiguration

from opsgen import glyphs
from opsgen.pdf import faces, spacing
from opsgen.pdf.fetcher import Fetcher
from opsgen.pdf.imprint import KEY
from opsgen.pdf.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from weasyprint import Document

    from opsgen.pdf.imprint import Imprint

# Says that the file keeps to PDF/UA-1, with the extension schema that PDF/A asks for before it allows the
# mark. It has to stand in the file's one rdf:RDF.
UA_MARK = b"""<rdf:Description rdf:about="" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>\
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix><pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>PDF/UA version</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

# What printers have always set for a character they lack (下駄, geta): PDF/A allows no missing glyph.
STAND_IN = "〓"
REPLACED = "\ufffd"
UNKNOWN_DATE = datetime(1980, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What to print; `assets` and `attached` map names to bytes: what it may show, what it carries inside."""

    html: str
    css: str
    title: str
    lang: str
    author: str
    made: datetime | None
    assets: Mapping[str, bytes]
    attached: Mapping[str, bytes]
    imprint: Imprint | None = None


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF: its bytes (none where it has too many pages), characters without a glyph, foreign fonts."""

    data: bytes
    pages: int
    missing: str
    foreign: tuple[str, ...]


class Press:
    """Fonts and stylesheets, loaded once for many documents."""

    def __init__(self) -> None:
        # WeasyPrint tells of ignored properties and missing glyphs; the latter are reported by value.
        logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
        logging.getLogger("fontTools").setLevel(logging.CRITICAL)
        self._fonts = FontConfiguration()
        self._styles: dict[str, CSS] = {}
        loader = Fetcher(faces.files())
        CSS(string=faces.css(), font_config=self._fonts, url_fetcher=loader)
        loader.check()

    def print(self, sheet: Sheet, most_pages: int = 0) -> Printed:
        """The sheet as a PDF; not drawn where it has more than `most_pages` pages (0: any number)."""
        fetcher = Fetcher({faces.BASE + name: data for name, data in sheet.assets.items()})
        missing = glyphs.uncovered(sheet.html)
        text = sheet.html.translate(dict.fromkeys(map(ord, missing), STAND_IN))
        html = HTML(string=spacing.spaced(spoken(text, sheet.lang)), base_url=faces.BASE, url_fetcher=fetcher)
        document = html.render(
            font_config=self._fonts,
            stylesheets=[self._style(sheet.css, fetcher)],
            pdf_variant="pdf/a-3a",
        )
        fetcher.check()
        if most_pages and len(document.pages) > most_pages:
            return Printed(b"", len(document.pages), "", ())
        _describe(document, sheet)
        data = document.write_pdf(
            finisher=_finish, pdf_variant="pdf/a-3a", custom_metadata=True, jpeg_quality=80, dpi=150
        )
        fetcher.check()
        fonts = document.fonts.values()
        unset = {chr(code) for font in fonts for code in font.missing}
        missing = "".join(sorted({*missing, *unset} - {REPLACED}))  # what was replaced is told elsewhere
        foreign = tuple(sorted({font.family for font in fonts} - faces.FAMILIES))
        return Printed(data, len(document.pages), missing, foreign)

    def _style(self, css: str, fetcher: Fetcher) -> CSS:
        if css not in self._styles:
            self._styles[css] = CSS(
                string=css, font_config=self._fonts, base_url=faces.BASE, url_fetcher=fetcher
            )
        return self._styles[css]


def _describe(document: Document, sheet: Sheet) -> None:
    """Put in title, author, language, dates and attachments, whatever the HTML says."""
    metadata = document.metadata
    made = (sheet.made or UNKNOWN_DATE).astimezone(UTC)
    metadata.title, metadata.lang = sheet.title, sheet.lang
    metadata.authors = [sheet.author] if sheet.author else []
    metadata.generator = "opsgen"
    if sheet.imprint is not None:
        content = hashlib.sha256(f"{sheet.html}\0{sheet.css}".encode("utf-8", "surrogatepass")).hexdigest()
        metadata.custom = {KEY: replace(sheet.imprint, content=content, engines=engines()).said()}
    metadata.created = metadata.modified = made.strftime("%Y-%m-%dT%H:%M:%SZ")
    metadata.attachments = [
        Attachment(string=data, name=name, created=made, modified=made, relationship="Source")
        for name, data in sheet.attached.items()
    ]


@cache
def engines() -> dict[str, str]:
    """The versions of what lays a page out and draws it."""
    found = {name: version(name) for name in ("weasyprint", "pydyf", "fonttools", "pillow")}
    return found | {"pango": str(pango.pango_version())}


def _finish(_document: Document, pdf: pydyf.PDF) -> None:
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.extra.get("Subtype") == "/XML":
            item.stream = [part.replace(b"</rdf:RDF>", UA_MARK + b"</rdf:RDF>") for part in item.stream]
