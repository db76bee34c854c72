"""Health. Source of the rules: PRINCE2, tolerances by exception."""

import pytest
from written import assessed, said

from opsgen.derive.health import Light
from opsgen.model import Dimension


def light(dimension: Dimension, text: str, as_of: str = "2026-06-01", settings: str = "") -> Light:
    """One dimension of the project."""
    return assessed(text, as_of, settings).health.light(dimension)


def late(days: int, *, fields: str = "") -> str:
    """A milestone expected this many days after 1 July."""
    dates = f"baseline: 2026-07-01, forecast: 2026-07-{1 + days:02}"
    return f"milestones: [{{id: M1, title: Load test, {dates}{fields}}}]"


@pytest.mark.parametrize(
    ("days", "rag"), [(0, "green"), (5, "green"), (6, "amber"), (10, "amber"), (11, "red"), (30, "red")]
)
def test_schedule_by_the_share_of_tolerance_used(days: int, rag: str) -> None:
    """Green to half of the ten days, amber to all of them."""
    found = light("schedule", late(days))
    assert (found.rag, found.used) == (rag, days * 10)


def test_the_reason_names_the_item() -> None:
    assert (
        said(light("schedule", late(30)).reason)
        == "M1 “Load test” is 30 days later than planned, tolerance 10"
    )
    assert (
        said(light("schedule", late(1)).reason) == "M1 “Load test” is 1 day later than planned, tolerance 10"
    )
    assert said(light("schedule", late(0)).reason) == "Nothing is expected later than planned"
    assert light("schedule", late(30)).item == "M1"


@pytest.mark.parametrize(
    ("tolerance", "rag"),
    [("schedule_days: 60", "green"), ("schedule_days: 30", "amber"), ("schedule_days: 0", "red")],
)
def test_schedule_tolerance_is_data(tolerance: str, rag: str) -> None:
    assert light("schedule", f"tolerance: {{{tolerance}}}\n{late(30)}").rag == rag
    assert light("schedule", late(30), settings=f"tolerance: {{{tolerance}}}").rag == rag


@pytest.mark.parametrize(
    ("text", "rag"),
    [
        # achieved late: it no longer colours
        (late(30, fields=", actual: 2026-05-31"), "grey"),
        (late(30, fields=", type: delivery"), "grey"),
        (late(30, fields=", type: gate"), "red"),
        ("milestones: [{id: M1, title: a, forecast: 2026-09-01}]", "grey"),
        ("milestones: [{id: M1, title: a, forecast: 2026-05-25}]", "amber"),
        ("baseline_finish: 2026-12-31", "green"),
        ("baseline_finish: 2026-12-01", "red"),
        ("finish: 2026-05-29", "green"),
        ("finish: 2026-05-01", "red"),
        ("", "grey"),
    ],
)
def test_what_counts_for_schedule(text: str, rag: str) -> None:
    assert light("schedule", text).rag == rag


@pytest.mark.parametrize(
    ("line", "rag"),
    [
        ("planned: 100, forecast: 105", "green"),
        ("planned: 100, forecast: 106", "amber"),
        ("planned: 100, forecast: 110", "amber"),
        ("planned: 100, forecast: 111", "red"),
        ("planned: 100, forecast: 90", "green"),
        ("planned: 100, actual: 111", "red"),
        ("planned: 100, committed: 111", "red"),
        ("planned: 100", "grey"),
        ("planned: 0, forecast: 5", "red"),
        ("planned: 0, forecast: 0", "green"),
        ("planned: 100, forecast: 200, type: income", "grey"),
    ],
)
def test_cost_by_the_forecast_overrun(line: str, rag: str) -> None:
    assert light("cost", f"budget: [{{id: B1, title: Media, {line}}}]").rag == rag


def test_cost_names_the_line_that_overruns_most() -> None:
    text = """
budget:
- {id: B1, title: Media, planned: 800, forecast: 860}
- {id: B2, title: Stores, planned: 400, forecast: 380}
- {id: B3, title: Text messages, planned: 100, forecast: 190}
- {id: B4, title: Reserve, category: management_reserve, planned: 100, forecast: 900}
- {id: B5, title: Sales, type: income, planned: 100, forecast: 900}
"""
    expected = "The forecast is 10% over the budget, most of it B3 “Text messages”, tolerance 10%"
    assert said(light("cost", text).reason) == expected


def benefits(fields: str, as_of: str = "2026-06-01") -> Light:
    """The benefits of a project with one metric that should be 100 now."""
    return light("benefits", f'metrics: [{{id: K1, title: Rate, unit: "%", target: 100, {fields}}}]', as_of)


def at(value: float, day: str = "2026-06-01") -> str:
    return f"measurements: [{{date: {day}, value: {value}}}]"


@pytest.mark.parametrize(
    ("fields", "rag"),
    [
        (at(100), "green"),
        (at(95), "green"),
        (at(94), "amber"),
        (at(90), "amber"),
        (at(89), "red"),
        ("level: north_star, " + at(89), "red"),
        ("level: supporting, " + at(10), "grey"),
        ("notes: never measured", "grey"),
        # a stale value can make it worse, never better
        ("frequency: weekly, " + at(100, "2026-05-01"), "grey"),
        ("frequency: weekly, " + at(10, "2026-05-01"), "red"),
        # accepted by somebody: amber at most
        ("accepted_deviation: {value: 50, until: 2026-07-01, reason: a}, " + at(60), "amber"),
        ("accepted_deviation: {value: 50, until: 2026-05-01, reason: a}, " + at(60), "red"),
    ],
)
def test_benefits_by_the_worst_key_metric(fields: str, rag: str) -> None:
    assert benefits(fields).rag == rag


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (benefits(at(80)), "K1 “Rate” is at 80%, expected 100% by now: 20% off, tolerance 10%"),
        (
            benefits("due: 2026-05-01, " + at(80, "2026-05-01")),
            "K1 “Rate” missed its target: 80% instead of 100%, 20% off, tolerance 10%",
        ),
        (
            benefits("frequency: weekly, " + at(80, "2026-05-01")),
            "K1 “Rate” was at 80% on 1 May 2026, expected 100% by now: 20% off, tolerance 10%",
        ),
        (
            benefits("accepted_deviation: {value: 70, until: 2026-07-01, reason: a}, " + at(80)),
            "K1 “Rate” is at 80%, expected 100%; accepted until 1 Jul 2026",
        ),
        (benefits(at(100)), "1 key metric is as expected or better"),
    ],
)
def test_benefits_say_why(found: Light, reason: str) -> None:
    assert said(found.reason) == reason


@pytest.mark.parametrize(
    ("fields", "rag"),
    [
        ("probability: 5, impact: 5", "red"),
        ("probability: 5, impact: 5, response: Second carrier", "amber"),
        ("probability: 5, impact: 5, strategy: accept", "amber"),
        ("probability: 3, impact: 4", "amber"),
        ("probability: 3, impact: 4, response: Second carrier", "green"),
        ("probability: 3, impact: 4, response: a, review_every: 2w, reviewed: 2026-05-01", "amber"),
        ('probability: 3, impact: 4, response: a, trigger: {metric: K1, op: ">", value: 1}', "amber"),
        # an honest register is not punished
        ("probability: 3, impact: 3", "green"),
        ('probability: 3, impact: 3, trigger: {metric: K1, op: ">", value: 1}', "green"),
        ("probability: 5, impact: 5, status: closed", "green"),
        ("probability: 5, impact: 5, status: occurred", "green"),
        ("probability: 5, impact: 5, status: draft", "grey"),
        ("probability: 5, impact: 5, kind: opportunity", "grey"),
    ],
)
def test_risk_by_what_is_done_about_it(fields: str, rag: str) -> None:
    metrics = "metrics: [{id: K1, title: Returns, measurements: [{date: 2026-05-01, value: 2}]}]"
    assert light("risk", f"risks: [{{id: R1, title: Storm, {fields}}}]\n{metrics}").rag == rag


def test_an_exposure_beyond_a_tolerance_that_is_set_is_red() -> None:
    text = "risks: [{id: R1, title: Storm, probability: 3, impact: 3}]"
    assert light("risk", f"tolerance: {{risk_exposure: 9}}\n{text}").rag == "green"
    found = light("risk", f"tolerance: {{risk_exposure: 8}}\n{text}")
    assert (found.rag, said(found.reason)) == ("red", "The risk exposure of 9 exceeds its tolerance of 8")


def test_nothing_known_is_grey() -> None:
    found = assessed("", "2026-06-01").health
    assert {item.rag for item in found.dimensions} == {"grey"}
    assert (found.overall, found.assessed, found.counted) == ("grey", 0, 5)
    assert said(found.reason) == "Nothing could be assessed"


BAD = f"""
{late(7)}
budget: [{{id: B1, title: Media, planned: 100, forecast: 150}}]
risks: [{{id: R1, title: Storm, probability: 1, impact: 1}}]
"""


def test_overall_is_the_worst_of_what_was_assessed() -> None:
    found = assessed(BAD, "2026-06-01").health
    assert [item.rag for item in found.dimensions] == ["amber", "red", "grey", "grey", "green", "grey"]
    assert (found.overall, found.reason) == ("red", found.light("cost").reason)
    assert said(found.coverage) == "3 of 5 dimensions assessed"


def test_the_first_of_equal_dimensions_gives_the_reason() -> None:
    found = assessed(BAD.replace("forecast: 150", "forecast: 109"), "2026-06-01").health
    assert (found.overall, found.reason) == ("amber", found.light("schedule").reason)


@pytest.mark.parametrize("settings", ["", "health: {dimensions: [cost]}"])
def test_dimensions_that_count_are_data(settings: str) -> None:
    own = "" if settings else "health_dimensions: [schedule, risk, benefits]"
    found = assessed(f"{own}\n{BAD}", "2026-06-01", settings).health
    assert (found.overall, found.assessed, found.counted) == (("red", 1, 1) if settings else ("amber", 2, 3))


@pytest.mark.parametrize(
    ("lifecycle", "overall", "reason"),
    [
        ("closed", "blue", "The project is closed"),
        ("cancelled", "grey", "The project is cancelled"),
        ("on_hold", "grey", "The project is on hold"),
        ("proposed", "grey", "The project is only proposed"),
    ],
)
def test_a_project_without_work_has_no_lights(lifecycle: str, overall: str, reason: str) -> None:
    found = assessed(f"lifecycle: {lifecycle}\n{BAD}", "2026-06-01").health
    assert (found.overall, said(found.reason), found.assessed) == (overall, reason, 0)


def test_a_closed_project_says_what_it_attained() -> None:
    text = """
lifecycle: closed
metrics:
- {id: K1, title: a, target: 5, measurements: [{date: 2026-05-01, value: 5}]}
- {id: K2, title: b, target: 5, measurements: [{date: 2026-05-01, value: 4}]}
- {id: K3, title: c, target: 5}
"""
    found = assessed(text, "2026-06-01").health
    assert said(found.reason) == "The project is closed: 1 of 2 metrics met their target"


@pytest.mark.parametrize(
    ("declared", "mismatch"),
    [
        ("overall: green, until: 2026-06-01", "declared green, computed red"),
        ("overall: amber, until: 2026-06-01", "declared amber, computed red"),
        ("overall: red, until: 2026-06-01", ""),
        ("overall: grey, until: 2026-06-01", ""),
        ("overall: green", "declared green, computed red"),
        # expired
        ("overall: green, until: 2026-05-31", ""),
    ],
)
def test_declared_against_computed(declared: str, mismatch: str) -> None:
    found = assessed(
        f"declared_health: {{{declared}, reason: We will catch up}}\n{late(30)}", "2026-06-01"
    ).health
    assert (found.overall, said(found.mismatch)) == ("red", mismatch)
    assert (found.declared is None) == ("2026-05-31" in declared)


def test_declared_dimensions_are_compared_one_by_one() -> None:
    text = f"declared_health: {{schedule: green, cost: green, until: 2026-12-01, reason: a}}\n{late(30)}"
    found = assessed(text, "2026-06-01").health
    assert said(found.light("schedule").mismatch) == "declared green, computed red"
    assert found.light("cost").mismatch is None
    assert found.mismatch is None


def test_green_up_to_is_the_portfolios() -> None:
    assert light("schedule", late(3), settings="health: {thresholds: {green_pct: 20}}").rag == "amber"
