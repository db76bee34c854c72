"""Completion in a real bash, and what it may never do."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from opsgen.cli.completing import SHELLS, VARIABLE, script
from opsgen.cli.main import opsgen
from opsgen.cli.outline import command_of, outline_of
from tests.seat import seated

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).parent.parent
PROJECT = """\
title: Spring
risks: [{id: R1, title: Late}, {id: R2, title: "Lost, all"}]
milestones:
  - id: M1
    title: Begun
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("completion")
    (made / "projects" / "双十一").mkdir(parents=True)
    (made / "projects" / "$(touch hit)").mkdir()
    (made / "projects" / "spring-sale.yaml").write_text(PROJECT, encoding="utf-8")
    (made / "projects" / "双十一" / "project.yaml").write_text("id: double\ntitle: [\n", encoding="utf-8")
    (made / "projects" / "$(touch hit)" / "project.yaml").write_text("title: x\n", encoding="utf-8")
    people = (
        "people:\n  - {id: wangfang, name: 王芳}\n  - {id: li-qiang, name: 李强}\n  - {id: $(x), name: x}\n"
    )
    (made / "projects" / "people.yaml").write_text(people, encoding="utf-8")
    own = made / "bin"
    own.mkdir()
    (own / "opsgen").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m opsgen "$@"\n', encoding="utf-8")
    (own / "opsgen").chmod(0o755)
    (made / "rc").write_text(f"PS1='> '\n{script('bash')}", encoding="utf-8")
    return made


def answered(root: Path, line: str, **environment: str) -> list[str]:
    """What the program answers to bash."""
    asked = {VARIABLE: "bash_complete", "COMP_LINE": line, "COMP_POINT": str(len(line))}
    done = subprocess.run(
        [sys.executable, "-m", "opsgen"],
        env={**os.environ, "PYTHONPATH": str(TOP), **asked, "COMP_WORDBREAKS": ":=", **environment},
        cwd=root,
        capture_output=True,
        check=False,
    )
    assert done.stderr == b""
    return [said.partition(",")[2] for said in done.stdout.decode().splitlines() if said]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("opsgen new le", ["lesson"]),
        ("opsgen new risk ", ["double", "spring-sale"]),
        ("opsgen log sp", ["spring-sale"]),
        ("opsgen log spring-sale:R", ["R1", "R2"]),
        ("opsgen log R", ["R1", "R2"]),
        ("opsgen log wang", ["wangfang"]),
        ("opsgen new risk spring-sale --owner ", ["wangfang", "li-qiang"]),
        ("opsgen new risk spring-sale --owner=l", ["li-qiang"]),
        ("opsgen new risk spring-sale --affects ", []),
        ("opsgen new issue spring-sale --from-risk R", ["R1", "R2"]),
        ("opsgen new milestone spring-sale --type k", ["key"]),
        ("opsgen new risk spring-sale --proba", ["--probability"]),
        ("opsgen new risk nowhere --actions ", []),
        ("opsgen completion f", ["fish"]),
        ("opsgen new risk 'spr", ["spring-sale"]),
        ('opsgen log "', ["double", "spring-sale"]),
    ],
)
def test_answers(root: Path, line: str, found: list[str]) -> None:
    assert answered(root, line) == found


def test_nothing_is_said_where_nothing_is_there(tmp_path: Path, root: Path) -> None:
    assert answered(tmp_path, "opsgen new risk ") == []
    assert answered(root, f"opsgen -C {tmp_path} log ") == []
    assert answered(tmp_path, f"opsgen -C {root} log sp") == ["spring-sale"]
    assert answered(root, "opsgen log ", COMP_POINT="x") == []
    assert answered(root, "", **{VARIABLE: "nonsense"}) == []


def test_a_real_bash_completes(root: Path) -> None:
    bash = shutil.which("bash")
    assert bash
    path = f"{root / 'bin'}:{os.environ['PATH']}"
    command = [bash, "--noprofile", "--rcfile", str(root / "rc"), "-i"]
    with seated(command, root, PYTHONPATH=str(TOP), PATH=path, LC_ALL="C.UTF-8") as seat:
        seat.answer("> ", "opsgen new ris\tspr\t--own\tw\t")
        seat.see("> opsgen new risk spring-sale --owner wangfang")
        seat.type("\x15opsgen log spring-sale:M\t")
        seat.see("> opsgen log spring-sale:M1")
        seat.type("\x15opsgen log sp\t#")
        seat.see("> opsgen log spring-sale #")
        seat.type("\x15opsgen log d\x1b[D\x1b[C\t#")
        seat.see("> opsgen log double #")
        seat.type("\x15exit\r")
        assert seat.end() == 0
    assert not (root / "hit").exists()


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_has_its_script(shell: str) -> None:
    assert f"{VARIABLE}={shell}_complete" in script(shell)


def test_the_outline_holds_every_command_and_option() -> None:
    made = command_of(json.loads(json.dumps(outline_of(opsgen))), lambda _: lambda *_: [])
    assert list(every(made, "opsgen")) == list(every(opsgen, "opsgen"))


def every(command: click.Command, name: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in command.params:
        yield name, (*one.opts, *one.secondary_opts)
    if isinstance(command, click.Group):
        for child in command.commands.values():
            yield from every(child, f"{name} {child.name}")
