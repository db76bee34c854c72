"""`opsgen migrate`, the number of the data format, and that files of before still mean what they meant."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from repository import Repository

from opsgen import __version__, check, portfolio
from opsgen.cli.main import opsgen
from opsgen.edit.migration import migrated
from opsgen.load import parse
from opsgen.schema import read
from opsgen.schema.fields import schema
from opsgen.schema.formats import FORMAT, former, modern
from opsgen.workspace import scripts
from opsgen.workspace.machinery import LOCK, REQUIREMENTS, machinery

DATA = Path(__file__).parent / "data" / "format-0"
BEFORE = (DATA / "before" / "projects" / "portfolio.yaml").read_bytes()
AFTER = (DATA / "after" / "projects" / "portfolio.yaml").read_bytes()
MARK = b"\xef\xbb\xbf"
DAY = date(2026, 11, 22)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A workspace of before the data format had a number."""
    shutil.copytree(DATA / "before", tmp_path, dirs_exist_ok=True)
    return tmp_path


def run(root: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", lang, *arguments])


def migrate(root: Path, *arguments: str, lang: str = "en") -> Result:
    return run(root, "migrate", *arguments, lang=lang)


def settings(root: Path) -> bytes:
    return (root / "projects" / "portfolio.yaml").read_bytes()


def codes(root: Path) -> list[str]:
    return [problem.code for problem in check.read(root).findings(DAY)]


# --- files of before


def test_files_of_before_become_files_of_now_and_nothing_else_changes(old: Path) -> None:
    result = migrate(old)
    assert (result.exit_code, settings(old)) == (0, AFTER), result.output
    assert (old / "projects/gift.yaml").read_bytes() == (DATA / "after/projects/gift.yaml").read_bytes()
    assert result.output.splitlines() == ["brought to data format 1:", "  projects/portfolio.yaml"]


@pytest.mark.parametrize("mark", [b"", MARK])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_line_ends_and_the_mark_stay(old: Path, end: bytes, mark: bytes) -> None:
    (old / "projects/portfolio.yaml").write_bytes(mark + BEFORE.replace(b"\n", end))
    assert migrate(old).exit_code == 0
    assert settings(old) == mark + AFTER.replace(b"\n", end)


def test_a_second_time_there_is_nothing_to_do(old: Path) -> None:
    migrate(old)
    result = migrate(old)
    assert (result.exit_code, result.output) == (0, "all is up to date: data format 1\n")
    assert settings(old) == AFTER


def test_files_of_before_mean_what_they_meant_and_a_finding_says_what_to_do(old: Path) -> None:
    severity = portfolio.read(old).settings.rules.severity
    assert severity == portfolio.read(DATA / "after").settings.rules.severity
    assert severity["milestone-overdue"] == "ignore"
    assert codes(old) == ["older-format"] * 3
    shown = run(old, "check", "--as-of", "2026-11-22")
    assert shown.exit_code == 0
    assert "an earlier opsgen wrote `off`, it is `ignore` now" in shown.output
    assert "`opsgen migrate` brings the files up to date" in shown.output
    assert codes(DATA / "after") == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_look_says_what_there_is_to_do_and_writes_nothing(old: Path, lang: str) -> None:
    result = migrate(old, "--check", lang=lang)
    assert (result.exit_code, settings(old)) == (1, BEFORE)
    assert "projects/portfolio.yaml" in result.output
    trial = migrate(old, "--dry-run", lang=lang)
    assert (trial.exit_code, settings(old)) == (0, BEFORE)
    assert "+opsgen: 1\n" in trial.output
    assert "-    update-overdue: 'off'\n" in trial.output
    assert "+    update-overdue: 'ignore'\n" in trial.output
    migrate(old)
    assert migrate(old, "--check", lang=lang).exit_code == 0


def test_files_without_a_number_and_without_old_forms_are_of_now(tmp_path: Path) -> None:
    shutil.copytree(DATA / "before", tmp_path, dirs_exist_ok=True)
    text = BEFORE.replace(b" off ", b" ignore ").replace(b"'off'", b"ignore").replace(b'"off"', b"ignore")
    (tmp_path / "projects/portfolio.yaml").write_bytes(text)
    assert migrate(tmp_path, "--check").exit_code == 0
    assert settings(tmp_path) == text


def test_a_file_with_errors_is_left_alone(old: Path) -> None:
    broken = BEFORE + b"title: twice\n"
    (old / "projects/portfolio.yaml").write_bytes(broken)
    result = migrate(old)
    assert (result.exit_code, settings(old)) == (1, broken)
    assert "`projects/portfolio.yaml` has errors" in result.stderr


def test_forms_that_are_no_old_ones_are_no_business_of_a_step() -> None:
    assert former({"rules": {"severity": {"a": "ignore", "b": False, "c": ["off"]}}}, "portfolio") == ()
    assert former({"rules": {"severity": {"a": "off"}}}, "project") == ()
    for odd in (None, [], "off", {"rules": "off"}, {"rules": {"severity": "off"}}):
        assert modern(odd, "portfolio") is odd


def test_every_former_form_goes_with_a_format_and_none_is_left_afterwards() -> None:
    content = (DATA / "before/projects/portfolio.yaml").read_bytes()
    gone = {one.until for one in former(parse("portfolio.yaml", content).data, "portfolio")}
    assert gone == set(range(1, FORMAT + 1))
    assert migrated(DATA / "after", DAY) == {}


# --- the number


def test_a_newer_format_is_one_clear_error(old: Path) -> None:
    (old / "projects/portfolio.yaml").write_bytes(b"title: x\nopsgen: 99\nnew-thing: [1]\n")
    (old / "projects/gift.yaml").write_bytes(b"unheard: of\n")
    result = run(old, "check", "--format", "json")
    assert (result.exit_code, result.output.count('"code"')) == (1, 1), result.output
    assert '"newer-format"' in result.output
    shown = run(old, "check").output
    assert "the files have data format 99, and this opsgen knows no more than 1" in shown
    assert "install a newer opsgen" in shown
    refused = migrate(old)
    assert refused.exit_code == 1
    assert "install a newer opsgen" in refused.stderr


@pytest.mark.parametrize("text", ["opsgen: 0", "opsgen: one", "opsgen: 1.5", "opsgen: true", "opsgen: -1"])
def test_what_is_no_number_of_a_format(text: str) -> None:
    found = read(parse("portfolio.yaml", f"title: x\n{text}\n".encode()), "portfolio")
    assert found.data is None
    assert {problem.code for problem in found.problems} & {"newer-format"} == set()


def test_editors_know_the_highest_number_too() -> None:
    assert schema("portfolio")["properties"]["opsgen"]["maximum"] == FORMAT


def test_the_number_of_now_is_fine() -> None:
    document = parse("portfolio.yaml", f"title: x\nopsgen: {FORMAT}\n".encode())
    assert read(document, "portfolio").problems == ()


# --- the past


def test_old_commits_are_understood_and_the_way_to_now_is_told_as_what_it_is(old: Path) -> None:
    repository = Repository(old)
    repository.commit()
    later = (DATA / "before/projects/gift.yaml").read_text(encoding="utf-8")
    repository.commit(gift=later.replace("2026-10-20", "2026-11-30"))
    assert migrate(old).exit_code == 0
    repository.commit()
    log = run(old, "log", "--format", "json")
    assert log.exit_code == 0, log.output
    assert '"milestone.slipped"' in log.output
    then = run(old, "check", "--at", "HEAD~2", "--as-of", "2026-11-22")
    assert (then.exit_code, "older-format" in then.output) == (0, True), then.output
    diff = run(old, "diff", "HEAD~1", "HEAD", "--format", "json")
    assert diff.exit_code == 0, diff.output
    assert '"rules' not in diff.output  # `off` and `ignore` are the same


# --- what opsgen laid down for machines


@pytest.fixture
def equipped(tmp_path: Path) -> Path:
    shutil.copytree(DATA / "after", tmp_path, dirs_exist_ok=True)
    for name, text in machinery("opsgen==0.0.1", "zh").items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def test_what_opsgen_laid_down_is_renewed(equipped: Path) -> None:
    (equipped / LOCK).write_bytes(b"old\n")
    stale = equipped / ".opsgen/schemas/project.schema.json"
    stale.unlink()
    assert migrate(equipped, "--check").exit_code == 1
    result = migrate(equipped)
    assert result.output.splitlines()[0] == "renewed, 3 files:"
    wanted = machinery(f"opsgen=={__version__}", "zh")
    assert {name: (equipped / name).read_bytes().decode() for name in wanted} == wanted
    assert migrate(equipped, "--check").exit_code == 0


def test_a_script_of_the_platform_is_renewed_where_there_is_one(equipped: Path) -> None:
    for command in ((), ("--check",)):
        migrate(equipped, *command)
    assert not (equipped / ".opsgen/notes.py").exists()
    (equipped / ".opsgen/notes.py").write_bytes(b"old\n")
    assert migrate(equipped).exit_code == 0
    assert (equipped / ".opsgen/notes.py").read_text(encoding="utf-8") == scripts("zh")[".opsgen/notes.py"]


@pytest.mark.parametrize(
    ("line", "made"),
    [
        ("# ours\nopsgen==0.0.1\n", f"# ours\nopsgen=={__version__}\n"),
        ("wheels/opsgen-0.0.1-py3-none-any.whl\n", "wheels/opsgen-0.0.1-py3-none-any.whl\n"),
        ("opsgen @ git+https://example.org/o@abc\n", "opsgen @ git+https://example.org/o@abc\n"),
    ],
)
def test_where_ci_gets_opsgen_is_the_business_of_the_team(equipped: Path, line: str, made: str) -> None:
    (equipped / REQUIREMENTS).write_bytes(line.encode())
    result = migrate(equipped)
    assert (equipped / REQUIREMENTS).read_bytes().decode() == made
    assert ("raise it yourself" in result.output) == (line == made)


def test_a_workspace_without_it_gets_none(old: Path) -> None:
    migrate(old)
    assert not (old / ".opsgen").exists()


def test_a_link_is_not_written_through(equipped: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "lock"
    elsewhere.write_bytes(b"theirs")
    (equipped / LOCK).unlink()
    (equipped / LOCK).symlink_to(elsewhere)
    result = migrate(equipped)
    assert (result.exit_code, elsewhere.read_bytes()) == (1, b"theirs")
    assert "symbolic link" in result.stderr
