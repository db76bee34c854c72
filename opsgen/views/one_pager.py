"""A project on one page: what a sponsor must know, chosen and put into words.

The same value stands at the top of the project's page and, cut by `paper.fitted`, on the handout.
Numbers and dates are spoken in the edition's language; what the authors wrote stays `Text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.derive.schedule import is_key
from opsgen.schema.fields import choice_label
from opsgen.views import states
from opsgen.views.how import Explained
from opsgen.views.since import last_report, moved_days, turn
from opsgen.views.states import RAG, State
from opsgen.words import Message, Text, Words, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.derive import Assessment
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import Totals
    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.steering import DecisionState
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.views.since import Turn

DECISIONS, METRICS, MILESTONES, RISKS, LINES = 2, 3, 5, 3, 3

_LEVELS = {"north_star": 0, "key": 1, "supporting": 2}
_TROUBLE = {
    "behind": 0,
    "missed": 0,
    "stale": 1,
    "near": 2,
    "accepted": 2,
    "unknown": 3,
    "on_pace": 4,
    "met": 5,
}


@dataclass(frozen=True, slots=True)
class Light:
    """A mark of the palette and the word beside it."""

    token: str
    word: str


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    text: str
    how: How | None = None
    who: str = ""
    """The person it names, by id or name."""


@dataclass(frozen=True, slots=True)
class Aside:
    """A second light beside the first: last time's with the way from it, or the declared one."""

    label: str
    light: Light
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A decision wanted; `amount` and `due` are empty where nobody wrote them."""

    id: str
    title: Text
    recommendation: Text
    amount: str
    due: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Kpi:
    """A metric; `bar` and `tick` are percents of the bar's width, None where there is nothing to draw."""

    id: str
    title: Text
    light: Light
    actual: str
    unit: str
    target: str
    rate_label: str
    rate: str
    elapsed: str
    bar: float | None
    tick: float | None
    how: How | None
    how_elapsed: How | None


@dataclass(frozen=True, slots=True)
class Stone:
    """A milestone: its dates and the days between them.

    `moved` are the days since the last report, a dash where that had no date of it.
    """

    id: str
    title: Text
    planned: str
    latest: str
    deviation: str
    light: Light
    how: How | None
    moved: str = ""
    how_moved: How | None = None


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of the money bar; `mark` names its place in it: plan, used, forecast."""

    mark: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Money:
    """The money bar: `used`, `plan` and `more` (forecast beyond the plan) in percent of its width."""

    note: str
    used: float
    plan: float
    more: float
    sums: tuple[Sum, ...]


@dataclass(frozen=True, slots=True)
class Danger:
    id: str
    title: Text
    response: Text
    owner: str
    light: Light
    how: How | None


@dataclass(frozen=True, slots=True)
class OnePager:
    """A project on one page, in the order it is read.

    `summary` and `goals` speak for a project that has neither numbers nor dates; else they are empty. `since`
    is the day of the last report in words, empty where the project was not in one.
    """

    id: str
    title: Text
    summary: Text
    goals: tuple[Text, ...]
    facts: tuple[Fact, ...]
    light: Light
    reason: str
    asides: tuple[Aside, ...]
    decisions: tuple[Ask, ...]
    metrics: tuple[Kpi, ...]
    milestones: tuple[Stone, ...]
    money: Money | None
    risks: tuple[Danger, ...]
    done: tuple[Text, ...]
    next: tuple[Text, ...]
    left_out: str
    since: str = ""


def one_pager(assessment: Assessment, edition: Edition) -> OnePager:
    """The project on one page: the most important of everything, and a word about what is left out."""
    say, project, how = words(edition.lang), assessment.project, Explained(edition, assessment)
    asks = assessment.decisions_wanted
    metrics = sorted(assessment.metrics, key=_weight)[:METRICS]
    stones = chosen_milestones(assessment.milestones)
    threats = [state for state in assessment.risks if state.open_threat]
    update = assessment.update.latest
    done, coming = (update.done, update.next) if update else ((), ())
    silent = not metrics and not stones
    return OnePager(
        id=project.id,
        title=project.title,
        summary=project.summary if silent else Text(),
        goals=tuple(goal.title for goal in project.goals[:LINES]) if silent else (),
        facts=tuple(_facts(assessment, edition, how, say)),
        light=_light(RAG[assessment.health.overall], say),
        reason=say.say(assessment.health.reason),
        asides=tuple(_asides(assessment, edition, say)),
        decisions=tuple(_ask(state, assessment, edition, say) for state in asks[:DECISIONS]),
        metrics=tuple(_kpi(state, how, say) for state in metrics),
        milestones=tuple(_stone(state, edition, how, say) for state in stones),
        money=_money(assessment, edition, say),
        risks=tuple(_danger(state, edition, how, say) for state in threats[:RISKS]),
        done=done[:LINES],
        next=coming[:LINES],
        left_out=_left_out(
            say,
            decisions=len(asks) - DECISIONS,
            metrics=len(assessment.metrics) - METRICS,
            milestones=len(assessment.milestones) - MILESTONES,
            risks=len(threats) - RISKS,
            goals=len(project.goals) - LINES if silent else 0,
            lines=max(0, len(done) - LINES) + max(0, len(coming) - LINES),
        ),
        since=last_report(edition) if edition.reports.last(project.id) else "",
    )


def chosen_milestones(states: Iterable[MilestoneState]) -> tuple[MilestoneState, ...]:
    """At most five, by date: key ones and gates before others, open before achieved, late before next."""
    ranked = sorted(states, key=_urgency)
    return tuple(sorted(ranked[:MILESTONES], key=lambda s: (s.due or date.max, s.milestone.id)))


def _urgency(state: MilestoneState) -> tuple[bool, bool, int, int]:
    achieved = state.status == "achieved"
    minor = not is_key(state.milestone)
    trouble = state.status in ("overdue", "slipping")
    day = (state.due or date.max).toordinal()
    return (achieved, minor and not trouble, 0 if trouble else 1, -day if achieved else day)


def _weight(state: MetricState) -> tuple[int, int]:
    return (_LEVELS[state.metric.level], _TROUBLE[state.status])


def _light(state: State, say: Words) -> Light:
    return Light(state[0], say.say(state[1]))


def _facts(assessment: Assessment, edition: Edition, how: Explained, say: Words) -> Iterable[Fact]:
    project = assessment.project
    yield Fact(say.gettext("Owner"), edition.person(project.owner), who=project.owner)
    if project.sponsor:
        yield Fact(say.gettext("Sponsor"), edition.person(project.sponsor), who=project.sponsor)
    if project.start and project.finish:
        yield Fact(say.gettext("Dates"), say.days(project.start, project.finish))
    yield Fact(say.gettext("Stage"), choice_label("lifecycle", assessment.lifecycle, edition.lang))
    if assessment.live and assessment.elapsed is not None:
        yield Fact(say.gettext("Time elapsed"), say.percent(assessment.elapsed), how.elapsed())


def _asides(assessment: Assessment, edition: Edition, say: Words) -> Iterable[Aside]:
    health, since = assessment.health, turn(edition, assessment)
    if since:
        label = say.say(message("Last report, {day}", day=last_report(edition)))
        yield Aside(label, _light(since.was, say), since)
    if health.declared and health.declared != health.overall:
        yield Aside(say.gettext("Declared"), _light(RAG[health.declared], say))


def _ask(state: DecisionState, assessment: Assessment, edition: Edition, say: Words) -> Ask:
    decision = state.decision
    return Ask(
        id=decision.id,
        title=decision.title,
        recommendation=decision.recommendation,
        amount=edition.cost(decision.cost, assessment.project),
        due=say.day(decision.due) if decision.due else "",
        overdue=state.days_left is not None and state.days_left < 0,
    )


def _kpi(state: MetricState, how: Explained, say: Words) -> Kpi:
    metric = state.metric
    # Where a number began somewhere, the way it has gone says more than its share of the target.
    rate = state.attainment if state.progress is None else state.progress
    ticked = state.paced and state.elapsed is not None and rate is not None
    return Kpi(
        id=metric.id,
        title=metric.title,
        light=_light(states.metric(state), say),
        actual=say.number(state.latest.value) if state.latest else say.gettext("n/a"),
        unit=metric.unit if state.latest else "",
        target=target_words(state, say),
        rate_label=say.gettext("Attained") if state.progress is None else say.gettext("Progress"),
        rate="" if rate is None else say.percent(rate, 1),
        elapsed=say.percent(state.elapsed) if ticked and state.elapsed is not None else "",
        bar=None if rate is None else round(min(100.0, max(0.0, rate)), 1),
        tick=round(state.elapsed, 1) if ticked and state.elapsed is not None else None,
        how=how.attainment(state) if state.progress is None else how.progress(state),
        how_elapsed=how.metric_elapsed(state),
    )


def target_words(state: MetricState, say: Words) -> str:
    """Where a metric should go: `≤ 24%`, `20 – 30 days`, `none`."""
    metric = state.metric
    wanted = metric.target
    if wanted and wanted.min is not None and wanted.max is not None:
        return f"{say.number(wanted.min)} – {say.amount(wanted.max, metric.unit)}"
    if state.target is None:
        return say.gettext("none")
    return ("≤ " if metric.direction == "down" else "") + say.amount(state.target, metric.unit)


def _stone(state: MilestoneState, edition: Edition, how: Explained, say: Words) -> Stone:
    milestone, as_of = state.milestone, edition.as_of
    return Stone(
        id=milestone.id,
        title=milestone.title,
        planned=_day(milestone.baseline, as_of, say),
        latest=_day(state.due, as_of, say),
        deviation=_days(state.slip, say),
        light=_light(states.milestone(state), say),
        how=how.slip(state),
        moved=_days(moved_days(edition, how.assessment.project, state), say),
        how_moved=how.moved(state),
    )


def _day(day: date | None, as_of: date, say: Words) -> str:
    if day is None:
        return "–"
    return say.day(day) if day.year == as_of.year else say.date(day)


def _days(slip: int | None, say: Words) -> str:
    if slip is None:
        return "–"
    if slip == 0:
        return "±0"
    return say.say(plural("{signed} day", "{signed} days", abs(slip), signed=say.signed(slip)))


def _money(assessment: Assessment, edition: Edition, say: Words) -> Money | None:
    budget = assessment.budget
    if budget is None or not budget.spending.lines or not edition.shows_amounts(assessment.project):
        return None
    total = budget.spending
    whole = max(total.planned, total.forecast, total.actual or Decimal(0))
    if whole <= 0:
        return None

    def share(amount: Decimal) -> float:
        return round(float(max(amount, Decimal(0)) / whole * 100), 1)

    def sum_of(mark: str, label: str, amount: Decimal | None) -> Sum:
        text = say.gettext("n/a") if amount is None else say.money(amount, budget.currency)
        return Sum(mark, say.gettext(label), text)

    over = max(total.variance, Decimal(0))
    return Money(
        note=_outlook(total, budget.currency, say),
        used=share(total.actual or Decimal(0)),
        plan=share(total.planned),
        more=share(over),
        sums=(
            sum_of("plan", "Planned", total.planned),
            sum_of("used", "Used", total.actual),
            sum_of("forecast" if over else "", "Forecast", total.forecast),
        ),
    )


def _outlook(total: Totals, currency: str, say: Words) -> str:
    """Whether the plan will do; that nobody says what is used or expected is no good news."""
    if total.unsaid:
        return say.gettext("use and forecast not written yet")
    return _overrun(total.variance, total.variance_pct, currency, say)


def _overrun(variance: Decimal, percent: float | None, currency: str, say: Words) -> str:
    if variance <= 0:
        return say.gettext("forecast within the plan")
    amount = say.money(variance, currency)
    if percent is None:
        return say.say(message("forecast {amount} over the plan", amount=amount))
    return say.say(
        message(
            "forecast {amount} over the plan ({percent})",
            amount=amount,
            percent="+" + say.percent(percent, 1),
        )
    )


def _danger(state: RiskState, edition: Edition, how: Explained, say: Words) -> Danger:
    risk = state.risk
    token, word = states.band(state, edition.settings.scales) or ("todo", message("not rated"))
    score = f"{state.score} " if state.score else ""
    light = Light(token, score + say.say(word))
    return Danger(risk.id, risk.title, risk.response, edition.person(state.owner), light, how.risk(state))


def _left_out(
    say: Words, *, decisions: int, metrics: int, milestones: int, risks: int, goals: int, lines: int
) -> str:
    """One sentence about what the page does not show; empty where it shows all."""
    counted = (
        (decisions, plural("{n} decision", "{n} decisions", decisions)),
        (metrics, plural("{n} metric", "{n} metrics", metrics)),
        (milestones, plural("{n} milestone", "{n} milestones", milestones)),
        (risks, plural("{n} risk", "{n} risks", risks)),
        (goals, plural("{n} goal", "{n} goals", goals)),
        (lines, plural("{n} line of the report", "{n} lines of the report", lines)),
    )
    parts: tuple[Message, ...] = tuple(part for n, part in counted if n > 0)
    return (
        say.say(message("Not shown here: {parts}; all of it is on the project's page.", parts=parts))
        if parts
        else ""
    )
