"""A handout before it is rendered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from opsgen.views.edition import Edition
    from opsgen.views.registers.table import Table
    from opsgen.words import Message


@dataclass(frozen=True, slots=True)
class Report:
    """A handout to be: `context` gives what its template needs at each of its levels, roomy first.

    `project` is the project's id, empty for a report about all; `item` the id of what of it, or of the
    portfolio, it is about; `most_pages` is 0 where any number will do.
    """

    name: str
    project: str
    path: str
    title: str
    source: str
    author: str
    context: Callable[[int], Mapping[str, object]]
    levels: int = 1
    most_pages: int = 0
    item: str = ""
    about: str = ""
    """What of the project, or of the portfolio, it is about, in words."""
    table: Callable[[], Table | None] | None = None
    """What goes inside as a file for a spreadsheet, all of it."""
    when_named: bool = False
    """Whether it is made only where somebody names its project."""
    pages: tuple[str, ...] = ()
    """The pages of the site where a reader looks for it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of handout: its folder in `templates/reports/`, what it is called, and what there is one of.

    `make` gives the handouts of an edition.
    """

    name: str
    title: Message
    make: Callable[[Kind, Edition], Iterator[Report]]
