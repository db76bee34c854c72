"""`opsgen init`: what somebody begins with."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from click.core import ParameterSource

from opsgen import __version__
from opsgen.calendar import today
from opsgen.cli.terminal import ERRORS, Session, stop
from opsgen.demonstration import StoryError, demonstration
from opsgen.history import GitError
from opsgen.history.found import found, is_free
from opsgen.words import LANGUAGES, message, words
from opsgen.workspace import FORGES, new_workspace, write_new

if TYPE_CHECKING:
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
@click.option("--forge", type=click.Choice([*FORGES, "none"]), default="none", help="Where it is published.")
@click.option("--package", default="", help="Where CI gets opsgen: one line as pip reads it.")
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
    forge: str,
    package: str,
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
        "calendar": "CN",
        "site_url": "",
        "repo_url": "",
        "forge": forge,
        "branch": "main",
        "package": package or f"opsgen=={__version__}",
        "version": __version__,
        **_dates(today(timezone)),
    }
    root = session.root / folder
    lay_down(session, root, new_workspace(chosen[0], values))
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
        refuse(session, message("{folder} is not empty; --demo wants a new folder", folder=str(root)))
    try:
        found(root, demonstration())
    except GitError as error:
        refuse(session, error.reason)
    except StoryError as error:
        text = message("the history of the demonstration no longer fits its files: {why}", why=str(error))
        refuse(session, text)
    except OSError as error:
        refuse(session, message("{folder} cannot be written: {error}", folder=str(root), error=str(error)))
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


def lay_down(session: Session, root: Path, files: dict[str, str]) -> None:
    """Write files that do not exist yet; end with a sentence where that does not go."""
    try:
        write_new(root, files)
    except FileExistsError as error:
        refuse(session, message("{file} is already there; nothing was written", file=str(error)))
    except NotADirectoryError as error:
        refuse(session, message("{file} is a symbolic link; nothing was written", file=str(error)))
    except OSError as error:
        refuse(session, unwritable(root, error))


def unwritable(root: Path, error: OSError) -> Message:
    """That the system does not let us write, in its own words."""
    why = error.strerror or str(error)
    return message("{folder} cannot be written: {error}", folder=str(root), error=why)


def refuse(session: Session, text: Message) -> NoReturn:
    """Say what is wrong, and end."""
    session.complain(session.words.say(text), "bold red")
    stop(ERRORS)


COMMANDS = (init,)
