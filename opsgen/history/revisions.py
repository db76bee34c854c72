"""Which commit a name or a day means.

A clone may be shallow: it lacks the beginning of its history. It may be partial: it lacks old contents. Both
are states that are named and not mended, because nothing is ever fetched.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from opsgen.history.git import SILENT, GitError, NoGitError, outside, run, talk
from opsgen.problem import visible
from opsgen.words import Message, message

if TYPE_CHECKING:
    from datetime import date, tzinfo
    from pathlib import Path

_TAGS = "refs/tags/"
_LAST_SECOND = 253_402_214_400  # 9999-12-31, a day short so that any time zone can show it


def is_shallow(root: Path) -> bool:
    """Whether the clone lacks the beginning of its history.

    Raises:
        GitError: when the folder is in no working tree.
    """
    inside, shallow = run(root, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository").split()
    if inside != b"true":
        raise GitError(outside(root))
    return shallow == b"true"


def is_partial(root: Path, head: str, folder: str = "projects") -> bool:
    """Whether the clone lacks contents that the folder had on the main line up to `head`, a full id.

    It costs a walk of the history only where the clone was once made without contents.

    Raises:
        GitError: when git itself gives no answer.
    """
    objects = os.fsdecode(run(root, "rev-parse", "--git-path", "objects/pack")).removesuffix("\n")
    if not any((root / objects).glob("*.promisor")):
        return False
    options = ("--objects", "--missing=print", "--first-parent", "--end-of-options")
    try:
        with talk(root, "rev-list", *options, head, "--", f"{folder}/") as git:
            return any(line.startswith(b"?") for line in git.lines())
    except NoGitError:
        raise
    except GitError:  # it lacks even the folders, without which git cannot walk
        return True


def head_of(root: Path) -> str | None:
    """Full id of the commit checked out; None before the first commit."""
    return commit_of(root, "HEAD")


def commit_of(root: Path, revision: str) -> str | None:
    """Full id of the commit that a revision names; None where git knows none."""
    try:
        answer = run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError as error:
        if error.code == 1 or error.reason == SILENT:  # the latter for a reflog that is shorter
            return None
        raise
    return answer.decode("ascii").strip()


def newest(root: Path, head: str, folder: str) -> tuple[str, datetime] | None:
    """Id and committer date of the newest commit of the main line that touched the folder."""
    options = ("--max-count=1", "--first-parent", "--format=%ct", "--end-of-options")
    answer = run(root, "rev-list", *options, head, "--", folder).decode("ascii").split()
    if not answer:
        return None
    _, commit, *seconds = answer  # the word "commit", its id, its date where it says one
    return commit, date_of(int(seconds[0]) if seconds else 0)


def landed(root: Path, commit: str) -> datetime:
    """The committer date of a commit, given by its full id.

    Raises:
        GitError: when git gives no answer.
    """
    options = ("--max-count=1", "--format=%ct", "--end-of-options")
    *_, seconds = run(root, "rev-list", *options, commit, "--").decode("ascii").split() or ("0",)
    return date_of(int(seconds) if seconds.isdigit() else 0)


def is_within(root: Path, commit: str, head: str) -> bool:
    """Whether a commit is in the history of another; both are given by their full ids.

    Raises:
        GitError: when git gives no answer.
    """
    return not run(root, "rev-list", "--max-count=1", "--end-of-options", commit, f"^{head}", "--").strip()


def at(root: Path, head: str, day: date, timezone: tzinfo) -> str | None:
    """Full id of the newest commit of the main line up to `head` that had landed when the day was over.

    Clocks run backwards now and then: it is the first one that says so, from `head` on. None where the
    history begins later.

    Raises:
        GitError: when git gives no answer, or the clone begins later and lacks what was before.
    """
    oldest = ""
    with talk(root, "rev-list", "--first-parent", "--format=at %ct", "--end-of-options", head, "--") as git:
        for line in git.lines():
            about, _, said = line.decode("ascii").partition(" ")
            if about == "commit":
                oldest = said
            elif date_of(int(said or 0)).astimezone(timezone).date() <= day:
                return oldest
    if _is_cut_off(root, oldest):
        raise GitError(_too_shallow(day.isoformat()))
    return None


def _is_cut_off(root: Path, commit: str) -> bool:
    """Whether the commit itself says that there was one before it; git passes over it in a shallow clone."""
    header, _, _ = run(root, "cat-file", "commit", commit).partition(b"\n\n")
    return b"\nparent " in header


def tags(root: Path, prefix: str) -> dict[str, str]:
    """Full id of the commit of each tag whose name begins so, by its name; in the order of the names.

    Raises:
        GitError: when git gives no answer.
    """
    # A pattern would be one more thing to write with care; the names are few.
    answer = run(root, "for-each-ref", "--format=%(refname)", "--", _TAGS)
    begin = os.fsencode(_TAGS + prefix)
    names = [name for name in answer.splitlines() if name.startswith(begin)]
    given = b"".join(name + b"^{commit}\n" for name in names)
    kinds = (line.split(b" ") for line in run(root, "cat-file", "--batch-check", given=given).splitlines())
    return {
        os.fsdecode(name).removeprefix(_TAGS): kind[0].decode("ascii")
        for name, kind in zip(names, kinds, strict=True)
        if kind[1:2] == [b"commit"]
    }


def date_of(seconds: int) -> datetime:
    """A committer's clock as a time, in UTC."""
    # A committer's clock can say anything; Python's dates end with the year 9999.
    return datetime.fromtimestamp(min(max(seconds, 0), _LAST_SECOND), UTC)


def resolve(root: Path, revision: str) -> str:
    """Full id of the commit that a branch, a tag, an id or something like `HEAD~3` names.

    Raises:
        GitError: when this clone does not have it.
    """
    if not revision.strip() or revision.startswith(("-", "^")) or "\0" in revision:
        raise GitError(
            message("`{ref}` is no revision: name a branch, a tag or a commit.", ref=visible(revision))
        )
    shallow = is_shallow(root)
    commit = commit_of(root, revision)
    if commit is None:
        raise GitError(_unknown(root, revision, shallow))
    return commit


def base(root: Path, revision: str) -> str:
    """Full id of the commit that the present work is compared with.

    It is the newest one that the revision and HEAD have in common, so that what others have added to a branch
    since does not count as taken away here; the revision itself where they have nothing in common.

    Raises:
        GitError: when this clone does not have the revision, or cannot see what they have in common.
    """
    commit = resolve(root, revision)
    head = head_of(root)
    common = _common(root, commit, head) if head else commit
    if common is None and is_shallow(root):
        raise GitError(_too_shallow(revision))
    return common or commit


def _common(root: Path, one: str, other: str) -> str | None:
    """The newest commit that is in the history of both; where there are several, one of them."""
    # `merge-base` would be one more command to harden; `rev-parse` says the same behind a `^`.
    answer = run(root, "rev-parse", "--end-of-options", f"{one}...{other}").decode("ascii").split()
    return next((line[1:] for line in answer if line.startswith("^")), None)


def _unknown(root: Path, revision: str, shallow: bool) -> Message:
    if revision in ("HEAD", "@") or not commit_of(root, "HEAD"):
        return message("The repository has no commits yet.")
    if commit_of(root, f"origin/{revision}"):
        return message("git knows no `{ref}` here, but `origin/{ref}`.", ref=visible(revision))
    if shallow:
        return _too_shallow(revision)
    return message("git knows no `{ref}` here. If it is on the server: git fetch", ref=visible(revision))


def _too_shallow(revision: str) -> Message:
    return message(
        "This clone lacks the history up to `{ref}`. To fetch it: git fetch --unshallow; "
        "in a build service fetch everything (GitHub: `fetch-depth: 0`, GitLab: `GIT_DEPTH: 0`).",
        ref=visible(revision),
    )


@dataclass(frozen=True, slots=True)
class Trunk:
    """Where files of a workspace are changed: the branch, and the way from the repository's top."""

    branch: str = "HEAD"
    """That of the host where this clone knows it, else the one checked out; `HEAD` where there is none."""
    inside: str = ""
    """Such as `plans/`; empty at the top."""


def trunk(root: Path) -> Trunk | None:
    """The branch that everybody's changes go to; None outside of a repository. It never raises."""
    try:
        inside = os.fsdecode(run(root, "rev-parse", "--show-prefix")).removesuffix("\n")
        names = [_short(root, name) for name in ("refs/remotes/origin/HEAD", "HEAD")]
    except GitError:
        return None
    return Trunk(next((name for name in names if name), "HEAD").removeprefix("origin/"), inside)


def _short(root: Path, name: str) -> str:
    """What a symbolic name stands for; empty where it stands for nothing."""
    try:
        found = os.fsdecode(run(root, "rev-parse", "--abbrev-ref", name)).strip()
    except GitError:
        return ""
    return "" if found == name else found
