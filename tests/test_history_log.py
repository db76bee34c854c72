"""The commits of the main line and what each touched, from repositories made on the spot with fixed dates."""

from __future__ import annotations

import os
import subprocess
import tracemalloc
import unicodedata
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from repository import GIT, Repository

from benchmarks.history import write
from opsgen.history import Commit, GitError, Step, Touched, blobs, files, log, steps
from opsgen.words import words

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "projects/first.yaml"
WANG = ("Wang", "wang@example.com")
LI = "Li <li@example.com>"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "工作区")


def walked(repository: Repository, folder: str = "projects") -> list[Step]:
    return list(steps(repository.path, repository.head(), folder))


def only(repository: Repository) -> Step:
    """The newest step."""
    return walked(repository)[-1]


def names(step: Step) -> list[str]:
    return [touched.name for touched in step.touched]


def refusal(root: Path, head: str) -> str:
    with pytest.raises(GitError) as caught:
        list(steps(root, head))
    return words("en").say(caught.value.reason)


# --- order and dates


def test_the_order_is_that_of_the_commits_although_clocks_run_backwards(repository: Repository) -> None:
    clocks = ("2026-10-05T08:00:00+08:00", "2024-01-01T00:00:00Z", "2026-10-04T23:30:00-10:00")
    made = [repository.say(f"{n}", committed=clock) for n, clock in enumerate(clocks)]
    found = walked(repository)
    assert [step.commit.id for step in found] == made
    assert [step.commit.date for step in found] == [
        datetime(2026, 10, 5, tzinfo=UTC),
        datetime(2024, 1, 1, tzinfo=UTC),
        datetime(2026, 10, 5, 9, 30, tzinfo=UTC),
    ]
    assert [step.commit.first for step in found] == [True, False, False]


def test_a_change_happened_when_it_landed(repository: Repository) -> None:
    repository.say("late", authored="2019-01-01T00:00:00Z", committed="2026-10-04T08:00:00Z")
    assert only(repository).commit.date == datetime(2026, 10, 4, 8, tzinfo=UTC)


def test_what_did_not_touch_the_folder_is_no_step(repository: Repository) -> None:
    repository.say("elsewhere", "README.md")
    made = repository.say("here")
    repository.git("commit", "-q", "--allow-empty", "-m", "nothing")
    repository.say("a name alike", "projects2/first.yaml")
    found = walked(repository)
    assert [(step.commit.id, step.commit.first) for step in found] == [(made, False)]


def test_hidden_files_are_passed_over_and_their_commit_is_not(repository: Repository) -> None:
    repository.say("hidden", "projects/.obsidian/workspace.yaml")
    assert only(repository).touched == ()


def test_a_repository_that_never_had_the_folder(repository: Repository) -> None:
    repository.say("elsewhere", "README.md")
    assert walked(repository) == []


# --- merges and people


def branched(repository: Repository, *branches: str) -> None:
    """Branches of one commit each, of an author that is named so."""
    repository.say("begin")
    for branch in branches:
        repository.git("switch", "-q", "-c", branch, "main")
        repository.say(branch, f"projects/{branch}.yaml", author=f"{branch} <{branch}@example.com>")
    repository.git("switch", "-q", "main")


def test_a_merge_is_one_step_of_those_who_wrote_what_was_merged(repository: Repository) -> None:
    branched(repository, "zhao")
    on_branch = repository.git("rev-parse", "zhao").strip()
    merge = repository.merge("zhao")
    step = only(repository)
    assert [found.commit.author for found in walked(repository)] == ["Wang", "zhao"]
    assert (step.commit.id, step.commit.merged) == (merge, on_branch)
    assert (step.commit.author, step.commit.email) == ("zhao", "zhao@example.com")
    assert names(step) == ["projects/zhao.yaml"]


def test_an_author_without_an_address(repository: Repository) -> None:
    repository.say("begin")
    for number in range(2):
        repository.git("switch", "-q", "-c", f"branch{number}")
        repository.say(f"{number}", author="赵 <>")
        repository.git("switch", "-q", "main")
        repository.merge(f"branch{number}")
    found = [(step.commit.author, step.commit.email) for step in walked(repository)]
    assert found == [WANG, ("赵", ""), ("赵", "")]


def test_a_merge_of_several_branches(repository: Repository) -> None:
    branched(repository, "zhao", "qian", "sun")
    repository.merge("zhao", "qian", "sun")
    step = only(repository)
    assert step.commit.author == "zhao"
    assert names(step) == ["projects/qian.yaml", "projects/sun.yaml", "projects/zhao.yaml"]


def test_a_merge_whose_branch_is_damaged_keeps_its_own_author(repository: Repository) -> None:
    branched(repository, "zhao", "qian")
    repository.merge("zhao")
    repository.merge("qian")
    repository.lose(repository.git("rev-parse", "zhao").strip())
    assert [step.commit.author for step in walked(repository)] == ["Wang", "Wang", "qian"]


def test_a_merge_where_a_shallow_clone_begins(repository: Repository, tmp_path: Path) -> None:
    branched(repository, "zhao")
    merge = repository.merge("zhao")
    (step,) = steps(repository.clone(tmp_path / "clone", "--depth=1"), merge)
    assert (step.commit.author, step.commit.merged, step.commit.first) == ("Wang", "", True)


def test_names_are_those_of_the_mailmap(repository: Repository) -> None:
    repository.write(".mailmap", "王芳 <fang@example.com> <wang@example.com>\n赵 <zhao@example.com>\n")
    branched(repository, "zhao")
    repository.merge("zhao")
    first, second = (step.commit for step in walked(repository))
    assert (first.author, first.email) == ("王芳", "fang@example.com")
    assert (second.author, second.email) == ("赵", "zhao@example.com")


# --- what hosts write

MERGED = [
    ("Merge pull request #12 from li/branch\n\nMove the launch\n\nMore.", "#12", "Move the launch"),
    ("Merge pull request #12 from li/branch", "#12", "Merge pull request #12 from li/branch"),
    ("Move the launch (#12)\n\n* one\n* two", "#12", "Move the launch"),
    ('Revert "Move the launch (#12)" (#15)', "#15", 'Revert "Move the launch (#12)"'),
    (
        "Merge branch 'x' into 'main'\n\n推迟上线\n\nCloses #7\n\nSee merge request group/sub/project!56",
        "!56",
        "推迟上线",
    ),
    ("Merge branch 'x' into 'main'\r\n\r\nLate\r\n\r\nSee merge request g/p!56\r\n", "!56", "Late"),
    ("Merge branch 'x' into 'main'\n\nSee merge request g/p!56", "!56", "Merge branch 'x' into 'main'"),
    ("Late\n\nSee merge request https://git.example.com/g/p!56", "!56", "Late"),
    ("Move the launch (!56)", "!56", "Move the launch"),
    ("Merge pull request 'It''s (late)' (#3) from li/b into main", "#3", "It''s (late)"),
    ("Merge pull request 'Late' (!3) from li/b into main\n\nReviewed-on: x", "!3", "Late"),
    ("!8 推迟上线\n\nMerge pull request !8 from 李/branch", "!8", "推迟上线"),
    ("!8 推迟上线\nMerge pull request !8 from 李/branch", "!8", "推迟上线"),
    ("Merge pull request !8 from 李/branch\n\n推迟上线", "!8", "推迟上线"),
    ("Merged PR 1234: Move the launch\n\nRelated work items: #7", "#1234", "Move the launch"),
    (
        "Merged in li/branch (pull request #9)\n\nMove the launch\n\nApproved-by: Wang",
        "#9",
        "Move the launch",
    ),
    ("Move the launch (pull request #9)", "#9", "Move the launch"),
    ("Pull request #9: Move the launch\n\nMerge in OPS/plan from b to main", "#9", "Move the launch"),
    (
        "Accept Merge Request #3: (dev -> master)\n\nMerge Request: 推迟上线\n\nCreated By: @li",
        "#3",
        "推迟上线",
    ),
    ("Move the launch", "", "Move the launch"),
    ("Merge branch 'x'\n\n# Conflicts:\n#\tprojects/first.yaml", "", "Merge branch 'x'"),
    ("Fix (#12) and more", "", "Fix (#12) and more"),
    ("#12 of the list", "", "#12 of the list"),
    ("Late\n\nWe do not see merge request x!1 here", "", "Late"),
    ("(#12)", "", "(#12)"),
    ("", "", ""),
]


def test_requests_and_titles_as_the_hosts_write_them(repository: Repository) -> None:
    for number, (said, _, _) in enumerate(MERGED):
        repository.put(written(repository, f"{number}", said.encode()))
    found = [(step.commit.request, step.commit.title) for step in walked(repository)]
    assert found == [(request, title) for _, request, title in MERGED]


def written(repository: Repository, text: str, said: bytes, people: bytes = b"") -> bytes:
    """The bytes of a commit of a file with this text, behind HEAD where there is one."""
    repository.write(FIRST, text)
    repository.git("add", "-A")
    tree = repository.git("write-tree").strip()
    known = repository.git("for-each-ref", "--format=%(objectname)", "refs/heads/main").split()
    parents = "".join(f"parent {commit}\n" for commit in known)
    clock = b"Wang <wang@example.com> 1790000000 +0800"
    people = people or b"author " + clock + b"\ncommitter " + clock
    return f"tree {tree}\n{parents}".encode() + people + b"\n\n" + said


@pytest.mark.parametrize(
    "title",
    ["\x1b[31mred\x1b[0m", "a\u202eb", "::error::x", "<script>", "a\x07b", "%H %an", ":100644 100644 a b M"],
)
def test_what_was_said_is_data(repository: Repository, title: str) -> None:
    repository.say(title)
    assert only(repository).commit.title == title


def test_words_in_other_encodings(repository: Repository) -> None:
    repository.git("config", "i18n.commitEncoding", "GBK")
    repository.say("推迟上线".encode("gbk"))
    repository.git("config", "--unset", "i18n.commitEncoding")
    repository.put(written(repository, "broken", b"broken \xff\xfe"))
    assert [step.commit.title for step in walked(repository)] == ["推迟上线", "broken \ufffd\ufffd"]


def test_of_very_long_words_only_the_beginning_is_kept(repository: Repository) -> None:
    repository.say("Late\n\n" + "a line\n" * 500_000 + "See merge request g/p!1")
    repository.say("x" * 3_000_000)
    people = f"author {'y' * 600_000} <y> 1 +0000\ncommitter W <w> 1 +0000"
    repository.put(written(repository, "short", b"short", people.encode()))
    repository.say("end")
    titles = [(step.commit.title, step.commit.request, names(step)) for step in walked(repository)]
    assert titles == [
        ("Late", "", [FIRST]),
        ("x" * 1000, "", [FIRST]),
        ("", "", [FIRST]),
        ("end", "", [FIRST]),
    ]


def test_commits_that_are_not_well_formed(repository: Repository) -> None:
    repository.say("begin")
    people = {
        "nobody": b"author nobody\ncommitter nobody",
        "late": b"author W <w> 1 +0000\ncommitter W <w> 99999999999999999 +0000",
        "odd": b"author \xff\x1b <> 1 +0000\ncommitter <> -5 +9999",
        "none": b"",
    }
    for name, lines in people.items():
        repository.put(written(repository, name, b"said\0 and what is behind", lines))
    found = [step.commit for step in walked(repository)[1:]]
    assert [commit.title for commit in found] == ["said"] * 4
    assert [commit.date.year for commit in found][0::2] == [1970, 1970]
    assert found[1].date.year >= 1970


# --- files


def test_any_name_a_file_can_have(repository: Repository) -> None:
    made = [
        "双十一/risks.yaml",
        "a b.yaml",
        "a\nb.yaml",
        ":c.yaml",
        ":100644 x.yaml",
        "\n",
        '"q"\t\\.yaml',
        "-x",
    ]
    for name in made:
        repository.write(f"projects/{name}", name)
    step_id = repository.commit()
    (step,) = walked(repository)
    assert step.commit.id == step_id
    assert sorted(names(step)) == sorted(f"projects/{name}" for name in made)
    with blobs(repository.path) as old:
        for touched in step.touched:
            assert f"projects/{old.read(touched.blob or '', 100).decode()}" == touched.name


def test_names_that_are_no_text(repository: Repository) -> None:
    os.makedirs(repository.path / "projects")
    with open(os.fsencode(repository.path) + b"/projects/\xff.yaml", "wb"):
        pass
    repository.commit()
    (name,) = names(only(repository))
    assert os.fsencode(name) == b"projects/\xff.yaml"
    assert list(files(repository.path, repository.head())) == [name]


def test_names_that_are_no_text_where_every_name_is(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on Windows, which has no such file; somebody else has committed it."""
    blob = repository.git("hash-object", "-w", "--stdin", given=b"text").strip()
    repository.git(
        "update-index", "-z", "--index-info", given=f"100644 {blob}\tprojects/".encode() + b"\xff\0"
    )
    repository.git("commit", "-q", "-m", "change")
    monkeypatch.setattr("os.fsdecode", lambda name: name.decode() if isinstance(name, bytes) else str(name))
    assert only(repository).touched == (Touched("projects/\ufffd", blob),)
    assert list(files(repository.path, repository.head())) == ["projects/\ufffd"]


@pytest.mark.parametrize(("before", "after"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_a_name_that_only_changed_its_spelling_is_still_here(
    repository: Repository, before: str, after: str
) -> None:
    old, new = (unicodedata.normalize(form, "projects/café.yaml") for form in (before, after))
    repository.say("text", old)
    repository.git("mv", old, new)
    repository.commit()
    first, second = walked(repository)
    assert second.touched == first.touched
    assert names(first) == [unicodedata.normalize("NFC", old)]


def test_files_come_go_and_move(repository: Repository) -> None:
    repository.say("same")
    repository.git("mv", FIRST, "projects/second.yaml")
    repository.commit()
    repository.git("rm", "-q", "projects/second.yaml")
    repository.commit()
    first, second, third = (step.touched for step in walked(repository))
    blob = first[0].blob
    assert first == (Touched(FIRST, blob),)
    assert second == (Touched(FIRST, None), Touched("projects/second.yaml", blob))
    assert third == (Touched("projects/second.yaml", None),)


def test_links_submodules_and_what_became_one(repository: Repository) -> None:
    repository.say("text")
    file = repository.path / FIRST
    (repository.path / "projects/link.yaml").symlink_to("first.yaml")
    other = Repository(repository.path / "projects/inner")
    other.commit()
    repository.commit()
    file.unlink()
    file.symlink_to("elsewhere")
    repository.commit()
    file.unlink()
    repository.write(FIRST, "text").chmod(0o755)
    repository.commit()
    first, second, third, fourth = (step.touched for step in walked(repository))
    assert second == (Touched("projects/inner", None), Touched("projects/link.yaml", None))
    assert third == (Touched(FIRST, None),)
    assert fourth == first


def test_a_folder_that_is_no_folder(repository: Repository) -> None:
    Repository(repository.path / "projects").commit()
    (repository.path / "link").symlink_to("projects")
    repository.commit()
    assert [step.touched for step in walked(repository)] == [()]
    assert walked(repository, "link") == []


@pytest.mark.parametrize("place", ["folder", "worktree", "sha256", "link"])
def test_any_kind_of_repository(tmp_path: Path, place: str) -> None:
    kind = ("--object-format=sha256",) if place == "sha256" else ()
    repository = Repository(tmp_path / "repository", *kind)
    inner = "ops/计划/" if place == "folder" else ""
    made = repository.say("here", f"{inner}{FIRST}")
    repository.say("another workspace", f"ops/other/{FIRST}")
    root = repository.path / inner
    if place == "worktree":
        root = tmp_path / "other"
        repository.git("worktree", "add", "-q", "--detach", str(root))
    if place == "link":
        root = tmp_path / "link"
        root.symlink_to(repository.path)
    (step,) = steps(root, repository.head())
    assert (step.commit.id, names(step)) == (made, [FIRST])
    with blobs(root) as old:
        assert old.read(step.touched[0].blob or "", 100) == b"here"


def test_more_commits_and_files_than_are_held_at_a_time(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "many")
    head = write(repository.path, 1_203, files=7)
    found = list(steps(repository.path, head))
    assert [step.commit.title for step in found] == [f"version {n}" for n in range(1_203)]
    assert {name for step in found for name in names(step)} == {f"projects/{n}.yaml" for n in range(7)}
    repository.git("reset", "-q", "--hard", head)
    for number in range(6_000):
        repository.write(f"projects/more/{number}.yaml", "")
    repository.commit()
    repository.say("behind")
    *_, large, last = steps(repository.path, repository.head())
    assert (len(large.touched), len(last.touched)) == (6_000, 1)


@pytest.mark.parametrize(
    ("steps_made", "files", "held"),
    [(1_203, 0, [500, 500, 203]), (7, 2_000, [3, 3, 1]), (2, 9_000, [1, 1, 0])],
)
def test_so_many_are_held_at_a_time(steps_made: int, files: int, held: list[int]) -> None:
    commit = Commit("1", datetime(2026, 10, 1, tzinfo=UTC), *WANG, "title")
    made = [Step(commit, tuple(Touched(f"{n}", None) for n in range(files)))] * steps_made
    assert [len(part) for part in log._parts(made)] == held


# --- what a repository's configuration cannot turn

TURNED = {
    "log.showRoot": "false",
    "log.follow": "true",
    "log.date": "relative",
    "log.decorate": "full",
    "log.abbrevCommit": "true",
    "log.diffMerges": "combined",
    "log.mailmap": "false",
    "log.showSignature": "true",
    "format.pretty": "oneline",
    "format.encodeEmailHeaders": "true",
    "i18n.logOutputEncoding": "GBK",
    "core.quotePath": "true",
    "core.abbrev": "4",
    "core.commentChar": "M",
    "color.ui": "always",
    "color.diff": "always",
    "diff.renames": "copies",
    "diff.orderFile": "order",
    "diff.relative": "true",
    "diff.ignoreSubmodules": "all",
    "diff.submodule": "log",
    "diff.noprefix": "true",
    "diff.mnemonicPrefix": "true",
    "diff.wsErrorHighlight": "all",
    "notes.displayRef": "refs/notes/*",
    "mailmap.file": "names",
    "mailmap.blob": "HEAD:names",
    "submodule.recurse": "true",
}


def test_settings_change_nothing(repository: Repository) -> None:
    Repository(repository.path / "projects/inner").commit()
    repository.write("order", "projects/z*\n")
    repository.write("names", "Nobody <wang@example.com>\n")
    repository.write("projects/z.yaml", "z")
    repository.say("开始")
    repository.git("mv", FIRST, "projects/双.yaml")
    repository.commit()
    repository.git("switch", "-q", "-c", "li", "HEAD~1")
    repository.say("branch", "projects/a.yaml", author=LI)
    repository.git("switch", "-q", "main")
    repository.merge("li")
    repository.git("notes", "add", "-m", "a note")
    before = walked(repository)
    assert [len(step.touched) for step in before] == [3, 2, 1]
    log = (GIT, "log", "--raw", "-m", "-z")
    plain = subprocess.check_output(log, cwd=repository.path)
    for name, value in TURNED.items():
        repository.git("config", name, value)
    assert subprocess.check_output(log, cwd=repository.path) != plain  # they do say something
    assert walked(repository) == before


def test_history_is_not_replaced(repository: Repository) -> None:
    made = [repository.say(f"{n}") for n in range(3)]
    false = repository.git("commit-tree", "-m", "false", f"{made[1]}^{{tree}}").strip()
    repository.git("replace", made[1], false)
    repository.write(".git/info/grafts", f"{made[2]}\n")
    assert repository.git("rev-list", "--count", "HEAD").strip() == "1"  # git by itself is deceived
    assert [step.commit.id for step in walked(repository)] == made
    assert [step.commit.title for step in walked(repository)] == ["0", "1", "2"]


def test_files_not_merged_yet_do_not_matter(repository: Repository) -> None:
    branched(repository, "zhao")
    repository.git("switch", "-q", "zhao")
    repository.say("theirs")
    repository.git("switch", "-q", "main")
    repository.say("ours")
    before = walked(repository)
    with pytest.raises(Exception, match="returned non-zero"):
        repository.merge("zhao")
    assert repository.git("ls-files", "--unmerged")
    assert walked(repository) == before


# --- clones without everything


def test_where_a_shallow_clone_begins(repository: Repository, tmp_path: Path) -> None:
    for number in range(4):
        repository.say(f"{number}")
    repository.write("projects/second.yaml", "")
    repository.commit()
    one, two = (repository.clone(tmp_path / f"{n}", f"--depth={n}") for n in (1, 2))
    (step,) = steps(one, repository.head())
    assert (step.commit.first, names(step)) == (True, [FIRST, "projects/second.yaml"])
    found = list(steps(two, repository.head()))
    assert [(step.commit.first, names(step)) for step in found] == [
        (True, [FIRST]),
        (False, ["projects/second.yaml"]),
    ]


@pytest.fixture
def served(repository: Repository) -> Repository:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true")
    for number in range(3):
        repository.say(f"{number}")
    return repository


def packs(clone: Path) -> int:
    return len(list((clone / ".git/objects/pack").iterdir()))


def test_a_clone_without_old_contents(served: Repository, tmp_path: Path) -> None:
    clone = served.clone(tmp_path / "clone", "--filter=blob:none")
    packed = packs(clone)
    found = list(steps(clone, served.head()))
    assert len(found) == 3
    with blobs(clone) as old:
        assert old.read(found[-1].touched[0].blob or "", 100) == b"2"  # checked out, and so fetched
    with pytest.raises(GitError) as caught, blobs(clone) as old:
        old.read(found[0].touched[0].blob or "", 100)
    assert words("en").say(caught.value.reason).startswith("This clone was made without older contents")
    assert packs(clone) == packed
    served.git("-C", str(clone), "cat-file", "blob", found[0].touched[0].blob or "")
    assert packs(clone) > packed  # git by itself does fetch


def test_a_clone_without_old_folders(served: Repository, tmp_path: Path) -> None:
    clone = served.clone(tmp_path / "clone", "--filter=tree:0")
    packed = packs(clone)
    assert refusal(clone, served.head()).startswith("This clone was made without older contents")
    assert packs(clone) == packed


# --- no answer


def test_a_commit_that_is_not_here(repository: Repository) -> None:
    repository.say("begin")
    assert refusal(repository.path, "0" * 40).startswith("git failed: fatal: bad object")


def test_no_repository(tmp_path: Path) -> None:
    assert refusal(tmp_path, "0" * 40) == f"{tmp_path.name} is not in a git repository."


def test_a_bare_repository(repository: Repository, tmp_path: Path) -> None:
    head = repository.say("begin")
    said = refusal(repository.clone(tmp_path / "bare", "--bare"), head)
    assert said == "bare is not in the working tree of its repository."


def test_a_damaged_history_ends_with_an_error(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "damaged")
    made = [repository.say(f"{n}") for n in range(4)]
    repository.lose(made[1])
    assert refusal(repository.path, made[3]).startswith("git failed: ")


# --- memory


def peak(root: Path, head: str) -> int:
    tracemalloc.start()
    try:
        assert sum(1 for _ in steps(root, head)) > 0
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_history_needs_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    long, short = Repository(tmp_path / "long"), Repository(tmp_path / "short")
    heads = {repository: write(repository.path, n) for repository, n in ((long, 6_000), (short, 1_200))}
    most, least = (peak(repository.path, heads[repository]) for repository in (long, short))
    assert most < 1.2 * least
