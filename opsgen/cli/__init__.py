"""The command line: arguments to calls. It alone prints, shows progress and ends with an exit code."""

import os

if "_OPSGEN_COMPLETE" in os.environ:  # a shell asks while somebody types: the commands take long to import
    from opsgen.cli.completing import main
else:
    from opsgen.cli.main import main

__all__ = ["main"]
