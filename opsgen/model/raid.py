"""Issues, assumptions and dependencies: with the risks they make the RAID log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from opsgen.model.shared import Item
from opsgen.words import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Item):
    type: Literal["problem", "request_for_change", "off_specification", "concern", "external_event"] = (
        "problem"
    )
    raised: date | None = None
    raised_by: str = ""
    severity: int | None = None
    impact: Text = Text()
    due: date | None = None
    status: Literal["open", "in_progress", "resolved", "closed"] = "open"
    resolution: Text = Text()
    resolved: date | None = None
    from_risk: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption(Item):
    basis: Text = Text()
    due: date | None = None
    status: Literal["open", "holds", "false"] = "open"
    if_false: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency(Item):
    """What one side waits for and the other delivers; `other` is `project`, `project:ID` or a name."""

    due: date
    direction: Literal["inbound", "outbound"] = "inbound"
    other: str = ""
    promised: date | None = None
    delivered: date | None = None
    status: Literal["open", "agreed", "delivered", "cancelled"] = "open"
