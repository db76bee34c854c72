"""A command on a terminal of its own, and somebody who answers what it asks."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from collections.abc import Mapping

TOP = Path(__file__).parent.parent
PATIENCE = 60.0
# Ctrl-C goes to whom the terminal belongs; whoever runs the tests in the background has it ignored.
_OWNING = (
    "import fcntl, os, signal, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "signal.signal(signal.SIGINT, signal.SIG_DFL);"
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)


class Conversation:
    """`opsgen` with these arguments in a folder: what it has said so far, and how it ended."""

    def __init__(self, folder: Path, *arguments: str, environment: Mapping[str, str]) -> None:
        self.said = ""
        self._heard = 0
        self._ours, theirs = os.openpty()
        command = [sys.executable, "-c", _OWNING, "-m", "opsgen", *arguments]
        self._process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, "TERM": "dumb", "PYTHONPATH": str(TOP), "NO_COLOR": "1", **environment},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        )
        os.close(theirs)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait()
        os.close(self._ours)

    def hear(self, text: str) -> None:
        """Wait until it has said this since it was last heard."""
        until = time.monotonic() + PATIENCE
        while text not in self.said[self._heard :]:
            assert self._more(until), f"not said: {text}\n{self.said}"
        self._heard = self.said.index(text, self._heard) + len(text)

    def answer(self, asked: str, typed: str) -> None:
        """Wait for the question, and type a line."""
        self.hear(asked)
        os.write(self._ours, f"{typed}\n".encode())

    def interrupt(self, asked: str) -> None:
        """Wait for the question, and press Ctrl-C until it ends.

        Once is not enough where it comes between Python's last look for signals and its wait for a key.
        """
        self.hear(asked)
        until = time.monotonic() + PATIENCE
        while self._process.poll() is None and time.monotonic() < until:
            os.write(self._ours, b"\x03")
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(1.0)

    def end(self) -> int:
        """Its exit code, once it has said all."""
        until = time.monotonic() + PATIENCE
        while self._more(until):
            pass
        return self._process.wait(PATIENCE)

    def _more(self, until: float) -> bool:
        """Whether it has said something more before the time is over."""
        ready, _, _ = select.select([self._ours], [], [], max(0.0, until - time.monotonic()))
        try:
            read = os.read(self._ours, 1 << 16) if ready else b""
        except OSError:  # how Linux says that nobody writes any more
            read = b""
        self.said += read.decode("utf-8", "replace")
        return bool(read)
