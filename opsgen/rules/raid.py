"""Rules about issues, assumptions and dependencies: answered, checked, delivered in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.derive.raid import SEVERE, unsolved
from opsgen.derive.standing import by_name, goes_on, named, names
from opsgen.rules.rule import Finding, overdue, rule
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Dependency, Project
    from opsgen.portfolio import House


@rule("issue-overdue", "warning")
def issue_overdue(project: Project, _: House) -> Iterator[Finding]:
    """An issue was to be solved by now, and it is still open.

    Example:
        # wrong
        issues:
          - {id: I1, title: Tills print no coupons, severity: 4, due: 2026-11-13}
        # right
        issues:
          - id: I1
            title: Tills print no coupons
            severity: 4
            due: 2026-11-13
            status: resolved
            resolution: Updated overnight
            resolved: 2026-11-12
    """
    for i, issue in enumerate(project.issues) if goes_on(project) else ():
        if issue.due and unsolved(issue):
            hint = message("write `resolved` and `resolution`, or a new `due` date")
            yield overdue(issue, ("issues", i, "due"), issue.due, hint)


@rule("severe-issue-without-due", "info")
def severe_issue_without_due(project: Project, _: House) -> Iterator[Finding]:
    """An open issue of severity 4 or 5 has no day by which it is to be solved.

    Its owner is the project's, where it names none.

    Example:
        # wrong
        issues:
          - {id: I1, title: Tills print no coupons, severity: 4}
        # right
        issues:
          - {id: I1, title: Tills print no coupons, severity: 4, due: 2026-11-27}
    """
    for i, issue in enumerate(project.issues) if goes_on(project) else ():
        if unsolved(issue) and (issue.severity or 0) >= SEVERE and issue.due is None:
            text = message("{item} is severe, and nothing says by when it is to be solved", item=named(issue))
            yield Finding(("issues", i), text, message("write `due`"))


@rule("solved-without-record", "info")
def solved_without_record(project: Project, _: House) -> Iterator[Finding]:
    """An issue is resolved or closed, and nothing says how, or since when.

    Without the two nobody can learn from it, or see later how long it took.

    Example:
        # wrong
        issues:
          - {id: I1, title: Tills print no coupons, status: resolved, resolved: 2026-11-12}
        # right
        issues:
          - id: I1
            title: Tills print no coupons
            status: resolved
            resolution: Updated overnight
            resolved: 2026-11-12
    """
    for i, issue in enumerate(project.issues) if goes_on(project) else ():
        if issue.status not in ("resolved", "closed"):
            continue
        missing = [key for key in ("resolution", "resolved") if not getattr(issue, key)]
        if missing:
            fields = tuple(f"`{key}`" for key in missing)
            text = message("{item} is solved, and there is no {fields}", item=named(issue), fields=fields)
            yield Finding(("issues", i, "status"), text, message("write {fields}", fields=fields))


@rule("issue-of-open-risk", "warning")
def issue_of_open_risk(project: Project, _: House) -> Iterator[Finding]:
    """An issue came of a risk, and the risk is said to be still to come.

    Example:
        # wrong
        risks:
          - {id: R1, title: Tills too old, probability: 3, impact: 3}
        issues:
          - {id: I1, title: Tills print no coupons, severity: 3, from_risk: R1}
        # right
        risks:
          - {id: R1, title: Tills too old, probability: 3, impact: 3, status: occurred, response: Update them}
        issues:
          - {id: I1, title: Tills print no coupons, severity: 3, from_risk: R1}
    """
    risks = by_name(project.risks)
    for i, issue in enumerate(project.issues):
        risk = risks.get(issue.from_risk)
        if risk and risk.status in ("open", "draft"):
            text = message(
                "{item} came of {risk}, which has not occurred yet", item=named(issue), risk=named(risk)
            )
            hint = message("write `status: occurred` at the risk, or delete `from_risk`")
            yield Finding(("issues", i, "from_risk"), text, hint)


@rule("occurred-without-issue", "info")
def occurred_without_issue(project: Project, _: House) -> Iterator[Finding]:
    """A threat has occurred, and no issue says what came of it, in a project that writes its issues down.

    Example:
        # wrong
        risks:
          - {id: R1, title: Tills too old, probability: 3, impact: 3, status: occurred, response: Update them}
        issues:
          - {id: I1, title: Queues, severity: 2}
        # right
        risks:
          - {id: R1, title: Tills too old, probability: 3, impact: 3, status: occurred, response: Update them}
        issues:
          - {id: I1, title: Queues, severity: 2, from_risk: R1}
    """
    sources = {issue.from_risk for issue in project.issues}
    for i, risk in enumerate(project.risks) if project.issues and goes_on(project) else ():
        if risk.kind == "threat" and risk.status == "occurred" and sources.isdisjoint(names(risk)):
            text = message("{item} has occurred, and no issue says what came of it", item=named(risk))
            hint = message("write an issue with `from_risk: {id}`", id=risk.id or "…")
            yield Finding(("risks", i, "status"), text, hint)


@rule("assumption-unchecked", "warning")
def assumption_unchecked(project: Project, _: House) -> Iterator[Finding]:
    """An assumption was to be checked by now, and nobody says whether it holds.

    Example:
        # wrong
        assumptions:
          - {id: AS1, title: The tills can print coupons, due: 2026-11-10}
        # right
        assumptions:
          - {id: AS1, title: The tills can print coupons, due: 2026-11-10, status: holds}
    """
    for i, assumption in enumerate(project.assumptions) if goes_on(project) else ():
        if assumption.status == "open" and assumption.due:
            hint = message('write `status: holds` or `status: "false"`, or a new `due` date')
            yield overdue(assumption, ("assumptions", i, "due"), assumption.due, hint)


@rule("false-assumption-without-risk", "warning")
def false_assumption_without_risk(project: Project, _: House) -> Iterator[Finding]:
    """An assumption does not hold, and nothing says what follows from that.

    Example:
        # wrong
        assumptions:
          - {id: AS1, title: The tills can print coupons, status: "false"}
        # right
        assumptions:
          - {id: AS1, title: The tills can print coupons, status: "false", if_false: R1}
        risks:
          - {id: R1, title: Tills too old, probability: 3, impact: 3}
    """
    for i, assumption in enumerate(project.assumptions) if goes_on(project) else ():
        if assumption.status == "false" and not assumption.if_false:
            text = message("{item} does not hold, and nothing says what follows", item=named(assumption))
            hint = message("write the risk it brings, and name it: `if_false: R…`")
            yield Finding(("assumptions", i, "status"), text, hint)


@rule("dependency-late", "warning")
def dependency_late(project: Project, _: House) -> Iterator[Finding]:
    """What somebody waits for is promised for a day after it is needed, or its day has passed.

    Example:
        # wrong
        dependencies:
          - {id: DP1, title: Bill of the agency, other: Agency B, due: 2026-11-20, promised: 2026-11-30}
        # right
        dependencies:
          - {id: DP1, title: Bill of the agency, other: Agency B, due: 2026-11-30, promised: 2026-11-30}
    """
    for i, dependency in enumerate(project.dependencies) if goes_on(project) else ():
        if dependency.delivered or dependency.status not in ("open", "agreed"):
            continue
        late = (dependency.promised - dependency.due).days if dependency.promised else 0
        if late > 0:
            text = plural(
                "{item} is promised {n} day after it is needed",
                "{item} is promised {n} days after it is needed",
                late,
                item=named(dependency),
            )
            hint = message("agree on an earlier day, or move what waits for it and `due`")
            yield Finding(("dependencies", i, "promised"), text, hint)
        else:
            hint = message("write `delivered`, or the day it is `promised` for now")
            yield overdue(dependency, ("dependencies", i, "due"), dependency.due, hint)


@rule("delivered-without-date", "info")
def delivered_without_date(project: Project, _: House) -> Iterator[Finding]:
    """A dependency is delivered, and nothing says when: nobody can see later whether it was late.

    Example:
        # wrong
        dependencies:
          - {id: DP1, title: Member data moved, other: CRM team, due: 2026-11-15, status: delivered}
        # right
        dependencies:
          - id: DP1
            title: Member data moved
            other: CRM team
            due: 2026-11-15
            status: delivered
            delivered: 2026-11-14
    """
    for i, dependency in enumerate(project.dependencies) if goes_on(project) else ():
        if dependency.status == "delivered" and dependency.delivered is None:
            text = message("{item} is delivered, and nothing says when", item=named(dependency))
            yield Finding(("dependencies", i, "status"), text, message("write `delivered` with the day"))


@rule("dependency-on-itself", "error")
def dependency_on_itself(project: Project, _: House) -> Iterator[Finding]:
    """The other side of a dependency is the project itself.

    What waits for what within a project is said by `depends_on` of tasks and milestones.

    Example:
        # wrong
        id: gift
        dependencies:
          - {id: DP1, title: Load test passed, other: "gift:M1", due: 2026-12-05}
        milestones: [{id: M1, title: Load test, forecast: 2026-12-01}]
        # right
        id: gift
        milestones:
          - {id: M1, title: Load test, forecast: 2026-12-01}
          - {id: M2, title: Launched, forecast: 2026-12-10, depends_on: [M1]}
    """
    for i, dependency in enumerate(project.dependencies):
        if _whom(dependency) in (project.id, *project.aliases):
            text = message("the other side of {item} is this project itself", item=named(dependency))
            hint = message("name another project or somebody else, or write `depends_on` at what waits")
            yield Finding(("dependencies", i, "other"), text, hint)


@rule("dependency-without-other-side", "info")
def dependency_without_other_side(project: Project, _: House) -> Iterator[Finding]:
    """A dependency does not say who is to deliver, or who waits.

    Example:
        # wrong
        dependencies:
          - {id: DP1, title: Member data moved, due: 2026-12-15}
        # right
        dependencies:
          - {id: DP1, title: Member data moved, due: 2026-12-15, other: CRM team}
    """
    for i, dependency in enumerate(project.dependencies) if goes_on(project) else ():
        if not dependency.other and dependency.status in ("open", "agreed"):
            text = message("{item} does not say who the other side is", item=named(dependency))
            hint = message("write `other`: a project, one of its items as `project-id:ID`, or a name")
            yield Finding(("dependencies", i), text, hint)


def _whom(dependency: Dependency) -> str:
    """The project that the other side would be."""
    return dependency.other.partition(":")[0]


RULES = (
    issue_overdue,
    severe_issue_without_due,
    solved_without_record,
    issue_of_open_risk,
    occurred_without_issue,
    assumption_unchecked,
    false_assumption_without_risk,
    dependency_late,
    delivered_without_date,
    dependency_on_itself,
    dependency_without_other_side,
)
