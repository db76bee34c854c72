"""YAML's own syntax errors, said so that the writer finds the mistake."""

from __future__ import annotations

import re

import yaml

from opsgen.load.source import Report
from opsgen.words import Message, message

_FULL_WIDTH_KEY = re.compile(r"\s*(?:[-－–—]\s*)?[^\s\"'：:#]{1,40}：")
_WIDE_DASH = re.compile(r"\s*[－–—]\s*\S")
_TAB = re.compile(r" *\t")
_WIDE_IN_FLOW = re.compile(r"[\[{][^\]}]{0,400}?([，：【】｛｝“”])")
_COLON_IN_VALUE = re.compile(r"\s*(?:- )?\s*([^\s:#][^:#]{0,64}):\s+([^\"'\s].{0,400}?:(?:\s|$))")
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
        column = len(line) - len(line.lstrip())
        return _wide(at, column, line[column], "- ")
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


def _named(error: yaml.MarkedYAMLError, lines: list[str]) -> _Found:
    mark = error.problem_mark
    assert mark is not None
    problem = error.problem or ""
    line = lines[mark.line] if mark.line < len(lines) else ""
    context = error.context_mark.line if error.context_mark else mark.line
    for needles, finder in _FINDERS:
        if any(needle in problem for needle in needles):
            found = finder(mark.line, mark.column, line, context, lines)
            if found:
                return found
    return (
        mark.line,
        mark.column,
        "yaml-syntax",
        message("this is not YAML: {problem}", problem=problem),
        None,
    )


def _colon(at: int, column: int, line: str, context: int, lines: list[str]) -> _Found | None:
    found = _COLON_IN_VALUE.match(line)
    if found:
        sentence = message("the value of `{key}` holds a colon and a space", key=found[1])
        return (at, found.start(2), "unquoted-colon", sentence, message("put the whole value in quotes"))
    if at and _NO_SPACE.match(lines[at - 1]):
        return _missing_space(at - 1, 0, lines[at - 1], at - 1, lines)
    return _indentation(at, column, line, context, lines)


def _missing_space(at: int, column: int, line: str, context: int, lines: list[str]) -> _Found | None:
    text = lines[context] if context < len(lines) else ""
    found = _NO_SPACE.match(text)
    if found:
        sentence = message("there is no space after the colon of `{key}`", key=found[1])
        return (context, found.start(2), "missing-space", sentence, message("write `{key}: …`", key=found[1]))
    start = len(text) - len(text.lstrip())
    return (
        context,
        start,
        "missing-colon",
        message("this line has no `field: value`"),
        message("write `field: value`, or indent it under the line it belongs to"),
    )


def _indentation(at: int, column: int, line: str, context: int, lines: list[str]) -> _Found:
    sentence = message("this line's indentation fits no level above it")
    return (at, column, "indentation", sentence, message("line it up with the line it belongs to"))


def _reserved(at: int, column: int, line: str, context: int, lines: list[str]) -> _Found:
    character = line[column : column + 1]
    sentence = message("a value cannot start with `{character}`", character=character)
    return (at, column, "reserved-character", sentence, message("put the value in quotes"))


def _anchor(at: int, column: int, line: str, context: int, lines: list[str]) -> _Found:
    start = next((i for i, c in enumerate(lines[context]) if c in "*&"), 0) if context < len(lines) else 0
    return _reserved(context, start, lines[context] if context < len(lines) else "", context, lines)


def _escape(at: int, column: int, line: str, context: int, lines: list[str]) -> _Found:
    sentence = message("`\\` starts an escape in double quotes, and this one does not exist")
    return (at, column, "bad-escape", sentence, message("use single quotes"))


def _unclosed(at: int, column: int, line: str, context: int, lines: list[str]) -> _Found:
    text = lines[context] if context < len(lines) else ""
    start = next((i for i, c in enumerate(text) if c in "[{\"'"), 0)
    return (
        context,
        start,
        "unclosed",
        message("a bracket or quote that opens here is never closed"),
        message("close it, or put the value in quotes"),
    )


_FINDERS = (
    (("mapping values are not allowed",), _colon),
    (("could not find expected ':'",), _missing_space),
    (("cannot start any token",), _reserved),
    (("alphabetic or numeric",), _anchor),
    (("escape", "hexdecimal"), _escape),
    (("unexpected end of stream", "expected ',' or"), _unclosed),
    (("did not find expected key", "expected '-' indicator", "block end"), _indentation),
)
