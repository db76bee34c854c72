"""`opsgen new`: files that somebody begins with, and drafts of what a lead is about to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import click

from opsgen.calendar import period as period_written
from opsgen.cli.drafting import assessed, desk, drafted, person
from opsgen.cli.formats import as_json
from opsgen.cli.options import Day
from opsgen.cli.start import lay_down, refuse, unwritable
from opsgen.cli.terminal import Session, status_date
from opsgen.derive.standing import is_over, lifecycle_of
from opsgen.derive.steering import reported
from opsgen.drafts import closing_draft, due_period, kind_of, retrospective_draft, window
from opsgen.drafts.chat import chat
from opsgen.drafts.plain import plain
from opsgen.model import Cadence, Project
from opsgen.portfolio.names import refusal
from opsgen.problem import visible
from opsgen.timeline.walk import whole_of
from opsgen.words import Text, message
from opsgen.workspace import (
    add_closing,
    new_closing,
    new_meeting,
    new_project,
    new_retrospective,
    new_update,
    written,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from opsgen.calendar import Period
    from opsgen.cli.drafting import Desk
    from opsgen.drafts import UpdateDraft
    from opsgen.model import Settings
    from opsgen.words import Message

    Form = Literal["text", "markdown", "yaml", "json"]


@click.group()
def new() -> None:
    """Make a new file with every usual field and a comment behind each."""


@new.command("project")
@click.argument("project_id", metavar="ID")
@click.pass_obj
def project(session: Session, project_id: str) -> None:
    """Make `projects/ID.yaml`; its placeholders fail the check until they are replaced."""
    if not project_id or refusal(project_id):
        raise click.BadParameter(
            session.words.gettext("letters of any script, digits, - and _ only"), param_hint="ID"
        )
    session.need_workspace()
    if (session.root / "projects" / project_id).exists():
        _exists(session, f"projects/{project_id}/")
    _make(session, new_project(session.lang, project_id))


@new.command()
@click.argument("project_id", metavar="PROJECT")
@click.option(
    "--period", default="", help="A week or a month, 2026-W47 or 2026-11; the one that is due if missing."
)
@click.option(
    "--since",
    type=Day(),
    metavar="DATE",
    help="The first day that it speaks of; the day after the last update if missing.",
)
@click.option(
    "--summary", default="", help="Where the project stands; without it that is left to be written."
)
@click.option("--print", "printed", is_flag=True, help="Print it for a chat tool; nothing is written.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "yaml", "json"]),
    help="How it is printed, and that it is: as plain text, with the marks of chat tools, "
    "as the file would be, or for programs.",
)
@click.pass_obj
def update(
    session: Session,
    project_id: str,
    period: str,
    since: date | None,
    summary: str,
    printed: bool,
    form: Form | None,
) -> None:
    """Draft an update from the changes since the last one.

    `projects/PROJECT/updates/PERIOD.yaml` says what was done, what comes next and what is wanted of others.
    Its author goes over it, and says in the summary where the project stands, where --summary does not.
    """
    project_id = _called(session, project_id)
    at, found = _found(session, project_id)
    settings = at.portfolio.settings
    day = status_date(settings, None)
    span = _span(session, found or _as_said(session, project_id), settings, period, day)
    shown: Form | None = form or ("text" if printed else None)
    if found is None:
        _not_drafted(session, project_id, written=shown is None)
        _make(session, new_update(session.lang, project_id, span.label, summary=summary))
        return
    if shown is None:
        _is_wanted(session, found, settings, span, project_id)
    draft = drafted(at, found, window(found, settings, span, day, since), session.lang)
    made = new_update(session.lang, project_id, span.label, draft, summary)
    if shown is None:
        _make(session, made)
        return
    _notes(session, found, draft)
    click.echo(_printed(session, at, found, draft, made[1], shown), nl=False)


def _span(session: Session, found: Project, settings: Settings, asked: str, day: date) -> Period:
    """The period that somebody named, else the one on which an update is due."""
    kind = kind_of(found, settings)
    if not asked:
        return due_period(found, settings, day)
    span = period_written(asked, kind)
    if span is None:
        text = session.words.gettext("a week such as 2026-W47, or a month such as 2026-11")
        raise click.BadParameter(text, param_hint="--period")
    return span


def _as_said(session: Session, project_id: str) -> Project:
    """A project that cannot be read, as one that says nothing but how often it reports."""
    said = written(session.root / _file(session, project_id)).get("cadence")
    cadence = next((one for one in get_args(Cadence) if one == said), None)
    return Project(id=project_id, title=Text(project_id), owner="", cadence=cadence)


def _is_wanted(session: Session, found: Project, settings: Settings, span: Period, name: str) -> None:
    """Nothing where nobody wrote an update on the period; a word where nobody waits for one."""
    if any(one.period == span for one in reported(found, settings)):
        text = message(
            "`{id}` has an update on {period} already; nothing was written",
            id=name,
            period=span.label,
        )
        refuse(session, text)
    if is_over(lifecycle_of(found, span.finish)):
        _mind(session, message("`{id}` is over: nobody waits for an update on it", id=name))


def _notes(session: Session, found: Project, draft: UpdateDraft) -> None:
    """What whoever passes a printed draft on has to know."""
    if draft.note:
        _mind(session, message("Not everything could be looked at: {said}", said=draft.note))
    if found.confidentiality == "restricted":
        _mind(session, message("`{id}` is restricted: mind who reads this", id=found.id))


def _printed(
    session: Session, at: Desk, found: Project, draft: UpdateDraft, text: str, form: Form
) -> str | bytes:
    if form == "yaml":
        return text
    if form == "json":
        return as_json(plain(draft, found.id, session.words)) + b"\n"
    return chat(draft, session.lang, form, person(at.portfolio, session.lang))


@new.command()
@click.argument("project_id", metavar="[PROJECT]", default="")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Its day; today if missing.")
@click.pass_obj
def meeting(session: Session, project_id: str, day: datetime | None) -> None:
    """Make `projects/PROJECT/meetings/DATE.yaml`; without PROJECT a meeting about several projects."""
    portfolio = session.portfolio()
    if project_id:
        project_id = _called(session, project_id)
    held = status_date(portfolio.settings, day.date() if day else None)
    _make(session, new_meeting(session.lang, project_id, held))


@new.command()
@click.argument("project_id", metavar="PROJECT")
@click.argument("day", metavar="[DATE]", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.option("--print", "printed", is_flag=True, help="Print it; nothing is written.")
@click.pass_obj
def retrospective(session: Session, project_id: str, day: datetime | None, printed: bool) -> None:
    """Make `projects/PROJECT/retrospectives/DATE.yaml`: goals, results, causes, rules; today if missing."""
    project_id = _called(session, project_id)
    at, found = _found(session, project_id)
    held = status_date(at.portfolio.settings, day.date() if day else None)
    if found is None:
        _not_drafted(session, project_id, written=not printed)
    draft = retrospective_draft(assessed(at.portfolio, found, held)) if found else None
    made = new_retrospective(session.lang, project_id, held, draft)
    if printed:
        click.echo(made[1], nl=False)
    else:
        _make(session, made)


@new.command()
@click.argument("project_id", metavar="PROJECT")
@click.argument("day", metavar="[DATE]", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.option("--print", "printed", is_flag=True, help="Print it; nothing is written.")
@click.pass_obj
def closing(session: Session, project_id: str, day: datetime | None, printed: bool) -> None:
    """Put the closing report at the end of the project's file, filled from plan against actual.

    The rest of the file stays as it is; what a person has to write fails the check until it is there.
    """
    project_id = _called(session, project_id)
    file = _file(session, project_id)
    if "closing" in written(session.root / file):
        refuse(session, message("`{id}` has a closing report already", id=project_id))
    at, found = _found(session, project_id)
    if found is None:
        _not_drafted(session, project_id, written=False)
        return
    held = status_date(at.portfolio.settings, day.date() if day else None)
    text = new_closing(session.lang, closing_draft(assessed(at.portfolio, found, held)), held)
    if printed:
        click.echo(text, nl=False)
        return
    _add(session, file, text)
    said = message(
        "The closing report stands at the end of {file}: replace what stands in <…>, then `opsgen check`.",
        file=visible(file),
    )
    session.say(said)


def _add(session: Session, file: str, text: str) -> None:
    try:
        added = add_closing(session.root / file, text)
    except OSError as error:
        refuse(session, unwritable(session.root / file, error))
    if not added:
        told = message(
            "nothing was written: the end of {file} takes no further field; "
            "print the report with --print, and put it where it fits",
            file=visible(file),
        )
        refuse(session, told)


def _found(session: Session, project_id: str) -> tuple[Desk, Project | None]:
    """The workspace and the project of this file; None where the project cannot be read."""
    at = desk(session.root)
    return at, at.project(project_id)


def _not_drafted(session: Session, project_id: str, *, written: bool) -> None:
    """That the project cannot be read; nothing more comes where its draft was to be printed."""
    if not written:
        refuse(session, message("`{id}` cannot be read; see `opsgen check`", id=project_id))
    _mind(session, message("`{id}` cannot be read, so nothing is drafted; see `opsgen check`", id=project_id))


def _mind(session: Session, text: Message) -> None:
    """Say something that is no error, where it disturbs no program."""
    if not session.quiet:
        session.complain(session.words.say(text), "")


def _called(session: Session, asked: str) -> str:
    """What the file or folder of a project is called; it may be asked for by its id too.

    Raises:
        click.BadParameter: where there is no such project.
    """
    session.need_workspace()
    if _file(session, asked):
        return asked
    portfolio = desk(session.root).portfolio
    of = next((one for one in portfolio.projects if asked in (one.id, *one.aliases)), None)
    name = whole_of(portfolio.source_file(of)) if of else None
    if name is None:
        text = message("there is no project `{id}`; `opsgen new project ID` makes one", id=asked)
        raise click.BadParameter(session.words.say(text), param_hint="PROJECT")
    return name


def _file(session: Session, name: str) -> str:
    """The file of the project of this name, seen from the workspace; empty where there is none."""
    names = (f"projects/{name}{end}" for end in (".yaml", ".yml", "/project.yaml", "/project.yml"))
    return "" if refusal(name) else next((one for one in names if (session.root / one).is_file()), "")


def _make(session: Session, made: tuple[str, str]) -> None:
    name, text = made
    lay_down(session, session.root, {name: text})
    session.say(message("{file} is there: replace what stands in <…>, then `opsgen check`.", file=name))


def _exists(session: Session, name: str) -> None:
    refuse(session, message("{file} is already there; nothing was written", file=name))


COMMANDS = (new,)
