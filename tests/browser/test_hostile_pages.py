"""What hostile authors write, in a real browser: nothing of it runs on any page, whatever a reader does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from visiting import Visitor

from tests import hostile as made
from tests.browser.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext

SHELL = "<!doctype html><html><head>{policy}</head><body><main>{content}</main></body></html>"
CLICK = '<a href="javascript:hit()">click</a><svg><a xlink:href="javascript:hit()"><text>x</text></a></svg>'


@pytest.fixture(scope="module")
def address(hostile: Path) -> Iterator[str]:
    with serving(hostile / "site") as found:
        yield found


def every(site: Path) -> list[str]:
    """All pages of a site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))


def sample(site: Path) -> list[str]:
    """Each kind of page at every depth: those of projects and meetings in both languages, lists in one."""
    own, listed = [], []
    for path in every(site):
        plain = path.removeprefix("en/")
        if re.match(
            r"projects/(完整|second|one-planning)|meetings/|people/|status/2026-(W47|11)|(index|changes|404)\.",
            plain,
        ):
            own.append(path)
        elif "/" not in plain and (hash_of(plain) % 2 == 0) == (plain == path):
            listed.append(path)
    phones = [path for path in every(site) if path.startswith("phones/完整")]
    return [*own, *listed, *phones]


def hash_of(path: str) -> int:
    return sum(map(ord, path))


def assert_quiet(visitor: Visitor, strange: list[str]) -> None:
    seen = visitor.seen
    assert strange == []
    assert seen.ran == []
    assert seen.policy == [], "the second wall was needed"
    assert seen.complaints == []
    assert seen.foreign == []


def test_nothing_runs_on_any_kind_of_page(context: BrowserContext, hostile: Path, address: str) -> None:
    paths = sample(hostile / "site")
    visitor = Visitor(context, address)
    strange = [said for path in paths for said in visitor.try_everything(quote(path))]
    assert_quiet(visitor, strange)
    assert len(paths) > 35
    tried = f"{len(made.PAYLOADS)} payloads, {len(made.texts())} texts, {len(paths)} pages"
    print(f"{tried}: ran {len(visitor.seen.ran)} times")


def test_clean_text_alone_is_enough(open_context: BrowserContext, address: str) -> None:
    visitor = Visitor(open_context, address)
    paths = ("projects/完整示例.html", "en/changes.html", "en/meetings.html", "people.html", "goals.html")
    assert_quiet(visitor, [said for path in paths for said in visitor.try_everything(quote(path))])


@pytest.fixture(scope="module")
def naive(hostile: Path) -> dict[str, str]:
    """Pages that hold the payloads as they are, guarded and not; they end in `.htm`, as no page of a site."""
    site = hostile / "site"
    page = (site / "index.html").read_text(encoding="utf-8")
    start = page.index('<meta http-equiv="Content-Security-Policy"')
    policy = page[start : page.index(">", start) + 1]
    payloads = "".join(f'<div title="x{text}">{text}</div>' for text in made.PAYLOADS)
    written = {
        "naive.htm": SHELL.format(policy="", content=CLICK + payloads),
        "guarded.htm": SHELL.format(policy=policy, content=CLICK + payloads),
        "script.htm": page.replace("</article>", "<script>hit()</script></article>", 1),
    }
    for name, text in written.items():
        (site / "phones" / name).write_text(text, encoding="utf-8", errors="replace")
    return {name: f"phones/{name}" for name in written}


def test_the_detector_sees_what_a_naive_page_runs(
    open_context: BrowserContext, address: str, naive: dict[str, str]
) -> None:
    visitor = Visitor(open_context, address)
    strange = visitor.try_everything(naive["naive.htm"])
    assert len(visitor.seen.ran) > 15
    assert len(strange) > 25
    assert {said.split()[0].lower() for said in (entry.split(": ", 1)[1] for entry in strange)} >= {
        "onerror",
        "href",
        "element",
    }


def test_the_policy_alone_stops_it(context: BrowserContext, address: str, naive: dict[str, str]) -> None:
    visitor = Visitor(context, address)
    visitor.try_everything(naive["guarded.htm"])
    assert visitor.seen.ran == []
    assert len(visitor.seen.policy) > 15


def test_a_script_of_an_author_is_none_of_the_themes(
    context: BrowserContext, address: str, naive: dict[str, str]
) -> None:
    visitor = Visitor(context, address)
    visitor.open(naive["script.htm"])
    assert visitor.seen.ran == []
    assert [said for said in visitor.seen.policy if "script-src-elem inline" in said]


@pytest.mark.parametrize("way", ["http", "file"])
def test_the_search_shows_payloads_as_text(
    context: BrowserContext, hostile: Path, address: str, way: str
) -> None:
    visitor = Visitor(context, address if way == "http" else (hostile / "site").as_uri() + "/")
    for start, words in (
        ("index.html", "onerror"),
        ("en/metrics.html", "hit()"),
        ("en/index.html", "javascript:hit()"),
    ):
        page = visitor.open(start)
        page.locator(".md-search__input").click()
        page.locator(".md-search__input").fill(words)
        page.locator(".md-search__input").press("End")
        page.locator(".md-search-result__item").first.wait_for()
        for more in page.locator(".md-search-result__more > summary").all():
            more.click()
        found = page.locator(".md-search-result__list")
        assert (
            found.locator(
                "script, img, iframe, form, input, style, [onclick], [onerror], [href^=javascript]"
            ).count()
            == 0
        )
        assert "hit()" in found.inner_text()
        page.locator(".md-search-result__item a").first.click()
        page.wait_for_url("**/*h=*")
        assert page.locator("article mark").count() >= 0
    visitor.open("projects/second.html?h=%3Cimg%20src%3Dx%20onerror%3Dhit()%3E")
    visitor.open("projects/second.html?q=%3Cimg%20src%3Dx%20onerror%3Dhit()%3E")
    assert_quiet(visitor, visitor.page.evaluate("() => []"))


NAMES = (
    "IFrameWorker", "Worker", "mermaid", "exports", "module", "define", "require", "fetch", "config", "base",
    "search", "location", "document", "name", "top", "hit", "told", "forms", "ga", "Symbol", "ResizeObserver",
)  # fmt: skip
"""What a script may look for in the window; an element with an id is found there too."""


@pytest.mark.parametrize("way", ["http", "file"])
def test_an_id_takes_no_name_away_from_a_script(
    context: BrowserContext, hostile: Path, address: str, way: str
) -> None:
    site = hostile / "site"
    page = (site / "en" / "metrics.html").read_text(encoding="utf-8")
    items = "".join(f'<p id="{name}">x</p>' for name in NAMES)
    (site / "en" / "names.htm").write_text(page.replace("<article", f"{items}<article", 1), encoding="utf-8")
    visitor = Visitor(context, address if way == "http" else site.as_uri() + "/")
    shown = visitor.open("en/names.htm")
    shown.locator(".ops-tools input").first.wait_for()
    shown.locator(".md-search__input").click()
    shown.locator(".md-search__input").fill("hit")
    shown.locator(".md-search__input").press("End")
    shown.locator(".md-search-result__item").first.wait_for()
    (site / "en" / "names.htm").unlink()
    assert_quiet(visitor, [])
