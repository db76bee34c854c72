"""The number of the data format, and the forms that an earlier one had: they are read for what they mean.

A form that files can no longer be written in is named here, and `opsgen.edit.migration` writes it anew.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen.problem import Problem
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Document, Path

FORMAT = 1
"""The form of the files that this opsgen reads and writes."""
FIELD = "opsgen"
"""Where `portfolio.yaml` says it; without it the files have the present form, but for old ones found."""
NEWER = "newer-format"


@dataclass(frozen=True, slots=True)
class Former:
    """A value in a form of before, and what stands there now."""

    path: Path
    was: str
    now: str
    until: int
    """The first format that no longer has it."""


def former(data: Any, kind: str) -> tuple[Former, ...]:
    """The values of a file that have a form of an earlier format."""
    return tuple(_switched_off(data)) if kind == "portfolio" else ()


def _switched_off(data: Any) -> Iterator[Former]:
    """A rule was switched off with `off` before the format had a number."""
    rules = data.get("rules") if isinstance(data, dict) else None
    severity = rules.get("severity") if isinstance(rules, dict) else None
    for code, value in severity.items() if isinstance(severity, dict) else ():
        if value == "off":
            yield Former(("rules", "severity", code), "off", "ignore", 1)


def modern(data: Any, kind: str) -> Any:
    """The data as it stands in files of the present format; the same where it has that already."""
    found = former(data, kind)
    if not found:
        return data
    made = deepcopy(data)
    for one in found:
        within = made
        for step in one.path[:-1]:
            within = within[step]
        within[one.path[-1]] = one.now
    return made


def older_forms(document: Document, kind: str) -> Iterator[Problem]:
    """The finding that values have a form of before, once for each."""
    for one in former(document.data, kind):
        text = message("an earlier opsgen wrote `{was}`, it is `{now}` now", was=one.was, now=one.now)
        hint = message("`opsgen migrate` brings the files up to date")
        yield Problem(document.place(one.path).head, "older-format", "warning", text, hint)


def written_format(data: Any) -> int | None:
    """The number that `portfolio.yaml` says, where it says one."""
    number = data.get(FIELD) if isinstance(data, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def newer_format(document: Document, kind: str) -> Problem | None:
    """The finding that files have a format which this opsgen does not know; it is all that can be said."""
    number = written_format(document.data) if kind == "portfolio" else None
    if number is None or number <= FORMAT:
        return None
    text = message(
        "the files have data format {number}, and this opsgen knows no more than {known}",
        number=str(number)[:20],
        known=FORMAT,
    )
    hint = message("install a newer opsgen: `python -m pip install --upgrade opsgen`")
    return Problem(document.place((FIELD,)).head, NEWER, "error", text, hint)
