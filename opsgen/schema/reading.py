"""A document by its schema: the findings, and the data with every value read as what it means."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen.problem import Problem, errors
from opsgen.schema.fields import Schema, resolved, schema
from opsgen.schema.sentences import explain
from opsgen.schema.validate import violations
from opsgen.schema.values import READERS
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.load import Document, Path


# Not what an author may show: HTML with attributes, addresses, comparisons.
_PLACEHOLDER = re.compile(r"<[^<>=/:;()&\"]{1,80}>\Z")


@dataclass(frozen=True, slots=True)
class Read:
    """The data of a document, None where it does not fit; and the findings."""

    data: Any
    problems: tuple[Problem, ...]


def read(document: Document, kind: str) -> Read:
    """Check a document against the schema `kind` and read its values."""
    if document.data is None:
        return Read(None, document.problems)
    left = _placeholders(document)
    broken = (v for v in violations(kind, document.data) if v.path not in left)
    found = (*document.problems, *left.values(), *_new(explain(broken, document, kind), document))
    if errors(found):
        return Read(None, tuple(sorted(found, key=Problem.sort_key)))
    root = schema(kind)
    return Read(_value(document.data, root, root), found)


def _new(problems: Iterable[Problem], document: Document) -> Iterator[Problem]:
    """The findings about places where nothing was wrong before; what YAML misread breaks a schema too."""
    known = {(p.line, p.column) for p in document.problems if p.severity == "error"}
    return (problem for problem in problems if (problem.line, problem.column) not in known)


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


def _value(data: Any, part: Schema, root: Schema) -> Any:
    part = resolved(part, root)
    if isinstance(data, dict):
        return _mapping(data, part, root)
    if isinstance(data, list):
        items = part.get("items", {})
        return [_value(item, items, root) for item in data]
    kind = part.get("x-type")
    if kind == "choice":
        return _choice(data, part)
    if kind in READERS and data is not None:
        return READERS[kind](data)
    return data


def _mapping(data: dict[str, Any], part: Schema, root: Schema) -> dict[Any, Any]:
    known = part.get("properties", {})
    other = part.get("additionalProperties") or {}
    keyed = READERS.get(part.get("x-keys", ""), str)
    return {
        keyed(key): _value(value, known.get(key, other), root)
        for key, value in data.items()
        if key in known or other
    }


def _choice(value: Any, part: Schema) -> Any:
    """The word of a choice, whichever of its labels was written."""
    named = part.get("x-values", {})
    if value in named:
        return value
    return next((word for word, pair in named.items() if value in pair.values()), value)
