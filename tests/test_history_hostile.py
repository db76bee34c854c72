"""A repository that names a program wherever git lets it: nothing of it may run, whatever is asked."""

from __future__ import annotations

import inspect
import os
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date
from typing import TYPE_CHECKING, Any

import pytest
from repository import GIT, Repository

from opsgen import history
from opsgen.history import GitError, git

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOOKS = (
    *(
        "applypatch-msg",
        "commit-msg",
        "fsmonitor-watchman",
        "post-checkout",
        "post-commit",
        "post-index-change",
    ),
    *(
        "post-merge",
        "post-rewrite",
        "pre-auto-gc",
        "pre-commit",
        "pre-push",
        "proc-receive",
        "query-watchman",
    ),
    *("reference-transaction", "sendemail-validate", "update"),
)
# Programs that git, or what it starts, would look for by these names.
NAMES = (
    *("git-cat-file", "git-log", "git-ls-tree", "git-rev-list", "git-rev-parse", "git-for-each-ref"),
    *(
        "git-remote-evil",
        "git-credential-evil",
        "gpg",
        "gpgsm",
        "less",
        "more",
        "pager",
        "ssh",
        "vi",
        "editor",
    ),
)


def script(path: Path, canary: Path) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'#!/bin/sh\necho "$0 $@" >> "{canary}"\nexit 0\n')
    path.chmod(0o755)
    return str(path)


def settings(program: str, included: Path) -> dict[str, str]:
    commands = ("rev-parse", "rev-list", "log", "ls-tree", "cat-file", "for-each-ref")
    return {
        **{f"alias.{command}": f"!{program}" for command in commands},
        **{f"pager.{command}": program for command in commands},
        "include.path": str(included),
        "core.fsmonitor": program,
        "core.fsmonitorHookVersion": "1",
        "core.pager": program,
        "core.editor": program,
        "core.sshCommand": program,
        "core.gitProxy": program,
        "core.askPass": program,
        "core.alternateRefsCommand": program,
        "credential.helper": f"!{program}",
        "sequence.editor": program,
        "interactive.diffFilter": program,
        "log.showSignature": "true",
        "gpg.program": program,
        "gpg.openpgp.program": program,
        "gpg.x509.program": program,
        "gpg.ssh.program": program,
        "gpg.ssh.defaultKeyCommand": program,
        "diff.external": program,
        "diff.evil.textconv": program,
        "diff.evil.command": program,
        "diff.evil.cachetextconv": "true",
        "filter.evil.clean": program,
        "filter.evil.smudge": program,
        "filter.evil.process": program,
        "filter.evil.required": "true",
        "merge.evil.driver": program,
        "trailer.evil.command": program,
        "trailer.evil.cmd": program,
        "uploadpack.packObjectsHook": program,
        "remote.origin.url": f"ext::{program}",
        "remote.origin.uploadpack": program,
        "remote.origin.promisor": "true",
        "remote.origin.partialCloneFilter": "blob:none",
        "remote.second.url": "evil::somewhere",
        "remote.second.promisor": "true",
        "remote.third.url": "ssh://example.com/x",
        "remote.third.promisor": "true",
        "extensions.partialClone": "origin",
        "protocol.allow": "always",
        "protocol.ext.allow": "always",
        "protocol.evil.allow": "always",
        "safe.bareRepository": "all",
        "submodule.evil.update": f"!{program}",
        "trace2.eventTarget": str(included.parent / "traced-by-setting"),
        "mailmap.file": str(included),
        "core.attributesFile": str(included.parent / "attributes"),
    }


@dataclass(frozen=True, slots=True)
class Trap:
    """A hostile repository, what it holds, and where it would show that something ran."""

    repository: Repository
    folder: Path
    signed: str
    """Its newest commit."""
    blob: str
    """The contents of `projects/first.yaml`."""

    @property
    def root(self) -> Path:
        return self.repository.path

    @property
    def canary(self) -> Path:
        return self.folder / "canary"

    def ran(self) -> str:
        """What ran; also what git wrote where it was told to write what it does."""
        traced = [path.name for path in self.folder.glob("traced*")]
        return (self.canary.read_text() if self.canary.exists() else "") + "".join(traced)


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trap:
    repository = Repository(tmp_path / "工作区")
    repository.write(".gitattributes", "* diff=evil filter=evil merge=evil ident\n")
    repository.write(".mailmap", "Mapped <wang@example.com>\n")
    repository.write("projects/other.yaml", "title: other\n")
    repository.say("begin")
    repository.git("switch", "-q", "-c", "branch")
    repository.say("on the branch", "projects/second.yaml")
    repository.git("switch", "-q", "main")
    repository.merge("branch")
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----"
    plain = repository.git("cat-file", "commit", "HEAD")
    signed = repository.put(plain.replace("\n\n", f"\n{signature}\n\n", 1).encode())
    repository.git("tag", "-a", "baseline/a/1", "-m", f"signed\n{signature[7:]}")
    for name in ("refs/heads/--output=x", "refs/tags/--output=x", "refs/tags/baseline/--exec=x"):
        repository.git("update-ref", name, signed)
    blob = repository.git("rev-parse", "HEAD:projects/first.yaml").strip()
    found = Trap(repository, tmp_path, signed, blob)
    armed(found, monkeypatch)
    return found


def armed(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, hooks, attributes, names in the search path and inherited variables."""
    program = script(trap.folder / "program", trap.canary)
    included = trap.folder / "included"
    included.write_text(f"[core]\n\thooksPath = {trap.folder / 'hooks'}\n[gpg]\n\tprogram = {program}\n")
    (trap.folder / "attributes").write_text("* diff=evil filter=evil\n")
    trap.repository.write(".git/info/attributes", "* diff=evil filter=evil\n")
    for hook in HOOKS:
        script(trap.folder / "hooks" / hook, trap.canary)
        script(trap.root / ".git/hooks" / hook, trap.canary)
    for name in NAMES:
        script(trap.folder / "bin" / name, trap.canary)
        script(trap.root / name, trap.canary)
    for name, value in settings(program, included).items():
        trap.repository.git("config", name, value)
    trap.repository.write("projects/new.yaml", "title: not committed\n")
    trap.canary.unlink(missing_ok=True)
    monkeypatch.setenv("PATH", f"{trap.folder / 'bin'}{os.pathsep}{os.environ['PATH']}")
    for name in ("GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_ASKPASS", "GIT_EDITOR"):
        monkeypatch.setenv(name, program)
    for name in ("GIT_TRACE", "GIT_TRACE_SETUP", "GIT_TRACE2", "GIT_TRACE2_EVENT", "GIT_TRACE2_PERF"):
        monkeypatch.setenv(name, str(trap.folder / f"traced-{name}"))
    monkeypatch.setenv("GIT_EXEC_PATH", str(trap.folder / "bin"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", program)
    monkeypatch.setenv("PAGER", program)


def read(trap: Trap) -> bytes:
    with history.blobs(trap.root) as old:
        return old.read(trap.blob, 100)


def answered(trap: Trap) -> int:
    """How many functions have an answer; no other error is raised than the one they name."""
    answers = 0
    for ask in ASKED.values():
        with suppress(GitError):
            ask(trap)
            answers += 1
    return answers


# Every function of the package, and what it says of the trap.
ASKED: dict[str, Callable[[Trap], Any]] = {
    "at": lambda trap: history.at(trap.root, trap.signed, date(2026, 10, 31), UTC) == trap.signed,
    "base": lambda trap: history.base(trap.root, "branch") != trap.signed,
    "blobs": lambda trap: read(trap) == b"begin",
    "changed": lambda trap: history.changed(trap.root, trap.signed) == {"projects/new.yaml"},
    "contents": lambda trap: history.contents(trap.root, [trap.blob], 100).popitem()[1] == b"begin",
    "files": lambda trap: len(history.files(trap.root, trap.signed)) == 3,
    "is_partial": lambda trap: not history.is_partial(trap.root, trap.signed),
    "is_shallow": lambda trap: not history.is_shallow(trap.root),
    "provenance": lambda trap: history.provenance(trap.root).commit == trap.signed,
    "resolve": lambda trap: history.resolve(trap.root, "refs/heads/--output=x") == trap.signed,
    "steps": lambda trap: (
        [step.commit.author for step in history.steps(trap.root, trap.signed)] == ["Mapped", "Mapped"]
    ),
    "tags": lambda trap: (
        history.tags(trap.root, "baseline/")
        == {"baseline/a/1": trap.signed, "baseline/--exec=x": trap.signed}
    ),
    "trunk": lambda trap: history.trunk(trap.root) is not None,
}


def test_every_function_is_asked() -> None:
    functions = {name for name in history.__all__ if inspect.isfunction(getattr(history, name))}
    assert functions == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_nothing_runs(trap: Trap, name: str) -> None:
    assert ASKED[name](trap)
    assert trap.ran() == ""
    assert not (trap.root / "x").exists()


@pytest.mark.parametrize(
    "command",
    [
        ("status",),
        ("log", "--raw"),
        ("log", "--oneline", "-1"),
        ("diff", "HEAD~1"),
        ("blame", "projects/first.yaml"),
        ("cat-file", "--filters", "HEAD:projects/first.yaml"),
        ("fetch", "origin"),
        ("fetch", "second"),
        ("fetch", "third"),
        ("update-ref", "refs/heads/new", "HEAD"),
    ],
    ids=" ".join,
)
def test_git_by_itself_runs_it(trap: Trap, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]) -> None:
    for name in [name for name in os.environ if name.startswith(("GIT_TRACE", "GIT_EXEC"))]:
        monkeypatch.delenv(name)
    subprocess.run((GIT, *command), cwd=trap.root, capture_output=True, check=False)
    assert trap.ran()


@pytest.mark.parametrize("variable", ["GIT_TRACE", "GIT_TRACE2_EVENT", "GIT_CONFIG_COUNT"])
def test_git_by_itself_obeys_what_it_inherits(
    trap: Trap, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    for name in [
        name for name in os.environ if name.startswith(("GIT_TRACE", "GIT_EXEC")) and name != variable
    ]:
        monkeypatch.delenv(name)
    plain = ("-c", "core.fsmonitor=false") if variable != "GIT_CONFIG_COUNT" else ()
    subprocess.run((GIT, *plain, "status"), cwd=trap.root, capture_output=True, check=False)
    assert trap.ran()


# --- what is missing is not fetched

LOST = {
    "a content": "HEAD:projects/first.yaml",
    "a folder": "HEAD:projects",
    "the folder at the top": "HEAD^{tree}",
    "an old folder": "HEAD~1:projects",
    "a commit": "HEAD~1",
    "what was merged": "HEAD^2",
    "the newest commit": "HEAD",
}


@pytest.mark.parametrize("older", [False, True], ids=["as it is", "an older git"])
@pytest.mark.parametrize("lost", LOST)
def test_nothing_is_fetched(trap: Trap, monkeypatch: pytest.MonkeyPatch, lost: str, older: bool) -> None:
    if older:  # it does not know this variable
        monkeypatch.delitem(git._ENVIRONMENT, "GIT_NO_LAZY_FETCH")
    trap.repository.lose(of_trap(trap, LOST[lost]))
    trap.repository.write(".git/objects/pack/pack-1.promisor", "")
    assert answered(trap) < len(ASKED) or lost == "what was merged"
    assert trap.ran() == ""


def of_trap(trap: Trap, revision: str) -> str:
    line = (GIT, "rev-parse", revision)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.check_output(line, cwd=trap.root, env=environment).decode().strip()


def test_git_by_itself_fetches_it(trap: Trap, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    blob = of_trap(trap, LOST["a content"])
    trap.repository.lose(blob)
    subprocess.run((GIT, "cat-file", "blob", blob), cwd=trap.root, capture_output=True, check=False)
    assert trap.ran()


# --- odd places


@pytest.mark.parametrize(
    ("section", "name", "value"),
    [
        ("core", "worktree", "/"),
        ("core", "bare", "true"),
        ("core", "repositoryFormatVersion", "99"),
        ("core", "compression", "many"),
        ("extensions", "unheardOf", "true"),
        ("extensions", "objectFormat", "sha256"),
        ("[", "", ""),
    ],
)
def test_settings_that_break_git(trap: Trap, section: str, name: str, value: str) -> None:
    place = trap.root / ".git/config"
    version = "[core]\n\trepositoryFormatVersion = 1\n"
    place.write_text(f"{place.read_text()}{version}[{section}]\n\t{name} = {value}\n")
    assert answered(trap) < len(ASKED) or name == "worktree"  # there it finds no file, and nothing is amiss
    assert trap.ran() == ""


@pytest.mark.parametrize("place", [".mailmap", ".git/config", ".git/HEAD", ".git/shallow"])
def test_a_pipe_where_git_wants_a_file(trap: Trap, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    monkeypatch.setattr(git, "TIMEOUT", 0.1)
    (trap.root / place).unlink(missing_ok=True)
    os.mkfifo(trap.root / place)
    assert answered(trap) < len(ASKED)
    assert trap.ran() == ""
