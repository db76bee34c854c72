"""A portfolio with the original plans that its history knows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opsgen.calendar import zone
from opsgen.timeline.baselines import landed, with_baselines
from opsgen.timeline.tagged import at_tag

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from opsgen.model import Project
    from opsgen.portfolio import Portfolio
    from opsgen.portfolio.plans import PlanSources
    from opsgen.timeline.timeline import Timeline


def agreed(root: Path, portfolio: Portfolio, past: Timeline, as_of: date) -> Portfolio:
    """The portfolio with the original plans that are not written, as far as the history knows them.

    Without a history it is as it was.
    """
    if past.reach == "none":
        return portfolio
    found = {project.id: _of_project(root, project, portfolio, past, as_of) for project in portfolio.projects}
    return replace(
        portfolio,
        projects=tuple(found[project.id][0] for project in portfolio.projects),
        plans={name: sources for name, (_, sources) in found.items() if sources},
    )


def _of_project(
    root: Path, project: Project, portfolio: Portfolio, past: Timeline, as_of: date
) -> tuple[Project, PlanSources]:
    ref = project.baseline.ref
    tagged = at_tag(root, project, ref, past.until)[0] if ref else None
    if ref and tagged is None:  # what first landed is not what was agreed on
        return project, {}
    first = landed(past, project, zone(portfolio.settings.timezone), as_of)
    return with_baselines(project, tagged, ref, first)
