"""Plays `.gitlab-ci.yml` here: a bare remote, and the jobs of a pipeline by bash, as a runner does.

What a runner brings and no test should (Debian's and Python's packages) is taken down and left out.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import yaml

from tests.repository import Repository

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

BASH = shutil.which("bash") or "bash"
HERE = Path(__file__).resolve().parent.parent
SERVER = "https://gitlab.example.com"
PATH = "team/plans"
TOKEN = "glpat-secret"
PYTHON = f"""#!{BASH}
if [ "$1 $2" = "-m pip" ]; then echo "$PWD: $*" >>"$PLAYED/pip"; exit 0; fi
exec {sys.executable} "$@"
"""
OPSGEN = f"""#!{BASH}
export PYTHONPATH={HERE}
exec {sys.executable} -m opsgen "$@"
"""
APT = f"""#!{BASH}
echo "$*" >>"$PLAYED/apt"
"""
PUSHED = f"""#!{BASH}
for ((i = 0; i < ${{GIT_PUSH_OPTION_COUNT:-0}}; i++)); do
  name="GIT_PUSH_OPTION_$i"
  echo "${{!name}}" >>push-options
done
"""


@dataclass(frozen=True, slots=True)
class Played:
    """A job that was played: how it ended, what it printed, and what it left for GitLab to keep."""

    code: int
    log: str
    folder: Path
    kept: tuple[str, ...]
    warns: bool

    def text(self, name: str) -> str:
        assert any(name == one or name.startswith(one) for one in self.kept), f"{name} is not kept"
        return (self.folder / name).read_text(encoding="utf-8")


class GitLab:
    """A project on GitLab: its repository, and pipelines on it."""

    def __init__(self, folder: Path, files: Mapping[str, str]) -> None:
        self.folder = folder
        self.remote = folder / "remote.git"
        self.fork = folder / "fork.git"
        Repository(self.fork, "--bare", "-b", "main")
        Repository(self.remote, "--bare", "-b", "main").git("config", "receive.advertisePushOptions", "true")
        hook = self.remote / "hooks" / "post-receive"
        hook.parent.mkdir(exist_ok=True)
        _script(hook, PUSHED)
        for name, text in (("python", PYTHON), ("opsgen", OPSGEN), ("apt-get", APT)):
            _script(folder / "bin" / name, text)
        self.desk = Repository(folder / "desk", "-b", "main")
        self.desk.git("remote", "add", "origin", str(self.remote))
        for name, text in files.items():
            self.desk.write(name, text)
        self.main = self.commit()

    def commit(self, branch: str = "main") -> str:
        """Commit what stands on the desk, and push it."""
        made = self.desk.commit()
        self.desk.git("push", "-q", "origin", f"HEAD:refs/heads/{branch}")
        return made

    def proposed(self, number: int) -> str:
        """Commit what stands on the desk as a merge request; the desk goes back to the target branch."""
        made = self.desk.commit()
        self.desk.git("push", "-qf", "origin", f"HEAD:refs/merge-requests/{number}/head")
        self.desk.git("reset", "-q", "--hard", self.main)
        self.desk.git("clean", "-fdq")
        return made

    def of_request(
        self, number: int, head: str, *, forked: bool = False, only: str = ""
    ) -> dict[str, Played]:
        """The pipeline of a merge request, with the file that its commit has; it may run in a fork."""
        if forked:
            self.desk.git("push", "-q", str(self.fork), f"{head}:refs/heads/main")
        return self.pipeline(
            "merge_request_event",
            head,
            only,
            CI_MERGE_REQUEST_IID=str(number),
            CI_PROJECT_ID="10" if forked else "9",
            CI_MERGE_REQUEST_PROJECT_ID="9",
            CI_MERGE_REQUEST_PROJECT_URL=f"{SERVER}/{PATH}",
            CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
            CI_MERGE_REQUEST_DIFF_BASE_SHA=self.desk.git("merge-base", "origin/main", head).strip(),
        )

    def pipeline(self, source: str, commit: str, only: str = "", **given: str) -> dict[str, Played]:
        """Jobs by their names, one after the other; after one that failed come those alone that need none."""
        text = self.desk.git("show", f"{commit}:.gitlab-ci.yml")
        config = yaml.safe_load(text)
        branch = {} if source == "merge_request_event" else {"CI_COMMIT_BRANCH": "main"}
        known = {**_predefined(source, commit), **branch, **_values(config["variables"]), **given}
        played: dict[str, Played] = {}
        for name, warns in chosen(config, known).items():
            job = config[name]
            if only not in ("", name):
                continue
            if "needs" not in job and any(one.code and not one.warns for one in played.values()):
                continue
            played[name] = self._job(name, job, known | _values(job.get("variables", {})), warns)
        return played

    def branches(self) -> list[str]:
        """The branches of the remote."""
        refs = self.desk.git("ls-remote", "--heads", "origin").splitlines()
        return [line.partition("refs/heads/")[2] for line in refs]

    def options(self) -> list[str]:
        """What was asked for with what was pushed."""
        asked = self.remote / "push-options"
        return asked.read_text(encoding="utf-8").splitlines() if asked.is_file() else []

    def shown(self, what: str) -> str:
        """What a revision of the remote holds."""
        return Repository.git(self.desk, "--git-dir", str(self.remote), "show", what)

    def installed(self, job: Played) -> list[str]:
        """What `pip` and `apt-get` were asked for in a job, the folder in front."""
        return [
            line
            for kind in ("pip", "apt")
            if (job.folder.parent / kind).is_file()
            for line in (job.folder.parent / kind).read_text(encoding="utf-8").splitlines()
        ]

    def _job(self, name: str, job: Mapping[str, Any], known: Mapping[str, str], warns: bool) -> Played:
        number = len(list(self.folder.glob("job-*")))
        top = self.folder / f"job-{number}-{name}"
        folder = top / "plans"
        self._fetched(folder, known)
        lines = [*_flat(job.get("before_script", ())), *_flat(job["script"])]
        done = subprocess.run(
            (BASH, "-eo", "pipefail", "-c", "\n".join(lines)),
            cwd=folder,
            env=self._environment(top, {**known, "CI_PROJECT_DIR": str(folder)}),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            check=False,
        )
        left = job.get("artifacts", {})
        kept = [*left.get("paths", ()), *left.get("reports", {}).values()]
        kept = kept if not done.returncode or left.get("when") == "always" else []
        there = tuple(one for one in kept if (folder / one).exists())
        return Played(done.returncode, done.stdout, folder, there, warns)

    def _fetched(self, folder: Path, known: Mapping[str, str]) -> None:
        """The folder of a job as a runner makes it: branches and tags fetched, and checked out or not."""
        made = Repository(folder)
        forked = known["CI_PROJECT_ID"] == "10"
        made.git("remote", "add", "origin", str(self.fork if forked else self.remote))
        made.git("fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*", "+refs/tags/*:refs/tags/*")
        if "CI_MERGE_REQUEST_IID" in known and not forked:
            made.git("fetch", "-q", "origin", f"refs/merge-requests/{known['CI_MERGE_REQUEST_IID']}/head")
        if known.get("GIT_CHECKOUT") != "false":
            made.git("checkout", "-q", "--force", "--detach", known["CI_COMMIT_SHA"])

    def _environment(self, top: Path, known: Mapping[str, str]) -> dict[str, str]:
        """Nothing of this machine but its programs; the server's addresses lead to the bare remote."""
        return {
            "PATH": f"{self.folder / 'bin'}:{os.environ['PATH']}",
            "HOME": str(top),
            "LANG": "C.UTF-8",
            "PLAYED": str(top),
            "GIT_CONFIG_COUNT": "2",
            "GIT_CONFIG_KEY_0": f"url.{self.remote.as_uri()}.insteadOf",
            "GIT_CONFIG_VALUE_0": f"https://opsgen:{TOKEN}@gitlab.example.com/{PATH}.git",
            "GIT_CONFIG_KEY_1": f"url.{self.remote.as_uri()}.insteadOf",
            "GIT_CONFIG_VALUE_1": f"{SERVER}/{PATH}.git",
            **known,
        }


def chosen(config: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, bool]:
    """The jobs of a pipeline in the order of their stages, and whether their failure is a warning."""
    if _rule(config["workflow"]["rules"], known) is None:
        return {}
    jobs = {name: job for name, job in config.items() if isinstance(job, dict) and "script" in job}
    found = {name: _rule(job["rules"], known) for name, job in jobs.items()}
    stages = config["stages"]
    return {
        name: bool(rule.get("allow_failure", jobs[name].get("allow_failure", False)))
        for name, rule in sorted(found.items(), key=lambda one: stages.index(jobs[one[0]]["stage"]))
        if rule is not None
    }


def _rule(rules: Sequence[Mapping[str, Any]], known: Mapping[str, str]) -> Mapping[str, Any] | None:
    """The first rule that holds; None where there is none, or it says never."""
    rule = next((one for one in rules if holds(one["if"], known)), {"when": "never"})
    return None if rule.get("when") == "never" else rule


def holds(said: str, known: Mapping[str, str]) -> bool:
    """Whether an expression of a rule is true: `||` of `&&` of comparisons and variables."""

    def value(part: str) -> str:
        return known.get(part[1:], "") if part.startswith("$") else json.loads(part)

    def one(part: str) -> bool:
        left, sign, right = (side.strip() for side in part.partition("=="))
        assert not re.search(r"[()=~!]", left + right), f"the player does not know: {part}"
        return value(left) == value(right) if sign else bool(value(left))

    return any(all(map(one, each.split("&&"))) for each in said.split("||"))


def _flat(lines: object) -> Iterator[str]:
    """Lines of a script; lists may stand within lists."""
    if isinstance(lines, str):
        yield lines
    else:
        for one in lines:  # type: ignore[attr-defined]
            yield from _flat(one)


def _values(variables: Mapping[str, Any]) -> dict[str, str]:
    return {name: one["value"] if isinstance(one, dict) else str(one) for name, one in variables.items()}


def _predefined(source: str, commit: str) -> dict[str, str]:
    return {
        "CI": "true",
        "CI_PIPELINE_SOURCE": source,
        "CI_COMMIT_SHA": commit,
        "CI_DEFAULT_BRANCH": "main",
        "CI_PROJECT_ID": "9",
        "CI_PROJECT_PATH": PATH,
        "CI_PROJECT_URL": f"{SERVER}/{PATH}",
        "CI_SERVER_PROTOCOL": "https",
        "CI_SERVER_HOST": "gitlab.example.com",
        "CI_SERVER_URL": SERVER,
    }


def _script(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    file.chmod(0o755)


class Api:
    """A stand-in of GitLab's API that records what is asked of it: open merge requests and their notes."""

    ME = 77

    def __init__(self, requests: Sequence[Mapping[str, Any]]) -> None:
        self.requests = requests
        self.notes: dict[str, list[dict[str, Any]]] = {str(one["iid"]): [] for one in requests}
        self.asked: list[tuple[str, str]] = []
        self.tokens: set[str | None] = set()

    def __enter__(self) -> Api:
        of = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                size = int(self.headers.get("Content-Length") or 0)
                data = json.loads(self.rfile.read(size)) if size else {}
                of.asked.append((self.command, self.path))
                of.tokens.add(self.headers.get("PRIVATE-TOKEN"))
                code, said = of._answer(self.command, self.path, data)
                body = json.dumps(said).encode()
                self.send_response(code)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = answer  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Nothing: what was asked is recorded."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/api/v4"

    def _answer(self, method: str, path: str, data: Mapping[str, Any]) -> tuple[int, Any]:
        place = urlsplit(path)
        name = place.path.removeprefix("/api/v4")
        if (method, name) == ("GET", "/user"):
            return 200, {"id": self.ME}
        if (method, name) == ("GET", "/projects/9/merge_requests"):
            return 200, self._page(place.query, list(self.requests))
        found = re.fullmatch(r"/projects/9/merge_requests/(\d+)/notes(?:/(\d+))?", name)
        if not found:
            return 404, {}
        notes = self.notes[found[1]]
        if method == "GET":
            return 200, self._page(place.query, notes)
        if method == "POST":
            notes.append({"id": len(notes) + 1, "author": {"id": self.ME}, "body": data["body"]})
            return 201, notes[-1]
        notes[int(found[2]) - 1]["body"] = data["body"]
        return 200, notes[int(found[2]) - 1]

    @staticmethod
    def _page(query: str, entries: list[Any]) -> list[Any]:
        asked = parse_qs(query)
        size, page = int(asked["per_page"][0]), int(asked["page"][0])
        return entries[size * (page - 1) : size * page]
