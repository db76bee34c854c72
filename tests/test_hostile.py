"""What hostile authors write comes out as text: in feeds, lists, files and heads of pages."""

from __future__ import annotations

import csv
import hashlib
import html
import json
import re
from base64 import b64encode
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

import openpyxl
import pytest
from click.testing import CliRunner
from defusedxml.ElementTree import parse as parse_xml

from opsgen.cli.main import opsgen
from tests import hostile as made

if TYPE_CHECKING:
    from pathlib import Path
    from xml.etree.ElementTree import Element

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
DIRECTIVES = {
    "default-src": "'none'",
    "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' data:",
    "font-src": "'self' data:",
    "connect-src": "'self'",
    "worker-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'none'",
    "base-uri": "'none'",
    "frame-src": "'none'",
    "object-src": "'none'",
}
"""Beside `script-src`, which differs."""


class Parts(HTMLParser):
    """What stands in a page: its elements in order, and the texts of inline scripts."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[str] = []
        self.open = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.elements.append((tag, given))
        self.open = (
            "code" if tag == "script" and "src" not in given and "json" not in given.get("type", "") else ""
        )
        if self.open:
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.open:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self.open = ""


@pytest.fixture(scope="module")
def pages(hostile: Path) -> dict[str, str]:
    """All pages of MkDocs in both languages."""
    site = hostile / "site"
    found = (path for path in site.rglob("*.html") if path.parent.name != "phones")
    return {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in found}


def policies(page: str) -> list[dict[str, str]]:
    """The policies of a page, by directive."""
    metas = (given for tag, given in Parts(page).elements if tag == "meta")
    texts = [
        given["content"]
        for given in metas
        if given.get("http-equiv", "").lower() == "content-security-policy"
    ]
    return [dict(part.strip().split(" ", 1) for part in text.split(";")) for text in texts]


def test_every_text_of_every_schema_holds_a_payload(tmp_path: Path) -> None:
    assert made.texts() - made.workspace(tmp_path) == set()
    assert len(made.texts()) > 150


def test_every_page_has_the_policy_and_no_other(pages: dict[str, str]) -> None:
    assert {"404.html", "en/404.html", "about.html", "en/about.html"} < set(pages)
    assert {path.count("/") for path in pages} == {0, 1, 2}
    for path, page in pages.items():
        (policy,) = policies(page)
        assert policy.pop("script-src").startswith("'self' 'sha256-"), path
        assert policy == DIRECTIVES, path
        assert (
            page[page.index("<head>") :].split("\n")[1].lstrip().startswith('<meta http-equiv="Content-Sec')
        ), path


def test_what_a_policy_allows_is_a_script_of_the_theme_on_this_very_page(pages: dict[str, str]) -> None:
    kinds = set()
    for path, page in pages.items():
        (policy,) = policies(page)
        scripts = {
            f"'sha256-{b64encode(hashlib.sha256(code.encode()).digest()).decode()}'": code
            for code in Parts(page).scripts
        }
        allowed = set(policy["script-src"].split()) - {"'self'"}
        assert allowed == set(scripts), path
        kinds |= {re.sub(r'new URL\("[^"\\]*"', 'new URL("."', code) for code in scripts.values()}
    assert len(kinds) <= 8, "the theme's few, which differ by where the site begins"
    assert not [code for code in kinds if "hit(" in code]


def test_a_page_for_phones_may_do_nothing(hostile: Path) -> None:
    found = sorted((hostile / "site" / "phones").glob("*.html"))
    assert len(found) > 10
    for path in found:
        page = path.read_text(encoding="utf-8")
        (policy,) = policies(page)
        style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
        assert style
        seal = b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
        assert policy == {
            "default-src": "'none'",
            "style-src": f"'sha256-{seal}'",
            "base-uri": "'none'",
            "form-action": "'none'",
        }
        assert Parts(page).scripts == []


def test_heads_say_the_text_and_nothing_else(pages: dict[str, str]) -> None:
    said = 0
    for path, page in pages.items():
        head = page[page.index("<head>") : page.index("</head>")]
        assert head.count("<title>") == 1, path
        names = {tag for tag, _ in Parts(head).elements}
        assert names <= {"head", "meta", "title", "link", "style", "script"}, path
        for _, given in Parts(head).elements:
            assert not [name for name in given if name.startswith("on") or name == "x"], path
        said += "hit()" in html.unescape(head)
    assert said > 10, "titles and descriptions hold payloads"


def test_feeds_and_site_maps_are_sound(hostile: Path) -> None:
    count = 0
    for path in (hostile / "site").rglob("*.xml"):
        root: Element = parse_xml(path).getroot()
        if path.name == "sitemap.xml":
            assert {child.tag for child in root.iter()} <= {
                f"{SITEMAP}{tag}" for tag in ("urlset", "url", "loc", "lastmod")
            }
            continue
        assert root.tag == f"{ATOM}feed", path
        for content in root.iter(f"{ATOM}content"):
            assert content.get("type") == "html"
            assert {tag for tag, given in Parts(content.text or "").elements} <= {"ul", "li"}
            assert not any(given for _, given in Parts(content.text or "").elements)
            count += "hit()" in (content.text or "")
        for link in root.iter(f"{ATOM}link"):
            assert urlsplit(link.get("href", "")).scheme in ("", "https"), path
    assert count > 10


def test_no_cell_of_a_list_is_a_formula(hostile: Path) -> None:
    cells = [
        (path.name, cell)
        for path in (hostile / "site").rglob("*.csv")
        for row in csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
        for cell in row
    ]
    number = re.compile(r"[-+]?[\d.,]+")
    bad = [
        (name, cell)
        for name, cell in cells
        if re.match(r"\s*[=+\-@\t＝＋－＠]", cell) and not number.fullmatch(cell)
    ]
    assert bad == []
    assert sum("hit()" in cell for _, cell in cells) > 200
    assert not [cell for _, cell in cells if "\x1b" in cell or "\u202e" in cell]


def test_no_cell_of_a_workbook_is_a_formula(hostile: Path) -> None:
    texts = 0
    for path in (hostile / "site").rglob("*.xlsx"):
        for sheet in openpyxl.load_workbook(path):
            assert re.fullmatch(r"[^\[\]:*?/\\]{1,31}", sheet.title)
            for cell in (cell for row in sheet.iter_rows() for cell in row):
                assert cell.data_type != "f", (path.name, cell.coordinate)
                assert cell.hyperlink is None or urlsplit(cell.hyperlink.target or "").scheme in (
                    "",
                    "https",
                    "http",
                    "mailto",
                )
                texts += "hit()" in str(cell.value)
    assert texts > 200


def test_other_files_can_be_read_and_hold_text(hostile: Path) -> None:
    site = hostile / "site"
    for path in site.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))
    for path in site.rglob("*.ics"):
        lines = path.read_bytes().decode().replace("\r\n ", "").split("\r\n")
        assert all(re.match(r"[A-Z-]+[:;]", line) for line in lines if line), (
            "nobody begins a line of his own"
        )
        assert not any(re.match(r"(ATTACH|ACTION|ORGANIZER|ATTENDEE)\b", line) for line in lines), path
    assert list(site.rglob("*.ics"))


def test_the_index_of_the_search_is_data(hostile: Path) -> None:
    for folder in (hostile / "site", hostile / "site" / "en"):
        text = (folder / "search" / "search_index.json").read_text(encoding="utf-8")
        index = json.loads(text)
        script = (folder / "search" / "search_index.js").read_text(encoding="utf-8-sig")
        assert json.loads(script.removeprefix("var __index = ").rstrip(";\n")) == index
        for entry in index["docs"]:
            assert "<script" not in entry["title"], entry["location"]
            assert not re.search(r"[<>\"']", entry["location"]), entry["location"]


def test_edit_links_lead_to_the_files(hostile: Path, pages: dict[str, str]) -> None:
    found = {
        unquote(html.unescape(html.unescape(href)).split("/edit/", 1)[1].partition("/")[2])
        for page in pages.values()
        for href in re.findall(r'<a href="([^"]+/edit/[^"]+)"', page)
    }
    assert {name for name in found if not (hostile / name).is_file()} == set()
    assert [name for name in found if made.FOLDER in name]


def test_pages_know_their_own_address(pages: dict[str, str], hostile: Path) -> None:
    own = "https://example.com/portfolio/&quot;onmouseover=hit()&quot;/{{7*7}}/"
    found = {path: re.findall(r'<link rel="canonical" href="([^"]+)">', page) for path, page in pages.items()}
    assert {
        path
        for path, said in found.items()
        if said and [html.unescape(own + quote(path))] != list(map(html.unescape, said))
    } == set()
    maps = [parse_xml(hostile / "site" / name / "sitemap.xml") for name in (".", "en")]
    first, second = ({str(loc.text) for loc in each.iter(f"{SITEMAP}loc")} for each in maps)
    assert first
    assert {f"{own}en/{address.removeprefix(own)}" for address in first} == second


REFUSED = (
    "javascript:hit()", "JAVASCRIPT:hit()", " javascript:hit()", "\x01javascript:hit()", "java\tscript:hit()",
    "java\nscript:hit()", "javascript&colon;hit()", "&#106;avascript:hit()", "vbscript:hit()",
    "data:text/html,<script>hit()</script>", "blob:https://example.org/1", "filesystem:https://example.org/1",
    "view-source:https://example.org/", "file:///etc/passwd", "//example.org/x", "\\\\example.org\\x",
    "/\\example.org/x", "javascript://%0ahit()", "https://example.org/\" onmouseover=\"hit()",
    "https://example.org/'onmouseover='hit()", "https://example.org/<img src=x onerror=hit()>",
)  # fmt: skip


def test_an_address_that_is_none_is_an_error_where_it_stands(tmp_path: Path) -> None:
    stones = "".join(
        f"  - {{id: M{n}, title: t, forecast: 2026-12-01, links: [{{title: x, url: {json.dumps(url)}}}]}}\n"
        for n, url in enumerate(REFUSED)
    )
    (tmp_path / "projects").mkdir()
    text = f"title: t\nowner: o\nstart: 2026-01-01\nfinish: 2026-12-31\nmilestones:\n{stones}"
    (tmp_path / "projects" / "a.yaml").write_text(text, encoding="utf-8")
    result = CliRunner().invoke(opsgen, ["-C", str(tmp_path), "check", "--format", "json"])
    assert result.exit_code == 1
    found = [entry for entry in json.loads(result.stdout)["findings"] if entry["severity"] == "error"]
    assert {entry["line"] for entry in found} == {6 + n for n in range(len(REFUSED))}


def test_what_names_something_takes_no_payload(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = made.REFUSED
    monkeypatch.setattr(made, "REFUSED", frozenset())
    assert refused <= made.workspace(tmp_path, copies=1)
    result = CliRunner().invoke(opsgen, ["-C", str(tmp_path), "check", "--format", "json"])
    codes = {entry["code"] for entry in json.loads(result.stdout)["findings"] if entry["severity"] == "error"}
    assert result.exit_code == 1
    assert codes == {"unknown-timezone", "unknown-calendar", "malformed-project-id"}
