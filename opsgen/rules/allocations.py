"""Rules about who is planned for how much: within the dates of the work, and the time there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.calendar import beyond, calendar_names, working_calendar
from opsgen.derive.raci import person_key
from opsgen.derive.standing import by_name, goes_on, is_open, named
from opsgen.derive.workload import calendar_of_person, claims, weeks_of, workload
from opsgen.rules.rule import Finding, Remark, across_rule, rule, whole_rule
from opsgen.schema.suggest import suggest
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.derive.workload import Cell, Stretch
    from opsgen.load import Path
    from opsgen.model import Allocation, Project
    from opsgen.portfolio import House, Whole
    from opsgen.rules.verdict import Verdict
    from opsgen.words import Message

_MEANT = {
    **dict.fromkeys(("中国", "中国大陆", "china", "zh", "zh-cn", "prc"), "CN"),
    **dict.fromkeys(("工作日", "周一至周五", "weekday", "workday", "workdays", "mon-fri"), "weekdays"),
    "香港": "HK",
    "中国香港": "HK",
    "澳门": "MO",
    "台湾": "TW",
    "新加坡": "SG",
    "日本": "JP",
    "韩国": "KR",
    "美国": "US",
    "usa": "US",
    "英国": "GB",
    "uk": "GB",
    "德国": "DE",
    "法国": "FR",
    "越南": "VN",
}
"""What people write in place of the names of calendars, in small letters."""
_EXAMPLES = ("CN", "DE-BY", "weekdays")
_NAMED = 12  # projects in one sentence


@across_rule("over-allocated", "warning")
def over_allocated(
    verdicts: Sequence[Verdict], house: House, as_of: date
) -> Iterator[tuple[Verdict, Remark]]:
    """More is planned of somebody's time than there is: over all projects, in the coming 26 weeks.

    A share counts by the working days of the week that it covers, in the calendar of the person, so that
    holidays take no time. There is the `capacity` of people.yaml, else all of the working time. Every project
    that takes part is told, at what takes most in the worst of its weeks: any of them may give way.

    Example:
        # wrong
        allocations:
          - {person: 赵敏, percent: 60, from: 2026-11-23, until: 2026-12-04}
          - {person: 赵敏, percent: 50, from: 2026-11-30, until: 2026-12-11}
        # right
        allocations:
          - {person: 赵敏, percent: 60, from: 2026-11-23, until: 2026-12-04}
          - {person: 赵敏, percent: 40, from: 2026-11-30, until: 2026-12-11}
    """
    taken = [(verdict, claim, place) for verdict in verdicts for claim, place in verdict.claims]
    if not taken:
        return
    homes = {(claim.project, claim.index): (verdict, place) for verdict, claim, place in taken}
    load = workload((claim for _, claim, _ in taken), house.people, house.settings, as_of)
    for stretch in load.stretches:
        for project in stretch.projects:
            worst = stretch.worst_of(project)
            largest = next(part for part in worst.parts if part.project == project)
            verdict, place = homes[project, largest.index]
            hint = message("move dates, lower a share, or name somebody else")
            yield verdict, Remark("over-allocated", place, _too_much(stretch, worst), hint)


def _too_much(stretch: Stretch, worst: Cell) -> Message:
    """Who has too much when, and what each project takes of the week."""
    given: dict[str, object] = {
        "person": stretch.person.name if stretch.person else stretch.key,
        "week": worst.week.label,
        "percent": round(worst.percent or 0.0, 1),
        "capacity": round(worst.capacity, 1),
        "projects": tuple(_shares(worst)),
    }
    if stretch.first == stretch.last:
        return message(
            "{person} is planned for {percent}% of the time in {week}, {capacity}% is there: {projects}",
            **given,
        )
    return message(
        "{person} is planned for too much in {weeks}; in {week} it is {percent}% of the time, "
        "{capacity}% is there: {projects}",
        weeks=weeks_of(stretch),
        **given,
    )


def _shares(week: Cell) -> Iterator[Message]:
    """What the projects take of a week, the largest shares one by one."""
    shares = [*week.shares.items()]
    for project, percent in shares[:_NAMED]:
        yield message("{project} {percent}%", project=project, percent=round(percent, 1))
    left = len(shares) - _NAMED
    if left > 0:
        yield plural("{n} more project", "{n} more projects", left)


@rule("allocation-outside-plan", "warning")
def allocation_outside_plan(project: Project, _: House) -> Iterator[Finding]:
    """An allocation begins before, or ends after, the task, the phase or the project that it is for.

    Mostly the plan was moved and the people were not: they are then planned for weeks in which there is
    nothing to do, and missing in those in which there is.

    Example:
        # wrong
        tasks: [{id: T1, title: Load test, start: 2026-11-23, finish: 2026-12-04}]
        allocations: [{person: 赵敏, task: T1, percent: 50, from: 2026-11-09, until: 2026-11-20}]
        # right
        tasks: [{id: T1, title: Load test, start: 2026-11-23, finish: 2026-12-04}]
        allocations: [{person: 赵敏, task: T1, percent: 50, from: 2026-11-23, until: 2026-12-04}]
    """
    tasks, phases = by_name(project.tasks), by_name(project.phases)
    for i, allocation in enumerate(project.allocations if goes_on(project) else ()):
        task = tasks.get(allocation.task)
        if task and not is_open(task):
            continue  # what is over keeps the dates it had
        held = task if task and task.start and task.finish else phases.get(allocation.phase)
        within = held or project
        if within.start and within.finish and within.start <= within.finish:
            name = named(held) if held else message("the project")
            found = _outside(allocation, within.start, within.finish, name)
            if found:
                hint = message("move the allocation with the plan, or name what else it is for")
                yield Finding(("allocations", i, found[0]), found[1], hint)


def _outside(allocation: Allocation, start: date, finish: date, name: Message) -> tuple[str, Message] | None:
    """Which date of an allocation lies outside of what it is for, and how."""
    first, last = allocation.from_, allocation.until
    if first and first < start:
        text = message(
            "the allocation begins on {day}, but {item} on {start}", day=first, item=name, start=start
        )
        return "from", text
    if last and last < start:
        text = message(
            "the allocation ends on {day}, before {item} begins on {start}", day=last, item=name, start=start
        )
        return "until", text
    for key, day in (("from", first), ("until", last)):
        if day and beyond(day, finish):
            text = message(
                "the allocation goes on to {day}, but {item} ends on {finish}",
                day=day,
                item=name,
                finish=finish,
            )
            return key, text
    return None


@rule("allocation-of-two-phases", "warning")
def allocation_of_two_phases(project: Project, _: House) -> Iterator[Finding]:
    """An allocation names a task and a phase, and the task belongs to another phase.

    Example:
        # wrong
        phases:
          - {id: P1, title: Preparation, start: 2026-07-01, finish: 2026-09-30}
          - {id: P2, title: Sales, start: 2026-10-01, finish: 2026-12-15}
        tasks: [{id: T1, title: Load test, phase: P1}]
        allocations: [{person: 赵敏, task: T1, phase: P2, percent: 50}]
        # right
        phases:
          - {id: P1, title: Preparation, start: 2026-07-01, finish: 2026-09-30}
          - {id: P2, title: Sales, start: 2026-10-01, finish: 2026-12-15}
        tasks: [{id: T1, title: Load test, phase: P1}]
        allocations: [{person: 赵敏, task: T1, percent: 50}]
    """
    tasks, phases = by_name(project.tasks), by_name(project.phases)
    for i, allocation in enumerate(project.allocations):
        task, phase = tasks.get(allocation.task), phases.get(allocation.phase)
        own = phases.get(task.phase) if task else None
        if task and phase and own and own is not phase:
            text = message(
                "{task} belongs to {own}, not to {phase}",
                task=named(task),
                own=named(own),
                phase=named(phase),
            )
            yield Finding(("allocations", i, "phase"), text, message("name one of the two"))


@rule("duplicate-allocation", "error")
def duplicate_allocation(project: Project, house: House) -> Iterator[Finding]:
    """The same person is allocated to the same thing from the same day twice.

    Both would count; and which of them was changed, nobody could say.

    Example:
        # wrong
        allocations:
          - {person: 赵敏, percent: 50, from: 2026-10-08}
          - {person: 赵敏, percent: 30, from: 2026-10-08}
        # right
        allocations:
          - {person: 赵敏, percent: 80, from: 2026-10-08}
    """
    seen: set[tuple[str, str, str, date | None]] = set()
    for i, allocation in enumerate(project.allocations):
        if not allocation.person:
            continue  # two testers may be wanted from one day on
        who = person_key(allocation.person, house.people)
        key = (who, allocation.task, allocation.phase, allocation.from_)
        if key in seen:
            text = message("`{name}` has an entry for the same from the same day", name=allocation.person)
            yield Finding(("allocations", i), text, message("make one of the two"))
        seen.add(key)


@rule("allocation-ambiguous", "warning")
def allocation_ambiguous(project: Project, _: House) -> Iterator[Finding]:
    """An allocation says two things of which one counts: a share and person-days, or a person and a role.

    The share counts, and the person.

    Example:
        # wrong
        allocations: [{person: 赵敏, percent: 50, days: 12}]
        # right
        allocations: [{person: 赵敏, percent: 50}]
    """
    for i, allocation in enumerate(project.allocations):
        if allocation.percent is not None and allocation.days is not None:
            text = message("both a share of the time and person-days; the share counts")
            yield Finding(("allocations", i, "days"), text, message("delete one of the two"))
        if allocation.person and allocation.role:
            text = message("both a person and a role; the person counts")
            hint = message("delete the role: it is for work for which nobody is named yet")
            yield Finding(("allocations", i, "role"), text, hint)


@rule("more-days-than-there-are", "warning")
def more_days_than_there_are(project: Project, house: House) -> Iterator[Finding]:
    """Somebody is allocated for more person-days than there are working days from the first day to the last.

    Working days are those of the person's calendar: holidays are none, the days that make up for them are.

    Example:
        # wrong
        allocations: [{person: 赵敏, days: 12, from: 2026-10-12, until: 2026-10-23}]
        # right
        allocations: [{person: 赵敏, days: 12, from: 2026-10-12, until: 2026-10-27}]
    """
    for claim in claims(project, house.people):
        if claim.days is None or not claim.person:
            continue
        person = house.people.find(claim.person)
        calendar = calendar_of_person(person, house.people, house.settings)
        there = calendar.days_worked(claim.first, claim.last)
        if claim.days > there:
            text = plural(
                "{days} person-days, and from {first} to {last} there is {n} working day",
                "{days} person-days, and from {first} to {last} there are {n} working days",
                there,
                days=claim.days,
                first=claim.first,
                last=claim.last,
            )
            hint = message("move a date, or give some of the days to somebody else")
            yield Finding(("allocations", claim.index, "days"), text, hint)


@rule("allocated-while-away", "warning")
def allocated_while_away(project: Project, house: House) -> Iterator[Finding]:
    """Somebody is allocated before they come, or after they leave: `active` in people.yaml.

    What lies outside of these days counts for nobody's load, and nobody does it.

    Example:
        # wrong
        owner: 王芳
        allocations: [{person: 赵敏, percent: 50, from: 2026-10-08, until: 2026-12-15}]
        # in people.yaml
        people:
          - {id: wangfang, name: 王芳}
          - {id: zhaomin, name: 赵敏, active: {until: 2026-11-30}}
        # right
        owner: 王芳
        allocations: [{person: 赵敏, percent: 50, from: 2026-10-08, until: 2026-11-30}]
        # in people.yaml
        people:
          - {id: wangfang, name: 王芳}
          - {id: zhaomin, name: 赵敏, active: {until: 2026-11-30}}
    """
    for claim in claims(project, house.people):
        person = house.people.find(claim.person) if claim.person else None
        if person is None:
            continue
        since, until = person.active.from_, person.active.until
        if since and claim.first < since:
            text = message(
                "{name} is there from {day} on, and allocated from {first}",
                name=person.name,
                day=since,
                first=claim.first,
            )
            hint = message("write `from: {day}`, or name somebody else until then", day=since.isoformat())
            yield Finding(("allocations", claim.index), text, hint)
        if until and until < claim.last:
            text = message(
                "{name} is there until {day}, and allocated until {last}",
                name=person.name,
                day=until,
                last=claim.last,
            )
            hint = message("write `until: {day}`, or name somebody else from then on", day=until.isoformat())
            yield Finding(("allocations", claim.index), text, hint)


@whole_rule("unknown-calendar", "error")
def unknown_calendar(whole: Whole, _: House) -> Iterator[Finding]:
    """There is no working calendar of this name; Monday to Friday would count, without holidays.

    Calendars are called by country (`CN`), or by country and part (`DE-BY`); `weekdays` knows no holidays.

    Example:
        # wrong
        # in portfolio.yaml
        calendar: 中国
        # right
        # in portfolio.yaml
        calendar: CN
    """
    for path, name in _calendars(whole):
        if name and working_calendar(name) is None:
            meant = _MEANT.get(name.strip().casefold()) or suggest(name, sorted(calendar_names()))
            hint = message("write a name such as {names}", names=tuple(f"`{one}`" for one in _EXAMPLES))
            if meant:
                hint = message("did you mean `{key}`?", key=meant)
            yield Finding(path, message("there is no calendar `{name}`", name=name), hint)


def _calendars(whole: Whole) -> Iterator[tuple[Path, str]]:
    if whole.kind in ("portfolio", "project"):
        yield ("calendar",), whole.value.calendar
    for key in ("people", "teams") if whole.kind == "people" else ():
        yield from (((key, i, "calendar"), one.calendar) for i, one in enumerate(getattr(whole.value, key)))


RULES = (
    over_allocated,
    allocation_outside_plan,
    allocation_of_two_phases,
    duplicate_allocation,
    allocation_ambiguous,
    more_days_than_there_are,
    allocated_while_away,
    unknown_calendar,
)
