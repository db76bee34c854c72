"""What YAML reads without complaint and its writer did not mean: warnings with the repair."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from yaml.events import ScalarEvent

from opsgen.load.document import span_of
from opsgen.load.scalars import scalar
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.load.document import Marks
    from opsgen.load.source import Report

_QUOTES = "“”‘’"
_DIGITS = "０１２３４５６７８９"
_HASH = re.compile(r" #[^\s#!]")
_CUT = re.compile(r" {1,80}#[^\s#!]")
_NUMBER_OR_DATE = re.compile(r"[-+0-9.,:/% ]+\Z")
_WIDE_NUMBER = re.compile(r"[-+]?[0-9][0-9.,:/年月日万亿%-]{0,30}\Z")
_WORDS = re.compile(r"[^\s，、；]{1,8}(?:[，、；][^\s，、；]{1,8}){1,20}\Z")
_SEPARATORS = "，、；"
_TAGS = re.compile(r"\btags: *\[\Z")
_SHOWN = 60


def doubts(text: str, tables: Iterable[Marks], report: Report) -> None:
    """Report what is doubtful about the plain values of a file; only looked for where a sign of it stands."""
    tables = tuple(tables)
    if any(quote in text for quote in _QUOTES) or any(digit in text for digit in _DIGITS):
        for event in _plain(tables):
            _curly(event, report)
            _wide_digits(event, report)
    if _HASH.search(text):
        lines = text.split("\n")
        for event in _plain(tables):
            _cut_by_hash(event, lines, report)
    if "[" in text and any(separator in text for separator in _SEPARATORS):
        lines = text.split("\n")
        for marks in tables:
            if type(marks) is list:
                _wide_separators(marks, lines, report)


def _plain(tables: Iterable[Marks]) -> Iterator[Any]:
    """The events of all values that stand without quotes."""
    for marks in tables:
        for marked in marks.values() if isinstance(marks, dict) else marks:
            event = marked[0]
            if type(event) is ScalarEvent and event.implicit[0] and event.value:
                yield event


def _curly(event: Any, report: Report) -> None:
    value = event.value
    if len(value) < 2 or value[0] not in _QUOTES or value[-1] not in _QUOTES + "\"'":
        return
    inner = value[1:-1]
    if any(quote in inner for quote in _QUOTES):
        return
    report(
        span_of(event),
        "curly-quotes",
        message("`{open}` does not quote in YAML: it is part of this text", open=value[0]),
        message(
            "write \"{text}\"; if it belongs to the text, write '{whole}'",
            text=_short(inner),
            whole=_short(value),
        ),
        "warning",
    )


def _wide_digits(event: Any, report: Report) -> None:
    plain = unicodedata.normalize("NFKC", event.value[:_SHOWN])
    if _WIDE_NUMBER.match(plain) and any(digit in event.value for digit in _DIGITS):
        # Where this doubt is still told of, the text was right as a text: as one it stays right.
        kept = plain if scalar(plain) == (plain, None) else f'"{plain}"'
        report(
            span_of(event),
            "full-width-digits",
            message("`{text}` is written with full-width digits", text=_short(event.value)),
            message("write {value}", value=plain),
            "warning",
            (span_of(event), kept) if len(event.value) < _SHOWN and is_alone(event) else None,
        )


def is_alone(event: Any) -> bool:
    """Whether a value without quotes stands in one line, and no anchor before it."""
    start, end = event.start_mark, event.end_mark
    return start.line == end.line and event.anchor is None and end.column - start.column == len(event.value)


def _cut_by_hash(event: Any, lines: list[str], report: Report) -> None:
    end = event.end_mark
    line = lines[end.line] if end.line < len(lines) else ""
    found = _CUT.match(line, end.column)
    if found and not _NUMBER_OR_DATE.match(event.value[:_SHOWN]):
        column = found.end() - 1
        report(
            (end.line + 1, column, end.line + 1, column + 1),
            "cut-by-hash",
            message("everything from ` #` on is a comment, so this value ends before it"),
            message("put the whole value in quotes to keep it; a comment has a space after the `#`"),
            "warning",
        )


def _wide_separators(marks: Any, lines: list[str], report: Report) -> None:
    """A list in brackets whose entries are separated by Chinese commas is a list of one entry."""
    if len(marks) != 1:
        return
    event = marks[0][0]
    start = event.start_mark
    if type(event) is not ScalarEvent or not event.implicit[0] or not _WORDS.match(event.value):
        return
    before = lines[start.line][: start.column].rstrip()
    if before.endswith("["):
        parts = re.split(f"[{_SEPARATORS}]", event.value)
        one_each = _TAGS.search(before[-_SHOWN:]) and is_alone(
            event
        )  # of a list of texts it may be one sentence
        report(
            span_of(event),
            "full-width-separator",
            message(
                "`{character}` does not separate entries: this is one entry",
                character=_separator(event.value),
            ),
            message("write [{items}]; if it is one entry, put it in quotes", items=", ".join(parts)),
            "warning",
            (span_of(event), ", ".join(parts)) if one_each else None,
        )


def _separator(text: str) -> str:
    return next(character for character in text if character in _SEPARATORS)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
