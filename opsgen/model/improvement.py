"""From numbers to improvement: what users say, what was adjusted, what was learnt, what it was good for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from opsgen.model.shared import Item
from opsgen.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What `count` users said; `csat` is their mean of 1-5, `nps` the value 0-10 that each of them gave."""

    date: date
    id: str = ""
    channel: str = ""
    theme: Text = Text()
    sentiment: int | None = None
    csat: float | None = None
    nps: int | None = None
    count: int = 1
    quote: Text = Text()
    action: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment(Item):
    """`action` is a text, or the id of an action."""

    observation: Text
    metric: str = ""
    cause: Text = Text()
    action: Text = Text()
    check_on: date | None = None
    result: Literal["helped", "no_effect", "worse", "pending"] = "pending"
    date: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrospectiveCause:
    result: Text
    success_factor: Text = Text()
    root_cause: Text = Text()
    why: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrospectiveRule:
    rule: Text
    when: Text = Text()
    kind: Literal["start", "stop", "continue"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrospective:
    date: date
    id: str = ""
    scope: Text = Text()
    facilitator: str = ""
    participants: tuple[str, ...] = ()
    goals: Text = Text()
    results: Text = Text()
    causes: tuple[RetrospectiveCause, ...] = ()
    rules: tuple[RetrospectiveRule, ...] = ()
    lessons: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitActual:
    date: date
    value: Text
    note: Text = Text()


@dataclass(frozen=True, slots=True, kw_only=True)
class Benefit(Item):
    goal: str = ""
    metric: str = ""
    measure_on: tuple[date, ...] = ()
    expected: Text = Text()
    actual: tuple[BenefitActual, ...] = ()
    disbenefit: bool = False
