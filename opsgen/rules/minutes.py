"""Decisions and actions wherever they are written: in their lists, and in the minutes of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.rules.rule import reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Path
    from opsgen.model import Action, Decision

_WRITTEN = ((), ("meetings", "*"))
"""Where there may be such lists: in a project or a meeting itself, and in the meetings of a project."""


def decisions(of: Any) -> Iterator[tuple[Path, Decision]]:
    """Every decision of a project, a meeting or the settings, with its path; not those written elsewhere."""
    return _written(of, "decisions")


def actions(of: Any) -> Iterator[tuple[Path, Action]]:
    """Every action of a project or a meeting, with its path; not those written elsewhere."""
    return _written(of, "actions")


def _written(of: Any, name: str) -> Iterator[tuple[Path, Any]]:
    for pattern in _WRITTEN:
        for path, entry in reach(of, (*pattern, name, "*")):
            if not getattr(entry, "ref", ""):
                yield path, entry
