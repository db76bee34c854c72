"""A one-pager on a phone: nothing is loaded or refused, nothing is wider than the phone, in both schemes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import pytest

from opsgen.build.screens import show_one_pagers
from opsgen.build.showing import Showing
from tests.written import assembled

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

ENDLESS = "退货高峰W" * 60
PROJECT = f"""\
title: {ENDLESS}
owner: {ENDLESS[:80]}
start: 2026-07-01
finish: 2026-12-31
lifecycle: executing
milestones: [{{id: M1, title: {ENDLESS}, baseline: 2026-11-01, forecast: 2026-12-20}}]
metrics: [{{id: K1, title: {ENDLESS}, unit: pcs, target: 1000000, due: 2026-12-31, cumulative: true}}]
measurements: {{2026-11-04: {{K1: 600000}}}}
budget: [{{id: B1, title: Ads, planned: 400000000, actual: 300000000, forecast: 500000000}}]
risks: [{{id: R1, title: {ENDLESS}, response: {ENDLESS}, probability: 4, impact: 5}}]
decisions: [{{id: D1, title: {ENDLESS}, recommendation: {ENDLESS}, cost: 777, due: 2026-11-12}}]
updates: [{{period: 2026-W45, summary: Fine., done: [{ENDLESS}], next: [{ENDLESS}]}}]
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("phone")
    (root / "projects").mkdir()
    (root / "projects" / "gift.yaml").write_text(PROJECT, encoding="utf-8")
    showing = Showing(("zh", "en"), date(2026, 11, 8))
    found = assembled({"projects/gift.yaml": PROJECT.encode()})
    show_one_pagers(root, found, root, showing, form="html")
    return root


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 255, 255)"), ("dark", "rgb(30, 33, 41)")])
def test_it_fits_and_asks_for_nothing(
    chromium: Browser, pages: Path, lang: str, scheme: Literal["light", "dark"], ground: str
) -> None:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: complaints.append(m.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto((pages / f"gift.one-pager.{lang}.html").as_uri())
    assert complaints == []
    assert len(asked) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.evaluate("getComputedStyle(document.querySelector('main')).backgroundColor") == ground
    narrow = "[...document.querySelectorAll('h3')].map(h => h.getBoundingClientRect().width)"
    assert min(page.evaluate(narrow)) > 150
    context.close()
