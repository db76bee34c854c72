"""`opsgen migrate`: the files of a workspace as this opsgen writes them."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

import click

from opsgen.calendar import today
from opsgen.cli.start import refuse, unwritable
from opsgen.cli.terminal import ERRORS, Session, stop
from opsgen.edit import put_all
from opsgen.edit.migrations import FORMAT, NotMigratedError, migrated
from opsgen.problem import visible
from opsgen.words import message, plural
from opsgen.workspace.renewal import from_elsewhere, renewed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Changed = Mapping[str, tuple[bytes, bytes]]


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
        click.echo("".join(_difference(changed)), nl=False)
    elif not only_check:
        _write(session, changed)
    _tell(session, data, machinery, written=not (dry_run or only_check))
    if only_check:
        stop(ERRORS)


def _found(session: Session) -> tuple[Changed, Changed]:
    """What changes of the data, and of `.opsgen/`."""
    settings = session.opened().house.settings
    try:
        data = migrated(session.root, today(settings.timezone))
        return data, renewed(session.root, settings.languages[0])
    except NotMigratedError as error:
        said = [visible(session.words.say(part)) for part in (error.message, error.hint) if part is not None]
        session.complain("\n".join(said), "bold red")
        stop(ERRORS)
    except NotADirectoryError as error:
        refuse(session, message("{file} is a symbolic link; nothing was written", file=str(error)))


def _write(session: Session, changed: Changed) -> None:
    try:
        for name in changed:
            (session.root / name).parent.mkdir(parents=True, exist_ok=True)
        put_all(
            {session.root / name: after for name, (_, after) in changed.items()},
            {session.root / name: before for name, (before, _) in changed.items() if before},
        )
    except OSError as error:
        refuse(session, unwritable(session.root, error))


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


def _difference(changed: Changed) -> Iterator[str]:
    for name, (before, after) in changed.items():
        old, new = (content.decode("utf-8-sig", "replace").splitlines() for content in (before, after))
        for line in difflib.unified_diff(old, new, visible(name), visible(name), lineterm=""):
            yield f"{visible(line)}\n"


COMMANDS = (migrate,)
