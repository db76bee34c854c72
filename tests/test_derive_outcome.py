"""What came of a project beside what was wanted."""

from __future__ import annotations

from written import assessed, said

from opsgen.derive.outcome import Outcome, outcome

TEXT = """
start: 2026-01-05
finish: 2026-06-30
closed: 2026-06-30
lifecycle: closed
goals:
  - {id: G1, title: Sales, status: achieved}
  - {id: G2, title: Return, status: missed, notes: The coupon ended too early}
metrics:
  - id: K1
    title: Sales
    target: 120
    unit: pieces
    due: 2026-06-30
    measurements: [{date: 2026-06-30, value: 121}]
  - id: K2
    title: Return
    target: 24
    due: 2026-06-30
    measurements: [{date: 2026-06-30, value: 21, note: Without the app}]
  - {id: K3, title: Visits}
milestones:
  - {id: M1, title: In time, baseline: 2026-03-02, actual: 2026-03-09}
  - {id: M2, title: Late, baseline: 2026-04-01, actual: 2026-05-01, reason: Gateway}
  - {id: M3, title: Never planned, actual: 2026-05-01}
deliverables:
  - {id: DL1, title: a, status: accepted}
  - {id: DL2, title: b, status: rejected}
  - {id: DL3, title: c, status: dropped}
budget:
  - {id: B1, title: Boxes, planned: 100k, actual: 105k}
  - {id: B2, title: Ads, planned: 100k, actual: 150k}
  - {id: B3, title: Travel, planned: 20k, actual: 10k, notes: Met online}
  - {id: B4, title: Sales, type: income, planned: 900k, actual: 100k}
"""


def of(text: str, as_of: str = "2026-07-31") -> Outcome:
    return outcome(assessed(text, as_of))


def test_reached_of_what_counts() -> None:
    tallies = {one.kind: (one.met, one.of) for one in of(TEXT).tallies}
    assert tallies == {
        "goal": (1, 2),
        "metric": (1, 2),
        "milestone": (1, 2),
        "deliverable": (1, 2),
        "budget": (2, 3),
    }


def test_deviations_have_their_reasons() -> None:
    found = of(TEXT)
    assert [(one.item.id, said(one.what), one.reason.plain) for one in found.deviations][:3] == [
        ("G2", "missed", "The coupon ended too early"),
        ("K2", "21, wanted 24", "Without the app"),
        ("M2", "30 days late", "Gateway"),
    ]
    assert [(one.item.id, one.reason.plain) for one in found.deviations][3:] == [
        ("DL2", ""),
        ("B2", ""),
        ("B3", "Met online"),
    ]
    assert found.unexplained == 2


def test_a_goal_is_explained_by_what_shows_it() -> None:
    """Who wrote why the number was short need not write it twice."""
    text = TEXT.replace("status: missed, notes: The coupon ended too early", "status: missed, metrics: [K2]")
    goal = of(text).goals[1]
    assert (goal.verdict, goal.reason.plain) == ("missed", "Without the app")


def test_the_cause_that_was_found_explains_a_metric() -> None:
    cause = "adjustments: [{id: AD1, title: a, date: 2026-05-01, metric: K2, observation: b, cause: No app}]"
    assert of(TEXT + cause).metrics[1].reason.plain == "No app"


RUNNING = """
start: 2026-01-05
finish: 2026-12-18
lifecycle: executing
goals: [{id: G1, title: a, metrics: [K1]}]
metrics: [{id: K1, title: a, target: 10, due: 2026-11-30, measurements: [{date: 2026-06-01, value: 3}]}]
milestones:
  - {id: M1, title: Reached, baseline: 2026-03-02, actual: 2026-03-02}
  - {id: M2, title: Gone by, baseline: 2026-04-01, forecast: 2026-12-01, reason: Gateway}
  - {id: M3, title: Will be late, baseline: 2026-09-01, forecast: 2026-12-01}
  - {id: M4, title: Will be in time, baseline: 2026-12-01, forecast: 2026-12-01}
budget:
  - {id: B1, title: Spent beyond the plan, planned: 100, actual: 150}
  - {id: B2, title: Expected beyond the plan, planned: 100, actual: 50, forecast: 150}
"""


def test_nothing_is_final_that_may_still_come() -> None:
    found = of(RUNNING, "2026-07-31")
    assert [one.verdict for one in found.goals] == ["open"]
    assert [one.verdict for one in found.metrics] == ["open"]
    assert [one.verdict for one in found.milestones] == ["met", "missed", "open", "open"]
    assert [one.verdict for one in found.lines] == ["missed", "open"]
    tallies = {one.kind: (one.met, one.missed, one.open, one.of) for one in found.tallies}
    assert tallies["milestone"] == (1, 1, 2, 4)
    assert found.begun
    assert [one.item.id for one in found.deviations] == ["K1", "M2", "M3", "B1", "B2"]


def test_a_cancelled_project_reaches_nothing_more() -> None:
    found = of(RUNNING.replace("executing", "cancelled"), "2026-07-31")
    assert [one.verdict for one in found.milestones] == ["met", "missed", "missed", "missed"]
    assert [one.verdict for one in found.metrics] == ["missed"]


def test_what_nobody_measured_is_neither_met_nor_missed() -> None:
    text = "start: 2026-01-05\nfinish: 2026-06-30\nlifecycle: closed\nclosed: 2026-06-30\n"
    found = of(
        text + "goals: [{id: G1, title: a}]\nmetrics: [{id: K1, title: b, target: 3}]\n"
        "budget: [{id: B1, title: c, planned: 100}]"
    )
    assert [(one.met, one.missed, one.open) for one in found.tallies] == [(0, 0, 1)] * 3
    assert not found.begun


def test_what_is_not_over_is_no_deviation_yet() -> None:
    """Half a year before the end: no milestone is late, and no budget line has less to spend than planned."""
    going = TEXT.replace("closed: 2026-06-30\nlifecycle: closed", "lifecycle: executing")
    found = of(going.replace("actual: 10k", "forecast: 10k"), "2026-06-01")
    assert "B3" not in [one.item.id for one in found.deviations]


def test_a_project_with_nothing_planned_has_no_outcome() -> None:
    assert of("owner: 王芳").tallies == ()
