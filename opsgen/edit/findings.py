"""Whether changed files would bring findings that were not there: then they are better not changed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from opsgen import check

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from opsgen.portfolio import Contents
    from opsgen.problem import Problem


def brings_none(
    root: Path, before: Contents, after: Contents, refused: tuple[Problem, ...], as_of: date
) -> bool:
    """Whether nothing is found in the files that was not found, as often, before; `root` keeps verdicts."""
    old, new = (_codes(root, contents, refused, as_of) for contents in (before, after))
    return not new - old


def _codes(root: Path, contents: Contents, refused: tuple[Problem, ...], as_of: date) -> Counter[str]:
    found = check.findings(check.workspace_of(root, contents, refused), as_of)
    return Counter(problem.code for problem in found)
