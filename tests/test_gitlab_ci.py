"""What `opsgen init --forge gitlab` lays down, played: merge requests, nights, drafts and notes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from check_jsonschema.cli.main_command import main as check_jsonschema
from click.testing import CliRunner

from opsgen.workspace import new_workspace
from tests.gitlab_player import TOKEN, Api, GitLab, Played, chosen
from tests.new_workspaces import BROKEN, VALUES

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "projects/first.yaml"
LATER = "“Gift chosen and in stock” 7 days later"
MERGE_REQUEST = {"CI_PIPELINE_SOURCE": "merge_request_event"}
MAIN = {"CI_COMMIT_BRANCH": "main", "CI_DEFAULT_BRANCH": "main"}


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return new_workspace("en", VALUES)


@pytest.fixture
def gitlab(tmp_path: Path, files: dict[str, str]) -> GitLab:
    return GitLab(tmp_path, files)


def changed(gitlab: GitLab, old: str, new: str, name: str = FIRST) -> None:
    text = (gitlab.desk.path / name).read_text(encoding="utf-8")
    assert old in text
    gitlab.desk.write(name, text.replace(old, new))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_gitlab_takes_the_file(lang: str, tmp_path: Path) -> None:
    made = new_workspace(lang, VALUES | {"languages": lang})
    file = tmp_path / ".gitlab-ci.yml"
    file.write_text(made[".gitlab-ci.yml"], encoding="utf-8")
    asked = ["--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", str(file)]
    assert CliRunner().invoke(check_jsonschema, asked).exit_code == 0
    config = yaml.safe_load(made[".gitlab-ci.yml"])
    shown = [job["artifacts"]["expose_as"] for job in config.values() if "expose_as" in str(job)]
    assert shown, "nothing is shown beside a merge request"
    assert all(one.isascii() for one in shown), "GitLab takes letters, digits, spaces, - and _ only"


@pytest.mark.parametrize(
    ("known", "jobs"),
    [
        (MERGE_REQUEST, "check preview"),
        (MERGE_REQUEST | {"OPSGEN_TOKEN": "x", "PROJECT": "first"}, "check preview"),
        (MAIN | {"CI_PIPELINE_SOURCE": "push"}, "check pages"),
        (MAIN | {"CI_PIPELINE_SOURCE": "schedule"}, "check pages"),
        (MAIN | {"CI_PIPELINE_SOURCE": "schedule", "OPSGEN_TOKEN": "x"}, "check pages notes"),
        (MAIN | {"CI_PIPELINE_SOURCE": "schedule", "PROJECT": "first"}, "draft"),
        (MAIN | {"CI_PIPELINE_SOURCE": "web", "PROJECT": "first", "OPSGEN_TOKEN": "x"}, "draft"),
        (MAIN | {"CI_PIPELINE_SOURCE": "schedule", "NOTES": "yes", "OPSGEN_TOKEN": "x"}, "notes"),
        (MAIN | {"CI_PIPELINE_SOURCE": "trigger", "OPSGEN_TOKEN": "x"}, "notes"),
        ({"CI_PIPELINE_SOURCE": "push", "CI_COMMIT_BRANCH": "idea", "CI_DEFAULT_BRANCH": "main"}, ""),
    ],
)
def test_jobs_of_a_pipeline(known: dict[str, str], jobs: str, files: dict[str, str]) -> None:
    """What gitlab-ci-local says of the same file; a branch has no pipeline beside its merge request's."""
    assert " ".join(chosen(yaml.safe_load(files[".gitlab-ci.yml"]), known)) == jobs


def test_no_merge_request_has_a_cache_or_a_secret(files: dict[str, str]) -> None:
    config = yaml.safe_load(files[".gitlab-ci.yml"])
    for name in chosen(config, MERGE_REQUEST):
        assert "cache" not in config[name]
        assert "TOKEN" not in json.dumps(config[name])
        assert config[name]["variables"]["GIT_CHECKOUT"] == "false"
    assert "cache" not in config["default"]


def test_a_good_change(gitlab: GitLab) -> None:
    changed(gitlab, "forecast: 2026-12-23", "forecast: 2026-12-30")
    played = gitlab.of_request(1, gitlab.proposed(1), only="check")
    assert {name: job.code for name, job in played.items()} == {"check": 0}, played
    found = json.loads(played["check"].text("gl-code-quality.json"))
    assert [one["check_name"] for one in found] == ["moved-without-reason"]
    review = played["check"].text("review.html")
    assert LATER in review
    assert "Have somebody read these changes" not in review
    pip = [line for line in gitlab.installed(played["check"]) if "pip" in line]
    assert [line.partition(": ")[2] for line in pip] == [
        "-m pip install --quiet --require-hashes -r .opsgen/requirements.lock",
        "-m pip install --quiet --no-deps -r .opsgen/requirements.txt",
    ]


def test_a_broken_change_from_a_fork(gitlab: GitLab) -> None:
    """The fork's main branch says where opsgen comes from, too; it is not asked."""
    gitlab.desk.write("projects/second.yaml", BROKEN)
    gitlab.desk.write(".opsgen/requirements.txt", "evil\n")
    played = gitlab.of_request(1, gitlab.proposed(1), forked=True)
    assert {name: job.code for name, job in played.items()} == {"check": 1}, played
    assert requirements(played["check"]) == "opsgen==0.1.0\n"
    assert not played["check"].warns
    found = json.loads(played["check"].text("gl-code-quality.json"))
    assert {one["location"]["path"] for one in found} == {"projects/second.yaml"}
    assert "projects/second.yaml" in played["check"].text("review.html")


def requirements(job: Played) -> str:
    return (job.folder / ".opsgen/requirements.txt").read_text(encoding="utf-8")


def hostile(gitlab: GitLab) -> None:
    """Everything that is code, changed; and a title that would like to be a command."""
    desk = gitlab.desk
    mark = gitlab.folder / "ran"
    desk.write("evil.py", f"open({str(mark)!r}, 'w')\n")
    changed(gitlab, "site_name", "hooks: [evil.py]\nsite_name", "mkdocs.yml")
    desk.write("templates/pages/project.html.j2", "TAKEN OVER")
    desk.write(".opsgen/requirements.txt", "evil\n")
    desk.write(".opsgen/notes.py", f"open({str(mark)!r}, 'w')\n")
    desk.write(".gitattributes", "* filter=evil\n")
    said = f'"$(touch {mark}) `touch {mark}` \\e[31m \\e]0;x\\a <script>alert(1)</script> /close @all"'
    changed(gitlab, "risks:\n", f"risks:\n  - {{id: R9, title: {said}, probability: 5, impact: 5}}\n")


def test_a_hostile_change(gitlab: GitLab) -> None:
    hostile(gitlab)
    played = gitlab.of_request(1, gitlab.proposed(1))
    assert {name: job.code for name, job in played.items()} == {"check": 0, "preview": 0}, played
    assert not (gitlab.folder / "ran").exists()
    for job in played.values():
        assert not (job.folder / "evil.py").exists()
        assert not (job.folder / "templates").exists()
        assert requirements(job) == "opsgen==0.1.0\n"
        assert "\x1b" not in job.log
    review = played["check"].text("review.html")
    assert "Have somebody read these changes" in review
    assert "<script" not in review
    assert "touch" in review
    page = played["preview"].text("site/projects/first.html")
    assert "touch" in page, "the data of the merge request is shown"
    assert "<script>alert" not in page
    assert "TAKEN OVER" not in page


def test_a_link_out_of_the_repository(gitlab: GitLab) -> None:
    (gitlab.desk.path / "projects/second.yaml").symlink_to("/etc/hostname")
    played = gitlab.of_request(1, gitlab.proposed(1))
    assert {name: job.code for name, job in played.items()} == {"check": 1}
    assert "projects/second.yaml" in played["check"].text("gl-code-quality.json")


def test_a_night_with_a_broken_project(gitlab: GitLab) -> None:
    gitlab.desk.write(FIRST, BROKEN)
    head = gitlab.commit()
    played = gitlab.pipeline("schedule", head, OPSGEN_AUDIENCE="internal")
    assert {name: (job.code, job.warns) for name, job in played.items()} == {
        "check": (1, True),
        "pages": (0, False),
    }
    assert FIRST in played["check"].text("gl-code-quality.json")
    assert "Welcome gift" in played["pages"].text("public/projects/first.html")
    assert "because its files have errors now" in played["pages"].text("public/projects/first.html")
    assert any("libpango" in line for line in gitlab.installed(played["pages"]))
    assert list((played["pages"].folder / "public/handouts").glob("*.pdf"))


def test_a_draft_without_a_token(gitlab: GitLab) -> None:
    (draft,) = gitlab.pipeline("schedule", gitlab.main, PROJECT="first").values()
    assert (draft.code, draft.kept) == (0, ("drafts/",)), draft.log
    (made,) = (draft.folder / "drafts").rglob("*.yaml")
    assert made.relative_to(draft.folder / "drafts").as_posix().startswith("projects/first/updates/2")
    assert gitlab.options() == []


def test_a_draft_becomes_a_merge_request_once(gitlab: GitLab) -> None:
    for named, code, again in (("first *", 1, False), ("first", 0, True)):
        (draft,) = gitlab.pipeline("web", gitlab.main, PROJECT=named, OPSGEN_TOKEN=TOKEN).values()
        assert draft.code == code, draft.log
        assert TOKEN not in draft.log
        assert ("there is a branch with a draft already" in draft.log) == again
    (branch,) = (name for name in gitlab.branches() if name != "main")
    period = branch.removeprefix("opsgen/update/first/")
    assert gitlab.options() == [
        "merge_request.create",
        "merge_request.target=main",
        f"merge_request.title=Update: first {period}",
        "merge_request.remove_source_branch",
    ]
    assert gitlab.shown(f"{branch}:projects/first/updates/{period}.yaml").count(period) >= 1
    assert gitlab.shown(f"{branch}:{FIRST}") == gitlab.shown(f"main:{FIRST}")


def request(number: int, target: str = "main") -> dict[str, Any]:
    return {"iid": number, "target_branch": target, "title": "$(touch ran)\n/close"}


def test_one_note_for_each_merge_request(gitlab: GitLab) -> None:
    hostile(gitlab)
    gitlab.proposed(1)
    gitlab.desk.write("projects/second.yaml", BROKEN)
    gitlab.proposed(2)
    with Api([request(1), request(2), request(3, "other")]) as api:
        forged = {"id": 1, "author": {"id": 5}, "body": "<!-- opsgen note"}
        api.notes["1"] = [forged, *({"id": n, "author": {"id": 5}, "body": "words"} for n in range(2, 102))]

        def played() -> list[str]:
            del api.asked[:]
            asked = {"NOTES": "yes", "OPSGEN_TOKEN": TOKEN, "CI_API_V4_URL": api.address}
            (notes,) = gitlab.pipeline("schedule", gitlab.main, **asked).values()
            assert notes.code == 0, notes.log
            assert TOKEN not in notes.log
            return [f"{method} {path.rpartition('merge_requests/')[2]}" for method, path in written(api)]

        assert played() == ["POST 1/notes", "POST 2/notes"]
        assert played() == [], "nothing is new"
        changed(gitlab, "forecast: 2026-12-23", "forecast: 2026-12-30")
        gitlab.proposed(1)
        assert played() == ["PUT 1/notes/102"]
    assert forged["body"] == "<!-- opsgen note"
    assert api.tokens == {TOKEN}
    assert LATER in api.notes["1"][-1]["body"]
    assert "projects/second.yaml" in api.notes["2"][-1]["body"]
    assert not any("\n/" in one["body"] for notes in api.notes.values() for one in notes)
    assert not (gitlab.folder / "ran").exists()


def written(api: Api) -> list[tuple[str, str]]:
    return [one for one in api.asked if one[0] != "GET"]
