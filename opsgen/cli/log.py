"""`opsgen log`: what happened, the newest first; of a project, of an item, of everything."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import click
from rich.text import Text

from opsgen.calendar import today
from opsgen.changes.audience import Audience, reader
from opsgen.changes.change import SEVERITIES
from opsgen.changes.severity import reaches
from opsgen.cli import options
from opsgen.cli.formats import as_json
from opsgen.cli.listing import print_changes, print_entries
from opsgen.cli.options import Day
from opsgen.cli.since import complaint
from opsgen.cli.subject import subject
from opsgen.cli.terminal import ERRORS, stop
from opsgen.export import changes as data
from opsgen.export.changelog import changelog, headline
from opsgen.export.telling import SHORT, Telling
from opsgen.problem import visible
from opsgen.timeline import timeline, with_aftermath
from opsgen.views.edition import past_for
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from opsgen.changes.change import Change, Severity
    from opsgen.cli.subject import Subject
    from opsgen.cli.terminal import Session
    from opsgen.portfolio import Portfolio
    from opsgen.timeline import Broken, Landing, Timeline
    from opsgen.words import Message

_SCREEN = 40
"""So many lines are a screen where there is none."""
_DATES = frozenset({"forecast", "finish"})


@dataclass(frozen=True)
class Past:
    """What of the history was asked for."""

    found: Timeline
    telling: Telling
    about: Subject
    landings: tuple[Landing, ...]
    pending: tuple[Change, ...]
    unreadable: tuple[str, ...]
    """The projects that cannot be read as they are, so that their changes are left out."""
    nothing: Message
    """What to say where nothing is found."""

    @property
    def notes(self) -> Iterator[Message]:
        """What else a reader must know: of dates how far they went, of the history what is missing."""
        if self.about.items and (said := self._moved()):
            yield said
        for project in self.unreadable:
            yield message(
                "{project} cannot be read as it is now, so nobody can tell who may see it: its changes are"
                " left out. `opsgen check` says what is wrong",
                project=visible(project),
            )
        if broken := self.broken:
            landing, first = broken[0]
            yield plural(
                "{n} version cannot be read and is passed over: {file}:{line} ({code}) in {commit}",
                "{n} versions cannot be read and are passed over, the newest: {file}:{line} ({code})"
                " in {commit}",
                len(broken),
                file=visible(first.file),
                line=first.line,
                code=first.code,
                commit=landing.commit.id[:SHORT],
            )
        if self.found.note is not None:
            yield self.found.note
        if self.found.older and not self.about.projects:
            yield plural("{n} older change is not held", "{n} older changes are not held", self.found.older)

    @property
    def broken(self) -> list[tuple[Landing, Broken]]:
        """The versions that cannot be read of what was asked for; nothing of it for the public."""
        if self.telling.reader.audience == "public" or self.about.items or self.about.house:
            return []
        mine = self.about.projects
        return [
            (landing, broken)
            for landing, broken in self.found.broken
            if not mine or any(f"/{name}." in broken.file or f"/{name}/" in broken.file for name in mine)
        ]

    def _moved(self) -> Message | None:
        """How often a date moved, and how far in all."""
        moves = [
            change
            for change in (*self.pending, *(c for landing in self.landings for c in landing.changes))
            if change.field in _DATES and isinstance(change.old, date) and isinstance(change.new, date)
        ]
        if not moves:
            return None
        first, last = moves[-1].old, moves[0].new
        assert isinstance(first, date)
        assert isinstance(last, date)
        given: dict[str, object] = {"old": first, "new": last, "net": _net((last - first).days)}
        return plural(
            "{n} move, {net}: {old} → {new}", "{n} moves, {net}: {old} → {new}", len(moves), **given
        )


def _net(days: int) -> Message:
    if days > 0:
        return plural("{n} day later in all", "{n} days later in all", days)
    if days < 0:
        return plural("{n} day earlier in all", "{n} days earlier in all", -days)
    return message("back where it was")


@click.command()
@click.argument("about", required=False, metavar="[PROJECT|PROJECT:ITEM|ITEM]")
@click.option("--since", type=Day(), metavar="DATE", help="Only what landed on this day and later.")
@click.option(
    "-n", "--number", type=click.IntRange(1), metavar="N", help="So many commits; a screenful if missing."
)
@click.option("--severity", type=click.Choice(SEVERITIES), help="Only changes as grave as this, or graver.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For people, to be pasted into a page, or for programs.",
)
@options.audience
@options.require_history
@click.pass_obj
def log(
    session: Session,
    about: str | None,
    since: date | None,
    number: int | None,
    severity: Severity | None,
    form: str,
    audience: Audience,
    require_history: bool,
) -> None:
    """Say what happened, the newest first: each commit, who brought it, and each change as a sentence.

    Of an item it is every move with who, when and why, and how far its date went in all. portfolio and people
    stand for the settings and the people.
    """
    session.need_workspace()
    portfolio = session.portfolio()
    _need_past(session, since, today(portfolio.settings.timezone))
    found = with_aftermath(session.root, timeline(session.root, portfolio), portfolio)
    if require_history and found.gap is not None:
        session.print_problems([found.gap])
        stop(ERRORS)
    if found.reach == "none":
        raise click.UsageError(complaint(found.note or message("there is no history"), session.words))
    telling = Telling(session.words, reader(audience, portfolio), (portfolio,))
    asked = subject(session, about, found, portfolio, telling.reader)
    found = past_for(found, portfolio, audience, session.lang)
    known = frozenset(name for p in portfolio.projects for name in (p.id, *p.aliases))

    def wanted(change: Change) -> bool:
        gone = bool(change.project) and change.project not in known
        seen = telling.reader.sees(change) and (not gone or audience == "board")
        return seen and asked.holds(change) and (severity is None or reaches(change, severity))

    landings = tuple(_wanted(found, since, telling, wanted))
    pending = tuple(filter(wanted, found.pending))
    unreadable = _unreadable(portfolio, asked, audience)
    nothing = _nothing(found, severity, narrowed=severity is not None or since is not None)
    _TOLD[form](session, Past(found, telling, asked, landings, pending, unreadable, nothing), number)


def _unreadable(portfolio: Portfolio, asked: Subject, audience: Audience) -> tuple[str, ...]:
    """The broken projects that were asked for: the public is not told of them, the board sees all."""
    if audience != "internal" or asked.house:
        return ()
    return tuple(name for name in portfolio.broken if not asked.projects or name in asked.projects)


def _nothing(found: Timeline, severity: Severity | None, *, narrowed: bool) -> Message:
    if severity == "breach":
        return message(
            "The log does not judge what was approved. `opsgen diff DATE` does, of all that changed since"
            " that day"
        )
    if narrowed:
        return message("No change fits.")
    if found.gap is not None:
        return message("Nothing has changed in as much of the history as there is here")
    return message("Nothing has changed")


def _need_past(session: Session, since: date | None, now: date) -> None:
    if since is not None and since > now:
        said = message("{date} is in the future: nothing has landed yet", date=since)
        raise click.UsageError(session.words.say(said))


def _wanted(
    found: Timeline, since: date | None, telling: Telling, wanted: Callable[[Change], bool]
) -> Iterator[Landing]:
    """The commits with what is wanted of them, the newest first; none without any."""
    for landing in found.landings:
        if since is not None and telling.local(landing.commit.date).date() < since:
            continue
        if changes := tuple(filter(wanted, landing.changes)):
            yield replace(landing, changes=changes)


def _print(session: Session, past: Past, number: int | None) -> None:
    everything = not past.about.projects and not past.about.house
    if past.pending:
        session.console.print(Text(session.words.say(message("Not committed yet")), "bold yellow"))
        _print_changes(session, past, past.pending, with_titles=everything)
    shown = past.landings[:number] if number or past.about.items else _screenful(session, past.landings)
    day = None
    for landing in shown:
        landed = past.telling.local(landing.commit.date).date()
        if landed != day:
            session.console.print(Text(session.words.date(landed), "bold underline"))
            day = landed
        said = past.telling.line(headline(past.telling, landing, with_day=False))
        session.console.print(Text(said, "cyan"))
        _print_changes(session, past, landing.changes, with_titles=everything)
    for note in past.notes:
        session.console.print(session.words.say(note), style="yellow", markup=False)
    _print_rest(session, past, len(past.landings) - len(shown))


def _print_rest(session: Session, past: Past, left: int) -> None:
    if left > 0:
        session.say(
            plural(
                "{n} earlier commit; more of them: `-n {all}` or `--since DATE`",
                "{n} earlier commits; more of them: `-n {all}` or `--since DATE`",
                left,
                all=len(past.landings),
            )
        )
    if not past.landings and not past.pending and not past.unreadable:
        session.say(past.nothing)


def _screenful(session: Session, landings: tuple[Landing, ...]) -> tuple[Landing, ...]:
    """The newest commits as far as they fit on a screen, one at least."""
    room = session.console.height if session.console.is_terminal else _SCREEN
    for n, landing in enumerate(landings):
        room -= 3 + len(landing.changes)
        if room < 0:
            return landings[: max(n, 1)]
    return landings


def _print_changes(session: Session, past: Past, changes: tuple[Change, ...], *, with_titles: bool) -> None:
    if with_titles:
        print_changes(session, past.telling, changes, with_origin=False)
        return
    print_entries(session, past.telling, changes)
    session.console.print()


def _markdown(_session: Session, past: Past, number: int | None) -> None:
    said = changelog(past.telling, past.landings[:number], past.pending, past.notes)
    click.echo(said.encode(), nl=False)


def _json(session: Session, past: Past, number: int | None) -> None:
    telling, found = past.telling, past.found
    said = {
        "version": data.VERSION,
        "language": session.lang,
        "audience": telling.reader.audience,
        "reach": found.reach,
        "note": session.words.say(found.note) if found.note else None,
        "pending": data.rows(telling, past.pending),
        "commits": [
            data.commit(telling, landing.commit) | {"changes": data.rows(telling, landing.changes)}
            for landing in past.landings[:number]
        ],
        "broken": [
            data.commit(telling, landing.commit)
            | {"file": one.file, "line": one.line, "code": one.code, "problems": one.problems}
            for landing, one in past.broken
        ],
    }
    click.echo(as_json(said))


_TOLD = {"text": _print, "markdown": _markdown, "json": _json}

COMMANDS = (log,)
