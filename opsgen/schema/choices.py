"""Values of choices that are written by their label, `进行中`, where a schema has a word for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.schema.extra import NONE, Extra, merged
from opsgen.schema.fields import resolved

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Path
    from opsgen.schema.fields import Schema


def labelled(data: Any, kind: str, extra: Extra = NONE) -> Iterator[tuple[Path, str]]:
    """Where data of the schema `kind` has a label of a choice, and the word that it means."""
    root = merged(kind, extra)
    yield from _labelled(data, root, root, ())


def _labelled(data: Any, part: Schema, root: Schema, path: Path) -> Iterator[tuple[Path, str]]:
    part = resolved(part, root)
    if isinstance(data, dict):
        known, other = part.get("properties", {}), part.get("additionalProperties")
        for key, value in data.items():
            inner = known.get(key, other)
            if isinstance(inner, dict):
                yield from _labelled(value, inner, root, (*path, key))
    elif isinstance(data, list):
        if isinstance(part.get("items"), dict):
            for i, value in enumerate(data):
                yield from _labelled(value, part["items"], root, (*path, i))
    elif isinstance(data, str) and part.get("x-type") == "choice":
        word = _word(data, part)
        if word:
            yield path, word


def _word(label: str, part: Schema) -> str | None:
    """The word of a label; None for what is a word itself, or no label."""
    words: dict[str, dict[str, str]] = part.get("x-values", {})
    if label in words:
        return None
    found = next((word for word, labels in words.items() if label in labels.values()), None)
    return found if found in part.get("enum", ()) else None
