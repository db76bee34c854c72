"""A git repository made on the spot, with fixed dates."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

GIT = shutil.which("git") or "git"
SETTINGS = ("user.name=Wang", "user.email=wang@example.com", "init.defaultBranch=main", "core.autocrlf=false")


class Repository:
    """A repository of the test's own; each commit is a day later than the one before."""

    def __init__(self, path: Path, *init: str) -> None:
        self.path = path
        self.day = 1
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "-q", *init)

    def git(self, *arguments: str) -> str:
        date = f"2026-10-{self.day:02}T08:00:00+08:00"
        environment = os.environ | {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        settings = (part for setting in SETTINGS for part in ("-c", setting))
        line = (GIT, *settings, *arguments)
        return subprocess.run(
            line, cwd=self.path, env=environment, check=True, capture_output=True
        ).stdout.decode()

    def write(self, name: str, text: str | bytes) -> Path:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def commit(self, **files: str) -> str:
        """Id of a new commit of these project files."""
        for name, text in files.items():
            self.write(f"projects/{name}.yaml", text)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")
        self.day += 1
        return self.head()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD").strip()
