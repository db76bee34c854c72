"""P50 and P80 held to what was kept back: of milestones open on a day, how many were reached by them.

Run with `-s` to read the shares.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta
from time import process_time
from typing import TYPE_CHECKING

import pytest

from opsgen import portfolio
from opsgen.calendar import zone
from opsgen.demonstration import demonstration
from opsgen.derive.precedents import Case, Course, Precedents, curve, precedents
from opsgen.derive.trend import Stated
from opsgen.history.found import found
from opsgen.timeline import timeline
from opsgen.timeline.forecasts import stated

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

BEGAN = date(2020, 1, 1)


@dataclass(frozen=True)
class Life:
    """A milestone: what was forecast of it, and when it was reached; None while it is open."""

    stated: tuple[Stated, ...]
    actual: date | None

    def forecast(self, day: date) -> date | None:
        """What was forecast on a day on which it was open."""
        if self.actual is not None and self.actual <= day:
            return None
        known = [said.forecast for said in self.stated if said.day <= day]
        return known[-1] if known else None


@dataclass
class Shares:
    """Of how many milestones each day was said, and how many were reached by it."""

    said: int = 0
    by_p50: int = 0
    said_p80: int = 0
    by_p80: int = 0
    silent: int = 0

    @property
    def half(self) -> float:
        return self.by_p50 / max(self.said, 1)

    @property
    def most(self) -> float:
        return self.by_p80 / max(self.said_p80, 1)

    def __str__(self) -> str:
        return (
            f"{self.half:.1%} of {self.said} by P50, {self.most:.1%} of {self.said_p80} by P80;"
            f" of {self.silent} nothing was said"
        )


def held_back(lives: Iterable[Life], days: Iterable[date], end: date) -> Shares:
    """What was said on each day from what was known then, judged by what happened until the end.

    What is still open at the end counts as not reached by the days that are over; where they are still to
    come nobody knows, and it does not count.
    """
    lives, shares = tuple(lives), Shares()
    for day in days:
        known = precedents((Course(life.stated, life.actual) for life in lives), day)
        for life in lives:
            judge(life, known, day, end, shares)
    return shares


def judge(life: Life, known: Precedents, day: date, end: date, shares: Shares) -> None:
    forecast = life.forecast(day)
    said = known.outlook(forecast, day) if forecast else None
    if said is None:
        return
    if said.p50 is None:
        shares.silent += 1
    elif life.actual is not None or said.p50 <= end:
        shares.said += 1
        shares.by_p50 += life.actual is not None and life.actual <= said.p50
    if said.p80 is not None and (life.actual is not None or said.p80 <= end):
        shares.said_p80 += 1
        shares.by_p80 += life.actual is not None and life.actual <= said.p80


# --- a history with a known law


def made_up(draw: random.Random, begins: int) -> Life:
    """Planned 40 to 160 days ahead; every fortnight it moves by one to three weeks, one time in four."""
    date_ = begins + draw.randint(40, 160)
    told = [(begins, date_)]
    day = begins
    while (day := day + 14) < date_:
        if draw.random() < 0.25:
            date_ += draw.choice((7, 14, 21))
            told.append((day, date_))
    actual = max(date_ + draw.choice((-2, 0, 0, 0, 1, 3, 5, 9)), day - 13)
    on = tuple(Stated(BEGAN + timedelta(d), BEGAN + timedelta(f)) for d, f in told)
    return Life(on, BEGAN + timedelta(actual))


def history(milestones: int, days: int, seed: int = 7) -> list[Life]:
    draw = random.Random(seed)
    return [made_up(draw, draw.randint(0, days)) for _ in range(milestones)]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_a_known_law_the_shares_are_as_they_are_called(seed: int) -> None:
    """Six years of four hundred milestones; asked each month from the third year on."""
    days = [BEGAN + timedelta(days=n) for n in range(800, 2000, 30)]
    shares = held_back(history(400, 2100, seed), days, BEGAN + timedelta(days=4000))
    print(f"\nknown law, seed {seed}: {shares}")
    assert shares.said > 800
    assert 0.45 <= shares.half <= 0.68
    assert 0.77 <= shares.most <= 0.92


def test_the_next_of_eight_alike_is_as_likely_as_its_rank() -> None:
    """The fifth and the eighth of eight: the ninth is no later with 5/9 and 8/9, whatever the law."""
    draw, by_half, by_most = random.Random(5), 0, 0
    for _ in range(6000):
        known = curve(Case(round(draw.gauss(10, 20)), reached=True) for _ in range(8))
        drawn = round(draw.gauss(10, 20))
        by_half += drawn <= (known.quantile(50, -999) or 0)
        by_most += drawn <= (known.quantile(80, -999) or 0)
    print(f"\nalike: {by_half / 6000:.1%} by P50, {by_most / 6000:.1%} by P80")
    assert by_half / 6000 == pytest.approx(5 / 9, abs=0.03)
    assert by_most / 6000 == pytest.approx(8 / 9, abs=0.03)


def test_a_young_history_says_nothing_first_and_then_no_day_that_is_too_early() -> None:
    """Only what was quick has been reached by then; what is open keeps that from being taken for all."""
    lives, end = history(2000, 2100), BEGAN + timedelta(days=4000)
    first = held_back(lives, [BEGAN + timedelta(days=n) for n in (20, 30, 40)], end)
    young = held_back(lives, [BEGAN + timedelta(days=n) for n in range(100, 260, 10)], end)
    print(f"\nsix weeks old: {first}\nmonths old: {young}")
    assert first.said == 0 < first.silent
    assert 0.4 <= young.half <= 0.7
    assert 0.75 <= young.most <= 0.95


# --- the demonstration


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> list[Life]:
    root = tmp_path_factory.mktemp("demo")
    found(root, demonstration())
    return lives(root)


def lives(root: Path) -> list[Life]:
    """The milestones of a workspace with all that was forecast of them."""
    whole = portfolio.read(root)
    past, at = timeline(root, whole), zone(whole.settings.timezone)
    return [
        Life(said, one.actual)
        for project in whole.projects
        for one in project.milestones
        if one.trend and (said := stated(past, project, one, at, date.max))
    ]


def test_the_demonstration_held_back_by_date(demonstrated: list[Life]) -> None:
    """Ten projects, the last months: few cases and long delays that are not over, so both days are early."""
    end = date(2026, 11, 20)
    days = [date(2026, 8, 1) + timedelta(days=7 * n) for n in range(15)]
    shares = held_back(demonstrated, days, end)
    print(f"\ndemonstration: {shares}")
    assert shares.said >= 40
    assert 0.4 <= shares.half <= 0.75
    assert 0.65 <= shares.most <= 1


# --- speed


def test_a_thousand_projects_take_no_time() -> None:
    lives = history(10_000, 1500)
    courses = [Course(life.stated, life.actual) for life in lives]
    before = process_time()
    as_of = BEGAN + timedelta(days=1400)
    known = precedents(courses, as_of)
    asked = [known.outlook(as_of + timedelta(days=n % 200), as_of) for n in range(10_000)]
    took = process_time() - before
    print(
        f"\n{len(asked)} milestones, {sum(len(of.slips) for of in known.curves.values())} cases: {took:.2f} s"
    )
    assert took < 1.5
