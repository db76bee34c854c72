"""Many handouts, printed in parallel by workers that may die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opsgen.glyphs import named
from opsgen.pdf.worker import Limits, receive, send
from opsgen.problem import Place, Problem
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import datetime

    from opsgen.pdf.imprint import Imprint
    from opsgen.pdf.shelf import Answer, Shelf

# No font of the machine: pages are the same everywhere, and a character without a glyph is reported.
FONTCONFIG = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><cachedir>{cache}</cachedir></fontconfig>
"""


@dataclass(frozen=True, slots=True)
class Handout:
    """A document to print: `path` in the folder of handouts, `report` and `source` to name it by in problems.

    `html` is called with 0, 1, … below `levels` until the document has at most `most_pages` pages (0: any
    number).
    """

    path: str
    report: str
    source: str
    html: Callable[[int], str]
    css: str
    title: str
    lang: str
    levels: int = 1
    most_pages: int = 0
    author: str = ""
    made: datetime | None = None
    assets: Mapping[str, bytes] = field(default_factory=dict)
    attached: Mapping[str, bytes] = field(default_factory=dict)
    imprint: Imprint | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a handout: its file (None when it failed), pages, the level it fitted at, problems."""

    handout: Handout
    file: Path | None
    pages: int
    level: int
    problems: tuple[Problem, ...]


def print_all(
    handouts: Iterable[Handout],
    folder: Path,
    *,
    progress: Callable[[Outcome], None] | None = None,
    workers: int | None = None,
    limits: Limits | None = None,
    shelf: Shelf | None = None,
    told: frozenset[str] = frozenset(),
) -> tuple[Outcome, ...]:
    """An outcome for each handout, in their order; `progress` is called with each as it is done.

    What is on the shelf is not printed again; nothing is said of characters without a glyph that are `told`
    of already.
    """
    todo = tuple(handouts)
    count = max(1, min(workers or os.cpu_count() or 1, len(todo)))
    with (
        _room() as env,
        _Presses(env, limits or Limits(), shelf, told) as presses,
        ThreadPoolExecutor(count) as threads,
    ):
        try:
            futures = [threads.submit(presses.print, handout, folder) for handout in todo]
            for future in as_completed(futures):
                if progress:
                    progress(future.result())
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            presses.kill()
            raise
        return tuple(future.result() for future in futures)


@contextmanager
def _room() -> Iterator[dict[str, str]]:
    """The environment of workers, with a temporary folder that goes away even when they are killed."""
    with tempfile.TemporaryDirectory(prefix="opsgen-", ignore_cleanup_errors=True) as folder:
        config = Path(folder, "fonts.conf")
        config.write_text(FONTCONFIG.format(cache=Path(folder, "cache").as_posix()), encoding="utf-8")
        own = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), folder)
        yield {**os.environ, **own, "FONTCONFIG_FILE": str(config), "PYTHONIOENCODING": "utf-8"}


class _Presses:
    """As many workers as threads want: a thread takes a free one, and puts it back while it is healthy."""

    def __init__(
        self, env: dict[str, str], limits: Limits, shelf: Shelf | None, told: frozenset[str]
    ) -> None:
        self._env = env
        self._limits = limits
        self._shelf = shelf
        self._told = told
        self._lock = threading.Lock()
        self._free: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._closed = False

    def __enter__(self) -> _Presses:
        return self

    def __exit__(self, *exc: object) -> None:
        self.kill()

    def kill(self) -> None:
        """End all workers and start no more."""
        with self._lock:
            self._closed = True
            workers, self._all, self._free = self._all, set(), []
        for worker in workers:
            worker.end()

    def print(self, handout: Handout, folder: Path) -> Outcome:
        """Print one handout and write its file, on a free worker where it is not on the shelf."""
        taken = _Taken(self._take, self._shelf)
        outcome = _print(taken, handout, folder, self._limits, self._told)
        if taken.worker is not None:
            self._put_back(taken.worker, healthy=outcome.file is not None)
        return outcome

    def _put_back(self, worker: _Worker, *, healthy: bool) -> None:
        if not healthy:
            worker.end()
            return
        with self._lock:
            self._free.append(worker)

    def _take(self) -> _Worker:
        with self._lock:
            if self._closed:
                raise RuntimeError("printing was stopped")
            if self._free:
                return self._free.pop()
            worker = _Worker(self._env, self._limits)
            self._all.add(worker)
            return worker


class _Worker:
    """A process that prints, and its pipes."""

    def __init__(self, env: dict[str, str], limits: Limits) -> None:
        # -P: the folder opsgen is called in may be anybody's, nothing is imported from it.
        run = [sys.executable, "-P", "-W", "ignore", "-m", "opsgen.pdf.worker"]
        figures = [str(figure) for figure in (limits.cpu, limits.clock, limits.memory)]
        pipe = subprocess.PIPE
        self._limits = limits
        self._process = subprocess.Popen([*run, *figures], stdin=pipe, stdout=pipe, stderr=pipe, env=env)
        self._complaints = threading.Thread(target=self._listen, daemon=True)
        self._last_words = b""
        self._complaints.start()
        self.timed_out = False

    def ask(self, job: dict[str, Any], data: bytes) -> Answer | None:
        """The answer to a job; None when the worker died over it."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        timer = threading.Timer(self._limits.clock, self._too_late)
        timer.start()
        try:
            send(self._process.stdin, job, data)
            return receive(self._process.stdout)
        except (BrokenPipeError, ValueError):
            return None
        finally:
            timer.cancel()

    def died_of(self) -> tuple[int, str]:
        """The exit code (negative: the signal) and the last it said."""
        code = self._process.wait(timeout=10)
        self._complaints.join(timeout=10)
        return code, self._last_words.decode("utf-8", "replace").strip()

    def end(self) -> None:
        """Kill the process and close its pipes."""
        self._process.kill()
        self._process.wait()
        self._complaints.join(timeout=10)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue  # bytes that a dead reader never took

    def _too_late(self) -> None:
        self.timed_out = True
        self._process.kill()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            self._last_words = (self._last_words + line)[-2000:]


@dataclass(slots=True)
class _Taken:
    """Answers from the shelf; a worker is taken for the first that is not there."""

    take: Callable[[], _Worker]
    shelf: Shelf | None
    worker: _Worker | None = None

    def ask(self, job: dict[str, Any], data: bytes) -> Answer | None:
        """The answer to a job; None when the worker died over it."""
        key = self.shelf.key(job, data) if self.shelf else b""
        answer = self.shelf.get(key) if self.shelf else None
        if answer is None:
            self.worker = self.worker or self.take()
            answer = self.worker.ask(job, data)
            if self.shelf and answer is not None and "error" not in answer[0]:
                self.shelf.put(key, answer)
        return answer


def _print(taken: _Taken, handout: Handout, folder: Path, limits: Limits, told: frozenset[str]) -> Outcome:
    pages = 0
    for level in range(handout.levels):
        answer = taken.ask(*_job(handout, level))
        if answer is None:
            assert taken.worker is not None
            return _failed(handout, _death(taken.worker, limits))
        figures, data = answer
        if "error" in figures:
            return _failed(handout, _error(figures, limits))
        pages = figures["pages"]
        if data:
            file = folder / handout.path
            write(file, data)
            return Outcome(handout, file, pages, level, tuple(_warnings(handout, figures, told)))
    return _failed(
        handout, plural("it has {n} page too many", "it has {n} pages too many", pages - handout.most_pages)
    )


def _job(handout: Handout, level: int) -> tuple[dict[str, Any], bytes]:
    files = (*handout.assets.values(), *handout.attached.values())
    job = {
        "html": handout.html(level),
        "css": handout.css,
        "title": handout.title,
        "lang": handout.lang,
        "author": handout.author,
        "made": handout.made.isoformat() if handout.made else None,
        "imprint": handout.imprint.said() if handout.imprint else "",
        "most_pages": handout.most_pages,
        "assets": [(name, len(data)) for name, data in handout.assets.items()],
        "attached": [(name, len(data)) for name, data in handout.attached.items()],
    }
    return job, b"".join(files)


def write(file: Path, data: bytes) -> None:
    """Put the file there whole or not at all."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(file.name + ".part")
    part.write_bytes(data)
    part.replace(file)


def _failed(handout: Handout, why: Message) -> Outcome:
    said = message("the handout {report} was not made: {why}", report=handout.report, why=why)
    problem = Problem(Place(handout.source), "handout-failed", "error", said)
    return Outcome(handout, None, 0, 0, (problem,))


def _death(worker: _Worker, limits: Limits) -> Message:
    code, last = worker.died_of()
    if worker.timed_out:
        return plural("it took longer than {n} second", "it took longer than {n} seconds", limits.clock)
    if code == -getattr(signal, "SIGXCPU", 0):
        return plural(
            "it took {n} second of processor time", "it took {n} seconds of processor time", limits.cpu
        )
    if "MemoryError" in last:
        return message("it needed more than {mb} MB of memory", mb=limits.memory)
    line = last.rpartition("\n")[2]
    return message("the printing process ended with code {code} {last}", code=code, last=line)


def _error(figures: dict[str, Any], limits: Limits) -> Message:
    match figures["error"]:
        case "refused":
            return message("it asked for {url}, which a handout may not read", url=figures["detail"])
        case "nesting":
            return message("its parts are nested too deeply")
        case "memory":
            return message("it needed more than {mb} MB of memory", mb=limits.memory)
        case _:
            return message("{detail}", detail=figures["detail"])


def _warnings(handout: Handout, figures: dict[str, Any], told: frozenset[str]) -> Iterator[Problem]:
    place = Place(handout.source)
    missing = "".join(character for character in figures["missing"] if character not in told)
    if missing:
        said = message(
            "the handout {report} shows 〓 where no face has the character: {characters}",
            report=handout.report,
            characters=named(missing),
        )
        yield Problem(place, "missing-glyph", "warning", said)
    if figures["foreign"]:
        said = message(
            "the handout {report} is set in fonts that are not opsgen's: {families}",
            report=handout.report,
            families=", ".join(figures["foreign"]),
        )
        yield Problem(place, "foreign-font", "warning", said)
