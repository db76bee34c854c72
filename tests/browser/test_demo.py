"""The repository's own portfolio in a real browser: nothing complains, nothing is wider than a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.conftest import complaints_of

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

HAND_WRITTEN = ("manual", "decisions")
BARE = """() => [...document.querySelectorAll('article .ops-light')].filter(
  light => !light.textContent.trim() || getComputedStyle(light, '::before').width === 'auto').length"""

UNNAMED = """() => [
  ...[...document.querySelectorAll('.ops-table--cards tbody td:not([data-label])')].filter(
    cell => cell.textContent.trim()),
  ...[...document.querySelectorAll('article :is(input, select, textarea)')].filter(
    field => !field.labels.length && !field.ariaLabel),
  ...[...document.querySelectorAll('article :is(svg, [role=img])')].filter(
    figure => !figure.matches('[aria-label], [aria-labelledby], [aria-hidden]')),
].map(part => part.outerHTML.slice(0, 120))"""

WIDER_THAN_ITS_PAGE = """() => [...document.querySelectorAll('article :is(table, pre)')].filter(
  part => part.getBoundingClientRect().right > 689 || part.scrollWidth > part.clientWidth + 1
).map(part => part.innerText.slice(0, 60))"""


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_fits_a_phone_and_is_quiet(context: BrowserContext, demo_site: Path, lang: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    complaints = complaints_of(page)
    folder = demo_site / "en" if lang == "en" else demo_site
    paths = [path for path in folder.glob("**/*.html") if path.name != "404.html"]
    paths = [path for path in paths if path.parent.name not in HAND_WRITTEN]
    paths = [path for path in paths if lang == "en" or "en" not in path.relative_to(demo_site).parts]
    wide = []
    for path in paths:
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(path.name)
        assert page.evaluate(UNNAMED) == [], f"{path.name}: nobody hears or reads what this is"
        assert page.evaluate(BARE) == 0, f"{path.name}: a light without its mark or its word"
    assert len(paths) > 15
    assert wide == []
    assert complaints == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_manual_fits_a_sheet_of_paper(context: BrowserContext, demo_site: Path, lang: str) -> None:
    """A table or an example that is wider than the paper is cut off there, and nobody can scroll."""
    page = context.new_page()
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 688, "height": 1000})  # 182 mm: A4 without its margins
    wide: list[str] = []
    paths = sorted((demo_site / "en" / "manual" if lang == "en" else demo_site / "manual").glob("*.html"))
    for path in paths:
        page.goto(path.as_uri())
        wide += [f"{path.name}: {text}" for text in page.evaluate(WIDER_THAN_ITS_PAGE)]
    assert "fields.html" in [path.name for path in paths]
    assert wide == []
