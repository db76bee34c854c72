"""`opsgen check --changed-since`: what a change brings, in the files it touched and elsewhere."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from repository import Repository

from opsgen.cli.main import opsgen
from opsgen.problem import Place, Problem
from opsgen.rules.touched import brought, elsewhere
from opsgen.schema.output import check_output_schema
from opsgen.words import message

if TYPE_CHECKING:
    from pathlib import Path

    from opsgen.problem import Severity

PEOPLE = "people:\n  - {id: wang, name: Wang Fang}\n"
MISTAKE = "start: 2026-02-30\n"


def stones(*entries: str) -> str:
    return "milestones:\n" + "".join(f"  - {{{entry}}}\n" for entry in entries)


GOODS = stones("id: M1, title: Goods arrive, forecast: 2026-11-20")
SALE = stones("id: M1, title: Sale begins, forecast: 2026-12-01, depends_on: [{ref: 'b:M1', type: FS}]")
OTHER = stones("id: M2, title: Stock counted, forecast: 2026-12-10")


def project(title: str, more: str = OTHER) -> str:
    return f"title: {title}\nowner: wang\nstart: 2026-10-01\nfinish: 2026-12-31\n{more}"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Project a waits for b; what is wrong with `old` is older than any change. HEAD is a branch off main."""
    made = Repository(tmp_path / "工作区")
    old = project("Old").replace("2026-12-31", "2026-02-30")
    made.commit(a=project("A", SALE), b=project("B", GOODS), old=old, people=PEOPLE)
    made.git("switch", "-q", "-c", "proposal")
    return made


def check(repository: Repository | Path, revision: str, *more: str, lang: str = "en") -> Result:
    root = repository.path if isinstance(repository, Repository) else repository
    options = ("check", "--as-of", "2026-11-02", f"--changed-since={revision}", *more)
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", lang, *options])


def report(repository: Repository | Path, revision: str = "main", *more: str) -> dict[str, Any]:
    result = check(repository, revision, "--format", "json", *more)
    assert result.exit_code in (0, 1), result.output
    found: dict[str, Any] = json.loads(result.output)
    assert result.exit_code == int(found["counts"]["error"] > 0)
    Draft202012Validator(json.loads(check_output_schema())).validate(found)
    return found


def errors(printed: dict[str, Any]) -> set[tuple[str, str]]:
    return {(f["file"], f["code"]) for f in printed["findings"] if f["severity"] == "error"}


def found(repository: Repository | Path, revision: str = "main") -> set[tuple[str, str]]:
    return errors(report(repository, revision))


OLD = ("projects/old.yaml", "not-a-date")


def everything(repository: Repository) -> set[tuple[str, str]]:
    """The errors that a check without the option finds."""
    options = ("check", "--as-of", "2026-11-02", "--format", "json")
    result = CliRunner().invoke(opsgen, ["-C", str(repository.path), *options])
    return errors(json.loads(result.output))


def test_nothing_was_changed(repository: Repository) -> None:
    assert everything(repository) == {OLD}
    result = check(repository, "main", "--strict")
    assert result.exit_code == 0
    assert result.output == (
        f"0 files changed since main ({repository.head()[:10]}); 3 projects checked: 0 errors, 0 warnings\n"
    )


def test_it_speaks_chinese(repository: Repository) -> None:
    base = repository.head()
    repository.commit(b=project("B", GOODS + MISTAKE))
    result = check(repository, "main", lang="zh")
    assert result.exit_code == 1
    assert result.output.splitlines()[-1].startswith(
        f"自 main（{base[:10]}）以来改了 1 个文件；已检查 3 个项目："
    )


@pytest.mark.parametrize("committed", [True, False])
def test_findings_of_touched_files_alone(repository: Repository, committed: bool) -> None:
    if committed:
        repository.commit(c=project("C").replace("wang", "wagn"))
    else:
        repository.write("projects/c.yaml", project("C").replace("wang", "wagn"))
    assert everything(repository) == {OLD, ("projects/c.yaml", "unknown-person")}
    assert found(repository) == {("projects/c.yaml", "unknown-person")}


def test_all_findings_of_a_touched_file(repository: Repository) -> None:
    repository.write("projects/old.yaml", project("Older").replace("2026-12-31", "2026-02-30"))
    assert found(repository) == {OLD}


def test_a_renamed_file_is_touched(repository: Repository) -> None:
    repository.git("mv", "projects/old.yaml", "projects/双十一.yaml")
    repository.commit()
    assert found(repository) == {("projects/双十一.yaml", "not-a-date")}


def test_other_line_ends_touch_nothing(repository: Repository) -> None:
    path = repository.path / "projects/old.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert report(repository)["since"]["files"] == []
    assert found(repository) == set()


def test_what_the_change_breaks_elsewhere(repository: Repository) -> None:
    repository.commit(b=project("B"))
    assert everything(repository) == {OLD, ("projects/a.yaml", "unknown-reference")}
    assert found(repository) == {("projects/a.yaml", "unknown-reference")}


def test_a_file_taken_away_breaks_what_refers_to_it(repository: Repository) -> None:
    (repository.path / "projects/b.yaml").unlink()
    repository.commit()
    assert found(repository) == {("projects/a.yaml", "unknown-reference")}
    assert report(repository)["since"]["files"] == ["projects/b.yaml"]


def test_a_changed_list_of_people_breaks_what_names_them(repository: Repository) -> None:
    repository.commit(people=PEOPLE.replace("wang", "wang-fang").replace("Wang Fang", "Fang"))
    assert found(repository) == {("projects/a.yaml", "unknown-person"), ("projects/b.yaml", "unknown-person")}


def test_a_setting_that_makes_an_old_finding_worse(repository: Repository) -> None:
    late = stones("id: M1, title: Stock counted, forecast: 2026-10-20")
    repository.git("switch", "-q", "main")
    repository.commit(b=project("B", late), a=project("A"))
    repository.git("switch", "-q", "-C", "proposal")
    assert found(repository) == set()
    repository.commit(portfolio="title: Ours\nrules: {severity: {milestone-overdue: error}}\n")
    assert found(repository) == {("projects/b.yaml", "milestone-overdue")}


def test_a_name_that_takes_another_file_for_itself(repository: Repository) -> None:
    """The finding stands at the file that sorts behind the new one."""
    repository.write("projects/B.yaml", project("Another B"))
    assert ("projects/b.yaml", "unsafe-file") in found(repository)


def test_what_was_refused_before_is_no_news(repository: Repository) -> None:
    repository.git("switch", "-q", "main")
    (repository.path / "projects/link.yaml").symlink_to("a.yaml")
    (repository.path / "projects/deep").symlink_to("/tmp")
    repository.write("projects/con.yaml", project("C"))
    repository.write("projects/notes.txt", "hello\n")
    repository.write("projects/large.yaml", "#" * (1 << 20) + "\n")
    repository.commit()
    repository.git("switch", "-q", "-C", "proposal")
    old = everything(repository)
    assert {code for _, code in old} >= {"unsafe-file", "file-too-large"}
    assert found(repository) == set()
    repository.commit(c=project("C").replace("wang", "wagn"))
    assert found(repository) == everything(repository) - old


def test_what_came_into_main_since_is_not_of_the_proposal(repository: Repository) -> None:
    repository.commit(c=project("C").replace("wang", "wagn"))
    repository.git("switch", "-q", "main")
    repository.commit(d=project("D").replace("wang", "gnaw"))
    repository.git("switch", "-q", "proposal")
    expected = {("projects/c.yaml", "unknown-person")}
    assert found(repository) == expected
    repository.git("switch", "-q", "--detach", "main")
    repository.git("merge", "-q", "--no-ff", "-m", "as a build service merges it", "proposal")
    assert found(repository) == found(repository, "HEAD^1") == expected


def test_projects_in_a_folder_of_the_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository", "--object-format=sha256")
    repository.write("运营/projects/a.yaml", project("A").replace("2026-12-31", "2026-02-30"))
    base = repository.commit(a="title: of somebody else\n")
    repository.write("运营/projects/b.yaml", project("B", MISTAKE))
    assert found(repository.path / "运营", "HEAD") == {("projects/b.yaml", "duplicate-key")}
    assert report(repository.path / "运营", base[:9])["since"] == {
        "revision": base[:9],
        "commit": base,
        "files": ["projects/b.yaml"],
    }


def test_a_workspace_that_was_not_there_yet(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "repository")
    repository.write("README.md", "")
    repository.commit()
    repository.write("projects/a.yaml", project("A", MISTAKE))
    assert found(repository, "HEAD") == {("projects/a.yaml", "duplicate-key")}


# --- nothing to compare with


@pytest.mark.parametrize("revision", ["", "--output=x", "$(touch x)", "mian", "-", "HEAD..HEAD", "a\x1b[31m"])
@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab"])
def test_no_such_revision_is_wrong_use(repository: Repository, revision: str, form: str) -> None:
    before = set(os.listdir(repository.path))
    result = check(repository, revision, "--format", form)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr
    assert "\x1b" not in result.stderr
    assert set(os.listdir(repository.path)) == before


def test_an_option_taken_for_the_revision(repository: Repository) -> None:
    options = ["-C", str(repository.path), "--lang", "en", "check", "--changed-since", "--strict"]
    result = CliRunner().invoke(opsgen, options)
    assert result.exit_code == 2


def test_a_clone_that_is_too_shallow_says_what_fetches_the_rest(
    repository: Repository, tmp_path: Path
) -> None:
    repository.commit(b=project("B"))
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--depth=1", f"file://{repository.path}", str(clone))
    for lang in ("zh", "en"):
        result = check(clone, "origin/main", lang=lang)
        assert result.exit_code == 2
        assert "git fetch --unshallow" in result.stderr
        assert "fetch-depth: 0" in result.stderr


def test_a_folder_without_git(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    result = check(tmp_path, "main")
    assert result.exit_code == 2
    assert "is not in a git repository" in result.stderr


def test_a_machine_without_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    result = check(repository, "main")
    assert (result.exit_code, result.stderr) == (1, "Error: git is not installed.\n")  # 3 by `main`


def test_a_folder_without_projects(tmp_path: Path) -> None:
    result = check(tmp_path, "main")
    assert result.exit_code == 2
    assert "`opsgen init` lays one down" in result.stderr


def test_a_clone_without_the_files_as_they_were(repository: Repository, tmp_path: Path) -> None:
    repository.commit(b=project("B"))
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--filter=blob:none", f"file://{repository.path}", str(clone))
    result = check(clone, "origin/main")
    assert result.exit_code == 2
    assert "git fetch --refetch --no-filter" in result.stderr
    repository.git("-C", str(clone), "fetch", "-q", "--refetch", "--no-filter")
    assert found(clone, "origin/main") == {("projects/a.yaml", "unknown-reference")}


# --- the choice itself


def problem(file: str, line: int = 1, n: int = 1, severity: Severity = "warning") -> Problem:
    return Problem(Place(file, line), "x", severity, message("{n} of them", n=n))


def test_in_other_files_only_what_is_new() -> None:
    before = [problem("other")]
    assert brought([problem("other")], {"mine"}, before) == ()
    news = (problem("other", 2), problem("other", n=2), problem("other", severity="error"), problem("third"))
    assert brought([*news, *before], {"mine"}, before) == news


def test_in_touched_files_everything_however_they_are_spelt() -> None:
    mine = problem("caf\u0065\u0301.yaml")
    assert brought([mine], {"caf\u00e9.yaml"}, [mine]) == (mine,)
    assert brought([mine], set(), [problem("caf\u00e9.yaml")]) == ()


def test_what_stands_elsewhere() -> None:
    assert not elsewhere([], {"mine"})
    assert not elsewhere([problem("mine")], {"mine"})
    assert elsewhere([problem("mine"), problem("other")], {"mine"})
