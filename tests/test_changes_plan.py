"""What is said of changes of the plan, of a project's header, of the settings and of people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opsgen.changes.compare import people_changes, project_changes, settings_changes
from opsgen.changes.grade import graded
from opsgen.changes.meanings import house, plan
from opsgen.changes.meanings import project as header
from opsgen.changes.sentences import Teller, sentence
from opsgen.derive.standing import Limits
from opsgen.model import Scales
from opsgen.portfolio import Portfolio, assemble
from opsgen.words import words
from tests.written import project

if TYPE_CHECKING:
    from conftest import Golden

    from opsgen.changes.change import Change

PAIR = Path(__file__).parent / "data" / "changes"
LIMITS = Limits(schedule_days=10, cost_pct=10, scope=0, benefit_pct=10, risk_exposure=None)
TELLER = Teller()
BY_TIME = {"milestone.missed", "health.changed", "health.mismatch"}
"""What no two versions say: it takes a day."""


def version(name: str) -> Portfolio:
    root = PAIR / name
    files = {f"projects/{path.relative_to(root).as_posix()}": path for path in sorted(root.rglob("*.yaml"))}
    found = assemble({at: path.read_bytes for at, path in files.items()})
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    return found


def changes(old: Portfolio, new: Portfolio) -> tuple[Change, ...]:
    (before,), (after,) = old.projects, new.projects
    found = (
        *project_changes(before, after),
        *settings_changes(old.settings, new.settings),
        *people_changes(old.people, new.people),
        *project_changes(None, after),
        *project_changes(before, None),
    )
    return tuple(graded(change, Scales(), LIMITS) for change in found)


def lines(found: tuple[Change, ...]) -> str:
    return "".join(
        f"{change.code} ({change.severity})\n"
        + "".join(f"    {words(lang).say(sentence(change, TELLER))}\n" for lang in ("zh", "en"))
        for change in found
    )


def test_what_two_versions_of_a_plan_say(golden: Golden) -> None:
    old, new = version("old"), version("new")
    golden(lines(changes(old, new)), "changes/plan.txt")
    golden(lines(changes(new, old)), "changes/plan-back.txt")


def test_the_pair_has_every_change_of_the_plan() -> None:
    old, new = version("old"), version("new")
    found = {change.code for change in (*changes(old, new), *changes(new, old))}
    of_area = {*plan.MEANINGS, *header.MEANINGS, *house.MEANINGS}
    assert of_area - found - BY_TIME == {"project.renamed"}


def told(old: str, new: str, lang: str = "en") -> list[str]:
    found = project_changes(project(old), project(new))
    return [words(lang).say(sentence(change, TELLER)) for change in found]


ONE = "milestones:\n- {id: M3, title: {zh: 压测通过, en: Load test passed}, "


@pytest.mark.parametrize(
    ("old", "new", "en", "zh"),
    [
        (
            "forecast: 2026-10-10}",
            "forecast: 2026-10-24, reason: {zh: 短信接口延期, en: SMS gateway late}}",
            "Milestone M3 “Load test passed” slipped 14 days (10 Oct → 24 Oct): SMS gateway late",
            "里程碑 M3「压测通过」推迟 14 天（10月10日→10月24日），原因：短信接口延期",
        ),
        (
            "forecast: 2026-10-10}",
            "forecast: 2026-10-09}",
            "Milestone M3 “Load test passed” was brought forward 1 day (10 Oct → 9 Oct)",
            "里程碑 M3「压测通过」提前 1 天（10月10日→10月9日）",
        ),
        (
            "forecast: 2026-10-10, baseline: 2026-10-08}",
            "forecast: 2026-10-11, actual: 2026-10-11, baseline: 2026-10-08}",
            "Milestone M3 “Load test passed” was achieved on 11 Oct 2026, 3 days late",
            "里程碑 M3「压测通过」已于2026年10月11日达成，晚了 3 天",
        ),
        (
            "forecast: 2026-10-10}",
            "actual: 2026-10-08}",
            "Milestone M3 “Load test passed” was achieved on 8 Oct 2026, 2 days early",
            "里程碑 M3「压测通过」已于2026年10月8日达成，早了 2 天",
        ),
    ],
)
def test_a_date_of_a_milestone_is_one_sentence(old: str, new: str, en: str, zh: str) -> None:
    assert told(ONE + old, ONE + new) == [en]
    assert told(ONE + old, ONE + new, "zh") == [zh]


def test_a_reason_alone_is_a_text() -> None:
    old, new = (ONE + f"forecast: 2026-10-10, reason: {why}}}" for why in ("rain", "snow"))
    assert told(old, new) == ["Milestone M3 “Load test passed”: reason for the last move now reads “snow”"]


def test_a_person_is_named_as_the_reader_may_know_them() -> None:
    old, new = version("old"), version("new")
    teller = Teller(person=lambda _: "somebody")
    said = [words("en").say(sentence(change, teller)) for change in people_changes(old.people, new.people)]
    assert said
    assert not [line for line in said if any(name in line for name in ("Ada", "Ben", "陈晨", "戴安", "@"))]


def test_another_id_of_a_project_is_told_once() -> None:
    old = project("id: spring")
    new = project("id: summer\naliases: [spring]")
    (change,) = project_changes(old, new)
    assert change.code == "project.renamed"
    assert words("en").say(sentence(change, TELLER)).endswith("had the id spring before")
