"""What editors are told of a workspace: which file has which schema, and what is written often."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen import schema
from opsgen.words import message, words

if TYPE_CHECKING:
    from opsgen.words import Message

FOLDER = ".opsgen"
SCHEMAS = f"{FOLDER}/schemas"
_SUFFIXES = ("yaml", "yml")
_OF_PROJECTS = {
    "portfolio": ("portfolio",),
    "people": ("people",),
    "project": ("*", "*/project"),
    "update": ("*/updates/*",),
    "meeting": ("meetings/*", "*/meetings/*"),
    "retrospective": ("*/retrospectives/*",),
}
"""Where in `projects/` a file of this kind is; any other kind is a list, and stands under its own name."""
_NO_PROJECT = ("portfolio", "people", "extra")


def schema_file(kind: str) -> str:
    """Where the schema of files of this kind is laid down."""
    return f"{SCHEMAS}/{kind}.schema.json"


def files_of(kind: str) -> list[str]:
    """The patterns that name the files of a kind, as editors read them."""
    names = _OF_PROJECTS.get(kind, (f"*/{kind}",))
    but = [f"!projects/{name}.{suffix}" for name in _NO_PROJECT for suffix in _SUFFIXES]
    found = [f"projects/{name}.{suffix}" for name in names for suffix in _SUFFIXES]
    return [*found, *(but if kind == "project" else ())]


def settings() -> dict[str, Any]:
    """The settings of Visual Studio Code, and of what else reads them, for a workspace."""
    return {
        "yaml.schemas": {f"./{schema_file(kind)}": files_of(kind) for kind in schema.kinds()},
        "json.schemas": [
            {
                "fileMatch": [f"/projects/{schema.FILE}"],
                "url": f"./{schema_file('extra')}",
            }
        ],
        "yaml.schemaStore.enable": False,
        "yaml.validate": True,
        "yaml.hover": True,
        "yaml.completion": True,
        "yaml.format.enable": False,
        "files.eol": "\n",
        "files.insertFinalNewline": True,
        "editor.unicodeHighlight.ambiguousCharacters": False,
        "[yaml]": {
            "editor.insertSpaces": True,
            "editor.tabSize": 2,
            "editor.wordWrap": "on",
            "editor.quickSuggestions": {"other": True, "comments": False, "strings": True},
        },
        "search.exclude": {"site": True, "handouts": True, ".cache": True},
    }


# --- what is written often


@dataclass(frozen=True, slots=True)
class Snippet:
    """An entry that somebody begins with: its fields, and what is to be written in each."""

    entity: str
    title: Message
    fields: tuple[tuple[str, Message | str], ...]
    of: str = "project"
    """The schema of whose definitions it is; or of the kind itself, where there is none of that name."""


_DATE = "2026-12-31"
SNIPPETS = (
    Snippet(
        "milestone",
        message("A new milestone"),
        (
            ("id", "M1"),
            ("title", message("a result somebody can see")),
            ("baseline", _DATE),
            ("forecast", _DATE),
        ),
    ),
    Snippet(
        "risk",
        message("A new risk"),
        (
            ("id", "R1"),
            ("title", message("what may happen")),
            ("probability", "3"),
            ("impact", "3"),
            ("owner", message("who watches it")),
            ("response", message("what is done about it")),
        ),
    ),
    Snippet(
        "metric",
        message("A new metric"),
        (
            ("id", "K1"),
            ("title", message("what is counted")),
            ("unit", message("pieces or days")),
            ("start_value", "0"),
            ("target", "100"),
            ("due", _DATE),
        ),
    ),
    Snippet(
        "decision",
        message("A new decision"),
        (
            ("id", "D1"),
            ("title", message("what was decided")),
            ("status", "decided"),
            ("by", message("who decided")),
            ("date", _DATE),
            ("outcome", message("the decision")),
        ),
    ),
    Snippet(
        "action",
        message("A new action"),
        (
            ("id", "A1"),
            ("title", message("what will be done")),
            ("owner", message("who does it")),
            ("due", _DATE),
        ),
    ),
    Snippet(
        "update",
        message("A new update"),
        (
            ("period", "2026-W46"),
            ("summary", message("where the project stands")),
            ("done", message("what was done")),
            ("next", message("what comes next")),
        ),
    ),
)
_LISTS = frozenset({"done", "next"})


def fields(snippet: Snippet, lang: str) -> dict[str, Any]:
    """Its fields with places to type in, as editors write them: `${2:what may happen}`."""
    say = words(lang)
    made: dict[str, Any] = {}
    for number, (name, text) in enumerate(snippet.fields, 1):
        place = f"${{{number}:{text if isinstance(text, str) else say.say(text)}}}"
        made[name] = [place] if name in _LISTS else place
    return made


def snippets(lang: str) -> dict[str, Any]:
    """The same for editors without a language server: typed by the name of the entity in either language."""
    say = words(lang)
    return {
        say.say(snippet.title): {
            "scope": "yaml",
            "prefix": _names(snippet, lang),
            "description": say.say(snippet.title),
            "body": _lines(snippet, lang),
        }
        for snippet in SNIPPETS
    }


def _names(snippet: Snippet, lang: str) -> list[str]:
    root = json.loads(schema.schema_text("project"))
    own = schema.label(root["$defs"][snippet.entity], lang)
    return [snippet.entity, *([own] if own.lower() != snippet.entity else ())]


def _lines(snippet: Snippet, lang: str) -> list[str]:
    lines = []
    for name, place in fields(snippet, lang).items():
        lines += [f"{name}:", f"  - {place[0]}"] if isinstance(place, list) else [f"{name}: {place}"]
    if snippet.entity == "update":  # it has a file of its own
        return lines
    first, *others = lines
    return [f"- {first}", *(f"  {line}" for line in others)]
