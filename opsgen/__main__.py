"""`python -m opsgen` is the `opsgen` command."""

from opsgen.cli import main

main()
