"""Schemas and model say the same: each entity has the same fields on both sides, in two languages."""

from __future__ import annotations

import json
import subprocess
import sys
import typing
from dataclasses import MISSING, fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from opsgen import model
from opsgen.schema.fields import kinds, resolved, schema

ROOT = Path(__file__).parent.parent
# Entities whose class has another name, or whose form in the model is another.
CLASSES = {
    "someone": "Person", "actual-span": "Span", "portfolio": "Settings", "band": "BandStep",
    "rules": "RuleSettings", "metric-source": "MetricSource",
}  # fmt: skip
READ_OTHERWISE = {"target", "target-step"}
# What the data is put into before it becomes the model's: measurements go to their metrics.
NOT_IN_MODEL = {("project", "measurements"), ("trigger", "zh"), ("trigger", "en")}
NOT_IN_SCHEMA = {("impact", "overall"), ("trigger", "text")}
ROOTS = ("project", "portfolio", "people")


def entities() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for root in ROOTS:
        found |= {root: schema(root)} | schema(root)["$defs"]
    return {name: part for name, part in found.items() if name not in READ_OTHERWISE}


def class_of(entity: str) -> type:
    name = CLASSES.get(entity) or "".join(word.capitalize() for word in entity.split("-"))
    found: type = getattr(model, name)
    assert is_dataclass(found), name
    return found


@pytest.mark.parametrize("entity", sorted(entities()))
def test_the_same_fields_on_both_sides(entity: str) -> None:
    part = entities()[entity]
    written = {(entity, key) for key in part["properties"]} - NOT_IN_MODEL
    if part.get("x-short") == "text":
        written -= {(entity, "zh"), (entity, "en")}
    modelled = {(entity, field.name.rstrip("_")) for field in fields(class_of(entity))} - NOT_IN_SCHEMA
    modelled.discard((entity, "extra"))  # the fields that a team has of its own
    assert written == modelled


@pytest.mark.parametrize("entity", sorted(entities()))
def test_what_the_schema_requires_has_no_default(entity: str) -> None:
    part = entities()[entity]
    required = set(part.get("required", ()))
    for field in fields(class_of(entity)):
        if field.name == "id" and entity == "project":
            continue  # the file's name where the data gives none
        has_default = field.default is not MISSING or field.default_factory is not MISSING
        if field.name == "owner" and entity == "action":
            continue  # required there, and inherited from what every item has
        if "x-short" in part:
            continue  # the short form is one of the required fields, and excuses the others
        if entity == "portfolio":
            assert has_default, "the settings of a portfolio without a file"
            continue
        assert has_default != (field.name.rstrip("_") in required), field.name


@pytest.mark.parametrize("entity", sorted(entities()))
def test_choices_are_the_same_words(entity: str) -> None:
    hints = typing.get_type_hints(class_of(entity))
    for key, part in entities()[entity]["properties"].items():
        for choice in (part, part.get("items", {})):
            if choice.get("x-values") and (entity, key) not in NOT_IN_MODEL:
                hint = hints[key]
                literal = next((p for p in _parts(hint) if typing.get_origin(p) is typing.Literal), None)
                if literal is not None:
                    assert set(typing.get_args(literal)) == set(choice["x-values"]), key


def _parts(hint: Any) -> list[Any]:
    inner = [] if typing.get_origin(hint) is typing.Literal else list(typing.get_args(hint))
    return [hint, *(part for one in inner for part in _parts(one))]


@pytest.mark.parametrize("kind", kinds())
def test_every_title_and_description_is_in_both_languages(kind: str) -> None:
    def walk(part: Any, path: str) -> None:
        if isinstance(part, dict):
            assert isinstance(part.get("title"), str) == isinstance(part.get("x-zh"), str), path
            assert isinstance(part.get("description"), str) == isinstance(
                part.get("x-zh-description"), str
            ), path
            for pair in part.get("x-values", {}).values() if isinstance(part.get("x-values"), dict) else ():
                assert pair["en"], path
                assert pair["zh"], path
            for key, value in part.items():
                if not key.endswith("examples"):
                    walk(value, f"{path}/{key}")
        elif isinstance(part, list):
            for i, value in enumerate(part):
                walk(value, f"{path}/{i}")

    whole = dict(schema(kind))
    for name, entity in {kind: whole, **whole["$defs"]}.items():
        walk({key: value for key, value in entity.items() if key not in ("properties", "$defs")}, name)
        for key, field in entity.get("properties", {}).items():
            walk(field, f"{name}/{key}")
            assert "title" in resolved(field, whole) | field or key in ("zh", "en"), f"{name}/{key}"


@pytest.mark.parametrize("kind", kinds())
def test_the_schemas_are_valid_and_flat(kind: str) -> None:
    whole = schema(kind)
    Draft202012Validator.check_schema(whole)
    text = json.dumps(whole)
    assert text.count('"$ref": "#/$defs/') == text.count('"$ref"')
    assert "oneOf" not in text
    assert "unevaluatedProperties" not in text


@pytest.mark.parametrize("kind", kinds())
def test_patterns_are_anchored_and_plain(kind: str) -> None:
    """Two validators read them with two engines."""

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if isinstance(part.get("pattern"), str):
                pattern = part["pattern"]
                assert pattern.startswith("^")
                assert pattern.endswith("$")
                assert pattern.isascii()
                assert not any(escape in pattern for escape in ("\\d", "\\w", "\\s", "\\p", "\\b"))
            for value in part.values():
                walk(value)
        elif isinstance(part, list):
            for value in part:
                walk(value)

    walk(schema(kind))


def test_the_flat_schemas_are_fresh() -> None:
    command = [sys.executable, ROOT / "tools" / "build_schemas.py", "--check"]
    subprocess.run(command, check=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)})
