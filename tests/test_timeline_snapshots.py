"""What former reports said: exact numbers, on the day and by the settings of each; kept, renamed, cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from opsgen import check
from opsgen.derive.snapshot import Reading, Snapshot, Spent, Work, reports, shown
from opsgen.model import Settings
from opsgen.model.settings import ReportCalendar
from opsgen.timeline import snapshots as module
from opsgen.timeline import timeline
from opsgen.timeline.snapshots import days, restored, snapshots, stored
from tests.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

WEEKLY = """title: All
report_calendar: {cadence: weekly, day: wednesday}
timezone: Asia/Shanghai
currency: CNY
"""
FIRST = """title: Shop
owner: Ada
start: 2026-10-01
finish: 2026-12-31
lifecycle: executing
milestones: [{id: M1, title: Open, baseline: 2026-11-30, forecast: 2026-11-30}]
risks:
  - {id: R1, title: Late, probability: 2, impact: 3, owner: Ada, response: Wait}
  - {id: R2, title: Rain, probability: 5, impact: 1, owner: Ada, status: closed, closed: 2026-10-02}
metrics: [{id: K1, title: Sold, target: 100, cumulative: true, measurements: [{date: 2026-10-05, value: 10}]}]
budget: [{id: B1, title: All, planned: 1000, forecast: 1000, actual: 100}]
tasks:
  - {id: T1, title: Build, effort: 6, status: in_progress, complete: 50}
  - {id: T2, title: Sell, effort: 4, status: todo}
deliverables: [{id: D1, title: Plan, status: accepted}, {id: D2, title: Till, due: 2026-12-01}]
"""
LATER = (
    FIRST.replace("forecast: 2026-11-30", "forecast: 2026-12-10, reason: Ice")
    .replace("probability: 2", "probability: 4")
    .replace("forecast: 1000", "forecast: 1300")
    .replace("complete: 50", "complete: 100")
    .replace("status: todo", "status: cancelled")
)
AS_OF = date(2026, 10, 23)


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """Commits on 1 October, 9 October and 16 October; the reports are of the Wednesdays."""
    made = Repository(tmp_path / "shop")
    made.commit(portfolio=WEEKLY, shop=FIRST)
    made.day = 9
    made.commit(shop=LATER)
    made.day = 16
    made.git("mv", "projects/shop.yaml", "projects/store.yaml")
    made.commit(store=f"aliases: [shop]\n{LATER}")
    return made


def said(made: Repository, as_of: date = AS_OF) -> Mapping[str, tuple[Snapshot, ...]]:
    portfolio = check.read(made.path).portfolio
    return snapshots(made.path, portfolio, timeline(made.path, portfolio), as_of)


def test_each_report_says_what_its_commit_had_on_its_day(shop: Repository) -> None:
    first, second, third = said(shop)["store"]
    assert first == Snapshot(
        day=date(2026, 10, 7),
        overall="green",
        lights=first.lights,
        exposure=6,
        risks={"R1": (2, 3)},
        milestones={"M1": date(2026, 11, 30)},
        metrics={"K1": first.metrics["K1"]},
        money=Spent("CNY", Decimal(1000), Decimal(100), Decimal(1000)),
        work=Work(2, 10, 3, "effort"),
        deliverables=(2, 1),
    )
    assert (first.metrics["K1"].value, first.metrics["K1"].target) == (10, 100)
    assert (second.day, second.overall, second.exposure) == (date(2026, 10, 14), "red", 12)
    assert (second.lights["cost"], second.lights["schedule"]) == ("red", "amber")
    assert second.work == Work(1, 6, 6, "effort")
    assert third == replace(second, day=date(2026, 10, 21), metrics=third.metrics)


def test_the_last_report_is_the_one_before_the_status_date(shop: Repository) -> None:
    found = reports(said(shop, date(2026, 10, 21)))
    assert found.previous == date(2026, 10, 14)
    last = found.last("store")
    assert last is not None
    assert last.overall == "red"
    assert found.last("shop") is None


def test_what_was_not_yet_there_was_in_no_report(shop: Repository) -> None:
    shop.commit(young=FIRST)
    found = reports(said(shop))
    assert [snapshot.day for snapshot in found.of["young"]] == [date(2026, 10, 21)]
    assert reports(said(shop, date(2026, 10, 20))).of.keys() == {"store"}
    assert said(shop, date(2026, 10, 7)) == {}


def test_a_version_that_cannot_be_read_is_in_no_report(shop: Repository) -> None:
    shop.day = 20
    shop.commit(store="title: [")
    shop.day = 22
    shop.commit(store=f"aliases: [shop]\n{LATER}")
    assert [snapshot.day.day for snapshot in said(shop)["store"]] == [7, 14]


def test_without_commits_no_report_says_anything(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.write("projects/shop.yaml", FIRST)
    assert said(made) == {}


def test_a_clone_without_its_beginning_knows_the_reports_since(shop: Repository, tmp_path: Path) -> None:
    shop.git("clone", "-q", "--depth", "2", f"file://{shop.path}", str(tmp_path / "cut"))
    cut = Repository(tmp_path / "cut")
    assert [snapshot.day.day for snapshot in said(cut)["store"]] == [14, 21]


def test_a_report_is_read_once(shop: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    first = said(shop)
    monkeypatch.setattr(module, "snapshot", None)
    assert said(shop) == first
    with pytest.raises(TypeError):
        said(shop, date(2026, 11, 1))  # has a report more


def test_a_year_has_its_months_and_a_quarter_its_reports() -> None:
    settings = Settings(report_calendar=ReportCalendar(cadence="weekly", day="friday"))
    found = days(settings, date(2024, 1, 1), date(2026, 10, 23))
    assert found[-13:] == days(settings, date(2026, 7, 20), date(2026, 10, 23))
    assert [day.isoformat() for day in found[:2]] == ["2025-10-31", "2025-11-28"]
    assert len(found) == 22


def test_what_is_kept_is_what_was_said(shop: Repository) -> None:
    said_then = {name: course[-1] for name, course in said(shop).items()}
    assert restored(stored(said_then)) == said_then
    assert restored(b"{") is None
    assert restored(b'{"shop": [1]}') is None
    odd = Snapshot(AS_OF, "grey", metrics={"K": Reading("unknown", None, None, None, None)})
    assert restored(stored({"a\udc80": odd})) == {"a\udc80": odd}


def test_reports_are_shown_back_to_where_the_project_was_hidden() -> None:
    spent = Spent("CNY", Decimal(10), None, Decimal(10))
    kept = Snapshot(date(2026, 10, 7), "green", money=spent)
    hidden = replace(kept, day=date(2026, 10, 14), confidentiality="restricted")
    silent = replace(kept, day=date(2026, 10, 21), confidentiality="public")
    public = replace(silent, day=date(2026, 10, 28), published=True)
    said = (kept, hidden, silent, public)
    everybody = frozenset({"public"})
    assert shown(said, everybody, public=True) == (replace(silent, money=None), public)
    assert shown(said, everybody | {"internal"}, public=False) == (silent, public)
    assert shown(said, everybody | {"internal", "restricted"}, public=False) == said


def test_a_report_remembers_who_might_see_it(shop: Repository) -> None:
    shop.commit(store=f"confidentiality: public\npublish_amounts: true\naliases: [shop]\n{LATER}")
    found = said(shop, date(2026, 10, 30))["store"]
    assert [(one.confidentiality, one.published) for one in found[-2:]] == [
        ("public", True),
        ("public", True),
    ]
    assert (found[0].confidentiality, found[0].published) == ("internal", False)
