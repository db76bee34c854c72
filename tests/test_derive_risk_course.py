"""How risks moved between reports. Source of the rules: M_o_R, risk exposure over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from written import assessed

from opsgen.derive.risk_course import RiskMove, exposure_course, exposure_of_all, moves, risks_since
from opsgen.derive.snapshot import Snapshot, reports

if TYPE_CHECKING:
    from opsgen.derive import Assessment

FIRST, LAST = date(2026, 8, 31), date(2026, 9, 30)
RISKS = """
risks:
- {id: R1, title: steady, probability: 2, impact: 3}
- {id: R4, title: worse, probability: 4, impact: 5}
- {id: R6, title: new, probability: 3, impact: 1}
- {id: R7, title: renamed, probability: 1, impact: 2, aliases: [R70]}
- {id: R8, title: closed, probability: 5, impact: 5, status: closed}
- {id: R9, title: a chance now, kind: opportunity, probability: 2, impact: 2}
- {title: without an id, probability: 1, impact: 1}
"""
SAID = {"R1": (2, 3), "R4": (3, 4), "R70": (2, 2), "R8": (5, 4), "R9": (2, 2), "R99": (1, 5)}


def found(text: str = RISKS) -> Assessment:
    return assessed(text, "2026-10-23")


def said(day: date, risks: dict[str, tuple[int, int]], *chances: str) -> Snapshot:
    exposure = sum(p * i for name, (p, i) in risks.items() if name not in chances)
    return Snapshot(day, "green", exposure=exposure, risks=risks, chances=frozenset(chances))


def test_every_risk_that_moved_came_or_went_is_told_the_largest_change_first() -> None:
    one = found()
    since = risks_since(one, reports({one.project.id: (said(LAST, SAID),)}))
    assert since is not None
    assert (since.day, since.exposure) == (LAST, 51)
    assert since.moves == (
        RiskMove("R8", "threat", (5, 4), None),
        RiskMove("R4", "threat", (3, 4), (4, 5)),
        RiskMove("R99", "threat", (1, 5), None),
        RiskMove("R9", "opportunity", None, (2, 2)),
        RiskMove("R9", "threat", (2, 2), None),
        RiskMove("R6", "threat", None, (3, 1)),
        RiskMove("R7", "threat", (2, 2), (1, 2)),
    )
    by_id = {state.risk.id: since.move(state) for state in one.risks}
    assert by_id["R4"] == since.moves[1]
    assert by_id["R9"] == since.moves[3]
    assert (by_id["R1"], by_id["R8"], by_id[""]) == (None, None, None)
    assert [move.id for move in since.of("opportunity")] == ["R9"]


def test_a_rating_turned_round_moves_and_weighs_the_same() -> None:
    one = found("risks: [{id: R1, title: a, probability: 3, impact: 2}]")
    since = risks_since(one, reports({one.project.id: (said(LAST, {"R1": (2, 3)}),)}))
    assert since is not None
    assert [(move.scores, move.delta) for move in since.moves] == [((6, 6), 0)]


def test_a_project_that_was_not_in_the_last_report_has_nothing_to_be_compared_with() -> None:
    one = found()
    assert risks_since(one, reports({})) is None
    other = {"other": (said(LAST, {}),), one.project.id: (said(FIRST, SAID),)}
    assert risks_since(one, reports(other)) is None


def test_the_exposure_of_each_report_and_what_changed_it() -> None:
    one = found("risks: [{id: R1, title: a, probability: 4, impact: 4}]")
    august = said(FIRST, {"R1": (1, 1), "O1": (5, 5)}, "O1")
    september = said(LAST, {"R1": (2, 3), "R2": (1, 2)})
    course = exposure_course(one, reports({one.project.id: (august, september)}))
    assert [(point.day, point.score, point.delta) for point in course] == [
        (FIRST, 1, None),
        (LAST, 8, 7),
        (date(2026, 10, 23), 16, 8),
    ]
    assert [move.id for move in course[1].moves] == ["R1", "R2"]
    assert [move.delta for move in course[2].moves] == [10, -2]


def test_without_reports_the_course_is_today_alone() -> None:
    assert len(exposure_course(found(), reports({}))) == 1


def test_all_projects_together_count_those_that_were_not_there_as_nothing() -> None:
    one = found("risks: [{id: R1, title: a, probability: 4, impact: 4}]")
    other = found("risks: [{id: R1, title: a, probability: 1, impact: 3}]")
    other = replace(other, project=replace(other.project, id="other"))
    then = {one.project.id: (said(FIRST, {"R1": (1, 4)}),), "other": (said(LAST, {"R1": (1, 2)}),)}
    course = exposure_of_all((one, other), reports(then))
    # At the end of September the first could not be read: what it said in August holds.
    assert [(point.score, point.delta) for point in course] == [(4, None), (6, 2), (19, 13)]


def test_a_report_on_another_scale_is_compared_with_nothing() -> None:
    one = found("risks: [{id: R1, title: a, probability: 4, impact: 4}]")
    larger = replace(said(FIRST, {"R1": (9, 9)}), steps=((1, 5, 9), (1, 5, 9)))
    before = reports({one.project.id: (said(FIRST, {"R1": (1, 1)}), larger)})
    assert risks_since(one, before) is None
    assert [point.score for point in exposure_course(one, before)] == [16]
    since = reports({one.project.id: (larger, said(LAST, {"R1": (1, 4)}))})
    assert [point.score for point in exposure_course(one, since)] == [4, 16]
    assert [point.score for point in exposure_of_all((one,), since)] == [4, 16]


RATINGS = st.dictionaries(
    st.sampled_from([f"R{n}" for n in range(6)]), st.tuples(st.integers(1, 5), st.integers(1, 5))
)


@given(RATINGS, RATINGS, st.sets(st.sampled_from([f"R{n}" for n in range(6)])))
def test_the_changes_of_threats_add_up_to_the_change_of_the_exposure(
    before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]], chances: set[str]
) -> None:
    project = found("risks: []").project
    old, new = said(FIRST, before, *chances), said(LAST, after)
    told = moves(old, new, project)
    threats = sum(move.delta for move in told if move.kind == "threat")
    assert threats == new.exposure - old.exposure
    mirrored = {(m.id, m.kind, m.after, m.before) for m in moves(new, old, project)}
    assert mirrored == {(m.id, m.kind, m.before, m.after) for m in told}
