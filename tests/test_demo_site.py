"""The site of the repository's own portfolio: every link leads somewhere, every id stands once a page."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from tests.sample_site import DEMO_AS_OF

HAND_WRITTEN = ("manual", "decisions")


class Anchors(HTMLParser):
    """The ids of a page, and where its links and files lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.leads: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        lead = given.get("href") if tag in ("a", "link", "use") else given.get("src")
        if lead:
            self.leads.append(lead)


@pytest.fixture(scope="module")
def pages(demo_site: Path) -> dict[str, Anchors]:
    found = (path for path in demo_site.rglob("*.html") if path.name != "404.html")
    return {p.relative_to(demo_site).as_posix(): Anchors(p.read_text(encoding="utf-8")) for p in found}


def test_both_languages_have_the_same_pages(pages: dict[str, Anchors]) -> None:
    english = {path.removeprefix("en/") for path in pages if path.startswith("en/")}
    assert english == {path for path in pages if not path.startswith("en/")}
    assert {"index.html", "milestones.html", "risks.html"} < english


def test_every_link_inside_the_site_leads_somewhere(demo_site: Path, pages: dict[str, Anchors]) -> None:
    broken = []
    for path, page in pages.items():
        for lead in page.leads:
            parts = urlsplit(lead)
            if parts.scheme or parts.netloc:
                continue
            target = (demo_site / path).parent / unquote(parts.path) if parts.path else demo_site / path
            target = target.resolve()
            if not target.is_file():
                broken.append(f"{path}: {lead}")
            elif parts.fragment and target.suffix == ".html":
                there = pages[target.relative_to(demo_site.resolve()).as_posix()]
                if unquote(parts.fragment) not in there.ids:
                    broken.append(f"{path}: {lead}")
    assert broken == []


def test_an_id_stands_once_a_page(pages: dict[str, Anchors]) -> None:
    doubled = {
        path: [name for name, times in Counter(page.ids).items() if times > 1]
        for path, page in pages.items()
        if Path(path).parent.name not in HAND_WRITTEN
    }
    assert {path: names for path, names in doubled.items() if names} == {}


def test_every_page_of_data_says_its_day_and_its_commit(demo_site: Path, pages: dict[str, Anchors]) -> None:
    for path in pages:
        if Path(path).parent.name in HAND_WRITTEN:
            continue
        html = (demo_site / path).read_text(encoding="utf-8")
        foot = re.search(r'<footer class="ops-foot"[^>]*>.*?</footer>', html, re.S)
        assert foot, path
        assert f'datetime="{DEMO_AS_OF}"' in foot[0], path
