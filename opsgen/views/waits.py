"""What an item waits for, in words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.derive.precedence import by_any_name, planned
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.model import Predecessor, Project

_LAG = re.compile(r"([0-9]+)(d|w|mo|ed)\Z", re.ASCII)
_PLAIN = {
    "FS": message("after {item}"),
    "SS": message("starts once {item} has started"),
    "FF": message("ends once {item} has ended"),
    "SF": message("ends once {item} has started"),
}
_LAGGED = {
    "FS": message("{lag} after {item}"),
    "SS": message("starts {lag} after the start of {item}"),
    "FF": message("ends {lag} after the end of {item}"),
    "SF": message("ends {lag} after the start of {item}"),
}


@dataclass(frozen=True, slots=True)
class Wait:
    """An item that another waits for: `T1`, what stands behind its id (`FF +2d`), and in words how."""

    id: str
    sign: str
    how: Message


def waits(project: Project) -> Mapping[str, tuple[Wait, ...]]:
    """What each task and milestone waits for within the project, by id; only those that wait."""
    items = planned(project)
    known = by_any_name(items)
    found = {}
    for item in items:
        before = ((link, items[known[link.ref]].id) for link in item.depends_on if link.ref in known)
        found[item.id] = tuple(Wait(name, _sign(link), _how(link, name)) for link, name in before if name)
    return {name: before for name, before in found.items() if name and before}


def _sign(link: Predecessor) -> str:
    """What planners write behind a predecessor: nothing where the one simply follows the other."""
    kind = () if link.type == "FS" else (link.type,)
    lag = () if _lag(link.lag) is None else ("+" + link.lag,)
    return " ".join((*kind, *lag))


def _how(link: Predecessor, name: str) -> Message:
    lag = _lag(link.lag)
    if lag is None:
        return replace(_PLAIN[link.type], params=(("item", name),))
    return replace(_LAGGED[link.type], params=(("item", name), ("lag", lag)))


def _lag(written: str) -> Message | None:
    found = _LAG.match(written)
    if found is None or not int(found[1]):
        return None
    count = int(found[1])
    match found[2]:
        case "d":
            return plural("{n} working day", "{n} working days", count)
        case "w":
            return plural("{n} week", "{n} weeks", count)
        case "mo":
            return plural("{n} month", "{n} months", count)
        case _:
            return plural("{n} day", "{n} days", count)
