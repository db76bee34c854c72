"""Which findings a change brings: those of the files it touched, and those it causes elsewhere."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Set

    from opsgen.problem import Problem

Known = tuple[str, int, str, str, object]


def elsewhere(problems: Iterable[Problem], touched: Set[str]) -> bool:
    """Whether any of the findings stands outside the touched files."""
    return any(_name(problem) not in touched for problem in problems)


def brought(problems: Iterable[Problem], touched: Set[str], before: Iterable[Problem]) -> tuple[Problem, ...]:
    """The findings in touched files, and of those in others the ones that were not there before.

    A finding was there before when the same was said of the same line, and taken as seriously.
    """
    known = {_known(problem) for problem in before}
    return tuple(problem for problem in problems if _name(problem) in touched or _known(problem) not in known)


def _known(problem: Problem) -> Known:
    return _name(problem), problem.line, problem.code, problem.severity, problem.message


def _name(problem: Problem) -> str:
    # A file system may spell the name otherwise than git does.
    return unicodedata.normalize("NFC", problem.file)
