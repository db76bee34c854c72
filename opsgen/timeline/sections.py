"""A project by the sections of its files, so that of the next version only those are read that are others.

Consecutive versions of a file differ in a field or two. A section stands under a key at the beginning of a
line; equal ones give the same values, which then are not compared either. Where anything is unusual (a table,
a mistake, what repeats another place), nothing comes of it, and the whole is read like every other file.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from opsgen import load, schema
from opsgen.load import Document
from opsgen.load.events import MAX_NODES
from opsgen.model import Project
from opsgen.model.structure import structure_field
from opsgen.portfolio.names import refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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


Section = tuple[str, str, bytes]
"""What its file is (`project`, a list such as `milestones`, an entry such as `update`), what an entry is
called that has a file of its own, and the text."""
Known = dict[Section, tuple[str, Any]]
"""The field that each section gives, and its value; None of a field that no project has."""


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
    found = {section: known.get(section) or new[section] for section in sections}
    project = _project(found, files.id) if len(found) == len(sections) else None
    return None if project is None else (project, found)


def _sections(files: ProjectFiles, texts: Mapping[str, bytes]) -> list[Section] | None:
    """The sections of all files; None where some of them may not stand by themselves."""
    lists = files.lists
    if files.tables or len(files.header) != 1 or any(len(names) != 1 for names in lists.values()):
        return None
    header = _parted(texts[files.header[0]])
    if not header or _ELSEWHERE in lists:
        return None
    of_lists = ((name, "", texts[file]) for name, (file,) in lists.items())
    return [*(("project", "", text) for text in header), *of_lists, *_entries(files, texts)]


def _entries(files: ProjectFiles, texts: Mapping[str, bytes]) -> Iterator[Section]:
    for name, found in files.entries.items():
        for file in found:
            yield name.removesuffix("s"), file.rsplit("/", 1)[1].rpartition(".")[0], texts[file]


def _parted(text: bytes) -> list[bytes]:
    """A text for each field at the top; nothing where the meaning of one may depend on another."""
    lines = b"\n" + text  # where each line begins with what is easily found
    starts = [key.start() for key in _KEY.finditer(lines)]
    if not starts or not _BEFORE.match(lines, 0, starts[0]) or _OTHER.search(lines, starts[0]):
        return []
    if len(text) > MAX_NODES or _repeats(text):
        return []
    return [text[begin:end] for begin, end in pairwise((0, *starts[1:], len(text)))]


def _repeats(text: bytes) -> bool:
    """Whether there may be an anchor or an alias."""
    return (b"&" in text or b"*" in text) and bool(_REPEATED.search(text))


def _read(sections: list[Section]) -> Known | None:
    """What the sections give; None where anything is wrong with one."""
    header = [section for section in sections if section[0] == "project"]
    fields = _fields([text for _, _, text in header]) if header else []
    if fields is None:
        return None
    found = dict(zip(header, fields, strict=True))
    for kind, entry, text in sections[len(header) :]:
        data = schema.read(load.parse("", text), kind).data
        if data is None:
            return None
        name, whole = (f"{kind}s", [{"id": entry} | data]) if entry else (kind, data)
        found[kind, entry, text] = name, structure_field(Project, name, whole)
    return found


def _fields(texts: list[bytes]) -> list[tuple[str, Any]] | None:
    """The field of each section of one file; they are read together."""
    names = [key[1].decode() for text in texts if (key := _KEY.search(b"\n" + text))]
    document = load.parse("", b"".join(texts))
    if type(document.data) is not dict or list(document.data) != names or _ELSEWHERE in names:
        return None
    given = Document("", _NEEDED | document.data, document.problems, text=document.text)
    data = schema.read(given, "project").data
    if data is None:
        return None
    return [(name, structure_field(Project, name, data[name]) if name in data else None) for name in names]


def _project(found: Known, name: str) -> Project | None:
    """The project of the sections; None where a field stands twice or lacks, or it cannot be called so."""
    values: dict[str, Any] = {}
    for (_, entry, _), (field, value) in found.items():
        if field in values and not entry:
            return None
        values[field] = values.get(field, ()) + value if entry else value
    called = _called(values.get("id", name))
    if called is None or not values.keys() >= _NEEDED.keys():
        return None
    return Project(**{field: value for field, value in values.items() if value is not None} | {"id": called})


@lru_cache(1 << 12)  # many versions are called the same
def _called(name: str) -> str | None:
    called = unicodedata.normalize("NFC", name)
    return None if refusal(called) else called
