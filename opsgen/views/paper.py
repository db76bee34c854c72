"""Text cut to the room it has on paper, so that a one-pager is one page whatever was written."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.figures.lettering import clean, clip
from opsgen.words import Text

if TYPE_CHECKING:
    from opsgen.views.one_pager import OnePager

LEVELS = 3
_SINCE = 0.9  # what the days since the last report leave of the room for the titles of milestones
_BREAK = "\u200b"
_STEP = 8
_ENDLESS = re.compile(r"[^\s\u2e80-\U0003ffff]{30,}")


@dataclass(frozen=True, slots=True)
class Room:
    """Room for each kind of text, in ems of its own size: lines times their width, less some."""

    title: float
    fact: float
    reason: float
    decision: float
    recommendation: float
    metric: float
    milestone: float
    risk: float
    work: float
    summary: float = 300


ROOMY = Room(
    title=44, fact=24, reason=120, decision=58, recommendation=76, metric=24, milestone=48, risk=56, work=70
)
TIGHT = Room(
    title=42, fact=16, reason=76, decision=36, recommendation=34, metric=20, milestone=23, risk=36, work=44
)
TIGHTEST = Room(
    title=40, fact=16, reason=70, decision=36, recommendation=34, metric=11, milestone=20, risk=34, work=22
)
ROOMS = (ROOMY, TIGHT, TIGHTEST)


def fitted(one: OnePager, level: int) -> OnePager:
    """The one-pager with every text cut to its room at this level, 0 roomy to 2 tightest."""
    room = ROOMS[level]
    stone = room.milestone * (_SINCE if one.since else 1)
    return replace(
        one,
        title=cut(one.title, room.title),
        summary=cut(one.summary, room.summary),
        goals=tuple(cut(goal, room.reason) for goal in one.goals),
        facts=tuple(replace(fact, text=_line(fact.text, room.fact)) for fact in one.facts),
        reason=_line(one.reason, room.reason),
        decisions=tuple(
            replace(
                ask,
                title=cut(ask.title, room.decision),
                recommendation=cut(ask.recommendation, room.recommendation),
            )
            for ask in one.decisions
        ),
        metrics=tuple(
            replace(
                kpi,
                title=cut(kpi.title, room.metric),
                unit=_line(kpi.unit, 5),
                target=_line(kpi.target, 12),
            )
            for kpi in one.metrics
        ),
        milestones=tuple(replace(of, title=cut(of.title, stone)) for of in one.milestones),
        risks=tuple(
            replace(
                risk,
                title=cut(risk.title, room.risk),
                response=cut(risk.response, room.risk),
                owner=_line(risk.owner, 13),
            )
            for risk in one.risks
        ),
        done=tuple(cut(text, room.work) for text in one.done),
        next=tuple(cut(text, room.work) for text in one.next),
    )


def cut(text: Text, room: float) -> Text:
    """The text on one line of `room` ems, ending in an ellipsis where it was longer."""
    return Text(
        plain=_line(text.plain, room),
        zh=None if text.zh is None else _line(text.zh, room),
        en=None if text.en is None else _line(text.en, room),
    )


def _line(text: str, room: float) -> str:
    return _ENDLESS.sub(_breakable, clip(clean(text), room, 1.0))


def _breakable(word: re.Match[str]) -> str:
    """An endless word with places to break it, so that it does not begin a line of its own."""
    return _BREAK.join(word[0][start : start + _STEP] for start in range(0, len(word[0]), _STEP))
