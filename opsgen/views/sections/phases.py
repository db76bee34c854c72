"""Phases with what begins and ends them, and gates with what was shown and decided there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.standing import by_name, limits
from opsgen.views.how.how import How
from opsgen.views.how.plans import original
from opsgen.views.how.schedule import days
from opsgen.views.moments import version
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.derive.gates import GateState
    from opsgen.derive.schedule import PhaseState
    from opsgen.model import Criterion, Milestone
    from opsgen.portfolio.plans import PlanSource
    from opsgen.views.edition import Edition
    from opsgen.words import Words


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """A phase with the days of tolerance in force for it and the milestone that ends it."""

    state: PhaseState
    tolerance: int
    exit: Milestone | None
    how: How | None


@dataclass(frozen=True, slots=True)
class GateView:
    """A gate and, in one sentence, how far its criteria were met."""

    state: GateState
    verdict: Message | None


def phases(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """What the part on phases and gates needs."""
    gates = tuple(GateView(state, verdict(state)) for state in assessment.gates)
    rows = tuple(phase_row(edition, assessment, state) for state in assessment.phases)
    return {"phase_rows": rows, "gate_views": gates}


def phase_row(edition: Edition, assessment: Assessment, state: PhaseState) -> PhaseRow:
    """A phase for a reader of this edition."""
    tolerance = limits(assessment.project, edition.settings, state.phase.id).schedule_days
    gate = by_name(assessment.project.milestones).get(state.phase.exit_gate)
    source = edition.plan_source(assessment.project, "phases", state.phase)
    say = words(edition.lang)
    beside = say.say(version(edition)) if edition.plans else ""
    return PhaseRow(state, tolerance, gate, _slip(state, source, say, beside))


def _slip(state: PhaseState, source: PlanSource | None, say: Words, beside: str) -> How | None:
    """How the deviation of a phase's finish came about."""
    planned = state.phase.baseline.finish
    if planned is None or state.slip is None:
        return None
    formula = message(
        "Finish less the original plan, in calendar days, + is late; while it is open, today counts once the "
        "finish has passed"
    )
    if beside:
        formula = message("later of finish and status date − plan compared with, in calendar days")
    inputs = (
        *original(planned, source, say, beside),
        (message("Finish"), say.date(state.finish)),
        (message("Deviation"), days(state.slip, say)),
    )
    return How(formula, inputs)


def verdict(state: GateState) -> Message | None:
    """How many criteria are met, and which are not; None for a gate without criteria."""
    total = len(state.milestone.criteria)
    if not total:
        return None
    open_ones = (*state.unmet, *state.unknown)
    counted = message("{n} of {all} criteria met", n=len(state.met), all=total)
    if not open_ones:
        return counted
    if state.against_criteria:
        return plural(
            "Passed without conditions, although {n} of its criteria is not shown to be met: {which}",
            "Passed without conditions, although {n} of its criteria are not shown to be met: {which}",
            len(open_ones),
            which=_texts(open_ones),
        )
    if state.status == "conditional_go":
        return message("{counted}; passed on condition of: {which}", counted=counted, which=_texts(open_ones))
    return message("{counted}; open: {which}", counted=counted, which=_texts(open_ones))


def _texts(criteria: tuple[Criterion, ...]) -> tuple[object, ...]:
    return tuple(criterion.text for criterion in criteria)
