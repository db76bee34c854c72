"""A loaded file: its values, where each of them stands, and what was wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from opsgen.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str | int, ...]
Span = tuple[int, int, int, int]
"""Line, column, end line, end column; from 1."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a value stands, and its key where it has one."""

    value: Span
    key: Span | None = None


Table = dict[str | int, Mark]
"""The marks of a mapping by key, of a list by index."""


@dataclass(frozen=True)
class Document:
    """A file's values; `data` is None where nothing usable was in it."""

    file: str
    data: Any
    problems: tuple[Problem, ...] = ()
    root: Span = (1, 1, 1, 1)
    tables: Mapping[int, Table] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False)

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at `path` stands (its key with `key`); the nearest existing parent otherwise."""
        span, value = self.root, self.data
        for step, part in enumerate(path):
            table = self.tables.get(id(value))
            mark = None if table is None else table.get(part)
            if mark is None:
                break
            value = value[part]
            wants_key = key and step == len(path) - 1 and mark.key is not None
            span = mark.key if wants_key and mark.key else mark.value
        return Place(self.file, *span)

    def written(self, path: Path) -> str:
        """The value at `path` as it stands in the file; empty for values over several lines."""
        place = self.place(path)
        if place.line != place.end_line:
            return ""
        return self.text.split("\n")[place.line - 1][place.column - 1 : place.end_column - 1]


@dataclass(frozen=True)
class Sources:
    """Where the parts of one project (or of the settings) came from: a document for each part by its path."""

    parts: Mapping[Path, tuple[Document, Path]]

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at `path` of the whole stands in the file that holds it."""
        for length in range(len(path), -1, -1):
            found = self.parts.get(path[:length])
            if found:
                document, inside = found
                return document.place(inside + path[length:], key=key)
        return Place("")


def placed(place: Place) -> Document:
    """A document without values that stands for one place, such as a cell of a table."""
    return Document(place.file, None, root=(place.line, place.column, place.end_line, place.end_column))
