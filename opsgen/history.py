"""What git says about the data: the commit a page comes from, which files differ from one, and its files.

A repository is untrusted: its configuration can name programs for git to run. So only commands that read
objects are used, everything inherited from the environment and everything that could start a program is
switched off, and whether files were changed is found by hashing them here, never by `git status`.
"""

from __future__ import annotations

import hashlib
import os
import re
import shlex
import shutil
import stat
import subprocess
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from opsgen.problem import visible
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Command = Literal["rev-parse", "rev-list", "ls-tree", "cat-file"]

SHORT = 10
TIMEOUT = 60.0
_SILENT = message("git failed and did not say why.")
_PARTIAL = message(
    "This clone was made without older contents of the files. To fetch them: git fetch --refetch --no-filter"
)
_LAST_SECOND = 253_402_214_400  # 9999-12-31, a day short so that any time zone can show it

# Older versions of git pass over settings they do not know.
_SETTINGS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "log.showSignature=false",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
)
_ENVIRONMENT = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


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


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a commit: its mode as a file system has it, and the id of its contents."""

    mode: int
    blob: str


class GitError(Exception):
    """git gave no answer; `reason` says why, `code` is its exit code where it ran."""

    def __init__(self, reason: Message, code: int | None = None) -> None:
        super().__init__(reason.text)
        self.reason = reason
        self.code = code


class NoGitError(GitError):
    """git itself could not be run here, or did not come to an end."""


def provenance(root: Path, folder: str = "projects") -> Provenance:
    """The newest commit that touched the folder, or a note why none is known; never raises.

    Files that git rewrites on checkout (Git LFS, keywords) count as changed; other line ends do not.
    """
    try:
        shallow = _is_shallow(root)
        head = _head(root)
        dirty = _is_dirty(root, head, folder)
        if head is None:
            return Provenance(dirty=dirty, note=message("The repository has no commits yet."))
        newest = _newest(root, head, folder)
    except GitError as error:
        return Provenance(note=error.reason)
    if newest is None:
        note = message("{folder}/ was never committed.", folder=folder)
        return Provenance(dirty=dirty, shallow=shallow, note=note)
    commit, date = newest
    return Provenance(commit, date, dirty, shallow)


def _is_shallow(root: Path) -> bool:
    inside, shallow = _git(root, "rev-parse", "--is-inside-work-tree", "--is-shallow-repository").split()
    if inside != b"true":
        raise GitError(
            message("{folder} is not in the working tree of its repository.", folder=root.resolve().name)
        )
    return shallow == b"true"


def _head(root: Path) -> str | None:
    """Full id of the commit checked out; None before the first commit."""
    return _commit(root, "HEAD")


def _commit(root: Path, revision: str) -> str | None:
    """Full id of the commit that a revision names; None where git knows none."""
    try:
        answer = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError as error:
        if error.code == 1 or error.reason == _SILENT:  # the latter for a reflog that is shorter
            return None
        raise
    return answer.decode("ascii").strip()


def _newest(root: Path, head: str, folder: str) -> tuple[str, datetime] | None:
    """Id and committer date of the newest commit of the main line that touched the folder."""
    options = ("--max-count=1", "--first-parent", "--format=%ct", "--end-of-options")
    answer = _git(root, "rev-list", *options, head, "--", folder).decode("ascii").split()
    if not answer:
        return None
    _, commit, seconds = answer  # the word "commit", its id, its date
    return commit, _date(int(seconds))


def _date(seconds: int) -> datetime:
    # A committer's clock can say anything; Python's dates end with the year 9999.
    return datetime.fromtimestamp(min(max(seconds, 0), _LAST_SECOND), UTC)


# --- whether the files are those of the commit


def _is_dirty(root: Path, head: str | None, folder: str) -> bool:
    return bool(_differing(files(root, head, folder) if head else {}, root / folder, folder))


def _differing(committed: Mapping[str, Entry], place: Path, folder: str) -> frozenset[str]:
    """The names that are not the same in a commit and in the working tree."""
    working = tuple(_working(place, folder))
    gone = frozenset(committed) - {name for name, _ in working}
    return gone | {
        name for name, path in working if name not in committed or not _is_blob(path, committed[name].blob)
    }


def _working(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    """Each data file below the folder: its name as git writes it, and its path. Links are not followed."""
    waiting = [(folder, name)]
    while waiting:
        outer, prefix = waiting.pop()
        for entry in _entries(outer):
            inner = _name(f"{prefix}/{entry.name}")
            if not _is_data(inner):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), inner))
            else:
                yield inner, Path(entry.path)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return list(os.scandir(folder))
    except OSError:  # what cannot be read differs from the commit by its absence
        return []


def _name(name: str) -> str:
    # macOS may hand back a decomposed spelling of the name that was committed.
    return unicodedata.normalize("NFC", name)


def _is_data(name: str) -> bool:
    """False for what systems and editors leave behind: hidden files and backups."""
    return not name.endswith("~") and not any(part.startswith(".") for part in name.split("/"))


def _is_blob(path: Path, blob: str) -> bool:
    """Whether the file's contents have this id, as they are or with the line ends of Unix."""
    try:
        contents = _contents(path)
    except OSError:
        return False
    return blob in (_blob(contents, blob), _blob(contents.replace(b"\r\n", b"\n"), blob))


def _contents(path: Path) -> bytes:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return os.fsencode(path.readlink())
    if not stat.S_ISREG(mode):
        raise OSError(f"not a file: {path}")  # a pipe would wait for ever
    return path.read_bytes()


def _blob(contents: bytes, like: str) -> str:
    """The id git gives to these contents, of the same kind as `like`."""
    algorithm = "sha256" if len(like) == 64 else "sha1"
    header = b"blob %d\0" % len(contents)
    return hashlib.new(algorithm, header + contents, usedforsecurity=False).hexdigest()


# --- what changed since a revision, and how it was before


def base(root: Path, revision: str) -> str:
    """Full id of the commit that the present work is compared with.

    It is the newest one that the revision and HEAD have in common, so that what others have added to a branch
    since does not count as taken away here; the revision itself where they have nothing in common.

    Raises:
        GitError: when this clone does not have the revision, or cannot see what they have in common.
    """
    if not revision.strip() or revision.startswith(("-", "^")) or "\0" in revision:
        raise GitError(
            message("`{ref}` is no revision: name a branch, a tag or a commit.", ref=visible(revision))
        )
    shallow = _is_shallow(root)
    commit = _commit(root, revision)
    if commit is None:
        raise GitError(_unknown(root, revision, shallow))
    head = _head(root)
    common = _common(root, commit, head) if head else commit
    if common is None and shallow:
        raise GitError(_too_shallow(revision))
    return common or commit


def _common(root: Path, one: str, other: str) -> str | None:
    """The newest commit that is in the history of both; where there are several, one of them."""
    # `merge-base` would be one more command to harden; `rev-parse` says the same behind a `^`.
    answer = _git(root, "rev-parse", "--end-of-options", f"{one}...{other}").decode("ascii").split()
    return next((line[1:] for line in answer if line.startswith("^")), None)


def _unknown(root: Path, revision: str, shallow: bool) -> Message:
    if _commit(root, f"origin/{revision}"):
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


def changed(root: Path, commit: str, folder: str = "projects") -> frozenset[str]:
    """The data files that were added, changed or removed since the commit, committed or not.

    A file under a new name counts as added. Other line ends are no change.

    Raises:
        GitError: when git gives no answer.
    """
    return _differing(files(root, commit, folder), root / folder, folder)


def files(root: Path, commit: str, folder: str = "projects") -> dict[str, Entry]:
    """Each data file that the commit, given by its full id, has in the folder; names as from the root.

    Raises:
        GitError: when git gives no answer.
    """
    records = _git(root, "ls-tree", "-r", "-z", "--end-of-options", commit, "--", f"{folder}/").split(b"\0")
    found = {}
    for record in filter(None, records):
        about, name = record.split(b"\t", 1)
        mode, _kind, blob = about.decode("ascii").split()
        found[_name(os.fsdecode(name))] = Entry(int(mode, 8), blob)
    return {name: entry for name, entry in found.items() if _is_data(name)}


def contents(root: Path, blobs: Iterable[str], most: int) -> dict[str, bytes]:
    """The bytes of each blob by its id; of one with more than `most` bytes so many zeros and one more.

    Raises:
        GitError: when git gives no answer, or this clone has left one out.
    """
    sizes = dict(_sizes(root, sorted(set(blobs))))
    read = [blob for blob, size in sizes.items() if size <= most]
    answer = _git(root, "cat-file", "--batch", given=_lines(read))
    found = dict.fromkeys(sizes, bytes(most + 1))
    at = 0
    for blob in read:
        start = answer.index(b"\n", at) + 1  # behind the id, the kind and the size
        at = start + sizes[blob]
        found[blob] = answer[start:at]
        at += 1
    return found


def _sizes(root: Path, blobs: list[str]) -> Iterator[tuple[str, int]]:
    for line in _git(root, "cat-file", "--batch-check", given=_lines(blobs)).decode("ascii").splitlines():
        blob, *about = line.split()
        if about[:1] != ["blob"]:
            raise GitError(_PARTIAL)
        yield blob, int(about[1])


def _lines(blobs: list[str]) -> bytes:
    return "".join(f"{blob}\n" for blob in blobs).encode("ascii")


# --- the one place that runs git


def _git(root: Path, command: Command, *arguments: str, given: bytes = b"") -> bytes:
    """What git prints in the folder, hardened against what the repository's configuration asks for.

    It reads what is `given` and nothing else.
    """
    settings = (part for setting in _SETTINGS for part in ("-c", setting))
    line = (_program(root), "--no-pager", "--literal-pathspecs", *settings, command, *arguments)
    try:
        done = subprocess.run(
            line,
            cwd=root,
            env=_environment(),
            input=given,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NoGitError(message("git gave no answer within {n} seconds.", n=round(TIMEOUT))) from error
    except OSError as error:
        raise NoGitError(message("git could not be run: {error}.", error=visible(str(error)))) from error
    if done.returncode:
        raise GitError(_reason(root, done.stderr.decode("utf-8", "replace")), done.returncode)
    return done.stdout


def _program(root: Path) -> str:
    found = shutil.which("git")
    # Windows also looks in the current folder, which here may be someone's repository.
    if found is None or Path(found).resolve().is_relative_to(root.resolve()):
        raise NoGitError(message("git is not installed."))
    return found


def _environment() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return inherited | _ENVIRONMENT


def _reason(root: Path, said: str) -> Message:
    if owned := re.search(r"dubious ownership in repository at '(.*?)'\n", said, re.DOTALL):
        command = f"git config --global --add safe.directory {shlex.quote(owned[1])}"
        return message(
            "git does not trust this repository because it belongs to another user. If you do: {command}",
            command=visible(command),
        )
    if "not a git repository" in said:
        return message("{folder} is not in a git repository.", folder=root.resolve().name)
    if not said.strip():
        return _SILENT
    if "promisor remote" in said:
        return _PARTIAL
    return message("git failed: {said}", said=visible(said.strip().partition("\n")[0][:200]))
