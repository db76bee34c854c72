"""Decisions, actions, updates and reminders."""

import pytest
from written import assessed, said


def test_decisions_wanted_are_asked_for_and_not_taken() -> None:
    text = """
decisions:
- {id: D1, title: Later, due: 2026-07-01}
- {id: D2, title: Overdue, due: 2026-05-30, owner: Grace}
- {id: D3, title: No date}
- {id: D4, title: Taken, status: decided, outcome: Yes, date: 2026-05-01}
- {id: D5, title: Not now, status: deferred}
- {id: D6, title: Not asked yet, raised: 2026-06-02, due: 2026-06-03}
"""
    found = assessed(text, "2026-06-01").decisions_wanted
    assert [(s.decision.id, s.days_left, s.owner) for s in found] == [
        ("D2", -2, "Grace"),
        ("D1", 30, "Ada"),
        ("D3", None, "Ada"),
    ]


def test_actions() -> None:
    text = """
actions:
- {id: A1, title: Done, owner: Grace, due: 2026-05-01, done: 2026-05-03, status: done}
- {id: A2, title: Open, owner: Grace, due: 2026-06-01}
- {id: A3, title: Overdue, owner: Grace, due: 2026-05-31, status: in_progress}
- {id: A4, title: Dropped, owner: Grace, due: 2026-05-31, status: cancelled}
"""
    found = assessed(text, "2026-06-01").actions
    assert [(s.action.id, s.open, s.overdue, s.days_left) for s in found] == [
        ("A3", True, True, -1),
        ("A2", True, False, 0),
        ("A1", False, False, -31),
        ("A4", False, False, -1),
    ]


@pytest.mark.parametrize(
    ("text", "age", "late"),
    [
        # the week ends on Sunday 24 May; 1.5 weeks are ten and a half days
        ("cadence: weekly\nupdates: [{period: 2026-W21, summary: a}]", 8, False),
        ("cadence: weekly\nupdates: [{period: 2026-05-20, summary: a}]", 8, False),
        ("cadence: weekly\nupdates: [{period: 2026-W20, summary: a}]", 15, True),
        ("cadence: monthly\nupdates: [{period: 2026-04, summary: a}]", 32, False),
        ("cadence: monthly\nupdates: [{period: 2026-03, summary: a}]", 62, True),
        # the period under way, and one that has not begun
        ("cadence: weekly\nupdates: [{period: 2026-W23, summary: a}]", 0, False),
        ("cadence: weekly\nupdates: [{period: 2026-W24, summary: a}]", None, True),
        # no cadence: the portfolio's month, but only where there are updates
        ("updates: [{period: 2026-03, summary: a}]", 62, True),
        ("", None, False),
        ("cadence: weekly", None, True),
        ("cadence: weekly\nstart: 2026-05-25", None, False),
        ("cadence: weekly\nlifecycle: on_hold", None, False),
        ("cadence: weekly\nlifecycle: closed\nupdates: [{period: 2026-W02, summary: a}]", 141, False),
    ],
)
def test_update(text: str, age: int | None, late: bool) -> None:
    found = assessed(text, "2026-06-01").update
    assert (found.age_days, found.late) == (age, late)


def test_the_latest_update_is_the_one_of_the_latest_period() -> None:
    text = "updates: [{period: 2026-W21, summary: b}, {period: 2026-W20, summary: a}]"
    found = assessed(text, "2026-06-01").update
    assert found.latest is not None
    assert found.period is not None
    assert (found.latest.summary.plain, found.period.label) == ("b", "2026-W21")


REMINDERS = """
cadence: weekly
declared_health: {overall: green, reason: a, until: 2026-05-31}
metrics:
- {id: K1, title: Returns, target: 9, frequency: weekly, measurements: [{date: 2026-05-01, value: 13}]}
- {id: K2, title: Rate, target: 9, accepted_deviation: {value: 8, until: 2026-05-15, reason: a}}
risks:
- {id: R1, title: Storm, probability: 2, impact: 2, owner: Grace, trigger: {metric: K1, op: ">", value: 9}}
- {id: R2, title: Flood, probability: 2, impact: 2, raised: 2026-04-01, review_every: 2w}
"""


def test_reminders_say_what_to_do_and_who() -> None:
    found = assessed(REMINDERS, "2026-06-01").reminders
    assert [(r.kind, r.item, r.owner, said(r.text)) for r in found] == [
        ("trigger", "R1", "Grace", "R1 “Storm” has met its trigger"),
        ("review", "R2", "Ada", "R2 “Flood” was to be reviewed by 15 Apr 2026"),
        ("stale", "K1", "Ada", "K1 “Returns” was last measured on 1 May 2026"),
        ("accepted", "K2", "Ada", "The accepted deviation of K2 “Rate” has expired on 15 May 2026"),
        ("override", "", "Ada", "The declared health has expired on 31 May 2026"),
        ("update", "", "Ada", "No update yet"),
    ]


def test_a_closed_project_reminds_of_nothing() -> None:
    assert assessed(f"lifecycle: closed\n{REMINDERS}", "2026-06-01").reminders == ()
