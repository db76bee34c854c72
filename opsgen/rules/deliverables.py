"""Rules about deliverables: one sees when they are good, they come in time, and nothing is taken over bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.scope import is_awaited
from opsgen.derive.standing import by_name, goes_on, named, names
from opsgen.rules.minutes import decisions
from opsgen.rules.rule import Finding, overdue, rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project
    from opsgen.portfolio import House

_TAKEN = ("accepted", "handed_over")


@rule("deliverable-without-acceptance", "info")
def deliverable_without_acceptance(project: Project, _: House) -> Iterator[Finding]:
    """Nothing says how one sees that a deliverable can be accepted.

    What is good enough is cheap to agree before the work and dear after it.

    Example:
        # wrong
        deliverables:
          - {id: DL1, title: Gift boxes, due: 2026-12-12}
        # right
        deliverables:
          - {id: DL1, title: Gift boxes, due: 2026-12-12, acceptance_criteria: [Every shop has them]}
    """
    for i, thing in enumerate(project.deliverables) if goes_on(project) else ():
        if is_awaited(thing) and not thing.acceptance_criteria:
            text = message("nothing says when {item} is accepted", item=named(thing))
            hint = message("write `acceptance_criteria`, a sentence for each")
            yield Finding(("deliverables", i), text, hint)


@rule("deliverable-overdue", "warning")
def deliverable_overdue(project: Project, _: House) -> Iterator[Finding]:
    """The day has passed on which something was to be handed over, and it is neither delivered nor dropped.

    What was put off (`moscow: wont`) is not waited for.

    Example:
        # wrong
        deliverables:
          - {id: DL1, title: Boxes, due: 2026-11-20, acceptance_criteria: [In shops]}   # today is the 22nd
        # right
        deliverables:
          - {id: DL1, title: Boxes, due: 2026-11-20, acceptance_criteria: [In shops], delivered: 2026-11-19}
    """
    for i, thing in enumerate(project.deliverables) if goes_on(project) else ():
        if thing.due and is_awaited(thing):
            hint = message("write `delivered` if it is there, else a new `due`, or `status: dropped`")
            yield overdue(thing, ("deliverables", i, "due"), thing.due, hint)


@rule("accepted-without-delivery", "info")
def accepted_without_delivery(project: Project, _: House) -> Iterator[Finding]:
    """A deliverable is accepted or handed over, and nothing says when it was delivered.

    Without the day nobody can see later what came late. It is said of those that had a date.

    Example:
        # wrong
        deliverables:
          - {id: DL1, title: Gift boxes, due: 2026-11-12, status: accepted}
        # right
        deliverables:
          - {id: DL1, title: Gift boxes, due: 2026-11-12, status: accepted, delivered: 2026-11-11}
    """
    for i, thing in enumerate(project.deliverables) if goes_on(project) else ():
        if thing.status in _TAKEN and thing.due and thing.delivered is None:
            text = message("{item} was taken over, and nothing says when it was delivered", item=named(thing))
            yield Finding(("deliverables", i, "status"), text, message("write `delivered` with the day"))


@rule("accepted-despite-failure", "warning")
def accepted_despite_failure(project: Project, _: House) -> Iterator[Finding]:
    """A deliverable is accepted or handed over, although its quality check failed.

    Either the check was repeated, or somebody took it with its faults: then that decision should be written.

    Example:
        # wrong
        deliverables:
          - {id: DL1, title: Gift boxes, status: accepted, quality: {result: failed}}
        # right
        deliverables:
          - {id: DL1, title: Gift boxes, status: accepted, quality: {result: failed}}
        decisions:
          - id: D1
            title: Take the boxes with dented corners
            status: decided
            date: 2026-11-12
            outcome: Taken at half the price
            approves: [DL1]
    """
    approved = _approved(project)
    for i, thing in enumerate(project.deliverables):
        failed = thing.quality is not None and thing.quality.result == "failed"
        if thing.status in _TAKEN and failed and not approved.intersection(names(thing)):
            text = message("{item} was taken over, and its quality check failed", item=named(thing))
            hint = message("write the new `result`, or the decision that `approves: [{id}]`", id=thing.id)
            yield Finding(("deliverables", i, "status"), text, hint)


@rule("must-have-dropped", "warning")
def must_have_dropped(project: Project, _: House) -> Iterator[Finding]:
    """A must-have was dropped, and no decision says so.

    Who counts on it should hear of it from a decision, not from the last page of a report.

    Example:
        # wrong
        deliverables:
          - {id: DL1, title: Gift boxes, moscow: must, status: dropped}
        # right
        deliverables:
          - {id: DL1, title: Gift boxes, moscow: must, status: dropped}
        decisions:
          - {id: D1, title: No boxes, status: decided, date: 2026-11-12, outcome: Vouchers, approves: [DL1]}
    """
    approved = _approved(project)
    for i, thing in enumerate(project.deliverables):
        if thing.moscow == "must" and thing.status == "dropped" and not approved.intersection(names(thing)):
            text = message("{item} is a must-have and was dropped without a decision", item=named(thing))
            hint = message("write the decision with `approves: [{id}]`, or another `moscow`", id=thing.id)
            yield Finding(("deliverables", i, "status"), text, hint)


@rule("achieved-without-deliverable", "warning")
def achieved_without_deliverable(project: Project, _: House) -> Iterator[Finding]:
    """A milestone is achieved, and something that should be handed over with it is not delivered.

    Example:
        # wrong
        milestones:
          - {id: M1, title: Goods are there, type: delivery, actual: 2026-11-12, deliverables: [DL1]}
        deliverables:
          - {id: DL1, title: Gift boxes, acceptance_criteria: [Every shop has them]}
        # right
        milestones:
          - {id: M1, title: Goods are there, type: delivery, actual: 2026-11-12, deliverables: [DL1]}
        deliverables:
          - {id: DL1, title: Gift boxes, acceptance_criteria: [Every shop has them], delivered: 2026-11-12}
    """
    known = by_name(project.deliverables)
    for i, milestone in enumerate(project.milestones):
        for k, name in enumerate(milestone.deliverables if milestone.actual else ()):
            thing = known.get(name)
            if thing is not None and is_awaited(thing):
                text = message(
                    "{item} is achieved, but {other} is not delivered",
                    item=named(milestone),
                    other=named(thing),
                )
                hint = message("write `delivered` if it is there, else a `forecast` instead of `actual`")
                yield Finding(("milestones", i, "deliverables", k), text, hint)


def _approved(project: Project) -> frozenset[str]:
    """What decisions of the project, in its list or in minutes, approve."""
    taken = (decision for _, decision in decisions(project) if decision.status == "decided")
    return frozenset(approval.id for decision in taken for approval in decision.approves)


RULES = (
    deliverable_without_acceptance,
    deliverable_overdue,
    accepted_without_delivery,
    accepted_despite_failure,
    must_have_dropped,
    achieved_without_deliverable,
)
