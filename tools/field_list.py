"""Write the list of all fields, `docs/<lang>/manual/fields.md`, from the shipped schemas.

Usage: python tools/field_list.py [--check]
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opsgen.schema.fields import Schema, kind_label, label, resolved, schema

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent.parent / "docs"
_COMMON = ("id", "title", "owner", "tags", "links", "notes", "aliases")
_FILES = (
    ("project", "projects/<id>.yaml · projects/<id>/project.yaml"),
    ("portfolio", "projects/portfolio.yaml"),
    ("people", "projects/people.yaml"),
)
_WORDS = {
    "en": {
        "title": "Every field",
        "lead": "Made from the schemas by `python tools/field_list.py`; do not edit it here. "
        "A field in **bold** must be written; all others may be left out. "
        "Choices may also be written by their label in either language (`Open`, `开放`). "
        "[Writing](writing.md) shows how the fields are used.",
        "head": "| Field | Meaning | Value | Example |",
        "common": "What every item may have",
        "common_lead": "Goals, milestones, risks and all other items with an `id` take these fields too; "
        "they are not repeated below.",
        "common_too": "Also: [what every item may have](#common).",
        "own": "Keys that start with `x-` are your own: opsgen reads over them.",
        "list": "a list; each: {inner}",
        "id of": "id ({inner})",
        "past": ", not in the future",
        "either": "Instead of its fields: {inner}.",
        "any": "At least one of {names} must be written.",
        "stop": ". ",
        "or": " or ",
        "comma": ", ",
    },
    "zh": {
        "title": "字段总表",
        "lead": "由 `python tools/field_list.py` 从字段定义生成，请勿在此手改。"
        "**粗体**字段必填，其余都可以不写。选项也可以写中文或英文名称（`开放`、`Open`）。用法见[怎么写](writing.md)。",
        "head": "| 字段 | 含义 | 取值 | 示例 |",
        "common": "每个条目都可以有的字段",
        "common_lead": "目标、里程碑、风险等所有带 `id` 的条目都可以写这些字段，下文不再重复。",
        "common_too": "另有[每个条目都可以有的字段](#common)。",
        "own": "以 `x-` 开头的字段归团队自用，opsgen 读到时会跳过。",
        "list": "列表，每项：{inner}",
        "id of": "{inner}编号",
        "past": "，不晚于今天",
        "either": "也可以不写下列字段，直接写{inner}。",
        "any": "{names} 至少写一个。",
        "stop": "。",
        "or": " 或 ",
        "comma": "、",
    },
}


@dataclass
class FieldList:
    """The page of one language; an entity is described once, below the file that uses it first."""

    lang: str
    described: set[str] = field(default_factory=set)

    def say(self, word: str, **given: str) -> str:
        return _WORDS[self.lang][word].format(**given)

    def page(self) -> str:
        """The whole page as Markdown."""
        parts = [f"# {self.say('title')}", self.say("lead"), self.say("own"), self.common()]
        for kind, files in _FILES:
            root = schema(kind)
            parts += [f'<a id="{kind}"></a>', f"## {label(root, self.lang)}", f"`{files}`"]
            parts += self.entity(root, root)
        return "\n\n".join(parts) + "\n"

    def common(self) -> str:
        root = schema("project")
        item = root["$defs"]["action"]
        rows = self.rows(item, root, [key for key in _COMMON if key != "owner"])
        owner = self.row("owner", root["$defs"]["goal"]["properties"]["owner"], root, required=False)
        table = self.table([*rows[:2], owner, *rows[2:]])
        return f'<a id="common"></a>\n\n## {self.say("common")}\n\n{self.say("common_lead")}\n\n{table}'

    def entity(self, part: Schema, root: Schema) -> Iterator[str]:
        """An entity's own table, then the entities that its fields are made of."""
        common = is_item(part)
        keys = [key for key in part["properties"] if not (common and self.is_common(key, part))]
        if note := self.note(part):
            yield note
        if keys:
            yield self.table(self.rows(part, root, keys))
        if common:
            yield self.say("common_too")
        for key in part["properties"]:
            yield from self.below(part["properties"][key], root)

    def is_common(self, key: str, part: Schema) -> bool:
        # A required owner says more than the common one.
        return key in _COMMON and (key == "title" or key not in part.get("required", ()))

    def note(self, part: Schema) -> str:
        notes = []
        about = part.get("description" if self.lang == "en" else "x-zh-description")
        if about:
            notes.append(str(about))
        if "x-short" in part:
            notes.append(self.say("either", inner=self.short(part)))
        if "anyOf" in part:
            names = [f"`{option['required'][0]}`" for option in part["anyOf"] if "required" in option]
            if names:
                notes.append(self.say("any", names=self.say("comma").join(names)))
        return (" " if self.lang == "en" else "").join(notes)

    def below(self, part: Schema, root: Schema) -> Iterator[str]:
        """The entity that a field holds, unless it has been described."""
        for reference in references(part):
            if reference in self.described:
                continue
            self.described.add(reference)
            inner = root["$defs"][reference]
            yield f'<a id="{reference}"></a>'
            yield f"### {label(inner, self.lang)}"
            yield from self.entity(inner, root)
            if "items" in inner:
                yield from self.below(inner["items"], root)

    def table(self, rows: list[str]) -> str:
        return "\n".join([self.say("head"), "|---|---|---|---|", *rows])

    def rows(self, part: Schema, root: Schema, keys: list[str]) -> list[str]:
        required = part.get("required", ())
        return [self.row(key, part["properties"][key], root, required=key in required) for key in keys]

    def row(self, key: str, part: Schema, root: Schema, *, required: bool) -> str:
        name = f"**`{key}`**" if required else f"`{key}`"
        about = str(part.get("description" if self.lang == "en" else "x-zh-description") or "")
        meaning = self.say("stop").join(text for text in (label(part, self.lang), about) if text)
        examples = [] if refers(part) else part.get("examples") or resolved(part, root).get("examples") or []
        example = f"`{examples[0]}`" if examples else ""
        return f"| {name} | {cell(meaning)} | {cell(self.value(part, root))} | {cell(example)} |"

    def value(self, part: Schema, root: Schema) -> str:
        """What may be written, in words."""
        if part.get("type") == "array":
            return self.say("list", inner=self.value(part["items"], root))
        if "$ref" in part:
            return self.linked(part, root)
        if "enum" in part:
            return self.say("comma").join(self.choices(part))
        if names := refers(part):
            return self.say("id of", inner=self.say("or").join(kind_label(name, self.lang) for name in names))
        past = self.say("past") if part.get("x-past") else ""
        return str(part.get("x-about", {}).get(self.lang, "")) + self.limits(part) + past

    def choices(self, part: Schema) -> Iterator[str]:
        """The words of a choice, with their label where it says more than the word."""
        labels = part.get("x-values", {})
        for word in labels or part["enum"]:
            named = labels.get(word, {}).get(self.lang, "")
            same = named.casefold().replace(" ", "_") == word
            yield f"`{word}`" if same or not named else f"`{word}` {named}"

    def linked(self, part: Schema, root: Schema) -> str:
        name = part["$ref"].rsplit("/", 1)[1]
        inner = root["$defs"][name]
        link = f"[{label(inner, self.lang)}](#{name})"
        if "x-short" in inner:
            link = self.short(inner) + self.say("or") + link
        if "items" in inner:
            link += self.say("or") + self.say("list", inner=self.value(inner["items"], root))
        return link

    def short(self, part: Schema) -> str:
        """The one value that may stand for the whole mapping."""
        named = {
            "text": {"en": "a text", "zh": "一段文字"},
            "line": {"en": "a short text", "zh": "一行文字"},
            "reference": {"en": "an id", "zh": "一个编号"},
            "number": {"en": "a number", "zh": "一个数字"},
            "rating": {"en": "a number from 1 to 5", "zh": "1 到 5 的数字"},
        }
        return named[part["x-short"]][self.lang]

    def limits(self, part: Schema) -> str:
        """Bounds that the words do not say."""
        low, high = part.get("minimum"), part.get("maximum")
        if part.get("format") == "percent" or part.get("x-type") == "rating" or low is None:
            return ""
        span = f"{low}–{high}" if high is not None else f"≥ {low}"
        return f", {span}" if self.lang == "en" else f"，{span}"


def is_item(part: Schema) -> bool:
    """Whether an entity is an item of a list, with an id and the fields that all items have."""
    return "pattern" in part["properties"].get("aliases", {}).get("items", {})


def refers(part: Schema) -> list[str]:
    """The kinds of things a value names; a person's own words say it better."""
    return [name for name in part.get("x-ref", ()) if name != "person"]


def references(part: Any) -> list[str]:
    """The entities a field is made of."""
    if "$ref" in part:
        return [part["$ref"].rsplit("/", 1)[1]]
    return references(part["items"]) if isinstance(part.get("items"), dict) else []


def cell(text: str) -> str:
    """Text that cannot end a table's cell."""
    # The site takes what stands in plain braces for attributes.
    braced = re.sub(r"`[^`]*`|\{[^}]*\}", lambda found: f"`{found[0].strip('`')}`", text)
    return braced.replace("|", "\\|").replace("\n", " ")


def pages() -> dict[Path, str]:
    """File to text."""
    return {DOCS / lang / "manual" / "fields.md": FieldList(lang).page() for lang in _WORDS}


def main() -> None:
    """Write the pages, or with --check say which are stale."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv and stale:
        raise SystemExit(f"stale: {', '.join(map(str, stale))}; run python tools/field_list.py")
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")


if __name__ == "__main__":
    main()
