"""What the commands of `opsgen new` share: which project is meant, and what is said when a file is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opsgen.cli.drafting import desk
from opsgen.cli.terminal import refuse
from opsgen.cli.writing import lay_down
from opsgen.portfolio.names import refusal
from opsgen.timeline.walk import whole_of
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.cli.drafting import Desk
    from opsgen.cli.terminal import Session
    from opsgen.model import Project
    from opsgen.words import Message


def found_in(session: Session, project_id: str) -> tuple[Desk, Project | None]:
    """The workspace and the project of this file; None where the project cannot be read."""
    at = desk(session.root)
    return at, at.project(project_id)


def not_drafted(session: Session, project_id: str, *, written: bool) -> None:
    """That the project cannot be read; nothing more comes where its draft was to be printed."""
    if not written:
        refuse(session, message("`{id}` cannot be read; see `opsgen check`", id=project_id))
    mind(session, message("`{id}` cannot be read, so nothing is drafted; see `opsgen check`", id=project_id))


def mind(session: Session, text: Message) -> None:
    """Say something that is no error, where it disturbs no program."""
    if not session.quiet:
        session.complain(session.words.say(text), "")


def called(session: Session, asked: str) -> str:
    """What the file or folder of a project is called; it may be asked for by its id too.

    Raises:
        click.BadParameter: where there is no such project.
    """
    session.need_workspace()
    if file_of(session, asked):
        return asked
    portfolio = desk(session.root).portfolio
    of = next((one for one in portfolio.projects if asked in (one.id, *one.aliases)), None)
    name = whole_of(portfolio.source_file(of)) if of else None
    if name is None:
        text = message("there is no project `{id}`; `opsgen new project ID` makes one", id=asked)
        raise click.BadParameter(session.words.say(text), param_hint="PROJECT")
    return name


def file_of(session: Session, name: str) -> str:
    """The file of the project of this name, seen from the workspace; empty where there is none."""
    names = (f"projects/{name}{end}" for end in (".yaml", ".yml", "/project.yaml", "/project.yml"))
    return "" if refusal(name) else next((one for one in names if (session.root / one).is_file()), "")


def make(session: Session, made: tuple[str, str]) -> None:
    name, text = made
    lay_down(session, session.root, {name: text})
    session.say(message("{file} is there: replace what stands in <…>, then `opsgen check`.", file=name))


def exists(session: Session, name: str) -> None:
    refuse(session, message("{file} is already there; nothing was written", file=name))
