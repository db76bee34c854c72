"""What former reports said of the projects: each as its commit had it, on its day."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from opsgen import history
from opsgen.cache import Store, digest, program
from opsgen.calendar import local_day, zone
from opsgen.derive.reporting import report_days
from opsgen.derive.snapshot import Reading, Snapshot, Spent, Work, snapshot
from opsgen.history import GitError
from opsgen.timeline.agreed import agreed
from opsgen.timeline.desk import Desk
from opsgen.timeline.sides import of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from opsgen.model import Settings
    from opsgen.portfolio import Portfolio
    from opsgen.portfolio import Reading as FileReading
    from opsgen.timeline.timeline import Timeline

_NEWEST = 13
"""So many reports are read, the newest ones: a year of months, a quarter of weeks."""
_YEAR = timedelta(days=366)
_DAY = timedelta(days=1)
Found = dict[str, Snapshot]


def snapshots(
    root: Path, portfolio: Portfolio, past: Timeline, as_of: date
) -> Mapping[str, tuple[Snapshot, ...]]:
    """What the reports before the status date said of each project of today, by its id; the oldest first.

    Each report is the newest commit on its day, read with the settings that it has; nothing is said of days
    before the known history. Never raises: what git does not give is not there.
    """
    if not past.head or past.began is None:
        return {}
    began = local_day(past.began, portfolio.settings.timezone)
    said: list[Found] = []
    with suppress(GitError), Store(root, "snapshots") as store:
        desk = _Desk(root, portfolio.settings, past, store)
        # The newest first: what is far back may not be in this clone.
        said.extend(map(desk.report, reversed(days(portfolio.settings, began, as_of))))
    return {
        project.id: found
        for project in portfolio.projects
        if (found := tuple(_of((project.id, *project.aliases), said[::-1])))
    }


def days(settings: Settings, began: date, as_of: date) -> tuple[date, ...]:
    """The days of the reports that are read: the newest ones, and of a year the last one of each month."""
    told = report_days(settings, max(began, as_of - _YEAR), as_of - _DAY)
    monthly = [[*of_month][-1] for _, of_month in groupby(told, key=lambda day: (day.year, day.month))]
    return tuple(sorted({*told[-_NEWEST:], *monthly}))


def _of(names: tuple[str, ...], said: list[Found]) -> Iterator[Snapshot]:
    """What each report said of a project under the first of these names that it knew."""
    for report in said:
        yield from [report[name] for name in names if name in report][:1]


class _Desk:
    """Reads reports, or remembers what they said."""

    def __init__(self, root: Path, settings: Settings, past: Timeline, store: Store) -> None:
        self._root = root
        self._zone = zone(settings.timezone)
        self._past = past
        self._store = store
        # A plan that was agreed on is that of a tag, and a tag may be set later, or anew.
        tags = repr((sorted(history.tags(root, "").items()), past.until))
        self._rests_on = (program(), tags.encode("utf-8", "surrogateescape"), past.reach.encode("ascii"))
        self._read: dict[str, tuple[object, FileReading]] = {}

    def report(self, day: date) -> Found:
        """What the report of a day said of each project that could be read then, by the id it had."""
        commit = history.at(self._root, self._past.head, day, self._zone)
        if commit is None:
            return {}
        key = digest((*self._rests_on, commit.encode("ascii"), day.isoformat().encode("ascii")))
        kept = self._store.get(key)
        found = restored(kept) if kept is not None else None
        if found is None:
            found = self._made(commit, day)
            self._store.put(key, stored(found))
        return found

    def _made(self, commit: str, day: date) -> Found:
        then = agreed(self._root, self._portfolio(commit), self._past, day)
        desk = Desk(then, day)
        assessed = ((project.id, desk.assessed(project)) for project in then.projects)
        return {name: snapshot(found) for name, found in assessed if found}

    def _portfolio(self, commit: str) -> Portfolio:
        """The portfolio of a commit; a project that is as in the last one is not read again."""
        side = of(self._root, history.files(self._root, commit))
        blobs = side.fetched.blobs if side.fetched else {}
        common = tuple(blobs.get(name) for name in (*side.layout.extra, *side.layout.spending))
        keys = {
            files.id: (common, *((name, blobs.get(name)) for name in files.names))
            for files in side.layout.projects
        }
        known = {name: self._read[name] for name, key in keys.items() if self._known(name, key)}
        anew = side.readings(keys.keys() - known.keys())
        self._read = known | {name: (keys[name], reading) for name, reading in anew.items()}
        return side.put_together({name: self._read[name][1] for name in keys})

    def _known(self, name: str, key: object) -> bool:
        return name in self._read and self._read[name][0] == key


def stored(found: Mapping[str, Snapshot]) -> bytes:
    """What a report said, as JSON."""
    rows = {name: _row(one) for name, one in found.items()}
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogateescape")


def restored(data: bytes) -> Found | None:
    """What was stored; None for anything else."""
    try:
        rows = json.loads(data.decode("utf-8", "surrogateescape"))
        return {name: _snapshot(row) for name, row in rows.items()}
    except (ValueError, TypeError, AttributeError, ArithmeticError):
        return None


def _row(one: Snapshot) -> list[object]:
    money = one.money
    return [
        one.day.isoformat(),
        one.overall,
        dict(one.lights),
        one.exposure,
        dict(one.risks),
        {name: day.isoformat() for name, day in one.milestones.items()},
        {name: [m.status, m.value, m.expected, m.target, m.projected] for name, m in one.metrics.items()},
        money and [money.currency, *(_said(a) for a in (money.planned, money.actual, money.forecast))],
        [one.work.tasks, one.work.weight, one.work.done, one.work.basis],
        one.deliverables,
        sorted(one.chances),
        one.confidentiality,
        one.published,
        one.steps,
    ]


def _said(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _snapshot(row: list[Any]) -> Snapshot:
    (day, overall, lights, exposure, risks, milestones, metrics, money, work, deliverables, *more) = row
    chances, confidentiality, published, (probability, impact) = more
    return Snapshot(
        date.fromisoformat(day),
        overall,
        lights,
        exposure,
        {name: tuple(rated) for name, rated in risks.items()},
        {name: date.fromisoformat(due) for name, due in milestones.items()},
        {name: Reading(*values) for name, values in metrics.items()},
        money and _spent(*money),
        Work(*work),
        tuple(deliverables),
        frozenset(chances),
        confidentiality,
        published,
        (tuple(probability), tuple(impact)),
    )


def _spent(currency: str, planned: str, actual: str | None, forecast: str) -> Spent:
    return Spent(currency, Decimal(planned), None if actual is None else Decimal(actual), Decimal(forecast))
