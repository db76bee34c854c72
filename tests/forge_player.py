"""A workspace on a forge of the test's own: a bare remote, proposals, and the steps of a job in bash.

The workspace is laid down by `opsgen init`. What a job says is run as it stands; only what a forge brings by
itself is a stand-in, as small as it can be. Nothing of the calling environment reaches a job but its clock.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from click.testing import CliRunner
from repository import Repository

from opsgen.cli.main import opsgen

ROOT = Path(__file__).parent.parent
BASH = shutil.which("bash") or "bash"
MAIN = "main"


@cache
def _workspace(kind: str, lang: str) -> dict[str, bytes]:
    """What `opsgen init` lays down for a forge."""
    with tempfile.TemporaryDirectory() as folder:
        laid = CliRunner().invoke(opsgen, ["--lang", lang, "-C", folder, "init", "--forge", kind])
        assert laid.exit_code == 0, laid.output
        files = (path for path in Path(folder).rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@dataclass
class Forge:
    """A bare remote, and a clone in which people work."""

    folder: Path
    kind: str
    lang: str = "en"
    proposals: dict[int, str] = field(default_factory=dict)
    """The full id of the newest commit of each."""

    def __post_init__(self) -> None:
        self.remote = Repository(self.folder / "remote.git", "--bare")
        self.people = Repository(self.folder / "people")
        for name, text in _workspace(self.kind, self.lang).items():
            self.people.write(name, text)
        self.people.git("remote", "add", "origin", self.url)
        self.land()

    @property
    def url(self) -> str:
        """Where jobs fetch from, as if from a server."""
        return f"file://{self.remote.path}"

    def land(self, **files: str) -> str:
        """A commit on the main branch with these files of `projects/`, without `.yaml`."""
        commit = self.people.commit(**files)
        self.people.git("push", "-q", "origin", MAIN)
        return commit

    def propose(
        self, number: int, files: dict[str, str], *, fork: bool = False, links: dict[str, str] | None = None
    ) -> str:
        """A proposal that writes these files, and what it would be when merged; the id of the latter.

        Of a fork the remote has no branch.
        """
        work = self.people
        work.git("checkout", "-q", "-B", f"proposal-{number}", MAIN)
        for name, text in files.items():
            work.write(name, text)
        for name, target in (links or {}).items():
            (work.path / name).symlink_to(target)
        work.git("add", "-A", "-f")
        work.git("commit", "-q", "-m", "change $(touch /tmp/opsgen-never) ::error::never")
        self.proposals[number] = work.head()
        branches = [] if fork else [f"HEAD:refs/heads/proposal-{number}"]
        work.git("push", "-q", "-f", "origin", *branches, f"HEAD:refs/pull/{number}/head")
        work.git("checkout", "-q", "--detach", MAIN)
        merged = work.merge(f"proposal-{number}")
        work.git("push", "-q", "-f", "origin", f"HEAD:refs/pull/{number}/merge")
        work.git("checkout", "-q", "-f", MAIN)
        work.git("clean", "-ffdq")
        return merged

    def branches(self) -> set[str]:
        """The branches of the remote."""
        return set(self.remote.git("for-each-ref", "--format=%(refname:short)", "refs/heads/").split())

    def text(self, branch: str, name: str) -> str:
        """A file of a branch of the remote."""
        return self.remote.git("cat-file", "blob", f"{branch}:{name}")


@dataclass(frozen=True)
class Ran:
    """What a script did."""

    code: int
    output: str


class Machine:
    """Where one job runs: a folder for the files, commands that stand in for those of the forge."""

    def __init__(self, folder: Path, build: str | None = "") -> None:
        self.work = folder / "work"
        self.home = folder / "home"
        self.bin = folder / "bin"
        self.calls = folder / "calls"
        for made in (self.work, self.home, self.bin):
            made.mkdir(parents=True)
        self.calls.touch()
        python = shlex.quote(sys.executable)
        # What `opsgen build` is given besides; without it an empty page is the site.
        made = "mkdir -p site && echo > site/index.html && exit" if build is None else f'set -- "$@" {build}'
        self.command("opsgen", f'if [ "$1" = build ]; then {made}; fi\nexec {python} -m opsgen "$@"')
        self.command("python", f'[ "$1 $2" = "-m pip" ] && exit 0\nexec {python} "$@"')
        self.command("sudo", "exit 0")

    def command(self, name: str, script: str) -> None:
        """A command of this name; it writes down how it was called."""
        told = f'printf "%s\\n" "{name} $(printf "%q " "$@")" >> {shlex.quote(str(self.calls))}'
        file = self.bin / name
        file.write_text(f"#!{BASH}\n{told}\n{script}\n", encoding="utf-8")
        file.chmod(0o755)

    def called(self, name: str) -> list[list[str]]:
        """How a command was called each time."""
        lines = self.calls.read_text(encoding="utf-8").splitlines()
        return [shlex.split(line)[1:] for line in lines if line.startswith(f"{name} ")]

    def run(self, script: str, environment: dict[str, str], shell: str = "-e") -> Ran:
        """A script as a step, with its output as the log has it."""
        file = self.home / "step.sh"
        file.write_text(script, encoding="utf-8")
        own = {
            "PATH": f"{self.bin}{os.pathsep}/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "CI": "true",
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_NOSYSTEM": "1",
        }
        done = subprocess.run(
            (BASH, *shell.split(), str(file)),
            cwd=self.work,
            env=own | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=120,
        )
        return Ran(done.returncode, done.stdout.decode("utf-8", "replace"))

    def files(self) -> dict[str, str]:
        """What lies in the working tree: the names of files, links and folders, and the text of files."""
        found = {}
        for path in self.work.rglob("*"):
            name = path.relative_to(self.work).as_posix()
            if name.startswith((".git/", "site/", ".cache/")):
                continue
            regular = path.is_file() and not path.is_symlink()
            found[name] = path.read_text(encoding="utf-8", errors="replace") if regular else ""
        return found
