"""Bytes to text, and what is wrong with a text before YAML is asked."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Protocol

from opsgen.load.document import START
from opsgen.words import Message, message

if TYPE_CHECKING:
    from opsgen.load.document import Mend, Span
    from opsgen.problem import Severity

MAX_BYTES = 1 << 20
MAX_TABLE_BYTES = 1 << 24
"""Of a table, which may hold the spending of all projects."""

_CONTROL = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
_BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
"""Where one of them stands, somebody may have wanted a new line."""
NEVER_SEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""What shows nothing and does nothing: soft hyphens, spaces and joints without width."""
_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
ODD_SPACE = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""What looks like a space and is none to YAML, for a class of a regular expression."""
ODD_SPACES = "".join(map(chr, (0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)))
"""The same, one after the other."""
_BOM = b"\xef\xbb\xbf"
_DOCUMENTS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-")


def most_bytes(name: str) -> int:
    """How large a file of this name may be."""
    return MAX_TABLE_BYTES if name.lower().endswith((".csv", ".tsv", ".xlsx")) else MAX_BYTES


class Report(Protocol):
    """Takes one finding of a file."""

    def __call__(
        self,
        span: Span,
        code: str,
        text: Message,
        hint: Message | None = None,
        severity: Severity = "error",
        mend: Mend | None = None,
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
            START,
            "file-too-large",
            message("the file has {size} bytes; {limit} are allowed", size=len(content), limit=MAX_BYTES),
            message("give long lists files of their own, in a folder for the project"),
        )
        raise UnusableError
    _other_kind(content, report)
    if content.startswith(_BOM):
        report(
            START,
            "byte-order-mark",
            message("the file begins with an invisible byte order mark, which is left out"),
            message("nothing has to be done; it goes away when the file is saved as UTF-8 without BOM"),
            "info",
        )
    content = content.removeprefix(_BOM)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        _wrong_encoding(content, error, report)
        raise UnusableError from None
    # A second mark would be passed over by the parser, and all columns of its line be off by one.
    return text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def is_office_document(content: bytes) -> bool:
    """Whether the bytes are those of a workbook, a text document or a PDF, whatever the file is called."""
    return content.startswith(_DOCUMENTS)


def _other_kind(content: bytes, report: Report) -> None:
    if is_office_document(content):
        report(
            START,
            "not-text",
            message("this is a document of an office program, not a text file"),
            message("copy its content into a plain text file, saved as UTF-8"),
        )
        raise UnusableError
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:1] == b"\0" or content[1:2] == b"\0":
        report(
            START,
            "encoding",
            message("the file is not UTF-8 text"),
            message("it looks like UTF-16 (“Unicode” in Windows programs): save it again and choose UTF-8"),
        )
        raise UnusableError


def _wrong_encoding(content: bytes, error: UnicodeDecodeError, report: Report) -> None:
    lines = content[: error.start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
    line, column = len(lines), len(lines[-1].decode("utf-8", "replace")) + 1
    try:
        content.decode("gb18030")
        hint = message("it looks like GBK (“ANSI” in Windows programs): save it again and choose UTF-8")
    except UnicodeDecodeError:
        hint = message("save the file again and choose UTF-8")
    report((line, column, line, column + 1), "encoding", message("the file is not UTF-8 text"), hint)


def inspect(text: str, report: Report) -> None:
    """Report what YAML itself would say badly or not at all.

    Raises:
        UnusableError: when the rest of the file would only give false findings.
    """
    fatal = _nul(text, report)
    for found in _CONTROL.finditer(text):
        report(
            _at(text, found.start()),
            "control-character",
            message("control character {name} in the file", name=_name(found[0])),
            message("delete it"),
            mend=(_at(text, found.start()), "") if found[0] not in _BREAKS else None,
        )
        fatal = True
    conflict = _CONFLICT.search(text)
    if conflict:
        report(
            _at(text, conflict.start(), 7),
            "merge-conflict",
            message("an unresolved git merge conflict"),
            message(
                "choose one of the two sides and delete the lines with `<<<<<<<`, `=======` and `>>>>>>>`"
            ),
        )
        fatal = True
    if fatal:
        raise UnusableError


def _nul(text: str, report: Report) -> bool:
    at = text.find("\0")
    if at >= 0:
        report(
            _at(text, at),
            "nul-character",
            message("a NUL character: the file is damaged, or it is no text"),
            message("take the last good version from git, or type this place again"),
        )
    return at >= 0


def hidden(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with invisible control characters replaced by U+FFFD, and their names."""
    names = tuple(sorted({_name(found[0]) for found in _HIDDEN.finditer(text)}))
    return _HIDDEN.sub("\ufffd", text), names


def turns(text: str) -> bool:
    """Whether one of the invisible characters turns the direction of writing."""
    return bool(_BIDI.search(text))


def _name(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, 'CONTROL')}"


def _at(text: str, index: int, length: int = 1) -> Span:
    line = text.count("\n", 0, index) + 1
    column = index - text.rfind("\n", 0, index)
    return (line, column, line, column + length)
