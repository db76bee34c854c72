"""How a comparison of before and after, a score of users and a cost per result came about."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from opsgen.derive.feedback import FEW
from opsgen.derive.series import grows
from opsgen.views.how.how import How
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from opsgen.derive.adjustments import AdjustmentState
    from opsgen.derive.feedback import Voices
    from opsgen.words import Words

_LEVEL = message(
    "The mean of what was measured in as many days after the adjustment as before it. It says what changed, "
    "not what changed it."
)
_PACE = message(
    "What a day brought, from the first to the last measurement, in as many days from the adjustment on as "
    "before it. It says what changed, not what changed it."
)


def before_and_after(state: AdjustmentState, say: Words) -> How | None:
    """A metric on either side of an adjustment, with both windows."""
    found, start = state.comparison, state.adjustment.date
    if found is None or state.metric is None:
        return None
    metric = state.metric.metric
    pace = grows(metric)
    first, last = start - timedelta(found.days), start + timedelta(found.days)
    ends, begins = (start, start) if pace else (start - timedelta(1), start + timedelta(1))
    inputs = [
        (_window(first, ends, found.measured_before), say.amount(found.before, metric.unit)),
        (_window(begins, last, found.measured_after), say.amount(found.after, metric.unit)),
    ]
    if metric.direction == "down":
        inputs.append((message("Direction"), say.gettext("less is better")))
    return How(_PACE if pace else _LEVEL, tuple(inputs))


def _window(first: object, last: object, measured: int) -> Message:
    return plural(
        "{first} to {last}, {n} measurement",
        "{first} to {last}, {n} measurements",
        measured,
        first=first,
        last=last,
    )


def nps(voices: Voices, say: Words) -> How | None:
    """Promoters less detractors in percent of all."""
    if voices.nps is None:
        return None
    found = voices.recommenders
    inputs = [
        (message("Answered 9 or 10"), say.number(found.promoters)),
        (message("Answered 7 or 8"), say.number(found.passives)),
        (message("Answered 0 to 6"), say.number(found.detractors)),
    ]
    if found.total < FEW:
        few = message("fewer than {few}: chance alone may move it by more than 36 points", few=FEW)
        inputs.append((message("Answers"), f"{found.total}, {say.say(few)}"))
    return How(
        message("(answers of 9 and 10 − answers of 0 to 6) / all answers · 100, from −100 to +100"),
        tuple(inputs),
    )


def csat(voices: Voices, say: Words) -> How | None:
    """The mean of all answers of 1 to 5."""
    if voices.csat is None:
        return None
    counted = (message("Answers"), say.number(voices.csat.answers))
    return How(message("Mean of the answers of 1 to 5, each entry as often as it has answers"), (counted,))


def sentiment(voices: Voices, say: Words) -> How | None:
    """The mean of -2 to 2."""
    if voices.sentiment is None:
        return None
    found = voices.sentiment
    return How(
        message("Mean of the moods from −2 (angry) to 2 (delighted), each entry as often as it has answers"),
        ((message("Answers"), say.number(found.answers)), (message("Mean"), say.signed(found.value))),
    )
