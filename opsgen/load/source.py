"""Bytes to text, and what is wrong with a text before YAML is asked."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Protocol

from opsgen.words import Message, message

if TYPE_CHECKING:
    from opsgen.load.document import Span
    from opsgen.problem import Severity

MAX_BYTES = 1 << 20

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
_ODD_INDENT = re.compile("^ *[\u00a0\u3000]", re.MULTILINE)
_CUT_BY_HASH = re.compile(r"(?:- )*[^\s:#\"']{1,64}: +(?![\"'|>&*!\[{#])[^\n#\"']{1,500} #[^\s#!]")


class Report(Protocol):
    """Takes one finding of a file."""

    def __call__(
        self, span: Span, code: str, text: Message, hint: Message | None = None, severity: Severity = "error"
    ) -> None: ...


class UnusableError(Exception):
    """The file cannot be read further; its findings say why."""


def decode(content: bytes, report: Report) -> str:
    """The text of a file with plain line ends.

    Raises:
        UnusableError: when the file is too large or not UTF-8.
    """
    if len(content) > MAX_BYTES:
        report(
            (1, 1, 1, 1),
            "file-too-large",
            message("the file has {size} bytes; {limit} are allowed", size=len(content), limit=MAX_BYTES),
        )
        raise UnusableError
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:1] == b"\0" or content[1:2] == b"\0":
        report(
            (1, 1, 1, 1),
            "encoding",
            message("the file is not UTF-8 text"),
            message("it looks like UTF-16: save it as UTF-8"),
        )
        raise UnusableError
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        _wrong_encoding(content, error, report)
        raise UnusableError from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _wrong_encoding(content: bytes, error: UnicodeDecodeError, report: Report) -> None:
    line_start = content.rfind(b"\n", 0, error.start) + 1
    line = content.count(b"\n", 0, error.start) + 1
    column = len(content[line_start : error.start].decode("utf-8", "replace")) + 1
    try:
        content.decode("gb18030")
        hint = message("it looks like GB18030 (GBK): save it as UTF-8")
    except UnicodeDecodeError:
        hint = message("save the file as UTF-8")
    report((line, column, line, column + 1), "encoding", message("the file is not UTF-8 text"), hint)


def inspect(text: str, report: Report) -> None:
    """Report what YAML itself would say badly or not at all.

    Raises:
        UnusableError: when the rest of the file would only give false findings.
    """
    fatal = False
    for found in _CONTROL.finditer(text):
        report(
            _at(text, found.start()),
            "control-character",
            message("control character {name} in the file", name=_name(found[0])),
            message("delete it"),
        )
        fatal = True
    conflict = _CONFLICT.search(text)
    if conflict:
        report(
            _at(text, conflict.start(), 7),
            "merge-conflict",
            message("an unresolved git merge conflict"),
            message("choose one of the two sides and delete the marker lines"),
        )
        fatal = True
    odd = _ODD_INDENT.search(text)
    if odd:
        report(
            _at(text, odd.end() - 1),
            "odd-space",
            message("the indentation holds {name}, not a plain space", name=_name(odd[0][-1])),
            message("indent with plain spaces"),
        )
        fatal = True
    if fatal:
        raise UnusableError
    _cut_by_hash(text, report)


def _cut_by_hash(text: str, report: Report) -> None:
    at, line_number, counted = text.find(" #"), 1, 0
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + 600)]
        found = _CUT_BY_HASH.match(line.lstrip())
        if found:
            line_number += text.count("\n", counted, start)
            counted = start
            column = len(line) - len(line.lstrip()) + found.end() - 1
            report(
                (line_number, column, line_number, column + 1),
                "cut-by-hash",
                message("everything from ` #` on is a comment, so this value ends before it"),
                message("put the whole value in quotes to keep it"),
                "warning",
            )
        at = text.find(" #", end)


def hidden(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with invisible control characters replaced by U+FFFD, and their names."""
    names = tuple(sorted({_name(found[0]) for found in _HIDDEN.finditer(text)}))
    return _HIDDEN.sub("\ufffd", text), names


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, 'CONTROL')}"


def _at(text: str, index: int, length: int = 1) -> Span:
    line = text.count("\n", 0, index) + 1
    column = index - text.rfind("\n", 0, index)
    return (line, column, line, column + length)
