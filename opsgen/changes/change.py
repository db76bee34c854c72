"""What changed: one value for each change, with what it was and what it is now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from opsgen.words import Text

if TYPE_CHECKING:
    from datetime import datetime

Severity = Literal["info", "notice", "attention", "breach"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""How much a change asks of its reader; the last asks for an approval that is not there."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The commit that brought a change; without an id what is not committed yet."""

    commit: str
    date: datetime
    """In UTC."""
    author: str
    email: str = ""
    title: str = ""
    request: str = ""
    """The pull or merge request: `#12`, `!56`."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was."""

    code: str
    """`milestone.slipped`: a code of the vocabulary."""
    project: str
    """The id of its project; empty for what belongs to the portfolio."""
    kind: str
    """The list it stands in: `milestones`; `project`, `portfolio`, `people` for their own fields."""
    item: str
    """The id of the item, else what stands for one in its list."""
    title: Text = Text()
    """What the item is called, newly where it was renamed."""
    field: str = ""
    """The way to the field in the item: `forecast`, `measurements.2026-11-01`; empty for the whole item."""
    old: object = None
    """What it was; None where there was nothing."""
    new: object = None
    """What it is; None where there is nothing any more."""
    delta: float | None = None
    """How much more it is, in `unit`: calendar days (+ is later), points of a risk score, an amount."""
    unit: str = ""
    reason: Text = Text()
    """What the file says why, or what came of it: the outcome of a decision."""
    severity: Severity = "info"
    by_time: bool = False
    """Only time did it; nobody is its author."""
    origin: Origin | None = None
    """Who brought it and when; None where that is not known, or where two versions are compared."""
    approval: str | None = None
    """The decision that approves it; empty where one should and none does, None where none has to."""
