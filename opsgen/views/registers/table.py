"""One shape of table for all registers, on the page and as a file for a spreadsheet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from opsgen.schema.fields import choice_label
from opsgen.views.own import own_cells, own_columns
from opsgen.views.page import Page, project_path
from opsgen.words import Message, Text, coded, message, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from opsgen.model import Item, Project, Vendor
    from opsgen.views.edition import Edition
    from opsgen.views.states import State

Cell = object
MOST_ROWS = 600


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how the cells are shown.

    Text, name, num, date, days, moved, light, lights, project, figure; `brief` is a text of a few words,
    `prose` is Markdown, `chips` are several names and `projects` several such cells.

    `unit` is said in the heading of the file, where numbers stand alone. A column that is `only_csv` is for
    the file, such as the unit that the page shows beside each number; a figure stands on the page alone.
    `key` is what programs call the column, in every language: its heading in the language of the code, unless
    it is given, as where a heading has changed.
    """

    title: Message
    kind: str = "text"
    unit: Message | None = None
    only_csv: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        """Calls the column as it is headed where nothing else is said."""
        object.__setattr__(self, "key", self.key or key_of(self.title))


def key_of(said: Message) -> str:
    """A short name for a word of ours that no language changes: `plan_kept` of “Plan kept”, `spi` of
    “Pace SPI”, whose words are a parameter.
    """
    inside = [coded(value) for _, value in said.params if isinstance(value, str)]
    return coded(re.sub(r"\{\w+\}", "", said.text)) or "_".join(inside)


@dataclass(frozen=True, slots=True)
class Number:
    """A number as a reader sees it, and the value that sorts and stands in the file.

    `on` is the day it was measured, which stands below it.
    """

    value: float | Decimal
    shown: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A word that the data chooses among some: its code, and as readers see it."""

    code: str
    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Missing:
    """What nobody has written, though somebody should: a word on the page, nothing in the files."""

    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True, slots=True)
class Row:
    """An item of one project, whose id is `project`; `state` colours the edge."""

    id: str
    title: Text
    page: str
    anchor: str
    state: str
    cells: tuple[Cell, ...]
    project: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """The team's own fields of the item, which stand in the file."""


@dataclass(frozen=True, slots=True)
class Table:
    """What a register lists, all of it; its first column holds the titles of the rows."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ProjectCell:
    """The project an item belongs to, or a meeting it comes from; without a page it is a word alone."""

    title: Text
    page: str
    anchor: str = ""


def choice(field: str, code: str, lang: str) -> Choice:
    """A word of the choice `entity.field` of a project, with its label."""
    return Choice(code, choice_label(field, code, lang))


PROJECT = Column(message("Project"), "project")
OWNER = Column(message("Owner"), "name")
STATUS = Column(message("Status"), "light")
UNIT = Column(message("Unit"), "name", only_csv=True)
CURRENCY = Column(message("Currency"), "name", only_csv=True)
_NOTHING = (None, "", ())
_ENTITIES = {"dependencies": "dependency", "budget": "budget-line", "improvements": "action"}
"""What the items of a register are called in the schema, where that is not its name without an s."""


def register(
    edition: Edition,
    name: str,
    title: Message,
    lead: Message,
    columns: tuple[Column, ...],
    rows: tuple[Row, ...],
    figure: str = "",
    caption: Message | None = None,
    most: int | None = None,
) -> Page:
    """The page of a register; `lead` is the sentence under its title, `figure` stands above its table.

    It shows `most` rows, or as many as a register shows.
    """
    most = most or MOST_ROWS
    context = {
        "title": words(edition.lang).say(title),
        "lead": lead,
        "columns": written(columns, rows),
        "rows": rows[:most],
        "cut": _cut(len(rows), most),
        "figure": figure,
        "caption": caption,
        "empty": message("No project has written any yet."),
    }
    said, table = words(edition.lang).say(title), _whole(edition, name, columns, rows) if rows else None
    return Page(f"{name}.md", "pages/register.html.j2", said, context, wide=True, table=table)


def written(columns: tuple[Column, ...], rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns for the page: those that no row has anything in are for the file alone."""
    return tuple(
        column
        if n == 0 or any(row.cells[n - 1] not in _NOTHING for row in rows)
        else replace(column, only_csv=True)
        for n, column in enumerate(columns)
    )


def _whole(edition: Edition, name: str, columns: tuple[Column, ...], rows: tuple[Row, ...]) -> Table:
    """The table as a file: all its rows, and a column for each field of the team's own."""
    entity = _ENTITIES.get(name, name.removesuffix("s"))
    own = own_columns(edition, entity)
    if not own:
        return Table(columns, rows)
    more = tuple(Column(message("{title}", title=title), only_csv=True, key=key) for key, title in own)
    wider = (
        replace(one, cells=(*one.cells, *own_cells(edition, entity, one.extra, one.project))) for one in rows
    )
    return Table((*columns, *more), tuple(wider))


def _cut(rows: int, most: int) -> Message | None:
    """What a long register leaves to its file: a page of thousands of rows opens in no browser."""
    if rows <= most:
        return None
    return message("The first {n} of {all}; all of them are in the CSV file.", n=most, all=rows)


def row(project: Project, item: Item | Vendor, state: State | None, *cells: Cell) -> Row:
    """The row of an item of a project; it leads to the item's place on the project's page."""
    colour = state[0] if state else ""
    return Row(item.id, item.title, project_path(project.id), item.id, colour, cells, project.id, item.extra)


def project_cell(project: Project) -> ProjectCell:
    """The cell that leads to a project."""
    return ProjectCell(project.title, project_path(project.id))
