"""The archive that a workbook is: what it is refused for unopened, and its parts, element by element.

Anybody may have sent it. How much it holds is looked at before anything of it is unpacked; a part is never
held as a tree, so that its size is no measure of the memory it takes; documents with entities are refused.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from opsgen.load import is_office_document
from opsgen.problem import Place, Problem
from opsgen.tables.separated import decoded
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MAX_UNPACKED = 96 << 20
MAX_MEMBERS = 1000
_MAX_DEPTH = 50
_MAX_INSIDE = 200_000
"""Elements within one that is asked for: a row has some thousands, all styles some ten thousands."""
_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_BROKEN = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError, RuntimeError)
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_SAVE = message("open it and save it as an Excel workbook (.xlsx), or as CSV")
_SMALLER = message("delete pictures and sheets that nobody needs here, or save it as CSV")
_OPEN = message("save it without one")


class MalformedError(ValueError):
    """A part is not made as programs make it."""


def refusal(file: str, content: bytes, most: int) -> Problem | None:
    """Why the file is not opened at all; None for an archive that may be a workbook."""
    if len(content) > most:
        text = message("the workbook has more than {limit} bytes", limit=most)
        return _problem(file, "file-too-large", text, _SMALLER)
    if not content:
        return _problem(file, "empty-file", message("the file holds no data"))
    if content.startswith(_OLD):
        return unreadable(file, *_of_old(content))
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return unreadable(file, *_of_other(file, content))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _of_members(file, archive.infolist())
    except _BROKEN:
        return damaged(file)


def damaged(file: str) -> Problem:
    """The finding that a workbook cannot be read."""
    return unreadable(file, message("the workbook is damaged"), _SAVE)


def unreadable(file: str, text: Message, hint: Message) -> Problem:
    """The finding why a workbook is not read."""
    return _problem(file, "unreadable-workbook", text, hint)


def _of_old(content: bytes) -> tuple[Message, Message]:
    if _ENCRYPTED in content:
        return message("the workbook is protected by a password"), _OPEN
    return message("this is a workbook of an old version of Excel"), _SAVE


def _of_other(file: str, content: bytes) -> tuple[Message, Message]:
    if not is_office_document(content) and decoded(content) is not None:
        hint = message("rename it to `{name}`", name=f"{file.rpartition('.')[0]}.csv")
        return message("this is a text file, not a workbook"), hint
    return message("this is no workbook, or a damaged one"), _SAVE


def _of_members(file: str, members: list[zipfile.ZipInfo]) -> Problem | None:
    """What the list of the archive says, before any of its parts is unpacked."""
    names = {member.filename.casefold() for member in members}
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        text = message("unpacked, the workbook is larger than {limit} bytes", limit=MAX_UNPACKED)
        return _problem(file, "file-too-large", text, _SMALLER)
    if any(member.flag_bits & 1 for member in members):
        return unreadable(file, message("the workbook is protected by a password"), _OPEN)
    if any(name.endswith("vbaproject.bin") for name in names):
        return unreadable(file, message("the workbook holds macros, which are programs"), _SAVE)
    if not any(name.endswith("workbook.xml") for name in names):
        return unreadable(file, message("this is no workbook of Excel"), _SAVE)
    # Of the other ways to pack nothing bounds what comes out of a few bytes; programs use none of them here.
    if any(member.compress_type not in _PACKED for member in members):
        return damaged(file)
    return None


def elements(source: Any, wanted: Collection[str]) -> Iterator[tuple[str, Any]]:
    """The outermost elements of these names (without a namespace), each whole; nothing else is kept.

    Raises:
        MalformedError: where a part is nested or filled as no program does it.
        Exception: whatever XML that is none leads to.
    """
    from defusedxml.ElementTree import iterparse  # only those wait for it who have a workbook

    above: list[Any] = []
    inside, held = 0, 0  # the depth at which a wanted element began, and how much is within it
    for event, element in iterparse(source, events=("start", "end"), forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if event == "start":
            above.append(element)
            held += 1
            if len(above) > _MAX_DEPTH or (inside and held > _MAX_INSIDE):
                raise MalformedError(name)
            if not inside and name in wanted:
                inside, held = len(above), 0
            continue
        if inside == len(above):
            yield name, element
            inside = 0
        above.pop()
        if not inside and above:
            above[-1].clear()


def _problem(file: str, code: str, text: Message, hint: Message | None = None) -> Problem:
    return Problem(Place(file), code, "error", text, hint)
