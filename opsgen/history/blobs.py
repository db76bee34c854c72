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
        if size <= most:
            return self._git.read(size + 1)[:size]
        self._pass_over(size + 1)
        return bytes(most + 1)

    def _pass_over(self, size: int) -> None:
        for passed in range(0, size, _CHUNK):
            self._git.read(min(_CHUNK, size - passed))


@contextmanager
def blobs(root: Path) -> Iterator[Blobs]:
    """A way to old contents, as long as the block lasts.

    Raises:
        GitError: when git fails, at the end of the block at the latest.
    """
    with talk(root, "cat-file", "--batch") as git:
        yield Blobs(git)
