"""Rules about people: one name for one person, and work in the hands of those who are there."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from opsgen.derive.standing import goes_on, named
from opsgen.rules.rule import DAY, Finding, rule, whole_rule
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.load import Path
    from opsgen.model import Person, Project
    from opsgen.portfolio import House, Whole

_OVER = ("done", "cancelled", "closed")


@whole_rule("name-of-two", "info")
def name_of_two(whole: Whole, _: House) -> Iterator[Finding]:
    """Two people of `people.yaml` have the same name; projects have to name them by their ids.

    Example:
        people:
          - {id: wangfang, name: 王芳}
          - {id: wangfang-gz, name: 王芳}      # owner: wangfang-gz
    """
    if whole.kind != "people":
        return
    seen: Counter[str] = Counter()
    for i, person in enumerate(whole.value.people):
        names = person.name.forms
        shared = next((name for name in names if seen[name]), None)
        if shared:
            text = message("somebody else is called `{name}` too", name=shared)
            yield Finding(("people", i, "name"), text, message("name both by their `id` in projects"))
        seen.update(names)


@rule("owner-has-left", "warning")
def owner_has_left(project: Project, house: House) -> Iterator[Finding]:
    """Something open is in the hands of somebody who is not there any more.

    `active` in people.yaml says until when somebody is.

    Example:
        owner: wangfang      # active: {until: 2026-09-30}, and it is October
    """
    leaving = _leaving(house.people.people)
    if not leaving or not goes_on(project):
        return
    for path, owner, what in _hands(project):
        if owner in leaving:
            text = message(
                "{name} answers for {item}, and left on {day}", name=owner, item=what, day=leaving[owner]
            )
            hint = message("name somebody who is there")
            yield Finding(path, text, hint, since=leaving[owner] + DAY)


@lru_cache(1)
def _leaving(people: tuple[Person, ...]) -> dict[str, date]:
    """Who leaves when, by id and by name."""
    return {
        name: person.active.until
        for person in people
        if person.active.until
        for name in (person.id, *person.name.forms)
    }


def _hands(project: Project) -> Iterator[tuple[Path, str, Message]]:
    """Who answers for the project and for what is open in it."""
    yield ("owner",), project.owner, message("the project")
    lists = (
        ("milestones", [(i, m) for i, m in enumerate(project.milestones) if m.actual is None]),
        ("tasks", [(i, t) for i, t in enumerate(project.tasks) if t.status not in _OVER]),
        ("risks", [(i, r) for i, r in enumerate(project.risks) if r.status not in _OVER]),
        ("actions", [(i, a) for i, a in enumerate(project.actions) if a.status not in _OVER and not a.done]),
    )
    for key, items in lists:
        for i, item in items:
            if item.owner:
                yield (key, i, "owner"), item.owner, named(item)


RULES = (name_of_two, owner_has_left)
