"""Rules that look back: what only the history can tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from opsgen.changes.fields import KINDS
from opsgen.derive.standing import lifecycle_of, named, names
from opsgen.rules.rule import Finding, past_rule
from opsgen.words import Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from opsgen.changes.change import Change
    from opsgen.load import Path
    from opsgen.model import Lifecycle, Milestone, Project
    from opsgen.rules.rule import Rule
    from opsgen.timeline import Timeline

_BEFORE = ("proposed", "initiating", "planning")
_TOLD = ("key", "gate")
"""The types of milestones whose moves are told why."""


@dataclass(frozen=True, slots=True)
class Past:
    """What is known of the past of one project."""

    timeline: Timeline
    day: date
    """The day on which it is asked; what is not committed yet is of that day."""
    at_baseline: Project | None = None
    """The project as the tag of its baseline has it; None where it names none, or none that is known."""
    known: bool = True
    """Whether there is such a tag; True too where nobody can tell."""

    def changes(self, project: Project) -> tuple[Change, ...]:
        """All changes of the project, the newest first; those not committed yet before them."""
        called = (project.id, *project.aliases)
        landed = (c for landing in self.timeline.of_project(*called) for c in landing.changes)
        return (*(c for c in self.timeline.pending if c.project in called), *landed)


@past_rule("moved-again-without-reason", "warning")
def moved_again_without_reason(project: Project, past: Past) -> Iterator[Finding]:
    """The last time an open milestone was moved to a later day, nobody wrote why.

    What stands there as its reason is that of an earlier move, or there is none. Who reads the plan takes it
    for the reason of this one. Moves of milestones of the types key and gate count, once the project is under
    way.

    Example:
        # wrong
        # the forecast was 2026-11-27 before this change; the reason was there already
        milestones:
          - {id: M2, title: Load test, baseline: 2026-11-20, forecast: 2026-12-09, reason: SMS gateway late}
        # right
        milestones:
          - {id: M2, title: Load test, baseline: 2026-11-20, forecast: 2026-12-09, reason: Second test failed}
    """
    changes = past.changes(project)
    for i, milestone in enumerate(project.milestones):
        if milestone.actual or not milestone.forecast or milestone.type not in _TOLD or not milestone.id:
            continue
        move = _last_move(milestone, changes)
        if move and not _is_told(milestone, move) and _lifecycle_at(project, move, past) not in _BEFORE:
            yield _untold(milestone, move, ("milestones", i, "forecast"))


def _last_move(milestone: Milestone, changes: tuple[Change, ...]) -> Change | None:
    """The move that brought the forecast to where it is, unless a reason was written after it."""
    for change in changes:
        if change.kind != "milestones" or change.item not in names(milestone):
            continue
        if change.field == "reason" or change.field == "":
            return None
        if change.field == "forecast":
            return change if change.code == "milestone.slipped" else None
    return None


def _is_told(milestone: Milestone, move: Change) -> bool:
    # Where the plan was never left, `moved-without-reason` says what is missing.
    planned = milestone.baseline
    said_elsewhere = not milestone.reason and planned and milestone.forecast and milestone.forecast > planned
    return bool(move.reason or said_elsewhere)


def _untold(milestone: Milestone, move: Change, path: Path) -> Finding:
    days = round(move.delta or 0)
    stale = plural(
        "{item} was moved {n} day later, and its reason is that of an earlier move",
        "{item} was moved {n} days later, and its reason is that of an earlier move",
        days,
        item=named(milestone),
    )
    bare = plural(
        "{item} was moved {n} day later, without a reason",
        "{item} was moved {n} days later, without a reason",
        days,
        item=named(milestone),
    )
    hint = message("write a sentence: `reason: …`")
    return Finding(path, stale if milestone.reason else bare, hint)


def _lifecycle_at(project: Project, move: Change, past: Past) -> Lifecycle:
    """The lifecycle when the move landed: today's, without what changed it since."""
    landed = move.origin.date.date() if move.origin else past.day
    written = project.lifecycle
    for change in past.changes(project):
        if change is move or (change.origin and move.origin and change.origin.date <= move.origin.date):
            break
        if change.field == "lifecycle":
            written = cast("Lifecycle | None", change.old)
    return lifecycle_of(replace(project, lifecycle=written), landed)


@past_rule("id-reused", "warning")
def id_reused(project: Project, past: Past) -> Iterator[Finding]:
    """An id that was given up stands for another thing now.

    An id is for ever: links, minutes and the history of the thing that had it lead to the wrong one. Items
    that came back under the title they had are the same thing.

    Example:
        # wrong
        # R4 was “Host ill on the night”, and was removed in October
        risks:
          - {id: R4, title: Parcels pile up, probability: 3, impact: 3}
        # right
        risks:
          - {id: R9, title: Parcels pile up, probability: 3, impact: 3}
    """
    if past.timeline.reach != "whole":
        return
    gone = _given_up(past.changes(project))
    if not gone:
        return
    for kind in KINDS:
        for i, item in enumerate(getattr(project, kind, ())):
            former = gone.get(getattr(item, "id", ""))
            if former and not _is_one(kind, item, former):
                yield _reused(item, former, (kind, i, "id"))


def _given_up(changes: tuple[Change, ...]) -> Mapping[str, Change]:
    """The ids that were removed and came back later, each with how it was last removed."""
    found: dict[str, Change] = {}
    back: set[str] = set()
    for change in changes:
        if change.field or change.item in found:
            continue
        if change.code == _added(change.kind):
            back.add(change.item)
        elif change.code == _removed(change.kind) and change.item in back:
            found[change.item] = change
    return found


def _is_one(kind: str, item: Any, former: Change) -> bool:
    title = getattr(item, "title", None)
    return former.kind == kind and isinstance(title, Text) and title == former.title


def _reused(item: Any, former: Change, path: Path) -> Finding:
    text = message(
        "`{id}` was “{title}” until it was removed",
        id=item.id,
        title=former.title,
    )
    if former.origin:
        text = message(
            "`{id}` was “{title}” until it was removed on {day}",
            id=item.id,
            title=former.title,
            day=former.origin.date.date(),
        )
    return Finding(path, text, message("give the new one an id that was never used"))


@past_rule("baseline-differs-from-tag", "warning")
def baseline_differs_from_tag(project: Project, past: Past) -> Iterator[Finding]:
    """A plan that is written down is not the one at the tag that the project names as its baseline.

    What was agreed is what the tag has: there the original plan, or the forecast where none was written.
    Either the written plan was changed later, or a newer baseline was agreed on and has a tag of its own.

    Example:
        # wrong
        # at the tag, M2 was planned for 2026-11-27
        baseline: {ref: baseline/campaign/1}
        milestones:
          - {id: M2, title: Load test, baseline: 2026-12-09, forecast: 2026-12-09}
        # right
        # at the tag, M2 was planned for 2026-11-27
        baseline: {ref: baseline/campaign/1}
        milestones:
          - {id: M2, title: Load test, baseline: 2026-11-27, forecast: 2026-12-09}
    """
    if not past.known:
        text = message("git knows no `{ref}`", ref=project.baseline.ref)
        yield Finding(("baseline", "ref"), text, message("name a tag that exists, or remove the line"))
        return
    tagged = past.at_baseline
    if tagged is None:
        return
    then = {name: item for item in tagged.milestones for name in names(item)}
    for i, milestone in enumerate(project.milestones):
        old = next((then[name] for name in names(milestone) if name in then), None)
        agreed = (old.baseline or old.forecast) if old else None
        if milestone.baseline and agreed and milestone.baseline != agreed:
            yield _differs(milestone, agreed, project, ("milestones", i, "baseline"))
    lines = {name: line for line in tagged.budget for name in names(line)}
    for i, line in enumerate(project.budget):
        before = next((lines[name] for name in names(line) if name in lines), None)
        if before and before.planned != line.planned:
            yield _differs(line, before.planned, project, ("budget", i, "planned"))


def _differs(item: Any, agreed: object, project: Project, path: Path) -> Finding:
    text = message("{item}: `{ref}` has {agreed}", item=named(item), ref=project.baseline.ref, agreed=agreed)
    hint = message("write what the tag has, or agree on a new baseline with a tag of its own")
    return Finding(path, text, hint)


def _added(kind: str) -> str:
    return KINDS[kind].added if kind in KINDS else ""


def _removed(kind: str) -> str:
    return KINDS[kind].removed if kind in KINDS else ""


RULES: tuple[Rule, ...] = (moved_again_without_reason, id_reused, baseline_differs_from_tag)


def suspects(timeline: Timeline) -> frozenset[str]:
    """The projects of which these rules may say something without a tag, by whatever id they had."""
    of_projects: dict[str, list[Change]] = {}
    told = (*timeline.pending, *(change for landing in timeline.landings for change in landing.changes))
    for change in told:
        of_projects.setdefault(change.project, []).append(change)
    return frozenset(name for name, changes in of_projects.items() if name and _is_suspect(tuple(changes)))


def _is_suspect(changes: tuple[Change, ...]) -> bool:
    return bool(_given_up(changes)) or any(
        change.code == "milestone.slipped" and not change.reason for change in changes
    )
