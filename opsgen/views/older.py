"""What a reader is told about what is of an older version, because its files have errors now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.calendar import local_day
from opsgen.history import SHORT
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.portfolio import LastGood
    from opsgen.problem import Problem
    from opsgen.views.edition import Edition
    from opsgen.words import Message

MOST = 10
"""So many errors stand on the page of their project; the check lists all."""
_NAMED = 8
_HOUSE = ("portfolio", "people")


@dataclass(frozen=True, slots=True)
class Older:
    """The version of a project that is shown, and why; the public is told no reason."""

    said: Message
    day: date
    errors: tuple[Problem, ...]
    more: int


def older(edition: Edition, project: str) -> Older | None:
    """Which version of a project is shown; None for the one of today."""
    found = edition.portfolio.last_good.get(project)
    if found is None:
        return None
    day, commit = _day(found, edition), found.commit[:SHORT]
    if edition.audience == "public":
        text = message(
            "Shown as of {day} (commit {commit}): the data is being repaired.", day=day, commit=commit
        )
    else:
        text = message(
            "Shown as of {day} (commit {commit}), because its files have errors now.", day=day, commit=commit
        )
    return Older(text, day, found.problems[:MOST], len(found.problems[MOST:]))


def on_paper(edition: Edition, project: str) -> Iterator[Message]:
    """The same for a handout about one project, in a sentence."""
    found = edition.portfolio.last_good.get(project)
    if found is not None:
        yield message(
            "As of {day} (commit {commit}); the current data has errors.",
            day=_day(found, edition),
            commit=found.commit[:SHORT],
        )


def of_all(edition: Edition) -> Iterator[Message]:
    """What stands above pages and handouts about all projects."""
    found = edition.portfolio.last_good
    projects = [a.project for a in edition.assessments if a.project.id in found]
    if projects:
        shown = tuple(
            message("{title} ({day})", title=one.title, day=_day(found[one.id], edition))
            for one in projects[:_NAMED]
        )
        left = len(projects) - len(shown)
        yield plural(
            "{n} project is shown at an older state while its data is being repaired: {which}.",
            "{n} projects are shown at an older state while their data is being repaired: {which}.",
            len(projects),
            which=(*shown, plural("one more", "{n} more", left)) if left else shown,
        )
    for name in _HOUSE:
        if name in found:
            yield _of_house(found[name], edition)


def _of_house(found: LastGood, edition: Edition) -> Message:
    day, commit = _day(found, edition), found.commit[:SHORT]
    if found.whole == "portfolio":
        return message(
            "The settings are those of {day} (commit {commit}) while they are being repaired.",
            day=day,
            commit=commit,
        )
    return message(
        "The list of people is that of {day} (commit {commit}) while it is being repaired.",
        day=day,
        commit=commit,
    )


def _day(found: LastGood, edition: Edition) -> date:
    return local_day(found.date, edition.settings.timezone)
