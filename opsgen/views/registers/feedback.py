"""What the users of all projects speak of, and how content those of each are."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from opsgen.derive.feedback import across
from opsgen.views.page import project_path
from opsgen.views.registers.table import Column, Number, Row, Table, register, written
from opsgen.views.voices import chorus
from opsgen.words import Text, message, plural, words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.feedback import FeedbackState, Theme, Voices
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page
    from opsgen.views.registers.table import Cell
    from opsgen.views.voices import Told
    from opsgen.words import Message, Words

_ANCHOR = "_feedback"
_SCORES = (
    Column(message("Answers"), "num"),
    Column(message("Mood"), "light"),
    Column(message("Answers on the mood"), "num", only_csv=True),
    Column(message("Satisfaction (1-5)"), "num"),
    Column(message("Answers on satisfaction"), "num", only_csv=True),
    Column(message("Net promoter score"), "num"),
    Column(message("Answers on recommending"), "num", only_csv=True),
    Column(message("Last"), "date"),
)
_THEMES = (Column(message("Theme")), Column(message("Projects")), *_SCORES)
_PROJECTS = (Column(message("Project")), *_SCORES)


def feedback(edition: Edition) -> Page:
    """The themes over all projects, the most spoken of first; and the scores of each project."""
    found = [(of, of.feedback) for of in edition.assessments if of.feedback]
    all_of_them = across(state for _, state in found)
    themes = all_of_them.themes if all_of_them else ()
    rows = tuple(_theme(theme, found, edition) for theme in themes)
    scored = tuple(_project(of, state, edition) for of, state in found)
    answers = all_of_them.all.answers if all_of_them else 0
    lead = _lead(answers, len(found), themes, edition)
    columns, first = (_THEMES, rows) if rows else (_PROJECTS, scored)
    page = register(edition, "feedback", message("User feedback"), lead, columns, first)
    page = replace(page, table=Table(columns, first) if first else None)  # themes have no fields of the team
    return _with_projects(page, scored) if rows else page


def _lead(answers: int, projects: int, themes: tuple[Theme, ...], edition: Edition) -> Message:
    if not themes:
        return plural(
            "{n} answer of users of {projects} projects.",
            "{n} answers of users of {projects} projects.",
            answers,
            projects=projects,
        )
    return plural(
        "{n} answer of users of {projects} projects; {named} of them on the {themes} themes.",
        "{n} answers of users of {projects} projects; {named} of them on the {themes} themes.",
        answers,
        projects=projects,
        named=words(edition.lang).number(sum(theme.voices.answers for theme in themes)),
        themes=len(themes),
    )


def _with_projects(page: Page, scored: tuple[Row, ...]) -> Page:
    """The page with the scores of each project below the themes, and as a file of their own."""
    context = {**page.context, "project_columns": written(_PROJECTS, scored), "project_rows": scored}
    return replace(
        page,
        template="pages/feedback.html.j2",
        context=context,
        lists=(("projects", Table(_PROJECTS, scored)),),
    )


def _theme(theme: Theme, found: list[tuple[Assessment, FeedbackState]], edition: Edition) -> Row:
    """A theme leads to the project where it is spoken of most."""
    say = words(edition.lang)
    own = {id(entry) for entry in theme.voices.entries}
    counts = Counter[str]()
    for of, state in found:
        counts[of.project.id] += sum(one.count for one in state.all.entries if id(one) in own)
    spoken = [(edition.portfolio.project(name), n) for name, n in counts.most_common() if n]
    said = say.gettext(", ").join(f"{say.pick(project.title)} ({n})" for project, n in spoken if project)
    page = project_path(counts.most_common(1)[0][0])
    cells = (Text(said), *_scores(theme.voices, say), theme.last)
    return Row("", theme.title, page, _ANCHOR, "", cells)


def _project(of: Assessment, state: FeedbackState, edition: Edition) -> Row:
    voices, last = state.all, state.all.entries[-1].date
    cells = (*_scores(voices, words(edition.lang)), last)
    return Row("", of.project.title, project_path(of.project.id), _ANCHOR, "", cells, of.project.id)


def _scores(voices: Voices, say: Words) -> tuple[Cell, ...]:
    """The scores, each with the answers behind it; an empty cell where nobody was asked."""
    all_of_them = chorus(voices, say)
    return (
        Number(voices.answers, say.number(voices.answers)),
        all_of_them.mood,
        voices.sentiment.answers if voices.sentiment else None,
        _told(all_of_them.csat, say),
        voices.csat.answers if voices.csat else None,
        _told(all_of_them.nps, say),
        voices.nps.answers if voices.nps else None,
    )


def _told(told: Told | None, say: Words) -> Number | None:
    if told is None:
        return None
    shown = message("{score} ({answers})", score=told.shown, answers=told.answers)
    return Number(told.value, say.say(shown))
