"""A file of the demonstration as it could have been written on a day: without what was only known later.

Most of the history stands in the files themselves: the day a risk was raised, an action done, a bill paid, a
value measured. So it is not told a second time.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

from opsgen.demonstration.sheet import Sheet, children, word
from opsgen.edit.insert import member

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load.nodes import Node

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z")
_IN_ROW = re.compile(r"(?:^|,)(\d{4})-(\d\d)(?:-(\d\d))?(?=,)", re.MULTILINE)
_NTH = re.compile(r"\d{4},")
_DAYS = {word: re.compile(rf"# {word}: (\d{{8}})") for word in ("开始日期", "结束日期")}


class Later(NamedTuple):
    """A field with a day; before that day it is not there, nor are others, and some say something else."""

    field: str
    gone: tuple[str, ...] = ()
    before: tuple[tuple[str, str], ...] = ()


_FIRST = {
    **dict.fromkeys(("risks", "issues", "decisions"), "raised"),
    **dict.fromkeys(("research", "adjustments", "feedback", "measurements", "actuals"), "date"),
}
"""The lists whose items are not there before a day of theirs."""
_LATER = {
    "actions": (
        Later("done", ("verified", "verified_by"), (("status", "in_progress"),)),
        Later("verified", ("verified_by",)),
    ),
    "decisions": (Later("date", ("outcome", "status", "consequences", "approves")),),
    "deliverables": (Later("delivered", (), (("status", "in_progress"),)),),
    "dependencies": (Later("delivered", (), (("status", "agreed"),)),),
    "deliveries": (Later("delivered"),),
    "issues": (Later("resolved", ("resolution",), (("status", "in_progress"),)),),
    "milestones": (Later("actual", ("decided", "decided_by"), (("outcome", "pending"),)),),
    "payments": (Later("paid"),),
    "quality": (Later("date", (), (("result", "pending"),)),),
    "risks": (Later("closed", ("status", "close_reason")), Later("reviewed")),
}
"""The fields of the items of a list that come later than their item."""


def known(text: str, name: str, day: date) -> str:
    """What of a file with this name and text was known on the day; empty where nothing was."""
    if name.endswith(".csv"):
        return _rows(text, day)
    sheet = Sheet(text)
    stem = name.rpartition("/")[2].removesuffix(".yaml")
    _visit(sheet, sheet.root, "" if sheet.root.id == "mapping" else stem, day)
    return sheet.text()


def _rows(text: str, day: date) -> str:
    if "开始日期" in text:
        parts = (_export(part, day) for part in text.rstrip("\n").split("\n\n"))
        return "\n\n".join(filter(None, parts)) + "\n"
    return "".join(line for line in text.splitlines(keepends=True) if not _after(line, day))


def _export(text: str, day: date) -> str:
    """A part of an export that counts days from its first; empty where it sums up what is not over yet."""
    first, last = (date.fromisoformat(_DAYS[word].findall(text)[0]) for word in ("开始日期", "结束日期"))
    if first > day or (last > day and "第 N 天" not in text):
        return ""
    kept = [
        line
        for line in text.split("\n")
        if not _NTH.match(line) or first + timedelta(days=int(line[:4])) <= day
    ]
    return "\n".join(kept).replace(f"{last:%Y%m%d}", f"{min(last, day):%Y%m%d}")


def _after(line: str, day: date) -> bool:
    found = _IN_ROW.search(line)
    if not found:
        return False
    year, month = int(found[1]), int(found[2])
    return date(year, month, int(found[3] or monthrange(year, month)[1])) > day


def _visit(sheet: Sheet, node: Node, kind: str, day: date) -> None:
    """Ask the sheet for what has to go from a list or mapping of this kind."""
    if node.id == "mapping":
        if kind != "measurements" or member(node, "date") is not None:
            _fields(sheet, node, kind, day)
        for key, value in node.value:
            if _DAY.match(key.value) and date.fromisoformat(key.value) > day:
                sheet.drop(node, key.value)
            elif value.id != "scalar":
                _visit(sheet, value, key.value, day)
    elif node.id == "sequence":
        for at, item in enumerate(node.value):
            if item.id == "mapping" and _is_later(item, kind, day):
                sheet.drop_item(node, at)
            else:
                _visit(sheet, item, kind, day)


def _is_later(item: Node, kind: str, day: date) -> bool:
    if kind == "updates":
        return _reported(word(item, "period")) > day
    if kind == "vendors":
        contract = member(item, "contract")
        return contract is not None and _is_after(contract, "signed", day)
    if kind == "actual":  # what a benefit came to
        return _is_after(item, "date", day)
    return _is_after(item, _FIRST.get(kind, "-"), day)


def _is_after(item: Node, field: str, day: date) -> bool:
    written = word(item, field)
    return bool(_DAY.match(written)) and date.fromisoformat(written) > day


def _reported(period: str) -> date:
    """The day from which on a week or a month can be reported."""
    year, part = period.split("-")
    if part.startswith("W"):
        return date.fromisocalendar(int(year), int(part[1:]), 4)
    return date(int(year), int(part), 28)


def _fields(sheet: Sheet, item: Node, kind: str, day: date) -> None:
    for rule in _LATER.get(kind, ()):
        if _is_after(item, rule.field, day):
            sheet.drop(item, rule.field, *rule.gone)
            for field, value in rule.before:
                if member(item, field) is not None:
                    sheet.put(item, field, value)
            if kind == "milestones":
                _awaited(sheet, item)
    if kind in ("tasks", "phases"):
        _progress(sheet, item, day)
    if kind == "tasks":
        _planned(sheet, item, day)
    if kind == "training" and _is_after(item, "date", day):
        sheet.drop(item, "attended", "result")
    if kind == "adjustments" and _is_after(item, "check_on", day):
        sheet.drop(item, "result", "notes")
    assessed = member(item, "delivery_confidence")
    if assessed is not None and _is_after(assessed, "date", day):
        sheet.drop(item, "delivery_confidence")


def _awaited(sheet: Sheet, item: Node) -> None:
    """A milestone that is still to come: it has a forecast, and none of its criteria is met yet."""
    if member(item, "forecast") is None:
        sheet.put(item, "forecast", word(item, "baseline"))
    for one in _items(item, "criteria"):
        if one.id == "mapping":
            sheet.drop(one, "evidence")
            if word(one, "met") == "true":
                sheet.put(one, "met", "false")


def _items(item: Node, field: str) -> Iterator[Node]:
    found = member(item, field)
    yield from children(found) if found is not None else ()


def _progress(sheet: Sheet, item: Node, day: date) -> None:
    """Work that runs: begun on its day, then in even steps towards what is written in the end."""
    actual = member(item, "actual")
    if actual is None:
        return
    start = date.fromisoformat(word(actual, "start"))
    finish = word(actual, "finish")
    if start > day:
        sheet.drop(item, "actual", "complete", "remaining", "blocked_by")
        _status(sheet, item, "todo")
    elif finish and date.fromisoformat(finish) > day:
        sheet.put(item, "actual", f"{{start: {start}}}")
        _status(sheet, item, "in_progress")
        _share(sheet, item, start, date.fromisoformat(finish), day)
    elif not finish:
        _share(sheet, item, start, _LAST, day)


_LAST = date(2026, 11, 20)
"""The day up to which the files tell what has happened."""


def _planned(sheet: Sheet, item: Node, day: date) -> None:
    """The dates of the plan, up to the day on which a task that came late should have been finished."""
    baseline = member(item, "baseline")
    if baseline is None:
        return
    finish = date.fromisoformat(word(baseline, "finish"))
    if day < finish <= _LAST:
        for field in ("start", "finish"):
            sheet.put(item, field, word(baseline, field))


def _status(sheet: Sheet, item: Node, status: str) -> None:
    if member(item, "status") is not None:
        sheet.put(item, "status", status)


def _share(sheet: Sheet, item: Node, start: date, end: date, day: date) -> None:
    complete = word(item, "complete")
    if not complete or day >= end:
        return
    share = int(complete) * (day - start + timedelta(days=1)) / (end - start + timedelta(days=1))
    sheet.put(item, "complete", str(5 * int(share // 5)))
    sheet.drop(item, "remaining")
