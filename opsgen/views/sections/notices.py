"""What the numbers of a project say is wrong, what that rests on, and what was done about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.metrics import course
from opsgen.derive.notices import about
from opsgen.views import states
from opsgen.words import Message, message, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.notices import Notice
    from opsgen.derive.unit_cost import UnitCost
    from opsgen.model import Adjustment, Metric
    from opsgen.views.edition import Edition
    from opsgen.views.states import State

MOST_NUMBERS = 6
"""Of a problem; all of them stand with the metric."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that a problem rests on: when, how much, and what to hold it against."""

    when: str
    shown: str
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a metric; `since` is said where its numbers reach further back than shown.

    `answers` are the adjustments made since, each with how it stands.
    """

    metric: Metric
    light: State
    text: Message
    figures: tuple[Figure, ...]
    since: date | None
    answers: tuple[tuple[Adjustment, State], ...]


def notices(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The problems found, the gravest first; what a result costs only for those who may see amounts."""
    lights = {id(state.adjustment): states.adjustment(state) for state in assessment.adjustments}
    shown = (
        notice
        for notice in assessment.notices
        if notice.kind != "cost" or edition.shows_amounts(assessment.project)
    )
    return {
        "problems_found": tuple(
            Problem(
                metric=notice.state.metric,
                light=states.NOTICE[notice.kind],
                text=notice.text,
                figures=tuple(_figures(notice, edition, assessment))[-MOST_NUMBERS:],
                since=_since(notice),
                answers=tuple((one, lights[id(one)]) for one in notice.answered),
            )
            for notice in shown
        )
    }


def _since(notice: Notice) -> date | None:
    return notice.rests_on[0].date if len(notice.rests_on) > MOST_NUMBERS else None


def _figures(notice: Notice, edition: Edition, assessment: Assessment) -> Iterator[Figure]:
    say, metric = words(edition.lang), notice.state.metric
    yield from (_cost(month, edition, assessment) for month in notice.costs)
    short = notice.kind in ("missed", "behind")
    way = course(metric, assessment.project)
    for one in notice.rests_on:
        expected = way.at(one.date) if short else None
        held = (
            None
            if expected is None
            else message("expected {value}", value=say.amount(about(expected), metric.unit))
        )
        yield Figure(say.date(one.date), say.amount(one.value, metric.unit), held)


def _cost(of: UnitCost, edition: Edition, assessment: Assessment) -> Figure:
    say, metric = words(edition.lang), of.state.metric
    spent = edition.amount(of.spent, assessment.project)
    note = message("{spent} / {brought}", spent=spent, brought=say.amount(of.brought, metric.unit))
    return Figure(say.month(of.month), edition.amount(of.cost, assessment.project), note)
