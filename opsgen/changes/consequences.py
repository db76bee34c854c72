"""What two versions of a project mean: lights that turned, what is late, short or over now and was not.

What a change of a file brings about and what only time brings about are told alike; the latter has no author.
What another project owes is taken as its dependency says, whatever that project plans.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from opsgen.changes.change import Change
from opsgen.changes.pairs import Pair
from opsgen.changes.vocabulary import VOCABULARY
from opsgen.derive.metrics import wanted
from opsgen.derive.money import is_spending
from opsgen.derive.raid import arrival, promised
from opsgen.derive.standing import is_asleep, names, quantity, settled_on
from opsgen.words import LANGUAGES, Message, Text, message, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.money import LineState, Totals
    from opsgen.derive.workload import PersonLoad, Workload

    Facts = Callable[[Assessment], Iterator["_Fact"]]

_OF_METRICS = {
    "met": "kpi.now_met",
    "behind": "kpi.now_behind",
    "missed": "kpi.now_missed",
    "stale": "kpi.went_stale",
}
_QUIET = {"green", "grey"}
"""A dimension that can be assessed at last and is well, or that was, says nothing."""


def consequences(
    old: Assessment | None, new: Assessment | None, aged: Assessment | None = None
) -> tuple[Change, ...]:
    """What is so now and was not. Of a project that is new or gone only its light, as information.

    `aged` is the old project on the new day: what holds of it too has only time done. Without it nothing is
    said to be done by time, but where both are one version of the project.
    """
    either = new or old
    if either is None:
        return ()
    if old is None or new is None:
        lights = (None if one is None else one.health.overall for one in (old, new))
        return (replace(_of_project(either, "health.changed", "health", *lights), severity="info"),)
    if aged is None and old.project is new.project:
        aged = new
    return (
        *_lights(old, new, aged),
        *_exposure(old, new, aged),
        *_metrics(old, new, aged),
        *(change for facts in _FACTS for change in _newly(facts, old, new, aged)),
    )


def load_consequences(
    old: Workload,
    new: Workload,
    aged: Workload | None = None,
    titles: Mapping[str, Text] | None = None,
) -> tuple[Change, ...]:
    """Who has more to do than there is, and had not, and who has no longer: the weeks of each.

    `titles` is what projects are called; their ids stand for the others. Weeks that are past are not freed.
    """
    before, alone = _loads(old), _loads(aged)
    found: list[Change] = []
    for load in new.people:
        was = before.pop(load.key, None)
        found += _of_person(load.key, was, load, alone.get(load.key), new, titles or {})
    for key, was in before.items():
        found += _of_person(key, was, None, alone.get(key), new, titles or {})
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Fact:
    """Something that holds of a version, by all names of what it holds of."""

    names: tuple[object, ...]
    change: Change


def _newly(facts: Facts, old: Assessment, new: Assessment, aged: Assessment | None) -> Iterator[Change]:
    """What holds of the new version and does not of the old one."""
    found = tuple(facts(new))
    if not found:
        return
    before = {name for fact in facts(old) for name in fact.names}
    alone = {name for fact in facts(aged) for name in fact.names} if aged else set()
    for fact in found:
        if before.isdisjoint(fact.names):
            yield replace(fact.change, by_time=not alone.isdisjoint(fact.names))


def _lights(old: Assessment, new: Assessment, aged: Assessment | None) -> Iterator[Change]:
    """The overall light with its reason; the dimensions that are not what it turned for."""
    was, now = old.health, new.health
    turned = was.overall != now.overall
    if turned:
        time = aged is not None and aged.health.overall == now.overall
        yield _health(new, "health", was.overall, now.overall, now.reason, by_time=time)
    if old.live and new.live:
        for one, other in zip(was.dimensions, now.dimensions, strict=True):
            told = turned and (one.reason == was.reason or other.reason == now.reason)
            if other.counts and one.rag != other.rag and not told and {one.rag, other.rag} != _QUIET:
                time = aged is not None and aged.health.light(other.dimension).rag == other.rag
                field = f"health.{other.dimension}"
                yield _health(new, field, one.rag, other.rag, other.reason, by_time=time)
    yield from _mismatches(old, new, aged)


def _health(
    of: Assessment, field: str, old: object, new: object, reason: Message, *, by_time: bool
) -> Change:
    # That of the resources names people; who has too much to do is told of them, for each edition its way.
    named = of.live and reason == of.health.light("resources").reason
    why = Text() if named else _both(reason)
    return replace(_of_project(of, "health.changed", field, old, new), reason=why, by_time=by_time)


def _mismatches(old: Assessment, new: Assessment, aged: Assessment | None) -> Iterator[Change]:
    """Where the owner declares a better light than the computed one, and did not."""
    before = _declared(old)
    alone = _declared(aged) if aged else {}
    for name, (said, mismatch) in _declared(new).items():
        if mismatch and not before[name][1]:
            change = _of_project(new, "health.mismatch", f"declared_health.{name}", before[name][0], said)
            by_time = bool(alone and alone[name][1])
            yield replace(change, reason=_both(mismatch), by_time=by_time)


def _declared(of: Assessment) -> dict[str, tuple[str | None, Message | None]]:
    """What is declared of the whole and of each dimension, with what speaks against it where that counts."""
    found: dict[str, tuple[str | None, Message | None]] = {
        "overall": (of.health.declared, of.health.mismatch)
    }
    for light in of.health.dimensions:
        found[light.dimension] = (light.declared, light.mismatch if light.counts else None)
    return found


def _exposure(old: Assessment, new: Assessment, aged: Assessment | None) -> Iterator[Change]:
    was, now = old.exposure.score, new.exposure.score
    if was != now and old.live and new.live:
        change = _of_project(new, "risk.exposure_changed", "risk_exposure", was, now)
        time = aged is not None and aged.exposure.score == now
        yield replace(change, delta=now - was, unit="points", by_time=time)


def _metrics(old: Assessment, new: Assessment, aged: Assessment | None) -> Iterator[Change]:
    """Metrics that stand otherwise than before; of a new one nothing is so now that was not."""
    if is_asleep(new.lifecycle):
        return
    before, alone = _states(old), _states(aged)
    for state in new.metrics:
        was = _found(before, state)
        code = _OF_METRICS.get(state.status)
        if was is None or code is None or was.status == state.status:
            continue
        pair = Pair(new.project.id, "metrics", None, state.metric)
        told = pair.change(code, "status", was.status, state.status, reason=_both(_value(state)))
        same = _found(alone, state)
        yield _weighed(replace(told, by_time=same is not None and same.status == state.status))


def _states(of: Assessment | None) -> dict[object, MetricState]:
    return {name: state for state in of.metrics for name in _called(state.metric)} if of else {}


def _found(among: Mapping[object, MetricState], state: MetricState) -> MetricState | None:
    return next((among[name] for name in _called(state.metric) if name in among), None)


def _value(state: MetricState) -> Message:
    """What a metric stands on: its latest value and what it is held against."""
    basis = state.latest if state.status == "stale" else state.stands_on
    if basis is None:
        return message("without a value")
    value = quantity(basis.value, state.metric.unit)
    if state.status == "stale":
        return message("last measured on {date}, {value}", date=basis.date, value=value)
    aim = wanted(state.metric, basis.value, state.target if state.status != "behind" else state.expected)
    if aim is None:
        return message("{value} on {date}", value=value, date=basis.date)
    expected = quantity(aim, state.metric.unit)
    if state.status == "behind":
        return message(
            "{value} on {date}, expected {expected}", value=value, date=basis.date, expected=expected
        )
    return message("{value} on {date}, target {target}", value=value, date=basis.date, target=expected)


def _milestones(of: Assessment) -> Iterator[_Fact]:
    if of.live:
        for state in of.milestones:
            if state.status == "overdue":
                given = {"delta": state.overdue, "unit": "days"}
                yield _fact(
                    of, "milestone.missed", "milestones", state.milestone, "forecast", state.due, **given
                )


def _actions(of: Assessment) -> Iterator[_Fact]:
    if of.live:
        for state in of.actions:
            if state.overdue:
                given = {"delta": -state.days_left, "unit": "days"}
                yield _fact(of, "action.overdue", "actions", state.action, "due", state.action.due, **given)


def _reviews(of: Assessment) -> Iterator[_Fact]:
    if of.live:
        for state in of.risks:
            if state.review_overdue:
                yield _fact(of, "risk.review_overdue", "risks", state.risk, "reviewed", state.review_due)


def _triggers(of: Assessment) -> Iterator[_Fact]:
    if of.live:
        for state in of.risks:
            trigger = state.risk.trigger
            if state.trigger_met and state.risk.status == "open" and trigger and trigger.value is not None:
                limit = f"{trigger.metric} {trigger.op} {trigger.value:g}"
                yield _fact(of, "risk.trigger_met", "risks", state.risk, "trigger", limit)


def _dependencies(of: Assessment) -> Iterator[_Fact]:
    """What comes later than it is needed, by what was promised or because its day has passed."""
    day = settled_on(of.project, of.as_of)
    for one in of.project.dependencies if of.live else ():
        done = one.status == "delivered"
        found = arrival(one.due, promised(one, None), one.delivered, day, done=done)
        if found.standing == "late" and one.status != "cancelled":
            given = {"delta": found.late, "unit": "days"}
            yield _fact(of, "dependency.late", "dependencies", one, "due", one.due, **given)


def _deliveries(of: Assessment) -> Iterator[_Fact]:
    for state in of.vendors if of.project.vendors else ():
        for delivery in state.overdue:
            title = delivery.delivery.title
            given = {"delta": delivery.late, "unit": "days"}
            field = f"deliveries.{' / '.join(title.forms)}"
            fact = _fact(of, "vendor.delivery_late", "vendors", state.vendor, field, delivery.due, **given)
            yield replace(fact, names=tuple((name, title.forms) for name in fact.names))


def _overspent(of: Assessment) -> Iterator[_Fact]:
    """Lines that are forecast beyond the tolerance, and the whole where it is more than one line."""
    if of.budget is None or is_asleep(of.lifecycle):
        return
    unit, total = of.budget.currency, of.budget.spending
    for state in of.budget.lines:
        if is_spending(state.line) and _beyond(state, of.limits.cost_pct):
            given = {"delta": float(state.variance), "unit": unit}
            yield _fact(of, "budget.overspent", "budget", state.line, "forecast", state.forecast, **given)
    if total.lines > 1 and _beyond(total, of.limits.cost_pct):
        change = _of_project(of, "budget.overspent", "budget", None, total.forecast)
        yield _Fact(("budget",), replace(change, delta=float(total.variance), unit=unit))


def _beyond(amounts: LineState | Totals, tolerance: float) -> bool:
    over = amounts.variance_pct
    return amounts.variance > 0 if over is None else round(over, 9) > tolerance


_FACTS: tuple[Facts, ...] = (
    _milestones,
    _overspent,
    _dependencies,
    _deliveries,
    _actions,
    _triggers,
    _reviews,
)


def _fact(of: Assessment, code: str, kind: str, item: Any, field: str, new: object, **given: Any) -> _Fact:
    change = Pair(of.project.id, kind, None, item).change(code, field, None, new, **given)
    return _Fact(_called(item), _weighed(change))


def _of_project(of: Assessment, code: str, field: str, old: object, new: object) -> Change:
    """Of the project as a whole."""
    project = of.project
    return _weighed(Change(code, project.id, "project", project.id, project.title, field, old, new))


def _weighed(change: Change) -> Change:
    return replace(change, severity=VOCABULARY[change.code])


def _called(item: Any) -> tuple[object, ...]:
    """All names of an item; its title where it has none."""
    return names(item) or (item.title.forms,)


def _both(said: Message) -> Text:
    """A sentence in both languages, as what the file says why."""
    zh, en = (words(lang).say(said) for lang in LANGUAGES)
    return Text(zh=zh, en=en)


def _loads(of: Workload | None) -> dict[str, PersonLoad]:
    return {load.key: load for load in of.people} if of else {}


def _of_person(
    key: str,
    old: PersonLoad | None,
    new: PersonLoad | None,
    aged: PersonLoad | None,
    seen: Workload,
    titles: Mapping[str, Text],
) -> Iterator[Change]:
    """The weeks in which one person has too much to do and had not, and the other way round."""
    was, now, alone = _over(old), _over(new), _over(aged)
    coming = {week.label for week in seen.weeks}
    if more := tuple(label for label in now if label not in was):
        yield _load("load.over", key, (), more, _shares(new, more, titles), by_time=set(more) <= set(alone))
    if less := tuple(label for label in was if label not in now and label in coming):
        time = aged is not None and not set(less) & set(alone)
        yield _load("load.freed", key, less, (), Text(), by_time=time)


def _load(
    code: str, key: str, old: tuple[str, ...], new: tuple[str, ...], reason: Text, *, by_time: bool
) -> Change:
    # No title: what somebody is called is for each edition to say.
    change = Change(code, "", "people", key, Text(), "load", old or None, new or None, reason=reason)
    return _weighed(replace(change, by_time=by_time))


def _over(load: PersonLoad | None) -> tuple[str, ...]:
    return tuple(cell.week.label for cell in load.over) if load else ()


def _shares(load: PersonLoad | None, weeks: tuple[str, ...], titles: Mapping[str, Text]) -> Text:
    """The load of the worst of the weeks, and what each project takes of it."""
    cells = [cell for cell in load.over if cell.week.label in weeks] if load else []
    worst = max(cells, key=lambda cell: (cell.percent or 0.0) - cell.capacity)
    parts = tuple(
        message("{project} {percent}%", project=titles.get(name, Text(name)), percent=float(round(share)))
        for name, share in worst.shares.items()
    )
    percent = float(round(worst.percent or 0.0))
    return _both(
        message("{percent}% in {week} ({projects})", percent=percent, week=worst.week.label, projects=parts)
    )
