"""What the files of a portfolio hold that has an id, found whether the files fit their schemas or not."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from opsgen import load
from opsgen.derive.items import LISTS
from opsgen.edit.naming import reached
from opsgen.portfolio import kinds_of
from opsgen.problem import Problem
from opsgen.schema.naming import ITEM

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Document, Path
    from opsgen.portfolio import Contents, Layout

Kind = Literal["item", "project", "person", "team", "programme", "strategic_goal"]
_ITEMS = (
    *((name, "*") for name in LISTS),
    ("goals", "*", "key_results", "*"),
    ("meetings", "*", "decisions", "*"),
    ("meetings", "*", "actions", "*"),
)
_SHARED: dict[str, tuple[tuple[tuple[str, ...], Kind], ...]] = {
    "portfolio": (
        (("programmes", "*"), "programme"),
        (("strategic_goals", "*"), "strategic_goal"),
        (("decisions", "*"), "item"),
    ),
    "people": ((("people", "*"), "person"), (("teams", "*"), "team")),
}


@dataclass(frozen=True, slots=True)
class File:
    """A file with the data that could be read of it."""

    name: str
    kind: str
    """Its schema."""
    home: str
    """The project it belongs to, `meetings/ID` for a meeting of the portfolio, else empty."""
    content: bytes
    document: Document


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that has an id, and where it is written."""

    kind: Kind
    home: str
    """The project of an item; `meetings/ID` or empty for what the portfolio decided."""
    id: str
    aliases: tuple[str, ...]
    file: File
    path: Path
    """Of the mapping that holds the id."""
    titles: tuple[str, ...] = ()
    """The names of a person, by which fields may call them too."""

    @property
    def full(self) -> str:
        """How it is named on the command line."""
        home = self.home.removeprefix("meetings/")
        return f"{home}:{self.id}" if self.kind == ITEM and home else self.id


@dataclass(frozen=True, slots=True)
class Named:
    """The files of a portfolio, and all that has an id in them."""

    files: tuple[File, ...]
    things: tuple[Thing, ...]
    unread: tuple[Problem, ...]
    """Why files could not be read at all."""

    def called(self, name: str) -> frozenset[str]:
        """All names of the project, or the meeting, of this name; none where there is none."""
        for thing in self.things:
            if thing.kind == "project" and name in (thing.id, *thing.aliases):
                return frozenset((thing.id, *thing.aliases))
        return frozenset({name} if f"meetings/{name}" in {file.home for file in self.files} else ())


def named(layout: Layout, contents: Contents) -> Named:
    """The files of a layout, read."""
    unread: list[Problem] = []
    files = tuple(_files(layout, contents, unread))
    return Named(files, tuple(thing for file in files for thing in _things(file)), tuple(unread))


def _files(layout: Layout, contents: Contents, unread: list[Problem]) -> Iterator[File]:
    kinds = kinds_of(layout)
    for name in (*layout.settings, *layout.people):
        yield from _read(name, kinds[name], "", contents, unread)
    for name in layout.meetings:
        for file in _read(name, "meeting", "", contents, unread):
            yield File(name, "meeting", f"meetings/{_id(file) or _stem(name)}", file.content, file.document)
    for project in layout.projects:
        heads = [file for n in project.header for file in _read(n, "project", "", contents, unread)]
        home = next(filter(None, map(_id, heads)), project.id)
        yield from (File(h.name, h.kind, home, h.content, h.document) for h in heads)
        for name in project.names:
            if name in kinds and name not in project.header:
                yield from _read(name, kinds[name], home, contents, unread)


def _read(name: str, kind: str, home: str, contents: Contents, unread: list[Problem]) -> Iterator[File]:
    content = contents[name]()
    if isinstance(content, Problem):
        unread.append(content)
    else:
        yield File(name, kind, home, content, load.parse(name, content))


def _id(file: File) -> str:
    written = file.document.data.get("id") if isinstance(file.document.data, dict) else None
    return unicodedata.normalize("NFC", written) if isinstance(written, str) else ""


def _stem(name: str) -> str:
    return unicodedata.normalize("NFC", name.rsplit("/", 1)[1].rpartition(".")[0])


def _things(file: File) -> Iterator[Thing]:
    if file.kind in _SHARED:
        for pattern, kind in _SHARED[file.kind]:
            yield from _at(file, pattern, kind)
    elif file.home.startswith("meetings/"):
        for name in ("decisions", "actions"):
            yield from _at(file, ("meetings", "*", name, "*"), "item")
    else:
        if file.kind == "project" and isinstance(file.document.data, dict):
            yield Thing("project", "", file.home, _aliases(file.document.data), file, ())
        for pattern in _ITEMS:
            yield from _at(file, pattern, "item")


def _at(file: File, pattern: tuple[str, ...], kind: Kind) -> Iterator[Thing]:
    for path, value in reached(file.document.data, pattern, file.kind):
        if isinstance(value, dict) and isinstance(value.get("id"), str):
            titles = _forms(value.get("name")) if kind == "person" else ()
            yield Thing(kind, file.home, value["id"], _aliases(value), file, path, titles)


def _forms(name: Any) -> tuple[str, ...]:
    forms = name.values() if isinstance(name, dict) else (name,)
    return tuple(form for form in forms if isinstance(form, str))


def _aliases(mapping: dict[str, Any]) -> tuple[str, ...]:
    written = mapping.get("aliases")
    return tuple(name for name in written if isinstance(name, str)) if isinstance(written, list) else ()
