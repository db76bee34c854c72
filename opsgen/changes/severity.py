"""What the severities of changes are called, and the sign of each, so that colour is never needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.change import SEVERITIES
from opsgen.words import Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from opsgen.changes.change import Change, Severity
    from opsgen.words import Message

WORST_FIRST: tuple[Severity, ...] = tuple(reversed(SEVERITIES))
WORDS: Mapping[Severity, Text] = {
    "breach": Text(en="breach", zh="违规"),
    "attention": Text(en="attention", zh="关注"),
    "notice": Text(en="notice", zh="留意"),
    "info": Text(en="info", zh="参考"),
}
SIGNS: Mapping[Severity, str] = {"breach": "✕", "attention": "▲", "notice": "●", "info": "·"}


def counts(changes: Iterable[Change]) -> dict[Severity, int]:
    """How many there are of each severity, the gravest first."""
    found = [change.severity for change in changes]
    return {severity: found.count(severity) for severity in WORST_FIRST}


def reaches(change: Change, severity: Severity) -> bool:
    """Whether a change is as grave as that, or graver."""
    return SEVERITIES.index(change.severity) >= SEVERITIES.index(severity)


def counted(changes: Iterable[Change]) -> Message:
    """`1 without approval, 3 to look at, 12 more`; only what there is."""
    found = counts(changes)
    said = [
        plural("{n} without approval", "{n} without approval", found["breach"]),
        plural("{n} that asks for attention", "{n} that ask for attention", found["attention"]),
        plural("{n} to take note of", "{n} to take note of", found["notice"]),
        plural("{n} for information", "{n} for information", found["info"]),
    ]
    there = tuple(part for part, n in zip(said, found.values(), strict=True) if n)
    return message("{parts}", parts=there)
