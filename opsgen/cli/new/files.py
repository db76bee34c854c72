"""Files that somebody begins with: a project, a meeting, a retrospective, a closing report."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opsgen.cli.drafting import assessed
from opsgen.cli.new.called import called, exists, file_of, found_in, make, not_drafted
from opsgen.cli.terminal import Session, refuse, status_date
from opsgen.cli.writing import unwritable
from opsgen.drafts import closing_draft, retrospective_draft
from opsgen.portfolio.names import refusal
from opsgen.problem import visible
from opsgen.words import message
from opsgen.workspace import (
    add_closing,
    new_closing,
    new_meeting,
    new_project,
    new_retrospective,
    written,
)

if TYPE_CHECKING:
    from datetime import datetime

    from opsgen.portfolio import Portfolio


@click.command("project")
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
        exists(session, f"projects/{project_id}/")
    make(session, new_project(session.lang, project_id))


@click.command()
@click.argument("project_id", metavar="[PROJECT]", default="")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Its day; today if missing.")
@click.option(
    "--attendees",
    multiple=True,
    metavar="PERSON",
    help="Somebody who takes part, by id or name; may be repeated.",
)
@click.pass_obj
def meeting(session: Session, project_id: str, day: datetime | None, attendees: tuple[str, ...]) -> None:
    """Make `projects/PROJECT/meetings/DATE.yaml`; without PROJECT a meeting about several projects."""
    portfolio = session.portfolio()
    if project_id:
        project_id = called(session, project_id)
    held = status_date(portfolio.settings, day.date() if day else None)
    people = tuple(_person(session, portfolio, name) for name in attendees)
    make(session, new_meeting(session.lang, project_id, held, people))


def _person(session: Session, portfolio: Portfolio, name: str) -> str:
    """The id of somebody who is named so; without a `people.yaml` the name.

    Raises:
        click.BadParameter: where nobody is called so.
    """
    found = portfolio.people.find(name)
    if found is None and portfolio.has_people:
        text = message("`people.yaml` knows nobody called `{name}`", name=visible(name))
        raise click.BadParameter(session.words.say(text), param_hint="--attendees")
    return found.id if found else name


@click.command()
@click.argument("project_id", metavar="PROJECT")
@click.argument("day", metavar="[DATE]", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.option("--print", "printed", is_flag=True, help="Print it; nothing is written.")
@click.pass_obj
def retrospective(session: Session, project_id: str, day: datetime | None, printed: bool) -> None:
    """Make `projects/PROJECT/retrospectives/DATE.yaml`: goals, results, causes, rules; today if missing."""
    project_id = called(session, project_id)
    at, found = found_in(session, project_id)
    held = status_date(at.portfolio.settings, day.date() if day else None)
    if found is None:
        not_drafted(session, project_id, written=not printed)
    draft = retrospective_draft(assessed(at.portfolio, found, held)) if found else None
    made = new_retrospective(session.lang, project_id, held, draft)
    if printed:
        click.echo(made[1], nl=False)
    else:
        make(session, made)


@click.command()
@click.argument("project_id", metavar="PROJECT")
@click.argument("day", metavar="[DATE]", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.option("--print", "printed", is_flag=True, help="Print it; nothing is written.")
@click.pass_obj
def closing(session: Session, project_id: str, day: datetime | None, printed: bool) -> None:
    """Put the closing report at the end of the project's file, filled from plan against actual.

    The rest of the file stays as it is; what a person has to write fails the check until it is there.
    """
    project_id = called(session, project_id)
    file = file_of(session, project_id)
    if "closing" in written(session.root / file):
        refuse(session, message("`{id}` has a closing report already", id=project_id))
    at, found = found_in(session, project_id)
    if found is None:
        not_drafted(session, project_id, written=False)
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


COMMANDS = (project, meeting, retrospective, closing)
