"""A folder of files as one portfolio: settings, people, projects, and what was wrong."""

from opsgen.portfolio.assembly import Portfolio, assemble, read

__all__ = ["Portfolio", "assemble", "read"]
