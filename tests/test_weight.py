"""What pages weigh as they are sent, and that a page made lighter says the same."""

from __future__ import annotations

import gzip
import re
from html.parser import HTMLParser
from statistics import median
from time import process_time
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from opsgen.demonstration import demonstration
from opsgen.history.found import found
from opsgen.mkdocs_plugin.details import LIGHT, _ids, _leading
from opsgen.mkdocs_plugin.page import _EXCLUDED
from opsgen.mkdocs_plugin.run import build_site
from opsgen.mkdocs_plugin.slim import slim

if TYPE_CHECKING:
    from pathlib import Path

TYPICAL = 60_000
LARGEST = 75_000
SMALL = 12_000
AS_OF = "2026-11-23"
PROJECT = """
title: Tidy the store room
owner: Ada
start: 2026-11-02
finish: 2026-12-18
milestones: [{id: M1, title: Shelves up, baseline: 2026-12-01, forecast: 2026-12-04}]
risks: [{id: R1, title: Shelves late, probability: 2, impact: 3, response: Ask twice}]
"""


def weight(page: Path) -> int:
    """Bytes of a page as a server sends it."""
    return len(gzip.compress(page.read_bytes(), 9))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration with its history, in the language that weighs more."""
    root = tmp_path_factory.mktemp("weight")
    found(root / "demo", demonstration())
    build_site(root / "demo", root / "site", lang="zh", languages=["zh", "en"], as_of=AS_OF)
    return root / "site"


@pytest.fixture(scope="module")
def weights(site: Path) -> dict[str, int]:
    pages = (site / "projects").glob("*.html")
    return {page.name.removesuffix(".html"): weight(page) for page in pages}


def test_a_typical_project_is_read_at_once(weights: dict[str, int]) -> None:
    projects = {name: size for name, size in weights.items() if "." not in name}
    assert len(projects) == 10
    assert median(projects.values()) <= TYPICAL
    assert sorted(projects.values())[-2] <= TYPICAL, projects
    assert max(projects.values()) <= LARGEST, projects


def test_what_stands_beside_a_project_is_no_heavier(weights: dict[str, int]) -> None:
    beside = {name: size for name, size in weights.items() if "." in name}
    assert {"crm-migration.details", "crm-migration.changes"} < beside.keys()
    assert max(beside.values()) <= TYPICAL, beside


def test_the_pages_over_all_projects_stay_light(site: Path) -> None:
    heavy = {page.name: weight(page) for page in site.glob("*.html") if weight(page) > TYPICAL}
    assert heavy == {}


def test_a_small_project_has_a_small_page(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / "tidy.yaml").write_text(PROJECT, encoding="utf-8")
    build_site(tmp_path, tmp_path / "site", lang="en", as_of=AS_OF)
    assert weight(tmp_path / "site" / "projects" / "tidy.html") <= SMALL
    assert not (tmp_path / "site" / "projects" / "tidy.details.html").exists()


class Ids(HTMLParser):
    """The ids of a page, and where its links lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.leads: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" and value:
                self.ids.append(value)
            if name == "href" and value and tag == "a":
                self.leads.append(unquote(value))


@pytest.mark.parametrize("name", ["crm-migration", "双十一大促-2026", "membership-growth"])
def test_what_moved_is_found_from_where_it_was(site: Path, name: str) -> None:
    """Both pages lead into each other, and no address of an item is lost."""
    page, beside = (
        Ids((site / "projects" / f"{name}{end}.html").read_text(encoding="utf-8")) for end in ("", ".details")
    )
    there = [lead.partition("#")[2] for lead in page.leads if lead.startswith(f"{name}.details.html#")]
    back = [lead.partition("#")[2] for lead in beside.leads if lead.startswith(f"{name}.html#")]
    here = [lead[1:] for one in (page, beside) for lead in one.leads if lead.startswith("#")]
    assert len(there) > 10
    assert set(there) <= set(beside.ids)
    assert set(back) <= set(page.ids)
    assert set(here) <= {*page.ids, *beside.ids}
    items = {of for of in beside.ids if not of.startswith(("_", "__")) and "-" not in of}
    assert {of for of in items if re.fullmatch(r"[A-Z]+\d+", of)} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_a_page_that_is_light_enough_stays_whole(site: Path) -> None:
    page = (site / "projects" / "vendor-change.html").read_text(encoding="utf-8")
    assert len(page) < LIGHT
    assert "vendor-change.details" not in page
    assert "<details" in page


def test_a_lighter_figure_is_the_same_figure() -> None:
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" class="ops-fig" font-family="x" font-size="12">'
        '<rect class="f-late" fill="#86001c" x="1.25" width="10.04"/>'
        '<path class="s-d1" fill="none" stroke="#1b6793" d="M1.96 2l.55 -3.14"/>'
        '<text class="f-ink" fill="#000000" x="3">16.25%</text><rect fill="#123456"/></svg>'
    )
    assert slim(svg) == (
        '<svg class="ops-fig" font-size="12"><rect class="f-late" x="1.3" width="10"/>'
        '<path class="s-d1" fill="none" d="M2 2l0.6 -3.1"/>'
        '<text class="f-ink" x="3">16.25%</text><rect fill="#123456"/></svg>'
    )


def test_only_what_nobody_sees_is_left_out() -> None:
    page = (
        '<p>\n    a\n  b</p><pre>x\n    y</pre><td data-sort="1.23456789">1.23456789</td>'
        '<time datetime="2026-11-23">2026-11-23</time><time datetime="2026-11-23">23 Nov</time>'
    )
    assert slim(page) == (
        '<p>\na\nb</p><pre>x\n    y</pre><td data-sort="1.2345">1.23456789</td>'
        '<time>2026-11-23</time><time datetime="2026-11-23">23 Nov</time>'
    )


def test_what_an_author_wrote_stays_as_it_was_written() -> None:
    """Empty lines and indentation by wide spaces are seen where a text keeps its lines."""
    said = "<dd>a\n\n\u3000\u3000b</dd>"
    assert slim(f"<dl>  \n \n\n  {said} \n \n </dl>") == f"<dl>\n{said}\n</dl>"


@pytest.mark.parametrize("space", [" ", "\t", "\n", " \n", "\u3000"])
def test_a_text_of_nothing_but_space_costs_no_more_than_another(space: str) -> None:
    """A hundred thousand of them took a minute; the limit is far above what they may take."""
    began = process_time()
    slim(f"<p>x{space * 100_000}y</p>")
    assert process_time() - began < 2


def test_an_attribute_that_an_author_writes_about_is_text() -> None:
    """Quotation marks stay as they are in text, so that it can look like the inside of a tag."""
    said = '<p>an id="__config" and href="#M1"</p>'
    block = f'<div title="a" id="M1">{said}<a class="x" href="#M1">M1</a></div>'
    assert _ids(block) == ["M1"]
    assert _leading(block, {"M1", "__config"}, "more.html", among=True) == block.replace(
        '<a class="x" href="#M1">', '<a class="x" href="more.html#M1">'
    )


def test_only_a_tag_loses_what_the_search_is_told() -> None:
    page = '<td class="a" data-search-exclude>the mark data-search-exclude > here</td>'
    assert _EXCLUDED.sub(r"\1", page) == '<td class="a">the mark data-search-exclude > here</td>'
