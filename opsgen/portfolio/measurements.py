"""Measured numbers of a project, by date, inside the metrics or from CSV files, put with their metrics."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opsgen.problem import Place, Problem
from opsgen.schema.hints import date_hint
from opsgen.schema.values import measured, plain_date, repaired_date
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from opsgen.load import Path
    from opsgen.tables import Row, Table

MOST_PROBLEMS = 100
_DATE = frozenset({"date", "日期", "day", "时间"})
_METRIC = frozenset({"metric", "指标", "指标编号", "metric id"})
_VALUE = frozenset({"value", "值", "数值", "actual", "实际"})
_MIDNIGHT = re.compile(r" 0?0:00(:00)?\Z")
_SUMS = frozenset(
    (
        "合计",
        "总计",
        "小计",
        "总和",
        "汇总",
        "累计",
        "平均",
        "sum",
        "total",
        "subtotal",
        "grand total",
        "average",
    )
)
_NOTE = frozenset({"note", "备注", "说明"})


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


def from_table(table: Table) -> tuple[list[Measured], list[Problem]]:
    """The numbers of a table: columns metric, date, value (and note), or date and one column a metric."""
    header = [cell.casefold() for cell in table.header.cells]
    at = {name: i for i, cell in enumerate(header) for name, words in _COLUMNS.items() if cell in words}
    reader = _TableReader(table, at)
    if "date" not in at:
        text = message("the table has no column `date`")
        hint = message("the first line names the columns: `date,K1,K2` or `metric,date,value`")
        return [], [Problem(Place(table.file), "malformed-table", "error", text, hint)]
    rows = reader.long() if {"metric", "value"} <= at.keys() else reader.wide()
    return list(rows), reader.problems


_COLUMNS = {"date": _DATE, "metric": _METRIC, "value": _VALUE, "note": _NOTE}


class _TableReader:
    def __init__(self, table: Table, at: dict[str, int]) -> None:
        self.table = table
        self.at = at
        self.problems: list[Problem] = []
        self.row: Row | None = None
        self.spans: tuple[tuple[int, int], ...] = ()

    def long(self) -> Iterator[Measured]:
        for row in self.table.rows:
            day = self.day(row)
            value = self.number(row, self.at["value"])
            metric = _cell(row, self.at["metric"])
            if day and value is not None:
                note = _cell(row, self.at["note"]) if "note" in self.at else ""
                place = self.place(row, self.at["metric"])
                yield Measured(metric, day, value, note, place, place)

    def wide(self) -> Iterator[Measured]:
        others = set(self.at.values())
        head = self.table.header
        columns = [(i, name) for i, name in enumerate(head.cells) if i not in others and name]
        heads = {i: self.place(head, i) for i, _ in columns}
        for row in self.table.rows:
            day = self.day(row)
            for i, name in columns:
                if day and _cell(row, i):
                    value = self.number(row, i)
                    if value is not None:
                        yield Measured(name, day, value, "", self.place(row, i), heads[i])

    def day(self, row: Row) -> date | None:
        text = _cell(row, self.at["date"])
        try:
            return plain_date(_exported(text))
        except ValueError:
            self.report(
                row,
                self.at["date"],
                "not-a-date",
                message("`{value}` is not a date", value=text[:60]),
                message("delete this row: only days are read, no sums") if _is_sum(row) else date_hint(text),
            )
            return None

    def number(self, row: Row, column: int) -> float | None:
        text = _cell(row, column)
        hint = message("write the number alone; leave the cell empty where nothing was measured")
        try:
            if row.delimiter == ";" and "," in text:  # `1,234` is little more than 1 there
                hint = message("write the number with a point and without commas, for example 1234.5")
                raise ValueError
            return measured(text)
        except ValueError:
            sentence = message("`{value}` is not a number", value=text[:60])
            self.report(row, column, "not-a-number", sentence, hint)
            return None

    def report(self, row: Row, column: int, code: str, text: Message, hint: Message | None) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(Problem(self.place(row, column), code, "error", text, hint))

    def place(self, row: Row, column: int) -> Place:
        if row is not self.row:
            self.row, self.spans = row, row.spans()
        behind = len(row.written) + 1
        start, end = self.spans[column] if column < len(self.spans) else (behind, behind + 1)
        return Place(self.table.file, row.line, start, row.line, end)


def _is_sum(row: Row) -> bool:
    """Whether a row adds up those above it, by its first word."""
    first = next((cell for cell in row.cells if cell), "")
    return first.rstrip(":：").strip().casefold() in _SUMS


def _exported(text: str) -> str:
    """A date as sheets export it, `2026/11/8` or `2026/11/8 0:00`, as YYYY-MM-DD; else the text as it is."""
    return repaired_date(_MIDNIGHT.sub("", text)) or text


def _cell(row: Row, column: int) -> str:
    return row.cells[column] if column < len(row.cells) else ""


def put_with_metrics(
    metrics: list[dict[str, Any]], found: Collection[Measured]
) -> tuple[dict[Path, Place], list[Problem]]:
    """Add the numbers to the metrics they name.

    Returns the place of each number by its path in the project, and the numbers that fit no metric.
    """
    if not found:
        return {}, []
    known = _by_name(metrics)
    dated = {(i, m["date"]): m for i, of in enumerate(metrics) for m in of.get("measurements", ())}
    strangers: set[tuple[str, str]] = set()
    places: dict[Path, Place] = {}
    problems: list[Problem] = []
    for number in found:
        if number.metric not in known:
            stranger = (number.named.file, number.metric)
            if (
                stranger not in strangers and len(problems) < MOST_PROBLEMS
            ):  # once for a column of a table, not for each of its rows
                problems.append(_no_metric(number, [m["id"] for m in metrics if "id" in m]))
            strangers.add(stranger)
            continue
        index = known[number.metric]
        listed = metrics[index].setdefault("measurements", [])
        same = dated.get((index, number.date))
        if same is None:
            places[("metrics", index, "measurements", len(listed))] = number.place
            listed.append({"date": number.date, "value": number.value, "note": number.note})
            dated[index, number.date] = listed[-1]
        elif same["value"] != number.value and len(problems) < MOST_PROBLEMS:
            problems.append(_twice(number, same["value"]))
    return places, problems


def _by_name(metrics: list[dict[str, Any]]) -> dict[str, int]:
    """The index of each metric by its id, its former ids, and its title where that is one text."""
    titles = {m["title"]: i for i, m in enumerate(metrics) if isinstance(m["title"], str)}
    former = {alias: i for i, m in enumerate(metrics) for alias in m.get("aliases", ())}
    return titles | former | {m["id"]: i for i, m in enumerate(metrics) if "id" in m}


def _no_metric(number: Measured, known: list[str]) -> Problem:
    text = message("there is no metric `{id}` in this project", id=number.metric)
    hint = message("metrics here: {ids}", ids=tuple(known))
    if not known:
        hint = message("there is none yet: write one in {lists}, or delete the name", lists="`metrics`")
    return Problem(number.named, "unknown-reference", "error", text, hint)


def _twice(number: Measured, other: float) -> Problem:
    text = message(
        "`{id}` is measured twice on {date}: {first} and {second}",
        id=number.metric,
        date=number.date.isoformat(),
        first=other,
        second=number.value,
    )
    return Problem(number.place, "measured-twice", "error", text, message("keep one of the two"))
