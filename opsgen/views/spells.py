"""The load of people in words: weeks after each other that are alike are one line."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from opsgen.figures.heat_map import whole
from opsgen.views.overload import weeks_name
from opsgen.views.page import person_anchor
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.derive.workload import Cell, PersonLoad
    from opsgen.views.edition import Edition
    from opsgen.words import Message

MOST = 400
"""Lines of a page; the file has every week."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Weeks of one person in which the same is planned; `parts` say of which projects."""

    person: str
    anchor: str
    weeks: Message
    first: date
    last: date
    percent: str
    over: bool
    parts: tuple[str, ...]


def spells(edition: Edition, loads: Iterable[PersonLoad]) -> tuple[Spell, ...]:
    """The weeks of these people in which anything is planned, as many as a page has room for."""
    found = (spell for load in loads for spell in _of(edition, load))
    return tuple(spell for spell, _ in zip(found, range(MOST), strict=False))


def _of(edition: Edition, load: PersonLoad) -> Iterator[Spell]:
    say, named = words(edition.lang), edition.ledger.projects

    def planned(cell: Cell) -> tuple[str, bool, tuple[str, ...]]:
        shares = cell.shares.items() if cell.percent else ()
        parts = (f"{say.pick(named[of].title)} {say.percent(whole(percent))}" for of, percent in shares)
        return (
            say.percent(whole(cell.percent or 0, cell.capacity if cell.over else None)),
            cell.over,
            tuple(parts),
        )

    for (percent, over, parts), group in groupby(load.cells, planned):
        cells = tuple(group)
        if parts:
            first, last = cells[0].week, cells[-1].week
            yield Spell(
                person=edition.person(load.key),
                anchor=person_anchor(load.key),
                weeks=weeks_name(first, last),
                first=first.start,
                last=last.finish,
                percent=percent,
                over=over,
                parts=parts,
            )
