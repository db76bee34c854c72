"""Report days, by the calendar on the wall."""

from __future__ import annotations

from datetime import date

import pytest

from opsgen.derive.reporting import previous_report, report_days
from opsgen.model import ReportCalendar, Settings


def settings(cadence: str, day: str, calendar: str = "weekdays") -> Settings:
    return Settings(report_calendar=ReportCalendar(cadence=cadence, day=day), calendar=calendar)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cadence", "day", "expected"),
    [
        ("monthly", "last_workday", ["2026-08-31", "2026-09-30", "2026-10-30"]),
        ("monthly", "first_workday", ["2026-09-01", "2026-10-01", "2026-11-02"]),
        ("monthly", "25", ["2026-08-25", "2026-09-25", "2026-10-25"]),
        ("monthly", "31", ["2026-08-31", "2026-09-30", "2026-10-31"]),
        ("monthly", "the day before the committee", ["2026-08-31", "2026-09-30", "2026-10-30"]),
        ("quarterly", "last_workday", ["2026-09-30"]),
    ],
)
def test_report_days_of_months(cadence: str, day: str, expected: list[str]) -> None:
    found = report_days(settings(cadence, day), date(2026, 8, 10), date(2026, 11, 10))
    assert [day.isoformat() for day in found] == expected


def test_weeks_report_on_their_day() -> None:
    found = report_days(settings("weekly", "friday"), date(2026, 11, 2), date(2026, 11, 20))
    assert [day.isoformat() for day in found] == ["2026-11-06", "2026-11-13", "2026-11-20"]


def test_every_second_week_is_the_even_one() -> None:
    found = report_days(settings("biweekly", "last_workday"), date(2026, 11, 2), date(2026, 11, 30))
    assert [(day.isoformat(), day.isocalendar().week) for day in found] == [
        ("2026-11-13", 46),
        ("2026-11-27", 48),
    ]


def test_holidays_are_no_report_days() -> None:
    """The national holiday of 2026 begins on 1 October; Wednesday 30 September is worked."""
    found = report_days(settings("monthly", "first_workday", "CN"), date(2026, 10, 1), date(2026, 10, 31))
    assert [day.isoformat() for day in found] == ["2026-10-08"]


def test_the_report_before_a_report_day_is_the_one_before() -> None:
    monthly = settings("monthly", "last_workday")
    assert previous_report(monthly, date(2026, 10, 30)) == date(2026, 9, 30)
    assert previous_report(monthly, date(2026, 10, 31)) == date(2026, 10, 30)
    assert previous_report(monthly, date(2026, 11, 23)) == date(2026, 10, 30)
