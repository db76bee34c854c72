"""How risks moved from report to report, and what the exposure became by it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, takewhile
from typing import TYPE_CHECKING, Literal

from opsgen.derive.standing import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.risk import RiskState
    from opsgen.derive.snapshot import Reports, Snapshot
    from opsgen.model import Project

Rating = tuple[int, int]
"""Probability and impact."""
Kind = Literal["threat", "opportunity"]


@dataclass(frozen=True, slots=True)
class RiskMove:
    """A risk that two reports rate differently; a side is None where it was not open, or not rated."""

    id: str
    kind: Kind
    before: Rating | None
    after: Rating | None

    @property
    def scores(self) -> tuple[int, int]:
        """The scores before and after; nothing weighs 0."""
        return _score(self.before), _score(self.after)

    @property
    def delta(self) -> int:
        """By how much the score is higher."""
        before, after = self.scores
        return after - before


@dataclass(frozen=True, slots=True)
class Since:
    """What became of the risks of a project since a report, the largest changes of a score first."""

    day: date
    exposure: int
    """What the exposure was in that report."""
    moves: tuple[RiskMove, ...]

    def of(self, kind: Kind) -> tuple[RiskMove, ...]:
        """The moves of one kind of risks."""
        return tuple(move for move in self.moves if move.kind == kind)

    def move(self, state: RiskState) -> RiskMove | None:
        """How an open risk moved; None where it stands where it did, and of a risk that is over."""
        if state.risk.status != "open" or not state.risk.id:
            return None
        own = (m for m in self.moves if m.id == state.risk.id and m.kind == state.risk.kind and m.after)
        return next(own, None)


@dataclass(frozen=True, slots=True)
class Exposed:
    """The exposure on the day of a report, and what changed it since the report before."""

    day: date
    score: int
    delta: int | None
    """None of the first report."""
    moves: tuple[RiskMove, ...] = ()


def risks_since(assessment: Assessment, reports: Reports) -> Since | None:
    """What became of the risks since the last report; None where that did not have the project.

    Scores of two scales say nothing of each other: then it is None too.
    """
    last = reports.last(assessment.project.id)
    if last is None:
        return None
    now = reports.course(assessment)[-1]
    if last.steps != now.steps:
        return None
    return Since(last.day, last.exposure, moves(last, now, assessment.project))


def exposure_course(assessment: Assessment, reports: Reports) -> tuple[Exposed, ...]:
    """The exposure in each report on the scale of today, and today, the oldest first."""
    course = _on_scale(reports.course(assessment))
    first = Exposed(course[0].day, course[0].exposure, None)
    return (first, *(_exposed(before, after, assessment.project) for before, after in pairwise(course)))


def _exposed(before: Snapshot, after: Snapshot, project: Project) -> Exposed:
    moved = tuple(move for move in moves(before, after, project) if move.kind == "threat")
    return Exposed(after.day, after.exposure, after.exposure - before.exposure, moved)


def moves(before: Snapshot, after: Snapshot, project: Project) -> tuple[RiskMove, ...]:
    """The risks that two reports of a project rate differently, by the ids that they have today.

    One that turned from a threat into an opportunity is a threat less and an opportunity more.
    """
    ids = {name: risk.id for risk in reversed(project.risks) for name in names(risk)}
    old, new = _rated(before, ids), _rated(after, ids)
    # Of dictionaries, not of sets: the order must be the same in every run.
    found = (RiskMove(*key, old.get(key), new.get(key)) for key in {**new, **old})
    return tuple(sorted((m for m in found if m.before != m.after), key=lambda move: -abs(move.delta)))


def exposure_of_all(assessments: Iterable[Assessment], reports: Reports) -> tuple[Exposed, ...]:
    """The exposure of several projects together in each report on the scale of today, and today.

    The oldest comes first. A project counts nothing before the first report that had it. Where a later one
    could not read it, what it said before holds.
    """
    courses = [_on_scale(reports.course(assessment)) for assessment in assessments]
    days = sorted({one.day for course in courses for one in course})
    scores = [sum(_on(day, course) for course in courses) for day in days]
    changes = (None, *(after - before for before, after in pairwise(scores)))
    return tuple(map(Exposed, days, scores, changes))


def exposure_changes(
    assessments: Iterable[Assessment], reports: Reports
) -> tuple[tuple[Assessment, int], ...]:
    """By how much each project that changed the exposure since the last report did, the most first."""
    said = ((one, reports.of.get(one.project.id, ())) for one in assessments)
    changes = [(one, one.exposure.score - (before[-1].exposure if before else 0)) for one, before in said]
    return tuple(sorted((c for c in changes if c[1]), key=lambda change: -abs(change[1])))


def _on_scale(course: Sequence[Snapshot]) -> tuple[Snapshot, ...]:
    """The reports since the scale is what it is today."""
    now = course[-1].steps
    return tuple(reversed([*takewhile(lambda one: one.steps == now, reversed(course))]))


def _on(day: date, course: Sequence[Snapshot]) -> int:
    """The exposure that was said of a project last on a day."""
    return next((one.exposure for one in reversed(course) if one.day <= day), 0)


def _rated(one: Snapshot, ids: Mapping[str, str]) -> dict[tuple[str, Kind], Rating]:
    found: dict[tuple[str, Kind], Rating] = {}
    for name, rating in one.risks.items():
        kind: Kind = "opportunity" if name in one.chances else "threat"
        found[ids.get(name, name), kind] = rating
    return found


def _score(rating: Rating | None) -> int:
    return rating[0] * rating[1] if rating else 0
