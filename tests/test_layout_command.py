"""opsgen fmt, as somebody calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from opsgen.cli.main import opsgen

if TYPE_CHECKING:
    from pathlib import Path

ODD = "title:  春季\nlifecycle: 执行中\nmilestones:\n- {id: M1, title: 开始 }\n"
LAID_OUT = "title:  春季\nlifecycle: executing\nmilestones:\n  - {id: M1, title: 开始}\n"


def fmt(root: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", lang, "fmt", *arguments])


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "projects" / "b" / "updates").mkdir(parents=True)
    (tmp_path / "projects" / "a.yaml").write_text("title: A\n", encoding="utf-8")
    (tmp_path / "projects" / "b" / "project.yaml").write_text(
        ODD.replace("title:  ", "title: "), encoding="utf-8"
    )
    (tmp_path / "projects" / "b" / "risks.yml").write_text("-   {id: R1, status: 开放}\n", encoding="utf-8")
    (tmp_path / "projects" / "b" / "notes.csv").write_text("a,  b\n", encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text("a:   1\n", encoding="utf-8")
    return tmp_path


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_all_files_are_laid_out_and_then_nothing_changes(root: Path) -> None:
    before = contents(root)
    result = fmt(root)
    assert result.exit_code == 0, result.output
    assert "projects/b/project.yaml" in result.output
    assert "3 files looked at, 2 changed" in result.output
    after = contents(root)
    assert {name for name in before if before[name] != after[name]} == {
        "projects/b/project.yaml", "projects/b/risks.yml",
    }  # fmt: skip
    assert after["projects/b/project.yaml"].decode() == LAID_OUT.replace("title:  ", "title: ")
    assert after["projects/b/risks.yml"].decode() == "- {id: R1, status: open}\n"
    assert "3 files looked at: nothing to change" in fmt(root).output
    assert contents(root) == after


def test_check_names_the_files_and_writes_nothing(root: Path) -> None:
    before = contents(root)
    result = fmt(root, "--check")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[:2] == ["projects/b/project.yaml", "projects/b/risks.yml"]
    assert contents(root) == before
    assert fmt(root, "--check", "projects/a.yaml").exit_code == 0


def test_diff_shows_what_would_change(root: Path) -> None:
    before = contents(root)
    result = fmt(root, "--diff", "projects/b/project.yaml")
    assert result.exit_code == 0
    assert "-- {id: M1, title: 开始 }\n+  - {id: M1, title: 开始}\n" in result.stdout
    assert fmt(root, "--diff", "--check").exit_code == 1
    assert contents(root) == before


@pytest.mark.parametrize("named", ["projects/b", "projects/../projects/b/", "."])
def test_a_folder_means_the_files_in_it(root: Path, named: str) -> None:
    assert "2 changed" in fmt(root, named).output


@pytest.mark.parametrize(
    "named",
    ["mkdocs.yml", "projects/nothing.yaml", "projects/b/notes.csv", "../x.yaml", "projects/link.yaml"],
)
def test_other_files_are_wrong_use(root: Path, named: str) -> None:
    (root / "projects" / "link.yaml").symlink_to(root / "mkdocs.yml")
    before = contents(root)
    result = fmt(root, "projects/b", named)
    assert result.exit_code == 2
    assert named in result.stderr
    assert contents(root) == before


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_laid_out(root: Path) -> None:
    broken = root / "projects" / "a.yaml"
    broken.write_text("title: [x\n", encoding="utf-8")
    result = fmt(root)
    assert result.exit_code == 1
    assert "projects/a.yaml:1:8" in result.stderr
    assert "projects/a.yaml is left as it is" in result.stderr
    assert broken.read_text(encoding="utf-8") == "title: [x\n"
    assert "2 changed" in result.stdout


def test_nothing_is_written_where_one_file_cannot_be(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("opsgen.cli.layout.put_all", full)
    result = fmt(root)
    assert result.exit_code != 0
    assert "No space left" in result.stderr


def test_what_a_terminal_would_obey_is_written_out(root: Path) -> None:
    (root / "projects" / "a.yaml").write_text("title:   a\u202eb\n", encoding="utf-8")
    assert "\\u202e" in fmt(root, "--diff").stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_opsgen_lays_down_itself_is_in_its_layout(tmp_path: Path, lang: str) -> None:
    before = ["-C", str(tmp_path), "--lang", lang]
    assert CliRunner().invoke(opsgen, [*before, "init", "."]).exit_code == 0
    for made in (
        "project next",
        "update first",
        "meeting first",
        "meeting",
        "retrospective first",
        "closing first",
    ):
        result = CliRunner().invoke(opsgen, [*before, "new", *made.split()])
        assert result.exit_code == 0, (made, result.output)
    result = fmt(tmp_path, "--diff", "--check", lang=lang)
    assert result.exit_code == 0, result.output
