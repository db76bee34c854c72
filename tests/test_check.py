"""What `opsgen check` gives to people, programs, GitHub and GitLab, and where it goes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator
from read_back import Cells, read_command, read_report

from opsgen import schema
from opsgen.cli import formats
from opsgen.cli.formats import path_in_repository
from opsgen.cli.main import opsgen
from opsgen.mkdocs_plugin import OpsgenPlugin
from opsgen.problem import Place, Problem, visible
from opsgen.schema.output import check_output_schema
from opsgen.words import message

if TYPE_CHECKING:
    from conftest import Golden

DATA = Path(__file__).parent / "data"
SERVICES = ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR", "NO_COLOR", "FORCE_COLOR")


@pytest.fixture(autouse=True)
def no_service(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SERVICES:
        monkeypatch.delenv(name, raising=False)


def check(*arguments: str, root: Path = DATA / "broken", lang: str = "en", before: str = "") -> Result:
    given = ["-C", str(root), "--lang", lang, *before.split(), "check", "--as-of", "2026-11-22", *arguments]
    return CliRunner().invoke(opsgen, given)


def payloads(root: Path) -> Path:
    """A workspace in which authors wrote every payload as a title, a key and a file's name."""
    texts = [entry["text"] for entry in yaml.safe_load((DATA / "payloads.yaml").read_text(encoding="utf-8"))]
    folder = root / "projects"
    folder.mkdir()
    for number, text in enumerate(texts):
        written = json.dumps(text, ensure_ascii=True)
        item = f"{{id: M1, title: {written}, forecast: 2026-09-20}}"
        project = f"title: {written}\nowner: x\nstart: 2026-01-01\nfinish: 2026-12-31\n{written}: 1\n"
        (folder / f"p{number}.yaml").write_text(f"{project}milestones: [{item}]\n", encoding="utf-8")
    (folder / "a\n::error::b.yaml").write_text("title: [", encoding="utf-8")
    return root


# Programs


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("data", ["broken", "complete", "small", "payloads"])
def test_the_json_is_as_its_schema_says(tmp_path: Path, data: str, lang: str) -> None:
    root = payloads(tmp_path) if data == "payloads" else DATA / data
    said = json.loads(check("--format", "json", root=root, lang=lang).stdout)
    Draft202012Validator(
        json.loads(check_output_schema()), format_checker=Draft202012Validator.FORMAT_CHECKER
    ).validate(said)
    assert said["as_of"] == "2026-11-22"
    assert said["language"] == lang
    assert sum(said["counts"].values()) == len(said["findings"])
    assert said["findings"] or data in ("complete", "small")


def test_the_schema_is_strict_enough_to_miss_a_field() -> None:
    said = json.loads(check("--format", "json").stdout)
    described = json.loads(check_output_schema())
    validator = Draft202012Validator(described)
    finding = described["$defs"]["finding"]
    for whole, names in ((said, described["required"]), (said["findings"][0], finding["required"])):
        assert {"counts", "findings"} <= set(names) or "code" in names
        for name in names:
            value = whole.pop(name)
            assert not validator.is_valid(said), name
            whole[name] = value
    assert set(said) == set(described["properties"])
    assert set(said["findings"][0]) == set(finding["properties"])


def test_the_schema_of_the_output_is_printed_and_is_no_kind_of_file() -> None:
    printed = CliRunner().invoke(opsgen, ["schema", "check-output"])
    assert json.loads(printed.output) == json.loads(check_output_schema())
    Draft202012Validator.check_schema(json.loads(printed.output))
    assert not any("check" in kind or "output" in kind for kind in schema.kinds())


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_manual_names_every_field_of_the_output(lang: str) -> None:
    path = DATA.parent.parent / "docs" / lang / "manual" / "commands.md"
    section = path.read_text(encoding="utf-8").partition("## opsgen check\n")[2].partition("\n## ")[0]
    described = json.loads(check_output_schema())
    fields = [*described["properties"], *described["$defs"]["finding"]["properties"]]
    assert [name for name in fields if f"`{name}`" not in section] == []


# People


def test_findings_go_to_standard_output_and_nothing_else_does() -> None:
    result = check()
    assert result.stderr == ""
    assert result.stdout.splitlines()[-3:] == [
        "More about an error: `opsgen explain unknown-field`",
        "`opsgen fix` mends 7 of these findings",
        "15 projects checked: 32 errors, 7 warnings",
    ]
    quiet = check(before="-q")
    assert quiet.stdout.splitlines() == result.stdout.splitlines()[:-3]


def test_without_errors_nothing_is_to_be_explained() -> None:
    assert "opsgen explain" not in check(root=DATA / "complete").stdout


def test_colours_are_for_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in check().stdout
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich's word for a terminal
    monkeypatch.setenv("TERM", "xterm-256color")
    coloured = check().stdout
    assert "\x1b[1;31merror[not-a-date]\x1b[0m" in coloured
    assert "\x1b[1;33mwarning[milestone-overdue]\x1b[0m" in coloured
    monkeypatch.setenv("NO_COLOR", "1")
    plain = check().stdout
    assert "\x1b[1merror[not-a-date]\x1b[0m" in plain
    assert "\x1b[1;3" not in plain


def test_a_word_between_colons_is_no_picture(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / "a.yaml").write_text("title: a\n:smile:: 1\n", encoding="utf-8")
    assert ":smile:" in check(root=tmp_path).stdout


def test_markup_in_the_name_of_a_portfolio_is_text(tmp_path: Path) -> None:
    shutil.copytree(DATA / "small", tmp_path, dirs_exist_ok=True)
    path = tmp_path / "projects" / "portfolio.yaml"
    path.write_text("title: 'A [/b] [red]title'\nlanguages: [en]\n", encoding="utf-8")
    result = CliRunner().invoke(opsgen, ["-C", str(tmp_path), "status", "--as-of", "2026-11-22"])
    assert "A [/b] [red]title" in result.stdout


def test_a_build_shows_the_lines_too(tmp_path: Path) -> None:
    shutil.copytree(DATA / "broken", tmp_path, dirs_exist_ok=True)
    result = CliRunner().invoke(opsgen, ["-C", str(tmp_path), "--lang", "en", "build"])
    assert result.stdout == ""
    assert "\n  3 | start: 2026/7/1\n    |        ^^^^^^^^\n" in result.stderr


def test_what_serve_finds_comes_with_its_line_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(DATA / "small", tmp_path, dirs_exist_ok=True)
    path = tmp_path / "projects" / "wrong.yaml"
    place = Place("projects/wrong.yaml", 1, 8, 1, 11)
    found = Problem(place, "wrong-type", "error", message("wrong"))

    def serve_site(*_: object, **__: object) -> None:
        path.write_text("title: 618\n", encoding="utf-8")
        plugin = OpsgenPlugin()
        plugin.load_config({"reported": False})
        plugin.lang = "en"
        plugin._report((found,))

    monkeypatch.setattr("opsgen.mkdocs_plugin.run.serve_site", serve_site)
    result = CliRunner().invoke(opsgen, ["-C", str(tmp_path), "--lang", "en", "serve"])
    shown = "projects/wrong.yaml:1:8: error[wrong-type]: wrong\n  1 | title: 618\n    |        ^^^\n\n"
    assert result.output == shown


# GitHub


def read_log(log: str) -> list[tuple[str, dict[str, str], str]]:
    """The commands of a log; no other line may look like one."""
    lines = log.splitlines()
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert not any("##[" in line for line in lines)
    return [read_command(line) for line in commands]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_github_is_told_the_worst(golden: Golden, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(DATA / "broken"))
    result = check("--format", "github", lang=lang)
    golden(result.stdout[result.stdout.index("\n::") + 1 :], f"cli/check-github.{lang}.txt")
    kinds = [kind for kind, _, _ in read_log(result.stdout)]
    assert kinds == ["error"] * 10 + ["warning"] * 7
    # The log before it is what a person would see.
    assert result.stdout.startswith(check(lang=lang, before="-q").stdout)


def test_no_author_writes_a_command(tmp_path: Path) -> None:
    result = check("--format", "github", root=payloads(tmp_path))
    found = json.loads(check("--format", "json", root=tmp_path).stdout)["findings"]
    said = {
        visible(one["message"]) + ("\nhint: " + visible(one["hint"]) if one["hint"] else "") for one in found
    }
    commands = read_log(result.stdout)
    assert len(commands) == 20
    assert {text for _, _, text in commands} <= said


@pytest.mark.parametrize("form", ["json", "gitlab"])
def test_data_steers_neither_terminal_nor_log(tmp_path: Path, form: str) -> None:
    name = "projects/a\u202eb\x9b2J##[error]\n::error::c.yaml"
    (tmp_path / "projects").mkdir()
    (tmp_path / name).write_text("title: x\n", encoding="utf-8")
    printed = CliRunner().invoke(opsgen, ["-C", str(tmp_path), "check", "--format", form]).output
    assert printed.replace("\n", "").isprintable()
    assert "::" not in printed
    assert "##" not in printed
    found = json.loads(printed)
    files = [
        one["location"]["path"] if form == "gitlab" else one["file"]
        for one in (found if form == "gitlab" else found["findings"])
    ]
    assert files == [name]


def test_the_summary_of_a_step_has_all_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    path.write_text("# Before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    check("--format", "github")
    written = path.read_text(encoding="utf-8")
    assert written.startswith("# Before\n\n### 15 projects checked: 32 errors, 7 warnings\n\n<table>\n")
    severities = [cell.partition("[")[0] for cell in Cells(written).cells[1::4]]
    assert severities == ["error"] * 32 + ["warning"] * 7


def test_a_full_summary_is_left_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    path.write_text("x" * (formats.SUMMARY_LIMIT - 50), encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    assert check("--format", "github").exit_code == 1
    assert path.stat().st_size == formats.SUMMARY_LIMIT - 50


def test_other_forms_leave_the_summary_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    check()
    assert list(tmp_path.iterdir()) == []


# Paths


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", ""])
def test_files_are_named_from_the_top_of_the_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    root = tmp_path / "work" / "our plans"
    shutil.copytree(DATA / "broken", root)
    if variable:
        monkeypatch.setenv(variable, str(tmp_path))
    else:
        (tmp_path / ".git").mkdir()
    assert path_in_repository(root) == "work/our plans/"
    _, properties, _ = read_log(check("--format", "github", root=root).stdout)[0]
    assert properties["file"] == "work/our plans/projects/chinese-keys.yaml"
    report = json.loads(check("--format", "gitlab", root=root).stdout)
    assert report[0]["location"]["path"] == "work/our plans/projects/chinese-keys.yaml"


def test_a_workspace_elsewhere_is_the_top_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "other"))
    assert path_in_repository(tmp_path) == ""
    (tmp_path / ".git").write_text("gitdir: elsewhere", encoding="utf-8")  # as in a worktree
    assert path_in_repository(tmp_path / "a") == "a/"


# GitLab


@pytest.mark.parametrize("data", ["broken", "complete", "payloads"])
def test_gitlab_reads_every_finding(tmp_path: Path, data: str) -> None:
    root = payloads(tmp_path) if data == "payloads" else DATA / data
    report = read_report(json.loads(check("--format", "gitlab", root=root).stdout))
    assert len(report) == len(json.loads(check("--format", "json", root=root).stdout)["findings"])


def test_gitlab_sees_only_what_an_edit_brings(tmp_path: Path) -> None:
    shutil.copytree(DATA / "broken", tmp_path, dirs_exist_ok=True)
    before = read_report(json.loads(check("--format", "gitlab", root=tmp_path).stdout))
    path = tmp_path / "projects" / "dates.yaml"
    path.write_text("# a comment\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    moved = ["-C", str(tmp_path), "check", "--as-of", "2026-12-05", "--format", "gitlab"]
    after = read_report(json.loads(CliRunner().invoke(opsgen, moved).stdout))
    assert after.keys() == before.keys()
    path.write_text(path.read_text(encoding="utf-8") + "nonsense: 1\n", encoding="utf-8")
    new = read_report(json.loads(CliRunner().invoke(opsgen, moved).stdout))
    (brought,) = (new[name]["description"] for name in new.keys() - before.keys())
    assert "`nonsense`" in brought


def test_a_report_goes_into_a_file_and_the_text_to_the_terminal(tmp_path: Path) -> None:
    shutil.copytree(DATA / "broken", tmp_path, dirs_exist_ok=True)
    for form in ("gitlab", "json"):
        result = check("--format", form, "-o", "found.json", root=tmp_path)
        assert result.stdout == check(root=tmp_path).stdout
        direct = check("--format", form, root=tmp_path).stdout
        assert (tmp_path / "found.json").read_text(encoding="utf-8") == direct


@pytest.mark.parametrize("form", ["text", "github"])
def test_what_is_for_the_log_goes_into_no_file(tmp_path: Path, form: str) -> None:
    result = check("--format", form, "--output", str(tmp_path / "x"))
    assert result.exit_code == 2
    assert "`--output` goes with" in result.output
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_allowed_is_counted(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / "gift.yaml").write_text(
        "title: Gift\nowner: A\nlifecycle: proposed\ngoals: [{title: Sell}]\n"
        "actions:\n  - {id: A1, title: Ask, owner: A, due: 2026-12-01}\n"
        "  # opsgen: allow duplicate-item-id — to be cleared\n"
        "  - {id: A1, title: Ask, owner: A, due: 2026-12-01}\n",
        encoding="utf-8",
    )
    said = json.loads(check("--format", "json", root=tmp_path).stdout)
    assert said["allowed"] == {"error": 1, "warning": 0, "info": 0}
    assert said["counts"]["error"] == 0
    assert "(1 allowed)" in check(root=tmp_path).stdout
