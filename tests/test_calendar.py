from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsgen.calendar import (
    HOLIDAYS_KNOWN,
    WEEKDAYS,
    WorkingCalendar,
    beyond,
    calendar_names,
    days_in,
    iso_week,
    late_from,
    month_end,
    month_start,
    period,
    working_calendar,
)

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


def test_working_days_leave_out_the_weekend() -> None:
    friday, monday = date(2026, 10, 9), date(2026, 10, 12)
    assert WEEKDAYS.working_days(friday, monday) == 1
    assert WEEKDAYS.working_days(monday, friday) == -1
    assert WEEKDAYS.working_days(date(2026, 10, 10), date(2026, 10, 11)) == 0


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
    assert WEEKDAYS.working_days(day, day + timedelta(days=length)) == counted


@given(DAYS, st.integers(1, 500))
def test_working_days_after_a_day_are_found_again(day: date, count: int) -> None:
    later = WEEKDAYS.after(day, f"{count}d")
    assert later is not None
    assert WEEKDAYS.working_days(day, later) == count
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
    assert WEEKDAYS.after(date(2026, 1, 31), duration) == later


@pytest.mark.parametrize("duration", ["9999d", "9999w", "9999mo", "9999ed"])
def test_durations_end_with_the_calendar(duration: str) -> None:
    assert WEEKDAYS.after(date(9999, 12, 1), duration) == date.max


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


# Working calendars


def of(name: str) -> WorkingCalendar:
    found = working_calendar(name)
    assert found is not None
    return found


def test_chinese_holidays_and_the_days_that_make_up_for_them() -> None:
    """The State Council's notice for 2026: off 1 to 7 October, worked on 20 September and 10 October."""
    china = of("CN")
    golden_week = [date(2026, 10, day) for day in range(1, 8)]
    assert not any(map(china.works, golden_week))
    assert china.works(date(2026, 9, 20))
    assert china.works(date(2026, 10, 10))
    assert not china.works(date(2026, 10, 11))
    assert china.days_worked(date(2026, 9, 28), date(2026, 10, 11)) == 6
    assert china.makes_up_until is not None


@pytest.mark.parametrize(
    ("name", "day", "works"),
    [
        ("CN", date(2026, 2, 17), False),
        ("CN", date(2026, 2, 14), True),
        ("DE", date(2026, 10, 3), False),
        ("DE-BY", date(2026, 1, 6), False),
        ("DE", date(2026, 1, 6), True),
        ("US", date(2026, 7, 3), False),
        ("SA", date(2026, 11, 22), True),
        ("SA", date(2026, 11, 20), False),
        ("weekdays", date(2026, 10, 1), True),
    ],
)
def test_calendars_of_countries(*, name: str, day: date, works: bool) -> None:
    assert of(name).works(day) == works


def test_there_is_no_calendar_of_another_name() -> None:
    assert [working_calendar(name) for name in ("", "XX", "cn", "DE-ZZ", "中国", "CN-", "a" * 300)] == [
        None
    ] * 7
    assert {"weekdays", "CN", "DE-BY"} <= calendar_names()


@given(st.sampled_from(["CN", "DE-BY", "SA", "weekdays"]), DAYS, st.integers(-800, 800))
def test_counting_working_days_is_looking_at_each_day(name: str, day: date, length: int) -> None:
    calendar, other = of(name), day + timedelta(days=length)
    first, last = sorted((day, other))
    counted = sum(calendar.works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
    assert calendar.working_days(first, last) == counted
    assert calendar.working_days(last, first) == -counted
    assert calendar.days_worked(first, last) == counted + calendar.works(first)


@given(st.sampled_from(["CN", "SA", "DE"]), DAYS, st.integers(1, 500))
def test_the_working_day_after_some_others_is_found(name: str, day: date, count: int) -> None:
    calendar = of(name)
    later, earlier = calendar.workday(day, count), calendar.workday(day, -count)
    assert calendar.works(later)
    assert calendar.working_days(day, later) == count
    assert calendar.working_days(earlier, day) == count
    assert calendar.works(earlier + timedelta(days=1))
    until = calendar.workday_until(day)
    assert calendar.works(until)
    assert calendar.working_days(until, day) == 0


def test_outside_of_the_known_years_there_are_no_holidays() -> None:
    assert of("CN").works(date(HOLIDAYS_KNOWN.stop, 5, 1)) == (date(HOLIDAYS_KNOWN.stop, 5, 1).weekday() < 5)
    assert of("CN").working_days(date.min, date.max) > 0


def test_every_name_has_a_calendar() -> None:
    names = sorted(calendar_names())
    assert [name for name in names[::25] if working_calendar(name) is None] == []


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        ("2026-11-22", "2026-11-01", "2026-11-30"),
        ("2028-02-29", "2028-02-01", "2028-02-29"),
        ("9999-12-31", "9999-12-01", "9999-12-31"),
    ],
)
def test_first_and_last_day_of_a_month(day: str, first: str, last: str) -> None:
    of = date.fromisoformat(day)
    assert (month_start(of), month_end(of)) == (date.fromisoformat(first), date.fromisoformat(last))
