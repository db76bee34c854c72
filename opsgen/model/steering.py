"""How a project is steered: decisions, actions, updates, lessons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from opsgen.model.shared import Item
from opsgen.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    id: str
    field: str = ""
    to: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Item):
    status: Literal["requested", "decided", "deferred", "withdrawn"] = "requested"
    raised: date | None = None
    by: str = ""
    due: date | None = None
    cause: Text = Text()
    options: tuple[Text, ...] = ()
    recommendation: Text = Text()
    cost: Decimal | None = None
    days: int | None = None
    approves: tuple[Approval, ...] = ()
    outcome: Text = Text()
    date: date | None = None
    consequences: Text = Text()
    supersedes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action(Item):
    due: date
    done: date | None = None
    status: Literal["open", "in_progress", "done", "cancelled"] = "open"
    source: str = ""
    verified_by: str = ""
    verified: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpNeeded:
    text: Text
    from_: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update:
    """What the owner says of one period; `period` is `2026-W41`, `2026-10` or a date in the week."""

    period: str
    summary: Text
    id: str = ""
    done: tuple[Text, ...] = ()
    next: tuple[Text, ...] = ()
    help_needed: tuple[HelpNeeded, ...] = ()
    author: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliesTo:
    category: tuple[str, ...] = ()
    phase: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson(Item):
    recommendation: Text
    polarity: Literal["keep", "avoid"] = "keep"
    event: Text = Text()
    cause: Text = Text()
    effect: Text = Text()
    early_warning: Text = Text()
    cause_category: Literal["people", "machine", "material", "method", "environment"] | None = None
    applies_to: AppliesTo = AppliesTo()
    adopted_in: tuple[str, ...] = ()
