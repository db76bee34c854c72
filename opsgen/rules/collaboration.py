"""Rules about how people work together: the responsibility matrix, stakeholders, training, meetings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opsgen.derive.items import items_by_name
from opsgen.derive.raci import MOST_ACCOUNTABLE, person_key, raci
from opsgen.derive.stakeholders import weighty
from opsgen.derive.standing import goes_on, is_open, named
from opsgen.model import Milestone, Task
from opsgen.rules.identity import PREFIXES
from opsgen.rules.rule import DAY, Finding, reach, rule, whole_rule
from opsgen.schema.suggest import suggest
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.derive.standing import Called
    from opsgen.model import Project
    from opsgen.portfolio import House, Whole

_LIKE_AN_ID = re.compile(
    rf"(?:{'|'.join(sorted(set(PREFIXES.values()), key=len, reverse=True))})[0-9]{{1,4}}\Z"
)


@rule("raci-without-responsible", "warning")
def raci_without_responsible(project: Project, _: House) -> Iterator[Finding]:
    """A row of the responsibility matrix says who answers for a thing, and nobody who does it.

    Example:
        # wrong
        raci:
          - {item: Load test, accountable: 王芳}
        # right
        raci:
          - {item: Load test, accountable: 王芳, responsible: [赵敏]}
    """
    for i, row in enumerate(project.raci):
        if not row.responsible:
            text = message("nobody is responsible for “{item}”", item=row.item)
            yield Finding(("raci", i), text, message("write who does it: `responsible: […]`"))


@rule("raci-item-twice", "warning")
def raci_item_twice(project: Project, house: House) -> Iterator[Finding]:
    """Two rows of the responsibility matrix are about the same thing, so that two may answer for it.

    Where two answer for something nobody does: exactly one person is accountable.

    Example:
        # wrong
        raci:
          - {item: Load test, accountable: 王芳, responsible: [赵敏]}
          - {item: Load test, accountable: 李强, responsible: [赵敏]}
        # right
        raci:
          - {item: Load test, accountable: 王芳, responsible: [赵敏], consulted: [李强]}
    """
    first: dict[str, str] = {}
    for i, row in enumerate(project.raci):
        answers = person_key(row.accountable, house.people)
        others = {first[form] for form in row.item.forms if form in first}
        if others - {answers}:
            text = message("somebody else is accountable for “{item}” already", item=row.item)
            yield Finding(("raci", i, "accountable"), text, message("leave one of the two, in one row"))
        elif others:
            text = message("“{item}” has two rows", item=row.item)
            yield Finding(("raci", i, "item"), text, message("write everybody into one row"))
        for form in row.item.forms:
            first.setdefault(form, answers)


@rule("raci-roles-mixed", "info")
def raci_roles_mixed(project: Project, house: House) -> Iterator[Finding]:
    """Somebody has roles in one row that do not go together.

    Who does a thing, or answers for it, need not be asked or told; who is asked is told anyway. To do a thing
    and to answer for it goes together well.

    Example:
        # wrong
        raci:
          - {item: Load test, accountable: 王芳, responsible: [赵敏], informed: [王芳]}
        # right
        raci:
          - {item: Load test, accountable: 王芳, responsible: [赵敏, 王芳]}
    """
    found = raci(project, house.people)
    for i, line in enumerate(found.lines if found else ()):
        for who in line.odd:
            roles = tuple(f"`{role}`" for role in line.roles[who])
            person = house.people.find(who)
            text = message(
                "{name} has the roles {roles} for “{item}”",
                name=person.name if person else who,
                roles=roles,
                item=line.row.item,
            )
            hint = message("leave the one that asks the most of them, {role}", role=roles[0])
            yield Finding(("raci", i), text, hint)


@rule("accountable-for-too-much", "info")
def accountable_for_too_much(project: Project, house: House) -> Iterator[Finding]:
    """One person is accountable for more than seven rows of the responsibility matrix.

    Who answers for everything decides nothing in time.

    Example:
        # wrong
        raci:
          - {item: Plan, accountable: 王芳, responsible: [赵敏]}
          - {item: Budget, accountable: 王芳, responsible: [赵敏]}
          - {item: Contract, accountable: 王芳, responsible: [赵敏]}
          - {item: Load test, accountable: 王芳, responsible: [赵敏]}
          - {item: Training, accountable: 王芳, responsible: [赵敏]}
          - {item: Launch, accountable: 王芳, responsible: [赵敏]}
          - {item: Support, accountable: 王芳, responsible: [赵敏]}
          - {item: Report, accountable: 王芳, responsible: [赵敏]}
        # right
        raci:
          - {item: Plan, accountable: 王芳, responsible: [赵敏]}
          - {item: Budget, accountable: 王芳, responsible: [赵敏]}
          - {item: Contract, accountable: 王芳, responsible: [赵敏]}
          - {item: Load test, accountable: 赵敏, responsible: [赵敏]}
          - {item: Training, accountable: 赵敏, responsible: [赵敏]}
          - {item: Launch, accountable: 王芳, responsible: [赵敏]}
          - {item: Support, accountable: 赵敏, responsible: [赵敏]}
          - {item: Report, accountable: 赵敏, responsible: [赵敏]}
    """
    found = raci(project, house.people)
    for who, rows in found.answers_for.items() if found else ():
        if rows > MOST_ACCOUNTABLE:
            person = house.people.find(who)
            name = person.name if person else who
            text = message("{name} is accountable for {n} things", name=name, n=rows)
            yield Finding(("raci",), text, message("give some of them to those who do them"))


@rule("unknown-raci-item", "warning")
def unknown_raci_item(project: Project, _: House) -> Iterator[Finding]:
    """A row of the responsibility matrix is about something that looks like an id, and no item has it.

    Example:
        # wrong
        milestones: [{id: M1, title: Load test passed, forecast: 2026-11-27}]
        raci:
          - {item: M9, accountable: 王芳, responsible: [赵敏]}
        # right
        milestones: [{id: M1, title: Load test passed, forecast: 2026-11-27}]
        raci:
          - {item: M1, accountable: 王芳, responsible: [赵敏]}
    """
    known = items_by_name(project)
    for i, row in enumerate(project.raci):
        name = row.item.plain
        if _LIKE_AN_ID.match(name) and name not in known:
            meant = suggest(name, sorted(known))
            hint = message("did you mean `{key}`?", key=meant) if meant else message("say it in words")
            yield Finding(("raci", i, "item"), message("no item has the id `{id}`", id=name), hint)


@rule("critic-without-strategy", "warning")
def critic_without_strategy(project: Project, _: House) -> Iterator[Finding]:
    """Somebody with much influence is against the project, and nothing says how it deals with them.

    Example:
        # wrong
        stakeholders:
          - {name: Shop managers, influence: 4, attitude: critic}
        # right
        stakeholders:
          - {name: Shop managers, influence: 4, attitude: critic, strategy: Ask two of them each week}
    """
    if not goes_on(project):
        return
    for i, stakeholder in enumerate(project.stakeholders):
        if stakeholder.attitude == "critic" and weighty(stakeholder) and not stakeholder.strategy:
            text = message("{name} has much influence and is against it", name=stakeholder.name)
            hint = message("write how the project deals with them: `strategy: …`")
            yield Finding(("stakeholders", i), text, hint)


@rule("training-too-late", "warning")
def training_too_late(project: Project, _: House) -> Iterator[Finding]:
    """A training comes after what cannot begin, or be reached, without it.

    Example:
        # wrong
        milestones: [{id: M1, title: Open, forecast: 2026-12-05}]
        training:
          - {id: TR1, title: Training at the tills, date: 2026-12-10, required_for: [M1]}
        # right
        milestones: [{id: M1, title: Open, forecast: 2026-12-05}]
        training:
          - {id: TR1, title: Training at the tills, date: 2026-12-01, required_for: [M1]}
    """
    known = items_by_name(project)
    for i, training in enumerate(project.training):
        for k, name in enumerate(training.required_for):
            item = known.get(name)
            day = _begins(item) if item else None
            if item and day and training.date and training.date > day:
                text = message(
                    "{training} is on {date}, after {item} on {day}",
                    training=named(training),
                    date=training.date,
                    item=named(item),
                    day=day,
                )
                yield Finding(("training", i, "required_for", k), text, message("move one of the two dates"))


def _begins(item: Called) -> date | None:
    """The day by which what an item needs must be there; none for what is over."""
    if isinstance(item, Milestone):
        return None if item.actual else item.forecast
    if isinstance(item, Task):
        return (item.actual.start or item.start) if is_open(item) else None
    return None


@rule("training-without-result", "info")
def training_without_result(project: Project, _: House) -> Iterator[Finding]:
    """A training is past, and nothing says who came or what came of it.

    Example:
        # wrong
        training:
          - {id: TR1, title: Training at the tills, date: 2026-11-10}
        # right
        training:
          - {id: TR1, title: Training at the tills, date: 2026-11-10, attended: [41 of 46 shop managers]}
    """
    for i, training in enumerate(project.training):
        if training.date and not training.attended and not training.result:
            text = message("nothing says what came of {item}", item=named(training))
            hint = message("write `attended` or `result`, or a new `date`")
            yield Finding(("training", i), text, hint, since=training.date + DAY)


@whole_rule("present-and-absent", "warning")
def present_and_absent(whole: Whole, house: House) -> Iterator[Finding]:
    """A meeting names somebody among those who were there and among those who were not.

    Example:
        # wrong
        meetings:
          - {id: W46, title: Weekly meeting, date: 2026-11-18, attendees: [王芳, 赵敏], absent: [赵敏]}
        # right
        meetings:
          - {id: W46, title: Weekly meeting, date: 2026-11-18, attendees: [王芳], absent: [赵敏]}
    """
    patterns = {"project": ("meetings", "*"), "meeting": ()}
    if whole.kind not in patterns:
        return
    for path, meeting in reach(whole.value, patterns[whole.kind]):
        there = {person_key(name, house.people) for name in meeting.attendees}
        for i, name in enumerate(meeting.absent):
            if person_key(name, house.people) in there:
                text = message("{name} was there and was not", name=name)
                yield Finding((*path, "absent", i), text, message("leave one of the two"))


RULES = (
    raci_without_responsible,
    raci_item_twice,
    raci_roles_mixed,
    accountable_for_too_much,
    unknown_raci_item,
    critic_without_strategy,
    training_too_late,
    training_without_result,
    present_and_absent,
)
