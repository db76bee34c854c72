"""Who and what the project takes: people, equipment, and the quarrels about both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.raci import person_key
from opsgen.derive.standing import by_name, goes_on
from opsgen.derive.workload import dates_of
from opsgen.views.how import load as how
from opsgen.views.load import figure, share
from opsgen.views.overload import highest, overloads, peak, week_name
from opsgen.views.page import person_anchor
from opsgen.views.sections.folding import folding
from opsgen.words import message, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.standing import Called
    from opsgen.derive.workload import PersonLoad
    from opsgen.model import Allocation, Project
    from opsgen.views.edition import Edition
    from opsgen.views.how import How
    from opsgen.words import Message

_WEEKS = 13
"""Weeks that the project's own figure shows."""
_MOST_DRAWN = 30
_NOT_COUNTED = message("Work on this project is not going on, so what is written here counts for no load.")


@dataclass(frozen=True, slots=True)
class Booked:
    """One allocation: the task or phase, how much, from when until when, and how loaded the person is.

    `peak` is the highest load in the coming weeks over all projects, empty where it is unknown or of nobody;
    `over` whether it is too much while this project takes part.
    """

    allocation: Allocation
    item: Called | None
    share: str
    first: date | None
    last: date | None
    anchor: str
    peak: str
    week: Message | None
    how: How | None
    over: bool
    past: bool


@dataclass(frozen=True, slots=True)
class _High:
    """The highest load of a person as it is shown; without words where nothing is planned."""

    anchor: str
    peak: str
    week: Message | None
    how: How | None


def resources(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the section on people and equipment needs; nothing for the public."""
    project, shown = assessment.project, edition.audience != "public"
    loads = _loads(edition, project) if shown else {}
    stretches = edition.workload.of(project.id) if shown else ()
    return {
        "allocations": folding(_booked(edition, project, loads) if shown else (), lambda row: row.past),
        "load_figure": _figure(edition, _drawn(loads.values(), project)),
        "overloads": overloads(edition, stretches, project.id),
        "not_counted": None if goes_on(project) else _NOT_COUNTED,
        "equipment": project.equipment if shown else (),
        "conflicts": project.conflicts if shown else (),
    }


def _loads(edition: Edition, project: Project) -> dict[str, PersonLoad]:
    """The load of those who are allocated to a project, by key, the most overloaded first."""
    people = edition.portfolio.people
    keys = {person_key(one.person, people) for one in project.allocations if one.person}
    return {one.key: one for one in edition.workload.people if one.key in keys} if keys else {}


def _drawn(loads: Iterable[PersonLoad], project: Project) -> tuple[PersonLoad, ...]:
    """Those who work for the project in the weeks of the figure."""
    return tuple(one for one in loads if any(cell.share(project.id) for cell in one.cells[:_WEEKS]))


def _figure(edition: Edition, people: tuple[PersonLoad, ...]) -> str:
    if not people:
        return ""
    weeks = edition.workload.weeks[:_WEEKS]
    return figure(edition, people[:_MOST_DRAWN], weeks, "_resources-figure", width=760)


def _booked(edition: Edition, project: Project, loads: Mapping[str, PersonLoad]) -> list[Booked]:
    """The allocations in the order they are written."""
    tasks, phases = by_name(project.tasks), by_name(project.phases)
    too_much = {stretch.key for stretch in edition.workload.of(project.id)}
    highs = {key: _high(edition, load) for key, load in loads.items()}
    rows = []
    for allocation in project.allocations:
        first, last = dates_of(allocation, project, tasks, phases)
        key = person_key(allocation.person, edition.portfolio.people) if allocation.person else ""
        item = tasks.get(allocation.task) or phases.get(allocation.phase)
        rows.append(_row(edition, allocation, item, (first, last), highs.get(key), over=key in too_much))
    return rows


def _high(edition: Edition, of: PersonLoad) -> _High:
    """Counted once for each person, of whom a project may list many allocations."""
    say, worst = words(edition.lang), highest(of)
    if worst is None or not worst.parts:
        return _High(person_anchor(of.key), "", None, None)
    counted = how.load(worst, edition.ledger.projects, say)
    return _High(person_anchor(of.key), peak(worst, say), week_name(worst.week), counted)


def _row(
    edition: Edition,
    allocation: Allocation,
    item: Called | None,
    dates: tuple[date | None, date | None],
    high: _High | None,
    *,
    over: bool,
) -> Booked:
    of = high or _High("", "", None, None)
    return Booked(
        allocation=allocation,
        item=item,
        share=share(allocation, words(edition.lang)),
        first=dates[0],
        last=dates[1],
        anchor=of.anchor,
        peak=of.peak,
        week=of.week,
        how=of.how,
        over=over,
        past=dates[1] is not None and dates[1] < edition.as_of,
    )
