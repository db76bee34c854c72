"""A git that hangs, dies, is left early or says too much; programs stand in for it here."""

from __future__ import annotations

import gc
import os
import select
import shutil
import signal
import threading
import tracemalloc
from typing import TYPE_CHECKING, Any

import pytest
from repository import GIT, Repository

from benchmarks.history import write
from opsgen import history
from opsgen.history import Blobs, GitError, NoGitError, blobs, git, steps
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from subprocess import Popen

HANGS = "exec sleep 600"
HANGS_IN_ANOTHER = "sleep 600 & wait"  # as where a program named git only calls the true one
SPEAKS_FOR_EVER = "while :; do printf 'x\\0'; done"
HANGS_IN_SILENCE = "exec >&- 2>&-; sleep 600 & wait"  # its answers have ended, and it has not


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A folder beside that of the program."""
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "TIMEOUT", 0.1)


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Writes the program that is run for git; at the end none of its processes may be alive."""
    place = tmp_path / "bin"
    place.mkdir()
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)

    def written(lines: str) -> None:
        program = place / "git"
        program.write_text(f'#!/bin/sh\nexec 9> "{tmp_path / "alive"}"\n{lines}\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")

    yield written
    os.close(os.open(tmp_path / "alive", os.O_WRONLY))  # one may have been stopped before it came so far
    ready, _, _ = select.select([alive], [], [], 5)  # the pipe ends with the last process that has it
    try:
        assert ready
        assert os.read(alive, 1) == b""
    finally:
        os.close(alive)


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Popen[bytes]]]:
    """Each git that was started. No test leaves one, nor a thread or an open file; a warning is an error."""
    processes: list[Popen[bytes]] = []
    begin = git._started

    def beginning(*arguments: Any) -> Popen[bytes]:
        processes.append(begin(*arguments))
        return processes[-1]

    monkeypatch.setattr(git, "_started", beginning)
    threads, opened = threading.active_count(), opened_files()
    yield processes
    gc.collect()
    assert threading.active_count() <= threads
    assert opened_files() <= opened
    assert [process for process in processes if process.returncode is None] == []


def opened_files() -> int:
    return len(os.listdir("/dev/fd"))


def said(error: pytest.ExceptionInfo[GitError]) -> str:
    return words("en").say(error.value.reason)


def walk(root: Path) -> object:
    return list(steps(root, "HEAD"))


def read(root: Path) -> object:
    with blobs(root) as old:
        return old.read("0" * 40, 100)


def whole(root: Path) -> object:
    return history.files(root, "HEAD")


# --- a git that hangs


@pytest.mark.parametrize("ask", [walk, read, whole])
@pytest.mark.parametrize("program", [HANGS, HANGS_IN_ANOTHER, HANGS_IN_SILENCE])
def test_a_git_that_hangs_is_stopped(
    stand_in: Callable[[str], None],
    root: Path,
    impatient: None,
    program: str,
    ask: Callable[[Path], object],
) -> None:
    stand_in(program)
    with pytest.raises(NoGitError) as caught:
        ask(root)
    assert said(caught) == "git gave no answer within 0 seconds."


def test_a_git_that_hangs_after_it_has_answered_is_stopped(
    stand_in: Callable[[str], None], root: Path, impatient: None
) -> None:
    stand_in(f"echo 'x blob 1'; echo a; {HANGS_IN_SILENCE}")
    with pytest.raises(NoGitError), blobs(root) as old:
        assert old.read("x", 10) == b"a"


class Looks:
    """The watcher looks three times, and then it is over."""

    left = 3

    def wait(self, _: float) -> bool:
        self.left -= 1
        return self.left < 0


def test_whoever_takes_long_over_an_answer_is_not_git(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(talk: git.Talk) -> bool:
        with monkeypatch.context() as patch:
            patch.setattr(git, "TIMEOUT", -1)
            patch.setattr(talk, "_over", Looks())
            talk.watch()
        return talk._late

    with git.talk(repository.path, "cat-file", "--batch") as talk:
        assert not late(talk)
        with talk._waiting():
            assert late(talk)
        monkeypatch.setattr(talk, "_late", False)
        monkeypatch.setattr(talk, "end", lambda: None)


# --- a git that dies


@pytest.mark.parametrize(
    "program",
    [
        "printf 'x blob 100\\nabc'; echo 'fatal: disk on fire' >&2; exit 128",
        "echo 'warning: smoke' >&2; echo 'fatal: disk on fire' >&2; exit 128",
        "printf 'x bl'; echo 'fatal: disk on fire' >&2; exit 1",
    ],
)
@pytest.mark.parametrize("most", [10, 1000])
def test_a_git_that_dies_while_it_is_asked(
    stand_in: Callable[[str], None], root: Path, program: str, most: int
) -> None:
    stand_in(program)
    with pytest.raises(GitError) as caught, blobs(root) as old:
        old.read("x", most)
    assert said(caught) == "git failed: fatal: disk on fire"


@pytest.mark.parametrize("end", ["exit 3", "kill -9 $$"])
def test_a_git_that_dies_without_a_word(stand_in: Callable[[str], None], root: Path, end: str) -> None:
    stand_in(f"printf 'abc\\n1\\n\\nWang\\nw\\ntitle\\n\\0\\n:100644 1'; {end}")
    with pytest.raises(GitError) as caught:
        walk(root)
    assert said(caught) == "git failed and did not say why."


@pytest.mark.parametrize("answer", ["", "x", "x blob 100", "x blob 100\\n", "x blob 100\\nabc"])
@pytest.mark.parametrize("most", [10, 1000])
def test_a_content_that_git_did_not_end_is_none(
    stand_in: Callable[[str], None], root: Path, answer: str, most: int
) -> None:
    stand_in(f"printf '{answer}'")
    with blobs(root) as old:
        with pytest.raises(GitError) as caught:
            old.read("x", most)
        assert said(caught) == "git failed and did not say why."


def test_steps_that_git_did_not_end_are_not_told(stand_in: Callable[[str], None], root: Path) -> None:
    one = f"{'1' * 40}\\n1\\n\\nWang\\nw\\ntitle\\n\\0"
    stand_in(f"printf '{one}{one}'; exit 128")
    told = steps(root, "HEAD")
    with pytest.raises(GitError):
        next(told)


def test_a_git_that_ends_although_it_is_still_asked(stand_in: Callable[[str], None], root: Path) -> None:
    stand_in("exit 0")
    with pytest.raises(GitError), git.talk(root, "cat-file") as talk:
        asked_and_read(talk)


def asked_and_read(talk: git.Talk) -> None:
    for _ in range(10_000):  # more than a pipe holds
        talk.ask(b"x" * 40 + b"\n")
    talk.line()


def test_much_that_git_complains_of_blocks_nothing(repository: Repository, tmp_path: Path) -> None:
    repository.say("text")
    for number in range(3_000):
        repository.write(f".git/refs/tags/{'broken' * 20}-{number}", "nothing of the kind\n")
    with git.talk(repository.path, "for-each-ref", "--format=%(refname)") as talk:
        assert list(talk.lines()) == [b"refs/heads/main"]


# --- whoever leaves early


def test_leaving_early_stops_it(tmp_path: Path, started: list[Popen[bytes]]) -> None:
    head = write(tmp_path / "long", 3_000)
    found = steps(tmp_path / "long", head)
    next(found)
    found.close()
    for _ in steps(tmp_path / "long", head):
        break
    assert [process.returncode for process in started] == [-signal.SIGKILL] * 2


def test_a_git_that_speaks_for_ever(stand_in: Callable[[str], None], root: Path) -> None:
    stand_in(SPEAKS_FOR_EVER)
    with git.talk(root, "log") as talk:
        assert next(talk.records()) == b"x"


@pytest.mark.parametrize("program", [HANGS, HANGS_IN_ANOTHER, SPEAKS_FOR_EVER, "exit 128"])
@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, GeneratorExit])
def test_what_is_raised_inside_comes_out(
    stand_in: Callable[[str], None], root: Path, program: str, error: type[BaseException]
) -> None:
    stand_in(program)
    raised = error("mine")
    with pytest.raises(error) as caught, git.talk(root, "log"):
        raise raised
    assert caught.value is raised
    assert caught.value.__cause__ is None


def test_an_end_while_git_is_waited_for(
    stand_in: Callable[[str], None], root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when somebody presses Control-C."""
    stand_in(HANGS_IN_ANOTHER)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(git.subprocess.Popen, "communicate", interrupted)
    with pytest.raises(KeyboardInterrupt):
        whole(root)


# --- what is too large


def test_contents_that_are_too_large_are_not_held(repository: Repository) -> None:
    texts = (b"x" * 20_000_000, b"", b"y" * 100)
    ids = [repository.git("hash-object", "-w", "--stdin", given=text).strip() for text in texts]
    with blobs(repository.path) as old:
        old.read(ids[1], 100)
        tracemalloc.start()
        try:
            found = [old.read(blob, 100) for blob in ids]
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert found == [bytes(101), b"", texts[2]]
    assert peak < 1_000_000


def test_records_that_are_too_long_are_not_held(stand_in: Callable[[str], None], root: Path) -> None:
    stand_in("head -c 20000000 /dev/zero | tr '\\0' x; printf '\\0behind\\0rest'")
    tracemalloc.start()
    try:
        with git.talk(root, "log") as talk:
            long, *others = talk.records()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert set(long) == {ord("x")}
    assert others == [b"behind"]  # what does not end is none
    assert peak < 2_000_000


def test_any_contents_one_after_another(repository: Repository) -> None:
    texts = [b"", b"\n", b"\0", b"x blob 3\nabc", b"\r\n", b"z" * 65_536, b"q" * 65_537]
    ids = [repository.git("hash-object", "-w", "--stdin", given=text).strip() for text in texts]
    with blobs(repository.path) as old:
        for _ in range(2):
            assert [old.read(blob, 70_000) for blob in ids] == texts
        assert [len(old.read(blob, 65_536)) for blob in ids[-2:]] == [65_536, 65_537]
        for missing in ("1" * 40, "", "HEAD"):
            with pytest.raises(GitError):
                old.read(missing, 10)
        assert old.read(ids[1], 10) == b"\n"  # it goes on


def test_what_is_no_file(repository: Repository) -> None:
    repository.say("text")
    tree = repository.git("rev-parse", "HEAD^{tree}").strip()
    blob = repository.git("rev-parse", "HEAD:projects/first.yaml").strip()
    with blobs(repository.path) as old:
        with pytest.raises(GitError):
            Blobs.read(old, tree, 1000)
        assert old.read(blob, 1000) == b"text"  # it goes on


def test_what_is_expected_is_asked_for_together(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [f"{number}".encode() * 20_000 for number in range(100)]
    ids = [repository.git("hash-object", "-w", "--stdin", given=text).strip() for text in texts]
    lines: list[int] = []
    ask = git.Talk.ask
    monkeypatch.setattr(
        git.Talk, "ask", lambda talk, line: lines.append(line.count(b"\n")) or ask(talk, line)
    )
    with blobs(repository.path) as old:
        expected = [*ids[:50], "1" * 40, *ids[50:], ids[3]]
        old.expect((blob, 1_000_000) for blob in expected)
        assert old.read(ids[2], 1_000_000) == texts[2]
        assert old.read(ids[99], 10) == bytes(11)  # not so expected
        with pytest.raises(GitError):
            old.read("1" * 40, 1_000_000)
        assert [old.read(blob, 1_000_000) for blob in ids] == texts
        assert old.read(ids[3], 1_000_000) == texts[3]
    assert lines == [60, 1, 1, 1, 1, 40]


def test_a_program_that_cannot_be_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "git"
    program.write_bytes(b"\x7fELF nothing of the kind")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    inner = tmp_path / "inner"
    inner.mkdir()
    for ask in (walk, read, whole):
        with pytest.raises(NoGitError) as caught:
            ask(inner)
        assert said(caught).startswith("git could not be run: ")
    monkeypatch.setenv("PATH", str(inner))
    with pytest.raises(NoGitError) as caught:
        walk(tmp_path)
    assert said(caught) == "git is not installed."
    assert shutil.which(GIT)
