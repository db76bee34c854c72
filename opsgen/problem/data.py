"""Findings as plain data for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.problem.finding import counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from opsgen.problem.finding import Problem, Repair
    from opsgen.words import Words

VERSION = 1
"""Raised when a field goes or changes its meaning, never for a new field."""


def report(
    problems: Sequence[Problem], words: Words, *, as_of: date, projects: int, allowed: Mapping[str, int]
) -> dict[str, object]:
    """What `opsgen check --format json` prints; `schemas/output/check.schema.json` describes it."""
    return {
        "version": VERSION,
        "as_of": as_of.isoformat(),
        "language": words.lang,
        "projects": projects,
        "counts": counts(problems),
        "allowed": {severity: allowed.get(severity, 0) for severity in counts(())},
        "findings": render_json(problems, words),
    }


def render_json(problems: Iterable[Problem], words: Words) -> list[dict[str, object]]:
    """The findings alone, one mapping each."""
    return [
        {
            "file": problem.file,
            "line": problem.line,
            "column": problem.column,
            "end_line": problem.place.end_line or problem.line,
            "end_column": problem.place.end_column or problem.column,
            "code": problem.code,
            "severity": problem.severity,
            "message": words.say(problem.message),
            "hint": words.say(problem.hint) if problem.hint else None,
            "repair": _repair(problem.repair),
        }
        for problem in problems
    ]


def _repair(repair: Repair | None) -> dict[str, object] | None:
    if repair is None:
        return None
    place = repair.place
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
        "text": repair.text,
    }
