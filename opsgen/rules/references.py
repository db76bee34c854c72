"""Rules about names of other things: what a field refers to exists. The schemas say what refers to what."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from opsgen.derive.standing import names
from opsgen.problem import Repair
from opsgen.rules.minutes import actions, decisions
from opsgen.rules.rule import Finding, Remark, attribute, marked_values, reach, whole_rule
from opsgen.schema import marked
from opsgen.schema.fields import kind_label, schema
from opsgen.schema.repairs import narrow
from opsgen.schema.suggest import exactly, suggest
from opsgen.words import Message, Text, either, message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from opsgen.load import Path
    from opsgen.model import Item
    from opsgen.portfolio import House, Whole
    from opsgen.rules.verdict import Reference, Verdict

_SHOWN = 12
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_HOMES = {
    "team": message("`teams` of `people.yaml`"),
    "programme": message("`programmes` of `portfolio.yaml`"),
    "strategic_goal": message("`strategic_goals` of `portfolio.yaml`"),
}
"""Where things stand that are no items of a project."""
_AGREED: dict[str, Callable[[Any], Iterable[tuple[Path, Item]]]] = {"decision": decisions, "action": actions}
"""What meetings hold, besides the lists."""


@whole_rule("unknown-reference", "error")
def unknown_reference(whole: Whole, house: House) -> Iterator[Finding]:
    """A field names an item, a project, a team or a programme that does not exist.

    Former ids (`aliases`) are known too. A task or milestone of another project is `project-id:ID`. The other
    side of a dependency may be anybody; where it begins with the id of a project, or with what is nearly one,
    the item must exist.

    Example:
        # wrong
        goals:
          - {id: G1, title: Sales of 120 M, metrics: [K9]}
        metrics:
          - {id: K1, title: Sales, target: 120, due: 2026-12-20}
        # right
        goals:
          - {id: G1, title: Sales of 120 M, metrics: [K1]}
        metrics:
          - {id: K1, title: Sales, target: 120, due: 2026-12-20}
    """
    known: dict[tuple[str, ...], frozenset[str] | None] = {}
    for path, kinds, name in references(whole):
        if leads_outside(kinds, name):
            continue
        if kinds not in known:
            known[kinds] = _known(kinds, whole, house)
        names = known[kinds]
        if names is not None and name not in names:
            hint, meant = _nearest(name, names, kinds), exactly(name, names)
            yield Finding(path, _missing(kinds, name), hint, put=meant)


def unknown_elsewhere(verdicts: Sequence[Verdict], *__: object) -> Iterator[tuple[Verdict, Remark]]:
    """What `unknown-reference` finds once the other projects are known."""
    homes = {name: verdict for verdict in verdicts for name in verdict.called()}
    held = {name: verdict for verdict in verdicts if (name := verdict.meeting)}
    projects = frozenset(homes)
    items: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
    for verdict in verdicts:
        for reference in verdict.outward:
            project, _, item = narrow(reference.name).partition(":")
            home = homes.get(project) or (held.get(project) if item else None)
            if home is None and reference.maybe and not _like(project, reference.name, projects):
                continue
            if home is None:
                others = projects - verdict.called()
                text, hint = _missing(("project",), project), _nearest(project, others, ("project",))
                yield verdict, Remark("unknown-reference", reference.place, text, hint)
                continue
            if not item or not home.readable:
                continue
            of = (home.source, reference.kinds)
            known = items[of] if of in items else items.setdefault(of, home.named(reference.kinds))
            if item in known and reference.name != f"{project}:{item}":
                yield verdict, _misspelt(reference, f"{project}:{item}")
            if item not in known:
                text, hint = _missing(reference.kinds, reference.name), _nearest(item, known, reference.kinds)
                yield verdict, Remark("unknown-reference", reference.place, text, hint)


def _like(project: str, written: str, projects: frozenset[str]) -> bool:
    """Whether what may be anybody has the form of an item of a project, and nearly the name of one."""
    return written.startswith(f"{project}:") and suggest(project, projects, likeness=0.8) is not None


def _misspelt(reference: Reference, right: str) -> Remark:
    """An item of another project with a full-width colon, or a space behind it: a name, to the program."""
    text = message("`{value}` is read as a name, not as an item of a project", value=reference.name)
    hint, place = message('write "{value}"', value=right), reference.place
    whole = place.end_column - place.column in (len(reference.name), len(reference.name) + 2)
    mend = Repair(place, f'"{right}"') if whole else None
    return Remark("unknown-reference", place, text, hint, repair=mend)


unknown_reference = replace(unknown_reference, compare=unknown_elsewhere)


def references(whole: Whole, *, people: bool = False) -> Iterator[tuple[Path, tuple[str, ...], str]]:
    """Where a whole names something else: the path, what kinds of thing it may be, and the name."""
    for path, kinds, name in marked_values(whole, "x-ref"):
        if ("person" in kinds) == people and isinstance(name, str) and name:
            yield path, tuple(kinds), name if people else _in_full(whole, path, name)


def counterparts(whole: Whole) -> Iterator[tuple[Path, tuple[str, ...], str]]:
    """Where a text may name an item of another project: `crm:M4`, but not `Supplier: Acme`."""
    for path, kinds, name in marked_values(whole, "x-counterpart"):
        project, _, item = narrow(name).partition(":")
        if project and _ID.fullmatch(item) and (":" in name or "：" in name):
            yield path, tuple(kinds), name


def _in_full(whole: Whole, path: Path, name: str) -> str:
    """The name with the project in front, where a point of a meeting says which one it is about."""
    if ":" in name or path[-1] not in ("decision", "ref"):
        return name
    point = whole.value
    for step in path[:-1]:
        point = point[step] if isinstance(step, int) else getattr(point, attribute(step))
    about = getattr(point, "project", "")
    if not about or (whole.kind == "meeting" and name in _written_there(whole)):
        return name
    return f"{about}:{name}"


def _written_there(whole: Whole) -> list[str]:
    """What a meeting of the portfolio decided and agreed on itself, by its names."""
    return [*_ids_of("decision", whole), *_ids_of("action", whole)]


def leads_outside(kinds: tuple[str, ...], name: str) -> bool:
    """Whether only another project can tell if the name is right."""
    return ":" in name or kinds == ("project",)


def names_by_kind(whole: Whole) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The ids and former ids of the items of a project or meeting that others may name, by their kind."""
    for kind in _item_kinds():
        names = tuple(_ids_of(kind, whole))
        if names:
            yield kind, names


def _known(kinds: tuple[str, ...], whole: Whole, house: House) -> frozenset[str] | None:
    """The names a reference to one of these kinds may use; None where the file that knows them is missing."""
    known = [_named(kind, whole, house) for kind in kinds]
    if whole.kind == "meeting" and "decision" in kinds:  # of the portfolio, where no project is named
        known.append(None if "portfolio" in house.unread else [d.id for d in house.settings.decisions])
    return None if None in known else frozenset(name for some in known for name in some or ())


def _named(kind: str, whole: Whole, house: House) -> Iterable[str] | None:
    if kind == "team":
        return [team.id for team in house.people.teams] if house.has_people else None
    if kind in ("programme", "strategic_goal"):
        settings = house.settings
        listed = settings.programmes if kind == "programme" else settings.strategic_goals
        return None if "portfolio" in house.unread else [entry.id for entry in listed]
    return _ids_of(kind, whole)


def _ids_of(kind: str, whole: Whole) -> list[str]:
    """The ids and former ids of one kind of item; decisions and actions may stand in minutes too."""
    found: Iterable[tuple[Path, Item]] = reach(whole.value, (_lists().get(kind, kind), "*"))
    if kind in _AGREED:
        found = _AGREED[kind](whole.value)
    return [name for _, item in found for name in names(item)]


def _missing(kinds: tuple[str, ...], name: str) -> Message:
    return message("there is no {kind} `{id}`", kind=either([_label(kind) for kind in kinds]), id=name)


@cache
def _item_kinds() -> tuple[str, ...]:
    """The kinds of a project's items that a field may name."""
    marks = ("x-ref", "x-counterpart")
    named = {kind for mark in marks for _, kinds in marked("project", mark) for kind in kinds}
    return tuple(sorted(named - {"person", "project", "team", "programme", "strategic_goal"}))


@cache
def _lists() -> dict[str, str]:
    """Entity to the list of a project that holds it: `goal` to `goals`."""
    properties = schema("project")["properties"]
    entities = {key: part.get("items", {}).get("$ref", "") for key, part in properties.items()}
    return {reference.rsplit("/", 1)[1]: key for key, reference in entities.items() if reference}


def _label(kind: str) -> Text:
    return Text(zh=kind_label(kind, "zh"), en=kind_label(kind, "en"))


def _nearest(name: str, known: frozenset[str], kinds: tuple[str, ...]) -> Message:
    names = in_order(known)
    meant = suggest(name, names)
    if meant:
        return message("did you mean `{key}`?", key=meant)
    if not names:
        return _write_one(kinds)
    more = ("…",) if len(names) > _SHOWN else ()
    return message("known: {names}", names=(*names[:_SHOWN], *more))


def _write_one(kinds: tuple[str, ...]) -> Message:
    """What to do where there is nothing that could be meant."""
    if kinds == ("project",):
        return message("there is no other project yet: write that one first, or delete the name")
    homes = [_HOMES.get(kind) or Text(f"`{_lists().get(kind, kind)}`") for kind in kinds]
    return message("there is none yet: write one in {lists}, or delete the name", lists=either(homes))


@lru_cache(8)  # one set is asked again for each name that is not in it
def in_order(names: frozenset[str]) -> tuple[str, ...]:
    """The names, sorted."""
    return tuple(sorted(names))


RULES = (unknown_reference,)
