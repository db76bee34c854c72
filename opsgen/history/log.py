"""The commits of the main line that touched the data, the oldest first, and which files each one touched.

The main line is the first parent of each commit: what was tried on a branch did not happen before it landed.
Git's order is topological, because clocks run backwards now and then.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from opsgen.history.git import GitError, run, talk
from opsgen.history.revisions import date_of
from opsgen.history.trees import is_data, name_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

_FORMAT = "%H%n%P%n%ct%n%aN%n%aE%n%s%n%b"
# What the configuration of a repository may have turned the other way.
_SETTINGS = ("--no-show-signature", "--no-textconv", "--no-ext-diff", "--no-decorate", "--encoding=UTF-8")
_WALK = ("--first-parent", "--diff-merges=first-parent", "--topo-order", "--reverse")
_SHOWN = ("--raw", "-z", "--root", "--no-renames", "--no-abbrev", "--relative", "--ignore-submodules=none")
_AT_ONCE = 500
"""So many commits are held at a time, to ask for the authors of their merges together."""
_BODY = 4_000
_FILES = ("100644", "100755")
"""The modes of plain files; links and submodules are not read."""

_REQUESTS = (
    re.compile(r"Merge pull request (?P<number>#\d{1,9}) from "),  # GitHub
    re.compile(r"Merge pull request '(?P<title>.+)' \((?P<number>#\d{1,9})\) from "),  # Gitea, Forgejo
    re.compile(r"Merge pull request (?P<number>!\d{1,9}) "),  # Gitee
    re.compile(r"(?P<number>!\d{1,9}) (?P<title>.+)"),  # Gitee
    re.compile(r"(?P<title>.+) \((?P<number>[#!]\d{1,9})\)\Z"),  # squashed: GitHub, GitLab, Gitea
    re.compile(r"Merged PR (?P<number>\d{1,9}): (?P<title>.+)"),  # Azure DevOps
    re.compile(r"Merged in .+ \(pull request (?P<number>#\d{1,9})\)\Z"),  # Bitbucket
)
_MERGE_REQUEST = re.compile(r"^See merge request \S{0,300}(?P<number>!\d{1,9})$", re.MULTILINE)  # GitLab
_BRANCH = re.compile(r"Merge (?:remote-tracking )?branch '.*")


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit of the main line."""

    id: str
    date: datetime
    """When it landed, in UTC: the committer's clock, as the author's is of the time on a branch."""
    author: str
    """Who made the change, as the mailmap writes the name; of a merge the author of what was merged."""
    email: str
    title: str
    """The first line of what was said; of a merge the title of the request where it stands there."""
    request: str = ""
    """The pull or merge request: `#12`, `!56`."""
    first: bool = False
    """Nothing is known before it: the beginning of the history, or where a shallow clone begins."""
    merged: str = ""
    """Full id of the second parent of a merge."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A data file that a commit added, changed or removed."""

    name: str
    """As from the folder of the workspace."""
    blob: str | None
    """The id of its contents; None where it is gone, or no plain file."""


@dataclass(frozen=True, slots=True)
class Step:
    """A commit, and the data files it touched."""

    commit: Commit
    touched: tuple[Touched, ...]


def steps(root: Path, head: str, folder: str = "projects") -> Iterator[Step]:
    """Each commit up to `head`, given by its full id, that touched the folder; the oldest first.

    Raises:
        GitError: when git gives no answer.
    """
    found = _steps(root, head, folder)
    while part := list(islice(found, _AT_ONCE)):
        authors = _authors(root, [step.commit.merged for step in part if step.commit.merged])
        for step in part:
            name, email = authors.get(step.commit.merged, (step.commit.author, step.commit.email))
            yield Step(replace(step.commit, author=name, email=email), step.touched)


def _steps(root: Path, head: str, folder: str) -> Iterator[Step]:
    shown = (*_SETTINGS, *_WALK, *_SHOWN, f"--format={_FORMAT}")
    with talk(root, "log", *shown, "--end-of-options", head, "--", f"{folder}/") as git:
        commit: Commit | None = None
        touched: list[Touched] = []
        records = git.records()
        for record in records:
            if (about := record.lstrip(b"\n")).startswith(b":"):
                touched += _touched(about, next(records, b""))
            elif about:
                if commit:
                    yield Step(commit, tuple(touched))
                commit, touched = _commit(about), []
        if commit:
            yield Step(commit, tuple(touched))


def _touched(about: bytes, name: bytes) -> Iterator[Touched]:
    """The file of a raw record: `:100644 100644 <old> <new> M`, and its name."""
    _, mode, _, blob, _ = about.decode("ascii").split(" ")
    written = name_of(os.fsdecode(name))
    if is_data(written):
        yield Touched(written, blob if mode in _FILES else None)


def _commit(record: bytes) -> Commit:
    text = record.decode("utf-8", "replace")
    identity, parents, seconds, author, email, subject, *body = text.split("\n", 6)
    title, request = _said(subject.strip(), "".join(body)[:_BODY])
    first, _, others = parents.partition(" ")
    return Commit(
        id=identity,
        date=date_of(int(seconds)),
        author=author,
        email=email,
        title=title,
        request=request,
        first=not first,
        merged=others.partition(" ")[0],
    )


def _said(subject: str, body: str) -> tuple[str, str]:
    """The title of a change and its request, as the hosts write them."""
    found = next(filter(None, (pattern.match(subject) for pattern in _REQUESTS)), None)
    said = found or _MERGE_REQUEST.search(body)
    number = said["number"] if said else ""
    if found and "title" in found.groupdict():
        return found["title"], _signed(number)
    is_merge = found is not None or _BRANCH.match(subject)
    told = (line.strip() for line in body.splitlines())
    title = next((line for line in told if line and not _MERGE_REQUEST.match(line)), "") if is_merge else ""
    return title or subject, _signed(number)


def _signed(number: str) -> str:
    return f"#{number}" if number.isdigit() else number


def _authors(root: Path, commits: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The author of each of the commits that this clone has, by its full id."""
    given = "".join(f"{commit}\n" for commit in commits).encode("ascii")
    if not given:
        return {}
    shown = ("--no-walk=unsorted", "--ignore-missing", "--format=%H%n%aN%n%aE", "-z", "--stdin")
    try:
        answer = run(root, "log", *_SETTINGS, *shown, given=given)
    except GitError:  # a merge whose second parent is not here keeps its own author
        return {}
    records = (record.decode("utf-8", "replace").strip().split("\n") for record in answer.split(b"\0"))
    return {commit: (name, email) for commit, name, email in (r for r in records if len(r) == 3)}
