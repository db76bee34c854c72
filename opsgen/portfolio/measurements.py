"""Measured numbers of a project, by date, inside the metrics or from tables, put with their metrics."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from opsgen.portfolio.exports import MOST_PROBLEMS, Measured, measured_in
from opsgen.portfolio.feeds import feeds, forms, no_breakdown, no_column, no_file
from opsgen.portfolio.headings import folded
from opsgen.problem import Problem, errors
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import date

    from opsgen.load import Path, Sources
    from opsgen.problem import Place
    from opsgen.tables import Book

MOST_SEGMENTS = 200
"""Of one metric; a page with more of them says nothing."""


def from_tables(
    books: Mapping[str, Book], metrics: Sequence[dict[str, Any]], folder: str, sources: Sources
) -> tuple[list[Measured], list[Problem]]:
    """The numbers of all tables of a project for its metrics, and what is wrong with them."""
    known = feeds(metrics, books, folder)
    exports = {name: measured_in(book, known) for name, book in books.items()}
    problems = [problem for export in exports.values() for problem in export.problems]
    for feed in known:
        if feed.written and not feed.file:
            problems.append(no_file(feed, books, folder, sources))
        elif feed.file:
            export = exports.get(feed.file)
            if not export or errors(export.problems):
                continue
            metric = metrics[feed.index]
            if feed.index not in export.used:
                problems.append(no_column(feed, export.headings, sources))
            elif feed.breakdown and feed.index not in export.split and not metric.get("segments"):
                problems.append(no_breakdown(feed, metric["breakdown"], export.headings, sources))
    return [number for export in exports.values() for number in export.numbers], problems


def put_with_metrics(
    metrics: list[dict[str, Any]], found: Collection[Measured]
) -> tuple[dict[Path, Place], list[Problem]]:
    """Add the numbers to the metrics they name, and to their segments.

    Returns the place of each number by its path in the project, and what fits no metric or stands twice.
    """
    if not found:
        return {}, []
    putter = _Putter(metrics)
    for number in found:
        putter.put(number)
    for index in list(putter.split):
        putter.total(index)
        putter.limit(index)
    return putter.places, putter.problems


class _Putter:
    def __init__(self, metrics: list[dict[str, Any]]) -> None:
        self.metrics = metrics
        self.known = _by_name(metrics)
        self.dated = {(i, m["date"]): m for i, of in enumerate(metrics) for m in of.get("measurements", ())}
        self.strangers: set[tuple[str, str]] = set()
        self.places: dict[Path, Place] = {}
        self.problems: list[Problem] = []
        self.split: dict[int, dict[date, Place]] = defaultdict(dict)
        """For each metric the days on which tables have segments, and where the first of them stands."""
        self.of_segment: dict[tuple[int, int, date], tuple[float, str, int]] = {}
        """The number of each segment and day, and the file and table it came from."""
        self.at: dict[tuple[int, str], int] = {}
        self.own: dict[int, int] = {}
        """How many segments each metric had before there were tables."""

    def put(self, number: Measured) -> None:
        index = self.known.get(number.metric) if number.index is None else number.index
        if index is None:
            self.say_stranger(number)
        elif number.segment:
            self.put_segment(index, number)
        else:
            self.put_whole(index, number)

    def say_stranger(self, number: Measured) -> None:
        stranger = (number.named.file, number.metric)
        if stranger not in self.strangers:  # once for a column of a table, not for each of its rows
            self.report(_no_metric(number, [m["id"] for m in self.metrics if "id" in m]))
        self.strangers.add(stranger)

    def put_whole(self, index: int, number: Measured) -> None:
        same = self.dated.get((index, number.date))
        if same is None:
            listed = self.metrics[index].setdefault("measurements", [])
            self.places["metrics", index, "measurements", len(listed)] = number.place
            listed.append({"date": number.date, "value": number.value, "note": number.note})
            self.dated[index, number.date] = listed[-1]
        elif same["value"] != number.value:
            self.report(_twice(number, same["value"]))

    def put_segment(self, index: int, number: Measured) -> None:
        listed, at = self.segment(index, number)
        self.split[index].setdefault(number.date, number.place)
        key, table = (index, at, number.date), (number.place.file, number.table)
        same = self.of_segment.get(key)
        if same is None:
            measurements = listed[at].setdefault("measurements", [])
            path = ("metrics", index, "segments", at, "measurements", len(measurements))
            self.places[path] = number.place
            measurements.append({"date": number.date, "value": number.value, "note": number.note})
            self.of_segment[key] = (number.value, *table)
        elif same[0] != number.value or same[1:] == table:
            self.report(_twice(number, same[0]))

    def segment(self, index: int, number: Measured) -> tuple[list[dict[str, Any]], int]:
        """The segments of a metric, and which of them a number belongs to."""
        listed: list[dict[str, Any]] = self.metrics[index].setdefault("segments", [])
        if index not in self.own:
            self.own[index] = len(listed)
            for i, segment in enumerate(listed):
                self.at.update({(index, folded(form)): i for form in forms(segment["title"])})
                for m in segment.get("measurements", ()):
                    self.of_segment[index, i, m["date"]] = (m["value"], "", 0)
        key = (index, folded(number.segment))
        if key not in self.at:
            self.at[key] = len(listed)
            self.places["metrics", index, "segments", len(listed)] = number.place
            listed.append({"title": number.segment, "measurements": []})
        return listed, self.at[key]

    def total(self, index: int) -> None:
        """Add up the segments of a metric that adds up, on the days on which nothing says the whole."""
        metric = self.metrics[index]
        missing = sorted(day for day in self.split[index] if (index, day) not in self.dated)
        sums = _sums(metric) if _adds_up(metric) else {}
        unknown = []
        for day in missing:
            whole = sums.get(day)
            if whole is None:
                unknown.append(day)
                continue
            listed = metric.setdefault("measurements", [])
            self.places["metrics", index, "measurements", len(listed)] = self.split[index][day]
            listed.append({"date": day, "value": whole, "note": ""})
        if unknown:
            self.report(_no_total(metric, unknown, self.split[index][unknown[0]], added=_adds_up(metric)))

    def limit(self, index: int) -> None:
        """Leave out segments that are too many to be shown; their sum has been taken."""
        listed, own = self.metrics[index]["segments"], self.own[index]
        if len(listed) <= MOST_SEGMENTS:
            return
        place = self.places["metrics", index, "segments", max(own, MOST_SEGMENTS)]
        for at in range(max(own, MOST_SEGMENTS), len(listed)):
            for number in range(len(listed[at]["measurements"])):
                del self.places["metrics", index, "segments", at, "measurements", number]
            del self.places["metrics", index, "segments", at]
        text = message(
            "`{id}` is split into {n} parts, of which the first {most} are read",
            id=_called(self.metrics[index]),
            n=len(listed),
            most=MOST_SEGMENTS,
        )
        hint = message("export fewer of them; a total row or the sum of all of them counts in any case")
        del listed[max(own, MOST_SEGMENTS) :]
        self.report(Problem(place, "too-many-segments", "warning", text, hint))

    def report(self, problem: Problem) -> None:
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)


def _adds_up(metric: dict[str, Any]) -> bool:
    return bool(metric.get("cumulative")) or metric.get("aggregation") == "sum"


def _sums(metric: dict[str, Any]) -> dict[date, float]:
    """The segments of each day together.

    Of running totals every segment that had a number before must have one: it does not begin again at 0.
    """
    found: dict[date, list[float]] = defaultdict(list)
    going_on: Counter[date] = Counter()
    begins: list[date] = []
    for segment in metric["segments"]:
        values = {m["date"]: m["value"] for m in segment.get("measurements", ())}
        first = min(values, default=None)
        for day, value in values.items():
            found[day].append(value)
            going_on[day] += day != first
        begins += [first] if first else []
    begins.sort()
    cumulative = bool(metric.get("cumulative"))
    whole = (day for day in found if not cumulative or going_on[day] == bisect_left(begins, day))
    return {day: float(f"{math.fsum(found[day]):.15g}") for day in whole}


def _no_total(metric: dict[str, Any], days: Sequence[date], place: Place, *, added: bool) -> Problem:
    text = message("nothing says the total of `{id}` on {date}", id=_called(metric), date=days[0].isoformat())
    if len(days) > 1:
        text = message(
            "nothing says the total of `{id}` on {n} days, the first of them {date}",
            id=_called(metric),
            n=len(days),
            date=days[0].isoformat(),
        )
    if added:
        hint = message("some of its parts have no number there; running totals are not added without them")
    else:
        hint = message("its parts cannot be added: add a row of totals, called “Total” or “合计”")
    return Problem(place, "no-total", "info", text, hint)


def _called(metric: dict[str, Any]) -> str:
    return metric.get("id") or forms(metric["title"])[0]


def _by_name(metrics: list[dict[str, Any]]) -> dict[str, int]:
    """The index of each metric by its id, its former ids, and its title where that is one text."""
    titles = {m["title"]: i for i, m in enumerate(metrics) if isinstance(m["title"], str)}
    former = {alias: i for i, m in enumerate(metrics) for alias in m.get("aliases", ())}
    return titles | former | {m["id"]: i for i, m in enumerate(metrics) if "id" in m}


def _no_metric(number: Measured, known: list[str]) -> Problem:
    text = message("there is no metric `{id}` in this project", id=number.metric[:80])
    hint = message("metrics here: {ids}", ids=tuple(known))
    if not known:
        hint = message("there is none yet: write one in {lists}, or delete the name", lists="`metrics`")
    return Problem(number.named, "unknown-reference", "error", text, hint)


def _twice(number: Measured, other: float) -> Problem:
    if number.segment:
        text = message(
            "`{id}` is measured twice for “{segment}” on {date}: {first} and {second}",
            id=number.metric,
            segment=number.segment,
            date=number.date.isoformat(),
            first=other,
            second=number.value,
        )
    else:
        text = message(
            "`{id}` is measured twice on {date}: {first} and {second}",
            id=number.metric,
            date=number.date.isoformat(),
            first=other,
            second=number.value,
        )
    hint = message("keep one of the two")
    if number.table and not number.segment:
        hint = message(
            "keep one of the two; if the rows are of several channels, name their column: `breakdown: …`"
        )
    return Problem(number.place, "measured-twice", "error", text, hint)
