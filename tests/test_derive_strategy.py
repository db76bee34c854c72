"""What strategic goals get of the projects."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import assessed, project

from opsgen.derive import Assessment, assess
from opsgen.derive.strategy import Strategy, strategy
from opsgen.model import Goal, KeyResult, Project, Settings, StrategicGoal
from opsgen.words import Text

SETTINGS = Settings(
    strategic_goals=tuple(StrategicGoal(id=name, title=Text(name)) for name in ("S1", "S2", "S3"))
)
AS_OF = date(2026, 6, 1)


def of(*texts: str) -> Strategy:
    """The projects a, b, … together."""
    return strategy((_assessed(chr(97 + n), text) for n, text in enumerate(texts)), SETTINGS)


def _assessed(name: str, text: str) -> Assessment:
    return assess(replace(project(text), id=name), SETTINGS, AS_OF)


def goals(*written: str, lines: str = "") -> str:
    """A project with these goals, each `id strategic-goal score weight`."""
    entries, metrics, values = [], [], []
    for entry in written:
        name, supports, points, weight = entry.split()
        known = f"key_results: [{{id: KR{name}, title: a, metric: K{name}}}], " if points != "-" else ""
        named = f"supports: {supports}, " if supports != "-" else ""
        entries.append(f"- {{id: {name}, title: Goal, {named}{known}weight: {weight}}}")
        if known:
            metrics.append(f"- {{id: K{name}, title: M, start_value: 0, target: 100}}")
            values.append(f"K{name}: {float(points) * 100}")
    text = "goals:\n" + "\n".join(entries)
    if metrics:
        text += (
            "\nmetrics:\n" + "\n".join(metrics) + f"\nmeasurements: {{2026-05-01: {{{', '.join(values)}}}}}"
        )
    return f"{text}\n{lines}"


def test_the_score_of_a_strategic_goal_weighs_those_of_its_goals() -> None:
    """(3 · 0.9 + 1 · 0.5) / 4 = 0.8; what has no score is left out of it and counted."""
    found = of(goals("G1 S1 0.9 3", "G2 S1 - 5"), goals("G1 S1 0.5 1")).goals[0]
    assert (found.score, found.rag, found.unscored) == (pytest.approx(0.8), "green", 1)
    assert (len(found.projects), found.goals) == (2, 3)


def test_nothing_scored_is_no_score() -> None:
    found = of(goals("G1 S1 - 1"))
    assert (found.goals[0].score, found.goals[0].rag) == (None, "grey")
    assert [state.goal.id for state in found.unsupported] == ["S2", "S3"]


def test_a_project_that_supports_two_says_so_at_both() -> None:
    found = of(goals("G1 S1 0.5 1", "G2 S2 0.5 1", "G3 S1 0.5 1"), goals("G1 S1 0.5 1"))
    assert [[g.id for g in support.also] for support in found.goals[0].supports] == [["S2"], ["S2"], []]
    assert [a.project.id for a in found.goals[0].projects] == ["a", "b"]
    assert [a.project.id for a in found.goals[0].shared] == ["a"]


@pytest.mark.parametrize("header", ["lifecycle: proposed", "lifecycle: cancelled"])
def test_who_does_not_work_on_it_is_shown_and_not_counted(header: str) -> None:
    found = of(goals("G1 S1 0.5 1", lines=header)).goals[0]
    assert (len(found.supports), found.goals, found.projects, found.score) == (1, 0, (), None)


def test_a_dropped_goal_supports_nothing_any_more() -> None:
    found = of("goals: [{id: G1, title: a, supports: S1, status: dropped}, {id: G2, title: b, supports: S2}]")
    assert [state.goal.id for state in found.unsupported] == ["S1", "S3"]
    assert found.goals[1].shared == ()


def test_goals_that_support_nothing_stand_apart() -> None:
    assert [s.goal.goal.id for s in of(goals("G1 - 0.5 1", "G2 S3 0.5 1")).loose] == ["G1"]


SOME_GOALS = st.lists(
    st.builds(
        lambda supports, weight, status: Goal(
            title=Text("a"), supports=supports, weight=weight, status=status, key_results=(_NEVER,)
        ),
        st.sampled_from(["", "S1", "S2", "S3", "S9"]),
        st.floats(0, 1e6),
        st.sampled_from(["active", "dropped", "missed"]),
    ),
    max_size=5,
)
_NEVER = KeyResult(title=Text("a"), milestone="M1")


@given(st.lists(SOME_GOALS, max_size=3))
def test_every_goal_stands_in_one_place_and_scores_stay_in_range(drawn: list[list[Goal]]) -> None:
    wholes = [Project(id=str(n), title=Text("a"), owner="Ada", goals=tuple(g)) for n, g in enumerate(drawn)]
    found = strategy((assess(whole, SETTINGS, AS_OF) for whole in wholes), SETTINGS)
    placed = sum(len(state.supports) for state in found.goals) + len(found.loose)
    assert placed == sum(map(len, drawn))
    for state in found.goals:
        assert state.score is None or 0 <= state.score <= 1
        assert 0 <= state.unscored <= state.goals <= len(state.supports)
        assert set(map(id, state.shared)) <= set(map(id, state.projects))


def test_smart_says_what_supports_each_letter() -> None:
    text = """
metrics: [{id: K1, title: Back, target: 24, due: 2026-12-10}]
goals: [{id: G1, title: Come back, metrics: [K1], specific: Members of the last 30 days}]
"""
    points = assessed(text, "2026-06-01").goals[0].smart
    assert [str(p.written) and p.written.plain for p in points] == [
        "Members of the last 30 days",
        "",
        "",
        "",
        "",
    ]
    assert [[i.id for i in p.shown_by] for p in points] == [[], ["K1"], [], [], ["K1"]]
    assert points[4].day == date(2026, 12, 10)


def test_what_serves_a_goal_is_found_from_both_sides() -> None:
    text = """
goals: [{id: G1, title: Come back, aliases: [G0], milestones: [M1]}]
milestones:
- {id: M1, title: a, forecast: 2026-09-01}
- {id: M2, title: b, forecast: 2026-09-01, supports: [G0]}
tasks: [{id: T1, title: a, supports: [G1]}, {id: T2, title: b}]
research: [{id: RS1, title: a, finding: b, supports: [G1]}]
risks: [{id: R1, title: a, probability: 1, impact: 1, affects: [G1]}]
"""
    found = assessed(text, "2026-06-01").goals[0].serving
    ids = [[i.id for i in items] for items in (found.milestones, found.tasks, found.research, found.risks)]
    assert ids == [["M1", "M2"], ["T1"], ["RS1"], ["R1"]]


def test_a_grade_as_in_the_literature() -> None:
    """Doerr, Measure What Matters (2018), chapter 10: 35 of 50 calls are a raw score of 70 per cent."""
    text = """
metrics: [{id: K1, title: Calls, cumulative: true, start_value: 0, target: 50}]
measurements: {2026-05-01: {K1: 35}}
goals: [{id: G1, title: Recruit new customers, key_results: [{id: KR1, title: Fifty calls, metric: K1}]}]
"""
    found = assessed(text, "2026-06-01").goals[0]
    assert (found.score, found.rag) == (pytest.approx(0.7), "green")
