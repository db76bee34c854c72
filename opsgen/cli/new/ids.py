"""The next free id of a list, in the way its entries are numbered."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opsgen.rules.identity import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

_NUMBERED = re.compile(r"(.{0,54}?)([0-9]{1,9})\Z", re.DOTALL)


def next_id(name: str, listed: Sequence[str], used: Collection[str]) -> str:
    """The id after the highest that was ever used: `M3` after `M2`, `R-08` after `R-07`.

    It is made as the last id of the list is; without one by the usual letters. Upper and lower case count as
    the same.
    """
    last = next((found for one in reversed(listed) if (found := _NUMBERED.match(one))), None)
    prefix = last[1] if last else PREFIXES[name]
    width = len(last[2]) if last and last[2].startswith("0") else 1
    folded = {one.casefold() for one in (*listed, *used)}
    numbers = [int(rest) for one in folded if (rest := _rest(one, prefix.casefold()))]
    number = max(numbers, default=0) + 1
    return f"{prefix}{number:0{width}}"


def _rest(one: str, prefix: str) -> str:
    """The number behind the letters; empty where something else stands there."""
    rest = one.removeprefix(prefix) if one.startswith(prefix) else ""
    return rest if rest.isascii() and rest.isdigit() and len(rest) <= 9 else ""
