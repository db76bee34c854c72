"""opsgen verify: whether handouts are what the repository says."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from opsgen.build.verify import verify
from opsgen.cli.publish import can_print
from opsgen.cli.terminal import BROKEN, ERRORS, FINE, Session, stop
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from opsgen.build.verify import Finding


@click.command("verify")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE...",
)
@click.pass_obj
def verify_command(session: Session, files: Sequence[Path]) -> None:
    """Say whether handouts are what the repository says: each is printed again and compared.

    Exit code 0 where all of them are the same, in their bytes, or in their text where other versions print.
    """
    session.need_workspace()
    if not can_print(session):
        stop(BROKEN)
    holds = True
    for file in files:
        verdict = verify(session.root, file.read_bytes())
        holds &= verdict.holds
        session.say(message("{file}: {verdict}", file=str(file), verdict=_VERDICTS[verdict.finding]))
        for detail in verdict.details:
            session.say(message("  {detail}", detail=detail))
    stop(FINE if holds else ERRORS)


_VERDICTS: Mapping[Finding, Message] = {
    "same": message("the same, byte for byte"),
    "same-text": message("the same text"),
    "differs": message("not what the repository says"),
    "draft": message("cannot be verified"),
    "unknown-commit": message("cannot be verified"),
    "foreign": message("cannot be verified"),
    "unreadable": message("cannot be verified"),
    "failed": message("cannot be made again"),
}


COMMANDS = (verify_command,)
