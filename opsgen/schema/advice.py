"""What to do about a finding of the schema: a sentence, and the very text where that is certain.

Both are made at once and of the same value, so that `opsgen fix` does what the sentence says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from opsgen.load import parse
from opsgen.problem import Repair
from opsgen.schema.listing import written
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.load import Document, Kept, Path
    from opsgen.words import Message

_NOT_ALONE = ("&", "*", "!")


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do; `text` is what belongs in the place, as YAML, and None where a person has to look."""

    said: Message
    text: str | None = None
    value: str = ""
    """The text that is meant, as data."""

    def if_certain(self, certain: object) -> Advice:
        """The same; the sentence alone where it is no more than likely."""
        return self if certain else replace(self, text=None)


def write(value: str, said: Message | None = None) -> Advice:
    """To write a text, in quotes where YAML would read it as something else."""
    return Advice(said or message("write {value}", value=value), written(value, inside=True), value)


def write_so(text: str, said: Message | None = None) -> Advice:
    """To write YAML as it stands here: a number, a list, a text with its quotes."""
    return Advice(said or message("write {value}", value=text), text)


def in_quotes(text: str, said: Message) -> Advice:
    """To put a text in quotes."""
    return Advice(said, written_in_quotes(text))


def written_in_quotes(text: str) -> str:
    """A text in the quotes that leave it as it is."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return "'" + text.replace("'", "''") + "'"


def repair(document: Document | Kept, path: Path, text: str | None, *, key: bool = False) -> Repair | None:
    """A text in the place of a value, or of a field's name; None where that place is no plain one.

    What has an anchor or is none of the file's own, or goes over several lines, is a person's to change.
    """
    place = document.place(path, key=key)
    if text is None or not document.text or place.line != place.end_line or place.column >= place.end_column:
        return None
    line = document.text.split("\n")[place.line - 1]
    if line[place.column - 1 : place.end_column - 1].startswith(_NOT_ALONE):
        return None
    return Repair(place, text)


def read_back(text: str) -> Any:
    """The value that YAML reads in a text; None where it is none."""
    found = parse("", f"[{text}]".encode()).data
    return found[0] if isinstance(found, list) and len(found) == 1 else None
