"""Choices that a file gives by their label: the words that take their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.load.scalars import scalar
from opsgen.schema.choices import labelled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.edit.source import Source
    from opsgen.load import Document, Path
    from opsgen.schema import Extra


@dataclass(frozen=True, slots=True)
class Word:
    """A word in the place of a label: what it means, and what is written from `start` on."""

    path: Path
    value: str
    start: int
    text: str


def words_of(source: Source, document: Document, kind: str, extra: Extra) -> Iterator[Word]:
    """The words for the labels of a file that stand there as they are, or in quotes."""
    for path, word in labelled(document.data, kind, extra):
        place = document.place(path)
        start = source.offset(place.line, place.column)
        written = source.text[start : source.offset(place.end_line, place.end_column)]
        label = document.written(path).strip("\"'")
        quote = written[:1] if written[:1] in ("'", '"') else ""
        if written != f"{quote}{label}{quote}" or written[:1] in "&*!|>":
            continue  # a name for it is said, or repeated, somewhere else
        if quote or isinstance(scalar(word)[0], str):
            yield Word(path, word, start, f"{quote}{word}{quote}")
