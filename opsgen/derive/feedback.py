"""What users say, counted: by theme, by month, and how content they are.

An entry counts for as many answers as its `count` says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.calendar import period_of
from opsgen.derive.namesakes import fullest, namesakes
from opsgen.derive.ratio import share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from opsgen.calendar import Period
    from opsgen.model import Feedback, Project
    from opsgen.words import Text

FEW = 30
"""Answers below which a net promoter score says little: chance alone may move it by 36 points, at 95 %."""
_PROMOTERS_FROM = 9
_DETRACTORS_TO = 6


@dataclass(frozen=True, slots=True)
class Score:
    """A figure and the number of answers it rests on."""

    value: float
    answers: int


@dataclass(frozen=True, slots=True)
class Recommenders:
    """Who answered 9 or 10, 7 or 8, and 6 or less."""

    promoters: int
    passives: int
    detractors: int

    @property
    def total(self) -> int:
        """All who were asked."""
        return self.promoters + self.passives + self.detractors


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

    @property
    def recommenders(self) -> Recommenders:
        """What the net promoter score is made of."""
        return recommenders(_recommending(self.entries))


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
    return _state([one for one in project.feedback if one.date <= as_of])


def _state(found: Sequence[Feedback]) -> FeedbackState | None:
    entries = sorted(found, key=lambda one: one.date)
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
        nps=net_promoters(_recommending(entries)),
        sentiment=_mean((one.sentiment, one.count) for one in entries),
    )


def net_promoters(answers: Iterable[tuple[int, int]]) -> Score | None:
    """Who answers 9 or 10 less who answers 6 or less, in percent of all: -100 to 100; None for none.

    Source: Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003.
    """
    found = recommenders(answers)
    net = share(found.promoters - found.detractors, found.total)
    return None if net is None else Score(net, found.total)


def recommenders(answers: Iterable[tuple[int, int]]) -> Recommenders:
    """How many would recommend it, are content, or would not."""
    counts = Counter[str]()
    for value, count in answers:
        kind = "detractors" if value <= _DETRACTORS_TO else "passives"
        counts["promoters" if value >= _PROMOTERS_FROM else kind] += count
    return Recommenders(counts["promoters"], counts["passives"], counts["detractors"])


def across(states: Iterable[FeedbackState]) -> FeedbackState | None:
    """What the users of several projects said together; None without any."""
    return _state([one for state in states for one in state.all.entries])


def _recommending(entries: Iterable[Feedback]) -> Iterator[tuple[int, int]]:
    """The answers to whether somebody would recommend it, each with how many gave it."""
    return ((one.nps, one.count) for one in entries if one.nps is not None)


def _mean(answers: Iterable[tuple[float | None, int]]) -> Score | None:
    """The mean of what was answered, each as often as it was."""
    given = [(value, count) for value, count in answers if value is not None]
    total = sum(count for _, count in given)
    return Score(sum(value * count for value, count in given) / total, total) if total else None


def _themes(entries: Iterable[Feedback]) -> tuple[Theme, ...]:
    """The themes, each once however it is written: an entry in both languages ties the two together."""
    themed = [one for one in entries if one.theme]
    groups = namesakes(themed, lambda one: one.theme)
    found = (_theme(sorted(group, key=lambda one: one.date)) for group in groups)
    return tuple(sorted(found, key=lambda theme: (-theme.voices.answers, theme.first)))


def _theme(entries: Sequence[Feedback]) -> Theme:
    quoted = [one for one in entries if one.quote]
    return Theme(
        title=fullest(one.theme for one in entries),
        voices=voices(entries),
        first=entries[0].date,
        last=entries[-1].date,
        latest=quoted[-1] if quoted else None,
    )
