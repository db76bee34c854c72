"""The commands in one place, their help in the reader's language, and what each kind of end exits with."""

from __future__ import annotations

import gc
import io
import re
import sys
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsgen import __version__
from opsgen.cli import (
    baseline,
    completion,
    diff,
    due,
    fix,
    inspect,
    layout,
    log,
    migrate,
    new,
    publish,
    reference,
    rename,
    report,
    start,
    status,
    verify,
)
from opsgen.cli.spoken import spoken
from opsgen.cli.terminal import BROKEN, INTERRUPTED, WRONG_USE, Session, language
from opsgen.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=False)
@click.option(
    "-C",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Work in this folder.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of messages and pages.")
@click.option("-q", "--quiet", is_flag=True, help="Print findings and errors only.")
@click.version_option(__version__, prog_name="opsgen")
@click.pass_context
def opsgen(context: click.Context, folder: Path, lang: str | None, quiet: bool) -> None:
    """A folder of YAML in git becomes a portfolio site and PDF handouts.

    Start with `opsgen init`, edit `projects/`, look with `opsgen check` and `opsgen build`.
    """
    context.obj = Session(folder.resolve(), language(folder, lang), quiet, lang is not None)


for command in (
    *start.COMMANDS,
    *new.COMMANDS,
    *due.COMMANDS,
    *inspect.COMMANDS,
    *status.COMMANDS,
    *rename.COMMANDS,
    *migrate.COMMANDS,
    *fix.COMMANDS,
    *layout.COMMANDS,
    *baseline.COMMANDS,
    *diff.COMMANDS,
    *log.COMMANDS,
    *reference.COMMANDS,
    *publish.COMMANDS,
    *verify.COMMANDS,
    *report.COMMANDS,
    *completion.COMMANDS,
):
    opsgen.add_command(command)


def main() -> None:
    """Run opsgen and exit: 0 fine, 1 errors found, 2 wrong use, 3 broken machine, 130 interrupted."""
    gc.set_threshold(100_000, 20, 100)  # nearly all that is read is used to the end: look for garbage seldom
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # where the encoding lacks a sign of ours
    say = words(asked_language(sys.argv[1:]))
    with spoken(say):
        sys.exit(_ended(translated(opsgen, say)))


def _ended(command: click.Command) -> int:
    """Runs what was asked for; the exit code."""
    try:
        return command.main(prog_name="opsgen", standalone_mode=False) or 0
    except click.ClickException as error:
        error.show()
        return WRONG_USE if isinstance(error, click.UsageError) else BROKEN
    except (click.Abort, KeyboardInterrupt):
        click.echo(err=True)
        return INTERRUPTED
    except BrokenPipeError:
        sys.stderr.close()
        return BROKEN
    except OSError as error:
        click.echo(f"opsgen: {error}", err=True)
        return BROKEN


def asked_language(arguments: list[str]) -> str:
    """The language for help, found before the arguments are parsed."""
    asked = after(arguments, "--lang")
    return language(Path(after(arguments, "-C") or "."), asked if asked in LANGUAGES else None)


def after(arguments: list[str], name: str) -> str | None:
    """The value of an option: the argument after it, or behind `=`."""
    for at, argument in enumerate(arguments):
        if argument == name and at + 1 < len(arguments):
            return arguments[at + 1]
        if argument.startswith(name + "="):
            return argument.partition("=")[2]
    return None


def translated(command: click.Command, say: Words) -> click.Command:
    """A command and all below it with their help in a language; the given ones stay as they are."""
    spoken = copy(command)
    spoken.params = [copy(parameter) for parameter in command.params]
    if command.help:
        spoken.help = "\n\n".join(say.gettext(text) for text in _paragraphs(command.help))
        spoken.short_help = _first_clause(spoken.help)
    for parameter in spoken.params:
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = say.gettext(parameter.help)
    if isinstance(spoken, click.Group):
        spoken.commands = {name: translated(child, say) for name, child in spoken.commands.items()}
    return spoken


def _first_clause(text: str) -> str | None:
    """What a Chinese text says first; None for another language, which click cuts between words by itself."""
    found = re.match(r"[^\n]*?(?=[。；：])", text)
    return found[0] if found else None


def help_texts(command: click.Command) -> Iterator[str]:
    """Every text of the help of a command and of all below it, as the catalogue has it."""
    yield from _paragraphs(command.help or "")
    for parameter in command.params:
        if isinstance(parameter, click.Option) and parameter.help:
            yield parameter.help
    if isinstance(command, click.Group):
        for child in command.commands.values():
            yield from help_texts(child)


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
