"""What the id of a project may be: the name of a file and part of an address, on every system."""

from __future__ import annotations

import unicodedata

from opsgen.load import DEVICE_NAMES
from opsgen.portfolio.layout import RESERVED
from opsgen.words import Message, message

_LETTERS = message("use letters, digits, `-` and `_`")


_MOST_LETTERS = 80
_MOST_BYTES = 200
"""So that every file called so, such as a handout before it is whole, has room for its ending."""
_PAGES = frozenset({"index", "readme"})
"""Pages of these names are the page of their folder."""


def refusal(name: str) -> tuple[Message, Message] | None:
    """Why a project cannot have this id, and what to do; None for letters and digits of any script."""
    odd = next((c for c in name if not allowed(c)), None)
    if odd is not None and unicodedata.category(odd) in ("Cf", "Cc", "Zl", "Zp"):
        label = f"U+{ord(odd):04X} {unicodedata.name(odd, '')}".strip()
        text = message("the project id holds an invisible character, {name}", name=label)
        return text, message("delete it and type the id again")
    if odd is not None:
        return message("the project id `{id}` holds `{character}`", id=name, character=odd), _LETTERS
    if len(name) > _MOST_LETTERS or len(name.encode()) > _MOST_BYTES:
        text = message("the project id is too long for the name of a file, with {n} letters", n=len(name))
        return text, message("use at most {n} letters, fewer Chinese ones", n=_MOST_LETTERS)
    if name.casefold() in RESERVED:
        return message("`{id}` is a name opsgen keeps for itself", id=name), _LETTERS
    if name.casefold() in _PAGES:
        return page_refusal(name)
    if name.casefold() in DEVICE_NAMES:
        return message("`{id}` cannot be a file name on Windows", id=name), _LETTERS
    return None


def page_refusal(name: str) -> tuple[Message, Message] | None:
    """Why no page can be called so, and what to do."""
    if name.casefold() in _PAGES:
        return message("`{id}` is a name opsgen keeps for itself", id=name), message("give it another `id`")
    return None


def allowed(character: str) -> bool:
    """Whether the name of a file may hold it: a letter or digit of any script, a dash, an underscore."""
    category = unicodedata.category(character)
    return category[0] in "LM" or category == "Nd" or character in "-_"
