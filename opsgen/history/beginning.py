"""Where a workspace begins: in which repository it is laid down, or the first commit of one of its own."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from opsgen.history.found import Author, NewCommit, laid
from opsgen.history.git import GitError, run
from opsgen.history.revisions import date_of, trunk

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

_WHO = re.compile(r"(?P<name>.+) <(?P<email>[^<>]*)> (?P<seconds>\d+) [+-]\d{4}\n?\Z")


def within(root: Path) -> Path | None:
    """The folder of the repository that this folder, which need not be there yet, would be in."""
    root = root.absolute()
    return next((folder for folder in (root, *root.parents) if os.path.lexists(folder / ".git")), None)


def remote(root: Path) -> str:
    """The address of the repository that everybody has, as git has it here; empty where there is none."""
    folder = within(root)
    if folder is None:
        return ""
    try:
        return os.fsdecode(run(folder, "config", "--get", "remote.origin.url")).strip()
    except GitError:
        return ""


def branch(root: Path) -> str:
    """The branch that everybody's changes go to, `main` where there is none yet."""
    folder = within(root)
    found = trunk(folder) if folder else None
    return found.branch if found and found.branch != "HEAD" else "main"


def user(root: Path) -> tuple[Author, datetime] | None:
    """Who git takes the user for, and its clock; None where nobody has told it.

    Raises:
        GitError: when git is not there.
    """
    try:
        said = os.fsdecode(run(root, "var", "GIT_COMMITTER_IDENT"))
    except GitError as error:
        if error.code is None:
            raise
        return None
    who = _WHO.match(said)
    return (Author(who["name"], who["email"]), date_of(int(who["seconds"]))) if who else None


def begin(root: Path, said: str, files: Mapping[str, str]) -> bool:
    """Make the folder a repository whose first commit holds these files; False where nobody is its author.

    Then there is a repository all the same, and the commit is left to the user.

    Raises:
        GitError: when git gives no answer; then there is no repository.
    """
    who = user(root)
    commits = (NewCommit(who[0], who[1], said, files),) if who else ()
    laid(root, commits)
    return bool(commits)
