"""What users say, counted: by theme, by month, and how content they are.

An entry counts for as many answers as its `count` says.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.calendar import period_of
from opsgen.derive.ratio import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from opsgen.calendar import Period
    from opsgen.model import Feedback, Project
    from opsgen.words import Text

_PROMOTERS_FROM = 9
_DETRACTORS_TO = 6


@dataclass(frozen=True, slots=True)
class Score:
    """A figure and the number of answers it rests on."""

    value: float
    answers: int


@dataclass(frozen=True, slots=True)
class Voices:
    """Several entries together; what nobody answered is None.

    `csat` is the mean of 1-5, `nps` runs from -100 to 100, `sentiment` is the mean of -2 to 2.
    """

    entries: tuple[Feedback, ...]
    answers: int
    csat: Score | None
    nps: Score | None
    sentiment: Score | None


@dataclass(frozen=True, slots=True)
class Theme:
    """What is said about one thing; `latest` is the last entry in somebody's own words, if there is one."""

    title: Text
    voices: Voices
    first: date
    last: date
    latest: Feedback | None


@dataclass(frozen=True, slots=True)
class FeedbackState:
    """What users said up to a day; the themes most spoken of first, the months in their order."""

    all: Voices
    themes: tuple[Theme, ...]
    months: tuple[tuple[Period, Voices], ...]


def feedback(project: Project, as_of: date) -> FeedbackState | None:
    """What the users said up to the day; None where nobody wrote any of it down."""
    entries = sorted((one for one in project.feedback if one.date <= as_of), key=lambda one: one.date)
    if not entries:
        return None
    months: dict[Period, list[Feedback]] = defaultdict(list)
    for one in entries:
        months[period_of(one.date, "monthly")].append(one)
    return FeedbackState(
        all=voices(entries),
        themes=_themes(entries),
        months=tuple((month, voices(found)) for month, found in months.items()),
    )


def voices(entries: Sequence[Feedback]) -> Voices:
    """The entries together."""
    return Voices(
        entries=tuple(entries),
        answers=sum(one.count for one in entries),
        csat=_mean((one.csat, one.count) for one in entries),
        nps=net_promoters([(one.nps, one.count) for one in entries if one.nps is not None]),
        sentiment=_mean((one.sentiment, one.count) for one in entries),
    )


def net_promoters(answers: Iterable[tuple[int, int]]) -> Score | None:
    """Who answers 9 or 10 less who answers 6 or less, in percent of all: -100 to 100; None for none.

    Source: Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003.
    """
    given = list(answers)
    total = sum(count for _, count in given)
    promoters = sum(count for value, count in given if value >= _PROMOTERS_FROM)
    detractors = sum(count for value, count in given if value <= _DETRACTORS_TO)
    net = share(promoters - detractors, total)
    return None if net is None else Score(net, total)


def _mean(answers: Iterable[tuple[float | None, int]]) -> Score | None:
    """The mean of what was answered, each as often as it was."""
    given = [(value, count) for value, count in answers if value is not None]
    total = sum(count for _, count in given)
    return Score(sum(value * count for value, count in given) / total, total) if total else None


def _themes(entries: Iterable[Feedback]) -> tuple[Theme, ...]:
    grouped: dict[frozenset[str], list[Feedback]] = {}
    for one in entries:
        if one.theme:
            names = frozenset(form.casefold() for form in one.theme.forms)
            known = next((key for key in grouped if key & names), names)
            grouped.setdefault(known, []).append(one)
    found = (_theme(group) for group in grouped.values())
    return tuple(sorted(found, key=lambda theme: (-theme.voices.answers, theme.first)))


def _theme(entries: Sequence[Feedback]) -> Theme:
    quoted = [one for one in entries if one.quote]
    return Theme(
        title=entries[0].theme,
        voices=voices(entries),
        first=entries[0].date,
        last=entries[-1].date,
        latest=quoted[-1] if quoted else None,
    )
