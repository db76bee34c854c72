"""What was forecast of milestones as the commits have it, from repositories made on the spot."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from typing import TYPE_CHECKING

import pytest
from repository import Repository

from opsgen import portfolio
from opsgen.timeline import timeline
from opsgen.timeline.forecasts import courses, stated

if TYPE_CHECKING:
    from pathlib import Path

    from opsgen.derive.precedents import Course
    from opsgen.timeline import Timeline

END = date(2026, 12, 31)
HEADER = "title: 礼包\nowner: 王芳\nstart: 2026-08-01\nfinish: 2027-06-30\nmilestones:\n"


def project(*milestones: str) -> str:
    return HEADER + "".join(f"  - {{id: M{n}, title: 第 {n} 个, {m}}}\n" for n, m in enumerate(milestones, 1))


def landed(root: Path, *versions: tuple[int, str]) -> Path:
    """A repository in which each version landed on its day of October 2026."""
    repository = Repository(root)
    for day, text in versions:
        repository.day = day
        repository.commit(first=text)
    return root


def said(root: Path, past: Timeline | None = None) -> list[tuple[str, str]]:
    """What was forecast of the first milestone, and when."""
    whole = portfolio.read(root)
    (of,) = whole.projects
    found = stated(past or timeline(root, whole), of, of.milestones[0], UTC, END)
    return [(f"{one.day:%m-%d}", f"{one.forecast:%m-%d}") for one in found]


def cases(root: Path, as_of: date = END) -> list[Course]:
    whole = portfolio.read(root)
    return list(courses(timeline(root, whole), whole.projects, UTC, as_of))


@pytest.mark.parametrize("plan", ["baseline: 2026-10-10, ", ""])
@pytest.mark.parametrize("forecast", ["", "forecast: 2026-10-14, ", "forecast: 2026-10-10, "])
def test_a_forecast_put_on_the_day_it_was_reached_is_still_what_it_was(
    tmp_path: Path, plan: str, forecast: str
) -> None:
    """Kept, taken out or rewritten as the milestone is reached: it was four days late."""
    before, after = (
        project(f"{plan}forecast: 2026-10-10"),
        project(f"{plan}{forecast}actual: 2026-10-14"),
    )
    landed(tmp_path, (1, before), (15, after))
    assert said(tmp_path) == [("10-01", "10-10")]
    (case,) = cases(tmp_path)
    assert (case.actual, case.stated[0].forecast) == (date(2026, 10, 14), date(2026, 10, 10))


def test_moves_count_from_the_day_they_landed(tmp_path: Path) -> None:
    landed(
        tmp_path,
        (1, project("forecast: 2026-10-10")),
        (8, project("forecast: 2026-10-20")),
        (21, project("forecast: 2026-10-21, actual: 2026-10-21")),
    )
    assert said(tmp_path) == [("10-01", "10-10"), ("10-08", "10-20")]


def test_without_the_beginning_only_the_moves_are_known(tmp_path: Path) -> None:
    """What an audience may not see of the past, or is no longer held, is no forecast of long ago."""
    landed(
        tmp_path,
        (1, project("forecast: 2026-10-10")),
        (8, project("forecast: 2026-10-20")),
        (15, project("forecast: 2026-11-20")),
    )
    past = timeline(tmp_path, portfolio.read(tmp_path))
    newest = replace(past, landings=past.landings[:1])
    assert said(tmp_path, newest) == [("10-15", "11-20")]
    assert said(tmp_path, replace(past, landings=())) == []
    shallow = replace(newest, reach="shallow")
    assert said(tmp_path, shallow) == [("10-01", "10-20"), ("10-15", "11-20")]


def test_what_counts_as_reached(tmp_path: Path) -> None:
    open_ones = [f"forecast: 2026-10-1{n}" for n in range(4)]
    done = (
        "forecast: 2026-10-10, actual: 2026-10-12",
        "forecast: 2026-10-11, actual: 2026-10-12, trend: false",
        "forecast: 2026-10-12",
        "forecast: 2026-10-13, actual: 2027-10-13",
    )
    landed(tmp_path, (1, project(*open_ones)), (13, project(*done)))
    found = [(case.stated[0].forecast.day, case.actual) for case in cases(tmp_path)]
    assert found == [(10, date(2026, 10, 12)), (12, None), (13, date(2027, 10, 13))]
    asleep = project(*done).replace("milestones:", "lifecycle: on_hold\nmilestones:")
    (tmp_path / "projects/first.yaml").write_text(asleep, encoding="utf-8")
    assert [case.actual for case in cases(tmp_path)] == [date(2026, 10, 12)]


def test_a_history_without_its_beginning_gives_no_cases(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "whole")
    for text in ("forecast: 2026-10-10", "forecast: 2026-10-10, actual: 2026-10-02"):
        repository.commit(first=project(text))
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    assert len(cases(repository.path)) == 1
    assert cases(clone) == []
