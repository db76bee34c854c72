"""The lines of the files that findings are about, read again to be shown."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from opsgen import load, tables

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from opsgen.portfolio import Contents
    from opsgen.problem import Place


def lines_of(root: Path, contents: Contents | None = None) -> Callable[[Place], str | None]:
    """A function from a place to its line in the workspace, or in the `contents` of a version of it.

    It gives None where there is nothing to show: a place that is a whole file, a file that is gone, a link,
    too large or no text.
    """

    @lru_cache(maxsize=16)  # findings come in the order of the files
    def lines(file: str) -> tuple[str, ...]:
        known = contents or {}
        content = known[file]() if file in known else b"" if known else load.read(root, file)
        text = _text(file, content) if isinstance(content, bytes) else None
        return tuple(text.split("\n")) if text is not None else ()

    def line(place: Place) -> str | None:
        if place.is_whole_file:
            return None
        found = lines(place.file)
        return found[place.line - 1] if place.line <= len(found) else None

    return line


def _text(file: str, content: bytes) -> str | None:
    if file.lower().endswith((".csv", ".tsv")):
        return tables.decoded(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")
