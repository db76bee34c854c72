"""A project as a tag has it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from opsgen.history import GitError, contents, files, is_shallow, resolve
from opsgen.history.git import NoGitError
from opsgen.history.labels import made_on
from opsgen.history.revisions import is_within
from opsgen.load import MAX_BYTES
from opsgen.portfolio import read_project, sorted_out
from opsgen.problem import visible
from opsgen.timeline.walk import whole_of
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from opsgen.model import Project

_PLAIN = 0o100000
"""What the mode of a plain file begins with; links are not read."""
_KEPT = 1000
_ID = re.compile(r"[0-9a-f]{7,64}\Z")


@dataclass(frozen=True, slots=True)
class Until:
    """Which tags there were at a moment of the past."""

    head: str
    """Full id of the commit that was the newest."""
    last: datetime
    """When the last tag was made that counts."""

    def resolve(self, root: Path, ref: str) -> str:
        """Full id of the commit that a tag, or an id, named then; what else a name may mean moves with time.

        Raises:
            GitError: when it named none, or git gives no answer.
        """
        commit = resolve(root, ref)
        made = made_on(root, ref.removeprefix("refs/").removeprefix("tags/"))
        there = made <= self.last if made else bool(_ID.match(ref))
        if there and is_within(root, commit, self.head):
            return commit
        raise GitError(message("git knew no `{ref}` then.", ref=visible(ref)))


def at_tag(root: Path, project: Project, ref: str, until: Until | None = None) -> tuple[Project | None, bool]:
    """The project as a tag has it, under its id or a former one; and whether there is such a tag.

    None where it was not there or cannot be read. A tag that this clone may only lack is taken to be there.
    With `until` only what there was at a moment of the past counts.
    """
    try:
        commit = until.resolve(root, ref) if until else resolve(root, ref)
    except NoGitError:
        return None, True
    except GitError:
        return None, _lacks(root)
    try:
        return at_commit(root, commit, project), True
    except GitError:
        return None, True


def _lacks(root: Path) -> bool:
    try:
        return is_shallow(root)
    except GitError:
        return True


def at_commit(root: Path, commit: str, project: Project) -> Project | None:
    """The project as a commit has it, under its id or a former one; None where it cannot be read there.

    Raises:
        GitError: when git gives no answer, or this clone has left out contents.
    """
    return _of_commit(root, commit, (project.id, *project.aliases))


@lru_cache(maxsize=_KEPT)
def _of_commit(root: Path, commit: str, names: tuple[str, ...]) -> Project | None:
    """The same; a commit never changes, and both the rules and the pages ask for it."""
    plain = {name: e.blob for name, e in files(root, commit).items() if e.mode & 0o170000 == _PLAIN}
    called = {name: blob for name, blob in plain.items() if whole_of(name) in names}
    # A project may have an id that is not the name of its file.
    return _found(root, called, names) or _found(root, plain, names)


def _found(root: Path, blobs: Mapping[str, str], names: tuple[str, ...]) -> Project | None:
    """The project of one of these names in these files."""
    read = contents(root, blobs.values(), MAX_BYTES) if blobs else {}
    given = {name: partial(read.__getitem__, blob) for name, blob in blobs.items()}
    for wanted in sorted_out(given).projects:
        value: Project | None = read_project(wanted, given).whole.value
        if value is not None and value.id in names:
            return value
    return None
