"""The file that calendars subscribe to: what other programs read in it, and by what they know an event."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from read_calendar import Read, read
from repository import Repository
from sample_site import PAYLOADS
from written import HEADER, assembled

from opsgen import portfolio as portfolios
from opsgen.derive.dated import Dated
from opsgen.export import Calendars
from opsgen.history import Provenance
from opsgen.model import Project
from opsgen.text import plain
from opsgen.timeline import NO_HISTORY, Timeline, timeline
from opsgen.views import Audience, Dates, Edition, edition, pages
from opsgen.views.calendar import project_dates
from opsgen.words import Text, words

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio

DATA = Path(__file__).parent / "data"
AS_OF = date(2026, 11, 22)
COMMITTED = Provenance("0" * 40, datetime(2026, 11, 20, 8, 30, tzinfo=UTC))
SITE = "https://ops.example.org/portfolio/"
NOTHING = assembled({"projects/portfolio.yaml": b"title: All\n"})
PLAN = """
milestones:
  - {id: M1, title: Stock ordered, baseline: 2026-11-20, forecast: 2026-12-04}
  - {id: M2, title: Shop open, baseline: 2027-01-10, forecast: 2027-01-10, type: gate}
actions:
  - {id: A1, title: Call the carrier, owner: Bo, due: 2026-12-01}
decisions:
  - {id: D1, title: A second warehouse, by: Lan, due: 2026-12-02}
"""


def made(text: str, house: str = "title: All\n", people: str = "") -> Portfolio:
    header = "".join(f"{key}: {value}\n" for key, value in HEADER.items())
    files = {"projects/spring.yaml": (header + text).encode(), "projects/portfolio.yaml": house.encode()}
    if people:
        files["projects/people.yaml"] = people.encode()
    found = assembled(files)
    assert not [p for p in found.problems if p.severity == "error"], found.problems
    return found


def shown(
    of: Portfolio,
    lang: str = "en",
    audience: Audience = "internal",
    provenance: Provenance = COMMITTED,
    past: Timeline = NO_HISTORY,
) -> Edition:
    return edition(of, as_of=AS_OF, provenance=provenance, lang=lang, audience=audience, timeline=past)


def files(of: Edition, site_url: str = "") -> dict[str, bytes]:
    calendars = Calendars(of, words(of.lang), site_url)
    return {page.dates.path: calendars.file(page.dates) for page in pages(of) if page.dates}


def of_project(of: Edition, site_url: str = "") -> Read:
    """The calendar of the first project."""
    dates = project_dates(of, of.portfolio.projects[0])
    assert dates
    return read(Calendars(of, words(of.lang), site_url).file(dates))


def by_title(found: Read) -> dict[str, dict[str, str]]:
    return {event["SUMMARY"].rpartition(" (")[0]: event for event in found.events}


@pytest.fixture(scope="module")
def complete() -> Portfolio:
    return portfolios.read(DATA / "complete")


# ---- what others read


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_two_readers_find_the_same_events_in_every_file(complete: Portfolio, lang: str) -> None:
    found = files(shown(complete, lang), SITE)
    assert {"calendar.ics", "projects/完整示例.ics", "people/lan.ics"} <= found.keys()
    for content in found.values():
        ours = read(content)
        theirs = Calendar.from_ical(content)
        assert not theirs.errors
        events = theirs.walk("VEVENT")
        assert [str(event["UID"]) for event in events] == [event["UID"] for event in ours.events]
        assert [str(event["SUMMARY"]) for event in events] == [event["SUMMARY"] for event in ours.events]
        for event in events:
            assert not event.errors
            assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(days=1)
            assert type(event.decoded("dtstart")) is date


def test_a_file_says_whose_days_it_has_and_when_to_look_again(complete: Portfolio) -> None:
    of = shown(complete)
    own = read(files(of)["calendar.ics"]).own
    assert own["NAME"] == own["X-WR-CALNAME"] == words("en").pick(of.settings.title)
    assert own["REFRESH-INTERVAL"] == "PT6H"
    assert own["LAST-MODIFIED"] == "20261120T083000Z"


def test_an_event_lasts_its_day_and_leads_to_its_place() -> None:
    found = of_project(shown(made(PLAN)), SITE)
    event = by_title(found)["Stock ordered"]
    assert (event["DTSTART"], event["DTEND"]) == ("20261204", "20261205")
    assert event["SUMMARY"] == "Stock ordered (Milestone, Spring campaign)"
    assert event["DESCRIPTION"].splitlines() == ["Owner: Ada", "Original plan: 20 Nov 2026"]
    assert event["URL"] == f"{SITE}en/projects/spring.html#M1"
    assert event["STATUS"] == "CONFIRMED"
    assert event["TRANSP"] == "TRANSPARENT"


def test_without_an_address_of_the_site_an_event_has_none() -> None:
    assert all("URL" not in event for event in read(files(shown(made(PLAN)))["calendar.ics"]).events)


def test_the_same_data_makes_the_same_bytes_and_no_clock_is_asked(complete: Portfolio) -> None:
    assert files(shown(complete), SITE) == files(shown(complete), SITE)
    content = files(shown(complete, provenance=Provenance()))["calendar.ics"]
    assert read(content).events[0]["DTSTAMP"] == "20261122T000000Z"


def test_what_is_cancelled_is_taken_out_of_calendars_and_what_is_not_sure_is_tentative() -> None:
    text = "actions:\n  - {id: A1, title: Call, owner: Bo, due: 2026-12-01, status: cancelled}\n"
    assert by_title(read(files(shown(made(text)))["calendar.ics"]))["Call"]["STATUS"] == "CANCELLED"
    text = PLAN + "lifecycle: on_hold\n"
    of = assembled(
        {
            "projects/portfolio.yaml": b"title: All\n",
            "projects/spring.yaml": ("title: S\nowner: Ada\n" + text).encode(),
        }
    )
    assert by_title(read(files(shown(of))["calendar.ics"]))["Shop open"]["STATUS"] == "TENTATIVE"


# ---- what authors type


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_an_author_types_stays_one_value(payload: str) -> None:
    text = yaml.safe_dump(
        {"milestones": [{"id": "M1", "title": payload + "|", "forecast": date(2026, 12, 4)}]},
        allow_unicode=True,
    )
    of = made(text)
    found = of_project(shown(of), SITE)
    assert len(found.events) == 2  # and the end of the project
    expected = " ".join(plain(str(of.projects[0].milestones[0].title.plain)).split())
    assert found.events[0]["SUMMARY"] == f"{expected} (Milestone, Spring campaign)"


TITLES = st.text(
    st.one_of(
        st.sampled_from("\r\n\t\x00\x0b\x1f\x7f\x85\u2028\u202e,;:\\\"^'= 压测通过😀👩‍👩‍👧e\u0301"),
        st.characters(exclude_categories=("Cs",)),
    ),
    min_size=1,
    max_size=120,
)


@given(TITLES)
@settings(max_examples=150, deadline=None)
def test_any_title_comes_back_as_it_was_but_for_controls(title: str) -> None:
    of = shown(NOTHING)
    project = Project(id="p", title=Text(title), owner="Ada")
    day = Dated("milestone", project, "M1", Text(title), AS_OF, "open", "Ada", 0, ("p", "x", "M1", ""), ())
    content = Calendars(of, words("en"), SITE).file(Dates("x.ics", title, (day,)))
    wanted = " ".join(plain(title).split())
    found, theirs = read(content), Calendar.from_ical(content)
    assert found.own["NAME"] == found.own["X-WR-CALNAME"] == (wanted or "opsgen")
    summary = " ".join(plain(f"{title} (Milestone, {title})").split())
    assert found.events[0]["SUMMARY"] == str(theirs.walk("VEVENT")[0]["SUMMARY"]) == summary


# ---- by what an event is known


def uids(text: str, house: str = "title: All\n", lang: str = "en") -> dict[str, str]:
    events = of_project(shown(made(text, house), lang)).events
    return {re.sub(r" [(（].*", "", event["SUMMARY"]): event["UID"] for event in events}


def test_neither_a_date_nor_a_title_nor_the_order_nor_the_language_makes_another_event() -> None:
    first = uids(PLAN)
    items: dict[str, list[dict[str, Any]]] = yaml.safe_load(PLAN)
    for listed in items.values():
        listed.reverse()
        for item in listed:
            item["title"] = f"Now: {item['title']}"
            for field in ("forecast", "due"):
                if field in item:
                    item[field] += timedelta(days=9)
            if item.get("type") == "gate":
                item["type"] = "key"
    later = uids(yaml.safe_dump(items))
    assert len(first) == 5
    assert set(later.values()) == set(first.values())
    assert later["Now: Stock ordered"] == first["Stock ordered"]
    assert set(uids(PLAN, lang="zh").values()) == set(first.values())


def test_a_new_id_is_the_same_event_where_the_former_one_is_named() -> None:
    renamed = PLAN.replace("id: M1,", "id: M7, aliases: [M1],")
    again = PLAN.replace("id: M1,", "id: M9, aliases: [M1, M7],")
    assert uids(PLAN)["Stock ordered"] == uids(renamed)["Stock ordered"] == uids(again)["Stock ordered"]
    assert uids(PLAN.replace("M1", "M7"))["Stock ordered"] != uids(PLAN)["Stock ordered"]


def test_a_new_id_of_a_project_is_the_same_events() -> None:
    header = "".join(f"{key}: {value}\n" for key, value in HEADER.items())
    house = b"title: All\n"
    of = assembled(
        {
            "projects/portfolio.yaml": house,
            "projects/summer.yaml": (header + PLAN + "aliases: [spring]\n").encode(),
        }
    )
    events = of_project(shown(of)).events
    assert {event["UID"] for event in events} == set(uids(PLAN).values())


def test_another_workspace_has_other_events() -> None:
    first, other = uids(PLAN), uids(PLAN, "title: Other\n")
    assert not set(first.values()) & set(other.values())
    moved = uids(PLAN, f"title: All\nsite_url: {SITE}\n")
    assert set(uids(PLAN, f"title: Renamed\nsite_url: {SITE}\n").values()) == set(moved.values())


def test_no_two_events_of_a_file_are_known_by_the_same(complete: Portfolio) -> None:
    for content in files(shown(complete, audience="board")).values():
        known = [event["UID"] for event in read(content).events]
        assert len(known) == len(set(known))


def test_things_without_an_id_and_of_one_title_are_two() -> None:
    twice = "assumptions:\n" + "  - {title: It rains, due: 2026-12-01}\n" * 2
    assert len({e["UID"] for e in read(files(shown(made(twice)))["calendar.ics"]).events}) == 3


def test_an_event_is_the_same_in_the_calendars_of_project_person_and_portfolio() -> None:
    found = files(shown(made(PLAN)))
    paths = ("calendar.ics", "projects/spring.ics", "people/Bo.ics")
    assert len({by_title(read(found[path]))["Call the carrier"]["UID"] for path in paths}) == 1


# ---- when it moved


def test_an_event_whose_date_moved_is_newer_than_before(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    header = "".join(f"{key}: {value}\n" for key, value in HEADER.items())

    def told() -> dict[str, dict[str, str]]:
        of = portfolios.read(tmp_path)
        return by_title(of_project(shown(of, past=timeline(tmp_path, of))))

    repository.commit(spring=header + PLAN)
    before = told()
    repository.commit(spring=header + PLAN.replace("forecast: 2026-12-04", "forecast: 2026-12-18"))
    after = told()
    assert after["Stock ordered"]["DTSTART"] == "20261218"
    assert after["Stock ordered"]["UID"] == before["Stock ordered"]["UID"]
    assert int(after["Stock ordered"]["SEQUENCE"]) > int(before["Stock ordered"]["SEQUENCE"])
    assert after["Stock ordered"]["LAST-MODIFIED"] == "20261002T000000Z"
    assert after["Shop open"]["SEQUENCE"] == before["Shop open"]["SEQUENCE"]


def test_where_the_history_is_not_known_an_event_is_as_new_as_the_data() -> None:
    event = of_project(shown(made(PLAN))).events[0]
    assert event["LAST-MODIFIED"] == "20261120T083000Z"
    assert int(event["SEQUENCE"]) > 0


# ---- who sees what


def test_the_public_finds_no_person_no_meeting_and_no_vendor_in_a_calendar() -> None:
    more = """
meetings: [{id: W1, title: Weekly, date: 2026-11-26, attendees: [Bo]}]
vendors: [{id: V1, name: Carrier, payments: [{title: Deposit, amount: 5000, due: 2026-12-12}]}]
confidentiality: public
"""
    of = made(PLAN + more)
    inside, outside = files(shown(of)), files(shown(of, audience="public"))
    assert {"calendar.ics", "projects/spring.ics", "people/Bo.ics"} <= inside.keys()
    assert outside.keys() == {"calendar.ics", "projects/spring.ics"}
    hidden = ("Owner: ", "Bo", "Weekly", "Carrier", "Deposit")
    said = [str(read(content).events) for content in outside.values()]
    assert all("Stock ordered" in text for text in said)
    assert not [word for word in hidden for text in said if word in text]
    assert all(word in str(read(inside["calendar.ics"]).events) for word in hidden)
