"""`opsgen migrate`: the files of a workspace as this opsgen writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opsgen.calendar import today
from opsgen.cli.terminal import ERRORS, Session, refuse, stop
from opsgen.cli.writing import show_difference, write
from opsgen.edit import RefusedError
from opsgen.edit.migration import migrated
from opsgen.problem import visible
from opsgen.schema.formats import FORMAT
from opsgen.words import message, plural
from opsgen.workspace.renewal import from_elsewhere, renewed

if TYPE_CHECKING:
    from opsgen.cli.writing import Changed


@click.command()
@click.option(
    "--check", "only_check", is_flag=True, help="Say what there is to do; exit code 1 where anything is."
)
@click.option("--dry-run", is_flag=True, help="Print what would change; nothing is written.")
@click.pass_obj
def migrate(session: Session, only_check: bool, dry_run: bool) -> None:
    """Bring the files to the present data format, and renew what opsgen laid down in .opsgen/.

    Nothing else in them changes; what they mean is compared before anything is written.
    """
    data, machinery = _found(session)
    changed = {**data, **machinery}
    if not changed:
        session.say(message("all is up to date: data format {number}", number=FORMAT))
        _tell_elsewhere(session)
        return
    if dry_run:
        show_difference(session, changed)
    elif not only_check:
        write(session, changed)
    _tell(session, data, machinery, written=not (dry_run or only_check))
    if only_check:
        stop(ERRORS)


def _found(session: Session) -> tuple[Changed, Changed]:
    """What changes of the data, and of `.opsgen/`."""
    settings = session.opened().house.settings
    try:
        data = migrated(session.root, today(settings.timezone))
        return data, renewed(session.root, settings.languages[0])
    except RefusedError as error:
        refuse(session, error.message, error.hint)
    except NotADirectoryError as error:
        refuse(session, message("{file} is a symbolic link; nothing was written", file=str(error)))


def _tell(session: Session, data: Changed, machinery: Changed, *, written: bool) -> None:
    for changed, done, wanted in (
        (
            data,
            message("brought to data format {number}:", number=FORMAT),
            message("to be brought to data format {number}:", number=FORMAT),
        ),
        (
            machinery,
            plural("renewed, {n} file:", "renewed, {n} files:", len(machinery)),
            plural("to be renewed, {n} file:", "to be renewed, {n} files:", len(machinery)),
        ),
    ):
        if changed:
            session.say(done if written else wanted)
            for name in changed:
                session.say(message("  {detail}", detail=visible(name)))
    _tell_elsewhere(session)


def _tell_elsewhere(session: Session) -> None:
    line = from_elsewhere(session.root)
    if line:
        said = message(
            "`.opsgen/requirements.txt` is as it was, `{line}`: CI gets opsgen from there; "
            "raise it yourself where that is another version",
            line=visible(line),
        )
        session.say(said)


COMMANDS = (migrate,)
