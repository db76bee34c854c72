"""From files before the format had a number: a rule that was switched off with `off` is now on `ignore`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.schema.formats import former

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Document, Path

FORMAT = 1
"""The format that its files have afterwards."""


def values(document: Document, kind: str) -> Iterator[tuple[Path, str]]:
    """The values that change, by their paths, and what stands there then."""
    yield from ((one.path, one.now) for one in former(document.data, kind) if one.until == FORMAT)
