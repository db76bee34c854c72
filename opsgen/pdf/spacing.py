"""The thin space that Chinese typesetting puts between Han and Latin; WeasyPrint has no `text-autospace`."""

from __future__ import annotations

import re

THIN = "\u2009"
DATE = "年月日"  # 2026年10月24日 is one word
HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
LATIN = "A-Za-z0-9\u00c0-\u024f\u0370-\u052f"
BETWEEN = re.compile(f"(?<=[{HAN}])(?<![{DATE}])(?=[{LATIN}¥$€£+−±])|(?<=[{LATIN}%°])(?=[{HAN}])(?![{DATE}])")
PARTS = re.compile(r"<(svg|style|pre|title)\b.*?</\1>|<!--.*?-->|<(/?)([a-zA-Z0-9]+)[^>]*>", re.DOTALL)
INLINE = frozenset({"a", "abbr", "b", "code", "em", "i", "s", "small", "span", "strong"})


def spaced(html: str) -> str:
    """The document with a thin space wherever Han and Latin meet in its text, over inline tags too."""
    pieces: list[str] = []
    before, end = "", 0
    for part in PARTS.finditer(html):
        before = _add(pieces, before, html[end : part.start()])
        pieces.append(part[0])
        end = part.end()
        if (part[3] or "").lower() not in INLINE:
            before = ""
    _add(pieces, before, html[end:])
    return "".join(pieces)


def _add(pieces: list[str], before: str, text: str) -> str:
    """Append a run of text; `before` is the letter it follows, the answer the letter it ends with."""
    if not text:
        return before
    pieces.append(BETWEEN.sub(THIN, before + text)[len(before) :])
    return text[-1]
