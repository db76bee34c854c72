"""Findings on a real terminal, seen by an emulator: what stands above the carets, in which colour."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyte
import pytest

DATA = Path(__file__).parent / "data"
TOP = Path(__file__).parent.parent
ROWS = 1500
SETTINGS = {"NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"}
LONG = "很长的一句话，" * 40

WORKSPACE = f"""title: 会员礼包\u200b
owner: 王芳
start: 2026/7/1
finish: 2026-12-31
notes: {LONG}
nonsense: {LONG}
milestones:
  - {{id: M1, title: {LONG[:70]}, 最新预计: 2026-09-20}}
"""


def opsgen(root: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "opsgen", "-C", str(root), *arguments, "--as-of", "2026-11-22"]


def on_a_terminal(command: list[str], columns: int, **environment: str) -> pyte.Screen:
    """The screen of a terminal that is `columns` wide, when the command has ended."""
    ours, theirs = os.openpty()
    own = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    environment = {**own, "TERM": "xterm-256color", "PYTHONPATH": str(TOP), **environment}
    sized = ["stty", "cols", str(columns), "rows", "50"]
    subprocess.run(sized, stdin=theirs, check=True)
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment):
        os.close(theirs)
        screen = pyte.Screen(columns, ROWS)
        stream = pyte.ByteStream(screen)
        while written := _read(ours):
            stream.feed(written)
    os.close(ours)
    return screen


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 1 << 16)
    except OSError:  # how Linux says that nobody writes any more
        return b""


def marked(screen: pyte.Screen) -> list[tuple[str, str]]:
    """What stands above each row of carets, and the carets' colour."""
    found = []
    for y in range(1, ROWS):
        row = screen.buffer[y]
        under = [x for x in range(screen.columns) if row[x].data == "^" and row[x].bold]
        if under:
            above = "".join(screen.buffer[y - 1][x].data for x in under)
            found.append((above, row[under[0]].fg))
    return found


def expected(root: Path) -> list[tuple[str, str]]:
    """The same, by the places of the findings and the files."""
    done = subprocess.run(
        opsgen(root, "check", "--format", "json"), capture_output=True, check=False, cwd=TOP
    )
    return [
        (_text(root, found), {"error": "red", "warning": "brown", "info": "blue"}[found["severity"]])
        for found in json.loads(done.stdout)["findings"]
        if (found["end_line"], found["end_column"]) != (1, 1)
    ]


def _text(root: Path, found: dict[str, Any]) -> str:
    line = (root / found["file"]).read_text(encoding="utf-8").split("\n")[found["line"] - 1]
    one_line = found["end_line"] == found["line"]
    return line[found["column"] - 1 : found["end_column"] - 1 if one_line else found["column"]]


@pytest.mark.parametrize("columns", [60, 100, 160])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_carets_stand_under_the_place_on_a_terminal(tmp_path: Path, lang: str, columns: int) -> None:
    shutil.copytree(DATA / "broken", tmp_path, dirs_exist_ok=True)
    (tmp_path / "projects" / "long.yaml").write_text(WORKSPACE, encoding="utf-8")
    seen = marked(on_a_terminal(opsgen(tmp_path, "--lang", lang, "check"), columns))
    wanted = expected(tmp_path)
    assert len(seen) == len(wanted) > 35
    for (above, colour), (text, wanted_colour) in zip(seen, wanted, strict=True):
        assert colour == wanted_colour
        shown = above.rstrip(" …")
        assert text.replace("\u200b", "\\u200b").startswith(shown)
        assert shown or not text.strip()


def test_a_terminal_without_colours(tmp_path: Path) -> None:
    screen = on_a_terminal(opsgen(DATA / "broken", "--lang", "en", "check"), 100, NO_COLOR="1")
    assert {row[x].fg for row in screen.buffer.values() for x in range(100)} == {"default"}
