"""Commands that begin something: init, new."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NoReturn

import click
from click.core import ParameterSource

from opsgen.calendar import period as period_written
from opsgen.calendar import period_of, today
from opsgen.cli.drafting import assessed, desk, drafted, person
from opsgen.cli.options import Day
from opsgen.cli.terminal import ERRORS, Session, status_date, stop
from opsgen.demonstration import StoryError, demonstration
from opsgen.drafts import closing_draft, retrospective_draft, window
from opsgen.drafts.chat import chat
from opsgen.history import GitError
from opsgen.history.found import found, is_free
from opsgen.portfolio.names import refusal
from opsgen.problem import visible
from opsgen.words import LANGUAGES, message, words
from opsgen.workspace import (
    new_closing,
    new_meeting,
    new_project,
    new_retrospective,
    new_update,
    new_workspace,
    write_new,
)

if TYPE_CHECKING:
    from opsgen.cli.drafting import Desk
    from opsgen.model import Project
    from opsgen.words import Message


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--demo", is_flag=True, help="Lay down the demonstration portfolio, with a year of commits.")
@click.option("--title", help="Name of the portfolio.")
@click.option("--owner", help="Who answers for the first project.")
@click.option(
    "--languages", default="", help="Languages of the site, for example zh,en; the first is the main one."
)
@click.option("--currency", default="CNY", show_default=True, help="Currency of all amounts.")
@click.option("--timezone", default="Asia/Shanghai", show_default=True, help="Time zone of the portfolio.")
@click.pass_context
def init(
    context: click.Context,
    folder: Path,
    demo: bool,
    title: str,
    owner: str,
    languages: str,
    currency: str,
    timezone: str,
) -> None:
    """Lay down a workspace that works: settings, people, one filled-in project, site settings.

    Nothing that exists is overwritten.
    """
    session: Session = context.obj
    if demo:
        _nothing_else(context)
        _lay_down_demonstration(session, session.root / folder)
        return
    chosen = [lang.strip() for lang in (languages or session.lang).split(",") if lang.strip()]
    if not chosen or any(lang not in LANGUAGES for lang in chosen):
        raise click.BadParameter(languages, param_hint="--languages")
    main = words(chosen[0])
    values = {
        "title": title or main.gettext("Our projects"),
        "owner": owner or main.gettext("Project lead"),
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


def _nothing_else(context: click.Context) -> None:
    """Refuse a setting beside `--demo`, where it would say nothing."""
    for name in ("title", "owner", "languages", "currency", "timezone"):
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            text = message(
                "{option} does not go with --demo: the demonstration has its own", option=f"--{name}"
            )
            raise click.UsageError(context.obj.words.say(text), context)


def _lay_down_demonstration(session: Session, root: Path) -> None:
    if not is_free(root):
        _refuse(session, message("{folder} is not empty; --demo wants a new folder", folder=str(root)))
    try:
        found(root, demonstration())
    except GitError as error:
        _refuse(session, error.reason)
    except StoryError as error:
        text = message("the history of the demonstration no longer fits its files: {why}", why=str(error))
        _refuse(session, text)
    except OSError as error:
        _refuse(session, message("{folder} cannot be written: {error}", folder=str(root), error=str(error)))
    session.say(
        message(
            "The demonstration is ready in {folder}, with a year of commits. "
            "Next, in that folder: `opsgen log`, `opsgen diff 2026-10-01`, then `opsgen build`.",
            folder=str(root),
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
    _make(session, new_project(session.lang, project_id))


@new.command()
@click.argument("project_id", metavar="PROJECT")
@click.option("--period", default="", help="A week or a month, 2026-W47 or 2026-11; this one if missing.")
@click.option(
    "--since",
    type=Day(),
    metavar="DATE",
    help="The first day that it speaks of; the day after the last update if missing.",
)
@click.option("--print", "printed", is_flag=True, help="Print it for a chat tool; nothing is written.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown"]),
    help="How it is printed, and that it is: as plain text, or with the marks of chat tools.",
)
@click.pass_obj
def update(
    session: Session,
    project_id: str,
    period: str,
    since: date | None,
    printed: bool,
    form: Literal["text", "markdown"] | None,
) -> None:
    """Draft an update from the changes since the last one.

    `projects/PROJECT/updates/PERIOD.yaml` says what was done, what comes next and what is wanted of others.
    Its author goes over it, and says in the summary where the project stands.
    """
    at, found = _found(session, project_id)
    portfolio = at.portfolio
    day = status_date(portfolio.settings, None)
    cadence = _cadence(found)
    span = period_written(period, cadence) if period else period_of(day, cadence)
    if span is None:
        text = session.words.gettext("a week such as 2026-W47, or a month such as 2026-11")
        raise click.BadParameter(text, param_hint="--period")
    shown = printed or form is not None
    if found is None:
        _not_drafted(session, project_id, written=not shown)
        _make(session, new_update(session.lang, project_id, span.label))
        return
    days = window(found, portfolio.settings, span, day, since)
    draft = drafted(at, found, days, session.lang)
    if shown:
        click.echo(chat(draft, session.lang, form or "text", person(portfolio, session.lang)), nl=False)
        return
    _make(session, new_update(session.lang, project_id, span.label, draft))


@new.command()
@click.argument("project_id", metavar="[PROJECT]", default="")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Its day; today if missing.")
@click.pass_obj
def meeting(session: Session, project_id: str, day: datetime | None) -> None:
    """Make `projects/PROJECT/meetings/DATE.yaml`; without PROJECT a meeting about several projects."""
    portfolio = session.portfolio()
    if project_id:
        _need(session, project_id)
    held = status_date(portfolio.settings, day.date() if day else None)
    _make(session, new_meeting(session.lang, project_id, held))


@new.command()
@click.argument("project_id", metavar="PROJECT")
@click.argument("day", metavar="[DATE]", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.pass_obj
def retrospective(session: Session, project_id: str, day: datetime | None) -> None:
    """Make `projects/PROJECT/retrospectives/DATE.yaml`: goals, results, causes, rules; today if missing."""
    at, found = _found(session, project_id)
    held = status_date(at.portfolio.settings, day.date() if day else None)
    if found is None:
        _not_drafted(session, project_id, written=True)
    draft = retrospective_draft(assessed(at.portfolio, found, held)) if found else None
    _make(session, new_retrospective(session.lang, project_id, held, draft))


@new.command()
@click.argument("project_id", metavar="PROJECT")
@click.argument("day", metavar="[DATE]", type=click.DateTime(["%Y-%m-%d"]), required=False)
@click.pass_obj
def closing(session: Session, project_id: str, day: datetime | None) -> None:
    """Print the closing report of a project, filled from plan against actual; nothing is written.

    It belongs in the file of the project, where its author puts it.
    """
    at, found = _found(session, project_id)
    portfolio = at.portfolio
    if found is None:
        _not_drafted(session, project_id, written=False)
        return
    if found.closing is not None:
        _refuse(session, message("`{id}` has a closing report already", id=project_id))
    held = status_date(portfolio.settings, day.date() if day else None)
    click.echo(new_closing(session.lang, closing_draft(assessed(portfolio, found, held)), held), nl=False)
    if not session.quiet:
        file = visible(portfolio.source_file(found))
        text = message("Nothing was written: put this at the end of {file}, then `opsgen check`.", file=file)
        session.complain(session.words.say(text), "")


def _found(session: Session, project_id: str) -> tuple[Desk, Project | None]:
    """The workspace and the project of this file; None where the project cannot be read."""
    session.need_workspace()
    _need(session, project_id)
    at = desk(session.root)
    return at, at.project(project_id)


def _not_drafted(session: Session, project_id: str, *, written: bool) -> None:
    """That the project cannot be read; nothing more comes where its draft was to be printed."""
    if not written:
        _refuse(session, message("`{id}` cannot be read; see `opsgen check`", id=project_id))
    text = message("`{id}` cannot be read, so nothing is drafted; see `opsgen check`", id=project_id)
    session.complain(session.words.say(text), "")


def _cadence(found: Project | None) -> Literal["weekly", "monthly"]:
    """Whether the updates of a project are of weeks or of months."""
    slow = found is not None and found.cadence in ("monthly", "quarterly")
    return "monthly" if slow else "weekly"


def _need(session: Session, project_id: str) -> None:
    """Nothing where the project has a file."""
    folder = session.root / "projects"
    places = (f"{project_id}{{}}", f"{project_id}/project{{}}")
    if refusal(project_id) or not any(
        (folder / place.format(suffix)).is_file() for place in places for suffix in (".yaml", ".yml")
    ):
        text = message("there is no project `{id}`; `opsgen new project ID` makes one", id=project_id)
        raise click.BadParameter(session.words.say(text), param_hint="PROJECT")


def _make(session: Session, made: tuple[str, str]) -> None:
    name, text = made
    _lay_down(session, session.root, {name: text})
    session.say(message("{file} is there: replace what stands in <…>, then `opsgen check`.", file=name))


def _lay_down(session: Session, root: Path, files: dict[str, str]) -> None:
    try:
        write_new(root, files)
    except FileExistsError as error:
        _exists(session, str(error))
    except NotADirectoryError as error:
        _refuse(session, message("{file} is a symbolic link; nothing was written", file=str(error)))


def _exists(session: Session, name: str) -> None:
    _refuse(session, message("{file} is already there; nothing was written", file=name))


def _refuse(session: Session, text: Message) -> NoReturn:
    session.complain(session.words.say(text), "bold red")
    stop(ERRORS)


COMMANDS = (init, new)
