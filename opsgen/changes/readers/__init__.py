"""Fields of an item that say one thing together: a score of two numbers, an end of a status and a date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.changes.readers import plan, raid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opsgen.changes.change import Change
    from opsgen.changes.edits import Edit
    from opsgen.changes.pairs import Pair

    Reader = Callable[[Pair, dict[str, Edit]], Iterator[Change]]

READERS: Mapping[str, Reader] = {
    "milestones": plan.milestone,
    "risks": raid.risk,
}
"""What reads the fields of a kind that differ; it takes out those it tells."""
