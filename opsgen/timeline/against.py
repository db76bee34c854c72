"""The version beside whose plans everything is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.standing import names
from opsgen.history.labels import ref_part
from opsgen.history.revisions import landed
from opsgen.timeline import sides

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from opsgen.model import Project
    from opsgen.portfolio import Portfolio

TAGS = "baseline/"
"""What the names of tags begin with that `opsgen baseline` makes."""


@dataclass(frozen=True, slots=True)
class Against:
    """A version, as somebody named it."""

    name: str
    """A tag, a branch, a commit or a day."""
    commit: str
    """Full id of the commit."""


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans of a version."""

    name: str
    commit: str
    date: datetime
    """When the commit landed."""
    projects: Mapping[str, Project]
    """As the version has them, by the ids of today's; nothing of what was not there or cannot be read."""

    def is_agreed(self, project: Project) -> bool:
        """Whether the version is a baseline of the project, in which a plan was agreed on."""
        return any(self.name.startswith(f"{TAGS}{ref_part(name)}/") for name in names(project))


def plans_of(root: Path, portfolio: Portfolio, against: Against) -> Plans:
    """The plans of the projects of a portfolio in another version.

    Raises:
        GitError: when git gives no answer, or this clone has left out contents.
    """
    then = sides.at(root, against.commit).whole().projects
    found = {}
    for project in portfolio.projects:
        called = set(names(project))
        own = next((p for p in then if p.id == project.id), None)
        old = own or next((p for p in then if called & set(names(p))), None)
        if old is not None:
            found[project.id] = old
    return Plans(against.name, against.commit, landed(root, against.commit), found)
