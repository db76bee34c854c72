"""An id that changes: the thing, everything that names it, and the file of a project that is called so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.edit.files import put_all
from opsgen.edit.refusal import RefusedError
from opsgen.edit.rename.choice import chosen, label, moves, need_free
from opsgen.edit.rename.plan import Renaming, renaming
from opsgen.edit.rename.proof import holds
from opsgen.edit.rename.things import Kind, named
from opsgen.portfolio import files, sorted_out
from opsgen.words import message

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

__all__ = ["Kind", "Renaming", "carry_out", "label", "prepared"]


def prepared(root: Path, old: str, new: str, as_of: date, kind: Kind | None = None) -> Renaming:
    """What is to be written so that something has another id; tried on the whole portfolio, nothing written.

    Raises:
        RefusedError: where it cannot be done, or what would come of it is not the same portfolio.
    """
    contents, _ = files(root)
    among = named(sorted_out(contents), contents)
    thing = chosen(old, kind, among)
    need_free(thing, new, among)
    planned = renaming(thing, new, among, moves(root, thing, new))
    if not holds(root, planned, as_of):
        text = message("the portfolio would not say the same with `{id}`", id=new)
        raise RefusedError(text, message("nothing was written; `opsgen check` may say what is in the way"))
    return planned


def carry_out(root: Path, planned: Renaming) -> None:
    """Write it: all of it, or nothing.

    Raises:
        OSError: where a file cannot be written or moved; what was there is there still.
    """
    done: list[tuple[str, str]] = []
    try:
        for old, new in planned.moved:
            (root / old).rename(root / new)
            done.append((old, new))
        put_all({root / planned.after(name): made for name, (_, made) in planned.changed.items()})
    except OSError:
        for old, new in reversed(done):
            (root / new).rename(root / old)
        raise
