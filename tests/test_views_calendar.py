"""The calendar page: every day counted, the weightiest listed, the rest said; and what is dated at all."""

from __future__ import annotations

import gzip
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from written import assembled

from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, Page, edition, pages
from opsgen.views.calendar import MOST_SUBSCRIBED, calendar, span
from opsgen.views.registers.table import MOST_ROWS

if TYPE_CHECKING:
    from opsgen.views import Edition

AS_OF = date(2026, 11, 25)
HOUSE = "title: All\ncalendar: CN\n"
HEAD = "title: Spring campaign\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\nlifecycle: executing\n"
EVERYTHING = """
baseline_finish: 2026-12-20
phases: [{id: P1, title: Prepare, start: 2026-10-01, finish: 2026-11-27}]
milestones:
  - {id: M1, title: Stock ordered, forecast: 2026-11-20}
  - {id: M2, title: Shop open, forecast: 2026-12-04, type: gate}
  - {id: M3, title: Reached, baseline: 2026-11-01, forecast: 2026-11-05, actual: 2026-11-05}
  - {id: M4, title: Far away, forecast: 2028-01-10}
deliverables: [{id: DL1, title: Leaflet, due: 2026-11-30}]
decisions: [{id: D1, title: A second warehouse, by: Bo, due: 2026-12-02}]
actions:
  - {id: A1, title: Call the carrier, owner: Bo, due: 2026-12-01}
  - {id: A2, title: Dropped, owner: Bo, due: 2026-12-01, status: cancelled}
meetings: [{id: W1, title: Weekly, date: 2026-11-26, attendees: [Bo]}]
retrospectives: [{id: RE1, date: 2026-11-28, scope: First half, results: Good}]
risks: [{id: R1, title: Rain, probability: 4, impact: 4, review_every: 1mo, reviewed: 2026-11-10}]
issues: [{id: I1, title: No permit, due: 2026-11-27}]
assumptions: [{id: AS1, title: It stays dry, due: 2026-12-05}]
dependencies: [{id: DP1, title: Price list, other: Finance, due: 2026-12-07}]
training: [{id: TR1, title: Tills, date: 2026-12-08}]
metrics: [{id: K1, title: Visits, target: 5}]
adjustments:
  - {id: AD1, title: Later opening, date: 2026-11-01, observation: Few came, metric: K1, check_on: 2026-12-09}
benefits: [{id: B1, title: More visits, measure_on: [2026-12-10, 2027-05-10]}]
vendors:
  - id: V1
    name: Carrier
    deliveries: [{title: Lorries, due: 2026-12-11}]
    payments: [{title: Deposit, amount: 5000, due: 2026-12-12}, {title: Rest, amount: 700, milestone: M2}]
tasks: [{id: T1, title: Paint the walls, start: 2026-11-01, finish: 2026-11-30}]
"""


def shown(*projects: str, audience: Audience = "internal", house: str = HOUSE) -> Edition:
    files = {f"projects/p{n}.yaml": text.encode() for n, text in enumerate(projects)}
    found = assembled({"projects/portfolio.yaml": house.encode(), **files})
    assert not [p for p in found.problems if p.severity == "error"], found.problems
    return edition(found, as_of=AS_OF, provenance=Provenance(), lang="en", audience=audience)


def page(of: Edition) -> Page:
    return next(one for one in pages(of) if one.path == "calendar.md")


def html(of: Edition) -> str:
    return Renderer(of).page(page(of)).html


@pytest.fixture(scope="module")
def whole() -> str:
    return html(shown(HEAD + EVERYTHING))


def rows(said: str) -> list[str]:
    found = re.findall(r"<tr[^>]*>\s*<td data-label=\"Date\".*?</tr>", said, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def test_everything_with_a_day_has_its_row_by_day(whole: str) -> None:
    found = rows(whole)
    days = [row[:10] for row in found]
    assert days == sorted(days)
    kinds = {
        "M1 Stock ordered Milestone": "2026-11-20",
        "M2 Shop open Gate": "2026-12-04",
        "M3 Reached Milestone": "2026-11-05",
        "P1 Prepare End of phase": "2026-11-27",
        "DL1 Leaflet Deliverable": "2026-11-30",
        "D1 A second warehouse Decision": "2026-12-02",
        "A1 Call the carrier Action": "2026-12-01",
        "Weekly Meeting": "2026-11-26",
        "First half Retrospective": "2026-11-28",
        "R1 Rain Risk review": "2026-12-10",
        "I1 No permit Issue": "2026-11-27",
        "AS1 It stays dry Assumption to check": "2026-12-05",
        "DP1 Price list Dependency": "2026-12-07",
        "TR1 Tills Training": "2026-12-08",
        "AD1 Later opening Check of an adjustment": "2026-12-09",
        "B1 More visits Benefit review": "2026-12-10",
        "V1 Carrier: Lorries Delivery by a vendor": "2026-12-11",
        "V1 Carrier: Deposit ¥5 k Payment to a vendor": "2026-12-12",
        "V1 Carrier: Rest ¥700 Payment to a vendor": "2026-12-04",
        "Spring campaign End of project": "2026-12-31",
    }
    for what, day in kinds.items():
        assert [row[:10] for row in found if what in row][:1] == [day], what
    assert not any(word in " ".join(found) for word in ("Dropped", "Paint the walls", "Far away"))


def test_it_says_what_is_overdue_and_what_comes_and_leaves_the_far_away_to_the_register(whole: str) -> None:
    assert "6 dates in the next seven days; 1 is overdue." in whole
    left = whole.partition('id="_left"')[2]
    assert re.search(r'<a href="milestones.html">Milestone</a> <span class="ops-count">1</span>', left)


def test_the_months_count_each_day_and_lead_to_its_rows(whole: str) -> None:
    assert '<a href="#_d-2026-11-27" aria-label="27 Nov: 2 dates">2</a>' in whole
    assert '<a class="ops-late" href="#_d-2026-11-20" aria-label="20 Nov: 1 date, 1 overdue">1</a>' in whole
    for anchor in re.findall(r'href="#(_d-[^"]+)"', whole):
        assert whole.count(f'id="{anchor}"') == 1
    assert len(re.findall(r'<table class="ops-month">', whole)) == 8  # October to May


def test_holidays_of_the_portfolio_are_marked_and_said(whole: str) -> None:
    assert re.search(r'<td class="ops-month-off"><small>off</small><span>1</span></td>', whole)
    assert re.search(r"Days off \(CN\): 1 Jan 2027", whole)
    plain = html(shown(HEAD + EVERYTHING, house="title: All\ncalendar: weekdays\n"))
    assert "Days off" not in plain
    assert "<small>" not in plain


@pytest.mark.parametrize("day", [date(2026, 1, 1), date(2026, 8, 31), date(2028, 2, 29), date(2026, 12, 31)])
def test_it_begins_on_a_monday_and_ends_with_a_month(day: date) -> None:
    first, last = span(day)
    assert first.weekday() == 0
    assert timedelta(days=28) <= day - first < timedelta(days=35)
    assert (last + timedelta(days=1)).day == 1
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == 6


def test_the_public_sees_no_owner_no_meeting_no_vendor_and_no_amount() -> None:
    said = html(shown(HEAD + EVERYTHING + "confidentiality: public\n", audience="public"))
    assert "Shop open" in said
    assert not re.search("Owner|Weekly|Carrier|¥|people/", said)


def test_of_thousands_the_weightiest_are_listed_and_all_are_counted() -> None:
    days = [date(2026, 11, 1) + timedelta(days=n) for n in range(200)]
    lines = "".join(
        f"  - {{id: A{n}, title: Action {n}, owner: Bo, due: {day}}}\n" for n, day in enumerate(days)
    )
    stones = "milestones: [{id: M1, title: The key one, forecast: 2027-05-20}]\n"
    of = shown(*[HEAD + stones + "actions:\n" + lines] * 20)
    made = page(of)
    said = Renderer(of).page(made).html
    assert len(rows(said)) == MOST_ROWS
    assert said.count("The key one") == 20, "a key milestone comes before actions, however late it is"
    assert re.search(r"The 600 weightiest of 4,?0\d\d dates are listed", said)
    assert len(gzip.compress(said.encode())) < 150_000
    assert made.table
    assert sheet(made.table, "en").count(b"\r\n") > 4_000
    assert made.dates
    assert len(made.dates.days) == MOST_SUBSCRIBED


def test_nothing_dated_makes_no_page() -> None:
    nothing = "title: Idea\nowner: Ada\n"
    assert not list(calendar(shown(nothing)))
    assert "calendar.md" not in {one.path for one in pages(shown(nothing))}


def test_what_is_on_hold_is_not_firm() -> None:
    said = rows(html(shown(HEAD.replace("executing", "on_hold") + EVERYTHING)))
    assert any("Shop open" in row and "Not firm yet" in row for row in said)


def test_a_payment_that_waits_for_a_late_milestone_is_not_overdue_and_keeps_its_day() -> None:
    text = EVERYTHING.replace("forecast: 2026-12-04, type: gate", "forecast: 2026-11-18, type: gate")
    of = shown(HEAD + text)
    rest = next(one for one in of.diary.days if one.kind == "payment" and one.amount == 700)
    assert (rest.day, rest.standing) == (date(2026, 11, 18), "open")
    later = edition(of.portfolio, as_of=AS_OF + timedelta(days=3), provenance=Provenance(), lang="en")
    same = next(one for one in later.diary.days if one.kind == "payment" and one.amount == 700)
    assert same.day == rest.day
