"""What commands that change files share: which files are meant, what would change, and the writing."""

from __future__ import annotations

from difflib import unified_diff
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.text import Text

from opsgen.cli.terminal import refuse
from opsgen.edit import put_all
from opsgen.portfolio.layout import YAML
from opsgen.problem import visible
from opsgen.words import message
from opsgen.workspace import write_new

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opsgen.cli.terminal import Session
    from opsgen.words import Message

    Changed = Mapping[str, tuple[bytes, bytes]]
    """Files by their names, each before and after."""

_STYLES = {"-": "red", "+": "green", "@": "cyan"}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def asked(session: Session, paths: Sequence[Path], known: Iterable[str]) -> tuple[str, ...]:
    """The YAML files among the `known` ones that were named, or are in folders that were; all without a name.

    Raises:
        click.UsageError: where something is named that is none of them.
    """
    files = tuple(name for name in known if name.lower().endswith(YAML))
    found: set[str] = set()
    for path in paths:
        name = _name(session.root, path)
        below = {one for one in files if name in (one, ".") or one.startswith(f"{name}/")}
        if not below:
            said = message("`{file}` is no YAML file of `projects/`", file=str(path))
            raise click.UsageError(visible(session.words.say(said)))
        found |= below
    return tuple(name for name in files if name in found) if paths else files


def _name(root: Path, path: Path) -> str:
    """What a file is called within the workspace, named from there or from where the command runs.

    Links are not followed; outside of it a file has no name.
    """
    top = Path(normpath(root.absolute()))
    for start in (top, Path.cwd()):
        whole = Path(normpath(start / path))
        if whole.exists() and whole.is_relative_to(top):
            return whole.relative_to(top).as_posix()
    return ""


def show_difference(session: Session, changed: Changed, moved: Mapping[str, str] | None = None) -> None:
    """Print what would change as a diff, which `git apply` takes where no file moves.

    `moved` are the new names of files that do.
    """
    for name, (before, after) in changed.items():
        for line in _difference(name, (moved or {}).get(name, name), lines(before), lines(after)):
            style = "bold" if line.startswith(("--- ", "+++ ")) else _STYLES.get(line[:1], "")
            session.console.print(Text(visible(line), style))


def _difference(old: str, new: str, before: list[str], after: list[str]) -> Iterator[str]:
    for line in unified_diff(before, after, f"a/{old}", f"b/{new}"):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def lines(content: bytes) -> list[str]:
    """The lines of a text with plain line ends, in whichever of the encodings that can be mended."""
    text = content.decode(_encoding(content), "replace").replace("\r\n", "\n").replace("\r", "\n")
    return [f"{line}\n" for line in text.split("\n")[:-1]] + [text.rpartition("\n")[2]] * (text[-1:] != "\n")


def _encoding(content: bytes) -> str:
    if content.startswith(_UTF_16):
        return "utf-16"
    try:
        content.decode()
    except UnicodeDecodeError:
        return "gb2312"
    return "utf-8-sig"


def write(session: Session, changed: Changed) -> None:
    """Write files that were changed, all or none; end with a sentence where that does not go."""
    for name, (before, _) in changed.items():
        path = session.root / name
        if (path.read_bytes() if path.is_file() else b"") != before:  # somebody saved it meanwhile
            refuse(session, message("{file} has changed meanwhile; nothing was written", file=name))
    try:
        for name in changed:
            (session.root / name).parent.mkdir(parents=True, exist_ok=True)
        put_all({session.root / name: after for name, (_, after) in changed.items()})
    except OSError as error:
        refuse(session, unwritable(session.root, error))


def lay_down(session: Session, root: Path, files: Mapping[str, str]) -> None:
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
