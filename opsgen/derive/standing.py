"""What holds for a project or an item without being written at it: lifecycle, owner, currency, tolerance."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Protocol, TypeVar
from unicodedata import normalize

from opsgen.calendar import WEEKDAYS, WorkingCalendar, working_calendar
from opsgen.model import Lifecycle, Project, Settings, Task, Tolerance
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from opsgen.words import Text

PERCENT = ("%", "％")
_LIVE = frozenset({"initiating", "planning", "executing", "closing"})
_OVER = frozenset({"closed", "cancelled"})
_ASLEEP = frozenset({"proposed", "on_hold", "cancelled"})
_HOUSE = Tolerance(schedule_days=10, cost_pct=10, scope=0, benefit_pct=10)


class Owned(Protocol):
    """Anything that may name its owner."""

    @property
    def owner(self) -> str: ...


class Called(Protocol):
    """Anything with a title and an id: an item, a vendor."""

    @property
    def title(self) -> Text: ...
    @property
    def id(self) -> str: ...
    @property
    def aliases(self) -> tuple[str, ...]: ...


AnItem = TypeVar("AnItem", bound=Called)


@dataclass(frozen=True, slots=True)
class Limits:
    """The tolerance in force: days, percent, must-haves; no limit of exposure unless one is written.

    Source: PRINCE2, tolerances by exception.
    """

    schedule_days: int
    cost_pct: float
    scope: int
    benefit_pct: float
    risk_exposure: float | None


def lifecycle_of(project: Project, as_of: date) -> Lifecycle:
    """The written lifecycle; else planning before the start and executing from then on."""
    if project.lifecycle:
        return project.lifecycle
    return "executing" if project.start and project.start <= as_of else "planning"


def is_live(lifecycle: Lifecycle) -> bool:
    """Whether work goes on: not proposed, on hold, closed or cancelled."""
    return lifecycle in _LIVE


def is_over(lifecycle: Lifecycle | None) -> bool:
    """Whether nothing more will come of a project: it is closed, or was cancelled."""
    return lifecycle in _OVER


def is_asleep(lifecycle: Lifecycle | None) -> bool:
    """Whether nobody is asked for anything: of a closed project benefits and payments still are."""
    return lifecycle in _ASLEEP


def goes_on(project: Project) -> bool:
    """Whether work goes on, on whatever day: a date alone neither starts nor ends that."""
    return project.lifecycle is None or is_live(project.lifecycle)


def is_open(task: Task) -> bool:
    """Whether somebody still has to do something about a task."""
    return task.status not in ("done", "cancelled") and task.actual.finish is None


def settled_on(project: Project, as_of: date) -> date:
    """The day up to which open dates keep slipping: `as_of`, or the earlier day the project was closed."""
    return min(as_of, project.closed) if project.closed else as_of


def owner_of(item: Owned, project: Project) -> str:
    """The item's owner, else the project's."""
    return item.owner or project.owner


def currency_of(project: Project, settings: Settings) -> str:
    """The project's currency, else the portfolio's (ISO 4217)."""
    return project.currency or settings.currency


def calendar_of(project: Project, settings: Settings) -> WorkingCalendar:
    """The working calendar of the project, else of the portfolio; Monday to Friday where it is unknown."""
    return working_calendar(project.calendar or settings.calendar) or WEEKDAYS


def limits(project: Project | None, settings: Settings, phase: str = "") -> Limits:
    """The tolerance in force for a project, or for one of its phases: house, portfolio, project, phase.

    Without a project what holds for all.
    """
    phases = project.phases if project else ()
    own = next((p.tolerance for p in phases if phase in names(p)), Tolerance())
    found = _HOUSE
    for below in (settings.tolerance, project.tolerance if project else Tolerance(), own):
        found = _narrowed(found, below)
    return Limits(
        schedule_days=found.schedule_days or 0,
        cost_pct=found.cost_pct or 0,
        scope=found.scope or 0,
        benefit_pct=found.benefit_pct or 0,
        risk_exposure=found.risk_exposure,
    )


def _narrowed(above: Tolerance, own: Tolerance) -> Tolerance:
    """The tolerance in force below: what is written there, else what holds above."""
    written = {f.name: getattr(own, f.name) for f in fields(own) if getattr(own, f.name) is not None}
    return replace(above, **written)


def names(item: Called) -> tuple[str, ...]:
    """What a field may call an item: its id and its former ids; nothing where it has none."""
    return (item.id, *item.aliases) if item.id else item.aliases


def by_name(items: Iterable[AnItem]) -> dict[str, AnItem]:
    """Items by everything a field may call them."""
    return {name: item for item in items for name in names(item)}


def folded(name: str) -> str:
    """A name without the differences that are none: case, width, spaces."""
    return " ".join(normalize("NFKC", name).casefold().split())


def named(item: Called) -> Message:
    """An item as a sentence names it: `M3 “Load test passed”`, `M3「压测通过」`."""
    if not item.id:
        return message("“{title}”", title=item.title)
    return message("{id} “{title}”", id=item.id, title=item.title)


def quantity(value: float, unit: str) -> Message:
    """A measured value with its unit, for a sentence: `21.6%`, `4,450 万元`."""
    if unit in PERCENT:
        return message("{value}%", value=float(value))
    return (
        message("{value} {unit}", value=float(value), unit=unit)
        if unit
        else message("{value}", value=float(value))
    )
