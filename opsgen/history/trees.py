"""The files of a commit, and what is in them."""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.history.git import PARTIAL, GitError, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a commit: its mode as a file system has it, and the id of its contents."""

    mode: int
    blob: str


def files(root: Path, commit: str, folder: str = "projects") -> dict[str, Entry]:
    """Each data file that the commit, given by its full id, has in the folder; names as from the root.

    Raises:
        GitError: when git gives no answer.
    """
    records = run(root, "ls-tree", "-r", "-z", "--end-of-options", commit, "--", f"{folder}/").split(b"\0")
    found = {}
    for record in filter(None, records):
        about, name = record.split(b"\t", 1)
        mode, _kind, blob = about.decode("ascii").split()
        found[decoded(name)] = Entry(int(mode, 8), blob)
    return {name: entry for name, entry in found.items() if is_data(name)}


def decoded(name: bytes) -> str:
    """A name that git says, as this system says it; of one that no file can have here, something like it."""
    try:
        return name_of(os.fsdecode(name))
    except UnicodeDecodeError:  # Windows has no names that are not text
        return name_of(name.decode("utf-8", "replace"))


def name_of(name: str) -> str:
    """A name in the one spelling that is compared."""
    # macOS may hand back a decomposed spelling of the name that was committed.
    return unicodedata.normalize("NFC", name)


def is_data(name: str) -> bool:
    """False for what systems and editors leave behind: hidden files and backups."""
    return not name.endswith("~") and not any(part.startswith(".") for part in name.split("/"))


def contents(root: Path, blobs: Iterable[str], most: int) -> dict[str, bytes]:
    """The bytes of each blob by its id; of one with more than `most` bytes so many zeros and one more.

    Raises:
        GitError: when git gives no answer, or this clone has left one out.
    """
    sizes = dict(_sizes(root, sorted(set(blobs))))
    read = [blob for blob, size in sizes.items() if size <= most]
    answer = run(root, "cat-file", "--batch", given=_lines(read))
    found = dict.fromkeys(sizes, bytes(most + 1))
    at = 0
    for blob in read:
        start = answer.index(b"\n", at) + 1  # behind the id, the kind and the size
        at = start + sizes[blob]
        found[blob] = answer[start:at]
        at += 1
    return found


def _sizes(root: Path, blobs: list[str]) -> Iterator[tuple[str, int]]:
    for line in run(root, "cat-file", "--batch-check", given=_lines(blobs)).decode("ascii").splitlines():
        blob, *about = line.split()
        if about[:1] != ["blob"]:
            raise GitError(PARTIAL)
        yield blob, int(about[1])


def _lines(blobs: list[str]) -> bytes:
    return "".join(f"{blob}\n" for blob in blobs).encode("ascii")
