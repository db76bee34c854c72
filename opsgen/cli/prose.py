"""Paragraphs on a terminal: wrapped by the width that characters take, between Chinese characters too."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

WIDEST = 88
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
# What may not be torn apart: code, a word, or one wide character; with the punctuation around it.
_PIECE = re.compile(
    rf"[（「《“(]*(?:`[^`]*`|[^\s`{_WIDE}（「《“(，。；：！？、）」》”]+|\S)[，。；：！？、）」》”…,.;:!?)]*\s*"
)


def paragraph(text: str, width: int, indent: str = "") -> Text:
    """A text in lines of at most `width` cells, the second and all others indented; code in colour."""
    lines = f"\n{indent}".join(wrapped(text, min(width, WIDEST) - cell_len(indent)))
    made = Text(lines)
    made.highlight_regex(r"`[^`]*`", "cyan")
    return made


def wrapped(text: str, width: int) -> Iterator[str]:
    """The lines of a text, each at most `width` cells wide where no single word is wider."""
    line = ""
    for piece in _PIECE.findall(text):
        if line and cell_len((line + piece).rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()
