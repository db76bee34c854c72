"""opsgen fmt: the files of `projects/` in one layout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsgen.cli.terminal import ERRORS, FINE, Session, stop
from opsgen.cli.writing import asked, show_difference, write
from opsgen.edit.formatted import Formatted, formatted
from opsgen.portfolio import files as files_of
from opsgen.portfolio import kinds_of, own_fields, sorted_out
from opsgen.problem import Problem, visible
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opsgen.portfolio import Contents


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="[FILE]...")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; name the files that would change.")
@click.option("--diff", "show", is_flag=True, help="Write nothing; show what would change.")
@click.pass_obj
def fmt(session: Session, files: Sequence[Path], only_check: bool, show: bool) -> None:
    """Lay out the YAML of `projects/` in one way; what it says stays the same.

    Of all files, or of those that are named, and of the folders that are. With --check files that would
    change end with exit code 1.
    """
    session.need_workspace()
    contents, _ = files_of(session.root)
    laid_out = tuple(_laid_out(session, contents, asked(session, files, contents)))
    changed = {one.file: (before, one.content) for one, before in laid_out if one.content != before}
    _tell_left(session, [one for one, _ in laid_out])
    if show:
        show_difference(session, changed)
    elif only_check:
        for name in changed:
            click.echo(visible(name))
    else:
        write(session, changed)
        for name in changed:
            session.say(message("{file}: laid out anew", file=visible(name)))
    _summary(session, len(changed), len(laid_out), written=not (show or only_check))
    left = any(one.problem or one.refused for one, _ in laid_out)
    stop(ERRORS if left or (only_check and changed) else FINE)


def _laid_out(
    session: Session, contents: Contents, names: Iterable[str]
) -> Iterator[tuple[Formatted, bytes]]:
    """The files in their layout, each with its bytes as they are; what cannot be read with a finding."""
    kinds: Mapping[str, str] = kinds_of(sorted_out(contents))
    extra = own_fields(session.root)
    for name in names:
        content = contents[name]()
        if isinstance(content, Problem):
            yield Formatted(name, b"", content), b""
        else:
            yield formatted(name, content, kinds.get(name), extra), content


def _tell_left(session: Session, found: Iterable[Formatted]) -> None:
    """Which files are left as they are, and why."""
    for one in found:
        if one.problem:
            session.print_problems([one.problem])
            text = message("{file} is left as it is: it cannot be read", file=visible(one.file))
            session.complain(session.words.say(text), "")
        if one.refused:
            text = message(
                "{file} is left as it is: in its layout it would not say quite the same",
                file=visible(one.file),
            )
            session.complain(session.words.say(text), "bold red")


def _summary(session: Session, changed: int, of: int, *, written: bool) -> None:
    files = plural("{n} file", "{n} files", of)
    if not changed:
        session.say(message("{files} looked at: nothing to change", files=files))
    elif written:
        session.say(message("{files} looked at, {changed} changed", files=files, changed=changed))
    else:
        session.say(message("{files} looked at, {changed} would change", files=files, changed=changed))


COMMANDS = (fmt,)
