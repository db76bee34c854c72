"""Lines of a file as they should stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.problem.finding import Problem, Repair


def repaired(line: str, number: int, problems: Iterable[Problem]) -> str | None:
    """A line with all in it that is certain of the findings; None where nothing is.

    What overlaps an earlier repair is left out: it comes when that one is made.
    """
    mends = sorted(
        (one.repair for one in problems if one.repair and _is_within(one.repair, number)),
        key=lambda mend: mend.place.column,
    )
    done: list[str] = []
    at = 0
    for mend in mends:
        start, end = mend.place.column - 1, mend.place.end_column - 1
        if start < at or end > len(line) or (done and start == at):
            continue
        done += [line[at:start], mend.text]
        at = end
    return "".join((*done, line[at:])) if done else None


def _is_within(mend: Repair, number: int) -> bool:
    return mend.place.line == mend.place.end_line == number
