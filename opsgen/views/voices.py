"""What users said, as every list shows it: no score without the number of answers behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.feedback import FEW
from opsgen.views import states
from opsgen.views.how import improvement
from opsgen.words import plural

if TYPE_CHECKING:
    from opsgen.derive.feedback import Voices
    from opsgen.views.how import How
    from opsgen.views.states import State
    from opsgen.words import Message, Words


@dataclass(frozen=True, slots=True)
class Told:
    """A score in words, the answers it rests on, and how it came about; `few` warns of too few."""

    shown: str
    value: float
    answers: Message
    how: How | None
    few: bool = False


@dataclass(frozen=True, slots=True)
class Chorus:
    """Several voices together; None where nobody was asked. `mood_by_all`: each answer has a mood."""

    answers: int
    csat: Told | None
    nps: Told | None
    mood: State | None
    mood_answers: Message | None
    mood_how: How | None
    mood_by_all: bool


def chorus(voices: Voices, say: Words) -> Chorus:
    """The scores of some voices."""
    csat, nps, mood = voices.csat, voices.nps, voices.sentiment
    return Chorus(
        answers=voices.answers,
        csat=Told(say.number(csat.value, 1), csat.value, answers(csat.answers), improvement.csat(voices, say))
        if csat
        else None,
        nps=Told(
            say.signed(nps.value, 0),
            nps.value,
            answers(nps.answers),
            improvement.nps(voices, say),
            nps.answers < FEW,
        )
        if nps
        else None,
        mood=states.mood(mood.value) if mood else None,
        mood_answers=answers(mood.answers) if mood else None,
        mood_how=improvement.sentiment(voices, say),
        mood_by_all=mood is not None and mood.answers == voices.answers,
    )


def answers(n: int) -> Message:
    """How many answers there were."""
    return plural("{n} answer", "{n} answers", n)
