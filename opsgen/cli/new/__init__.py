"""`opsgen new`: files that somebody begins with, drafts of what a lead will write, entries of lists."""

from __future__ import annotations

import click

from opsgen.cli.new import entries, files, update


@click.group()
def new() -> None:
    """Make a new file with every usual field and a comment behind each, or add an entry to a list."""


for command in (*files.COMMANDS, *update.COMMANDS, *entries.COMMANDS):
    new.add_command(command)

COMMANDS = (new,)
