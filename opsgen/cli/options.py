"""Options that several commands take."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from opsgen.schema.values import plain_date


class Day(click.ParamType[date]):
    """A date, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The date.

        Raises:
            click.BadParameter: when the text is none.
        """
        if isinstance(value, date):
            return value
        try:
            return plain_date(value)
        except ValueError:
            self.fail(f"{value!r} (YYYY-MM-DD)", param, ctx)


as_of = click.option(
    "--as-of", type=Day(), metavar="DATE", help="Status date, YYYY-MM-DD; today where it is missing."
)
strict = click.option("--strict", is_flag=True, help="Warnings count as errors.")
audience = click.option(
    "--audience",
    type=click.Choice(["public", "internal", "board"]),
    default="internal",
    show_default=True,
    help="Who will read it: what this audience may not see is left out.",
)
