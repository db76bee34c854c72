"""The workflows of a workspace on GitHub: what linters say, and each of them played as GitHub runs it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from forge_player import Forge
from github_player import GitHub, Workflow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from github_player import Job

CANARY = "canary-of-the-proposal"
FIRST = "projects/first.yaml"
FOR_EACH_LANGUAGE = pytest.mark.parametrize("lang", ["en", "zh"])
TOOLS = Path(sys.executable).parent


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Forge:
    """A workspace on GitHub, to be looked at; in Chinese, whose signs scripts and files have to bear."""
    return Forge(tmp_path_factory.mktemp("forge"), "github", "zh")


def folder(forge: Forge) -> Path:
    return forge.people.path / ".github"


# What linters say


def said_by(*command: str, cwd: Path) -> str:
    done = subprocess.run((str(TOOLS / command[0]), *command[1:]), cwd=cwd, capture_output=True, check=False)
    return done.stdout.decode() + done.stderr.decode()


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("vendor.github-workflows", "workflows/*.yml"),
        ("vendor.github-actions", "actions/*/action.yml"),
        ("vendor.github-issue-forms", "ISSUE_TEMPLATE/*.yml"),
    ],
)
def test_the_files_fit_the_schemas_of_github(spoken: Forge, schema: str, files: str) -> None:
    names = sorted(str(path) for path in folder(spoken).glob(files))
    assert names
    said = said_by("check-jsonschema", "--builtin-schema", schema, *names, cwd=spoken.people.path)
    assert said == "ok -- validation done\n"


EXPLAINED = {
    # `./` is the action of the main branch, which is what was checked out; `$/` would be the proposal's.
    "self-repository",
}


def test_zizmor_finds_nothing_that_is_not_explained(spoken: Forge) -> None:
    found = subprocess.run(
        (str(TOOLS / "zizmor"), "--offline", "--no-progress", "--format", "json", "."),
        cwd=spoken.people.path,
        capture_output=True,
        check=False,
    )
    assert {one["ident"] for one in json.loads(found.stdout)} <= EXPLAINED


def test_shellcheck_finds_nothing_in_the_scripts(spoken: Forge, tmp_path: Path) -> None:
    for number, script in enumerate(scripts(spoken)):
        (tmp_path / f"{number}.sh").write_text(f"#!/bin/bash -e\n{script}", encoding="utf-8")
    names = [path.name for path in tmp_path.iterdir()]
    assert said_by("shellcheck", *names, cwd=tmp_path) == ""


def scripts(forge: Forge) -> Iterator[str]:
    for step in steps(forge):
        if "run" in step:
            yield step["run"]


def steps(forge: Forge) -> Iterator[dict[str, Any]]:
    for path in folder(forge).glob("workflows/*.yml"):
        for job in Workflow.read(path)["jobs"].values():
            yield from job["steps"]
    for path in folder(forge).glob("actions/*/action.yml"):
        yield from Workflow.read(path)["runs"]["steps"]


def test_actions_are_pinned_and_say_their_version(spoken: Forge) -> None:
    texts = [path.read_text(encoding="utf-8") for path in folder(spoken).rglob("*.yml")]
    used = [line for text in texts for line in text.splitlines() if re.search(r"uses: (?!\./)", line)]
    assert len(used) > 9
    assert all(re.search(r"uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) for line in used)


def test_proposals_are_read_without_secrets_and_rights(spoken: Forge) -> None:
    check = Workflow.read(folder(spoken) / "workflows/check.yml")
    assert [job["permissions"] for job in check["jobs"].values()] == [{"contents": "read"}]
    text = (folder(spoken) / "workflows/check.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "pull_request_target" not in "".join(
        p.read_text(encoding="utf-8") for p in folder(spoken).rglob("*.yml")
    )


def test_only_what_runs_on_the_main_branch_keeps_a_cache(spoken: Forge) -> None:
    for path in folder(spoken).rglob("*.yml"):
        saves = re.search(r"actions/cache(/save)?@|cache: pip", path.read_text(encoding="utf-8"))
        assert bool(saves) == (path.name == "publish.yml"), path


# What they do


def project(title: str, forge: Forge) -> str:
    """The first project with another title, and a milestone of that title that has moved."""
    text = re.sub(r"(?m)^title: .*$", f"title: {title}", forge.text("main", FIRST), count=1)
    stone = re.search(r"(?m)^  - \{id: M2, title: .*, baseline: (.*), forecast: .*\}$", text)
    assert stone
    earlier = re.search(r"(?m)^  - \{id: M1, .*, forecast: (.*)\}$", text)
    assert earlier
    moved = f"  - {{id: M2, title: {title}, baseline: {stone[1]}, forecast: {earlier[1]}}}"
    return text.replace(stone[0], moved)


def check(github: GitHub, number: int, merged: str) -> Job:
    github.opened(number)
    payload = {"pull_request": {"number": number, "title": "$(touch pwned) `touch pwned` ::error::x"}}
    return github.play("check.yml", "pull_request", payload, merged)["check"]


def comment(github: GitHub, number: int, conclusion: str = "success") -> dict[str, Job]:
    run = {
        "event": "pull_request",
        "conclusion": conclusion,
        "head_sha": github.forge.proposals[number],
        "head_branch": "$(touch pwned)",
        "head_repository": {"full_name": "somebody/plans"},
    }
    return github.play("comment.yml", "workflow_run", {"workflow_run": run})


def comments(github: GitHub, number: int) -> list[str]:
    return [one["body"] for one in github.kept()["comments"].get(str(number), [])]


def nothing_of_it_was_laid_down_or_run(github: GitHub) -> None:
    assert github.machines
    for machine in github.machines:
        there = {name: text for name, text in machine.files().items() if name != "comment.html"}
        assert not [name for name, text in there.items() if CANARY in name + text]
    assert not list(github.forge.folder.glob("jobs/**/pwned*"))
    assert not Path("/tmp/opsgen-never").exists()


def test_a_good_proposal_is_shown_and_told(tmp_path: Path) -> None:
    forge = Forge(tmp_path, "github", "zh")
    github = GitHub(forge)
    checked = check(github, 1, forge.propose(1, {FIRST: project(CANARY, forge)}))
    assert checked.result == "success", checked.log
    assert CANARY in (github.artifacts["preview-1"] / "projects/first.html").read_text(encoding="utf-8")
    assert CANARY in checked.summary
    assert "::error" not in checked.log
    assert "::notice::" not in checked.log
    said = told_once(github, 1)
    assert said.startswith("<!-- opsgen diff -->")
    assert CANARY in said
    assert "处变更" in said
    assert github.saved == []
    nothing_of_it_was_laid_down_or_run(github)


def told_once(github: GitHub, number: int, conclusion: str = "success") -> str:
    """The one comment of ours after the check."""
    told = comment(github, number, conclusion)
    assert [job.result for job in told.values()] == ["success", "success"], told["write"].log
    (said,) = comments(github, number)
    return said


@pytest.mark.parametrize(("lang", "date"), [("en", "date"), ("zh", "日期")])
def test_a_broken_proposal_is_explained(tmp_path: Path, lang: str, date: str) -> None:
    forge = Forge(tmp_path, "github", lang)
    github = GitHub(forge)
    broken = re.sub(r"(?m)^finish: .*$", "finish: 2028/3/31", forge.text("main", FIRST))
    checked = check(github, 1, forge.propose(1, {FIRST: broken}))
    assert checked.result == "failure"
    assert checked.steps["check"] == "failure"
    assert re.search(r"(?m)^::error file=projects/first.yaml,line=5,", checked.log), checked.log
    assert "preview-1" not in github.artifacts
    said = told_once(github, 1, "failure")
    assert "<code>projects/first.yaml" in said
    assert "2028/3/31" in said
    assert ">finish: 2028-03-31<" in said, "the line to write instead"
    assert date in said


def test_our_comment_is_renewed_and_nobody_elses(tmp_path: Path) -> None:
    forge = Forge(tmp_path, "github")
    github = GitHub(forge)
    forge.propose(1, {FIRST: project(CANARY, forge)})
    github.opened(1)
    marked = "<!-- opsgen check --> what was wrong"
    bot, person = {"login": "github-actions[bot]"}, {"login": "somebody"}
    before = [(person, marked), (bot, "of another workflow"), (bot, marked), (person, marked)]
    said = [{"id": at, "user": user, "body": body} for at, (user, body) in enumerate(before)]
    github.keep(github.kept() | {"comments": {"1": said}})
    comment(github, 1)
    after = comments(github, 1)
    assert [text for at, text in enumerate(after) if at != 2] == [marked, "of another workflow", marked]
    assert after[2].startswith("<!-- opsgen diff -->")


def test_a_hostile_proposal_of_a_fork_runs_nothing(tmp_path: Path) -> None:
    forge = Forge(tmp_path, "github")
    github = GitHub(forge)
    run = "import pathlib; pathlib.Path('pwned').touch()  # " + CANARY
    files = {
        "mkdocs.yml": f"site_name: {CANARY}\nhooks: [hook.py]\ndocs_dir: /etc\n",
        "hook.py": run,
        "opsgen.py": run,
        "sitecustomize.py": run,
        ".opsgen/requirements.txt": f"--index-url https://example.com/{CANARY}\n",
        ".github/actions/opsgen/action.yml": f"name: {CANARY}\nruns: {{using: composite, steps: []}}\n",
        "templates/pages/project.html.j2": CANARY,
        ".gitattributes": f"* filter={CANARY} diff={CANARY}\n",
        "projects/second.yaml": project("'::error file=x::pwned %0A::set-output name=x::@team <b>#1'", forge),
        "projects/$(touch pwned).yaml": CANARY,
    }
    links = {"projects/third.yaml": "/etc/passwd", "docs/passwd.md": "/etc/passwd"}
    merged = forge.propose(7, files, fork=True, links=links)
    assert forge.branches() == {"main"}
    checked = check(github, 7, merged)
    assert checked.result == "failure"
    said = told_once(github, 7, "failure")
    for text in (said, checked.summary, checked.log):
        assert "root:" not in text, "a link was followed"
    assert "projects/third.yaml" in checked.log
    commands = [line for line in checked.log.splitlines() if re.match(r"\s*(::|##\[)", line)]
    assert commands
    assert all(
        re.match(r"::(error|warning|notice) file=projects/|::notice::This proposal", c) for c in commands
    )
    assert "::notice::This proposal changes more than projects/ and docs/" in checked.log
    assert said.endswith("changes who knows what they do.</p>\n")
    assert "<b>#1" not in said
    assert "@team <" not in said
    nothing_of_it_was_laid_down_or_run(github)


def test_what_is_closed_or_no_proposal_gets_no_comment(tmp_path: Path) -> None:
    forge = Forge(tmp_path, "github")
    github = GitHub(forge)
    forge.propose(1, {FIRST: project(CANARY, forge)})
    assert [job.result for job in comment(github, 1).values()] == ["success", "skipped"]
    github.opened(1)
    assert [job.result for job in comment(github, 1, "cancelled").values()] == ["skipped", "skipped"]
    assert comments(github, 1) == []


def test_a_gate_is_a_choice_of_the_team(tmp_path: Path) -> None:
    forge = Forge(tmp_path, "github")
    path = forge.people.path / ".github/workflows/check.yml"
    path.write_text(
        path.read_text(encoding="utf-8").replace('FAIL_ON: ""', 'FAIL_ON: "info"'), encoding="utf-8"
    )
    forge.land()
    github = GitHub(forge, build=None)
    checked = check(github, 1, forge.propose(1, {FIRST: project(CANARY, forge)}))
    assert checked.result == "failure"
    assert checked.steps["check"] == "success"
    assert "preview-1" in github.artifacts


def test_a_night_with_a_broken_project_publishes_and_is_red(tmp_path: Path) -> None:
    forge = Forge(tmp_path, "github")
    good = forge.text("main", FIRST)
    forge.land(second=project("Second before", forge))
    forge.land(
        second=project("Second after", forge) + "milestones: nothing\n", first=project("First after", forge)
    )
    assert good != forge.text("main", FIRST)
    github = GitHub(forge, build="--no-handouts", variables={"OPSGEN_AUDIENCE": "internal"})
    jobs = github.play("publish.yml", "schedule", {})
    assert jobs["build"].result == "failure", jobs["build"].log
    assert "::error file=projects/second.yaml" in jobs["build"].log
    assert jobs["deploy"].result == "success"
    assert github.pages
    assert "First after" in (github.pages / "projects/first.html").read_text(encoding="utf-8")
    assert "Second before" in (github.pages / "projects/second.html").read_text(encoding="utf-8")
    assert github.saved == [f"opsgen-hash-{forge.people.head()}"]
    assert [call[0:2] for call in jobs["build"].machine.called("sudo")][1] == ["apt-get", "install"]  # type: ignore[union-attr]


def test_nothing_is_published_where_nothing_was_built(tmp_path: Path) -> None:
    github = GitHub(Forge(tmp_path, "github"), build="--of-no-meaning")
    jobs = github.play("publish.yml", "push", {})
    assert [job.result for job in jobs.values()] == ["failure", "skipped"]
    assert github.saved == []


# Updates without a terminal

ISSUE = """### {project}

{name}

### {period}

_No response_

### {text}

{said}
"""


def asked(github: GitHub, name: str, said: str, association: str = "MEMBER") -> dict[str, Job]:
    """What becomes of an issue that somebody opened with the form."""
    form = Workflow.read(folder(github.forge) / "ISSUE_TEMPLATE/update.yml")
    labels = [one["attributes"]["label"] for one in form["body"]]
    filled = ISSUE.format(project=labels[0], period=labels[1], text=labels[2], name=name, said=said)
    issue = {"number": 9, "body": filled, "author_association": association, "title": "$(touch pwned)"}
    return github.play("update.yml", "issues", {"issue": issue})


@FOR_EACH_LANGUAGE
def test_a_form_becomes_a_drafted_update(tmp_path: Path, lang: str) -> None:
    forge = Forge(tmp_path, "github", lang)
    github = GitHub(forge)
    title = re.search(r'(?m)^title: "(.*)"$', forge.text("main", FIRST))
    assert title
    said = 'Gifts are chosen: $(touch pwned) `touch pwned` "now"\n\n### And: #2, {{ x }} ${{ github.token }}'
    jobs = asked(github, title[1], said)
    assert [job.result for job in jobs.values()] == ["success", "success"], [job.log for job in jobs.values()]
    (branch,) = forge.branches() - {"main"}
    (file,) = forge.remote.git("diff-tree", "-r", "--name-only", "main", branch).split()
    assert re.fullmatch(r"projects/first/updates/\d{4}-\d\d\.yaml", file)
    written = Workflow.read_text(forge.text(branch, file))
    assert written["summary"] == " ".join(said.split())
    (pull,) = github.kept()["pulls"]
    assert pull["head"]["ref"] == branch
    assert f"(https://github.com/team/plans/edit/{branch}/{file})" in pull["body"]
    assert pull["body"].rstrip().endswith("Closes #9")
    (answer,) = comments(github, 9)
    assert answer.endswith(pull["url"])
    assert ("草稿" in answer) == (lang == "zh")
    nothing_of_it_was_laid_down_or_run(github)


def test_a_form_that_names_no_project_is_answered(tmp_path: Path) -> None:
    forge = Forge(tmp_path, "github")
    github = GitHub(forge)
    jobs = asked(github, "<b>@team</b>$(touch pwned)", "Well.")
    assert [job.result for job in jobs.values()] == ["failure", "skipped"]
    (answer,) = comments(github, 9)
    assert "<pre>Error: there is no project `&lt;b&gt;@team&lt;/b&gt;$(touch pwned)`" in answer
    assert "there are: first" in answer
    assert forge.branches() == {"main"}


def test_a_stranger_and_an_ordinary_issue_start_nothing(tmp_path: Path) -> None:
    github = GitHub(Forge(tmp_path, "github"))
    assert {job.result for job in asked(github, "first", "Well.", "NONE").values()} == {"skipped"}
    issue = {"number": 9, "body": "It does not work", "author_association": "OWNER"}
    assert {job.result for job in github.play("update.yml", "issues", {"issue": issue}).values()} == {
        "skipped"
    }


def test_every_week_what_is_due_is_drafted(tmp_path: Path) -> None:
    forge = Forge(tmp_path, "github")
    weekly = forge.text("main", FIRST) + "cadence: weekly\n"
    forge.land(first=weekly, second=weekly, third=forge.text("main", FIRST))
    github = GitHub(forge)
    jobs = github.play("update.yml", "schedule", {})
    assert {job.result for job in jobs.values()} == {"success"}, [job.log for job in jobs.values()]
    assert {one.split("/")[2] for one in forge.branches() - {"main"}} == {"first", "second"}
    assert len(github.kept()["pulls"]) == 2
    branch = next(one for one in forge.branches() if "first" in one)
    inputs = {"project": "first", "period": branch.split("/")[-1]}
    again = github.play("update.yml", "workflow_dispatch", {"inputs": inputs})
    assert again["draft"].result == "success", again["draft"].log
    assert len(github.kept()["pulls"]) == 2, "what is proposed already is not proposed once more"
