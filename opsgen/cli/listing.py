"""Changes on a terminal: by project, each with its severity as a sign and a word, aligned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from opsgen.changes.severity import SIGNS, WORDS
from opsgen.cli.prose import paragraph
from opsgen.export.telling import by, folded, grouped, of_texts
from opsgen.problem import visible
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opsgen.changes.change import Change, Severity
    from opsgen.cli.terminal import Session
    from opsgen.export.telling import Telling

STYLES: Mapping[Severity, str] = {
    "breach": "bold red",
    "attention": "yellow",
    "notice": "default",
    "info": "dim",
}
_UNFOLDED = 10_000
"""A line of so many cells is never broken: what is read by other programs stays in one."""


def print_changes(
    session: Session, telling: Telling, changes: Sequence[Change], *, with_origin: bool = True
) -> None:
    """The changes of each project under its title."""
    for project, found in grouped(changes).items():
        title = telling.line(telling.title(project))
        heading = Text(title, "bold")
        if project and project != title:
            heading.append(f"  {visible(project)}", "dim")
        session.console.print(heading)
        print_entries(session, telling, found, with_origin=with_origin)
        session.console.print()


def print_entries(
    session: Session, telling: Telling, changes: Sequence[Change], *, with_origin: bool = False
) -> None:
    """The changes one by one; of texts that were put otherwise their number."""
    told, texts = folded(changes)
    for change in told:
        session.console.print(_line(session, telling, change, with_origin=with_origin))
    if texts:
        mark, _ = _mark(session, "info")
        session.console.print(Text(f"  {mark}", "dim") + Text(telling.line(of_texts(texts)), "dim"))


def _line(session: Session, telling: Telling, change: Change, *, with_origin: bool) -> Text:
    mark, width = _mark(session, change.severity)
    said = telling.say(change)
    origin = by(telling, change) if with_origin else None
    if origin is not None:
        said = telling.line(message("{said} ({by})", said=said, by=origin))
    room = session.console.width if session.console.is_terminal else _UNFOLDED
    line = Text.assemble((f"  {mark}", STYLES[change.severity]))
    indent = " " * (width + 2)
    if not session.console.is_terminal:
        return line + Text(said)
    return line + paragraph(said, room, indent)


def _mark(session: Session, severity: Severity) -> tuple[str, int]:
    """The sign and the word of a severity with the spaces behind it, and how wide that is."""
    say = session.words.say
    widest = max(cell_len(say(word)) for word in WORDS.values())
    word = say(WORDS[severity])
    return f"{SIGNS[severity]} {word}{' ' * (widest - cell_len(word))}  ", widest + 4
