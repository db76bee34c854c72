"""Whether what a project is good for has been looked at on the days it was to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.standing import owner_of

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive.metrics import MetricState
    from opsgen.model import Benefit, Project

_EARLY = 14  # days


@dataclass(frozen=True, slots=True)
class BenefitState:
    """A benefit as of a day; it is looked at after the project is closed too.

    `due` is the first day on which somebody was to look and did not, `next` the coming one; both may be
    None. A look counts for a day from two weeks before it until the next such day.
    """

    benefit: Benefit
    metric: MetricState | None
    due: date | None
    next: date | None
    owner: str


def benefits(project: Project, metrics: tuple[MetricState, ...], as_of: date) -> tuple[BenefitState, ...]:
    """All benefits in the order they are written."""
    known = {name: state for state in metrics for name in (state.metric.id, *state.metric.aliases) if name}
    return tuple(_state(one, known.get(one.metric), project, as_of) for one in project.benefits)


def _state(benefit: Benefit, metric: MetricState | None, project: Project, as_of: date) -> BenefitState:
    days = sorted(benefit.measure_on)
    looks = [one.date for one in benefit.actual if one.date <= as_of]
    missed = [
        day
        for day, following in zip(days, [*days[1:], None], strict=True)
        if day <= as_of and not any(_counts(look, day, following) for look in looks)
    ]
    return BenefitState(
        benefit=benefit,
        metric=metric,
        due=missed[-1] if missed else None,
        next=next((day for day in days if day > as_of), None),
        owner=owner_of(benefit, project),
    )


def _counts(look: date, day: date, following: date | None) -> bool:
    """Whether a look was meant for a day."""
    return (day - look).days <= _EARLY and (following is None or look < following)
