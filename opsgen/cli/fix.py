"""`opsgen fix`: what is certain of the findings, put into the files."""

from __future__ import annotations

import difflib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from opsgen import load
from opsgen.check import opened
from opsgen.cli.start import unwritable
from opsgen.cli.terminal import BROKEN, ERRORS, FINE, Session, status_date, stop
from opsgen.edit import put_all
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
    session.need_workspace()
    wanted = _asked(session, files)
    day = status_date(opened(session.root).house.settings, None)
    outcome = mended(session.root, day, wanted)
    if not (show or look):
        _write(session, outcome)
    for one in outcome.mended:
        _print(session, tuple(_diff(one)) if show else tuple(_lines(one, session)))
    for file, reason in outcome.refused:
        said = message("{file} is left alone: {reason}", file=file, reason=reason)
        session.complain(visible(session.words.say(said)), "bold yellow")
    changes = bool(outcome.mended)
    if show:
        stop(ERRORS if look and changes else FINE)
    _tell(session, outcome, wanted, written=not look)
    left = _left(outcome, wanted)
    stop(ERRORS if (look and changes) or (not look and errors(left)) else FINE)


def _asked(session: Session, files: Sequence[Path]) -> frozenset[str] | None:
    """The files that were named, as the check names them; None where none was.

    Raises:
        click.UsageError: for what is no file of the workspace's data.
    """
    if not files:
        return None
    known = load.find(session.root, "projects").files
    found: set[str] = set()
    for file in files:
        name = _name(session.root, file)
        below = {one for one in known if one == name or one.startswith(f"{name}/")}
        if not below:
            said = message("{file} is no data file of this workspace", file=str(file))
            raise click.UsageError(visible(session.words.say(said)))
        found |= below
    return frozenset(found)


def _name(root: Path, file: Path) -> str:
    """A path as given, from the workspace or from where the command runs, as the check names it."""
    for start in (root, Path.cwd()):
        whole = (start / file).absolute()
        if whole.exists() and whole.is_relative_to(root.absolute()):
            return whole.relative_to(root.absolute()).as_posix()
    return file.as_posix()


def _write(session: Session, outcome: Outcome) -> None:
    files = {session.root / one.file: one for one in outcome.mended}
    try:
        put_all(
            {path: one.after for path, one in files.items()},
            {path: one.before for path, one in files.items()},
        )
    except OSError as error:
        session.complain(session.words.say(unwritable(session.root, error)), "bold red")
        stop(BROKEN)


def _lines(one: Mended, session: Session) -> Iterator[tuple[str, str]]:
    """The lines of a file as they were and are, below its name."""
    codes = ", ".join(f"{code} × {n}" if n > 1 else code for code, n in Counter(one.codes).items())
    yield "", f"{visible(one.file)}: {codes}"
    old, new = _text(one.before), _text(one.after)
    for kind, first, last, begin, end in difflib.SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if kind != "equal":
            yield from (("-", f"{number + 1:>4} - {visible(old[number])}") for number in range(first, last))
            yield from (("+", f"{number + 1:>4} + {visible(new[number])}") for number in range(begin, end))
    if old == new:
        yield "+", f"     {session.words.say(message('saved as UTF-8'))}"


def _diff(one: Mended) -> Iterator[tuple[str, str]]:
    """The change as a diff that `git apply` and `patch` take."""
    old, new = _text(one.before), _text(one.after)
    name = visible(one.file)
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}", lineterm=""):
        yield line[:1], visible(line)


def _text(content: bytes) -> list[str]:
    encoding = "utf-8-sig"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    else:
        try:
            content.decode()
        except UnicodeDecodeError:
            encoding = "gb2312"
    return content.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _print(session: Session, lines: Sequence[tuple[str, str]]) -> None:
    for sign, line in lines:
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
