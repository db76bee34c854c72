"""YAML's own syntax errors, said so that the writer finds the mistake."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import yaml

from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsgen.load.source import Report

_FULL_WIDTH_KEY = re.compile(r"\s*(?:[-－–—]\s*)?[^\s\"'：:#]{1,40}：")
_WIDE_DASH = re.compile(r"\s*[－–—]\s*\S")
_TAB = re.compile(r" *\t")
_WIDE_IN_FLOW = re.compile(r"[\[{][^\]}]{0,400}?([，：【】｛｝“”])")
_COLON_IN_VALUE = re.compile(r"\s*(?:- )?\s*([^\s:#][^:#]{0,64}):\s+([^\"'\s].{0,400}?:(?:\s|$))")
_KEY_AND_VALUE = re.compile(r"([^\s,{\[:]{1,64}):\s+([^\s,{}\[\]:][^,{}\[\]:]{0,400})\Z")
_NO_SPACE = re.compile(r"\s*(?:- )?([^\s:#'\"]{1,64}):(\S)")
_ASCII = {"，": ",", "：": ":", "【": "[", "】": "]", "｛": "{", "｝": "}", "“": '"', "”": '"'}


def explain(error: yaml.YAMLError, text: str, report: Report) -> None:
    """Report a syntax error of YAML at the place the writer must change."""
    if not isinstance(error, yaml.MarkedYAMLError) or error.problem_mark is None:
        report((1, 1, 1, 1), "yaml-syntax", message("this is not YAML: {problem}", problem=str(error)))
        return
    lines = [line[:600] for line in text.split("\n")]
    at, column, code, sentence, hint = _typed(error, lines) or _named(error, lines)
    report((at + 1, column + 1, at + 1, column + 2), code, sentence, hint)


_Found = tuple[int, int, str, Message, Message | None]


def _typed(error: yaml.MarkedYAMLError, lines: list[str]) -> _Found | None:
    """What was typed in a way YAML cannot read, in one of the lines the error speaks of."""
    mark, context = error.problem_mark, error.context_mark
    assert mark is not None
    near = [context.line] if context else []
    for at in dict.fromkeys([*near, mark.line, mark.line - 1]):
        if 0 <= at < len(lines):
            found = _in_line(at, lines[at])
            if found:
                return found
    return None


def _in_line(at: int, line: str) -> _Found | None:
    if found := _FULL_WIDTH_KEY.match(line):
        return _wide(at, found.end() - 1, "：", ": ")
    if _WIDE_DASH.match(line):
        return _wide(at, _indent(line), line.lstrip()[0], "- ")
    if found := _TAB.match(line):
        return (
            at,
            found.end() - 1,
            "tab-indentation",
            message("a tab cannot indent"),
            message("indent with spaces"),
        )
    if found := _WIDE_IN_FLOW.search(line):
        return _wide(at, found.start(1), found[1], _ASCII[found[1]])
    return None


def _wide(at: int, column: int, character: str, ascii_form: str) -> _Found:
    return (
        at,
        column,
        "full-width-punctuation",
        message("`{character}` is full-width; YAML does not read it as punctuation", character=character),
        message("write `{ascii}`", ascii=ascii_form),
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What YAML stumbled over: a place, and the line where the thing it was reading began."""

    lines: list[str]
    at: int
    column: int
    context: int

    @property
    def line(self) -> str:
        return self.lines[self.at] if self.at < len(self.lines) else ""

    @property
    def begun(self) -> str:
        return self.lines[self.context] if self.context < len(self.lines) else ""


def _named(error: yaml.MarkedYAMLError, lines: list[str]) -> _Found:
    mark, context = error.problem_mark, error.context_mark
    assert mark is not None
    problem = error.problem or ""
    seen = _Seen(lines, mark.line, mark.column, context.line if context else mark.line)
    finder = next((find for words, find in _FINDERS if any(word in problem for word in words)), None)
    if finder is not None:
        return finder(seen)
    sentence = message("this is not YAML: {problem}", problem=problem)
    return (mark.line, mark.column, "yaml-syntax", sentence, None)


def _colon(seen: _Seen) -> _Found:
    found = _COLON_IN_VALUE.match(seen.line)
    if found:
        sentence = message("the value of `{key}` holds a colon and a space", key=found[1])
        hint = message("put the whole value in quotes")
        return (seen.at, found.start(2), "unquoted-colon", sentence, hint)
    above = seen.lines[seen.at - 1] if seen.at else ""
    if _NO_SPACE.match(above) or (
        above.strip() and ":" not in above and _indent(above) == _indent(seen.line)
    ):
        return _missing_space(replace(seen, context=seen.at - 1))
    return _indentation(seen)


def _missing_space(seen: _Seen) -> _Found:
    found = _NO_SPACE.match(seen.begun)
    if found:
        sentence = message("there is no space after the colon of `{key}`", key=found[1])
        hint = message("write `{key}: …`", key=found[1])
        return (seen.context, found.start(2), "missing-space", sentence, hint)
    return (
        seen.context,
        _indent(seen.begun),
        "missing-colon",
        message("this line has no `field: value`"),
        message("write `field: value`, or indent it under the line it belongs to"),
    )


def _indentation(seen: _Seen) -> _Found:
    sentence = message("this line's indentation fits no level above it")
    hint = message("line it up with the line it belongs to")
    return (seen.at, seen.column, "indentation", sentence, hint)


def _dash(seen: _Seen) -> _Found:
    sentence = message("a list with dashes cannot begin on the line of its field")
    hint = message("put every `- …` on a line of its own, or write `[…]`")
    return (seen.at, seen.column, "indentation", sentence, hint)


def _reserved(seen: _Seen) -> _Found:
    character = seen.line[seen.column : seen.column + 1]
    sentence = message("a value cannot start with `{character}`", character=character)
    hint = message("put the value in quotes")
    if character == "@":
        hint = message("put the value in quotes; a person is named without `@`")
    return (seen.at, seen.column, "reserved-character", sentence, hint)


def _anchor(seen: _Seen) -> _Found:
    return _reserved(replace(seen, at=seen.context, column=_first_of("*&", seen.begun)))


def _escape(seen: _Seen) -> _Found:
    sentence = message("`\\` starts an escape in double quotes, and this one does not exist")
    return (seen.at, seen.column, "bad-escape", sentence, message("use single quotes"))


def _unclosed(seen: _Seen) -> _Found:
    found = _KEY_AND_VALUE.search(seen.line[: seen.column])
    if found and seen.line[seen.column : seen.column + 1] == ":":
        sentence = message("the value of `{key}` holds a colon and a space", key=found[1])
        hint = message("put the whole value in quotes")
        return (seen.at, found.start(2), "unquoted-colon", sentence, hint)
    return (
        seen.context,
        _first_of("[{\"'", seen.begun),
        "unclosed",
        message("a bracket or quote that opens here is never closed"),
        message("close it, or put the value in quotes"),
    )


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _cut_off(seen: _Seen) -> _Found:
    """The text ends inside a bracket, or a bracket holds a comma too many."""
    above = next((at for at in range(len(seen.lines) - 1, -1, -1) if seen.lines[at].strip()), 0)
    if seen.at > above:
        return _unclosed(replace(seen, context=above))
    sentence = message("a value is missing before `{character}`", character=seen.line[seen.column :][:1])
    return (seen.at, seen.column, "missing-value", sentence, message("write the value, or delete the comma"))


def _first_of(characters: str, line: str) -> int:
    return next((i for i, character in enumerate(line) if character in characters), 0)


_FINDERS: tuple[tuple[tuple[str, ...], Callable[[_Seen], _Found]], ...] = (
    (("mapping values are not allowed",), _colon),
    (("could not find expected ':'",), _missing_space),
    (("cannot start any token",), _reserved),
    (("block sequence entries are not allowed",), _dash),
    (("alphabetic or numeric",), _anchor),
    (("escape", "hexdecimal"), _escape),
    (("unexpected end of stream", "expected ',' or"), _unclosed),
    (("expected node content",), _cut_off),
    (("did not find expected key", "expected '-' indicator", "block end"), _indentation),
)
