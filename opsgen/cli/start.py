"""Commands that begin something: init, new."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import click

from opsgen.calendar import today
from opsgen.cli.terminal import ERRORS, Session, stop
from opsgen.portfolio.names import refusal
from opsgen.words import LANGUAGES, message
from opsgen.workspace import new_project, new_workspace, write_new


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--title", help="Name of the portfolio.")
@click.option("--owner", help="Who answers for the first project.")
@click.option(
    "--languages", default="", help="Languages of the site, for example zh,en; the first is the main one."
)
@click.option("--currency", default="CNY", show_default=True, help="Currency of all amounts.")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="Time zone of the portfolio.")
@click.pass_obj
def init(
    session: Session, folder: Path, title: str, owner: str, languages: str, currency: str, timezone: str
) -> None:
    """Lay down a workspace that works: settings, people, one filled-in project, site settings.

    Nothing that exists is overwritten.
    """
    say = session.words
    chosen = [lang.strip() for lang in (languages or session.lang).split(",") if lang.strip()]
    if not chosen or any(lang not in LANGUAGES for lang in chosen):
        raise click.BadParameter(languages, param_hint="--languages")
    values = {
        "title": title or say.gettext("Our projects"),
        "owner": owner or say.gettext("Project lead"),
        "languages": ", ".join(chosen),
        "currency": currency,
        "timezone": timezone,
        **_dates(today(timezone)),
    }
    root = session.root / folder
    _lay_down(session, root, new_workspace(chosen[0], values))
    session.say(
        message(
            "The workspace is ready in {folder}. Next: `opsgen check`, then `opsgen build`.", folder=str(root)
        )
    )


def _dates(day: date) -> dict[str, str]:
    return {
        "start": day.isoformat(),
        "first": (day + timedelta(days=30)).isoformat(),
        "second": (day + timedelta(days=60)).isoformat(),
        "finish": (day + timedelta(days=90)).isoformat(),
    }


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
    name, text = new_project(session.lang, project_id)
    _lay_down(session, session.root, {name: text})
    session.say(message("{file} is there: replace what stands in <…>, then `opsgen check`.", file=name))


def _lay_down(session: Session, root: Path, files: dict[str, str]) -> None:
    try:
        write_new(root, files)
    except FileExistsError as error:
        _exists(session, str(error))


def _exists(session: Session, name: str) -> None:
    text = message("{file} is already there; nothing was written", file=name)
    session.complain(session.words.say(text), "bold red")
    stop(ERRORS)


COMMANDS = (init, new)
