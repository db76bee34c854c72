"""The versions of the files of one whole (a project, the settings …), the newest first."""

from __future__ import annotations

import stat
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opsgen import load
from opsgen.history import GitError, contents, files, steps
from opsgen.history.revisions import commit_of
from opsgen.timeline.sides import Fetched
from opsgen.timeline.walk import whole_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from opsgen.history import Entry

_YAML = (".yaml", ".yml")
_ALIKE = 0.5
"""So many of the lines are the same at least where one file became the other; git counts alike."""
_SHORTEST = 4
"""Of shorter lines every file has some."""
_MOVES = 20
"""So often files have been moved at most; a history that hands on names in a ring has no end."""


@dataclass(frozen=True, slots=True)
class Former:
    """A version of the files of a whole, and the commit that left them so."""

    commit: str
    date: datetime
    whole: str
    """What it was kept as then."""
    files: Mapping[str, str]
    """The ids of the contents, by name."""
    fetched: Fetched = field(compare=False, repr=False)


def former(root: Path, head: str, whole: str, names: Iterable[str] = ()) -> Iterator[Former]:
    """The versions on the main line up to `head`, a full id; under former names too where files were moved.

    `names` are files of it that are there now, whatever they are called.

    Raises:
        GitError: when git gives no answer.
    """
    known = frozenset(names)
    for _ in range(_MOVES):
        found = _versions(root, head, whole, known)
        yield from reversed(found)
        before = _moved_from(root, found[0]) if found else None
        if before is None:
            return
        head, whole, known = *before, frozenset()


def _versions(root: Path, head: str, whole: str, names: frozenset[str]) -> list[Former]:
    """The versions under one name, the oldest first; what was taken away is nobody's past."""
    now: dict[str, str] = {}
    found: list[Former] = []
    for step in steps(root, head, within=sorted(_paths(whole) | names)):
        for touched in step.touched:
            if whole_of(touched.name) != whole:
                continue
            if touched.blob is None:
                now.pop(touched.name, None)
            else:
                now[touched.name] = touched.blob
        if not now:
            found.clear()
        else:
            fetched = Fetched(root, dict(now))
            found.append(Former(step.commit.id, step.commit.date, whole, fetched.blobs, fetched))
    return found


def _paths(whole: str) -> frozenset[str]:
    """Where the files of a whole may lie: a name stands for a folder too."""
    spelt = {whole, unicodedata.normalize("NFD", whole)}  # git has a name as it was typed
    own = {name for name in spelt if name.startswith("meetings/")}
    made = {f"{name}{ending}" for name in spelt - own for ending in ("", *_YAML)}
    return frozenset(f"projects/{name}" for name in own | made)


def _moved_from(root: Path, first: Former) -> tuple[str, str] | None:
    """The commit before the first version and the project there whose files became those of it.

    That is the one that went with the same commit and has most of its lines; None where none has enough.
    """
    parent = commit_of(root, f"{first.commit}^1")
    if parent is None or "/" in first.whole:
        return None
    before, after = _by_whole(files(root, parent)), _by_whole(files(root, first.commit))
    gone = {name: entries for name, entries in before.items() if name not in after}
    if first.whole in before or not gone:
        return None
    own = _lines(root, first.files)
    alike = {name: _likeness(own, _lines(root, entries)) for name, entries in gone.items()}
    best = max(sorted(alike), key=lambda name: alike[name])
    return (parent, best) if alike[best] >= _ALIKE else None


def _by_whole(found: Mapping[str, Entry]) -> dict[str, dict[str, str]]:
    """The plain files by what they belong to."""
    wholes: dict[str, dict[str, str]] = {}
    for name, entry in found.items():
        whole = whole_of(name)
        if whole is not None and "/" not in whole and stat.S_ISREG(entry.mode):
            wholes.setdefault(whole, {})[name] = entry.blob
    return wholes


def _lines(root: Path, named: Mapping[str, str]) -> frozenset[bytes]:
    wanted = [blob for name, blob in named.items() if name.lower().endswith(_YAML)]
    try:
        texts = contents(root, wanted, load.MAX_BYTES).values() if wanted else ()
    except GitError:  # contents that this clone lacks are like nothing
        return frozenset()
    lines = (line.strip() for text in texts for line in text.splitlines())
    return frozenset(line for line in lines if len(line) >= _SHORTEST)


def _likeness(one: frozenset[bytes], other: frozenset[bytes]) -> float:
    return len(one & other) / max(len(one), len(other), 1)
