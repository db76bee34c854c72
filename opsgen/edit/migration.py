"""Files of an earlier data format, brought to the present one format after the other."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from opsgen import load
from opsgen.edit.findings import brings_none
from opsgen.edit.insert import new_field
from opsgen.edit.refusal import RefusedError
from opsgen.edit.same import same
from opsgen.edit.scalars import put_scalar
from opsgen.edit.source import opened
from opsgen.edit.values import put_at
from opsgen.portfolio import assemble, files, sorted_out
from opsgen.problem import Problem, errors
from opsgen.schema.formats import FIELD, FORMAT, former, newer_format, written_format
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path as FilePath

    from opsgen.load import Document, Path
    from opsgen.portfolio import Contents


def migrated(root: FilePath, as_of: date) -> dict[str, tuple[bytes, bytes]]:
    """The files that have to change, before and after; none where all have the present format.

    Raises:
        RefusedError: where a file cannot be read, has a newer format, or would not mean the same.
    """
    contents, _ = files(root)
    changed: dict[str, tuple[bytes, bytes]] = {}
    for name in sorted_out(contents).settings:
        content = contents[name]()
        document = _readable(name, content)
        if isinstance(content, bytes) and (made := _one(document, content, "portfolio")) != content:
            changed[name] = (content, made)
    if changed and not _holds(root, contents, changed, as_of):
        raise RefusedError(message("the portfolio would not mean the same; nothing was written"))
    return changed


def _readable(name: str, content: bytes | Problem) -> Document:
    """The document of a file.

    Raises:
        RefusedError: where it cannot be read, or has a newer format.
    """
    if isinstance(content, Problem):
        raise RefusedError(content.message, content.hint)
    document = load.parse(name, content)
    if errors(document.problems):
        text = message("`{file}` has errors", file=name)
        raise RefusedError(text, message("mend them first: `opsgen check` says what is wrong"))
    newer = newer_format(document, "portfolio")
    if newer:
        raise RefusedError(newer.message, newer.hint)
    return document


def _one(document: Document, content: bytes, kind: str) -> bytes:
    """The bytes of a file after all formats that it still has before it."""
    for number in range(1, FORMAT + 1):
        found = tuple((one.path, one.now) for one in former(document.data, kind) if one.until == number)
        written = written_format(document.data)
        if found or (written is not None and written < number):
            content = _stepped(document, content, found, number)
            document = load.parse(document.file, content)
    return content


def _stepped(document: Document, content: bytes, found: tuple[tuple[Path, str], ...], number: int) -> bytes:
    """The bytes in the next format.

    Raises:
        RefusedError: where they would not say what is meant, and nothing else.
    """
    source, expected = opened(document.file, content), deepcopy(document.data)
    edits = {}
    for path, value in found:
        edit = put_scalar(source, document.place(path), value)
        edits[edit.start, edit.end] = edit
        put_at(expected, path, value)
    if FIELD in expected:
        place = source.at(document.place((FIELD,)), str(number))
        edits[place.start, place.end] = place
    elif source.root is not None:
        after = "title" if "title" in expected else ""
        field = new_field(source, source.root, f"{FIELD}: {number}", after)
        edits[field.start, field.end] = field
    made = source.edited(edits.values()).content
    data = load.parse(document.file, made).data
    if not (
        isinstance(data, dict) and data.get(FIELD) == number and same(_without(data), _without(expected))
    ):
        text = message("`{file}` is written so that the change is not certain", file=document.file)
        raise RefusedError(text)
    return made


def _without(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != FIELD}


def _holds(root: FilePath, before: Contents, changed: Mapping[str, tuple[bytes, bytes]], as_of: date) -> bool:
    """Whether the files mean what they meant, and nothing is found in them that was not."""
    after: Contents = {**before, **{name: partial(bytes, made) for name, (_, made) in changed.items()}}
    old, new = assemble(before), assemble(after)
    settings = replace(new.settings, opsgen=old.settings.opsgen)
    was = (old.settings, old.projects, old.people, old.unread)
    if was != (settings, new.projects, new.people, new.unread):
        return False
    return brings_none(root, before, after, (), as_of)
