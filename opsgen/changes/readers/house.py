"""Changes of what holds for all projects: what the check allows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair


def settings(pair: Pair, left: dict[str, Edit]) -> Iterator[Change]:
    """Findings that are allowed now, with the reason, and those that are not any more."""
    for name in [name for name, edit in left.items() if edit.pattern == "rules.allow.*"]:
        edit = left.pop(name)
        if edit.old is None:
            yield pair.change("allow.added", name, None, edit.new.rule, reason=edit.new.reason)
        else:
            yield pair.change("allow.removed", name, edit.old.rule, None)
