"""`opsgen report`: the weekly or monthly report as a message for chat tools."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from opsgen.build.handouts import renderers
from opsgen.build.showing import Showing
from opsgen.cli import options
from opsgen.cli.moments import against_of, moment_of
from opsgen.cli.terminal import ERRORS, Session, status_date, stop
from opsgen.views.handouts.chat import chat
from opsgen.views.handouts.periods import told
from opsgen.words import message

if TYPE_CHECKING:
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.drafts.chat import Form
    from opsgen.portfolio import Portfolio
    from opsgen.views import Audience, Edition
    from opsgen.views.handouts.periods import Often


@click.command("report")
@click.argument("often", type=click.Choice(["weekly", "monthly"]), metavar="weekly|monthly")
@click.argument("project_id", metavar="[PROJECT]", default="")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="As plain text, or with the marks of chat tools.",
)
@options.as_of
@options.at
@options.against
@options.audience
@click.pass_obj
def report_command(
    session: Session,
    often: Often,
    project_id: str,
    form: Form,
    as_of: date | None,
    at: str | None,
    against: str | None,
    audience: Audience,
) -> None:
    """Print the weekly or monthly report for a chat tool; without PROJECT that of all projects.

    As a handout it is printed by `opsgen pdf --report weekly-report` or `monthly-report`.
    """
    moment = moment_of(session, at, as_of)
    beside = against_of(session, against, moment)
    judged = session.judged(moment)
    portfolio = judged.portfolio
    day = status_date(portfolio.settings, as_of, moment)
    if broken := [one for one in judged.findings(day) if one.severity == "error"]:
        session.print_problems(broken)
        stop(ERRORS)
    showing = Showing((session.lang,), day, audience, moment, beside)
    (renderer,) = renderers(session.root, portfolio, showing)
    edition = renderer.edition
    only = _named(session, portfolio, edition, project_id) if project_id else None
    _mind(session, edition, only)
    click.echo(chat(told(edition, often, only), edition, only, form), nl=False)


def _named(session: Session, portfolio: Portfolio, edition: Edition, name: str) -> Assessment:
    """The project of this name.

    Raises:
        click.UsageError: where there is none, or none that this audience may see.
    """
    project = portfolio.project(name)
    if project is None:
        ids = tuple(one.id for one in portfolio.projects)
        text = message("there is no project `{id}`; there are: {ids}", id=name, ids=ids)
        raise click.UsageError(session.words.say(text))
    for assessment in edition.assessments:
        if assessment.project.id == project.id:
            return assessment
    text = message("`{id}` is not for the audience `{audience}`", id=name, audience=edition.audience)
    raise click.UsageError(session.words.say(text))


def _mind(session: Session, edition: Edition, only: Assessment | None) -> None:
    """Whoever passes it on has to know where not everybody may read it."""
    about = (only,) if only else edition.assessments
    for one in about:
        if one.project.confidentiality == "restricted":
            text = message("`{id}` is restricted: mind who reads this", id=one.project.id)
            session.complain(session.words.say(text), "yellow")


COMMANDS = (report_command,)
