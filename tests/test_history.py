"""Provenance, from repositories made on the spot with fixed dates."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from opsgen.history import provenance
from opsgen.words import words

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


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "工作区")


def note(found: object) -> str:
    reason = getattr(found, "note", None)
    assert reason is not None
    return words("en").say(reason)


def test_the_newest_commit_that_touched_the_projects(repository: Repository) -> None:
    repository.commit(first="title: A\n")
    second = repository.commit(first="title: B\n")
    repository.write("docs/index.md", "# hello\n")
    repository.commit()

    found = provenance(repository.path)

    assert found.commit == second
    assert found.date == datetime(2026, 10, 2, 0, 0, tzinfo=UTC)
    assert found.short == second[:10]
    assert (found.dirty, found.shallow, found.note) == (False, False, None)


def test_a_merge_counts_as_one_change_of_the_main_line(repository: Repository) -> None:
    repository.commit(first="title: A\n")
    repository.git("switch", "-q", "-c", "branch")
    on_branch = repository.commit(second="title: B\n")
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "branch")

    assert provenance(repository.path).commit == repository.head() != on_branch


def test_changed_files_are_dirty(repository: Repository) -> None:
    repository.commit(first="title: A\n")
    repository.write("projects/first.yaml", "title: B\n")
    assert provenance(repository.path).dirty


def test_untracked_and_missing_files_are_dirty(repository: Repository) -> None:
    repository.commit(first="title: A\n", second="title: B\n")
    extra = repository.write("projects/双十一/risks.yaml", "[]\n")
    assert provenance(repository.path).dirty
    extra.unlink()
    assert not provenance(repository.path).dirty
    (repository.path / "projects/second.yaml").unlink()
    assert provenance(repository.path).dirty


def test_files_elsewhere_and_hidden_ones_are_not_dirty(repository: Repository) -> None:
    repository.commit(first="title: A\n")
    repository.write("projects/.first.yaml.swp", "")
    repository.write("projects/.obsidian/workspace.json", "{}")
    repository.write("projects/first.yaml~", "")
    repository.write("notes.md", "")
    assert not provenance(repository.path).dirty


def test_line_ends_of_windows_are_not_a_change(repository: Repository) -> None:
    repository.commit(first="title: A\nowner: B\n", second="title: C\r\n")
    repository.write("projects/first.yaml", "title: A\r\nowner: B\r\n")
    assert not provenance(repository.path).dirty
    repository.write("projects/second.yaml", "title: C\r\n\r\n")
    assert provenance(repository.path).dirty


def test_a_pipe_among_the_files_is_dirty_and_not_opened(repository: Repository) -> None:
    repository.commit(first="title: A\n")
    (repository.path / "projects/first.yaml").unlink()
    os.mkfifo(repository.path / "projects/first.yaml")
    assert provenance(repository.path).dirty


def test_links_are_compared_by_where_they_point(repository: Repository) -> None:
    (repository.path / "projects").mkdir()
    link = repository.path / "projects/link.yaml"
    link.symlink_to("/etc/passwd")
    repository.commit()
    assert not provenance(repository.path).dirty
    link.unlink()
    link.symlink_to("/etc/hosts")
    assert provenance(repository.path).dirty


def test_chinese_names(repository: Repository) -> None:
    commit = repository.commit(双十一大促="title: 双十一\n")
    found = provenance(repository.path)
    assert (found.commit, found.dirty) == (commit, False)


def test_a_workspace_in_a_folder_of_the_repository(repository: Repository) -> None:
    repository.write("ops/计划/projects/first.yaml", "title: A\n")
    commit = repository.commit()
    repository.commit(first="title: of another workspace\n")
    found = provenance(repository.path / "ops/计划")
    assert (found.commit, found.dirty) == (commit, False)


def test_a_repository_of_sha256(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "long", "--object-format=sha256")
    commit = repository.commit(first="title: A\n")
    found = provenance(repository.path)
    assert len(commit) == 64
    assert (found.commit, found.dirty, len(found.short)) == (commit, False, 10)


def test_a_worktree(repository: Repository, tmp_path: Path) -> None:
    commit = repository.commit(first="title: A\n")
    repository.git("worktree", "add", "-q", "--detach", str(tmp_path / "other"))
    found = provenance(tmp_path / "other")
    assert (found.commit, found.dirty) == (commit, False)


def test_a_shallow_clone_says_so(repository: Repository, tmp_path: Path) -> None:
    repository.commit(first="title: A\n")
    repository.write("README.md", "")
    head = repository.commit()
    repository.git("clone", "-q", "--depth=1", f"file://{repository.path}", str(tmp_path / "clone"))
    found = provenance(tmp_path / "clone")
    assert (found.commit, found.shallow, found.dirty) == (head, True, False)


def test_inherited_variables_of_git_change_nothing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = repository.commit(first="title: A\n")
    other = Repository(tmp_path / "other")
    other.commit(first="title: other\n")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    assert provenance(repository.path).commit == commit


def test_dates_no_calendar_has(repository: Repository) -> None:
    repository.commit(first="title: A\n")
    raw = repository.git("cat-file", "commit", "HEAD")
    far = raw.replace("committer Wang <wang@example.com> ", "committer Wang <wang@example.com> 99999")
    repository.write("far", far)
    commit = repository.git("hash-object", "-t", "commit", "-w", "--literally", "far").strip()
    repository.git("update-ref", "HEAD", commit)
    found = provenance(repository.path)
    assert found.commit == commit
    assert found.date is not None
    assert found.date.tzinfo is UTC


# --- no provenance, and why


def test_a_folder_outside_git(tmp_path: Path) -> None:
    found = provenance(tmp_path)
    assert (found.commit, found.date, found.dirty, found.shallow, found.short) == (
        None,
        None,
        False,
        False,
        "",
    )
    assert note(found) == f"{tmp_path.name} is not in a git repository."


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    assert "could not be run" in note(provenance(tmp_path / "nowhere"))


def test_a_repository_without_commits(repository: Repository) -> None:
    assert not provenance(repository.path).dirty
    repository.write("projects/first.yaml", "title: A\n")
    found = provenance(repository.path)
    assert (found.commit, found.dirty, note(found)) == (None, True, "The repository has no commits yet.")


def test_projects_never_committed(repository: Repository) -> None:
    repository.write("README.md", "")
    repository.commit()
    repository.write("projects/first.yaml", "title: A\n")
    found = provenance(repository.path)
    assert (found.commit, found.dirty, note(found)) == (None, True, "projects/ was never committed.")


def test_git_is_not_installed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert note(provenance(repository.path)) == "git is not installed."


def test_a_program_called_git_in_the_workspace_is_not_run(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(first="title: A\n")
    canary = repository.path / "ran"
    script(repository.path / "git", canary)
    monkeypatch.setenv("PATH", str(repository.path))
    assert note(provenance(repository.path)) == "git is not installed."
    assert not canary.exists()


def test_a_bare_repository(tmp_path: Path) -> None:
    bare = Repository(tmp_path / "bare", "--bare")
    assert provenance(bare.path).commit is None


def test_a_bare_repository_hidden_among_the_files_is_not_entered(repository: Repository) -> None:
    repository.commit(first="title: A\n")
    hidden = Repository(repository.path / "projects/hidden", "--bare")
    found = provenance(hidden.path)
    assert "git failed" in note(found)


def test_a_repository_of_another_user(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(first="title: A\n")
    (tmp_path / "bin").mkdir()
    stand_in = tmp_path / "bin/git"
    stand_in.write_text(f'#!/bin/sh\nGIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "{GIT}" "$@"\n')
    stand_in.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    said = note(provenance(repository.path))
    assert said.endswith(f"If you do: git config --global --add safe.directory '{repository.path}'")


def test_a_damaged_repository(repository: Repository) -> None:
    commit = repository.commit(first="title: A\n")
    loose = repository.path / ".git/objects" / commit[:2] / commit[2:]
    loose.chmod(loose.stat().st_mode | stat.S_IWUSR)
    loose.write_bytes(b"\x1b[31mnot an object")
    said = note(provenance(repository.path))
    assert said.startswith("git failed: ")
    assert said.isprintable()


# --- a hostile repository runs nothing


def script(path: Path, canary: Path) -> str:
    path.write_text(f'#!/bin/sh\necho "$0" >> "{canary}"\ncat\n')
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def hostile(repository: Repository, tmp_path: Path) -> tuple[Repository, Path]:
    """A repository whose configuration names a program for everything git lets it; and the canary."""
    repository.commit(first="title: A\n")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    signed = repository.git("cat-file", "commit", "HEAD").replace("\n\n", f"\n{signature}\n\n", 1)
    repository.write("signed", signed)
    commit = repository.git("hash-object", "-t", "commit", "-w", "--literally", "signed").strip()
    repository.git("update-ref", "HEAD", commit)
    canary = tmp_path / "canary"
    program = script(tmp_path / "program", canary)
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman"):
        script(hooks / hook, canary)
    repository.write(".gitattributes", "* diff=evil filter=evil merge=evil\n")
    for name, value in {
        "core.fsmonitor": program,
        "core.hooksPath": str(hooks),
        "core.pager": program,
        "core.editor": program,
        "core.sshCommand": program,
        "core.askPass": program,
        "pager.rev-list": program,
        "pager.ls-tree": program,
        "alias.rev-parse": f"!{program}",
        "credential.helper": f"!{program}",
        "log.showSignature": "true",
        "gpg.program": program,
        "diff.external": program,
        "diff.evil.textconv": program,
        "diff.evil.command": program,
        "filter.evil.clean": program,
        "filter.evil.smudge": program,
        "filter.evil.process": program,
        "remote.origin.url": f"ext::{program}",
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none",
        "extensions.partialClone": "origin",
        "protocol.ext.allow": "always",
    }.items():
        repository.git("config", name, value)
    repository.write("projects/second.yaml", "title: not committed\n")
    return repository, canary


def test_a_hostile_repository_runs_nothing(hostile: tuple[Repository, Path]) -> None:
    repository, canary = hostile
    found = provenance(repository.path)
    assert found.commit == repository.head()
    assert found.dirty
    assert not canary.exists()


def test_a_hostile_partial_clone_fetches_nothing(hostile: tuple[Repository, Path]) -> None:
    repository, canary = hostile
    tree = repository.git("rev-parse", "HEAD^{tree}").strip()
    (repository.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    assert provenance(repository.path).commit is None
    assert not canary.exists()


@pytest.mark.parametrize(
    "command",
    [("status",), ("log", "--raw"), ("diff",)],
    ids=lambda command: command[0],
)
def test_the_detector_detects(hostile: tuple[Repository, Path], command: tuple[str, ...]) -> None:
    repository, canary = hostile
    subprocess.run((GIT, *command), cwd=repository.path, capture_output=True, check=False)
    assert canary.exists()
