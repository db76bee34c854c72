"""What decisions approve: which of them are taken, since when, and what exactly each one says yes to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from opsgen.changes.edits import named
from opsgen.derive.standing import names
from opsgen.model.numbers import Target
from opsgen.schema.values import money
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.changes.edits import Edit
    from opsgen.model import Decision, Project
    from opsgen.model.steering import Approval
    from opsgen.portfolio import Portfolio


@dataclass(frozen=True, slots=True)
class Approved:
    """One thing that a decision in force approves."""

    name: str
    """The decision, as a sentence names it."""
    approval: Approval
    whole: bool
    """Whether it says no value: then it approves whatever the same go, in which it is taken, changes."""
    of_portfolio: bool = False
    """Whether the portfolio decided it: then items are named `project:ID`."""


class Register:
    """The decisions of two versions, and what those in force approve."""

    def __init__(self, old: Portfolio, new: Portfolio, now: date) -> None:
        self._old, self._new, self._now = old, new, now
        self._of_portfolio = tuple(self._approved(_of_portfolio(old), _of_portfolio(new), of_portfolio=True))

    def of(self, project: str, before: Project | None, after: Project | None) -> Iterator[Approved]:
        """What is approved of a project; of the settings where there is none."""
        if not project:
            yield from self._of_portfolio
            return
        old = _of_project(self._old, before) if before else ()
        new = _of_project(self._new, after) if after else ()
        yield from self._approved(old, new)
        yield from (one for one in self._of_portfolio if one.approval.id.startswith(f"{project}:"))
        if before and after is None:  # only the portfolio can decide that a project goes
            yield from (one for one in self._of_portfolio if one.approval.id in names(before))

    def was_taken(self, decision: str, before: Project | None) -> bool:
        """Whether the version before had taken this decision already."""
        known = _of_project(self._old, before) if before else _of_portfolio(self._old)
        return any(decision in names(one) and _is_taken(one) for one in known)

    def _approved(
        self, old: Iterable[Decision], new: Iterable[Decision], *, of_portfolio: bool = False
    ) -> Iterator[Approved]:
        before = {name: one for one in old for name in _known_as(one)}
        taken = [one for one in new if _is_taken(one) and one.date and one.date <= self._now]
        superseded = {one.supersedes for one in taken}
        for decision in taken:
            if superseded.isdisjoint(names(decision)):
                former = next((before[name] for name in _known_as(decision) if name in before), None)
                for approval in _in_force(decision, former):
                    whole = not approval.field and not _was_taken(former)
                    yield Approved(_name(decision), approval, whole, of_portfolio)


def covers(one: Approved, edit: Edit, new: Any, called: frozenset[str]) -> bool:
    """Whether it approves that a field of an item is as it is now; `called` are the names of the item."""
    approval = one.approval
    if approval.id not in called:
        return False
    if one.whole:
        return True
    last = approval.id.rpartition(":")[2]
    for path in dict.fromkeys((approval.field, f"{last}.{approval.field}", _of_part(edit, approval))):
        if approval.field and (edit.field == path or edit.field.startswith(f"{path}.")):
            return same(approval.to, _at(new, path.split(".")))
    return False


def same(written: Any, value: Any) -> bool:
    """Whether a value is the one that is written in an approval, however it was written."""
    match value:
        case None | bool():
            return written is value
        case Text():
            return written in value.forms
        case date():
            return str(written) == value.isoformat()
        case int() | float() | Decimal():
            return _number(written) == Decimal(str(value))
        case Target():
            return _is_target(written, value)
        case tuple():
            return isinstance(written, list | tuple) and sorted(map(str, written)) == sorted(map(str, value))
        case _ if is_dataclass(value):
            return isinstance(written, Mapping) and all(
                same(written.get(field.name), getattr(value, field.name)) for field in fields(value)
            )
        case _:
            return str(written) == str(value)


def _is_target(written: Any, target: Target) -> bool:
    if target.value is not None:
        return same(written, target.value)
    if target.steps:
        listed = written if isinstance(written, list | tuple) else ()
        given = [(str(one.get("date")), one.get("value")) for one in listed if isinstance(one, Mapping)]
        return len(given) == len(target.steps) and all(
            day == step.isoformat() and same(number, value)
            for (day, number), (step, value) in zip(sorted(given, key=str), sorted(target.steps), strict=True)
        )
    return isinstance(written, Mapping) and all(
        same(written.get(name), getattr(target, name)) for name in ("min", "max")
    )


def _number(written: Any) -> Decimal | None:
    if isinstance(written, bool) or not isinstance(written, str | int | float | Decimal):
        return None
    try:
        return money(str(written).rstrip("%％ "))
    except (ValueError, ArithmeticError):
        return None


def _in_force(decision: Decision, former: Decision | None) -> Iterator[Approval]:
    """What it approved when it was taken: what somebody added to it later was not decided then."""
    for approval in decision.approves:
        if not _was_taken(former) or (former is not None and approval in former.approves):
            yield approval


def _is_taken(decision: Decision) -> bool:
    return decision.status == "decided" and decision.date is not None and bool(decision.outcome)


def _was_taken(former: Decision | None) -> bool:
    return former is not None and _is_taken(former)


def _of_project(portfolio: Portfolio, project: Project) -> tuple[Decision, ...]:
    """The project's decisions: its own, those of its meetings, and those about it of others."""
    own = (one for meeting in project.meetings for one in meeting.decisions)
    near = (one for one in own if not one.ref and (not one.project or one.project in names(project)))
    common = (one for meeting in portfolio.meetings for one in meeting.decisions)
    about = (one for one in common if not one.ref and one.project in names(project))
    return (*project.decisions, *near, *about)


def _of_portfolio(portfolio: Portfolio) -> tuple[Decision, ...]:
    common = (one for meeting in portfolio.meetings for one in meeting.decisions)
    return (*portfolio.settings.decisions, *(one for one in common if not one.ref and not one.project))


def _known_as(decision: Decision) -> tuple[object, ...]:
    return names(decision) or (decision.title.forms,)


def _name(decision: Decision) -> str:
    return decision.id or " / ".join(decision.title.forms)


def _of_part(edit: Edit, approval: Approval) -> str:
    """The way to a field of a part of an item, such as a key result, which has an id of its own."""
    return ".".join((*edit.path[:2], approval.field)) if approval.id in edit.path[1:2] else approval.field


def _at(item: Any, path: list[str]) -> Any:
    """The value at the end of the way."""
    for name in path:
        item = dict(named(item)).get(name) if isinstance(item, tuple) else getattr(item, name, None)
    return item
