"""A new repository with a history that is given; nowhere else does git write.

The same commits have the same ids on every machine: nothing is asked of a clock or of the user's settings.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.history.git import GitError, run
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a commit."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class NewCommit:
    """One commit: what it says, and the files that it leaves different from its first parent."""

    author: Author
    date: datetime
    message: str
    files: Mapping[str, str | None]
    """Name to text; None for a file that goes."""
    branch: str = ""
    """The side branch it is on; empty on the main line."""
    merges: str = ""
    """The side branch that it takes in."""
    tag: str = ""


def is_free(root: Path) -> bool:
    """Whether the folder is not there yet, or holds nothing."""
    return not root.exists() or (root.is_dir() and not any(root.iterdir()))


def found(root: Path, commits: Iterable[NewCommit]) -> None:
    """Make the folder a repository with these commits on `main`, and its working tree the last of them.

    Raises:
        FileExistsError: where the folder is there and holds something; then nothing is written.
        GitError: when git gives no answer; then nothing is left behind.
        OSError: where the folder cannot be written.
    """
    if not is_free(root):
        raise FileExistsError(root)
    commits = tuple(commits)
    root.mkdir(parents=True, exist_ok=True)
    laid(root, commits)
    _check_out(root, commits)


def laid(root: Path, commits: tuple[NewCommit, ...]) -> None:
    """Make a folder that is in no repository one with these commits on `main`; its files stay as they are.

    Raises:
        GitError: when git gives no answer; then nothing is left behind.
    """
    try:
        run(root, "init", "--quiet", "--template=", "--initial-branch=main", "--object-format=sha1", ".")
        if not (root / ".git").is_dir():  # or the next commands would look for a repository further up
            raise GitError(message("git made no repository here."))
        if commits:
            run(root, "fast-import", "--quiet", "--done", given=b"".join(stream(commits)))
            run(root, "read-tree", "main")
    except GitError:
        shutil.rmtree(root / ".git", ignore_errors=True)
        raise


def _check_out(root: Path, commits: tuple[NewCommit, ...]) -> None:
    """Write the files of the last commit; by hand, as a checkout could run filters and change line ends."""
    tree: dict[str, str | None] = {}
    for commit in commits:
        if not commit.branch:
            tree.update(commit.files)
    for name, text in tree.items():
        if text is not None:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())


# --- what `git fast-import` reads


def stream(commits: Iterable[NewCommit]) -> Iterator[bytes]:
    """The commits as `git fast-import` wants them; all go to `main` by turns, so no other branch remains."""
    tips: dict[str, int] = {}
    for mark, commit in enumerate(commits, start=1):
        who = f"{commit.author.name} <{commit.author.email}> {commit.date.timestamp():.0f} {commit.date:%z}"
        yield f"commit refs/heads/main\nmark :{mark}\nauthor {who}\ncommitter {who}\n".encode()
        yield _data(commit.message)
        yield from _parents(commit, tips)
        for name, text in sorted(commit.files.items()):
            yield (
                f"D {name}\n".encode() if text is None else f"M 100644 inline {name}\n".encode() + _data(text)
            )
        if commit.tag:
            yield f"tag {commit.tag}\nfrom :{mark}\ntagger {who}\n".encode() + _data(f"{commit.tag}\n")
        tips[commit.branch] = mark
    yield b"done\n"


def _parents(commit: NewCommit, tips: dict[str, int]) -> Iterator[bytes]:
    first = tips.get(commit.branch, tips.get(""))
    if first:
        yield f"from :{first}\n".encode()
    if commit.merges:
        yield f"merge :{tips.pop(commit.merges)}\n".encode()


def _data(text: str) -> bytes:
    written = text.encode()
    return b"data %d\n%b\n" % (len(written), written)
