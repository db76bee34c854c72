"""What a rule is: a generator of findings with a name, a severity and a paragraph that explains it."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from opsgen.derive.standing import named
from opsgen.schema import marked
from opsgen.words import DaysSince, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from opsgen.load import Path
    from opsgen.model import Item, Project
    from opsgen.portfolio import House, Whole
    from opsgen.problem import Place, Repair, Severity
    from opsgen.rules.past import Past
    from opsgen.rules.verdict import Verdict
    from opsgen.words import Message

DAY = timedelta(days=1)
Pattern = tuple[str, ...]
"""Field names from a whole downwards; `*` for every entry of a list."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: at which path of a whole, what, and what to do.

    A rule knows no day. What only time makes wrong, or right again, says from and until when it is wrong.
    """

    path: Path
    message: Message
    hint: Message | None = None
    since: date | None = None
    """The first day on which it is wrong; always, where there is none."""
    until: date | None = None
    """The last day on which it is wrong."""
    of_key: bool = False
    """Whether the field's name is wrong, not its value."""
    put: str | None = None
    """The text that certainly belongs in the place of the value."""
    begin: str | None = None
    """The field, `key: value`, with which the entry at the path should certainly begin."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding of a rule, at its place in a file."""

    code: str
    place: Place
    message: Message
    hint: Message | None = None
    since: date | None = None
    until: date | None = None
    repair: Repair | None = None

    def holds(self, as_of: date) -> bool:
        """Whether it is wrong on this day."""
        return (self.since is None or self.since <= as_of) and (self.until is None or as_of <= self.until)


def overdue(item: Item, path: Path, due: date, hint: Message) -> Finding:
    """The finding that an item's day has passed, from the next day on."""
    text = plural("{item} is {n} day overdue", "{item} is {n} days overdue", DaysSince(due), item=named(item))
    return Finding(path, text, hint, since=due + DAY)


def expected(item: Item, path: Path, day: date, hint: Message) -> Finding:
    """The finding that the day has passed on which an item was last expected.

    It says which day that is: pages count the same item from its original plan, which gives another number.
    """
    text = plural(
        "{item} was expected on {day}, {n} day ago",
        "{item} was expected on {day}, {n} days ago",
        DaysSince(day),
        item=named(item),
        day=day,
    )
    return Finding(path, text, hint, since=day + DAY)


Find: TypeAlias = "Callable[[Whole, House], Iterator[Finding]]"
Compare: TypeAlias = "Callable[[Sequence[Verdict], House, date], Iterator[tuple[Verdict, Remark]]]"

LookBack: TypeAlias = "Callable[[Project, Past], Iterator[Finding]]"


def _finds_nothing(*_: object) -> Iterator[Any]:
    return iter(())


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `code` names the wrong thing, so that it reads well after "allow"."""

    code: str
    severity: Severity
    about: str
    """What is wrong and why, with an example; `opsgen.explain` takes it apart."""
    find: Find = _finds_nothing
    """What is wrong in one whole by itself."""
    compare: Compare = _finds_nothing
    """What is wrong between the wholes."""
    look_back: LookBack = _finds_nothing
    """What is wrong with a project by its history."""


def rule(code: str, severity: Severity) -> Callable[[Callable[[Project, House], Iterator[Finding]]], Rule]:
    """A rule over every project."""

    def made(find: Callable[[Project, House], Iterator[Finding]]) -> Rule:
        def over_project(whole: Whole, house: House) -> Iterator[Finding]:
            return find(whole.value, house) if whole.kind == "project" else iter(())

        return Rule(code, severity, inspect.getdoc(find) or "", over_project)

    return made


def whole_rule(code: str, severity: Severity) -> Callable[[Find], Rule]:
    """A rule over the settings, the people and every project alike."""

    def made(find: Find) -> Rule:
        return Rule(code, severity, inspect.getdoc(find) or "", find)

    return made


def across_rule(code: str, severity: Severity) -> Callable[[Compare], Rule]:
    """A rule over what all projects say of themselves; it is asked anew each time, and told the day."""

    def made(compare: Compare) -> Rule:
        return Rule(code, severity, inspect.getdoc(compare) or "", compare=compare)

    return made


def past_rule(code: str, severity: Severity) -> Callable[[LookBack], Rule]:
    """A rule over every project and its past."""

    def made(look_back: LookBack) -> Rule:
        return Rule(code, severity, inspect.getdoc(look_back) or "", look_back=look_back)

    return made


Marked: TypeAlias = "tuple[Path, Any, Any]"
"""A path, what a mark of the schema says of it, and the value there."""


def marked_values(whole: Whole, mark: str, only: str = "") -> Sequence[Marked]:
    """Every value whose field bears a mark in the schema, such as `x-ref`; or `x-type` that says `text`."""
    wanted = f"{mark}={only}"
    if wanted not in whole.found:
        whole.found[wanted] = []
        _walk(whole.value, _tree(whole.kind, mark, only), (), whole.found[wanted])
    found: Sequence[Marked] = whole.found[wanted]
    return found


@dataclass(slots=True)
class _Node:
    """Where marks stand, as a tree: one walk finds them all."""

    said: Any = None
    fields: dict[str, _Node] = field(default_factory=dict)


@cache
def _tree(kind: str, mark: str, only: str) -> _Node:
    root = _Node()
    for pattern, said in marked(kind, mark):
        if only and said != only:
            continue
        node = root
        for key in pattern:
            node = node.fields.setdefault(key, _Node())
        node.said = said
    return root


def _walk(value: Any, node: _Node, path: Path, found: list[Marked]) -> None:
    names = _names(value.__class__)
    for key, below in node.fields.items():
        if key in names:
            inner = getattr(value, attribute(key))
            if inner is not None:
                _take(inner, below, (*path, key), found)
        elif key == "*" and value.__class__ in (tuple, dict):
            for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
                _take(inner, below, (*path, step), found)


def _take(value: Any, node: _Node, path: Path, found: list[Marked]) -> None:
    if node.said is not None:
        found.append((path, node.said, value))
    if node.fields:
        _walk(value, node, path, found)


def reach(value: Any, pattern: Pattern) -> Sequence[tuple[Path, Any]]:
    """The paths and values of a pattern such as `("goals", "*", "metrics", "*")`; none where it is empty."""
    found: Sequence[tuple[Path, Any]] = [((), value)]
    for key in pattern:
        found = _entries(found) if key == "*" else _fields(found, key)
        if not found:
            break
    return found


def _entries(found: Sequence[tuple[Path, Any]]) -> list[tuple[Path, Any]]:
    """The entries of lists and mappings."""
    steps: list[tuple[Path, Any]] = []
    for path, outer in found:
        if type(outer) is tuple:
            steps += [((*path, i), inner) for i, inner in enumerate(outer)]
        elif type(outer) is dict:
            steps += [((*path, key), inner) for key, inner in outer.items()]
    return steps


def _fields(found: Sequence[tuple[Path, Any]], key: str) -> list[tuple[Path, Any]]:
    """The values of one field, where it has one."""
    values = [
        (path, getattr(outer, attribute(key))) for path, outer in found if key in _names(outer.__class__)
    ]
    return [((*path, key), inner) for path, inner in values if inner is not None]


def attribute(key: str) -> str:
    """What a field is called in the model; a word of Python is followed by `_` there: `from_`, `for_`."""
    return f"{key}_" if key in ("from", "for") else key


@cache
def _names(kind: Any) -> frozenset[str]:
    """The fields of a class of the model by their YAML keys."""
    return frozenset(name.removesuffix("_") for name in getattr(kind, "__dataclass_fields__", ()))
