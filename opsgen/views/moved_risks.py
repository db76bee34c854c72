"""What became of risks since the last report, as readers see it: a mark at each, and what it did in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.risk_course import RiskMove, Since, risks_since
from opsgen.derive.standing import names
from opsgen.views.past.traced import Tracer
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.risk import RiskState
    from opsgen.derive.risk_course import Kind
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.words import Message

_RATED = ("risk.escalated", "risk.reduced", "risk.raised", "risk.reopened")
_ENDED: Mapping[str, Message] = {
    "closed": message("closed"),
    "occurred": message("occurred"),
    "draft": message("a draft again"),
}
_SAID = 4
"""Moves that are told; of more the largest."""


@dataclass(frozen=True, slots=True)
class RiskMark:
    """What became of the score of an open risk since the last report.

    `before` is None of a risk that this did not have as open and rated; `since` the day on which the score
    became what it is, that of the last report where no commit says it.
    """

    before: int | None
    after: int
    since: date
    worse: bool

    @property
    def delta(self) -> int:
        """By how much more the risk weighs."""
        return self.after - (self.before or 0)

    @property
    def shown(self) -> Message:
        """`8 → 12`, or that it is new."""
        if self.before is None:
            return message("new")
        return message("{before} → {after}", before=self.before, after=self.after)


class MovedRisks:
    """The moves of the risks of one project since the last report."""

    def __init__(self, edition: Edition, assessment: Assessment) -> None:
        self._edition, self._project = edition, assessment.project
        self.since: Since | None = risks_since(assessment, edition.reports)
        self._days: Mapping[str, date] | None = None

    def mark(self, state: RiskState) -> RiskMark | None:
        """The mark of a risk; None where its score is what it was, or no last report had the project."""
        move = self.since.move(state) if self.since else None
        if self.since is None or move is None or not move.delta:
            return None
        worse = (move.delta > 0) == (move.kind == "threat")
        before, after = move.scores
        return RiskMark(before if move.before else None, after, self._day(state), worse)

    def place(self, state: RiskState) -> tuple[tuple[int, int] | None, bool]:
        """The cell in which the last report had a risk, and whether it had it in none."""
        move = self.since.move(state) if self.since else None
        return (move.before, move.before is None) if move else (None, False)

    def over(self, kind: Kind) -> int:
        """How many risks of a kind are no longer open."""
        return sum(move.after is None for move in self.since.of(kind)) if self.since else 0

    def _day(self, state: RiskState) -> date:
        if self._days is None:
            tracer = Tracer(self._edition, self._project)
            self._days = {change.item: tracer.day(change) for change in tracer.changes(*_RATED)}
        assert self.since is not None
        found = [self._days[name] for name in names(state.risk) if name in self._days]
        return max((day for day in found if day > self.since.day), default=self.since.day)


def told(moves: Sequence[RiskMove], project: Project, most: int = _SAID) -> tuple[Message, ...]:
    """What moves did to the scores, the largest first: `R4 12 → 20`, `R6 new (3)`, `R8 closed (20)`."""
    found = [move for move in moves if move.delta]
    return (*_each(found[:most], project), *_more(len(found) - most))


def _each(moves: Sequence[RiskMove], project: Project) -> Iterator[Message]:
    status = {risk.id: risk.status for risk in project.risks}
    for move in moves:
        before, after = move.scores
        if move.before is None:
            yield message("{item} new ({score})", item=move.id, score=after)
        elif move.after is None:
            gone = _ENDED.get(status.get(move.id, ""), message("no longer there"))
            yield message("{item} {gone} ({score})", item=move.id, gone=gone, score=before)
        else:
            yield message("{item} {before} → {after}", item=move.id, before=before, after=after)


def _more(left: int) -> Iterator[Message]:
    if left > 0:
        yield plural("one more", "{n} more", left)
