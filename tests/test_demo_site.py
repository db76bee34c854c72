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


LEADING = ("href", "src", "xlink:href", "action", "poster", "data", "cite")
"""The attributes that hold an address; the file of a `download` stands in its `href`."""
NAMING = ("aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")
"""The attributes that name elements of the same page by their ids."""


class Anchors(HTMLParser):
    """The ids of a page, and where its links and files lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.leads: list[str] = []
        self.named: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if given.get("id"):
            self.ids.append(str(given["id"]))
        self.leads += [lead for name in LEADING if (lead := given.get(name))]
        self.leads += [each.split()[0] for each in (given.get("srcset") or "").split(",") if each.strip()]
        if tag == "a" and "href" in given and not given["href"]:
            self.leads.append("(a link without an address)")
        for name in NAMING:
            self.named += (given.get(name) or "").split()


@pytest.fixture(scope="module")
def pages(demo_site: Path) -> dict[str, Anchors]:
    found = demo_site.rglob("*.html")
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
            target = target_of(demo_site, path, parts.path)
            if not target.is_file():
                broken.append(f"{path}: {lead}")
            elif parts.fragment and target.suffix == ".html":
                there = pages[target.relative_to(demo_site.resolve()).as_posix()]
                if unquote(parts.fragment) not in there.ids:
                    broken.append(f"{path}: {lead}")
    assert broken == []


def target_of(site: Path, page: str, path: str) -> Path:
    """The file that a path leads to; 404.html is shown at any depth, so its paths begin at the root."""
    start = site if path.startswith("/") else (site / page).parent
    return (start / unquote(path).lstrip("/") if path else site / page).resolve()


def test_no_file_of_another_host_is_asked_for(demo_site: Path) -> None:
    asking = re.compile(
        r"""<(?:script|img|link|iframe|source|use)\b[^>]*\b(?:src|href|srcset)=["']?(?:https?:)?//"""
    )
    known = re.compile(r"""<link[^>]*rel=["']?(?:canonical|alternate)""")
    for path in demo_site.rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert [found[0] for found in asking.finditer(html) if not known.match(found[0])] == [], path


def test_what_a_page_names_by_its_id_is_there(pages: dict[str, Anchors]) -> None:
    named = {path: sorted(set(page.named) - set(page.ids)) for path, page in pages.items()}
    assert {path: names for path, names in named.items() if names} == {}


def test_every_feed_leads_to_pages_of_the_site(demo_site: Path, pages: dict[str, Anchors]) -> None:
    for feed in demo_site.rglob("*.xml"):
        for lead in re.findall(r'<link[^>]*href="([^"]+)"', feed.read_text(encoding="utf-8")):
            assert (
                urlsplit(lead).scheme or target_of(demo_site, str(feed.relative_to(demo_site)), lead).exists()
            )


def test_an_id_stands_once_a_page(pages: dict[str, Anchors]) -> None:
    doubled = {
        path: [name for name, times in Counter(page.ids).items() if times > 1] for path, page in pages.items()
    }
    assert {path: names for path, names in doubled.items() if names} == {}


def test_every_page_of_data_says_its_day_and_its_commit(demo_site: Path, pages: dict[str, Anchors]) -> None:
    for path in pages:
        if Path(path).parent.name in HAND_WRITTEN or path.endswith("404.html"):
            continue
        html = (demo_site / path).read_text(encoding="utf-8")
        foot = re.search(r'<footer class="ops-foot"[^>]*>.*?</footer>', html, re.S)
        assert foot, path
        assert f'datetime="{DEMO_AS_OF}"' in foot[0], path
