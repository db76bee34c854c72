"""The deviation of a project in words: how far beyond its tolerance, why, what follows, and what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive import exception
from opsgen.derive.outcome import first
from opsgen.derive.standing import named, quantity
from opsgen.views import states
from opsgen.views.between import side
from opsgen.views.one_pager import target_words
from opsgen.views.since import last_report, moved_days
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive import Assessment
    from opsgen.derive.exception import Causes, Effects
    from opsgen.derive.health import Light
    from opsgen.derive.links import Link
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import LineState
    from opsgen.derive.precedence import Planned
    from opsgen.derive.risk import RiskState
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.standing import Called
    from opsgen.model import Decision, Deliverable
    from opsgen.views.edition import Edition
    from opsgen.views.states import State
    from opsgen.words import Words

MOST = 200.0
"""The bar of a tolerance ends at twice of it."""
NAMED = 5
"""So many items a sentence names; of the others it tells the number."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A dimension beside its tolerance; `bar` is the percent of its bar's width, None without a tolerance.

    `used` is what of the tolerance is taken, in words, empty where nothing can be said.
    """

    name: Message
    light: State
    actual: str
    tolerance: str
    used: str
    bar: float | None
    token: str
    reason: Message
    beyond: bool


@dataclass(frozen=True, slots=True)
class Cause:
    """Something that deviates: by how much and from what, what of that is new since the last report, why."""

    item: Called
    light: State
    what: str
    beside: str
    moved: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Effect:
    """Something that follows, under the name of what it concerns."""

    name: Message
    said: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Deviation:
    """The deviation report of a project; `asked` is none where nobody asks for a decision.

    `unknown` are the dimensions that count and could not be assessed.
    """

    verdict: Message
    measures: tuple[Measure, ...]
    unknown: tuple[Message, ...]
    causes: tuple[tuple[Message, tuple[Cause, ...]], ...]
    effects: tuple[Effect, ...]
    asked: Decision | None
    beyond: bool
    since: str
    item: str
    """The id of what the overall light stands on; empty where that is no item."""

    @property
    def worst(self) -> Cause | None:
        """What the overall light stands on; else the first cause that somebody explains, or any."""
        every = [cause for _, found in self.causes for cause in found]
        said = (cause for cause in every if cause.item.id == self.item) if self.item else iter(())
        explained = (cause for cause in every if cause.reason)
        return next(said, None) or next(explained, None) or next(iter(every), None)


def deviation(edition: Edition, of: Assessment) -> Deviation:
    """The deviation of one project."""
    found, used_up = exception.causes(of), exception.beyond(of)
    speaker = _Speaker(edition, of)
    causes = tuple((name, rows) for name, rows in speaker.causes(found) if rows)
    effects = tuple(speaker.effects(exception.effects(of, found)))
    wanted = of.decisions_wanted
    return Deviation(
        verdict=_verdict(of, used_up),
        measures=tuple(speaker.measure(one) for one in of.health.dimensions if one.rag != "grey"),
        unknown=tuple(
            states.DIMENSION[one.dimension]
            for one in of.health.dimensions
            if one.rag == "grey" and one.counts
        ),
        causes=causes,
        effects=tuple(effect for effect in effects if effect.said),
        asked=wanted[0].decision if wanted else None,
        beyond=bool(used_up),
        since=last_report(edition) if edition.reports.last(of.project.id) else "",
        item=next((one.item for one in of.health.dimensions if one.reason == of.health.reason), ""),
    )


def _verdict(of: Assessment, used_up: tuple[Light, ...]) -> Message:
    """How far it has gone, in one sentence."""
    if used_up:
        dimensions = tuple(states.DIMENSION[light.dimension] for light in used_up)
        return message("Beyond tolerance: {dimensions}.", dimensions=dimensions)
    amber = [light for light in of.health.dimensions if light.rag == "amber" and light.counts]
    return message(
        "Still within tolerance, and no longer green: {dimensions}.",
        dimensions=tuple(states.DIMENSION[light.dimension] for light in amber),
    )


class _Speaker:
    """Puts the deviation of one project into words of one language."""

    def __init__(self, edition: Edition, of: Assessment) -> None:
        self.edition = edition
        self.of = of
        self.say: Words = words(edition.lang)
        self.amounts = edition.shows_amounts(of.project)

    # ---- tolerance beside actual

    def measure(self, light: Light) -> Measure:
        actual, tolerance = self._beside(light)
        bar = None if light.used is None else min(light.used, MOST) / MOST * 100
        return Measure(
            name=states.DIMENSION[light.dimension],
            light=states.RAG[light.rag],
            actual=actual,
            tolerance=tolerance,
            used="" if light.used is None else self.say.percent(light.used),
            bar=bar,
            token=states.RAG[light.rag][0],
            reason=light.reason,
            beyond=light in exception.beyond(self.of),
        )

    def _beside(self, light: Light) -> tuple[str, str]:
        """What a dimension came to and what it may come to; empty where it has no such number."""
        limits = self.of.limits
        match light.dimension:
            case "schedule":
                return self._late(light)
            case "cost":
                total = self.of.budget.spending if self.of.budget else None
                over = total.variance_pct if total and not total.unsaid else None
                return self._percent(over), self._percent(limits.cost_pct)
            case "scope":
                lost = len(exception.causes(self.of).deliverables)
                return self.say.number(lost), self.say.number(limits.scope)
            case "benefits":
                state = self.of.metric.get(light.item)
                short = state.shortfall if state else None
                return self._percent(-short if short else None), self._percent(-limits.benefit_pct)
            case "risk":
                score, most = self.of.exposure.score, limits.risk_exposure
                return ("", "") if most is None else (self.say.number(score), self.say.number(most))
        return "", ""

    def _late(self, light: Light) -> tuple[str, str]:
        state = self.of.milestone.get(light.item) if light.item else None
        slip = exception.days_late(state) if state else self.of.finish_slip
        tolerance = state.tolerance if state else self.of.limits.schedule_days
        return "" if slip is None else self._days(slip), self._days(tolerance)

    def _days(self, n: int) -> str:
        if not n:
            return self.say.say(plural("{n} day", "{n} days", 0))
        return self.say.say(plural("{signed} day", "{signed} days", abs(n), signed=self.say.signed(n)))

    def _percent(self, share: float | None) -> str:
        if share is None:
            return ""
        sign = "+" if share > 0 else ""
        return sign + self.say.percent(share, 1)

    # ---- causes

    def causes(self, found: Causes) -> Iterator[tuple[Message, tuple[Cause, ...]]]:
        """The causes, kind by kind in the order of the dimensions."""
        yield message("Schedule"), tuple(map(self.stone, found.milestones))
        if self.amounts:
            yield message("Money"), tuple(map(self.line, found.lines))
        yield message("Scope"), tuple(map(self.lost, found.deliverables))
        yield message("Metrics"), tuple(map(self.metric, found.metrics))
        yield message("Risks"), tuple(map(self.risk, found.risks))

    def stone(self, state: MilestoneState) -> Cause:
        stone, moved = state.milestone, moved_days(self.edition, self.of.project, state)
        what = plural("{n} day overdue", "{n} days overdue", state.overdue)
        beside = ""
        if stone.baseline and state.due:
            what = plural("{n} day late", "{n} days late", state.slip or 0)
            beside = f"{stone.baseline.isoformat()} → {state.due.isoformat()}"
        new = self._days(moved) if moved else ""
        reason = first(stone.reason, stone.notes)
        return Cause(stone, states.milestone(state), self.say.say(what), beside, new, reason)

    def line(self, state: LineState) -> Cause:
        limits, green = self.of.limits, self.edition.settings.health.thresholds.green_pct
        over = "+" + self.edition.amount(state.variance, self.of.project)
        share = self._percent(state.variance_pct)
        light = states.budget_line(state, limits.cost_pct, green)
        return Cause(state.line, light, over, share, "", state.line.notes)

    def lost(self, piece: Deliverable) -> Cause:
        what = self.say.say(_LOST[piece.status])
        return Cause(piece, ("late", message("Lost")), what, "", "", piece.notes)

    def metric(self, state: MetricState) -> Cause:
        unit = state.metric.unit
        value = quantity(state.stands_on.value, unit) if state.stands_on else ""
        what = message("{value}", value=value)
        if state.expected is not None and state.status == "behind":
            expected = quantity(state.expected, unit)
            what = message("{value}, expected by now {expected}", value=value, expected=expected)
        target = message("target {target}", target=target_words(state, self.say))
        reason = exception.reason_of(state, self.of)
        light = states.metric(state)
        return Cause(state.metric, light, self.say.say(what), self.say.say(target), "", reason)

    def risk(self, state: RiskState) -> Cause:
        band = states.band(state, self.edition.settings.scales) or ("todo", message("not rated"))
        what = message("score {score}", score=state.score)
        beside = message("")
        if not state.responded:
            beside = message("no response yet")
        elif state.trigger_met:
            beside = message("trigger met")
        elif state.review_overdue:
            beside = message("review overdue")
        reason = first(state.risk.cause, state.risk.event)
        return Cause(state.risk, band, self.say.say(what), self.say.say(beside), "", reason)

    # ---- effects

    def effects(self, found: Effects) -> Iterator[Effect]:
        yield Effect(message("Finish of the project"), tuple(self.finish()))
        yield Effect(message("Waiting for it"), tuple(self.waiting(found.waiting)))
        yield Effect(message("Other projects"), tuple(self.others()))
        yield Effect(message("Money"), tuple(self.money()))
        goals = tuple(message("{goal} is at risk.", goal=named(state.goal)) for state in found.goals)
        yield Effect(message("Goals"), goals)
        benefits = (
            message("{benefit} will not come as expected.", benefit=named(s.benefit)) for s in found.benefits
        )
        yield Effect(message("Benefits"), tuple(benefits))

    def finish(self) -> Iterator[Message]:
        day, slip = self.of.project.finish, self.of.finish_slip
        if day is None or slip is None:
            return
        if slip > 0:
            yield plural(
                "The project ends on {day}, {n} day later than planned.",
                "The project ends on {day}, {n} days later than planned.",
                slip,
                day=max(day, self.of.as_of),
            )
        else:
            yield message("The finish is still written as {day}.", day=day)

    def waiting(self, items: tuple[Planned, ...]) -> Iterator[Message]:
        if items:
            yield plural(
                "{n} open task or milestone waits for what is late: {which}.",
                "{n} open tasks and milestones wait for what is late: {which}.",
                len(items),
                which=_some(items),
            )

    def others(self) -> Iterator[Message]:
        for link in self.edition.links.awaited.get(self.of.project.id, ()):
            if link.late and link.waiting.project is not self.of.project:
                yield self.awaited(link)

    def awaited(self, link: Link) -> Message:
        who, late = side(link.waiting, self.edition).said, link.arrival.late
        what = named(link.giving.item or link.item)
        if link.arrival.standing == "never" or not late:
            return message("{who} waits for {what}, which will not come.", who=who, what=what)
        return plural(
            "{who} needs {what} by {day} and gets it {n} day late.",
            "{who} needs {what} by {day} and gets it {n} days late.",
            late,
            who=who,
            what=what,
            day=link.needed,
        )

    def money(self) -> Iterator[Message]:
        budget = self.of.budget if self.amounts else None
        total = budget.spending if budget else None
        if total is None or total.unsaid or total.variance <= 0:
            return
        over = self.edition.amount(total.variance, self.of.project)
        forecast = self.edition.amount(total.forecast, self.of.project)
        yield message(
            "{forecast} is expected to be spent, {over} more than planned.", forecast=forecast, over=over
        )


_LOST = {"dropped": message("a must-have, dropped"), "rejected": message("a must-have, rejected")}


def _some(items: tuple[Planned, ...]) -> tuple[Message, ...]:
    """The first of them by name, and how many more there are."""
    shown = tuple(named(item) for item in items[:NAMED])
    left = len(items) - len(shown)
    return (*shown, plural("one more", "{n} more", left)) if left else shown
