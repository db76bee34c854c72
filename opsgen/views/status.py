"""What all projects say of a week or a month, beside what their data says of it, and who said nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from opsgen.calendar import period, period_of
from opsgen.derive.period import month_of, runs_in, said_done
from opsgen.derive.portfolio import worst_first
from opsgen.schema.fields import choice_label
from opsgen.views.page import Page, project_path
from opsgen.views.period import MONTHS, WEEKS, Group, period_name, period_path, periods_ago, told
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opsgen.calendar import Frequency, Period
    from opsgen.derive import Assessment
    from opsgen.derive.steering import Reported, UpdateState
    from opsgen.model import HelpNeeded, Item, Project, Update
    from opsgen.views.edition import Edition
    from opsgen.words import Text, Words

MOST_BLOCKS = 60
"""Projects of a period shown with everything; nobody reads a page of a thousand of them."""
MOST_ROWS = 300
"""Projects of a period shown in one line each, after those."""
MOST_ASKS = 60
MOST_NAMES = 60
MOST_LATE = 300
MOST_LINES = 120


@dataclass(frozen=True, slots=True)
class Said:
    """An update under the name of its period."""

    period: str
    update: Update


@dataclass(frozen=True, slots=True)
class Block:
    """A project in a period: its author's words, those on weeks of a month `folded`, and the data's facts.

    `contradicted` are items that the words call done and the data does not.
    """

    of: Assessment
    page: str
    said: tuple[Said, ...]
    folded: tuple[Said, ...]
    facts: tuple[Group, ...]
    contradicted: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a project needs help with; `overdue` only where its latest update still says so."""

    help: HelpNeeded
    project: Project
    page: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A period in the list of all; without a page where it is too long ago."""

    name: str
    span: Period
    page: str | None
    reported: int
    asks: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A project without a current update: its last period, if it ever reported, and how often it should."""

    owner: str
    project: Project
    page: str
    last: str
    age_days: int | None
    cadence: str


def of(edition: Edition) -> Iterator[Page]:
    """The page of all periods and those of the newest; none where no project reports."""
    shelf = Shelf(edition)
    if not shelf.reports:
        return
    made = tuple(shelf.made())
    yield _index(shelf, made)
    for span in made:
        yield _page(Sheet(shelf, span), [other for other in made if _kind(other) == _kind(span)])


@dataclass(frozen=True)
class Shelf:
    """All updates of an edition by the week or month in which they stand."""

    edition: Edition

    @property
    def as_of(self) -> date:
        return self.edition.as_of

    @cached_property
    def say(self) -> Words:
        return words(self.edition.lang)

    @property
    def reports(self) -> bool:
        """Whether any project reports at all."""
        return any(a.updates or a.project.cadence for a in self.edition.assessments)

    @cached_property
    def by_label(self) -> dict[str, list[tuple[Assessment, Reported]]]:
        """The updates by the label of their week or month, those of a week under its month too."""
        found: dict[str, list[tuple[Assessment, Reported]]] = defaultdict(list)
        for assessment in self.edition.assessments:
            for one in assessment.updates:
                for label in {one.place.label, month_of(one.place)}:
                    found[label].append((assessment, one))
        return found

    def made(self) -> Iterator[Period]:
        """The newest weeks and months that say anything; weeks only where somebody reports by them."""
        if any("W" in label for label in self.by_label) or any(
            a.project.cadence in ("weekly", "biweekly") for a in self.edition.assessments
        ):
            yield from self._known("weekly", WEEKS)
        yield from self._known("monthly", MONTHS)

    def _known(self, kind: Frequency, most: int) -> Iterator[Period]:
        for span in _back(self.as_of, kind, most):
            spoken = (a.chronicle.speaks_of(span) for a in self.edition.assessments)
            if span.label in self.by_label or any(spoken):
                yield span

    def asks(self, span: Period) -> list[Ask]:
        """The help that is needed: the most urgent first; what was asked twice, as it was asked last."""
        found: dict[tuple[str, Text], Ask] = {}
        for assessment, one in self.by_label.get(span.label, ()):
            project, latest = assessment.project, one.update is assessment.update.latest
            for needed in one.update.help_needed:
                late = latest and needed.due is not None and needed.due < self.as_of
                ask = Ask(needed, project, project_path(project.id), late)
                found.setdefault((project.id, needed.text), ask)
        return sorted(found.values(), key=lambda ask: (not ask.overdue, ask.help.due or date.max))


@dataclass(frozen=True)
class Sheet:
    """One week or month of all projects."""

    shelf: Shelf
    span: Period

    @cached_property
    def reported(self) -> dict[str, list[Reported]]:
        """The updates by project: on the period itself, then on its weeks, the latest first."""
        found: dict[str, list[Reported]] = defaultdict(list)
        for assessment, one in self.shelf.by_label.get(self.span.label, ()):
            found[assessment.project.id].append(one)
        for updates in found.values():
            updates.sort(key=lambda one: one.place.label != self.span.label)
        return found

    @cached_property
    def projects(self) -> list[Assessment]:
        """The projects that wrote, the worst first, then those of which the data has facts."""
        found = [
            a
            for a in self.shelf.edition.assessments
            if a.project.id in self.reported or a.chronicle.speaks_of(self.span)
        ]
        return sorted(found, key=lambda a: (a.project.id not in self.reported, worst_first(a)))

    @property
    def silent(self) -> list[Project]:
        """The projects under way in the period that neither wrote nor have facts."""
        known = {a.project.id for a in self.projects}
        others = (a.project for a in self.shelf.edition.assessments if a.project.id not in known)
        return [project for project in others if runs_in(project, self.span)]

    @property
    def lead(self) -> Message:
        """How many projects wrote, and of how many others the data speaks."""
        wrote = plural("{n} project wrote an update", "{n} projects wrote an update", len(self.reported))
        more = len(self.projects) - len(self.reported)
        if not more:
            return message("{wrote}.", wrote=wrote)
        others = plural("of {n} other the data has facts", "of {n} others the data has facts", more)
        return message("{wrote}; {others}.", wrote=wrote, others=others)

    @property
    def blocks(self) -> Iterator[Block]:
        """The first projects, with everything."""
        return (self.block(of) for of in self.projects[:MOST_BLOCKS])

    @cached_property
    def rows(self) -> list[tuple[Assessment, str, Update]]:
        """The next projects that wrote, each with its page and its words."""
        wrote = [a for a in self.projects[MOST_BLOCKS:] if a.project.id in self.reported]
        return [
            (a, project_path(a.project.id), self.reported[a.project.id][0].update) for a in wrote[:MOST_ROWS]
        ]

    @property
    def cut(self) -> Message | None:
        """What the page of a large portfolio leaves out."""
        left = len(self.projects) - MOST_BLOCKS
        if left <= 0:
            return None
        return message(
            "{n} of {all} projects are shown in full, {more} by their summary; the facts of the others stand "
            "on their own pages.",
            n=MOST_BLOCKS,
            all=len(self.projects),
            more=len(self.rows),
        )

    def block(self, of: Assessment) -> Block:
        """One project in the period."""
        updates = self.reported.get(of.project.id, [])
        facts = of.chronicle.during(self.span)
        spoken = tuple(Said(period_name(one.place, self.shelf.say), one.update) for one in updates)
        own = sum(one.place.label == self.span.label for one in updates)
        return Block(
            of=of,
            page=project_path(of.project.id),
            said=spoken[:own],
            folded=spoken[own:],
            facts=told(facts, of, self.shelf.edition),
            contradicted=said_done(updates[0].update, of.project, facts.until) if updates else (),
        )


def _kind(span: Period) -> bool:
    return "W" in span.label


def _back(as_of: date, kind: Frequency, most: int) -> Iterator[Period]:
    """The period under way and those before it, the newest first."""
    span = period_of(as_of, kind)
    for _ in range(most):
        yield span
        span = period_of(span.start - timedelta(days=1), kind)


def _page(sheet: Sheet, among: Sequence[Period]) -> Page:
    """The page of a week or a month; `among` are the pages of its kind, the newest first."""
    shelf, span = sheet.shelf, sheet.span
    at, asks, silent = among.index(span), shelf.asks(span), sheet.silent
    name, path = period_name(span, shelf.say), period_path(span, shelf.as_of)
    assert path
    context = {
        "name": name,
        "span": span,
        "now": periods_ago(span, shelf.as_of) == 0,
        "lead": sheet.lead,
        "newer": among[at - 1] if at else None,
        "older": among[at + 1] if at + 1 < len(among) else None,
        "name_of": lambda other: period_name(other, shelf.say),
        "page_of": lambda other: period_path(other, shelf.as_of),
        "asks": asks[:MOST_ASKS],
        "more_asks": max(0, len(asks) - MOST_ASKS),
        "blocks": tuple(sheet.blocks),
        "rows": sheet.rows,
        "cut": sheet.cut,
        "silent": tuple((project, project_path(project.id)) for project in silent[:MOST_NAMES]),
        "more_silent": max(0, len(silent) - MOST_NAMES),
    }
    return Page(path, "pages/status-period.html.j2", name, context, shelf.say.say(sheet.lead), wide=True)


def _index(shelf: Shelf, made: Sequence[Period]) -> Page:
    """The page of all periods, and of who has not reported."""
    lines, late = _lines(shelf, made), _late(shelf)
    owners, lead = dict.fromkeys(one.owner for one in late), _overdue(len(late))
    context = {
        "lead": lead,
        "now": tuple(line for line in lines if periods_ago(line.span, shelf.as_of) == 0),
        "shelves": tuple(_shelves(lines)),
        "late": late[:MOST_LATE],
        "more_late": max(0, len(late) - MOST_LATE),
        # What is pasted into a chat must not call everybody at once.
        "names": shelf.say.gettext(", ").join(name.replace("@", "") for name in owners),
        "kept": _KEPT if any(line.page is None for line in lines) else None,
    }
    title = shelf.say.gettext("Weekly and monthly status")
    return Page("status.md", "pages/status.html.j2", title, context, shelf.say.say(lead), wide=True)


_KEPT = message(
    "The newest {weeks} weeks and {months} months have a page; older updates stand on the pages of their "
    "projects.",
    weeks=WEEKS,
    months=MONTHS,
)


def _overdue(projects: int) -> Message:
    """How many projects should have written."""
    if not projects:
        return message("Every project that reports has a current update.")
    return plural("{n} project has no current update.", "{n} projects have no current update.", projects)


def _shelves(lines: Sequence[Line]) -> Iterator[tuple[Message, tuple[Line, ...]]]:
    """The periods by kind, each kind that there is."""
    for title, weekly in ((message("Weeks"), True), (message("Months"), False)):
        found = tuple(line for line in lines if _kind(line.span) == weekly)
        if found:
            yield title, found[:MOST_LINES]


def _lines(shelf: Shelf, made: Sequence[Period]) -> list[Line]:
    """Every period that has a page or an update, the newest first."""
    written = (period(label) for label in shelf.by_label)
    found = {span.label: span for span in (*made, *written) if span}
    ordered = sorted(found.values(), key=lambda span: span.start, reverse=True)
    return [_line(shelf, span) for span in ordered]


def _line(shelf: Shelf, span: Period) -> Line:
    wrote = {assessment.project.id for assessment, _ in shelf.by_label.get(span.label, ())}
    return Line(
        name=period_name(span, shelf.say),
        span=span,
        page=period_path(span, shelf.as_of),
        reported=len(wrote),
        asks=len(shelf.asks(span)),
    )


def _late(shelf: Shelf) -> list[Missing]:
    """The projects without a current update, by the name of their owner."""
    found = [_missing(shelf, p.project, p.state) for p in shelf.edition.summary.no_update if p.project]
    return sorted(found, key=lambda one: one.owner)


def _missing(shelf: Shelf, project: Project, state: UpdateState) -> Missing:
    return Missing(
        owner=shelf.edition.person(project.owner),
        project=project,
        page=project_path(project.id),
        last=period_name(state.period, shelf.say) if state.period else "",
        age_days=state.age_days,
        cadence=choice_label("cadence", state.cadence, shelf.edition.lang),
    )
