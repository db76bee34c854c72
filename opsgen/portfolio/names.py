"""What the id of a project may be: the name of a file and part of an address, on every system."""

from __future__ import annotations

import unicodedata

from opsgen.load import DEVICE_NAMES
from opsgen.portfolio.layout import RESERVED
from opsgen.words import Message, message

_LETTERS = message("use letters, digits, `-` and `_`")


def refusal(name: str) -> tuple[Message, Message] | None:
    """Why a project cannot have this id, and what to do; None for letters and digits of any script."""
    odd = next((c for c in name if not _allowed(c)), None)
    if odd is not None and unicodedata.category(odd) in ("Cf", "Cc", "Zl", "Zp"):
        label = f"U+{ord(odd):04X} {unicodedata.name(odd, '')}".strip()
        text = message("the project id holds an invisible character, {name}", name=label)
        return text, message("delete it and type the id again")
    if odd is not None:
        return message("the project id `{id}` holds `{character}`", id=name, character=odd), _LETTERS
    if name.casefold() in RESERVED:
        return message("`{id}` is a name opsgen keeps for itself", id=name), _LETTERS
    if name.casefold() in DEVICE_NAMES:
        return message("`{id}` cannot be a file name on Windows", id=name), _LETTERS
    return None


def _allowed(character: str) -> bool:
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd" or character in "-_"
