"""Risks, issues, assumptions and dependencies of all projects on one page: the open ones, the worst first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.views import drawings, states
from opsgen.views.between import side
from opsgen.views.moved_risks import MovedRisks
from opsgen.views.page import Page, project_path
from opsgen.views.registers.risk import shakiest_assumptions, worst_issues, worst_risks
from opsgen.words import Message, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opsgen.derive.links import Link
    from opsgen.derive.raid import AssumptionState, IssueState
    from opsgen.derive.risk import RiskState
    from opsgen.model import Item, Project
    from opsgen.views.edition import Edition
    from opsgen.views.moved_risks import RiskMark
    from opsgen.views.states import State

SHOWN = 8
"""Of each list, before the link to its register."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An open item of one project in one line: where it stands, what there is to say, and its marks."""

    project: Project
    item: Item
    page: str
    owner: str
    said: Message
    lights: tuple[State, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four lists: how much there is, the worst of it, and the page with all of it."""

    title: Message
    anchor: str
    register: str
    count: int
    lead: Message
    entries: tuple[Entry, ...]
    more: int


def raid(edition: Edition) -> Iterator[Page]:
    """The page, where anybody wrote anything for it."""
    parts = tuple(
        part for part in (_risks(edition), _issues(edition), _assumed(edition), _awaited(edition)) if part
    )
    if not parts:
        return
    title = words(edition.lang).gettext("Risks, issues, assumptions, dependencies")
    context = {
        "title": title,
        "parts": parts,
        "figure": drawings.risk_counts(edition),
        "chance_figure": drawings.risk_counts(edition, "opportunity"),
    }
    yield Page("raid.md", "pages/raid.html.j2", title, context, wide=True)


def _part(title: Message, name: str, lead: Message, entries: Sequence[Entry]) -> Part:
    return Part(
        title, name, f"{name}.md", len(entries), lead, tuple(entries[:SHOWN]), max(0, len(entries) - SHOWN)
    )


def _going(edition: Edition) -> frozenset[str]:
    """The ids of the projects that are not over."""
    return frozenset(a.project.id for a in edition.assessments if not a.over)


def _risks(edition: Edition) -> Part | None:
    found, going = worst_risks(edition), _going(edition)
    if not found:
        return None
    still_open = [(p, s) for p, s in found if s.risk.status == "open" and p.id in going]
    lead = plural(
        "{n} open risk, {grave} of them threats that are high or critical.",
        "{n} open risks, {grave} of them threats that are high or critical.",
        len(still_open),
        grave=sum(s.grave for project, s in still_open),
    )
    moved = {one.project.id: MovedRisks(edition, one) for one in edition.assessments}
    entries = [_risk(project, state, moved[project.id], edition) for project, state in still_open]
    return _part(message("Risks"), "risks", lead, entries)


def _risk(project: Project, state: RiskState, moved: MovedRisks, edition: Edition) -> Entry:
    band = states.band(state, edition.settings.scales)
    score = _score(state.score, moved.mark(state)) if state.score else message("not rated")
    lights = (*((band,) if band else ()), *states.to_see_to(state))
    return _entry(project, state.risk, state.owner, score, lights, edition)


def _score(score: int, mark: RiskMark | None) -> Message:
    """The score, and what it was in the last report where that had another."""
    if mark is None:
        return message("score {score}", score=score)
    if mark.before is None:
        return message("score {score}, new since the last report", score=score)
    return message("score {score}, {before} in the last report", score=score, before=mark.before)


def _issues(edition: Edition) -> Part | None:
    found, going = worst_issues(edition), _going(edition)
    if not found:
        return None
    still_open = [(p, s) for p, s in found if s.open and p.id in going]
    lead = plural(
        "{n} open issue, {severe} severe, {late} overdue.",
        "{n} open issues, {severe} severe, {late} overdue.",
        len(still_open),
        severe=sum(s.severe for project, s in still_open),
        late=sum(s.overdue for project, s in still_open),
    )
    entries = [_issue(project, state, edition) for project, state in still_open]
    return _part(message("Issues"), "issues", lead, entries)


def _issue(project: Project, state: IssueState, edition: Edition) -> Entry:
    severity = state.issue.severity
    graded = message("not rated") if severity is None else message("severity {n}", n=severity)
    aged = (
        graded
        if state.age is None
        else plural("{graded}, open for {n} day", "{graded}, open for {n} days", state.age, graded=graded)
    )
    return _entry(project, state.issue, state.owner, aged, (states.issue(state),), edition)


def _assumed(edition: Edition) -> Part | None:
    found, going = shakiest_assumptions(edition), _going(edition)
    if not found:
        return None
    shaky = [(p, s) for p, s in found if s.assumption.status != "holds" and p.id in going]
    lead = plural(
        "{n} assumption does not hold or is not checked yet; {late} overdue.",
        "{n} assumptions do not hold or are not checked yet; {late} overdue.",
        len(shaky),
        late=sum(s.unchecked for project, s in shaky),
    )
    entries = [_assumption(project, state, edition) for project, state in shaky]
    return _part(message("Assumptions"), "assumptions", lead, entries)


def _assumption(project: Project, state: AssumptionState, edition: Edition) -> Entry:
    due = state.assumption.due
    said = message("to be checked by {day}", day=due) if due else message("to be checked")
    if state.assumption.status == "false":
        said = message("risk: {title}", title=state.risk.title) if state.risk else message("no risk is named")
    return _entry(project, state.assumption, state.owner, said, (states.assumption(state),), edition)


def _awaited(edition: Edition) -> Part | None:
    found, going = edition.links.all, _going(edition)
    if not found:
        return None
    ahead = [
        link
        for link in found
        if link.arrival.standing in ("late", "never", "unknown", "waiting") and link.home.id in going
    ]
    lead = plural(
        "{n} dependency is open, {late} late.",
        "{n} dependencies are open, {late} late.",
        len(ahead),
        late=sum(link.late for link in ahead),
    )
    return _part(message("Dependencies"), "dependencies", lead, [_link(link, edition) for link in ahead])


def _link(link: Link, edition: Edition) -> Entry:
    said = message(
        "{waiting} waits for {giving}",
        waiting=side(link.waiting, edition).said,
        giving=side(link.giving, edition).said,
    )
    return _entry(link.home, link.item, link.owner, said, (states.arrival(link),), edition)


def _entry(
    project: Project, item: Item, owner: str, said: Message, lights: tuple[State, ...], edition: Edition
) -> Entry:
    return Entry(project, item, project_path(project.id), edition.person(owner), said, lights)
