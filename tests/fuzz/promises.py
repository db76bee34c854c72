"""What is promised of every file, whatever is in it. A promise that is broken is an AssertionError."""

from __future__ import annotations

import json
import math
from itertools import islice
from typing import TYPE_CHECKING, Any

from opsgen.load import Document, parse
from opsgen.load.scalars import scalar
from opsgen.problem import errors
from opsgen.schema import read
from opsgen.words import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.load import Path
    from opsgen.problem import Place, Problem

FILE = "projects/drawn.yaml"
LARGEST = 2**53
MOST_PIECES = 40


def loaded(content: bytes) -> Document:
    """The document of any bytes, after looking whether everything holds that is promised of it."""
    document = parse(FILE, content)
    assert document.data is not None or document.problems, "nothing was read, and nothing is said"
    is_json(document.data)
    said(document.problems, {FILE: content})
    if not any(problem.code == "tag" for problem in document.problems):
        stands_where_it_says(document)
    return document


def same_again(content: bytes) -> None:
    """Reading the same bytes again gives the same values, places and findings."""
    one, other = parse(FILE, content), parse(FILE, content)
    assert one.problems == other.problems
    assert json.dumps(one.data) == json.dumps(other.data)
    for path, _ in leaves(one.data):
        assert one.place(path) == other.place(path)
        assert one.place(path, key=True) == other.place(path, key=True)


def read_as(content: bytes, kind: str) -> None:
    """Whatever a file holds, its schema reads it or says why not."""
    found = read(loaded(content), kind)
    assert (found.data is None) == (errors(found.problems) > 0), found.problems
    said(found.problems, {FILE: content})


def is_json(data: Any) -> None:
    """Nothing but what JSON has: texts, finite numbers, integers up to 2^53, lists, mappings of texts."""
    for value in values(data):
        if isinstance(value, dict):
            assert all(type(key) is str for key in value), value
        elif isinstance(value, float):
            assert math.isfinite(value), value
        elif isinstance(value, int):
            assert abs(value) <= LARGEST, value
        else:
            assert value is None or type(value) in (str, list), value
    text = json.dumps(data, allow_nan=False, ensure_ascii=False)
    text.encode()  # no lone surrogates
    assert json.dumps(json.loads(text), ensure_ascii=False) == text


def said(problems: Iterable[Problem], files: Mapping[str, bytes], folders: Iterable[str] = ()) -> None:
    """Every finding stands inside its file, and says something in both languages."""
    lines = {name: lines_of(text_of(content)) for name, content in files.items()}
    lines.update({folder: [""] for folder in folders})
    for problem in problems:
        inside(problem, lines[problem.file])
        for lang in LANGUAGES:
            assert words(lang).say(problem.message).strip()
            assert problem.hint is None or words(lang).say(problem.hint).strip()


def inside(problem: Problem, lines: list[str]) -> None:
    """The place of a finding lies within the file, at most one character behind the end of its line."""
    place = problem.place
    assert 1 <= place.line <= len(lines), problem
    assert 1 <= place.column <= len(lines[place.line - 1]) + 1, problem
    if place.end_line:  # a finding about a whole file has no end
        assert (place.line, place.column) <= (place.end_line, place.end_column), problem
        assert place.end_line <= len(lines), problem
        assert place.end_column <= len(lines[place.end_line - 1]) + 2, problem


def text_of(content: bytes) -> str:
    """The text as an editor shows it."""
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return content.decode(encoding, "replace").replace("\r\n", "\n").replace("\r", "\n")


def lines_of(text: str) -> list[str]:
    """The lines, and one more where the last has no end: what is missing at the end stands there."""
    return (text if text.endswith("\n") else text + "\n").split("\n")


def stands_where_it_says(document: Document) -> None:
    """What is written at the place of a value, read on its own, is that value; the same for its key.

    Left out: what stands on several lines, what has an anchor or is an alias, keys that are no text, and what
    can stand only where it does: the key `a:` in `a::`, the value in `[-]`.
    """
    pieces = list(islice(_pieces(document), MOST_PIECES))
    alone = parse("alone.yaml", "".join(f"- {written}\n" for written, _ in pieces).encode())
    assert len(pieces) == len(alone.data or ()), (pieces, alone)
    for (written, value), again in zip(pieces, alone.data or (), strict=True):
        assert type(again) is type(value), (written, value, again)
        assert again == value, (written, value, again)


def _pieces(document: Document) -> Iterator[tuple[str, Any]]:
    """What is written for values and keys, with what it was read as."""
    for path, value in leaves(document.data):
        written = _slice(document, document.place(path))
        assert document.written(path) == (written or "")
        if written is not None and _alone(written):
            yield written, value
        key = _slice(document, document.place(path, key=True)) if path else None
        if key and type(path[-1]) is type(scalar(key)[0]) is str and _alone(key):
            yield key, path[-1]


def _alone(written: str) -> bool:
    """Whether what is written means the same where another value stands."""
    return written not in ("-", "?", ":") and not written.startswith(("*", "&")) and not written.endswith(":")


def _slice(document: Document, place: Place) -> str | None:
    """The text at a place of one line."""
    if place.line != place.end_line:
        return None
    return lines_of(document.text)[place.line - 1][place.column - 1 : place.end_column - 1]


def values(data: Any) -> Iterator[Any]:
    """Every value, lists and mappings too."""
    yield data
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from values(inner)


def leaves(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value that holds no others, with its path; nothing where there is no data."""
    if isinstance(data, dict | list):
        for key, inner in data.items() if isinstance(data, dict) else enumerate(data):
            yield from leaves(inner, (*path, key))
    elif path or data is not None:
        yield path, data
