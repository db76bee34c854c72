"""What the newest commits brought about: lights that turned, exposure, metrics that fell behind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opsgen.cache import Store
from opsgen.calendar import zone
from opsgen.changes.consequences import consequences
from opsgen.derive import assess
from opsgen.history import GitError
from opsgen.history.blobs import blobs
from opsgen.model import Project
from opsgen.timeline.stored import Record
from opsgen.timeline.timeline import grader
from opsgen.timeline.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date, tzinfo
    from pathlib import Path

    from opsgen.changes.change import Change, Severity
    from opsgen.model import Settings
    from opsgen.portfolio import Portfolio
    from opsgen.timeline.timeline import Timeline
    from opsgen.timeline.versions import Version
    from opsgen.timeline.walk import Landing

_MOST = 200


def with_aftermath(root: Path, timeline: Timeline, portfolio: Portfolio, most: int = _MOST) -> Timeline:
    """The history in which the newest commits also tell what they brought about; never raises.

    Each is judged on its day, by the settings in force today. What time alone did is in none.
    """
    newest = timeline.landings[:most]
    if not any(landing.pairs for landing in newest):
        return timeline
    try:
        with blobs(root) as contents, Store(root, "aftermath") as store:
            desk = _Desk(Versions(contents, store), portfolio)
            told = list(desk.told(tuple(reversed(newest))))
    except GitError:
        return timeline
    return replace(timeline, landings=(*reversed(told), *timeline.landings[most:]))


class _Desk:
    """Judges the versions that commits found and left."""

    def __init__(self, versions: Versions, portfolio: Portfolio) -> None:
        self._versions = versions
        self._settings: Settings = portfolio.settings
        self._in_force = repr(portfolio.settings).encode("utf-8", "surrogateescape")
        self._zone: tzinfo = zone(portfolio.settings.timezone)
        self._severity: Callable[[Change], Severity] = grader(portfolio)

    def told(self, landings: Sequence[Landing]) -> Iterator[Landing]:
        """The commits with what they brought about; the oldest first, as each version is read once so."""
        for landing in landings:
            day = landing.commit.date.astimezone(self._zone).date()
            origin = landing.changes[0].origin if landing.changes else None
            found = (change for pair in landing.pairs for change in self._followed(*pair, day).changes)
            more = tuple(replace(c, severity=self._severity(c), origin=origin) for c in found)
            yield replace(landing, changes=(*landing.changes, *more), pairs=())

    def _followed(self, old: Version, new: Version, day: date) -> Record:
        key = (old.key, new.key, day.isoformat().encode("ascii"), self._in_force)
        return self._versions.kept(key, lambda: self._compared(old, new, day))

    def _compared(self, old: Version, new: Version, day: date) -> Record:
        before, after = self._versions.value(old), self._versions.value(new)
        if not isinstance(before, Project) or not isinstance(after, Project):
            return Record()
        was = assess(before, self._settings, day)
        return Record(changes=consequences(was, assess(after, self._settings, day), was))
