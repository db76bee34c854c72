"""What many entities share: links, spans of dates, the fields of every item, tolerances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from opsgen.words import Text

Rag = Literal["green", "amber", "red", "grey", "blue"]
Dimension = Literal["schedule", "cost", "scope", "benefits", "risk", "resources"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
Lifecycle = Literal[
    "proposed", "initiating", "planning", "executing", "closing", "closed", "on_hold", "cancelled"
]
Cadence = Literal["weekly", "biweekly", "monthly", "quarterly"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    title: Text
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    start: date | None = None
    finish: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What every entry of a list may say of itself."""

    title: Text
    id: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    notes: Text = Text()
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)
    """The team's own fields (`x-…`) that `extra.schema.json` types, by their keys."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """How far a forecast may go before the committee is asked; None inherits from above."""

    schedule_days: int | None = None
    cost_pct: float | None = None
    scope: int | None = None
    benefit_pct: float | None = None
    risk_exposure: float | None = None
