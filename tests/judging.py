"""What the rules say about a portfolio in memory: nothing kept, nothing left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.portfolio import Whole
from opsgen.rules import Verdict, judged, verdict_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.portfolio import Portfolio
    from opsgen.problem import Problem


def check(portfolio: Portfolio, as_of: date) -> tuple[Problem, ...]:
    """The findings of all rules as of a day, in the order of the files."""
    return judged(list(_verdicts(portfolio)), portfolio.house, as_of).problems


def findings(portfolio: Portfolio, as_of: date) -> tuple[Problem, ...]:
    """What is wrong with the files and by the rules, each once, in the order of the files."""
    return judged([Verdict("", portfolio.problems), *_verdicts(portfolio)], portfolio.house, as_of).problems


def _verdicts(portfolio: Portfolio) -> Iterator[Verdict]:
    for name in portfolio.broken:
        yield Verdict(name)
    for whole in _wholes(portfolio):
        yield verdict_of(whole, portfolio.house, portfolio.sources[whole.source])


def _wholes(portfolio: Portfolio) -> Iterator[Whole]:
    """The settings, the people, the meetings and all projects, as far as they could be read."""
    if "portfolio" in portfolio.sources and "portfolio" not in portfolio.unread:
        yield Whole("portfolio", "portfolio", portfolio.settings)
    if portfolio.has_people:
        yield Whole("people", "people", portfolio.people)
    for meeting in portfolio.meetings:
        yield Whole(f"meetings/{meeting.id}", "meeting", meeting)
    for project in portfolio.projects:
        yield Whole(project.id, "project", project)
