"""The hooks for pre-commit, run by pre-commit itself in a scratch repository."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from repository import GIT, Repository

from opsgen.workspace import new_workspace
from tests.new_workspaces import BROKEN, VALUES

HERE = Path(__file__).resolve().parent.parent
HOOKS = HERE / ".pre-commit-hooks.yaml"
INSTALLED = VALUES | {"package": ".opsgen/opsgen-0.1.0-py3-none-any.whl"}


def hooks(config: str) -> list[dict[str, object]]:
    (repo,) = yaml.safe_load(config)["repos"]
    return list(repo["hooks"])


def pre_commit(*arguments: str, folder: Path = HERE, **settings: str) -> subprocess.CompletedProcess[str]:
    line = (sys.executable, "-m", "pre_commit", *arguments)
    environment = {**os.environ, **settings}
    return subprocess.run(
        line, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


class Scratch(Repository):
    """A workspace whose hook is installed, with the opsgen of these tests on the path."""

    def __init__(self, top: Path) -> None:
        super().__init__(top / "plans", "-b", "main")
        self.settings = {
            "PRE_COMMIT_HOME": str(top / "home"),
            "PATH": f"{top / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(HERE),
        }
        command = top / "bin" / "opsgen"
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -m opsgen "$@"\n', encoding="utf-8")
        command.chmod(0o755)
        for name, text in new_workspace("en", INSTALLED).items():
            self.write(name, text)
        self.commit()
        done = pre_commit("install", folder=self.path, **self.settings)
        assert done.returncode == 0, done.stderr

    def tried(self) -> subprocess.CompletedProcess[str]:
        """What comes of `git commit` as somebody types it."""
        self.git("add", "-A")
        line = (GIT, "-c", "user.name=Wang", "-c", "user.email=w@example.com", "commit", "-m", "change")
        environment = {**os.environ, **self.settings}
        return subprocess.run(
            line,
            cwd=self.path,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture
def scratch(tmp_path: Path) -> Scratch:
    return Scratch(tmp_path)


def test_pre_commit_takes_the_files(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    for package in ("opsgen==0.1.0", INSTALLED["package"], "opsgen @ git+https://example.com/opsgen@0123abc"):
        text = new_workspace("zh", VALUES | {"languages": "zh", "package": package})
        config.write_text(text[".pre-commit-config.yaml"], encoding="utf-8")
        assert pre_commit("validate-config", str(config)).returncode == 0
    assert pre_commit("validate-manifest", str(HOOKS)).returncode == 0


@pytest.mark.parametrize(
    ("package", "language", "brought"),
    [
        ("opsgen==0.1.0", "python", ["opsgen==0.1.0"]),
        ("opsgen @ git+https://x.example/o@1", "python", ["opsgen @ git+https://x.example/o@1"]),
        ("https://x.example/opsgen-0.1.0-py3-none-any.whl", "python", None),
        (INSTALLED["package"], "system", None),
        ("./wheels/opsgen-0.1.0-py3-none-any.whl", "system", None),
    ],
)
def test_where_a_hook_gets_opsgen(package: str, language: str, brought: list[str] | None) -> None:
    """pre-commit installs in a folder of its own, where a file of the workspace is not found."""
    made = hooks(new_workspace("en", VALUES | {"package": package})[".pre-commit-config.yaml"])
    assert {hook["language"] for hook in made} == {language}
    for hook in made:
        assert (hook.get("additional_dependencies") == [package]) == (language == "python")
        assert brought is None or hook["additional_dependencies"] == brought


def test_a_commit_with_an_error_is_refused(scratch: Scratch) -> None:
    before = scratch.head()
    scratch.write("projects/second.yaml", BROKEN)
    refused = scratch.tried()
    assert refused.returncode == 1, refused.stderr
    assert "projects/second.yaml:1" in refused.stderr
    assert scratch.head() == before
    scratch.git("rm", "-q", "--cached", "projects/second.yaml")
    (scratch.path / "projects/second.yaml").unlink()
    first = (scratch.path / "projects/first.yaml").read_text(encoding="utf-8")
    scratch.write("projects/first.yaml", first.replace("forecast: 2026-12-23", "forecast: 2026-12-30"))
    taken = scratch.tried()
    assert taken.returncode == 0, taken.stderr
    assert scratch.head() != before


def test_what_is_certain_is_put_right(scratch: Scratch) -> None:
    """A colon of a Chinese keyboard is mended, odd spaces are laid out, and then it is committed."""
    file = scratch.path / "projects/first.yaml"
    text = file.read_text(encoding="utf-8")
    later = text.replace("forecast: 2026-12-23", "forecast: 2026-12-30")
    assert later != text
    scratch.write(
        "projects/first.yaml", later.replace("start: ", "start：").replace("finish: ", "finish:    ", 1)
    )
    tries = [scratch.tried() for _ in range(3)]
    assert [one.returncode for one in tries] == [1, 1, 0], tries
    for hook, one in zip(("opsgen-fix", "opsgen-fmt"), tries, strict=False):
        assert f"hook id: {hook}\n- files were modified by this hook" in one.stderr
    assert scratch.git("show", "HEAD:projects/first.yaml") == later


def test_other_files_ask_nothing(scratch: Scratch) -> None:
    scratch.write("docs/more.md", "# More\n")
    taken = scratch.tried()
    assert taken.returncode == 0, taken.stderr
    assert "Skipped" in taken.stderr


def test_both_files_offer_the_same() -> None:
    offered = {hook["id"]: hook for hook in yaml.safe_load(HOOKS.read_text(encoding="utf-8"))}
    laid = {hook["id"]: hook for hook in hooks(new_workspace("en", VALUES)[".pre-commit-config.yaml"])}
    assert offered.keys() == laid.keys()
    for name, hook in laid.items():
        for field in ("entry", "files", "pass_filenames", "require_serial"):
            assert hook.get(field) == offered[name].get(field)
