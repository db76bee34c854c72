"""What a portfolio is made of: wholes with files of their own, and what holds for all projects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from opsgen.model import People, Settings
from opsgen.schema import NONE, Extra

if TYPE_CHECKING:
    from datetime import datetime

    from opsgen.problem import Problem


@dataclass(frozen=True, slots=True)
class Whole:
    """Something with a schema and files of its own: the settings, the people, a meeting, or one project."""

    source: str
    """`portfolio`, `people`, `meetings/ID`, or the id of a project."""
    kind: str
    value: Any
    found: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was looked up in it before; it is walked through once for all who ask the same."""


@dataclass(frozen=True, slots=True)
class House:
    """What holds for all projects: the settings, the people, and the team's own fields."""

    settings: Settings = Settings()
    people: People = People()
    has_people: bool = False
    """Whether there is a readable `people.yaml`; without one any name is right."""
    unread: tuple[str, ...] = ()
    """`portfolio`, `people`: files that are there but broken, so that defaults stand in for them."""
    extra: Extra = NONE
    """The team's own fields."""


@dataclass(frozen=True, slots=True)
class LastGood:
    """The version that stands in for a whole whose files have errors now."""

    whole: str
    """What its files are kept as: `portfolio`, `people`, `meetings/NAME.yaml`, or the name of a project."""
    commit: str
    """Full id of the commit that left its files without errors."""
    date: datetime
    """When that landed."""
    problems: tuple[Problem, ...]
    """The errors of today."""
