from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsgen.calendar import after, beyond, days_in, iso_week, late_from, period, working_days

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def test_working_days_leave_out_the_weekend() -> None:
    friday, monday = date(2026, 10, 9), date(2026, 10, 12)
    assert working_days(friday, monday) == 1
    assert working_days(monday, friday) == -1
    assert working_days(date(2026, 10, 10), date(2026, 10, 11)) == 0


@pytest.mark.parametrize(
    ("day", "finish", "later"),
    [
        (date(2026, 12, 15), date(2026, 12, 15), False),
        (date(2026, 12, 16), date(2026, 12, 15), True),
        (date(2026, 12, 31), date(2026, 12, 15), False),
        (date(2026, 10, 30), date(2026, 10, 1), False),
        (date(2026, 10, 31), date(2026, 10, 1), True),
        (date(2027, 1, 29), date(2026, 12, 15), True),
    ],
)
def test_a_month_is_not_beyond_a_finish_within_it(*, day: date, finish: date, later: bool) -> None:
    assert beyond(day, finish) == later


@given(DAYS, st.integers(0, 800))
def test_working_days_are_those_one_would_count(day: date, length: int) -> None:
    counted = sum((day + timedelta(days=n)).weekday() < 5 for n in range(1, length + 1))
    assert working_days(day, day + timedelta(days=length)) == counted


@given(DAYS, st.integers(1, 500))
def test_working_days_after_a_day_are_found_again(day: date, count: int) -> None:
    later = after(day, f"{count}d")
    assert later is not None
    assert working_days(day, later) == count
    assert later.weekday() < 5


@pytest.mark.parametrize(
    ("duration", "later"),
    [
        ("0d", date(2026, 1, 31)),
        ("1d", date(2026, 2, 2)),
        ("2w", date(2026, 2, 14)),
        ("1mo", date(2026, 2, 28)),
        ("13mo", date(2027, 2, 28)),
        ("10ed", date(2026, 2, 10)),
        ("soon", None),
    ],
)
def test_durations(duration: str, later: date | None) -> None:
    assert after(date(2026, 1, 31), duration) == later


@pytest.mark.parametrize("duration", ["9999d", "9999w", "9999mo", "9999ed"])
def test_durations_end_with_the_calendar(duration: str) -> None:
    assert after(date(9999, 12, 1), duration) == date.max


@pytest.mark.parametrize(
    ("text", "cadence", "label", "start", "finish"),
    [
        ("2026-W41", "weekly", "2026-W41", date(2026, 10, 5), date(2026, 10, 11)),
        ("2026-W41", "monthly", "2026-W41", date(2026, 10, 5), date(2026, 10, 11)),
        ("2026-10", "weekly", "2026-10", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-11-08", "weekly", "2026-W45", date(2026, 11, 2), date(2026, 11, 8)),
        ("2026-11-08", "biweekly", "2026-W45", date(2026, 11, 2), date(2026, 11, 8)),
        ("2026-11-08", "monthly", "2026-11", date(2026, 11, 1), date(2026, 11, 30)),
        ("2026-11-08", "quarterly", "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-11-08", "daily", "2026-11-08", date(2026, 11, 8), date(2026, 11, 8)),
        ("2027-01-01", "weekly", "2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
    ],
)
def test_periods(text: str, cadence: str, label: str, start: date, finish: date) -> None:
    found = period(text, cadence)  # type: ignore[arg-type]
    assert found is not None
    assert (found.label, found.start, found.finish) == (label, start, finish)


@pytest.mark.parametrize("text", ["2026-W60", "2026-13", "2026-02-30", "last week", "", "٢٠٢٦-10"])
def test_what_is_no_period(text: str) -> None:
    assert period(text) is None


@given(DAYS)
def test_a_day_lies_in_its_own_week(day: date) -> None:
    week = period(iso_week(day))
    assert week is not None
    assert week.start <= day <= week.finish


def test_only_what_repeats_has_a_length() -> None:
    assert days_in("weekly") == 7
    assert days_in("once") is None


@pytest.mark.parametrize(
    ("frequency", "first"),
    [
        ("daily", date(2026, 11, 10)),
        ("weekly", date(2026, 11, 19)),
        ("monthly", date(2026, 12, 24)),
        ("once", None),
    ],
)
def test_what_comes_again_is_late_after_one_and_a_half_periods(frequency: str, first: date | None) -> None:
    assert late_from(date(2026, 11, 8), frequency) == first
