"""Which characters the shipped faces can show; read from the fonts themselves, without a font library."""

from __future__ import annotations

import struct
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from opsgen.shipped import shipped

if TYPE_CHECKING:
    from pathlib import Path

# Controls, direction marks, joiners, line and paragraph separators take no ink.
INKLESS = frozenset({"Cc", "Cf", "Zl", "Zp"})
VARIATION_SELECTORS = range(0xFE00, 0xFE10)


def uncovered(text: str) -> str:
    """The characters of `text` that no face can show, each once, in their order."""
    if text.isascii():
        return ""  # every face has those, and most texts have no others
    lacking = {c for c in set(text) - covered() if not _inkless(c)}
    return "".join(dict.fromkeys(c for c in text if c in lacking)) if lacking else ""


def named(characters: str) -> str:
    """Characters with their code points: `𠮷 (U+20BB7)`; at most ten."""
    first = ", ".join(f"{character} (U+{ord(character):04X})" for character in characters[:10])
    return first + (" …" if len(characters) > 10 else "")


@cache
def covered() -> frozenset[str]:
    """Every character that one of the regular faces has; the bold ones have the same."""
    folder = shipped("fonts")
    codes = (characters(file) for file in sorted(folder.glob("*-Regular.ttf")))
    return frozenset(map(chr, frozenset().union(*codes)))


def characters(font: Path) -> frozenset[int]:
    """The code points of a TrueType file, from the format 12 table `tools/cut_fonts.py` writes."""
    data = font.read_bytes()
    cmap = _table(data, b"cmap")
    (subtables,) = struct.unpack_from(">H", data, cmap + 2)
    for index in range(subtables):
        (offset,) = struct.unpack_from(">I", data, cmap + 4 + 8 * index + 4)
        if struct.unpack_from(">H", data, cmap + offset)[0] == 12:
            return _groups(data, cmap + offset)
    raise ValueError(f"{font.name} has no format 12 character map")


def _table(data: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", data, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", data, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"no {tag.decode()} table")


def _groups(data: bytes, start: int) -> frozenset[int]:
    (count,) = struct.unpack_from(">I", data, start + 12)
    groups = struct.iter_unpack(">III", data[start + 16 : start + 16 + 12 * count])
    found: set[int] = set()
    for first, last, _ in groups:
        found.update(range(first, last + 1))
    return frozenset(found)


def _inkless(character: str) -> bool:
    return unicodedata.category(character) in INKLESS or ord(character) in VARIATION_SELECTORS
