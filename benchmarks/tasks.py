"""The tasks of a made-up project: one after the other, or a tree of work packages that run side by side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from benchmarks.texts import PACKAGES, WORK

if TYPE_CHECKING:
    from benchmarks.setting import Item, Setting
    from benchmarks.themes import Pair

_PACKAGE = 8  # tasks, the one above the others included
_LAGS = (None, None, "2d", "1w")
_FRIDAY = 4


def tasks(s: Setting, count: int) -> list[Item]:
    """A chain of at most ten, or packages of about eight."""
    return _chain(s, count) if count <= len(WORK) else _tree(s, count)


def _chain(s: Setting, count: int) -> list[Item]:
    made = []
    for i, title in enumerate(WORK[:count], 1):
        start, finish = _weekdays(s.at((i - 1) / count), s.at(i / count))
        item = _task(f"T{i}", title, start, finish, s) | {"phase": f"P{min(3, 1 + i // 4)}"}
        made.append(item | ({"depends_on": [f"T{i - 1}"]} if i > 1 else {}))
    return made


def _tree(s: Setting, count: int) -> list[Item]:
    packages = max(2, count // _PACKAGE)
    sizes = [count // packages + (1 if i < count % packages else 0) for i in range(packages)]
    made: list[Item] = []
    for p, size in enumerate(sizes):
        number = len(made) + 1
        begin, end = p / (packages + 1), (p + 2) / (packages + 1)
        previous = made[-(sizes[p - 1] // 2)] if p else None
        made += _package(number, size, PACKAGES[p % len(PACKAGES)], s, (begin, end), previous)
    return made


def _package(
    number: int, size: int, title: Pair, s: Setting, share: tuple[float, float], previous: Item | None
) -> list[Item]:
    """A task and those below it, from one share of the project's time to another."""
    begin, end = share
    above: Item = {"id": f"T{number}", "title": s.text(title), "owner": s.owner()}
    if s.closed:
        above["status"] = "done"
    made, before = [above], previous
    for i in range(size - 1):
        low, high = begin + (end - begin) * i / (size - 1), begin + (end - begin) * (i + 1) / (size - 1)
        start, finish = _weekdays(s.at(low), s.at(high))
        work = WORK[i % len(WORK)]
        name = (f"{title[0]}：{work[0]}", f"{title[1]}: {work[1].lower()}")
        item = _task(f"T{number + 1 + i}", name, start, finish, s) | {"parent": above["id"]}
        if before and before["finish"] < start:
            item["depends_on"] = [_predecessor(before, start, s)]
        made.append(item)
        before = item
    return made


def _predecessor(before: Item, start: date, s: Setting) -> Item | str:
    """The task before, with a lag where there is time for one."""
    lag = s.luck.choice(_LAGS)
    needed = {None: 0, "2d": 6, "1w": 8}[lag]
    if lag is None or (start - before["finish"]).days < needed:
        return str(before["id"])
    return {"ref": before["id"], "type": "FS", "lag": lag}


def _task(name: str, title: Pair, start: date, finish: date, s: Setting) -> Item:
    item: Item = {"id": name, "title": s.text(title), "owner": s.owner()}
    item |= {"start": start, "finish": finish, "effort": s.luck.randint(3, 25)}
    if finish < s.as_of:
        item |= {"status": "done", "actual": {"start": start, "finish": finish}}
    elif start <= s.as_of:
        item |= {"status": "in_progress", "complete": s.luck.randrange(10, 95, 5)}
    else:
        item["status"] = "todo"
    return item


def _weekdays(begin: date, end: date) -> tuple[date, date]:
    """The first working day after `begin` and the last before or on `end`, never the wrong way round."""
    start, finish = begin + timedelta(days=1), end
    while start.weekday() > _FRIDAY:
        start += timedelta(days=1)
    while finish.weekday() > _FRIDAY:
        finish -= timedelta(days=1)
    return start, max(start, finish)
