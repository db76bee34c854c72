"""A project's page: its one-pager, then every section that has something to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views import states
from opsgen.views.calendar import project_dates
from opsgen.views.how import Explained
from opsgen.views.one_pager import one_pager
from opsgen.views.page import Page, project_path
from opsgen.views.past.pages import project_feed
from opsgen.views.sections import SECTIONS
from opsgen.views.sections.budget import budget_tables
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.derive import Assessment
    from opsgen.views.edition import Edition


def project(edition: Edition, assessment: Assessment) -> Page:
    """The page of one project."""
    say, of = words(edition.lang), assessment.project
    head: dict[str, object] = {
        "of": assessment,
        "one": one_pager(assessment, edition),
        "states": states,
        "how": Explained(edition, assessment),
    }
    context = together(head, *(section(edition, assessment) for section in SECTIONS))
    return Page(
        project_path(of.id),
        "pages/project.html.j2",
        say.pick(of.title),
        context,
        say.say(assessment.health.reason),
        edition.portfolio.source_file(of),
        lists=budget_tables(edition, assessment),
        feed=project_feed(edition, of),
        dates=project_dates(edition, of),
    )


def together(*parts: Mapping[str, object]) -> dict[str, object]:
    """The names of all sections in one context, as one template has them; no two sections share a name."""
    whole: dict[str, object] = {}
    for part in parts:
        assert not whole.keys() & part.keys(), f"said by two sections: {whole.keys() & part.keys()}"
        whole |= part
    return whole
