"""Tags that people agree on: what they may be called, when they were made, and how one is made."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from opsgen.history.git import run
from opsgen.history.revisions import date_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

_ODD = re.compile(r"[^\w.+=-]+")
"""What is no letter, digit or sign that means nothing to git, to a shell or in YAML."""
_ENDS = re.compile(r"^[.-]+|(\.lock)+$|[.-]+$")


def ref_part(name: str) -> str:
    """The name as a part of the name of a tag, by the rules of `git check-ref-format`; never empty."""
    kept = re.sub(r"\.{2,}", "-", _ODD.sub("-", name))
    while (shorter := _ENDS.sub("", kept)) != kept:
        kept = shorter
    return kept or "project"


def tagged_on(root: Path, folder: str) -> dict[str, datetime]:
    """When each tag in this folder of tags was made, by its name; of a lightweight one its commit's date.

    Raises:
        GitError: when git gives no answer.
    """
    answer = run(
        root, "for-each-ref", "--format=%(creatordate:unix) %(refname)", "--", f"refs/tags/{folder}/"
    )
    found = (os.fsdecode(line).split(" ", 1) for line in answer.splitlines())
    return {name.removeprefix("refs/tags/"): date_of(int(seconds or 0)) for seconds, name in found}


def made_on(root: Path, name: str) -> datetime | None:
    """When the tag of this name was made; of a lightweight one its commit's date. None where there is none.

    Raises:
        GitError: when git gives no answer.
    """
    answer = run(root, "for-each-ref", "--format=%(creatordate:unix) %(refname)", "--", f"refs/tags/{name}")
    found = (os.fsdecode(line).split(" ", 1) for line in answer.splitlines())
    # Given the name of a folder of tags, git tells of all that are in it.
    whole = (seconds for seconds, ref in found if ref == f"refs/tags/{name}")
    return next((date_of(int(seconds or 0)) for seconds in whole), None)


def tag(root: Path, name: str, commit: str, said: str) -> None:
    """Make an annotated tag at a commit, given by its full id; nothing else is written there.

    Raises:
        GitError: when there is such a tag, git does not know the user, or it gives no answer.
    """
    options = ("--annotate", "--no-sign", "--cleanup=whitespace", "--file=-")
    run(root, "tag", *options, "--end-of-options", name, commit, given=said.encode())
