"""The command line as people meet it: what it prints, what it writes, how it ends."""

from __future__ import annotations

import json
import logging
import os
import re
import socket
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click import Group
from click.testing import CliRunner, Result

from opsgen.cli import terminal
from opsgen.cli.formats import as_json
from opsgen.cli.main import asked_language, main, opsgen, translated
from opsgen.cli.spoken import spoken
from opsgen.schema.fields import kinds
from opsgen.schema.listing import field_list
from opsgen.words import words

if TYPE_CHECKING:
    from conftest import Golden

DATA = Path(__file__).parent / "data"
DAY = ("--as-of", "2026-11-22")


def run(*arguments: str, root: Path) -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), *arguments])


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace as `opsgen init` lays it down."""
    options = ("--title", 'Our: "work"', "--owner", "Wang Fang", "--no-git")
    result = run("--lang", "en", "init", *options, root=tmp_path)
    assert result.exit_code == 0, result.output
    return tmp_path


def test_a_new_workspace_passes_the_strict_check(workspace: Path) -> None:
    result = run("check", "--strict", root=workspace)
    assert result.exit_code == 0, result.output
    assert "1 project checked: 0 errors, 0 warnings" in result.output


def test_a_new_chinese_workspace_passes_the_strict_check(tmp_path: Path) -> None:
    assert run("--lang", "zh", "init", root=tmp_path).exit_code == 0
    result = run("check", "--strict", root=tmp_path)
    assert result.exit_code == 0, result.output


def test_the_pages_of_a_team_are_there_in_every_language_of_its_site(tmp_path: Path) -> None:
    assert run("init", "--languages", "zh,en", root=tmp_path).exit_code == 0
    pages = {path.parent.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("docs/**/*.md")}
    assert pages.keys() == {"zh", "en"}
    assert "About this portfolio" in pages["en"]
    assert "关于本项目组合" in pages["zh"]


def test_any_title_and_name_can_be_typed(tmp_path: Path) -> None:
    odd = "a \\ {{7*7}}: \n- # 'b' \"c\" \t&d *e !f"
    assert run("--lang", "en", "init", "--title", odd, "--owner", odd[:30], root=tmp_path).exit_code == 0
    result = run("check", "--strict", root=tmp_path)
    assert result.exit_code == 0, result.output


def test_init_overwrites_nothing(workspace: Path) -> None:
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    result = run("init", root=workspace)
    assert result.exit_code == 1
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


def test_init_refuses_a_language_it_does_not_speak(tmp_path: Path) -> None:
    assert run("init", "--languages", "zh,fr", root=tmp_path).exit_code == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_placeholder_of_a_new_project_fails_the_check(workspace: Path, lang: str) -> None:
    assert run("--lang", lang, "new", "project", "双十一大促", root=workspace).exit_code == 0
    text = (workspace / "projects/双十一大促.yaml").read_text(encoding="utf-8")
    result = run("--lang", "en", "check", root=workspace)
    assert result.exit_code == 1
    live = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    assert result.output.count("[placeholder-left]") == live.count("<")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_lines_a_new_project_leaves_out_need_their_values_only(workspace: Path, lang: str) -> None:
    run("--lang", lang, "new", "project", "gift", root=workspace)
    path = workspace / "projects/gift.yaml"
    text = "\n".join(path.read_text(encoding="utf-8").splitlines()[2:]).replace("\n# ", "\n")
    path.write_text(text, encoding="utf-8")
    output = run("--lang", "en", "check", root=workspace).output
    assert output.count("error[") == output.count("error[placeholder-left]") == text.count("<")


@pytest.mark.parametrize("name", ["../x", "a b", "a/b", ""])
def test_a_project_id_is_letters_digits_and_dashes(workspace: Path, name: str) -> None:
    result = run("new", "project", name, root=workspace)
    assert result.exit_code == 2
    assert len(list((workspace / "projects").iterdir())) == 3


def test_a_new_project_needs_a_workspace(tmp_path: Path) -> None:
    result = run("--lang", "en", "new", "project", "gift", root=tmp_path)
    assert result.exit_code == 2
    assert "`opsgen init` lays one down" in result.output
    assert list(tmp_path.iterdir()) == []


def test_new_project_overwrites_nothing(workspace: Path) -> None:
    assert run("new", "project", "first", root=workspace).exit_code == 1
    (workspace / "projects" / "second").mkdir()
    assert run("new", "project", "second", root=workspace).exit_code == 1
    assert not (workspace / "projects" / "second.yaml").exists()


MADE = [
    (("update", "first", "--period", "2026-W42"), "projects/first/updates/2026-W42.yaml"),
    (("update", "first", "--period", "2026-11"), "projects/first/updates/2026-11.yaml"),
    (("meeting", "first", "--date", "2026-10-12"), "projects/first/meetings/2026-10-12.yaml"),
    (("meeting", "--date", "2026-10-12"), "projects/meetings/2026-10-12.yaml"),
    (("retrospective", "first", "2026-10-12"), "projects/first/retrospectives/2026-10-12.yaml"),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("asked", "name"), MADE)
def test_every_placeholder_of_a_new_entry_fails_the_check(
    workspace: Path, lang: str, asked: tuple[str, ...], name: str
) -> None:
    assert run("--lang", lang, "new", *asked, root=workspace).exit_code == 0
    text = (workspace / name).read_text(encoding="utf-8")
    live = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    output = run("--lang", "en", "check", root=workspace).output
    assert output.count("error[") == output.count("error[placeholder-left]") == live.count("<") > 0


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("asked", "name"), MADE)
def test_the_lines_a_new_entry_leaves_out_need_their_values_only(
    workspace: Path, lang: str, asked: tuple[str, ...], name: str
) -> None:
    run("--lang", lang, "new", *asked, root=workspace)
    path = workspace / name
    text = "\n".join(path.read_text(encoding="utf-8").splitlines()[2:])
    path.write_text(("\n" + text).replace("\n# ", "\n").replace("\n#   -", "\n  -"), encoding="utf-8")
    output = run("--lang", "en", "check", root=workspace).output
    assert output.count("error[") == output.count("error[placeholder-left]") == text.count("<")


def test_a_new_entry_is_of_now_unless_one_asks_for_another(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(terminal, "today", lambda _: date(2026, 11, 22))
    assert run("new", "update", "first", root=workspace).exit_code == 0
    assert (workspace / "projects/first/updates/2026-11.yaml").is_file()  # as the portfolio reports
    assert run("new", "meeting", root=workspace).exit_code == 0
    assert (workspace / "projects/meetings/2026-11-22.yaml").is_file()
    assert run("new", "retrospective", "first", root=workspace).exit_code == 0
    assert (workspace / "projects/first/retrospectives/2026-11-22.yaml").is_file()


@pytest.mark.parametrize(("asked", "_"), MADE)
def test_a_new_entry_overwrites_nothing(workspace: Path, asked: tuple[str, ...], _: str) -> None:
    assert run("new", *asked, root=workspace).exit_code == 0
    before = {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()}
    assert run("new", *asked, root=workspace).exit_code == 1
    assert {path: path.read_bytes() for path in workspace.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(("asked", "name"), MADE)
def test_a_new_entry_is_written_through_no_link(
    workspace: Path, tmp_path_factory: pytest.TempPathFactory, asked: tuple[str, ...], name: str
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (folder := (workspace / name).parent).parent.mkdir(exist_ok=True)
    folder.symlink_to(outside)
    result = run("--lang", "en", "new", *asked, root=workspace)
    assert result.exit_code == 1
    assert "is a symbolic link; nothing was written" in result.stderr
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "asked",
    [
        ("update", "nobody"),
        ("meeting", "../x"),
        ("update", "first", "--period", "soon"),
        ("retrospective", "nobody"),
        ("retrospective", "first", "soon"),
    ],
)
def test_a_new_entry_needs_a_project_and_a_period(workspace: Path, asked: tuple[str, ...]) -> None:
    before = sorted(workspace.rglob("*"))
    assert run("new", *asked, root=workspace).exit_code == 2
    assert sorted(workspace.rglob("*")) == before


def test_check_of_broken_files_says_all_of_them(golden: Golden) -> None:
    result = run("--lang", "en", "check", *DAY, root=DATA / "broken")
    assert result.exit_code == 1
    golden(result.output, "cli/check-broken.en.txt")


def test_check_speaks_chinese(golden: Golden) -> None:
    result = run("--lang", "zh", "check", *DAY, root=DATA / "broken")
    assert result.exit_code == 1
    golden(result.output, "cli/check-broken.zh.txt")


def test_check_for_machines() -> None:
    result = run("check", "--format", "json", *DAY, root=DATA / "broken")
    findings = json.loads(result.output)["findings"]
    assert {"file", "line", "column", "code", "severity", "message", "hint"} <= findings[0].keys()
    assert any(finding["code"] == "duplicate-key" for finding in findings)


def test_warnings_fail_only_a_strict_check(workspace: Path) -> None:
    path = workspace / "projects/first.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("id: A1, ", ""), encoding="utf-8")
    assert run("check", root=workspace).exit_code == 0
    assert run("check", "--strict", root=workspace).exit_code == 1


def test_status_puts_the_worst_first(golden: Golden) -> None:
    result = run("--lang", "en", "status", *DAY, root=DATA / "complete")
    assert result.exit_code == 0
    golden(result.output, "cli/status.en.txt")


def test_status_names_what_cannot_be_read() -> None:
    result = run("--lang", "en", "status", *DAY, root=DATA / "broken")
    assert result.exit_code == 1
    assert "not-yaml" in result.output


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_finding_is_explained(golden: Golden, lang: str) -> None:
    result = run("--lang", lang, "explain", "ambiguous-value", root=DATA)
    assert result.exit_code == 0
    golden(result.output, f"cli/explain.{lang}.txt")


def test_all_findings_are_listed_with_what_is_wrong() -> None:
    output = run("--lang", "en", "explain", root=DATA).output
    assert re.search("^  bad-escape +A backslash in double quotes begins", output, re.MULTILINE)
    assert max(len(line) for line in output.splitlines()) <= 80
    assert [line for line in output.splitlines() if line and line[0] != " "][:2] == [
        "The text of a file",
        "YAML",
    ]


def test_a_name_that_no_finding_has_is_answered_with_the_nearest() -> None:
    result = run("--lang", "en", "explain", "milestones-overdue", root=DATA)
    assert result.exit_code == 2
    assert "there is no finding `milestones-overdue`\ndid you mean `milestone-overdue`?" in result.output
    unknown = run("--lang", "zh", "explain", "E501", root=DATA)
    assert unknown.exit_code == 2
    assert "没有叫 `E501` 的提示\n`opsgen explain` 列出全部" in unknown.output


def test_schema_for_editors() -> None:
    english = json.loads(run("schema", "risks", root=DATA).output)
    chinese = json.loads(run("--lang", "zh", "schema", "risks", root=DATA).output)
    title = lambda schema: schema["$defs"]["risk"]["title"]  # noqa: E731
    assert (title(english), title(chinese)) == ("Risk", "风险")
    unknown = run("--lang", "en", "schema", "nonsense", root=DATA)
    assert unknown.exit_code == 2
    assert "there is no schema `nonsense`; there are: actions, " in unknown.output


def test_fields_as_a_list_to_print(golden: Golden) -> None:
    for lang in ("zh", "en"):
        result = run("--lang", lang, "schema", "actions", "--format", "md", root=DATA)
        assert result.exit_code == 0
        golden(result.output, f"cli/listing.{lang}.md")
    whole = run("--lang", "en", "schema", "--format", "md", root=DATA).output
    assert whole.startswith("# Every field\n")
    assert whole.rstrip("\n") == field_list("en").rstrip("\n")
    unknown = run("--lang", "en", "schema", "nonsense", "--format", "md", root=DATA)
    assert unknown.exit_code == 2
    assert "there is no schema `nonsense`; there are: actions, " in unknown.output


def test_schema_names_everything_it_can_print() -> None:
    words_of_help = set(re.findall(r"[a-z-]+", run("schema", "--help", root=DATA).output))
    assert {*kinds(), "check-output"} <= words_of_help
    assert json.loads(run("schema", root=DATA).output)["$id"] == "urn:opsgen:project"
    assert "opsgen check" in json.loads(run("schema", "check-output", root=DATA).output)["title"]


def test_without_a_workspace_it_says_what_to_do(tmp_path: Path) -> None:
    result = run("--lang", "en", "check", root=tmp_path)
    assert result.exit_code == 2
    assert "opsgen init" in result.output


def test_an_unknown_project_names_the_known_ones() -> None:
    result = run("--lang", "en", "pdf", "nothing", *DAY, root=DATA / "small")
    assert result.exit_code == 2
    assert "会员礼包上线" in result.output


def test_an_as_of_that_is_no_date_is_wrong_use() -> None:
    assert run("check", "--as-of", "yesterday", root=DATA / "small").exit_code == 2


def test_a_build_with_errors_writes_nothing(workspace: Path) -> None:
    (workspace / "projects/bad.yaml").write_text("title: [\n", encoding="utf-8")
    result = run("build", root=workspace)
    assert result.exit_code == 1
    assert not (workspace / "site").exists()


def test_help_speaks_the_language_asked_for() -> None:
    assert asked_language(["--lang", "zh", "check"]) == "zh"
    assert asked_language(["--lang=en"]) == "en"
    spoken = translated(opsgen, words("zh"))
    assert isinstance(spoken, Group)
    assert "检查" in (spoken.commands["check"].help or "")
    assert "检查" not in (opsgen.commands["check"].help or "")
    assert not any(one.get_short_help_str().endswith("...") for one in spoken.commands.values())


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek"], "错误：没有 'chek' 这个命令。 是不是想写 'check', 'schema'？"),
        (["build", "--audience", "us"], "错误：'--audience' 的值不对：没有 'us' 这个选择，可以写："),
        (["build", "--as-of"], "错误：选项 '--as-of' 后面要写值。"),
        (["build", "x"], "错误：多写了参数：x"),
        (["build", "--help"], "选项:\n"),
        (["--help"], "命令:\n"),
    ],
)
def test_wrong_commands_and_headings_are_chinese_too(arguments: list[str], said: str) -> None:
    with spoken(words("zh")):
        output = CliRunner().invoke(opsgen, arguments).output
    assert said in output
    assert not re.search("Usage|Error|Try ", output)


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 0), (["nonsense"], 2), ([], 2)])
def test_exit_codes(monkeypatch: pytest.MonkeyPatch, arguments: list[str], code: int) -> None:
    monkeypatch.setattr("sys.argv", ["opsgen", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code


def test_serve_needs_data_without_errors(workspace: Path) -> None:
    (workspace / "projects/broken.yaml").write_text("title: 618\n", encoding="utf-8")
    result = run("--lang", "en", "serve", root=workspace)
    assert result.exit_code == 1
    assert 'hint: put it in quotes: "618"' in result.output
    assert "there is nothing to show until the errors are repaired" in result.output


@pytest.mark.parametrize(("options", "said"), [((), "look here\n! a finding\n"), (("-q",), "! a finding\n")])
def test_serve_tells_where_to_look(
    workspace: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    def serve_site(*_: object, **__: object) -> None:
        log = logging.getLogger("mkdocs.plugins.opsgen")
        log.info("look here")
        log.warning("! a finding")

    monkeypatch.setattr("opsgen.mkdocs_plugin.run.serve_site", serve_site)
    assert run(*options, "serve", root=workspace).output == said


@pytest.mark.parametrize("address", ["8000", ":8000", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:http"])
def test_an_address_has_a_host_and_a_port(workspace: Path, address: str) -> None:
    result = run("serve", "--address", address, root=workspace)
    assert result.exit_code == 2
    assert "127.0.0.1:8000" in result.output


def test_serve_at_an_address_that_is_taken(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("--lang", "en", "serve", "--address", f"127.0.0.1:{port}", root=workspace)
    assert result.exit_code == 3
    assert "This address is taken" in result.output


def test_findings_can_be_printed_where_the_encoding_lacks_them(workspace: Path) -> None:
    (workspace / "projects" / "双十一.yaml").write_text("title: [", encoding="utf-8")
    for arguments in (["check"], ["check", "--format", "json"], ["--lang", "zh", "status"]):
        done = subprocess.run(
            [sys.executable, "-m", "opsgen", "-C", str(workspace), *arguments],
            env={**os.environ, "PYTHONIOENCODING": "ascii"},
            capture_output=True,
            check=False,
        )
        assert done.returncode == 1, done.stderr
        assert b"Traceback" not in done.stderr
        if "json" in arguments:
            assert {found["file"] for found in json.loads(done.stdout)["findings"]} == {
                "projects/双十一.yaml"
            }


def test_json_is_utf8_whatever_a_file_is_called() -> None:
    assert json.loads(as_json({"file": "双\udcff"}).decode("utf-8")) == {"file": "双\udcff"}


def test_a_chinese_list_of_commands_cuts_no_sentence() -> None:
    for group in (opsgen, opsgen.commands["new"]):
        spoken_in_chinese = translated(group, words("zh"))
        assert isinstance(spoken_in_chinese, Group)
        shown = [one.get_short_help_str(30) for one in spoken_in_chinese.commands.values()]
        assert not [text for text in shown if text.endswith("...") or len(text) < 4]
