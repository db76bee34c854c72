"""What handouts are about: all projects, one, a gate, a retrospective, a meeting."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from opsgen.derive.meetings import concerned
from opsgen.derive.method import in_handout
from opsgen.portfolio.layout import FOLDER
from opsgen.views.handouts.news import news
from opsgen.views.handouts.report import Kind, Report
from opsgen.views.home import home
from opsgen.views.minutes import whole
from opsgen.views.one_pager import one_pager
from opsgen.views.page import handout_path
from opsgen.views.paper import LEVELS, fitted
from opsgen.views.past.pages import recent
from opsgen.views.project import project
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opsgen.derive import Assessment
    from opsgen.derive.meetings import Sitting
    from opsgen.views.edition import Edition
    from opsgen.views.page import Page

    Context = Callable[[int], Mapping[str, object]]

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
    )


def _of_all(kind: Kind, edition: Edition, level: int) -> Mapping[str, object]:
    return {
        **home(edition).context,
        "kind": kind.title,
        "source": FOLDER,
        "level": level,
        "most": MOST_ROWS,
    }


def register(page: Callable[[Edition], Page]) -> Callable[[Kind, Edition], Iterator[Report]]:
    """What makes one of a register of all projects; the whole of it goes inside as a file."""

    def made(kind: Kind, edition: Edition) -> Iterator[Report]:
        (about,) = portfolio(kind, edition)
        listed = page(edition)
        context = {**listed.context, "kind": kind.title, "source": FOLDER, "most": MOST_ROWS}
        yield replace(about, context=lambda _: context, table=listed.table)

    return made


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
    """The same about each project that says how it ended."""
    for assessment in edition.assessments:
        if assessment.project.closing is not None:
            yield _about(kind, edition, assessment, partial(_whole, kind, edition, assessment))


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
            )


def _of_meeting(kind: Kind, edition: Edition, sitting: Sitting, level: int) -> Mapping[str, object]:
    by_id = {assessment.project.id: assessment for assessment in edition.assessments}
    about = [by_id[name] for name in concerned(sitting) if name in by_id]
    pagers = tuple((one, fitted(one_pager(one, edition), 1)) for one in about)
    return {**_of_all(kind, edition, level), **whole(edition, sitting), "pagers": pagers}


def gates(kind: Kind, edition: Edition) -> Iterator[Report]:
    """One about each gate of each project; its template has the state of the gate as `gate`."""
    for assessment in edition.assessments:
        for state in assessment.gates:
            context = partial(_with, kind, edition, assessment, {"gate": state})
            yield _about(kind, edition, assessment, context, item=state.state.milestone.id)


def retrospectives(kind: Kind, edition: Edition) -> Iterator[Report]:
    """One about each retrospective of each project; its template has it as `held`."""
    for assessment in edition.assessments:
        for looking_back in assessment.retrospectives:
            context = partial(_with, kind, edition, assessment, {"held": looking_back})
            day = looking_back.retrospective.date.isoformat()
            yield _about(kind, edition, assessment, context, item=day)


def _whole(kind: Kind, edition: Edition, assessment: Assessment, level: int) -> Mapping[str, object]:
    page = project(edition, assessment).context
    return {
        **page,
        **_common(kind, edition, assessment, level),
        "assessment": assessment,
        "news": news(recent(edition, assessment.project), edition.reports.previous),
        "formulas": in_handout(assessment.project, judged=bool(page.get("lit"))),
    }


def _with(
    kind: Kind, edition: Edition, assessment: Assessment, more: Mapping[str, object], level: int
) -> Mapping[str, object]:
    return {**_whole(kind, edition, assessment, level), **more}


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
) -> Report:
    say, of = words(edition.lang), assessment.project
    return Report(
        name=kind.name,
        project=of.id,
        path=handout_path(kind.name, of.id, edition.lang, item),
        title=f"{say.pick(of.title)} · {say.say(kind.title)}",
        source=edition.portfolio.source_file(of),
        author=edition.person(of.owner),
        context=context,
        levels=levels,
        most_pages=most_pages,
        item=item,
    )
