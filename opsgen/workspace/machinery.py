"""What opsgen lays down for machines and renews itself: `.opsgen/`."""

from __future__ import annotations

import json
from typing import Any

from opsgen import schema
from opsgen.shipped import shipped_lock
from opsgen.words import words
from opsgen.workspace.editors import FOLDER, SNIPPETS, fields, schema_file

REQUIREMENTS = f"{FOLDER}/requirements.txt"
LOCK = f"{FOLDER}/requirements.lock"
_OF_A_STRING = ("minLength", "maxLength", "pattern")
_OF_A_MAPPING = ("properties", "minProperties", "additionalProperties")


def machinery(package: str, lang: str) -> dict[str, str]:
    """File name to text of `.opsgen/`: where CI gets opsgen, what opsgen itself needs, schemas for editors.

    `package` is the one line of its `requirements.txt`; `lang` the main language of the workspace.
    """
    kinds = (*schema.kinds(), schema.OF_THE_TEAM)
    return {
        REQUIREMENTS: f"{package}\n",
        LOCK: shipped_lock().read_text(encoding="utf-8"),
        **{schema_file(kind): f"{as_json(editor_schema(kind, lang))}\n" for kind in kinds},
    }


def editor_schema(kind: str, lang: str) -> Any:
    """A shipped schema in one language for editors: every field explained, every word with its label."""
    made = json.loads(schema.schema_text(kind))
    if lang == "zh":
        made = schema.translated(made)
    shown = _shown(made, lang)
    for snippet in SNIPPETS:
        offered = {"label": words(lang).say(snippet.title), "body": fields(snippet, lang)}
        if snippet.entity in shown.get("$defs", {}):
            shown["$defs"][snippet.entity]["defaultSnippets"] = [offered]
        elif kind == snippet.entity:
            shown["defaultSnippets"] = [offered]
    return shown


def as_json(made: Any) -> str:
    """As people read it and git compares it: a value a line, in its own script."""
    return json.dumps(made, ensure_ascii=False, indent=1)


def _shown(part: Any, lang: str) -> Any:
    """A part of a schema with what editors show in their own keys, and without our marks."""
    if isinstance(part, list):
        return [_shown(item, lang) for item in part]
    if not isinstance(part, dict):
        return part
    made = {key: _shown(value, lang) for key, value in part.items() if not _is_mark(key, value)}
    if part.get("x-type") == "text":
        made = _a_text(made)
    about = part.get("x-about", {})
    if isinstance(about, dict) and isinstance(said := about.get(lang), str):
        made["description"] = _sentences(str(part.get("description", "")), said, lang)
    if isinstance(labels := part.get("x-values"), dict) and isinstance(part.get("enum"), list):
        made["enum"] = _words_first(part["enum"], labels, lang)
        made["markdownEnumDescriptions"] = [_label(word, labels, lang) for word in made["enum"]]
    return made


def _a_text(made: dict[str, Any]) -> dict[str, Any]:
    """A text, or one for each language: as a choice of two, or editors would always begin with the second."""
    text = {"type": "string"} | {key: made[key] for key in _OF_A_STRING if key in made}
    several = {"type": "object"} | {key: made[key] for key in _OF_A_MAPPING if key in made}
    kept = {key: value for key, value in made.items() if key not in {*text, *several}}
    return kept | {"anyOf": [text, several]}


def _is_mark(key: str, value: Any) -> bool:
    return key.startswith("x-") and not (isinstance(value, dict) and "$ref" in value)


def _sentences(description: str, about: str, lang: str) -> str:
    """What a field means, then what may be written there."""
    end = "。" if lang == "zh" else "."
    word = about.partition(" ")[0]
    begun = about if "." in word else about[:1].upper() + about[1:]
    written = f"{begun}{end}"
    return f"{description}{'' if lang == 'zh' else ' '}{written}" if description else written


def _words_first(written: list[str], labels: dict[str, Any], lang: str) -> list[str]:
    """The words of a choice, then its labels in this language, then the others."""
    own = [said[lang] for said in labels.values()]
    return sorted(written, key=lambda word: (word not in labels, word not in own))


def _label(word: str, labels: dict[str, Any], lang: str) -> str:
    """What a word of a choice means; a label as which it may be written too means what its word means."""
    for own, said in labels.items():
        if word == own:
            return str(said[lang])
        if word in said.values():
            return str(said[lang]) if said[lang] != word else own
    return word
