"""A folder of templates is a report: no Python needed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from opsgen.build.handouts import print_handouts, report_names
from opsgen.build.showing import Showing
from opsgen.portfolio import read
from opsgen.views.handouts import KINDS

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = """
title: Gift
owner: Ann
start: 2026-07-01
finish: 2026-12-31
milestones: [{id: M1, title: Launch, forecast: 2026-12-01}]
"""
TEMPLATE = """<!doctype html>
<html lang="{{ lang }}"><head><title>x</title></head>
<body><h1>{{ one.title|text }}</h1><p>{{ assessment.health.reason|say }}</p></body></html>
"""


def workspace(root: Path) -> Path:
    for name, text in (
        ("projects/gift.yaml", PROJECT),
        ("templates/reports/note/report.html.j2", TEMPLATE),
        ("templates/reports/one-pager/report.css", "h1 { color: #123 }"),
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_own_reports_stand_beside_the_shipped_ones(tmp_path: Path) -> None:
    ours = tuple(kind.name for kind in KINDS)
    assert report_names(tmp_path) == ours
    assert report_names(workspace(tmp_path)) == (*ours, "note")


def test_an_own_report_is_printed_and_progress_counts_from_nought(tmp_path: Path) -> None:
    root = workspace(tmp_path)
    steps: list[tuple[int, int]] = []
    problems = print_handouts(
        root,
        read(root),
        tmp_path / "out",
        Showing(("zh", "en"), date(2026, 11, 8)),
        report="note",
        progress=lambda _said, done, total: steps.append((done, total)),
    )
    assert problems == ()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "gift.note.en.pdf",
        "gift.note.zh.pdf",
    ]
    assert steps == [(0, 2), (1, 2)]
