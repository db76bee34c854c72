"""One shape of table for all registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views.page import Page, project_path
from opsgen.words import Message, Text, message, words

if TYPE_CHECKING:
    from opsgen.model import Item, Project
    from opsgen.views.edition import Edition
    from opsgen.views.states import State

Cell = object
MOST_ROWS = 600


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how the cells are shown: text, name, num, date, days, light, project or figure."""

    title: Message
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """An item of one project; `state` colours the edge."""

    id: str
    title: Text
    page: str
    anchor: str
    state: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ProjectCell:
    """The project an item belongs to."""

    title: Text
    page: str


PROJECT = Column(message("Project"), "project")
OWNER = Column(message("Owner"), "name")
STATUS = Column(message("Status"), "light")


def register(
    edition: Edition,
    name: str,
    title: Message,
    lead: Message,
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    figure: str = "",
    caption: Message | None = None,
) -> Page:
    """The page of a register; `lead` is the sentence under its title, `figure` stands above its table."""
    context = {
        "title": words(edition.lang).say(title),
        "lead": lead,
        "columns": columns,
        "rows": rows[:MOST_ROWS],
        "cut": _cut(len(rows)),
        "figure": figure,
        "caption": caption,
        "empty": message("No project has written any yet."),
    }
    return Page(f"{name}.md", "pages/register.html.j2", words(edition.lang).say(title), context, wide=True)


def _cut(rows: int) -> Message | None:
    """What a long register leaves out: a page of thousands of rows opens in no browser."""
    if rows <= MOST_ROWS:
        return None
    return message(
        "The first {n} of {all}; the others stand on the pages of their projects.", n=MOST_ROWS, all=rows
    )


def row(project: Project, item: Item, state: State | None, *cells: Cell) -> Row:
    """The row of an item of a project; it leads to the item's place on the project's page."""
    return Row(item.id, item.title, project_path(project.id), item.id, state[0] if state else "", cells)


def project_cell(project: Project) -> ProjectCell:
    """The cell that leads to a project."""
    return ProjectCell(project.title, project_path(project.id))
