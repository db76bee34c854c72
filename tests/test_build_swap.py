"""Readers see a whole site whatever happens to the build."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from opsgen.build import swap

KILLER = Path(__file__).with_name("kill_builds.py")


def site_of(root: Path, text: str | None) -> Path:
    site = root / "site"
    if text is not None:
        site.mkdir()
        (site / "index.html").write_text(text)
    return site


def lies_in(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def build(site: Path, text: str) -> None:
    with swap.staging(site) as folder:
        (folder / "en").mkdir()
        (folder / "en/index.html").write_text(text)
        (folder / "index.html").write_text(text)


@pytest.fixture(params=["exchange", "renames"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to swap: in one step, and where the system has none, in two."""
    if request.param == "renames":
        monkeypatch.setattr(swap, "exchange", lambda _one, _other: False)
    return str(request.param)


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("old", ["old", None], ids=["over an old site", "the first site"])
def test_a_whole_site_takes_the_place_and_nothing_else_is_left(tmp_path: Path, old: str | None) -> None:
    site = site_of(tmp_path, old)
    build(site, "new")
    assert (site / "index.html").read_text() == "new"
    assert (site / "en/index.html").read_text() == "new"
    assert lies_in(tmp_path) == ["site"]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("old", ["old", None], ids=["over an old site", "the first site"])
@pytest.mark.parametrize(
    "failure",
    [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt(), RecursionError()],
    ids=lambda failure: type(failure).__name__,
)
def test_a_build_that_fails_leaves_the_old_site(
    tmp_path: Path, old: str | None, failure: BaseException
) -> None:
    site = site_of(tmp_path, old)

    def failing_build() -> None:
        with swap.staging(site) as folder:
            (folder / "half.html").write_text("half")
            raise failure

    with pytest.raises(type(failure)):
        failing_build()
    assert lies_in(tmp_path) == (["site"] if old else [])
    assert not old or (site / "index.html").read_text() == "old"


@pytest.mark.parametrize("failing", ["_flush", "_flush_entry", "exchange"])
@pytest.mark.parametrize("failure", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()])
def test_a_swap_that_fails_leaves_a_whole_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str, failure: BaseException
) -> None:
    def fail(*_arguments: object) -> None:
        raise failure

    site = site_of(tmp_path, "old")
    monkeypatch.setattr(swap, failing, fail)
    with pytest.raises(type(failure)):
        build(site, "new")
    assert (site / "index.html").read_text() == "old"
    assert lies_in(tmp_path) == ["site"]


@pytest.mark.parametrize("failure", [PermissionError(errno.EACCES, "Permission denied"), KeyboardInterrupt()])
def test_a_failure_between_two_renames_puts_the_old_site_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    site = site_of(tmp_path, "old")
    rename = Path.rename

    def fail_at_the_second(path: Path, target: Path) -> Path:
        if path.name == ".site-new":
            raise failure
        return rename(path, target)

    monkeypatch.setattr(swap, "exchange", lambda _one, _other: False)
    monkeypatch.setattr(Path, "rename", fail_at_the_second)
    with pytest.raises(type(failure)):
        build(site, "new")
    assert (site / "index.html").read_text() == "old"
    assert lies_in(tmp_path) == ["site"]


def test_an_old_site_that_cannot_be_deleted_does_not_fail_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(tmp_path, "old")
    with monkeypatch.context() as patch:
        patch.setattr(swap, "_delete", fail_to_delete)
        with pytest.raises(PermissionError):
            swap.recover(site)
    build(site, "new")
    with monkeypatch.context() as patch:
        patch.setattr("shutil.rmtree", fail_to_delete)
        build(site, "newer")
    assert (site / "index.html").read_text() == "newer"
    swap.recover(site)
    assert lies_in(tmp_path) == ["site"]


def fail_to_delete(_folder: Path) -> None:
    raise PermissionError(errno.EACCES, "Permission denied")


def test_a_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_of(tmp_path, "old")

    def fail(folder: Path) -> None:
        raise OSError(errno.EROFS, "Read-only file system", str(folder))

    monkeypatch.setattr(Path, "mkdir", fail)
    with pytest.raises(OSError, match="Read-only"):
        build(site, "new")
    assert (site / "index.html").read_text() == "old"
    assert lies_in(tmp_path) == ["site"]


def test_half_an_old_site_is_never_put_back(tmp_path: Path) -> None:
    (tmp_path / ".site-trash").mkdir()
    (tmp_path / ".site-trash/index.html").write_text("half")
    swap.recover(tmp_path / "site")
    assert lies_in(tmp_path) == []


@pytest.mark.parametrize("kind", ["link", "file"])
def test_what_is_no_folder_is_refused_before_anything_is_built(tmp_path: Path, kind: str) -> None:
    site = tmp_path / "site"
    if kind == "link":
        (tmp_path / "www").mkdir()
        site.symlink_to(tmp_path / "www")
    else:
        site.write_text("mine")
    before = lies_in(tmp_path)
    with pytest.raises(NotADirectoryError):
        build(site, "new")
    assert lies_in(tmp_path) == before


def test_a_mount_point_is_refused_before_anything_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = site_of(tmp_path, "old")
    monkeypatch.setattr("os.path.ismount", lambda path: path == site)
    with pytest.raises(OSError, match="busy"):
        build(site, "new")
    assert lies_in(tmp_path) == ["site"]


def test_readers_keep_their_permissions(tmp_path: Path) -> None:
    site = site_of(tmp_path, None)
    build(site, "new")
    (tmp_path / "other").mkdir()
    assert site.stat().st_mode == (tmp_path / "other").stat().st_mode


# --- kill -9


def kills(folder: Path, mode: str, pages: int, points: int) -> list[dict[str, Any]]:
    line = (sys.executable, str(KILLER), str(folder), mode, str(pages), str(points))
    done = subprocess.run(line, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr
    trials = json.loads(done.stdout)["trials"]
    assert len(trials) >= points
    assert all(trial["killed"] for trial in trials)
    return list(trials)


def test_killed_at_any_point_the_site_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    trials = kills(tmp_path, "exchange", pages=100, points=30)
    assert {trial["after_kill"] for trial in trials} == {"old", "new"}
    assert all(trial["recovered"] == trial["after_kill"] for trial in trials)
    assert all(trial["next_build"] == "newer" and trial["left"] == [] for trial in trials)


def test_killed_between_two_renames_the_next_build_puts_the_old_site_back(tmp_path: Path) -> None:
    trials = kills(tmp_path, "renames", pages=40, points=30)
    assert {trial["after_kill"] for trial in trials} == {"old", "missing", "new"}
    assert sum(trial["after_kill"] == "missing" for trial in trials) == 1
    assert {trial["recovered"] for trial in trials} == {"old", "new"}
    assert all(trial["next_build"] == "newer" and trial["left"] == [] for trial in trials)
