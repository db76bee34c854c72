"""The header of a section of a table: which column holds what, and which rows add up others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.portfolio.cells import by_comma, is_doubtful, sums_up
from opsgen.portfolio.days import is_date
from opsgen.portfolio.headings import folded
from opsgen.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from opsgen.portfolio.days import Days, Period
    from opsgen.portfolio.feeds import Feed
    from opsgen.tables import Cells

FIRST = 30
"""Rows of a section among which its header is looked for; what stands above it is a title."""
_DATE_WORDS = (
    "date 日期 day 时间 统计日期 数据日期 统计时间 数据时间 月份 月 month 年月 yearmonth week 周 自然周"
    " 统计周期 周期 isoweekofisoyear weekofyear daterange 期间 period 日"
)
_DATES = frozenset(_DATE_WORDS.split())
_DATE_OF = re.compile(r"(?:day|week|month) of .+\Z")
NTH = frozenset(("nth day", "第 n 天", "第n天"))
_METRIC = frozenset({"metric", "指标", "指标编号", "metric id"})
_VALUE = frozenset({"value", "值", "数值", "actual", "实际"})
_NOTE = frozenset({"note", "备注", "说明"})


@dataclass(frozen=True, slots=True)
class Head:
    """A section whose header is known."""

    number: int
    row: Cells
    rows: tuple[Cells, ...]
    period: Period | None
    day: int | None
    days: Days
    columns: tuple[tuple[int, Feed], ...]
    metric: int | None = None
    value: int | None = None
    note: int | None = None
    dated: tuple[tuple[int, date], ...] = ()
    """Columns that stand for days; the rows are then of metrics."""
    comma: bool = False
    doubtful: bool = False
    """Whether nobody can tell of any point in its numbers what it means."""

    @property
    def is_long(self) -> bool:
        """Whether each row names its metric."""
        return self.metric is not None and self.value is not None

    @property
    def numeric(self) -> frozenset[int]:
        """The columns that no word of a row stands in."""
        own = {column for column, _ in self.columns} | {column for column, _ in self.dated}
        return frozenset(own | {i for i in (self.value, self.note) if i is not None})

    def split_by(self, feed: Feed) -> int | None:
        """The column by which the rows of a metric are split."""
        if not feed.breakdown:
            return None
        found = (i for i, cell in enumerate(self.row.cells) if folded(cell) == feed.breakdown)
        return next((i for i in found if i not in self.numeric), None)


def words_at(row: Cells) -> dict[str, int]:
    """Where the columns stand that are called after what they hold; the first of each kind."""
    at: dict[str, int] = {}
    for column, cell in enumerate(row.cells):
        kind = _kind(folded(cell)) if cell else ""
        if kind:
            at.setdefault(kind, column)
    return at


def _kind(name: str) -> str:
    if re.sub("[ _-]", "", name) in _DATES or name in NTH or _DATE_OF.match(name):
        return "date"
    for kind, words in (("metric", _METRIC), ("value", _VALUE), ("note", _NOTE)):
        if name in words:
            return kind
    return ""


def unnamed_dates(rows: Iterable[Cells], taken: set[int]) -> int | None:
    """The first column, where nothing but dates stands in it, whatever it is called."""
    texts = [text for row in rows if (text := text_at(row, 0)) and not sums_up(text)]
    return 0 if 0 not in taken and texts and all(map(is_date, texts)) else None


def divides_by_comma(rows: Iterable[Cells], columns: Sequence[int]) -> bool:
    cells = (row for row in rows if isinstance(row, Row) and row.delimiter in ";\t")
    return by_comma(text_at(row, column) for row in cells for column in columns)


def leaves_points_doubtful(rows: Iterable[Cells], columns: Sequence[int]) -> bool:
    """Whether `1.234` may be more than a thousand: where semicolons divide cells, commas divide numbers."""
    cells = [row for row in rows if isinstance(row, Row) and row.delimiter == ";"]
    texts = [text_at(row, column) for row in cells for column in columns]
    return is_doubtful(texts) and not by_comma(texts)


def sum_of(row: Cells, head: Head) -> str:
    """The cell that says that a row adds up others; empty where none does."""
    labels = (cell for i, cell in enumerate(row.cells) if cell and i not in head.numeric)
    return next((cell for cell in labels if sums_up(cell)), "")


def widest(rows: Sequence[Cells]) -> tuple[str, ...]:
    """The row that is most likely the header of a table that nobody asks for."""
    return max((row.cells for row in rows[:FIRST]), key=lambda cells: sum(map(bool, cells)), default=())


def text_at(row: Cells, column: int) -> str:
    """What stands in a column of a row; empty where the row ends before it."""
    return row.cells[column] if column < len(row.cells) else ""
