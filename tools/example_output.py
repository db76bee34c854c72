"""Run the examples of the manual and write down what opsgen says to them.

A block of code with a title such as `projects/gift.yaml` is a file. A block of text with a title such as
`opsgen check --as-of 2026-11-09` is what that command prints for the files above it in its section: this
script writes it. Files that the example leaves out are filled in: a project, or the header of one.
A page that is to be followed from top to bottom, such as the tutorial, is run as `tools/walk.py` says.

Usage: python tools/example_output.py [--check]
"""

from __future__ import annotations

import re
import shlex
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from click.testing import CliRunner

from opsgen.cli.main import opsgen
from tools.walk import is_walked, walked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

DOCS = Path(__file__).parent.parent / "docs"
HEADER = """title: Member gift
owner: Wang Fang
start: 2026-07-01
finish: 2027-06-30
"""
MILESTONE = """milestones:
  - {id: M99, title: Gift in all shops, forecast: 2027-06-30}
"""
_BLOCK = re.compile(r'^```(?P<kind>\w+)(?: title="(?P<title>[^"]+)")?\n(?P<body>.*?)^```$', re.M | re.S)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, its title (empty without one), its text, and where that stands."""

    kind: str
    title: str
    body: str
    start: int
    end: int

    @property
    def is_output(self) -> bool:
        """Whether this is what a command prints."""
        return self.kind == "text" and self.title.startswith("opsgen ")

    @property
    def is_file(self) -> bool:
        """Whether this is a file of the workspace."""
        return self.title.startswith("projects/")


def blocks(markdown: str) -> Iterator[Block]:
    """The fenced blocks of a page."""
    for found in _BLOCK.finditer(markdown):
        yield Block(found["kind"], found["title"] or "", found["body"], *found.span("body"))


def renewed(markdown: str, lang: str) -> str:
    """The page with the output of today."""
    if is_walked(markdown):
        return walked(markdown, lang)
    return "".join(renewed_section(section, lang) for section in sections(markdown))


def sections(markdown: str) -> list[str]:
    """The page cut before each of its headings."""
    return re.split(r"(?m)^(?=##+ )", markdown)


def renewed_section(markdown: str, lang: str) -> str:
    parts, done, files = [], 0, dict[str, str]()
    for block in blocks(markdown):
        if block.is_file:
            files[block.title] = block.body
        elif block.is_output:
            parts += [markdown[done : block.start], output(block.title, files, lang)]
            done, files = block.end, {}
    return "".join(parts) + markdown[done:]


def output(command: str, files: Mapping[str, str], lang: str) -> str:
    """What a command prints for these files: findings, else its last words; without spaces at line ends."""
    with tempfile.TemporaryDirectory() as folder:
        lay_down(Path(folder), files)
        for quiet in (["-q"], []):
            arguments = ["-C", folder, "--lang", lang, *quiet, *shlex.split(command)[1:]]
            said = CliRunner(env={"COLUMNS": "110", "TERM": "dumb"}).invoke(opsgen, arguments).stdout
            if said.strip():
                break
    return "\n".join(line.rstrip() for line in said.strip().splitlines()) + "\n"


def lay_down(root: Path, files: Mapping[str, str]) -> None:
    """Write the files of an example, and a project where they have none."""
    whole = dict(files)
    folders = {name.split("/")[1] for name in files if name.count("/") > 1} - {"meetings"}
    for folder in folders:
        own = "" if f"projects/{folder}/milestones.yaml" in files else MILESTONE
        whole.setdefault(f"projects/{folder}/project.yaml", HEADER + own)
    if not folders and set(files) <= {"projects/portfolio.yaml", "projects/people.yaml"}:
        whole["projects/gift.yaml"] = HEADER + MILESTONE
    for name, text in whole.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def main() -> None:
    """Write the pages, or with --check say which are stale."""
    stale = []
    for path in sorted(DOCS.glob("*/manual/*.md")):
        old = path.read_text("utf-8")
        new = renewed(old, path.parts[-3])
        if new != old:
            stale.append(str(path))
            if "--check" not in sys.argv:
                path.write_text(new, encoding="utf-8")
    if stale and "--check" in sys.argv:
        raise SystemExit(f"stale: {', '.join(stale)}; run python tools/example_output.py")


if __name__ == "__main__":
    main()
