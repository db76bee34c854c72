"""A document by its schema: the findings, and the data with every value read as what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from opsgen.problem import Problem, Repair, errors
from opsgen.schema.extra import FILE, NONE, Extra, merged, unknown_key_hint, unknown_keys
from opsgen.schema.formats import modern, newer_format, older_forms
from opsgen.schema.meaning import reader
from opsgen.schema.sentences import explain
from opsgen.schema.validate import violations
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.load import Document, Path
    from opsgen.schema.validate import Violation

_MOST_UNKNOWN = 100
_OF_TEXTS = ("leading-zero", "number-too-large")
# Not what an author may show: HTML with attributes, addresses, comparisons.
_PLACEHOLDER = re.compile(r"<[^<>=/:;()&\"]{1,80}>\Z")


@dataclass(frozen=True, slots=True)
class Read:
    """The data of a document, None where it does not fit; and the findings."""

    data: Any
    problems: tuple[Problem, ...]


def read(document: Document, kind: str, extra: Extra = NONE) -> Read:
    """Check a document against the schema `kind` with the team's fields in it, and read its values."""
    if document.data is None:
        return Read(None, document.problems)
    newer = newer_format(document, kind)
    if newer:
        return Read(None, (newer,))
    left, data = _placeholders(document), modern(document.data, kind)
    broken = [v for v in violations(kind, data, extra) if v.path not in left]
    explained = tuple(_explained(broken, document, kind, extra, left.values())) if broken else ()
    explained += tuple(older_forms(document, kind))
    unknown = tuple(_unknown(document, kind, extra))
    loaded = tuple(_known_now(document, broken))
    found = (*_still(loaded, explained), *left.values(), *explained, *unknown)
    if errors(found):
        return Read(None, tuple(sorted(found, key=Problem.sort_key)))
    return Read(reader(kind, extra)(data), found)


def _explained(
    broken: Iterable[Violation], document: Document, kind: str, extra: Extra, left: Iterable[Problem]
) -> Iterator[Problem]:
    """The findings of the violations, but where an error is known already."""
    known = _error_places(document.problems) | _error_places(left)
    for problem in explain(_unsaid(broken, document), document, kind, extra):
        if (problem.line, problem.column) not in known:
            yield problem


def _known_now(document: Document, broken: Iterable[Violation]) -> Iterator[Problem]:
    """The loader's findings; what looks like a number and is right as a text is mended by quotes."""
    wrong = {(place.line, place.column) for violation in broken for place in [document.place(violation.path)]}
    lines = document.text.split("\n")
    for problem in document.problems:
        place, line = problem.place, lines[problem.line - 1] if problem.code in _OF_TEXTS else ""
        text = line[place.column - 1 : place.end_column - 1]
        is_text = problem.code in _OF_TEXTS and (place.line, place.column) not in wrong
        if is_text and place.line == place.end_line and text[:1] not in "&*!":
            yield replace(problem, repair=Repair(place, f'"{text}"'))
        else:
            yield problem


def _unknown(document: Document, kind: str, extra: Extra) -> Iterator[Problem]:
    """Fields of the team's that its file does not name; where there is no such file, any are right."""
    if extra == NONE or "x-" not in document.text:
        return
    root = merged(kind, extra)
    for path, part in islice(unknown_keys(document.data, root, root), _MOST_UNKNOWN):
        key, place = str(path[-1]), document.place(path, key=True).head
        around: Any = document.data
        for step in path[:-1]:
            around = around[step]
        text = message("`{file}` names no field `{key}` here", file=FILE, key=key)
        hint = unknown_key_hint(key, around, part, extra)
        yield Problem(place, "unknown-custom-field", "warning", text, hint)


def _unsaid(broken: Iterable[Violation], document: Document) -> Iterator[Violation]:
    """The violations of fields whose names are not wrong already: what YAML misread breaks a schema too."""
    known = _error_places(document.problems)
    for violation in broken:
        place = document.place(violation.path, key=True)
        if not violation.path or (place.line, place.column) not in known:
            yield violation


def _still(problems: Iterable[Problem], explained: Iterable[Problem]) -> Iterator[Problem]:
    """The doubts about values that turn out not to be wrong; an error says enough about a place."""
    wrong = {(problem.line, problem.column) for problem in explained}
    return (p for p in problems if p.severity == "error" or (p.line, p.column) not in wrong)


def _error_places(problems: Iterable[Problem]) -> set[tuple[int, int]]:
    return {(p.line, p.column) for p in problems if p.severity == "error"}


def _placeholders(document: Document) -> dict[Path, Problem]:
    """What `opsgen new` wrote in angle brackets and nobody has replaced, by its path."""
    if "<" not in document.text:
        return {}
    return {
        path: Problem(
            document.place(path).head,
            "placeholder-left",
            "error",
            message("`{value}` is still the placeholder of the template", value=value),
            message("write the real value, or leave the field out"),
        )
        for path, value in _texts(document.data, ())
        if _PLACEHOLDER.match(value)
    }


def _texts(data: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _texts(value, (*path, key))
