"""Names between braces that no colon follows: mostly the rest of a text that held a comma."""

from __future__ import annotations

import re
from typing import Any

from opsgen.words import Message, message

_ENDS = re.compile(r"[ \n]{0,80}[,}]")
_MORE = re.compile(r"(?:,[^,:：{}\[\]\n]{1,80}(?=[,}]))*")
_NO_SPACE = re.compile(r"([^\s:]{1,64}):(?!//)\S")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")
_SHOWN = 60

_Found = tuple[str, Message, Message]
_Named = tuple[str, Any]
"""A field's name, and the event of its name or the events of its value and name."""


def is_bare(text: str, index: int, flow: bool) -> bool:
    """Whether a name that ends at `index` of the text has no colon, which only braces allow."""
    return flow and bool(_ENDS.match(text, index))


def without_colon(text: str, before: _Named | None, name: _Named, value: Any) -> _Found | None:
    """What to say of a name whose value is empty; `before` is the field before it.

    None where a colon follows, or where the name before it has been told of already.
    """
    key, event = name
    if ":" in text[event.end_mark.index : value.start_mark.index]:
        return None
    if "：" in key:
        sentence = message(
            "`{character}` is full-width; YAML does not read it as punctuation", character="："
        )
        hint = message("write `{key}: …`", key=key.partition("：")[0])
        return "full-width-punctuation", sentence, hint
    if found := _NO_SPACE.match(key):
        sentence = message("there is no space after the colon of `{key}`", key=found[1])
        return "missing-space", sentence, message("write `{key}: …`", key=found[1])
    if before and _continues(text, before[1], event):
        return None
    return _split(text, before, key, event)


def _continues(text: str, before: Any, event: Any) -> bool:
    """Whether the name before this one had no colon either."""
    _, key = before
    return ":" not in text[key.end_mark.index : event.start_mark.index]


def _split(text: str, before: _Named | None, key: str, event: Any) -> _Found:
    sentence = message("the comma before `{key}` starts a new field", key=key[:_SHOWN])
    hint = message("put a text with commas in quotes")
    if before is not None:
        field, (value, _) = before
        more = _MORE.match(text, event.end_mark.index)
        end = more.end() if more else event.end_mark.index
        whole = text[value.start_mark.index : min(end, value.start_mark.index + 4 * _SHOWN)]
        hint = _repaired(field, whole)
    return "split-by-comma", sentence, hint


def _repaired(field: str, whole: str) -> Message:
    whole = whole.strip("“”‘’ ")
    if _NUMBER.match(whole):
        return message("write the number without commas: `{text}`", text=f"{field}: {whole.replace(',', '')}")
    quote = "'" if '"' in whole else '"'
    if len(whole) > _SHOWN or "\n" in whole or quote in whole:
        return message("put the whole value of `{key}` in quotes", key=field)
    return message("put the whole value in quotes: `{text}`", text=f"{field}: {quote}{whole}{quote}")
