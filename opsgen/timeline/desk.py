"""What is computed of the projects of one version of a portfolio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive import assess, meetings
from opsgen.derive.links import links
from opsgen.derive.workload import claims, workload

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.links import Links
    from opsgen.derive.meetings import Share
    from opsgen.derive.workload import Workload
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio


class Desk:
    """Assesses the projects of a portfolio on a day, each when somebody asks."""

    def __init__(self, portfolio: Portfolio, day: date) -> None:
        self._day = day
        self._settings, self._projects = portfolio.settings, portfolio.projects
        self._found: dict[str, Assessment] = {}
        planned = (claim for project in portfolio.projects for claim in claims(project, portfolio.people))
        self.load: Workload = workload(planned, portfolio.people, portfolio.settings, day)
        self._shares: dict[str, tuple[Share, ...]] = meetings.shares(
            meetings.sittings(portfolio.projects, portfolio.meetings)
        )

    def assessed(self, project: Project | None) -> Assessment | None:
        """What is computed of a project; None of none."""
        if project is None:
            return None
        if project.id not in self._found:
            self._found[project.id] = self._anew(project)
        return self._found[project.id]

    @property
    def links(self) -> Links:
        """What waits for what."""
        return links(found for project in self._projects if (found := self.assessed(project)))

    def _anew(self, project: Project) -> Assessment:
        over = self.load.of(project.id) if project.id in self.load.projects else None
        return assess(project, self._settings, self._day, self._shares.get(project.id, ()), over)
