"""A project by the sections of its files, so that of the next version only those are read that are others.

Consecutive versions of a file differ in a field or two. A section stands under a key at the beginning of a
line; equal ones give the same values, which then are not compared either. Where anything is unusual (a table,
a mistake, what repeats another place), nothing comes of it, and the whole is read like every other file.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from opsgen import load, schema
from opsgen.load import Document
from opsgen.load.events import MAX_NODES
from opsgen.model import Project, structure
from opsgen.portfolio.names import refusal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.portfolio.layout import ProjectFiles

_KEY = re.compile(rb"\n([a-z][a-z0-9_-]*):(?=[ \r\n]|\Z)")
_OTHER = re.compile(rb"\n(?!\Z|[ #\r\n]|-[ \r\n]|[a-z][a-z0-9_-]*:(?:[ \r\n]|\Z))")
"""A line that neither begins a section nor surely belongs to one."""
_BEFORE = re.compile(rb"(?:\n(?:---|#[^\n]*)?[ \r]*)*\Z")
_REPEATED = re.compile(rb"(?:^|[\s\[{,:-])[&*][^\s]")
"""What may be an anchor or an alias: they reach over sections."""
_NEEDED = {"title": "-", "owner": "-"}
"""What stands in for the fields without which no project is one."""
_ELSEWHERE = "measurements"
"""What is put into other sections than its own."""


class Section(NamedTuple):
    """A part of a project that means the same wherever it stands."""

    kind: str
    """What its file is: `project`, a list such as `milestones`, or an entry such as `update`."""
    name: str
    """The field it gives."""
    entry: str
    """What an entry is called that has a file of its own."""
    text: bytes


Known = dict[Section, Any]
"""The value of each section; None of those that give none."""


def by_sections(
    files: ProjectFiles, texts: Mapping[str, bytes], known: Known
) -> tuple[Project, Known] | None:
    """The project, of what is known and what is new, and all its sections; None where it takes the whole."""
    sections = _sections(files, texts)
    if sections is None:
        return None
    new = _read([section for section in sections if section not in known])
    if new is None:
        return None
    found = {section: new[section] if section in new else known[section] for section in sections}
    project = _project(found, files.id)
    return None if project is None else (project, found)


def _sections(files: ProjectFiles, texts: Mapping[str, bytes]) -> list[Section] | None:
    """The sections of all files; None where some of them may not stand by themselves."""
    once = (files.header, *files.lists.values())
    if files.tables or any(len(names) != 1 for names in once):
        return None
    header = _parted(texts[files.header[0]])
    sections = [
        *(Section("project", name, "", text) for name, text in header),
        *(Section(name, name, "", texts[file]) for name, (file,) in files.lists.items()),
    ]
    names = {section.name for section in sections}
    if not header or _ELSEWHERE in names or len(names) < len(sections):
        return None
    return [*sections, *_entries(files, texts)]


def _entries(files: ProjectFiles, texts: Mapping[str, bytes]) -> Iterator[Section]:
    for name, found in files.entries.items():
        for file in found:
            stem = file.rsplit("/", 1)[1].rpartition(".")[0]
            yield Section(name.removesuffix("s"), name, stem, texts[file])


def _parted(text: bytes) -> list[tuple[str, bytes]]:
    """The fields at the top with their texts; nothing where the meaning of one may depend on another."""
    lines = b"\n" + text  # where each line begins with what is easily found
    keys = list(_KEY.finditer(lines))
    if not keys or not _BEFORE.match(lines, 0, keys[0].start()) or _OTHER.search(lines, keys[0].start()):
        return []
    if len(text) > MAX_NODES or _repeats(text):
        return []
    ends = pairwise((0, *(key.start() for key in keys[1:]), len(text)))
    return [(key[1].decode(), text[begin:end]) for key, (begin, end) in zip(keys, ends, strict=True)]


def _repeats(text: bytes) -> bool:
    """Whether there may be an anchor or an alias."""
    return (b"&" in text or b"*" in text) and bool(_REPEATED.search(text))


def _read(sections: Iterable[Section]) -> Known | None:
    """What the sections give; None where anything is wrong with one."""
    found: Known = {}
    header = [section for section in sections if section.kind == "project"]
    if header:
        fields = _fields(header)
        if fields is None:
            return None
        found = {section: fields.get(section.name) for section in header}
    for section in sections:
        if section.kind != "project":
            data = schema.read(load.parse("", section.text), section.kind).data
            if data is None:
                return None
            whole = [{"id": section.entry} | data] if section.entry else data
            found[section] = _structured({section.name: whole})[section.name]
    return found


def _fields(sections: list[Section]) -> dict[str, Any] | None:
    """The fields of sections of one file, which are read together."""
    document = load.parse("", b"".join([section.text for section in sections]))
    if type(document.data) is not dict or list(document.data) != [section.name for section in sections]:
        return None
    given = Document("", _NEEDED | document.data, document.problems, text=document.text)
    data = schema.read(given, "project").data
    return None if data is None else _structured({key: data[key] for key in document.data if key in data})


def _structured(data: dict[str, Any]) -> dict[str, Any]:
    made = structure(Project, {"id": "-"} | _NEEDED | data)
    return {key: getattr(made, key) for key in data}


def _project(found: Known, name: str) -> Project | None:
    """The project of the sections; None where it lacks what it needs, or cannot be called so."""
    values: dict[str, Any] = {}
    for section, value in found.items():
        if section.entry:
            values[section.name] = values.get(section.name, ()) + value
        elif value is not None:
            values[section.name] = value
    values["id"] = unicodedata.normalize("NFC", str(values.get("id", name)))
    if not values.keys() >= _NEEDED.keys() or refusal(values["id"]):
        return None
    return Project(**values)
