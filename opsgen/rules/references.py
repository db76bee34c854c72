"""Rules about names of other things: what a field refers to exists. The schemas say what refers to what."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from opsgen.rules.rule import MOST, Context, Finding, Whole, portfolio_rule, reach
from opsgen.schema import marked
from opsgen.schema.fields import kind_label, schema
from opsgen.schema.suggest import suggest
from opsgen.words import Message, Text, either, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.load import Path
    from opsgen.model import Person
    from opsgen.portfolio import Portfolio

_SHOWN = 12


@portfolio_rule("unknown-reference", "error")
def unknown_reference(context: Context) -> Iterator[Finding]:
    """A field names an item, a project, a team or a programme that does not exist.

    Former ids (`aliases`) are known too. A task or milestone of another project is `project-id:ID`.

    Example:
        goals:
          - {id: G1, title: Sales of 120 M, metrics: [K9]}      # there is no metric K9
    """
    wholes = {whole.source: whole for whole in context.wholes()}
    known: _Known = {}
    for whole in wholes.values():
        yield from islice(_strange(whole, wholes, known, context), MOST)


_Known: TypeAlias = dict[tuple[str, tuple[str, ...]], frozenset[str] | None]
"""The names of each kind in each whole; None where the file that knows them is missing."""


def _strange(whole: Whole, wholes: Mapping[str, Whole], known: _Known, context: Context) -> Iterator[Finding]:
    for path, kinds, name in _references(whole):
        home, item = _home(whole, name, context.portfolio)
        key = (home, kinds)
        if key not in known:
            known[key] = _known(kinds, wholes[home], context) if home in wholes else None
        names = known[key] if home else frozenset()
        if names is not None and item not in names:
            text = message(
                "there is no {kind} `{id}`", kind=either([_label(kind) for kind in kinds]), id=name
            )
            yield Finding(path, text, _nearest(item, names), whole.source)


@portfolio_rule("unknown-person", "error")
def unknown_person(context: Context) -> Iterator[Finding]:
    """A field names somebody who is not in `people.yaml`, or a name that two people have.

    Without a `people.yaml` every name is right.

    Example:
        owner: 王方      # people.yaml knows 王芳
    """
    if not context.portfolio.has_people:
        return
    people = context.portfolio.people.people
    ids = {person.id for person in people}
    named = Counter(name for person in people for name in _names(person))
    for whole in context.wholes():
        strangers = (
            (path, name)
            for path, kinds, name in _references(whole, people=True)
            if kinds == ("person",) and name not in ids and named[name] != 1
        )
        for path, name in islice(strangers, MOST):
            if named[name]:
                text = message("{n} people have the name `{name}`", n=named[name], name=name)
                yield Finding(path, text, message("write the id of `people.yaml`"), whole.source)
            else:
                text = message("`people.yaml` knows nobody called `{name}`", name=name)
                yield Finding(path, text, _stranger(name, people), whole.source)


def _references(whole: Whole, *, people: bool = False) -> Iterator[tuple[Path, tuple[str, ...], str]]:
    for pattern, kinds in marked(whole.kind, "x-ref"):
        if ("person" in kinds) == people:
            for path, name in reach(whole.value, pattern):
                if isinstance(name, str) and name:
                    yield path, tuple(kinds), name


def _home(whole: Whole, name: str, portfolio: Portfolio) -> tuple[str, str]:
    """The project that a reference looks into, empty for one that does not exist, and the id in it."""
    project_id, colon, item = name.partition(":")
    if not colon:
        return whole.source, name
    found = portfolio.project(project_id)
    return (found.id if found else project_id if project_id in portfolio.broken else ""), item


def _known(kinds: tuple[str, ...], whole: Whole, context: Context) -> frozenset[str] | None:
    """The names a reference to one of these kinds may use; None where the file that knows them is missing."""
    names = [_named(kind, whole, context.portfolio) for kind in kinds]
    return None if None in names else frozenset(name for some in names for name in some or ())


def _named(kind: str, whole: Whole, portfolio: Portfolio) -> Iterable[str] | None:
    if kind == "project":
        return [*portfolio.broken, *(n for p in portfolio.projects for n in (p.id, *p.aliases))]
    if kind == "team":
        return [team.id for team in portfolio.people.teams] if portfolio.has_people else None
    if kind in ("programme", "strategic_goal"):
        listed = portfolio.settings.programmes if kind == "programme" else portfolio.settings.strategic_goals
        return None if "portfolio" in portfolio.unread else [entry.id for entry in listed]
    entries = (item for _, item in reach(whole.value, (_lists().get(kind, kind), "*")))
    return [name for item in entries for name in (item.id, *item.aliases) if name]


@cache
def _lists() -> dict[str, str]:
    """Entity to the list of a project that holds it: `goal` to `goals`."""
    properties = schema("project")["properties"]
    entities = {key: part.get("items", {}).get("$ref", "") for key, part in properties.items()}
    return {reference.rsplit("/", 1)[1]: key for key, reference in entities.items() if reference}


def _label(kind: str) -> Text:
    return Text(zh=kind_label(kind, "zh"), en=kind_label(kind, "en"))


def _nearest(name: str, known: Iterable[str]) -> Message:
    names = sorted(set(known))
    meant = suggest(name, names)
    if meant:
        return message("did you mean `{key}`?", key=meant)
    if not names:
        return message("none is written yet")
    more = ("…",) if len(names) > _SHOWN else ()
    return message("known: {names}", names=(*names[:_SHOWN], *more))


def _stranger(name: str, people: tuple[Person, ...]) -> Message:
    meant = suggest(name, sorted({word for person in people for word in (person.id, *_names(person))}))
    if meant:
        return message("did you mean `{key}`?", key=meant)
    if not people:
        return message("add them to `people.yaml`")
    names = (*(person.name for person in people[:_SHOWN]), *(("…",) if len(people) > _SHOWN else ()))
    return message("add them to `people.yaml`, or write one of its names: {names}", names=names)


def _names(person: Person) -> set[str]:
    return {name for name in (person.name.plain, person.name.zh, person.name.en) if name}


RULES = (unknown_reference, unknown_person)
