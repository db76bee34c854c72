"""Somebody who sits at a terminal: sees what is on the screen, and types."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import pyte

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE = 60
"""Seconds after which something is not said any more."""
_SETTINGS = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE"}


class _Screen(pyte.Screen):
    """A screen that answers where its cursor is, as a terminal does."""

    answers = b""

    def write_process_input(self, data: str) -> None:
        self.answers += data.encode()


class Seat:
    """One program on a terminal of its own."""

    def __init__(self, process: subprocess.Popen[bytes], terminal: int, columns: int) -> None:
        self.process = process
        self.terminal = terminal
        self.screen = _Screen(columns, 200)
        self.stream = pyte.ByteStream(self.screen)

    @property
    def seen(self) -> str:
        """What stands on the screen; a wide character takes one place of it."""
        rows = (self.screen.buffer[y] for y in range(self.screen.lines))
        lines = ("".join(row[x].data for x in range(self.screen.columns)).rstrip() for row in rows)
        return "\n".join(lines).rstrip()

    def see(self, text: str) -> str:
        """The screen, as soon as it shows the text."""
        while text not in self.seen:
            assert self._look(), f"{text!r} is not there:\n{self.seen}"
        return self.seen

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.terminal, keys.encode())

    def answer(self, question: str, keys: str) -> None:
        """Wait for a question in the line of the cursor, and answer it."""
        while question not in self.line:
            assert self._look(), f"{question!r} is not asked:\n{self.seen}"
        self.type(keys)

    def interrupt(self, question: str) -> None:
        """Wait for a question, and press Ctrl-C until the program has ended.

        Once is not enough where it comes between Python's last look for signals and its wait for a key. The
        next must not come while the program ends.
        """
        self.see(question)
        while self.process.poll() is None:
            self.type("\x03")
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(PATIENCE / 6)

    @property
    def line(self) -> str:
        """The line of the cursor."""
        row = self.screen.buffer[self.screen.cursor.y]
        return "".join(row[x].data for x in range(self.screen.columns))

    def end(self) -> int:
        """The exit code, as soon as the program has ended."""
        while self._look():
            pass
        return self.process.wait(PATIENCE)

    def _look(self) -> bool:
        """Take what is written; False where nothing comes any more."""
        ready, _, _ = select.select([self.terminal], [], [], PATIENCE)
        try:
            written = os.read(self.terminal, 1 << 16) if ready else b""
        except OSError:  # how Linux says that nobody writes any more
            written = b""
        self.stream.feed(written)
        if self.screen.answers:
            os.write(self.terminal, self.screen.answers)
            self.screen.answers = b""
        return bool(written)


@contextmanager
def seated(command: list[str], at: Path, columns: int = 100, **environment: str) -> Iterator[Seat]:
    """A program that runs on a terminal meanwhile."""
    ours, theirs = os.openpty()
    own = {name: value for name, value in os.environ.items() if name not in _SETTINGS}
    subprocess.run(["stty", "cols", str(columns), "rows", "50"], stdin=theirs, check=True)
    process = subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=at,
        env={**own, "TERM": "xterm-256color", **environment},
        start_new_session=True,
        preexec_fn=_controls,
    )
    os.close(theirs)
    try:
        yield Seat(process, ours, columns)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()
        os.close(ours)


def _controls() -> None:
    """Make the terminal the one whose Ctrl-C reaches the program.

    Whoever runs the tests in the background has it ignored.
    """
    import fcntl
    import termios

    signal.signal(signal.SIGINT, signal.SIG_DFL)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
