"""The demonstration as a history: what is shipped is its last state, the others are undone from it."""

from opsgen.demonstration.shelf import demonstration, demonstration_files, sources
from opsgen.demonstration.story import StoryError, commits

__all__ = ["StoryError", "commits", "demonstration", "demonstration_files", "sources"]
