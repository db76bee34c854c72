"""Files written at once or not at all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def put(path: Path, content: bytes) -> None:
    """Write a file at once or not at all.

    Raises:
        OSError: when it cannot be written; what was there is there still.
    """
    put_all({path: content})


def put_all(contents: Mapping[Path, bytes]) -> None:
    """Write several files: none changes before all of them lie ready beside their places.

    Raises:
        OSError: when one cannot be written.
    """
    ready = {path: path.with_name(f".{path.name}.part") for path in contents}
    try:
        for path, part in ready.items():
            part.unlink(missing_ok=True)
            with part.open("xb") as file:  # what a repository put there is no way out of it
                file.write(contents[path])
            if path.exists():
                shutil.copymode(path, part)
        for path, part in ready.items():
            part.replace(path)
    finally:
        for part in ready.values():
            part.unlink(missing_ok=True)
