"""All projects in one table: a page of its own where they are too many for the front page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views.home import ALL_PROJECTS, headline, line, shown_lines
from opsgen.views.registers.table import OWNER, Column, Row, choice, register
from opsgen.views.states import RAG
from opsgen.words import message, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.views.edition import Edition
    from opsgen.views.home import Line
    from opsgen.views.page import Page

MOST_PROJECTS = 2000
"""Rows of a few words; a browser lays out as many in less than half a second."""


def projects(edition: Edition) -> Iterator[Page]:
    """Every project in a line, in order of urgency; nothing where the front page has them all."""
    lines = tuple(line(assessment, edition) for assessment in edition.summary.projects)
    if len(shown_lines(lines)) == len(lines):
        return
    columns = (
        Column(message("Project")),
        Column(message("Health"), "light"),
        Column(message("Since the last report"), "name"),
        Column(message("Why")),
        OWNER,
        Column(message("Stage"), "name"),
        Column(message("End"), "date"),
    )
    rows = tuple(_row(of, edition) for of in lines)
    lead = headline(edition)
    name = ALL_PROJECTS.removesuffix(".md")
    yield register(edition, name, message("All projects"), lead, columns, rows, most=MOST_PROJECTS)


def _row(of: Line, edition: Edition) -> Row:
    say, project = words(edition.lang), of.project
    cells = (
        RAG[of.health.overall],
        say.say(of.turn.word) if of.turn else "",
        say.say(of.health.reason),
        edition.person(project.owner),
        choice("lifecycle", of.lifecycle, edition.lang),
        project.closed or project.finish,
    )
    return Row("", project.title, of.page, "", of.state, cells, project.id)
