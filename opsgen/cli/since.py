"""`opsgen check --changed-since`: which files were touched, and which findings that brings."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from opsgen import check, history
from opsgen.problem import visible
from opsgen.rules.touched import brought, elsewhere
from opsgen.words import Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from opsgen.cli.terminal import Session
    from opsgen.problem import Problem
    from opsgen.words import Words

_COMMIT = '`git add .`, `git commit -m "..."`'
_BEGIN = {
    "{folder} is not in a git repository.": f"`git init`, {_COMMIT}",
    "The repository has no commits yet.": _COMMIT,
}
"""What begins a history, by what is said where there is none."""


@dataclass(frozen=True, slots=True)
class Since:
    """What was touched since a revision."""

    revision: str
    commit: str
    """Full id of the commit that the files are compared with."""
    files: frozenset[str]
    """The data files that were added, changed or removed."""

    def data(self) -> dict[str, object]:
        """The same for machines."""
        return {"revision": self.revision, "commit": self.commit, "files": sorted(self.files)}

    def said(self, result: Message) -> Message:
        """The result of a check behind what it was limited to."""
        return plural(
            "{n} file changed since {ref} ({commit}); {result}",
            "{n} files changed since {ref} ({commit}); {result}",
            len(self.files),
            ref=visible(self.revision),
            commit=self.commit[: history.SHORT],
            result=result,
        )


def touched_since(session: Session, revision: str) -> Since:
    """What was touched in the workspace since the revision.

    Raises:
        click.UsageError: when there is no workspace here, or nothing to compare with.
        click.ClickException: when git cannot be run.
    """
    session.need_workspace()
    with complaints(session.words):
        commit = history.base(session.root, revision)
        return Since(revision, commit, history.changed(session.root, commit))


def limited(
    session: Session, problems: tuple[Problem, ...], since: Since, as_of: date
) -> tuple[Problem, ...]:
    """The findings in touched files, and those that the change brings elsewhere.

    Raises:
        click.UsageError: when this clone does not have the files as they were.
        click.ClickException: when git cannot be run.
    """
    if not elsewhere(problems, since.files):
        return problems
    with complaints(session.words):
        before = check.at(session.root, since.commit)
    return brought(problems, since.files, check.findings(before, as_of))


@contextmanager
def complaints(words: Words) -> Iterator[None]:
    """What git complains of within the block, as an end of the command.

    Raises:
        click.UsageError: when there is nothing to compare with.
        click.ClickException: when git cannot be run.
    """
    try:
        yield
    except history.NoGitError as error:
        raise click.ClickException(words.say(error.reason)) from None
    except history.GitError as error:
        raise click.UsageError(complaint(error.reason, words)) from None


def complaint(reason: Message, words: Words) -> str:
    """Why there is nothing to compare with, and what begins a history where there is none."""
    said = words.say(reason)
    begin = _BEGIN.get(reason.text)
    return (
        f"{said}\n{words.say(message('To begin a history: {commands}', commands=begin))}" if begin else said
    )
