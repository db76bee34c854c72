"""The names of those who have not reported, into a chat: by a button, and without script."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from opsgen.mkdocs_plugin.run import build_site
from tests.browser.conftest import DEADLINE
from tests.sample_site import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

NAMES = "秦朗"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    root: Path = tmp_path_factory.mktemp("complete")
    shutil.copytree(REPOSITORY / "tests" / "data" / "complete" / "projects", root / "projects")
    build_site(root, root / "site", lang="zh", languages=["zh"], as_of="2026-11-22", reported=True)
    return (root / "site" / "status.html").as_uri()


def test_the_names_are_copied_with_the_keyboard(chromium: Browser, address: str) -> None:
    context = chromium.new_context()
    context.set_default_timeout(DEADLINE)
    page = context.new_page()
    page.goto(address)
    button = page.get_by_role("button", name="复制", exact=True)
    page.locator(".ops-copy textarea").focus()
    page.keyboard.press("Tab")
    assert button.evaluate("button => button === document.activeElement")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="已复制").wait_for()
    page.evaluate("document.body.append(document.createElement('textarea'))")
    page.locator("body > textarea").focus()
    page.keyboard.press("Control+V")
    assert page.locator("body > textarea").input_value() == NAMES
    context.close()


def test_without_script_the_names_can_be_marked(chromium: Browser, address: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(DEADLINE)
    page = context.new_page()
    page.goto(address)
    assert page.locator(".ops-copy textarea").input_value() == NAMES
    assert page.locator(".ops-copy button").count() == 0
    context.close()
