"""What two versions mean: what is so now and was not, by whom or only by time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

import pytest

from opsgen.changes.between import link_consequences
from opsgen.changes.consequences import consequences, load_consequences
from opsgen.changes.grade import graded
from opsgen.changes.sentences import Teller
from opsgen.changes.vocabulary import VOCABULARY
from opsgen.derive import assess
from opsgen.derive.links import links
from opsgen.derive.workload import claims, workload
from opsgen.model import Settings
from opsgen.words import Text
from tests.retold import retold, told
from tests.written import assembled, assessed, project

if TYPE_CHECKING:
    from opsgen.changes.change import Change
    from opsgen.derive import Assessment
    from opsgen.derive.links import Links
    from opsgen.derive.workload import Workload
    from tests.conftest import Golden

DAY, LATER = "2026-10-10", "2026-10-20"


def milestone(forecast: str = "2026-10-24") -> str:
    return f"milestones: [{{id: M2, title: Load test, baseline: 2026-10-24, forecast: {forecast}}}]\n"


def metric(value: int, on: str = "2026-10-09", more: str = "") -> str:
    return (
        "metrics: [{id: K1, title: Users, unit: 人, start_value: 0, target: 100, due: 2026-10-20"
        f"{more}, measurements: [{{date: {on}, value: {value}}}]}}]\n"
    )


def budget(forecast: str, second: str = "10万") -> str:
    return (
        f"budget: [{{id: B1, title: Ads, planned: 100万, forecast: {forecast}}},"
        f" {{id: B2, title: Prizes, planned: 10万, forecast: {second}}}]\n"
    )


def risks(probability: int = 3, more: str = "") -> str:
    return f"risks: [{{id: R4, title: Late, probability: {probability}, impact: 3, response: Call{more}}}]\n"


def action(due: str = "2026-10-15") -> str:
    return f"actions: [{{id: A1, title: Call the vendor, owner: Ada, due: {due}}}]\n"


def dependency(more: str = "") -> str:
    return f"dependencies: [{{id: D1, title: Test accounts, due: 2026-10-15{more}}}]\n"


def vendor(due: str = "2026-10-15") -> str:
    return f"vendors: [{{id: V1, name: Prints Ltd, deliveries: [{{title: Posters, due: {due}}}]}}]\n"


def declared(light: str) -> str:
    return f"declared_health: {{overall: {light}, reason: It will be well, until: 2026-12-01}}\n"


TRIGGER = ', trigger: {metric: K1, op: "<", value: 40}'
REVIEWED = ", reviewed: 2026-09-15, review_every: 1mo"
CASES: dict[str, tuple[str, str, str, str]] = {
    "a milestone slips beyond its tolerance": (milestone(), DAY, milestone("2026-11-23"), DAY),
    "it comes back": (milestone("2026-11-23"), DAY, milestone(), DAY),
    "a milestone slips within its tolerance": (milestone(), DAY, milestone("2026-10-31"), DAY),
    "the day of a milestone passes": (milestone("2026-10-15"), DAY, milestone("2026-10-15"), LATER),
    "the project is closed": (milestone(), DAY, "lifecycle: closed\n" + milestone(), DAY),
    "the project is put on hold": (milestone(), DAY, "lifecycle: on_hold\n" + milestone(), DAY),
    "a metric has fallen behind": (metric(97), DAY, metric(60), DAY),
    "a metric has reached its target": (metric(97), DAY, metric(120), DAY),
    "a metric was too low at the end": (metric(97), DAY, metric(97), "2026-10-21"),
    "a metric is not measured any more": (
        metric(97, more=", frequency: daily"), DAY, metric(97, more=", frequency: daily"), "2026-10-19",
    ),
    "a line of the budget": (budget("100万"), DAY, budget("118万"), DAY),
    "a small line of the budget": (budget("100万"), DAY, budget("100万", "15万"), DAY),
    "the exposure grows": (risks(1), DAY, risks(4), DAY),
    "a trigger is met": (risks(more=TRIGGER) + metric(97), DAY, risks(more=TRIGGER) + metric(30), DAY),
    "a review is due": (risks(more=REVIEWED), DAY, risks(more=REVIEWED), LATER),
    "an action is overdue": (action(), DAY, action(), LATER),
    "a dependency is promised too late": (dependency(), DAY, dependency(", promised: 2026-10-18"), DAY),
    "a delivery has not come": (vendor(), DAY, vendor(), LATER),
    "the owner is too sure": (milestone(), DAY, declared("green") + milestone("2026-11-23"), DAY),
}  # fmt: skip


def meant(old: str, on: str, new: str, by: str) -> tuple[Change, ...]:
    """What the new version means, with what the old one would have meant on its day."""
    return consequences(assessed(old, on), assessed(new, by), assessed(old, by))


def codes(found: tuple[Change, ...]) -> list[tuple[str, str, bool]]:
    return [(change.code, change.field, change.by_time) for change in found]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a milestone slips beyond its tolerance", [("health.changed", "health", False)]),
        ("it comes back", [("health.changed", "health", False)]),
        ("a milestone slips within its tolerance", [("health.changed", "health", False)]),
        ("the day of a milestone passes", [("milestone.missed", "forecast", True)]),
        ("a metric was too low at the end", [("kpi.now_missed", "status", True)]),
        ("the exposure grows", [("risk.exposure_changed", "risk_exposure", False)]),
        ("an action is overdue", [("action.overdue", "due", True)]),
        ("a dependency is promised too late", [("dependency.late", "due", False)]),
        ("a delivery has not come", [("vendor.delivery_late", "deliveries.Posters", True)]),
    ],
)
def test_what_is_so_now_and_was_not(name: str, expected: list[tuple[str, str, bool]]) -> None:
    found = codes(meant(*CASES[name]))
    assert [told for told in found if told in expected] == expected


def test_a_light_turns_with_the_reason_of_the_new_one() -> None:
    (change,) = meant(*CASES["a milestone slips beyond its tolerance"])
    assert (change.kind, change.item, change.old, change.new) == ("project", "spring", "green", "red")
    assert told(change) == (
        "Project “Spring campaign” went from green to red: "
        "M2 “Load test” is 30 days later than planned, tolerance 10"
    )
    assert told(change, "zh").startswith("项目「Spring campaign」由绿转红：M2「Load test」")


def test_the_dimension_that_turned_the_light_is_not_told_twice_and_another_is() -> None:
    old, new = milestone() + budget("100万"), milestone("2026-11-23") + budget("108万")
    assert codes(meant(old, DAY, new, DAY)) == [
        ("health.changed", "health", False),
        ("health.changed", "health.cost", False),
    ]


def test_a_light_that_gets_better_asks_for_no_attention() -> None:
    of = assessed("", DAY)
    worse, better = (
        graded(meant(*CASES[name])[0], Settings().scales, of.limits)
        for name in ("a milestone slips beyond its tolerance", "it comes back")
    )
    assert (worse.severity, better.severity) == ("attention", "notice")


def test_what_time_alone_did_has_no_author() -> None:
    old, new = action("2026-10-15"), action("2026-10-16")
    by_time, by_hand = assessed(old, LATER), assessed(action("2026-10-25"), LATER)
    then, now = assessed(action("2026-10-25"), DAY), assessed(new, LATER)
    assert [change.by_time for change in consequences(assessed(old, DAY), now, by_time)] == [True]
    assert [change.by_time for change in consequences(then, now, by_hand)] == [False]


def test_one_version_on_two_days_is_all_times_doing() -> None:
    of = project(action() + milestone("2026-10-15"))
    old, new = (assess(of, Settings(), date.fromisoformat(day)) for day in (DAY, LATER))
    found = consequences(old, new)
    assert {change.code for change in found} >= {"action.overdue", "milestone.missed"}
    assert all(change.by_time for change in found)


def test_without_the_old_version_on_the_new_day_nobody_says_that_it_was_time() -> None:
    found = consequences(assessed(action(), DAY), assessed(action(), LATER))
    assert [(change.code, change.by_time) for change in found] == [("action.overdue", False)]


def test_a_project_that_is_new_or_gone_only_says_its_light() -> None:
    of = assessed(action("2026-10-01") + milestone("2026-11-23"), DAY)
    for found, values in ((consequences(None, of), (None, "red")), (consequences(of, None), ("red", None))):
        assert [(change.code, change.old, change.new) for change in found] == [("health.changed", *values)]
        assert graded(found[0], Settings().scales, of.limits).severity == found[0].severity == "info"
    assert not consequences(None, None)


def test_a_renamed_item_is_not_late_once_more() -> None:
    old = action("2026-10-01")
    new = old.replace("A1", "A9").replace("title", "aliases: [A1], title")
    assert not consequences(assessed(old, DAY), assessed(new, DAY))


def test_a_new_metric_says_nothing_of_what_it_was() -> None:
    assert not [c for c in meant("", DAY, metric(10), DAY) if c.code.startswith("kpi.")]


def test_a_sleeping_project_is_not_late() -> None:
    asleep = "lifecycle: on_hold\n" + action() + vendor() + milestone("2026-10-15")
    assert not consequences(assessed(asleep, DAY), assessed(asleep, LATER))


def test_the_reason_of_the_resources_names_nobody() -> None:
    of = assessed(milestone(), DAY)
    turned = replace(
        of, health=replace(of.health, overall="amber", reason=of.health.light("resources").reason)
    )
    assert [change.reason for change in consequences(of, turned)] == [Text()]


def states() -> list[Assessment]:
    """All versions of all cases on both days."""
    texts = dict.fromkeys(text for case in CASES.values() for text in (case[0], case[2]))
    return [assessed(text, day) for text, day in product(texts, (DAY, LATER))]


def test_equal_versions_mean_nothing() -> None:
    for of in states():
        assert not consequences(of, replace(of), replace(of))


def test_lights_and_sums_are_the_same_on_the_way_back() -> None:
    both_ways = {"health.changed", "risk.exposure_changed"}
    found = states()
    for old, new in product(found, found):
        forth = {(c.code, c.field, c.old, c.new) for c in consequences(old, new) if c.code in both_ways}
        back = {(c.code, c.field, c.new, c.old) for c in consequences(new, old) if c.code in both_ways}
        assert forth == back


def test_nothing_is_newly_so_on_both_ways() -> None:
    found = states()
    for old, new in product(found, found):
        one_way = {"action.overdue", "milestone.missed", "dependency.late", "vendor.delivery_late"}
        forth = {(c.code, c.item) for c in consequences(old, new) if c.code in one_way}
        back = {(c.code, c.item) for c in consequences(new, old) if c.code in one_way}
        assert forth.isdisjoint(back)


def test_every_consequence_has_its_severity() -> None:
    for case in CASES.values():
        for change in meant(*case):
            assert change.severity == VOCABULARY[change.code]


def load(percent: int, until: str = "2026-10-25", on: str = DAY, person: str = "Ada") -> Workload:
    """Two projects that want the time of one person: all of it, and so much of it."""
    header = "title: {}\nowner: Ada\nstart: 2026-01-01\nfinish: 2027-12-31\n"
    spring = header.format("Spring") + f"allocations: [{{person: {person}, percent: 80}}]\n"
    autumn = header.format("Autumn") + (
        f"allocations: [{{person: {person}, percent: {percent}, from: 2026-10-12, until: {until}}}]\n"
    )
    files = {"projects/spring.yaml": spring.encode(), "projects/autumn.yaml": autumn.encode()}
    found = assembled(files)
    wanted = [claim for of in found.projects for claim in claims(of, found.people)]
    return workload(wanted, found.people, found.settings, date.fromisoformat(on))


TITLES = {"spring": Text("Spring"), "autumn": Text(zh="秋季", en="Autumn")}


def test_somebody_has_too_much_to_do_in_weeks_that_are_named() -> None:
    (change,) = load_consequences(load(20), load(50), titles=TITLES)
    assert (change.code, change.item, change.project) == ("load.over", "Ada", "")
    assert (change.old, change.new) == (None, ("2026-W42", "2026-W43"))
    assert told(change, teller=Teller(person=lambda _: "a tester")) == (
        "A tester is planned for more than there is in 2026-W42 to 2026-W43: "
        "130% in 2026-W42 (Spring 80%, Autumn 50%)"
    )


def test_somebody_is_free_again() -> None:
    (change,) = load_consequences(load(50), load(50, "2026-10-18"))
    assert (change.code, change.old, change.new) == ("load.freed", ("2026-W43",), None)
    assert told(change) == "Ada is no longer planned for more than there is in 2026-W43"


def test_somebody_whom_nobody_plans_any_more_is_free() -> None:
    found = load_consequences(load(50), load(50, person="Bob"))
    assert {(change.code, change.item) for change in found} == {("load.freed", "Ada"), ("load.over", "Bob")}


def test_weeks_that_are_past_are_not_freed() -> None:
    assert not load_consequences(load(50), load(50, on="2026-10-20"))


def test_weeks_that_only_came_into_sight_are_times_doing() -> None:
    old, aged = (load(50, "2027-06-30", on) for on in (DAY, LATER))
    (change,) = load_consequences(old, aged, aged)
    assert (change.code, change.new, change.by_time) == ("load.over", ("2027-W14", "2027-W15"), True)
    assert not load_consequences(old, old)


def test_load_is_the_same_on_the_way_back() -> None:
    forth = load_consequences(load(50), load(50, "2026-10-18"))
    back = load_consequences(load(50, "2026-10-18"), load(50))
    assert [(c.item, c.field, c.old, c.new) for c in forth] == [(c.item, c.field, c.new, c.old) for c in back]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_sentences(lang: str, golden: Golden) -> None:
    cases = {name: meant(*case) for name, case in CASES.items()}
    cases["somebody has too much to do"] = load_consequences(load(20), load(50), titles=TITLES)
    cases["somebody is free again"] = load_consequences(load(50), load(20), titles=TITLES)
    cases["a project is new"] = consequences(None, assessed(milestone(), DAY))
    golden(retold(cases, lang), f"changes/consequences.{lang}.txt")


def waiting(there: str, on: str = DAY) -> Links:
    """The links of a project that waits for a milestone of another one, which is forecast for a day."""
    header = "title: {}\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\nlifecycle: executing\n"
    files = {
        "projects/spring.yaml": header.format("Spring")
        + "dependencies: [{id: D1, title: The interface, due: 2026-11-01, other: 'autumn:M2'}]\n"
        + "tasks: [{id: T1, title: Build, start: 2026-11-02, depends_on: ['autumn:M2']}]\n",
        "projects/autumn.yaml": header.format("Autumn")
        + f"milestones: [{{id: M2, title: Frozen, forecast: {there}}}]\n",
    }
    found = assembled({name: text.encode() for name, text in files.items()})
    day = date.fromisoformat(on)
    return links(assess(of, found.settings, day) for of in found.projects)


def test_what_another_project_moves_makes_those_late_who_wait_for_it() -> None:
    found = link_consequences(waiting("2026-10-30"), waiting("2026-11-06"))
    assert {(c.project, c.kind, c.item, c.delta, c.by_time) for c in found} == {
        ("spring", "dependencies", "D1", 5, False),
        ("spring", "tasks", "T1", 4, False),
    }
    said = {told(change) for change in found}
    assert (
        "Dependency D1 “The interface” comes 5 days late, it was needed by 1 Nov 2026: M2 “Frozen” (Autumn)"
    ) in said


def test_what_was_late_already_or_is_needed_later_is_not_told() -> None:
    late = waiting("2026-11-06")
    assert not link_consequences(late, waiting("2026-11-20"))
    assert not link_consequences(late, late)
    assert not link_consequences(late, waiting("2026-10-30"))


def test_what_another_project_lets_pass_is_times_doing() -> None:
    old, aged = (waiting("2026-10-30", on=day) for day in (DAY, "2026-11-05"))
    found = link_consequences(old, aged, aged)
    assert found
    assert all(change.by_time for change in found)
