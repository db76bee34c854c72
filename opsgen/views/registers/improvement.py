"""Registers of what was learnt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.views import states
from opsgen.views.registers.table import PROJECT, Column, Row, project_cell, register, row
from opsgen.words import message, plural

if TYPE_CHECKING:
    from opsgen.model import Lesson, Project
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page

_LESSONS = (
    Column(message("Lesson")),
    PROJECT,
    Column(message("Recommendation")),
    Column(message("Early warning sign")),
    Column(message("Keep or avoid"), "light"),
)


def lessons(edition: Edition) -> Page:
    """All lessons of all projects."""
    rows = tuple(_lesson(a.project, lesson) for a in edition.assessments for lesson in a.project.lessons)
    lead = plural(
        "{n} lesson from {projects} projects.",
        "{n} lessons from {projects} projects.",
        len(rows),
        projects=len({row.page for row in rows}),
    )
    return register(edition, "lessons", message("Lessons"), lead, _LESSONS, rows)


def _lesson(project: Project, lesson: Lesson) -> Row:
    light, warning = states.lesson(lesson), lesson.early_warning or None
    return row(project, lesson, light, project_cell(project), lesson.recommendation, warning, light)
