"""What a rule of the method page is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsgen.words import Message


@dataclass(frozen=True, slots=True)
class Formula:
    """One rule in words; the source is the standard or practice it comes from."""

    name: Message
    rule: Message
    source: str
