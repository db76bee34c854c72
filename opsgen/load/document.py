"""A loaded file: its values, where each of them stands, and what was wrong."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from opsgen.problem import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Path = tuple[str | int, ...]
Span = tuple[int, int, int, int]
"""Line, column, end line, end column; from 1."""
Mend = tuple[Span, str]
"""The text that certainly belongs in a place."""
START: Span = (1, 1, 1, 1)
"""Where a finding about a whole file stands."""
Marked = tuple[Any, Any]
"""The event of a value, and that of its key where it has one; spans are made when asked for."""
Marks = dict[str, Marked] | list[Marked]
"""The events of a mapping by key, of a list by index."""


def span_of(event: Any) -> Span:
    """Where an event of the parser stands."""
    start, end = event.start_mark, event.end_mark
    return (start.line + 1, start.column + 1, end.line + 1, end.column + 1)


@dataclass(frozen=True)
class Document:
    """A file's values; `data` is None where nothing usable was in it."""

    file: str
    data: Any
    problems: tuple[Problem, ...] = ()
    root: Span = START
    tables: Mapping[int, Marks] = field(default_factory=dict, repr=False)
    text: str = field(default="", repr=False)

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at `path` stands (its key with `key`); the nearest existing parent otherwise."""
        found, value, steps = None, self.data, 0
        for part in path:
            try:
                found = self.tables[id(value)][part]  # type: ignore[index]
            except (KeyError, IndexError, TypeError):
                break
            value, steps = value[part], steps + 1
        if found is None:
            return Place(self.file, *self.root)
        wants_key = key and steps == len(path) and found[1] is not None
        return Place(self.file, *span_of(found[1] if wants_key else found[0]))

    def inside_texts(self, places: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        """Those of the places, line and column, that belong to a value or a field's name."""
        asked = sorted(places)
        inside: set[tuple[int, int]] = set()
        for table in self.tables.values():
            for event in _texts(table):
                span = span_of(event)
                inside.update(asked[bisect_left(asked, span[:2]) : bisect_left(asked, span[2:])])
        return frozenset(inside)

    def written(self, path: Path) -> str:
        """The value at `path` as it stands in the file; empty for values over several lines."""
        place = self.place(path)
        lines = self.text.split("\n")
        if place.line != place.end_line or place.line > len(lines):
            return ""  # a value that is not there may stand behind the last line
        return lines[place.line - 1][place.column - 1 : place.end_column - 1]


def _texts(marks: Marks) -> Iterator[Any]:
    """The events of one table that are no lists and mappings, keys too."""
    for marked in marks.values() if isinstance(marks, dict) else marks:
        yield from (event for event in marked if hasattr(event, "value"))


def placed(place: Place) -> Document:
    """A document without values that stands for one place, such as a cell of a table."""
    return Document(place.file, None, root=(place.line, place.column, place.end_line, place.end_column))
