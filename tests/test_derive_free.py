"""What is free of people's time, in person-days: worked by hand, and the same however people are grouped."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsgen.derive.free import Room, coming, room, together
from opsgen.derive.workload import Claim, PersonLoad, workload
from opsgen.model import People, Person, Settings, Team
from opsgen.model.settings import Active
from opsgen.words import Text

AS_OF = date(2026, 11, 25)  # a Wednesday
PLAIN = Settings(calendar="weekdays")


def person(name: str, capacity: float = 100, team: str = "", **more: object) -> Person:
    return Person(id=name, name=Text(name), capacity=capacity, team=team, **more)  # type: ignore[arg-type]


def claim(name: str, percent: float, first: str, last: str, project: str = "crm") -> Claim:
    days = date.fromisoformat(first), date.fromisoformat(last)
    return Claim(project, name, Text(), *days, percent, None, 0)


def rooms(
    claims: list[Claim], people: People, weeks: int = 4, house: Settings = PLAIN, as_of: date = AS_OF
) -> dict[str, Room]:
    work = workload(claims, people, house, as_of)
    return {one.key: room(one, people, house, as_of, weeks) for one in work.people}


def test_free_is_what_capacity_leaves_from_the_status_date_on() -> None:
    """60 % of Wednesday to Friday, 3 days, and of two weeks of 5; the fourth week ends on a Tuesday."""
    people = People(people=(person("bo", 80),))
    found = rooms([claim("bo", 60, "2026-11-01", "2026-12-11")], people)["bo"]
    assert (found.first, found.last) == (date(2026, 11, 25), date(2026, 12, 22))
    assert found.capacity == pytest.approx(20 * 0.8)
    assert found.planned == pytest.approx(13 * 0.6)
    assert found.free == pytest.approx(13 * 0.2 + 7 * 0.8)
    assert found.share == pytest.approx(100 * 8.2 / 16)


def test_a_week_that_is_over_takes_nothing_from_the_others() -> None:
    people = People(people=(person("bo"),))
    found = rooms([claim("bo", 150, "2026-11-30", "2026-12-04")], people)["bo"]
    assert found.free == pytest.approx(15)
    assert found.planned == pytest.approx(7.5)


def test_holidays_are_nobodys_capacity() -> None:
    """The week of the Spring Festival of 2026 has no working day in China, which is nobody's capacity."""
    china = Settings(calendar="CN")
    people = People(people=(person("bo"), person("ann", calendar="weekdays")))
    claims = [claim("bo", 10, "2026-02-16", "2026-03-15"), claim("ann", 10, "2026-02-16", "2026-03-15")]
    found = rooms(claims, people, 1, china, as_of=date(2026, 2, 16))
    assert (found["bo"].capacity, found["ann"].capacity) == (0, 5)
    assert found["bo"].share is None


def test_who_has_left_has_nothing_free() -> None:
    people = People(people=(person("bo", active=Active(until=date(2026, 11, 27))),))
    found = rooms([claim("bo", 50, "2026-11-01", "2026-12-31")], people)["bo"]
    assert (found.capacity, found.free) == (pytest.approx(3), pytest.approx(1.5))


def test_days_end_with_the_calendar() -> None:
    assert coming(date(9999, 12, 30), 8).last == date.max


houses = st.sampled_from(["CN", "weekdays"])
names = st.sampled_from(["a", "b", "c", "d"])
claimed = st.builds(
    lambda name, percent, start, length: Claim(
        "p", name, Text(), AS_OF + timedelta(start), AS_OF + timedelta(start + length), percent, None, 0
    ),
    names,
    st.floats(0, 200),
    st.integers(-60, 200),
    st.integers(0, 120),
)


@settings(deadline=None, max_examples=60)
@given(
    claims=st.lists(claimed, max_size=12), weeks=st.integers(1, 26), house=st.sampled_from(["CN", "weekdays"])
)
def test_sums_agree_over_every_grouping(claims: list[Claim], weeks: int, house: str) -> None:
    people = People(
        people=(person("a", 80, "x"), person("b", 100, "y"), person("c", 50, "x")),
        teams=(Team(id="x", title=Text("X")), Team(id="y", title=Text("Y"), calendar="PL")),
    )
    own = Settings(calendar=house)
    work = workload(claims, people, own, AS_OF)
    found = {one.key: room(one, people, own, AS_OF, weeks) for one in work.people}
    span = coming(AS_OF, weeks)
    for groups in (("ab", "cd"), ("abcd",), ("a", "b", "c", "d"), ("", "dcba")):
        parts = [together((found[key] for key in group if key in found), span) for group in groups]
        whole = together(parts, span)
        for field in ("capacity", "planned", "free"):
            assert getattr(whole, field) == pytest.approx(sum(getattr(one, field) for one in found.values()))
    for one in found.values():
        assert one.free >= 0
        assert one.free + one.planned >= one.capacity - 1e-9
        assert one.free <= one.capacity + 1e-9


def test_of_nobody_nothing_is_free() -> None:
    assert room(PersonLoad("x", None, ()), People(), PLAIN, AS_OF, 4).share is None
