"""Options that several commands take."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from opsgen.schema.values import plain_date

if TYPE_CHECKING:
    from opsgen.cli.terminal import Session


class Day(click.ParamType[date]):
    """A date, YYYY-MM-DD; or `today`, for scripts that have no clock in the portfolio's time zone."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date.

        Raises:
            click.BadParameter: when the text is none.
        """
        if isinstance(value, date):
            return value
        if value == "today" and ctx is not None:
            session: Session = ctx.obj
            return session.today()
        try:
            return plain_date(value)
        except ValueError:
            self.fail(f"{value!r} (YYYY-MM-DD)", param, ctx)


class Address(click.ParamType[str]):
    """An address to serve at, HOST:PORT."""

    name = "address"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The address as it was written.

        Raises:
            click.BadParameter: when the host or a port that exists is missing.
        """
        host, _, port = str(value).rpartition(":")
        if not (host and re.fullmatch("[0-9]{1,5}", port) and 0 < int(port) < 65536):
            self.fail(f"{value!r} (127.0.0.1:8000)", param, ctx)
        return str(value)


as_of = click.option(
    "--as-of", type=Day(), metavar="DATE", help="Status date, YYYY-MM-DD; today where it is missing."
)
at = click.option(
    "--at",
    metavar="REF|DATE",
    help="The past as it was: a branch, tag or commit exactly, or a day with all that was measured by then.",
)
against = click.option(
    "--against",
    metavar="REF|DATE",
    help="Show the plan beside that of a baseline, tag, commit or day, instead of the original one.",
)
changed_since = click.option(
    "--changed-since",
    metavar="REVISION",
    help="Show only what the changes since a branch, tag or commit bring; "
    "references are checked over all files.",
)
strict = click.option("--strict", is_flag=True, help="Warnings count as errors.")
require_history = click.option(
    "--require-history", is_flag=True, help="A history that is not whole is an error."
)
audience = click.option(
    "--audience",
    type=click.Choice(["public", "internal", "board"]),
    default="internal",
    show_default=True,
    help="Who will read it: what this audience may not see is left out.",
)
