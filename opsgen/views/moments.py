"""What a reader is told about pages that show a day of the past."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.calendar import zone
from opsgen.words import message, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.history import Provenance
    from opsgen.views.edition import Edition
    from opsgen.words import Message


def told(edition: Edition) -> tuple[Message, ...]:
    """What stands above every page, a sentence or two each; nothing above the pages of today."""
    return tuple(_told(edition))


def _told(edition: Edition) -> Iterator[Message]:
    plans, numbers = edition.provenance, edition.numbers
    if numbers is None:
        return
    day = words(edition.lang).date(edition.as_of)
    if plans.commit == numbers.commit:
        yield message("As it was on {day}: {commit}.", day=day, commit=_commit(plans, edition))
        return
    yield message(
        "As it was on {day}. The plans are those that had landed by then: {plans}. Measurements up to that day"
        " count even where they landed later: {numbers}.",
        day=day,
        plans=_commit(plans, edition),
        numbers=_commit(numbers, edition),
    )


def _commit(of: Provenance, edition: Edition) -> Message:
    """`commit 1a2b3c4d5e of 28 October 2026`."""
    if of.date is None:
        return of.note or message("not in git")
    day = of.date.astimezone(zone(edition.settings.timezone)).date()
    return message("commit {commit} of {day}", commit=of.short, day=words(edition.lang).date(day))
