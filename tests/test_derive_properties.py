"""What holds for every project, drawn at random."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from math import isfinite

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsgen.derive import Assessment, assess, summarise
from opsgen.derive.coverage import coverage, missing
from opsgen.derive.inputs import lacking
from opsgen.derive.outcome import outcome
from opsgen.model import (
    BudgetLine,
    Impact,
    Measurement,
    Metric,
    Milestone,
    Project,
    Risk,
    Settings,
    Target,
    Task,
)
from opsgen.portfolio import Portfolio
from opsgen.words import Text, words
from tests.drawn import TIMES, workspaces
from tests.written import assembled

drawn = settings(max_examples=60, deadline=None)
RANK = {"green": 0, "amber": 1, "red": 2}
DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
MAYBE_DAY = st.none() | DAYS
NUMBERS = st.floats(-1e9, 1e9)
MONEY = st.integers(0, 10**12).map(lambda cents: Decimal(cents) / 100)


def ids(prefix: str) -> st.SearchStrategy[str]:
    return st.integers(1, 99).map(lambda n: f"{prefix}{n}")


MILESTONES = st.builds(
    Milestone,
    id=ids("M"),
    title=st.just(Text("a milestone")),
    baseline=MAYBE_DAY,
    forecast=MAYBE_DAY,
    actual=MAYBE_DAY,
    type=st.sampled_from(["key", "gate", "internal"]),
)
TARGETS = (
    NUMBERS.map(lambda value: Target(value=value))
    | st.tuples(NUMBERS, NUMBERS).map(lambda ends: Target(min=min(ends), max=max(ends)))
    | st.lists(st.tuples(DAYS, NUMBERS), min_size=1, max_size=4).map(lambda s: Target(steps=tuple(sorted(s))))
)
METRICS = st.builds(
    Metric,
    id=ids("K"),
    title=st.just(Text("a metric")),
    direction=st.sampled_from(["up", "down", "range"]),
    cumulative=st.booleans(),
    aggregation=st.sampled_from(["last", "sum", "mean", "max", "min"]),
    start_value=st.none() | NUMBERS,
    target=st.none() | TARGETS,
    due=MAYBE_DAY,
    frequency=st.sampled_from([None, "daily", "weekly", "monthly", "quarterly", "once"]),
    ratio_of=st.just(()) | st.tuples(ids("K"), ids("K")),
    measurements=st.lists(
        st.builds(Measurement, date=DAYS, value=NUMBERS), max_size=6, unique_by=lambda m: m.date
    ).map(tuple),
)
RISKS = st.builds(
    Risk,
    id=ids("R"),
    title=st.just(Text("a risk")),
    probability=st.integers(1, 5),
    impact=st.builds(Impact, overall=st.none() | st.integers(1, 5), cost=st.none() | st.integers(1, 5)),
    status=st.sampled_from(["draft", "open", "closed", "occurred"]),
    cost=st.none() | MONEY,
    reviewed=MAYBE_DAY,
    review_every=st.sampled_from(["", "2w", "3mo", "5d"]),
)
LINES = st.builds(
    BudgetLine,
    id=ids("B"),
    title=st.just(Text("a line")),
    planned=MONEY,
    actual=st.none() | MONEY,
    forecast=st.none() | MONEY,
    type=st.sampled_from(["capex", "opex", "income"]),
)
TASKS = st.builds(
    Task,
    id=ids("T"),
    title=st.just(Text("a task")),
    parent=st.just("") | ids("T"),
    status=st.sampled_from(["todo", "in_progress", "blocked", "done", "cancelled"]),
    complete=st.none() | st.floats(0, 100),
    effort=st.none() | st.floats(0, 1e6),
    finish=MAYBE_DAY,
)


def several(items: st.SearchStrategy) -> st.SearchStrategy:  # type: ignore[type-arg]
    return st.lists(items, max_size=3, unique_by=lambda item: item.id).map(tuple)


PROJECTS = st.builds(
    Project,
    id=st.just("p"),
    title=st.just(Text("a project")),
    owner=st.just("Ada"),
    start=MAYBE_DAY,
    finish=MAYBE_DAY,
    baseline_finish=MAYBE_DAY,
    lifecycle=st.sampled_from([None, "planning", "executing", "closed", "on_hold"]),
    milestones=several(MILESTONES),
    metrics=several(METRICS),
    risks=several(RISKS),
    budget=several(LINES),
    tasks=several(TASKS),
)


@drawn
@given(PROJECTS, DAYS)
def test_every_number_is_a_number_and_every_reason_can_be_said(project: Project, as_of: date) -> None:
    found = assess(project, Settings(), as_of)
    for state in found.metrics:
        numbers = (state.attainment, state.progress, state.elapsed, state.shortfall, state.expected)
        assert all(number is None or isfinite(number) for number in numbers)
        assert state.shortfall is None or state.shortfall >= 0
    percent = found.completion.percent
    assert percent is None or -1e-9 <= percent <= 100 + 1e-9
    for light in found.health.dimensions:
        assert light.used is None or isfinite(light.used)
        assert words("zh").say(light.reason)
        assert "{" not in words("en").say(light.reason)


@drawn
@given(PROJECTS, DAYS, st.randoms())
def test_the_order_of_lists_changes_nothing(project: Project, as_of: date, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = replace(
        project,
        **{
            name: tuple(random.sample(items, len(items)))
            for name in ("milestones", "metrics", "risks", "budget", "tasks")
            if (items := getattr(project, name))
        },
    )
    before, after = (assess(p, Settings(), as_of) for p in (project, shuffled))
    assert after.health == before.health
    assert after.milestones == before.milestones
    assert set(after.risks) == set(before.risks)  # equals stay as they are written
    assert after.exposure == before.exposure
    assert after.budget is None or before.budget is None or after.budget.spending == before.budget.spending


@drawn
@given(MILESTONES, st.integers(0, 400), DAYS)
def test_health_is_never_better_with_a_later_forecast(milestone: Milestone, days: int, as_of: date) -> None:
    if milestone.forecast is None:
        return
    later = replace(milestone, forecast=milestone.forecast + timedelta(days=days))
    lights = [_schedule(m, as_of) for m in (milestone, later)]
    if all(light in RANK for light in lights) and milestone.baseline:
        assert RANK[lights[1]] >= RANK[lights[0]]


def _schedule(milestone: Milestone, as_of: date) -> str:
    project = Project(id="p", title=Text("a"), owner="Ada", lifecycle="executing", milestones=(milestone,))
    return assess(project, Settings(), as_of).health.light("schedule").rag


IN_HAND = RISKS.map(lambda risk: replace(risk, response=Text("Two carriers"), trigger=None, review_every=""))
"""Risks that somebody answered, and whose review is not overdue."""
SMALL = st.builds(
    replace,
    RISKS,
    probability=st.integers(1, 3),
    impact=st.builds(Impact, overall=st.integers(1, 3), cost=st.none() | st.integers(1, 3)),
)
"""Risks that are low or medium: up to 9 with the scales of the house."""


@drawn
@given(PROJECTS, DAYS, SMALL | IN_HAND.filter(lambda risk: risk.probability * 5 < 15))
def test_an_honest_register_is_not_punished(project: Project, as_of: date, another: Risk) -> None:
    """A risk below high, or answered and below critical, makes no light worse."""
    before, after = _risk_lights(project, as_of, another)
    assert RANK.get(after, 0) <= RANK.get(before, 0)


@drawn
@given(PROJECTS, DAYS, IN_HAND)
def test_a_risk_that_is_answered_turns_no_light_red(project: Project, as_of: date, another: Risk) -> None:
    before, after = _risk_lights(project, as_of, another)
    assert after != "red" or before == "red"


def _risk_lights(project: Project, as_of: date, another: Risk) -> tuple[str, str]:
    """The light of the risks without another one and with it, where no exposure is limited."""
    free = replace(project, tolerance=replace(project.tolerance, risk_exposure=None))
    longer = replace(free, risks=(*free.risks, another))
    before, after = (assess(p, Settings(), as_of).health.light("risk").rag for p in (free, longer))
    return before, after


@drawn
@given(PROJECTS, DAYS)
def test_nothing_unknown_turns_green(project: Project, as_of: date) -> None:
    """Without plans, measurements, spending and risks no dimension has a light."""
    bare = replace(
        project,
        start=None,
        finish=None,
        milestones=tuple(
            replace(m, baseline=None, forecast=None) for m in project.milestones if not m.actual
        ),
        metrics=tuple(replace(m, measurements=()) for m in project.metrics),
        budget=tuple(replace(line, actual=None, forecast=None) for line in project.budget),
        baseline_finish=None,
        risks=(),
    )
    assert {light.rag for light in assess(bare, Settings(), as_of).health.dimensions} == {"grey"}


@drawn
@given(PROJECTS, DAYS)
def test_it_is_the_same_when_done_again(project: Project, as_of: date) -> None:
    assert assess(project, Settings(), as_of) == assess(project, Settings(), as_of)


# Numbers of whatever the schemas allow


def read(files: dict[str, object]) -> Portfolio:
    """A drawn workspace, as its files would be read."""
    texts = {name: json.dumps(data, ensure_ascii=False) for name, data in files.items() if data}
    return assembled({f"projects/{name}": text.encode() for name, text in texts.items()})


@settings(
    max_examples=15 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(workspaces(), DAYS)
def test_every_derived_number_stays_in_its_range(files: dict[str, object], as_of: date) -> None:
    found = read(files)
    assessments = [assess(project, found.settings, as_of) for project in found.projects]
    assert assessments
    for assessment in assessments:
        wrong = [name for name, holds in ranges(assessment) if not holds]
        assert wrong == []
    summary = summarise(assessments, found.settings, as_of)
    assert sum(n for _, n in summary.counts) == len(assessments)
    assert all(
        isfinite(money.planned) and money.projects >= money.without_actual >= 0 for money in summary.money
    )


def ranges(of: Assessment) -> Iterator[tuple[str, bool]]:
    """Every derived number with whether it is what its docstring says it is; None is unknown, and right."""
    yield (
        "completion",
        within(of.completion.percent, 0, 100) and of.completion.tasks >= of.completion.unknown >= 0,
    )
    yield "elapsed", within(of.elapsed, 0, 100)
    yield "exposure", min(of.exposure.score, of.exposure.threats, of.exposure.chances) >= 0
    yield "exposure costed", 0 <= of.exposure.costed <= of.exposure.threats
    for task in of.tasks:
        yield "complete", within(task.complete, 0, 100)
    for metric in of.metrics:
        yield "metric elapsed", within(metric.elapsed, 0, 100)
        yield "shortfall", within(metric.shortfall, 0)
        yield (
            "metric",
            all(within(n) for n in (metric.attainment, metric.progress, metric.expected, metric.gap)),
        )
        yield "projected", within(metric.projected)
    for risk in of.risks:
        yield "score", all(within(score, 1, 81) for score in (risk.score, risk.inherent, risk.target))
        yield "emv", within(risk.emv)
    for goal in of.goals:
        yield (
            "okr",
            within(goal.score, 0, 1) and all(within(part.progress, 0, 1) for part in goal.key_results),
        )
        yield "smart", len(goal.smart) == 5
    for stone in of.milestones:
        yield "slip", stone.slip is None or abs(stone.slip) < 100_000
    for gate in of.gates:
        criteria = len(gate.met) + len(gate.unmet) + len(gate.unknown)
        yield "criteria", criteria == len(gate.state.milestone.criteria)
    for deliverable in of.deliverables:
        yield "deliverable", deliverable.overdue >= 0
    for issue in of.issues:
        yield "age", issue.age is None or issue.open or abs(issue.age) < 100_000
    for light in of.health.dimensions:
        yield "used", within(light.used, 0)
    yield from of_money(of)
    yield from of_network(of)
    yield from of_outcome(of)
    yield "update", of.update.age_days is None or of.update.age_days >= 0
    yield "coverage", len(coverage(of)) == 8 and 0 <= missing(coverage(of)) <= 21
    yield "lacking", of.live or not lacking(of)


def of_money(of: Assessment) -> Iterator[tuple[str, bool]]:
    if of.budget is None:
        return
    for line in of.budget.lines:
        yield "line", all(within(amount) for amount in (line.planned, line.actual, line.forecast))
    spending = of.budget.spending
    yield (
        "spending",
        0 <= spending.without_actual <= spending.lines and 0 <= spending.assumed <= spending.lines,
    )
    yield "return", within(of.budget.return_pct)


def of_outcome(of: Assessment) -> Iterator[tuple[str, bool]]:
    """What was reached, missed and is open are all there is; a reason never makes a deviation of an item."""
    found = outcome(of)
    items = dict(found.judged)
    for tally in found.tallies:
        yield "tally", min(tally.met, tally.missed, tally.open) >= 0
        yield "all", tally.met + tally.missed + tally.open == tally.of <= len(items[tally.kind])
        yield "reached", within(tally.percent, 0, 100)
    deviating = sum(one.deviates for judged in items.values() for one in judged)
    yield "deviations", found.unexplained <= len(found.deviations) == deviating


def of_network(of: Assessment) -> Iterator[tuple[str, bool]]:
    """Late dates and floats agree; what is free of a day's delay is never more than what the end allows."""
    for scheduled in of.network.scheduled.values():
        total, free = scheduled.total_float, scheduled.free_float
        yield "float", total is None or free is None or free <= total
        if scheduled.early_start and scheduled.early_finish:
            yield "early", scheduled.early_start <= scheduled.early_finish
    tasks = {task.id for task in of.project.tasks} | {stone.id for stone in of.project.milestones}
    yield "paths", all(item.id in tasks for path in of.network.paths for item in path)


def within(value: float | Decimal | None, low: float = -1e300, high: float = 1e300) -> bool:
    """Whether a number is finite and within its bounds, but for what rounding adds."""
    return value is None or (isfinite(value) and low - 1e-6 <= float(value) <= high + 1e-6)
