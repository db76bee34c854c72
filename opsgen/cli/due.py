"""`opsgen due`: the projects that wait for an update, for people and for the jobs that draft them."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

import click

from opsgen.calendar import period as period_written
from opsgen.cli.drafting import desk
from opsgen.cli.formats import as_json
from opsgen.cli.options import as_of as as_of_option
from opsgen.cli.terminal import Session, status_date
from opsgen.derive.steering import reported
from opsgen.drafts import Asked, asked, due_period, kind_of, owed
from opsgen.history.labels import ref_part
from opsgen.problem import visible
from opsgen.timeline.walk import whole_of
from opsgen.words import message, plural
from opsgen.workspace import update_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from io import TextIOWrapper

    from opsgen.calendar import Period
    from opsgen.cli.drafting import Desk
    from opsgen.model import Project
    from opsgen.words import Message


_MOST_SAID, _MOST_LISTED = 80, 4_000
"""Characters of what somebody wrote into a form, and of the ids there are: both go into a comment."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """An update that is to be drafted."""

    project: str
    """What `opsgen new update` calls the project."""
    title: str
    period: str
    file: str
    branch: str
    """What a branch with the draft can be called."""
    summary: str


@click.command()
@click.argument("project_id", metavar="[PROJECT]", default="")
@click.option(
    "--period", default="", help="A week or a month, 2026-W47 or 2026-11; the one that is due if missing."
)
@click.option(
    "--form",
    "body",
    type=click.File("r", encoding="utf-8", errors="replace"),
    metavar="FILE",
    help="The body of an issue that was opened with the form of the workspace; `-` for standard input.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For people, or for jobs: one line of JSON.",
)
@as_of_option
@click.pass_obj
def due(
    session: Session,
    project_id: str,
    period: str,
    body: TextIOWrapper | None,
    form: str,
    as_of: date | None,
) -> None:
    """Say which updates are due: of projects under way that report, and have not yet.

    With PROJECT, or a form that names one, it is the update on that project, due or not.
    """
    session.need_workspace()
    at = desk(session.root)
    day = status_date(at.portfolio.settings, as_of)
    said = Asked(project_id, period) if body is None else asked(body.read())
    one = bool(said.project) or body is not None
    found = (_asked(session, at, said, day),) if one else tuple(_due(session, at, day))
    if form == "json":
        click.echo(as_json([asdict(wanted) for wanted in found]).replace(b"\n", b""))
        return
    for wanted in found:
        click.echo(visible(f"{wanted.project}  {wanted.period}  {wanted.title}"))
    session.say(plural("{n} update is due", "{n} updates are due", len(found)))


def _due(session: Session, at: Desk, day: date) -> Iterator[Wanted]:
    """What every project owes, but what somebody has begun."""
    for project in at.portfolio.projects:
        span = owed(project, at.portfolio.settings, day)
        name = whole_of(at.portfolio.source_file(project)) if span else None
        if span and name and not _begun(session, name, span):
            yield _wanted(session, project, name, span)


def _asked(session: Session, at: Desk, said: Asked, day: date) -> Wanted:
    """The update that somebody names.

    Raises:
        click.UsageError: for what cannot be drafted.
    """
    settings = at.portfolio.settings
    project, name = _project(session, at, said.project)
    span = (
        period_written(said.period, kind_of(project, settings))
        if said.period
        else due_period(project, settings, day)
    )
    if span is None:
        raise _refusal(
            session,
            message(
                "`{period}` is no period: write a week such as 2026-W47, or a month such as 2026-11",
                period=visible(said.period[:_MOST_SAID]),
            ),
        )
    if _begun(session, name, span) or any(one.period == span for one in reported(project, settings)):
        raise _refusal(
            session, message("`{id}` has an update on {period} already", id=name, period=span.label)
        )
    return _wanted(session, project, name, span, said.text)


def _project(session: Session, at: Desk, wanted: str) -> tuple[Project, str]:
    """The project that somebody means by its id, a former one, its file or its title, and its file's name."""
    for project in at.portfolio.projects:
        name = whole_of(at.portfolio.source_file(project))
        if name and _folded(wanted) in map(
            _folded, (project.id, *project.aliases, name, *project.title.forms)
        ):
            return project, name
    known = ", ".join(project.id for project in at.portfolio.projects)
    raise _refusal(
        session,
        message(
            "there is no project `{id}` that can be read; there are: {ids}",
            id=visible(wanted[:_MOST_SAID]),
            ids=visible(known if len(known) <= _MOST_LISTED else f"{known[:_MOST_LISTED]}…"),
        ),
    )


def _wanted(session: Session, project: Project, name: str, span: Period, summary: str = "") -> Wanted:
    title = session.words.pick(project.title)
    branch = f"opsgen/update/{ref_part(name)}/{span.label}"
    return Wanted(name, title, span.label, update_file(name, span.label), branch, summary)


def _begun(session: Session, name: str, span: Period) -> bool:
    file = session.root / update_file(name, span.label)
    return os.path.lexists(file) or os.path.lexists(file.with_suffix(".yml"))


def _folded(text: str) -> str:
    return normalize("NFKC", text).strip().strip("`").casefold()


def _refusal(session: Session, text: Message) -> click.UsageError:
    return click.UsageError(session.words.say(text))


COMMANDS = (due,)
