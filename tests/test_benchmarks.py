"""The made-up portfolio is one that opsgen accepts, and always the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import judging
import pytest

from benchmarks.portfolio import AS_OF, project, write
from benchmarks.run import FLOORS, Cost, derived, improvement, pages, report
from benchmarks.setting import IMPROVED, LARGE, Shape
from benchmarks.snapshots import begin, reports
from opsgen.portfolio import read
from opsgen.problem import errors

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("portfolio")
    write(24, folder)
    return folder


def test_made_up_projects_have_no_errors(root: Path) -> None:
    found = read(root)
    assert len(found.projects) == 24
    assert found.problems == ()
    assert errors(judging.check(found, AS_OF)) == 0


def test_the_same_number_is_the_same_project(root: Path, tmp_path: Path) -> None:
    few = {file.name: file.read_bytes() for file in write(7, tmp_path).iterdir()}
    many = {file.name: file.read_bytes() for file in (root / "projects").iterdir()}
    assert few.items() <= many.items()
    assert project(7) != project(7, seed=2)


def test_whole_projects_have_every_list_of_a_team(tmp_path: Path) -> None:
    shape = Shape(tasks=40, risks=15, metrics=12, whole=True)
    write(12, tmp_path, shape=shape)
    found = read(tmp_path)
    assert found.problems == ()
    assert errors(judging.check(found, AS_OF)) == 0
    assert {(len(made.tasks), len(made.risks), len(made.metrics)) for made in found.projects} == {
        (40, 15, 12)
    }
    lists = ("research", "assumptions", "deliverables", "dependencies", "raci", "stakeholders", "training")
    assert all(getattr(made, key) for made in found.projects for key in lists)
    assert len(found.meetings) == 2
    assert project(7, shape=shape) == project(7, shape=shape)


def test_staffed_projects_are_planned_for_and_paid_by_the_sheet(root: Path, tmp_path: Path) -> None:
    write(24, tmp_path, shape=Shape(people=60))
    found = read(tmp_path)
    assert found.problems == ()
    assert errors(judging.check(found, AS_OF)) == 0
    assert len(found.people.people) == 60
    lists = ("allocations", "equipment", "vendors", "conflicts")
    assert all(getattr(made, key) for made in found.projects for key in lists)
    assert all(line.task or line.phase for made in found.projects for line in made.budget)
    rows = (tmp_path / "projects" / "data" / "actuals.csv").read_text(encoding="utf-8").splitlines()
    assert len(rows) > 24
    assert not (root / "projects" / "data").exists()


def test_improved_projects_say_what_was_seen_changed_and_learnt(tmp_path: Path) -> None:
    write(24, tmp_path, shape=IMPROVED)
    found = read(tmp_path)
    assert found.problems == ()
    assert errors(judging.check(found, AS_OF)) == 0
    lists = ("feedback", "adjustments", "retrospectives", "benefits", "lessons")
    assert all(any(getattr(made, key) for made in found.projects) for key in lists)
    assert any(metric.segments and metric.funnel for made in found.projects for metric in made.metrics)
    assert sum(bool(made.compare_with) for made in found.projects) == 23
    assert improvement(tmp_path).made == 24
    assert FLOORS["improvement, improved"] == "load, improved"


def test_what_is_improved_changes_nothing_else_of_a_project() -> None:
    plain, more = project(7)[1], project(7, shape=replace(IMPROVED, metrics=None))[1]
    same = plain.keys() - {"metrics", "lessons", "actions"}
    assert {key: more[key] for key in same} == {key: plain[key] for key in same}


def test_projects_are_of_the_size_people_write(root: Path) -> None:
    sizes = sorted(file.stat().st_size for file in (root / "projects").glob("*-*.yaml"))
    assert sizes[0] > 3_000
    assert 5_000 < sizes[len(sizes) // 2] < 9_000


def test_they_are_in_every_state_and_language(root: Path) -> None:
    projects = read(root).projects
    assert {made.lifecycle for made in projects} == {"closed", None}  # None: follows from the dates
    assert any(made.title.plain for made in projects)
    assert any(made.title.zh and made.title.en for made in projects)


def test_the_report_compares_a_case_with_its_floor() -> None:
    costs = {"floor": Cost(1.0, 1.0, 20.0, 100), "case": Cost(2.5, 2.0, 30.4, 100)}
    last = report(costs, {"case": "floor"}).splitlines()[-1]
    assert last == "| case | 100 | 2.50 | 25.00 | 50.0 | 30 | 2.5 × floor |"


def test_the_numbers_and_pages_of_large_projects_are_compared_with_reading_them(tmp_path: Path) -> None:
    write(3, tmp_path, shape=replace(LARGE, whole=True))
    assert derived(tmp_path).made == 3
    assert pages(tmp_path).made > 20
    assert FLOORS["derived, large"] == FLOORS["pages, large"] == "portfolio, large"


def test_a_year_of_reports_is_read_from_a_portfolio_that_changes_each_month(tmp_path: Path) -> None:
    begin(tmp_path, 4)
    assert read(tmp_path).problems == ()
    assert reports(tmp_path, AS_OF)() == 4 * 12
