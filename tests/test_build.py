"""A build puts everything in its place or nothing; and only one at a time."""

from __future__ import annotations

import errno
import signal
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opsgen.build import BuildError, build
from opsgen.build.lock import only_build
from opsgen.problem import Place, Problem
from opsgen.words import Message, message, words

if TYPE_CHECKING:
    from collections.abc import Iterator


def make_site(lang: str, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text(lang)


def broken_handout(folder: Path) -> list[Problem]:
    (folder / "good.pdf").write_text("pdf")
    return [Problem(Place("projects/sale.yaml"), "handout-failed", "error", message("too long"))]


def handouts_with_a_warning(folder: Path) -> list[Problem]:
    (folder / "good.pdf").write_text("pdf")
    return [Problem(Place("projects/sale.yaml"), "missing-glyph", "warning", message("no glyph"))]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with an old site."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text("old")
    return tmp_path


def lies_in(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def only_the_old_site(root: Path) -> bool:
    return lies_in(root / "site") == ["index.html"] and not list(root.glob(".site-*"))


def said(failure: pytest.ExceptionInfo[BuildError], lang: str = "en") -> str:
    return words(lang).say(failure.value.reason)


def test_languages_and_handouts_have_their_places(root: Path) -> None:
    outcome = build(root, languages=["zh", "en"], make_site=make_site, make_handouts=handouts_with_a_warning)
    assert outcome.published
    assert [problem.code for problem in outcome.problems] == ["missing-glyph"]
    assert lies_in(root / "site") == ["en/index.html", "handouts/good.pdf", "index.html"]
    assert (root / "site/index.html").read_text() == "zh"
    assert sorted(path.name for path in root.iterdir()) == [".cache", "site"]


def test_the_steps_are_told_as_they_begin(root: Path) -> None:
    told: list[tuple[str, int, int]] = []

    def progress(step: Message, done: int, steps: int) -> None:
        told.append((words("en").say(step), done, steps))

    build(
        root,
        languages=["zh", "en"],
        make_site=make_site,
        make_handouts=handouts_with_a_warning,
        progress=progress,
    )
    assert told == [
        ("Building the pages (zh)", 0, 4),
        ("Building the pages (en)", 1, 4),
        ("Printing the handouts", 2, 4),
        ("Putting the site in its place", 3, 4),
    ]


def test_a_handout_with_an_error_keeps_the_old_site(root: Path) -> None:
    outcome = build(root, languages=["en"], make_site=make_site, make_handouts=broken_handout)
    assert not outcome.published
    assert [problem.code for problem in outcome.problems] == ["handout-failed"]
    assert only_the_old_site(root)


def test_keep_going_publishes_what_is_whole(root: Path) -> None:
    outcome = build(
        root, languages=["en"], make_site=make_site, make_handouts=broken_handout, keep_going=True
    )
    assert outcome.published
    assert outcome.problems
    assert lies_in(root / "site") == ["handouts/good.pdf", "index.html"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            OSError(errno.ENOSPC, "No space left on device"),
            "The disk is full; the old site was left as it was.",
        ),
        (
            OSError(errno.EROFS, "Read-only", "ROOT/site"),
            "site cannot be written; the old site was left as it was.",
        ),
        (
            PermissionError(errno.EACCES, "denied", "ROOT/.site-new"),
            ".site-new cannot be written; the old site",
        ),
        (
            OSError(errno.EIO, "Input/output error", "/dev/x"),
            "/dev/x: Input/output error; the old site was left",
        ),
    ],
    ids=["disk full", "read-only", "no permission", "other"],
)
def test_a_machine_that_fails_is_explained_and_keeps_the_old_site(
    root: Path, error: OSError, sentence: str
) -> None:
    def make_half(lang: str, folder: Path) -> None:
        make_site(lang, folder)
        named = [str(error.filename).replace("ROOT", str(root))] if error.filename else []
        raise OSError(error.errno, error.strerror, *named)

    with pytest.raises(BuildError) as failure:
        build(root, languages=["en"], make_site=make_half)
    assert said(failure).startswith(sentence)
    assert only_the_old_site(root)


def test_a_real_full_disk(root: Path) -> None:
    def make_too_much(lang: str, folder: Path) -> None:
        make_site(lang, folder)
        Path("/dev/full").write_text("one byte too many")

    with pytest.raises(BuildError, match="The disk is full"):
        build(root, languages=["en"], make_site=make_too_much)
    assert only_the_old_site(root)


def test_a_workspace_that_cannot_be_written(root: Path) -> None:
    (root / ".cache").write_text("in the way")
    with pytest.raises(BuildError):
        build(root, languages=["en"], make_site=make_site)
    assert only_the_old_site(root)


def test_a_site_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "site").symlink_to("www")
    with pytest.raises(BuildError, match="site is not a folder of its own"):
        build(tmp_path, languages=["en"], make_site=make_site)


def test_a_mistake_of_ours_keeps_the_old_site_and_is_not_hidden(root: Path) -> None:
    def make_mistake(_lang: str, _folder: Path) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        build(root, languages=["en"], make_site=make_mistake)
    assert only_the_old_site(root)


# --- signals and other processes


BUILDER = """
import os, signal, sys
from pathlib import Path
from opsgen.build import build

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs inherit it ignored

def make_site(lang, folder):
    (folder / "half.html").write_text("half")
    print("building", flush=True)
    if sys.argv[2] == "interrupt":
        os.kill(os.getpid(), signal.SIGINT)
    sys.stdin.read()

try:
    build(Path(sys.argv[1]), languages=["en"], make_site=make_site)
except KeyboardInterrupt:
    sys.exit(130)
"""


@contextmanager
def builder(root: Path, what: str) -> Iterator[subprocess.Popen[str]]:
    """Another process in the middle of a build; it goes on when its input ends."""
    line = (sys.executable, "-c", BUILDER, str(root), what)
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "building\n"
        yield process


def test_an_interrupted_build_cleans_up(root: Path) -> None:
    with builder(root, "interrupt") as process:
        process.communicate()
        assert process.returncode == 130
    assert only_the_old_site(root)


def test_a_killed_build_leaves_the_old_site_and_the_next_one_cleans_up(root: Path) -> None:
    with builder(root, "wait") as process:
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert lies_in(root / "site") == ["index.html"]
    assert build(root, languages=["en"], make_site=make_site).published
    assert sorted(path.name for path in root.iterdir()) == [".cache", "site"]


def test_a_second_build_is_told_who_is_at_it(root: Path) -> None:
    with builder(root, "wait") as process:
        with pytest.raises(BuildError) as failure:
            build(root, languages=["en"], make_site=make_site)
        assert f"process {process.pid} on " in said(failure)
        assert (root / ".site-new/half.html").exists()
        process.communicate()
    assert (root / "site/half.html").exists()


def test_two_builds_in_one_process(root: Path) -> None:
    def make_another(_lang: str, _folder: Path) -> None:
        build(root, languages=["en"], make_site=make_site)

    with pytest.raises(BuildError, match="Another build is running"):
        build(root, languages=["en"], make_site=make_another)
    assert only_the_old_site(root)


@pytest.mark.parametrize("card", ["", "{}", "[]", '{"pid": "x", "host": "h", "start": "s"}'])
def test_a_card_that_says_nothing_is_no_trouble(root: Path, card: str) -> None:
    folder = root / ".cache/opsgen"
    with only_build(folder):
        (folder / "build.json").write_text(card)
        with pytest.raises(BuildError) as failure:
            build(root, languages=["en"], make_site=make_site)
    assert said(failure) == "Another build is running here."
