"""The risk register."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from opsgen.model.shared import Item
from opsgen.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Rated:
    probability: int
    impact: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """How bad it would be, overall or for each kind of impact."""

    overall: int | None = None
    schedule: int | None = None
    cost: int | None = None
    scope: int | None = None
    quality: int | None = None
    benefit: int | None = None
    reputation: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A text, or a comparison with a metric that the build checks."""

    text: Text = Text()
    metric: str = ""
    op: Literal["<", "<=", ">", ">="] | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contingency:
    plan: Text
    cost: Decimal | None = None
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Item):
    probability: int
    impact: Impact
    kind: Literal["threat", "opportunity"] = "threat"
    cause: Text = Text()
    event: Text = Text()
    effect: Text = Text()
    category: str = ""
    raised: date | None = None
    raised_by: str = ""
    inherent: Rated | None = None
    residual_target: Rated | None = None
    proximity: Text = Text()
    response: Text = Text()
    strategy: (
        Literal["avoid", "mitigate", "transfer", "accept", "escalate", "exploit", "enhance", "share"] | None
    ) = None
    actions: tuple[str, ...] = ()
    trigger: Trigger | None = None
    contingency: Contingency | None = None
    fallback: Text = Text()
    secondary: tuple[str, ...] = ()
    affects: tuple[str, ...] = ()
    delay: int | None = None
    cost: Decimal | None = None
    review_every: str = ""
    reviewed: date | None = None
    status: Literal["draft", "open", "closed", "occurred"] = "open"
    closed: date | None = None
    close_reason: Text = Text()
