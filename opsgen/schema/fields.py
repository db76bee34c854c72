"""The shipped schemas: their text, and the fields they name in both languages."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

from opsgen.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

Schema = dict[str, Any]

# What references name, other than entities of a project's schema: the schema, and the entity in it.
_REFERRED = {
    "project": ("project", ""),
    "team": ("people", "team"),
    "programme": ("portfolio", "programme"),
    "strategic_goal": ("portfolio", "strategic-goal"),
    "budget": ("project", "budget-line"),
}

OF_THE_TEAM = "extra"
"""The schema of the file in which a team types its own fields: not of data, so it is no kind of file."""
_CHINESE = {"x-zh": "title", "x-zh-description": "description", "x-zh-examples": "examples"}


def schema_text(kind: str) -> str:
    """The JSON of one shipped schema.

    Raises:
        KeyError: when no schema has this name.
    """
    if kind == OF_THE_TEAM:
        path = shipped("schemas") / "own" / f"{kind}.schema.json"
    elif kind in kinds():
        path = shipped("schemas") / f"{kind}.schema.json"
    else:
        raise KeyError(kind)
    return path.read_text(encoding="utf-8")


@cache
def schema(kind: str) -> Schema:
    """One shipped schema as data; not to be changed."""
    loaded: Schema = json.loads(schema_text(kind))
    return loaded


@cache
def kinds() -> tuple[str, ...]:
    """The names of the shipped schemas."""
    return tuple(
        sorted(path.name.removesuffix(".schema.json") for path in shipped("schemas").glob("*.schema.json"))
    )


def resolved(part: Schema, root: Schema) -> Schema:
    """A part of a schema with its local reference followed."""
    reference = part.get("$ref")
    if reference is None:
        return part
    target: Schema = root["$defs"][reference.rsplit("/", 1)[1]]
    return target


@cache
def marked(kind: str, mark: str) -> tuple[tuple[tuple[str, ...], Any], ...]:
    """Where a schema bears a mark such as `x-ref`, `*` for every entry of a list; and what the mark says."""
    return tuple(_marked(schema(kind), schema(kind), mark, ()))


def _marked(
    part: Schema, root: Schema, mark: str, path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    whole = resolved(part, root) | part
    if mark in whole:
        yield path, whole[mark]
    for key, field in whole.get("properties", {}).items():
        yield from _marked(field, root, mark, (*path, key))
    for entries in ("items", "additionalProperties"):
        if isinstance(whole.get(entries), dict):
            yield from _marked(whole[entries], root, mark, (*path, "*"))


def label(part: Schema, lang: str) -> str:
    """The title of a field or entity in a language."""
    return str(part.get("x-zh" if lang == "zh" else "title") or part.get("title") or "")


def kind_label(kind: str, lang: str) -> str:
    """What a reference of `x-ref` names, as a word within a sentence: `strategic goal`, `战略目标`."""
    root, entity = _REFERRED.get(kind, ("project", kind))
    part = schema(root)["$defs"][entity] if entity else schema(root)
    return label(part, lang).lower()


def chinese(kind: str) -> Schema:
    """A schema whose titles, descriptions and examples are Chinese, for editors."""
    return translated(schema(kind))  # type: ignore[no-any-return]


def translated(part: Any) -> Any:
    """A schema, or a part of one, with Chinese titles, descriptions and examples."""
    if isinstance(part, list):
        return [translated(item) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: translated(value) for key, value in part.items()}
    for own, general in _CHINESE.items():
        if isinstance(part.get(own), str | list):
            made[general] = part[own]
    return made


@cache
def choice_label(field: str, word: str, lang: str) -> str:
    """The label of a word of the choice `entity.field` of a project, for example `risk.status`, `open`."""
    entity, _, key = field.rpartition(".")
    root = schema("project")
    part = root["$defs"][entity] if entity else root
    named = part["properties"][key].get("x-values", {})
    return str(named[word][lang]) if word in named else word
