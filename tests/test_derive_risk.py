"""Risks. Source of the rules: PMBOK probability and impact matrix, M_o_R exposure."""

from decimal import Decimal

import pytest
from written import assessed

from opsgen.derive.risk import RiskState, band
from opsgen.model import BandStep, Scales


def risk(fields: str, as_of: str = "2026-06-01", *, settings: str = "", more: str = "") -> RiskState:
    """The state of one risk."""
    return assessed(f"risks: [{{id: R1, title: Storm, {fields}}}]\n{more}", as_of, settings).risks[0]


@pytest.mark.parametrize(
    ("fields", "score"),
    [
        ("probability: 4, impact: 3", 12),
        ("probability: 3, impact: {schedule: 2, cost: 5}", 15),
        ("probability: 1, impact: {quality: 1}", 1),
    ],
)
def test_score_is_probability_times_the_highest_impact(fields: str, score: int) -> None:
    assert risk(fields).score == score


def test_every_cell_of_the_matrix_wears_the_band_of_its_own_score() -> None:
    """Low 1-4, medium 5-9, high 10-14, critical 15-25."""
    matrix = [[band(p * i, Scales())[0] for i in range(1, 6)] for p in range(5, 0, -1)]
    assert ["".join(row) for row in matrix] == [
        "mhccc",
        "lmhcc",
        "lmmhc",
        "llmmh",
        "llllm",
    ]


def test_bands_are_data() -> None:
    scales = Scales(bands=(BandStep(id="high", from_=6), BandStep(id="low", from_=2)))
    assert [band(points, scales) for points in (1, 2, 5, 6, 25)] == ["low", "low", "low", "high", "high"]


def test_expected_cost_takes_the_midpoint_of_the_probability() -> None:
    """4 is "up to 70 %" with a midpoint of 60 %: 60 % of 360,000."""
    assert risk("probability: 4, impact: 3, cost: 360k").emv == Decimal(216000)
    assert risk("probability: 4, impact: 3").emv is None
    unscaled = risk(
        "probability: 4, impact: 3, cost: 360k", settings="scales: {probability: [{value: 4, title: a}]}"
    )
    assert unscaled.emv is None


def test_exposure_adds_open_threats_only() -> None:
    text = """
risks:
- {id: R1, title: a, probability: 2, impact: 3, cost: 1000}
- {id: R2, title: b, probability: 5, impact: 5}
- {id: R3, title: closed, probability: 5, impact: 5, status: closed, cost: 1000}
- {id: R4, title: a draft, probability: 5, impact: 5, status: draft}
- {id: R5, title: a chance, kind: opportunity, probability: 3, impact: 3, cost: 1000}
"""
    found = assessed(text, "2026-06-01")
    assert (found.exposure.score, found.exposure.threats) == (31, 2)
    assert (found.exposure.cost, found.exposure.chance) == (Decimal(200), Decimal(400))
    assert [s.risk.id for s in found.risks] == ["R2", "R5", "R1", "R4", "R3"]


@pytest.mark.parametrize(
    ("fields", "overdue"),
    [
        ("review_every: 2w, reviewed: 2026-05-18", False),
        ("review_every: 2w, reviewed: 2026-05-17", True),
        ("review_every: 1mo, raised: 2026-04-30", True),
        ("review_every: 5d, reviewed: 2026-05-25", False),
        ("reviewed: 2026-01-01", False),
        ("review_every: 2w", False),
        ("review_every: 2w, reviewed: 2026-05-17, status: closed", False),
    ],
)
def test_review(fields: str, overdue: bool) -> None:
    assert risk(f"probability: 2, impact: 2, {fields}").review_overdue is overdue


@pytest.mark.parametrize(("op", "met"), [(">", False), (">=", True), ("<", False), ("<=", True)])
def test_trigger_looks_at_the_latest_measurement(op: str, met: bool) -> None:
    metrics = """
metrics:
- id: K1
  title: Returns
  measurements: [{date: 2026-05-01, value: 9}, {date: 2026-05-20, value: 13}, {date: 2026-07-01, value: 20}]
"""
    trigger = f'trigger: {{metric: K1, op: "{op}", value: 13}}'
    assert risk(f"probability: 2, impact: 2, {trigger}", more=metrics).trigger_met is met


@pytest.mark.parametrize("trigger", ["When it rains", '{metric: K9, op: "<", value: 1}'])
def test_a_trigger_that_cannot_be_measured_is_unknown(trigger: str) -> None:
    assert risk(f"probability: 2, impact: 2, trigger: {trigger}").trigger_met is None


@pytest.mark.parametrize(
    ("fields", "responded"),
    [
        ("response: Second carrier", True),
        ("strategy: accept", True),
        ("strategy: escalate", True),
        ("actions: [A1]", True),
        ("strategy: mitigate", False),
        ("contingency: Send by post", False),
    ],
)
def test_what_counts_as_a_response(fields: str, responded: bool) -> None:
    assert risk(f"probability: 2, impact: 2, {fields}").responded is responded


def test_scores_before_and_wanted_after_the_response() -> None:
    """M_o_R: inherent, current and target risk."""
    rated = "inherent: {probability: 5, impact: 4}, residual_target: {probability: 2, impact: 3}"
    found = risk(f"probability: 4, impact: 4, {rated}")
    assert (found.inherent, found.score, found.target) == (20, 16, 6)
    bare = risk("probability: 4, impact: 4")
    assert (bare.inherent, bare.target) == (None, None)


@pytest.mark.parametrize(
    ("trigger", "signal"),
    [
        ('trigger: {metric: K1, op: ">", value: 8}', "met"),
        ('trigger: {metric: K1, op: ">", value: 9}', "not_met"),
        ('trigger: {metric: K2, op: ">", value: 9}', "unknown"),
        ("trigger: When it rains", "words"),
        ("response: Wait", None),
    ],
)
def test_a_trigger_says_whether_it_is_met_unknown_or_for_people(trigger: str, signal: str | None) -> None:
    metrics = """
metrics:
- {id: K1, title: Returns, measurements: [{date: 2026-05-01, value: 9}]}
- {id: K2, title: Never measured}
"""
    found = risk(f"probability: 2, impact: 2, {trigger}", more=metrics)
    assert found.signal == signal
    assert (found.measured is not None) == (signal in ("met", "not_met"))


def test_opportunities_weigh_apart_from_threats() -> None:
    text = """
risks:
- {id: R1, title: a, probability: 4, impact: 4, contingency: {plan: By post, cost: 40k}}
- {id: R2, title: b, probability: 1, impact: 1, cost: 1000}
- {id: R3, title: c, probability: 1, impact: 1, status: closed, contingency: {plan: None, cost: 9k}}
- {id: O1, title: d, kind: opportunity, probability: 5, impact: 5}
"""
    found = assessed(text, "2026-06-01")
    weighed = found.exposure
    assert (weighed.score, weighed.threats, weighed.costed) == (17, 2, 1)
    assert (weighed.chances, weighed.opportunities, weighed.valued, weighed.chance) == (25, 1, 0, None)
    assert weighed.contingency == Decimal(40000)
    assert [state.risk.id for state in found.risks if state.grave] == ["R1"]


def test_the_decision_tree_of_the_pmbok_guide() -> None:
    """PMBOK Guide, 5th edition, chapter 11.4, figure "Decision Tree Diagram": build or upgrade the plant.

    Demand is strong at 60 %, weak at 40 %. A new plant then brings 80 M or loses 30 M: its expected monetary
    value is 36 M. An upgrade brings 70 M or 10 M: 46 M, and so it is chosen.
    """
    steps = "{value: 1, title: weak, percent: 40}, {value: 2, title: strong, percent: 60}"
    scales = f"scales: {{probability: [{steps}]}}"
    build = """
risks:
- {id: O1, title: Strong demand, kind: opportunity, probability: 2, impact: 1, cost: 80000000}
- {id: R1, title: Weak demand, probability: 1, impact: 1, cost: 30000000}
"""
    upgrade = """
risks:
- {id: O1, title: Strong demand, kind: opportunity, probability: 2, impact: 1, cost: 70000000}
- {id: O2, title: Weak demand, kind: opportunity, probability: 1, impact: 1, cost: 10000000}
"""
    first, second = (assessed(text, "2026-06-01", scales).exposure for text in (build, upgrade))
    assert first.chance is not None
    assert first.cost is not None
    assert first.chance - first.cost == Decimal(36_000_000)
    assert (second.chance, second.cost) == (Decimal(46_000_000), None)


def test_the_probability_and_impact_matrix_of_the_pmbok_guide() -> None:
    """PMBOK Guide, 5th edition, chapter 11.3, figure "Probability and Impact Matrix".

    Probabilities 0.9 to 0.1 by impacts 0.10 to 0.80; here both times ten, so scores times a hundred.
    """
    rated = [(p, i) for p in (9, 7, 5, 3, 1) for i in (1, 2, 4, 8)]
    steps = ", ".join(f"{{value: {v}, title: a}}" for v in (1, 3, 5, 7, 9))
    impacts = ", ".join(f"{{value: {v}, title: a}}" for v in (1, 2, 4, 8))
    risks = "".join(
        f"- {{id: R{n}, title: a, probability: {p}, impact: {i}}}\n" for n, (p, i) in enumerate(rated)
    )
    found = assessed(
        f"risks:\n{risks}", "2026-06-01", f"scales: {{probability: [{steps}], impact: [{impacts}]}}"
    )
    scores = {state.risk.id: state.score for state in found.risks}
    assert [scores[f"R{n}"] for n in range(20)] == [
        *(9, 18, 36, 72),
        *(7, 14, 28, 56),
        *(5, 10, 20, 40),
        *(3, 6, 12, 24),
        *(1, 2, 4, 8),
    ]
