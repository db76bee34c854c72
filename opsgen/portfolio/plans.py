"""Where the original plan of an item comes from that nobody wrote beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class PlanSource:
    """The tag that the project names as its baseline, else the day on which the first value had landed."""

    tag: str = ""
    day: date | None = None


PlanSources: TypeAlias = "Mapping[tuple[str, str], PlanSource]"
"""By the list and the id of an item, or what stands for one; `("project", "")` is the finish."""


def key_of(kind: str, item: Any) -> tuple[str, str]:
    """What an item is called among the sources of plans: by its id, else by its title."""
    return kind, item.id or " / ".join(item.title.forms)
