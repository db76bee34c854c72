"""Changes that moved a number: each with its day, who brought it, and whether a decision approves it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from opsgen.calendar import zone
from opsgen.text import plain
from opsgen.views.past.approved import Approvals
from opsgen.views.past.hosts import request_url
from opsgen.views.past.told import Speaker
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import Any

    from opsgen.changes.change import Change
    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.views.past.told import Line
    from opsgen.words import Message


@dataclass(frozen=True, slots=True)
class Traced:
    """One change in words.

    `day` is that on which it landed, the status date while it is not committed; `approval` says which
    decision approves it, or that none does, and is None where none has to.
    """

    day: date
    line: Line
    said: str
    author: str
    request: str
    request_url: str
    approval: Message | None
    approved: bool
    committed: bool


class Tracer:
    """Tells the changes of one project."""

    def __init__(self, edition: Edition, project: Project) -> None:
        self._edition = edition
        self._project = project
        self._zone = zone(edition.settings.timezone)

    @cached_property
    def _speaker(self) -> Speaker:
        return Speaker(self._edition)

    @cached_property
    def _approvals(self) -> Approvals:
        return Approvals(self._edition, self._project)

    def changes(self, *codes: str) -> tuple[Change, ...]:
        """The changes of the project with these codes up to the status date, the oldest first."""
        timeline, called = self._edition.timeline, (self._project.id, *self._project.aliases)
        landings = timeline.of_project(*called)
        landed = chain.from_iterable(landing.changes for landing in reversed(landings))
        waiting = (change for change in timeline.pending if change.project in called)
        found = (change for change in (*landed, *waiting) if change.code in codes)
        return tuple(change for change in found if self.day(change) <= self._edition.as_of)

    def day(self, change: Change) -> date:
        """The day on which a change landed; the status date where it is not committed."""
        if change.origin is None:
            return self._edition.as_of
        return change.origin.date.astimezone(self._zone).date()

    def told(
        self, changes: Iterable[Change], items: Mapping[str, Any], *, named: bool = True
    ) -> tuple[Traced, ...]:
        """The changes in words; `items` are those of today by their names, `named` that each says of what."""
        return tuple(self._told(change, items.get(change.item), named=named) for change in changes)

    def _told(self, change: Change, item: Any, *, named: bool) -> Traced:
        line, origin = self._speaker.line(change), change.origin
        by = self._approvals.of(change, item)
        request = origin.request if origin else ""
        return Traced(
            day=self.day(change),
            line=line,
            said=line.sentence if named else self._bare(line.sentence, change),
            author=plain(self._edition.person(origin.author)) if origin and origin.author else "",
            request=request,
            request_url=request_url(self._edition.settings.repo_url, request),
            approval=None if by is None else _approval(by),
            approved=bool(by),
            committed=origin is not None,
        )

    def _bare(self, sentence: str, change: Change) -> str:
        """A sentence without the name of its item in front; all of it where it begins in another way."""
        name = self._speaker.name(change)
        if not sentence.casefold().startswith(name.casefold()):
            return sentence
        return sentence[len(name) :].lstrip(" :：，,") or sentence


def _approval(by: str) -> Message:
    return message("approved by {decision}", decision=by) if by else message("not approved")


def note(edition: Edition) -> Message | None:
    """Why the history under a chart is not whole; None where it is."""
    return None if edition.timeline.reach == "whole" else edition.timeline.note
