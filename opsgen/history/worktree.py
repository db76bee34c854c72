"""Which files of the working tree are not those of a commit.

They are hashed here: `git status` would run what the repository's configuration asks for.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from opsgen.history.trees import Entry, files, is_data, name_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def changed(root: Path, commit: str, folder: str = "projects") -> frozenset[str]:
    """The data files that were added, changed or removed since the commit, committed or not.

    A file under a new name counts as added. Other line ends are no change.

    Raises:
        GitError: when git gives no answer.
    """
    return differing(files(root, commit, folder), root / folder, folder)


def is_dirty(root: Path, head: str | None, folder: str) -> bool:
    """Whether any data file is not as the commit has it."""
    return bool(differing(files(root, head, folder) if head else {}, root / folder, folder))


def differing(committed: Mapping[str, Entry], place: Path, folder: str) -> frozenset[str]:
    """The names that are not the same in a commit and in the working tree."""
    working = tuple(_working(place, folder))
    gone = frozenset(committed) - {name for name, _ in working}
    return gone | {
        name for name, path in working if name not in committed or not _is_blob(path, committed[name].blob)
    }


def _working(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Each data file below the folder: its name as git writes it, and its path. Links are not followed."""
    waiting = [(folder, name)]
    while waiting:
        outer, prefix = waiting.pop()
        for entry in _entries(outer):
            inner = name_of(f"{prefix}/{entry.name}")
            if not is_data(inner):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), inner))
            else:
                yield inner, Path(entry.path)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except OSError:  # what cannot be read differs from the commit by its absence
        return []


def _is_blob(path: Path, blob: str) -> bool:
    """Whether the file's contents have this id, as they are or with the line ends of Unix."""
    try:
        contents = _contents(path)
    except OSError:
        return False
    return blob in (_blob(contents, blob), _blob(contents.replace(b"\r\n", b"\n"), blob))


def _contents(path: Path) -> bytes:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return os.fsencode(path.readlink())
    if not stat.S_ISREG(mode):
        raise OSError(f"not a file: {path}")  # a pipe would wait for ever
    return path.read_bytes()


def _blob(contents: bytes, like: str) -> str:
    """The id git gives to these contents, of the same kind as `like`."""
    algorithm = "sha256" if len(like) == 64 else "sha1"
    header = b"blob %d\0" % len(contents)
    return hashlib.new(algorithm, header + contents, usedforsecurity=False).hexdigest()
