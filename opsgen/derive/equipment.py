"""What is booked of equipment: by how much, when it is more than there is, and what is free."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, TypeAlias

from opsgen.calendar import Period, period_of
from opsgen.derive.namesakes import namesakes
from opsgen.derive.standing import owner_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.standing import Called
    from opsgen.model import Booking, Equipment, Project

Level: TypeAlias = tuple[date, date, Decimal]
"""A stretch of days, both included, and the number booked on each of them."""
WEEKS = 8
"""How many weeks the use of equipment is looked at, that of the status date among them."""
MOST_NAMED = 50
"""Of the bookings of a clash; nobody reads more, and a file of thousands must not make millions of it."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Use:
    """A booking with the equipment it is of and the project that made it."""

    project: Project
    equipment: Equipment
    booking: Booking

    @property
    def owner(self) -> str:
        """Who looks after the equipment there."""
        return owner_of(self.equipment, self.project)

    @property
    def quantity(self) -> Decimal:
        """How many are booked."""
        return counted(self.booking.quantity)

    @property
    def counts(self) -> bool:
        """Whether it takes anything: it is of more than nothing, and does not end before it begins."""
        return bool(self.quantity) and self.booking.from_ <= self.booking.until


@dataclass(frozen=True, slots=True)
class Clash:
    """A stretch of days without a gap on each of which more is booked than there is.

    `uses` are the bookings of these days by their beginning, the first `MOST_NAMED` of them; `most` is the
    number booked on the worst day.
    """

    first: date
    last: date
    uses: tuple[Use, ...]
    most: Decimal
    quantity: Decimal

    @property
    def between(self) -> bool:
        """Whether bookings of several projects meet."""
        return len({use.project.id for use in self.uses}) > 1


@dataclass(frozen=True, slots=True)
class Week:
    """The use of equipment in an ISO week: the number booked on its fullest day, and what is free on it."""

    period: Period
    most: Decimal
    free: Decimal


@dataclass(frozen=True, slots=True)
class EquipmentState:
    """Equipment as of a day: its bookings by their beginning, its clashes, and the weeks to come.

    `weeks` begin with the one of the day; there are none where nothing is booked in them.
    """

    equipment: Equipment
    owner: str
    quantity: Decimal
    uses: tuple[Use, ...]
    clashes: tuple[Clash, ...]
    weeks: tuple[Week, ...]

    def clash_of(self, use: Use, since: date) -> Clash | None:
        """The first clash that a booking is part of and that is not over on a day."""
        first = max(use.booking.from_, since)
        place = bisect_left(self.clashes, first, key=lambda clash: clash.last)
        met = place < len(self.clashes) and self.clashes[place].first <= use.booking.until
        return self.clashes[place] if met and use.counts else None


def counted(quantity: float) -> Decimal:
    """A number of things as it is written, so that a tenth three times is three tenths."""
    return Decimal(str(quantity))


def equipment(project: Project, as_of: date) -> tuple[EquipmentState, ...]:
    """All equipment of a project: what clashes from now on first, by day; then in the order written."""
    found = (_state(one, project, as_of) for one in project.equipment)
    return tuple(sorted(found, key=lambda state: _next_clash(state.clashes, as_of)))


def _next_clash(clashes: Iterable[Clash], as_of: date) -> date:
    return min((clash.first for clash in clashes if clash.last >= as_of), default=date.max)


def _state(one: Equipment, project: Project, as_of: date) -> EquipmentState:
    uses = tuple(sorted((Use(project, one, b) for b in one.bookings), key=_by_day))
    quantity = counted(one.quantity)
    return EquipmentState(
        equipment=one,
        owner=owner_of(one, project),
        quantity=quantity,
        uses=uses,
        clashes=clashes(uses, quantity),
        weeks=tuple(_weeks(uses, quantity, as_of)),
    )


def _by_day(use: Use) -> tuple[date, date]:
    return use.booking.from_, use.booking.until


def clashes(uses: Iterable[Use], quantity: Decimal) -> tuple[Clash, ...]:
    """Where more is booked than there is, by day; found at the days on which bookings begin or end."""
    taking = sorted((use for use in uses if use.counts), key=_by_day)
    found: list[Level] = []
    for first, last, booked in levels(taking):
        if booked <= quantity:
            continue
        if found and found[-1][1] + _DAY == first:
            found[-1] = (found[-1][0], last, max(found[-1][2], booked))
        else:
            found.append((first, last, booked))
    return tuple(_named(found, taking, quantity))


def _named(found: Iterable[Level], taking: Sequence[Use], quantity: Decimal) -> Iterator[Clash]:
    """The stretches with their bookings; both come in the order of days."""
    active: list[Use] = []
    place = 0
    for first, last, most in found:
        while place < len(taking) and taking[place].booking.from_ <= last:
            active.append(taking[place])
            place += 1
        active = [use for use in active if use.booking.until >= first]
        yield Clash(first, last, tuple(active[:MOST_NAMED]), most, quantity)


def levels(uses: Iterable[Use]) -> Iterator[Level]:
    """How many are booked, stretch by stretch, where anything is."""
    steps: dict[int, Decimal] = defaultdict(Decimal)
    for use in uses:
        if use.counts:
            steps[use.booking.from_.toordinal()] += use.quantity
            steps[use.booking.until.toordinal() + 1] -= use.quantity
    days = sorted(steps)
    booked = Decimal(0)
    for day, following in pairwise(days):
        booked += steps[day]
        if booked:
            yield date.fromordinal(day), date.fromordinal(following - 1), booked


def _weeks(uses: Sequence[Use], quantity: Decimal, as_of: date) -> Iterator[Week]:
    """The weeks to come with their fullest day; nothing where none of them has a booking."""
    weeks = [period_of(as_of, "weekly")]
    while len(weeks) < WEEKS and weeks[-1].finish < date.max:
        weeks.append(period_of(weeks[-1].finish + _DAY, "weekly"))
    stretches = [s for s in levels(uses) if s[0] <= weeks[-1].finish and weeks[0].start <= s[1]]
    for week in weeks if stretches else ():
        booked = (n for first, last, n in stretches if first <= week.finish and week.start <= last)
        most = max(booked, default=Decimal(0))
        yield Week(week, most, max(quantity - most, Decimal(0)))


@dataclass(frozen=True, slots=True)
class Shared:
    """Equipment that several projects list under one title, and where their bookings meet.

    How many there are is what the project says that knows of most; each may count only its own.
    """

    title: Called
    clashes: tuple[Clash, ...]


def shared(assessments: Iterable[Assessment]) -> tuple[Shared, ...]:
    """What several projects book under one title, where together they want more than there is."""
    entries = [(a.project, one) for a in assessments for one in a.project.equipment]
    groups = namesakes(entries, lambda entry: entry[1].title)
    made = (_shared(group) for group in groups if len({p.id for p, _ in group}) > 1)
    return tuple(found for found in made if found.clashes)


def _shared(group: Sequence[tuple[Project, Equipment]]) -> Shared:
    uses = tuple(Use(project, one, booking) for project, one in group for booking in one.bookings)
    quantity = max(counted(one.quantity) for _, one in group)
    return Shared(group[0][1], tuple(clash for clash in clashes(uses, quantity) if clash.between))
