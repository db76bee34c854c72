"""Rules about milestones: within the project, on time or explained, and decided where they are gates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.calendar import beyond
from opsgen.derive.standing import by_name, goes_on, limits, named
from opsgen.rules.rule import Finding, expected, rule
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project
    from opsgen.portfolio import House

_PASSED = frozenset({"go", "conditional_go", "hold", "stop"})


@rule("milestone-outside-project", "warning")
def milestone_outside_project(project: Project, _: House) -> Iterator[Finding]:
    """A milestone lies before the project's start or after its finish.

    A month without a day, `forecast: 2026-09`, lies within the month of the project's finish.

    Example:
        # wrong
        finish: 2026-12-10
        milestones:
          - {id: M1, title: Launched, forecast: 2026-12-20}
        # right
        finish: 2026-12-20
        milestones:
          - {id: M1, title: Launched, forecast: 2026-12-20}
    """
    if project.start and project.finish and project.finish < project.start:
        return
    for i, milestone in enumerate(project.milestones):
        field = "actual" if milestone.actual else "forecast"
        day = milestone.actual or milestone.forecast
        if day and project.finish and beyond(day, project.finish):
            text = message(
                "{item} on {day} is after the project's finish {finish}",
                item=named(milestone),
                day=day,
                finish=project.finish,
            )
            hint = message("move the milestone, or the project's `finish`")
            yield Finding(("milestones", i, field), text, hint)
        elif day and project.start and day < project.start:
            text = message(
                "{item} on {day} is before the project's start {start}",
                item=named(milestone),
                day=day,
                start=project.start,
            )
            yield Finding(
                ("milestones", i, field), text, message("move the milestone, or the project's `start`")
            )


@rule("milestone-overdue", "warning")
def milestone_overdue(project: Project, _: House) -> Iterator[Finding]:
    """The forecast of an open milestone has passed.

    Either it has happened and `actual` is missing, or it has not and the forecast is no longer believed.

    Example:
        # wrong
        milestones:
          - {id: M1, title: Launched, forecast: 2026-11-20}     # and today is the 22nd
        # right
        milestones:
          - {id: M1, title: Launched, actual: 2026-11-20}
    """
    if not goes_on(project):
        return
    for i, milestone in enumerate(project.milestones):
        if milestone.forecast and milestone.actual is None:
            hint = message("write `actual` if it has happened, else a new `forecast` and the `reason`")
            yield expected(milestone, ("milestones", i, "forecast"), milestone.forecast, hint)


@rule("moved-without-reason", "warning")
def moved_without_reason(project: Project, _: House) -> Iterator[Finding]:
    """An open milestone is expected later than planned, and nothing says why.

    Example:
        # wrong
        milestones:
          - {id: M2, title: Load test, baseline: 2026-11-27, forecast: 2026-12-09}
        # right
        milestones:
          - {id: M2, title: Load test, baseline: 2026-11-27, forecast: 2026-12-09, reason: SMS gateway late}
    """
    for i, milestone in enumerate(project.milestones):
        planned, expected = milestone.baseline, milestone.forecast
        if planned and expected and expected > planned and not milestone.actual and not milestone.reason:
            text = plural(
                "{item} is expected {n} day later than planned, without a reason",
                "{item} is expected {n} days later than planned, without a reason",
                (expected - planned).days,
                item=named(milestone),
            )
            yield Finding(("milestones", i, "forecast"), text, message("write a sentence: `reason: …`"))


@rule("late-without-reason", "warning")
def late_without_reason(project: Project, house: House) -> Iterator[Finding]:
    """A milestone was reached later than the tolerance allows, and nothing says why.

    Who plans the next project wants to know what cost the time.

    Example:
        # wrong
        milestones:
          - {id: M2, title: Load test, baseline: 2026-10-10, actual: 2026-11-09}
        # right
        milestones:
          - {id: M2, title: Load test, baseline: 2026-10-10, actual: 2026-11-09, reason: SMS gateway late}
    """
    for i, milestone in enumerate(project.milestones):
        planned, done = milestone.baseline, milestone.actual
        if not planned or not done or milestone.reason or done <= planned:
            continue
        late = (done - planned).days
        tolerance = limits(project, house.settings, milestone.phase).schedule_days
        if late > tolerance:
            text = plural(
                "{item} was reached {n} day later than planned (tolerance: {tolerance}), without a reason",
                "{item} was reached {n} days later than planned (tolerance: {tolerance}), without a reason",
                late,
                item=named(milestone),
                tolerance=tolerance,
            )
            yield Finding(("milestones", i, "actual"), text, message("write a sentence: `reason: …`"))


@rule("gate-without-outcome", "warning")
def gate_without_outcome(project: Project, _: House) -> Iterator[Finding]:
    """A gate was held, and nothing says what was decided there.

    Example:
        # wrong
        milestones:
          - {id: M3, title: Launch, type: gate, actual: 2026-10-12}
        # right
        milestones:
          - {id: M3, title: Launch, type: gate, actual: 2026-10-12, outcome: go, decided_by: Li Qiang}
    """
    for i, gate in enumerate(project.milestones):
        if gate.type == "gate" and gate.actual and gate.outcome not in _PASSED:
            text = message(
                "{item} was held on {day}, and nothing says what was decided",
                item=named(gate),
                day=gate.actual,
            )
            hint = message("write `outcome`: go, conditional_go, hold or stop")
            yield Finding(("milestones", i), text, hint)


@rule("gate-without-decider", "info")
def gate_without_decider(project: Project, _: House) -> Iterator[Finding]:
    """The outcome of a gate is written, but not who decided it, or when.

    Example:
        # wrong
        milestones:
          - {id: M3, title: Launch, type: gate, actual: 2026-10-12, outcome: go}
        # right
        milestones:
          - {id: M3, title: Launch, type: gate, actual: 2026-10-12, outcome: go, decided_by: Li Qiang}
    """
    for i, gate in enumerate(project.milestones):
        if gate.outcome not in _PASSED:
            continue
        given = {"decided_by": gate.decided_by, "decided": gate.decided or gate.actual}
        missing = tuple(f"`{key}`" for key, there in given.items() if not there)
        if missing:
            text = message("{item} is decided but has no {fields}", item=named(gate), fields=missing)
            yield Finding(("milestones", i, "outcome"), text, message("write {fields}", fields=missing))


@rule("gate-passed-unmet", "warning")
def gate_passed_unmet(project: Project, _: House) -> Iterator[Finding]:
    """A gate is passed without conditions, although not all of its criteria are met.

    What is still missing at a gate is what goes wrong later; `conditional_go` keeps it in sight.

    Example:
        # wrong
        milestones:
          - id: M3
            title: Launch decision
            type: gate
            actual: 2026-10-12
            outcome: go
            decided_by: Li Qiang
            criteria: [{text: Stock for ten days in every shop, met: false}]
        # right
        milestones:
          - id: M3
            title: Launch decision
            type: gate
            actual: 2026-10-12
            outcome: conditional_go
            decided_by: Li Qiang
            criteria: [{text: Stock for ten days in every shop, met: false}]
    """
    for i, gate in enumerate(project.milestones):
        unmet = [criterion for criterion in gate.criteria if not criterion.met]
        if gate.outcome == "go" and unmet:
            text = plural(
                "{item} is passed, and {n} of its criteria is not met: “{first}”",
                "{item} is passed, and {n} of its criteria are not met, first “{first}”",
                len(unmet),
                item=named(gate),
                first=unmet[0].text,
            )
            hint = message("write `met: true` where it is, else `outcome: conditional_go`")
            yield Finding(("milestones", i, "outcome"), text, hint)


@rule("criteria-without-gate", "warning")
def criteria_without_gate(project: Project, _: House) -> Iterator[Finding]:
    """A milestone has the criteria or the outcome of a gate, and is none.

    Example:
        # wrong
        milestones:
          - {id: M3, title: Launch, forecast: 2026-12-12, criteria: [{text: Stock is there}]}
        # right
        milestones:
          - {id: M3, title: Launch, type: gate, forecast: 2026-12-12, criteria: [{text: Stock is there}]}
    """
    for i, milestone in enumerate(project.milestones):
        field = "criteria" if milestone.criteria else "outcome" if milestone.outcome else ""
        if field and milestone.type != "gate":
            text = message("{item} has `{field}`, but is no gate", item=named(milestone), field=field)
            yield Finding(("milestones", i, field), text, message("write `type: gate`"))


@rule("gate-without-criteria", "info")
def gate_without_criteria(project: Project, _: House) -> Iterator[Finding]:
    """A gate is still to come, and nothing says what must be true to pass it.

    Example:
        # wrong
        milestones:
          - {id: M3, title: Launch decision, type: gate, forecast: 2026-12-12}
        # right
        milestones:
          - id: M3
            title: Launch decision
            type: gate
            forecast: 2026-12-12
            criteria: [{text: Stock for ten days in every shop}]
    """
    for i, gate in enumerate(project.milestones) if goes_on(project) else ():
        if gate.type == "gate" and not gate.criteria and not gate.actual and gate.outcome not in _PASSED:
            text = message("nothing says what must be true to pass {item}", item=named(gate))
            hint = message("write `criteria`, a `text` for each")
            yield Finding(("milestones", i), text, hint)


@rule("exit-gate-is-none", "warning")
def exit_gate_is_none(project: Project, _: House) -> Iterator[Finding]:
    """A phase ends with a milestone that is not a gate, so that nobody decides whether it may end.

    Example:
        # wrong
        phases: [{id: P1, title: Pilot, start: 2026-08-01, finish: 2026-12-12, exit_gate: M3}]
        milestones: [{id: M3, title: Pilot is over, forecast: 2026-12-12}]
        # right
        phases: [{id: P1, title: Pilot, start: 2026-08-01, finish: 2026-12-12, exit_gate: M3}]
        milestones:
          - id: M3
            title: Pilot is over
            type: gate
            forecast: 2026-12-12
            criteria: [{text: Two shops have sold out}]
    """
    known = by_name(project.milestones)
    for i, phase in enumerate(project.phases):
        milestone = known.get(phase.exit_gate)
        if milestone is not None and milestone.type != "gate":
            text = message(
                "{item} ends with {other}, which is no gate", item=named(phase), other=named(milestone)
            )
            hint = message("write `type: gate` there, or name another milestone")
            yield Finding(("phases", i, "exit_gate"), text, hint)


@rule("gate-after-phase", "warning")
def gate_after_phase(project: Project, _: House) -> Iterator[Finding]:
    """The gate of a phase lies after its finish, so that the phase cannot end when it is said to.

    Example:
        # wrong
        phases: [{id: P1, title: Pilot, start: 2026-08-01, finish: 2026-12-01, exit_gate: M3}]
        milestones:
          - id: M3
            title: Pilot is over
            type: gate
            forecast: 2026-12-12
            criteria: [{text: Two shops have sold out}]
        # right
        phases: [{id: P1, title: Pilot, start: 2026-08-01, finish: 2026-12-12, exit_gate: M3}]
        milestones:
          - id: M3
            title: Pilot is over
            type: gate
            forecast: 2026-12-12
            criteria: [{text: Two shops have sold out}]
    """
    known = by_name(project.milestones)
    for i, phase in enumerate(project.phases):
        gate = known.get(phase.exit_gate)
        day = (gate.actual or gate.forecast) if gate else None
        finish = phase.actual.finish or phase.finish
        if gate and day and beyond(day, finish):
            text = message(
                "{gate} on {day} is after the finish of {item}, {finish}",
                gate=named(gate),
                day=day,
                item=named(phase),
                finish=finish,
            )
            hint = message("move the gate, or the phase's `finish`")
            yield Finding(("phases", i, "exit_gate"), text, hint)


RULES = (
    milestone_outside_project,
    milestone_overdue,
    moved_without_reason,
    late_without_reason,
    gate_without_outcome,
    gate_without_decider,
    gate_passed_unmet,
    criteria_without_gate,
    gate_without_criteria,
    exit_gate_is_none,
    gate_after_phase,
)
