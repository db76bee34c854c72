"""What a reader is told about pages that show a day of the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.calendar import local_day
from opsgen.history import Provenance
from opsgen.history.labels import ref_part
from opsgen.problem import visible
from opsgen.views import older
from opsgen.views.how.plans import COMPARED, ORIGINAL
from opsgen.words import message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project
    from opsgen.views.edition import Edition
    from opsgen.words import Message


_MOST = 8


def told(edition: Edition, project: str = "") -> tuple[Message, ...]:
    """What stands above every page, a sentence or two each; nothing above the pages of today.

    With the id of a project no more than that is about it.
    """
    stale = older.on_paper(edition, project) if project else older.of_all(edition)
    return (*_told(edition, project), *stale)


def above(edition: Edition) -> tuple[Message, ...]:
    """The same for the page of a project, which says itself of which version it is."""
    return tuple(_told(edition, ""))


def plan_label(edition: Edition) -> Message:
    """What the plan is called that everything is held against."""
    return COMPARED if edition.plans else ORIGINAL


def version(edition: Edition) -> Message:
    """The other version beside whose plans everything is: `2026-09-30 (commit 1a2b3c4d5e of 30 Sept 2026)`.

    A name is not said in which that of a project stands that is not for this audience.
    """
    plans = edition.plans
    assert plans is not None
    commit = _commit(Provenance(plans.commit, plans.date), edition)
    hidden = any(ref_part(name).casefold() in plans.name.casefold() for name in edition.unseen)
    if hidden or plans.commit.startswith(plans.name):
        return commit
    return message("{ref} ({commit})", ref=visible(plans.name), commit=commit)


def _told(edition: Edition, only: str) -> Iterator[Message]:
    yield from _past(edition)
    if edition.plans is None:
        return
    yield message(
        "Compared with {version}: original dates and planned amounts are those of that version."
        " Lights, statuses and earned value still hold against the original plan.",
        version=version(edition),
    )
    known = edition.plans.projects
    projects = [a.project for a in edition.assessments if only in ("", a.project.id)]
    missing = [project for project in projects if project.id not in known]
    if missing:
        titles = tuple(project.title for project in missing[:_MOST])
        yield plural(
            "Not in that version, or not readable in it: {titles}.",
            "Not in that version, or not readable in it, {n} projects: {titles}.",
            len(missing),
            titles=titles,
        )
    other = [p for p in projects if _in_other_money(p, known.get(p.id)) and edition.shows_amounts(p)]
    if other:
        titles = tuple(project.title for project in other[:_MOST])
        yield message("In another currency then, so that the money is not compared: {titles}.", titles=titles)


def _in_other_money(project: Project, then: Project | None) -> bool:
    return then is not None and bool(project.budget) and then.currency != project.currency


def _past(edition: Edition) -> Iterator[Message]:
    plans, numbers = edition.provenance, edition.numbers
    if numbers is None:
        return
    day = words(edition.lang).date(edition.as_of)
    if plans.commit == numbers.commit:
        yield message("As it was on {day}: {commit}.", day=day, commit=_commit(plans, edition))
        return
    yield message(
        "As it was on {day}. The plans are those that had landed by then: {plans}."
        " Measurements up to that day count even where they landed later: {numbers}.",
        day=day,
        plans=_commit(plans, edition),
        numbers=_commit(numbers, edition),
    )


def _commit(of: Provenance, edition: Edition) -> Message:
    """`commit 1a2b3c4d5e of 28 October 2026`."""
    if of.date is None:
        return of.note or message("not in git")
    day = local_day(of.date, edition.settings.timezone)
    return message("commit {commit} of {day}", commit=of.short, day=words(edition.lang).date(day))
