"""Changes of numbers: targets, what was measured, adjustments, benefits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from opsgen.changes.edits import named
from opsgen.changes.readers.raid import moved
from opsgen.words import Text, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair
    from opsgen.model import AcceptedDeviation, Measurement, Metric, Segment, Target

    Name = TypeVar("Name", bound=str | date)
    Values = Mapping[str, float]
    """Values by their days, as they are written."""


def metric(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A metric that is to go elsewhere, that was measured, or of which somebody accepts less."""
    if _taken(left, "target"):
        yield from _target(pair, pair.old.target, pair.new.target)
    yield from moved(pair, left, "due", "target.changed")
    yield from _measured(pair, left)
    yield from _parts(pair, left)
    yield from _deviation(pair, left)


def whole_metric(pair: Pair) -> Change:
    """A metric that is new or gone, with its target."""
    found: Metric = pair.any
    target = _said(found.target, found.unit)
    if pair.old is None:
        return pair.change("metric.added", "", None, target, unit=found.unit)
    return pair.change("metric.removed", "", target, None, unit=found.unit)


def adjustment(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """An adjustment of which somebody knows whether it helped; which is looked at on another day."""
    if told := left.pop("result", None):
        yield pair.change("adjustment.checked", "result", told.old, told.new)
    for field in ("date", "check_on"):
        yield from moved(pair, left, field, "adjustment.rescheduled")


def benefit(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A benefit that was measured, each day for itself."""
    for edit in _taken(left, "actual"):
        yield _came(pair, edit)


def _came(pair: Pair, edit: Edit) -> Change:
    day = ".".join(edit.path[:2])
    if edit.pattern == "actual.*.note":
        return pair.change("text.changed", edit.field, edit.old, edit.new)
    if edit.pattern == "actual.*.value":
        return pair.change("benefit.measured", day, edit.old, edit.new)
    both = (found.value if found else None for found in (edit.old, edit.new))
    return pair.change("benefit.measured", day, *both)


def _target(pair: Pair, old: Target | None, new: Target | None) -> Iterator[Change]:
    if old and new and old.steps and new.steps:
        yield from _steps(pair, _by_day(old), _by_day(new))
    else:
        yield _value(pair, "target.changed", "target", _said(old, pair.old.unit), _said(new, pair.new.unit))


def _steps(pair: Pair, old: Values, new: Values) -> Iterator[Change]:
    """Another value for one date; or for several, of which those are said that differ."""
    differing = _differing(old, new)
    if len(differing) == 1:
        day = differing[0]
        yield _value(pair, "target.changed", f"target.{day}", old.get(day), new.get(day))
    elif differing:
        both = (_dated(of, differing, unit) for of, unit in ((old, pair.old.unit), (new, pair.new.unit)))
        yield pair.change("target.changed", "target", *both)


def _by_day(target: Target) -> Values:
    return {str(day): value for day, value in target.steps}


def _said(target: Target | None, unit: str) -> float | Text | tuple[Text, ...] | None:
    """A target as a number, or in signs that need no language: `10–20%`, `2026-11-01: 3,000`."""
    if target is None or target.value is not None:
        return None if target is None else target.value
    if target.steps:
        return _dated(_by_day(target), _by_day(target), unit)
    low, high = words("en").number(target.min or 0), words("en").amount(target.max or 0, unit)
    return Text(f"{low}–{high}")


def _dated(values: Values, days: Iterable[str], unit: str) -> tuple[Text, ...] | None:
    found = ((day, values[day]) for day in sorted(days) if day in values)
    return tuple(Text(f"{day}: {words('en').amount(value, unit)}") for day, value in found) or None


def _value(pair: Pair, code: str, field: str, old: object, new: object) -> Change:
    """A change of a number in the unit of the metric, with the difference where both are known."""
    both = isinstance(old, float | int) and isinstance(new, float | int)
    if both and pair.old.unit != pair.new.unit:
        return pair.change(code, field, _unlike(old, pair.old.unit), _unlike(new, pair.new.unit))
    delta = new - old if both else None  # type: ignore[operator]
    unit = pair.old.unit if new is None else pair.new.unit
    return pair.change(code, field, old, new, delta=delta, unit=unit)


def _unlike(found: Any, unit: str) -> Text:
    """A number with its unit, where the other one has another."""
    return Text(words("en").amount(found, unit))


def _measured(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """What was measured, corrected and taken out, each of the three at most once."""
    if _taken(left, "measurements", but="measurements.*.note"):
        old, new = _by_date(pair.old.measurements), _by_date(pair.new.measurements)
        for days in _sorted_out(old, new):
            yield _folded(pair, days, old, new)


def _sorted_out(old: Values, new: Values) -> Iterator[list[str]]:
    """The days that are new, those with another value, and those that are gone; where there are any."""
    differing = sorted(_differing(old, new))
    yield from filter(
        None,
        (
            [day for day in differing if day not in old],
            [day for day in differing if day in old and day in new],
            [day for day in differing if day not in new],
        ),
    )


def _folded(pair: Pair, days: list[str], old: Values, new: Values) -> Change:
    """The newest of several values, with all of them in the order of their days."""
    field = f"measurements.{days[-1]}"
    if len(days) == 1:
        return _value(pair, "kpi.measured", field, old.get(days[0]), new.get(days[0]))
    was, now = ([values[day] for day in days if day in values] for values in (old, new))
    if was and now and pair.old.unit != pair.new.unit:
        before = tuple(_unlike(found, pair.old.unit) for found in was)
        return pair.change("kpi.measured", field, before, tuple(_unlike(one, pair.new.unit) for one in now))
    unit = pair.new.unit if now else pair.old.unit
    return pair.change("kpi.measured", field, tuple(was) or None, tuple(now) or None, unit=unit)


def _parts(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """What was measured by channel, city, …: of all parts the newest values that differ."""
    if not _taken(left, "segments", but="segments.*.measurements.*.note"):
        return
    old, new = _by_part(pair.old.segments), _by_part(pair.new.segments)
    days = [day for name in {**old, **new} for day in _differing(old.get(name, {}), new.get(name, {}))]
    if days:
        was = _parts_of(old, new, max(days), pair.old.unit)
        now = _parts_of(new, old, max(days), pair.new.unit)
        yield pair.change("kpi.measured", f"segments.{max(days)}", was, now, unit=pair.new.unit)
    else:  # a part without numbers came or went
        yield pair.change("kpi.definition_changed", "segments", tuple(old) or None, tuple(new) or None)


def _parts_of(
    parts: Mapping[str, Values], others: Mapping[str, Values], day: str, unit: str
) -> tuple[Text, ...] | None:
    """The parts that have a value on a day, unlike the other version: `Shops 1,200`."""
    found = (
        Text(f"{name} {words('en').amount(values[day], unit)}")
        for name, values in parts.items()
        if day in values and others.get(name, {}).get(day) != values[day]
    )
    return tuple(found) or None


def _deviation(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """A worse number that somebody accepts for a while, with the day; or does not any more."""
    if not any(f"accepted_deviation.{name}" in left for name in ("value", "until")):
        return
    old, new = pair.old.accepted_deviation, pair.new.accepted_deviation
    if old and new:
        left.pop("accepted_deviation.value", None)
        left.pop("accepted_deviation.until", None)
    else:
        _taken(left, "accepted_deviation")
    reason = new.reason if new and (not old or left.pop("accepted_deviation.reason", None)) else Text()
    code = "kpi.deviation_accepted" if new else "kpi.deviation_withdrawn"
    both = (_accepted(old), _accepted(new))
    yield pair.change(code, "accepted_deviation", *both, unit=pair.new.unit, reason=reason)


def _accepted(found: AcceptedDeviation | None) -> tuple[float, date] | None:
    return (found.value, found.until) if found else None


def _by_date(measurements: tuple[Measurement, ...]) -> Values:
    return {day: one.value for day, one in named(measurements)}


def _by_part(segments: tuple[Segment, ...]) -> dict[str, Values]:
    return {name: _by_date(part.measurements) for name, part in named(segments)}


def _differing(old: Mapping[Name, Any], new: Mapping[Name, Any]) -> list[Name]:
    """The names that stand for something else, or in one of the two alone."""
    return [name for name in dict.fromkeys((*old, *new)) if old.get(name) != new.get(name)]


def _taken(left: dict[str, Edit], field: str, but: str = "") -> list[Edit]:
    """How a field differs, and all in it but one pattern; none of that is left."""
    told = [name for name, edit in left.items() if edit.path[0] == field and edit.pattern != but]
    return [left.pop(name) for name in told]
