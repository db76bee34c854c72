"""The load of people as readers see it: who is over and where, what is free, and whom nobody may see."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from time import process_time
from typing import TYPE_CHECKING

import pytest
from test_views import rendered
from written import assembled

from opsgen.export.sheet import sheet
from opsgen.history import Provenance
from opsgen.views import edition, pages
from opsgen.views.load import LISTED, MOST_DRAWN

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio
    from opsgen.views import Audience

PEOPLE = """
people:
  - {id: bo, name: Bo Larsen, team: tech}
  - {id: ann, name: Ann Li, team: tech, capacity: 80}
  - {id: qin, name: Qin Lang, team: shop, display: role, role: Buyer}
  - {id: zoe, name: Zoe Silent, team: shop}
teams: [{id: tech, title: Technology}, {id: shop, title: Shops}]
"""
SALE = """
title: Winter sale
owner: ann
start: 2026-09-01
finish: 2027-02-28
lifecycle: executing
tasks: [{id: T1, title: Load test, start: 2026-11-16, finish: 2026-12-11}]
allocations:
  - {person: bo, task: T1, percent: 80, note: Mornings}
  - {person: qin, percent: 50, from: 2026-11-02, until: 2026-12-31}
  - {role: Tester, days: 12.5, from: 2026-11-30, until: 2026-12-18}
"""
CRM = """
title: New CRM
owner: ann
start: 2026-09-01
finish: 2027-02-28
lifecycle: executing
allocations:
  - {person: Bo Larsen, percent: 60, from: 2026-11-23, until: 2026-12-04}
  - {person: ann, percent: 20, from: 2026-11-16, until: 2026-12-31}
"""
SETTINGS = "title: All\ncalendar: weekdays\nlanguages: [en, zh]\n"


def portfolio(**changed: str) -> Portfolio:
    files = {"people": PEOPLE, "portfolio": SETTINGS, "sale": SALE, "crm": CRM} | changed
    found = assembled({f"projects/{name}.yaml": text.encode() for name, text in files.items() if text})
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    return found


def shown(of: Portfolio, path: str = "load.md", lang: str = "en", audience: Audience = "internal") -> str:
    found = rendered(of, lang, audience)
    return found[path].html if path in found else ""


def section(html: str, name: str) -> str:
    start = html.index(f'id="_{name}"')
    end = html.find("<h2", start + 1)
    return html[start : end if end > 0 else None]


def text(html: str) -> str:
    plain = re.sub(r"<(style|svg).*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", plain).split())


def rows(of: Portfolio) -> list[dict[str, str]]:
    for_all = edition(of, as_of=date(2026, 11, 22), provenance=Provenance(), lang="en")
    page = next(page for page in pages(for_all) if page.path == "load.md")
    assert page.table
    return list(csv.DictReader(io.StringIO(sheet(page.table, "en").decode("utf-8-sig"))))


# ---- the page


def test_the_sentence_names_who_is_over_and_in_which_weeks() -> None:
    html = shown(portfolio())
    assert '<p class="ops-lead">1 of 3 people is over capacity: Bo Larsen (W48–W49).</p>' in html
    assert "3 人中有 1 人超负荷：Bo Larsen（第 48 周至第 49 周）。" in shown(portfolio(), lang="zh")


def test_an_over_allocation_names_weeks_percent_projects_and_what_to_do() -> None:
    said = section(shown(portfolio()), "over")
    plain = text(said)
    assert "In W48–W49 (23 Nov – 6 Dec 2026) up to 140% of the time of Bo Larsen is planned" in plain
    assert "there is 100%" in plain
    assert 'href="projects/sale.html#_resources">Winter sale</a>&nbsp;<b>80%</b>' in said
    assert 'href="projects/crm.html#_resources">New CRM</a>&nbsp;<b>60%</b>' in said
    assert "40% must move to other weeks or people: agree whose work comes first" in plain
    assert "In the same team there is room: Ann Li." in plain


def test_a_conflict_about_the_person_is_led_to() -> None:
    conflict = "conflicts: [{id: C1, title: Who has Bo, resource: Bo Larsen, status: escalated}]\n"
    said = section(shown(portfolio(crm=CRM + conflict)), "over")
    assert 'href="projects/crm.html#C1">Who has Bo</a>' in said
    assert "write it down" not in said
    settled = conflict.replace(
        "escalated", "resolved, period: 2026-W48, resolution: Ann helps, decided: 2026-11-01"
    )
    assert "but the plan still says otherwise" in shown(portfolio(crm=CRM + settled))
    other = conflict.replace("Bo Larsen", "Ann Li")
    assert "Who has Bo" not in shown(portfolio(crm=CRM + other))


def test_one_project_alone_is_told_to_spread_its_work() -> None:
    alone = CRM + "  - {person: bo, percent: 70, from: 2026-11-23, until: 2026-12-04}\n"
    said = text(section(shown(portfolio(crm=alone, sale="")), "over"))
    assert "It is one project alone: spread the work over more weeks, or give 30% to somebody else." in said


def test_nobody_over_is_said_and_nothing_is_warned_of() -> None:
    html = shown(portfolio(crm=""))
    assert "2 people are allocated, and nobody is over capacity in the coming 26 weeks." in html
    assert 'id="_over"' not in html


def test_free_capacity_is_by_team_with_its_formula_and_its_sum() -> None:
    free = section(shown(portfolio()), "free")
    assert re.findall(r'<tr><th scope="row">([^<]+)', free) == ["Technology", "Shops", "Total"]
    plain = text(free)
    assert "Σ (capacity − load) × working days of the week" in plain
    assert "22 Nov – 19 Dec 2026" in plain
    shops = free[free.index(">Shops<") : free.index(">Total<")]
    assert 'data-sort="10.0"' in shops, "half of 20 working days"
    assert re.search(r'data-label="Nothing is known of" class="ops-num">1<', shops)


def test_people_are_listed_with_their_highest_load_and_projects() -> None:
    people = section(shown(portfolio()), "people")
    names = re.findall(r'<tr id="(_p-\w+)"', people)
    assert names == ["_p-bo", "_p-qin", "_p-ann"]
    assert "140%" in people
    assert "Zoe" not in people


def test_roles_to_be_filled_name_their_project() -> None:
    roles = section(shown(portfolio()), "roles")
    assert 'href="projects/sale.html#_resources">Tester</a>' in roles
    assert "12.5 person-days" in roles
    assert "For</th>" not in roles, "no role says what it is for"
    given = SALE.replace("{role: Tester,", "{role: Tester, task: T1,")
    assert "Load test" in section(shown(portfolio(sale=given)), "roles")


def test_what_is_not_counted_is_said() -> None:
    counted = text(section(shown(portfolio()), "counted"))
    assert "(weekdays)" in counted
    assert "Of 1 person no project says anything" in counted
    assert "Projects that this edition does not show are not counted." in counted
    assert "Projects that this edition" not in text(section(shown(portfolio(), audience="board"), "counted"))
    china = SETTINGS.replace("weekdays", "CN")
    assert "In the calendar CN days that make up" in text(shown(portfolio(portfolio=china)))


def test_the_file_has_a_line_for_each_person_week_and_project() -> None:
    found = rows(portfolio())
    bo = [
        (row["Project"], row["Share (%)"], row["Load of the week (%)"])
        for row in found
        if row["item_id"] == "bo"
    ]
    assert bo[:3] == [("Winter sale", "80", "80"), ("Winter sale", "80", "140"), ("New CRM", "60", "140")]
    assert bo[-1] == ("", "0", "0"), "a free week is a line too"
    ann = next(row for row in found if row["item_id"] == "ann")
    assert (ann["project_id"], ann["Team"], ann["Week"], ann["Week begins"]) == (
        "crm",
        "Technology",
        "2026-W47",
        "2026-11-16",
    )
    assert ann["Capacity (%)"] == "80"


def test_the_front_page_says_who_is_over_to_those_who_may_know_it() -> None:
    said = "1 of 3 people is over capacity: Bo Larsen (W48–W49)."
    assert said in text(shown(portfolio(), "index.md"))
    assert "over capacity" not in text(shown(portfolio(), "index.md", audience="public"))
    alone = SALE.replace("percent: 80", "percent: 10")
    assert "over capacity" not in text(shown(portfolio(sale=alone), "index.md"))


def test_without_allocations_there_is_no_page() -> None:
    bare = SALE[: SALE.index("allocations")]
    assert "load.md" not in rendered(portfolio(sale=bare, crm=""))
    on_hold = CRM.replace("executing", "on_hold")
    assert "load.md" not in rendered(portfolio(sale="", crm=on_hold))


def test_roles_alone_make_a_page_without_a_figure() -> None:
    role = CRM[: CRM.index("allocations")] + "allocations: [{role: Tester, percent: 50}]\n"
    html = shown(portfolio(sale="", crm=role))
    assert "Nobody is allocated yet; 1 role is to be filled." in html
    assert "<svg" not in html
    assert 'id="_free"' not in html


def test_many_people_are_drawn_as_far_as_they_can_be_compared() -> None:
    many = "".join(
        f"  - {{person: Somebody {i}, days: {26 + i}, from: 2026-11-16, until: 2026-12-20}}\n"
        for i in range(90)
    )
    html = shown(portfolio(sale="", crm=CRM[: CRM.index("  - {person")] + many))
    figure = html[html.index("<svg") : html.index("</svg>")]
    assert figure.count("<a href=") == MOST_DRAWN
    assert "Somebody 89" in figure
    assert "Somebody 0<" not in figure
    assert (
        f"The {MOST_DRAWN} people with the highest load are drawn, those over capacity first, of 90" in html
    )
    assert html.count('<article class="ops-card') == LISTED
    assert "The first 60 of 90; who else is over capacity stands in the table of people." in html
    assert len(re.findall(r'<tr id="_p-', html)) == 90


# ---- the section of a project


def test_a_project_lists_its_allocations_with_the_load_over_all_projects() -> None:
    html = shown(portfolio(), "projects/sale.md")
    resources = section(html, "resources")
    plain = text(resources)
    assert 'href="../load.html#_p-bo">Bo Larsen</a>' in resources
    assert 'href="#T1"' in resources
    assert "140%" in resources
    assert "Mornings" in plain
    assert "Tester to be filled" in plain
    assert "12.5 person-days" in plain
    assert "up to 140% of the time of Bo Larsen" in plain
    assert '<title id="_resources-figure-title">Load by person and week</title>' in resources


def test_a_project_sees_the_worst_of_the_weeks_it_takes_part_in() -> None:
    third = CRM.replace("New CRM", "Audit").replace("60, from: 2026-11-23, until: 2026-12-04", "30")
    third = third.replace("percent: 30}", "percent: 30, from: 2026-12-07, until: 2026-12-11}")
    of = portfolio(audit=third)
    said = text(section(shown(of, "projects/audit.md"), "resources"))
    assert "up to 140% of the time of Bo Larsen" in said
    assert re.search(r"In W50: Winter sale &nbsp; 80% , Audit &nbsp; 30%", said)


def test_a_project_that_does_not_go_on_counts_for_no_load() -> None:
    html = shown(portfolio(crm=CRM.replace("executing", "on_hold")), "projects/crm.md")
    resources = section(html, "resources")
    assert "counts for no load" in resources
    assert "<svg" not in resources
    assert "140%" not in resources


def test_earlier_allocations_are_folded() -> None:
    past = "".join(
        f"  - {{person: ann, percent: 10, from: 2026-0{i}-01, until: 2026-0{i}-20}}\n" for i in range(5, 9)
    )
    resources = section(shown(portfolio(crm=CRM + past), "projects/crm.md"), "resources")
    assert "Earlier allocations" in resources


# ---- people, and audiences


def test_cards_of_people_say_their_load_and_lead_to_it() -> None:
    crm = CRM.replace("owner: ann", "owner: bo")
    card = shown(portfolio(crm=crm), "people.md")
    assert 'href="load.html#_p-bo">W48</a>' in card
    assert "over capacity in 2 weeks" in card


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_public_sees_nothing_of_it(lang: str) -> None:
    public = {"sale": SALE + "confidentiality: public\n", "crm": CRM + "confidentiality: public\n"}
    found = rendered(portfolio(**public), lang, "public")
    assert "load.md" not in found
    everything = "".join(page.html for page in found.values())
    assert "Winter sale" in everything
    for hidden in ("Qin Lang", "Bo Larsen", "140%", 'id="_resources"', "load.html"):
        assert hidden not in everything


@pytest.mark.parametrize("people", [PEOPLE, ""])
def test_the_health_of_a_project_names_nobody_to_the_public(people: str) -> None:
    counted = "confidentiality: public\nhealth_dimensions: [schedule, resources]\n"
    of = portfolio(sale=SALE + counted, crm=CRM.replace("Bo Larsen", "bo") + counted, people=people)
    everything = "".join(page.html for page in rendered(of, "en", "public").values())
    assert "More is planned of the time of 1 person than there is" in everything
    for hidden in ("Bo Larsen", "bo is over", "140%", "over capacity in"):
        assert hidden not in everything
    assert "is over capacity in 2026-W48" in shown(of, "projects/crm.md")


def test_a_project_that_is_not_shown_is_not_named_by_its_title_or_code() -> None:
    told = (
        "conflicts: [{id: C1, title: One studio, parties: [new crm, K-9, Shops], resource: New CRM}]\n"
        "equipment: [{id: E1, title: Studio, bookings: [{from: 2026-11-23, until: 2026-11-27, for: K-9}]}]\n"
    )
    hidden = portfolio(sale=SALE + told, crm=CRM + "code: K-9\nconfidentiality: restricted\n")
    for audience in ("internal", "board"):
        page = shown(hidden, "projects/sale.md", audience=audience)
        assert ("new crm" in page.casefold(), "K-9" in page) == (audience == "board",) * 2
        assert ("a project outside this edition" in page) == (audience == "internal")


def test_a_project_that_is_not_shown_is_not_counted() -> None:
    hidden = portfolio(crm=CRM + "confidentiality: restricted\n")
    html = shown(hidden)
    assert "New CRM" not in html
    assert "nobody is over capacity" in html
    assert "140%" in shown(hidden, audience="board")


def test_pages_grow_in_line_with_the_allocations_of_one_person() -> None:
    spent = []
    for count in (400, 1600):
        part = "".join(
            f"  - {{person: bo, percent: 1, task: T{n // 784}, from: 2026-11-{1 + n % 28:02d},"
            f" until: 2027-01-{1 + n // 28 % 28:02d}}}\n"
            for n in range(count)
        )
        tasks = "tasks: [{id: T0, title: One}, {id: T1, title: Two}, {id: T2, title: Three}]\n"
        of = portfolio(sale="", crm=CRM + part + tasks)
        for_all = edition(of, as_of=date(2026, 11, 22), provenance=Provenance(), lang="en")
        start = process_time()
        assert len(list(pages(for_all))) > 1
        spent.append(process_time() - start)
    assert spent[1] <= 7 * spent[0] + 0.8
