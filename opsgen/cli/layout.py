"""opsgen fmt: the files of `projects/` in one layout."""

from __future__ import annotations

from difflib import unified_diff
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsgen.cli.start import refuse, unwritable
from opsgen.cli.terminal import ERRORS, FINE, Session, stop
from opsgen.edit import put_all
from opsgen.edit.formatted import Formatted, formatted
from opsgen.portfolio import files as files_of
from opsgen.portfolio import kinds_of, own_fields, sorted_out
from opsgen.problem import Problem, visible
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opsgen.portfolio import Contents

_YAML = (".yaml", ".yml")
_STYLES = {"+": "green", "-": "red", "@": "cyan"}


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
    laid_out = tuple(_laid_out(session, contents, _asked(session, files, contents)))
    changed = {one.file: (before, one.content) for one, before in laid_out if one.content != before}
    _tell_left(session, [one for one, _ in laid_out])
    if show:
        for one, before in laid_out:
            _show(session, one, before)
    elif only_check:
        for name in changed:
            click.echo(visible(name))
    else:
        _write(session, changed)
    _summary(session, len(changed), len(laid_out), written=not (show or only_check))
    left = any(one.problem or one.refused for one, _ in laid_out)
    stop(ERRORS if left or (only_check and changed) else FINE)


def _asked(session: Session, files: Iterable[Path], contents: Contents) -> tuple[str, ...]:
    """The names of the files that are asked for; of all that are YAML where none is named.

    Raises:
        click.UsageError: where something is named that is none of them.
    """
    known = [name for name in contents if name.lower().endswith(_YAML)]
    asked: set[str] = set()
    for path in files:
        name = _name(session.root, path)
        found = [one for one in known if name in (one, ".") or one.startswith(f"{name}/")]
        if not found:
            text = message("`{file}` is no YAML file of `projects/`", file=visible(str(path)))
            raise click.UsageError(session.words.say(text))
        asked.update(found)
    return tuple(name for name in known if not files or name in asked)


def _name(root: Path, path: Path) -> str:
    """What a file is called within the workspace, empty where it is not in it; links are not followed."""
    whole = Path(normpath(root / path))
    return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else ""


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


def _show(session: Session, one: Formatted, before: bytes) -> None:
    """Print what changes in a file, as git shows it."""
    was, now = before.decode("utf-8", "replace"), one.content.decode("utf-8", "replace")
    name = visible(one.file)
    for line in unified_diff(_lines(was), _lines(now), name, name, lineterm=""):
        heading = line.startswith(("---", "+++"))
        style = "bold" if heading else _STYLES.get(line[:1], "")
        session.console.print(visible(line), style=style, markup=False)


def _lines(text: str) -> list[str]:
    """The lines, however they end; and a word where the last one does not."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if not lines[-1] else [*lines, "\\ No newline at end of file"]


def _write(session: Session, changed: Mapping[str, tuple[bytes, bytes]]) -> None:
    try:
        put_all(
            {session.root / name: after for name, (_, after) in changed.items()},
            {session.root / name: before for name, (before, _) in changed.items()},
        )
    except OSError as error:
        refuse(session, unwritable(session.root, error))
    for name in changed:
        session.say(message("{file}: laid out anew", file=visible(name)))


def _summary(session: Session, changed: int, of: int, *, written: bool) -> None:
    files = plural("{n} file", "{n} files", of)
    if not changed:
        session.say(message("{files} looked at: nothing to change", files=files))
    elif written:
        session.say(message("{files} looked at, {changed} changed", files=files, changed=changed))
    else:
        session.say(message("{files} looked at, {changed} would change", files=files, changed=changed))


COMMANDS = (fmt,)
