"""Which commit a name, a day or a tag means, from repositories made on the spot with fixed dates."""

from __future__ import annotations

from datetime import UTC, date, timedelta, timezone
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from repository import Repository

from opsgen import history
from opsgen.history import GitError
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "工作区")


def refusal(asked: Callable[[], object]) -> str:
    with pytest.raises(GitError) as caught:
        asked()
    return words("en").say(caught.value.reason)


# --- a name


def test_what_names_a_commit(repository: Repository) -> None:
    first = repository.say("first")
    repository.git("tag", "-a", "发布", "-m", "a tag with words of its own")
    repository.git("tag", "-a", "again", "-m", "a tag of a tag", "发布")
    repository.git("branch", "双十一")
    repository.git("update-ref", "refs/heads/--output=x", first)
    repository.say("second")
    names = ("发布", "again", "双十一", "HEAD~1", first, first[:12], "refs/heads/--output=x", "HEAD^{/first}")
    assert {history.resolve(repository.path, name) for name in names} == {first}
    assert history.resolve(repository.path, "HEAD") == repository.head()
    assert not (repository.path / "x").exists()


def test_a_name_is_not_what_work_is_compared_with(repository: Repository) -> None:
    repository.say("begin")
    repository.git("branch", "old")
    newer = repository.say("newer")
    repository.git("switch", "-q", "old")
    assert history.resolve(repository.path, "main") == newer != history.base(repository.path, "main")


@pytest.mark.parametrize("revision", ["", " ", "--all", "-h", "^HEAD", "main\0", "--output=x"])
def test_what_cannot_name_a_commit_never_reaches_git(
    repository: Repository, revision: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.say("begin")
    monkeypatch.setenv("PATH", "")
    said = refusal(lambda: history.resolve(repository.path, revision))
    assert said.endswith("is no revision: name a branch, a tag or a commit.")


@pytest.mark.parametrize(
    "revision", ["mian", "0" * 40, "HEAD..HEAD", "HEAD:projects", "HEAD~9", "a\nb", "\x1b[1m"]
)
def test_what_names_no_commit(repository: Repository, revision: str) -> None:
    repository.say("begin")
    said = refusal(lambda: history.resolve(repository.path, revision))
    assert said.startswith("git knows no `")
    assert said.endswith("If it is on the server: git fetch")
    assert said.isprintable()


def test_a_repository_without_commits(repository: Repository) -> None:
    for name in ("HEAD", "@", "main"):
        said = refusal(lambda: history.resolve(repository.path, name))  # noqa: B023
        assert said == "The repository has no commits yet."
    assert history.tags(repository.path, "") == {}


def test_a_name_that_a_shallow_clone_lacks(repository: Repository, tmp_path: Path) -> None:
    first = repository.say("first")
    repository.say("second")
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    for revision in (first, "HEAD~1"):
        said = refusal(lambda: history.resolve(clone, revision))  # noqa: B023
        assert said.startswith(f"This clone lacks the history up to `{revision}`.")
    assert history.resolve(clone, "HEAD") == repository.head()


def test_only_a_working_tree_has_names(repository: Repository, tmp_path: Path) -> None:
    repository.say("begin")
    assert refusal(lambda: history.resolve(tmp_path, "HEAD")).endswith("is not in a git repository.")
    inside = repository.path / ".git"
    assert "working tree" in refusal(lambda: history.resolve(inside, "HEAD"))


# --- a day


def test_the_newest_commit_of_a_day(repository: Repository) -> None:
    clocks = ("2026-10-01T23:59:59+08:00", "2026-10-02T00:00:00+08:00", "2026-10-04T23:59:59+08:00")
    made = [repository.say(clock, committed=clock) for clock in clocks]
    days = {day: history.at(repository.path, made[-1], date(2026, 10, day), SHANGHAI) for day in range(1, 6)}
    assert days == {1: made[0], 2: made[1], 3: made[1], 4: made[2], 5: made[2]}
    assert history.at(repository.path, made[1], date(2026, 10, 5), SHANGHAI) == made[1]
    assert history.at(repository.path, made[-1], date(2026, 9, 30), SHANGHAI) is None
    assert history.at(repository.path, made[-1], date.min, SHANGHAI) is None
    assert history.at(repository.path, made[-1], date.max, SHANGHAI) == made[-1]


def test_the_day_is_that_of_the_time_zone(repository: Repository) -> None:
    commit = repository.say("evening in London", committed="2026-10-01T20:00:00Z")
    day = date(2026, 10, 1)
    assert history.at(repository.path, commit, day, UTC) == commit
    assert history.at(repository.path, commit, day, SHANGHAI) is None
    assert history.at(repository.path, commit, day, timezone(-timedelta(hours=12))) == commit


def test_the_committers_clock_counts(repository: Repository) -> None:
    commit = repository.say("late", authored="2020-01-01T00:00:00Z", committed="2026-10-02T08:00:00Z")
    assert history.at(repository.path, commit, date(2026, 10, 1), UTC) is None


def test_clocks_that_run_backwards(repository: Repository) -> None:
    clocks = ("2026-10-01", "2026-10-09", "2026-10-03", "2026-10-10")
    made = [repository.say(clock, committed=f"{clock}T12:00:00Z") for clock in clocks]
    days = {day: history.at(repository.path, made[-1], date(2026, 10, day), UTC) for day in (2, 3, 9, 10)}
    assert days == {2: made[0], 3: made[2], 9: made[2], 10: made[3]}


def test_what_was_on_a_branch_that_day_had_not_landed(repository: Repository) -> None:
    first = repository.say("begin", committed="2026-10-01T12:00:00Z")
    repository.git("switch", "-q", "-c", "branch")
    repository.say("on the branch", "projects/second.yaml", committed="2026-10-02T12:00:00Z")
    repository.git("switch", "-q", "main")
    repository.day = 20
    merge = repository.merge("branch")
    assert history.at(repository.path, merge, date(2026, 10, 19), UTC) == first
    assert history.at(repository.path, merge, date(2026, 10, 20), UTC) == merge


def test_commits_elsewhere_count_too(repository: Repository) -> None:
    repository.say("begin", committed="2026-10-01T12:00:00Z")
    commit = repository.say("elsewhere", "README.md", committed="2026-10-02T12:00:00Z")
    assert history.at(repository.path, commit, date(2026, 10, 3), UTC) == commit


def test_a_day_before_a_shallow_clone_begins(repository: Repository, tmp_path: Path) -> None:
    made = [repository.say(f"{n}", committed=f"2026-10-0{n}T12:00:00Z") for n in range(1, 5)]
    clone = repository.clone(tmp_path / "clone", "--depth=2")
    assert history.at(clone, made[3], date(2026, 10, 3), UTC) == made[2]
    said = refusal(lambda: history.at(clone, made[3], date(2026, 10, 2), UTC))
    assert said.startswith("This clone lacks the history up to `2026-10-02`.")
    assert "git fetch --unshallow" in said
    whole = repository.clone(tmp_path / "whole", "--depth=4")
    assert history.at(whole, made[3], date(2026, 9, 30), UTC) is None  # shallow in name, and lacks nothing


def test_a_day_of_commits_without_a_date(repository: Repository) -> None:
    repository.say("begin")
    tree = repository.git("rev-parse", "HEAD^{tree}").strip()
    commit = repository.put(f"tree {tree}\nauthor nobody\ncommitter nobody\n\nsaid\n".encode())
    assert history.at(repository.path, commit, date(2026, 10, 1), UTC) == commit
    assert history.at(repository.path, commit, date(1969, 12, 31), UTC) is None
    assert history.provenance(repository.path).commit == commit


def test_a_day_of_a_commit_that_is_not_here(repository: Repository) -> None:
    repository.say("begin")
    said = refusal(lambda: history.at(repository.path, "0" * 40, date(2026, 10, 1), UTC))
    assert said.startswith("git failed: fatal: bad object")


# --- tags


def test_tags_by_the_beginning_of_their_names(repository: Repository) -> None:
    first = repository.say("first")
    repository.git("tag", "baseline/双十一/1")
    repository.git("tag", "-a", "baseline/双十一/2", "-m", "approved")
    second = repository.say("second")
    repository.git("tag", "-a", "baseline/双十一/10", "-m", "a tag of a tag", "baseline/双十一/2")
    for name in ("baseline/other/1", "v1.0", "baselines", "baseline/双十一后/1"):
        repository.git("tag", name)
    repository.git("branch", "baseline/双十一/3")
    assert history.tags(repository.path, "baseline/双十一/") == {
        "baseline/双十一/1": first,
        "baseline/双十一/10": first,
        "baseline/双十一/2": first,
    }
    assert history.tags(repository.path, "baseline/*") == {}
    assert history.tags(repository.path, "--all") == {}
    assert set(history.tags(repository.path, "").values()) == {first, second}


def test_tags_of_what_is_no_commit(repository: Repository) -> None:
    repository.say("first")
    for kind in ("blob", "tree"):
        repository.git("tag", kind, {"blob": "HEAD:projects/first.yaml", "tree": "HEAD^{tree}"}[kind])
    repository.git("update-ref", "refs/tags/--output=x", "HEAD")
    repository.write(".git/refs/tags/broken", "nothing of the kind\n")
    repository.git("symbolic-ref", "refs/tags/points", "refs/heads/main")
    found = history.tags(repository.path, "")
    assert found == {"--output=x": repository.head(), "points": repository.head()}


def test_tags_are_the_same_in_any_kind_of_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository", "--object-format=sha256")
    commit = repository.say("begin", "ops/projects/first.yaml")
    repository.git("tag", "baseline/a/1")
    repository.git("pack-refs", "--all")
    repository.git("worktree", "add", "-q", "--detach", str(tmp_path / "other"))
    for root in (repository.path, repository.path / "ops", tmp_path / "other"):
        assert history.tags(root, "baseline/") == {"baseline/a/1": commit}


# --- clones without everything


def test_a_shallow_clone(repository: Repository, tmp_path: Path) -> None:
    repository.say("first")
    repository.say("second")
    assert not history.is_shallow(repository.path)
    assert history.is_shallow(repository.clone(tmp_path / "clone", "--depth=1"))


@pytest.mark.parametrize("left_out", ["blob:none", "tree:0"])
def test_a_partial_clone(repository: Repository, tmp_path: Path, left_out: str) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.say("elsewhere", "README.md")
    repository.say("first", "ops/projects/first.yaml")
    head = repository.say("second", "ops/projects/first.yaml")
    clone = repository.clone(tmp_path / "clone", f"--filter={left_out}")
    assert not history.is_partial(repository.path / "ops", head)
    assert history.is_partial(clone / "ops", head)
    repository.git("-C", str(clone), "fetch", "-q", "--refetch", "--no-filter")
    assert not history.is_partial(clone / "ops", head)


def test_a_partial_clone_that_lacks_nothing_of_the_folder(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.say("old", "README.md")
    repository.say("new", "README.md")
    head = repository.say("first")
    clone = repository.clone(tmp_path / "clone", "--filter=blob:none")
    assert not history.is_partial(clone, head)
    assert history.is_partial(clone, head, ".")
