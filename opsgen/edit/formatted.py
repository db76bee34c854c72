"""A file in the one layout, looked at again before anybody writes it."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen import load, schema
from opsgen.edit.labels import Word, words_of
from opsgen.edit.layout import LayoutError, laid_out
from opsgen.edit.same import same
from opsgen.edit.source import opened
from opsgen.edit.values import put_at
from opsgen.schema import NONE, Extra

if TYPE_CHECKING:
    from collections.abc import Iterable

    from opsgen.edit.source import Source
    from opsgen.load import Document
    from opsgen.problem import Problem

_MARK = "\ufeff"


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file in its layout; as it was where it cannot have one."""

    file: str
    content: bytes
    problem: Problem | None = None
    """Why it cannot be read."""
    refused: bool = False
    """Whether it is left as it is because another layout would say something else."""


def formatted(file: str, content: bytes, kind: str | None = None, extra: Extra = NONE) -> Formatted:
    """A file in the one layout, with the words of choices that it gives by a label of the schema `kind`.

    What the result says was compared with what the file says: all values and their types, what they mean,
    the findings, the comments. Where that is another thing with the words, the labels stay.
    """
    document = load.parse(file, content)
    if document.data is None:
        return Formatted(file, content, next(p for p in document.problems if p.severity == "error"))
    source = opened(file, content)
    if source.text.startswith(_MARK):  # a second one, of which the parser makes no character
        return Formatted(file, content)
    words = tuple(words_of(source, document, kind, extra)) if kind else ()
    for chosen in (words, ()) if words else ((),):
        made = _made(source, chosen)
        if made is source:
            return Formatted(file, content)
        if made is not None and _holds(document, chosen, load.parse(file, made.content), kind, extra):
            return Formatted(file, made.content)
    return Formatted(file, content, refused=True)


def _made(source: Source, words: Iterable[Word]) -> Source | None:
    try:
        return laid_out(source, {word.start: word.text for word in words})
    except LayoutError:
        return None


def _holds(before: Document, words: Iterable[Word], after: Document, kind: str | None, extra: Extra) -> bool:
    """Whether a file says what it said, but for words in the place of labels."""
    expected = deepcopy(before.data)
    for word in words:
        put_at(expected, word.path, word.value)
    if not same(expected, after.data) or _codes(before) != _codes(after):
        return False
    return kind is None or _meant(before, kind, extra) == _meant(after, kind, extra)


def _codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


def _meant(document: Document, kind: str, extra: Extra) -> tuple[Any, list[str]]:
    found = schema.read(document, kind, extra)
    return found.data, sorted(problem.code for problem in found.problems)
