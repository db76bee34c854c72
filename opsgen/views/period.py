"""A week or a month as readers see it: what it is called, where its page is, and what the data says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from opsgen.calendar import period_of
from opsgen.derive.period import frequency_of
from opsgen.derive.schedule import days_late
from opsgen.model import Adjustment, Decision, Deliverable, Milestone, Quality
from opsgen.schema.fields import choice_label
from opsgen.views.agreed import Spot, meeting_spot
from opsgen.views.how import How
from opsgen.views.page import project_path
from opsgen.views.states import ADJUSTMENT, METRIC, State
from opsgen.words import Message, Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from opsgen.calendar import Period
    from opsgen.derive import Assessment
    from opsgen.derive.meetings import Sitting
    from opsgen.derive.period import Duty, Event, Facts, Measured
    from opsgen.derive.standing import Called
    from opsgen.model import Measurement, Project
    from opsgen.views.edition import Edition
    from opsgen.words import Words

Fact = TypeVar("Fact")
WEEKS = 12
"""How many weeks have a page of their own, the newest of them under way."""
MONTHS = 12
MOST_ENTRIES = 5
"""Of one kind of fact; a project of forty tasks must not bury the one milestone that was missed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact: a state, the item it is about, what there is to say of it, and what its author said.

    `number` opens to say how it came about; `at` is where the item stands in full.
    """

    light: State
    item: Called | None
    note: str = ""
    said: Text = Text()
    number: str = ""
    how: How | None = None
    at: Spot | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one kind; `more` counts those that are not shown."""

    title: Message
    entries: tuple[Entry, ...]
    more: int = 0


def period_name(span: Period, say: Words) -> str:
    """What a period is called: `Week 47, 2026`, `Nov 2026`, `Q4 2026`, a date."""
    match frequency_of(span):
        case "weekly":
            year, week, _ = span.start.isocalendar()
            return say.say(message("Week {week}, {year}", week=week, year=str(year)))
        case "monthly":
            return say.month(span.start)
        case "quarterly":
            return say.say(message("Q{n} {year}", n=span.label[-1], year=str(span.start.year)))
        case _:
            return say.date(span.start)


def period_path(span: Period, as_of: date) -> str | None:
    """Where the page of a week or month lies; None for one that has not begun, or that is too long ago."""
    back = periods_ago(span, as_of)
    most = {"weekly": WEEKS, "monthly": MONTHS}.get(frequency_of(span), 0)
    return f"status/{span.label}.md" if 0 <= back < most else None


def periods_ago(span: Period, as_of: date) -> int:
    """How many weeks or months ago a period was under way; 0 for now, negative for one to come."""
    now = period_of(as_of, frequency_of(span))
    if frequency_of(span) == "weekly":
        return (now.start - span.start).days // 7
    return (now.start.year - span.start.year) * 12 + now.start.month - span.start.month


def told(facts: Facts, of: Assessment, edition: Edition) -> tuple[Group, ...]:
    """The facts of a period in the order in which somebody wants to know them."""
    return (*looking_back(facts, of, edition), *looking_ahead(facts, of, edition))


def looking_back(facts: Facts, of: Assessment, edition: Edition) -> tuple[Group, ...]:
    """What became of a period."""
    speaker = _Speaker(facts, of.project, edition, _homes(of))
    found = (
        _group(message("Due and not met"), _weighty(facts.missed), speaker.missed),
        _group(message("Metrics"), facts.measured, speaker.measured),
        *(_group(title, speaker.happened(codes), speaker.event) for title, codes in _KINDS),
        _group(message("Spending and income"), speaker.booked(), speaker.money),
    )
    return tuple(group for group in found if group.entries)


def looking_ahead(facts: Facts, of: Assessment, edition: Edition) -> tuple[Group, ...]:
    """What falls due after a period; nothing or one group."""
    speaker = _Speaker(facts, of.project, edition, _homes(of))
    title = _NEXT.get(frequency_of(facts.period), message("Due next"))
    group = _group(title, _weighty(facts.coming), speaker.coming)
    return (group,) if group.entries else ()


_NEXT = {"weekly": message("Due next week"), "monthly": message("Due next month")}
_KINDS: tuple[tuple[Message, frozenset[str]], ...] = (
    (message("Project"), frozenset({"project.started", "project.closed"})),
    (message("Milestones and gates"), frozenset({"milestone.achieved", "gate.decided", "phase.finished"})),
    (
        message("Deliverables"),
        frozenset({"deliverable.delivered", "deliverable.checked", "dependency.delivered"}),
    ),
    (message("Vendors"), frozenset({"delivery.made", "payment.made"})),
    (message("Tasks"), frozenset({"task.done"})),
    (message("Adjustments"), frozenset({"adjustment.made", "adjustment.checked"})),
    (message("Risks"), frozenset({"risk.raised", "risk.reviewed", "risk.closed", "risk.occurred"})),
    (message("Issues"), frozenset({"issue.opened", "issue.resolved"})),
    (message("Decisions"), frozenset({"decision.requested", "decision.made"})),
    (message("Actions"), frozenset({"action.closed"})),
    (message("Meetings and training"), frozenset({"meeting.held", "training.held"})),
)
_WORDS: dict[str, State] = {
    "project.started": ("ok", message("Started")),
    "project.closed": ("done", message("Closed")),
    "phase.finished": ("done", message("Phase finished")),
    "milestone.achieved": ("done", message("Achieved")),
    "gate.decided": ("done", message("Gate decided")),
    "task.done": ("done", message("Done")),
    "deliverable.delivered": ("done", message("Delivered")),
    "deliverable.checked": ("done", message("Checked")),
    "dependency.delivered": ("done", message("Dependency met")),
    "delivery.made": ("done", message("Delivered")),
    "payment.made": ("done", message("Paid")),
    "risk.raised": ("todo", message("Raised")),
    "risk.reviewed": ("ok", message("Reviewed")),
    "risk.closed": ("done", message("Closed")),
    "risk.occurred": ("late", message("Occurred")),
    "issue.opened": ("risk", message("Raised")),
    "issue.resolved": ("done", message("Resolved")),
    "decision.requested": ("risk", message("Asked for")),
    "decision.made": ("done", message("Decided")),
    "action.closed": ("done", message("Done")),
    "meeting.held": ("done", message("Held")),
    "training.held": ("done", message("Held")),
    "adjustment.made": ("ok", message("Adjusted")),
    "adjustment.checked": ("done", message("Checked")),
}
_OWED: dict[str, Message] = {
    "milestone": message("Milestone"),
    "decision": message("Decision to take"),
    "deliverable": message("Deliverable"),
    "delivery": message("Delivery of a vendor"),
    "dependency": message("Dependency"),
    "payment": message("Payment to a vendor"),
    "issue": message("Issue"),
    "action": message("Action"),
    "task": message("Task"),
    "review": message("Risk review"),
    "check": message("Check of an adjustment"),
}
_PACE = message(
    "Change = the period's last value − the last one before the period. The status is that of its last day."
)
_BOOKED = message("The sum of the budget's amounts that are dated in the period, without the reserve.")


def _weighty(duties: Iterable[Duty]) -> list[Duty]:
    """What others count on first, each kind by due date."""
    order = list(_OWED)
    return sorted(duties, key=lambda duty: order.index(duty.kind))


def _group(title: Message, facts: Sequence[Fact], said: Callable[[Fact], Entry]) -> Group:
    """The first facts of a kind in words, and how many there are besides."""
    shown = tuple(said(fact) for fact in facts[:MOST_ENTRIES])
    return Group(title, shown, max(0, len(facts) - MOST_ENTRIES))


def _homes(of: Assessment) -> dict[int, Sitting]:
    """The meetings and what is written in them, by identity: two meetings may use one id."""
    return {
        id(item): share.sitting
        for share in of.meetings
        for item in (share.sitting.meeting, *share.decisions, *share.actions)
    }


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Says the facts of one project in the edition's language."""

    facts: Facts
    project: Project
    edition: Edition
    homes: Mapping[int, Sitting]

    def at(self, item: Called) -> Spot | None:
        """Where an item stands: with the project, or with its meeting, which is not for the public."""
        sitting = self.homes.get(id(item))
        if sitting is None:
            return Spot(item.title, project_path(self.project.id), item.id) if item.id else None
        if self.edition.audience == "public":
            return None
        spot = meeting_spot(sitting)
        return spot if item is sitting.meeting else Spot(item.title, spot.page, item.id)

    @property
    def say(self) -> Words:
        return words(self.edition.lang)

    def day(self, day: date) -> str:
        """A day; its year only where it is not this one."""
        return self.say.day(day) if day.year == self.edition.as_of.year else self.say.date(day)

    def missed(self, duty: Duty) -> Entry:
        """What fell due: late, moved, or late and met after all."""
        kind, due = _OWED[duty.kind], self.day(duty.due)
        if duty.met:
            text = message("{kind}, due {day}, met {met}", kind=kind, day=due, met=self.day(duty.met))
            return Entry(("risk", message("Late")), duty.item, self.say.say(text), at=self.at(duty.item))
        now: date | None = getattr(duty.item, "forecast", None)
        if duty.planned and now:
            text = message("{kind}, planned for {day}, now {now}", kind=kind, day=due, now=self.day(now))
            return Entry(("risk", message("Moved")), duty.item, self.say.say(text), at=self.at(duty.item))
        text = message("{kind}, due {day}", kind=kind, day=due)
        return Entry(("late", message("Overdue")), duty.item, self.say.say(text), at=self.at(duty.item))

    def coming(self, duty: Duty) -> Entry:
        """What falls due in the next period."""
        return Entry(("todo", _OWED[duty.kind]), duty.item, self.day(duty.due), at=self.at(duty.item))

    def measured(self, of: Measured) -> Entry:
        """A metric: its value, what it was before, and whether that is on pace."""
        latest = of.state.latest
        assert latest
        value = self.say.amount(latest.value, of.state.metric.unit)
        change = "" if of.change is None else self.say.signed(of.change)
        return Entry(
            METRIC[of.state.status],
            of.state.metric,
            number=f"{value} ({change})" if change else value,
            how=How(_PACE, tuple(self._inputs(of, latest))),
            at=self.at(of.state.metric),
        )

    def _inputs(self, of: Measured, latest: Measurement) -> Iterator[tuple[Message, str]]:
        unit = of.state.metric.unit
        yield message("Value on {day}", day=latest.date), self.say.amount(latest.value, unit)
        if of.before:
            yield message("Value on {day}", day=of.before.date), self.say.amount(of.before.value, unit)
        if of.state.expected is not None:
            expected = self.say.amount(of.state.expected, unit)
            yield message("Expected on {day}", day=self.facts.until), expected

    def happened(self, codes: frozenset[str]) -> list[Event]:
        """Events of some kinds, by day; meetings are not for the public."""
        hidden = "meeting.held" if self.edition.audience == "public" else ""
        return [e for e in self.facts.events if e.code in codes and e.code != hidden]

    def event(self, event: Event) -> Entry:
        """What happened, and when."""
        light, more = _WORDS[event.code], ""
        said = Text()
        match event.item:
            case Milestone() if event.code == "gate.decided":
                more = choice_label("milestone.outcome", event.item.outcome or "", self.say.lang)
            case Milestone():
                more = self.say.say(_slip(event.item))
            case Deliverable(quality=Quality(result="failed")) if event.code == "deliverable.checked":
                light = ("late", message("Check failed"))
            case Adjustment() if event.code == "adjustment.checked":
                light = ADJUSTMENT[event.item.result]
            case Decision() if event.code == "decision.made":
                said = event.item.outcome
        day = self.day(event.day)
        note, at = (
            self.say.gettext(", ").join(filter(None, (day, more))),
            self.at(event.item) if event.item else None,
        )
        return Entry(light, event.item, note, said, at=at)

    def booked(self) -> list[tuple[Message, str]]:
        """What was spent and earned, for those who may see it."""
        sums = ((message("Spent"), self.facts.spent), (message("Earned"), self.facts.earned))
        found = ((word, self.edition.amount(amount, self.project)) for word, amount in sums)
        return [(word, shown) for word, shown in found if shown]

    def money(self, booked: tuple[Message, str]) -> Entry:
        """An amount of the period."""
        word, shown = booked
        return Entry(("todo", word), None, number=shown, how=How(_BOOKED))


def _slip(stone: Milestone) -> Message | str:
    """How much later or earlier than planned a milestone was achieved; nothing where it was on its day."""
    late = days_late(stone.baseline, stone.actual)
    if not late:
        return ""
    if late > 0:
        return plural("{n} day after the original plan", "{n} days after the original plan", late)
    return plural("{n} day before the original plan", "{n} days before the original plan", -late)
