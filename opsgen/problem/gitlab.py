"""Findings as a Code Quality report of GitLab."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from opsgen.problem.plain import visible
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from opsgen.problem.finding import Place, Problem
    from opsgen.words import Words

_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def code_quality(
    problems: Iterable[Problem], words: Words, line_at: Callable[[Place], str | None], prefix: str = ""
) -> list[dict[str, object]]:
    """One entry a finding; `line_at` gives the line of the file, `prefix` leads to the workspace.

    GitLab knows a finding again by its fingerprint. So it is made of what stays when other lines come and go
    and days pass: the code, the file, the words of the line; and a number for those that agree in all that.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    entries: list[dict[str, object]] = []
    for problem in problems:
        path = prefix + problem.file
        same = (problem.code, path, (line_at(problem.place) or "").strip())
        entries.append(
            {
                "description": _description(problem, words),
                "check_name": problem.code,
                "fingerprint": _fingerprint(*same, str(seen[same])),
                "severity": _SEVERITIES[problem.severity],
                "location": {"path": path, "lines": {"begin": problem.line}},
            }
        )
        seen[same] += 1
    return entries


def _description(problem: Problem, words: Words) -> str:
    said = words.say(problem.message)
    if problem.hint:
        said = words.say(message("{sentence} — {hint}", sentence=said, hint=problem.hint))
    return visible(said)


def _fingerprint(*parts: str) -> str:
    # Lengths keep parts apart: whatever they hold, different parts never make the same text.
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
