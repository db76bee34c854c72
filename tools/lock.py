"""Write the lock files anew: `.venv/bin/python tools/lock.py [--upgrade]`. Needs uv on PATH.

One resolution for every system and Python >= 3.11, with the hashes of all files, without names of indexes or
hosts, so that uv and pip install the same bytes from whichever mirror a machine is set up for.
"""

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
HEADER = "# Written by tools/lock.py; do not edit.\n"
COMPILE = ("uv", "pip", "compile", "--quiet", "--universal", "--generate-hashes", "--no-header")
LEAST_PYTHON = ("--python-version", "3.11")
PROJECT_LOCKS = {
    "requirements.lock": ("pyproject.toml",),
    "requirements-build.lock": ("--group", "build"),
    "requirements-dev.lock": ("pyproject.toml", "--group", "dev"),
}
INSTALLER_LOCK = "requirements-uv.lock"
INSTALLER = "uv>=0.9,<1\n"


def lock(name: str, *arguments: str) -> None:
    """Writes one lock file; without --upgrade what it pins already stays."""
    command = [*COMPILE, *LEAST_PYTHON, "--output-file", name, *arguments]
    subprocess.run(command, cwd=TOP, input=INSTALLER, text=True, check=True)
    path = TOP / name
    path.write_text(HEADER + path.read_text(encoding="utf-8"), encoding="utf-8")


def main(options: list[str]) -> int:
    """Exit code 0 when every lock file is written, each in agreement with the ones before it."""
    agree: list[str] = []
    for name, sources in PROJECT_LOCKS.items():
        lock(name, *options, *sources, *agree)
        agree += ["--constraint", name]
    lock(INSTALLER_LOCK, *options, "-")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
