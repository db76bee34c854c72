"""The command line: arguments to calls. It alone prints, shows progress and ends with an exit code."""

from opsgen.cli.main import main

__all__ = ["main"]
