"""Rules about ids: every item has one of its own."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from opsgen.derive.items import LISTS
from opsgen.derive.standing import names
from opsgen.rules.minutes import actions, decisions
from opsgen.rules.rule import Finding, Remark, across_rule, reach, rule, whole_rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opsgen.load import Path
    from opsgen.model import Item, Meeting, Project
    from opsgen.portfolio import House, Whole
    from opsgen.rules.verdict import Verdict

PREFIXES = {
    "goals": "G",
    "key_results": "KR",
    "metrics": "K",
    "phases": "P",
    "milestones": "M",
    "tasks": "T",
    "risks": "R",
    "budget": "B",
    "decisions": "D",
    "actions": "A",
    "lessons": "L",
    "research": "RS",
    "assumptions": "AS",
    "deliverables": "DL",
    "issues": "I",
    "dependencies": "DP",
    "training": "TR",
    "equipment": "E",
    "vendors": "V",
    "conflicts": "C",
    "adjustments": "AD",
    "benefits": "BN",
}
_OWN_LISTS = {
    "portfolio": (
        ("programmes",),
        ("strategic_goals",),
        ("decisions",),
        ("categories", "risk"),
        ("categories", "budget"),
    ),
    "people": (("people",), ("teams",)),
}


def items(project: Project) -> Iterator[tuple[Path, Any]]:
    """Every item of a project that has an id, with its path; what its meetings agreed on too, updates not."""
    for name in LISTS:
        for i, item in enumerate(getattr(project, name)):
            yield (name, i), item
    for i, goal in enumerate(project.goals):
        for k, key_result in enumerate(goal.key_results):
            yield ("goals", i, "key_results", k), key_result
    for path, item in _agreed(project):
        if path[0] == "meetings":
            yield path, item


def _agreed(of: Project | Meeting) -> Iterator[tuple[Path, Item]]:
    """The decisions and actions, each where it is written."""
    yield from decisions(of)
    yield from actions(of)


def next_id(name: str, taken: Iterable[str]) -> str:
    """The next free id for a list of a project: `R4` after `R3`."""
    pattern = re.compile(re.escape(PREFIXES[name]) + r"([0-9]{1,9})\Z")
    numbers = [int(found[1]) for used in taken if (found := pattern.match(used))]
    return f"{PREFIXES[name]}{max(numbers, default=0) + 1}"


@rule("duplicate-item-id", "error")
def duplicate_item_id(project: Project, _: House) -> Iterator[Finding]:
    """Two items of a project have the same id.

    An id is how changes, decisions and links find an item, so it is unique over all lists of the project,
    former ids (`aliases`) and key results included.

    Example:
        # wrong
        milestones:
          - {id: M1, title: Load test passed, forecast: 2026-11-27}
          - {id: M1, title: Launched, forecast: 2026-12-15}
        # right
        milestones:
          - {id: M1, title: Load test passed, forecast: 2026-11-27}
          - {id: M2, title: Launched, forecast: 2026-12-15}
    """
    seen: dict[str, Path] = {}
    for path, item in items(project):
        for name in names(item):
            if seen.setdefault(name, path) != path:
                text = message("the id `{id}` is used twice in this project", id=name)
                hint = message("the next free one is `{id}`", id=next_id(_list_of(path), _taken(project)))
                yield Finding((*path, "id"), text, hint)
                break


@whole_rule("duplicate-id", "error")
def duplicate_id(whole: Whole, _: House) -> Iterator[Finding]:
    """Two people, teams, programmes, strategic goals, categories, or decisions and actions of a meeting of
    several projects, have the same id; former ids (`aliases`) count as well.

    Example:
        # wrong
        owner: wangfang
        # in people.yaml
        people:
          - {id: wangfang, name: 王芳}
          - {id: wangfang, name: 王方}
        # right
        owner: wangfang
        # in people.yaml
        people:
          - {id: wangfang, name: 王芳}
          - {id: wangfang2, name: 王方}
    """
    for pattern in _OWN_LISTS.get(whole.kind, ()):
        entries = reach(whole.value, (*pattern, "*"))
        yield from _twice(((*path, "id"), name) for path, entry in entries for name in _every(entry))
    if whole.kind == "meeting":
        yield from _twice(((*path, "id"), item.id) for path, item in _agreed(whole.value))


def _every(entry: Any) -> tuple[str, ...]:
    """The id, and the former ones where its kind has any; each once."""
    return tuple(dict.fromkeys((entry.id, *getattr(entry, "aliases", ()))))


def _twice(ids: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, word in ids:
        if word and word in seen:
            yield Finding(path, message("the id `{id}` is used twice", id=word))
        seen.add(word)


@across_rule("duplicate-meeting-id", "error")
def duplicate_meeting_id(verdicts: Sequence[Verdict], *_: object) -> Iterator[tuple[Verdict, Remark]]:
    """A meeting of the portfolio has the id of another one, or of a project.

    Two meetings of one id would have the same page, and `id:D1` would be a decision of either. A meeting
    without an id is called by the name of its file. Upper and lower case count as the same.

    Example:
        # wrong
        # in projects/meetings/november.yaml
        id: steering
        title: Steering committee in November
        date: 2026-11-16
        # in projects/meetings/october.yaml
        id: steering
        title: Steering committee in October
        date: 2026-10-19
        # right
        # in projects/meetings/november.yaml
        title: Steering committee in November
        date: 2026-11-16
        # in projects/meetings/october.yaml
        title: Steering committee in October
        date: 2026-10-19
    """
    seen: set[str] = set()
    projects = {name.casefold() for verdict in verdicts for name in verdict.called()}
    for verdict in verdicts:
        name = verdict.meeting
        if not name:
            continue
        hint = message("give it another `id`")
        if name.casefold() in seen:
            text = message("another meeting is called `{id}` too", id=name)
            yield verdict, Remark("duplicate-meeting-id", verdict.place, text, hint)
        elif name.casefold() in projects:
            text = message("a project is called `{id}` too", id=name)
            yield verdict, Remark("duplicate-meeting-id", verdict.place, text, hint)
        seen.add(name.casefold())


@whole_rule("missing-id", "warning")
def missing_id(whole: Whole, _: House) -> Iterator[Finding]:
    """An item has no id.

    Until it has one it is known by its title, and a new title makes it another item in every report of
    changes. The finding names the next free one.

    Example:
        # wrong
        risks:
          - {title: SMS gateway late, probability: 3, impact: 2}
        # right
        risks:
          - {id: R1, title: SMS gateway late, probability: 3, impact: 2}
    """
    if whole.kind not in ("project", "meeting"):
        return
    listed = list(items(whole.value) if whole.kind == "project" else _agreed(whole.value))
    taken = {name for _, item in listed for name in names(item)}
    for path, item in listed:
        if not item.id:
            free = next_id(_list_of(path), taken)
            taken.add(free)
            hint = message("write `id: {id}`", id=free)
            yield Finding(path, message("“{title}” has no id", title=item.title), hint, begin=f"id: {free}")


@across_rule("alias-in-use", "error")
def alias_in_use(verdicts: Sequence[Verdict], *_: object) -> Iterator[tuple[Verdict, Remark]]:
    """A former id of a project is the id, or a former id, of another one.

    Example:
        # wrong
        aliases: [spring-campaign]
        # in projects/spring-campaign.yaml
        title: Spring campaign
        # right
        aliases: [spring-gift]
        # in projects/spring-campaign.yaml
        title: Spring campaign
    """
    used = Counter(name for verdict in verdicts for name in verdict.called())
    for verdict in verdicts:
        for name, place in verdict.aliases:
            if used[name] > 1:
                text = message("another project is or was called `{id}` too", id=name)
                yield verdict, Remark("alias-in-use", place, text)


def _taken(project: Project) -> Iterator[str]:
    for _, item in items(project):
        yield from names(item)


def _list_of(path: Path) -> str:
    return str(path[-2])


RULES = (duplicate_item_id, duplicate_id, duplicate_meeting_id, missing_id, alias_in_use)
