"""The file of the team's own fields, read: what is wrong with it, and the fields it gives."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from opsgen.problem import Place, Problem, errors
from opsgen.schema.extra import ENTITIES, Extra, kinds_of_item
from opsgen.schema.fields import Schema, schema
from opsgen.schema.reading import read
from opsgen.schema.suggest import suggest
from opsgen.schema.validate import usable
from opsgen.words import Message, message

if TYPE_CHECKING:
    from opsgen.load import Document, Path

MOST_FIELDS = 300
_DEFINITION = "#/$defs/"
# Fields of the shipped schemas whose kind of value a field of the team's may have.
_FORMATS = {
    "text": ("project", "project", "summary"),
    "date": ("project", "project", "start"),
    "period": ("project", "update", "period"),
    "money": ("project", "budget-line", "planned"),
    "percent": ("project", "task", "complete"),
    "uri": ("project", "link", "url"),
    "email": ("people", "someone", "email"),
    "person": ("project", "project", "owner"),
}
_TYPES = {
    "string": ("project", "project", "code"),
    "integer": ("project", "research", "sample_size"),
    "number": ("project", "goal", "weight"),
    "boolean": ("project", "milestone", "trend"),
}
# What opsgen reads as it stands, and shows in a way of its own.
_SHOWN_AS = {"uri": "url", "email": "email", "person": "person"}
_PAIR = re.compile(rb"((?<!\\)(?:\\\\)*)(\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})")
_NUMBERS = frozenset({"money", "percent"})
_NAMES = (
    "title",
    "x-zh",
    "description",
    "x-zh-description",
    "examples",
    "x-zh-examples",
    "default",
    "deprecated",
)
_OF_LEAF = (
    *("type", "format", "pattern", "minLength", "minimum", "maximum", "x-type", "x-about", "x-ref"),
    *("minProperties", "properties", "additionalProperties"),
)
_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength", "pattern")
_COUNTS = ("minItems", "maxItems", "uniqueItems")
_LONGEST = 10_000
_MOST_TEXT = 1 << 20
# What the parser of JSON says, and what that means.
_SAID = {
    "Expecting ',' delimiter": message("a comma is missing before this"),
    "Expecting ':' delimiter": message("a colon is missing before this"),
    "Expecting property name enclosed in double quotes": message("a name in double quotes must stand here"),
    "Expecting value": message("a value must stand here"),
    "Extra data": message("the file goes on behind its end"),
    "Illegal trailing comma before end of object": message("nothing follows this comma"),
    "Illegal trailing comma before end of array": message("nothing follows this comma"),
}


def without_pairs(content: bytes) -> bytes:
    """JSON whose characters that are escaped as two halves, `\\ud83d\\ude00`, stand there as they are.

    JSON has no other escape for them, and YAML does not have that one.
    """
    return _PAIR.sub(lambda found: found[1] + json.loads(b'"%s"' % found[2]).encode(), content)


def read_definitions(document: Document) -> tuple[Extra | None, tuple[Problem, ...]]:
    """The team's fields, None where the file is broken; and what is wrong with it."""
    broken = _not_json(document)
    if broken is not None:
        return None, (broken,)
    result = read(document, "extra")
    if result.data is None:
        return None, result.problems
    reader = _Definitions(document)
    reader.check()
    extra = None if errors(reader.problems) else reader.extra()
    found = (*result.problems, *sorted(reader.problems, key=Problem.sort_key))
    return (None if errors(found) else extra), found


def _not_json(document: Document) -> Problem | None:
    """The first place where the text is no JSON: editors read it as that, however YAML would read it."""
    if not document.text:
        return None  # nothing was read, and its findings say why
    try:
        json.loads(document.text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        text = _SAID.get(error.msg, message("this is not JSON"))
        place = Place(document.file, error.lineno, error.colno, error.lineno, error.colno + 1)
        return Problem(
            place, "not-json", "error", text, message("write JSON: double quotes, commas, no comments")
        )
    except (ValueError, RecursionError):
        if not errors(document.problems):
            return Problem(Place(document.file), "not-json", "error", message("this is not JSON"))
    return None


def _no_constant(name: str) -> None:
    raise ValueError(name)


class _Definitions:
    """Goes through a file whose form is right, and finds what only its parts together can tell."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.defs: dict[str, Any] = document.data["$defs"]
        self.kinds = [name for name in self.defs if name in kinds_of_item()]
        self.shared = [name for name in self.defs if name not in self.kinds]
        self.used: set[str] = set()
        self.problems: list[Problem] = []

    def wrong(self, path: Path, text: Message, hint: Message | None = None, *, key: bool = False) -> None:
        place = self.document.place(path, key=key).head
        self.problems.append(Problem(place, "malformed-definition", "error", text, hint))

    def check(self) -> None:
        fields = sum(len(self.defs[name].get("properties", {})) for name in self.kinds)
        if fields > MOST_FIELDS:
            text = message("the file has {n} fields, and {limit} are allowed", n=fields, limit=MOST_FIELDS)
            self.wrong(("$defs",), text, key=True)
            return
        for name in self.shared:
            self.field(self.defs[name], ("$defs", name))
        for name in self.kinds:
            self.parts(self.defs[name], ("$defs", name))
            for key, field in self.defs[name].get("properties", {}).items():
                self.field(field, ("$defs", name, "properties", key))
        for name in self.shared:
            if name not in self.used:
                self.unused(name)

    def unused(self, name: str) -> None:
        text = message("`{name}` is no kind of item, and no field refers to it", name=name)
        meant = suggest(name, kinds_of_item()) or suggest(name.removesuffix("s"), kinds_of_item())
        hint = (
            message("did you mean `{key}`?", key=meant)
            if meant
            else message("kinds of item: {kinds}", kinds=kinds_of_item())
        )
        place = self.document.place(("$defs", name), key=True).head
        self.problems.append(Problem(place, "unused-definition", "warning", text, hint))

    def parts(self, part: Schema, path: Path) -> None:
        """The required parts are among the parts."""
        known = part.get("properties", {})
        for i, key in enumerate(part.get("required", ())):
            if key not in known:
                meant = suggest(key, known)
                hint = message("did you mean `{key}`?", key=meant) if meant else None
                text = message("`{key}` is required, and is not among the properties", key=key)
                self.wrong((*path, "required", i), text, hint)

    def field(self, part: Schema, path: Path) -> None:
        if "$ref" in part:
            self.reference(part["$ref"], path)
            return
        said = part.get("type")
        if said == "array" and "items" not in part:
            self.wrong(
                path,
                message("a list says what its entries are"),
                message('add "items": {{"type": …}}'),
                key=True,
            )
        elif said == "object" and not part.get("properties"):
            self.wrong(
                path,
                message("a mapping says what its parts are"),
                message('add "properties": {{…}}'),
                key=True,
            )
        for keyword, needed in (("items", "array"), ("properties", "object"), ("required", "object")):
            if keyword in part and said != needed:
                text = message("`{keyword}` needs `{needed}`", keyword=keyword, needed=f'"type": "{needed}"')
                self.wrong((*path, keyword), text, key=True)
        if said == "array" and "items" in part:
            self.scalar(part["items"], (*path, "items"))
        elif said == "object":
            self.parts(part, path)
            for key, inner in part.get("properties", {}).items():
                self.scalar(inner, (*path, "properties", key))
        else:
            self.scalar(part, path)

    def reference(self, target: str, path: Path) -> None:
        """A field may name one shared definition, and that no other: so nothing can grow or go round."""
        name = target.removeprefix(_DEFINITION)
        self.used.add(name)
        if path[:2] == ("$defs", path[1]) and path[1] in self.shared:
            text = message("a definition that others use cannot refer to another one")
            self.wrong((*path, "$ref"), text, message("write here what that one says"))
        elif name not in self.shared:
            meant = suggest(name, self.shared)
            hint = message("did you mean `{key}`?", key=_DEFINITION + meant) if meant else None
            self.wrong((*path, "$ref"), message("there is no definition `{name}`", name=name), hint)

    def scalar(self, part: Schema, path: Path) -> None:
        """A field with one value says of which kind that is."""
        said, form = part.get("type"), part.get("format")
        if not (said or form or "enum" in part):
            text = message("nothing says which values are right here")
            self.wrong(path, text, message('add "type", "format" or "enum"'), key=True)
        if form and said and said not in (("string", "number") if form in _NUMBERS else ("string",)):
            text = message("the format `{format}` does not go with the type `{type}`", format=form, type=said)
            self.wrong((*path, "format"), text, message('leave "type" out'))
        for low, high in (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems")):
            if low in part and high in part and part[low] > part[high]:
                text = message("`{low}` is more than `{high}`, so that no value is right", low=low, high=high)
                self.wrong((*path, low), text)
        if "pattern" in part and not usable(part["pattern"]):
            text = message("this regular expression cannot be used")
            hint = message("use none of look-around, back references and very large repetitions")
            self.wrong((*path, "pattern"), text, hint)
        self.values(part, path)

    def values(self, part: Schema, path: Path) -> None:
        """The names of values are names of values there are."""
        words = [str(value) for value in part.get("enum", ())]
        for word in part.get("x-values", {}):
            if word not in words:
                meant = suggest(word, words)
                hint = message("did you mean `{key}`?", key=meant) if meant else None
                text = message("`{word}` is not among the values", word=word)
                self.wrong((*path, "x-values", word), text, hint, key=True)

    def extra(self) -> Extra:
        """The fields; what is shared stands in each field that refers to it, so they can be too much."""
        made = {ENTITIES.get(name, name): self.kind(self.defs[name]) for name in self.kinds}
        text = json.dumps(made, ensure_ascii=False)
        if len(text) > _MOST_TEXT:
            said = message("all fields together, with what they refer to, are too long")
            self.wrong(("$defs",), said, message("leave out some of the values"), key=True)
        return Extra(text)

    def kind(self, part: Schema) -> Schema:
        given = part.get("properties", {}).items()
        fields = {key: {"title": _title(key.removeprefix("x-"))} | self.made(field) for key, field in given}
        return {"properties": fields, "required": list(part.get("required", ()))}

    def made(self, part: Schema) -> Schema:
        """A field in the words of the shipped schemas."""
        if "$ref" in part:
            whole = self.defs[part["$ref"].removeprefix(_DEFINITION)]
            part = whole | {key: value for key, value in part.items() if key != "$ref"}
        names = {name: part[name] for name in _NAMES if name in part}
        if part.get("type") == "array":
            most = {"maxItems": 1000} | {name: part[name] for name in _COUNTS if name in part}
            return {"type": "array", "items": _scalar(part["items"])} | most | names
        if part.get("type") == "object":
            inside = part["properties"].items()
            parts = {key: {"title": _title(key)} | _scalar(inner) | _named(inner) for key, inner in inside}
            made = {"type": "object", "properties": parts, "additionalProperties": False}
            return made | names | ({"required": part["required"]} if part.get("required") else {})
        return _scalar(part) | names


def _title(key: str) -> str:
    """What a field is called that nobody has named."""
    return key.replace("-", " ").replace("_", " ").capitalize()


def _named(part: Schema) -> Schema:
    return {name: part[name] for name in _NAMES if name in part}


def _scalar(part: Schema) -> Schema:
    """One value in the words of the shipped schemas."""
    if "enum" in part:
        return _choice(part["enum"], part.get("x-values", {}))
    limits = {name: part[name] for name in _LIMITS if name in part}
    if "format" in part:
        made = _leaf(*_FORMATS[part["format"]]) | limits
        return made | ({"x-type": _SHOWN_AS[part["format"]]} if part["format"] in _SHOWN_AS else {})
    leaf = _leaf(*_TYPES[part["type"]])
    made = {name: leaf[name] for name in ("type", "x-about") if name in leaf} | limits
    if "pattern" in part:
        made["x-about"] = _like(part)
    return {"minLength": 1, "maxLength": _LONGEST} | made if part["type"] == "string" else made


def _like(part: Schema) -> dict[str, str] | None:
    """What a text looks like that matches, in the team's words; None where they have none."""
    for english, chinese in (("description", "x-zh-description"), ("examples", "x-zh-examples")):
        if part.get(english):
            said = (part[english], part.get(chinese) or part[english])
            en, zh = (str(words[0] if isinstance(words, list) else words) for words in said)
            return {"en": en, "zh": zh}
    return None


def _choice(values: list[Any], named: dict[str, dict[str, str]]) -> Schema:
    """One of several values; their names in both languages are right too."""
    full = {word: {lang: pair.get(lang) or word for lang in ("en", "zh")} for word, pair in named.items()}
    labels = [label for pair in full.values() for label in pair.values()]
    words = list({(type(value), value): value for value in (*values, *labels)}.values())
    return {"enum": words, "x-type": "choice"} | ({"x-values": full} if full else {})


@cache
def _leaf(kind: str, entity: str, key: str) -> Schema:
    """The kind of value of a shipped field, without what that field means."""
    root = schema(kind)
    part = (root if entity == kind else root["$defs"][entity])["properties"][key]
    return {name: part[name] for name in _OF_LEAF if name in part}
