"""Plays the workflows of a GitHub repository: expressions, jobs, steps, and stand-ins for actions and `gh`.

It knows what the workflows of a workspace use, and refuses everything else, so that a change of them that it
cannot play is seen.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from forge_player import MAIN, Machine

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from forge_player import Forge

NAME = "team/plans"
_TOKEN = re.compile(r"\s*(?:('(?:[^']|'')*')|(&&|\|\||==|!=|[!(),.])|([A-Za-z_][\w-]*)|(\d+))")
_EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)


class Workflow(dict[str, Any]):
    """A workflow file, in which `on` is no boolean."""

    @classmethod
    def read(cls, path: Path) -> Workflow:
        return cls.read_text(path.read_text(encoding="utf-8"))

    @classmethod
    def read_text(cls, text: str) -> Workflow:
        loader = type("Loader", (yaml.SafeLoader,), {})
        loader.yaml_implicit_resolvers = {
            key: [one for one in found if one[0] != "tag:yaml.org,2002:bool" or key not in "oO"]
            for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
        }
        return cls(yaml.load(text, loader))


class Expression:
    """An expression of GitHub, for what workflows of ours use of it."""

    def __init__(self, text: str, contexts: dict[str, Any], functions: dict[str, Callable[..., Any]]) -> None:
        self.tokens = list(_tokens(text.strip()))
        self.contexts = contexts
        self.functions = functions

    def value(self) -> Any:
        found = self._or()
        assert not self.tokens, f"not understood: {self.tokens}"
        return found

    def _or(self) -> Any:
        found = self._and()
        while self._take("||"):
            other = self._and()
            found = found or other
        return found

    def _and(self) -> Any:
        found = self._equal()
        while self._take("&&"):
            other = self._equal()
            found = found and other
        return found

    def _equal(self) -> Any:
        found = self._not()
        if self._take("=="):
            return _same(found, self._not())
        if self._take("!="):
            return not _same(found, self._not())
        return found

    def _not(self) -> Any:
        return not self._not() if self._take("!") else self._one()

    def _one(self) -> Any:
        if self._take("("):
            found = self._or()
            assert self._take(")")
            return found
        token = self.tokens.pop(0)
        if token.startswith("'"):
            return token[1:-1].replace("''", "'")
        if token.isdigit():
            return int(token)
        if self._take("("):
            return self.functions[token](*self._arguments())
        return self._member(token)

    def _arguments(self) -> Iterator[Any]:
        while not self._take(")"):
            yield self._or()
            self._take(",")

    def _member(self, name: str) -> Any:
        assert name in self.contexts, f"no such context: {name}"
        found = self.contexts[name]
        while self._take("."):
            key = self.tokens.pop(0)
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def _take(self, sign: str) -> bool:
        if self.tokens and self.tokens[0] == sign:
            self.tokens.pop(0)
            return True
        return False


def _tokens(text: str) -> Iterator[str]:
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        assert found, f"not understood: {text[at:]}"
        yield next(group for group in found.groups() if group)
        at = found.end()


def _same(one: Any, other: Any) -> bool:
    return ("" if one is None else one) == ("" if other is None else other)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


@dataclass
class Job:
    """What became of a job."""

    result: str
    log: str
    outputs: dict[str, str]
    machine: Machine | None
    summary: str = ""
    steps: dict[str, str] = field(default_factory=dict)

    @property
    def told(self) -> dict[str, Any]:
        """What the jobs after it know of it."""
        return {"result": self.result, "outputs": self.outputs}


class GitHub:
    """A repository on GitHub: what its workflows did is kept between them."""

    def __init__(
        self, forge: Forge, *, build: str | None = "", variables: dict[str, str] | None = None
    ) -> None:
        self.forge = forge
        self.build = build
        self.variables = variables or {}
        self.artifacts: dict[str, Path] = {}
        self.pages: Path | None = None
        self.saved: list[str] = []
        self.machines: list[Machine] = []
        self.state = forge.folder / "github.json"
        self.keep({"pulls": [], "comments": {}, "said": [], "next": 100})

    def kept(self) -> dict[str, Any]:
        """What GitHub itself holds: proposals and comments."""
        found: dict[str, Any] = json.loads(self.state.read_text(encoding="utf-8"))
        return found

    def keep(self, state: dict[str, Any]) -> None:
        self.state.write_text(json.dumps(state), encoding="utf-8")

    def opened(self, number: int) -> None:
        """The proposal is open, as `gh` sees it."""
        state = self.kept()
        state["pulls"] = [one for one in state["pulls"] if one["number"] != number]
        head = {"sha": self.forge.proposals[number], "ref": f"proposal-{number}"}
        state["pulls"].append({"number": number, "head": head, "base": {"ref": MAIN}, "state": "open"})
        self.keep(state)

    def play(self, file: str, event: str, payload: dict[str, Any], sha: str = "") -> dict[str, Job]:
        """The jobs of a workflow of the main branch on an event."""
        workflow = Workflow.read(self.forge.people.path / ".github/workflows" / file)
        assert event in workflow["on"], f"{file} does not start on {event}"
        assert workflow["permissions"] == {}, "every job names its own"
        sha = sha or self.forge.people.git("rev-parse", MAIN).strip()
        payload = {"repository": {"full_name": NAME}, **payload}
        github = {
            "event_name": event,
            "event": payload,
            "sha": sha,
            "token": "token",
            "repository": NAME,
            "server_url": "https://github.com",
            "workflow": workflow["name"],
        }
        done: dict[str, Job] = {}
        for name, job in workflow["jobs"].items():
            contexts = {
                "github": github,
                "inputs": payload.get("inputs", {}),
                "vars": self.variables,
                "secrets": {},
                "needs": {one: done[one].told for one in _needs(job)},
            }
            failed = any(done[one].result != "success" for one in _needs(job))
            if not self._holds(job.get("if"), contexts, failed=failed):
                done[name] = Job("skipped", "", {}, None)
                continue
            for number, matrix in enumerate(self._matrix(job, contexts)):
                at = name if number == 0 else f"{name} {number}"
                done[at] = self._job(workflow, job, f"{file}-{event}-{at}", {**contexts, "matrix": matrix})
        return done

    def _matrix(self, job: dict[str, Any], contexts: dict[str, Any]) -> list[dict[str, Any]]:
        asked = job.get("strategy", {}).get("matrix")
        if asked is None:
            return [{}]
        ((name, values),) = asked.items()
        return [{name: value} for value in self._whole(values, contexts)]

    def _job(self, workflow: Workflow, job: dict[str, Any], name: str, contexts: dict[str, Any]) -> Job:
        assert set(job["permissions"]) <= {"contents", "issues", "pull-requests", "pages", "id-token"}
        place = self.forge.folder / "jobs" / f"{len(self.machines)}-{re.sub(r'[^a-z]+', '-', name)}"
        machine = Machine(place, self.build)
        self.machines.append(machine)
        self._gh(machine, job["permissions"])
        (place / "temp").mkdir()
        played = _Played(self, machine, contexts, place)
        played.environment = {
            key: self._filled(value, {**contexts, "steps": {}})
            for key, value in workflow.get("env", {}).items()
        }
        played.steps(job["steps"])
        outputs = {
            key: self._filled(value, {**contexts, "steps": played.told})
            for key, value in job.get("outputs", {}).items()
        }
        summary = (place / "summary").read_text(encoding="utf-8") if (place / "summary").exists() else ""
        result = "failure" if played.failed else "success"
        states = {key: value["conclusion"] for key, value in played.told.items()}
        return Job(result, "".join(played.log), outputs, machine, summary, states)

    def _gh(self, machine: Machine, permissions: dict[str, str]) -> None:
        rights = " ".join(f"{key}={value}" for key, value in permissions.items())
        script = shlex.quote(str(Path(__file__).parent / "gh_stand_in.py"))
        machine.command(
            "gh",
            f'[ "$GH_TOKEN" = token ] || {{ echo "gh: no token" >&2; exit 4; }}\n'
            f"exec {shlex.quote(sys.executable)} {script} {shlex.quote(str(self.state))} "
            f'{shlex.quote(rights)} {shlex.quote(str(self.forge.remote.path))} "$@"',
        )

    def _functions(self, *, failed: bool, work: Path | None = None) -> dict[str, Callable[..., Any]]:
        return {
            "success": lambda: not failed,
            "failure": lambda: failed,
            "cancelled": lambda: False,
            "always": lambda: True,
            "contains": lambda where, what: what in where,
            "startsWith": lambda text, start: str(text).casefold().startswith(str(start).casefold()),
            "fromJSON": json.loads,
            "format": lambda text, *given: text.format(*given),
            "hashFiles": lambda name: "hash" if work and (work / name).is_file() else "",
        }

    def _holds(
        self, asked: str | None, contexts: dict[str, Any], *, failed: bool, work: Path | None = None
    ) -> bool:
        """Whether an `if` holds; without a word on what came before, only after success."""
        if asked is None:
            return not failed
        text = (
            asked.strip().removeprefix("${{").removesuffix("}}") if asked.strip().startswith("${{") else asked
        )
        spoken = re.search(r"\b(success|failure|cancelled|always)\(", text)
        found = Expression(text, contexts, self._functions(failed=failed, work=work)).value()
        return bool(found) and (bool(spoken) or not failed)

    def _whole(self, value: Any, contexts: dict[str, Any], work: Path | None = None) -> Any:
        (inside,) = _EXPRESSION.fullmatch(str(value).strip()).groups()  # type: ignore[union-attr]
        return Expression(inside, contexts, self._functions(failed=False, work=work)).value()

    def _filled(self, value: Any, contexts: dict[str, Any], work: Path | None = None) -> str:
        functions = self._functions(failed=False, work=work)
        return _EXPRESSION.sub(lambda m: _shown(Expression(m[1], contexts, functions).value()), _shown(value))


def _needs(job: dict[str, Any]) -> list[str]:
    asked = job.get("needs", [])
    return [asked] if isinstance(asked, str) else asked


class _Played:
    """The steps of one job."""

    def __init__(self, github: GitHub, machine: Machine, contexts: dict[str, Any], place: Path) -> None:
        self.github = github
        self.machine = machine
        self.contexts = contexts
        self.place = place
        self.failed = False
        self.told: dict[str, Any] = {}
        self.log: list[str] = []
        self.environment: dict[str, str] = {}

    def steps(self, steps: list[dict[str, Any]], inputs: dict[str, str] | None = None) -> None:
        for number, step in enumerate(steps):
            self._step(step, step.get("id", f"_{number}"), inputs)

    def _step(self, step: dict[str, Any], name: str, inputs: dict[str, str] | None) -> None:
        contexts = {**self.contexts, "steps": self.told, "env": self.environment}
        contexts |= {"inputs": inputs} if inputs is not None else {}
        holds = self.github._holds(step.get("if"), contexts, failed=self.failed, work=self.machine.work)
        if not holds:
            self.told[name] = {"outcome": "skipped", "conclusion": "skipped", "outputs": {}}
            return
        outputs: dict[str, str] = {}
        if "run" in step:
            assert "${{" not in step["run"], "a value would become a part of the script"
            outcome = self._run(step, contexts, outputs)
        else:
            given = {
                key: self.github._filled(value, contexts, self.machine.work)
                for key, value in step.get("with", {}).items()
            }
            outcome = self._use(step["uses"], given, outputs)
        self.failed = self.failed or outcome == "failure"
        self.told[name] = {"outcome": outcome, "conclusion": outcome, "outputs": outputs}

    def _run(self, step: dict[str, Any], contexts: dict[str, Any], outputs: dict[str, str]) -> str:
        own = {key: self.github._filled(value, contexts) for key, value in step.get("env", {}).items()}
        github = contexts["github"]
        files = {"GITHUB_OUTPUT": self.place / "output", "GITHUB_STEP_SUMMARY": self.place / "summary"}
        files["GITHUB_OUTPUT"].write_text("", encoding="utf-8")
        given = {
            "GITHUB_SHA": github["sha"],
            "GITHUB_EVENT_NAME": github["event_name"],
            "GITHUB_REPOSITORY": NAME,
            "GITHUB_WORKSPACE": str(self.machine.work),
            "RUNNER_TEMP": str(self.place / "temp"),
            **{key: str(path) for key, path in files.items()},
        }
        shell = "--noprofile --norc -eo pipefail" if step.get("shell") == "bash" else "-e"
        ran = self.machine.run(step["run"], given | self.environment | own, shell)
        self.log.append(ran.output)
        for line in files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines():
            key, sign, value = line.partition("=")
            assert sign, f"no output: {line}"
            outputs[key] = value
        return "failure" if ran.code else "success"

    def _use(self, action: str, given: dict[str, str], outputs: dict[str, str]) -> str:
        work = self.machine.work
        if action.startswith("./"):
            local = Workflow.read(work / action / "action.yml")
            inputs = {key: given.get(key, one["default"]) for key, one in local["inputs"].items()}
            self.steps(local["runs"]["steps"], inputs)
            return "failure" if self.failed else "success"
        name, _, commit = action.partition("@")
        assert re.fullmatch("[0-9a-f]{40}", commit), f"{action} is not pinned"
        if name == "actions/checkout":
            self._checkout(given)
        elif name == "actions/upload-artifact":
            target = self.place.parent / f"artifact-{given['name']}"
            shutil.rmtree(target, ignore_errors=True)
            source = work / given["path"]
            assert source.exists(), f"{source} is missing"
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
            self.github.artifacts[given["name"]] = target
        elif name == "actions/download-artifact":
            shutil.copy(self.github.artifacts[given["name"]], work / "comment.html")
        elif name == "actions/upload-pages-artifact":
            self.github.artifacts["github-pages"] = work / given["path"]
        elif name == "actions/deploy-pages":
            self.github.pages = self.github.artifacts["github-pages"]
            outputs["page_url"] = "https://team.github.io/plans/"
        elif name == "actions/cache/save":
            self.github.saved.append(given["key"])
        else:
            assert name in ("actions/setup-python", "actions/cache/restore"), f"{action} is unknown"
        return "success"

    def _checkout(self, given: dict[str, str]) -> None:
        """As the action does it: all branches and tags, or the one commit, and never what is proposed."""
        assert given["ref"] == MAIN
        assert given["persist-credentials"] == "false"
        all_of_it = "'+refs/heads/*:refs/remotes/origin/*' '+refs/tags/*:refs/tags/*'"
        what = (
            all_of_it
            if given.get("fetch-depth") == "0"
            else f"--depth=1 +refs/heads/{MAIN}:refs/remotes/origin/{MAIN}"
        )
        url = shlex.quote(self.github.forge.url)
        script = (
            f"git init -q .\ngit remote add origin {url}\n"
            f"git fetch -q --no-recurse-submodules origin {what}\n"
            f"git checkout -q --force -B {MAIN} refs/remotes/origin/{MAIN}\n"
        )
        ran = self.machine.run(script, {})
        assert ran.code == 0, ran.output
