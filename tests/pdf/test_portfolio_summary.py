"""The portfolio summary: landscape, the worst first, nothing an audience may not see."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pikepdf
from written import assembled

from opsgen.derive.snapshot import Snapshot
from opsgen.history import Provenance
from opsgen.pdf.handouts import handouts
from opsgen.pdf.jobs import print_all
from opsgen.render import Renderer
from opsgen.views import edition
from opsgen.views.edition import NO_SNAPSHOTS
from opsgen.views.handouts.subjects import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from opsgen.pdf.jobs import Handout
    from opsgen.views import Audience

PROJECT = """
title: Project {n}
owner: Ann
start: 2026-07-01
finish: 2026-12-31
lifecycle: executing
confidentiality: {seen}
milestones: [{{id: M1, title: Launch, baseline: 2026-11-01, forecast: 2026-{month}-20}}]
budget: [{{id: B1, title: Ads, planned: 4321, actual: 4000}}]
decisions: [{{id: D1, title: More, cost: 777, due: 2026-11-12}}]
"""


def summary(
    count: int,
    *,
    month: int = 12,
    seen: str = "internal",
    audience: Audience = "internal",
    said: Mapping[str, tuple[Snapshot, ...]] = NO_SNAPSHOTS,
) -> Handout:
    files = {
        f"projects/p{n}.yaml": PROJECT.format(n=n, month=month, seen=seen).encode() for n in range(count)
    }
    portfolio = assembled(files)
    made = edition(
        portfolio,
        as_of=date(2026, 11, 8),
        provenance=Provenance(commit="0123456789" * 4, date=datetime(2026, 11, 8, tzinfo=UTC)),
        lang="en",
        audience=audience,
        snapshots=said,
    )
    (found,) = handouts(Renderer(made), ["portfolio-summary"])
    return found


def test_landscape_pages(tmp_path: Path) -> None:
    (outcome,) = print_all([summary(3)], tmp_path)
    assert outcome.file == tmp_path / "portfolio-summary.en.pdf", outcome.problems
    with pikepdf.open(outcome.file) as pdf:
        left, bottom, right, top = pdf.pages[0].mediabox
        assert right - left > top - bottom


def test_red_projects_stand_with_their_reason() -> None:
    html = summary(1).html(0)
    assert "“Launch” is 49 days later than planned, tolerance 10" in html


def test_what_became_of_it_since_the_last_report() -> None:
    last = Snapshot(date(2026, 10, 30), "green", milestones={"M1": date(2026, 11, 20)})
    html = summary(2, month=11, said={"p0": (last,)}).html(0)
    assert "since the last report of 30 Oct: red +2, green −1; 1 project worse, 1 project not in it." in html
    assert html.count("ops-turn--worse") == 2
    assert html.count(">not in it<") == 2
    assert "Since 30 Oct" not in summary(2).html(0)


def test_empty_parts_are_not_taken() -> None:
    html = summary(0).html(0)
    for heading in ("Decisions wanted", "In trouble", "Key milestones", "Reminders", "All projects"):
        assert f">{heading}" not in html


def test_the_table_ends_somewhere() -> None:
    html = summary(MOST_ROWS + 7, month=11).html(0)
    assert f"{MOST_ROWS} of {MOST_ROWS + 7} projects" in html
    assert html.count("<tr>") < MOST_ROWS * 2 + 40


def test_the_public_sees_no_amounts() -> None:
    assert "4.32 k" in summary(1).html(0) or "4,321" in summary(1).html(0)
    public = summary(1, seen="public", audience="public").html(0)
    assert "777" not in public
    assert "4,321" not in public
    assert "4.32 k" not in public
