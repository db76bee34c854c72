"""Signs that look like YAML's and are not: what was typed in a line, and what to type instead."""

from __future__ import annotations

import re
from typing import NamedTuple

from opsgen.load.source import ODD_SPACE, ODD_SPACES
from opsgen.words import Message, message


class Found(NamedTuple):
    """What is wrong in a line; line and column from 0."""

    at: int
    column: int
    code: str
    sentence: Message
    hint: Message | None = None
    mended: tuple[str, ...] = ()
    """How the line should stand; of several forms all must come to the same."""


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
    r"|(?P<comma>[，、；])\s{0,4}(?:[A-Za-z_][A-Za-z0-9_-]{0,40}|[\u4e00-\u9fff]{1,12})\s{0,4}[:：])"
)
_OPEN = re.compile(r"[\[{][^\]}]*\Z")
_VALUE = re.compile(r"[^,\]}#\"]{1,60}")
_ASCII = dict(zip("：【】｛｝［］“”‘’", ":[]{}[]\"\"''", strict=True))
_ASCII |= {"：": ": ", "，": ", ", "、": ", ", "；": ", ", "＃": "# "}
_CLOSING_QUOTES = dict(zip("“‘", "”’", strict=True))
_VALUE_ENDS = re.compile(r"\s{0,4}[,，、；}\]]")
_CLOSING = dict(zip("［｛【", "］｝】", strict=True))
_TAB_WIDTHS = (2, 4, 8)
_LONG = 400
_MOST = 20
"""Signs of one line that are put right."""
_SPACES = {
    "\u3000": message("a full-width space (U+3000)"),
    "\u00a0": message("a non-breaking space (U+00A0)"),
}


def typed(at: int, line: str) -> Found | None:
    """What in one line was typed in a way YAML cannot read."""
    found = _first(at, line)
    return found and found._replace(mended=_throughout(found))


def _throughout(found: Found) -> tuple[str, ...]:
    """The forms of the line, each without any of what else was typed so."""
    forms = (_in_full(found.at, form) for form in found.mended)
    return tuple(dict.fromkeys(form for form in forms if form is not None))


def _in_full(at: int, line: str) -> str | None:
    """A line with nothing left in it that was typed so; None where a person has to look at some of it."""
    for _ in range(_MOST):
        more = _first(at, line) if len(line) <= _LONG else None
        if more is None:
            return line if len(line) <= _LONG else None
        if len(more.mended) != 1 or more.mended[0] == line:
            return None
        line = more.mended[0]
    return None


def _first(at: int, line: str) -> Found | None:
    if found := _TAB.match(line):
        return _tab(at, found.end() - 1, line)
    if found := _ODD_SPACE.match(line):
        return odd_space(at, found.start(1), line)
    if found := _FULL_WIDTH_KEY.match(line):
        return wide(at, found.end() - 1, line)
    if _WIDE_DASH.match(line):
        return wide(at, len(line) - len(line.lstrip()), line, "- ")
    if found := _BULLET.match(line):
        return _bullet(at, found.start(1), line)
    if found := _FENCE.match(line):
        sentence = message("this line marks a piece of code in chats and notes; it is no YAML")
        hint = message("delete it, and the one at the end")
        return Found(at, found.start(1), "reserved-character", sentence, hint, ("",))
    if found := _WIDE_HASH.match(line):
        return wide(at, found.end() - 1, line)
    if found := _WIDE_BRACE.match(line):
        return _wide_brackets(at, found.start(1), line)
    if found := _NO_SPACE_AFTER_DASH.match(line):
        sentence, hint = message("there is no space after the dash"), message("write `- …`, with a space")
        mended = (spliced(line, found.end(), found.end(), " "),)
        return Found(at, found.end(), "missing-space", sentence, hint, mended)
    if (found := _WIDE_IN_FLOW.search(line)) and not _is_quoted(line, found):
        column = found.start(found.lastgroup or 0)
        return _wide_quotes(at, column, line) if line[column] in _CLOSING_QUOTES else wide(at, column, line)
    return None


def _is_quoted(line: str, found: re.Match[str]) -> bool:
    """Whether a comma stands in quotes, where it is right."""
    return found.lastgroup == "comma" and line.count('"', 0, found.start("comma")) % 2 == 1


def _tab(at: int, column: int, line: str) -> Found:
    sentence = message("this line is indented with a tab, which YAML does not allow")
    tabs = len(line) - len(line.lstrip("\t"))
    forms = tuple(" " * (tabs * width) + line[tabs:] for width in _TAB_WIDTHS) if tabs else ()
    hint = message("indent with spaces, two a level")
    return Found(at, column, "tab-indentation", sentence, hint, forms)


def _bullet(at: int, column: int, line: str) -> Found:
    sentence = message("`{character}` does not begin an entry of a list", character=line[column])
    mended = (spliced(line, column, column + 1, "- "),)
    return Found(
        at, column, "missing-dash", sentence, message("begin every entry with a dash: `- …`"), mended
    )


def _wide_brackets(at: int, column: int, line: str) -> Found:
    """A full-width bracket, which goes with the last of its kind that closes one."""
    found = wide(at, column, line)
    closing = line.rfind(_CLOSING[line[column]], column)
    if closing < 0:
        return found
    (opened,) = found.mended
    return found._replace(mended=(spliced(opened, closing, closing + 1, _ASCII[line[closing]]),))


def _wide_quotes(at: int, column: int, line: str) -> Found:
    """A curly quote that opens a value between brackets, which goes with the one that closes it."""
    found = wide(at, column, line)
    closing = line.find(_CLOSING_QUOTES[line[column]], column + 1)
    if closing < 0 or not _VALUE_ENDS.match(line, closing + 1):
        return found
    (opened,) = found.mended
    return found._replace(mended=(spliced(opened, closing, closing + 1, _ASCII[line[closing]]),))


def spliced(line: str, start: int, end: int, text: str) -> str:
    """A line with something in the place of a part of it; no space is doubled, and none ends the line."""
    after = line[end:]
    if text.endswith(" ") and (not after or after[0] == " "):
        text = text[:-1]
    return line[:start] + text + after


def wide_fields(lines: list[str]) -> tuple[Found, ...]:
    """The lines that begin with the name of a field and a full-width colon."""
    found = ((at, _WIDE_FIELD.match(line)) for at, line in enumerate(lines))
    return tuple(wide(at, name.end() - 1, lines[at]) for at, name in found if name)


def wide(at: int, column: int, line: str, ascii_form: str = "") -> Found:
    """A full-width sign in the place of one of YAML's."""
    character = line[column]
    right = ascii_form or _ASCII[character]
    return Found(
        at,
        column,
        "full-width-punctuation",
        message("`{character}` is full-width; YAML does not read it as punctuation", character=character),
        message("write `{ascii}`, with the English keyboard", ascii=right),
        (spliced(line, column, column + 1, right),),
    )


def odd_space(at: int, column: int, line: str) -> Found:
    """A space that is none to YAML."""
    character = line[column]
    name = _SPACES.get(character, f"U+{ord(character):04X}")
    sentence = message("here stands {name}, which YAML does not take for a space", name=name)
    hint = message("type a plain space, with the English keyboard")
    end = column + len(line[column:]) - len(line[column:].lstrip(ODD_SPACES + " "))
    wider = ("", "  ") if line[:column].strip() == "" else ("",)  # depth counts, and some are two wide
    forms = tuple(line[:column] + _spaces(line[column:end], wide) + line[end:] for wide in wider)
    return Found(at, column, "odd-space", sentence, hint, tuple(dict.fromkeys(forms)))


def _spaces(odd: str, wide: str) -> str:
    return "".join(wide or " " if character == "\u3000" else " " for character in odd)


def begins_oddly(text: str, is_key: bool) -> bool:
    """Whether a text begins with such a space where it was meant as indentation."""
    return bool(_BEGINS_ODDLY.match(text)) and (is_key or bool(_ODD_DASH.match(text)))


def value_at(line: str, column: int) -> str:
    """The value that begins at a column: up to a comment, between brackets up to the comma behind it too."""
    if not _OPEN.search(line[:column]):
        return line[column:].partition(" #")[0].rstrip()
    found = _VALUE.match(line, column)
    return found[0].strip() if found else line[column : column + 1]


def in_quotes(text: str) -> str | None:
    """A text of one line between quotes; None where it holds what neither kind may."""
    if '"' not in text and "\\" not in text:
        return f'"{text}"'
    return None if "'" in text else f"'{text}'"
