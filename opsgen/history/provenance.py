"""The commit that pages come from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.history.git import GitError
from opsgen.history.revisions import head_of, is_shallow, newest
from opsgen.history.worktree import is_dirty
from opsgen.words import Message, message

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

SHORT = 10


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the data comes from. Without a commit, `note` says why there is none."""

    commit: str | None = None
    """Full id of the newest commit of the main line that touched the folder."""
    date: datetime | None = None
    """When it was committed, in UTC."""
    dirty: bool = False
    """The files differ from the newest commit, or some were never committed."""
    shallow: bool = False
    """The clone has no full history: the commit may only be the oldest one that it knows."""
    note: Message | None = None

    @property
    def short(self) -> str:
        """The first ten characters of the id; always ten, so that no later commit changes a page."""
        return self.commit[:SHORT] if self.commit else ""


def provenance(root: Path, folder: str = "projects", commit: str = "") -> Provenance:
    """The newest commit that touched the folder, or a note why none is known; never raises.

    Files that git rewrites on checkout (Git LFS, keywords) count as changed; other line ends do not. With
    `commit`, a full id, it is the newest one up to there, and the files of today do not count.
    """
    try:
        shallow = is_shallow(root)
        head = commit or head_of(root)
        dirty = not commit and is_dirty(root, head, folder)
        if head is None:
            return Provenance(dirty=dirty, note=message("The repository has no commits yet."))
        found = newest(root, head, folder)
    except GitError as error:
        return Provenance(note=error.reason)
    if found is None:
        note = message("{folder}/ was never committed.", folder=folder)
        return Provenance(dirty=dirty, shallow=shallow, note=note)
    return Provenance(*found, dirty, shallow)
