"""Where the parts of one whole came from, for as long as somebody may ask."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from opsgen.load.document import Document
from opsgen.load.events import parse
from opsgen.problem import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from opsgen.load.document import Path


@dataclass(frozen=True, slots=True)
class Kept:
    """A document whose values and places were let go; asked for a place, it reads its text again.

    The places of a file take ten times the memory of its text, and most are never asked for.
    """

    file: str
    text: str

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at `path` stands."""
        return _again(self.file, self.text).place(path, key=key)

    def inside_texts(self, places: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
        """Those of the places, line and column, that belong to a value or a field's name."""
        return _again(self.file, self.text).inside_texts(places)


@dataclass(frozen=True, slots=True)
class Rows:
    """Values that stand in the rows of a table, one below the other; a place is looked up when asked for."""

    file: str
    find: Callable[[Path], Place]
    text: str = ""
    """None that anybody has to keep."""

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at `path` stands, the number of a row and a field; its key is the row."""
        return self.find(path[:1] if key else path)


Part: TypeAlias = Document | Kept | Rows


@lru_cache(8)  # the findings of one project come one after another
def _again(file: str, text: str) -> Document:
    return parse(file, text.encode())


@dataclass(frozen=True, slots=True)
class Sources:
    """The parts of one project, or of the settings: a document for each part by its path in the whole."""

    parts: Mapping[Path, tuple[Part, Path]]

    @property
    def file(self) -> str:
        """The file that holds the whole's own values; known without reading it again."""
        own = self.parts.get(())
        return own[0].file if own else ""

    def place(self, path: Path = (), *, key: bool = False) -> Place:
        """Where the value at `path` of the whole stands in the file that holds it."""
        for length in range(len(path), -1, -1):
            found = self.parts.get(path[:length])
            if found:
                document, inside = found
                return document.place(inside + path[length:], key=key)
        return Place("")

    def held(self, path: Path) -> tuple[Document | Kept, Path] | None:
        """The file that holds the value at `path`, and its path there; None where that is a table."""
        for length in range(len(path), -1, -1):
            found = self.parts.get(path[:length])
            if found:
                document, inside = found
                return None if isinstance(document, Rows) else (document, inside + path[length:])
        return None

    def documents(self) -> tuple[Document | Kept, ...]:
        """The files of the whole, each once."""
        read = (part for part, _ in self.parts.values() if not isinstance(part, Rows))
        return tuple({part.file: part for part in read if part.text}.values())

    def kept(self) -> Sources:
        """The same with no more than the texts of the files."""
        return Sources({path: (_kept(document), inside) for path, (document, inside) in self.parts.items()})


def _kept(part: Part) -> Part:
    return Kept(part.file, part.text) if part.text else part
