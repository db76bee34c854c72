"""Pages of what people agree on: who sees what, where each thing stands, and where its links lead."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
from written import assembled

from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, edition, pages

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio

AS_OF = date(2026, 11, 22)
HEADER = "owner: wang\nstart: 2026-09-01\nfinish: 2026-12-31\nlifecycle: executing\n"
GIFT = f"""title: Gift
{HEADER}confidentiality: public
sponsor: li
milestones: [{{id: M1, title: Load test, forecast: 2026-12-01, owner: zhao}}]
raci:
- {{item: M1, accountable: wang, responsible: [zhao], consulted: [li], informed: [Zhou]}}
- {{item: Price, accountable: li, responsible: [wang]}}
stakeholders:
- {{id: ST1, name: Shop managers, interest: 5, influence: 4, attitude: critic, strategy: Ask two of them}}
- {{name: Neighbours, interest: 1, influence: 1}}
communications: [{{audience: Shop managers, what: The plan, owner: wang}}]
training:
- {{id: TR1, title: Tills, date: 2026-11-30, attended: [Mrs Secret], required_for: [M1]}}
decisions: [{{id: D1, title: More money, due: 2026-11-30, by: li, cost: 60k}}]
actions:
- {{id: A1, title: Order, owner: zhao, due: 2026-11-01, source: D1}}
- {{id: A2, title: Sign, owner: wang, due: 2026-10-01, done: 2026-10-01, status: done, verified: 2026-10-09,
   verified_by: li}}
meetings:
- id: weekly
  title: Weekly talk
  date: 2026-11-18
  minutes: Spoken of the gift.
  attendees: [wang, zhao]
  agenda: [{{text: Money, decision: D1}}]
  actions: [{{id: MA1, title: Rota, owner: zhao, due: 2026-11-25}}]
- {{id: kick-off, title: First talk, date: 2026-09-02}}
"""
SECRET = f"""title: Secret merger
{HEADER}confidentiality: restricted
decisions: [{{id: D7, title: Secret price}}]
actions: [{{id: A7, title: Secret call, owner: wang, due: 2026-12-01}}]
meetings: [{{id: x, title: Secret talk, date: 2026-11-02}}]
"""
OCTOBER = """title: Committee in October
date: 2026-10-16
type: steering
decisions: [{id: PD0, title: One more week, project: gift, due: 2026-11-20, options: [a, b]}]
actions:
- {id: PA0, title: Lease, owner: li, due: 2026-11-01}
- {id: PA9, title: Secret lease, project: secret, owner: li, due: 2026-11-01}
"""
NOVEMBER = """title: Committee in November
date: 2026-11-20
type: steering
attendees: [li]
minutes: All is well.
agenda:
- {text: Money for the gift, project: gift, decision: D1, minutes: Next time.}
- {text: The secret thing, project: secret, decision: D7}
- Plans of next year
decisions:
- "secret:D7"
- "october:PD0"
- {id: PD1, title: Two people more, status: decided, date: 2026-11-20, outcome: Agreed, supersedes: PD8}
actions:
- "secret:A7"
- {id: PA1, title: Three offers, project: gift, owner: zhao, due: 2026-11-21}
"""
PEOPLE = """
people:
- {id: wang, name: Wang Fang, email: wang@example.org, role: Lead, team: ops}
- {id: zhao, name: Zhao Min, email: zhao@example.org, role: Engineer, display: role}
- {id: li, name: Li Qiang, display: role}
- {id: Zhou, name: Zhou Yi}
teams: [{id: ops, title: Operations}]
"""
SETTINGS = """
title: All of it
owner: li
decisions: [{id: PD8, title: Budget of the year, due: 2026-12-24, cost: 900k}]
"""
TEXTS = {
    "projects/gift.yaml": GIFT,
    "projects/secret.yaml": SECRET,
    "projects/meetings/october.yaml": OCTOBER,
    "projects/meetings/november.yaml": NOVEMBER,
    "projects/people.yaml": PEOPLE,
    "projects/portfolio.yaml": SETTINGS,
}


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    found = assembled({name: text.encode() for name, text in TEXTS.items()})
    assert not found.problems
    return found


def site(portfolio: Portfolio, audience: Audience = "internal", lang: str = "en") -> dict[str, str]:
    of = edition(portfolio, as_of=AS_OF, provenance=Provenance(None, None), lang=lang, audience=audience)
    renderer = Renderer(of)
    return {page.path: renderer.page(page).html for page in pages(of)}


def words_of(html: str) -> str:
    """What a reader reads."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def section(html: str, anchor: str) -> str:
    """A part of a page, from its heading on to the next one of the same rank or above."""
    start = html.index(f'id="{anchor}"')
    rank = html[html.rindex("<", 0, start) + 1 :][:2]
    end = min(i for mark in ("<h2", "</section>", f"<{rank}") if (i := html.find(mark, start)) > 0)
    return html[start:end]


@pytest.mark.parametrize("audience", ["public", "internal", "board"])
def test_links_lead_somewhere_and_ids_stand_once(portfolio: Portfolio, audience: Audience) -> None:
    found = site(portfolio, audience)
    ids = {path: re.findall(r'\bid="([^"]+)"', html) for path, html in found.items()}
    for path, html in found.items():
        assert len(ids[path]) == len(set(ids[path])), path
        for page, anchor in re.findall(r'href="([^":#]*)(?:#([^"]*))?"', html):
            if page.endswith((".csv", ".xlsx", ".json", ".pdf", ".ics")):
                continue
            page = page.partition("?")[0]
            target = (Path("/") / Path(path).parent / unquote(page)).as_posix() if page else f"/{path}"
            name = re.sub(r"[^/]+/\.\./", "", target).lstrip("/").removesuffix(".html").removesuffix(".md")
            assert f"{name}.md" in found, (path, page)
            assert not anchor or unquote(anchor) in ids[f"{name}.md"], (path, page, anchor)


def test_what_is_about_a_restricted_project_is_left_out_and_counted(portfolio: Portfolio) -> None:
    found = site(portfolio)
    assert "ecret" not in words_of("".join(found.values())).replace("Mrs Secret", "")
    assert "3 entries are left out" in found["meetings/november.md"]
    assert "1 entry is left out" in found["meetings/october.md"]
    board = site(portfolio, "board")
    assert "Secret price" in board["meetings/november.md"]
    assert "left out" not in board["meetings/november.md"]


def test_the_public_reads_no_minutes_and_no_names_that_are_roles(portfolio: Portfolio) -> None:
    found = site(portfolio, "public")
    assert not [path for path in found if path.startswith(("meetings", "people"))]
    text = words_of("".join(found.values()))
    unwanted = ("talk", "Spoken", "Committee", "Budget of the year", "Zhao", "Li Qiang", "@example.org")
    unwanted += ("Shop managers", "Ask two", "Mrs Secret", "Two people more", "Three offers", "60 k")
    assert [word for word in unwanted if word in text] == []
    assert "Rota" in words_of(found["projects/gift.md"])
    assert "Team member" in words_of(section(found["projects/gift.md"], "_raci"))


def test_a_meeting_of_several_projects_shows_what_became_of_the_last_one(portfolio: Portfolio) -> None:
    november = site(portfolio)["meetings/november.md"]
    followed = words_of(section(november, "_followed-up"))
    assert "Committee in October" in followed
    assert re.search(r"Overdue PD0 One more week", followed)
    assert re.search(r"Overdue PA0 Lease Li Qiang", followed)
    assert '_followed-up"' not in site(portfolio)["meetings/october.md"]


def test_a_point_shows_how_the_decision_it_asks_for_stands(portfolio: Portfolio) -> None:
    agenda = section(site(portfolio)["meetings/november.md"], "_agenda")
    assert '<a href="../projects/gift.html#D1">More money</a>' in agenda
    assert "Decision wanted" in agenda
    assert words_of(agenda).index("Gift") < words_of(agenda).index("In general")


def test_a_project_shows_what_a_meeting_of_several_says_of_it(portfolio: Portfolio) -> None:
    gift = site(portfolio)["projects/gift.md"]
    held = gift[gift.index('id="_meetings"') :]
    first = words_of(held[: held.index("</article>")])
    assert "Committee in November" in first
    assert "Money for the gift" in first
    assert "Three offers" in first
    assert "Plans of next year" not in first
    assert "All is well" not in first
    assert "Earlier meetings" in held


def test_actions_stand_by_owner_and_the_overdue_ones_first(portfolio: Portfolio) -> None:
    html = site(portfolio)["actions.md"]
    owners = re.findall(r'<h2 id="_owner-\d+">([^<]+?)\s*<', html)
    assert owners == ["Zhao Min", "Li Qiang"]
    assert "2 actions overdue" in html
    table = html[html.index("<details") :]
    assert re.findall(r'<span class="ops-id">(\w+)</span>', table) == ["A1", "PA1", "MA1", "PA0", "A2"]
    assert '<a href="projects/gift.html#_meeting-weekly">Weekly talk</a>' in table


def test_the_register_of_decisions_agrees_with_the_front_page(portfolio: Portfolio) -> None:
    found = site(portfolio)
    assert "3 decisions are wanted, of 4." in found["decisions.md"]
    on_front = section(found["index.md"], "_decisions")
    assert [t for t in ("More money", "One more week", "Budget of the year") if t not in on_front] == []
    assert 'id="PD8"' in found["decisions.md"]


def test_roles_are_said_in_words_too(portfolio: Portfolio) -> None:
    matrix = section(site(portfolio, lang="zh")["projects/gift.md"], "_raci")
    row = words_of(matrix[matrix.index("<tbody") : matrix.index("</tr>", matrix.index("<tbody"))])
    assert sorted(re.findall(r"[RACI] (\S+)", row)) == sorted(["问责", "执行", "咨询", "知情"])
    assert '<a href="#M1">' in matrix or 'gift.html#M1">' in matrix


def test_stakeholders_stand_in_their_quadrants(portfolio: Portfolio) -> None:
    html = site(portfolio)["projects/gift.md"]
    grid = html[
        html.index('class="ops-quadrants"') : html.index("<table", html.index('class="ops-quadrants"'))
    ]
    assert re.search(r"Manage closely much influence, much interest Shop managers", words_of(grid))
    assert re.search(r"Monitor little influence, little interest Neighbours", words_of(grid))


def test_who_to_ask_stands_where_others_than_the_owner_answer(portfolio: Portfolio) -> None:
    asked = words_of(section(site(portfolio)["projects/gift.md"], "_who-to-ask"))
    assert "The project as a whole Wang Fang Lead · Operations wang@example.org" in asked
    assert "Price Li Qiang" in asked
    assert "Milestones Zhao Min 1" in asked
    assert asked.count("wang@example.org") == 1, "how to reach somebody is said once"
    alone = assembled({"projects/a.yaml": f"title: A\n{HEADER}goals: [{{id: G1, title: Sell}}]\n".encode()})
    assert "_who-to-ask" not in site(alone)["projects/a.md"]


def test_who_to_ask_names_all_that_one_person_answers_for_together() -> None:
    rows = ["Price", "Shelves", "Tills"]
    text = f"title: A\n{HEADER}raci:\n" + "".join(f"- {{item: {row}, accountable: li}}\n" for row in rows)
    found = assembled({"projects/a.yaml": text.encode(), "projects/people.yaml": PEOPLE.encode()})
    asked = words_of(section(site(found)["projects/a.md"], "_who-to-ask"))
    assert "Price , Shelves , Tills Li Qiang" in asked.replace(",", " ,").replace("  ", " ")


def test_a_decision_that_costs_nothing_says_so() -> None:
    text = f"title: A\n{HEADER}decisions: [{{id: D1, title: Go, cost: 0}}]\n"
    found = site(assembled({"projects/a.yaml": text.encode()}))
    for path in ("index.md", "projects/a.md", "decisions.md"):
        assert "no cost" in found[path]
        assert "¥0" not in found[path]


def test_people_stand_by_team_with_what_they_answer_for(portfolio: Portfolio) -> None:
    html = site(portfolio)["people.md"]
    assert [w for w in ("Operations", "In no team") if w not in html] == []
    zhao = html[html.index('id="_p-zhao"') :]
    zhao = words_of(zhao[: zhao.index("</article>")])
    assert "2 actions overdue" in zhao
    assert "Open actions 3" in zhao
    assert "mailto:zhao@example.org" in html


def test_what_nobody_wrote_has_no_page() -> None:
    bare = assembled({"projects/a.yaml": f"title: A\n{HEADER}goals: [{{id: G1, title: Sell}}]\n".encode()})
    assert not {"meetings.md", "decisions.md", "actions.md"} & site(bare).keys()
