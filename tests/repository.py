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

    def git(self, *arguments: str, given: bytes = b"", **environment: str) -> str:
        date = f"2026-10-{self.day:02}T08:00:00+08:00"
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        settings = (part for setting in SETTINGS for part in ("-c", setting))
        return subprocess.run(
            (GIT, *settings, *arguments),
            cwd=self.path,
            env=os.environ | dates | environment,
            input=given,
            check=True,
            capture_output=True,
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

    def say(
        self,
        said: str | bytes,
        name: str = "projects/first.yaml",
        *,
        author: str = "Wang <wang@example.com>",
        authored: str = "",
        committed: str = "",
    ) -> str:
        """Id of a new commit with these words, of a file that has them too."""
        words = said if isinstance(said, bytes) else said.encode()
        self.write(name, words)
        self.git("add", "-A")
        date = f"2026-10-{self.day:02}T08:00:00+08:00"
        dates = {"GIT_AUTHOR_DATE": authored or date, "GIT_COMMITTER_DATE": committed or date}
        options = ("-q", "--allow-empty", "--cleanup=verbatim", f"--author={author}", "-F", "-")
        self.git("commit", *options, given=words, **dates)
        self.day += 1
        return self.head()

    def merge(self, *branches: str, said: str = "merge") -> str:
        """Id of a merge of the branches into the one that is checked out."""
        self.git("merge", "-q", "--no-ff", "-m", said, *branches)
        self.day += 1
        return self.head()

    def put(self, commit: bytes) -> str:
        """Id of a commit that consists of these bytes, well-formed or not; it is checked out."""
        made = self.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", given=commit).strip()
        self.git("update-ref", "HEAD", made)
        return made

    def clone(self, path: Path, *options: str) -> Path:
        """A clone of this repository, made as if from a server."""
        self.git("clone", "-q", *options, f"file://{self.path}", str(path))
        return path

    def lose(self, identity: str) -> None:
        """Take a loose object away."""
        (self.path / ".git/objects" / identity[:2] / identity[2:]).unlink()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD").strip()
