"""All projects on one axis: a bar of phases a project, and below it the key milestones with their names.

Projects that belong together stand under a heading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.figures.canvas import STATUS_WORDS, Canvas, empty, status_keys
from opsgen.figures.lettering import NORMAL, SMALL, Lane, clean, clip, text_width
from opsgen.figures.scales import Time, span
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.figures.tokens import Status

Stretch = tuple[float, float]

_TOP = 40.0
_STEP = 48.0
_BAR = 17.0
_HEADING = 25.0
_URGENT: tuple[Status, ...] = ("late", "risk", "ok", "todo", "done")


@dataclass(frozen=True, slots=True)
class RoadmapPhase:
    """A stretch of a project's bar."""

    title: str
    start: date
    finish: date
    status: Status = "todo"


@dataclass(frozen=True, slots=True)
class RoadmapMilestone:
    """A key milestone on its latest expected or actual day."""

    id: str
    title: str
    date: date
    status: Status = "todo"


@dataclass(frozen=True, slots=True)
class RoadmapProject:
    """A project's row; without phases the bar is one piece from start to finish.

    Projects of one `group` follow each other; its name stands above the first of them.
    """

    id: str
    title: str
    status: Status
    start: date | None = None
    finish: date | None = None
    phases: tuple[RoadmapPhase, ...] = ()
    milestones: tuple[RoadmapMilestone, ...] = ()
    href: str = ""
    group: str = ""

    def days(self) -> Iterator[date]:
        """Every day the row needs on the axis."""
        yield from (day for day in (self.start, self.finish) if day)
        for phase in self.phases:
            yield from (phase.start, phase.finish)
        yield from (milestone.date for milestone in self.milestones)


@dataclass(frozen=True, slots=True)
class _Plot:
    canvas: Canvas
    time: Time
    today: float | None
    """The pixel of the today line."""

    def extent(self, phase: RoadmapPhase) -> Stretch:
        """From the first morning to the last evening."""
        first, last = sorted((phase.start, phase.finish))
        return self.time(first), self.time(last, 1)

    def clear(self, own: Stretch, others: Sequence[Stretch] = ()) -> list[Stretch]:
        """What the others and the today line leave of a stretch, the widest piece first."""
        pieces = [own]
        for start, end in (*others, *(((self.today, self.today),) if self.today is not None else ())):
            cut = [piece for a, b in pieces for piece in ((a, min(b, start)), (max(a, end), b))]
            pieces = [(a, b) for a, b in cut if a < b]
        return sorted(pieces, key=lambda piece: piece[0] - piece[1])


def roadmap(
    projects: Sequence[RoadmapProject], today: date, *, id: str, title: str, lang: str, width: float = 1200
) -> str:
    """A row for each project in the order given."""
    days = [day for project in projects for day in project.days()]
    if not days:
        return empty("roadmap", _why_empty(projects), id=id, title=title, lang=lang, width=width)
    canvas = Canvas("roadmap", id, title, lang, width)
    names = 34 + max(text_width(clean(project.title), NORMAL) for project in projects)
    time = span(days, min(max(names, 90), width * 0.25), width - 8)
    tops, headings, bottom = _places(projects)
    for top in sorted((*headings, *tops)):
        canvas.line(0, top, width, top)
    canvas.time_axis(time, _TOP - 11, _TOP, bottom)
    canvas.line(0, bottom, width, bottom)
    canvas.today(time, today, 8, _TOP, bottom)
    plot = _Plot(canvas, time, time(today, 0.5) if time.shows(today) else None)
    for project, top in zip(projects, tops, strict=True):
        if top - _HEADING in headings:
            _heading(plot, project.group, top - _HEADING)
        _row(plot, project, top)
    present = [status for project in projects for status in _statuses(project)]
    canvas.height = canvas.legend(status_keys(canvas, present), 4, bottom + 6) + 4
    return canvas.svg(*_finding(projects, days))


def _why_empty(projects: Sequence[RoadmapProject]) -> Message:
    if not projects:
        return message("No roadmap to draw: there are no projects.")
    return plural(
        "No roadmap to draw: the only project has no date.",
        "No roadmap to draw: none of {n} projects has a date.",
        len(projects),
    )


def _places(projects: Sequence[RoadmapProject]) -> tuple[list[float], set[float], float]:
    """Where each row begins, where the headings stand, and where all of it ends."""
    tops: list[float] = []
    headings: set[float] = set()
    y, group = _TOP, ""
    for project in projects:
        if project.group != group:
            group = project.group
            headings.add(y)
            y += _HEADING
        tops.append(y)
        y += _STEP
    return tops, headings, y


def _heading(plot: _Plot, name: str, top: float) -> None:
    """The name of a group across the figure, as far as the today line leaves it room."""
    end = plot.canvas.width if plot.today is None else max(plot.today, plot.time.start + 2)
    plot.canvas.rect(0, top + 0.5, plot.canvas.width, _HEADING - 1, "band")
    plot.canvas.text(8, top + _HEADING / 2, name, size=NORMAL, bold=True, room=end - 14)


def _row(plot: _Plot, project: RoadmapProject, top: float) -> None:
    canvas, middle = plot.canvas, top + _STEP / 2
    tip = f"{project.id} {project.title} · {canvas.say(STATUS_WORDS[project.status])}"
    with canvas.group(tip, project.href):
        canvas.mark(9, middle, project.status, 4.5)
        canvas.text(22, middle, project.title, size=NORMAL, room=plot.time.start - 32)
    _bars(plot, _phases(project), top + 7)
    _milestones(plot, project.milestones, top + 35)
    if not any(project.days()):
        left, _ = plot.clear((plot.time.start, plot.time.end))[0]
        canvas.text(left + 5, middle, canvas.say("no date"), "muted")


def _phases(project: RoadmapProject) -> tuple[RoadmapPhase, ...]:
    if project.phases or not project.start or not project.finish:
        return project.phases
    return (RoadmapPhase("", project.start, project.finish, project.status),)


def _bars(plot: _Plot, phases: Sequence[RoadmapPhase], y: float) -> None:
    """Pale pieces, each with its name where at least some characters of it stand clear of everything."""
    extents = [plot.extent(phase) for phase in phases]
    for phase, (x, end) in zip(phases, extents, strict=True):
        plot.canvas.rect(x + 0.5, y, end - x - 1, _BAR, "surface", rx=2)
        plot.canvas.rect(x + 0.5, y, end - x - 1, _BAR, phase.status, rx=2, fill_opacity=0.2)
    for i, phase in enumerate(phases):
        for left, right in plot.clear(extents[i], extents[:i] + extents[i + 1 :])[:1]:
            name = clip(phase.title, right - left - 10, SMALL)
            if len(name) > 2 or name == phase.title:
                plot.canvas.text(left + 5, y + _BAR / 2, name)


def _milestones(plot: _Plot, milestones: Sequence[RoadmapMilestone], y: float) -> None:
    """Diamonds, each with as much of its name and day as its neighbours and the today line leave free."""
    lane = Lane(plot.time.start - 4, plot.canvas.width)
    if plot.today is not None:
        lane.block(plot.today - 2, plot.today + 2)
    for milestone in milestones:
        x = plot.time(milestone.date, 0.5)
        lane.block(x - 6, x + 6)
    # Where there is room for one label only, it is that of the milestone which needs a look.
    for milestone in sorted(milestones, key=lambda m: (_URGENT.index(m.status), m.date, m.id)):
        with plot.canvas.group(_tip(plot.canvas, milestone)):
            plot.canvas.diamond(plot.time(milestone.date, 0.5), y, milestone.status, 4.5)
            _label(plot, lane, milestone, y)


def _tip(canvas: Canvas, milestone: RoadmapMilestone) -> str:
    name = f"{milestone.id} {milestone.title}"
    return f"{name} · {canvas.words.date(milestone.date)} · {canvas.say(STATUS_WORDS[milestone.status])}"


def _label(plot: _Plot, lane: Lane, milestone: RoadmapMilestone, y: float) -> None:
    x, day = plot.time(milestone.date, 0.5), plot.canvas.words.day(milestone.date)
    for label in (f"{milestone.title} {day}", milestone.title, f"{milestone.id} {day}", milestone.id):
        extent = text_width(label, SMALL)
        if lane.take(x + 9, x + 12 + extent):
            plot.canvas.text(x + 9, y, label, "muted")
            return
        if lane.take(x - 12 - extent, x - 9):
            plot.canvas.text(x - 9, y, label, "muted", anchor="end")
            return


def _statuses(project: RoadmapProject) -> Iterator[Status]:
    yield project.status
    yield from (phase.status for phase in project.phases)
    yield from (milestone.status for milestone in project.milestones)


def _finding(projects: Sequence[RoadmapProject], days: Sequence[date]) -> Iterator[Message]:
    first, last = min(days), max(days)
    yield plural(
        "{n} project from {first} to {last}.",
        "{n} projects from {first} to {last}.",
        len(projects),
        first=first,
        last=last,
    )
    late, risk = (sum(project.status == status for project in projects) for status in ("late", "risk"))
    yield (
        message("{late} late, {risk} at risk.", late=late, risk=risk)
        if late or risk
        else message("Nothing is late or at risk.")
    )
    late_milestones = sum(m.status == "late" for project in projects for m in project.milestones)
    if late_milestones:
        yield plural("{n} milestone is late.", "{n} milestones are late.", late_milestones)
