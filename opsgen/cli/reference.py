"""Commands that print what opsgen knows: explain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.text import Text

from opsgen.cli.prose import WIDEST, paragraph
from opsgen.explain import GROUPS, Explanation, explanations
from opsgen.schema.suggest import suggest
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.cli.terminal import Session


@click.command()
@click.argument("code", required=False)
@click.pass_obj
def explain(session: Session, code: str | None) -> None:
    """Explain a finding: what it means, why it matters, and an example with the repair.

    CODE is what stands in square brackets behind "error" or "warning". Without it all codes are listed.
    """
    known = explanations()
    if code is None:
        _print_list(session)
    elif code in known:
        _print_explanation(session, known[code])
    else:
        raise click.UsageError(_no_such_code(session, code))


def _print_explanation(session: Session, explained: Explanation) -> None:
    say, width = session.words, session.console.width
    severity = say.gettext(explained.severity)
    session.console.print(Text.assemble((explained.code, "bold"), (f"  {severity}", "dim")))
    for text in explained.prose:
        session.console.print()
        session.console.print(paragraph(say.gettext(text), width))
    session.console.print()
    for line in explained.example_in(say).split("\n"):
        shown = Text(f"    {line}")
        shown.highlight_regex(r"(?:^|\s)# .*$", "dim")
        session.console.print(shown)


def _print_list(session: Session) -> None:
    """All codes by group, each with the sentence that says what is wrong."""
    say = session.words
    width = min(session.console.width, WIDEST)
    longest = max(len(code) for code in explanations())
    for group in GROUPS:
        session.console.print(Text(say.say(group.title), "bold"))
        for explained in group.explanations:
            line = Text(f"  {explained.code:{longest}}  ")
            indent = " " * len(line)
            session.console.print(line + paragraph(say.gettext(explained.prose[0]), width, indent))
        session.console.print()
    session.say(message("`opsgen explain CODE` explains one of them"))


def _no_such_code(session: Session, code: str) -> str:
    say = session.words
    said = say.say(message("there is no finding `{code}`", code=code))
    meant = suggest(code, explanations())
    hint = (
        message("did you mean `{key}`?", key=meant)
        if meant
        else message("`opsgen explain` lists all of them")
    )
    return f"{said}\n{say.say(hint)}"


COMMANDS = (explain,)
