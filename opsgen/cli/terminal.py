"""What the commands share: where they run, in which language they speak, how they print and end."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

import click
from rich.console import Console

from opsgen import check, load
from opsgen.calendar import today
from opsgen.cli.formats import counted
from opsgen.cli.frame import WIDEST, framed
from opsgen.cli.lines import lines_of
from opsgen.cli.since import complaints
from opsgen.portfolio import Portfolio, files, read, read_house, sorted_out
from opsgen.problem import visible
from opsgen.words import LANGUAGES, Message, Words, message, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from opsgen.check import Judged, Workspace
    from opsgen.model import Settings
    from opsgen.portfolio import Contents
    from opsgen.problem import Problem
    from opsgen.timeline.moment import Moment

FINE, ERRORS, WRONG_USE, BROKEN, INTERRUPTED = 0, 1, 2, 3, 130


@dataclass
class Session:
    """One call of opsgen: its workspace and its language."""

    root: Path
    lang: str
    quiet: bool = False
    lang_given: bool = False
    contents: Contents | None = None
    """The files of a moment of the past, where that is what is looked at."""

    @cached_property
    def words(self) -> Words:
        """The words of the session's language."""
        return words(self.lang)

    @cached_property
    def console(self) -> Console:
        """Standard output; colour and width only where a terminal is."""
        return Console(highlight=False, soft_wrap=True, emoji=False)

    @cached_property
    def errors(self) -> Console:
        """Standard error, for progress and complaints."""
        return Console(stderr=True, highlight=False, soft_wrap=True, emoji=False)

    def say(self, text: Message) -> None:
        """Print one sentence, unless quiet."""
        if not self.quiet:
            self.console.print(self.words.say(text), markup=False)

    def portfolio(self) -> Portfolio:
        """The workspace's portfolio.

        Raises:
            click.UsageError: when there is no workspace here.
        """
        self.need_workspace()
        return read(self.root)

    def today(self) -> date:
        """Today in the time zone that the portfolio of the working tree says; in UTC where there is none."""
        contents, _ = files(self.root)
        house, _ = read_house(sorted_out(contents), contents)
        return today(house.settings.timezone)

    def judged(self, moment: Moment | None = None) -> Judged:
        """The workspace's portfolio, at a moment of the past or as it is, with what the rules say about it.

        Raises:
            click.UsageError: when there is no workspace here.
        """
        return check.read_whole(self.opened(moment))

    def opened(self, moment: Moment | None = None) -> Workspace:
        """The workspace, to be checked and for nothing else.

        Raises:
            click.UsageError: when there is none here.
        """
        self.need_workspace()
        if moment is None:
            return check.opened(self.root)
        with complaints(self.words):
            found = check.then(self.root, moment)
        self.contents = found.contents
        return found

    def need_workspace(self) -> None:
        """Nothing where there is a workspace.

        Raises:
            click.UsageError: when there is none here.
        """
        if not (self.root / "projects").is_dir():
            where = message("there is no `projects/` folder in {folder}", folder=str(self.root))
            hint = message("`opsgen init` lays one down; `-C FOLDER` names another place")
            raise click.UsageError(f"{self.words.say(where)}\n{self.words.say(hint)}")

    def print_problems(self, problems: Iterable[Problem], console: Console | None = None) -> None:
        """Print findings with the lines they are about, to standard error where nothing else is asked for."""
        console = console or self.errors
        width = console.width if console.is_terminal else WIDEST
        line_at = lines_of(self.root, self.contents)
        for problem in problems:
            console.print(framed(problem, self.words, line_at(problem.place), width))
            console.print()

    def complain(self, text: str, style: str) -> None:
        """Print what is wrong to standard error, further lines in a lower voice."""
        first, _, rest = text.partition("\n")
        self.errors.print(first, style=style, markup=False)
        if rest:
            self.errors.print(rest, style="dim", markup=False)

    def counts(self, problems: Iterable[Problem]) -> str:
        """`2 errors, 1 warning`."""
        return self.words.say(counted(tuple(problems)))


def fails(problems: Iterable[Problem], *, strict: bool) -> bool:
    """Whether a check fails over these: errors, and warnings where they count as errors."""
    return any(
        problem.severity == "error" or (strict and problem.severity == "warning") for problem in problems
    )


def status_date(settings: Settings, as_of: date | None, moment: Moment | None = None) -> date:
    """The status date asked for, else that of the moment, else today in the portfolio's time zone."""
    return as_of or (moment.as_of if moment else today(settings.timezone))


def is_terminal() -> bool:
    """Whether somebody sits there who can answer."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def language(root: Path, asked: str | None) -> str:
    """The language asked for, else the portfolio's first, else the locale's."""
    if asked:
        return asked
    path = root / "projects" / "portfolio.yaml"
    if path.is_file():
        content = load.read(root, "projects/portfolio.yaml")
        data = load.parse("portfolio.yaml", content).data if isinstance(content, bytes) else None
        listed = data.get("languages") if isinstance(data, dict) else None
        if isinstance(listed, list) and listed and listed[0] in LANGUAGES:
            return str(listed[0])
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if locale.casefold().startswith("zh") else "en"


def refuse(session: Session, text: Message, hint: Message | None = None) -> NoReturn:
    """Say what is wrong, and what to do, and end."""
    said = (visible(session.words.say(part)) for part in (text, hint) if part is not None)
    session.complain("\n".join(said), "bold red")
    stop(ERRORS)


def stop(code: int) -> NoReturn:
    """End with an exit code."""
    sys.exit(code)
