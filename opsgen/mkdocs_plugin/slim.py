"""A finished page as it is sent: the same to look at, without what only other media need.

A figure keeps to what paper needs too: its colours as attributes, its letters, hundredths of a unit. On the
site the style sheet has the first two, and nobody sees the third.
"""

from __future__ import annotations

import re

_FIGURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_ROOT = re.compile(r' xmlns="http://www\.w3\.org/2000/svg"| font-family="[^"]*"')
_PAINT = re.compile(r'( class="(?:[fs]-\w+ ?)+")( fill="none")?(?: fill="#\w{6}")?(?: stroke="#\w{6}")?')
_PLACE = re.compile(r' (?:d|x|y|x1|x2|y1|y2|cx|cy|r|width|height|transform)="[^"]*"')
_HUNDREDTHS = re.compile(r"(\d*)\.(\d)(\d)(?!\d)")
_ORDER = re.compile(r'( data-sort="-?\d+\.\d{4})\d+"')
_NARROW = re.compile(r'<div class="ops-fig-narrow">.*?</svg>', re.DOTALL)
_TIP = re.compile(r"(?<=<g>)<title>.*?</title>", re.DOTALL)
_DAY = re.compile(r'<time datetime="([^"]+)">(?=\1</time>)')
_VERBATIM = re.compile(r"(<pre\b.*?</pre>|<textarea\b.*?</textarea>)", re.DOTALL)
_LINE_END = re.compile(r"(?:(?<![ \t])[ \t]+)?\n[ \t]*")
_BLANK = re.compile(r"(?<=>)\n{2,}|(?<!\n)\n{2,}+(?=<)")
"""Empty lines beside a tag; those within a text are the author's."""


def slim(page: str) -> str:
    """The page with lighter figures, without indentation, days said twice and endless decimals to sort by."""
    drawn = _FIGURE.sub(lambda found: _figure(found[0]), page)
    # A figure for phones, which have no pointer that would show a tip.
    narrow = _NARROW.sub(lambda found: _TIP.sub("", found[0]), drawn)
    parts = _VERBATIM.split(_DAY.sub("<time>", narrow))
    return _ORDER.sub(r'\1"', "".join(_flat(part, n) for n, part in enumerate(parts)))


def _flat(part: str, number: int) -> str:
    """Text without the indentation of templates; every second part is text that keeps its spaces."""
    return part if number % 2 else _BLANK.sub("\n", _LINE_END.sub("\n", part))


def _figure(svg: str) -> str:
    painted = _PAINT.sub(lambda found: found[1] + (found[2] or ""), _ROOT.sub("", svg))
    return _PLACE.sub(lambda found: _HUNDREDTHS.sub(_tenth, found[0]), painted)


def _tenth(found: re.Match[str]) -> str:
    """A number with one decimal at most."""
    tenths = int(found[1] or 0) * 10 + int(found[2]) + (found[3] >= "5")
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
