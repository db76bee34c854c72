"""The original plan of what has none written: the order of its sources, on histories made on the spot."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from repository import Repository

from opsgen.cli.main import opsgen
from opsgen.mkdocs_plugin.source import read as read_source
from opsgen.mkdocs_plugin.source import rendered
from opsgen.portfolio import read
from opsgen.portfolio.plans import PlanSource
from opsgen.timeline import timeline
from opsgen.timeline.agreed import agreed

if TYPE_CHECKING:
    from pathlib import Path

    from opsgen.model import Project
    from opsgen.portfolio.plans import PlanSources
    from opsgen.render import Rendered

TODAY = date(2026, 10, 20)
HOUSE = "timezone: Asia/Shanghai\n"


def project(
    forecast: str, *, lifecycle: str = "executing", more: str = "", finish: str = "2026-12-31"
) -> str:
    """A project with one milestone."""
    life = f"lifecycle: {lifecycle}\n" if lifecycle else ""
    stone = f"milestones:\n  - {{id: M1, title: Live, forecast: {forecast}}}\n"
    return f"title: Gift\nowner: Wang\nstart: 2026-10-03\nfinish: {finish}\n{life}{stone}{more}"


def read_back(root: Path, as_of: date = TODAY) -> tuple[Project, PlanSources]:
    portfolio = read(root)
    assert not portfolio.problems, portfolio.problems
    found = agreed(root, portfolio, timeline(root, portfolio), as_of)
    (only,) = found.projects
    return only, found.plans.get(only.id, {})


def milestone(root: Path, as_of: date = TODAY) -> tuple[date | None, PlanSource | None]:
    found, plans = read_back(root, as_of)
    return found.milestones[0].baseline, plans.get(("milestones", found.milestones[0].id))


def laid(path: Path, *versions: str) -> Repository:
    """A project in these versions, of which the first lands on 1 October, and each other a day later."""
    made = Repository(path / "r")
    made.write("projects/portfolio.yaml", f"title: House\n{HOUSE}")
    for version in versions:
        made.commit(gift=version)
    return made


def on(month: int, day: int) -> date:
    return date(2026, month, day)


def test_the_first_forecast_once_work_goes_on(tmp_path: Path) -> None:
    made = laid(
        tmp_path,
        project("2026-11-01", lifecycle="planning"),
        project("2026-11-05", lifecycle="planning"),
        project("2026-11-09"),
        project("2026-11-20", finish="2027-01-31"),
        project("2026-11-30", finish="2027-02-28"),
    )
    assert milestone(made.path) == (on(11, 9), PlanSource(day=on(10, 3)))
    found, plans = read_back(made.path)
    assert found.baseline_finish == on(12, 31)
    assert plans["project", ""] == PlanSource(day=on(10, 3))


def test_work_begins_with_the_start_where_no_lifecycle_is_written(tmp_path: Path) -> None:
    # 3 October, when the project starts, lies between the commits of the 2nd and, in the morning, of the 3rd.
    versions = [project(f"2026-11-{day:02}", lifecycle="") for day in (1, 5, 9, 20)]
    made = laid(tmp_path, *versions)
    assert milestone(made.path) == (on(11, 5), PlanSource(day=on(10, 3)))
    assert milestone(made.path, on(10, 2)) == (None, None)


def test_a_start_that_was_put_off_before_it_came(tmp_path: Path) -> None:
    first = project("2026-11-01", lifecycle="").replace("start: 2026-10-03", "start: 2026-10-02")
    later = [
        project(f"2026-11-{day:02}", lifecycle="").replace("10-03", "10-05") for day in (2, 3, 4, 5, 6, 7)
    ]
    made = laid(tmp_path, first.replace("start: 2026-10-02", "start: 2026-10-04"), *later)
    assert milestone(made.path) == (on(11, 4), PlanSource(day=on(10, 5)))


def test_what_was_planned_while_it_was_hidden_is_not_told(tmp_path: Path) -> None:
    """Whoever may see the project now, and could not then, reads the plan from when it was opened."""
    levels = ("restricted", "restricted", "internal", "internal", "public")
    days = (9, 10, 11, 12, 13)
    versions = [
        project(f"2026-11-{day:02}", more=f"confidentiality: {level}\n")
        for day, level in zip(days, levels, strict=True)
    ]
    cases = {"1": (versions, 13, 5), "2": (versions[:4], 11, 3), "3": (versions[::-1], 13, 1)}
    for name, (texts, planned, since) in cases.items():
        found = milestone(laid(tmp_path / name, *texts).path)
        assert found == (on(11, planned), PlanSource(day=on(10, since))), name
    made = laid(tmp_path / "4", *versions[:2])
    made.write("projects/gift.yaml", versions[2])
    assert milestone(made.path) == (None, None)


def test_what_is_written_stays(tmp_path: Path) -> None:
    first = project("2026-11-01", more="baseline_finish: 2026-12-01\n")
    written = first.replace("forecast: 2026-11-01", "baseline: 2026-10-31, forecast: 2026-11-08")
    found, plans = read_back(laid(tmp_path, first, written).path)
    assert (found.milestones[0].baseline, found.baseline_finish) == (on(10, 31), on(12, 1))
    assert plans == {}


def test_what_the_tag_has_comes_before_what_landed_first(tmp_path: Path) -> None:
    made = laid(tmp_path, project("2026-11-01"), project("2026-11-09"))
    made.git("tag", "baseline/gift/1")
    made.git("tag", "-a", "-m", "agreed", "baseline/gift/2")
    for number in (1, 2):
        named = f"baseline: {{ref: baseline/gift/{number}}}\n"
        made.commit(gift=project("2026-11-20", more=named))
        assert milestone(made.path) == (on(11, 9), PlanSource(tag=f"baseline/gift/{number}"))
    found, plans = read_back(made.path)
    assert found.baseline_finish == on(12, 31)
    assert plans["project", ""] == PlanSource(tag="baseline/gift/2")


def test_what_is_younger_than_the_tag_has_its_first_forecast(tmp_path: Path) -> None:
    made = laid(tmp_path, project("2026-11-01"))
    made.git("tag", "baseline/gift/1")
    named = "  - {id: M2, title: Later, forecast: 2026-12-0%d}\nbaseline: {ref: baseline/gift/1}\n"
    for day in (1, 2):
        made.commit(gift=project("2026-11-02", more=named % day))
    found, plans = read_back(made.path)
    assert found.milestones[1].baseline == on(12, 1)
    assert plans["milestones", "M2"] == PlanSource(day=on(10, 2))


def test_nothing_stands_in_for_a_tag_that_is_missing(tmp_path: Path) -> None:
    versions = [project(f"2026-11-0{n}", more="baseline: {ref: baseline/gift/9}\n") for n in (1, 5)]
    assert read_back(laid(tmp_path, *versions).path)[1] == {}


def test_renamed_items_and_moved_files(tmp_path: Path) -> None:
    made = laid(tmp_path, project("2026-11-01"), project("2026-11-05"))
    made.git("mv", "projects/gift.yaml", "projects/present.yaml")
    renamed = project("2026-11-09", more="aliases: [gift]\n").replace("id: M1", "id: M7, aliases: [M1]")
    made.commit(present=renamed)
    assert milestone(made.path) == (on(11, 1), PlanSource(day=on(10, 1)))


def test_a_milestone_whose_forecast_was_rewritten_as_it_was_reached(tmp_path: Path) -> None:
    reached = project("2026-10-09").replace(
        "forecast: 2026-10-09", "forecast: 2026-10-09, actual: 2026-10-09"
    )
    made = laid(tmp_path, project("2026-10-05"), reached)
    assert milestone(made.path) == (on(10, 5), PlanSource(day=on(10, 1)))


def test_one_that_was_taken_out_and_put_back_keeps_its_first_date(tmp_path: Path) -> None:
    without = project("2026-11-01").partition("milestones")[0]
    made = laid(tmp_path, project("2026-11-01"), without, project("2026-11-30"))
    assert milestone(made.path)[0] == on(11, 1)


def test_phases_and_tasks(tmp_path: Path) -> None:
    def spans(start: str, finish: str, task: str) -> str:
        phase = f"phases:\n  - {{id: P1, title: Build, start: {start}, finish: {finish}}}\n"
        return project("2026-11-01", more=f"{phase}tasks:\n  - {{id: T1, title: Do, finish: {task}}}\n")

    made = laid(
        tmp_path,
        spans("2026-10-03", "2026-10-20", "2026-10-10"),
        spans("2026-10-05", "2026-10-22", "2026-10-12"),
        spans("2026-10-05", "2026-10-30", "2026-10-15"),
    )
    found, plans = read_back(made.path)
    (phase,), (task,) = found.phases, found.tasks
    assert (phase.baseline.start, phase.baseline.finish) == (on(10, 3), on(10, 20))
    assert (task.baseline.start, task.baseline.finish) == (None, on(10, 10))
    assert plans["phases", "P1"] == plans["tasks", "T1"] == PlanSource(day=on(10, 1))
    assert read_back(made.path) == (found, plans)  # out of the cache


def test_what_is_not_committed_has_not_landed(tmp_path: Path) -> None:
    made = laid(tmp_path, project("2026-11-01"))
    more = "  - {id: M2, title: Later, forecast: 2026-12-01}\n"
    made.write("projects/gift.yaml", project("2026-11-09", more=more))
    found, plans = read_back(made.path)
    assert [stone.baseline for stone in found.milestones] == [on(11, 1), None]
    assert ("milestones", "M2") not in plans


def test_a_project_that_was_never_under_way_has_no_plan_but_the_written_one(tmp_path: Path) -> None:
    for n, lifecycle in enumerate(("planning", "proposed", "closed")):
        made = laid(tmp_path / str(n), *(project(f"2026-11-0{n}", lifecycle=lifecycle) for n in (1, 5)))
        assert read_back(made.path)[1] == {}, lifecycle


def test_of_a_history_that_is_not_whole_only_the_tag_counts(tmp_path: Path) -> None:
    made = laid(tmp_path, *(project(f"2026-11-0{n}") for n in (1, 5)))
    made.git("tag", "baseline/gift/1")
    clone = made.clone(tmp_path / "shallow", "--depth=1")
    assert read_back(clone)[1] == {}
    assert status(clone)[-1].startswith("This clone lacks the beginning of the history")
    made.commit(gift=project("2026-11-09", more="baseline: {ref: baseline/gift/1}\n"))
    clone = made.clone(tmp_path / "with-tags", "--depth=2")
    assert milestone(clone) == (on(11, 5), PlanSource(tag="baseline/gift/1"))


def test_without_a_repository_nothing_is_filled_in(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/gift.yaml").write_text(project("2026-11-01"), encoding="utf-8")
    portfolio = read(tmp_path)
    assert agreed(tmp_path, portfolio, timeline(tmp_path, portfolio), TODAY) is portfolio


def status(root: Path) -> list[str]:
    asked = ["-C", str(root), "--lang", "en", "status", "--as-of", "2026-10-20"]
    return CliRunner().invoke(opsgen, asked).output.splitlines()


def test_the_light_sees_the_days_lost_against_what_landed_first(tmp_path: Path) -> None:
    made = laid(tmp_path, project("2026-11-01"))
    assert "         Nothing is expected later than planned" in status(made.path)
    made.commit(gift=project("2026-12-01"))
    assert "       M1 “Live” is 30 days later than planned, tolerance 10" in status(made.path)


def page_of(pages: tuple[Rendered, ...]) -> str:
    return next(page.html for page in pages if page.path == "projects/gift.md")


@pytest.mark.parametrize(
    ("lang", "mark", "source"),
    [
        (
            "en",
            "first forecast",
            "Not written: what was first expected once work went on, on 1 Oct 2026",
        ),
        ("zh", "首次预计", "未填写：取开工后首次提交的预计（2026年10月1日）"),
    ],
)
def test_pages_say_where_a_plan_comes_from(tmp_path: Path, lang: str, mark: str, source: str) -> None:
    made = laid(tmp_path, project("2026-11-01"), project("2026-12-01"))
    pages = rendered(read_source(made.path, TODAY), lang, handouts=False, audience="internal")
    page = page_of(pages)
    assert f'2026-11-01</time><span class="ops-under">{mark}</span>' in page
    assert source in page


def test_pages_name_the_tag_that_a_plan_comes_from(tmp_path: Path) -> None:
    made = laid(tmp_path, project("2026-11-01"))
    made.git("tag", "baseline/gift/1")
    made.commit(gift=project("2026-12-01", more="baseline: {ref: baseline/gift/1}\n"))
    pages = rendered(read_source(made.path, TODAY), "en", handouts=False, audience="internal")
    page = page_of(pages)
    assert '2026-11-01</time><span class="ops-under">as at the tag</span>' in page
    assert "The baseline `baseline/gift/1`" in page


def test_an_id_that_is_not_the_name_of_the_file(tmp_path: Path) -> None:
    made = laid(tmp_path, f"id: present\n{project('2026-11-01')}")
    made.git("tag", "baseline/present/1")
    made.commit(
        gift=f"id: present\n{project('2026-11-20', more='baseline: {ref: baseline/present/1}' + chr(10))}"
    )
    assert milestone(made.path) == (on(11, 1), PlanSource(tag="baseline/present/1"))


def test_clocks_and_merges_and_what_is_longer_than_is_held(tmp_path: Path) -> None:
    made = laid(tmp_path, project("2026-11-01"))
    made.git("checkout", "-q", "-b", "side")
    made.commit(gift=project("2026-11-09"))
    made.git("checkout", "-q", "main")
    made.merge("side")
    portfolio = read(made.path)
    past = timeline(made.path, portfolio)
    assert milestone(made.path)[0] == on(11, 1)
    assert agreed(made.path, portfolio, replace(past, older=1), TODAY).plans == {}


def test_a_project_on_hold_keeps_the_plan_it_began_with(tmp_path: Path) -> None:
    made = laid(
        tmp_path,
        project("2026-11-01"),
        project("2026-11-05", lifecycle="on_hold"),
        project("2026-12-05", lifecycle="executing"),
    )
    assert milestone(made.path) == (on(11, 1), PlanSource(day=on(10, 1)))


def test_a_forecast_that_came_later_counts_from_its_day(tmp_path: Path) -> None:
    without = "".join(project("").partition("milestones")[0])
    made = laid(tmp_path, without, project("2026-11-05"), project("2026-11-09"))
    assert milestone(made.path) == (on(11, 5), PlanSource(day=on(10, 2)))
