"""What a shell asks while somebody types: `_OPSGEN_COMPLETE=bash_complete opsgen`, answered in a moment.

The commands take long to import. So their outline is kept in the cache of the workspace, and made again where
the program is another; only names are looked up each time. Nothing is ever said but completions.
"""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    shell_complete,
    split_arg_string,
)

from opsgen.cache import Store, digest
from opsgen.cli import naming
from opsgen.cli.outline import command_of, outline_of
from opsgen.shipped import shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.cli.naming import Name
    from opsgen.cli.outline import Complete, Outline

VARIABLE = "_OPSGEN_COMPLETE"
_SAFE = re.compile(r"[\w.:=+@%,/-]*\Z")
"""What a shell takes for a word, and for nothing that it would run or open."""
_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' response completion type value
    response=$(COMP_LINE="$COMP_LINE" COMP_POINT="$COMP_POINT" COMP_WORDBREAKS="$COMP_WORDBREAKS" \\
%(complete_var)s=bash_complete "$1" 2>/dev/null)
    COMPREPLY=()
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        case $type in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain) COMPREPLY+=("$value") ;;
        esac
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""


class _Safe(ShellComplete):
    """Without completions that a shell could take for more than a word."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        found = super().get_completions(args, incomplete)
        return [one for one in found if one.type != "plain" or _SAFE.match(str(one.value))]


class Bash(_Safe, BashComplete):
    """Bash, which divides words at colons too: what is completed is the last part of such a word."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        """The whole words before the one that is being typed, and that one."""
        line = os.environ.get("COMP_LINE", "")
        line = line[: int(os.environ.get("COMP_POINT", len(line)))]
        words = split_arg_string(line)
        begun = words.pop() if words and not line[-1:].isspace() else ""
        return words[1:], begun

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        """The completions, each from the last colon on where bash divides there."""
        found = super().get_completions(args, incomplete)
        cut = len(incomplete.rpartition(":")[0]) + 1 if ":" in incomplete else 0
        if ":" not in os.environ.get("COMP_WORDBREAKS", ":"):
            cut = 0
        return [CompletionItem(str(one.value)[cut:], one.type, one.help) for one in found]

    def source(self) -> str:
        """The script, without a look at which bash is here: it may be for another."""
        return ShellComplete.source(self)


class Zsh(_Safe, ZshComplete):
    """Zsh."""


class Fish(_Safe, FishComplete):
    """Fish."""


SHELLS: dict[str, type[ShellComplete]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}


def main() -> None:
    """Answer the shell and exit; whatever goes wrong, there are no completions and no words about it."""
    code = 1
    with suppress(Exception):
        for shell in SHELLS.values():
            add_completion_class(shell)
        command = command_of(_outline(_folder()), _complete)
        code = shell_complete(command, {}, "opsgen", VARIABLE, os.environ[VARIABLE])
    sys.exit(code)


def script(shell: str) -> str:
    """What a shell has to read so that it completes the commands of opsgen."""
    return SHELLS[shell](click.Command("opsgen"), {}, "opsgen", VARIABLE).source()


def _typed() -> list[str]:
    """The words of the line that is being typed."""
    return split_arg_string(os.environ.get("COMP_LINE") or os.environ.get("COMP_WORDS", ""))


def _folder() -> Path:
    """The workspace: the folder here, or the one of `-C` in what was typed."""
    given = next((after for word, after in pairwise(_typed()) if word == "-C"), ".")
    return Path(given).expanduser()


def _outline(root: Path) -> Outline:
    """The commands, from the cache where they are the same as then."""
    if not (root / "projects").is_dir():
        return _made()
    key = digest(_program())
    with Store(root, "completion") as store:
        kept = store.get(key)
        if kept is not None:
            found: Outline = json.loads(kept)
            return found
        made = _made()
        store.put(key, json.dumps(made, ensure_ascii=False).encode())
    return made


def _made() -> Outline:
    """The commands as they are, which takes long."""
    from opsgen.cli.main import opsgen

    return outline_of(opsgen)


def _program() -> Iterator[bytes]:
    """What the commands are made of, by when it was changed."""
    schemas = (shipped("schemas") / f"{name}.schema.json" for name in ("project", "portfolio"))
    for path in (*sorted(Path(__file__).parent.rglob("*.py")), *schemas):
        state = path.stat()
        yield f"{path}\0{state.st_mtime_ns}\0{state.st_size}".encode()


def _complete(names: str) -> Complete:
    """What completes names of a kind."""

    def found(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem[str]]:
        with suppress(Exception):
            given = _names(_folder(), names, begun)
            return [CompletionItem(name, help=said or None) for name, said in given if name.startswith(begun)]
        return []

    return found


def _names(root: Path, names: str, begun: str) -> Iterator[Name]:
    """The names of a kind that there are in the workspace."""
    if names == "person":
        yield from naming.people_names(root)
    elif names == "project":
        yield from naming.project_names(root)
    elif names == "subject":
        yield from _subjects(root, begun)
    else:
        known = naming.projects(root)  # click knows no argument as long as an option waits for its value
        project = next((word for word in _typed() if word in known), "")
        yield from naming.list_names(root, project, names.partition(":")[2])


def _subjects(root: Path, begun: str) -> Iterator[Name]:
    """Projects, their items behind a colon, and people; items alone where something of them is typed."""
    project, colon, _ = begun.partition(":")
    if colon:
        yield from ((f"{project}:{name}", said) for name, said in naming.item_names(root, project))
        return
    yield from naming.project_names(root)
    if begun:
        yield from naming.people_names(root)
        yield from ((name, "") for name in naming.every_id(root))
