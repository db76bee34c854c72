"""A text before and after changes to it: what they did not touch reads as it did."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from opsgen.edit.same import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opsgen.edit.source import Edit, Source
    from opsgen.load import Document, Path
    from opsgen.problem import Place

_Names = tuple[str | None, ...]
"""The fields that lead to a value; None for one whose name was changed."""


def moved(source: Source, place: Place, edits: Sequence[Edit]) -> int:
    """Where the beginning of a place stands after the changes."""
    return moved_to(source.offset(place.line, place.column), source, edits)


def moved_to(at: int, source: Source, edits: Sequence[Edit]) -> int:
    """Where a place of the text stands after the changes; of one within a change, where that begins."""
    done = sorted(edits, key=lambda edit: edit.start)
    last = bisect_right([edit.start for edit in done], at)
    gained = sum(_gain(edit, source) for edit in done[:last] if edit.end <= at)
    inside = next((edit for edit in done[:last] if edit.end > at), None)
    return (inside.start if inside else at) + gained


def _gain(edit: Edit, source: Source) -> int:
    return len(edit.text.replace("\n", source.line_end)) - (edit.end - edit.start)


def unlike(before: Document, after: Document, old: Source, new: Source, edits: Sequence[Edit]) -> bool:
    """Whether a value that no change touched is another one now, or stands under another field."""
    untouched = {
        moved_to(at, old, edits): (names, value)
        for at, end, names, value in _values(before, old, edits)
        if not any(edit.start < end and at < edit.end for edit in edits)
    }
    now = {at: (names, value) for at, _, names, value in _values(after, new, ())}
    return any(at not in now or not _alike(now[at], one) for at, one in untouched.items())


def _alike(now: tuple[_Names, Any], was: tuple[_Names, Any]) -> bool:
    (names, value), (former, wanted) = now, was
    if len(names) != len(former):
        return False
    return same(value, wanted) and all(
        name == old for name, old in zip(names, former, strict=True) if old is not None
    )


def _values(
    document: Document, source: Source, edits: Sequence[Edit]
) -> Iterator[tuple[int, int, _Names, Any]]:
    """Every value that holds no others, with where it begins and ends and the fields that lead to it."""
    waiting: list[tuple[Path, _Names, Any]] = [((), (), document.data)]
    while waiting:
        path, names, value = waiting.pop()
        if isinstance(value, dict):
            for key, inner in value.items():
                place = document.place((*path, key), key=True)
                touched = _is_touched(source, place, edits)
                waiting.append(((*path, key), (*names, None if touched else key), inner))
        elif isinstance(value, list):
            waiting += [((*path, i), names, inner) for i, inner in enumerate(value)]
        elif value is not None:  # what is not there stands nowhere
            place = document.place(path)
            end = source.offset(place.end_line, place.end_column)
            yield source.offset(place.line, place.column), end, names, value


def _is_touched(source: Source, place: Place, edits: Sequence[Edit]) -> bool:
    start, end = source.offset(place.line, place.column), source.offset(place.end_line, place.end_column)
    return any(edit.start < end and start < edit.end for edit in edits)
