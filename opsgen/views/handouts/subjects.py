"""What handouts are about: all projects, one, one in trouble or at its end, a gate, a retrospective."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, TypeVar

from opsgen.derive.exception import deviates
from opsgen.derive.meetings import concerned
from opsgen.derive.method import in_handout
from opsgen.portfolio.layout import FOLDER
from opsgen.views import states
from opsgen.views.handouts import periods
from opsgen.views.handouts.closing import closing_sheet
from opsgen.views.handouts.deviation import deviation
from opsgen.views.handouts.gate import gate_sheet
from opsgen.views.handouts.news import news
from opsgen.views.handouts.report import Kind, Report
from opsgen.views.handouts.retrospective import retrospect
from opsgen.views.home import home
from opsgen.views.minutes import whole
from opsgen.views.one_pager import one_pager
from opsgen.views.page import handout_path, meeting_path, project_path
from opsgen.views.paper import LEVELS, fitted
from opsgen.views.past.pages import OF_PROJECT, recent
from opsgen.views.period import period_name, period_path
from opsgen.views.project import project
from opsgen.views.since import last_report
from opsgen.views.status import Shelf
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from opsgen.derive import Assessment
    from opsgen.derive.gates import GateState
    from opsgen.derive.meetings import Sitting
    from opsgen.views.edition import Edition
    from opsgen.views.handouts.periods import Often
    from opsgen.views.page import Page

    Context = Callable[[int], Mapping[str, object]]

AnItem = TypeVar("AnItem")
MOST_ROWS = 300
"""Paper for more is nobody's reading, and a page of rows takes half a second."""


def portfolio(kind: Kind, edition: Edition) -> Iterator[Report]:
    """One about all projects."""
    say = words(edition.lang)
    yield Report(
        name=kind.name,
        project="",
        path=handout_path(kind.name, "", edition.lang),
        title=f"{say.pick(edition.settings.title)} · {say.say(kind.title)}",
        source=FOLDER,
        author=edition.person(edition.settings.owner),
        context=partial(_of_all, kind, edition),
        pages=("index.md",),
    )


def _of_all(kind: Kind, edition: Edition, level: int) -> Mapping[str, object]:
    return {
        **home(edition).context,
        "kind": kind.title,
        "source": FOLDER,
        "level": level,
        "most": MOST_ROWS,
    }


def register(
    page: Callable[[Edition], Page], path: str, lists: Callable[[Edition], bool] = bool
) -> Callable[[Kind, Edition], Iterator[Report]]:
    """What makes one of a register of all projects, where it `lists` anything; all goes inside as a file."""

    def made(kind: Kind, edition: Edition) -> Iterator[Report]:
        if not lists(edition):
            return
        (about,) = portfolio(kind, edition)
        listed = cache(partial(page, edition))  # pages ask whether there is one, and no more

        def context(_: int) -> Mapping[str, object]:
            return {**listed().context, "kind": kind.title, "source": FOLDER, "most": MOST_ROWS}

        yield replace(about, context=context, table=lambda: listed().table, pages=(path,))

    return made


def risky(edition: Edition) -> bool:
    """Whether there is any risk."""
    return any(assessment.risks for assessment in edition.assessments)


def learnt(edition: Edition) -> bool:
    """Whether there is any lesson."""
    return bool(edition.library.lessons)


def period(often: Often) -> Callable[[Kind, Edition], Iterator[Report]]:
    """What makes the report of a week or month: one about all projects, and one for each that is named."""

    def made(kind: Kind, edition: Edition) -> Iterator[Report]:
        (about,) = portfolio(kind, edition)
        span = periods.span_of(Shelf(edition), often)
        path = period_path(span, edition.as_of)
        yield replace(
            about,
            context=partial(_of_period, kind, edition, often, None),
            about=period_name(span, words(edition.lang)),
            pages=("status.md", *filter(None, [path])),
        )
        for assessment in edition.assessments:
            context = partial(_of_period, kind, edition, often, assessment)
            yield replace(_about(kind, edition, assessment, context), when_named=True)

    return made


def _of_period(
    kind: Kind, edition: Edition, often: Often, only: Assessment | None, level: int
) -> Mapping[str, object]:
    """The context of a report on a week or month: `report` and, where it is about one project, that."""
    source = edition.portfolio.source_file(only.project) if only else FOLDER
    return {
        "report": periods.told(edition, often, only),
        "only": only,
        "last": last_report(edition),
        "states": states,
        "kind": kind.title,
        "source": source,
        "level": level,
        "most": MOST_ROWS,
    }


def one_pagers(kind: Kind, edition: Edition) -> Iterator[Report]:
    """One about each project, of exactly one page."""
    for assessment in edition.assessments:
        context = partial(_fitted, kind, edition, assessment)
        yield _about(kind, edition, assessment, context, levels=LEVELS, most_pages=1)


def _fitted(kind: Kind, edition: Edition, assessment: Assessment, level: int) -> Mapping[str, object]:
    one = fitted(one_pager(assessment, edition), level)
    return {"one": one, "assessment": assessment, **_common(kind, edition, assessment, level)}


def projects(kind: Kind, edition: Edition) -> Iterator[Report]:
    """One about each project, with everything that is on its page."""
    for assessment in edition.assessments:
        yield _about(kind, edition, assessment, partial(_whole, kind, edition, assessment))


def closings(kind: Kind, edition: Edition) -> Iterator[Report]:
    """The same about each project that says how it ended, with its `sheet`."""
    for assessment in edition.assessments:
        if assessment.project.closing is not None:
            sheet = partial(closing_sheet, edition, assessment)
            about = _about(kind, edition, assessment, partial(_with, kind, edition, assessment, sheet))
            yield replace(about, pages=())  # its place is the section on the outcome


def deviations(kind: Kind, edition: Edition) -> Iterator[Report]:
    """One about each project that is not within its tolerance, or not green; its template has a `sheet`."""
    for assessment in edition.assessments:
        if deviates(assessment):
            sheet = partial(deviation, edition, assessment)
            yield _about(kind, edition, assessment, partial(_with, kind, edition, assessment, sheet))


def meetings(kind: Kind, edition: Edition) -> Iterator[Report]:
    """One about each meeting of the portfolio, with the projects it is about, in the order of its agenda."""
    say = words(edition.lang)
    for sitting in edition.sittings:
        if sitting.project is None:
            (about,) = portfolio(kind, edition)
            yield replace(
                about,
                path=handout_path(kind.name, "", edition.lang, sitting.meeting.id),
                title=f"{say.pick(sitting.meeting.title)} · {say.say(kind.title)}",
                context=partial(_of_meeting, kind, edition, sitting),
                item=sitting.meeting.id,
                about=say.pick(sitting.meeting.title),
                pages=(meeting_path(sitting.meeting.id),),
            )


def _of_meeting(kind: Kind, edition: Edition, sitting: Sitting, level: int) -> Mapping[str, object]:
    by_id = {assessment.project.id: assessment for assessment in edition.assessments}
    about = [by_id[name] for name in concerned(sitting) if name in by_id]
    pagers = tuple((one, fitted(one_pager(one, edition), 1)) for one in about)
    return {**_of_all(kind, edition, level), **whole(edition, sitting), "pagers": pagers}


def gates(kind: Kind, edition: Edition) -> Iterator[Report]:
    """One about each gate of each project; its template has the review of the gate as `sheet`."""
    for assessment in edition.assessments:
        for name, state in _apart(assessment.gates, _gate_name):
            sheet = partial(gate_sheet, edition, assessment, state)
            context = partial(_with, kind, edition, assessment, sheet)
            about = words(edition.lang).pick(state.milestone.title)
            yield _about(kind, edition, assessment, context, item=name, about=about)


def retrospectives(kind: Kind, edition: Edition) -> Iterator[Report]:
    """One about each retrospective of each project; its template has it as `sheet`."""
    for assessment in edition.assessments:
        for name, held in _apart(assessment.retrospectives, lambda one: one.day.isoformat()):
            sheet = partial(retrospect, edition, assessment, held)
            context = partial(_with, kind, edition, assessment, sheet)
            about = words(edition.lang).date(held.day)
            yield _about(kind, edition, assessment, context, item=name, about=about)


def _gate_name(state: GateState) -> str:
    due = state.state.due
    return state.milestone.id or (due.isoformat() if due else "gate")


def _apart(items: Iterable[AnItem], name_of: Callable[[AnItem], str]) -> Iterator[tuple[str, AnItem]]:
    """Items with names of which no two lead to the same file."""
    taken: set[str] = set()
    for item in items:
        name = wanted = name_of(item)
        n = 2
        while handout_path("", "", "", name).casefold() in taken:
            name, n = f"{wanted}-{n}", n + 1
        taken.add(handout_path("", "", "", name).casefold())
        yield name, item


def _whole(kind: Kind, edition: Edition, assessment: Assessment, level: int) -> Mapping[str, object]:
    page = project(edition, assessment).context
    return {
        **page,
        **_common(kind, edition, assessment, level),
        "assessment": assessment,
        "news": news(recent(edition, assessment.project, OF_PROJECT), edition.reports.previous),
        "formulas": in_handout(assessment.project, judged=bool(page.get("lit"))),
    }


def _with(
    kind: Kind, edition: Edition, assessment: Assessment, sheet: Callable[[], object], level: int
) -> Mapping[str, object]:
    return {**_whole(kind, edition, assessment, level), "sheet": sheet()}


def _common(kind: Kind, edition: Edition, assessment: Assessment, level: int) -> Mapping[str, object]:
    source = edition.portfolio.source_file(assessment.project)
    return {"kind": kind.title, "source": source, "level": level, "most": MOST_ROWS}


def _about(
    kind: Kind,
    edition: Edition,
    assessment: Assessment,
    context: Context,
    *,
    levels: int = 1,
    most_pages: int = 0,
    item: str = "",
    about: str = "",
) -> Report:
    """The report on a project; `about` is what of it, in words."""
    say, of = words(edition.lang), assessment.project
    title = filter(None, (say.pick(of.title), about, say.say(kind.title)))
    return Report(
        name=kind.name,
        project=of.id,
        path=handout_path(kind.name, of.id, edition.lang, item),
        title=" · ".join(title),
        source=edition.portfolio.source_file(of),
        author=edition.person(of.owner),
        context=context,
        levels=levels,
        most_pages=most_pages,
        item=item,
        about=about,
        pages=() if item else (project_path(of.id),),
    )
