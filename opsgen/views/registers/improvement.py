"""Registers of what was learnt, what is done about it, and what it was all good for."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from opsgen.derive.portfolio import Placed
from opsgen.views import states
from opsgen.views.agreed import action_of
from opsgen.views.page import project_path
from opsgen.views.registers.table import (
    OWNER,
    PROJECT,
    STATUS,
    Choice,
    Column,
    Number,
    ProjectCell,
    Row,
    choice,
    project_cell,
    register,
    row,
)
from opsgen.views.sections.retrospectives import anchor_of
from opsgen.words import Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.derive import Assessment
    from opsgen.derive.benefits import BenefitState
    from opsgen.derive.learning import Improvement
    from opsgen.derive.metrics import MetricState
    from opsgen.model import Benefit, Lesson, Project
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page
    from opsgen.words import Words

_LESSONS = (
    Column(message("Lesson")),
    Column(message("Recommendation"), "prose"),
    Column(message("Keep or avoid"), "light"),
    Column(message("Kind of cause"), "name"),
    Column(message("Category"), "chips"),
    Column(message("Phase"), "chips"),
    Column(message("Tags"), "chips"),
    PROJECT,
    Column(message("Adopted in"), "projects"),
    Column(message("To be adopted in"), "projects"),
    Column(message("What happened"), only_csv=True),
    Column(message("Cause"), only_csv=True),
    Column(message("Effect"), only_csv=True),
    Column(message("Early warning sign"), only_csv=True),
)
_IMPROVEMENTS = (
    Column(message("Action")),
    PROJECT,
    OWNER,
    Column(message("What it comes from"), "projects"),
    Column(message("Due"), "date"),
    Column(message("Done on"), "date"),
    Column(message("Waits to be verified"), "num", unit=message("days")),
    Column(message("Verified on"), "date"),
    Column(message("Verified by"), "name"),
    STATUS,
)
_BENEFITS = (
    Column(message("Benefit")),
    PROJECT,
    OWNER,
    Column(message("Kind"), "name"),
    Column(message("Expected")),
    Column(message("Actual")),
    Column(message("Looked at on"), "date", only_csv=True),
    Column(message("Metric"), "project"),
    Column(message("Latest value"), "num", only_csv=True),
    Column(message("Next look"), "date"),
    STATUS,
)
_MOST = 3
"""Projects that are named in a cell: a lesson for all campaigns applies to dozens."""


def lessons(edition: Edition) -> Page:
    """All lessons of all projects, those first that most projects have still to adopt."""
    waiting = Counter[int]()
    first: dict[int, list[Project]] = defaultdict(list)
    for assessment in edition.assessments:
        for place in edition.library.matches(assessment.project).to_adopt:
            waiting[place] += 1
            if waiting[place] <= _MOST + 1:
                first[place].append(assessment.project)
    found = sorted(enumerate(edition.library.lessons), key=lambda pair: -waiting[pair[0]])
    rows = tuple(
        _lesson(home, lesson, _projects(first[place], edition, waiting[place]), edition)
        for place, (home, lesson) in found
    )
    lead = plural(
        "{n} lesson from {projects} projects.",
        "{n} lessons from {projects} projects.",
        len(rows),
        projects=len({row.page for row in rows}),
    )
    return register(edition, "lessons", message("Library of lessons"), lead, _LESSONS, rows)


def _lesson(home: Project, lesson: Lesson, waiting: tuple[ProjectCell, ...] | None, edition: Edition) -> Row:
    light, lang, where = states.lesson(lesson), edition.lang, lesson.applies_to
    categories = (home.category, *where.category) if home.category else where.category
    return row(
        home,
        lesson,
        light,
        lesson.recommendation,
        light,
        choice("lesson.cause_category", lesson.cause_category, lang) if lesson.cause_category else None,
        _chips(choice("category", name, lang) for name in categories),
        _chips(where.phase),
        _chips((*where.tags, *lesson.tags)),
        project_cell(home),
        _projects(edition.library.adopters(lesson), edition),
        waiting,
        lesson.event or None,
        lesson.cause or None,
        lesson.effect or None,
        lesson.early_warning or None,
    )


def _chips(names: Iterable[str | Choice]) -> tuple[str | Choice, ...] | None:
    return tuple(dict.fromkeys(names)) or None


def _projects(
    found: Iterable[Project], edition: Edition, count: int | None = None
) -> tuple[ProjectCell, ...] | None:
    """The first of so many projects, and how many more there are; `count` where not all of them are here."""
    cells = tuple(project_cell(project) for project in found)
    left = (len(cells) if count is None else count) - _MOST
    if left <= 1:  # naming the last one takes no more room than counting it
        return cells or None
    more = words(edition.lang).ngettext("and %(num)s more", "and %(num)s more", left) % {"num": left}
    return (*cells[:_MOST], ProjectCell(Text(more), ""))


def improvements(edition: Edition) -> Page:
    """All actions that retrospectives and lessons led to: those to do, to verify, and verified."""
    found = [(a, one) for a in edition.assessments for one in a.improvements]
    order = ("overdue", "open", "unverified", "verified", "cancelled")
    found.sort(key=lambda pair: (order.index(pair[1].stage), -(pair[1].waits or 0), pair[1].state.action.due))
    count = [one.stage for _, one in found]
    lead = plural(
        "{n} improvement action: {open} to do, {done} done and not verified, {verified} verified.",
        "{n} improvement actions: {open} to do, {done} done and not verified, {verified} verified.",
        len(found),
        open=count.count("open") + count.count("overdue"),
        done=count.count("unverified"),
        verified=count.count("verified"),
    )
    rows = tuple(_improvement(of, one, edition) for of, one in found)
    return register(edition, "improvements", message("Improvement actions"), lead, _IMPROVEMENTS, rows)


def _improvement(of: Assessment, one: Improvement, edition: Edition) -> Row:
    agreed, action = action_of(edition, Placed(of.project, one.state)), one.state.action
    light, verified = states.improvement(one), one.stage == "verified"
    return Row(
        action.id,
        action.title,
        agreed.at.page,
        agreed.at.anchor,
        light[0] if one.stage == "overdue" or one.late else "",
        (
            project_cell(of.project),
            agreed.owner,
            tuple(_origins(of, one, edition)),
            action.due,
            action.done,
            None if one.waits is None else Number(one.waits, words(edition.lang).number(one.waits)),
            action.verified if verified else None,
            edition.person(action.verified_by) if action.verified_by else None,
            light,
        ),
        of.project.id,
        action.extra,
    )


def _origins(of: Assessment, one: Improvement, edition: Edition) -> Iterable[ProjectCell]:
    """The retrospectives that ask for an action, and the lessons it comes from."""
    say, page = words(edition.lang), project_path(of.project.id)
    for held in one.retrospectives:
        said = say.say(message("Retrospective {date}", date=held.date))
        yield ProjectCell(Text(said), page, anchor_of(held))
    for lesson in one.lessons:
        yield ProjectCell(lesson.title, page, lesson.id)


def benefits(edition: Edition) -> Page:
    """All benefits, those first that somebody has to look at now, of closed projects too."""
    found = [(a.project, state) for a in edition.assessments for state in a.benefits]
    order = ("due", "waiting", "unplanned", "seen")
    found.sort(key=lambda pair: (order.index(pair[1].standing), _day(pair[1])))
    due = sum(state.due is not None for _, state in found)
    lead = plural(
        "{n} benefit is to be looked at now, of {all}.",
        "{n} benefits are to be looked at now, of {all}.",
        due,
        all=len(found),
    )
    rows = tuple(_benefit(project, state, edition) for project, state in found)
    return register(edition, "benefits", message("Benefits"), lead, _BENEFITS, rows)


def _day(state: BenefitState) -> int:
    day = state.due or state.next or (state.latest.date if state.latest else None)
    return day.toordinal() if day else 0


def _benefit(project: Project, state: BenefitState, edition: Edition) -> Row:
    benefit, say, light = state.benefit, words(edition.lang), states.benefit(state)
    metric, latest = state.metric, state.metric.latest if state.metric else None
    return row(
        project,
        benefit,
        light if state.due else None,
        project_cell(project),
        edition.person(state.owner),
        _kind(benefit, say),
        benefit.expected or None,
        state.latest.value if state.latest else None,
        state.latest.date if state.latest else None,
        _measured(metric, project, say) if metric else None,
        Number(latest.value, say.amount(latest.value, metric.metric.unit)) if metric and latest else None,
        state.due or state.next,
        light,
    )


def _kind(benefit: Benefit, say: Words) -> Choice:
    if benefit.disbenefit:
        return Choice("disbenefit", say.gettext("Disbenefit"))
    return Choice("benefit", say.gettext("Benefit"))


def _measured(state: MetricState, project: Project, say: Words) -> ProjectCell:
    """The metric of a benefit, with its latest value where it has one."""
    metric, title = state.metric, state.metric.title
    if state.latest:
        shown = say.amount(state.latest.value, metric.unit)
        title = Text(say.say(message("{metric}: {value}", metric=title, value=shown)))
    return ProjectCell(title, project_path(project.id), metric.id)
