"""All projects together: what the home page says."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from opsgen.derive.money import Amounts
from opsgen.derive.steering import DecisionState, Reminder, UpdateState, decisions
from opsgen.derive.treasury import added, converted, counted_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.meetings import Share
    from opsgen.derive.money import Totals
    from opsgen.derive.schedule import MilestoneState
    from opsgen.model import Project, Rag, Settings

_AHEAD = 30  # days
_WORST_FIRST: tuple[Rag, ...] = ("red", "amber", "green", "grey", "blue")
_NOT_OURS = frozenset({"proposed", "closed", "cancelled"})
State = TypeVar("State")


@dataclass(frozen=True, slots=True)
class Placed(Generic[State]):
    """Something of a project; the project is None for what belongs to the portfolio itself."""

    project: Project | None
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Money(Amounts):
    """Spending of all projects in one currency; `without_actual` counts projects that know no actual."""

    currency: str
    projects: int
    without_actual: int


@dataclass(frozen=True, slots=True)
class Summary:
    """What the home page says of all projects, in the order in which it says it."""

    as_of: date
    counts: tuple[tuple[Rag, int], ...]
    decisions: tuple[Placed[DecisionState], ...]
    red: tuple[Assessment, ...]
    money: tuple[Money, ...]
    milestones: tuple[Placed[MilestoneState], ...]
    reminders: tuple[Placed[Reminder], ...]
    no_update: tuple[Placed[UpdateState], ...]
    projects: tuple[Assessment, ...]

    def count(self, rag: Rag) -> int:
        """How many projects have this light."""
        return dict(self.counts)[rag]


def summarise(
    assessments: Iterable[Assessment], settings: Settings, as_of: date, common: Iterable[Share] = ()
) -> Summary:
    """All projects together, as of a day; the worst project first.

    `common` is what the portfolio's meetings hold that is no project's.
    """
    found = tuple(sorted(assessments, key=worst_first))
    ours = counted(found)
    lights = [a.health.overall for a in found]
    return Summary(
        as_of=as_of,
        counts=tuple((rag, lights.count(rag)) for rag in _WORST_FIRST),
        decisions=_decisions((a for a in found if not a.over), settings, as_of, common),
        red=tuple(a for a in found if a.health.overall == "red"),
        money=money_of(ours, settings),
        milestones=_next_milestones(ours, as_of),
        reminders=_placed(found, lambda a: (r for r in a.reminders if r.kind != "update")),
        no_update=_placed(ours, lambda a: (a.update,) if a.update.late else ()),
        projects=found,
    )


def counted(assessments: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """The projects whose money is added up: neither only proposed nor over."""
    return tuple(a for a in assessments if a.lifecycle not in _NOT_OURS)


def worst_first(assessment: Assessment) -> tuple[int, int, int, str]:
    """The order of the project table: red first, then more red dimensions, then priority."""
    health = assessment.health
    reds = sum(light.rag == "red" for light in health.dimensions if light.counts)
    return (
        _WORST_FIRST.index(health.overall),
        -reds,
        assessment.project.priority or 9,
        assessment.project.id,
    )


def _placed(
    assessments: Iterable[Assessment], states: Callable[[Assessment], Iterable[State]]
) -> tuple[Placed[State], ...]:
    return tuple(Placed(a.project, state) for a in assessments for state in states(a))


def _decisions(
    assessments: Iterable[Assessment], settings: Settings, as_of: date, common: Iterable[Share] = ()
) -> tuple[Placed[DecisionState], ...]:
    """Decisions wanted of projects that are not over and of the portfolio, the most urgent first.

    A proposed project counts: whether it is done at all may be what is to be decided.
    """
    found = [*_placed(assessments, lambda a: a.decisions_wanted)]
    found += (Placed(None, s) for s in decisions(settings, common, as_of) if s.wanted)
    return tuple(sorted(found, key=lambda p: (p.state.decision.due or date.max, _id(p), p.state.decision.id)))


def _next_milestones(assessments: Iterable[Assessment], as_of: date) -> tuple[Placed[MilestoneState], ...]:
    """Open milestones that are overdue or due within 30 days, by date; internal ones are left out."""
    found = [
        placed
        for placed in _placed(assessments, lambda a: a.milestones)
        if placed.state.status != "achieved"
        and placed.state.milestone.type != "internal"
        and placed.state.due is not None
        and (placed.state.due - as_of).days <= _AHEAD
    ]
    return tuple(sorted(found, key=lambda p: (p.state.due or date.max, _id(p), p.state.milestone.id)))


def _id(placed: Placed[State]) -> str:
    return placed.project.id if placed.project else ""


def money_of(assessments: Iterable[Assessment], settings: Settings) -> tuple[Money, ...]:
    """Spending by currency, the portfolio's own first; a currency with a rate is converted into it."""
    by_currency: dict[str, list[Totals]] = defaultdict(list)
    for budget in (a.budget for a in assessments if a.budget):
        currency, rate = counted_in(budget.currency, settings)
        by_currency[currency].append(converted(budget.spending, rate))
    found = (_together(currency, parts) for currency, parts in by_currency.items())
    return tuple(sorted(found, key=lambda m: (m.currency != settings.currency, m.currency)))


def _together(currency: str, parts: Sequence[Totals]) -> Money:
    whole = added(parts)
    return Money(
        currency=currency,
        planned=whole.planned,
        actual=whole.actual,
        forecast=whole.forecast,
        projects=len(parts),
        without_actual=sum(part.actual is None for part in parts),
    )
