"""One build at a time in a workspace; the second one is told who is at it."""

from __future__ import annotations

import json
import os
import socket
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Holder:
    """Who builds: a process, its machine, and since when (UTC, to the second)."""

    pid: int
    host: str
    start: str

    def said(self) -> Message:
        return message(
            "Another build is running here: process {pid} on {host}, since {start} UTC.",
            pid=self.pid,
            host=self.host,
            start=self.start,
        )


class LockedError(Exception):
    """Another build is running; `holder` is None when it has not said who it is."""

    def __init__(self, holder: Holder | None) -> None:
        super().__init__(holder)
        self.holder = holder

    @property
    def reason(self) -> Message:
        return self.holder.said() if self.holder else message("Another build is running here.")


@contextmanager
def only_build(folder: Path) -> Iterator[None]:
    """Hold the lock in this folder.

    The system lets go of it when the process ends, however it ends.

    Raises:
        LockedError: another process holds it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    card = folder / "build.json"
    lock = FileLock(folder / "build.lock")
    try:
        lock.acquire(blocking=False)
    except Timeout:
        raise LockedError(_read(card)) from None
    try:
        _write(card)
        yield
    finally:
        with suppress(OSError):
            card.unlink(missing_ok=True)
        lock.release()


def _write(card: Path) -> None:
    start = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S")
    # Renamed into place: nobody reads half of it.
    draft = card.with_suffix(".new")
    draft.write_text(json.dumps(asdict(Holder(os.getpid(), socket.gethostname(), start))), encoding="utf-8")
    draft.replace(card)


def _read(card: Path) -> Holder | None:
    try:
        said = json.loads(card.read_text(encoding="utf-8"))
        return Holder(int(said["pid"]), str(said["host"]), str(said["start"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
