"""Vendors, equipment and conflicts as readers see them."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from written import assembled

from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, edition, pages

AS_OF = date(2026, 11, 22)
HEAD = "owner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\n"
BUYS = """
currency: EUR
updates: [{period: 2026-W46, summary: The films are late.}]
milestones: [{id: M1, title: Live, forecast: 2026-12-20}]
dependencies: [{id: DP1, title: Bills, other: agency b, due: 2026-11-15}]
equipment:
- id: E1
  title: Studio
  bookings:
  - {from: 2026-10-01, until: 2026-10-02, for: Test}
  - {from: 2026-12-01, until: 2026-12-04, for: M1}
  - {from: 2026-12-04, until: 2026-12-06, for: Recording}
conflicts:
- id: C1
  title: Two teams in the studio
  parties: [crm, promo]
  resource: studio
  period: 2026-W49
  impact: A day later
  options: [Another studio, Move the recording]
- id: C2
  title: Budget of films
  status: resolved
  resolution: Half each
  decided_by: Bo
  decided: 2026-11-01
vendors:
- id: V1
  name: Agency B
  owner: Bo
  service: Films for shops
  contact: "Ms Li, 555 0123"
  contract: {no: HT-31, value: 800k, signed: 2026-08-10, start: 2026-08-15, finish: 2026-12-31}
  status: delivering
  deliveries:
  - {title: Plan, due: 2026-09-10, delivered: 2026-09-12}
  - {title: Films, due: 2026-11-12}
  - {title: Report, due: 2026-12-10}
  payments:
  - {title: First instalment, amount: 240k, due: 2026-08-20, paid: 2026-08-21}
  - {title: Second instalment, amount: 10k, due: 2026-11-15}
  - {amount: 360k, milestone: M1}
  sla: Answers within a day
  rating: 4
  notes: Second choice was dearer.
- {id: V2, name: Old lab, status: terminated, rating: 1, deliveries: [{title: Never, due: 2026-01-01}]}
"""
OTHER = """
currency: USD
milestones: [{id: M4, title: Moved, forecast: 2026-12-15}]
equipment: [{id: E9, title: STUDIO, bookings: [{from: 2026-12-06, until: 2026-12-09}]}]
vendors:
- id: V1
  name: agency  b
  rating: 2
  deliveries: [{title: Boxes, due: 2026-11-30}]
  payments: [{amount: 5k, due: 2026-11-30}]
"""


def site(
    files: dict[str, str], audience: Audience = "internal", lang: str = "en"
) -> tuple[dict[str, str], dict[str, str]]:
    """The pages and the files beside them, by path."""
    texts = {f"projects/{n}.yaml": (f"title: {n.title()}\n" + HEAD + t).encode() for n, t in files.items()}
    found = assembled(texts)
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    of = edition(found, as_of=AS_OF, provenance=Provenance(None, None), lang=lang, audience=audience)
    renderer = Renderer(of)
    made = pages(of)
    tables = {page.path: sheet(page.table, lang).decode("utf-8-sig") for page in made if page.table}
    return {page.path: renderer.page(page).html for page in made}, tables


def words_of(html: str) -> str:
    """What stands on the page, without marks and figures."""
    html = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def section(html: str, name: str) -> str:
    return next(part for part in html.split("<section")[1:] if f'id="_{name}"' in part)


BOTH = {"promo": BUYS, "crm": OTHER}


def test_every_field_of_a_vendor_can_be_read() -> None:
    text = words_of(section(site(BOTH)[0]["projects/promo.md"], "vendors"))
    for said in (
        *("V1 Agency B", "Delivering", "Films for shops", "Ms Li, 555 0123", "HT-31", "10 Aug 2026"),
        *("15 Aug – 31 Dec 2026", "€800 k", "€240 k (30%)", "€560 k", "€190 k", "0%"),
        *("4 of 5: good", "Answers within a day", "Second choice was dearer.", "Owner Bo"),
        *("Owed to us next Films", "Overdue by 10 days", "To be paid next Second instalment €10 k"),
        *("Overdue by 7 days", "+2 days", "Delivered late", "Awaits milestone", "M1 Live"),
        *("V2 Old lab", "Terminated", "1 of 5: never again", "No longer expected"),
    ):
        assert said in text, said


def test_the_page_of_all_says_who_owes_what_when() -> None:
    html = site(BOTH)[0]["vendors.md"]
    text = words_of(html)
    assert "2 vendors; 1 late with a delivery." in text
    assert "1 delivery is overdue, 2 due within 30 days, of 3 to come." in text
    assert "Due already: €10 k. Within 30 days: €360 k + $5 k. All together: €370 k + $5 k." in text
    deliveries = words_of(section(html, "deliveries"))
    assert deliveries.index("Films") < deliveries.index("Boxes") < deliveries.index("Report")
    payments = words_of(section(html, "payments"))
    rows = re.findall(r"[€$][0-9]+ k", payments.partition("Status")[2])
    assert rows == ["€10 k", "$5 k", "€360 k"]
    companies = words_of(section(html, "companies"))
    assert companies.count("gency") == 1  # one row for what two projects write
    assert "Crm" in companies
    assert "Promo" in companies
    for said in ("2 of 5: poor", "4 of 5: good", "1 delivery overdue"):
        assert said in companies, said


def test_the_file_has_every_delivery_and_payment() -> None:
    lines = site(BOTH)[1]["vendors.md"].splitlines()
    assert len(lines) == 1 + 6 + 1 + 2
    assert any(line.startswith("promo,V1,Agency B,Promo,Bo,Films for shops") for line in lines)
    assert any(",240000," in line and ",2026-08-20,2026-08-21," in line for line in lines)


def test_clashes_are_named_with_what_else_is_booked() -> None:
    found, tables = site(BOTH)
    part = words_of(section(found["projects/promo.md"], "resources"))
    assert "2 booked: 4 Dec 2026" in part
    assert part.count("Clash") == 2
    assert "M1 Live" in part
    register = words_of(found["equipment.md"])
    assert "3 bookings clash with each other from now on, of 4." in register
    assert "4 Dec 2026: Recording (1)" in register
    assert "6 Dec 2026: Promo (1)" in register  # the other project has the same studio
    assert len(tables["equipment.md"].splitlines()) == 5


def test_conflicts_say_what_is_possible_and_who_decided() -> None:
    found, tables = site(BOTH)
    part = section(found["projects/promo.md"], "resources")
    text = words_of(part)
    for said in (
        *("C1 Two teams in the studio", "Open", "Crm", "Week 49, 2026 (in 8 days)", "A day later"),
        *("Another studio", "Move the recording", "C2 Budget of films", "Resolved", "Half each"),
        *("Decided by Bo", "2026-11-01"),
    ):
        assert said in text, said
    assert 'href="#E1"' in part or 'promo.html#E1"' in part  # what both want is at its place
    assert "1 conflict is open, of 2." in words_of(found["conflicts.md"])
    assert "Another studio; Move the recording" in tables["conflicts.md"]


def test_a_dependency_on_a_vendor_leads_to_it_and_shows_what_is_late() -> None:
    part = section(site(BOTH)[0]["projects/promo.md"], "dependencies")
    assert re.search(r'<a href="[^"]*#V1">Agency B</a>', part)
    assert "Films, 2026-11-12" in words_of(part).replace(" ,", ",")


def test_home_and_the_weeks_remind_of_what_is_owed() -> None:
    found = site(BOTH)[0]
    home = words_of(found["index.md"])
    assert "V1 “Agency B” was to deliver “Films” by 12 Nov 2026" in home
    assert "A payment to V1 “Agency B” was due on 15 Nov 2026" in home
    week = words_of(found["status/2026-W46.md"])
    assert "Agency B · Films Delivery of a vendor, due 12 Nov" in week
    assert "Agency B · Second instalment Payment to a vendor, due 15 Nov" in week


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_public_reads_nothing_of_it(lang: str) -> None:
    public = {name: text + "confidentiality: public\npublish_amounts: true\n" for name, text in BOTH.items()}
    found, tables = site(public, "public", lang)
    for page in ("vendors.md", "equipment.md", "conflicts.md"):
        assert page not in found
    text = "".join((*found.values(), *tables.values()))
    for hidden in ("Agency B", "Films", "Studio", "Two teams", "555 0123", "800 k", "80 万", "HT-31"):
        assert hidden not in text, hidden
    assert "Agency B" in site(public, "internal", lang)[0]["vendors.md"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_project_that_the_audience_may_not_see_is_not_named(lang: str) -> None:
    promo = (
        BUYS.replace("parties: [crm, promo]", "parties: [secret, was-secret]")
        .replace("resource: studio", "resource: secret")
        .replace("for: Recording", 'for: "secret:M7"')
    )
    secret = OTHER + "aliases: [was-secret]\nconfidentiality: restricted\n"
    found, tables = site({"promo": promo, "secret": secret}, lang=lang)
    text = "".join((*found.values(), *tables.values()))
    for hidden in ("secret", "Secret", "Boxes", "M7", "2 of 5", "2/5"):
        assert hidden not in text, hidden
    said = "a project outside this edition" if lang == "en" else "本版未收录的项目"
    assert said in found["conflicts.md"]
    assert said in found["equipment.md"]
    assert "Boxes" in site({"promo": promo, "secret": secret}, "board", lang)[0]["vendors.md"]


def test_what_nobody_wrote_has_no_page_and_no_section() -> None:
    found = site({"promo": "milestones: [{id: M1, title: Live, forecast: 2026-12-20}]\n"})[0]
    for page in ("vendors.md", "equipment.md", "conflicts.md"):
        assert page not in found
    for name in ("vendors", "equipment", "conflicts"):
        assert f'id="_{name}"' not in found["projects/promo.md"]
