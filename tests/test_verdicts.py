"""Checking a folder: the same findings with and without what was kept from before."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import date
from pathlib import Path
from time import monotonic

import judging
import pytest
from click.testing import CliRunner

from opsgen import check, portfolio
from opsgen.cache import FOLDER, _sum
from opsgen.cli.main import opsgen

DAY = date(2026, 11, 22)
DATA = Path(__file__).parent / "data"


def found(root: Path, day: date = DAY) -> list[tuple[str, int, str]]:
    return [(p.file, p.line, p.code) for p in check.findings(check.opened(root), day)]


def fresh(root: Path, day: date = DAY) -> list[tuple[str, int, str]]:
    return [(p.file, p.line, p.code) for p in judging.findings(portfolio.read(root), day)]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for case in ("complete", "broken"):
        shutil.copytree(DATA / case / "projects", tmp_path / "projects", dirs_exist_ok=True)
    for name in ("gift", "launch"):
        (tmp_path / "projects" / f"{name}.yaml").write_text(
            "title: Launch\nowner: 王芳\nstart: 2026-07-01\nfinish: 2026-12-30\nmilestones:\n"
            "  - {id: M1, title: Tested, forecast: 2026-11-20}\n"
            "  - {id: M2, title: Launched, actual: 2026-11-25}\n",
            encoding="utf-8",
        )
    return tmp_path


@pytest.fixture
def store(workspace: Path) -> Path:
    check.findings(check.opened(workspace), DAY)
    return workspace / FOLDER / "verdicts.sqlite"


def test_what_is_kept_says_the_same(workspace: Path, store: Path) -> None:
    assert store.is_file()
    assert (
        found(workspace)
        == fresh(workspace)
        == [(p.file, p.line, p.code) for p in check.read(workspace).findings(DAY)]
    )


def test_sentences_are_kept_whole(workspace: Path) -> None:
    cold, warm = (check.findings(check.opened(workspace), DAY) for _ in range(2))
    assert cold == warm == judging.findings(portfolio.read(workspace), DAY)


@pytest.mark.parametrize("day", [date(2020, 1, 1), date(2026, 11, 20), date(2026, 11, 21), date(2030, 1, 1)])
def test_what_is_kept_rests_on_no_day(workspace: Path, store: Path, day: date) -> None:
    """What time makes wrong and what time mends: on every day what a first check would say."""
    assert found(workspace, day) == fresh(workspace, day)


def test_a_changed_file_is_read_again(workspace: Path, store: Path) -> None:
    file = workspace / "projects" / "gift.yaml"
    file.write_text(file.read_text("utf-8").replace("owner", "ownr"), encoding="utf-8")
    assert ("projects/gift.yaml", 2, "unknown-field") in found(workspace)


def test_changed_people_and_settings_judge_everything_again(workspace: Path, store: Path) -> None:
    (workspace / "projects" / "people.yaml").write_text("people: [{id: a, name: A}]\n", encoding="utf-8")
    assert ("projects/gift.yaml", 2, "unknown-person") in found(workspace)
    (workspace / "projects" / "portfolio.yaml").write_text(
        "title: x\nrules: {severity: {unknown-person: ignore}}\n", encoding="utf-8"
    )
    assert "unknown-person" not in {code for _, _, code in found(workspace)}


def test_a_project_that_another_names_may_go_away(workspace: Path) -> None:
    gift = workspace / "projects" / "gift.yaml"
    gift.write_text(gift.read_text("utf-8") + "compare_with: launch\n", encoding="utf-8")
    assert ("projects/gift.yaml", 8, "unknown-reference") not in found(workspace)
    (workspace / "projects" / "launch.yaml").unlink()
    assert ("projects/gift.yaml", 8, "unknown-reference") in found(workspace)
    assert found(workspace) == fresh(workspace)


@pytest.mark.parametrize("damage", ["cut", "noise", "other", "values", "folder"])
def test_a_damaged_store_is_made_again(workspace: Path, store: Path, damage: str) -> None:
    before = fresh(workspace)
    _damage(store, damage)
    assert found(workspace) == before
    assert found(workspace) == before
    assert damage == "folder" or entries(store) == check.opened(workspace).projects


def entries(store: Path) -> int:
    with sqlite3.connect(store) as connection:
        number = connection.execute("SELECT count(*) FROM entry").fetchone()[0]
    connection.close()
    return int(number)


def _damage(store: Path, damage: str) -> None:
    if damage == "cut":
        store.write_bytes(store.read_bytes()[:5000])
    elif damage == "noise":
        store.write_bytes(b"\xff" * 5000)
    elif damage == "folder":
        store.unlink()
        store.mkdir()
    else:
        value = b"[]" if damage == "other" else None
        with sqlite3.connect(store) as connection:
            if value is None:
                connection.execute("UPDATE entry SET value = substr(value, 1, 40)")
            else:
                connection.execute("UPDATE entry SET value = ?", (value,))
        connection.close()


# What somebody may have written into a cache that others can write to, with the right sum.
FORGED = {
    "nothing": b"",
    "no JSON": b"{",
    "no text": b"\xff",
    "no verdict": b"[]",
    "too deep": b"[" * 100_000,
    "a code that steers": (b'"unclosed"', b'"\\u001b[2J"'),
    "many digits": b"1" * 5000,
    "another file": (b'"projects/gift.yaml"', b'"../../etc/passwd"'),
    "a line before the first": (b'gift.yaml", 6', b'gift.yaml", -6'),
    "an unknown rule": (b'"milestone-overdue"', b'"no-such-rule"'),
    "an unknown severity": (b'"unclosed", "error"', b'"unclosed", "fatal"'),
    "a look into the program": (b"{title}", b"{title.__class__}"),
    "a very wide place": (b"{title}", b"{title:>999999999}"),
    "a place without a figure": (b"{title}", b"{heading}"),
    "no date": (b'"date": "2026-11-20"', b'"date": "2026-11-40"'),
    "half a character": (b"Launch", b"\\ud800"),
}


@pytest.mark.parametrize("forged", FORGED)
def test_a_forged_verdict_is_made_again(workspace: Path, store: Path, forged: str) -> None:
    before, said = fresh(workspace), FORGED[forged]
    with sqlite3.connect(store) as connection:
        rows = connection.execute("SELECT key, substr(value, 17) FROM entry").fetchall()
        assert not isinstance(said, tuple) or any(said[0] in value for _, value in rows)
        for key, value in rows:
            value = value.replace(*said) if isinstance(said, tuple) else said
            connection.execute("UPDATE entry SET value = ? WHERE key = ?", (_sum(key, value) + value, key))
    connection.close()
    result = CliRunner().invoke(opsgen, ["-C", str(workspace), "check", "--as-of", "2026-11-22"])
    assert type(result.exception) is SystemExit
    assert found(workspace) == before
    assert "passwd" not in result.output


# What projects take of people's time, over all of them

ALLOCATED = "allocations:\n  - {person: 陈晨, percent: 62.5}\n  - {person: 陈晨, task: T1, days: 3.5}\n"
TASKS = "tasks:\n  - {id: T1, title: Tested, start: 2026-11-23, finish: 2026-11-27}\n"
FORGED_CLAIMS = {
    "more than all of the time": (b"62.5", b"100.5"),
    "less than nothing": (b"62.5", b"-1"),
    "more than a number can be": (b"62.5", b"1e999"),
    "many digits": (b"62.5", b"9" * 400),
    "no number": (b"62.5", b"NaN"),
    "a truth": (b"62.5", b"true"),
    "a text": (b"62.5", b'"62.5"'),
    "neither a share nor days": (b"62.5", b"null"),
    "both a share and days": (b"62.5, null", b"62.5, 3.5"),
    "an end before the beginning": (b'"2026-11-27"', b'"2025-11-27"'),
    "no day": (b'"2026-11-27"', b'"2026-11-31"'),
    "nobody": (b'"claims": [["\xe9\x99\x88\xe6\x99\xa8"', b'"claims": [[null'),
    "no place among the allocations": (b"62.5, null, 0", b'62.5, null, "0"'),
    "another file": (b'62.5, null, 0, ["projects/', b'62.5, null, 0, ["/etc/'),
    "too little": (b"62.5, null, 0", b"62.5, null"),
}


@pytest.fixture
def allocated(workspace: Path) -> Path:
    for name in ("gift", "launch"):
        file = workspace / "projects" / f"{name}.yaml"
        file.write_text(file.read_text("utf-8") + TASKS + ALLOCATED, encoding="utf-8")
    check.findings(check.opened(workspace), DAY)
    return workspace


def test_what_is_kept_of_allocations_says_the_same(allocated: Path) -> None:
    """Over all projects 2 · (62.5 + 70): told to both, from what was kept."""
    kept, anew = (
        check.findings(check.opened(allocated), DAY),
        judging.findings(portfolio.read(allocated), DAY),
    )
    assert kept == anew
    over = [(p.file, p.line) for p in kept if p.code == "over-allocated" and "陈晨" in str(p.message)]
    assert over == [("projects/gift.yaml", 12), ("projects/launch.yaml", 12)]


@pytest.mark.parametrize("day", [date(2025, 12, 1), date(2026, 11, 30), date(2027, 1, 4)])
def test_over_allocation_is_seen_from_the_day_on_which_it_is_asked_for(allocated: Path, day: date) -> None:
    told = [code for _, _, code in found(allocated, day)].count("over-allocated")
    assert found(allocated, day) == fresh(allocated, day)
    assert (told > 0) == (day == date(2026, 11, 30))


def test_a_project_that_gives_way_ends_it_for_the_others(allocated: Path) -> None:
    file = allocated / "projects" / "launch.yaml"
    file.write_text(file.read_text("utf-8").replace(ALLOCATED, ""), encoding="utf-8")
    assert ("projects/gift.yaml", 12, "over-allocated") in found(allocated)
    gift = allocated / "projects" / "gift.yaml"
    gift.write_text(gift.read_text("utf-8").replace("days: 3.5", "days: 1.5"), encoding="utf-8")
    assert "over-allocated" not in {
        code for name, _, code in found(allocated) if name == "projects/gift.yaml"
    }


@pytest.mark.parametrize("forged", FORGED_CLAIMS)
def test_forged_allocations_are_read_again(allocated: Path, forged: str) -> None:
    before, (true, said) = fresh(allocated), FORGED_CLAIMS[forged]
    with sqlite3.connect(allocated / FOLDER / "verdicts.sqlite") as connection:
        rows = connection.execute("SELECT key, substr(value, 17) FROM entry").fetchall()
        assert any(true in value for _, value in rows)
        for key, value in rows:
            value = value.replace(true, said)
            connection.execute("UPDATE entry SET value = ? WHERE key = ?", (_sum(key, value) + value, key))
    connection.close()
    assert found(allocated) == before


ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r) SELECT"


@pytest.mark.parametrize(
    "hostile",
    [
        f"CREATE VIEW entry (key, value) AS {ENDLESS} CAST(n AS BLOB), n FROM r",
        "CREATE TABLE entry (key BLOB PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;"
        f"CREATE TRIGGER t AFTER INSERT ON entry BEGIN INSERT INTO entry {ENDLESS} n, n FROM r; END",
        "CREATE TABLE entry (x)",
    ],
    ids=["view", "trigger", "table"],
)
def test_a_store_holds_one_table_and_nothing_that_runs(workspace: Path, store: Path, hostile: str) -> None:
    store.unlink()
    with sqlite3.connect(store) as connection:
        connection.executescript(hostile)
    connection.close()
    assert found(workspace) == fresh(workspace)
    assert entries(store) == check.opened(workspace).projects


def test_a_link_leads_to_no_other_database(workspace: Path, store: Path) -> None:
    other = workspace / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE a (b)")
    connection.close()
    before = other.read_bytes()
    for name in ("verdicts.sqlite", "verdicts.sqlite-journal", ".gitignore"):
        store.with_name(name).unlink(missing_ok=True)
        store.with_name(name).symlink_to(other if name == store.name else workspace / "made")
    assert found(workspace) == fresh(workspace)
    assert other.read_bytes() == before
    assert not (workspace / "made").exists()


@pytest.mark.parametrize("name", [".cache", ".cache/opsgen"])
def test_a_linked_folder_is_no_place_for_a_store(workspace: Path, tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (workspace / name).parent.mkdir(exist_ok=True)
    (workspace / name).symlink_to(elsewhere)
    assert found(workspace) == fresh(workspace)
    assert list(elsewhere.iterdir()) == []


def test_a_locked_store_is_waited_for_once(
    workspace: Path, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("opsgen.cache._PATIENCE", 0.5)
    connection = sqlite3.connect(store, isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    start = monotonic()
    assert found(workspace) == fresh(workspace)
    assert monotonic() - start < 0.5 * check.opened(workspace).projects
    connection.close()


def test_a_folder_nobody_may_write_to_is_checked_too(workspace: Path) -> None:
    (workspace / ".cache").write_text("in the way")
    assert found(workspace) == fresh(workspace)


def test_old_states_do_not_pile_up(workspace: Path, store: Path) -> None:
    file, projects = workspace / "projects" / "gift.yaml", check.opened(workspace).projects
    sizes = []
    for size in range(6 * projects):
        file.write_text(file.read_text("utf-8") + f"# {size}\n", encoding="utf-8")
        check.findings(check.opened(workspace), DAY)
        sizes.append(entries(store))
    assert projects < max(sizes) <= 4 * projects + 1


def test_two_projects_of_one_id_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    for name in ("Gift", "other"):
        text = (
            "id: gift\n" * (name == "other")
            + "title: x\nowner: a\nlifecycle: proposed\ngoals: [{title: g}]\n"
        )
        (tmp_path / "projects" / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert found(tmp_path) == found(tmp_path) == fresh(tmp_path)
    assert ("projects/other.yaml", 1, "duplicate-project-id") in found(tmp_path)
