"""The contents of old files, one after another, as they are asked for."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from opsgen.history.git import PARTIAL, GitError, Talk, talk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CHUNK = 65_536


class Blobs:
    """A git that hands out contents."""

    def __init__(self, git: Talk) -> None:
        self._git = git

    def read(self, blob: str, most: int) -> bytes:
        """The bytes of a blob; of one with more than `most` bytes so many zeros and one more.

        Raises:
            GitError: when git gives no answer, or this clone has left it out.
        """
        self._git.ask(blob.encode("ascii") + b"\n")
        about = self._git.line().split()
        if about[1:2] != [b"blob"]:
            raise GitError(PARTIAL)
        size = int(about[2])
        if size > most:
            self._pass_over(size + 1)
            return bytes(most + 1)
        return self._git.read(size + 1)[:size]

    def _pass_over(self, size: int) -> None:
        while size > 0:
            said = self._git.read(min(size, _CHUNK))
            size = size - len(said) if said else 0


@contextmanager
def blobs(root: Path) -> Iterator[Blobs]:
    """A way to old contents, as long as the block lasts.

    Raises:
        GitError: when git fails, at the end of the block.
    """
    with talk(root, "cat-file", "--batch") as git:
        yield Blobs(git)
