"""What commits brought about, judged on their day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from repository import Repository

from opsgen import check
from opsgen.timeline import timeline, with_aftermath

if TYPE_CHECKING:
    from pathlib import Path

    from opsgen.timeline import Timeline

HEAD = "title: 双十一大促\nowner: 王芳\nstart: 2026-08-01\nfinish: 2026-12-15\nmilestones:\n"


def project(forecast: str) -> str:
    return f"{HEAD}  - {{id: M1, title: 压测通过, baseline: 2026-11-10, forecast: {forecast}}}\n"


def past(root: Path) -> Timeline:
    portfolio = check.read(root).portfolio
    return with_aftermath(root, timeline(root, portfolio), portfolio)


def told(found: Timeline) -> list[list[str]]:
    """The codes of each commit, the oldest first."""
    return [[change.code for change in landing.changes] for landing in reversed(found.landings)]


def test_a_move_turns_the_light_on_the_day_it_landed(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(first=project("2026-11-10"))
    moved = repository.commit(first=project("2026-12-10"))
    repository.commit(first=project("2026-11-12"))

    found = past(tmp_path)

    assert told(found) == [
        ["project.added"],
        ["milestone.slipped", "health.changed"],
        ["milestone.brought_forward", "health.changed"],
    ]
    turned = found.landings[1].changes[-1]
    assert (turned.old, turned.new, turned.severity) == ("green", "red", "attention")
    assert turned.origin is not None
    assert turned.origin.commit == moved


def test_what_is_only_written_otherwise_brings_nothing_about(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(first=project("2026-12-10"))
    repository.commit(first=project("2026-12-10").replace("title: 双十一大促", "title:   '双十一大促'"))
    assert told(past(tmp_path)) == [["project.added"]]


def test_it_is_kept_and_said_the_same_again(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(first=project("2026-11-10"))
    repository.commit(first=project("2026-12-10"))
    first = past(tmp_path)
    assert past(tmp_path) == first
    (tmp_path / ".cache/opsgen/aftermath.sqlite").write_bytes(b"damaged")
    assert past(tmp_path) == first


def test_of_old_commits_nothing_is_asked(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(first=project("2026-11-10"))
    repository.commit(first=project("2026-12-10"))
    repository.commit(first=project("2026-12-11"))
    portfolio = check.read(tmp_path).portfolio
    found = with_aftermath(tmp_path, timeline(tmp_path, portfolio), portfolio, most=1)
    assert told(found)[1] == ["milestone.slipped"]


def test_a_shallow_clone_does_not_know_what_was_before(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "full")
    repository.commit(first=project("2026-11-10"))
    repository.commit(first=project("2026-12-10"))
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    assert told(past(clone)) == []
