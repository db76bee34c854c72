"""The versions that somebody asks for with `--at` and `--against`: a day, or a branch, a tag, a commit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opsgen import history
from opsgen.cli.ends import is_day, version
from opsgen.cli.since import complaints
from opsgen.timeline import sides
from opsgen.timeline.against import Against
from opsgen.timeline.moment import judged_on, of_commit, of_day
from opsgen.words import message

if TYPE_CHECKING:
    from datetime import date

    from opsgen.cli.terminal import Session
    from opsgen.timeline.moment import Moment


_NO_ZONE = "UTC"
"""Where no day has to be told from another."""


def moment_of(session: Session, asked: str | None, as_of: date | None) -> Moment | None:
    """The moment that is asked for; None where nobody asks.

    Raises:
        click.UsageError: when there is no workspace here, or no such version in this clone.
        click.ClickException: when git cannot be run.
    """
    if asked is None:
        return None
    session.need_workspace()
    with complaints(session.words):
        if not is_day(asked):
            commit, _ = version(session, asked, _NO_ZONE)
            return judged_on(of_commit(session.root, commit), as_of)
        if as_of is not None:
            said = message("`--at {day}` is the status date too: leave out `--as-of`", day=asked)
            raise click.UsageError(session.words.say(said))
        return _of_day(session, asked)


def against_of(session: Session, asked: str | None, moment: Moment | None) -> Against | None:
    """The version beside whose plans everything is to be shown; None where nobody asks.

    A day means the last commit that had landed on it, up to the moment that is shown.

    Raises:
        click.UsageError: when there is no workspace here, or no such version in this clone.
        click.ClickException: when git cannot be run.
    """
    if asked is None:
        return None
    session.need_workspace()
    with complaints(session.words):
        head = moment.commit if moment else history.resolve(session.root, "HEAD")
        timezone = sides.at(session.root, head).house.settings.timezone
        commit, _ = version(session, asked, timezone, moment.commit if moment else "")
        return Against(asked, commit)


def _of_day(session: Session, asked: str) -> Moment | None:
    head = history.resolve(session.root, "HEAD")
    timezone = sides.at(session.root, head).house.settings.timezone
    _, day = version(session, asked, timezone)
    return of_day(session.root, head, day) if day else None
