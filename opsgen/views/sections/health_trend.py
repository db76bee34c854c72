"""The lights from report to report: of a project by dimension, and how many projects had each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.since import lights_by_day
from opsgen.figures.health_over_time import HealthRow, health_over_time, lights_over_time
from opsgen.model import DIMENSIONS
from opsgen.views.drawings import token_of
from opsgen.views.states import DIMENSION, RAG
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.snapshot import Snapshot
    from opsgen.figures.tokens import Status
    from opsgen.model import Rag
    from opsgen.views.edition import Edition
    from opsgen.words import Message, Words

RAGS: tuple[Rag, ...] = ("red", "amber", "green", "grey", "blue")
_TOKENS: dict[Rag, Status] = {rag: token_of(RAG[rag]) for rag in RAGS}
_WIDE, _NARROW = 760, 340
_LAST = 7
"""So many reports are drawn on a phone."""


@dataclass(frozen=True, slots=True)
class LightsRow:
    """A row of lights, or of how many there are of one, with a cell for each report; None for nothing."""

    name: str
    cells: tuple[Rag | int | None, ...]


@dataclass(frozen=True, slots=True)
class Lights:
    """A figure of all reports and, for a phone, one of the last; what they show; and what is not known."""

    figure: str
    narrow: str
    days: tuple[date, ...]
    rows: tuple[LightsRow, ...]
    note: Message | None
    """Why the history is not whole; None where it is."""


def health_trend(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The light of a project and of its dimensions in each report; None with fewer than two."""
    course, say = edition.reports.course(assessment), words(edition.lang)
    rows = tuple(_rows(course, say))

    def drawn(last: int, id: str, width: float) -> str:
        lights = [_drawn(row, last, strong=n == 0) for n, row in enumerate(rows)]
        days = [one.day for one in course[-last:]]
        title = say.gettext("Health over time")
        return health_over_time(lights, days, id=id, title=title, lang=edition.lang, width=width)

    days = tuple(one.day for one in course)
    return {"health_trend": _lights(edition, "_health-figure", days, rows, drawn)}


def lights_trend(edition: Edition) -> Lights | None:
    """How many projects had each light in each report; None with fewer than two."""
    by_day = {**lights_by_day(edition.reports), edition.as_of: Counter(dict(edition.summary.counts))}
    counts = {rag: tuple(of[rag] for of in by_day.values()) for rag in RAGS}
    say, days = words(edition.lang), tuple(by_day)

    def drawn(last: int, id: str, width: float) -> str:
        rows = {_TOKENS[rag]: row[-last:] for rag, row in counts.items()}
        title = say.gettext("Health over time")
        return lights_over_time(rows, days[-last:], id=id, title=title, lang=edition.lang, width=width)

    rows = tuple(LightsRow(say.say(RAG[rag][1]), row) for rag, row in counts.items() if any(row))
    return _lights(edition, "_lights-figure", days, rows, drawn)


def _lights(
    edition: Edition,
    id: str,
    days: tuple[date, ...],
    rows: tuple[LightsRow, ...],
    drawn: Callable[[int, str, float], str],
) -> Lights | None:
    if len(days) < 2 or not rows:
        return None
    note = None if edition.timeline.reach == "whole" else edition.timeline.note
    wide, narrow = drawn(len(days), id, _WIDE), drawn(_LAST, f"{id}-narrow", _NARROW)
    return Lights(wide, narrow, days, rows, note)


def _rows(course: Sequence[Snapshot], say: Words) -> Sequence[LightsRow]:
    """The light of the project, then those of the dimensions that counted and could be assessed once."""
    overall = LightsRow(say.gettext("Overall"), tuple(one.overall for one in course))
    lights = (
        LightsRow(say.say(DIMENSION[of]), tuple(one.lights.get(of) for one in course)) for of in DIMENSIONS
    )
    return (overall, *(row for row in lights if any(cell not in (None, "grey") for cell in row.cells)))


def _drawn(row: LightsRow, last: int, *, strong: bool) -> HealthRow:
    return HealthRow(row.name, tuple(map(_token, row.cells[-last:])), strong)


def _token(of: Rag | int | None) -> Status | None:
    return next((token for rag, token in _TOKENS.items() if rag == of), None)
