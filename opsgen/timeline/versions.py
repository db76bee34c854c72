"""Old versions of a whole (a project, the settings, the people, a meeting): read once, compared, and kept."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from opsgen.cache import digest, program
from opsgen.changes.compare import meeting_changes, people_changes, project_changes, settings_changes
from opsgen.history import GitError
from opsgen.load import most_bytes
from opsgen.model import Meeting, People, Project, Settings
from opsgen.portfolio import read_project, sorted_out
from opsgen.portfolio.reading import read_file, read_meeting
from opsgen.problem import Place, Problem
from opsgen.timeline.stored import Broken, Record, restored, stored
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.cache import Store
    from opsgen.changes.change import Change
    from opsgen.history.blobs import Blobs
    from opsgen.portfolio import Contents, Reading

_KEPT = 2_000
"""So many values are held at a time, one for each whole; the rest is read again."""
_LACKING = "lacking"
_MISSING = message("this clone lacks the file as it was")

Files = dict[str, str]
"""The files of a whole by name, each with the id of its contents."""


@dataclass(frozen=True, slots=True)
class Version:
    """The files of a whole as they were at one time."""

    whole: str
    """What it is kept as: `portfolio`, `people`, `meetings/NAME.yaml`, or the name of a project."""
    files: tuple[tuple[str, str], ...]

    @property
    def key(self) -> bytes:
        """A digest of all of it."""
        return digest(part.encode("utf-8", "surrogateescape") for pair in self.files for part in pair)


class Versions:
    """Compares versions, or remembers how it compared the same before."""

    def __init__(self, blobs: Blobs, store: Store) -> None:
        self._blobs = blobs
        self._store = store
        self._program = program()
        self._values: OrderedDict[bytes, tuple[Any, tuple[Problem, ...]]] = OrderedDict()
        self.missing = 0
        """How many versions this clone lacks."""

    def record(self, old: Version | None, new: Version | None) -> Record:
        """What changed between two versions of a whole; None where there was none, or is none."""
        key = digest((self._program, old.key if old else b"", new.key if new else b""))
        kept = self._store.get(key)
        found = restored(kept) if kept is not None else None
        return found if found is not None else self._compared_anew(key, old, new)

    def _compared_anew(self, key: bytes, old: Version | None, new: Version | None) -> Record:
        found = self._compared(old, new)
        if found.broken is not None and found.broken.code == _LACKING:
            self.missing += 1  # which another clone, or this one later, may have
            return found
        with suppress(TypeError, ValueError):  # a value that JSON cannot keep is compared each time
            self._store.put(key, stored(found))
        return found

    def value(self, version: Version) -> Any:
        """The value of a version; None where it cannot be read."""
        return self._reading(version)[0]

    def _compared(self, old: Version | None, new: Version | None) -> Record:
        before = self._reading(old)[0] if old else None
        if new is None:
            changes = _changes(before, None)
            return Record(_id_of(before, old), (), changes)
        after, problems = self._reading(new)
        if after is None:
            return Record(new.whole, (), (), _broken(new, problems))
        return Record(_id_of(after, new), tuple(getattr(after, "aliases", ())), _changes(before, after))

    def _reading(self, version: Version) -> tuple[Any, tuple[Problem, ...]]:
        key = version.key
        if key not in self._values:
            self._values[key] = self._read(version)
            if len(self._values) > _KEPT:
                self._values.popitem(last=False)
        self._values.move_to_end(key)
        return self._values[key]

    def _read(self, version: Version) -> tuple[Any, tuple[Problem, ...]]:
        contents = {name: partial(self._bytes, name, blob) for name, blob in version.files}
        reading = _read(version.whole, contents)
        return (reading.whole.value, reading.problems) if reading else (None, ())

    def _bytes(self, name: str, blob: str) -> bytes | Problem:
        try:
            return self._blobs.read(blob, most_bytes(name))
        except GitError:
            return Problem(Place(name), _LACKING, "error", _MISSING)


def _read(whole: str, contents: Contents) -> Reading | None:
    """A whole by its files; None where they hold none."""
    names = tuple(contents)
    if whole == "portfolio":
        return read_file(names, "portfolio", Settings, contents)
    if whole == "people":
        return read_file(names, "people", People, contents)
    if whole.startswith("meetings/"):
        return read_meeting(names[0], contents)
    projects = sorted_out(names).projects
    return read_project(projects[0], contents) if projects else None


def _changes(old: Any, new: Any) -> tuple[Change, ...]:
    match new if old is None else old:
        case Project():
            return project_changes(old, new)
        case Meeting():
            return meeting_changes(old, new)
        case Settings() if old and new:
            return settings_changes(old, new)
        case People() if old and new:
            return people_changes(old, new)
        case _:
            return ()  # what only came or went says nothing by itself


def _id_of(value: Any, version: Version | None) -> str:
    return str(getattr(value, "id", "")) or (version.whole if version else "")


def _broken(version: Version, problems: tuple[Problem, ...]) -> Broken:
    found = [problem for problem in problems if problem.severity == "error"]
    missing = next((problem for problem in found if problem.code == _LACKING), None)
    told = missing or next(iter(found), None)
    if told is None:
        return Broken(next(iter(version.files))[0], 1, "unknown-file", 0)
    return Broken(told.file, told.line, told.code, len(found))
