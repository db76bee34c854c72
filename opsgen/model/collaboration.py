"""How people work together: roles, stakeholders, meetings, training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from opsgen.model.shared import Item
from opsgen.model.steering import Action, Decision
from opsgen.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RaciRow:
    """Who does what for one thing; `item` is a text, or the id of an item."""

    item: Text
    accountable: str
    responsible: tuple[str, ...] = ()
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stakeholder:
    name: Text
    id: str = ""
    interest: int | None = None
    influence: int | None = None
    attitude: Literal["champion", "supporter", "neutral", "critic"] | None = None
    needs: Text = Text()
    strategy: Text = Text()
    owner: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Communication:
    audience: Text
    what: Text = Text()
    how: Text = Text()
    cadence: Text = Text()
    owner: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPoint:
    text: Text
    project: str = ""
    decision: str = ""
    minutes: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingDecision(Decision):
    """A decision of a meeting; `ref` names it where it is written elsewhere, and then is all there is."""

    title: Text = Text()
    ref: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingAction(Action):
    """An action of a meeting; `ref` names it where it is written elsewhere, and then is all there is."""

    title: Text = Text()
    owner: str = ""
    due: date = date.max
    ref: str = ""
    project: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting(Item):
    date: date
    type: (
        Literal["kickoff", "standup", "progress", "coordination", "steering", "review", "retro", "other"]
        | None
    ) = None
    attendees: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    agenda: tuple[AgendaPoint, ...] = ()
    minutes: Text = Text()
    decisions: tuple[MeetingDecision, ...] = ()
    actions: tuple[MeetingAction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Item):
    date: date | None = None
    trainer: str = ""
    audience: tuple[Text, ...] = ()
    attended: tuple[Text, ...] = ()
    required_for: tuple[str, ...] = ()
    result: Text = Text()
