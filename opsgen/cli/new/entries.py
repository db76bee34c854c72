"""`opsgen new risk` and the like: one entry more in a list of a project, by options or by questions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from opsgen.cli.new.adding import add, shown
from opsgen.cli.new.asking import agreed
from opsgen.cli.new.fields import fields_of, lists
from opsgen.cli.new.ground import ground
from opsgen.cli.new.kinds import KINDS
from opsgen.cli.new.making import Making
from opsgen.cli.terminal import Session
from opsgen.problem import visible
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.cli.new.fields import Field
    from opsgen.cli.new.kinds import Kind


class FieldOption(click.Option):
    """The option for a field; the schema says what it is for."""

    def __init__(self, field: Field) -> None:
        super().__init__([field.flag, field.key], multiple=field.several, metavar=_metavar(field))
        self.field = field

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that can be chosen."""
        return tuple(self.field.choices) or (("true", "false") if "boolean" in self.field.types else ())

    @property
    def names(self) -> str:
        """Whose names complete it."""
        kind = self.field.refers[0] if self.field.refers else ""
        return kind if kind in ("", "person", "project") else f"items:{lists()[kind]}"

    @property
    def about(self) -> str:
        """What completion says of it, where the language is not known."""
        return self.told("en")

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """The option with what the schema says of its field, in the language of the session."""
        lang = ctx.obj.lang if isinstance(ctx.obj, Session) else "en"
        record = super().get_help_record(ctx)
        told = self.told(lang)
        return (record[0], told) if record else None

    def told(self, lang: str) -> str:
        """What the schema says of the field."""
        about = self.field.about(lang)
        said = self.field.label(lang)
        return f"{said}{'：' if lang == 'zh' else ': '}{about}" if about else said


def _metavar(field: Field) -> str:
    if field.choices:
        return f"[{'|'.join(field.choices)}]"
    if field.is_day:
        return "DATE"
    if field.refers:
        return "PERSON" if field.refers == ("person",) else "ID"
    if "boolean" in field.types:
        return "[true|false]"
    return "NUMBER" if field.types & {"integer", "number"} else "TEXT"


def command(kind: Kind) -> click.Command:
    """The command that adds such an entry."""

    def run(
        session: Session, project_id: str, own_id: str, others: tuple[str, ...], printed: bool, **given: Any
    ) -> None:
        session.need_workspace()
        making = Making(session, kind, ground(session, project_id, kind.name))
        entry = making.entry(own_id, given, others)
        shown(session, entry)
        if printed:
            return
        if making.asked:
            file = visible(making.of.file)
            if not agreed(session.words.say(message("Write it to {file}?", file=file))):
                session.say(message("Nothing was written."))
                return
        add(session, making.of, entry)

    params = [
        click.Argument(["project_id"], metavar="PROJECT"),
        *map(FieldOption, fields_of(kind.entity)),
        click.Option(
            ["--id", "own_id"], default="", metavar="NEW", help="Its id; the next free one if missing."
        ),
        click.Option(
            ["--set", "others"],
            multiple=True,
            metavar="FIELD=VALUE",
            help="Any other field, such as one of the team's own; VALUE is YAML.",
        ),
        click.Option(["--print", "printed"], is_flag=True, help="Print it; nothing is written."),
    ]
    return click.Command(kind.entity, callback=click.pass_obj(run), params=params, help=kind.help)


COMMANDS = tuple(map(command, KINDS))
