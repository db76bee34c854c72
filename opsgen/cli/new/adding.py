"""An entry into its file: shown, tried, and written where nothing else changes and nothing gets worse."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from rich.text import Text

from opsgen import check, load
from opsgen.cli.terminal import ERRORS, refuse, stop
from opsgen.cli.writing import unwritable
from opsgen.edit import opened, put
from opsgen.edit.entry import in_lines, with_entry
from opsgen.problem import Problem, visible
from opsgen.schema.fields import schema
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from opsgen.cli.new.ground import Ground
    from opsgen.cli.terminal import Session
    from opsgen.portfolio import Contents
    from opsgen.words import Words


def shown(session: Session, entry: Mapping[str, Any]) -> None:
    """Print an entry as it can stand in a file."""
    text = "- " + in_lines(entry).replace("\n", "\n  ")
    session.console.print(Text("\n".join(visible(line) for line in text.split("\n"))))


def add(session: Session, of: Ground, entry: dict[str, Any]) -> None:
    """Write an entry to its file as that is now; ends where that cannot be done without harm."""
    content = load.read(session.root, of.file)
    if isinstance(content, Problem):
        session.print_problems([content])
        stop(ERRORS)
    try:
        made = with_entry(opened(of.file, content), of.key, entry, tuple(schema("project")["properties"]))
    except ValueError:
        made = None  # not UTF-8
    if made is None:
        text = message(
            "nothing was written: {file} takes no further entry as it stands; "
            "print the entry with --print, and put it where it fits",
            file=visible(of.file),
        )
        refuse(session, text)
    _try(session, of, made.content)
    try:
        put(session.root / of.file, made.content)
    except OSError as error:
        refuse(session, unwritable(session.root / of.file, error))
    place = load.parse(of.file, made.content).place((*([of.key] if of.key else ()), len(_list(of, made)) - 1))
    said = message(
        "`{id}` stands in {file}, line {line}.",
        id=str(entry["id"]),
        file=visible(of.file),
        line=place.line,
    )
    session.say(said)


def _list(of: Ground, made: Any) -> list[Any]:
    data = load.parse(of.file, made.content).data
    found: list[Any] = data[of.key] if of.key else data
    return found


def _try(session: Session, of: Ground, content: bytes) -> None:
    """End with the new errors that the file would bring, where it would bring some."""
    before = check.opened(session.root)
    contents: Contents = {**before.contents, of.file: lambda: content}
    old = Counter(_said(session.words, check.findings(before, of.day)))
    new: list[Problem] = []
    for problem in check.findings(replace(before, contents=contents), of.day):
        for said in _said(session.words, [problem]):
            old[said] -= 1
            new += [problem] if old[said] < 0 else []
    if new:
        session.contents = contents
        session.print_problems(new)
        refuse(session, message("nothing was written: the entry would bring these errors"))


def _said(words: Words, problems: Iterable[Problem]) -> list[tuple[str, str, str]]:
    """The errors, wherever in their files they stand."""
    return [(p.file, p.code, words.say(p.message)) for p in problems if p.severity == "error"]
