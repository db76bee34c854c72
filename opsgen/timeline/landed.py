"""Who brought what is not the same in two commits: the commits between them, and what each one changed."""

from __future__ import annotations

import stat
from dataclasses import replace
from typing import TYPE_CHECKING

from opsgen.cache import Store
from opsgen.history.blobs import blobs
from opsgen.history.log import steps
from opsgen.timeline.versions import Version, Versions
from opsgen.timeline.walk import State, walk, whole_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from opsgen.changes.change import Change, Origin
    from opsgen.history import Entry
    from opsgen.timeline.walk import Landing

    Key = tuple[str, str, str, str]


def landings(root: Path, base: str, head: str, before: Mapping[str, Entry]) -> tuple[Landing, ...]:
    """The commits of the main line up to `head` that are not in the history of `base`, the oldest first.

    `before` is the files of the base; both commits are given by their full ids.

    Raises:
        GitError: when git gives no answer.
    """
    with blobs(root) as contents, Store(root, "changes") as store:
        versions = Versions(contents, store)
        return tuple(walk(steps(root, head, since=base), versions, _state(before), shallow=False))


def attributed(
    changes: Iterable[Change], landed: Iterable[Landing], pending: Iterable[Change] = ()
) -> tuple[Change, ...]:
    """The changes, each with the last commit that touched the same field of the same item.

    What is not committed yet has none, nor has what follows from changes.
    """
    exact: dict[Key, Origin | None] = {}
    near: dict[Key, Origin | None] = {}
    for change in (*(change for landing in landed for change in landing.changes), *pending):
        exact[_key(change, change.field)] = change.origin
        near[_key(change, _top(change))] = change.origin
    return tuple(_with_origin(change, exact, near) for change in changes)


def _with_origin(
    change: Change, exact: Mapping[Key, Origin | None], near: Mapping[Key, Origin | None]
) -> Change:
    found = exact.get(_key(change, change.field), near.get(_key(change, _top(change))))
    return replace(change, origin=found) if found else change


def _key(change: Change, field: str) -> Key:
    return change.project, change.kind, change.item, field


def _top(change: Change) -> str:
    return change.field.partition(".")[0]


def _state(before: Mapping[str, Entry]) -> State:
    """As a walk leaves it that ends with these files."""
    state = State()
    for name, entry in before.items():
        whole = whole_of(name)
        if whole is not None and stat.S_ISREG(entry.mode):
            state.files.setdefault(whole, {})[name] = entry.blob
    state.readable.update(_versions(state))
    state.ids.update({whole: whole for whole in state.readable})
    return state


def _versions(state: State) -> Iterator[tuple[str, Version]]:
    for whole, files in state.files.items():
        yield whole, Version.of(whole, files)
