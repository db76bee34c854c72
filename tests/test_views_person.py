"""The page of a person: what is due over all projects first, and nothing of it for the public."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import assembled

from opsgen.history import Provenance
from opsgen.load import DEVICE_NAMES
from opsgen.portfolio.names import refusal
from opsgen.render import Renderer
from opsgen.views import Audience, Edition, edition, pages
from opsgen.views.diary import file_stems
from opsgen.views.person import MOST

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio

AS_OF = date(2026, 11, 23)
PEOPLE = """
teams: [{id: shop, title: Shops}]
people:
  - {id: lan, name: {zh: 蓝青, en: Lan Qing}, role: Head of sales, team: shop, email: lan@example.org}
  - {id: bo, name: Bo Larsen, team: shop}
  - {id: idle, name: Ida Idle, team: shop}
  - {id: gone, name: Gus Gone, active: {until: 2026-01-31}}
"""
SPRING = """
title: Spring campaign
owner: lan
sponsor: bo
start: 2026-01-01
finish: 2026-12-31
lifecycle: executing
cadence: weekly
milestones:
  - {id: M1, title: Stock ordered, forecast: 2026-11-10, owner: bo}
  - {id: M2, title: Shop open, forecast: 2027-03-01, owner: bo}
actions:
  - {id: A1, title: Call the carrier, owner: Bo Larsen, due: 2026-11-25}
  - {id: A2, title: Done long ago, owner: bo, due: 2026-11-01, status: done, done: 2026-11-02}
  - {id: A3, title: Ask the press, owner: Freya Frei, due: 2026-11-25}
decisions:
  - {id: D1, title: A second warehouse, by: bo, owner: lan, due: 2026-11-24}
risks:
  - {id: R1, title: Rain, owner: bo, probability: 4, impact: 4, review_every: 1mo, reviewed: 2026-09-01}
issues:
  - {id: I1, title: No permit, owner: bo, due: 2026-11-20}
tasks:
  - {id: T1, title: Paint the walls, owner: lan, contributors: [bo], start: 2026-11-01, finish: 2026-11-30}
conflicts:
  - {id: C1, title: Two want Bo, resource: Bo Larsen, parties: [spring], period: 2026-W49}
allocations:
  - {person: bo, percent: 65, from: 2026-11-23, until: 2026-12-06}
  - {person: bo, percent: 65, from: 2026-11-23, until: 2026-12-06}
meetings:
  - {id: W1, title: Weekly, date: 2026-11-26, attendees: [bo]}
updates:
  - {period: 2026-09-01, summary: Fine.}
"""
SECRET = """
title: Secret plan
owner: bo
confidentiality: restricted
start: 2026-01-01
finish: 2026-12-31
milestones: [{id: S1, title: Nobody knows, forecast: 2026-11-30, owner: bo}]
actions: [{id: S2, title: Hush, owner: Only Here, due: 2026-11-30}]
"""


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    found = assembled(
        {
            "projects/people.yaml": PEOPLE.encode(),
            "projects/spring.yaml": SPRING.encode(),
            "projects/secret.yaml": SECRET.encode(),
        }
    )
    assert not [p for p in found.problems if p.severity == "error"], found.problems
    return found


def shown(of: Portfolio, audience: Audience = "internal") -> Edition:
    return edition(of, as_of=AS_OF, provenance=Provenance(), lang="en", audience=audience)


def site(of: Edition, site_url: str = "") -> dict[str, str]:
    renderer = Renderer(of, None, site_url)
    return {page.path: renderer.page(page).html for page in pages(of)}


def section(html: str, anchor: str) -> str:
    found = re.search(rf'<h2 id="_{anchor}">.*?</section>', html, re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found[0])) if found else ""


@pytest.fixture(scope="module")
def internal(portfolio: Portfolio) -> dict[str, str]:
    return site(shown(portfolio))


def test_a_busy_person_reads_first_what_is_due(internal: dict[str, str]) -> None:
    page = internal["people/bo.md"]
    due = section(page, "due")
    titles = (
        "Rain",
        "Stock ordered",
        "No permit",
        "A second warehouse",
        "Call the carrier",
        "Paint the walls",
    )
    places = [due.find(title) for title in titles]
    assert -1 not in places
    assert places == sorted(places), "by day, the longest overdue first"
    assert "Done long ago" not in page
    assert "Shop open" not in due
    assert "Shop open" in section(page, "later")
    assert "3 things are overdue; 3 things are due in the next two weeks." in page


def test_it_goes_on_with_meetings_projects_load_and_what_else_is_theirs(internal: dict[str, str]) -> None:
    page = internal["people/bo.md"]
    order = ("due", "meetings", "projects", "load", "risks", "issues", "conflicts", "later")
    places = [page.find(f'id="_{name}"') for name in order]
    assert -1 not in places
    assert places == sorted(places)
    assert "Weekly" in section(page, "meetings")
    assert re.search(r"Spring campaign .* Sponsor, Works on it", section(page, "projects"))
    assert "130%" in section(page, "load")
    assert "Two want Bo" in section(page, "conflicts")
    assert "No update since" in section(internal["people/lan.md"], "noted")


def test_who_has_nothing_is_told_so_in_a_sentence(internal: dict[str, str]) -> None:
    page = internal["people/idle.md"]
    assert "Answers for nothing that is open, and no project asks for anything." in page
    assert "<h2" not in page
    assert "people/gone.md" not in internal, "who left and has nothing needs no page"


def test_who_is_named_in_a_project_alone_has_a_page(internal: dict[str, str]) -> None:
    assert "Ask the press" in internal["people/Freya-Frei.md"]


def test_names_lead_to_the_pages(internal: dict[str, str]) -> None:
    assert 'href="people/bo.html">Bo Larsen</a>' in internal["people.md"]
    assert 'href="people/bo.html">Bo Larsen</a>' in internal["load.md"]
    assert 'href="people/bo.html">Bo Larsen</a>' in internal["milestones.md"]
    assert 'href="people/lan.html">Lan Qing</a>' in internal["index.md"]
    head = internal["projects/spring.md"].partition("</header>")[0]
    assert 'href="../people/lan.html">Lan Qing</a>' in head
    assert 'href="../people/bo.html">Bo Larsen</a>' in head


def test_a_hidden_project_gives_a_person_nothing(portfolio: Portfolio, internal: dict[str, str]) -> None:
    board = site(shown(portfolio, "board"))
    assert "Nobody knows" in board["people/bo.md"]
    assert "Secret plan" in board["people/bo.md"]
    assert "people/Only-Here.md" in board
    assert "people/Only-Here.md" not in internal
    assert not re.search("Nobody knows|Secret plan|Hush", "".join(internal.values()))


def test_the_public_finds_no_trace_of_the_pages(portfolio: Portfolio) -> None:
    public = edition(
        assembled(
            {
                "projects/people.yaml": PEOPLE.encode(),
                "projects/spring.yaml": (SPRING + "confidentiality: public\n").encode(),
            }
        ),
        as_of=AS_OF,
        provenance=Provenance(),
        lang="en",
        audience="public",
    )
    found = site(public)
    assert not [path for path in found if path.startswith("people")]
    assert "people/" not in "".join(found.values())
    assert "Owner" not in found["calendar.md"]
    assert "Bo Larsen" not in found["calendar.md"].replace("Two want Bo", "")


def test_subscribing_opens_the_calendar_where_the_site_has_an_address(portfolio: Portfolio) -> None:
    of = shown(portfolio)
    without, with_one = site(of), site(of, "https://ops.example.org/a/")
    english = "webcal://ops.example.org/a/en/"
    for path in ("calendar", "projects/spring", "people/bo"):
        file = path.rpartition("/")[2]
        assert f'href="{file}.ics"' in without[f"{path}.md"]
        assert f'href="{english}{path}.ics"' in with_one[f"{path}.md"]
    assert "webcal:" not in "".join(site(of, 'https://x"onclick=hit()').values())


def test_long_lists_are_cut_with_a_word_of_it() -> None:
    risks = "".join(f"  - {{id: R{n}, title: Rain {n}, probability: 2, impact: 2}}\n" for n in range(70))
    head = "title: Wet\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\nlifecycle: executing\n"
    of = assembled({"projects/wet.yaml": (head + "risks:\n" + risks).encode()})
    said = section(site(shown(of))["people/Ada.md"], "risks")
    assert said.startswith(" Open risks 70")
    assert said.count("Rain") == MOST
    assert "and 10 more" in said


# ---- the names of files


def test_two_people_never_share_a_page() -> None:
    stems = file_stems(
        ["bo", "Bo", "BO", "b o", "b-o", "b/o", "b:o", "..", "CON", "王 芳", "王芳", "index", ""]
    )
    folded = [stem.casefold() for stem in stems.values()]
    assert len(folded) == len(set(folded))
    assert stems["bo"] == "bo"
    assert stems["王芳"] == "王芳"
    assert stems["王 芳"] == "王-芳"


def test_who_is_called_as_the_page_of_another_has_a_page_too() -> None:
    own = file_stems(["b/o"])["b/o"]
    stems = file_stems([own, f"{own}-", "b/o", "README", "", " "])
    assert len({stem.casefold() for stem in stems.values()}) == 6
    assert all(stems.values())
    assert stems["README"] != "README"  # of which MkDocs makes the page of the folder


@given(st.lists(st.text(max_size=70), max_size=8, unique=True))
def test_any_name_makes_a_file_of_its_own_on_every_system(names: list[str]) -> None:
    stems = file_stems(names)
    assert list(stems) == names
    assert len({stem.casefold() for stem in stems.values()}) == len(names)
    for stem in stems.values():
        assert refusal(stem) is None
        assert stem.casefold() not in DEVICE_NAMES
        assert len(stem.encode()) <= 200
