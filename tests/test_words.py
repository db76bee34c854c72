"""Sentences, numbers, amounts and days as each language writes them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from opsgen.words import Message, Text, currencies, message, plural, words


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


def test_the_forms_of_a_text_stand_in_one_order_each_once() -> None:
    assert Text(zh="王芳", en="Wang Fang").forms == ("王芳", "Wang Fang")
    assert Text(zh="OKR", en="OKR").forms == ("OKR",)
    assert Text("王芳").forms == ("王芳",)
    assert Text().forms == ()


def test_yen_and_yuan_never_look_alike() -> None:
    for lang in ("en", "zh"):
        assert words(lang).money(Decimal(5), "JPY") != words(lang).money(Decimal(5), "CNY")


def test_days() -> None:
    day = date(2026, 10, 10)
    assert (words("en").date(day), words("zh").date(day)) == ("10 Oct 2026", "2026年10月10日")
    assert (words("en").day(day), words("zh").day(day)) == ("10 Oct", "10月10日")
    assert (words("en").month(day), words("zh").month(day)) == ("Oct 2026", "2026年10月")


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0, None, "0"),
        (1234.5, None, "1,234.5"),
        (2.675, None, "2.68"),
        (Decimal("0.005"), None, "0.01"),
        (86.0, 1, "86.0"),
        (0.5, 0, "1"),
        (-3, None, "-3"),
        (12345678, 0, "12,345,678"),
        (100, None, "100"),
        (-0.001, None, "0"),
        (-0.3, 0, "0"),
        (999_999.995, 2, "1,000,000.00"),
    ],
)
def test_numbers(value: float | Decimal, digits: int | None, text: str) -> None:
    assert words("en").number(value, digits) == text


@pytest.mark.parametrize("value", [1e300, -1e300, 5e-324, 2.0**53, Decimal("1e400")])
def test_no_number_is_too_large_or_too_small(value: float | Decimal) -> None:
    for lang in ("en", "zh"):
        assert 0 < len(words(lang).number(value)) < 30
        assert len(words(lang).signed(value)) < 30


def test_signed_numbers_and_shares() -> None:
    w = words("zh")
    assert [w.signed(14), w.signed(-3), w.signed(0), w.signed(-0.25, 1)] == ["+14", "−3", "±0", "−0.3"]
    assert [w.signed(-0.3, 0), w.signed(0.001), w.signed(-10, 0)] == ["±0", "±0", "−10"]
    assert [w.percent(61), w.percent(99.3, 1), w.percent(-5)] == ["61%", "99.3%", "−5%"]
    assert [w.amount(4450, "万元"), w.amount(21.6, "%"), w.amount(-1, "％"), w.amount(3)] == [
        "4,450 万元",
        "21.6%",
        "−1%",
        "3",
    ]


def test_a_sentence_takes_values_of_all_kinds() -> None:
    inner = message("{first} or {second}", first=message("a number"), second=message("a text"))
    said = message(
        "{a} {b} {c} {d} {e} {f}",
        a=inner,
        b=date(2026, 10, 10),
        c=1234.5,
        d=Text(zh="压测", en="Load test"),
        e=("x", 2),
        f=datetime(2026, 10, 10, 9, 5, tzinfo=UTC),
    )
    assert words("en").say(said) == "a number or a text 10 Oct 2026 1,234.5 Load test x, 2 2026-10-10 09:05"
    assert words("zh").say(said) == "数字或文字 2026年10月10日 1,234.5 压测 x、2 2026-10-10 09:05"


def test_a_sentence_with_a_count() -> None:
    overdue = "{item} is {n} day overdue", "{item} is {n} days overdue"
    assert words("en").say(plural(*overdue, 1, item="M1")) == "M1 is 1 day overdue"
    assert words("en").say(plural(*overdue, 30, item="M1")) == "M1 is 30 days overdue"
    assert words("zh").say(plural(*overdue, 30, item="M1")) == "M1已逾期 30 天"


def test_what_an_author_wrote_is_never_a_pattern() -> None:
    assert words("en").say(message("unknown field `{key}`", key="{0.__class__}{")) == (
        "unknown field `{0.__class__}{`"
    )


def test_the_catalogue_speaks_texts_without_parameters() -> None:
    assert words("zh").gettext("Milestones") == "里程碑"
    assert words("zh").gettext("never translated") == "never translated"
    assert words("zh").gettext("") == ""
    assert words("zh").say("Milestones") == "里程碑"


def test_messages_are_values() -> None:
    assert message("a {b}", b=1) == message("a {b}", b=1)
    assert hash(message("a {b}", b=1)) == hash(Message("a {b}", (("b", 1),)))


def test_a_text_falls_back_to_the_other_language_and_says_so() -> None:
    assert Text("双十一").spoken("en") == ("双十一", None)
    assert Text(zh="压测").spoken("en") == ("压测", "zh")
    assert Text(en="Load test").spoken("zh") == ("Load test", "en")
    assert Text(zh="压测", en="Load test").spoken("zh") == ("压测", None)
    assert words("en").pick(Text(zh="压测")) == "压测"
    assert not Text()
    assert Text(zh="压测")


def test_an_unknown_language_is_english() -> None:
    assert words("fr").lang == "en"
    assert words("zh") is words("zh")


def test_currencies_are_those_of_the_standard() -> None:
    assert {"CNY", "USD", "JPY", "DEM"} <= currencies()
    assert not {"RMB", "EURO", "cny"} & currencies()


def test_a_latin_value_stands_apart_from_chinese_words() -> None:
    say, known = words("zh"), "did you mean `{key}`?"
    assert say.say(message("{first} or {second}", first="Priya", second="王芳")) == "Priya 或王芳"
    assert say.say(message("{first} or {second}", first="王芳", second="Priya")) == "王芳或 Priya"
    assert "` " not in say.say(message(known, key="owner"))
    assert words("en").say(message("{first} or {second}", first="王芳", second="a")) == "王芳 or a"


@pytest.mark.parametrize(
    ("last", "en", "zh"),
    [
        (date(2026, 12, 13), "30 Nov – 13 Dec 2026", "2026年11月30日 – 12月13日"),
        (date(2027, 1, 3), "30 Nov 2026 – 3 Jan 2027", "2026年11月30日 – 2027年1月3日"),
        (date(2026, 11, 30), "30 Nov 2026", "2026年11月30日"),
    ],
)
def test_a_year_that_two_days_share_is_said_once(last: date, en: str, zh: str) -> None:
    first = date(2026, 11, 30)
    assert (words("en").days(first, last), words("zh").days(first, last)) == (en, zh)


def test_large_counts_are_grouped_and_years_are_not() -> None:
    said = plural("{n} row of {year}", "{n} rows of {year}", 6744, year=2026)
    assert words("en").say(said) == "6,744 rows of 2026"
