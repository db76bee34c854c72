"""What git says about the data: its commits, its files as they were, and how they differ from today's."""

from opsgen.history.blobs import Blobs, blobs
from opsgen.history.git import GitError, NoGitError
from opsgen.history.log import Commit, Step, Touched, steps
from opsgen.history.provenance import SHORT, Provenance, provenance
from opsgen.history.revisions import Trunk, at, base, is_partial, is_shallow, resolve, tags, trunk
from opsgen.history.trees import Entry, contents, files
from opsgen.history.worktree import changed

__all__ = [
    "SHORT",
    "Blobs",
    "Commit",
    "Entry",
    "GitError",
    "NoGitError",
    "Provenance",
    "Step",
    "Touched",
    "Trunk",
    "at",
    "base",
    "blobs",
    "changed",
    "contents",
    "files",
    "is_partial",
    "is_shallow",
    "provenance",
    "resolve",
    "steps",
    "tags",
    "trunk",
]
