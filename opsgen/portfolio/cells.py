"""Numbers in the cells of an export, as programs write them and people mean them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from opsgen.portfolio.headings import SUMS, folded
from opsgen.schema.values import Signed, measured, money

if TYPE_CHECKING:
    from collections.abc import Iterable

NOTHING = frozenset(
    (
        *(
            "",
            "-",
            "--",
            "---",
            "–",
            "—",
            "―",
            "——",
            "/",
            "\\",
            "n/a",
            "na",
            "#n/a",
            "nan",
            "null",
            "none",
            "nil",
        ),
        *("(not set)", "(blank)", "(none)", "暂无", "无", "无数据", "不适用"),
    )
)
"""What a cell says in which nothing was measured, folded."""
_PART_WORDS = "小计 平均 累计 subtotal sub-total average"
_PARTS = frozenset(_PART_WORDS.split())
"""Sums of a part, or none: they stand for no whole."""
LARGEST = 2**53
"""Up to here a double keeps every whole number; what is larger counts nothing."""
_SHOWN = Context(prec=15)
"""A double keeps fifteen digits for sure; what stands behind them is noise."""
_DASHES = re.compile("[‐‑‒–—−]")
_SPACED = re.compile(r"-?[0-9]{1,3}(?:[ '’][0-9]{3})+(?:\.[0-9]+)?%?\Z")
_NOISE = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,40}\Z", re.ASCII)
_BRACKETED = re.compile(r"\(([^()]{1,40})\)\Z")
_EXACT = re.compile(r"-?[0-9](?:\.[0-9]{1,17})?e(?:-?[0-9]{1,2})\Z", re.ASCII | re.IGNORECASE)
_STEPPED = re.compile(r"[百千万亿kmbw]|thousand|million|billion", re.IGNORECASE)
_COMMA = re.compile(r"-?(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+),(?:[0-9]{1,2}|[0-9]{4,})\s*[%€]?\Z")
_POINTS = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{3}){2,}\s*[%€]?\Z")
_GROUPED = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}\s*[%€]?\Z")
_BY_COMMA = re.compile(r"(-?)([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]+))?(\s*%?)\Z")


def is_nothing(text: str) -> bool:
    """Whether a cell says that nothing was measured."""
    return not text or folded(text) in NOTHING


@lru_cache(4096)
def sums_up(text: str) -> bool:
    """Whether a cell says that its row adds up others, or takes their mean."""
    plain = folded(text).strip(": ").replace(" ", "")
    return plain in SUMS or plain in ("grandtotal", "totals", "all", "全部", "整体", "总体", "所有")


def is_whole(text: str) -> bool:
    """Whether what adds up stands for all of it: a total, not a subtotal or a mean."""
    return sums_up(text) and folded(text).strip(": ").replace(" ", "") not in _PARTS


def by_comma(texts: Iterable[str]) -> bool:
    """Whether some of the cells can only be read with a comma before the decimals: `21,2`, `1.234.567`."""
    return any(_COMMA.match(text) or _POINTS.match(text) for text in texts if "," in text or "." in text)


def is_doubtful(texts: Iterable[str]) -> bool:
    """Whether the points in the cells may stand for thousands as well as before decimals: `1.234`."""
    pointed = [text for text in texts if "." in text]
    return bool(pointed) and all(map(_GROUPED.match, pointed))


def number(text: str, unit: str = "", *, comma: bool = False) -> float:
    """The number in a cell; `unit` is that of its metric, `comma` whether a comma stands before decimals.

    Raises:
        ValueError: where the cell holds none, or one that can be read in two ways.
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip().removeprefix("+")
    bracketed = _BRACKETED.match(plain)
    if bracketed and "-" not in plain:
        return -number(bracketed[1], unit, comma=comma)
    if comma:
        plain = _with_point(plain)
    if _NOISE.match(plain):
        return float(_SHOWN.plus(Decimal(plain)))
    if _SPACED.match(plain):
        plain = re.sub("[ '’]", "", plain)
    if _EXACT.match(plain):
        return float(plain)
    try:
        return measured(plain)
    except ValueError:
        return _signed(plain, unit)


def _with_point(text: str) -> str:
    found = _BY_COMMA.match(text)
    if not found:
        raise ValueError(text)
    whole = found[2].replace(".", "") if re.match(r"[0-9]{1,3}(\.[0-9]{3})+\Z", found[2]) else found[2]
    return f"{found[1]}{whole}.{found[3]}{found[4]}" if found[3] else f"{found[1]}{whole}{found[4]}"


def _signed(text: str, unit: str) -> float:
    """A number with the sign of its currency, which must not be another than that of the metric."""
    if _STEPPED.search(re.sub("RMB|rmb", "", text)):
        raise ValueError(text)
    found = money(text)
    meant = _currencies(unit)
    if not isinstance(found, Signed) or (meant and not meant & found.currencies) or _STEPPED.search(unit):
        raise ValueError(text)
    return float(found)


@lru_cache(256)
def _currencies(unit: str) -> frozenset[str]:
    try:
        found = money(f"1{unit}")
    except ValueError:
        return frozenset()
    return found.currencies if isinstance(found, Signed) else frozenset()
