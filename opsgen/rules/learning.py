"""Rules about learning: looked back on and explained, meant for somebody, verified, worth it in the end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from opsgen.derive.benefits import unseen
from opsgen.derive.learning import PATIENCE
from opsgen.derive.standing import is_asleep, named, names
from opsgen.rules.minutes import actions
from opsgen.rules.rule import DAY, Finding, rule
from opsgen.words import DaysSince, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project
    from opsgen.portfolio import House

_SOON_ENOUGH = timedelta(weeks=4)
"""How long after its end a project may take to look back."""


@rule("benefit-look-overdue", "warning")
def benefit_look_overdue(project: Project, _: House) -> Iterator[Finding]:
    """The day has passed on which somebody was to see what came of a benefit, and nothing is written.

    Benefits are asked for after a project is closed too: most of them show only then. What was seen up to two
    weeks before a day counts for it.

    Example:
        # wrong
        lifecycle: closed
        closed: 2026-10-08
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
        benefits:
          - {id: BN1, title: Members stay longer, measure_on: [2026-10-31]}
        lessons:
          - {id: L1, title: Ask early, recommendation: Ask in May., applies_to: {category: [campaign]}}
        # right
        lifecycle: closed
        closed: 2026-10-08
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
        benefits:
          - id: BN1
            title: Members stay longer
            measure_on: [2026-10-31]
            actual: [{date: 2026-11-02, value: 2.4 % more}]
        lessons:
          - {id: L1, title: Ask early, recommendation: Ask in May., applies_to: {category: [campaign]}}
    """
    for i, benefit in enumerate(project.benefits) if not is_asleep(project.lifecycle) else ():
        for day, following in unseen(benefit):
            text = plural(
                "what came of {item} was to be seen {n} day ago",
                "what came of {item} was to be seen {n} days ago",
                DaysSince(day),
                item=named(benefit),
            )
            hint = message("write what was seen under `actual`, or another day in `measure_on`")
            path = ("benefits", i, "measure_on", benefit.measure_on.index(day))
            yield Finding(path, text, hint, since=day + DAY, until=following)


@rule("unverified-improvement", "warning")
def unverified_improvement(project: Project, _: House) -> Iterator[Finding]:
    """An action that a retrospective named is done for over 30 days, and nobody says whether it helped.

    Something is better only once somebody has seen it: that day is `verified`, whoever saw it `verified_by`.

    Example:
        # wrong
        retrospectives:
          - {id: first-weeks, date: 2026-09-30, actions: [A1]}
        actions:
          - {id: A1, title: New contracts, owner: Bo, due: 2026-10-10, done: 2026-10-09, status: done}
        # right
        retrospectives:
          - {id: first-weeks, date: 2026-09-30, actions: [A1]}
        actions:
          - id: A1
            title: New contracts
            owner: Bo
            due: 2026-10-10
            done: 2026-10-09
            status: done
            verified: 2026-11-02
    """
    wanted = {name for held in project.retrospectives for name in held.actions}
    held = {one.id for one in project.retrospectives if one.id}
    for path, action in actions(project) if project.retrospectives else ():
        asked = not wanted.isdisjoint(names(action)) or action.source in held
        if asked and action.done and action.status == "done" and action.verified is None:
            text = plural(
                "{item} was done {n} day ago, and nobody says whether it helped",
                "{item} was done {n} days ago, and nobody says whether it helped",
                DaysSince(action.done),
                item=named(action),
            )
            hint = message("write `verified`, the day on which somebody saw that it helped")
            yield Finding((*path, "done"), text, hint, since=action.done + PATIENCE + DAY)


@rule("retrospective-in-future", "warning")
def retrospective_in_future(project: Project, _: House) -> Iterator[Finding]:
    """A retrospective has results, causes or rules, and its day has not come.

    One that is only planned is welcome.

    Example:
        # wrong
        retrospectives:
          - {id: first-weeks, date: 2027-11-20, results: Two shops called}     # and it is 2026
        # right
        retrospectives:
          - {id: first-weeks, date: 2026-11-20, results: Two shops called}
    """
    for i, held in enumerate(project.retrospectives):
        if held.results or held.causes or held.rules:
            text = message("the retrospective of {date} knows results before its day", date=held.date)
            path = ("retrospectives", i, "date")
            yield Finding(path, text, message("correct `date`"), until=held.date - DAY)


@rule("duplicate-retrospective-id", "error")
def duplicate_retrospective_id(project: Project, _: House) -> Iterator[Finding]:
    """Two retrospectives of a project have the same id.

    An action names the one it comes from by its id; of one in a file of its own that is the file's name.

    Example:
        # wrong
        retrospectives:
          - {id: first-weeks, date: 2026-09-30}
          - {id: first-weeks, date: 2026-10-30}
        # right
        retrospectives:
          - {id: first-weeks, date: 2026-09-30}
          - {id: second-weeks, date: 2026-10-30}
    """
    seen: set[str] = set()
    for i, held in enumerate(project.retrospectives):
        if held.id in seen:
            text = message("another retrospective is called `{id}` too", id=held.id)
            yield Finding(("retrospectives", i, "id"), text, message("give it another `id`"))
        if held.id:
            seen.add(held.id)


@rule("unexplained-result", "info")
def unexplained_result(project: Project, _: House) -> Iterator[Finding]:
    """A retrospective asks why something came out as it did, and names no root cause or success factor.

    Without one there is nothing to do otherwise, or to do again.

    Example:
        # wrong
        retrospectives:
          - id: first-weeks
            date: 2026-09-30
            causes: [{result: The load test came late, why: [The gateway had no test window]}]
        # right
        retrospectives:
          - id: first-weeks
            date: 2026-09-30
            causes:
              - result: The load test came late
                why: [The gateway had no test window]
                root_cause: Nobody owned the contract
    """
    for i, held in enumerate(project.retrospectives):
        for j, cause in enumerate(held.causes):
            if not cause.root_cause and not cause.success_factor:
                text = message("nothing says what “{result}” came of in the end", result=cause.result)
                hint = message("write `root_cause`, or `success_factor` where it went well")
                yield Finding(("retrospectives", i, "causes", j), text, hint)


@rule("lesson-for-nobody", "info")
def lesson_for_nobody(project: Project, _: House) -> Iterator[Finding]:
    """A lesson of a closed project does not say what it applies to, so no other project is shown it.

    Example:
        # wrong
        lifecycle: closed
        closed: 2026-10-08
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
        lessons:
          - {id: L1, title: Ask early, recommendation: Ask for the test window in May.}
        # right
        lifecycle: closed
        closed: 2026-10-08
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
        lessons:
          - id: L1
            title: Ask early
            recommendation: Ask for the test window in May.
            applies_to: {category: [campaign]}
    """
    for i, lesson in enumerate(project.lessons) if _over(project) else ():
        where = lesson.applies_to
        if not (where.category or where.phase or where.tags):
            text = message(
                "nothing says what {item} applies to, so no other project finds it", item=named(lesson)
            )
            hint = message("write `applies_to`: `category`, `phase` or `tags`")
            yield Finding(("lessons", i), text, hint)


@rule("closed-without-lesson", "info")
def closed_without_lesson(project: Project, _: House) -> Iterator[Finding]:
    """A project was closed over four weeks ago; it says what went well or badly, and has no lesson.

    A report is read once. A lesson that says what it applies to is shown to every project that it is meant
    for; a retrospective that names its causes does as well.

    Example:
        # wrong
        lifecycle: closed
        closed: 2026-10-08
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
        closing:
          summary: The gift was sent to 8,200 members.
          problems: [{problem: Text messages queued, solution: A second carrier}]
        # right
        lifecycle: closed
        closed: 2026-10-08
        milestones: [{id: M1, title: Launched, actual: 2026-09-15}]
        closing:
          summary: The gift was sent to 8,200 members.
          problems: [{problem: Text messages queued, solution: A second carrier}]
        lessons:
          - id: L1
            title: Two carriers
            recommendation: Sign the second carrier before the peak.
            applies_to: {category: [campaign]}
    """
    told = project.closing and (project.closing.problems or project.closing.success_factors)
    if told and _over(project) and project.closed and not project.lessons and not project.retrospectives:
        text = plural(
            "closed {n} day ago, and nobody wrote down what was learnt",
            "closed {n} days ago, and nobody wrote down what was learnt",
            DaysSince(project.closed),
        )
        hint = message("write one sentence under `lessons`, or make a file: `opsgen new retrospective`")
        yield Finding(("closed",), text, hint, since=project.closed + _SOON_ENOUGH)


@rule("adopted-at-home", "warning")
def adopted_at_home(project: Project, _: House) -> Iterator[Finding]:
    """A lesson says that its own project adopted it; `adopted_in` names those that follow it since.

    Example:
        # wrong
        id: member-gift
        lessons:
          - {id: L1, title: Ask early, recommendation: Ask in May., adopted_in: [member-gift]}
        # right
        id: member-gift
        lessons:
          - {id: L1, title: Ask early, recommendation: Ask in May.}
    """
    own = {project.id, *project.aliases}
    for i, lesson in enumerate(project.lessons):
        for j, name in enumerate(lesson.adopted_in):
            if name in own:
                text = message("{item} is adopted by the project it comes from", item=named(lesson))
                hint = message("name projects that follow it since, or none")
                yield Finding(("lessons", i, "adopted_in", j), text, hint)


def _over(project: Project) -> bool:
    return project.lifecycle == "closed"


RULES = (
    benefit_look_overdue,
    unverified_improvement,
    retrospective_in_future,
    duplicate_retrospective_id,
    unexplained_result,
    lesson_for_nobody,
    closed_without_lesson,
    adopted_at_home,
)
