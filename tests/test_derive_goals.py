"""Goals. Source of the rules: SMART, OKR grading."""

import pytest
from written import assessed, said

METRICS = """
metrics:
- {id: K1, title: Members, aliases: [KPI-1], start_value: 400, target: 600}
- {id: K2, title: Sales, target: 100, cumulative: true, due: 2026-11-30}
- {id: K3, title: Churn, direction: down, target: 12}
- {id: K4, title: Stock, direction: range, target: {min: 1, max: 5}}
- {id: K5, title: Just watched}
- {title: Nobody can name it, target: 5, measurements: [{date: 2026-05-01, value: 5}]}
milestones:
- {id: M1, title: Done, aliases: [GATE-1], forecast: 2026-02-01, actual: 2026-02-02}
- {id: M2, title: To do, forecast: 2026-09-01}
- {title: Nobody can name it, forecast: 2026-02-01, actual: 2026-02-02}
measurements: {2026-05-01: {K1: 450, K2: 120, K3: 13, K4: 3, K5: 9}}
"""


def test_a_goal_names_what_it_lacks() -> None:
    found = assessed("goals: [{id: G1, title: Grow}]", "2026-06-01").goals[0]
    assert [point.letter for point in found.smart if not point.met] == ["S", "M", "A", "R", "T"]
    assert [said(gap) for gap in found.gaps] == [
        "what exactly",
        "a metric with a target",
        "why it can be done",
        "why it matters",
        "a due date",
    ]


@pytest.mark.parametrize(
    ("fields", "met"),
    [
        ("metrics: [K1]", "M"),
        ("metrics: [K2]", "MT"),
        ("metrics: [K5]", ""),
        ("metrics: [K9]", ""),
        ("due: 2026-09-01, milestones: [M2]", "T"),
        ("key_results: [{id: KR1, title: Sell, metric: K2}]", "MT"),
        ("specific: In stores, achievable: As last year, relevant: Half of sales", "SAR"),
    ],
)
def test_smart(fields: str, met: str) -> None:
    found = assessed(f"{METRICS}goals: [{{id: G1, title: Grow, {fields}}}]", "2026-06-01").goals[0]
    assert "".join(point.letter for point in found.smart if point.met) == met


@pytest.mark.parametrize(
    ("key_result", "progress"),
    [
        ("metric: K1", 0.25),
        ("metric: K1, start_value: 350, target: 550", 0.5),
        ("metric: K2", 1.2),
        ("metric: K3", 0),
        ("metric: K3, target: 13", 1),
        ("metric: K3, start_value: 15", 2 / 3),
        ("metric: K4", 1),
        ("metric: K5", None),
        ("milestone: M1", 1),
        ("milestone: M2", 0),
        ("target: 5", None),
        ("metric: K9", None),
        ("metric: KPI-1", 0.25),
        ("milestone: GATE-1", 1),
    ],
)
def test_progress_of_a_key_result(key_result: str, progress: float | None) -> None:
    text = f"{METRICS}goals: [{{id: G1, title: Grow, key_results: [{{id: KR1, title: a, {key_result}}}]}}]"
    found = assessed(text, "2026-06-01").goals[0].key_results[0]
    assert found.progress == (None if progress is None else pytest.approx(progress))
    assert found.gap is not None or progress is not None


def test_nothing_is_scored_before_it_is_measured() -> None:
    text = f"{METRICS}goals: [{{id: G1, title: Grow, key_results: [{{id: KR1, title: a, metric: K1}}]}}]"
    found = assessed(text, "2026-04-30").goals[0]
    assert (found.score, found.rag) == (None, "grey")
    assert said(found.key_results[0].gap) == "not measured yet"


def test_okr_score_weighs_progress_kept_between_0_and_1() -> None:
    """(3 · 1.2→1 + 1 · 0.25 + 1 · 0) / 5 = 0.65."""
    text = f"""{METRICS}
goals:
- id: G1
  title: Grow
  key_results:
  - {{id: KR1, title: a, metric: K2, weight: 3}}
  - {{id: KR2, title: b, metric: K1}}
  - {{id: KR3, title: c, milestone: M2}}
"""
    found = assessed(text, "2026-06-01").goals[0]
    assert (found.score, found.rag) == (pytest.approx(0.65), "amber")


@pytest.mark.parametrize(
    ("value", "rag"), [(700, "green"), (699, "amber"), (400, "amber"), (399, "red"), (-5, "red")]
)
def test_bands_of_the_score(value: float, rag: str) -> None:
    text = f"""
metrics: [{{id: K1, title: Members, start_value: 0, target: 1000}}]
measurements: {{2026-05-01: {{K1: {value}}}}}
goals: [{{id: G1, title: Grow, key_results: [{{id: KR1, title: a, metric: K1}}]}}]
"""
    assert assessed(text, "2026-06-01").goals[0].rag == rag


def test_one_unknown_key_result_leaves_the_score_unknown() -> None:
    text = f"""{METRICS}
goals:
- id: G1
  title: Grow
  key_results: [{{id: KR1, title: a, metric: K2}}, {{id: KR2, title: b, metric: K5}}]
"""
    assert assessed(text, "2026-06-01").goals[0].score is None


def test_a_goal_stands_beside_what_it_is_linked_to() -> None:
    text = f"{METRICS}goals: [{{id: G1, title: Grow, owner: Grace, metrics: [K2, K1, K9], milestones: [M1]}}]"
    found = assessed(text, "2026-06-01").goals[0]
    assert [state.metric.id for state in found.metrics] == ["K2", "K1"]
    assert [state.milestone.id for state in found.milestones] == ["M1"]
    assert (found.owner, str(found.due), found.score, found.rag) == ("Grace", "2026-11-30", None, "grey")
