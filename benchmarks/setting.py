"""What all parts of one made-up project share, and how much of everything it has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from random import Random

    from benchmarks.themes import Pair

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a project is; None stands for as many as its theme has."""

    tasks: int = 10
    risks: int | None = None
    metrics: int | None = None
    whole: bool = False  # research, deliverables, issues, meetings and all other lists of a team
    people: int = 0  # who are planned for, with equipment, vendors and the sheet of finance; 0 for none of it
    improved: bool = False  # channels, a funnel, adjustments, feedback, retrospectives, lessons, benefits


LARGE = Shape(tasks=40, risks=15, metrics=12)
STAFFED = Shape(people=500)
IMPROVED = Shape(metrics=12, improved=True)


@dataclass(frozen=True, slots=True)
class Setting:
    """What all parts of one project share: its luck, its language and its dates."""

    luck: Random
    languages: str  # zh, en, or both
    start: date
    finish: date
    as_of: date
    team: tuple[str, ...]

    def text(self, pair: Pair) -> str | dict[str, str]:
        if self.languages == "both":
            return {"zh": pair[0], "en": pair[1]}
        return pair[0] if self.languages == "zh" else pair[1]

    def at(self, share: float) -> date:
        """The day at this share of the project's time, 0..1."""
        return self.start + timedelta(days=round((self.finish - self.start).days * share))

    @property
    def closed(self) -> bool:
        return self.finish < self.as_of

    @property
    def elapsed(self) -> float:
        """Share of the project's time gone by, 0..1."""
        gone = (self.as_of - self.start).days / (self.finish - self.start).days
        return min(1.0, max(0.0, gone))

    def owner(self) -> str:
        return self.luck.choice(self.team)
