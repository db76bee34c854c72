"""`opsgen fix`: what is certain of the findings, put into the files."""

from __future__ import annotations

import difflib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from opsgen.cli.terminal import ERRORS, FINE, Session, status_date, stop
from opsgen.cli.writing import asked, lines, show_difference, write
from opsgen.edit.mending import Outcome, mended
from opsgen.problem import errors, visible
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opsgen.edit.mending import Mended
    from opsgen.problem import Problem

_STYLES = {"-": "red", "+": "green"}


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--diff", "show", is_flag=True, help="Print what would change as a diff, and write nothing.")
@click.option(
    "--check", "look", is_flag=True, help="Write nothing; end with exit code 1 where something would change."
)
@click.pass_obj
def fix(session: Session, files: tuple[Path, ...], show: bool, look: bool) -> None:
    """Mend what `opsgen check` finds, wherever only one thing can be meant.

    Full-width punctuation, odd spaces, missing quotes, dates, amounts, field titles in Chinese, missing ids
    and the encoding of a file; comments, order and line ends stay. FILES limits it to some of the files.

    What a person has to decide is left as it is, and printed: then the exit code is 1 where it is an error.
    """
    workspace = session.opened()
    wanted = frozenset(asked(session, files, workspace.contents)) if files else None
    outcome = mended(session.root, status_date(workspace.house.settings, None), wanted)
    changed = {one.file: (one.before, one.after) for one in outcome.mended}
    if show:
        show_difference(session, changed)
    elif not look:
        write(session, changed)
    for one in outcome.mended if not show else ():
        _print(session, tuple(_lines(one, session)))
    for file, reason in outcome.refused:
        said = message("{file} is left alone: {reason}", file=file, reason=reason)
        session.complain(visible(session.words.say(said)), "bold yellow")
    if show:
        stop(ERRORS if look and changed else FINE)
    _tell(session, outcome, wanted, written=not look)
    left = _left(outcome, wanted)
    stop(ERRORS if (look and changed) or (not look and errors(left)) else FINE)


def _lines(one: Mended, session: Session) -> Iterator[tuple[str, str]]:
    """The lines of a file as they were and are, below its name."""
    codes = ", ".join(f"{code} × {n}" if n > 1 else code for code, n in Counter(one.codes).items())
    yield "", f"{visible(one.file)}: {codes}"
    old, new = ([line.removesuffix("\n") for line in lines(text)] for text in (one.before, one.after))
    for kind, first, last, begin, end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            yield from (("-", f"{number + 1:>4} - {visible(old[number])}") for number in range(first, last))
            yield from (("+", f"{number + 1:>4} + {visible(new[number])}") for number in range(begin, end))
    if old == new:
        yield "+", f"     {session.words.say(message('saved as UTF-8'))}"


def _print(session: Session, shown: Sequence[tuple[str, str]]) -> None:
    for sign, line in shown:
        session.console.print(Text(line, _STYLES.get(sign, "default")))


def _tell(session: Session, outcome: Outcome, wanted: frozenset[str] | None, *, written: bool) -> None:
    """What was done, in one sentence, and what is left for a person."""
    files, findings = len(outcome.mended), sum(len(one.codes) for one in outcome.mended)
    if not files:
        session.say(message("Nothing to mend."))
    elif written:
        n = plural("{n} finding", "{n} findings", findings)
        session.say(plural("Mended {found} in {n} file.", "Mended {found} in {n} files.", files, found=n))
    else:
        n = plural("{n} finding", "{n} findings", findings)
        said = plural(
            "`opsgen fix` would mend {found} in {n} file.",
            "`opsgen fix` would mend {found} in {n} files.",
            files,
            found=n,
        )
        session.say(said)
    left = _left(outcome, wanted)
    if not written or not left:
        return
    wrong = [problem for problem in left if problem.severity == "error"]
    if wrong:
        session.say(plural("{n} error is left for you:", "{n} errors are left for you:", len(wrong)))
        session.console.print()
        session.print_problems(wrong, session.console)
    others = len(left) - len(wrong)
    if others:
        said = plural(
            "{n} warning or note is left; `opsgen check` shows it.",
            "{n} warnings and notes are left; `opsgen check` shows them.",
            others,
        )
        session.say(said)


def _left(outcome: Outcome, wanted: frozenset[str] | None) -> list[Problem]:
    return [problem for problem in outcome.left if wanted is None or problem.file in wanted]


COMMANDS = (fix,)
