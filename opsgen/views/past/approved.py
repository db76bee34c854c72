"""Whether a decision approves what was promised otherwise once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.calendar import zone
from opsgen.changes.approvals import same
from opsgen.changes.vocabulary import GATED
from opsgen.derive.standing import names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from opsgen.changes.change import Change
    from opsgen.model import Decision, Project
    from opsgen.model.steering import Approval
    from opsgen.views.edition import Edition

_BEFORE = frozenset({"proposed", "initiating", "planning"})
"""A project that has not begun promises nothing yet."""


class Approvals:
    """What the decisions of a project, and of the portfolio about it, approve of its promises."""

    def __init__(self, edition: Edition, project: Project) -> None:
        self._project = project
        self._timeline = edition.timeline
        # The public does not see every decision: what it does not see may have approved a change.
        self._sees_all = edition.audience != "public"
        self._as_of = edition.as_of
        self._zone = zone(edition.settings.timezone)
        own = (*project.decisions, *(d for m in project.meetings for d in m.decisions))
        common = (d for m in edition.portfolio.meetings for d in m.decisions if d.project in names(project))
        self._decisions: tuple[Decision, ...] = (*own, *common, *edition.settings.decisions)
        landings = edition.timeline.of_project(project.id, *project.aliases)
        changes = (change for landing in landings for change in landing.changes)
        self._lives = [c for c in changes if c.code == "lifecycle.changed" and c.origin]

    def of(self, change: Change, item: Any = None) -> str | None:
        """The decision that approves a change; "" where one should and none does, None where none has to.

        `item` is what the change is of, as it is today: a value that nobody wrote as one is compared with it.
        """
        if change.code not in GATED or change.origin is None:
            return None
        called = {change.item, *(names(item) if item is not None else ())}
        called |= {f"{self._project.id}:{name}" for name in called}
        for decision, approval in self._in_force():
            if approval.id in called and self._covers(decision, approval, change, item):
                return decision.id or next(iter(decision.title.forms), "")
        lacking = self._sees_all and change.old is not None and self._promised(change)
        return "" if lacking else None

    def _in_force(self) -> Iterator[tuple[Decision, Approval]]:
        for decision in self._decisions:
            if decision.status == "decided" and decision.date and decision.date <= self._as_of:
                yield from ((decision, approval) for approval in decision.approves)

    def _covers(self, decision: Decision, approval: Approval, change: Change, item: Any) -> bool:
        if not approval.field:
            # Without a value it approves what came in the same go as the decision.
            return any(name in self._made_with(change) for name in names(decision))
        top = change.field.partition(".")[0]
        if approval.field not in (change.field, top):
            return False
        return same(approval.to, change.new) or same(approval.to, getattr(item, top, None))

    def _made_with(self, change: Change) -> frozenset[str]:
        """The decisions that were made in the commit of a change."""
        assert change.origin is not None
        commit = change.origin.commit
        landing = next((one for one in self._timeline.landings if one.commit.id == commit), None)
        found = landing.changes if landing else ()
        return frozenset(one.item for one in found if one.code == "decision.made")

    def _promised(self, change: Change) -> bool:
        """Whether the project had begun before the change."""
        assert change.origin is not None
        life: object = self._project.lifecycle
        for one in self._lives:
            assert one.origin is not None
            if one.origin.date < change.origin.date:
                break
            life = one.old
        if not life:
            day = change.origin.date.astimezone(self._zone).date()
            begun = self._project.start is not None and self._project.start <= day
            life = "executing" if begun else "planning"
        return life not in _BEFORE
