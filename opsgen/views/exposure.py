"""The exposure to risks from report to report: in words, as a figure, and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.derive.risk_course import exposure_changes, exposure_course, exposure_of_all
from opsgen.figures.exposure import Exposure, exposure_trend
from opsgen.views.moved_risks import told
from opsgen.views.past.traced import note
from opsgen.words import Day, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.derive.risk_course import Exposed
    from opsgen.views.edition import Edition
    from opsgen.words import Message

_WIDE, _NARROW = 640.0, 340.0
_PROJECTS = 3
"""Projects whose change is told; of more those that changed most."""
_LISTED = 8


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """What one report said, what it said more than the one before, and which risks did it."""

    day: date
    score: str
    delta: str
    change: int
    why: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class ExposureView:
    """The exposure in words, as a figure and one for a phone, and report by report, the newest first."""

    said: Message
    figure: str
    narrow: str
    rows: tuple[ExposureRow, ...]
    explained: bool
    """Whether the rows say which risks did it."""
    apart: Message | None
    """How many reports are left out; None where none is."""
    note: Message | None


def of_project(edition: Edition, assessment: Assessment) -> ExposureView | None:
    """The exposure of a project; None with fewer than two reports, and where no threat was ever open."""
    project = assessment.project
    points = exposure_course(assessment, edition.reports)
    why = told([move for move in points[-1].moves if move.kind == "threat"], project)
    causes = [told(point.moves, project, _LISTED) for point in points]
    apart = len(edition.reports.of.get(project.id, ())) + 1 - len(points)
    return _view(edition, points, why, causes, apart, assessment.limits.risk_exposure)


def of_all(edition: Edition) -> ExposureView | None:
    """The exposure of all projects of the edition together; None as of one."""
    points = exposure_of_all(edition.assessments, edition.reports)
    reported = {one.day for said in edition.reports.of.values() for one in said}
    apart = len(reported - {point.day for point in points})
    return _view(edition, points, _by_project(edition), [() for _ in points], apart)


def _view(
    edition: Edition,
    points: Sequence[Exposed],
    why: tuple[Message, ...],
    causes: Sequence[tuple[Message, ...]],
    apart: int,
    tolerance: float | None = None,
) -> ExposureView | None:
    if len(points) < 2 or not any(point.score for point in points):
        return None
    rows = [_row(edition, point, cause) for point, cause in zip(points, causes, strict=True)]
    return ExposureView(
        said=_said(edition, points, why),
        figure=_figure(edition, points, tolerance, _WIDE),
        narrow=_figure(edition, points, tolerance, _NARROW),
        rows=tuple(reversed(rows)),
        explained=any(causes),
        apart=_apart(apart) if apart else None,
        note=note(edition),
    )


def _said(edition: Edition, points: Sequence[Exposed], why: tuple[Message, ...]) -> Message:
    """`Exposure 31, +10 since 30 Oct: R4 12 → 20, R6 new (3).`"""
    now, before = points[-1], points[-2]
    day = Day(before.day) if before.day.year == now.day.year else before.day
    given: dict[str, object] = {"score": now.score, "day": day, "why": why}
    if now.delta:
        given["delta"] = words(edition.lang).signed(now.delta)
        if why:
            return message("Exposure {score}, {delta} since {day}: {why}.", **given)
        return message("Exposure {score}, {delta} since {day}.", **given)
    if why:
        return message("Exposure {score}, as on {day}: {why}.", **given)
    return message("Exposure {score}, as on {day}.", **given)


def _apart(reports: int) -> Message:
    return plural(
        "{n} report that rated risks on another scale is left out.",
        "{n} reports that rated risks on another scale are left out.",
        reports,
    )


def _row(edition: Edition, point: Exposed, why: tuple[Message, ...]) -> ExposureRow:
    say = words(edition.lang)
    delta = "" if point.delta is None else say.signed(point.delta)
    return ExposureRow(point.day, say.number(point.score), delta, point.delta or 0, why)


def _figure(edition: Edition, points: Sequence[Exposed], tolerance: float | None, width: float) -> str:
    say = words(edition.lang)
    drawn = [Exposure(point.day, point.score) for point in points]
    return exposure_trend(
        drawn,
        edition.as_of,
        id="_exposure-figure" if width == _WIDE else "_exposure-narrow",
        title=say.gettext("Exposure, report by report"),
        lang=edition.lang,
        tolerance=tolerance,
        width=width,
    )


def _by_project(edition: Edition) -> tuple[Message, ...]:
    """Which projects changed the exposure since the last report, those that changed it most first."""
    say, reports = words(edition.lang), edition.reports
    changes = exposure_changes(edition.assessments, reports)
    said = []
    for assessment, change in changes[:_PROJECTS]:
        given = {"project": assessment.project.title, "delta": say.signed(change)}
        if assessment.project.id in reports.of:
            said.append(message("{project} {delta}", **given))
        else:
            said.append(message("{project} {delta} (not in the last report)", **given))
    left = len(changes) - _PROJECTS
    return (*said, *((plural("one more project", "{n} more projects", left),) if left > 0 else ()))
