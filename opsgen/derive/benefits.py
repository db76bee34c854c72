"""Whether what a project is good for has been looked at on the days it was to be."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal

from opsgen.derive.standing import by_name, is_asleep, lifecycle_of, names, owner_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.derive.metrics import MetricState
    from opsgen.model import Benefit, BenefitActual, Goal, Project

_EARLY = timedelta(days=14)
Standing = Literal["due", "waiting", "seen", "unplanned"]


@dataclass(frozen=True, slots=True)
class BenefitState:
    """A benefit as of a day; it is looked at after the project is closed too.

    `latest` is the last look, `due` the last day on which somebody was to look and did not, `next` the
    coming one; all may be None. A look counts for the days before it, and for one at most two weeks after it.
    Of a project that is proposed, on hold or cancelled nothing is due.
    """

    benefit: Benefit
    metric: MetricState | None
    goal: Goal | None
    latest: BenefitActual | None
    due: date | None
    next: date | None
    owner: str

    @property
    def standing(self) -> Standing:
        """Whether a look is due, to come, or done; `unplanned` where nobody looked and no day is named."""
        if self.due:
            return "due"
        if self.next:
            return "waiting"
        return "seen" if self.latest else "unplanned"


def benefits(project: Project, metrics: tuple[MetricState, ...], as_of: date) -> tuple[BenefitState, ...]:
    """All benefits in the order they are written."""
    known = {name: state for state in metrics for name in names(state.metric)}
    goals = by_name(project.goals)
    asked = not is_asleep(lifecycle_of(project, as_of))
    return tuple(
        _state(one, known.get(one.metric), goals.get(one.goal), project, as_of, asked=asked)
        for one in project.benefits
    )


def unseen(benefit: Benefit) -> Iterator[tuple[date, date | None]]:
    """The days on which somebody was to look and nobody has since, each with the one that follows it.

    What was seen up to two weeks before a day counts for it.
    """
    days = sorted(set(benefit.measure_on))
    latest = max((look.date for look in benefit.actual), default=None)
    for day, following in zip(days, [*days[1:], None], strict=False):
        if latest is None or latest < day - _EARLY:
            yield day, following


def _state(
    benefit: Benefit,
    metric: MetricState | None,
    goal: Goal | None,
    project: Project,
    as_of: date,
    *,
    asked: bool,
) -> BenefitState:
    looks = tuple(one for one in benefit.actual if one.date <= as_of)
    open_days = unseen(replace(benefit, actual=looks)) if asked else ()
    return BenefitState(
        benefit=benefit,
        metric=metric,
        goal=goal,
        latest=max(looks, key=lambda one: one.date, default=None),
        due=max((day for day, _ in open_days if day <= as_of), default=None),
        next=min((day for day in benefit.measure_on if asked and day > as_of), default=None),
        owner=owner_of(benefit, project),
    )
