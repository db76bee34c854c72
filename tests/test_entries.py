"""What the search knows of the pages that are made."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from opsgen.mkdocs_plugin import search
from opsgen.mkdocs_plugin.search_entries import Entry, entries
from opsgen.render import Rendered

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<div class="ops"><h1 id="_top">Autumn</h1><dl class="ops-facts">
<div><dt>Owner</dt><dd>Ada</dd></div></dl>
<h2 id="_plan">Plan</h2><table>
<tr id="M1" class="ops-late"><th scope="row"><a class="ops-id" href="#M1">M1</a>
Load &lt;b&gt; test <span class="ops-chip">gate</span><details><summary>moved 3 times</summary></details></th>
<td data-label="Owner" class="ops-who">Grace</td><td>99</td></tr></table>
<h2 id="_tasks">Tasks <span class="ops-count">2</span></h2><table><tr id="T1"><th scope="row">
<a class="ops-id" href="#T1">T1</a> Order</th></tr><tr id="T2"><th scope="row">Build</th></tr></table>
<h2 id="_lessons">Lessons</h2><article id="L1">
<p><a class="ops-id">L1</a></p><h3>Ask first</h3></article>
<h2 id="_risks">Risks</h2><article id="R1"><h3>Late &amp; dear</h3>
<dl><div><dt>Who decides</dt><dd>Lin</dd></div></dl>
</article></div>"""
REGISTER = """<div class="ops"><h1 id="_top">Risks</h1><p class="ops-lead">40 risks.</p>
<h2 id="_open">Open</h2><table><tr id="R1"><th scope="row">Late</th></tr></table></div>"""


def page(path: str, html: str, title: str = "Autumn <b>") -> Rendered:
    return Rendered(path, title, html, "", None, wide=False)


def test_a_project_is_known_by_its_title_its_id_its_people_and_its_items() -> None:
    assert list(entries(page("projects/autumn.md", PAGE), "projects/autumn.html", "en")) == [
        Entry("projects/autumn.html", "Autumn &lt;b&gt;", "autumn, Grace, Ada, Lin"),
        Entry("projects/autumn.html#M1", "M1 Load &lt;b&gt; test", ""),
        Entry("projects/autumn.html#_tasks", "Tasks", "T1 Order, T2 Build"),
        Entry("projects/autumn.html#_lessons", "Lessons", "L1 Ask first"),
        Entry("projects/autumn.html#R1", "R1 Late &amp; dear", ""),
    ]


def test_a_register_is_known_by_what_it_is_about() -> None:
    assert list(entries(page("risks.md", REGISTER, "Risks"), "risks.html", "en")) == [
        Entry("risks.html", "Risks", "40 risks."),
        Entry("risks.html#_open", "Open", ""),
    ]
    (alone,) = entries(page("status/2026-11.md", REGISTER, "November"), "status/2026-11.html", "en")
    assert alone.title == "November"


def test_tags_are_asked_for_only_where_there_are_some() -> None:
    fields = {"title": {}, "text": {}, "tags": {}}
    plain = {"config": {"fields": fields}, "docs": [{"location": "a", "title": "a", "text": ""}]}
    tagged = {"config": {"fields": fields}, "docs": [{**plain["docs"][0], "tags": ["x"]}]}  # type: ignore[dict-item]
    assert json.loads(search.completed(plain, (), "en"))["config"]["fields"].keys() == {"title", "text"}
    assert json.loads(search.completed(tagged, (), "en"))["config"]["fields"].keys() == fields.keys()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_found_is_where_the_result_leads(demo_site: Path, lang: str) -> None:
    """Every entry of the index: its page is there, and what it names stands at its anchor."""
    folder = demo_site / "en" if lang == "en" else demo_site
    docs = json.loads((folder / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    pages: dict[str, str] = {}
    lost = []
    for entry in docs:
        path, _, anchor = unquote(entry["location"]).partition("#")
        if path not in pages:
            pages[path] = (folder / path).read_text(encoding="utf-8")
        at = pages[path].find(f' id="{anchor}"') if anchor else 0
        shown = _words(pages[path][at : at + 60_000] if anchor else pages[path])
        words = _words(entry["title"].replace("\u200b", ""))
        if at < 0 or not all(word in shown for word in words.split()):
            lost.append((entry["location"], words))
    assert lost == []
    assert len(docs) > 300


def _words(text: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>?", " ", text)).split())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_item_of_the_demonstration_can_be_found(demo_site: Path, lang: str) -> None:
    """By its id and its title: nothing that has an address on the page of a project is left out."""
    folder = demo_site / "en" if lang == "en" else demo_site
    docs = json.loads((folder / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    known: dict[str, str] = {}
    for entry in docs:
        path = unquote(entry["location"]).partition("#")[0].replace(".details", "")
        known[path] = known.get(path, "") + f" {entry['title']} {entry['text']}"
    for page in (folder / "projects").glob("*.html"):
        if "." not in page.stem:
            told = set(re.split(search.SEPARATOR, known[f"projects/{page.name}"]))
            owned = set(
                re.findall(r'<a class="ops-id" href="#([A-Z]+\d+)">', page.read_text(encoding="utf-8"))
            )
            assert owned <= told, page.name
