"""What a build is made of: MkDocs for the pages of each language, the printers for the handouts."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Any

import pytest

from benchmarks.portfolio import AS_OF, write
from opsgen import check
from opsgen.build import BuildError, build, handouts, site_maker
from opsgen.build.handouts import print_handouts
from opsgen.build.showing import Showing
from opsgen.mkdocs_plugin import run
from opsgen.pdf.jobs import Handout, Outcome
from opsgen.portfolio import read
from opsgen.problem import Place, Problem
from opsgen.words import message, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from opsgen.build import SiteMaker
    from opsgen.words import Message

SETTINGS = "site_name: Trial\ntheme: {name: material}\nplugins: [search, opsgen]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace of two projects."""
    write(2, tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SETTINGS)
    return tmp_path


def maker(root: Path) -> SiteMaker:
    return site_maker(root, check.read(root), Showing(("zh", "en"), AS_OF), handouts=False)


def test_every_language_has_its_pages(root: Path) -> None:
    outcome = build(root, languages=["zh", "en"], make_site=maker(root))
    assert outcome.published
    zh, en = (root / "site/index.html").read_text("utf-8"), (root / "site/en/index.html").read_text("utf-8")
    assert '<html lang="zh"' in zh
    assert '<html lang="en"' in en
    assert len(list((root / "site/projects").glob("*.html"))) == 2
    assert not list(root.glob(".site-*"))


def test_what_mkdocs_refuses_keeps_the_old_site(root: Path) -> None:
    (root / "site").mkdir()
    (root / "site/index.html").write_text("old")
    (root / "mkdocs.yml").write_text("theme: {name: no-such-theme}\nplugins: [search, opsgen]\n")
    with pytest.raises(BuildError, match="The pages were not built"):
        build(root, languages=["zh"], make_site=maker(root))
    assert (root / "site/index.html").read_text() == "old"


def test_a_full_disk_is_seen_through_mkdocs(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(run, "build", full)
    with pytest.raises(BuildError, match="The disk is full"):
        build(root, languages=["zh"], make_site=maker(root))


Printed = tuple[list[Handout], list[tuple[str, int, int]]]


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> Printed:
    """What would have been printed, and the steps that were told."""
    jobs: list[Handout] = []

    def print_all(
        todo: Iterable[Handout], folder: Path, *, progress: Callable[[Outcome], None], **_: object
    ) -> tuple[Outcome, ...]:
        jobs.extend(todo)
        warning = Problem(Place("projects"), "missing-glyph", "warning", message("no glyph"))
        outcomes = tuple(Outcome(job, folder / job.path, 1, 0, (warning,)) for job in jobs)
        for outcome in outcomes:
            progress(outcome)
        return outcomes

    monkeypatch.setattr(handouts, "print_all", print_all)
    return jobs, []


def options(steps: list[tuple[str, int, int]]) -> dict[str, Any]:
    def progress(step: Message, done: int, total: int) -> None:
        steps.append((words("en").say(step), done, total))

    return {"report": "one-pager", "progress": progress}


def test_every_project_is_printed_in_every_language(root: Path, printed: Printed) -> None:
    jobs, steps = printed
    found = read(root)
    problems = print_handouts(root, found, root / "out", Showing(("zh", "en"), AS_OF), **options(steps))
    assert [job.path for job in jobs] == [
        f"{project.id}.one-pager.{lang}.pdf" for lang in ("zh", "en") for project in found.projects
    ]
    assert [problem.code for problem in problems] == ["missing-glyph"] * 4
    assert steps == [(f"Printed {job.path}", n, 4) for n, job in enumerate(jobs)]


def test_only_the_projects_named_are_printed(root: Path, printed: Printed) -> None:
    jobs, steps = printed
    found = read(root)
    wanted = found.projects[0].id
    print_handouts(root, found, root / "out", Showing(("zh",), AS_OF), projects=[wanted], **options(steps))
    assert [job.path for job in jobs] == [f"{wanted}.one-pager.zh.pdf"]
