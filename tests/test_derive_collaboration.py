"""Roles, stakeholders and duties."""

from __future__ import annotations

from datetime import date

import pytest
from written import assembled, portfolio, project

from opsgen.derive import assess
from opsgen.derive.items import LISTS, every_item, items_by_name
from opsgen.derive.ledger import ledger
from opsgen.derive.people import duties
from opsgen.derive.raci import raci
from opsgen.derive.stakeholders import in_quadrants, quadrant
from opsgen.model import People, Person, Stakeholder
from opsgen.rules.identity import PREFIXES
from opsgen.words import Text

PEOPLE = People(people=(Person(id="ada", name=Text("Ada")), Person(id="lin", name=Text(zh="林", en="Lin"))))


def test_the_matrix_has_a_column_for_each_person_however_they_are_called() -> None:
    text = """
milestones: [{id: M1, title: Load test, forecast: 2026-06-01}]
raci:
- {item: M1, accountable: Ada, responsible: [林, Grace], informed: [ada]}
- {item: Price, accountable: ada, responsible: [ada], consulted: [lin, Lin]}
"""
    found = raci(project(text), PEOPLE)
    assert found is not None
    assert found.people == ("ada", "lin", "Grace")
    assert found.answers_for == {"ada": 2}
    first, second = found.lines
    assert first.item is not None
    assert first.item.title.plain == "Load test"
    assert first.roles == {
        "lin": ("responsible",),
        "Grace": ("responsible",),
        "ada": ("accountable", "informed"),
    }
    assert first.odd == ("ada",)
    assert second.item is None
    assert second.roles == {"ada": ("responsible", "accountable"), "lin": ("consulted",)}
    assert second.odd == ()


def test_a_project_without_a_matrix_has_none() -> None:
    assert raci(project("milestones: [{id: M1, title: Go, forecast: 2026-06-01}]"), PEOPLE) is None


# PMI, PMBOK Guide, 5th edition (2013), 13.1.2.1, figure 13-4, "Example power/interest
# grid": much power and much interest "manage closely", much power alone "keep satisfied", much interest alone
# "keep informed", neither "monitor". The grid is Mendelow's (1991). Neither says which of five marks is much.
@pytest.mark.parametrize(
    ("influence", "interest", "found"),
    [
        (5, 5, "manage_closely"),
        (4, 4, "manage_closely"),
        (5, 1, "keep_satisfied"),
        (4, 3, "keep_satisfied"),
        (1, 5, "keep_informed"),
        (3, 4, "keep_informed"),
        (1, 1, "monitor"),
        (3, 3, "monitor"),
        (None, 5, None),
        (5, None, None),
    ],
)
def test_quadrants(influence: int | None, interest: int | None, found: str | None) -> None:
    assert quadrant(Stakeholder(name=Text("x"), influence=influence, interest=interest)) == found


def test_everybody_who_is_rated_is_in_one_quadrant() -> None:
    rated = [
        Stakeholder(name=Text(f"{a}{b}"), influence=a, interest=b) for a in range(1, 6) for b in range(1, 6)
    ]
    found = in_quadrants([*rated, Stakeholder(name=Text("unknown"))])
    placed = [s for listed in found.values() for s in listed]
    assert sorted(s.name.plain for s in placed) == sorted(s.name.plain for s in rated)


def test_all_items_are_known_by_their_names() -> None:
    text = """
goals: [{id: G1, title: Sell, key_results: [{id: KR1, title: More}]}]
meetings:
- {id: W1, title: Weekly, date: 2026-05-18, decisions: [D1, {id: MD1, title: Shifts, aliases: [MD0]}]}
decisions: [{id: D1, title: Money}]
"""
    found = items_by_name(project(text))
    assert set(found) == {"G1", "KR1", "MD1", "MD0", "D1"}
    assert found["MD0"].title.plain == "Shifts"


def test_items_of_all_lists_are_looked_at() -> None:
    assert {*LISTS, "key_results"} == PREFIXES.keys()
    assert list(every_item(project("milestones: [{id: M1, title: Go, forecast: 2026-06-01}]")))


TEXT = """
owner: Ada
sponsor: lin
board: [Ada, Grace]
raci: [{item: Price, accountable: Grace, responsible: [ada]}]
risks:
- {id: R1, title: Rain, probability: 2, impact: 2, owner: Lin}
- {id: R2, title: Snow, probability: 2, impact: 2, owner: Lin, status: closed}
issues: [{id: I1, title: Leak, owner: Grace}, {id: I2, title: Dry, owner: Grace, status: closed}]
actions:
- {id: A1, title: Late, owner: ada, due: 2026-05-01}
- {id: A2, title: Done, owner: ada, due: 2026-05-01, done: 2026-04-30, status: done}
decisions: [{id: D1, title: Money, by: 林}, {id: D2, title: Taken, by: 林, status: deferred}]
"""


def test_duties_by_person() -> None:
    found = portfolio(TEXT)
    as_of = date(2026, 6, 1)
    assessment = assess(found.projects[0], found.settings, as_of)
    book = ledger([assessment], found.settings, as_of)
    ada, lin, grace = duties([assessment], book, PEOPLE)
    assert (ada.key, len(ada.owns), len(ada.board), ada.overdue) == ("ada", 1, 1, 1)
    assert [p.state.action.id for p in ada.actions] == ["A1"]
    assert ([p.id for p in lin.sponsors], [s.risk.id for _, s in lin.risks]) == (["spring"], ["R1"])
    assert [p.state.decision.id for p in lin.decisions] == ["D1"]
    assert (grace.key, grace.person, len(grace.accountable)) == ("Grace", None, 1)
    assert [issue.id for _, issue in grace.issues] == ["I1"]


def test_somebody_without_duties_is_known_to_have_none() -> None:
    people = assembled({"projects/people.yaml": b"people: [{id: ada, name: Ada}]"}).people
    book = ledger([], portfolio("goals: [{id: G1, title: Sell}]").settings, date(2026, 6, 1))
    (ada,) = duties([], book, people)
    assert not ada.any
