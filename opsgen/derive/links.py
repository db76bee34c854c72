"""What projects wait for and who waits for them: the dependencies of all projects with both their sides.

A dependency of a RAID log names its other side as `project`, `project:ID` or in words; a task or milestone
names what it waits for in another project as `project:ID`. Former ids lead to the same place. A project that
this edition does not show is known by its names alone, and nothing of it is told.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opsgen.derive.raid import Arrival, arrival, promised
from opsgen.derive.standing import calendar_of, folded, names, owner_of, settled_on
from opsgen.derive.vendors import vendor_called
from opsgen.model import Action, Decision, Deliverable, Delivery, Dependency, Milestone, Phase, Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from opsgen.calendar import WorkingCalendar
    from opsgen.derive.assessment import Assessment
    from opsgen.model import Item, Predecessor, Project, Vendor

_ITEMS = (
    "milestones",
    "tasks",
    "deliverables",
    "phases",
    "dependencies",
    "decisions",
    "actions",
)
"""The lists whose items another project can wait for."""
_WORST_FIRST = ("late", "never", "unknown", "waiting", "delivered_late", "delivered", "cancelled")


@dataclass(frozen=True, slots=True)
class End:
    """One side of a link: a project with or without one of its items, or a name that is no project.

    `hidden` where it is a project that this edition does not show; then there is nothing else. A name may be
    that of a `vendor` of the project that waits for it, which is `buyer` then.
    """

    project: Project | None = None
    item: Item | None = None
    name: str = ""
    hidden: bool = False
    vendor: Vendor | None = None
    buyer: Project | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """One side waits for the other.

    `item` is where it is written, in `home`: a dependency, or a task or milestone with a predecessor.
    `needed` is the day the waiting side needs it, None where it says none.
    """

    home: Project
    item: Item
    waiting: End
    giving: End
    needed: date | None
    arrival: Arrival
    owner: str

    @property
    def late(self) -> bool:
        """Whether somebody has to see to it: it will be late, or never come."""
        return self.arrival.standing in ("late", "never")

    @property
    def between(self) -> bool:
        """Whether it ties two projects of this edition."""
        giving, waiting = self.giving.project, self.waiting.project
        return giving is not None and waiting is not None and giving is not waiting


@dataclass(frozen=True, slots=True)
class Links:
    """All links, the worst first; and by id of a project what it waits for, and what others wait for."""

    all: tuple[Link, ...] = ()
    waits: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)
    awaited: Mapping[str, tuple[Link, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _House:
    """The projects of the edition by all their names, and the names of those it does not show."""

    homes: Mapping[str, Assessment]
    items: dict[str, dict[str, Item]]
    hidden: frozenset[str]

    def end(self, name: str, own: Project) -> End:
        """What a text of a project names: a project, an item of one, its own vendor, or somebody else."""
        project, _, item = name.partition(":")
        found = self.homes.get(project)
        if found:
            return End(found.project, self._item(found.project, item))
        if project in self.hidden:
            return End(hidden=True)
        vendor = vendor_called(name, own.vendors)
        return End(name=name, vendor=vendor, buyer=own if vendor else None)

    def _item(self, project: Project, name: str) -> Item | None:
        if project.id not in self.items:
            self.items[project.id] = {
                called: item for key in _ITEMS for item in getattr(project, key) for called in names(item)
            }
        return self.items[project.id].get(name) if name else None

    def lives(self, project: Project) -> bool:
        """Whether anything still comes from a project."""
        return self.homes[project.id].lifecycle != "cancelled"


def links(assessments: Iterable[Assessment], hidden: Iterable[str] = ()) -> Links:
    """The links of all projects; `hidden` are the names of projects that are not among them."""
    found = tuple(assessments)
    homes = {name: a for a in found for name in (a.project.id, *a.project.aliases)}
    house = _House(homes, {}, frozenset(hidden) - frozenset(homes))
    every = sorted((link for a in found for link in _of_project(a, house)), key=_worst_first)
    waits: dict[str, list[Link]] = defaultdict(list)
    awaited: dict[str, list[Link]] = defaultdict(list)
    for link in every:
        for end, place in ((link.waiting, waits), (link.giving, awaited)):
            if end.project:
                place[end.project.id].append(link)
    return Links(tuple(every), _frozen(waits), _frozen(awaited))


def _frozen(lists: Mapping[str, list[Link]]) -> Mapping[str, tuple[Link, ...]]:
    return {name: tuple(found) for name, found in lists.items()}


def _worst_first(link: Link) -> tuple[int, int, str, str, str]:
    found = link.arrival
    known = link.needed or found.expected
    day = known.isoformat() if known else "9999"
    late = -(found.late or 0) if found.standing == "late" else 0
    return (_WORST_FIRST.index(found.standing), late, day, link.home.id, link.item.id)


def _of_project(of: Assessment, house: _House) -> Iterator[Link]:
    project = of.project
    for dependency in project.dependencies:
        yield _of_dependency(dependency, of, house)
    waiting: tuple[Milestone | Task, ...] = (*project.milestones, *project.tasks) if of.live else ()
    for item in waiting:
        for before in item.depends_on:
            if ":" in before.ref and not (_done(item) or _dropped(item)):
                yield _of_predecessor(item, before, of, house)


def _of_dependency(dependency: Dependency, of: Assessment, house: _House) -> Link:
    """A dependency of a RAID log: inbound we wait, outbound the other side does."""
    project = of.project
    other, own = house.end(dependency.other, project), End(project)
    inbound = dependency.direction == "inbound"
    waiting, giving = (own, other) if inbound else (other, own)
    given = giving.item or _delivery(dependency, giving.vendor)
    come = _happened(given) if given else None
    day = settled_on(project, of.as_of)
    done = dependency.status == "delivered" or (given is not None and _done(given, of.as_of))
    delivered = dependency.delivered or (come if done else None)
    found = arrival(
        dependency.due, promised(dependency, _ends(given) if given else None), delivered, day, done=done
    )
    return Link(
        home=project,
        item=dependency,
        waiting=waiting,
        giving=giving,
        needed=dependency.due,
        arrival=_ended(found, giving, house, cancelled=dependency.status == "cancelled"),
        owner=owner_of(dependency, project),
    )


def _delivery(dependency: Dependency, vendor: Vendor | None) -> Delivery | None:
    """What a vendor is to deliver under the title of the dependency; None where there is no such."""
    wanted = {folded(form) for form in dependency.title.forms}
    listed = vendor.deliveries if vendor else ()
    return next((one for one in listed if wanted & {folded(form) for form in one.title.forms}), None)


def _of_predecessor(item: Milestone | Task, before: Predecessor, of: Assessment, house: _House) -> Link:
    """A task or milestone that waits for one of another project.

    Source: PMBOK, precedence relationships with lag.
    """
    giving = house.end(before.ref, of.project)
    given = giving.item
    finishes = before.type in ("FS", "FF")
    expected = come = None
    done = False
    if given:
        expected = _ends(given) if finishes else _begins(given)
        come = _happened(given) if finishes else _begun(given)
        done = (come is not None and come <= of.as_of) or (finishes and _done(given, of.as_of))
    needed = _needed(item, before)
    calendar = calendar_of(of.project, of.settings)
    given_day = _lagged(come, before.lag, calendar) if done else None
    found = arrival(needed, _lagged(expected, before.lag, calendar), given_day, of.as_of, done=done)
    return Link(
        home=of.project,
        item=item,
        waiting=End(of.project, item),
        giving=giving,
        needed=needed,
        arrival=_ended(found, giving, house),
        owner=owner_of(item, of.project),
    )


def _ended(found: Arrival, giving: End, house: _House, *, cancelled: bool = False) -> Arrival:
    """What somebody cancelled: the dependency itself, or what was to come."""
    if cancelled:
        return Arrival("cancelled", found.expected, None)
    if found.standing in ("delivered", "delivered_late"):
        return found
    gone = giving.item is not None and _dropped(giving.item)
    if gone or (giving.project is not None and not house.lives(giving.project)):
        return Arrival("never", None, None)
    return found


def _needed(item: Milestone | Task, before: Predecessor) -> date | None:
    """The day that a predecessor holds up; None where that is past already."""
    if before.type in ("FF", "SF"):
        return _ends(item)
    return None if isinstance(item, Task) and item.actual.start else _begins(item)


def _lagged(day: date | None, lag: str, calendar: WorkingCalendar) -> date | None:
    return calendar.after(day, lag) if day and lag else day


def _happened(item: Item | Delivery) -> date | None:
    """The day an item was done; None where it is not, or nobody wrote when."""
    match item:
        case Milestone():
            return item.actual
        case Task() | Phase():
            return item.actual.finish
        case Deliverable() | Dependency() | Delivery():
            return item.delivered
        case Decision():
            return item.date if item.status == "decided" else None
        case Action():
            return item.done
    return None


def _done(item: Item | Delivery, as_of: date | None = None) -> bool:
    """Whether an item is done, by its day or, where nobody wrote one, by its status."""
    happened = _happened(item)
    if happened:
        return as_of is None or happened <= as_of
    match item:
        case Task():
            return item.status == "done"
        case Deliverable():
            return item.status in ("accepted", "handed_over")
        case Dependency():
            return item.status == "delivered"
        case Action():
            return item.status == "done"
    return False


def _begun(item: Item) -> date | None:
    return item.actual.start if isinstance(item, Task | Phase) else _happened(item)


def _ends(item: Item | Delivery) -> date | None:
    """The day an item is done, as it happened or as it is expected now."""
    if happened := _happened(item):
        return happened
    match item:
        case Milestone():
            return item.forecast
        case Task() | Phase():
            return item.finish
        case Dependency():
            return item.promised or item.due
        case Deliverable() | Decision() | Action() | Delivery():
            return item.due
    return None


def _begins(item: Item) -> date | None:
    """The day an item begins, as it happened or as it is expected; a milestone has one day for both."""
    if isinstance(item, Task | Phase):
        return item.actual.start or item.start or item.finish
    return _ends(item)


def _dropped(item: Item) -> bool:
    """Whether nobody works on an item any more."""
    match item:
        case Task():
            return item.status == "cancelled"
        case Deliverable():
            return item.status == "dropped"
        case Dependency() | Action():
            return item.status == "cancelled"
        case Decision():
            return item.status == "withdrawn"
    return False
