"""A folder of files as one portfolio: settings, people, projects, and what was wrong."""

from opsgen.portfolio.actuals import settle
from opsgen.portfolio.assembly import (
    Portfolio,
    assemble,
    files,
    misplaced,
    put_together,
    read,
    read_house,
    settled_with,
    sorted_out,
    spending_of,
    taken,
)
from opsgen.portfolio.house import House, LastGood, Whole
from opsgen.portfolio.layout import Layout, ProjectFiles, kinds_of
from opsgen.portfolio.reading import Contents, Reading, own_fields, read_project

__all__ = [
    "Contents",
    "House",
    "LastGood",
    "Layout",
    "Portfolio",
    "ProjectFiles",
    "Reading",
    "Whole",
    "assemble",
    "files",
    "kinds_of",
    "misplaced",
    "own_fields",
    "put_together",
    "read",
    "read_house",
    "read_project",
    "settle",
    "settled_with",
    "sorted_out",
    "spending_of",
    "taken",
]
