"""How the dates of milestones moved from report to report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from opsgen.calendar import zone
from opsgen.derive.reporting import report_days
from opsgen.derive.schedule import is_key
from opsgen.derive.trend import trend
from opsgen.figures.milestone_trend import TrendLine, milestone_trend
from opsgen.timeline.forecasts import stated
from opsgen.views import states
from opsgen.views.drawings import token_of
from opsgen.words import message, words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.schedule import MilestoneState
    from opsgen.derive.trend import Stated, Trend, TrendKind
    from opsgen.views.edition import Edition
    from opsgen.words import Message

_DRAWN = 14
"""So many lines are told apart in one chart."""
_FEW = 6
"""With fewer reports than that the weeks are shown."""
KINDS: Mapping[TrendKind, tuple[str, Message]] = {
    "steady": ("ok", message("steady")),
    "recovering": ("ok", message("recovering")),
    "slipping": ("risk", message("slipping")),
    "zigzag": ("risk", message("back and forth")),
    "receding": ("late", message("receding as fast as time passes")),
}
"""The light and the word of each kind of trend."""


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A milestone and how its date moved.

    `course` is what was forecast on the report days and on those of the moves; `later` the day that the trend
    leads to, where that is later than the latest forecast; `never` that it leads to none.
    """

    state: MilestoneState
    trend: Trend
    course: tuple[tuple[date, date], ...]
    kind: tuple[str, Message] | None
    later: date | None
    never: bool

    @property
    def first(self) -> date:
        """The first forecast."""
        return self.course[0][1]

    @property
    def last(self) -> date:
        """The latest forecast."""
        return self.course[-1][1]


def trends(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The chart of the dates of milestones, and what kind of trend each of them shows."""
    told = _told(edition, assessment)
    moved = [row for row in told if row.trend.moves or len(row.trend.reports) > 1]
    if not moved:
        return {"trend_figure": "", "trend_rows": (), "trend_left_out": 0, "trend_note": None}
    drawn = _worth_drawing(moved)
    return {
        "trend_figure": _figure(edition, drawn),
        "trend_rows": tuple(sorted(moved, key=lambda row: (row.state.status == "achieved", row.last))),
        "trend_left_out": len(moved) - len(drawn),
        "trend_note": None if edition.timeline.reach == "whole" else edition.timeline.note,
    }


def _told(edition: Edition, assessment: Assessment) -> list[TrendRow]:
    """Each milestone of which forecasts have landed, unless it is left out of the trend."""
    at = zone(edition.settings.timezone)
    found = []
    for state in assessment.milestones:
        if not state.milestone.trend:
            continue
        said = stated(edition.timeline, assessment.project, state.milestone, at, edition.as_of)
        made = trend(said, _reports(edition, said, state)) if said else None
        if made is not None:
            found.append(_row(state, made, said))
    return found


def _row(state: MilestoneState, made: Trend, said: Sequence[Stated]) -> TrendRow:
    course = dict(sorted((report.day, report.forecast) for report in (*made.reports, *said)))
    is_open = state.milestone.actual is None
    later = made.date if is_open and made.date and made.date > said[-1].forecast else None
    never = is_open and made.slope is not None and made.date is None
    kind = KINDS[made.kind] if made.kind else None
    return TrendRow(state, made, tuple(course.items()), kind, later, never)


def _reports(edition: Edition, said: Sequence[Stated], state: MilestoneState) -> tuple[date, ...]:
    """The report days of the portfolio while the milestone was awaited; of a short time its weeks."""
    end = min(filter(None, (state.milestone.actual, edition.as_of)))
    first = said[0].day
    days = [first, *report_days(edition.settings, first, end), end]
    if len(days) < _FEW:
        weeks = (end - first).days // 7
        days = [first, *(end - timedelta(weeks=n) for n in range(min(weeks, 2 * _FEW))), end]
    return tuple(sorted({day for day in days if first <= day <= end}))


def _worth_drawing(rows: Sequence[TrendRow]) -> list[TrendRow]:
    """As many as can be told apart: open ones before achieved ones, key ones first, what moved most first."""
    ranked = sorted(
        rows,
        key=lambda row: (
            row.state.status == "achieved",
            not is_key(row.state.milestone),
            -abs(row.trend.net),
        ),
    )
    kept = {id(row) for row in ranked[:_DRAWN]}
    return [row for row in rows if id(row) in kept]


def _figure(edition: Edition, rows: Sequence[TrendRow]) -> str:
    say = words(edition.lang)
    lines = [_line(edition, row) for row in rows]
    title = say.gettext("Milestone trend")
    return milestone_trend(lines, edition.as_of, id="_trend-figure", title=title, lang=edition.lang)


def _line(edition: Edition, row: TrendRow) -> TrendLine:
    say, stone = words(edition.lang), row.state.milestone
    label = " ".join(filter(None, (stone.id, say.pick(stone.title))))
    return TrendLine(
        label=label,
        reports=row.course,
        status=token_of(states.milestone(row.state)),
        days=row.trend.net,
        reached=stone.actual if row.state.status == "achieved" else None,
        tip=f"{label} · {say.signed(row.trend.net)}",
        href=f"#{stone.id}" if stone.id else "",
    )
