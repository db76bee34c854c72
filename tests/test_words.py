"""Numbers, amounts and days as each language writes them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from opsgen.words import words


@pytest.mark.parametrize(
    ("amount", "currency", "en", "zh"),
    [
        ("0", "CNY", "¥0", "0 元"),
        ("0.01", "CNY", "¥0.01", "0.01 元"),
        ("60000", "CNY", "¥60 k", "6 万元"),
        ("12000000", "CNY", "¥12 M", "1,200 万元"),
        ("9832710000", "CNY", "¥9.83 B", "98.33 亿元"),
        ("-500000", "EUR", "−€500 k", "−€50 万"),
        ("500000", "JPY", "JP¥500 k", "JP¥50 万"),
        ("1", "USD", "$1", "$1"),
        ("1", "CHF", "CHF1", "CHF1"),
    ],
)
def test_money(amount: str, currency: str, en: str, zh: str) -> None:
    assert words("en").money(Decimal(amount), currency) == en
    assert words("zh").money(Decimal(amount), currency) == zh


def test_yen_and_yuan_never_look_alike() -> None:
    for lang in ("en", "zh"):
        assert words(lang).money(Decimal(5), "JPY") != words(lang).money(Decimal(5), "CNY")


def test_days() -> None:
    day = date(2026, 10, 10)
    assert (words("en").date(day), words("zh").date(day)) == ("10 Oct 2026", "2026年10月10日")
    assert (words("en").day(day), words("zh").day(day)) == ("10 Oct", "10月10日")
