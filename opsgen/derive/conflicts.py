"""Who wants the same thing at the same time, and whether that is settled."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, TypeAlias

from opsgen.calendar import Period, period
from opsgen.derive.standing import folded, names, owner_of
from opsgen.derive.vendors import vendor_called
from opsgen.model import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.derive.assessment import Assessment
    from opsgen.model import Conflict, Equipment, People, Project, Vendor

Standing = Literal["open", "escalated", "resolved"]
Named: TypeAlias = "Person | Equipment | Vendor"
_ORDER = ("escalated", "open", "resolved")


@dataclass(frozen=True, slots=True)
class ConflictState:
    """A conflict as of a day.

    `period` is when it hits, None where that is not written; `days_left` counts to its first day, negative
    once it has begun. `passed` where its period is over and nobody has written how it was settled.
    """

    conflict: Conflict
    owner: str
    standing: Standing
    period: Period | None
    days_left: int | None
    passed: bool

    @property
    def open(self) -> bool:
        """Whether somebody still has to settle it."""
        return self.standing != "resolved"


def conflicts(project: Project, as_of: date) -> tuple[ConflictState, ...]:
    """All conflicts: open ones first, by when they hit."""
    found = (_state(conflict, project, as_of) for conflict in project.conflicts)
    return tuple(sorted(found, key=soonest))


def soonest(state: ConflictState) -> tuple[bool, date, int]:
    """The order of a list of conflicts."""
    first = state.period.start if state.period else date.max
    return not state.open, first, _ORDER.index(state.standing)


def _state(conflict: Conflict, project: Project, as_of: date) -> ConflictState:
    span = period(conflict.period)
    decided = conflict.decided is not None and conflict.decided <= as_of
    settled = conflict.status == "resolved" or (conflict.status == "open" and decided)
    return ConflictState(
        conflict=conflict,
        owner=owner_of(conflict, project),
        standing="resolved" if settled else conflict.status,
        period=span,
        days_left=(span.start - as_of).days if span else None,
        passed=not settled and span is not None and span.finish < as_of,
    )


def wanted(conflict: Conflict, project: Project, people: People) -> Named | None:
    """The person, equipment or vendor that both sides want, by id or name; None where it is none known."""
    for form in conflict.resource.forms:
        found: Named | None = equipment_called(form, project) or vendor_called(form, project.vendors)
        if found or (found := people.find(form)):
            return found
    return None


def about_people(
    assessments: Iterable[Assessment], people: People
) -> Mapping[tuple[str, str], tuple[ConflictState, ...]]:
    """The conflicts about somebody by project and person: the id of `people.yaml`, else the folded name."""
    found: dict[tuple[str, str], list[ConflictState]] = defaultdict(list)
    for of in assessments:
        for state in of.conflicts:
            named = wanted(state.conflict, of.project, people)
            if isinstance(named, Person):
                found[of.project.id, named.id].append(state)
            elif named is None:
                for name in {folded(form) for form in state.conflict.resource.forms}:
                    found[of.project.id, name].append(state)
    return {key: tuple(states) for key, states in found.items()}


def equipment_called(name: str, project: Project) -> Equipment | None:
    """The equipment that a text names, by its id, a former id or its title; None where none is."""
    by_id = next((one for one in project.equipment if name in names(one)), None)
    titled = (one for one in project.equipment if folded(name) in map(folded, one.title.forms))
    return by_id or next(titled, None)


def about(equipment: Equipment, project: Project) -> Iterator[Conflict]:
    """The conflicts of a project about some equipment."""
    called = {*names(equipment), *map(folded, equipment.title.forms)}
    for conflict in project.conflicts:
        if any(form in called or folded(form) in called for form in conflict.resource.forms):
            yield conflict
