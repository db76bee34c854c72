"""How far a number has come, against how much of its time has gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.figures.canvas import Canvas
from opsgen.figures.scales import Linear
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.figures.tokens import Status

_FULL = 100.0
_MOST = 120.0


@dataclass(frozen=True, slots=True)
class Progress:
    """The share of the target reached and the share of the time elapsed, in percent; None where unknown."""

    done: float | None
    elapsed: float | None = None
    status: Status = "todo"


def progress_bar(
    progress: Progress, *, id: str, title: str, lang: str, width: float = 160, height: float = 16
) -> str:
    """A bar up to the share reached, with a tick at the share of time elapsed; what exceeds 120 % is cut."""
    canvas = Canvas("progress", id, title, lang, width, height)
    over = (progress.done or 0.0) > _FULL
    share = Linear(0, _MOST if over else _FULL, 1, width - 1)
    middle = height / 2
    canvas.rect(1, middle - 4, share(_FULL) - 1, 8, "grid", rx=2)
    if progress.done is not None:
        end = share(min(max(progress.done, 0.0), _MOST if over else _FULL))
        canvas.rect(1, middle - 4, end - 1, 8, progress.status, rx=2)
    if over:
        canvas.line(share(_FULL), middle - 4, share(_FULL), middle + 4, "surface", stroke_width=1.6)
    if progress.elapsed is not None:
        x = share(min(max(progress.elapsed, 0.0), _FULL))
        canvas.line(x, 1, x, height - 1, "surface", stroke_width=4)
        canvas.line(x, 1, x, height - 1, "ink", stroke_width=1.6)
    return canvas.svg(*_finding(canvas, progress))


def _finding(canvas: Canvas, progress: Progress) -> Iterator[Message]:
    percent = canvas.words.percent
    if progress.done is None:
        yield message("Nothing measured yet.")
    else:
        yield message("{share} of the target reached.", share=percent(progress.done))
    if progress.elapsed is not None:
        yield message("{share} of the time elapsed.", share=percent(progress.elapsed))
