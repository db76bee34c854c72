"""What each commit changed, from repositories made on the spot with fixed dates."""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tracemalloc
from datetime import date
from typing import TYPE_CHECKING

import pytest
from repository import Repository

from opsgen import portfolio
from opsgen.history import Blobs
from opsgen.timeline import Timeline, timeline
from opsgen.timeline.walk import whole_of

if TYPE_CHECKING:
    from pathlib import Path

    from opsgen.changes.change import Change

HEAD = "title: 礼包\nowner: 王芳\n"
MILESTONES = "milestones:\n  - {id: M1, title: 压测, forecast: 2026-10-10}\n"
RISKS = "risks:\n  - {id: R1, title: 限流, probability: 2, impact: 3}\n"
FIRST = HEAD + MILESTONES + RISKS


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "工作区")


def read(root: Path) -> Timeline:
    return timeline(root, portfolio.read(root))


def told(root: Path) -> list[tuple[str, ...]]:
    """Of each commit with changes its changes, the newest first."""
    return [tuple(map(said, landing.changes)) for landing in read(root).landings]


def said(change: Change) -> str:
    return " ".join(filter(None, (change.code, change.project, change.item, change.field)))


def move(repository: Repository, old: str, new: str) -> None:
    (repository.path / new).parent.mkdir(parents=True, exist_ok=True)
    repository.git("mv", old, new)


# --- projects


def test_a_project_is_added_changed_and_removed(repository: Repository) -> None:
    added = repository.commit(gift=FIRST)
    slipped = repository.commit(gift=FIRST.replace("10-10}", "10-24, reason: 短信接口}"))
    (repository.path / "projects/gift.yaml").unlink()
    removed = repository.commit()
    found = read(repository.path)
    assert told(repository.path) == [
        ("project.removed gift gift",),
        ("milestone.slipped gift M1 forecast",),
        ("project.added gift gift",),
    ]
    assert [landing.commit.id for landing in found.landings] == [removed, slipped, added]
    (change,) = found.landings[1].changes
    assert (change.old, change.new, change.delta) == (date(2026, 10, 10), date(2026, 10, 24), 14)
    assert change.reason.plain == "短信接口"
    assert change.severity == "attention"
    assert change.origin is not None
    assert (change.origin.commit, change.origin.author) == (slipped, "Wang")
    assert (found.reach, found.note, found.commits, found.versions) == ("whole", None, 3, 3)
    assert (found.broken, found.unread, found.older, found.pending) == ((), 0, 0, ())


def test_a_commit_that_touches_no_whole_changes_nothing(repository: Repository) -> None:
    repository.commit(gift=FIRST)
    repository.write("projects/notes.md", "text")
    repository.commit()
    assert len(told(repository.path)) == 1
    assert read(repository.path).commits == 2


@pytest.mark.parametrize("to_folder", [True, False])
def test_a_file_that_moves_into_its_folder_changes_nothing(repository: Repository, to_folder: bool) -> None:
    places = ("projects/gift.yaml", "projects/gift/project.yaml")
    old, new = places if to_folder else places[::-1]
    repository.write(old, FIRST)
    repository.commit()
    move(repository, old, new)
    repository.commit()
    assert told(repository.path) == [("project.added gift gift",)]
    repository.write(new, FIRST.replace("10-10", "10-09"))
    repository.commit()
    assert told(repository.path)[0] == ("milestone.brought_forward gift M1 forecast",)


def test_a_list_that_gets_a_file_of_its_own_changes_nothing(repository: Repository) -> None:
    repository.commit(gift=FIRST)
    repository.commit(
        **{"gift": HEAD + RISKS, "gift/milestones": "- {id: M1, title: 压测, forecast: 2026-10-10}\n"}
    )
    assert len(told(repository.path)) == 1
    repository.commit(**{"gift/milestones": "- {id: M1, title: 压测, forecast: 2026-10-11}\n"})
    assert told(repository.path)[0] == ("milestone.slipped gift M1 forecast",)
    repository.commit(gift=HEAD + RISKS.replace("impact: 3", "impact: 5"))
    assert told(repository.path)[0] == ("risk.escalated gift R1 score",)


def test_entries_in_files_of_their_own(repository: Repository) -> None:
    repository.commit(gift=HEAD)
    repository.commit(**{"gift/updates/w40": "period: 2026-W40\nsummary: 一切照常\n"})
    assert told(repository.path)[0] == ("update.written gift w40",)
    repository.commit(**{"gift/updates/w40": "period: 2026-W40\nsummary: 压测推迟\n"})
    assert [change.split()[:3] for change in told(repository.path)[0]] == [["text.changed", "gift", "w40"]]
    repository.git("rm", "-q", "projects/gift/updates/w40.yaml")
    repository.commit()
    assert told(repository.path)[0] == ("update.removed gift w40",)


def test_a_renamed_file_that_keeps_its_id_changes_nothing(repository: Repository) -> None:
    repository.commit(gift="id: gift\n" + FIRST)
    move(repository, "projects/gift.yaml", "projects/礼包.yaml")
    repository.commit()
    assert told(repository.path) == [("project.added gift gift",)]
    assert [len(read(repository.path).of_project(name)) for name in ("gift", "礼包")] == [1, 0]


def test_a_new_id_with_the_old_one_as_alias_is_the_same_project(repository: Repository) -> None:
    repository.commit(gift=FIRST)
    move(repository, "projects/gift.yaml", "projects/present.yaml")
    repository.commit(present=FIRST.replace("10-10", "10-12") + "aliases: [gift]\n")
    newest, oldest = told(repository.path)
    assert oldest == ("project.added gift gift",)
    assert "milestone.slipped present M1 forecast" in newest
    assert not any(change.startswith(("project.added", "project.removed")) for change in newest)
    assert [len(landing.changes) for landing in read(repository.path).of_project("present", "gift")] == [
        len(newest),
        1,
    ]


def test_a_renamed_file_without_a_word_is_another_project(repository: Repository) -> None:
    repository.commit(gift=FIRST)
    move(repository, "projects/gift.yaml", "projects/present.yaml")
    repository.commit()
    assert sorted(told(repository.path)[0]) == ["project.added present present", "project.removed gift gift"]


def test_the_same_written_in_another_way_is_no_change(repository: Repository) -> None:
    repository.commit(gift=FIRST)
    block = (
        "milestones:\n- title: '压测'   # the first\n  forecast: 2026-10-10\n  id: M1\nowner: 王芳\n"
        'risks: [{impact: 3, probability: 2, title: 限流, id: "R1"}]\n"title": 礼包\n'
    )
    repository.commit(gift=f"# 礼包\n\n{block}")
    repository.commit(gift=f"---\n{block}".replace("\n", "\r\n"))
    assert told(repository.path) == [("project.added gift gift",)]
    assert read(repository.path).commits == 3


def test_gone_and_back_again(repository: Repository) -> None:
    for text in (FIRST, None, FIRST.replace("10-10", "10-11")):
        if text is None:
            (repository.path / "projects/gift.yaml").unlink()
        repository.commit(**({"gift": text} if text else {}))
    assert told(repository.path) == [
        ("project.added gift gift",),
        ("project.removed gift gift",),
        ("project.added gift gift",),
    ]


def test_an_id_that_another_project_has_too(repository: Repository) -> None:
    repository.commit(gift=FIRST)
    repository.commit(other="id: gift\n" + FIRST)
    repository.commit(other="id: gift\n" + FIRST.replace("10-10", "10-11"))
    repository.git("rm", "-q", "projects/other.yaml")
    repository.commit()
    assert told(repository.path) == [
        ("project.removed gift gift",),
        ("milestone.slipped gift M1 forecast",),
        ("project.added gift gift",),
        ("project.added gift gift",),
    ]


# --- what cannot be read


def test_a_broken_version_is_counted_and_passed_over(repository: Repository) -> None:
    repository.commit(gift=FIRST)
    broken = repository.commit(gift=FIRST.replace("title: 礼包", "title: [礼包"))
    repository.commit(gift=FIRST.replace("10-10", "10-13"))
    found = read(repository.path)
    assert told(repository.path) == [("milestone.slipped gift M1 forecast",), ("project.added gift gift",)]
    assert (found.unread, found.versions, found.commits) == (1, 3, 3)
    ((landing, what),) = found.broken
    assert landing.commit.id == broken
    assert (what.file, what.problems) == ("projects/gift.yaml", 1)


@pytest.mark.parametrize(
    "text", ["title: 礼包\n", "a: b: c\n", "", "- 1\n", "title: 礼包\nowner: 王芳\nwho: x\n"]
)
def test_a_first_version_that_cannot_be_read(repository: Repository, text: str) -> None:
    repository.commit(gift=text)
    repository.commit(gift=FIRST)
    found = read(repository.path)
    assert told(repository.path) == [("project.added gift gift",)]
    assert found.unread == 1
    assert found.landings[0].commit.id == repository.head()


def test_broken_and_then_gone(repository: Repository) -> None:
    repository.commit(gift=FIRST, other="title:\n")
    repository.commit(gift="title:\n")
    (repository.path / "projects/gift.yaml").unlink()
    (repository.path / "projects/other.yaml").unlink()
    repository.commit()
    assert told(repository.path) == [("project.removed gift gift",), ("project.added gift gift",)]
    assert read(repository.path).unread == 2


def test_a_link_in_the_place_of_a_file(repository: Repository) -> None:
    repository.commit(gift=FIRST)
    file = repository.path / "projects/gift.yaml"
    file.unlink()
    file.symlink_to("elsewhere.yaml")
    repository.commit()
    file.unlink()
    repository.commit(gift=FIRST)
    assert told(repository.path) == [
        ("project.added gift gift",),
        ("project.removed gift gift",),
        ("project.added gift gift",),
    ]


# --- settings, people, meetings


def test_settings_people_and_meetings(repository: Repository) -> None:
    meeting = "title: 周会\ndate: 2026-10-08\n"
    repository.commit(
        portfolio="title: 全部\ncurrency: CNY\n",
        people="people:\n  - {id: wang, name: 王芳}\n",
        gift=HEAD,
    )
    repository.commit(portfolio="title: 全部\ncurrency: USD\n")
    repository.commit(people="people:\n  - {id: wang, name: 王芳}\n  - {id: li, name: 李强}\n")
    repository.commit(**{"meetings/w40": meeting})
    repository.git("rm", "-q", "projects/portfolio.yaml")
    repository.commit()
    found = told(repository.path)
    assert found[:2] == [("meeting.held w40",), ("people.added li",)]
    assert found[2] == ("settings.changed 全部 currency",)
    assert found[3] == ("project.added gift gift",)
    assert read(repository.path).unread == 0


@pytest.mark.parametrize(
    ("file", "whole"),
    [
        ("projects/gift.yaml", "gift"),
        ("projects/gift/project.yaml", "gift"),
        ("projects/gift/updates/w40.yaml", "gift"),
        ("projects/gift.yml", "gift"),
        ("projects/gift/data/kpi.csv", "gift"),
        ("projects/gift.v2.YAML", "gift.v2"),
        ("projects/portfolio.yaml", "portfolio"),
        ("projects/people.yml", "people"),
        ("projects/meetings/w40.yaml", "meetings/w40.yaml"),
        ("projects/meetings/deep/w40.yaml", None),
        ("projects/meetings.yaml", None),
        ("projects/data/actuals.csv", None),
        ("projects/extra.schema.json", None),
        ("projects/notes.md", None),
        ("projects", None),
    ],
)
def test_what_a_file_belongs_to(file: str, whole: str | None) -> None:
    assert whole_of(file) == whole


# --- tables and long lists

METRICS = "metrics:\n  - {id: K1, title: 新客, target: 100}\n  - {id: K2, title: 复购, target: 20}\n"


def test_tables_belong_to_the_version(repository: Repository) -> None:
    repository.commit(gift=HEAD + METRICS)
    repository.write("projects/gift/data/one.csv", "date,K1\n2026-10-01,10\n")
    repository.write("projects/gift/data/two.csv", "date,K2\n2026-10-01,5\n")
    repository.commit()
    repository.write("projects/gift/data/two.csv", "date,K2\n2026-10-01,5\n2026-10-02,6\n")
    repository.commit()
    repository.commit(gift=HEAD + METRICS.replace("新客", "新的客户"))
    titled, one, both, _ = told(repository.path)
    assert one == ("kpi.measured gift K2 measurements.2026-10-02",)
    assert sorted(both) == [f"kpi.measured gift K{n} measurements.2026-10-01" for n in (1, 2)]
    assert titled == ("text.changed gift K1 title",)


def test_measurements_by_date_stand_with_their_metrics(repository: Repository) -> None:
    measured = "measurements:\n  2026-10-01: {K1: 10}\n"
    repository.commit(gift=HEAD + METRICS + measured)
    repository.commit(gift=HEAD + METRICS + measured + "  2026-10-02: {K1: 12, K2: 3}\n")
    repository.commit(
        gift=HEAD + METRICS.replace("100", "120") + measured + "  2026-10-02: {K1: 12, K2: 3}\n"
    )
    target, new, _ = told(repository.path)
    assert sorted(new) == [f"kpi.measured gift K{n} measurements.2026-10-02" for n in (1, 2)]
    assert [change.split()[0] for change in target] == ["target.changed"]


def test_a_list_of_ten_thousand(repository: Repository) -> None:
    tasks = "".join(f"  - {{id: T{n}, title: Task {n}}}\n" for n in range(10_000))
    repository.commit(gift=f"{HEAD}tasks:\n{tasks}")
    repository.commit(gift=f"{HEAD}tasks:\n{tasks.replace('Task 77}', 'Other}')}")
    assert told(repository.path)[0] == ("text.changed gift T77 title",)


def test_a_commit_that_touches_700_files(repository: Repository) -> None:
    names = [f"p{n:03}" for n in range(700)]
    repository.commit(**dict.fromkeys(names, FIRST))
    repository.commit(**dict.fromkeys(names, FIRST.replace("10-10", "10-11")))
    newest, oldest = read(repository.path).landings
    assert [change.project for change in newest.changes] == names
    assert {change.code for change in newest.changes} == {"milestone.slipped"}
    assert {change.code for change in oldest.changes} == {"project.added"}


# --- how much of the history there is


def test_no_git_at_all(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    found = read(tmp_path)
    assert (found.reach, found.landings) == ("none", ())
    assert found.note is not None


def test_before_the_first_commit(repository: Repository) -> None:
    repository.write("projects/gift.yaml", FIRST)
    found = read(repository.path)
    assert (found.reach, found.landings, found.pending) == ("none", (), ())
    assert found.note is not None


def test_projects_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    outer = Repository(tmp_path / "repository")
    for text in (FIRST, FIRST.replace("10-10", "10-11")):
        outer.write("部门/ops/projects/gift.yaml", text)
        outer.write("projects/elsewhere.yaml", text)
        outer.commit()
    root = outer.path / "部门/ops"
    assert told(root) == [("milestone.slipped gift M1 forecast",), ("project.added gift gift",)]


def test_a_shallow_clone_knows_no_more_than_it_has(repository: Repository, tmp_path: Path) -> None:
    for day in (10, 11, 12):
        repository.commit(gift=FIRST.replace("10-10", f"10-{day}"))
    clone = repository.clone(tmp_path / "clone", "--depth=2")
    found = read(clone)
    assert told(clone) == [("milestone.slipped gift M1 forecast",)]
    assert (found.reach, found.commits) == ("shallow", 2)
    assert found.note is not None
    repository.git("-C", str(clone), "fetch", "-q", "--unshallow")
    assert told(clone) == told(repository.path)
    assert read(clone).reach == "whole"


def packs(clone: Path) -> int:
    return len(list((clone / ".git/objects/pack").iterdir()))


def test_a_clone_without_old_contents_keeps_no_error_of_it(repository: Repository, tmp_path: Path) -> None:
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.git("config", "uploadpack.allowAnySHA1InWant", "true")
    for day in (10, 11, 12):
        repository.commit(gift=FIRST.replace("10-10", f"10-{day}"), other=HEAD)
    clone = repository.clone(tmp_path / "clone", "--filter=blob:none")
    packed = packs(clone)
    for _ in range(2):
        found = read(clone)
        assert found.reach == "partial"
        assert found.note is not None
        assert found.unread > 0
        assert packs(clone) == packed
    full = repository.clone(tmp_path / "full")
    (full / ".cache").mkdir(exist_ok=True)
    shutil.copytree(clone / ".cache", full / ".cache", dirs_exist_ok=True)
    assert read(full) == read(repository.path)


# --- what is not committed


def test_what_is_not_committed_is_pending(repository: Repository) -> None:
    repository.commit(gift=FIRST, other=FIRST, third=FIRST, portfolio="title: 全部\n")
    assert read(repository.path).pending == ()
    repository.write("projects/gift.yaml", FIRST.replace("10-10", "10-24"))
    repository.write("projects/new.yaml", FIRST)
    repository.write("projects/third.yaml", "title: [\n")
    repository.write("projects/portfolio.yaml", "title: 全部\ntimezone: UTC\n")
    (repository.path / "projects/other.yaml").unlink()
    found = read(repository.path)
    assert sorted(map(said, found.pending)) == [
        "milestone.slipped gift M1 forecast",
        "project.added new new",
        "project.removed other other",
        "settings.changed 全部 timezone",
    ]
    assert {change.origin for change in found.pending} == {None}
    assert len(found.landings) == 1


# --- what is kept


@pytest.fixture
def kept(repository: Repository) -> Repository:
    """A history with a bit of everything, walked once."""
    repository.commit(gift=FIRST, portfolio="title: 全部\ncurrency: CNY\n")
    repository.commit(gift=FIRST.replace("10-10", "10-24"), other="title: [\n")
    repository.commit(gift=FIRST.replace("R1", "R2"), other=HEAD + METRICS)
    repository.commit(portfolio="title: 全部\ncurrency: USD\n")
    read(repository.path)
    return repository


def store_of(repository: Repository) -> Path:
    return repository.path / ".cache/opsgen/changes.sqlite"


def without_cache(repository: Repository) -> Timeline:
    shutil.rmtree(repository.path / ".cache")
    return read(repository.path)


def test_what_is_kept_gives_the_same(kept: Repository) -> None:
    with sqlite3.connect(store_of(kept)) as connection:
        assert connection.execute("SELECT count(*) FROM entry").fetchone() == (7,)
    warm = read(kept.path)
    assert warm == without_cache(kept)
    assert len(warm.landings) == 4


def test_what_is_kept_is_not_read_again(kept: Repository, monkeypatch: pytest.MonkeyPatch) -> None:

    read_blobs: list[str] = []
    true = Blobs.read
    monkeypatch.setattr(
        Blobs, "read", lambda self, blob, most: read_blobs.append(blob) or true(self, blob, most)
    )
    read(kept.path)
    assert read_blobs == []
    kept.commit(gift=FIRST)
    read(kept.path)
    assert len(read_blobs) == 2  # before and after
    read(kept.path)
    assert len(read_blobs) == 2


@pytest.mark.parametrize("damage", [b"", b"no database", b"SQLite format 3\0" + bytes(4000)])
def test_a_damaged_cache(kept: Repository, damage: bytes) -> None:
    whole = read(kept.path)
    store_of(kept).write_bytes(damage)
    assert read(kept.path) == whole
    assert read(kept.path) == whole


def test_damaged_entries(kept: Repository) -> None:
    whole = read(kept.path)
    connection = sqlite3.connect(store_of(kept))
    connection.execute("UPDATE entry SET value = substr(value, 1, 20)")
    connection.commit()
    connection.close()
    assert read(kept.path) == whole


def test_nowhere_to_keep_anything(kept: Repository) -> None:
    whole = without_cache(kept)
    shutil.rmtree(kept.path / ".cache")
    (kept.path / ".cache").write_text("a file")
    assert read(kept.path) == whole


# --- memory


def long_history(root: Path, versions: int) -> Path:
    """A repository of so many versions of twenty projects."""
    repository = Repository(root)
    stream = "".join(
        f"commit refs/heads/main\ncommitter Wang <wang@example.com> {1_700_000_000 + number} +0800\n"
        f"data 0\nM 100644 inline projects/p{number % 20}.yaml\ndata {len(text)}\n{text}\n"
        for number in range(versions)
        for text in (f"title: V{number:05}\nowner: Wang\nnotes: {'so ' * 30}\n",)
    )
    repository.git("fast-import", "--quiet", given=stream.encode())
    repository.git("checkout", "-q", "main")
    return root


def peak(root: Path) -> int:
    """The most memory that a first walk takes."""
    tracemalloc.start()
    try:
        found = timeline(root, portfolio.assemble({}))
        assert (found.reach, found.unread, len(found.landings)) == ("whole", 0, 100)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_long_history_takes_no_more_memory_than_a_short_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["opsgen.timeline.timeline"], "_MOST", 100)
    few, many = (long_history(tmp_path / f"{count}", count) for count in (800, 4_000))
    timeline(few, portfolio.assemble({}))  # what is loaded once
    shutil.rmtree(few / ".cache")
    assert peak(many) < 1.5 * peak(few)  # but for the keys of what is kept: 125 bytes each
