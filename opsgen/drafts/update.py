"""A weekly or monthly update, drafted: the author leaves out, adds, and says where the project stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.changes.sentences import Teller
from opsgen.derive.health import light_word
from opsgen.derive.standing import quantity
from opsgen.drafts.attention import attention
from opsgen.drafts.coming import coming
from opsgen.drafts.done import done
from opsgen.drafts.help import wanted
from opsgen.drafts.point import LEVELS, called, foremost, point
from opsgen.words import Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.changes.change import Change
    from opsgen.derive import Assessment
    from opsgen.derive.metrics import MetricState
    from opsgen.drafts.point import Wanted
    from opsgen.drafts.window import Window

_NUMBERS = 3
_OF_A_KIND = 3
"""So many milestones that slip leave room for what else is wrong."""


@dataclass(frozen=True, slots=True)
class UpdateDraft:
    """What an update may say; each point one line, the most important first."""

    title: Text
    days: Window
    light: Message
    """The light, and why."""
    numbers: tuple[Message, ...]
    """The metrics that count most: target, actual, 完成率, 时间进度."""
    done: tuple[Message, ...]
    next: tuple[Message, ...]
    attention: tuple[Message, ...]
    help: tuple[Wanted, ...]
    note: Message | None = None
    """What the draft could not know."""


def update_draft(
    of: Assessment,
    changes: Iterable[Change],
    days: Window,
    teller: Teller | None = None,
    note: Message | None = None,
    others: Iterable[Assessment] = (),
) -> UpdateDraft:
    """An update on these days; `of` is the project at their end, `changes` are those since the last update.

    Without changes the dates in the data tell what happened. `others` are the projects that it waits for.
    """
    say, found = teller or Teller(), tuple(changes)
    help_ = wanted(of, days, others)
    return UpdateDraft(
        title=of.project.title,
        days=days,
        light=_light(of),
        numbers=tuple(numbers(of, days.since)),
        done=foremost(done(of, found, days, say)),
        next=foremost(coming(of, days, say)),
        attention=foremost(attention(of, found, days, say), _OF_A_KIND, (one.about for one in help_)),
        help=help_,
        note=note,
    )


def _light(of: Assessment) -> Message:
    said = message("{light}: {reason}", light=light_word(of.health.overall), reason=of.health.reason)
    return point(said, 0).text


def numbers(of: Assessment, since: date | None = None) -> Iterator[Message]:
    """The metrics that count most, of those that somebody measured; with what they were before `since`."""
    measured = [state for state in of.metrics if state.latest and state.metric.level != "supporting"]
    measured = measured or [state for state in of.metrics if state.latest]
    measured.sort(key=lambda state: LEVELS.index(state.metric.level))
    yield from (_number(state, since) for state in measured[:_NUMBERS])


def _number(state: MetricState, since: date | None) -> Message:
    actual = _actual(state, since)
    said = message("{item}: actual {actual}", item=called(state.metric), actual=actual)
    if state.target is not None:
        said = message(
            "{item}: target {target}, actual {actual}",
            item=called(state.metric),
            target=quantity(state.target, state.metric.unit),
            actual=actual,
        )
    if state.attainment is not None:
        said = message("{said}, {percent}% reached", said=said, percent=round(state.attainment, 1))
    if state.elapsed is not None and state.attainment is not None:
        said = message("{said}, {percent}% of the time gone", said=said, percent=round(state.elapsed))
    return said


def _actual(state: MetricState, since: date | None) -> object:
    """The latest value, with the last one before the day where it was measured again since."""
    assert state.latest
    unit = state.metric.unit
    value = quantity(state.latest.value, unit)
    before = [one for one in state.series if since and one.date < since]
    if not before or since is None or state.latest.date < since:
        return value
    return message("{value} (before {old})", value=value, old=quantity(before[-1].value, unit))
