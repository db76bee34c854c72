"""Files written at once or not at all."""

from __future__ import annotations

import os
import shutil
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


_KEPT = 40
"""Characters of a name that its own part is called by: with all of them it could be too long a name."""


class ChangedError(OSError):
    """A file is not what it was when it was read; `filename` says which."""


def put(path: Path, content: bytes, was: bytes | None = None) -> None:
    """Write a file at once or not at all; one that `was` read, only where it still holds that.

    Raises:
        ChangedError: where it holds something else by now.
        OSError: when it cannot be written; what was there is there still.
    """
    put_all({path: content}, {} if was is None else {path: was})


def put_all(contents: Mapping[Path, bytes], was: Mapping[Path, bytes] = MappingProxyType({})) -> None:
    """Write several files: none changes before all of them lie ready beside their places.

    Raises:
        ChangedError: where one no longer holds what it `was` read with.
        OSError: when one cannot be written.
    """
    ready = {path: _part(path) for path in contents}
    try:
        for path, part in ready.items():
            part.unlink(missing_ok=True)
            with part.open("xb") as file:  # what a repository put there is no way out of it
                file.write(contents[path])
            if path.exists():
                shutil.copymode(path, part)
        for path, before in was.items():
            if path.is_symlink() or path.read_bytes() != before:  # somebody saved it meanwhile
                raise ChangedError(None, "changed meanwhile", str(path))
        for path, part in ready.items():
            part.replace(path)
    finally:
        for part in ready.values():
            part.unlink(missing_ok=True)


def _part(path: Path) -> Path:
    """Where a file lies ready: beside its place, and nobody else's where two write at once."""
    return path.with_name(f".{path.name[:_KEPT]}.{os.getpid()}.part")
