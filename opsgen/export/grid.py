"""A table as every file of it holds it: typed values, in the language of the page beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING

from opsgen.text import one_line
from opsgen.views.registers.table import Choice, Missing, Number, ProjectCell
from opsgen.views.states import code
from opsgen.words import Message, Text, message, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.views.registers.table import Cell, Column, Row, Table
    from opsgen.words import Words

MACHINE = ("project_id", "item_id")
"""The first two columns, in every language: what a script finds an item by."""

_PLACES = 6
_TYPES = {
    "num": "number",
    "days": "days",
    "moved": "days",
    "date": "date",
    "light": "state",
    "lights": "states",
    "project": "reference",
    "projects": "references",
    "chips": "texts",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as its digits: without grouping, exponent or idle zeros, to six places."""

    digits: str


@dataclass(frozen=True, slots=True)
class Word:
    """A state or a choice: its code, the mark of its light where it has one, and its word."""

    code: str
    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class Reference:
    """Something that has a place on a page; the page is empty where it has none."""

    title: str
    page: str
    anchor: str


Value = None | str | Figure | date | Word | Reference | tuple["Value", ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A column: what programs call it, what readers call it, what its values are, and what they count."""

    key: str
    title: str
    type: str
    unit: Message | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row: the ids of its project and item, where it is shown, and a value for each column."""

    project: str
    item: str
    page: str
    anchor: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole table; figures, which stand on pages alone, are left out."""

    heads: tuple[Head, ...]
    lines: tuple[Line, ...]


def grid(table: Table, lang: str) -> Grid:
    """The table with every row, its headings and words in this language."""
    say = words(lang)
    shown = [place for place, column in enumerate(table.columns) if column.kind != "figure"]
    lines = tuple(_line(row, shown, say) for row in table.rows)
    heads = tuple(
        _head(table.columns[place], (line.values[n] for line in lines), say) for n, place in enumerate(shown)
    )
    return Grid(heads, lines)


def heading(head: Head, say: Words) -> str:
    """The title of a column with its unit: in files numbers stand alone."""
    return say.say(message("{title} ({unit})", title=head.title, unit=head.unit)) if head.unit else head.title


def said(value: Value) -> str:
    """A value as text on one line."""
    match value:
        case None:
            return ""
        case Figure(digits=digits):
            return digits
        case date():
            return value.isoformat()
        case Word(word=text) | Reference(title=text):
            return one_line(text)
        case str():
            return one_line(value)
        case tuple():
            return "; ".join(filter(None, map(said, value)))


def figure(value: float | Decimal) -> Figure | None:
    """A number by its digits; None for what is none."""
    if not isfinite(value):
        return None
    digits = f"{value:.{_PLACES}f}".rstrip("0").rstrip(".")
    return Figure("0" if digits == "-0" else digits)


def state(of: tuple[str, Message], say: Words) -> Word:
    """A state by its code, its mark and its word."""
    return Word(code(of), of[0], say.say(of[1]))


def _line(row: Row, shown: list[int], say: Words) -> Line:
    cells = (row.title, *row.cells)
    values = tuple(_value(cells[place], say) for place in shown)
    return Line(row.project, row.id, row.page, row.anchor, values)


def _head(column: Column, values: Iterable[Value], say: Words) -> Head:
    unit = message("days") if column.kind == "days" else column.unit
    return Head(column.key, say.say(column.title), _type(column.kind, tuple(values)), unit)


def _type(kind: str, values: tuple[Value, ...]) -> str:
    """What the values of a column are."""
    if kind == "chips" and any(isinstance(one, Word) for value in values for one in _several(value)):
        return "choices"
    return _TYPES.get(kind) or _found(values)


def _several(value: Value) -> tuple[Value, ...]:
    return value if isinstance(value, tuple) else ()


def _found(values: Iterable[Value]) -> str:
    """What the values of a column of words are: choices have codes, fields of a team may be numbers."""
    kinds = {type(value) for value in values} - {type(None)}
    named: dict[frozenset[type], str] = {
        frozenset({Word}): "choice",
        frozenset({Figure}): "number",
        frozenset({date}): "date",
    }
    return named.get(frozenset(kinds), "text")


def _value(cell: Cell, say: Words) -> Value:
    """A cell as a value."""
    match cell:
        case None | date():
            return cell
        case Missing():
            return None
        case str():
            return cell or None
        case Number(value=value):
            return figure(value)
        case int() | float() | Decimal():
            return figure(cell)
        case Choice(code=code, word=word):
            return Word(code, "", word)
        case ProjectCell(title=title, page=page, anchor=anchor):
            return Reference(say.pick(title), page, anchor)
        case Message() | Text():
            return say.say(cell) or None
        case (str() as mark, Message() as word):  # a state: its word, without its mark
            return state((mark, word), say)
        case tuple():  # several of them
            return tuple(_value(one, say) for one in cell)
    raise TypeError(f"no cell of a file: {cell!r}")
