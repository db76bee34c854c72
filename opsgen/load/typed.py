"""Signs that look like YAML's and are not: what was typed in a line, and what to type instead."""

from __future__ import annotations

import re

from opsgen.load.source import ODD_SPACE
from opsgen.words import Message, message

Found = tuple[int, int, str, Message, Message | None]
"""Line and column, from 0; code, sentence and hint."""

_FULL_WIDTH_KEY = re.compile(r"\s*(?:[-－–—]\s*)?[^\s\"'：:#{\[]{1,40}：")
_WIDE_FIELD = re.compile(r"\s*(?:- +)?[a-z][a-z_]{0,40}：")
_WIDE_DASH = re.compile(r"\s*[－–—]\s*\S")
_BULLET = re.compile(r"\s*([•●○◆◇■□▪·‣])\s*\S")
_FENCE = re.compile(r"\s*(```|~~~)")
_WIDE_HASH = re.compile(r"\s*＃")
_WIDE_BRACE = re.compile(r"\s*(?:- +)?(?:[^\s\"'：:#]{1,40}: +)?([｛［]|【(?=[^】]{0,400}】\s*\Z))")
_NO_SPACE_AFTER_DASH = re.compile(r" *-(?=[^\s\-0-9.,])")
_TAB = re.compile(r" *\t")
_ODD_SPACE = re.compile(rf" *(?:- *)?(?:[^\s\"'：:#]{{1,64}}:)?([{ODD_SPACE}])")
_BEGINS_ODDLY = re.compile(f"[{ODD_SPACE}]")
_ODD_DASH = re.compile(rf"[{ODD_SPACE} ]{{1,40}}- ")
_WIDE_IN_FLOW = re.compile(
    r"[\[{][^\]}]{0,400}?(?:(?<=[:,\[{ ])(?P<quote>[“”‘’])|(?P<mark>[：【】｛｝［］])"
    r"|(?P<comma>[，、；])\s{0,4}[A-Za-z_][A-Za-z0-9_-]{0,40}\s{0,4}[:：])"
)
_VALUE = re.compile(r"[^,\]}#\"]{1,60}")
_ASCII = dict(zip("：【】｛｝［］“”‘’", ":[]{}[]\"\"''", strict=True))
_ASCII |= {"：": ": ", "，": ", ", "、": ", ", "；": ", ", "＃": "# "}
_SPACES = {
    "\u3000": message("a full-width space (U+3000)"),
    "\u00a0": message("a non-breaking space (U+00A0)"),
}


def typed(at: int, line: str) -> Found | None:
    """What in one line was typed in a way YAML cannot read."""
    if found := _TAB.match(line):
        sentence = message("this line is indented with a tab, which YAML does not allow")
        return (at, found.end() - 1, "tab-indentation", sentence, message("indent with spaces, two a level"))
    if found := _ODD_SPACE.match(line):
        return odd_space(at, found.start(1), found[1])
    if found := _FULL_WIDTH_KEY.match(line):
        return wide(at, found.end() - 1, "：")
    if _WIDE_DASH.match(line):
        column = len(line) - len(line.lstrip())
        return wide(at, column, line[column], "- ")
    if found := _BULLET.match(line):
        sentence = message("`{character}` does not begin an entry of a list", character=found[1])
        return (at, found.start(1), "missing-dash", sentence, message("begin every entry with a dash: `- …`"))
    if found := _FENCE.match(line):
        sentence = message("this line marks a piece of code in chats and notes; it is no YAML")
        return (
            at,
            found.start(1),
            "reserved-character",
            sentence,
            message("delete it, and the one at the end"),
        )
    if found := _WIDE_HASH.match(line):
        return wide(at, found.end() - 1, "＃")
    if found := _WIDE_BRACE.match(line):
        return wide(at, found.start(1), found[1])
    if found := _NO_SPACE_AFTER_DASH.match(line):
        sentence = message("there is no space after the dash")
        return (at, found.end(), "missing-space", sentence, message("write `- …`, with a space"))
    if found := _WIDE_IN_FLOW.search(line):
        column = found.start(found.lastgroup or 0)
        return wide(at, column, line[column])
    return None


def wide_fields(lines: list[str]) -> tuple[Found, ...]:
    """The lines that begin with the name of a field and a full-width colon."""
    found = ((at, _WIDE_FIELD.match(line)) for at, line in enumerate(lines))
    return tuple(wide(at, name.end() - 1, "：") for at, name in found if name)


def wide(at: int, column: int, character: str, ascii_form: str = "") -> Found:
    """A full-width sign in the place of one of YAML's."""
    return (
        at,
        column,
        "full-width-punctuation",
        message("`{character}` is full-width; YAML does not read it as punctuation", character=character),
        message("write `{ascii}`, with the English keyboard", ascii=ascii_form or _ASCII[character]),
    )


def odd_space(at: int, column: int, character: str) -> Found:
    """A space that is none to YAML."""
    name = _SPACES.get(character, f"U+{ord(character):04X}")
    sentence = message("here stands {name}, which YAML does not take for a space", name=name)
    return (at, column, "odd-space", sentence, message("type a plain space, with the English keyboard"))


def begins_oddly(text: str, is_key: bool) -> bool:
    """Whether a text begins with such a space where it was meant as indentation."""
    return bool(_BEGINS_ODDLY.match(text)) and (is_key or bool(_ODD_DASH.match(text)))


def quoted(line: str, column: int) -> str:
    """The value that begins at a column, in double quotes: up to the comma, bracket or comment behind it."""
    found = _VALUE.match(line, column)
    value = found[0].strip() if found else line[column : column + 1]
    return f"'{value}'" if "\\" in value else f'"{value}"'
