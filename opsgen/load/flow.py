"""Names between braces that no colon follows: mostly the rest of a text that held a comma."""

from __future__ import annotations

import re
from typing import Any

from opsgen.load.document import Mend, span_of
from opsgen.words import Message, message

_ENDS = re.compile(r"[ \n]{0,80}[,}]")
_MORE = re.compile(r"(?:,[^,:：{}\[\]\n]{1,80}(?=[,}]))*")
_NO_SPACE = re.compile(r"([^\s:]{1,64}):(?!//)\S")
_NUMBER = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?\Z")
_FIELD = re.compile(r"\s*[a-z][a-z_]*\s*\Z")
"""What may as well be a field whose value somebody forgot."""
_SHOWN = 60

_WIDE_NAME = re.compile(r"[A-Za-z_]{1,40} ?：")
"""A name with a full-width colon at the beginning of what YAML takes for one whole name."""

_Found = tuple[str, Message, Message, Mend | None]
_Named = tuple[str, Any]
"""A field's name, and the event of its name or the events of its value and name."""


def is_bare(text: str, index: int, flow: bool) -> bool:
    """Whether a name that ends at `index` of the text has no colon, which only braces allow."""
    return flow and bool(_ENDS.match(text, index))


def is_run_together(text: str, key: str, event: Any) -> bool:
    """Whether a name between braces holds the fields before it: they were typed with full-width colons."""
    if not _WIDE_NAME.match(key) or not event.implicit[0]:
        return False
    start = event.start_mark.index
    return text[max(0, start - _SHOWN) : start].rstrip()[-1:] in ("{", ",")


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
        return "full-width-punctuation", sentence, hint, _apart(event, key.index("："), key.index("：") + 1)
    if found := _NO_SPACE.match(key):
        sentence = message("there is no space after the colon of `{key}`", key=found[1])
        hint = message("write `{key}: …`", key=found[1])
        return "missing-space", sentence, hint, _apart(event, found.end(1), found.end(1) + 1)
    if before and _continues(text, before[1], event):
        return None
    return _split(text, before, key, event)


def _apart(event: Any, start: int, end: int) -> Mend | None:
    """A name that holds its value, with a colon and a space between the two."""
    line, column, *_ = span_of(event)
    in_full = event.end_mark.index - event.start_mark.index == len(event.value)
    value = event.value[end:].lstrip()
    if not in_full or not value or value[0] in "“‘：":
        return None
    after = len(event.value) - len(value)
    return ((line, column + start, line, column + after), ": ")


def _continues(text: str, before: Any, event: Any) -> bool:
    """Whether the name before this one had no colon either."""
    _, key = before
    return ":" not in text[key.end_mark.index : event.start_mark.index]


def _split(text: str, before: _Named | None, key: str, event: Any) -> _Found:
    sentence = message("the comma before `{key}` starts a new field", key=key[:_SHOWN])
    hint, mend = message("put a text with commas in quotes"), None
    if before is not None:
        field, (value, _) = before
        more = _MORE.match(text, event.end_mark.index)
        end = more.end() if more else event.end_mark.index
        whole = text[value.start_mark.index : min(end, value.start_mark.index + 4 * _SHOWN)]
        hint, right = _repaired(field, whole)
        bare = whole[value.end_mark.index - value.start_mark.index :].split(",")
        if right is not None and not any(_FIELD.match(name) for name in bare):
            line, column, *_ = span_of(value)
            mend = ((line, column, line, column + len(whole.rstrip())), right)
    return "split-by-comma", sentence, hint, mend


def _repaired(field: str, whole: str) -> tuple[Message, str | None]:
    """What to do, and the value as it should stand; None where that has to be seen by a person."""
    whole = whole.strip("“”‘’ ")
    if _NUMBER.match(whole):
        number = whole.replace(",", "")
        return message("write the number without commas: `{text}`", text=f"{field}: {number}"), number
    quote = "'" if '"' in whole else '"'
    if len(whole) > _SHOWN or "\n" in whole or quote in whole:
        return message("put the whole value of `{key}` in quotes", key=field), None
    right = f"{quote}{whole}{quote}"
    return message("put the whole value in quotes: `{text}`", text=f"{field}: {right}"), (
        None if "\\" in whole or whole[0] in "\"'" else right
    )
