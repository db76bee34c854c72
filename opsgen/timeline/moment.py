"""A moment of the past that pages are made of: whose plans, whose numbers, and on which day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import TYPE_CHECKING

from opsgen import history
from opsgen.calendar import zone
from opsgen.history.revisions import landed
from opsgen.timeline import sides
from opsgen.timeline.tagged import Until

if TYPE_CHECKING:
    from datetime import date, tzinfo
    from pathlib import Path

    from opsgen.history import Provenance


@dataclass(frozen=True, slots=True)
class Moment:
    """What the working tree has today, and what landed or was tagged later, is not in it."""

    commit: str
    """Full id of the commit whose files it is."""
    as_of: date
    until: Until
    """Which tags count."""
    numbers: str = ""
    """Full id of the commit whose measurements up to the status date count; empty for those of `commit`."""


def of_commit(root: Path, commit: str) -> Moment:
    """A commit exactly as it is, given by its full id; its day is the one on which it landed.

    Raises:
        GitError: when git gives no answer, or this clone has left out contents.
    """
    local = zone(sides.at(root, commit).house.settings.timezone)
    day = landed(root, commit).astimezone(local).date()
    return Moment(commit, day, _until(commit, day, local))


def of_day(root: Path, head: str, day: date) -> Moment | None:
    """A day as it is known at `head`: the plans that had landed when it was over, and its numbers.

    None where the history begins later.

    Raises:
        GitError: when git gives no answer, or this clone has left out contents.
    """
    local = zone(sides.at(root, head).house.settings.timezone)
    commit = history.at(root, head, day, local)
    return None if commit is None else Moment(commit, day, _until(commit, day, local), head)


def exactly(root: Path, commit: str, day: date, numbers: str = "") -> Moment:
    """A commit with a status date of its own, both commits given by their full ids.

    Raises:
        GitError: when git gives no answer, or this clone has left out contents.
    """
    local = zone(sides.at(root, numbers or commit).house.settings.timezone)
    return Moment(commit, day, _until(commit, day, local), numbers)


def _until(commit: str, day: date, local: tzinfo) -> Until:
    return Until(commit, datetime.combine(day, time.max, local))


def judged_on(moment: Moment, day: date | None) -> Moment:
    """The same with another status date, where one is given."""
    return moment if day is None else replace(moment, as_of=day)


def origin(root: Path, moment: Moment | None) -> Provenance:
    """The commit that pages come from, of a moment of the past or of the workspace as it is; never raises."""
    return history.provenance(root, commit=moment.commit if moment else "")


def numbers_of(root: Path, moment: Moment | None) -> Provenance | None:
    """The commit that the measurements of a moment come from; None where they are those of its plans."""
    return history.provenance(root, commit=moment.numbers) if moment and moment.numbers else None
