"""The one place that runs git, hardened against what a repository's configuration asks for.

A repository is untrusted: its configuration can name programs for git to run. So only commands that read
objects are used, and everything inherited from the environment and everything that could start a program is
switched off.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
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

Command = Literal["rev-parse", "rev-list", "log", "ls-tree", "cat-file"]

TIMEOUT = 60.0
SILENT = message("git failed and did not say why.")
PARTIAL = message(
    "This clone was made without older contents of the files. To fetch them: git fetch --refetch --no-filter"
)

# Older versions of git pass over settings they do not know.
_SETTINGS = (
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
_ENVIRONMENT = {
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_SAID = 10_000
"""So many bytes of what git complains are read."""
_CHUNK = 65_536
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


def run(root: Path, command: Command, *arguments: str, given: bytes = b"") -> bytes:
    """All that git prints in the folder; it reads what is `given` and nothing else.

    Raises:
        GitError: when git gives no answer.
    """
    try:
        done = subprocess.run(
            _line(root, command, arguments),
            cwd=root,
            env=_environment(),
            input=given,
            capture_output=True,
            timeout=TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow() from error
    except OSError as error:
        raise _not_run(error) from error
    if done.returncode:
        raise GitError(_reason(root, done.stderr.decode("utf-8", "replace")), done.returncode)
    return done.stdout


class Talk:
    """A git that is running: what is written to it, and what it answers."""

    def __init__(self, process: subprocess.Popen[bytes], asked: IO[bytes], answers: IO[bytes]) -> None:
        self._process = process
        self._asked = asked
        self._answers = answers
        self._since: float | None = None
        self._over = threading.Event()
        self.late = False
        """Whether it was stopped because it gave no answer for too long."""

    def ask(self, line: bytes) -> None:
        """Write one line to it; where it has gone, its answers end, and why is said at the end."""
        with suppress(OSError):
            self._asked.write(line)
            self._asked.flush()

    def line(self) -> bytes:
        """The next line it says; nothing at its end."""
        with self._waiting():
            return self._answers.readline()

    def read(self, size: int) -> bytes:
        """The next bytes it says, fewer only at its end."""
        with self._waiting():
            return self._answers.read(size)

    def records(self) -> Iterator[bytes]:
        """What it says, in the parts that end with NUL."""
        rest = b""
        while said := self.read(_CHUNK):
            *whole, rest = (rest + said).split(b"\0")
            yield from whole
        if rest:
            yield rest

    @contextmanager
    def _waiting(self) -> Iterator[None]:
        self._since = time.monotonic()
        yield
        self._since = None

    def watch(self) -> None:
        """Stop it once it has been silent for too long; returns when it is over."""
        while not self._over.wait(_LOOK):
            since = self._since
            if since is not None and time.monotonic() - since > TIMEOUT:
                self.late = True
                self._process.kill()

    def end(self) -> bool:
        """Whether it had said all it had to say; one that still speaks is stopped."""
        with suppress(OSError):
            self._asked.close()
        whole = not self.read(1)
        if not whole:
            self._process.kill()
        self._process.wait()
        return whole

    def close(self) -> None:
        """Leave nothing behind, however it went."""
        self._over.set()
        if self._process.poll() is None:
            self._process.kill()
        with suppress(OSError):
            self._asked.close()
        self._answers.close()
        self._process.wait()


@contextmanager
def talk(root: Path, command: Command, *arguments: str) -> Iterator[Talk]:
    """A running git to ask and to read from, as long as the block lasts; whoever leaves early stops it.

    Raises:
        GitError: when it fails, at the end of the block.
    """
    with tempfile.TemporaryFile() as complaints:
        process = _started(root, _line(root, command, arguments), complaints)
        assert process.stdin is not None
        assert process.stdout is not None
        talk = Talk(process, process.stdin, process.stdout)
        watcher = threading.Thread(target=talk.watch, daemon=True)
        watcher.start()
        try:
            yield talk
            whole = talk.end()
        finally:
            talk.close()
            watcher.join()
        if talk.late:
            raise _too_slow()
        if whole and process.returncode:
            complaints.seek(0)
            said = complaints.read(_SAID).decode("utf-8", "replace")
            raise GitError(_reason(root, said), process.returncode)


def _started(root: Path, line: tuple[str, ...], complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        return subprocess.Popen(
            line, cwd=root, env=_environment(), stdin=pipe, stdout=pipe, stderr=complaints
        )
    except OSError as error:
        raise _not_run(error) from error


def _line(root: Path, command: Command, arguments: tuple[str, ...]) -> tuple[str, ...]:
    settings = (part for setting in _SETTINGS for part in ("-c", setting))
    return (_program(root), "--no-pager", "--literal-pathspecs", *settings, command, *arguments)


def _program(root: Path) -> str:
    found = shutil.which("git")
    # Windows also looks in the current folder, which here may be someone's repository.
    if found is None or Path(found).resolve().is_relative_to(root.resolve()):
        raise NoGitError(message("git is not installed."))
    return found


def _environment() -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return inherited | _ENVIRONMENT


def _too_slow() -> NoGitError:
    return NoGitError(message("git gave no answer within {n} seconds.", n=round(TIMEOUT)))


def _not_run(error: OSError) -> NoGitError:
    return NoGitError(message("git could not be run: {error}.", error=visible(str(error))))


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
        return SILENT
    if "promisor remote" in said:
        return PARTIAL
    return message("git failed: {said}", said=visible(said.strip().partition("\n")[0][:200]))
