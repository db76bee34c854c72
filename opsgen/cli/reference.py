"""Commands that print what opsgen knows: explain, schema."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click
from rich.text import Text

from opsgen import schema
from opsgen.cli.formats import as_json
from opsgen.cli.frame import STYLES
from opsgen.cli.prose import WIDEST, paragraph
from opsgen.explain import GROUPS, Explanation, explanations
from opsgen.portfolio import own_fields
from opsgen.schema.listing import field_list
from opsgen.schema.output import OUTPUTS, output_schema
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
    session.console.print(
        Text.assemble((explained.code, "bold"), "  ", (severity, STYLES[explained.severity]))
    )
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


@click.command("schema")
@click.argument("kind", default="")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "md"]),
    default="json",
    show_default=True,
    help="A JSON Schema for editors and programs, or a list of all fields to print.",
)
@click.pass_obj
def show_schema(session: Session, kind: str, form: str) -> None:
    """Print what may be written: every field with its meaning, its values and an example.

    KIND is project, portfolio, people, update, meeting, retrospective, or a list: actions, adjustments,
    allocations, assumptions, benefits, budget, communications, conflicts, decisions, deliverables,
    dependencies, equipment, feedback, goals, issues, lessons, measurements, meetings, metrics, milestones,
    phases, raci, research, retrospectives, risks, stakeholders, tasks, training, updates, vendors. Without
    it json gives the schema of a project, and md the fields of all files. check-output, diff-output,
    log-output, baseline-output, update-output and status-output are what these commands print as JSON,
    register-output and portfolio-output what the data files of a site hold, extra what
    `projects/extra.schema.json` may say. Where a workspace has that file, the fields in it are among the
    others.

    With --lang zh titles and descriptions are Chinese.
    """
    try:
        if form == "md":
            shown = field_list(session.lang, kind, own_fields(session.root)).encode()
        else:
            shown = _json_schema(session, kind)
    except KeyError:
        known = (*schema.kinds(), *OUTPUTS, schema.OF_THE_TEAM) if form == "json" else schema.kinds()
        said = message("there is no schema `{id}`; there are: {ids}", id=kind, ids=known)
        raise click.UsageError(session.words.say(said)) from None
    click.echo(shown.rstrip(b"\n"))


def _json_schema(session: Session, kind: str) -> bytes:
    if kind in OUTPUTS:
        return output_schema(OUTPUTS[kind]).encode()
    made = schema.merged(kind or "project", own_fields(session.root))
    chinese = session.lang_given and session.lang == "zh"
    return as_json(schema.translated(made) if chinese else made)


COMMANDS = (explain, show_schema)
