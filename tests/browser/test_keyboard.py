"""Without a mouse: every page is walked with Tab, and what opens is opened and left again by keys.

Of each stop it is measured whether it can be seen to have the focus, and whether the header lies over it.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

STOP = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const shown = at.matches('.md-option') ? at.nextElementSibling : at;
  const box = shown.getBoundingClientRect();
  const look = getComputedStyle(shown);
  const header = document.querySelector('.md-header').getBoundingClientRect();
  const above = at.closest('.md-header, .md-skip, .md-sidebar--primary');
  return {
    name: at.outerHTML.slice(0, 80),
    ring: look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2,
    covered: !above && box.bottom <= header.bottom + 1,
    seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    content: Boolean(at.closest('.md-content')),
    top: box.top + scrollY,
  };
}"""
SCROLLED = "article :is(.ops-scroll, .ops-board), .md-typeset__scrollwrap"
UNREACHED = """wanted => [...document.querySelectorAll(wanted)].filter(
  part => part.scrollWidth > part.clientWidth + 1 && part.tabIndex < 0
    && !part.querySelector('a, button, summary')).map(part => part.outerHTML.slice(0, 120))"""
KINDS = ("index", "projects/vendor-change", "milestones", "meetings/2026-10-29-steering", "manual/settings")
A_LINE = 24  # pixels: links of one line stand a little above and below each other
MANY = 50
"""Stops after which a page has shown what it does."""


def walked(page: Page, key: str = "Tab", most: int = MANY) -> list[dict[str, object]]:
    """The stops of the first keys, to the end of the page."""
    found = []
    for _ in range(most):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None:
            break
        found.append(stop)
    return found


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("kind", KINDS)
def test_the_focus_is_seen_at_every_stop(context: BrowserContext, demo: str, kind: str, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{demo}en/{kind}.html")
    stops = [*walked(page), *walked(page, "Shift+Tab")]
    assert len(stops) > 20
    assert [stop for stop in stops if not (stop["ring"] and stop["seen"]) or stop["covered"]] == []
    assert page.evaluate(UNREACHED, SCROLLED) == []


def test_the_first_stop_skips_to_the_content(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    page.goto(f"{demo}en/milestones.html")
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(STOP)["content"]


def test_nobody_is_trapped_and_the_end_is_reached(context: BrowserContext, demo: str) -> None:
    """A short page from its first to its last stop: each once, those of the content downwards."""
    page = context.new_page()
    page.goto(f"{demo}en/meetings/2026-10-29-steering.html")
    stops = walked(page, most=3 * MANY)
    assert 10 < len(stops) < 3 * MANY
    tops = [stop["top"] for stop in stops if stop["content"]]
    assert [pair for pair in pairwise(tops) if pair[1] < pair[0] - A_LINE] == []


def test_a_table_is_sorted_and_filtered_by_keys(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    page.goto(f"{demo}en/milestones.html")
    head = page.locator(".ops-sort").first
    head.focus()
    page.keyboard.press("Enter")
    assert page.locator("th[aria-sort=ascending]").count() == 1
    page.keyboard.press("Space")
    assert page.locator("th[aria-sort=descending]").count() == 1
    page.locator(".ops-tools input").first.focus()
    page.keyboard.type("zzzz")
    assert page.locator("tbody tr:visible").count() == 0
    assert page.get_by_role("status").filter(has_text="0").count() >= 1


def test_how_a_number_came_about_opens_and_closes_by_keys(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    page.goto(f"{demo}en/projects/vendor-change.html")
    number = page.locator(".ops-how > summary").first
    number.focus()
    page.keyboard.press("Enter")
    assert page.locator(".ops-how[open]").count() == 1
    page.keyboard.press("Tab")  # into the panel: its link to the method
    assert page.evaluate("document.activeElement.closest('.ops-how') !== null")
    page.keyboard.press("Escape")
    assert page.locator(".ops-how[open]").count() == 0
    assert number.evaluate("at => at === document.activeElement")


def test_menu_and_search_open_by_keys_on_a_small_page(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{demo}en/milestones.html")
    menu = page.get_by_role("button", name="Navigation")
    assert menu.get_attribute("aria-expanded") == "false"
    menu.focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.activeElement.closest('.md-sidebar--primary') !== null")
    page.keyboard.press("Escape")
    assert menu.get_attribute("aria-expanded") == "false"
    assert menu.evaluate("at => at === document.activeElement")
    page.locator(".ops-press--search").focus()
    page.keyboard.press("Space")
    expect(page.locator(".md-search__input")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#__search")).not_to_be_checked()


def test_a_closed_menu_has_no_stops(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{demo}en/milestones.html")
    assert page.locator(".md-sidebar--primary a:visible").count() == 0
