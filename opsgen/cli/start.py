"""`opsgen init`: what somebody begins with."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from opsgen import __version__
from opsgen.calendar import today
from opsgen.cli import questions
from opsgen.cli.questions import NOWHERE, Question
from opsgen.cli.terminal import Session, is_terminal, refuse
from opsgen.cli.writing import lay_down, unwritable
from opsgen.demonstration import StoryError, demonstration
from opsgen.history import GitError
from opsgen.history import beginning as repository
from opsgen.history.found import found, is_free
from opsgen.words import message
from opsgen.workspace import new_workspace
from opsgen.workspace.hosts import host
from opsgen.workspace.origin import Origin, origin

if TYPE_CHECKING:
    from opsgen.words import Message

KEPT = ("README.md", ".gitignore", ".gitattributes", ".editorconfig")
"""What a folder may have already: these stay as they are, and the rest is laid down beside them."""


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=Path())
@click.option("--demo", is_flag=True, help="Lay down the demonstration portfolio, with a year of commits.")
@click.option("--title", help="Name of the portfolio.")
@click.option("--owner", help="Who leads the first project.")
@click.option("--languages", help="Languages of the site, for example zh,en; the first is the main one.")
@click.option("--currency", help="Currency of all amounts, for example CNY.")
@click.option("--calendar", help="Whose holidays count: a country such as CN, or weekdays.")
@click.option("--timezone", help="Time zone of the portfolio, for example Asia/Shanghai.")
@click.option("--forge", help="Where it will be published: github, gitlab, gitee or none.")
@click.option("--site-url", help="Address of the website.")
@click.option("--repo-url", help="Address of the repository.")
@click.option("--package", help="Where the platform gets opsgen: one line as pip reads it.")
@click.option("--git/--no-git", default=None, help="Whether the folder becomes a git repository.")
@click.option("--yes", is_flag=True, help="Ask nothing, and take the defaults for what no option says.")
@click.pass_context
def init(
    context: click.Context, /, folder: Path, demo: bool, git: bool | None, yes: bool, **options: str | None
) -> None:
    """Lay down a workspace that works: settings, people, one filled-in project, all that a platform needs.

    On a terminal it asks for what no option says. Nothing that exists is overwritten.
    """
    session: Session = context.obj
    root = session.root / folder
    if demo:
        _nothing_else(context)
        _lay_down_demonstration(session, root)
        return
    asking = not yes and is_terminal()
    came = origin()
    values = _answers(session, root, options, came, asking=asking)
    wanted = _wants_git(session, root, git, asking=asking)
    files = _laid_down(session, root, values)
    session.say(message("The workspace is ready in {folder}.", folder=str(root)))
    if wanted:
        _begin(session, root, files)
    _next(session, root, values["forge"])
    if options["package"] is None and (not asking or values["package"] == came.package):
        _about_package(session, values, came)


def _answers(
    session: Session, root: Path, options: dict[str, str | None], came: Origin, *, asking: bool
) -> dict[str, str]:
    """What every template wants to know."""
    known = {
        one.name: questions.given(session, one, said) for one in questions.ALL if (said := options[one.name])
    }
    taken = questions.defaults(session, _of_repository(root))
    lang = known.get("languages", taken["languages"]).split(", ")[0]
    taken |= questions.named(lang) | {"package": came.package}

    def know(question: Question) -> None:
        if question.name not in known:
            known[question.name] = questions.answer(session, question, taken[question.name])

    for question in questions.ASKED if asking else ():
        know(question)
    values = taken | known
    if asking and values["forge"] != NOWHERE and not came.certain:
        know(questions.PACKAGE)
    values = taken | known | {"branch": repository.branch(root), "version": __version__}
    return values | _dates(today(values["timezone"]))


def _of_repository(root: Path) -> dict[str, str]:
    """What the repository tells in which the workspace is laid down."""
    if repository.within(root) != root.absolute():  # the site of another folder is somewhere else
        return {}
    address = repository.remote(root)
    found = host(address) if address else None
    return {"repo_url": found.repo_url, "forge": found.forge, "site_url": found.site_url} if found else {}


def _laid_down(session: Session, root: Path, values: dict[str, str]) -> dict[str, str]:
    """Write the files; those that were written."""
    made = new_workspace(values["languages"].split(", ")[0], values)
    kept = [name for name in KEPT if name in made and (root / name).is_file()]
    files = {name: text for name, text in made.items() if name not in kept}
    lay_down(session, root, files)
    for name in kept:
        session.say(message("{file} was there already and stays as it is.", file=name))
    return files


def _about_package(session: Session, values: dict[str, str], came: Origin) -> None:
    if came.certain or values["forge"] == NOWHERE:
        return
    session.say(
        message(
            "Before the platform can use it: this opsgen was installed from a folder, which the platform "
            "cannot see. `.opsgen/requirements.txt` says `{package}` for now; that works where a package "
            "index has it. Otherwise run `python -m pip wheel --no-deps --wheel-dir .opsgen FOLDER`, and "
            "write the path of the file it makes into `.opsgen/requirements.txt`.",
            package=values["package"],
        )
    )


# --- git


def _wants_git(session: Session, root: Path, asked: bool | None, *, asking: bool) -> bool:
    """Whether the folder is to become a repository."""
    if repository.within(root):
        if asked:
            refuse(session, message("{folder} is in a git repository already", folder=str(root)))
        return False
    try:
        who = repository.user(_nearest(root))
    except GitError as error:
        if asked:
            refuse(session, error.reason)
        return False
    if asked is None and asking and who:
        return click.confirm(
            session.words.gettext("Keep it in git, with a first commit in your name"), default=True
        )
    return asked is not False


def _nearest(root: Path) -> Path:
    """The folder, or the first above it that is there."""
    root = root.absolute()
    return next(folder for folder in (root, *root.parents) if folder.is_dir())


def _begin(session: Session, root: Path, files: dict[str, str]) -> None:
    said = session.words.gettext("Lay down the workspace")
    try:
        made = repository.begin(root, f"{said}\n", files)
    except GitError as error:
        session.complain(session.words.say(error.reason), "yellow")
        return
    if made:
        session.say(message("It is a git repository, with a first commit in your name on the branch main."))
        return
    session.say(
        message(
            "It is a git repository, without a commit: git does not know who you are. "
            'Tell it with `git config --global user.name "Your Name"` and '
            "`git config --global user.email you@example.com`, then `git add .` and "
            '`git commit -m "Our projects"`.'
        )
    )


# --- what comes next


def _next(session: Session, root: Path, forge: str) -> None:
    session.say(message("Next:"))
    for number, text in enumerate(_steps(forge, connected=bool(repository.remote(root))), 1):
        session.say(message("{n}. {text}", n=number, text=text))


def _steps(forge: str, *, connected: bool) -> tuple[Message, ...]:
    look = message("Look at it: `opsgen check`, `opsgen serve`; the first edit is in `projects/first.yaml`.")
    if forge == NOWHERE:
        return (
            look,
            message("Make it: `opsgen build` writes the website with the handouts to `site/`."),
            message("Publish it: copy the folder `site/` to any web server."),
        )
    push = (
        message('Send it to the platform: `git add .`, `git commit -m "Our projects"`, `git push`.')
        if connected
        else message(
            "Make an empty repository on the platform, then `git remote add origin ADDRESS`, "
            "`git push -u origin main`."
        )
    )
    return (look, push, _PAGES[forge])


_PAGES = {
    "github": message(
        "On GitHub, once: Settings, Pages, Source: GitHub Actions. Then main is published by itself."
    ),
    "gitlab": message(
        "On GitLab, once: Settings, General, Visibility: who sees Pages. Then main is published by itself."
    ),
    "gitee": message(
        "Gitee shows no pages by itself: `opsgen build` makes `site/`, which any web server can show."
    ),
}


def _nothing_else(context: click.Context) -> None:
    """Refuse a setting beside `--demo`, where it would say nothing."""
    for name in [*(question.name for question in questions.ALL), "git", "yes"]:
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE:
            text = message(
                "{option} does not go with --demo: the demonstration has its own",
                option=f"--{name.replace('_', '-')}",
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
        refuse(session, unwritable(root, error))
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


COMMANDS = (init,)
