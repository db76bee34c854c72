"""The commits of the main line that touched the data, the oldest first, and which files each one touched.

The main line is the first parent of each commit: what was tried on a branch did not happen before it landed.
Git's order is topological, because clocks run backwards now and then.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.history.git import GitError, NoGitError, run, talk
from opsgen.history.revisions import date_of
from opsgen.history.trees import decoded, is_data

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

# What may be very long stands last, because the rest of a record that is too long is not kept.
_FORMAT = "%H%n%ct%n%P%n%aN%n%aE%n%s%n%b"
_FIELDS = 7
# What the configuration of a repository may have turned the other way.
_SETTINGS = ("--no-show-signature", "--no-textconv", "--no-ext-diff", "--no-decorate", "--encoding=UTF-8")
_WALK = ("--first-parent", "--diff-merges=first-parent", "--topo-order", "--reverse")
_SHOWN = ("--raw", "-z", "--root", "--no-renames", "--no-abbrev", "--relative", "--ignore-submodules=none")
_AT_ONCE = 500
"""So many commits are held at a time, to ask for the authors of their merges together."""
_FILES_AT_ONCE = 5_000
"""No more commits are added to those held once they touched so many files."""
_TITLE = 1_000
_BODY = 4_000
_FILES = ("100644", "100755")
"""The modes of plain files; links and submodules are not read."""

_NUMBER = r"(?P<number>[#!]\d{1,9})"
_REQUESTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"Merge pull request {_NUMBER} ",  # GitHub, Gitee
        rf"Merge pull request '(?P<title>.+)' \({_NUMBER}\) from ",  # Gitea, Forgejo
        r"(?P<number>!\d{1,9}) (?P<title>.+?)(?: Merge pull request (?P=number) .*)?\Z",  # Gitee
        rf"Merged in .+ \(pull request {_NUMBER}\)\Z",  # Bitbucket
        rf"(?P<title>.+) \((?:pull request )?{_NUMBER}\)\Z",  # squashed: GitHub, GitLab, Gitea; Bitbucket
        r"Merged PR (?P<number>\d{1,9}): (?P<title>.+)",  # Azure DevOps
        rf"Pull request {_NUMBER}: (?P<title>.+)",  # Bitbucket Data Center
        rf"Accept Merge Request {_NUMBER}: ",  # CODING
    )
)
_MERGE_REQUEST = re.compile(rf"See merge request \S{{0,300}}?{_NUMBER}\Z")  # GitLab
_BRANCH = re.compile(r"Merge (?:remote-tracking )?branch '")
_LABEL = "Merge Request: "  # CODING


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


def steps(
    root: Path, head: str, folder: str = "projects", since: str = "", within: Sequence[str] = ()
) -> Iterator[Step]:
    """Each commit up to `head`, given by its full id, that touched the folder; the oldest first.

    With `since`, a full id too, those alone that are not in its history; with `within` nothing but what lies
    at these places of the folder.

    Raises:
        GitError: when git gives no answer.
    """
    for part in _parts(_steps(root, head, folder, since, within)):
        authors = _authors(root, [step.commit.merged for step in part if step.commit.merged])
        for step in part:
            name, email = authors.get(step.commit.merged, (step.commit.author, step.commit.email))
            yield Step(replace(step.commit, author=name, email=email), step.touched)


def _parts(found: Iterable[Step]) -> Iterator[list[Step]]:
    """The steps, so many together as may be held."""
    part: list[Step] = []
    files = 0
    for step in found:
        part.append(step)
        files += len(step.touched)
        if len(part) == _AT_ONCE or files >= _FILES_AT_ONCE:
            yield part
            part, files = [], 0
    yield part


def _steps(root: Path, head: str, folder: str, since: str, within: Sequence[str]) -> Iterator[Step]:
    revisions = (head, f"^{since}") if since else (head,)
    shown = (*_SETTINGS, *_WALK, *_SHOWN, f"--format={_FORMAT}")
    places = within or (f"{folder}/",)
    commit: Commit | None = None
    touched: dict[str, str | None] = {}
    with talk(root, "log", *shown, "--end-of-options", *revisions, "--", *places) as git:
        records = git.records()
        for record in records:
            if (about := record.lstrip(b"\n")).startswith(b":"):
                _touch(touched, about, next(records, b""), folder)
            elif about:
                if commit:
                    yield _step(commit, touched)
                commit, touched = _commit(about), {}
    if commit:  # only now is it known that git had no more to say of it
        yield _step(commit, touched)


def _step(commit: Commit, touched: Mapping[str, str | None]) -> Step:
    return Step(commit, tuple(Touched(name, blob) for name, blob in touched.items()))


def _touch(touched: dict[str, str | None], about: bytes, name: bytes, folder: str) -> None:
    """Put in the file of a raw record: `:100644 100644 <old> <new> M`, and its name."""
    _, mode, _, blob, _ = about.decode("ascii").split(" ")
    written = decoded(name)
    # The folder itself may have been a link or a submodule.
    if is_data(written) and written.startswith(f"{folder}/"):
        # Under another spelling of the same name it may be gone, and still be here.
        touched[written] = (blob if mode in _FILES else None) or touched.get(written)


def _commit(record: bytes) -> Commit:
    fields = record.decode("utf-8", "replace").split("\n", _FIELDS - 1)
    identity, seconds, parents, author, email, subject, body = fields + [""] * (_FIELDS - len(fields))
    first, _, others = parents.partition(" ")
    title, request = _said(subject.strip(), body[:_BODY])
    return Commit(
        id=identity,
        date=date_of(int(seconds or 0)),
        author=author,
        email=email,
        title=title[:_TITLE],
        request=request,
        first=not first,
        merged=others.partition(" ")[0],
    )


def _said(subject: str, body: str) -> tuple[str, str]:
    """The title of a change and its request, as the hosts write them."""
    lines = [line.strip() for line in body.splitlines()]
    if found := _first(_REQUESTS, [subject]):
        title = found.groupdict().get("title") or _told(lines)
    elif found := _first([_MERGE_REQUEST], lines):
        title = _told(lines) if _BRANCH.match(subject) else subject
    else:
        return subject, ""
    return title or subject, _signed(found["number"])


def _first(patterns: Iterable[re.Pattern[str]], lines: Iterable[str]) -> re.Match[str] | None:
    matches = (pattern.match(line) for line in lines for pattern in patterns)
    return next(filter(None, matches), None)


def _told(lines: Iterable[str]) -> str:
    """The first line of what was said about a merge that is no word of the host."""
    told = next((line for line in lines if line and not _MERGE_REQUEST.match(line)), "")
    return told.removeprefix(_LABEL)


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
    except NoGitError:
        raise
    except GitError:  # a merge whose second parent is damaged keeps its own author
        return {}
    records = (record.decode("utf-8", "replace").split("\n") for record in answer.split(b"\0"))
    return {commit: (name, email) for commit, name, email in (r for r in records if len(r) == 3)}
