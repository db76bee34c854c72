"""What readers set for themselves: less motion, own colours, larger letters, more space between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

KINDS = (
    "index",
    "projects/membership-growth",
    "milestones",
    "load",
    "status/2026-W47",
    "meetings/2026-10-29-steering",
    "people",
    "manual/settings",
)
SPACED = """* { letter-spacing: 0.12em !important; line-height: 1.5 !important; }
* { word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
CUT = """() => [...document.querySelectorAll('article *')].filter(part => {
  const look = getComputedStyle(part);
  if (!part.clientHeight || part.closest('.ops-sr, .ops-word, svg, [hidden], .headerlink')) return false;
  const hides = axis => ['hidden', 'clip'].includes(look['overflow' + axis]);
  return hides('X') && part.scrollWidth > part.clientWidth + 1 && !part.matches('.ops-strip, .ops-chain')
    || hides('Y') && part.scrollHeight > part.clientHeight + 1;
}).map(part => part.outerHTML.slice(0, 120))"""
MOVING = """() => document.getAnimations().length + [...document.querySelectorAll('*')].filter(part => {
  const look = getComputedStyle(part);
  return look.transitionProperty !== 'none' && parseFloat(look.transitionDuration) > 0;
}).length"""
MARKS = """() => [...document.querySelectorAll('article .ops-light')].filter(
  light => light.checkVisibility()).map(light => {
    const mark = getComputedStyle(light, '::before');
    const grey = light.matches('.ops-grey, .ops-todo');
    return {said: light.textContent.trim(), mark: grey ? mark.borderTopColor : mark.backgroundColor,
      text: getComputedStyle(document.body).color};
  })"""


def test_nothing_moves_for_who_wants_that(chromium: Browser, demo: str) -> None:
    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{demo}en/milestones.html")
    assert page.evaluate(MOVING) == 0
    context.close()


def test_states_are_seen_in_colours_of_the_readers_own(chromium: Browser, demo: str) -> None:
    """Every mark has the colour of text, which the reader chose to be seen; its shape and its word stay."""
    context = chromium.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{demo}en/index.html")
    marks = page.evaluate(MARKS)
    assert len(marks) > 10
    assert [mark for mark in marks if not mark["said"] or mark["mark"] != mark["text"]] == []
    context.close()


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_flows_at_every_size_and_with_every_space(
    context: BrowserContext, demo: str, kind: str
) -> None:
    """At 400 % of a small screen (320 px) and at 200 % of a large one, no page is pushed to both sides."""
    page = context.new_page()
    for width in (320, 720):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(f"{demo}en/{kind}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.add_style_tag(content=SPACED)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(CUT) == []
