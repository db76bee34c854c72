"""From the first commit to the last: what each one changed."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from opsgen.changes.change import Origin
from opsgen.changes.grade import usual
from opsgen.changes.renamed import Renames, renamed
from opsgen.history.log import Touched
from opsgen.timeline.versions import Version, is_project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from opsgen.changes.change import Change, Severity
    from opsgen.history.log import Commit, Step
    from opsgen.timeline.stored import Broken, Record
    from opsgen.timeline.versions import Files, Versions

_NOT_WHOLES = frozenset({"data", "extra"})
_AT_ONCE = 200
"""So many files at least are looked at together."""
_YAML = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Landing:
    """A commit, and what it changed."""

    commit: Commit
    changes: tuple[Change, ...]
    broken: tuple[Broken, ...]
    """What could not be read as it left it."""
    versions: int
    """How many wholes it touched."""
    pairs: tuple[tuple[Version, Version], ...] = field(default=(), compare=False, repr=False)
    """The versions of projects that it found and left, where they say other things."""


@dataclass
class State:
    """The files of every whole as the last commit left them, and as they could last be read."""

    files: dict[str, Files] = field(default_factory=dict)
    readable: dict[str, Version] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    """The id that each readable project has."""


def walk(
    steps: Iterable[Step],
    versions: Versions,
    state: State,
    severity: Callable[[Change], Severity] = usual,
    *,
    shallow: bool,
) -> Iterator[Landing]:
    """What each commit changed, the oldest first; `state` is afterwards as the last one left it.

    Where a shallow clone begins, nobody knows what was before: there nothing changed.
    """
    for part in _parts(steps):
        versions.expect(part)
        for step in part:
            landed = _landed(step.touched, versions, state)
            changes = () if shallow and step.commit.first else landed.changes
            origin = _origin(step.commit)
            told = tuple([replace(change, severity=severity(change), origin=origin) for change in changes])
            yield Landing(step.commit, told, tuple(landed.broken), landed.versions, tuple(landed.pairs))


def pending(files: Mapping[str, bytes | None], versions: Versions, state: State) -> tuple[Change, ...]:
    """What files change that are not committed, each by name with its contents; None for one that is gone.

    `state` is as the last commit left it, and afterwards as they leave it.
    """
    touched = tuple(
        Touched(name, None if content is None else versions.offer(content)) for name, content in files.items()
    )
    return tuple(_landed(touched, versions, state).changes)


def _parts(steps: Iterable[Step]) -> Iterator[list[Step]]:
    """The steps, some together, whose contents are asked for at once."""
    part: list[Step] = []
    files = 0
    for step in steps:
        part.append(step)
        files += len(step.touched) + 1
        if files > _AT_ONCE:
            yield part
            part, files = [], 0
    yield part


@dataclass(slots=True)
class _Landed:
    """What came of some files that are others than before."""

    versions: int
    changes: list[Change] = field(default_factory=list)
    broken: list[Broken] = field(default_factory=list)
    pairs: list[tuple[Version, Version]] = field(default_factory=list)

    def take(self, record: Record, old: Version | None, new: Version) -> None:
        self.changes += record.changes
        if old is not None and record.changes and is_project(new.whole):
            self.pairs.append((old, new))


_Found = tuple["Version | None", "Version", "Record"]
"""Two versions of a whole, and what changed between them."""


def _landed(files: Iterable[Touched], versions: Versions, state: State) -> _Landed:
    """What changed with these files, and what cannot be read any more."""
    touched = _touched(files, state.files)
    landed = _Landed(len(touched))
    gone = {name: state.readable[name] for name in touched if _is_gone(name, state)}
    found: list[_Found] = []
    for name in touched:
        if not state.files.get(name):
            continue
        new = Version.of(name, state.files[name])
        old, record = _record(versions, state, name, new, gone)
        if record.broken is not None:
            landed.broken.append(record.broken)
            continue
        found.append((old, new, record))
        state.readable[name], state.ids[name] = new, record.id
    for both in _followed(found, versions):
        landed.take(both[2], *both[:2])
    for name, old in gone.items():
        landed.changes += versions.record(old, None).changes
        _forget(state, name)
    return landed


def _followed(found: list[_Found], versions: Versions) -> Iterator[_Found]:
    """The same without what only followed the ids that were exchanged in it."""
    told = (one for _, new, record in found for one in renamed(_home(new, record), record.changes))
    renames = Renames(tuple(told))
    for old, new, record in found:
        again = renames and old is not None and record.changes
        yield old, new, versions.record(old, new, renames) if again else record


def _home(version: Version, record: Record) -> str:
    return "" if version.whole in ("portfolio", "people") else record.id


def _record(
    versions: Versions, state: State, name: str, new: Version, gone: dict[str, Version]
) -> tuple[Version | None, Record]:
    """The last version that could be read, under whatever name that was; and what changed since."""
    old = state.readable.get(name)
    record = versions.record(old, new)
    if old is not None or record.broken is not None or not gone:
        return old, record
    called = (record.id, *record.aliases)
    former = next((other for other in gone if state.ids.get(other) in called), None)
    if former is None:
        return old, record
    old = gone.pop(former)
    _forget(state, former)
    return old, versions.record(old, new)


def _is_gone(name: str, state: State) -> bool:
    return name in state.readable and not state.files.get(name)


def _forget(state: State, name: str) -> None:
    for known in (state.files, state.readable, state.ids):
        known.pop(name, None)


def _touched(changed: Iterable[Touched], files: dict[str, Files]) -> list[str]:
    """The wholes that were touched, by name; `files` are afterwards as that left them."""
    found: dict[str, None] = {}
    for touched in changed:
        name = whole_of(touched.name)
        if name is None:
            continue
        found[name] = None
        if touched.blob is None:
            files.get(name, {}).pop(touched.name, None)
        else:
            files.setdefault(name, {})[touched.name] = touched.blob
    return sorted(found)


def whole_of(name: str) -> str | None:
    """What a file belongs to: `portfolio`, `people`, `meetings/NAME.yaml` or a project; None for the rest."""
    _, *parts = name.split("/")
    if not parts:
        return None
    stem = parts[0]
    if len(parts) == 1:
        stem, dot, ending = parts[0].rpartition(".")
        if f"{dot}{ending.lower()}" not in _YAML:
            return None
    if stem == "meetings":
        return "/".join(parts) if len(parts) == 2 and parts[1].lower().endswith(_YAML) else None
    if stem in _NOT_WHOLES or (len(parts) > 1 and stem in ("portfolio", "people")):
        return None
    return unicodedata.normalize("NFC", stem)


def _origin(commit: Commit) -> Origin:
    return Origin(commit.id, commit.date, commit.author, commit.email, commit.title, commit.request)
