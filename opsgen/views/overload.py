"""Where more is planned of people than there is, in words: who, when, for what, and what could be done."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.conflicts import wanted
from opsgen.derive.standing import folded
from opsgen.figures.heat_map import whole
from opsgen.model import Person
from opsgen.views import states
from opsgen.views.agreed import Spot
from opsgen.views.how import load as how
from opsgen.views.page import person_anchor, project_path
from opsgen.words import Message, Text, message, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.derive.conflicts import ConflictState
    from opsgen.derive.workload import Cell, PersonLoad, Stretch, Week
    from opsgen.model import Project
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


def overloads(edition: Edition, stretches: Iterable[Stretch]) -> tuple[Overload, ...]:
    """The over-allocations in the order given, as their readers see them."""
    quarrels, crews = _quarrels(edition), _crews(edition)
    return tuple(_overload(edition, stretch, quarrels, crews) for stretch in stretches)


def _overload(
    edition: Edition,
    stretch: Stretch,
    quarrels: Mapping[str, list[tuple[Project, ConflictState]]],
    crews: Mapping[str, list[PersonLoad]],
) -> Overload:
    say = words(edition.lang)
    shares = tuple(_shares(edition, stretch))
    settling = tuple(
        _quarrel(project, state)
        for project, state in quarrels.get(_called(stretch), ())
        if state.open or _meets(state, stretch)
    )
    return Overload(
        person=edition.person(stretch.key),
        anchor=person_anchor(stretch.key),
        percent=say.percent(whole(stretch.peak, stretch.capacity)),
        how=how.load(stretch.worst, titles(edition), say),
        said=_said(edition, stretch),
        worst=message("In {week}:", week=week_name(stretch.worst.week)),
        shares=shares,
        quarrels=settling,
        advice=_advice(edition, stretch, crews, settled=bool(settling)),
    )


def titles(edition: Edition) -> dict[str, Text]:
    """The titles of the projects of the edition."""
    return {assessment.project.id: assessment.project.title for assessment in edition.assessments}


def week_name(week: Week) -> Message:
    """A week for people: `W47`."""
    return message("W{week}", week=week.label[-2:])


def weeks_name(first: Week, last: Week) -> Message:
    """Weeks after each other: `W47–W49`."""
    if first == last:
        return week_name(first)
    return message("{first}–{last}", first=week_name(first), last=week_name(last))


def _said(edition: Edition, stretch: Stretch) -> Message:
    say = words(edition.lang)
    given: dict[str, object] = {
        "person": edition.person(stretch.key),
        "weeks": weeks_name(stretch.first, stretch.last),
        "days": f"{say.day(stretch.first.start)} – {say.date(stretch.last.finish)}",
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


def _shares(edition: Edition, stretch: Stretch) -> Iterator[Share]:
    """What each project takes of the worst week, the one that takes most first."""
    say, named = words(edition.lang), titles(edition)
    for project, percent in taken(stretch.worst).items():
        if project in named:
            spot = Spot(named[project], project_path(project), "_resources")
            yield Share(spot, say.percent(whole(percent)))


def taken(cell: Cell) -> dict[str, float]:
    """What each project takes of a week, in percent, the one that takes most first."""
    shares = {part.project: cell.share(part.project) for part in cell.parts}
    return dict(sorted(shares.items(), key=lambda share: -share[1]))


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


def _advice(
    edition: Edition, stretch: Stretch, crews: Mapping[str, list[PersonLoad]], *, settled: bool
) -> Message:
    excess = max(whole(stretch.peak - stretch.capacity), 1)
    rest = _whom(edition, stretch, crews)
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


def _whom(edition: Edition, stretch: Stretch, crews: Mapping[str, list[PersonLoad]]) -> Message | None:
    """Who of the same team has room for what is too much, in each of these weeks; None where nobody has."""
    team = stretch.person.team if stretch.person else ""
    needed = {cell.week: -(cell.free or 0.0) for cell in stretch.cells}
    found = [
        edition.person(load.key)
        for load in (crews.get(team, ()) if team else ())
        if load.key != stretch.key and _has_room(load.cells, needed)
    ]
    if not found:
        return None
    more = ("…",) if len(found) > _ENOUGH else ()
    return message("In the same team there is room: {people}.", people=(*found[:_ENOUGH], *more))


def _has_room(cells: Iterable[Cell], needed: Mapping[Week, float]) -> bool:
    asked = [cell for cell in cells if cell.week in needed]
    return all(cell.free is not None and cell.free >= needed[cell.week] for cell in asked)


def _crews(edition: Edition) -> Mapping[str, list[PersonLoad]]:
    """Those who are planned, by team, the least loaded first."""
    found: dict[str, list[PersonLoad]] = defaultdict(list)
    for load in reversed(edition.workload.people):
        if load.person and load.person.team:
            found[load.person.team].append(load)
    return found


# ---- conflicts about people


def _quarrels(edition: Edition) -> Mapping[str, list[tuple[Project, ConflictState]]]:
    """The conflicts about people, by the person; a name in a text counts as it is compared."""
    found: dict[str, list[tuple[Project, ConflictState]]] = defaultdict(list)
    people = edition.portfolio.people
    for assessment in edition.assessments:
        for state in assessment.conflicts:
            named = wanted(state.conflict, assessment.project, people)
            if isinstance(named, Person):
                found[named.id].append((assessment.project, state))
            elif named is None:
                for form in state.conflict.resource.forms:
                    found[folded(form)].append((assessment.project, state))
    return found


def _called(stretch: Stretch) -> str:
    return stretch.person.id if stretch.person else folded(stretch.key)


def _meets(state: ConflictState, stretch: Stretch) -> bool:
    """Whether a conflict is about some of these weeks."""
    span = state.period
    return bool(span and span.start <= stretch.last.finish and stretch.first.start <= span.finish)


def _quarrel(project: Project, state: ConflictState) -> Quarrel:
    conflict = state.conflict
    spot = Spot(conflict.title, project_path(project.id), conflict.id or "_resources")
    return Quarrel(conflict.id, spot, states.conflict(state), not state.open)
