"""Where more is planned of people than there is, in words: who, when, for what, and what could be done."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from opsgen.derive.standing import folded
from opsgen.figures.heat_map import whole
from opsgen.views import states
from opsgen.views.agreed import Spot
from opsgen.views.how import load as how
from opsgen.views.page import person_anchor, project_path
from opsgen.words import Message, message, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opsgen.derive.conflicts import ConflictState
    from opsgen.derive.workload import Cell, PersonLoad, Stretch, Week
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.views.states import State
    from opsgen.words import Words

_ENOUGH = 3
"""Colleagues who are named."""


@dataclass(frozen=True, slots=True)
class Share:
    """What one project takes of a week."""

    project: Spot
    percent: str


@dataclass(frozen=True, slots=True)
class Quarrel:
    """A conflict about somebody: where it is written, how it stands, and whether that is settled."""

    id: str
    at: Spot
    light: State
    settled: bool


@dataclass(frozen=True, slots=True)
class Overload:
    """One over-allocation: the sentence, the projects of its worst week, conflicts about it, and advice."""

    person: str
    anchor: str
    """Of the person on the page of the load."""
    percent: str
    how: How
    said: Message
    worst: Message
    shares: tuple[Share, ...]
    quarrels: tuple[Quarrel, ...]
    advice: Message


def overloads(edition: Edition, stretches: Iterable[Stretch], project: str = "") -> tuple[Overload, ...]:
    """The over-allocations in the order given, as their readers see them.

    Where they are those of one project, the week that is told apart by projects is one that it takes part in.
    """
    return tuple(
        _overload(edition, stretch, stretch.worst_of(project) if project else stretch.worst)
        for stretch in stretches
    )


def _overload(edition: Edition, stretch: Stretch, week: Cell) -> Overload:
    say, settling = words(edition.lang), tuple(_quarrels(edition, stretch))
    return Overload(
        person=edition.person(stretch.key),
        anchor=person_anchor(stretch.key),
        percent=say.percent(whole(stretch.peak, stretch.capacity)),
        how=how.load(stretch.worst, edition.ledger.projects, say),
        said=_said(edition, stretch),
        worst=message("In {week}:", week=week_name(week.week)),
        shares=tuple(_shares(edition, week)),
        quarrels=settling,
        advice=_advice(edition, stretch, settled=bool(settling)),
    )


def week_name(week: Week) -> Message:
    """A week for people: `W47`."""
    return message("W{number}", number=int(week.label[-2:]))


def weeks_name(first: Week, last: Week) -> Message:
    """Weeks after each other: `W47–W49`."""
    if first == last:
        return week_name(first)
    return message("{first_week}–{last_week}", first_week=week_name(first), last_week=week_name(last))


def _said(edition: Edition, stretch: Stretch) -> Message:
    say = words(edition.lang)
    given: dict[str, object] = {
        "person": edition.person(stretch.key),
        "weeks": weeks_name(stretch.first, stretch.last),
        "days": say.days(stretch.first.start, stretch.last.finish),
        "percent": whole(stretch.peak, stretch.capacity),
        "capacity": whole(stretch.capacity),
    }
    if len(stretch.cells) == 1:
        return message(
            "In {weeks} ({days}) {percent}% of the time of {person} is planned; there is {capacity}%.",
            **given,
        )
    return message(
        "In {weeks} ({days}) up to {percent}% of the time of {person} is planned; there is {capacity}%.",
        **given,
    )


def _shares(edition: Edition, week: Cell) -> Iterator[Share]:
    """What each project takes of a week, the one that takes most first."""
    say = words(edition.lang)
    for name, percent in week.shares.items():
        spot = Spot(edition.ledger.projects[name].title, project_path(name), "_resources")
        yield Share(spot, say.percent(whole(percent)))


def highest(one: PersonLoad) -> Cell | None:
    """The week with the highest load, one that is over what there is before all others."""
    working = [cell for cell in one.cells if cell.percent is not None]
    return max(working, key=lambda cell: (cell.over, cell.percent or 0.0), default=None)


def peak(cell: Cell | None, say: Words) -> str:
    """The load of a week in words; empty where there is none."""
    if cell is None or cell.percent is None:
        return ""
    return say.percent(whole(cell.percent, cell.capacity if cell.over else None))


# ---- what could be done


def _advice(edition: Edition, stretch: Stretch, *, settled: bool) -> Message:
    excess = max(whole(stretch.peak - stretch.capacity), 1)
    rest = _whom(edition, stretch)
    if len(stretch.projects) == 1:
        said = message(
            "It is one project alone: spread the work over more weeks, or give {excess}% to somebody else.",
            excess=excess,
        )
    elif settled:
        said = message("{excess}% must move to other weeks or people.", excess=excess)
    else:
        said = message(
            "{excess}% must move to other weeks or people: agree whose work comes first, and write it down "
            "as a conflict in one of the projects.",
            excess=excess,
        )
    return message("{one} {two}", one=said, two=rest) if rest else said


def _whom(edition: Edition, stretch: Stretch) -> Message | None:
    """Who of the same team has room for what is too much, in each of these weeks; None where nobody has."""
    team = edition.workload.by_team.get(stretch.person.team, ()) if stretch.person else ()
    first, needed = edition.workload.weeks[0].start, stretch.cells
    at = [((cell.week.start - first).days // 7, -(cell.free or 0.0)) for cell in needed]
    found = tuple(
        islice((edition.person(load.key) for load in team if _has_room(load.cells, at)), _ENOUGH + 1)
    )
    if not found:
        return None
    more = ("…",) if len(found) > _ENOUGH else ()
    return message("In the same team there is room: {people}.", people=(*found[:_ENOUGH], *more))


def _has_room(cells: Sequence[Cell], needed: Iterable[tuple[int, float]]) -> bool:
    """Whether so much is free in each of these weeks, which are said by their places."""
    return all((free := cells[at].free) is not None and free >= percent for at, percent in needed)


# ---- conflicts about people


def _quarrels(edition: Edition, stretch: Stretch) -> Iterator[Quarrel]:
    """What the projects that take part say of a conflict about this person: open, or about these weeks."""
    key = stretch.key if stretch.person else folded(stretch.key)
    for name in stretch.projects:
        for state in edition.quarrels.get((name, key), ()):
            if state.open or _meets(state, stretch):
                conflict = state.conflict
                spot = Spot(conflict.title, project_path(name), conflict.id or "_resources")
                yield Quarrel(conflict.id, spot, states.conflict(state), not state.open)


def _meets(state: ConflictState, stretch: Stretch) -> bool:
    """Whether a conflict is about some of these weeks."""
    span = state.period
    return bool(span and span.start <= stretch.last.finish and stretch.first.start <= span.finish)
