"""Every payload in every text, tried on every page: `pytest -s tests/browser/each_payload.py`, by night."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from test_hostile_pages import assert_quiet, every
from visiting import Visitor

from tests import hostile as made
from tests.browser.conftest import serving

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import BrowserContext

AT_ONCE = 8
"""Copies of the large project in one workspace, and so payloads in each of its texts."""
ROUNDS = range(0, len(made.PAYLOADS), AT_ONCE)
WAYS = [
    *((first, audience, False) for first in ROUNDS for audience in ("internal", "public")),
    *((first, "internal", True) for first in ROUNDS),
]


@pytest.mark.parametrize(("first", "audience", "strangers"), WAYS)
def test_nothing_runs_on_any_page_whatever_stands_where(
    open_context: BrowserContext, tmp_path: Path, first: int, audience: str, *, strangers: bool
) -> None:
    made.published(tmp_path, first, AT_ONCE, audience=audience, strangers=strangers)
    with serving(tmp_path / "site") as base:
        visitor = Visitor(open_context, base)
        paths = every(tmp_path / "site")
        assert_quiet(visitor, [said for path in paths for said in visitor.try_everything(quote(path))])
        tried = f"{AT_ONCE} payloads in each of {len(made.texts())} texts, {len(paths)} pages"
        print(f"{audience}, from {first}: {tried}: ran {len(visitor.seen.ran)} times")
