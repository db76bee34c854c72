"""The contents of old files, one after another, as they are asked for."""

from __future__ import annotations

from collections import deque
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from opsgen.history.git import PARTIAL, GitError, Talk, talk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_CHUNK = 65_536
_AHEAD = 60
"""So many ids are written at a time: 4 kB at most, which every pipe takes in, so nobody waits for ever."""

Asked = tuple[str, int]
"""The id of a blob, and how many bytes of it are wanted at most."""


class Blobs:
    """A git that hands out contents."""

    def __init__(self, git: Talk) -> None:
        self._git = git
        self._expected: deque[Asked] = deque()
        self._held: dict[Asked, bytes | None] = {}

    def expect(self, asked: Iterable[Asked]) -> None:
        """Say what is likely to be read next, in this order: with the first of them others are asked for.

        What a clone has left out, or nobody reads, does no harm. Up to 60 contents are held.
        """
        self._expected = deque(asked)
        self._held.clear()

    def read(self, blob: str, most: int) -> bytes:
        """The bytes of a blob; of one with more than `most` bytes so many zeros and one more.

        Raises:
            GitError: when git gives no answer, or this clone has left it out.
        """
        asked = (blob, most)
        if asked not in self._held:
            self._fetch(asked)
        found = self._held.pop(asked)
        if found is None:
            raise GitError(PARTIAL)
        return found

    def _fetch(self, first: Asked) -> None:
        """Hold what is asked for, and some of what is expected behind it.

        Raises:
            GitError: when git says nothing of the first.
        """
        others = self._next(first)
        self._git.ask("".join(f"{blob}\n" for blob, _ in (first, *others)).encode("ascii"))
        self._held[first] = self._answer(first[1])
        with suppress(GitError):  # whoever reads those hears of it
            for asked in others:
                self._held[asked] = self._answer(asked[1])

    def _next(self, first: Asked) -> list[Asked]:
        if first not in self._expected:
            return []
        self._held.clear()  # of what stood before it
        while self._expected.popleft() != first:
            pass
        count = min(_AHEAD - 1, len(self._expected))
        return [asked for asked in (self._expected.popleft() for _ in range(count)) if asked != first]

    def _answer(self, most: int) -> bytes | None:
        """What git says next; None where it lacks the blob.

        Raises:
            GitError: when it says nothing.
        """
        about = self._git.line().split()
        if len(about) < 3:  # it says "missing"
            return None
        kind, size = about[1], int(about[2])
        if size <= most and kind == b"blob":
            return self._git.read(size + 1)[:size]
        self._pass_over(size + 1)
        return bytes(most + 1) if kind == b"blob" else None

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
