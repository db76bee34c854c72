"""What git says, from repositories made on the spot with fixed dates."""

from __future__ import annotations

import os
import stat
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from repository import GIT, Repository

from opsgen import history
from opsgen.history import Entry, GitError, NoGitError, provenance
from opsgen.words import words

if TYPE_CHECKING:
    from pathlib import Path


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
    assert note(found) == "hidden is not in the working tree of its repository."


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


# --- the commit that work is compared with


def refusal(repository: Path, revision: str) -> str:
    with pytest.raises(GitError) as caught:
        history.base(repository, revision)
    return words("en").say(caught.value.reason)


def test_work_is_compared_with_what_both_have_in_common(repository: Repository) -> None:
    common = repository.commit(first="title: A\n")
    repository.git("switch", "-q", "-c", "branch")
    own = repository.commit(second="title: B\n")
    repository.git("switch", "-q", "main")
    ahead = repository.commit(third="title: C\n")
    repository.git("switch", "-q", "branch")

    assert {history.base(repository.path, name) for name in ("main", ahead, ahead[:12], common)} == {common}
    assert {history.base(repository.path, name) for name in ("HEAD", "branch", "@", own)} == {own}


def test_what_was_merged_since_is_in_common(repository: Repository) -> None:
    """A branch that took main in again: its first commit left main earlier than that."""
    repository.commit(first="title: A\n")
    repository.git("switch", "-q", "-c", "branch")
    repository.commit(second="title: B\n")
    repository.git("switch", "-q", "main")
    main = repository.commit(third="title: C\n")
    repository.git("switch", "-q", "branch")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "main")

    assert history.base(repository.path, "main") == main
    assert history.changed(repository.path, main) == {"projects/second.yaml"}


def test_a_proposal_as_build_services_check_it_out(repository: Repository) -> None:
    """A detached merge of the proposal into the branch it is meant for."""
    repository.commit(first="title: A\n")
    repository.git("switch", "-q", "-c", "branch")
    repository.commit(second="title: B\n")
    repository.git("switch", "-q", "main")
    main = repository.commit(third="title: C\n")
    repository.git("switch", "-q", "--detach")
    repository.git("merge", "-q", "--no-ff", "-m", "merge", "branch")

    for revision in ("main", "HEAD^1"):
        assert history.base(repository.path, revision) == main
    assert history.changed(repository.path, main) == {"projects/second.yaml"}


def test_nothing_in_common(repository: Repository) -> None:
    first = repository.commit(first="title: A\n")
    repository.git("switch", "-q", "--orphan", "other")
    assert history.base(repository.path, "main") == first  # before the first commit of the branch
    repository.commit(first="title: B\n")
    assert history.base(repository.path, "main") == first


def test_a_name_of_the_branch_itself_and_of_a_tag(repository: Repository) -> None:
    commit = repository.commit(first="title: A\n")
    repository.git("tag", "-a", "发布", "-m", "a tag with words of its own")
    repository.git("branch", "双十一")
    repository.commit(first="title: B\n")
    names = ("发布", "双十一", "HEAD~1", "HEAD@{1}", "main@{1}")
    assert {history.base(repository.path, name) for name in names} == {commit}


@pytest.mark.parametrize("revision", ["", " ", "--output=x", "-h", "--all", "^HEAD", "main\0"])
def test_what_cannot_name_a_commit_never_reaches_git(
    repository: Repository, revision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(first="title: A\n")
    monkeypatch.setenv("PATH", "")
    assert refusal(repository.path, revision).endswith("is no revision: name a branch, a tag or a commit.")


@pytest.mark.parametrize(
    "revision",
    [
        "$(id)",
        "`id`",
        "mian",
        "0" * 40,
        "HEAD..HEAD",
        "HEAD...HEAD",
        "HEAD@{7}",
        "HEAD:projects",
        "HEAD HEAD",
    ],
)
def test_what_names_no_commit(repository: Repository, revision: str) -> None:
    repository.commit(first="title: A\n")
    expected = f"git knows no `{revision}` here. If it is on the server: git fetch"
    assert refusal(repository.path, revision) == expected
    assert not (repository.path / "x").exists()


def test_a_branch_that_only_the_server_has(repository: Repository, tmp_path: Path) -> None:
    commit = repository.commit(first="title: A\n")
    repository.git("branch", "other")
    repository.git("clone", "-q", f"file://{repository.path}", str(tmp_path / "clone"))
    assert refusal(tmp_path / "clone", "other") == "git knows no `other` here, but `origin/other`."
    assert history.base(tmp_path / "clone", "origin/other") == commit


def test_a_shallow_clone_without_the_base(repository: Repository, tmp_path: Path) -> None:
    first = repository.commit(first="title: A\n")
    repository.git("switch", "-q", "-c", "branch")
    repository.commit(second="title: B\n")
    repository.git("switch", "-q", "main")
    repository.commit(third="title: C\n")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth=1", "--branch=branch", f"file://{repository.path}", str(clone))
    for revision in ("main", first, "HEAD~1"):
        said = refusal(clone, revision)
        assert said.startswith(f"This clone lacks the history up to `{revision}`.")
        assert "git fetch --unshallow" in said
        assert "fetch-depth: 0" in said
    repository.git("-C", str(clone), "fetch", "-q", "--depth=1", "origin", "main:main")
    assert "git fetch --unshallow" in refusal(clone, "main")  # both ends, and not what lies between
    repository.git("-C", str(clone), "fetch", "-q", "--unshallow", "origin")
    assert history.base(clone, "main") == first


def test_a_shallow_clone_with_the_base(repository: Repository, tmp_path: Path) -> None:
    repository.commit(first="title: A\n")
    base = repository.commit(second="title: B\n")
    repository.commit(second="title: C\n")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth=2", f"file://{repository.path}", str(clone))
    assert history.base(clone, "HEAD^1") == base
    assert history.changed(clone, base) == {"projects/second.yaml"}


def test_no_git_to_compare_with(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(first="title: A\n")
    assert refusal(tmp_path, "HEAD") == f"{tmp_path.name} is not in a git repository."
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NoGitError):
        history.base(repository.path, "HEAD")


# --- what changed since, and the files as they were


def test_what_changed_is_committed_or_not(repository: Repository) -> None:
    base = repository.commit(same="title: A\n", edited="title: A\n", removed="title: A\n", moved="title: M\n")
    repository.git("mv", "projects/moved.yaml", "projects/双十一.yaml")
    repository.commit(edited="title: B\n")
    repository.write("projects/new/risks.yaml", "[]\n")
    repository.write("projects/.hidden.yaml", "")
    repository.write("docs/index.md", "")
    (repository.path / "projects/removed.yaml").unlink()
    names = ("edited", "removed", "moved", "双十一", "new/risks")
    assert history.changed(repository.path, base) == {f"projects/{name}.yaml" for name in names}
    assert history.changed(repository.path, repository.head()) == {
        "projects/removed.yaml",
        "projects/new/risks.yaml",
    }


def test_what_was_changed_back_is_not_changed(repository: Repository) -> None:
    base = repository.commit(first="title: A\n")
    repository.commit(first="title: B\n")
    repository.write("projects/first.yaml", "title: A\r\n")
    assert history.changed(repository.path, base) == frozenset()


def test_the_files_of_a_commit(repository: Repository) -> None:
    repository.write("projects/双十一/risks.yaml", "[]\n")
    repository.write("projects/.hidden.yaml", "")
    (repository.path / "projects/link.yaml").symlink_to("first.yaml")
    commit = repository.commit(first="title: A\n", twin="title: A\n")
    repository.commit(first="title: B\n")
    found = history.files(repository.path, commit)
    kinds = {name: (stat.S_ISREG(entry.mode), stat.S_ISLNK(entry.mode)) for name, entry in found.items()}
    assert kinds == {
        "projects/first.yaml": (True, False),
        "projects/link.yaml": (False, True),
        "projects/twin.yaml": (True, False),
        "projects/双十一/risks.yaml": (True, False),
    }
    read = history.contents(repository.path, (entry.blob for entry in found.values()), 100)
    assert {name: read[entry.blob] for name, entry in found.items()} == {
        "projects/first.yaml": b"title: A\n",
        "projects/link.yaml": b"first.yaml",
        "projects/twin.yaml": b"title: A\n",
        "projects/双十一/risks.yaml": b"[]\n",
    }


@pytest.mark.parametrize("text", ["", "\n", "\n\n", "a blob 3\nabc", "\r\n\0", "没有换行"])
def test_contents_are_cut_where_they_end(repository: Repository, text: str) -> None:
    commit = repository.commit(a="before\n", b=text, c="behind\n")
    found = history.files(repository.path, commit)
    read = history.contents(repository.path, (entry.blob for entry in found.values()), 100)
    assert [read[found[f"projects/{name}.yaml"].blob].decode() for name in "abc"] == [
        "before\n",
        text,
        "behind\n",
    ]


def test_contents_that_are_too_large_stay_where_they_are(repository: Repository) -> None:
    commit = repository.commit(first="a" * 11, second="b" * 10)
    blobs = {name: entry.blob for name, entry in history.files(repository.path, commit).items()}
    read = history.contents(repository.path, blobs.values(), 10)
    assert read[blobs["projects/first.yaml"]] == bytes(11)
    assert read[blobs["projects/second.yaml"]] == b"b" * 10
    assert history.contents(repository.path, (), 10) == {}


def test_contents_that_a_partial_clone_left_out(repository: Repository, tmp_path: Path) -> None:
    commit = repository.commit(first="title: A\n")
    repository.commit(first="title: B\n")
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--filter=blob:none", f"file://{repository.path}", str(clone))
    entry: Entry = history.files(clone, commit)["projects/first.yaml"]
    with pytest.raises(GitError) as caught:
        history.contents(clone, [entry.blob], 100)
    said = words("en").say(caught.value.reason)
    assert said.endswith("To fetch them: git fetch --refetch --no-filter")
    repository.git("-C", str(clone), *said.rpartition(": git ")[2].split())
    assert history.contents(clone, [entry.blob], 100) == {entry.blob: b"title: A\n"}


@pytest.mark.parametrize("place", ["folder", "worktree", "sha256"])
def test_what_changed_in_any_kind_of_repository(tmp_path: Path, place: str) -> None:
    kind = ("--object-format=sha256",) if place == "sha256" else ()
    repository = Repository(tmp_path / "repository", *kind)
    inner = "ops/计划/" if place == "folder" else ""
    repository.write(f"{inner}projects/first.yaml", "title: A\n")
    base = repository.commit()
    repository.write("projects/of-another-workspace.yaml", "title: X\n") if inner else None
    repository.write(f"{inner}projects/first.yaml", "title: B\n")
    repository.commit()
    root = repository.path / inner
    if place == "worktree":
        root = tmp_path / "other"
        repository.git("worktree", "add", "-q", "--detach", str(root))
    assert history.base(root, "HEAD~1") == base
    assert history.changed(root, base) == {"projects/first.yaml"}
    blob = history.files(root, base)["projects/first.yaml"].blob
    assert history.contents(root, [blob], 100) == {blob: b"title: A\n"}


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
        "pager.cat-file": program,
        "pager.rev-parse": program,
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


def test_comparing_runs_nothing(hostile: tuple[Repository, Path]) -> None:
    repository, canary = hostile
    base = history.base(repository.path, "HEAD")
    assert history.changed(repository.path, base) == {"projects/second.yaml"}
    blob = history.files(repository.path, base)["projects/first.yaml"].blob
    assert history.contents(repository.path, [blob], 100) == {blob: b"title: A\n"}
    with pytest.raises(GitError):
        history.base(repository.path, "origin/other")
    assert not canary.exists()


def test_a_hostile_partial_clone_fetches_no_contents(hostile: tuple[Repository, Path]) -> None:
    repository, canary = hostile
    blob = history.files(repository.path, repository.head())["projects/first.yaml"].blob
    (repository.path / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(GitError):
        history.contents(repository.path, [blob], 100)
    assert not canary.exists()


def test_a_hostile_partial_clone_fetches_nothing(hostile: tuple[Repository, Path]) -> None:
    repository, canary = hostile
    tree = repository.git("rev-parse", "HEAD^{tree}").strip()
    (repository.path / ".git/objects" / tree[:2] / tree[2:]).unlink()
    assert provenance(repository.path).commit is None
    assert not canary.exists()


@pytest.mark.parametrize(
    "command",
    [("status",), ("log", "--raw"), ("diff",), ("cat-file", "--filters", "HEAD:projects/first.yaml")],
    ids=lambda command: command[0],
)
def test_the_detector_detects(hostile: tuple[Repository, Path], command: tuple[str, ...]) -> None:
    repository, canary = hostile
    subprocess.run((GIT, *command), cwd=repository.path, capture_output=True, check=False)
    assert canary.exists()
