"""opsgen status: how all projects stand, on a terminal of any width, as plain text, or for programs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

import click
from rich.cells import cell_len, chop_cells
from rich.text import Text

from opsgen.cli import options
from opsgen.cli.formats import as_json
from opsgen.cli.moments import moment_of
from opsgen.cli.prose import wrapped
from opsgen.cli.terminal import ERRORS, Session, status_date, stop
from opsgen.history import Provenance
from opsgen.problem import visible
from opsgen.timeline import timeline
from opsgen.timeline.agreed import agreed
from opsgen.views import Audience, edition
from opsgen.views.dashboard import Dashboard, NextMilestone, Standing, TopRisk, Wanted, dashboard
from opsgen.views.states import RAG
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.calendar import Period
    from opsgen.views import Edition
    from opsgen.words import Words

_STYLES = {"green": "green", "amber": "yellow", "red": "bold red", "grey": "dim", "blue": "blue"}
_MARKS = {"green": "●", "amber": "▲", "red": "✕", "grey": "○", "blue": "✓"}
_NARROW, _WIDE = 60, 100
_BETWEEN = "  "


@click.command()
@options.as_of
@options.at
@options.audience
@click.option("--json", "for_programs", is_flag=True, help="For programs: one object of JSON.")
@click.pass_obj
def status(
    session: Session, as_of: date | None, at: str | None, audience: Audience, for_programs: bool
) -> None:
    """Show how every project stands, red first: light and reason, what comes next, what is wanted."""
    moment = moment_of(session, at, as_of)
    portfolio = session.judged(moment).portfolio if moment else session.portfolio()
    day = status_date(portfolio.settings, as_of, moment)
    past = timeline(session.root, portfolio, moment)
    portfolio = agreed(session.root, portfolio, past, day)
    made = edition(portfolio, as_of=day, provenance=Provenance(), lang=session.lang, audience=audience)
    board = dashboard(made)
    if for_programs:
        click.echo(as_json(_plain(board, made, session.words)))
    else:
        for line in _Drawing(session).of(board):
            session.console.print(line)
    if not for_programs and past.reach in ("shallow", "partial") and past.note:
        session.say(past.note)  # an original plan may be missing, and a slip with it
    if portfolio.broken:
        ids = visible(", ".join(portfolio.broken))
        broken = message("not readable: {ids} (`opsgen check` says why)", ids=ids)
        session.complain(session.words.say(broken), "bold red")
        stop(ERRORS)


@dataclass(frozen=True, slots=True)
class _Fact:
    """One thing that is told of a project: what it is, what is said of it, and what is not torn apart."""

    label: str
    said: str
    ends: tuple[tuple[str, str], ...] = ()
    """Each with its style."""


class _Drawing:
    """The lines of a dashboard, as wide as the terminal; as long as they are where there is none."""

    def __init__(self, session: Session) -> None:
        self.say = session.words
        console = session.console
        self.width = max(20, console.width - 1) if console.is_terminal else None
        self.labels = 0
        """How wide the labels of the facts are."""

    def of(self, board: Dashboard) -> Iterator[Text]:
        day = f"{self.say.gettext('Data as of')} {self.say.date(board.as_of)}"
        heading = _Fact("", visible(self.say.pick(board.title)), ((day, "bold"),))
        yield from self.ended(heading, self.width)
        yield from self.summary(board)
        labels = (self.light(one) for one in board.projects)
        margin = max((cell_len(label) for label in labels), default=0) + len(_BETWEEN)
        told = [(one, [*self.told(one)]) for one in board.projects]
        self.labels = max((cell_len(fact.label) for _, facts in told for fact in facts), default=0)
        for one, facts in told:
            yield Text()
            yield from self.project(one, facts, margin)
        portfolio = [one for one in board.decisions if not one.project]
        if portfolio:
            yield Text()
            yield from self.text(self.say.gettext("Decisions wanted of the portfolio"), "bold")
            for wanted in portfolio:
                yield from self.fact(self.decision(wanted, "–"), 0, 1)

    def summary(self, board: Dashboard) -> Iterator[Text]:
        """How many projects have which light, and what is wanted of all of them."""
        line = Text()
        for rag, n in board.counts:
            if n:
                line.append(_BETWEEN if line else "")
                line.append(f"{_MARKS[rag]} {self.say.say(RAG[rag][1])} {n}", _STYLES[rag])
        if not line:
            yield from self.text(self.say.gettext("no projects yet."), "")
            return
        yield from self.folded(line)
        wanted = plural("{n} decision wanted", "{n} decisions wanted", len(board.decisions))
        late = plural("{n} update overdue", "{n} updates overdue", board.late)
        told = [said for said, n in ((wanted, len(board.decisions)), (late, board.late)) if n]
        if told:
            yield from self.text(_BETWEEN.join(map(self.say.say, told)), "")

    def light(self, one: Standing) -> str:
        return f"{_MARKS[one.light]} {self.say.say(RAG[one.light][1])}"

    def project(self, one: Standing, facts: list[_Fact], margin: int) -> Iterator[Text]:
        """A project: light and title, why, and the facts; beside each other where there is room."""
        light, style = self.light(one), _STYLES[one.light]
        title, owner = visible(self.say.pick(one.title)), visible(one.owner)
        head = Text(title, "bold")
        head.append(f" · {owner}" if owner else "", "dim")
        narrow = self.width is not None and self.width < _NARROW
        if narrow:
            margin = len(_BETWEEN)
            yield Text(light, style)
        for i, line in enumerate(self.folded(head, margin)):
            first = (
                Text(light + " " * (margin - cell_len(light)), style)
                if not i and not narrow
                else Text(" " * margin)
            )
            yield first.append_text(line)
        yield from self.text(visible(self.say.say(one.reason)), "", margin)
        yield from self.facts(facts, margin)

    def facts(self, facts: list[_Fact], margin: int) -> Iterator[Text]:
        """The facts below one another, or two of them beside each other."""
        if self.width is None or self.width < _WIDE:
            for fact in facts:
                yield from self.fact(fact, margin, self.labels)
            return
        half = (self.width - margin - len(_BETWEEN)) // 2
        for left, right in zip_longest(facts[::2], facts[1::2]):
            one = [*self.fact(left, 0, self.labels, half)]
            other = [*self.fact(right, 0, self.labels, half)] if right else []
            for start, end in zip_longest(one, other):
                line = Text(" " * margin).append_text(start or Text())
                if end:
                    line.append(" " * (margin + half + len(_BETWEEN) - line.cell_len)).append_text(end)
                yield line

    def fact(self, fact: _Fact, margin: int, labels: int, width: int | None = None) -> Iterator[Text]:
        """The lines of a fact: its label, and what is said beside it, or below it where it is narrow."""
        width = width if width is not None else self.width
        narrow = width is not None and width - margin - labels < _NARROW // 2
        depth = 2 if narrow else labels + len(_BETWEEN)
        if narrow:
            yield Text(" " * margin).append(fact.label, "dim")
        for i, line in enumerate(self.ended(fact, None if width is None else width - margin - depth)):
            label = fact.label if not i and not narrow else ""
            start = Text(" " * margin).append(label + " " * (depth - cell_len(label)), "dim")
            yield start.append_text(line)

    def ended(self, fact: _Fact, room: int | None) -> Iterator[Text]:
        """What is said of a fact, its ends on the last line as far as there is room."""
        *lines, last = self.folded(Text(fact.said), 0, room)
        yield from lines
        for said, style in fact.ends:
            if last and room is not None and last.cell_len + len(_BETWEEN) + cell_len(said) > room:
                yield last
                last = Text()
            last.append(_BETWEEN if last else "").append(said, style)
        yield last

    def told(self, one: Standing) -> Iterator[_Fact]:
        """What is told of a project below its light."""
        say = self.say
        if one.milestone:
            stone = one.milestone
            said = f"{stone.id} {visible(say.pick(stone.title))}"
            ends = ((say.day(stone.due), ""), self.left(stone.days_left))
            yield _Fact(say.gettext("Next milestone"), said, ends)
        if one.risk:
            word = visible(say.say(one.risk.word)) if one.risk.word else say.gettext("not rated")
            score = f"{one.risk.score} {word}" if one.risk.score else word
            grave = _STYLES["red"] if one.risk.band == "critical" else ""
            said = f"{one.risk.id} {visible(say.pick(one.risk.title))}"
            yield _Fact(say.gettext("Top risk"), said, ((score, grave),))
        if one.decisions:
            yield self.decision(one.decisions[0], say.gettext("Decision wanted"), len(one.decisions) - 1)
        if not one.over:
            yield self.updated(one)

    def left(self, days: int) -> tuple[str, str]:
        """How many days there are, or by how many it is too late; with its style."""
        if days < 0:
            return self.say.say(plural("{n} day overdue", "{n} days overdue", -days)), _STYLES["red"]
        if not days:
            return self.say.gettext("today"), _STYLES["amber"]
        return self.say.say(plural("in {n} day", "in {n} days", days)), ""

    def decision(self, wanted: Wanted, label: str, more: int = 0) -> _Fact:
        said = f"{wanted.id} {visible(self.say.pick(wanted.title))}".strip()
        ends = [] if wanted.days_left is None else [self.left(wanted.days_left)]
        if more:
            ends.append((self.say.say(plural("and {n} more", "and {n} more", more)), ""))
        return _Fact(label, said, tuple(ends))

    def updated(self, one: Standing) -> _Fact:
        say, label = self.say, self.say.gettext("Last update")
        late = ((say.gettext("the next one is overdue"), _STYLES["amber"]),) if one.late else ()
        if one.update is None or one.age is None:
            return _Fact(label, say.gettext("No update yet"), late)
        age = say.say(plural("{n} day ago", "{n} days ago", one.age)) if one.age else say.gettext("today")
        return _Fact(label, one.update.label, ((age, ""), *late))

    def text(self, said: str, style: str, margin: int = 0) -> Iterator[Text]:
        for line in self.folded(Text(said, style), margin):
            yield Text(" " * margin).append_text(line)

    def folded(self, said: Text, margin: int = 0, width: int | None = None) -> Iterator[Text]:
        """The lines of a text, each no wider than there is room beside a margin; colours stay."""
        width = width if width is not None else self.width
        if width is None:
            yield said
            return
        room, at = max(8, width - margin), 0
        for line in wrapped(said.plain, room):
            for piece in chop_cells(line, room) or [""]:
                start = said.plain.index(piece, at)
                at = start + len(piece)
                yield said[start:at] if piece else Text()


def _plain(board: Dashboard, made: Edition, say: Words) -> dict[str, Any]:
    """The dashboard as JSON has it; `schemas/output/status.schema.json` describes it."""
    broken = len(made.portfolio.broken)
    return {
        "version": 1,
        "language": made.lang,
        "audience": made.audience,
        "as_of": board.as_of.isoformat(),
        "title": say.pick(board.title),
        "counts": dict(board.counts),
        "unread": None if made.audience == "public" else broken,
        "updates_overdue": board.late,
        "decisions": [_plain_decision(one, say) for one in board.decisions],
        "projects": [_plain_project(one, say) for one in board.projects],
    }


def _plain_decision(one: Wanted, say: Words) -> dict[str, Any]:
    return {
        "project": one.project or None,
        "id": one.id,
        "title": say.pick(one.title),
        "due": one.due.isoformat() if one.due else None,
        "days_left": one.days_left,
    }


def _plain_project(one: Standing, say: Words) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": say.pick(one.title),
        "owner": one.owner or None,
        "lifecycle": one.lifecycle,
        "light": one.light,
        "reason": say.say(one.reason),
        "next_milestone": one.milestone and _plain_milestone(one.milestone, say),
        "top_risk": one.risk and _plain_risk(one.risk, say),
        "decisions_wanted": len(one.decisions),
        "last_update": one.update and _plain_update(one.update, one.age),
        "update_overdue": one.late,
    }


def _plain_milestone(one: NextMilestone, say: Words) -> dict[str, Any]:
    return {
        "id": one.id,
        "title": say.pick(one.title),
        "due": one.due.isoformat(),
        "days_left": one.days_left,
        "status": one.status,
    }


def _plain_risk(one: TopRisk, say: Words) -> dict[str, Any]:
    return {"id": one.id, "title": say.pick(one.title), "score": one.score, "band": one.band}


def _plain_update(period: Period, age: int | None) -> dict[str, Any]:
    return {"period": period.label, "until": period.finish.isoformat(), "age_days": age}


COMMANDS = (status,)
