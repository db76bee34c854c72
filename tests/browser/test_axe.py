"""Every kind of page under axe: it breaks no rule of WCAG 2.2 AA or of good practice, but one for the theme.

Each kind is tried in Chinese, light and on a desk, and in English, dark and on a phone, and its colours in
the other palette; OPSGEN_EVERY_PAGE=1, in the nightly task, tries every page in every combination.
"""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python
import pytest

from tests.browser.conftest import DEADLINE, serving
from tests.plain_site import build_plain

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
RUN = """only => axe.run({
  resultTypes: ['violations'],
  ...(only.length ? {runOnly: {type: 'rule', values: only}} : {rules: {'target-size': {enabled: true}}}),
}).then(({violations}) => violations.flatMap(rule => rule.nodes.map(
  node => [rule.id, node.target.join(' '), node.html.slice(0, 160)])))"""
COLOURS = ("color-contrast", "link-in-text-block")
DESK, PHONE = (1440, 900), (390, 844)
KINDS = (
    "index",
    "projects/membership-growth",
    "projects/vendor-change",
    "milestones",
    "risks",
    "raid",
    "roadmap",
    "load",
    "money",
    "budget",
    "status",
    "status/2026-W47",
    "meetings",
    "meetings/2026-10-29-steering",
    "people",
    "vendors",
    "outcome",
    "goals",
    "metrics",
    "feedback",
    "quality",
    "method",
    "decisions",
    "changes",
    "manual/settings",
    "404",
)
EVERY = bool(os.environ.get("OPSGEN_EVERY_PAGE"))
RICHEST = [("en/projects/双十一大促-2026.html", "light", DESK)]
LEFT = ("landmark-unique", "md-code__nav")
"""What is left of the theme's own: the bars of its copy buttons, which its script makes, have no names."""
MENDED = {"aria-dialog-name", "link-in-text-block", "color-contrast"}
"""What a plain page of the theme violates besides, and ours do not."""

Found = list[list[str]]


def opened(chromium: Browser, address: str, scheme: str, size: tuple[int, int]) -> Page:
    width, height = size
    context = chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",  # axe must not measure a colour on its way to another
    )
    context.set_default_timeout(3 * DEADLINE)
    page = context.new_page()
    page.goto(address)
    return page


def violations(page: Page, *rules: str) -> Found:
    """Asked from outside of the page, whose policy would not let axe in."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(f"{AXE};0")
    found: Found = page.evaluate(RUN, list(rules))
    return [one for one in found if not (one[0] == LEFT[0] and LEFT[1] in one[2])]


def turned(page: Page, scheme: str) -> Page:
    """The same page in the other palette, as the theme's own button turns it."""
    page.evaluate("scheme => document.body.dataset.mdColorScheme = scheme", scheme)
    return page


def listed(demo_site: Path) -> list[str]:
    """Every page in its language."""
    return sorted(path.relative_to(demo_site).as_posix() for path in demo_site.rglob("*.html"))


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_page_violates_anything(chromium: Browser, demo: str, kind: str) -> None:
    page = opened(chromium, f"{demo}{kind}.html", "light", DESK)
    assert page.locator("h1").count() == 1
    assert violations(page) == []
    assert violations(turned(page, "slate"), *COLOURS) == []
    page.context.close()
    page = opened(chromium, f"{demo}en/{kind}.html", "dark", PHONE)
    assert page.locator("html").get_attribute("lang") == "en"
    assert violations(page) == []
    page.context.close()


def test_no_page_violates_anything(chromium: Browser, demo: str, demo_site: Path) -> None:
    found = {}
    every = product(listed(demo_site), ("light", "dark"), (DESK, PHONE))
    for path, scheme, size in every if EVERY else RICHEST:
        page = opened(chromium, demo + path, scheme, size)
        if wrong := violations(page):
            found[path, scheme, size] = wrong
        page.context.close()
    assert found == {}


def test_a_plain_page_of_the_theme_does(chromium: Browser, tmp_path: Path) -> None:
    """The detector sees what it should, and what we mended is named."""
    with serving(build_plain(tmp_path, "en")) as address:
        page = opened(chromium, f"{address}index.html", "light", DESK)
        assert {rule for rule, *_ in violations(page)} == MENDED
        assert LEFT[0] in {rule for rule, *_ in page.evaluate(RUN, [])}
        page.context.close()
