"""The commands in outline: what completion in a shell has to know, and nothing that takes long to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem[str]]]

Outline = dict[str, Any]


def outline_of(command: click.Command) -> Outline:
    """A command and all below it as plain data."""
    made: Outline = {"name": command.name, "help": command.get_short_help_str()}
    made["params"] = [_parameter(one) for one in command.params]
    if isinstance(command, click.Group):
        made["commands"] = [outline_of(child) for child in command.commands.values()]
    return made


def _parameter(of: click.Parameter) -> Outline:
    kind = of.type
    made: Outline = {
        "name": of.name,
        "opts": [*of.opts],
        "off": [*of.secondary_opts],
        "multiple": of.multiple,
        "nargs": of.nargs,
        "names": getattr(of, "names", _named(of)),
    }
    if isinstance(kind, click.Choice):
        made["choices"] = [str(word) for word in kind.choices]
    if choices := getattr(of, "choices", ()):
        made["choices"] = [*choices]
    if isinstance(kind, click.Path):
        made["path"] = "dir" if kind.dir_okay and not kind.file_okay else "file"
    if isinstance(of, click.Option):
        made |= {"flag": of.is_flag, "count": of.count, "help": getattr(of, "about", of.help) or ""}
    return made


def _named(of: click.Parameter) -> str:
    """What kind of names it takes, by what its help calls them."""
    words = {*(of.metavar or of.name or "").upper().strip("[].").split("|")}
    if words == {"PROJECT"}:
        return "project"
    if words == {"PERSON"}:
        return "person"
    return "subject" if isinstance(of, click.Argument) and words & {"ITEM", "ID", "OLD"} else ""


def command_of(outline: Outline, complete: Callable[[str], Complete]) -> click.Command:
    """A command that does nothing but completes as the one of the outline; names by `complete`."""
    params = [_restored(one, complete) for one in outline["params"]]
    if "commands" not in outline:
        return click.Command(outline["name"], params=params, help=outline["help"])
    children = {one["name"]: command_of(one, complete) for one in outline["commands"]}
    return click.Group(outline["name"], commands=children, params=params, help=outline["help"])


def _restored(one: Outline, complete: Callable[[str], Complete]) -> click.Parameter:
    kind: click.ParamType[Any] = click.STRING
    if "choices" in one:
        kind = click.Choice(one["choices"])
    elif "path" in one:
        kind = click.Path(dir_okay=True, file_okay=one["path"] == "file")
    names = complete(one["names"]) if one["names"] else None
    if "flag" not in one:
        return click.Argument(
            [one["name"]], type=kind, nargs=one["nargs"], required=False, shell_complete=names
        )
    if one["flag"]:
        return click.Option(_declared(one), is_flag=True, help=one["help"])
    return click.Option(
        _declared(one), type=kind, multiple=one["multiple"], help=one["help"], shell_complete=names
    )


def _declared(one: Outline) -> Sequence[str]:
    if one["off"]:
        return [f"{one['opts'][0]}/{one['off'][0]}", one["name"]]
    return [*one["opts"], one["name"]]
