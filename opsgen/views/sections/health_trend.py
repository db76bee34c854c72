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
    from collections.abc import Mapping, Sequence

    from opsgen.derive import Assessment
    from opsgen.derive.snapshot import Snapshot
    from opsgen.model import Rag
    from opsgen.views.edition import Edition
    from opsgen.words import Message


RAGS: tuple[Rag, ...] = ("red", "amber", "green", "grey", "blue")


@dataclass(frozen=True, slots=True)
class LightsRow:
    """A line of the table below the figure, with a cell for each report; None where there is nothing."""

    name: str
    cells: tuple[Rag | int | None, ...]


def health_trend(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The light of a project and of its dimensions in each report; no figure with fewer than two."""
    course = edition.reports.course(assessment)
    if len(course) < 2:
        return {"health_figure": "", "health_days": (), "health_rows": (), "health_note": None}
    say, days = words(edition.lang), tuple(one.day for one in course)
    rows = tuple(_rows(course, say.gettext("Overall"), {d: say.say(DIMENSION[d]) for d in DIMENSIONS}))
    return {
        "health_figure": health_over_time(
            [_drawn(row, strong=n == 0) for n, row in enumerate(rows)],
            days,
            id="_health-figure",
            title=say.gettext("Health over time"),
            lang=edition.lang,
        ),
        "health_days": days,
        "health_rows": rows,
        "health_note": history_note(edition),
    }


def lights_trend(edition: Edition) -> dict[str, object]:
    """How many projects had each light in each report; no figure with fewer than two."""
    by_day = {**lights_by_day(edition.reports), edition.as_of: Counter(dict(edition.summary.counts))}
    if len(by_day) < 2:
        return {"lights_figure": "", "lights_days": (), "lights_rows": (), "lights_note": None}
    say, days = words(edition.lang), tuple(by_day)
    counts = {rag: tuple(by_day[day][rag] for day in days) for rag in RAGS}
    return {
        "lights_figure": lights_over_time(
            {token_of(RAG[rag]): row for rag, row in counts.items()},
            days,
            id="_lights-figure",
            title=say.gettext("Health over time"),
            lang=edition.lang,
        ),
        "lights_days": days,
        "lights_rows": tuple(LightsRow(say.say(RAG[rag][1]), row) for rag, row in counts.items() if any(row)),
        "lights_note": history_note(edition),
    }


def history_note(edition: Edition) -> Message | None:
    """Why the history is not whole; None where it is."""
    return None if edition.timeline.reach == "whole" else edition.timeline.note


def _rows(course: Sequence[Snapshot], whole: str, names: Mapping[str, str]) -> Sequence[LightsRow]:
    """The light of the project, then those of the dimensions that counted and could be assessed once."""
    overall = LightsRow(whole, tuple(one.overall for one in course))
    lights = (LightsRow(name, tuple(one.lights.get(d) for one in course)) for d, name in names.items())
    return (overall, *(row for row in lights if any(cell not in (None, "grey") for cell in row.cells)))


def _drawn(row: LightsRow, *, strong: bool) -> HealthRow:
    tokens = {rag: token_of(state) for rag, state in RAG.items()}
    return HealthRow(row.name, tuple(tokens[str(cell)] if cell else None for cell in row.cells), strong)
