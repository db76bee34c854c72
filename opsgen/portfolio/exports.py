"""The numbers in a table as programs for analysis export it: several sections, comments, totals, segments.

A column is read where a metric is called after it, or says so in its `source`. Of what nobody can be certain
about a finding says row and column; totals and comments are left out without one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from opsgen.portfolio.cells import (
    LARGEST,
    is_doubtful,
    is_nothing,
    is_whole,
    number,
    sums_up,
)
from opsgen.portfolio.days import Said, days_of, is_date, period_in
from opsgen.portfolio.feeds import stranger
from opsgen.portfolio.headings import folded
from opsgen.portfolio.heads import (
    FIRST,
    NTH,
    Head,
    divides_by_comma,
    leaves_points_doubtful,
    sum_of,
    text_at,
    unnamed_dates,
    widest,
    words_at,
)
from opsgen.problem import Place, Problem
from opsgen.schema.hints import date_hint
from opsgen.tables import Row, sections
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.portfolio.days import Period
    from opsgen.portfolio.feeds import Feed
    from opsgen.problem import Severity
    from opsgen.tables import Book, Cells

MOST_PROBLEMS = 100
_TITLES = 3
"""Cells of such a row that may give the period."""
_HEADINGS = 500
"""Columns of a file that are kept to say which there are."""
_FOOT = re.compile(
    r"(?:制表|编制|审核|复核|填表|导出|生成|注|备注|说明|数据来源|来源|exported|generated|source|note)[^:]{0,12}:",
    re.IGNORECASE,
)
_LONGEST = 120
"""Letters of a segment's title."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One measured number and where it stands."""

    metric: str
    date: date
    value: float
    note: str
    place: Place
    named: Place
    """Where the metric is named: the head of a column, or the place itself."""
    index: int | None = None
    """The number of the metric, where that is known."""
    segment: str = ""
    """Of which channel, city, … it is; empty for the whole."""
    table: int = 0
    """Which of the tables it stands in, from 1."""


@dataclass(frozen=True, slots=True)
class Export:
    """What a file gave."""

    numbers: tuple[Measured, ...]
    problems: tuple[Problem, ...]
    headings: tuple[str, ...] = ()
    """The columns of all its tables."""
    used: frozenset[int] = frozenset()
    """The metrics that a column, or a row, of it is about."""
    split: frozenset[int] = frozenset()
    """The metrics by whose `breakdown` it has a column."""


def measured_in(book: Book, feeds: Sequence[Feed]) -> Export:
    """The numbers that a file has for the metrics of its project."""
    return _Reader(book, feeds).read()


class _Reader:
    """Reads the tables of one file."""

    def __init__(self, book: Book, feeds: Sequence[Feed]) -> None:
        self.book = book
        self.file = book.file
        self.feeds = feeds
        self.claimed = any(feed.file == book.file for feed in feeds)
        self.breakdowns = {feed.breakdown for feed in feeds if feed.breakdown}
        self.problems: list[Problem] = list(book.problems)
        self.counts: dict[str, int] = defaultdict(int)
        self.row: Row | None = None
        self.spans: tuple[tuple[int, int], ...] = ()
        self.used: set[int] = set()
        self.undated: list[Cells] = []

    def read(self) -> Export:
        heads: list[Head] = []
        headings: list[str] = []
        for sheet in self.book.sheets:
            period = None
            if sheet.hidden:
                self.say_hidden(sheet.name, sheet.rows)
                continue
            for section in sections(sheet):
                period = period_in(section.comments) or period
                head = self.head(section.rows, period, len(heads) + 1)
                if len(headings) < _HEADINGS:
                    headings += (head.row.cells if head else widest(section.rows))[:_HEADINGS]
                if head:
                    heads.append(head)
        numbers = [one for head, feeds in self.chosen(heads) for one in self.of(head, feeds)]
        self.say_undated(heads)
        split = frozenset(f.index for f in self.feeds if any(h.split_by(f) is not None for h in heads))
        problems = tuple(self.problems)
        return Export(tuple(numbers), problems, tuple(headings), frozenset(self.used), split)

    def head(self, rows: Sequence[Cells], period: Period | None, table: int) -> Head | None:
        """The header of a section: the first row that names what is needed."""
        said = Said()
        for at, row in enumerate(rows[:FIRST]):
            found = self.header(row, rows[at + 1 :], said.period or period, table)
            if found:
                return found
            for title in islice(filter(None, row.cells), _TITLES):
                said = said.with_text(title)
        return None

    def header(self, row: Cells, rows: Sequence[Cells], period: Period | None, table: int) -> Head | None:
        at = words_at(row)
        columns = self.columns(row, at)
        day = at.get("date")
        if day is None and not columns:
            return self.across(row, rows, period, table)
        if day is None:
            day = unnamed_dates(rows, {column for column, _ in columns})
        is_long = day is not None and {"metric", "value"} <= at.keys()
        others = [c for i, c in enumerate(row.cells) if c and i not in at.values()]
        if not is_long and not columns and (self.claimed or day is None or not others):
            return None
        if day is None and period is None:
            self.undated.append(row)
            return None
        texts = [text_at(below, day) for below in rows] if day is not None else []
        nth = day is not None and folded(text_at(row, day)) in NTH
        numeric = [at["value"]] if is_long else [column for column, _ in columns]
        return Head(
            number=table,
            row=row,
            rows=tuple(rows),
            period=period,
            day=day,
            days=days_of(texts, period, nth=nth),
            columns=() if is_long else columns,
            metric=at["metric"] if is_long else None,
            value=at["value"] if is_long else None,
            note=at.get("note"),
            comma=divides_by_comma(rows, numeric),
            doubtful=leaves_points_doubtful(rows, numeric),
        )

    def columns(self, row: Cells, at: dict[str, int]) -> tuple[tuple[int, Feed], ...]:
        """The columns with numbers, each with the metric it feeds."""
        taken = {column for kind, column in at.items() if kind in ("date", "note")}
        return tuple(
            (column, feed)
            for column, cell in enumerate(row.cells)
            if cell and column not in taken
            for feed in self.feeds
            if feed.takes(cell, self.file, claimed=self.claimed)
        )

    def across(self, row: Cells, rows: Sequence[Cells], period: Period | None, table: int) -> Head | None:
        """A header of days: the rows below it are of metrics, or of segments of one."""
        days = days_of(row.cells, period)
        dated = tuple(
            (column, day)
            for column, cell in enumerate(row.cells)
            if column and (is_date(cell) or period) and not sums_up(cell) and (day := days.day(cell))
        )
        if len(dated) < 2 or len({day for _, day in dated}) < len(dated):
            return None
        numeric = [column for column, _ in dated]
        comma, doubtful = divides_by_comma(rows, numeric), leaves_points_doubtful(rows, numeric)
        return Head(
            table, row, tuple(rows), period, None, days, (), dated=dated, comma=comma, doubtful=doubtful
        )

    def chosen(self, heads: Sequence[Head]) -> Iterator[tuple[Head, list[tuple[int, Feed]]]]:
        """What is read of which section.

        Of several that have the same column those count that are split as the metric is, and for the whole
        those with dates; a report says the same number once a day and once for each channel.
        """
        having: dict[int, list[Head]] = defaultdict(list)
        for head in heads:
            for feed in {feed.index: feed for _, feed in head.columns}.values():
                having[feed.index].append(head)
        read = {(feed.index, head.number) for feed in self.feeds for head in _best(feed, having[feed.index])}
        for head in heads:
            yield head, [(c, feed) for c, feed in head.columns if (feed.index, head.number) in read]

    def of(self, head: Head, feeds: list[tuple[int, Feed]]) -> Iterator[Measured]:
        if head.is_long:
            yield from self.long(head)
        elif head.dated:
            yield from self.pivot(head)
        else:
            self.say_strangers(head)
            self.say_twice(head, feeds)
            yield from self.wide(head, feeds)

    # Rows

    def rows(self, head: Head) -> Iterator[tuple[Cells, date | None, bool]]:
        """The rows that hold numbers, with their day, and whether one adds up the others of its day."""
        for row in head.rows:
            if _is_again(row, head.row) or self.is_ragged(row, head):
                continue
            label = sum_of(row, head)
            text = text_at(row, head.day) if head.day is not None else ""
            if head.day is not None and label and (not text or sums_up(text)):
                continue  # of all days together
            if self.is_foot(row, head):
                continue
            if head.day is None:
                yield row, None if head.dated or not head.period else head.period.last, bool(label)
                continue
            day = self.day(row, head)
            if day:
                yield row, day, bool(label)

    def is_foot(self, row: Cells, head: Head) -> bool:
        """Whether the row says who made the table, or nothing at all."""
        if any(not is_nothing(text_at(row, column)) for column in head.numeric - {head.note}):
            first = next((cell for cell in row.cells if cell), "")
            return bool(_FOOT.match(unicodedata.normalize("NFKC", first)))
        text = text_at(row, head.day) if head.day is not None else ""
        return not text or not re.search("[0-9０-９]", text) or head.days.day(text) is not None

    def is_ragged(self, row: Cells, head: Head) -> bool:
        """Whether a row of text has more cells than the header, so that nobody can tell which is which."""
        more = [i for i in range(len(head.row.cells), len(row.cells)) if row.cells[i]]
        if not isinstance(row, Row) or not more or all(sums_up(row.cells[i]) for i in more):
            return False
        text = message("this row has {n} cells, the header {m}", n=len(row.cells), m=len(head.row.cells))
        hint = message('a number with commas in it stands in quotation marks: `"1,850"`')
        self.report(row, more[0], "malformed-table", text, hint)
        return True

    def wide(self, head: Head, feeds: list[tuple[int, Feed]]) -> Iterator[Measured]:
        found: dict[tuple[int, date], list[tuple[bool, Measured]]] = defaultdict(list)
        heads = {column: self.place(head.row, column) for column, _ in feeds}
        split = {feed.index: head.split_by(feed) for _, feed in feeds}
        for row, day, adds_up in self.rows(head):
            for column, feed in feeds:
                at = split[feed.index]
                if at is None and adds_up and not _is_whole(row, head):
                    continue
                value = self.number(row, column, head, feed)
                if value is None or day is None:
                    continue
                segment = self.segment(row, at, head) if at is not None else ""
                if segment is None:
                    continue
                one = Measured(
                    feed.called,
                    day,
                    value,
                    "",
                    self.place(row, column),
                    heads[column],
                    feed.index,
                    segment,
                    head.number,
                )
                if at is not None:
                    yield one
                else:
                    found[feed.index, day].append((adds_up, one))
        for numbers in found.values():
            whole = [one for adds_up, one in numbers if adds_up]
            yield from whole or (one for _, one in numbers)

    def segment(self, row: Cells, at: int, head: Head) -> str | None:
        """What of the whole a row is about; empty for all of it, None where nobody can know."""
        text = text_at(row, at)
        if sums_up(text):
            return "" if is_whole(text) else None
        if not text and sum_of(row, head):
            return "" if _is_whole(row, head) else None
        title = _title(text)
        if not title:
            name = head.row.cells[at][:80]
            sentence = message("nothing says to which “{name}” this row belongs", name=name)
            self.report(row, at, "missing-field", sentence, message("write it into each row"))
        return title or None

    def long(self, head: Head) -> Iterator[Measured]:
        assert head.metric is not None
        assert head.value is not None
        known = self.by_name()
        for row, day, _ in self.rows(head):
            name = text_at(row, head.metric)
            feed = known.get(name) or known.get(f"\0{folded(name)}")
            if feed is None and (sums_up(name) or self.is_nameless(row, head.metric)):
                continue
            value = self.number(row, head.value, head, feed)
            at = head.split_by(feed) if feed else None
            segment = self.segment(row, at, head) if at is not None and value is not None else ""
            if value is None or day is None or segment is None:
                continue
            note = text_at(row, head.note) if head.note is not None else ""
            place, named = self.place(row, head.value), self.place(row, head.metric)
            if feed:
                self.used.add(feed.index)
            index = feed.index if feed else None
            yield Measured(name, day, value, note, place, named, index, segment, head.number)

    def is_nameless(self, row: Cells, column: int) -> bool:
        """Whether a row says of no metric that it is about it."""
        if text_at(row, column):
            return False
        text = message("nothing says to which metric this row belongs")
        self.report(row, column, "missing-field", text, message("write it into each row"))
        return True

    def by_name(self) -> dict[str, Feed]:
        """The metrics that rows may name: as they are called, and as `column` of this file says."""
        own = {f"\0{folded(f.column)}": f for f in self.feeds if f.column and f.file in ("", self.file)}
        called = {name: feed for feed in self.feeds for name in feed.names - feed.ids}
        former = {name: feed for feed in self.feeds for name in feed.ids}
        return own | called | former | {feed.id: feed for feed in self.feeds if feed.id}

    def pivot(self, head: Head) -> Iterator[Measured]:
        """The numbers of a table with a column a day."""
        known, alone = self.by_name(), self.alone()
        for row, _, adds_up in self.rows(head):
            labels = [cell for i, cell in enumerate(row.cells) if cell and i not in head.numeric]
            meant = (known.get(cell) or known.get(f"\0{folded(cell)}") for cell in labels)
            feed = next(filter(None, meant), alone)
            if feed is None and (adds_up or self.claimed or not labels):
                continue
            at = head.split_by(feed) if feed else None
            if at is None and adds_up and not _is_whole(row, head):
                continue
            segment = self.segment(row, at, head) if at is not None else ""
            if segment is None:
                continue
            place = self.place(row, row.cells.index(labels[0]) if labels else 0)
            index = feed.index if feed else None
            if feed:
                self.used.add(feed.index)
            for column, day in head.dated:
                value = self.number(row, column, head, feed)
                if value is not None:
                    name = feed.called if feed else labels[0]
                    here = self.place(row, column)
                    yield Measured(name, day, value, "", here, place, index, segment, head.number)

    def alone(self) -> Feed | None:
        """The one metric that the whole file is about, as no other is and it names no column."""
        claims = [feed for feed in self.feeds if feed.file == self.file]
        return claims[0] if len(claims) == 1 and not claims[0].column else None

    # Cells

    def day(self, row: Cells, head: Head) -> date | None:
        assert head.day is not None
        text = text_at(row, head.day)
        found = head.days.day(text)
        if found is None:
            sentence = message("`{value}` is not a date", value=text[:60])
            self.report(row, head.day, "not-a-date", sentence, _quoted(text) or date_hint(text[:60]))
        return found

    def number(self, row: Cells, column: int, head: Head, feed: Feed | None) -> float | None:
        text = text_at(row, column)
        if is_nothing(text):
            return None
        if head.doubtful and is_doubtful([text]):
            sentence = message("`{value}` may be a thousand times as much", value=text[:60])
            hint = message("write thousands without a point between them, or one number with two decimals")
            self.report(row, column, "not-a-number", sentence, hint)
            return None
        hint = message("write the number alone; leave the cell empty where nothing was measured")
        try:
            if isinstance(row, Row) and row.delimiter == ";" and "," in text and not head.comma:
                # `1,234` is little more than 1 there
                hint = message("write the number with a point and without commas, for example 1234.5")
                raise ValueError
            found = number(text, feed.unit if feed else "", comma=head.comma)
        except ValueError:
            sentence = message("`{value}` is not a number", value=text[:60])
            self.report(row, column, "not-a-number", sentence, _quoted(text) or hint)
            return None
        if abs(found) > LARGEST:
            sentence = message("`{text}` is too large for a number", text=text[:60])
            self.report(row, column, "number-too-large", sentence, hint)
            return None
        return found

    # Findings

    def say_strangers(self, head: Head) -> None:
        """Columns that no metric is called after, in a file that no metric names: once for each."""
        if self.claimed:
            return
        at = words_at(head.row)
        known = {column for column, _ in head.columns} | set(at.values()) | {head.day}
        for column, name in enumerate(head.row.cells):
            if not name or column in known or folded(name) in self.breakdowns or sums_up(name):
                continue
            if any(text_at(row, column) for row in head.rows):
                self.report(head.row, column, "unknown-reference", *stranger(name, self.feeds))

    def say_twice(self, head: Head, feeds: list[tuple[int, Feed]]) -> None:
        """Two columns for one metric, of which the first is read; they may say the same."""
        seen: dict[int, int] = {}
        for column, feed in list(feeds):
            self.used.add(feed.index)
            first = seen.setdefault(feed.index, column)
            if first == column:
                continue
            feeds.remove((column, feed))
            if any(text_at(row, first) != text_at(row, column) for row in head.rows):
                name = head.row.cells[column][:80]
                text = message("two columns are called “{name}”, or mean the same", name=name)
                self.report(head.row, column, "malformed-table", text, message("keep one of the two"))

    def say_undated(self, heads: Sequence[Head]) -> None:
        """That nobody can tell when something was measured; not where another table of the file says it."""
        said = {feed.index for head in heads for _, feed in head.columns} | self.used
        rows = [
            row
            for row in self.undated
            if any(feed.index not in said for _, feed in self.columns(row, words_at(row)))
        ]
        if rows:
            text = message("the table has no column `date`, and no comment above it gives its period")
            hint = message("add a column `date`, or a line `# End date: 20260331` above the header")
            self.report(rows[0], 0, "malformed-table", text, hint)
        elif not heads and not self.claimed and not self.problems:
            text = message("the table has no column `date`")
            hint = message("the first line names the columns: `date,K1,K2` or `metric,date,value`")
            self.problems.append(Problem(Place(self.file), "malformed-table", "error", text, hint))

    def say_hidden(self, name: str, rows: Sequence[Cells]) -> None:
        if rows:
            text = message("the sheet “{name}” is hidden and is not read", name=name)
            self.report(rows[0], 0, "left-out-sheet", text, message("show it, or delete it"), "info")

    def report(
        self,
        row: Cells,
        column: int,
        code: str,
        text: Message,
        hint: Message | None,
        severity: Severity = "error",
    ) -> None:
        self.counts[code] += 1
        if self.counts[code] <= MOST_PROBLEMS and len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(self.place(row, column), code, severity, text, hint))

    def place(self, row: Cells, column: int) -> Place:
        if not isinstance(row, Row):
            return row.place(self.file, column)
        if row is not self.row:
            self.row, self.spans = row, row.spans()
        behind = len(row.written) + 1
        start, end = self.spans[column] if column < len(self.spans) else (behind, behind + 1)
        return Place(self.file, row.line, start, row.line, end)


def _best(feed: Feed, heads: Sequence[Head]) -> list[Head]:
    """Those of the sections with a metric's column that are read."""
    split = [head for head in heads if head.split_by(feed) is not None]
    others = [head for head in heads if head.split_by(feed) is None]
    dated = [head for head in others if head.day is not None]
    return split + (dated or ([] if split else others))


def _is_whole(row: Cells, head: Head) -> bool:
    return is_whole(sum_of(row, head))


def _is_again(row: Cells, header: Cells) -> bool:
    """Whether the header is repeated, as on every printed page."""
    return row.cells == header.cells


def _title(text: str) -> str:
    """The title of a segment: one line, without characters that nobody sees."""
    shown = (c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return " ".join("".join(shown).split())[:_LONGEST].strip()


def _quoted(text: str) -> Message | None:
    """What may be wrong with a cell of several lines."""
    if "\n" not in text:
        return None
    return message("the cell goes on over several lines: a quotation mark may be missing")
