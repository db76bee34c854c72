"""The process that prints: reads sheets from stdin, answers with PDFs on stdout, one after the other.

It runs apart because WeasyPrint, given a hostile or just huge document, may recurse too deeply, run for
hours or eat all memory: then this process dies, not the build. Messages are a line of JSON and the bytes it
announces.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from opsgen.pdf.imprint import imprint

if TYPE_CHECKING:
    from opsgen.pdf.document import Press, Printed, Sheet


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may take: processor seconds, seconds by the clock, megabytes of memory."""

    cpu: int = 60
    clock: int = 180
    memory: int = 2048


def send(stream: IO[bytes], message: dict[str, Any], data: bytes = b"") -> None:
    """Write one message with its bytes."""
    stream.write(json.dumps({**message, "bytes": len(data)}).encode() + b"\n" + data)
    stream.flush()


def receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes] | None:
    """The next message with its bytes; None where the other side is gone."""
    line = stream.readline()
    if not line.endswith(b"\n"):
        return None
    message = json.loads(line)
    data = stream.read(message["bytes"])
    return (message, data) if len(data) == message["bytes"] else None


def main() -> None:
    """Print until stdin ends; after an error the next document deserves a fresh process, so leave."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing a library prints may get among the answers
    limits = Limits(*(int(argument) for argument in sys.argv[1:4]))
    _limit_memory(limits.memory)
    from opsgen.pdf.document import Press

    press = Press()
    while (received := receive(sys.stdin.buffer)) is not None:
        _limit_processor(limits)
        answer, data = _answer(press, *received)
        send(answers, answer, data)
        if "error" in answer:
            break
    answers.close()
    sys.stdout.flush()


def _answer(press: Press, job: dict[str, Any], data: bytes) -> tuple[dict[str, Any], bytes]:
    try:
        printed: Printed = press.print(_sheet(job, data), job["most_pages"])
    except BaseException as error:  # what is refused is no ordinary exception
        _limit_memory(None)  # the answer needs some
        return _explained(error), b""
    figures = {"pages": printed.pages, "missing": printed.missing, "foreign": printed.foreign}
    return figures, printed.data


def _explained(error: BaseException) -> dict[str, Any]:
    from opsgen.pdf.fetcher import RefusedError

    match error:
        case RefusedError():
            return {"error": "refused", "detail": str(error)}
        case RecursionError():
            return {"error": "nesting"}
        case MemoryError():
            return {"error": "memory"}
        case _:
            return {"error": "failed", "detail": f"{type(error).__name__}: {error}"[:300]}


def _sheet(job: dict[str, Any], data: bytes) -> Sheet:
    from opsgen.pdf.document import Sheet

    return Sheet(
        html=job["html"],
        css=job["css"],
        title=job["title"],
        lang=job["lang"],
        author=job["author"],
        made=datetime.fromisoformat(job["made"]) if job["made"] else None,
        assets=_cut(data, job["assets"]),
        attached=_cut(data[sum(size for _, size in job["assets"]) :], job["attached"]),
        imprint=imprint(job["imprint"]),
    )


def _cut(data: bytes, sizes: list[tuple[str, int]]) -> dict[str, bytes]:
    """The files that lie one after the other in `data`."""
    files, start = {}, 0
    for name, size in sizes:
        files[name] = data[start : start + size]
        start += size
    return files


def _limit_memory(megabytes: int | None) -> None:
    """Limit this process's memory; None lifts the limit."""
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        soft = hard if megabytes is None else megabytes << 20
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _limit_processor(limits: Limits) -> None:
    """Give this document its own processor time, counted from now."""
    if sys.platform != "win32":
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        _, hard = resource.getrlimit(resource.RLIMIT_CPU)
        end = int(used.ru_utime + used.ru_stime) + limits.cpu + 1
        resource.setrlimit(resource.RLIMIT_CPU, (end, hard))


if __name__ == "__main__":
    main()
