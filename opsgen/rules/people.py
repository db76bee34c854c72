"""Rules about people: one name for one person, and work in the hands of those who are there."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from opsgen.derive.standing import goes_on, is_open, named
from opsgen.rules.minutes import actions
from opsgen.rules.references import in_order, references
from opsgen.rules.rule import DAY, Finding, rule, whole_rule
from opsgen.schema.suggest import suggest
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Path
    from opsgen.model import Person, Project
    from opsgen.portfolio import House, Whole

_SHOWN = 12
_LONG = 200
"""Longer than any name."""
_COMMA = re.compile(r" ?[、，,/／] ?")
_BETWEEN = re.compile(r" ?[、，,;；/／&＆+＋] ?| and |(?<=[\u4e00-\u9fff]{2})[和与及](?=[\u4e00-\u9fff]{2})")
"""What may stand between two people."""
_ASIDE = re.compile(r" ?[(（][^()（）]*[)）] ?")
"""What somebody adds to a name."""
_HAN = re.compile(r"[\u4e00-\u9fff]{2,3}")
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴"
    "夏钟汪姜范姚谭廖邹熊陆郝孔崔康邱秦江史顾侯邵孟段雷钱汤尹黎乔贺赖龚"
)
"""The common ones with which no word for a department begins."""
_OVER = ("done", "cancelled", "closed")


@whole_rule("name-of-two", "info")
def name_of_two(whole: Whole, _: House) -> Iterator[Finding]:
    """Two people of `people.yaml` have the same name; projects have to name them by their ids.

    Example:
        # wrong
        owner: wangfang
        # in people.yaml
        people:
          - {id: wangfang, name: 王芳}
          - {id: wangfang-gz, name: 王芳}
        # right
        owner: wangfang
        # in people.yaml
        people:
          - {id: wangfang, name: 王芳}
          - {id: wangfang-gz, name: 广州王芳}
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


@whole_rule("unknown-person", "error")
def unknown_person(whole: Whole, house: House) -> Iterator[Finding]:
    """A field names somebody who is not in `people.yaml`, or a name that two people have.

    Without a `people.yaml` every name is right.

    Example:
        # wrong
        owner: 王方
        # in people.yaml
        people: [{id: wangfang, name: 王芳}]
        # right
        owner: 王芳
        # in people.yaml
        people: [{id: wangfang, name: 王芳}]
    """
    if not house.has_people:
        return
    people = house.people.people
    ids, called = house.people.ids, house.people.called
    for path, kinds, name in references(whole, people=True):
        if kinds != ("person",) or name in ids or called.get(name) == 1:
            continue
        if name in called:
            text = message("{n} people have the name `{name}`", n=called[name], name=name)
            yield Finding(path, text, message("write the id of `people.yaml`"))
        else:
            text = message("`people.yaml` knows nobody called `{name}`", name=name)
            yield Finding(path, text, _stranger(name, people, ids.union(called)))


@whole_rule("several-persons", "warning")
def several_persons(whole: Whole, house: House) -> Iterator[Finding]:
    """A field for one person names two.

    Where two answer for something nobody does, and who looks for the work of one of them does not find it.
    Of names that stand in no `people.yaml` it is said where common surnames leave no doubt.

    Example:
        # wrong
        owner: 王芳、赵敏
        # right
        owner: 王芳
    """
    if house.has_people or "people" in house.unread:
        return
    for path, kinds, name in references(whole, people=True):
        parts = _listed(name) if kinds == ("person",) else ()
        if parts:
            text = message("`{name}` are several people, and one can be named here", name=name)
            names = tuple(f"`{part}`" for part in parts)
            hint = message("name the one who answers for it, one of {names}", names=names)
            if path[-1] == "person":
                hint = message("write an entry for each of them")
            if isinstance(path[-1], int):
                hint = message("write each as an entry of its own: {names}", names=names)
            yield Finding(path, text, hint)


@rule("owner-has-left", "warning")
def owner_has_left(project: Project, house: House) -> Iterator[Finding]:
    """Something open is in the hands of somebody who is not there any more.

    `active` in people.yaml says until when somebody is.

    Example:
        # wrong
        owner: wangfang
        # in people.yaml
        people:
          - {id: wangfang, name: 王芳, active: {until: 2026-09-30}}      # and it is November
          - {id: zhaomin, name: 赵敏}
        # right
        owner: zhaomin
        # in people.yaml
        people:
          - {id: wangfang, name: 王芳, active: {until: 2026-09-30}}
          - {id: zhaomin, name: 赵敏}
    """
    leaving = house.people.leaving
    if not leaving or not goes_on(project):
        return
    for path, owner, what in _hands(project):
        if owner in leaving:
            text = message(
                "{name} answers for {item}, and left on {day}", name=owner, item=what, day=leaving[owner]
            )
            hint = message("name somebody who is there")
            yield Finding(path, text, hint, since=leaving[owner] + DAY)


def _listed(name: str) -> tuple[str, ...]:
    """The people whom a text names one after another; nothing where it may be a single one."""
    parts = tuple(_COMMA.split(name[:_LONG]))
    sure = len(parts) > 1 and all(_HAN.fullmatch(part) and part[0] in _SURNAMES for part in parts)
    return parts if sure else ()


def _stranger(name: str, people: tuple[Person, ...], known: frozenset[str]) -> Message:
    parts = [part for part in _BETWEEN.split(_ASIDE.sub("", name[:_LONG])) if part]
    among = tuple(f"`{part}`" for part in dict.fromkeys(parts) if part in known)
    if among and len(parts) == 1:
        return message("write {name} alone", name=among[0])
    if among:
        return message("name one person; `people.yaml` knows {names}", names=among)
    meant = suggest(name, in_order(known))
    if meant:
        return message("did you mean `{key}`?", key=meant)
    if len(parts) > 1:
        return message("name one person, and add them to `people.yaml`")
    if not people:
        return message("add them to `people.yaml`")
    names = (*(person.name for person in people[:_SHOWN]), *(("…",) if len(people) > _SHOWN else ()))
    return message("add them to `people.yaml`, or write one of its names: {names}", names=names)


def _hands(project: Project) -> Iterator[tuple[Path, str, Message]]:
    """Who answers for the project and for what is open in it."""
    yield ("owner",), project.owner, message("the project")
    lists = (
        ("milestones", [(i, m) for i, m in enumerate(project.milestones) if m.actual is None]),
        ("tasks", [(i, t) for i, t in enumerate(project.tasks) if is_open(t)]),
        ("risks", [(i, r) for i, r in enumerate(project.risks) if r.status not in _OVER]),
    )
    for key, items in lists:
        for i, item in items:
            if item.owner:
                yield (key, i, "owner"), item.owner, named(item)
    for path, action in actions(project):
        if action.status not in _OVER and not action.done:
            yield (*path, "owner"), action.owner, named(action)


RULES = (unknown_person, several_persons, name_of_two, owner_has_left)
