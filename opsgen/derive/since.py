"""What became of a project since the last report: its light, and the dates of its milestones."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from opsgen.derive.standing import names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.snapshot import Reports, Snapshot
    from opsgen.model import Rag

Course = Literal["better", "worse", "same", "other"]
"""Which way a light went; `other` to or from one that says neither good nor bad: not assessed, complete."""

_RANK: Mapping[Rag, int] = {"green": 0, "amber": 1, "red": 2}


@dataclass(frozen=True, slots=True)
class LightSince:
    """The light of a project beside the one that the last report showed."""

    day: date
    was: Rag
    course: Course


def course(was: Rag, now: Rag) -> Course:
    """Which way a light went."""
    if was == now:
        return "same"
    if was not in _RANK or now not in _RANK:
        return "other"
    return "better" if _RANK[now] < _RANK[was] else "worse"


def light_since(assessment: Assessment, last: Snapshot | None) -> LightSince | None:
    """How the light of a project went since the last report; None where that did not have it."""
    if last is None:
        return None
    return LightSince(last.day, last.overall, course(last.overall, assessment.health.overall))


def moved(state: MilestoneState, last: Snapshot | None) -> int | None:
    """By how many days the date of a milestone is another one than in the last report, + is later.

    None where that had no date of it, under none of its ids.
    """
    said = last.milestones if last else {}
    before = next((said[name] for name in names(state.milestone) if name in said), None)
    return (state.due - before).days if before and state.due else None


def lights_on(snapshots: Iterable[Snapshot]) -> Counter[Rag]:
    """How many projects had each light."""
    return Counter(one.overall for one in snapshots)


def lights_by_day(reports: Reports) -> dict[date, Counter[Rag]]:
    """How many of the projects had each light in each report, the oldest first."""
    by_day: dict[date, list[Snapshot]] = {}
    for said in reports.of.values():
        for one in said:
            by_day.setdefault(one.day, []).append(one)
    return {day: lights_on(by_day[day]) for day in sorted(by_day)}
