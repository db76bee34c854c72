"""The history of one item, where the item stands on the page of its project."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.changes.fields import KINDS
from opsgen.changes.pairs import Pair
from opsgen.text import plain
from opsgen.views.past.told import Line, Speaker
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from opsgen.changes.change import Change
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.words import Message

KIND: Mapping[str, str] = {
    "action": "actions",
    "adjustment": "adjustments",
    "assumption": "assumptions",
    "benefit": "benefits",
    "budget-line": "budget",
    "conflict": "conflicts",
    "decision": "decisions",
    "deliverable": "deliverables",
    "dependency": "dependencies",
    "equipment": "equipment",
    "goal": "goals",
    "issue": "issues",
    "lesson": "lessons",
    "metric": "metrics",
    "milestone": "milestones",
    "phase": "phases",
    "research": "research",
    "risk": "risks",
    "task": "tasks",
    "training": "training",
    "vendor": "vendors",
}
"""The list of each kind of item that has a history of its own on the page."""
_MOVES = frozenset({"milestone.slipped", "milestone.brought_forward"})
_MOST = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One change of an item, when and by whom."""

    day: date
    line: Line
    said: str
    """Its sentence without the name of the item, which stands above."""
    author: str
    request: str


@dataclass(frozen=True, slots=True)
class ItemHistory:
    """What became of an item, the newest first; `more` older changes are left out."""

    lead: Message
    steps: tuple[Step, ...]
    more: int


class Histories:
    """The histories of the items of an edition, one project after the other."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._speaker: Speaker | None = None
        self._project = ""
        self._found: Mapping[tuple[str, str], list[Change]] = {}

    def of(self, entity: str, item: Any, of: Project | str) -> ItemHistory | None:
        """The history of an item; None where it has none beyond being added."""
        kind = KIND.get(entity)
        project = self._edition.portfolio.project(of) if isinstance(of, str) else of
        if kind is None or not project or not self._edition.timeline.landings:
            return None
        names = dict.fromkeys((Pair(project.id, kind, None, item).item, *item.aliases))
        found = [change for name in names for change in self._of(project).get((kind, name), ())]
        later = [change for change in found if change.code != KINDS[kind].added]
        return self._told(found, _lead(later)) if later else None

    def _of(self, project: Project) -> Mapping[tuple[str, str], list[Change]]:
        if self._project != project.id:
            found: dict[tuple[str, str], list[Change]] = defaultdict(list)
            for landing in self._edition.timeline.of_project(project.id, *project.aliases):
                for change in landing.changes:
                    if change.code != "kpi.measured" or change.old is not None:
                        found[change.kind, change.item].append(change)
            self._project, self._found = project.id, dict(found)
        return self._found

    def _told(self, changes: list[Change], lead: Message) -> ItemHistory:
        self._speaker = speaker = self._speaker or Speaker(self._edition)
        # Of a date every move is told, whatever else there was.
        moves = [change for change in changes if change.code in _MOVES]
        others = [change for change in changes if change.code not in _MOVES]
        kept = {id(change) for change in (*moves, *others)[:_MOST]}
        shown = [change for change in changes if id(change) in kept and change.origin]
        steps = tuple(_step(change, speaker, self._edition) for change in shown)
        return ItemHistory(lead, steps, len(changes) - len(steps))


def _step(change: Change, speaker: Speaker, edition: Edition) -> Step:
    origin = change.origin
    assert origin is not None
    author = plain(edition.person(origin.author)) if origin.author else ""
    day = origin.date.astimezone(speaker.zone).date()
    line = speaker.line(change)
    return Step(day, line, _without(line.sentence, speaker.name(change)), author, origin.request)


def _without(sentence: str, name: str) -> str:
    """A sentence without the name of its item in front; all of it where it begins in another way."""
    if not sentence.casefold().startswith(name.casefold()):
        return sentence
    return sentence[len(name) :].lstrip(" :：，,") or sentence


def _lead(changes: list[Change]) -> Message:
    """How often it changed; of dates that moved, by how many days in all."""
    moves = [change.delta for change in changes if change.code in _MOVES and change.delta is not None]
    if not moves:
        return plural("Changed once", "Changed {n} times", len(changes))
    net = int(sum(moves))
    moved = plural("Moved once", "Moved {n} times", len(moves))
    if net > 0:
        later = plural("{n} day later in all", "{n} days later in all", net)
        return message("{moved}, {net}", moved=moved, net=later)
    if net < 0:
        earlier = plural("{n} day earlier in all", "{n} days earlier in all", -net)
        return message("{moved}, {net}", moved=moved, net=earlier)
    return message("{moved}, {net}", moved=moved, net=message("back to the same day"))
