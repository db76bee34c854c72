"""What a handout tells of the changes since the last report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.changes.change import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.views.past.pages import Recent
    from opsgen.views.past.told import Line, Told

MOST = 24
"""So many changes are printed; the rest is on the site."""


@dataclass(frozen=True, slots=True)
class Item:
    """A change, the day on which it landed, None for what is not committed, and the request of it."""

    day: date | None
    line: Line
    request: str


@dataclass(frozen=True, slots=True)
class News:
    """The changes after a day, the gravest first and of those the newest; `since` is None for all of them."""

    since: date | None
    items: tuple[Item, ...]
    more: int = 0

    def first(self, n: int) -> News:
        """The same with at most so many of them."""
        return replace(self, items=self.items[:n], more=self.more + len(self.items[n:]))


def news(recent: Recent | None, since: date | None) -> News:
    """What landed after the last report and asks something of somebody, or tells of a change of plan."""
    found = sorted(_items(recent, since), key=lambda item: -SEVERITIES.index(item.line.severity))
    return News(since, tuple(found[:MOST]), max(0, len(found) - MOST))


def _items(recent: Recent | None, since: date | None) -> Iterator[Item]:
    for told in _told(recent):
        if since is None or told.day is None or told.day > since:
            yield from (Item(told.day, line, told.request) for line in told.lines)


def _told(recent: Recent | None) -> Iterable[Told]:
    return recent.shown if recent else ()
