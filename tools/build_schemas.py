"""Write the flat JSON Schemas of `schemas/` from the parts in `schemas/parts/`.

One file a kind: project, portfolio, people, and one for each list that may stand in a file of its own.
Flat, because tools that read schemas disagree about several files and about bundles.

Usage: python tools/build_schemas.py [--check]
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from opsgen.load import parse

SCHEMAS = Path(__file__).parent.parent / "schemas"
_TEXTS = {"en": "title", "zh": "x-zh", "about": "description", "about_zh": "x-zh-description"}
_EXAMPLES = {"example": "examples", "example_zh": "x-zh-examples"}
_LIMITS = {"min": "minimum", "max": "maximum", "max_length": "maxLength"}
# An id of each kind of thing that can be referred to, as people write them.
_IDS = {
    "goal": "G1",
    "metric": "K1",
    "phase": "P1",
    "milestone": "M1",
    "task": "T1",
    "risk": "R1",
    "budget": "B1",
    "decision": "D1",
    "action": "A1",
    "deliverable": "DL1",
    "lesson": "L1",
    "assumption": "AS1",
    "strategic_goal": "S1",
    "programme": "PG1",
    "team": "ops",
    "project": "member-gift",
}
# One file an entry: each file is one of these.
_SINGLE = ("update", "meeting", "retrospective")
_HEADER_ONLY = ("links", "board", "tags", "aliases", "also_called", "health_dimensions", "measurements")


def parts() -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Leaf types, entities, and the fields that every item has."""
    entities: dict[str, Any] = {}
    for path in sorted((SCHEMAS / "parts").glob("*.yaml")):
        document = parse(path.name, path.read_bytes())
        if document.problems:
            raise SystemExit(f"{path}: {document.problems[0]}")
        if path.stem == "types":
            types = document.data
        else:
            entities |= document.data
    return types, entities, entities.pop("item")


class Generator:
    """Entities to `$defs`, leaf types inlined."""

    def __init__(self) -> None:
        self.types, self.entities, self.item = parts()

    def field(self, spec: dict[str, Any]) -> dict[str, Any]:
        """The schema of one field."""
        made = self.typed(spec["type"], spec)
        made |= {name: spec[key] for key, name in _TEXTS.items() if key in spec}
        made |= {name: spec[key] for key, name in _LIMITS.items() if key in spec}
        if spec.get("past"):
            made["x-past"] = True
        if "to" in spec:
            self.refer(made, spec["to"])
        return made | {name: [spec[key]] for key, name in _EXAMPLES.items() if key in spec}

    def refer(self, made: dict[str, Any], to: Any) -> None:
        target = made["items"] if made.get("type") == "array" else made
        target["x-ref"] = to if isinstance(to, list) else [to]
        target["examples"] = [_IDS[target["x-ref"][0]]]

    def typed(self, name: str, spec: dict[str, Any]) -> dict[str, Any]:
        if name == "choice":
            return choice(spec["values"])
        if name == "list":
            made = {"type": "array", "maxItems": 10000, "items": self.typed(spec["of"], {})}
            if "length" in spec:
                made |= {"minItems": spec["length"], "maxItems": spec["length"]}
            if "most" in spec:
                made["maxItems"] = spec["most"]
            if spec.get("set"):
                made |= {"minItems": 1, "uniqueItems": True}
            return made
        if name in self.entities:
            return {"$ref": f"#/$defs/{name}"}
        leaf = dict(self.types[name])
        return choice(leaf["values"]) if "values" in leaf else leaf

    def fields(self, spec: dict[str, Any]) -> dict[str, Any]:
        """The fields of an entity: those of every item, those of the entity it is like, and its own."""
        above: dict[str, Any] = self.fields(self.entities[spec["like"]]) if "like" in spec else {}
        return (self.item if spec.get("item") else {}) | above | dict(spec["fields"])

    def entity(self, name: str) -> dict[str, Any]:
        """The schema of a mapping with fields, and of its short form where it has one."""
        spec = self.entities[name]
        fields = self.fields(spec)
        made: dict[str, Any] = {"type": "object", "title": spec["en"], "x-zh": spec["zh"]}
        made |= {
            name: spec[key]
            for key, name in (("about", "description"), ("about_zh", "x-zh-description"))
            if key in spec
        }
        made["properties"] = {key: self.field(field) for key, field in fields.items()}
        if "instead" in spec:
            made["x-instead"] = spec["instead"]
        required = [key for key, field in fields.items() if field.get("required")]
        if required:
            made["required"] = required
        if "any_of" in spec:
            made["anyOf"] = [{"required": keys} for keys in spec["any_of"]]
        made |= {"additionalProperties": False, "patternProperties": {"^x-": {}}}
        self.short(made, spec)
        return made

    def short(self, made: dict[str, Any], spec: dict[str, Any]) -> None:
        """Allow the entity's short form: a text, a number or an id in place of the mapping."""
        if "short" in spec:
            leaf = dict(self.types[spec["short"]])
            kinds = leaf.pop("type")
            if spec["short"] == "text":
                self.short_text(made, spec)
            else:
                made |= {key: value for key, value in leaf.items() if key != "examples"}
            made |= {"x-short": spec["short"]} | ({} if "required" in made else {"minProperties": 1})
            made["type"] = list(dict.fromkeys([*([kinds] if isinstance(kinds, str) else kinds), "object"]))
        if "list" in spec:
            made["type"] = [*([made["type"]] if isinstance(made["type"], str) else made["type"]), "array"]
            made["items"] = {"$ref": f"#/$defs/{spec['list']}"}
        if "to" in spec:
            self.refer(made, spec["to"])

    def short_text(self, made: dict[str, Any], spec: dict[str, Any]) -> None:
        """A text may be a mapping of languages too, so what the long form requires goes with its fields."""
        made["properties"] = self.types["text"]["properties"] | made["properties"]
        needed = made.pop("required")
        made["dependentRequired"] = {
            key: [other for other in needed if other != key] for key in spec["fields"] if needed != [key]
        }
        made["minLength"] = 1

    def flat(self, root: dict[str, Any], name: str) -> dict[str, Any]:
        """A schema with all the definitions it reaches."""
        defs: dict[str, Any] = {}
        waiting = [root]
        while waiting:
            for reached in references(waiting.pop()):
                if reached not in defs:
                    defs[reached] = self.entity(reached)
                    waiting.append(defs[reached])
        head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f"urn:opsgen:{name}"}
        return head | root | {"$defs": dict(sorted(defs.items()))}

    def files(self) -> dict[str, dict[str, Any]]:
        """File name to schema."""
        made = {name: self.flat(self.entity(name), name) for name in ("project", "portfolio", "people")}
        for key, spec in self.entities["project"]["fields"].items():
            if spec["type"] == "list" and key not in _HEADER_ONLY:
                made[key] = self.flat(self.field(spec), key)
        made["measurements"] = self.flat(
            self.field(self.entities["project"]["fields"]["measurements"]), "measurements"
        )
        for name in _SINGLE:
            made[name] = self.flat(self.entity(name), name)
        return {f"{name}.schema.json": schema for name, schema in made.items()}


def choice(values: dict[str, list[str]]) -> dict[str, Any]:
    """One of several words; their labels in both languages are accepted too."""
    labels = [label for pair in values.values() for label in pair]
    named = {word: {"en": pair[0], "zh": pair[1]} for word, pair in values.items() if pair}
    words: list[Any] = list(dict.fromkeys([*values, *labels]))
    if "false" in values:
        words.append(False)  # YAML reads the bare word so
    made: dict[str, Any] = {"enum": words, "x-type": "choice"}
    return made | ({"x-values": named} if named else {})


def references(schema: Any) -> list[str]:
    """The names of the definitions that a schema uses."""
    if isinstance(schema, dict):
        own = [schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else []
        return own + [name for value in schema.values() for name in references(value)]
    return [name for value in schema for name in references(value)] if isinstance(schema, list) else []


def main() -> None:
    """Write the files, or with --check say which are stale."""
    stale = []
    for name, schema in Generator().files().items():
        text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
        path = SCHEMAS / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, encoding="utf-8")
    if stale and "--check" in sys.argv:
        raise SystemExit(f"stale: {', '.join(stale)}; run python tools/build_schemas.py")


if __name__ == "__main__":
    main()
