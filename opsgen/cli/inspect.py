"""Commands that look at the files or the machine, and change nothing: check, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from opsgen import system
from opsgen.check import judgement, past_of
from opsgen.cli import formats, options
from opsgen.cli.formats import Checked
from opsgen.cli.moments import moment_of
from opsgen.cli.since import limited, touched_since
from opsgen.cli.terminal import BROKEN, ERRORS, FINE, Session, fails, status_date, stop
from opsgen.shipped import shipped
from opsgen.timeline import NO_HISTORY
from opsgen.words import message

if TYPE_CHECKING:
    from datetime import date

    from opsgen.words import Message


@click.command()
@options.strict
@options.as_of
@options.at
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github", "gitlab", "comment"]),
    default="text",
    show_default=True,
    help="For people, for programs, as GitHub and GitLab show findings beside the lines, or as a comment "
    "on a pull request with the lines to write instead.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write json, gitlab or comment into this file, and print the text besides.",
)
@options.changed_since
@click.option("--no-history", is_flag=True, help="Do not read the history of the repository.")
@options.require_history
@click.pass_obj
def check(
    session: Session,
    strict: bool,
    as_of: date | None,
    at: str | None,
    form: str,
    output: Path | None,
    changed_since: str | None,
    no_history: bool,
    require_history: bool,
) -> None:
    """Check all files and say what is wrong, where, and what to do.

    Nothing in the workspace is changed. Errors end with exit code 1; warnings only with --strict.
    """
    if output and form not in formats.REPORTS:
        said = message("`--output` goes with `--format json`, `--format gitlab` and `--format comment`")
        raise click.UsageError(session.words.say(said))
    if at and changed_since is not None:
        said = message("`--at` does not go with `--changed-since`; of two versions: `opsgen diff OLD NEW`")
        raise click.UsageError(session.words.say(said))
    since = None if changed_since is None else touched_since(session, changed_since)
    moment = moment_of(session, at, as_of)
    workspace = session.opened(moment)
    day = status_date(workspace.house.settings, as_of, moment)
    past = NO_HISTORY if no_history else past_of(workspace, moment)
    judged = judgement(workspace, day, past)
    problems = judged.problems
    if since is not None:
        problems = limited(session, problems, since, day)
    if require_history and past.gap:
        problems = (past.gap, *problems)
    checked = Checked(
        session.root,
        problems,
        session.words,
        day,
        workspace.projects,
        judged.allowed,
        since,
        session.contents,
    )
    _tell(session, checked, form, output)
    if form == "text" and past.reach in ("shallow", "partial") and not require_history:
        _say(session, past.note)
    stop(ERRORS if fails(problems, strict=strict) else FINE)


def _tell(session: Session, checked: Checked, form: str, output: Path | None) -> None:
    report = formats.REPORTS[form](checked) if form in formats.REPORTS else None
    if report is not None and output is None:
        click.echo(report, nl=bool(report))
        return
    if report is not None and output is not None:
        (session.root / output).write_bytes(report + b"\n" if report else b"")
    session.print_problems(checked.problems, session.console)
    if form == "github":
        click.echo(formats.commands(checked), nl=False)
        formats.append_summary(checked)
        _say(session, formats.left_out(checked))
    _say(session, checked.advice)
    _say(session, checked.fixable)
    session.say(checked.result)


def _say(session: Session, text: Message | None) -> None:
    if text is not None:
        session.say(text)


@click.command()
@click.pass_obj
def doctor(session: Session) -> None:
    """Look at this machine: what is there, what is missing, and the command that brings it."""
    checks = system.checks(shipped("fonts"))
    for found in checks:
        mark, style = ("✓", "green") if found.ok else ("✕", "bold red")
        line = Text(f"{mark} ", style)
        line.append(f"{found.name}  {found.found}".rstrip(), "default")
        session.console.print(line)
        if not found.ok:
            session.console.print(f"    {session.words.gettext(found.needed_for)}", markup=False)
            session.console.print(f"    {found.how}", style="bold", markup=False)
    stop(FINE if all(found.ok or found.optional for found in checks) else BROKEN)


COMMANDS = (check, doctor)
