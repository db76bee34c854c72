"""Where the files of a portfolio name things: the references that the schemas mark, and a few they do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen.edit.values import value_at
from opsgen.schema.naming import ITEM, naming, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Document, Path

_FILE = ("metrics", "*", "source", "file")
_NUMBERS = ("measurements", "*", "*")


@dataclass(frozen=True, slots=True)
class Site:
    """One place that names something."""

    path: Path
    kinds: tuple[str, ...]
    """What it may name; `item` for any item."""
    name: str
    about: str = ""
    """The project that a point of a meeting is about, where an id without a project is looked for."""
    of_key: bool = False
    """Whether a field's name names it, not a value."""


def sites(document: Document, kind: str) -> Iterator[Site]:
    """Every place of a file that names something, whether it fits its schema or not."""
    for pattern, kinds in naming(kind):
        for path, value in _reached(document.data, pattern):
            if isinstance(value, str) and value:
                yield Site(path, kinds, value, _about(document.data, path))
    for pattern, _ in within(((_NUMBERS, ()),), kind):
        for path, _ in _reached(document.data, pattern):
            yield Site(path, (ITEM,), str(path[-1]), of_key=True)


def source_files(document: Document, kind: str) -> Iterator[tuple[Path, str]]:
    """Where metrics name the files of their numbers."""
    for pattern, _ in within(((_FILE, ()),), kind):
        for path, value in _reached(document.data, pattern):
            if isinstance(value, str):
                yield path, value


def reached(data: Any, pattern: tuple[str, ...], kind: str) -> Iterator[tuple[Path, Any]]:
    """The values of a file at a pattern of the whole that it belongs to."""
    for inside, _ in within(((pattern, ()),), kind):
        yield from _reached(data, inside)


def _reached(data: Any, pattern: tuple[str, ...], path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if not pattern:
        yield path, data
        return
    step, *rest = pattern
    if step == "*" and isinstance(data, list | dict):
        for key, value in enumerate(data) if isinstance(data, list) else data.items():
            yield from _reached(value, tuple(rest), (*path, key))
    elif isinstance(data, dict) and step in data:
        yield from _reached(data[step], tuple(rest), (*path, step))


def _about(data: Any, path: Path) -> str:
    """The project beside a decision, or an entry written elsewhere, of a point of a meeting."""
    if path[-1] not in ("decision", "ref"):
        return ""
    point = value_at(data, path[:-1])
    about = point.get("project") if isinstance(point, dict) else None
    return about if isinstance(about, str) else ""
