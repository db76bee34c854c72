"""`opsgen rename`: another id for something, in all files that name it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opsgen.calendar import today
from opsgen.cli.terminal import Session, refuse
from opsgen.cli.writing import show_difference, unwritable
from opsgen.edit import RefusedError
from opsgen.edit.rename import carry_out, label, prepared
from opsgen.problem import visible
from opsgen.words import message, plural

if TYPE_CHECKING:
    from opsgen.edit.rename import Kind, Renaming

_SHOWN = 20


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--kind",
    type=click.Choice(["project", "person", "team", "programme", "strategic_goal", "item"]),
    help="What it is, where several things have this id.",
)
@click.option("--dry-run", is_flag=True, help="Print what would change; nothing is written.")
@click.pass_obj
def rename(session: Session, old: str, new: str, kind: Kind | None, dry_run: bool) -> None:
    """Give something another id, and change everything that names it.

    An item is PROJECT:ID; a project, a person, a team, a programme or a strategic goal is its id alone. The
    former id is kept among `aliases`, so that the history goes on. The files of a project move with its id.
    """
    timezone = session.opened().house.settings.timezone
    try:
        planned = prepared(session.root, old, new, today(timezone), kind)
        if not dry_run:
            carry_out(session.root, planned)
    except RefusedError as error:
        refuse(session, error.message, error.hint)
    except OSError as error:
        refuse(session, unwritable(session.root, error))
    if dry_run:
        show_difference(session, planned.changed, {name: planned.after(name) for name in planned.changed})
    _tell(session, planned, dry_run=dry_run)


def _tell(session: Session, planned: Renaming, *, dry_run: bool) -> None:
    thing, old = planned.thing, visible(planned.thing.full)
    said = message("{kind} `{old}` is `{new}` now", kind=label(thing.kind), old=old, new=planned.new)
    if dry_run:
        said = message(
            "nothing was written: {kind} `{old}` would be `{new}`",
            kind=label(thing.kind),
            old=old,
            new=planned.new,
        )
    session.say(said)
    n = planned.references
    session.say(plural("{n} reference to it", "{n} references to it", n))
    for name in planned.changed:
        session.say(message("  changed: {file}", file=visible(name)))
    for before, after in planned.moved:
        session.say(message("  moved: {old} → {new}", old=visible(before), new=visible(after)))
    _tell_mentions(session, planned)


def _tell_mentions(session: Session, planned: Renaming) -> None:
    found = planned.mentions
    if not found:
        return
    session.say(
        plural(
            "{n} line still holds `{id}` in a text or a comment; look whether it means this:",
            "{n} lines still hold `{id}` in a text or a comment; look whether they mean this:",
            len(found),
            id=visible(planned.thing.id),
        )
    )
    for place in found[:_SHOWN]:
        session.say(message("  {place}", place=f"{visible(planned.after(place.file))}:{place.line}"))
    if len(found) > _SHOWN:
        session.say(plural("  and {n} more", "  and {n} more", len(found) - _SHOWN))


COMMANDS = (rename,)
