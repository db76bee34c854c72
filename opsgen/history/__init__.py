"""What git says about the data: its commits, its files as they were, and how they differ from today's."""

from opsgen.history.git import GitError, NoGitError
from opsgen.history.provenance import SHORT, Provenance, provenance
from opsgen.history.revisions import base
from opsgen.history.trees import Entry, contents, files
from opsgen.history.worktree import changed

__all__ = [
    "SHORT",
    "Entry",
    "GitError",
    "NoGitError",
    "Provenance",
    "base",
    "changed",
    "contents",
    "files",
    "provenance",
]
