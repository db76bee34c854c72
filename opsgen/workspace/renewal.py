"""What opsgen itself laid down in `.opsgen/`, as this version lays it down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opsgen.workspace import scripts
from opsgen.workspace.editors import FOLDER
from opsgen.workspace.machinery import REQUIREMENTS, machinery
from opsgen.workspace.origin import ON_AN_INDEX

if TYPE_CHECKING:
    from pathlib import Path

_PINNED = re.compile(r"^opsgen==\S+", re.MULTILINE)


def renewed(root: Path, lang: str) -> dict[str, tuple[bytes, bytes]]:
    """The files of `.opsgen/` that this version writes otherwise, before and after; nothing without it.

    The line that says where CI gets opsgen changes only where it names a version on an index.

    Raises:
        NotADirectoryError: where the folder, or what is in it, is a link.
    """
    if not (root / FOLDER).exists():
        return {}
    found = {}
    there = {name: text for name, text in scripts(lang).items() if (root / name).is_file()}
    for name, text in (machinery(ON_AN_INDEX, lang) | there).items():
        before = _content(root, name)
        after = text.encode()
        if name == REQUIREMENTS and before:
            after = _PINNED.sub(ON_AN_INDEX, before.decode("utf-8", "surrogateescape")).encode(
                "utf-8", "surrogateescape"
            )
        if before.replace(b"\r\n", b"\n") != after.replace(b"\r\n", b"\n"):
            found[name] = (before, after)
    return found


def from_elsewhere(root: Path) -> str:
    """The line that says where CI gets opsgen, where that is no version on an index; else empty."""
    if not (root / REQUIREMENTS).is_file():
        return ""
    text = _content(root, REQUIREMENTS).decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines()]
    said = [line for line in lines if line and not line.startswith("#")]
    return "" if any(map(_PINNED.match, said)) else next(iter(said), "")


def _content(root: Path, name: str) -> bytes:
    """The bytes of a file; none where it is not there."""
    path = root
    for part in name.split("/"):
        path = path / part
        if path.is_symlink():
            raise NotADirectoryError(name)
    return path.read_bytes() if path.is_file() else b""
