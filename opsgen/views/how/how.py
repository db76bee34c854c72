"""What a reader is shown of a derived number: its formula, and every input with its value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from opsgen.words import Message


@dataclass(frozen=True, slots=True)
class How:
    """The formula in words, and each input with its value as a reader sees it."""

    formula: Message
    inputs: tuple[tuple[Message, str], ...] = ()
    as_of: date | None = None
    """The day it is of, where that is not the edition's."""
