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
        ("B2", ""),
        ("B3", "Met online"),
    ]
    assert found.unexplained == 1


def test_what_is_not_over_is_no_deviation_yet() -> None:
    """Half a year before the end: no milestone is late, and no budget line has less to spend than planned."""
    going = TEXT.replace("closed: 2026-06-30\nlifecycle: closed", "lifecycle: executing")
    found = of(going.replace("actual: 10k", "forecast: 10k"), "2026-06-01")
    assert "B3" not in [one.item.id for one in found.deviations]


def test_a_project_with_nothing_planned_has_no_outcome() -> None:
    assert of("owner: 王芳").tallies == ()
