"""Where an original plan comes from that nobody wrote beside the item."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.problem import visible
from opsgen.words import Message, message

if TYPE_CHECKING:
    from datetime import date

    from opsgen.portfolio.plans import PlanSource
    from opsgen.words import Words

ORIGINAL, COMPARED = message("Original plan"), message("Plan compared with")
"""What the plan is called that everything is held against: the original one, or that of another version."""
Inputs = list[tuple[Message, str]]


def original(planned: date, source: PlanSource | None, say: Words, beside: str = "") -> Inputs:
    """The original plan as an input of a number, and where it comes from unless it is written.

    With `beside` it is the plan of another version, of that name.
    """
    if beside:
        return [(COMPARED, say.date(planned)), (message("Version compared with"), beside)]
    inputs = [(ORIGINAL, say.date(planned))]
    if source is not None:
        inputs.append((message("Where the plan comes from"), say.say(said(source))))
    return inputs


def said(source: PlanSource) -> Message:
    """Where a plan comes from, in a sentence."""
    if source.day is None:
        return message("The baseline `{ref}`", ref=visible(source.tag))
    return message("Not written: what was first expected once work went on, on {day}", day=source.day)


def mark(source: PlanSource) -> Message:
    """The same in a word or two, beside the date."""
    return message("as at the tag") if source.day is None else message("first forecast")
