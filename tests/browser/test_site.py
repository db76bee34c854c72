"""The site in a real browser, from a server and from the file system."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import complaints_of
from tests.sample_site import PAYLOADS

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

PATHS = (
    "index.html",
    "milestones.html",
    "projects/a.html",
    "projects/hostile.html",
    "manual.html",
    "en/index.html",
    "en/projects/a.html",
)


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def test_pages_are_quiet_and_stay_at_home(base: str, page: Page) -> None:
    complaints = complaints_of(page)
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    for path in PATHS:
        page.goto(base + path, wait_until="networkidle")
    assert complaints == []
    assert [url for url in requests if not url.startswith((base, "data:", "about:"))] == []


@pytest.mark.parametrize("words", ["里程碑", "milestone", "供应商交付", "Manual", "conversion", "王芳", "M7"])
def test_search_finds_chinese_and_english(base: str, page: Page, words: str) -> None:
    page.goto(base + "projects/a.html")
    page.locator(".md-search__input").click()
    page.locator(".md-search__input").fill(words)
    page.locator(".md-search__input").press("End")
    page.locator(".md-search-result__item").first.wait_for()
    page.locator(".md-search-result__item a").first.click()
    page.wait_for_url("**/*.html*")
    assert words.lower() in page.locator("article").inner_text().lower()


def test_the_reader_can_choose_dark(base: str, page: Page) -> None:
    page.goto(base + "index.html")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    page.locator("label[for^=__palette]:visible").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert page.evaluate(ground) == "rgb(30, 33, 41)" != light
    page.goto(base + "projects/a.html")
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    rect = "getComputedStyle(document.querySelector('.ops-fig rect')).fill"
    assert page.evaluate(rect) == "rgb(224, 96, 95)", "the figure follows"


@pytest.mark.parametrize("width", [390, 768])
def test_no_page_is_wider_than_the_screen(server: str, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for path in PATHS:
        page.goto(server + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_table_becomes_cards_on_a_phone(server: str, page: Page) -> None:
    page.goto(server + "index.html")
    assert page.locator(".ops-table thead").is_visible()
    page.set_viewport_size({"width": 390, "height": 800})
    assert not page.locator(".ops-table thead").is_visible()
    label = "getComputedStyle(document.querySelector('.ops-table td'), '::before').content"
    assert page.evaluate(label) == '"偏差"'


def test_a_command_is_copied_without_its_prompt(server: str, page: Page) -> None:
    page.goto(server + "manual.html")
    code = page.locator("code:has(.gp)")
    assert code.inner_text() == "$ opsgen check\n"
    code.evaluate("code => code.setAttribute('data-md-copying', '')")  # as the theme does while it copies
    assert code.inner_text() == "opsgen check\n"


def test_a_page_leads_to_itself_in_the_other_language(base: str, page: Page) -> None:
    page.goto(base + "projects/a.html")
    for lang, path in (("en", "en/projects/a.html"), ("zh", "projects/a.html")):
        page.locator(".md-select button").hover()
        page.locator(f".md-select__link[hreflang={lang}]").click()
        page.wait_for_url(base + path)
    page.goto(base + "only-here.html")
    page.locator(".md-select button").hover()
    page.locator(".md-select__link[hreflang=en]").click()
    page.wait_for_url(base + "en/index.html")


PROVOKE = """() => {
  const scope = document.querySelector('article') ?? document.body;
  for (const link of scope.querySelectorAll('a')) {
    const address = link.getAttribute('href') ?? link.getAttribute('xlink:href') ?? '';
    const leads = URL.canParse(address, location.href) ? new URL(address, location.href).protocol : 'odd:';
    if (!['http:', 'https:', 'mailto:'].includes(leads))
      link.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, view: window}));
  }
  for (const any of scope.querySelectorAll('*'))
    for (const kind of ['mouseover', 'focus', 'toggle']) any.dispatchEvent(new Event(kind));
}"""


def executed(context: BrowserContext, address: str) -> int:
    """How often a payload ran on the page, after everything a reader could do to it."""
    hits: list[str] = []
    page = context.new_page()
    context.expose_binding("hit", lambda source: hits.append(source["page"].url))
    page.goto(address)
    page.wait_for_timeout(300)
    page.evaluate(PROVOKE)
    page.wait_for_timeout(300)
    return len(hits)


@pytest.fixture
def walls(site: Path) -> dict[str, str]:
    """The hostile page with both walls, with each alone, and with neither."""
    whole = (site / "projects" / "hostile.html").read_text(encoding="utf-8")
    start = whole.index('<meta http-equiv="Content-Security-Policy"')
    policy = whole[start : whole.index(">", start) + 1]
    naive = "".join(f'<div title="x{text}">{text}</div>' for text in PAYLOADS)
    click = (
        '<a href="javascript:hit()">click</a><svg><a xlink:href="javascript:hit()"><text>x</text></a></svg>'
    )
    pages = {
        "both": whole,
        "clean text alone": whole.replace(policy, ""),
        "policy alone": f"<!doctype html><head>{policy}</head><main>{click}{naive}</main>",
        "neither": f"<!doctype html><main>{click}{naive}</main>",
    }
    for name, text in pages.items():
        (site / "projects" / f"walls {name}.html").write_text(text, encoding="utf-8", errors="replace")
    return {name: f"projects/walls {name}.html" for name in pages}


@pytest.mark.parametrize("name", ["both", "clean text alone", "policy alone"])
def test_no_payload_runs(context: BrowserContext, server: str, walls: dict[str, str], name: str) -> None:
    assert executed(context, server + walls[name]) == 0


def test_the_detector_sees_what_a_naive_page_runs(
    context: BrowserContext, server: str, walls: dict[str, str]
) -> None:
    assert executed(context, server + walls["neither"]) > 10


def test_hostile_text_is_shown_as_text(server: str, page: Page) -> None:
    page.goto(server + "projects/hostile.html")
    assert "<script>hit()</script>" in page.title()
    shown = page.locator("article").inner_text()
    assert "{{ 7*7 }}" in shown
    assert '--8<-- "/etc/passwd"' in shown
    assert "root:" not in shown
    strange = "article :is(script, img, iframe, form, input, style, object, base, meta, [onclick], [onerror])"
    assert page.locator(strange).count() == 0
