"""The site where little is given: no other host, no server, a folder of a server, no scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from visiting import Visitor

from tests import sample_site
from tests.browser.conftest import DEADLINE, Quiet, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext, Page

BELOW = "a/b/c"
KINDS = (
    "index.html", "projects/完整示例.html", "projects/one-planning.changes.html", "status/2026-W47.html",
    "status.html", "changes.html", "risks.html", "load.html", "people.html", "money.html", "raid.html",
    "meetings.html", "about.html",
)  # fmt: skip
"""One page of each kind; those of meetings have a name of their own."""


class Below(Quiet):
    """Serves a folder below a path of its host, and its page for what is not there."""

    def translate_path(self, path: str) -> str:
        inside = path.removeprefix(f"/{BELOW}")
        return super().translate_path(inside if inside != path else "/nothing/at/all")

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        del message, explain
        with open(super().translate_path("/404.html"), "rb") as file:
            page = file.read()
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)


@pytest.fixture(scope="module")
def at_home(hostile: Path) -> Iterator[str]:
    with serving(hostile / "site") as address:
        yield address


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The sample's site, in a folder of a server."""
    root = sample_site.workspace(tmp_path_factory.mktemp("below"))
    with (root / "mkdocs.yml").open("a", encoding="utf-8") as settings:
        settings.write(f"site_url: https://intranet.example/{BELOW}/\n")
    with pytest.MonkeyPatch.context() as patch:
        sample_site.serve_pages(patch)
        for lang, folder in (("zh", "site"), ("en", "site/en")):
            sample_site.build(root, root / folder, lang=lang, languages=["zh", "en"])
    with serving(root / "site", Below) as address:
        yield f"{address}{BELOW}/"


def search(page: Page, words: str) -> None:
    """Leads to the first page that is found."""
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill(words)
    page.locator(".md-search__input").press("End")
    page.locator(".md-search-result__item a").first.wait_for()
    page.locator(".md-search-result__item a").first.click()
    page.locator(".md-search-result__item").first.wait_for(state="hidden")


def switch(page: Page, lang: str) -> None:
    """The same page in the other language."""
    page.locator(".md-select button").hover()
    page.locator(f".md-select__link[hreflang={lang}]").click()
    page.wait_for_load_state("load")
    assert page.locator("html").get_attribute("lang") == lang


@pytest.mark.parametrize("way", ["http", "file"])
def test_no_page_asks_another_host(context: BrowserContext, hostile: Path, at_home: str, way: str) -> None:
    visitor = Visitor(context, at_home if way == "http" else (hostile / "site").as_uri() + "/")
    visitor.page.on(
        "console", lambda m: visitor.seen.complaints.append(m.text) if m.type == "error" else None
    )
    for number, path in enumerate(KINDS):
        page = visitor.open(quote(path if number % 2 else f"en/{path}"))
        if number % 3 == 0:
            page.locator("label[for^=__palette]:visible").click()
            switch(page, "zh" if number % 2 == 0 else "en")
        if number % 6 == 0:
            search(page, "hit()")
    assert visitor.seen.foreign == []
    assert visitor.seen.policy == []
    assert visitor.seen.complaints == []


def test_the_site_works_in_a_folder_of_a_server(context: BrowserContext, below: str) -> None:
    visitor = Visitor(context, below)
    bad: list[str] = []
    visitor.page.on("response", lambda r: bad.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page = visitor.open("projects/a.html")
    switch(page, "en")
    assert page.url == f"{below}en/projects/a.html"
    search(page, "Manual")
    assert page.url.startswith(f"{below}en/manual.html")
    assert bad == []
    for there in ("nothing.html", "projects/nothing/at/all.html", "en/projects/nothing.html"):
        bad.clear()
        page.goto(below + there, wait_until="load")
        assert [said for said in bad if there not in said] == [], (
            "the page for this has its style and its scripts"
        )
        page.locator("article a").first.click()
        page.wait_for_load_state("load")
        assert page.url == f"{below}index.html"
    assert visitor.seen.foreign == []


# What scripts add to a page, and what stands in both.
TEXT = """() => {
  const article = document.querySelector('article').cloneNode(true);
  const made = '.ops-tools, .ops-empty, .md-code__nav, .md-clipboard, [data-copy] + button';
  for (const any of article.querySelectorAll(made)) any.remove();
  return article.textContent.replace(/\\s+/g, '');
}"""
SEEN = """() => {
  const made = '.ops-tools, .ops-tools ~ .ops-empty, .md-code__nav, .md-clipboard, [data-copy] + button';
  for (const any of document.querySelectorAll(`article :is(${made})`)) any.remove();
  for (const fold of document.querySelectorAll('article details')) fold.open = true;
  return [...document.querySelector('article').innerText.replace(/\\s+/g, '')].sort().join('');
}"""
DEAD = """() => [...document.querySelectorAll('button, input, select, [role=button], label')].filter(
  (any) => any.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && any.getBoundingClientRect().width > 1
    && !any.closest('.md-select') && !any.matches('[for=__drawer], [for^=__nav], [for=__toc], .md-toggle')
).map((any) => any.outerHTML.slice(0, 120))"""


@pytest.fixture
def plain(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser that runs no scripts."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    context.set_default_timeout(DEADLINE)
    yield context
    context.close()


@pytest.mark.parametrize(
    "path",
    [
        "index.html",
        "en/projects/完整示例.html",
        "en/changes.html",
        "risks.html",
        "load.html",
        "en/status/2026-W47.html",
    ],
)
def test_without_scripts_a_page_says_the_same(
    plain: BrowserContext, context: BrowserContext, at_home: str, path: str
) -> None:
    said = []
    for each in (context, plain):
        page = each.new_page()
        page.goto(at_home + quote(path), wait_until="load")
        said.append((page.evaluate(TEXT), page.evaluate(SEEN)))
    assert said[0][0] == said[1][0]
    assert said[0][1] == said[1][1], "what is seen, in whatever order"
    assert plain.pages[0].evaluate(DEAD) == []
    assert "md-search" in "".join(context.pages[0].evaluate(DEAD)), "which is there for those who can use it"


def test_without_scripts_a_reader_gets_everywhere(plain: BrowserContext, at_home: str) -> None:
    page = plain.new_page()
    page.goto(at_home + "metrics.html", wait_until="load")
    with page.expect_download() as download:
        page.locator("article a[href$='.csv']").first.click()
    assert download.value.suggested_filename == "metrics.csv"
    switch(page, "en")
    assert page.url == f"{at_home}en/metrics.html"
    page.goto(at_home + quote("projects/完整示例.html"), wait_until="load")
    fold = page.locator("article details").first
    fold.locator("summary").first.click()
    assert fold.get_attribute("open") is not None
