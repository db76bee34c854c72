"""`opsgen diff`: what is not the same in two versions, what follows from it, and what nobody approved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import click

from opsgen import history
from opsgen.changes.audience import Audience, reader
from opsgen.changes.change import SEVERITIES
from opsgen.changes.severity import counted, counts, reaches
from opsgen.cli import options
from opsgen.cli.ends import ends
from opsgen.cli.formats import as_json
from opsgen.cli.listing import print_changes
from opsgen.cli.since import complaints
from opsgen.cli.terminal import ERRORS, FINE, stop
from opsgen.export import changes as data
from opsgen.export.comment import comment
from opsgen.export.telling import Telling
from opsgen.history.revisions import head_of, is_partial, is_shallow
from opsgen.portfolio import files, read_house, sorted_out
from opsgen.problem import visible
from opsgen.timeline import sides
from opsgen.timeline.between import between
from opsgen.timeline.landed import attributed, landings
from opsgen.words import message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.changes.change import Change, Severity
    from opsgen.cli.ends import Ends
    from opsgen.cli.terminal import Session
    from opsgen.timeline.between import Between
    from opsgen.words import Message


@dataclass(frozen=True)
class Compared:
    """What a comparison found, as far as the audience may see it."""

    ends: Ends
    found: Between
    telling: Telling
    changes: tuple[Change, ...]

    @property
    def title(self) -> Message:
        """`Since main (1a2b3c4d5e): 12 changes in 3 projects`."""
        n, projects = len(self.changes), len({change.project for change in self.changes} - {""})
        said = plural("{n} change", "{n} changes", n)
        if projects > 1:
            said = message("{said} in {projects} projects", said=said, projects=projects)
        base, head = self.ends.base.said, self.ends.head.said
        if self.ends.head.commit is None:
            return message("Since {base}: {said}", base=base, said=said)
        return message("From {base} to {head}: {said}", base=base, head=head, said=said)

    @property
    def broken(self) -> tuple[str, ...]:
        """What could not be compared; for the public nobody could tell who may see it."""
        reader = self.telling.reader
        known = () if reader.audience == "public" else self.found.broken
        return tuple(name for name in known if name not in reader.hidden)

    @property
    def notes(self) -> Iterator[Message]:
        """What else a reader must know."""
        if self.broken:
            names = tuple(
                visible(name) for name in self.found.broken if name not in self.telling.reader.hidden
            )
            yield plural(
                "Not compared, because it cannot be read in one of the versions: {names}",
                "Not compared, because they cannot be read in one of the versions: {names}",
                len(names),
                names=names,
            )
        left_out = len(self.found.changes) - len(self.changes)
        if left_out and self.telling.reader.audience != "public":
            yield plural(
                "{n} more change is not for this audience",
                "{n} more changes are not for this audience",
                left_out,
            )

    @property
    def data(self) -> dict[str, object]:
        """The same for machines."""
        return {
            "version": data.VERSION,
            "language": self.telling.words.lang,
            "audience": self.telling.reader.audience,
            **{
                name: {"revision": end.revision, "commit": end.commit, "as_of": end.as_of.isoformat()}
                for name, end in (("base", self.ends.base), ("head", self.ends.head))
            },
            "counts": counts(self.changes),
            "not_compared": list(self.broken),
            "changes": data.rows(self.telling, self.changes),
        }


@click.command()
@click.argument("base", required=False)
@click.argument("head", required=False)
@options.as_of
@options.audience
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="For people, for a comment on a pull request in plain sentences, or for programs.",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit with 1 where a change is as grave as this, or graver.",
)
@options.require_history
@click.pass_obj
def diff(
    session: Session,
    base: str | None,
    head: str | None,
    as_of: date | None,
    audience: Audience,
    form: str,
    fail_on: Severity | None,
    require_history: bool,
) -> None:
    """Say what changed between two versions, what follows from it, and what nobody approved.

    BASE and HEAD are branches, tags, commits or days (2026-10-01: the last commit of that day). Without HEAD
    the files as they are count; BASE is then what they have in common with it, as a pull request has. Without
    BASE it is the last commit, so that only what is not committed is shown.
    """
    session.need_workspace()
    with complaints(session.words):
        if require_history:
            _need_history(session)
        compared = _compared(session, base, head, as_of, audience)
    _TOLD[form](session, compared)
    if form == "text" and base is None and not compared.found.changes:
        _say_what_else(session)
    stop(ERRORS if fail_on is not None and _fails(compared.found, fail_on) else FINE)


def _fails(found: Between, severity: Severity) -> bool:
    """Whether a change is as grave as that; of what cannot be compared nobody can say that none is."""
    return bool(found.broken) or any(reaches(change, severity) for change in found.changes)


def _need_history(session: Session) -> None:
    """Nothing where the history is whole; else an end with what is missing."""
    head = head_of(session.root)
    lacking = is_shallow(session.root) or (head is not None and is_partial(session.root, head))
    if lacking:
        said = message("the history is not whole; to fetch it: git fetch --unshallow --refetch --no-filter")
        session.complain(session.words.say(said), "bold red")
        stop(ERRORS)


def _compared(
    session: Session, base: str | None, head: str | None, as_of: date | None, audience: Audience
) -> Compared:
    root = session.root
    contents, _ = files(root)
    house, _ = read_house(sorted_out(contents), contents)
    found_ends = ends(session, base, head, house.settings.timezone, as_of)
    old = sides.of(root, found_ends.before)
    if found_ends.after is None:
        new, names = sides.present(root), history.changed(root, str(found_ends.base.commit))
    else:
        new = sides.of(root, found_ends.after)
        names = sides.differing(found_ends.before, found_ends.after)
    found = between(old, new, names, found_ends.base.as_of, found_ends.head.as_of)
    found = replace(found, changes=_with_origins(session, found_ends, found))
    telling = Telling(session.words, reader(audience, found.old, found.new), (found.new, found.old))
    return Compared(found_ends, found, telling, telling.reader.told(found.changes))


def _with_origins(session: Session, asked: Ends, found: Between) -> tuple[Change, ...]:
    """The changes with the commits that brought them, of what is committed."""
    root = session.root
    head = asked.head.commit or head_of(root)
    if head is None or head == asked.base.commit or not found.changes:
        return found.changes
    pending: tuple[Change, ...] = ()
    if asked.head.commit is None and (names := history.changed(root, head)):
        day = asked.head.as_of
        pending = between(sides.at(root, head), sides.present(root), names, day, day).changes
    return attributed(found.changes, landings(root, str(asked.base.commit), head, asked.before), pending)


def _tell(session: Session, compared: Compared) -> None:
    if compared.changes:
        commits = {change.origin.commit for change in compared.changes if change.origin}
        print_changes(session, compared.telling, compared.changes, with_origin=len(commits) > 1)
    for note in compared.notes:
        session.complain(session.words.say(note), "yellow")
    session.say(compared.title)
    if compared.changes:
        session.say(message("{counts}", counts=counted(compared.changes)))


def _comment(_session: Session, compared: Compared) -> None:
    notes = tuple(compared.notes)
    if not compared.changes:
        notes = (message("Nothing in the data has changed."), *notes)
    both = (compared.ends.base, compared.ends.head)
    of_one_go = not any(end.is_day for end in both)
    said = comment(compared.telling, compared.changes, compared.title, notes, to_author=of_one_go)
    click.echo(said.encode(), nl=False)


def _json(_session: Session, compared: Compared) -> None:
    click.echo(as_json(compared.data))


_TOLD = {"text": _tell, "markdown": _comment, "json": _json}


def _say_what_else(session: Session) -> None:
    said = message(
        "Everything is committed. What a branch brings: `opsgen diff main`; what happened since a day: "
        "`opsgen diff 2026-10-01`; between two versions: `opsgen diff OLD NEW`; all of the past: `opsgen log`"
    )
    session.say(said)


COMMANDS = (diff,)
