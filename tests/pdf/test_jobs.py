"""Many handouts at once: order, progress, the ladder of levels, documents that must not end the build."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opsgen.pdf.jobs import Handout, Outcome, print_all
from opsgen.pdf.worker import Limits
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = "<html lang=en>" + "<p style='break-after: page'>page" * 3 + "<p>last"
BOMB = "<table><tr><td colspan=20000>x" + "<tr><td>y" * 20000


def handout(path: str, html: str | Callable[[int], str], **more: object) -> Handout:
    give = (lambda _: html) if isinstance(html, str) else html
    return Handout(path, "one-pager", f"projects/{path}.yaml", give, "", path, "en", **more)  # type: ignore[arg-type]


def why(outcome: Outcome) -> str:
    (problem,) = outcome.problems
    assert (problem.code, problem.severity) == ("handout-failed", "error")
    return words("en").say(problem.message)


def test_outcomes_keep_the_order_and_progress_hears_of_each(tmp_path: Path) -> None:
    heard: list[str] = []
    todo = [handout(f"{n}/x.pdf", f"<html lang=en>{'<p>x' * n}") for n in (300, 1, 2, 1)]
    outcomes = print_all(
        todo, tmp_path, workers=2, progress=lambda outcome: heard.append(outcome.handout.path)
    )
    assert [outcome.handout for outcome in outcomes] == todo
    assert sorted(heard) == sorted(item.path for item in todo)
    assert all(outcome.file == tmp_path / outcome.handout.path for outcome in outcomes)
    assert all(outcome.file and outcome.file.stat().st_size > 1000 for outcome in outcomes)


def test_no_handouts_start_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    assert print_all([], tmp_path) == ()


def test_the_first_level_that_fits_is_taken(tmp_path: Path) -> None:
    levels: list[int] = []

    def html(level: int) -> str:
        levels.append(level)
        return PAGES if level < 2 else "<html lang=en>short"

    (outcome,) = print_all([handout("x.pdf", html, levels=4, most_pages=1)], tmp_path)
    assert (outcome.level, outcome.pages, levels) == (2, 1, [0, 1, 2])


def test_a_handout_that_never_fits_is_an_error(tmp_path: Path) -> None:
    (outcome,) = print_all([handout("x.pdf", PAGES, levels=2, most_pages=1)], tmp_path)
    assert why(outcome) == "the handout one-pager was not made: it has 3 pages too many"
    assert list(tmp_path.iterdir()) == []


def test_a_document_over_its_limits_is_an_error_and_the_others_are_printed(tmp_path: Path) -> None:
    todo = [
        handout("bomb.pdf", BOMB),
        handout("deep.pdf", "<div>" * 3000),
        handout("fine.pdf", "<html lang=en>fine"),
    ]
    bomb, deep, fine = print_all(todo, tmp_path, workers=1, limits=Limits(cpu=1))
    assert why(bomb) == "the handout one-pager was not made: it took 1 second of processor time"
    assert bomb.problems[0].file == "projects/bomb.pdf.yaml"
    assert "nested too deeply" in why(deep)
    assert fine.file == tmp_path / "fine.pdf"


def test_a_document_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    (outcome,) = print_all([handout("x.pdf", BOMB)], tmp_path, limits=Limits(clock=1))
    assert "took longer than 1 second" in why(outcome)


def test_a_document_that_eats_memory_is_stopped(tmp_path: Path) -> None:
    (outcome,) = print_all([handout("x.pdf", BOMB)], tmp_path, limits=Limits(memory=320))
    assert "more than 320 MB of memory" in why(outcome)


def test_interrupting_leaves_neither_process_nor_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[bytes]] = []
    popen = subprocess.Popen

    def spy(*arguments: object, **options: object) -> subprocess.Popen[bytes]:
        started.append(popen(*arguments, **options))  # type: ignore[call-overload]
        return started[-1]

    def interrupt(_: Outcome) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "Popen", spy)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(KeyboardInterrupt):
        print_all(
            [handout("x.pdf", "<p>x"), handout("y.pdf", BOMB)],
            tmp_path / "out",
            workers=2,
            progress=interrupt,
        )
    assert len(started) == 2
    assert all(process.poll() is not None for process in started)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_nothing_is_imported_from_the_folder_it_runs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weasyprint.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit('taken over')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (outcome,) = print_all([handout("x.pdf", "<html lang=en>x")], Path("out"))
    assert outcome.file == Path("out/x.pdf")


def test_only_workers_import_weasyprint() -> None:
    check = "import sys, opsgen.build.handouts; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
