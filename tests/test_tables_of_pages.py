"""What addresses call the tables of pages and their columns: the same in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from opsgen.portfolio import read
from opsgen.views.registers.table import key_of
from opsgen.words import message
from tests.test_views import rendered

DATA = Path(__file__).parent / "data"
_TABLE = re.compile(r'<table class="[^"]*ops-table--tools[^"]*"([^>]*)>.*?<tr>(.*?)</tr>', re.DOTALL)
_KEY = re.compile(r'data-key="([^"]*)"')
RESERVED = {"", "filter", "sort", "q", "h"}
"""What the tables themselves and the theme's search keep in the address."""


def named(html: str) -> list[tuple[str, list[str]]]:
    """The tables of a page that sort, each with its columns."""
    return [
        (" ".join(_KEY.findall(attributes)), [" ".join(_KEY.findall(head)) for head in row.split("<th ")[1:]])
        for attributes, row in _TABLE.findall(html)
    ]


def test_tables_and_columns_have_names_that_no_language_changes() -> None:
    portfolio = read(DATA / "complete")
    zh, en = (
        {path: named(page.html) for path, page in rendered(portfolio, lang).items()} for lang in ("zh", "en")
    )
    assert zh == en
    tables = [(path, table) for path, tables in en.items() for table in tables]
    assert len(tables) > 40
    for path, (_, columns) in tables:
        assert len(set(columns)) == len(columns), path
        assert not RESERVED & set(columns), (path, columns)


def test_one_table_of_a_page_needs_no_name() -> None:
    for path, page in rendered(read(DATA / "complete")).items():
        nameless = [key for key, _ in named(page.html) if not key]
        assert len(nameless) <= (not path.startswith("projects/")), path


@pytest.mark.parametrize(
    ("said", "key"),
    [
        (message("Metric, before → after"), "metric_before_after"),
        (message("{name} {letters}", name=message("Pace"), letters="SPI(t)"), "spi_t"),
        (message("{n} overdue", n=3), "overdue"),
    ],
)
def test_a_word_has_a_short_name(said: object, key: str) -> None:
    assert key_of(said) == key  # type: ignore[arg-type]
