"""The two versions that somebody asks for: by a branch, a tag, a commit, a day, or the files as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, NoReturn

import click

from opsgen import history
from opsgen.calendar import today, zone
from opsgen.history.revisions import head_of
from opsgen.problem import visible
from opsgen.schema.values import plain_date
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.cli.terminal import Session
    from opsgen.history import Entry
    from opsgen.words import Message

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_NEARLY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?\Z|(\d{4})(\d\d)(\d\d)\Z", re.ASCII)
"""A day in another way than the files write one."""


@dataclass(frozen=True, slots=True)
class End:
    """One version."""

    revision: str | None
    """What was asked for; None for the files as they are."""
    commit: str | None
    as_of: date

    @property
    def is_day(self) -> bool:
        """Whether it was named by a day."""
        return self.revision is not None and is_day(self.revision)

    @property
    def said(self) -> Message:
        """How a heading names it: `main (1a2b3c4d5e)`."""
        if self.commit is None:
            return message("the files as they are now")
        commit = self.commit[: history.SHORT]
        if self.revision is None or self.commit.startswith(self.revision):
            return message("{commit}", commit=commit)
        return message("{ref} ({commit})", ref=visible(self.revision), commit=commit)


@dataclass(frozen=True, slots=True)
class Ends:
    """Two versions, and the files of the first, and of the second where it is a commit."""

    base: End
    head: End
    before: Mapping[str, Entry]
    after: Mapping[str, Entry] | None


def ends(session: Session, base: str | None, head: str | None, timezone: str, as_of: date | None) -> Ends:
    """The versions that are asked for.

    Without `head` it is the files as they are, which are compared with what they have in common with `base`;
    without `base` too with the last commit. A day stands for the last commit that had landed on it, and is
    the status date of that version.

    Raises:
        click.UsageError: for what is no version that this clone has.
        GitError: when git gives no answer.
    """
    root = session.root
    if base is not None and head is None and ".." in base:
        first, _, second = base.replace("...", "..").partition("..")
        hint = message("write the two with a space between: `{base} {head}`", base=first, head=second)
        raise click.UsageError(session.words.say(hint))
    now = as_of or today(timezone)
    first, then = version(session, base, timezone)
    last, day = version(session, head, timezone) if head is not None else (None, None)
    now = as_of or day or now
    if head is None and base is not None and then is None:
        first = history.base(root, base)
    old = End(base, first, then or now)
    new = End(head, last, now)
    before = history.files(root, first)
    return Ends(old, new, before, history.files(root, last) if last else None)


def is_day(asked: str) -> bool:
    """Whether what somebody asks for looks like a day, and so is none of git's names."""
    return bool(_DAY.match(asked))


def version(session: Session, asked: str | None, timezone: str, head: str = "") -> tuple[str, date | None]:
    """Full id of the commit, and the day where one was named, up to `head` or the commit checked out.

    Raises:
        click.UsageError: for what is no version that this clone has.
        GitError: when git gives no answer.
    """
    root = session.root
    if asked is None or not is_day(asked):
        return _commit(session, "HEAD" if asked is None else asked), None
    day = _day(session, asked)
    if day > today(timezone):
        _refuse(session, message("{date} is in the future: nothing has landed yet", date=day))
    newest = head or head_of(root) or _commit(session, "HEAD")
    commit = history.at(root, newest, day, zone(timezone))
    if commit is None:
        _refuse(session, message("the history begins after {date}", date=day))
    return str(commit), day


def _commit(session: Session, asked: str) -> str:
    try:
        return history.resolve(session.root, asked)
    except history.GitError:
        # A branch may be called like that; where none is, a day was meant.
        if meant := _meant(asked):
            _refuse(session, message("`{asked}`: days are written like this: {day}", asked=asked, day=meant))
        raise


def _meant(asked: str) -> str:
    """The day that somebody wrote in another way; empty for what is none."""
    found = _NEARLY.match(asked)
    year, month, day = (int(part) for part in found.groups() if part) if found else (0, 0, 0)
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _day(session: Session, asked: str) -> date:
    try:
        return plain_date(asked)
    except ValueError:
        text = message("`{date}` is no date", date=asked)
        raise click.UsageError(session.words.say(text)) from None


def _refuse(session: Session, text: Message) -> NoReturn:
    raise click.UsageError(session.words.say(text))
