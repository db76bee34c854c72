"""The list of all fields as Markdown that can be printed: name, meaning, what may be written, an example."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from opsgen.load import parse
from opsgen.schema.extra import NONE, Extra, merged
from opsgen.schema.fields import Schema, kind_label, kinds, label, resolved, schema
from opsgen.words import Message, Words, message, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_COMMON = ("id", "title", "owner", "tags", "links", "notes", "aliases")
_FILES = {
    "project": "projects/<id>.yaml · projects/<id>/project.yaml",
    "portfolio": "projects/portfolio.yaml",
    "people": "projects/people.yaml",
    "update": "projects/<id>/updates/<period>.yaml",
    "retrospective": "projects/<id>/retrospectives/<date>.yaml",
}
_SHORT = {
    "text": message("a text"),
    "line": message("a short text"),
    "reference": message("an id"),
    "number": message("a number"),
    "rating": message("a number from 1 to 5"),
}


def field_list(lang: str, kind: str = "", extra: Extra = NONE) -> str:
    """The fields of one kind of file, of all of them without one, as a page of Markdown; the team's own too.

    Raises:
        KeyError: when no schema has this name.
    """
    if kind and kind not in kinds():
        raise KeyError(kind)
    listed = (kind,) if kind else ("project", "portfolio", "people")
    return _Listing(words(lang), extra).page(listed, whole=not kind)


@dataclass
class _Listing:
    """One page; an entity is described once, below what uses it first."""

    words: Words
    extra: Extra = NONE
    described: set[str] = field(default_factory=set)

    def page(self, kinds: Iterable[str], *, whole: bool) -> str:
        below = [part for kind in kinds for part in self.file(kind)]
        parts = ["# " + self.say("Every field")] if whole else []
        parts.append(
            self.say(
                "A field in **bold** must be written; all others may be left out. A choice is written as the "
                "word, or as one of its labels in brackets. Keys that start with `x-` are your own; "
                "`projects/extra.schema.json` can say what they hold."
            )
        )
        if self.common_too() in below:
            parts += self.common()
        return "\n\n".join([*parts, *below]) + "\n"

    def say(self, said: Message | str) -> str:
        return self.words.say(said)

    def common(self) -> Iterator[str]:
        """The fields that all items have."""
        root = schema("project")
        item = root["$defs"]["action"]
        rows = list(self.rows(item, root, [key for key in _COMMON if key != "owner"]))
        owner = self.row("owner", root["$defs"]["goal"]["properties"]["owner"], root, required=False)
        yield '<a id="common"></a>'
        yield "## " + self.say("What every item may have")
        yield self.say(
            "Goals, milestones, risks and all other items with an `id` take these fields too; they are not "
            "repeated below."
        )
        yield self.table([*rows[:2], owner, *rows[2:]])

    def common_too(self) -> str:
        return self.say("Also: [what every item may have](#common).")

    def file(self, kind: str) -> Iterator[str]:
        """What may stand in one kind of file."""
        root = merged(kind, self.extra)
        yield f'<a id="{kind}"></a>'
        yield f"## {label(root, self.words.lang)}"
        yield f"`{_FILES.get(kind, f'projects/<id>/{kind}.yaml')}`"
        if "properties" in root:
            yield from self.entity(root, root)
        else:
            yield self.value(root, root)
            yield from self.below(root, root)

    def entity(self, part: Schema, root: Schema) -> Iterator[str]:
        """An entity's own table, then the entities that its fields are made of."""
        item = _is_item(part)
        named = [key for key, inner in part["properties"].items() if label(inner, "en")]
        keys = [key for key in named if not (item and _is_common(key, part))]
        if note := self.note(part):
            yield note
        if keys:
            yield self.table(self.rows(part, root, keys))
        if item:
            yield self.common_too()
        for inner in part["properties"].values():
            yield from self.below(inner, root)

    def note(self, part: Schema) -> str:
        """What there is to say about an entity as a whole."""
        notes = [self.about(part)]
        if "x-short" in part:
            notes.append(self.say(message("Instead of its fields: {inner}.", inner=_SHORT[part["x-short"]])))
        names = [f"`{option['required'][0]}`" for option in part.get("anyOf", ()) if "required" in option]
        if names:
            notes.append(self.say(message("At least one of {names} must be written.", names=tuple(names))))
        return ("" if self.words.lang == "zh" else " ").join(filter(None, notes))

    def about(self, part: Schema) -> str:
        return str(part.get("x-zh-description" if self.words.lang == "zh" else "description") or "")

    def below(self, part: Schema, root: Schema) -> Iterator[str]:
        """The entity that a field holds, unless it has been described."""
        for reference in _references(part):
            if reference in self.described:
                continue
            self.described.add(reference)
            inner = root["$defs"][reference]
            yield f'<a id="{reference}"></a>'
            yield f"### {label(inner, self.words.lang)}"
            yield from self.entity(inner, root)
            if "items" in inner:
                yield from self.below(inner["items"], root)

    def table(self, rows: Iterable[str]) -> str:
        return "\n".join([self.say("| Field | Meaning | Value | Example |"), "|---|---|---|---|", *rows])

    def rows(self, part: Schema, root: Schema, keys: Iterable[str]) -> Iterator[str]:
        required = part.get("required", ())
        return (self.row(key, part["properties"][key], root, required=key in required) for key in keys)

    def row(self, key: str, part: Schema, root: Schema, *, required: bool) -> str:
        name = f"**`{key}`**" if required else f"`{key}`"
        meaning = self.say(". ").join(filter(None, (label(part, self.words.lang), self.about(part))))
        example = f"`{written(example_of(part, root, self.words.lang))}`"
        return f"| {name} | {_cell(meaning)} | {_cell(self.value(part, root))} | {_cell(example)} |"

    def value(self, part: Schema, root: Schema) -> str:
        """What may be written, in words."""
        if part.get("type") == "array":
            return self.say(message("a list; each: {inner}", inner=self.value(part["items"], root)))
        if "$ref" in part:
            return self.linked(part, root)
        if "enum" in part:
            return self.say(", ").join(self.choices(part))
        if names := _refers(part):
            kinds = self.say(" or ").join(kind_label(name, self.words.lang) for name in names)
            return self.say(message("id ({inner})", inner=kinds))
        about = str(part.get("x-about", {}).get(self.words.lang, ""))
        return about + self.limits(part) + (self.say(", not in the future") if part.get("x-past") else "")

    def choices(self, part: Schema) -> Iterator[str]:
        """The words of a choice with their labels in both languages, where those say more than the word."""
        labels = part.get("x-values", {})
        order = ("zh", "en") if self.words.lang == "zh" else ("en", "zh")
        for word in labels or part["enum"]:
            named = [labels[word][lang] for lang in order] if word in labels else []
            more = [name for name in named if name.casefold().replace(" ", "_") != word]
            yield f"`{word}`" + (self.say(message(" ({labels})", labels=tuple(more))) if more else "")

    def linked(self, part: Schema, root: Schema) -> str:
        name = part["$ref"].rsplit("/", 1)[1]
        inner = root["$defs"][name]
        link = f"[{label(inner, self.words.lang)}](#{name})"
        if "x-short" in inner:
            short = _SHORT[inner["x-short"]]
            link = self.say(short) + self.say(" or ") + link
        if "items" in inner:
            link += self.say(" or ") + self.value({"type": "array", "items": inner["items"]}, root)
        return link

    def limits(self, part: Schema) -> str:
        """Bounds that the words do not say."""
        low, high = part.get("minimum"), part.get("maximum")
        if part.get("format") == "percent" or part.get("x-type") == "rating" or low is None:
            return ""
        if low == high:
            return self.say(message(", {span}", span=f"{low}"))
        return self.say(message(", {span}", span=f"{low}–{high}" if high is not None else f"≥ {low}"))


def example_of(part: Schema, root: Schema, lang: str) -> Any:
    """A value that may stand in a field; of a mapping only what must be written, or its first field."""
    own = (lang == "zh" and part.get("x-zh-examples")) or part.get("examples")
    if own:
        return own[0]
    if "$ref" in part:
        return example_of(resolved(part, root), root, lang)
    if "properties" in part and part.get("x-type") != "text":
        fields = part["properties"]
        keys = part.get("required") or [key for key in fields if key not in ("zh", "en")][:1]
        return {key: example_of(fields[key], root, lang) for key in keys}
    if part.get("type") == "array":
        return [example_of(part["items"], root, lang)]
    if part.get("type") == "boolean":
        return True
    return next(iter(part.get("x-values") or part.get("enum", ())), None)


def written(value: Any, *, inside: bool = False) -> str:
    """A value as one writes it in YAML on one line, inside `[…]` or `{…}` or behind the name of its field."""
    if isinstance(value, list):
        return f"[{', '.join(written(inner, inside=True) for inner in value)}]"
    if isinstance(value, dict):
        pairs = (
            f"{written(key, inside=True)}: {written(inner, inside=True)}" for key, inner in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    if isinstance(value, str):
        read = parse("", (f"[{value}]" if inside else f"- {value}").encode())
        if read.data == [value] and not read.problems:
            return value
    return json.dumps(value, ensure_ascii=False)


def _is_item(part: Schema) -> bool:
    """Whether an entity is an item of a list, with an id and the fields that all items have."""
    fields = part["properties"]
    return "links" in fields and "pattern" in fields.get("aliases", {}).get("items", {})


def _is_common(key: str, part: Schema) -> bool:
    # A required owner says more than the common one.
    return key in _COMMON and (key == "title" or key not in part.get("required", ()))


def _refers(part: Schema) -> list[str]:
    """The kinds of things a value names; a person's own words say it better."""
    return [name for name in part.get("x-ref", ()) if name != "person"]


def _references(part: Any) -> list[str]:
    """The entities a field is made of."""
    if "$ref" in part:
        return [part["$ref"].rsplit("/", 1)[1]]
    return _references(part["items"]) if isinstance(part.get("items"), dict) else []


def _cell(text: str) -> str:
    """Text that cannot end a table's cell."""
    # The site takes what stands in plain braces for attributes.
    braced = re.sub(r"`[^`]*`|\{[^}]*\}", lambda found: f"`{found[0].strip('`')}`", text)
    return braced.replace("|", "\\|").replace("\n", " ")
