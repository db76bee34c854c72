"""A finding with the line it is about, as compilers show it: the carets stand under the place.

```text
projects/gift.yaml:3:8: error[not-a-date]: `2026/7/1` is not a date
  3 | start: 2026/7/1
    |        ^^^^^^^^
    = hint: write 2026-07-01
```
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from opsgen.problem.plain import headline, hint_line, visible_characters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from opsgen.problem import Place, Problem
    from opsgen.words import Words

STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold blue"}
WIDEST = 100
_NARROWEST = 20
_TAB = 4
_CUT = "…"


def framed(problem: Problem, words: Words, line: str | None, width: int = WIDEST) -> Text:
    """A finding in two to four lines; without a frame where there is no line to show.

    `width` is how many cells of a terminal there are; of long lines the part around the place is shown.
    """
    where, code, said = headline(problem, words)
    style = STYLES[problem.severity]
    text = Text.assemble(where, (code, style), said)
    gutter = max(3, len(str(problem.line)))
    if line is not None:
        shown, carets = excerpt(line, problem.place.head, min(WIDEST, width - gutter - 3))
        text.append(f"\n{problem.line:>{gutter}} |", "dim").append(f" {shown}" if shown else "")
        text.append(f"\n{'':>{gutter}} | ", "dim").append(carets, style)
    hint = hint_line(problem, words)
    if hint:
        text.append(f"\n{'':>{gutter}} {hint[:1]}", "dim").append(hint[1:])
    return text


def excerpt(line: str, place: Place, width: int) -> tuple[str, str]:
    """A line as it is shown in at most `width` cells, and the carets to print under it."""
    width = max(width, _NARROWEST)
    start = min(place.column - 1, len(line))
    end = min(max(place.end_column - 1, start + 1), len(line) + 1)
    # Nothing further away can be shown; lines may have a million characters.
    offset = max(0, start - width)
    pieces = _pieces(line[offset : start + width])
    first, last = _window(pieces, start - offset, min(end - offset, len(pieces)), width)
    before = _CUT if offset + first > 0 else ""
    after = _CUT if offset + last < len(line) else ""
    under = "".join(pieces[first : start - offset])
    marked = "".join(pieces[start - offset : min(end - offset, last)])
    shown = before + "".join(pieces[first:last]) + after
    return shown.rstrip(), " " * cell_len(before + under) + "^" * max(1, cell_len(marked))


def _pieces(text: str) -> list[str]:
    """What stands for each character: itself, an invisible one written out, a tab as spaces."""
    pieces: list[str] = []
    column = 0
    for character, shown in zip(text, visible_characters(text), strict=True):
        piece = " " * (_TAB - column % _TAB) if character == "\t" else shown
        pieces.append(piece)
        column += cell_len(piece)
    return pieces


def _window(pieces: Sequence[str], start: int, end: int, width: int) -> tuple[int, int]:
    """The first and the last (excluded) of the pieces that are shown in `width` cells around a place.

    All where they fit. Otherwise a third of the width goes to what stands before the place.
    """
    edges = list(accumulate((cell_len(piece) for piece in pieces), initial=0))
    if edges[-1] <= width:
        return 0, len(pieces)
    room = width - 2 * cell_len(_CUT)
    first = 0
    if edges[end] > room:
        lead = max(room // 3, room - (edges[-1] - edges[start]))
        first = next(i for i in range(start + 1) if edges[start] - edges[i] <= lead)
    last = max(i for i in range(first, len(pieces) + 1) if edges[i] - edges[first] <= room)
    return first, last
