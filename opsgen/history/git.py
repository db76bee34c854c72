"""The one place that runs git, hardened against what a repository's configuration asks for.

A repository is untrusted: its configuration can name programs for git to run. So only commands that read
objects and names are used, and everything inherited from the environment and everything that could start a
program is switched off.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from opsgen.problem import visible
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

Command = Literal["rev-parse", "rev-list", "log", "ls-tree", "cat-file", "for-each-ref", "var", "config"]
"""`var` and `config` are asked for one value each, in `opsgen.history.beginning`; they set nothing."""
Writing = Literal["init", "fast-import", "read-tree", "tag"]
"""A new repository is made with them, in `opsgen.history.found` and `opsgen.history.beginning`, and a tag, in
`opsgen.history.labels`."""

TIMEOUT = 60.0
SILENT = message("git failed and did not say why.")
PARTIAL = message(
    "This clone was made without older contents of the files. To fetch them: git fetch --refetch --no-filter"
)

NAMELESS = message(
    'git does not know who you are. Tell it: git config --global user.name "Your Name"; '
    "git config --global user.email you@example.com"
)

# Older versions of git pass over settings they do not know.
_SETTINGS = (
    "advice.graftFileDeprecated=false",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "log.showSignature=false",
    "log.follow=false",
    "diff.orderFile=/dev/null",
    "mailmap.file=/dev/null",
    "mailmap.blob=",
    "protocol.allow=never",
    "safe.bareRepository=explicit",
)
_TAGGING = ("tag.gpgSign=false", "tag.forceSignAnnotated=false", "user.useConfigOnly=true")
"""A tag is neither signed by a program that the repository names, nor made in a name that git guesses; nor is
a first commit."""
_ENVIRONMENT = {
    # No protocol has this name. Unlike the setting above it wins over `protocol.ext.allow` of a repository.
    "GIT_ALLOW_PROTOCOL": "-",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_WHO = frozenset(f"GIT_COMMITTER_{what}" for what in ("NAME", "EMAIL", "DATE"))
"""What may be inherited where git is asked who the user is: words, which start no program."""
_SAID = 10_000
"""So many bytes of what git complains are read."""
_CHUNK = 65_536
_LONGEST = 262_144
"""Of a record with more bytes than these only the beginning is kept."""
_LOOK = 0.5
"""Seconds between two looks at whether it is silent."""


class GitError(Exception):
    """git gave no answer; `reason` says why, `code` is its exit code where it ran."""

    def __init__(self, reason: Message, code: int | None = None) -> None:
        super().__init__(reason.text)
        self.reason = reason
        self.code = code


class NoGitError(GitError):
    """git itself could not be run here, or did not come to an end."""


def run(root: Path, command: Command | Writing, *arguments: str, given: bytes = b"") -> bytes:
    """All that git prints in the folder; it reads what is `given` and nothing else.

    Raises:
        GitError: when git gives no answer.
    """
    with _started(root, _line(root, command, arguments), subprocess.PIPE) as process:
        try:
            answer, said = process.communicate(given, TIMEOUT)
        except subprocess.TimeoutExpired as error:
            raise _too_slow() from error
        finally:
            _stop(process)
    if process.returncode:
        raise GitError(_reason(root, said), process.returncode)
    return answer


class Talk:
    """A git that is running: what is written to it, and what it answers."""

    def __init__(self, root: Path, process: subprocess.Popen[bytes], complaints: IO[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._root = root
        self._process = process
        self._asked: IO[bytes] = process.stdin
        self._answers: IO[bytes] = process.stdout
        self._complaints = complaints
        self._since: float | None = None
        self._over = threading.Event()
        self._late = False

    def ask(self, line: bytes) -> None:
        """Write one line to it; where it has gone, its answers end, and why is said at the end."""
        with self._waiting(), suppress(OSError):
            self._asked.write(line)
            self._asked.flush()

    def line(self) -> bytes:
        """The next line it says.

        Raises:
            GitError: when it says no more.
        """
        line = self._line()
        if not line.endswith(b"\n"):
            raise self._gone()
        return line

    def read(self, size: int) -> bytes:
        """The next bytes it says.

        Raises:
            GitError: when it says fewer.
        """
        said = self._read(size)
        if len(said) < size:
            raise self._gone()
        return said

    def lines(self) -> Iterator[bytes]:
        """What it says, line by line, without their ends; for lines that cannot be long."""
        while line := self._line():
            yield line.removesuffix(b"\n")

    def records(self) -> Iterator[bytes]:
        """What it says, in the parts that end with NUL; of those that are too long the beginning."""
        rest = b""
        while said := self._read(_CHUNK):
            part, *parts = said.split(b"\0")
            if len(rest) < _LONGEST:
                rest += part
            for part in parts:
                yield rest
                rest = part

    def _line(self) -> bytes:
        with self._waiting():
            return self._answers.readline()

    def _read(self, size: int) -> bytes:
        with self._waiting():
            return self._answers.read(size)

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self._since = time.monotonic()
        try:
            yield
        finally:
            self._since = None

    def watch(self) -> None:
        """Stop it once it has been silent for too long; returns when it is over."""
        while not self._over.wait(min(_LOOK, TIMEOUT)):
            since = self._since
            if since is not None and time.monotonic() - since > TIMEOUT:
                self._late = True
                _stop(self._process)

    def end(self) -> None:
        """Let it come to its end; one that has more to say is stopped.

        Raises:
            GitError: when it failed.
        """
        with suppress(OSError):
            self._asked.close()
        if self._read(1) and not self._late:
            return
        if self._ended() or self._late:
            raise self._gone()

    def _ended(self) -> int:
        """Its exit code."""
        with self._waiting():
            return self._process.wait()

    def _gone(self) -> GitError:
        """Why it says no more."""
        code = self._ended()
        if self._late:
            return _too_slow()
        self._complaints.seek(0)
        return GitError(_reason(self._root, self._complaints.read(_SAID)), code)

    def close(self) -> None:
        """Leave nothing behind, however it went."""
        self._over.set()
        _stop(self._process)
        with suppress(OSError):
            self._asked.close()
        self._answers.close()
        self._process.wait()


@contextmanager
def talk(root: Path, command: Command, *arguments: str) -> Iterator[Talk]:
    """A running git to ask and to read from, as long as the block lasts; whoever leaves early stops it.

    Raises:
        GitError: when it fails, at the end of the block at the latest.
    """
    with tempfile.TemporaryFile() as complaints:
        process = _started(root, _line(root, command, arguments), complaints)
        talk = Talk(root, process, complaints)
        watcher = threading.Thread(target=talk.watch, daemon=True)
        watcher.start()
        try:
            yield talk
            talk.end()
        finally:
            talk.close()
            watcher.join()


def _started(root: Path, line: tuple[str, ...], complaints: IO[bytes] | int) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        # In a session of its own it has no terminal to ask at, and is stopped with all it has started.
        return subprocess.Popen(
            line,
            cwd=root,
            env=_environment(line),
            stdin=pipe,
            stdout=pipe,
            stderr=complaints,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:  # the latter for a NUL among the arguments
        raise _not_run(error) from error


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End it where it still runs, and what it has started: a program named git may only call the true one."""
    if process.returncode is not None:
        return
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):  # it has just ended, and is not waited for yet
            os.killpg(process.pid, signal.SIGKILL)


def _line(root: Path, command: Command | Writing, arguments: tuple[str, ...]) -> tuple[str, ...]:
    wanted = (*_SETTINGS, *_TAGGING) if command in ("tag", "var") else _SETTINGS
    settings = (part for setting in wanted for part in ("-c", setting))
    return (_program(root), "--no-pager", "--literal-pathspecs", *settings, command, *arguments)


def _program(root: Path) -> str:
    found = shutil.which("git")
    # Windows also looks in the current folder, which here may be someone's repository.
    if found is None or Path(found).resolve().is_relative_to(root.resolve()):
        raise NoGitError(message("git is not installed."))
    return found


def _environment(line: tuple[str, ...]) -> dict[str, str]:
    kept = _WHO if "var" in line else frozenset()
    of_git = {name for name in os.environ if name.upper().startswith("GIT_")} - kept
    inherited = {name: value for name, value in os.environ.items() if name not in of_git}
    return inherited | _ENVIRONMENT


def outside(root: Path) -> Message:
    """That the folder holds no files of a repository."""
    return message("{folder} is not in the working tree of its repository.", folder=root.resolve().name)


def _too_slow() -> NoGitError:
    return NoGitError(message("git gave no answer within {n} seconds.", n=round(TIMEOUT)))


def _not_run(error: OSError | ValueError) -> NoGitError:
    return NoGitError(message("git could not be run: {error}.", error=visible(str(error))))


def _reason(root: Path, complaint: bytes) -> Message:
    said = complaint.decode("utf-8", "replace")
    if owned := re.search(r"dubious ownership in repository at '(.*?)'\n", said, re.DOTALL):
        command = f"git config --global --add safe.directory {shlex.quote(owned[1])}"
        return message(
            "git does not trust this repository because it belongs to another user. If you do: {command}",
            command=visible(command),
        )
    if "not a git repository" in said:
        return message("{folder} is not in a git repository.", folder=root.resolve().name)
    if "cannot use bare repository" in said:
        return outside(root)
    if not said.strip():
        return SILENT
    if "tell me who you are" in said:
        return NAMELESS
    if "promisor remote" in said:
        return PARTIAL
    # Warnings and hints may stand before it.
    lines = said.strip().split("\n")
    fatal = next((line for line in lines if line.startswith("fatal: ")), lines[0])
    return message("git failed: {said}", said=visible(fatal[:200]))
