"""A folder of files as one portfolio: settings, people, projects, and what was wrong."""

from opsgen.portfolio.assembly import (
    Portfolio,
    assemble,
    files,
    misplaced,
    read,
    read_house,
    sorted_out,
    taken,
)
from opsgen.portfolio.house import House, Whole
from opsgen.portfolio.reading import Reading, read_project

__all__ = [
    "House",
    "Portfolio",
    "Reading",
    "Whole",
    "assemble",
    "files",
    "misplaced",
    "read",
    "read_house",
    "read_project",
    "sorted_out",
    "taken",
]
