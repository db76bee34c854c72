"""All projects together."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from written import assessed, project

from opsgen.derive import Assessment, Summary, assess, summarise
from opsgen.model import Decision, Settings
from opsgen.words import Text

AS_OF = date(2026, 6, 1)
LATE = "milestones: [{id: M1, title: Load test, baseline: 2026-05-01, forecast: 2026-06-20}]"
FINE = "milestones: [{id: M2, title: Opening, baseline: 2026-07-01, forecast: 2026-07-01}]"
OVERDUE = """
milestones:
- {id: M3, title: Late already, forecast: 2026-05-30, type: delivery}
- {id: M4, title: Ours alone, forecast: 2026-06-02, type: internal}
- {id: M5, title: Far away, forecast: 2026-07-02}
"""


def named(name: str, text: str) -> Assessment:
    """The project of this id, assessed."""
    return assess(replace(project(text), id=name), Settings(), AS_OF)


def summary(*texts: str, settings: Settings = Settings()) -> Summary:
    """The projects a, b, … together."""
    return summarise((named(chr(97 + n), text) for n, text in enumerate(texts)), settings, AS_OF)


def test_counts_and_the_order_of_projects() -> None:
    found = summary(FINE, "", LATE, "lifecycle: closed", f"{LATE}\npriority: 1")
    assert dict(found.counts) == {"red": 2, "amber": 0, "green": 1, "grey": 1, "blue": 1}
    assert found.count("red") == 2
    assert [a.project.id for a in found.projects] == ["e", "c", "a", "b", "d"]
    assert [a.project.id for a in found.red] == ["e", "c"]


def test_milestones_of_the_next_30_days_with_overdue_ones_first() -> None:
    found = summary(FINE, LATE, OVERDUE, f"lifecycle: cancelled\n{LATE}")
    places = [(p.project.id if p.project else "", p.state.milestone.id) for p in found.milestones]
    assert places == [("c", "M3"), ("b", "M1"), ("a", "M2")]


def test_money_in_each_currency() -> None:
    line = "budget: [{{id: B1, title: Media, planned: {}, forecast: 300}}]"
    texts = (
        line.format(100) + "\ncurrency: EUR",
        line.format(200),
        "budget: [{id: B1, title: Media, planned: 50, actual: 20}]",
        "lifecycle: closed\n" + line.format(900),
        line.format(7) + "\ncurrency: USD",
    )
    own, other, third = summary(*texts).money
    assert (own.currency, own.planned, own.forecast, own.actual) == ("CNY", 250, 350, 20)
    assert (own.projects, own.without_actual, own.used_pct) == (2, 1, 8)
    assert (other.currency, other.planned, third.currency) == ("EUR", 100, "USD")
    converted = summary(*texts, settings=Settings(rates={"EUR": 7.5, "USD": 7})).money
    assert [(m.currency, m.planned) for m in converted] == [("CNY", Decimal(250) + 750 + 49)]


def test_decisions_of_projects_and_portfolio_by_due_date() -> None:
    own = Decision(id="P1", title=Text("Budget"), due=date(2026, 6, 5))
    settings = Settings(owner="Board", decisions=(own,))
    texts = (
        "decisions: [{id: D1, title: a, due: 2026-06-09}]",
        "decisions: [{id: D2, title: a, due: 2026-06-02}]",
    )
    found = summary(*texts, settings=settings).decisions
    assert [(p.project.id if p.project else "", p.state.decision.id, p.state.owner) for p in found] == [
        ("b", "D2", "Ada"),
        ("", "P1", "Board"),
        ("a", "D1", "Ada"),
    ]


def test_who_owes_an_update() -> None:
    found = summary("cadence: weekly\nowner: Grace", FINE, "cadence: weekly\nlifecycle: closed")
    assert [p.project.owner for p in found.no_update if p.project] == ["Grace"]
    assert [p.state.kind for p in found.reminders] == []


def test_the_order_of_projects_is_no_matter() -> None:
    found = [named("a", FINE), named("b", LATE), named("c", ""), named("d", OVERDUE)]
    assert summarise(found, Settings(), AS_OF) == summarise(found[::-1], Settings(), AS_OF)


def test_no_projects() -> None:
    found = summarise((), Settings(), AS_OF)
    assert (found.money, found.projects, found.count("grey")) == ((), (), 0)


def test_items_by_id() -> None:
    found = assessed(LATE, "2026-06-01")
    assert found.milestone["M1"].milestone.title.plain == "Load test"
