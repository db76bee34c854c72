"""What users said: scores with the answers behind them, by theme and by month, and in their own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.figures.sparkline import Spark, sparkline
from opsgen.views import states
from opsgen.views.sections.adjustments import named_action
from opsgen.views.voices import chorus
from opsgen.words import Text, message, words

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.feedback import FeedbackState, Theme, Voices
    from opsgen.model import Feedback
    from opsgen.views.agreed import Agreed
    from opsgen.views.edition import Edition
    from opsgen.views.states import State
    from opsgen.views.voices import Chorus
    from opsgen.words import Message

_ENOUGH = 3
"""Months that make a course."""


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """What is said about one thing; without a quote or an action where there is none to be shown."""

    title: Text
    voices: Chorus
    last: date
    quote: Text
    action: Agreed | None


@dataclass(frozen=True, slots=True)
class Voice:
    """One entry, and the action that deals with it."""

    entry: Feedback
    mood: State | None
    action: Agreed | None


@dataclass(frozen=True, slots=True)
class Heard:
    """All that users said; the entries, with their quotes, are not for the public."""

    all: Chorus
    entries: int
    first: date
    last: date
    themes: tuple[ThemeRow, ...]
    months: tuple[tuple[str, Chorus], ...]
    voices: tuple[Voice, ...]
    trend: str
    trend_of: Message | None


def feedback(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What users said; None where nobody wrote any of it down."""
    found = assessment.feedback
    return {"heard": heard(found, edition, assessment) if found else None}


def heard(of: FeedbackState, edition: Edition, assessment: Assessment) -> Heard:
    """The feedback of a project for a reader of this edition."""
    say, entries = words(edition.lang), of.all.entries
    title, figure = _trend(of, edition)
    return Heard(
        all=chorus(of.all, say),
        entries=len(entries),
        first=entries[0].date,
        last=entries[-1].date,
        themes=tuple(_theme(theme, edition, assessment) for theme in of.themes),
        months=tuple((say.month(month.start), chorus(voices, say)) for month, voices in reversed(of.months)),
        voices=tuple(_voice(one, edition, assessment) for one in reversed(entries))
        if edition.audience != "public"
        else (),
        trend=figure,
        trend_of=title,
    )


def _theme(theme: Theme, edition: Edition, assessment: Assessment) -> ThemeRow:
    inside = edition.audience != "public"
    named = [one.action for one in reversed(theme.voices.entries) if one.action]
    return ThemeRow(
        title=theme.title,
        voices=chorus(theme.voices, words(edition.lang)),
        last=theme.last,
        quote=theme.latest.quote if inside and theme.latest else Text(),
        action=named_action(assessment, Text(named[0]), edition) if inside and named else None,
    )


def _voice(entry: Feedback, edition: Edition, assessment: Assessment) -> Voice:
    mood = None if entry.sentiment is None else states.mood(entry.sentiment)
    return Voice(entry, mood, named_action(assessment, Text(entry.action), edition) if entry.action else None)


def _trend(of: FeedbackState, edition: Edition) -> tuple[Message | None, str]:
    """The course of the score that most months have, of the first of them where several do."""
    courses = [(title, _course(of, name, digits)) for title, name, digits in _SCORES]
    title, values = max(courses, key=lambda pair: sum(value is not None for value in pair[1]))
    if sum(value is not None for value in values) < _ENOUGH:
        return None, ""
    say = words(edition.lang)
    figure = sparkline(
        Spark(values), id="_feedback-figure", title=say.say(title), lang=edition.lang, width=240, height=44
    )
    return title, figure


_SCORES = (
    (message("Satisfaction by month"), "csat", 1),
    (message("Net promoter score by month"), "nps", 0),
    (message("Mood by month"), "sentiment", 2),
)
"""The scores, and the digits that each is told with."""


def _course(of: FeedbackState, name: str, digits: int) -> tuple[float | None, ...]:
    return tuple(_value(voices, name, digits) for _, voices in of.months)


def _value(voices: Voices, name: str, digits: int) -> float | None:
    score = getattr(voices, name)
    return None if score is None else round(float(score.value), digits)
