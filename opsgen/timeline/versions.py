"""Old versions of a whole (a project, the settings, the people, a meeting): read once, compared, and kept."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from opsgen.cache import digest, program
from opsgen.changes.compare import meeting_changes, people_changes, project_changes, settings_changes
from opsgen.changes.renamed import NO_RENAMES
from opsgen.history import GitError
from opsgen.load import MAX_BYTES, most_bytes
from opsgen.model import Meeting, People, Project, Settings
from opsgen.portfolio import read_project, sorted_out
from opsgen.portfolio.reading import read_file, read_meeting
from opsgen.problem import Place, Problem
from opsgen.timeline.sections import by_sections
from opsgen.timeline.stored import Broken, Record, restored, stored
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from opsgen.cache import Store
    from opsgen.changes.change import Change
    from opsgen.changes.renamed import Renames
    from opsgen.history import Blobs, Step
    from opsgen.portfolio import Contents, Reading
    from opsgen.portfolio.layout import ProjectFiles
    from opsgen.timeline.sections import Known

_KEPT = 1 << 24
"""Bytes of old files whose values are held, of the last version of each whole; the rest is read again."""
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
    key: bytes
    """A digest of all of it."""

    @classmethod
    def of(cls, whole: str, files: Files) -> Version:
        """The version of these files."""
        found = tuple(sorted(files.items()))
        return cls(
            whole, found, digest(part.encode("utf-8", "surrogateescape") for pair in found for part in pair)
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """What the files of a version gave."""

    key: bytes
    value: Any
    """None where they cannot be read."""
    broken: Broken | None
    size: int
    sections: Known = field(default_factory=dict)


class Versions:
    """Compares versions, or remembers how it compared the same before."""

    def __init__(self, blobs: Blobs, store: Store) -> None:
        self._blobs = blobs
        self._store = store
        self._program = program()
        self._last: OrderedDict[str, _Read] = OrderedDict()
        self._size = 0
        self._offered: dict[str, bytes] = {}
        self.missing = 0
        """How many versions this clone lacks."""

    def expect(self, steps: Iterable[Step]) -> None:
        """Say which versions are compared next, so that their contents are asked for together."""
        self._blobs.expect(
            (touched.blob, MAX_BYTES)
            for step in steps
            for touched in step.touched
            if touched.blob and most_bytes(touched.name) == MAX_BYTES
        )

    def offer(self, content: bytes) -> str:
        """Something to stand for a content that git does not have, as long as this lasts."""
        name = f"offered {digest((content,)).hex()}"
        self._offered[name] = content
        return name

    def record(self, old: Version | None, new: Version | None, renames: Renames = NO_RENAMES) -> Record:
        """What changed between two versions of a whole; None where there was none, or is none.

        What only follows the `renames` that came with it is no change.
        """
        named = [repr(one).encode("utf-8", "surrogateescape") for one in renames.told]
        key = digest((self._program, old.key if old else b"", new.key if new else b"", *named))
        kept = self._store.get(key)
        found = restored(kept) if kept is not None else None
        return found if found is not None else self._compared_anew(key, old, new, renames)

    def _compared_anew(
        self, key: bytes, old: Version | None, new: Version | None, renames: Renames
    ) -> Record:
        found = self._compared(old, new, renames)
        if found.broken is not None and found.broken.code == _LACKING:
            self.missing += 1  # which another clone, or this one later, may have
            return found
        with suppress(TypeError, ValueError):  # a value that JSON cannot keep is compared each time
            self._store.put(key, stored(found))
        return found

    def kept(self, key: tuple[bytes, ...], make: Callable[[], Record]) -> Record:
        """A record about versions that was kept under their keys, else the one that is made now."""
        name = digest((self._program, *key))
        data = self._store.get(name)
        found = restored(data) if data is not None else None
        if found is None:
            found = make()
            with suppress(TypeError, ValueError):
                self._store.put(name, stored(found))
        return found

    def value(self, version: Version) -> Any:
        """The value of a version; None where it cannot be read."""
        return self._reading(version).value

    def _compared(self, old: Version | None, new: Version | None, renames: Renames) -> Record:
        before = self._reading(old) if old else _NOTHING
        after = self._reading(new) if new else _NOTHING
        broken = after.broken or (before.broken if before.broken and before.broken.code == _LACKING else None)
        either = new or old
        assert either is not None
        if broken is not None:
            return Record(either.whole, broken=broken)
        value = before.value if new is None else after.value
        return Record(
            str(getattr(value, "id", "") or either.whole),
            tuple(getattr(after.value, "aliases", ())),
            _changes(renames.named_in(before.value), renames.named_in(after.value)),
        )

    def _reading(self, version: Version) -> _Read:
        last = self._last.get(version.whole)
        if last is None or last.key != version.key:
            found = self._read(version, last.sections if last else {})
            if found.value is None and last is not None:
                return found  # the last that could be read is what the next one is compared with
            self._keep(version.whole, found)
            return found
        self._last.move_to_end(version.whole)
        return last

    def _keep(self, whole: str, found: _Read) -> None:
        gone = [self._last.pop(whole)] if whole in self._last else []
        self._last[whole] = found
        self._size += found.size - sum(read.size for read in gone)
        while self._size > _KEPT and len(self._last) > 1:
            self._size -= self._last.popitem(last=False)[1].size

    def _read(self, version: Version, known: Known) -> _Read:
        texts = {name: self._bytes(name, blob) for name, blob in version.files}
        size = sum(len(text) for text in texts.values() if isinstance(text, bytes))
        made = _by_sections(version, texts, known)
        if made is not None:
            return _Read(version.key, made[0], None, size, made[1])
        reading = _whole(version.whole, {name: partial(_same, text) for name, text in texts.items()})
        value, problems = (reading.whole.value, reading.problems) if reading else (None, ())
        return _Read(version.key, value, _broken(version, problems) if value is None else None, size)

    def _bytes(self, name: str, blob: str) -> bytes | Problem:
        if blob in self._offered:
            return self._offered[blob]
        try:
            return self._blobs.read(blob, most_bytes(name))
        except GitError:
            return Problem(Place(name), _LACKING, "error", _MISSING)


_NOTHING = _Read(b"", None, None, 0)


def is_project(whole: str) -> bool:
    """Whether a whole is kept as a project."""
    return whole not in _SHARED and not whole.startswith("meetings/")


def _same(text: bytes | Problem) -> bytes | Problem:
    return text


def _by_sections(
    version: Version, texts: dict[str, bytes | Problem], known: Known
) -> tuple[Project, Known] | None:
    files = _files(tuple(texts))
    if files is None or not is_project(version.whole):
        return None
    read = {name: text for name, text in texts.items() if isinstance(text, bytes)}
    return by_sections(files, read, known) if len(read) == len(texts) else None


@lru_cache(1 << 12)  # the versions of a project mostly have the same files
def _files(names: tuple[str, ...]) -> ProjectFiles | None:
    """The files of a project; None where they are those of something else."""
    projects = sorted_out(names).projects
    return projects[0] if projects else None


def _whole(whole: str, contents: Contents) -> Reading | None:
    """A whole by its files; None where they hold none."""
    names = tuple(contents)
    if whole in _SHARED:
        return read_file(names, whole, _SHARED[whole], contents)
    if whole.startswith("meetings/"):
        return read_meeting(names[0], contents)
    files = _files(names)
    return read_project(files, contents) if files else None


_SHARED: Mapping[str, type[Any]] = {"portfolio": Settings, "people": People}


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


def _broken(version: Version, problems: tuple[Problem, ...]) -> Broken:
    found = [problem for problem in problems if problem.severity == "error"]
    missing = next((problem for problem in found if problem.code == _LACKING), None)
    told = missing or next(iter(found), None)
    if told is None:
        return Broken(next(iter(version.files))[0], 1, "unknown-file", 0)
    return Broken(told.file, told.line, told.code, len(found))
