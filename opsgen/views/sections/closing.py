"""The outcome of a project: what was reached, what it cost, and what is said at the end."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opsgen.derive.metrics import attainment
from opsgen.views.agreed import Spot, project_spot
from opsgen.views.one_pager import target_words
from opsgen.views.outcome import outcome_view
from opsgen.words import Text, words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.metrics import MetricState
    from opsgen.views.edition import Edition


def closing(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What came of what was wanted, and who takes over what is left to do."""
    say, closing = words(edition.lang), assessment.project.closing
    steps = closing.follow_on if closing else ()
    return {
        "outcome": outcome_view(edition, assessment),
        "wanted_of": lambda state: target_words(state, say),
        "as_judged": _as_judged,
        "follow_on": tuple((step, _taker(edition, step.to)) for step in steps),
    }


def _as_judged(state: MetricState) -> MetricState:
    """A metric with the measurement its status stands on as its latest, whatever was measured later."""
    basis = state.stands_on
    if basis is None or basis is state.latest:
        return state
    return replace(state, latest=basis, attainment=attainment(state.metric, basis.value))


def _taker(edition: Edition, name: str) -> Spot | None:
    """A project by its id, or somebody else in words."""
    project = edition.portfolio.project(name)
    if project is not None:
        return project_spot(edition, project)
    return Spot(edition.told(Text(name)), "") if name else None
