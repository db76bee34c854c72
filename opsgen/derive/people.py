"""Who answers for what over all projects: the duties of everybody who is named."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opsgen.derive.raci import person_key, raci
from opsgen.derive.standing import owner_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.ledger import Ledger
    from opsgen.derive.portfolio import Placed
    from opsgen.derive.raci import RaciLine
    from opsgen.derive.risk import RiskState
    from opsgen.derive.steering import ActionState, DecisionState
    from opsgen.model import Issue, People, Person, Project


@dataclass(slots=True)
class Duties:
    """What one person answers for; what is done, closed or taken is not among it."""

    key: str
    """The id of `people.yaml`, else the name as it is written."""
    person: Person | None
    owns: list[Project] = field(default_factory=list)
    sponsors: list[Project] = field(default_factory=list)
    board: list[Project] = field(default_factory=list)
    accountable: list[tuple[Project, RaciLine]] = field(default_factory=list)
    risks: list[tuple[Project, RiskState]] = field(default_factory=list)
    issues: list[tuple[Project, Issue]] = field(default_factory=list)
    actions: list[Placed[ActionState]] = field(default_factory=list)
    decisions: list[Placed[DecisionState]] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is anything to ask them about."""
        return any(
            (
                self.owns,
                self.sponsors,
                self.board,
                self.accountable,
                self.risks,
                self.issues,
                self.actions,
                self.decisions,
            )
        )

    @property
    def overdue(self) -> int:
        """How many of their open actions are overdue."""
        return sum(placed.state.overdue for placed in self.actions)


class _Roll:
    """The duties by person, while they are gathered."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.found = {person.id: Duties(person.id, person) for person in people.people}

    def of(self, name: str) -> Duties:
        key = person_key(name, self.people)
        return self.found.setdefault(key, Duties(key, None))

    def project(self, assessment: Assessment) -> None:
        project = assessment.project
        self.of(project.owner).owns.append(project)
        if project.sponsor:
            self.of(project.sponsor).sponsors.append(project)
        for name in project.board:
            self.of(name).board.append(project)
        matrix = raci(project, self.people)
        for line in matrix.lines if matrix else ():
            self.of(line.row.accountable).accountable.append((project, line))
        for state in assessment.risks:
            if state.risk.status == "open":
                self.of(state.owner).risks.append((project, state))
        for issue in project.issues:
            if issue.status in ("open", "in_progress"):
                self.of(owner_of(issue, project)).issues.append((project, issue))

    def ledger(self, ledger: Ledger) -> None:
        for action in ledger.actions:
            if action.state.open:
                self.of(action.state.owner).actions.append(action)
        for decision in ledger.decisions:
            if decision.state.wanted and decision.state.decision.by:
                self.of(decision.state.decision.by).decisions.append(decision)


def duties(assessments: Iterable[Assessment], ledger: Ledger, people: People) -> tuple[Duties, ...]:
    """Everybody of `people.yaml`, in its order, then whoever else is named, with what they answer for."""
    roll = _Roll(people)
    for assessment in assessments:
        roll.project(assessment)
    roll.ledger(ledger)
    return tuple(roll.found.values())
