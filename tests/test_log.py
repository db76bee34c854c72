"""`opsgen log`: what happened, by day and commit; of a project, of an item, and what of it is not known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from repository import Repository

from opsgen.cli.main import opsgen
from opsgen.schema.output import output_schema

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "owner: zhao\nstart: 2026-07-01\nfinish: 2026-12-31\n"
PEOPLE = "people:\n  - {id: zhao, name: Zhao Min}\n"


def gift(forecast: str, reason: str = "", more: str = "") -> str:
    why = f", reason: {reason}" if reason else ""
    stone = f"  - {{id: M3, title: Load test passed, baseline: 2026-10-10, forecast: {forecast}{why}}}\n"
    return f"title: Member gift\n{HEAD}milestones:\n{stone}{more}"


OTHER = f"title: Other\n{HEAD}milestones:\n  - {{id: M3, title: Done, forecast: 2026-12-01}}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A milestone that moved twice, in two projects that both have an M3."""
    made = Repository(tmp_path / "工作区")
    made.commit(gift=gift("2026-10-10"), other=OTHER, people=PEOPLE)
    made.commit(other=OTHER.replace("title: Done", "title: Nearly done"))
    made.commit(gift=gift("2026-10-24", "SMS gateway late"))
    made.commit(other=OTHER.replace("title: Done", "title: All done"))
    made.commit(gift=gift("2026-11-09", "SMS gateway later still"))
    return made


def log(root: Repository | Path, *arguments: str, lang: str = "en") -> Result:
    folder = root.path if isinstance(root, Repository) else root
    return CliRunner().invoke(opsgen, ["-C", str(folder), "--lang", lang, "log", *arguments])


def data(root: Repository | Path, *arguments: str) -> dict[str, Any]:
    result = log(root, *arguments, "--format", "json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.output)
    Draft202012Validator(json.loads(output_schema("log"))).validate(found)
    return found


def told(found: dict[str, Any]) -> list[tuple[Any, str]]:
    return [(c["project"], c["code"]) for commit in found["commits"] for c in commit["changes"]]


def test_the_newest_first_by_day_and_commit(repository: Repository) -> None:
    head = repository.head()[:10]
    lines = log(repository).output.splitlines()
    slipped = "Milestone M3 “Load test passed” slipped 16 days (24 Oct → 9 Nov): SMS gateway later still"
    assert lines[:5] == [
        "5 Oct 2026",
        f"Wang · change · {head}",
        "Member gift  gift",
        f"  ▲ attention  {slipped}",
        "",
    ]
    assert [line for line in lines if line.endswith("Oct 2026")] == [f"{n} Oct 2026" for n in (5, 4, 3, 2, 1)]


def test_it_speaks_chinese(repository: Repository) -> None:
    said = log(repository, lang="zh").output
    assert "里程碑 M3「Load test passed」推迟 14 天（10月10日→10月24日），原因：SMS gateway late" in said


def test_the_history_of_an_item_ends_with_how_far_it_went(repository: Repository) -> None:
    said = log(repository, "gift:M3").output
    assert said.count("slipped") == 2
    assert "Other" not in said
    assert "2 moves, 30 days later in all: 10 Oct 2026 → 9 Nov 2026" in said
    repository.commit(gift=gift("2026-10-10"))
    assert "3 moves, back where it was: 10 Oct 2026 → 10 Oct 2026" in log(repository, "gift:M3").output
    repository.write("projects/gift.yaml", gift("2026-10-01"))
    said = log(repository, "gift:M3").output
    assert said.startswith("Not committed yet\n")
    assert "4 moves, 9 days earlier in all: 10 Oct 2026 → 1 Oct 2026" in said


def test_an_item_and_a_project_under_former_names(repository: Repository) -> None:
    text = gift("2026-11-09", "SMS gateway later still").replace("id: M3", "id: M4, aliases: [M3]")
    repository.git("mv", "projects/gift.yaml", "projects/present.yaml")
    repository.commit(present=f"aliases: [gift]\n{text}")
    for name in ("present:M4", "gift:M3", "present:M3", "M4"):
        assert "2 moves, 30 days later in all" in log(repository, name).output, name
    assert ("gift", "milestone.slipped") in told(data(repository, "present"))


def test_what_only_mentions_an_item_is_not_its_history(repository: Repository) -> None:
    row = "raci:\n  - {item: M3, accountable: zhao}\n"
    repository.commit(gift=gift("2026-11-09", "SMS gateway later still", row))
    assert ("gift", "raci.added") in told(data(repository, "gift"))
    assert {code for _, code in told(data(repository, "gift:M3"))} == {"milestone.slipped"}


def test_what_is_gone_is_still_known_by_its_name(repository: Repository) -> None:
    (repository.path / "projects/gift.yaml").unlink()
    repository.commit()
    found = told(data(repository, "gift", "--audience", "board"))
    assert found[0] == ("gift", "project.removed")
    assert ("gift", "milestone.slipped") in found
    # Nobody can tell any more who might see it.
    assert told(data(repository, "gift")) == []


def test_of_a_project_of_the_people_of_a_severity_since_a_day(repository: Repository) -> None:
    assert {project for project, _ in told(data(repository, "other"))} == {"other"}
    repository.commit(people=PEOPLE.replace("Zhao Min", "Zhao Ming"))
    assert told(data(repository, "people")) == [(None, "text.changed")]
    grave = {code for _, code in told(data(repository, "--severity", "attention"))}
    assert grave == {"milestone.slipped", "health.changed"}
    assert [c["date"][:10] for c in data(repository, "--since", "2026-10-05")["commits"]] == [
        "2026-10-06",
        "2026-10-05",
    ]
    assert len(data(repository, "-n", "1")["commits"]) == 1
    assert "5 earlier commits; more of them: `-n 6` or `--since DATE`" in log(repository, "-n", "1").output


def test_a_screenful_is_shown_at_first(repository: Repository) -> None:
    for day in range(10, 25):
        repository.commit(gift=gift(f"2026-11-{day}"))
    lines = log(repository).output.splitlines()
    assert 20 < len(lines) <= 60
    assert "earlier commits" in lines[-1]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("gitf", "there is no project or item `gitf`, and never was\ndid you mean `gift`?"),
        ("gift:M33", "`gift` has no `M33`, and never had\ndid you mean `M3`?"),
        ("gitf:M3", "there is no project `gitf`, and never was\ndid you mean `gift`?"),
        ("M3", "several projects have a `M3`: gift:M3, other:M3"),
        ("\x1b[31m", "`\\u001b[31m`"),
        ("--since=2199-01-01", "1 Jan 2199 is in the future"),
        ("--since=soon", "'soon'"),
    ],
)
def test_bad_input_is_a_plain_sentence(repository: Repository, asked: str, said: str) -> None:
    result = log(repository, asked)
    assert (result.exit_code, result.exception.__class__) == (2, SystemExit)
    assert said in result.output


def test_broken_versions_are_said(repository: Repository) -> None:
    repository.commit(gift=gift("2026-02-30"))
    repository.commit(gift=gift("2026-11-10"))
    broken = "1 version cannot be read and is passed over: projects/gift.yaml:6 (not-a-date) in "
    assert broken in log(repository).output
    assert broken in log(repository, "gift").output
    assert broken not in log(repository, "other").output
    assert broken not in log(repository, "--audience", "public").output
    assert [one["code"] for one in data(repository)["broken"]] == ["not-a-date"]


def test_a_shallow_clone_says_what_mends_it(repository: Repository, tmp_path: Path) -> None:
    shallow = repository.clone(tmp_path / "shallow", "--depth=2")
    result = log(shallow)
    assert (result.exit_code, "git fetch --unshallow" in result.output) == (0, True)
    assert data(shallow)["reach"] == "shallow"
    result = log(shallow, "--require-history")
    assert (result.exit_code, "git fetch --unshallow" in result.output) == (1, True)
    assert log(repository, "--require-history").exit_code == 0


def test_without_git_and_without_commits(tmp_path: Path) -> None:
    (tmp_path / "plain" / "projects").mkdir(parents=True)
    assert log(tmp_path / "plain").exit_code == 2
    empty = Repository(tmp_path / "empty")
    empty.write("projects/gift.yaml", gift("2026-10-10"))
    result = log(empty)
    assert (result.exit_code, "no commits yet" in result.output) == (2, True)
    assert log(tmp_path).exit_code == 2


def test_who_may_see_it(repository: Repository) -> None:
    repository.commit(gift=gift("2026-11-10", more="confidentiality: restricted\n"))
    repository.commit(other=OTHER.replace("All done", "After the Member gift"))
    for form in ("text", "markdown", "json"):
        said = log(repository, "--format", form).output
        assert "Member gift" not in said
        assert "Load test" not in said
    assert "Load test" in log(repository, "--audience", "board").output
    said = log(repository, "gift").output
    assert "there is no project or item `gift`" in said
    public = OTHER + "confidentiality: public\n"
    repository.commit(other=public)
    repository.commit(other=public.replace("2026-12-01", "2026-12-08"))
    for form in ("text", "markdown", "json"):
        said = log(repository, "--audience", "public", "--format", form).output
        assert "Wang" not in said
        assert "2026-12-08" in said or "8 Dec" in said


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_what_was_hidden_when_it_was_written_is_hidden_still(repository: Repository, form: str) -> None:
    other = OTHER.replace("title: Done", "title: STONE")
    for level, forecast in (
        ("restricted", "2027-01-11"),
        ("restricted", "2027-01-12"),
        ("public", "2027-01-13"),
    ):
        repository.commit(other=f"{other}confidentiality: {level}\n".replace("2026-12-01", forecast))
    feedback = "feedback: [{id: F1, date: 2026-10-01, theme: THEME, quote: Q, count: 1}]\n"
    now = f"{other}confidentiality: public\n{feedback}".replace("2026-12-01", "2027-01-14")
    repository.commit(other=now.replace("forecast", "reason: ask a@leak.example, forecast"))
    said = log(repository, "--audience", "public", "--format", form).output
    assert "STONE" in said
    for hidden in ("2027-01-11", "2027-01-12", "11 Jan", "12 Jan", "THEME", "leak.example"):
        assert hidden not in said, hidden


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
def test_a_message_of_a_commit_that_touched_a_hidden_project_is_not_told(
    repository: Repository, form: str
) -> None:
    hidden = gift("2026-11-10", more="confidentiality: restricted\n").replace("Member gift", "Takeover")
    repository.write("projects/gift.yaml", hidden)
    repository.write("projects/other.yaml", OTHER.replace("2026-12-01", "2026-12-20"))
    repository.write("projects/third.yaml", "title: [\n")
    repository.git("add", "-A")
    repository.git("commit", "-qm", "All about the Takeover")
    said = log(repository, "--format", form).output
    assert "2026-12-20" in said or "20 Dec" in said
    assert "Takeover" not in said
    assert "Takeover" in log(repository, "--format", form, "--audience", "board").output


def test_nothing_of_an_author_or_a_commit_breaks_out(repository: Repository) -> None:
    hostile = gift("2026-11-20").replace("Load test passed", '"@team </li><script> #12 \\e[31m"')
    repository.write("projects/gift.yaml", hostile)
    repository.git("commit", "-qam", "</h4><img src=x> @all \x1b[31m ::error::now")
    said = log(repository, "--format", "markdown").output
    assert "<img" not in said
    assert "<script" not in said
    assert "<code>@team</code>" in said
    assert "<code>@all</code>" in said
    for form in ("text", "markdown", "json"):
        printed = log(repository, "--format", form).output
        assert "\x1b" not in printed
        assert "::error::" not in printed


def test_where_nothing_is_found_it_says_what_was_looked_for(repository: Repository, tmp_path: Path) -> None:
    assert (
        "does not judge what was approved. `opsgen diff DATE`"
        in log(repository, "--severity", "breach").output
    )
    assert log(repository, "people", "--severity", "attention").output.endswith("No change fits.\n")
    empty = Repository(tmp_path / "empty")
    empty.commit(people="people: []\n")
    assert log(empty, "people").output.endswith("Nothing has changed\n")


def test_a_project_that_cannot_be_read_now_is_named_and_not_passed_over_in_silence(
    repository: Repository,
) -> None:
    repository.commit(gift="title: [\n")
    said = "gift cannot be read as it is now, so nobody can tell who may see it"
    for arguments in ((), ("gift",), ("gift:M3",), ("--format", "markdown")):
        assert said in log(repository, *arguments).output, arguments
    assert said not in log(repository, "other").output
    assert "Nothing has changed" not in log(repository, "gift").output
    for audience in ("public", "board"):
        assert said not in log(repository, "--audience", audience).output


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_without_a_history_it_says_how_to_begin_one(tmp_path: Path, lang: str) -> None:
    (tmp_path / "projects").mkdir()
    assert '`git init`, `git add .`, `git commit -m "..."`' in log(tmp_path, lang=lang).output
    Repository(tmp_path)
    said = log(tmp_path, lang=lang).output
    assert '`git add .`, `git commit -m "..."`' in said
    assert "git init" not in said
