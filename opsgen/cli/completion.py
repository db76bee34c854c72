"""`opsgen completion`: what a shell has to read so that the tabulator completes commands and names."""

from __future__ import annotations

import click

from opsgen.cli.completing import SHELLS, script


@click.command()
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
def completion(shell: str) -> None:
    """Print what makes the tabulator complete commands, options and names in a shell.

    Bash: `eval "$(opsgen completion bash)"` in ~/.bashrc; zsh: the same in ~/.zshrc, with zsh; fish:
    `opsgen completion fish > ~/.config/fish/completions/opsgen.fish`.
    """
    click.echo(script(shell), nl=False)


COMMANDS = (completion,)
