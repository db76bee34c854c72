"""`opsgen new update`: what a lead is about to report, drafted from what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, get_args

import click

from opsgen.calendar import period as period_written
from opsgen.cli.drafting import drafted, person
from opsgen.cli.formats import as_json
from opsgen.cli.new.called import called, file_of, found_in, make, mind, not_drafted
from opsgen.cli.options import Day
from opsgen.cli.terminal import Session, refuse, status_date
from opsgen.derive.standing import is_over, lifecycle_of
from opsgen.derive.steering import reported
from opsgen.drafts import due_period, kind_of, window
from opsgen.drafts.chat import chat
from opsgen.drafts.plain import plain
from opsgen.model import Cadence, Project
from opsgen.words import Text, message
from opsgen.workspace import new_update, written

if TYPE_CHECKING:
    from datetime import date

    from opsgen.calendar import Period
    from opsgen.cli.drafting import Desk
    from opsgen.drafts import UpdateDraft
    from opsgen.model import Settings

    Form = Literal["text", "markdown", "yaml", "json"]


@click.command()
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
    project_id = called(session, project_id)
    at, found = found_in(session, project_id)
    settings = at.portfolio.settings
    day = status_date(settings, None)
    span = _span(session, found or _as_said(session, project_id), settings, period, day)
    shown: Form | None = form or ("text" if printed else None)
    if found is None:
        not_drafted(session, project_id, written=shown is None)
        make(session, new_update(session.lang, project_id, span.label, summary=summary))
        return
    if shown is None:
        _is_wanted(session, found, settings, span, project_id)
    draft = drafted(at, found, window(found, settings, span, day, since), session.lang)
    made = new_update(session.lang, project_id, span.label, draft, summary)
    if shown is None:
        make(session, made)
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
    said = written(session.root / file_of(session, project_id)).get("cadence")
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
        mind(session, message("`{id}` is over: nobody waits for an update on it", id=name))


def _notes(session: Session, found: Project, draft: UpdateDraft) -> None:
    """What whoever passes a printed draft on has to know."""
    if draft.note:
        mind(session, message("Not everything could be looked at: {said}", said=draft.note))
    if found.confidentiality == "restricted":
        mind(session, message("`{id}` is restricted: mind who reads this", id=found.id))


def _printed(
    session: Session, at: Desk, found: Project, draft: UpdateDraft, text: str, form: Form
) -> str | bytes:
    if form == "yaml":
        return text
    if form == "json":
        return as_json(plain(draft, found.id, session.words)) + b"\n"
    return chat(draft, session.lang, form, person(at.portfolio, session.lang))


COMMANDS = (update,)
