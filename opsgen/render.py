"""Pages and reports as text: one Jinja environment for the site and for paper.

Autoescape is on and undefined names are errors. A workspace's `templates/` win over ours; `opsgen:` in front
of a name means ours, so that a template can extend the one it replaces.
"""

from __future__ import annotations

import posixpath
import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup, escape

from opsgen import __version__
from opsgen import text as author
from opsgen.cache import digest
from opsgen.figures.tokens import root_css, screen_css
from opsgen.schema.fields import choice_label
from opsgen.shipped import shipped
from opsgen.views import Edition, Page, handout_path
from opsgen.views.handouts import KINDS, kind_of, published
from opsgen.views.homes import Homes
from opsgen.views.how import plans
from opsgen.views.moments import above, plan_label, told
from opsgen.views.older import older
from opsgen.views.own import own_fields
from opsgen.views.page import downloads, site_folder
from opsgen.views.paper import cut
from opsgen.views.past.items import Histories
from opsgen.views.registers.table import key_of
from opsgen.views.states import RAG
from opsgen.words import Text, Words, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import CodeType

    from jinja2.bccache import Bucket

    from opsgen.views.handouts import Report
    from opsgen.words import Message


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished page: its HTML goes into the site as it is, its files, by their places, beside it."""

    path: str
    title: str
    html: str
    description: str
    source: str | None
    wide: bool
    files: tuple[tuple[str, bytes], ...] = ()
    feed: RenderedFeed | None = None
    dates: RenderedFeed | None = None


@dataclass(frozen=True, slots=True)
class RenderedFeed:
    """What others follow, finished: the place of its file, what it is called, and its bytes."""

    path: str
    title: str
    content: bytes


_WEB = re.compile(r"https?://([^\s\"'<>`?#]+)")
"""Where a site can be below."""


class _Compiled(BytecodeCache):
    """The templates that this process has compiled, for every language and every rebuild of `serve`.

    They are kept by name and text, so that a changed one is compiled anew; all environments are alike.
    """

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class Renderer:
    """Renders the pages and reports of one edition."""

    def __init__(self, edition: Edition, overrides: Path | None = None, site_url: str = "") -> None:
        self.edition = edition
        self.site_url = site_url
        self.words = words(edition.lang)
        self.overrides = overrides

    def page(self, page: Page) -> Rendered:
        """One page of the site."""
        template = self.environment.get_template(page.template)
        links = self._links(page.path)
        files = {one.name: one for one in downloads(page, self.edition.lang)}
        subscribe = self._subscribe(page)
        html = template.render(**page.context, files=files, subscribe=subscribe, **links)
        if page.siblings:
            row = self.environment.get_template("parts/area.html.j2")
            html = row.render(siblings=page.siblings, **links) + html
        if said := self.above if page.path.startswith("projects/") else self.told:
            html = self.environment.get_template("parts/told.html.j2").render(told=said, **links) + html
        return Rendered(page.path, page.title, html, page.description, page.source, page.wide)

    def _subscribe(self, page: Page) -> str:
        """Where calendars find the days of a page; the file beside it where nobody says where the site is."""
        if page.dates is None:
            return ""
        folder = site_folder(self.site_url, self.edition.settings.languages, self.edition.lang)
        address = _WEB.fullmatch(folder)
        if address is None or not author.safe_url(folder):
            return quote(posixpath.basename(page.dates.path))
        return f"webcal://{address[1]}{quote(page.dates.path)}"

    @cached_property
    def printed(self) -> Mapping[str, Report]:
        """The handouts that are printed with the pages, by their files."""
        return {report.path: report for report in published(self.edition)}

    @cached_property
    def told(self) -> tuple[Message, ...]:
        """What stands above every page, and on every handout about all projects."""
        return told(self.edition)

    @cached_property
    def above(self) -> tuple[Message, ...]:
        """What stands above the pages of projects."""
        return above(self.edition)

    def report(self, name: str, context: Mapping[str, object]) -> str:
        """The HTML of one handout."""
        template = self.environment.get_template(f"reports/{name}/report.html.j2")
        return template.render(**context, **self._links(""))

    def phone(self, name: str, context: Mapping[str, object]) -> str:
        """The HTML of one handout for phones: one file that needs no other and may load nothing."""
        style = screen_css() + self.source(f"reports/{name}/phone.css")
        seal = b64encode(sha256(style.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{seal}'; base-uri 'none'; form-action 'none'"
        template = self.environment.get_template(f"reports/{name}/phone.html.j2")
        return template.render(**context, style=Markup(style), policy=policy, **self._links(""))

    def _links(self, path: str) -> dict[str, Any]:
        """How one page links to others; the paths are those of MkDocs sources."""
        edition, folder = self.edition, posixpath.dirname(path)
        up = posixpath.relpath(".", folder) + "/" if folder else ""
        root = up if edition.lang == edition.settings.languages[0] else up + "../"

        def href(target: str, anchor: str = "") -> str:
            address = up + quote(target.removesuffix(".md") + ".html") if target != path or not anchor else ""
            return address + (f"#{quote(anchor)}" if anchor else "")

        def handout(report: str, project: str = "", item: str = "") -> str:
            file = handout_path(report, project, edition.lang, item)
            return root + quote(f"handouts/{file}") if edition.handouts and file in self.printed else ""

        def file(target: str) -> str:
            return quote(posixpath.relpath(target, folder or "."))

        def papers() -> tuple[tuple[str, Message], ...]:
            """Where the handouts lie that a reader looks for on this page, and what they are called."""
            found = (one for one in self.printed.values() if path in one.pages)
            return tuple((root + quote(f"handouts/{one.path}"), kind_of(one.name).title) for one in found)

        return {
            "href": href,
            "file": file,
            "handout": handout,
            "papers": papers,
            "has_handouts": lambda: bool(self.printed),
            "anchor": _anchors(),
            "page_path": path,
        }

    def stylesheet(self, name: str) -> str:
        """The CSS of one kind of handout: what all share, and its own where it has some."""
        own = f"reports/{name}/report.css"
        has_own = own in self.environment.list_templates(extensions=["css"])
        shared = ("parts/handout.css", "paper/paper.css", "paper/one-pager.css")
        return root_css() + "".join(map(self.source, (*shared, own) if has_own else shared))

    def source(self, name: str) -> str:
        """The text of a template or style sheet."""
        assert self.environment.loader is not None
        return self.environment.loader.get_source(self.environment, name)[0]

    @cached_property
    def templates(self) -> str:
        """A digest of all templates, as hexadecimal digits."""
        names = self.environment.list_templates()
        return digest(part.encode() for name in names for part in (name, self.source(name))).hex()

    @cached_property
    def environment(self) -> Environment:
        """The environment with the filters of this edition."""
        ours = FileSystemLoader(shipped("templates"))
        theirs = [FileSystemLoader(self.overrides)] if self.overrides else []
        made = Environment(
            loader=ChoiceLoader([*theirs, PrefixLoader({"opsgen": ours}, ":"), ours]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
            bytecode_cache=_COMPILED,
        )
        made.install_gettext_callables(self.words.gettext, self.words.ngettext, newstyle=True)  # type: ignore[attr-defined]
        made.globals.update(
            words=self.words,
            lang=self.edition.lang,
            edition=self.edition,
            version=__version__,
            rag_word=lambda rag: RAG[rag][1],
            person_page=self.edition.diary.page,
            own_fields=lambda *of: own_fields(self.edition, *of),
            item_history=Histories(self.edition).of,
            homes=Homes(self.edition),
            plan_mark=plans.mark,
            told=self.told,
            told_of=lambda project: told(self.edition, project),
            older=lambda project: older(self.edition, project),
            kind_title=lambda name: kind_of(name).title,
            plan_label=plan_label(self.edition),
        )
        made.filters.update(_filters(self.words, self.edition))
        return made


def overrides(root: Path) -> Path | None:
    """The workspace's own templates; None where it has none, or where they are ours."""
    own = root / "templates"
    return own if own.is_dir() and not own.samefile(shipped("templates")) else None


def own_reports(root: Path) -> tuple[str, ...]:
    """The workspace's own handouts: folders of `templates/reports/` whose template replaces none of ours."""
    ours = {kind.name for kind in KINDS}
    found = sorted((root / "templates" / "reports").glob("*/report.html.j2"))
    return tuple(path.parent.name for path in found if path.parent.name not in ours)


def _anchors() -> Callable[[str], Markup]:
    """Gives each item of one page its id as an attribute, once: a second place of the same id gets none."""
    given = {""}

    def anchor(item: str) -> Markup:
        if item in given:
            return Markup("")
        given.add(item)
        return Markup(' id="{}"').format(item)

    return anchor


def _filters(say: Words, edition: Edition) -> dict[str, Any]:
    return {
        "text": lambda value: _text(value, say),
        "rich": lambda value: _marked(value, say, author.rich),
        "inline": lambda value: _marked(value, say, author.inline),
        "cut": cut,
        "key": key_of,
        "say": lambda value: author.plain(say.say(value)),
        "iso": date.isoformat,
        "date": say.date,
        "day": say.day,
        "month": say.month,
        "number": say.number,
        "signed": say.signed,
        "percent": say.percent,
        "money": lambda value, currency="": say.money(
            Decimal(str(value)), currency or edition.settings.currency
        ),
        "amount": lambda value, unit="": say.amount(value, author.plain(unit)),
        "person": lambda name: author.plain(edition.person(name)),
        "url": lambda value: author.safe_url(value) or "",
        "parts": _parts,
        "headings": _headings,
        "label": lambda word, field: choice_label(field, word, say.lang),
    }


_SECTION = re.compile(r'<h2 id="([^"]+)">(.*?)(?: <span class="ops-count">|</h2>)', re.DOTALL)
_PART = re.compile(r'<p class="ops-part" id="([^"]+)">(.*?)</p>')
Section = tuple[str, Markup]
Part = tuple[str, Markup, tuple[Section, ...]]
LONG = 6
"""Sections from which on a page has a list of them."""


def _parts(html: Markup) -> tuple[Part, ...]:
    """The parts of a page with their sections, in order; none of a short page, which needs no list of them.

    What stands before the first part is a part without anchor and title.
    """
    if len(_headings(html)) < LONG:
        return ()
    first, *others = _PART.split(html)
    named = zip(others[::3], others[1::3], others[2::3], strict=True)
    found = (("", Markup(), _headings(Markup(first))), *(_part(*one) for one in named))
    return tuple(part for part in found if part[2])


def _part(anchor: str, title: str, html: str) -> Part:
    return anchor, Markup(title), _headings(Markup(html))


def _headings(html: Markup) -> tuple[Section, ...]:
    """Anchor and title of the sections of a text."""
    return tuple((anchor, Markup(title)) for anchor, title in _SECTION.findall(html))


def _text(value: Text | str, say: Words) -> Markup:
    """Author text, escaped; text of another language is marked with its language."""
    if not isinstance(value, Text):
        return escape(author.plain(str(value)))
    spoken, fallback = value.spoken(say.lang)
    return _in_language(escape(author.plain(spoken)), fallback)


def _marked(value: Text | str, say: Words, convert: Any) -> Markup:
    spoken, fallback = (value, None) if isinstance(value, str) else value.spoken(say.lang)
    return _in_language(Markup(convert(spoken)), fallback, "div" if convert is author.rich else "span")


def _in_language(html: Markup, lang: str | None, tag: str = "span") -> Markup:
    if lang is None:
        return html
    return Markup('<{tag} class="ops-lang" lang="{lang}">{html}</{tag}>').format(
        tag=tag, lang=lang, html=html
    )
