"""The repository's own portfolio in a real browser: nothing complains, nothing is wider than a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.sample_site import build_demo

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

BARE = """() => [...document.querySelectorAll('article .ops-light')].filter(
  light => !light.textContent.trim() || getComputedStyle(light, '::before').width === 'auto').length"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_demo(tmp_path_factory.mktemp("demo"))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_fits_a_phone_and_is_quiet(context: BrowserContext, site: Path, lang: str) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    folder = site / "en" if lang == "en" else site
    paths = [path for path in folder.glob("**/*.html") if path.name != "404.html"]
    paths = [path for path in paths if lang == "en" or "en" not in path.relative_to(site).parts]
    wide = []
    for path in paths:
        page.goto(path.as_uri())
        if page.evaluate("document.documentElement.scrollWidth") > 390:
            wide.append(path.name)
        assert page.evaluate(BARE) == 0, f"{path.name}: a light without its mark or its word"
    assert len(paths) > 15
    assert wide == []
    assert complaints == []
