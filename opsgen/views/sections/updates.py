"""What the owner said of each period."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from opsgen.calendar import period
from opsgen.words import Words, message, words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.model import Update
    from opsgen.views.edition import Edition


def updates(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The updates, the newest first, and how their periods are called."""
    return {
        "updates": _newest_first(assessment.project.updates),
        "period_name": partial(period_name, say=words(edition.lang)),
    }


def _newest_first(updates: tuple[Update, ...]) -> tuple[Update, ...]:
    def start(update: Update) -> date:
        found = period(update.period)
        return found.start if found else date.min

    return tuple(sorted(updates, key=start, reverse=True))


def period_name(written: str, say: Words) -> str:
    """A reporting period as people say it: a week or a month, as written where it is neither."""
    found = period(written)
    if found is None:
        return written
    if "W" not in found.label:
        return say.month(found.start)
    year, week, _ = found.start.isocalendar()
    return say.say(message("Week {week}, {year}", week=week, year=str(year)))
