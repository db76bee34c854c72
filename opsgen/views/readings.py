"""The numbers of a metric as the board and the register show them, each with how it came about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.calendar import late_from
from opsgen.derive.comparison import aligned
from opsgen.derive.metrics import distance
from opsgen.derive.standing import PERCENT
from opsgen.views import states
from opsgen.views.how import Explained
from opsgen.views.how import metrics as how_metrics
from opsgen.views.one_pager import target_words
from opsgen.words import Message, message, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.comparison import Aligned
    from opsgen.derive.metrics import MetricState
    from opsgen.derive.series import Change
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.views.states import State
    from opsgen.words import Words

_TROUBLE = {"behind": 0, "missed": 0, "near": 1, "accepted": 2, "stale": 2, "unknown": 3}
_SAID_OFTEN: dict[str, Message] = {
    "daily": message("every day"),
    "weekly": message("every week"),
    "monthly": message("every month"),
    "quarterly": message("every quarter"),
}
_TONES = {"late": "bad", "risk": "some"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A number as a reader sees it, the value that sorts, and how it came about; `tone` is bad or some."""

    value: float
    text: str
    how: How | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Shift:
    """A number against an earlier one: 环比 or 同比.

    `percent` is the difference in percent of the earlier one, None where that was 0; `delta` the difference
    in the metric's unit; `text` the first of them, of a percentage the second, in points.
    """

    percent: float | None
    delta: float
    text: str
    how: How | None


@dataclass(frozen=True, slots=True)
class Reading:
    """A metric in numbers, None for what is unknown; `twin`: `year` is against the compared project."""

    project: Project
    state: MetricState
    light: State
    target: str
    actual: Shown | None
    attained: Shown | None
    progress: Shown | None
    elapsed: Shown | None
    expected: Shown | None
    gap: Shown | None
    projected: Shown | None
    period: Shift | None
    year: Shift | None
    twin: bool
    stale: Message | None

    @property
    def late(self) -> bool:
        """Whether it is behind or has missed its target."""
        return self.state.status in ("behind", "missed")


def readings(
    edition: Edition, assessment: Assessment, other: Assessment | None = None
) -> tuple[Reading, ...]:
    """The metrics of a project as they are written; `other` is the project it is compared with."""
    found = _twins(assessment, other)
    reader = _Reader(edition, assessment, other)
    return tuple(reader.reading(state, found.get(id(state))) for state in assessment.metrics)


def _twins(of: Assessment, other: Assessment | None) -> Mapping[int, Aligned]:
    if other is None:
        return {}
    pairs = aligned(of.project, of.metrics, other.project, other.metrics)
    return {id(pair.state): pair for pair in pairs if pair.delta is not None}


def compared_with(edition: Edition) -> Mapping[str, Assessment]:
    """By project the one that it is compared with; nothing of a project that is not in the edition."""
    known = {name: a for a in edition.assessments for name in (a.project.id, *a.project.aliases)}
    return {
        a.project.id: known[a.project.compare_with]
        for a in edition.assessments
        if known.get(a.project.compare_with, a) is not a
    }


def worst_first(reading: Reading) -> tuple[int, float]:
    """What is behind or missed first, by the share that is missing; then what is near, not known, on pace."""
    state = reading.state
    return _TROUBLE.get(state.status, 4), -(state.shortfall or 0.0)


class _Reader:
    """Puts the metrics of one project into words of one language."""

    def __init__(self, edition: Edition, assessment: Assessment, other: Assessment | None) -> None:
        self.project = assessment.project
        self.other = other.project if other else None
        self.as_of: date = edition.as_of
        self.say: Words = words(edition.lang)
        self.how = Explained(edition, assessment)

    def reading(self, state: MetricState, twin: Aligned | None) -> Reading:
        how, light = self.how, states.metric(state)
        latest, gap = state.latest, distance(state)
        return Reading(
            project=self.project,
            state=state,
            light=light,
            target=target_words(state, self.say) if state.metric.target else "",
            actual=Shown(latest.value, self.amount(state, latest.value)) if latest else None,
            attained=self.percent(state.attainment, how.attainment(state)),
            progress=self.percent(state.progress, how.progress(state)),
            elapsed=self.percent(state.elapsed, how.metric_elapsed(state), 0),
            expected=self.valued(state, state.expected, how.expected(state)) if state.paced else None,
            gap=None if gap is None else self.gap(state, gap, light),
            projected=self.valued(state, state.projected, how.projected(state)),
            period=self.shift(state, state.period_change, how.period_change(state)),
            year=self.beside(state, twin) or self.shift(state, state.year_change, how.year_change(state)),
            twin=twin is not None,
            stale=self.stale(state),
        )

    def amount(self, state: MetricState, value: float) -> str:
        return self.say.amount(value, state.metric.unit)

    def percent(self, value: float | None, how: How | None, digits: int = 1) -> Shown | None:
        return None if value is None else Shown(value, self.say.percent(value, digits), how)

    def valued(self, state: MetricState, value: float | None, how: How | None) -> Shown | None:
        return None if value is None else Shown(value, self.amount(state, rounded(value)), how)

    def gap(self, state: MetricState, gap: float, light: State) -> Shown:
        tone = _TONES.get(light[0], "")
        return Shown(gap, difference(gap, state.metric.unit, self.say), self.how.gap(state), tone)

    def shift(self, state: MetricState, change: Change | None, how: How | None) -> Shift | None:
        if change is None:
            return None
        text = moved(change.percent, change.delta, state.metric.unit, self.say)
        return Shift(change.percent, change.delta, text, how)

    def beside(self, state: MetricState, twin: Aligned | None) -> Shift | None:
        """Against the compared project on the same day from the start."""
        if twin is None or twin.delta is None or self.other is None:
            return None
        text = moved(twin.percent, twin.delta, state.metric.unit, self.say)
        return Shift(
            twin.percent, twin.delta, text, how_metrics.beside(twin, self.project, self.other, self.say)
        )

    def stale(self, state: MetricState) -> Message | None:
        """From when on the numbers are out of date, and why."""
        often = _SAID_OFTEN.get(state.metric.frequency or "")
        if state.status != "stale" or often is None or state.stands_on is None:
            return None
        last = state.stands_on.date
        since = late_from(last, state.metric.frequency or "")
        return message(
            "Out of date since {since}: to be measured {often}, last on {last}.",
            since=since,
            often=often,
            last=last,
        )


def moved(percent: float | None, delta: float, unit: str, say: Words) -> str:
    """A change in percent; of a percentage in points, and of a number that was 0 in its unit."""
    if unit in PERCENT or percent is None:
        return difference(delta, unit, say)
    return "±0" if not percent else ("+" if percent > 0 else "") + say.percent(percent, 1)


def difference(delta: float, unit: str, say: Words) -> str:
    """A difference with its sign and unit; of a percentage in points."""
    shown = say.signed(rounded(delta))
    if unit in PERCENT:
        return say.say(message("{shown} pp", shown=shown))
    return f"{shown} {unit}" if unit else shown


def rounded(value: float) -> float:
    """A computed value without false digits: one decimal from a hundred on, none from a thousand."""
    size = abs(value)
    return round(value, 0 if size >= 1000 else 1 if size >= 100 else 2)
