"""What is not committed yet is the last point of the history, read as everything before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from repository import Repository

from opsgen import check
from opsgen.timeline import timeline

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = """\
title: 双十一大促
owner: 王芳
start: 2026-08-01
finish: 2026-12-15
x-cost-centre: 4711
goals:
  - {id: G1, title: 成交额 1.2 亿}
budget:
  - {id: B1, title: 站外投放, planned: 800万, forecast: 860万}
"""
SHEET = "project,line,month,amount\nfirst,B1,2026-09,120000\nfirst,B1,2026-10,90000\n"
EXTRA = '{"project": {"x-cost-centre": {"type": "integer", "title": "Cost centre", "x-zh": "成本中心"}}}'


def pending(root: Path) -> list[tuple[str, str, object, object]]:
    found = timeline(root, check.read(root).portfolio).pending
    return [(change.code, change.field, change.old, change.new) for change in found]


def test_a_clean_tree_has_nothing_pending(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(first=PROJECT)
    assert pending(tmp_path) == []


def test_the_finance_sheet_and_own_fields_are_no_changes_of_a_project(tmp_path: Path) -> None:
    """Both are read beside the project today, and were not when the commits were compared."""
    repository = Repository(tmp_path)
    repository.write("projects/data/actuals.csv", SHEET)
    repository.write("projects/extra.schema.json", EXTRA)
    repository.commit(first=PROJECT)
    repository.write("projects/first.yaml", PROJECT.replace("forecast: 860万", "forecast: 900万"))
    assert [(code, field) for code, field, _, _ in pending(tmp_path)] == [
        ("budget.forecast_changed", "forecast")
    ]


def test_other_line_ends_are_no_change(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(first=PROJECT)
    repository.write("projects/first.yaml", PROJECT.replace("\n", "\r\n"))
    assert pending(tmp_path) == []


def test_a_project_that_moved_into_a_folder_is_the_same(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(first=PROJECT)
    (tmp_path / "projects/first.yaml").unlink()
    repository.write("projects/first/project.yaml", PROJECT)
    assert pending(tmp_path) == []


def test_new_gone_and_broken_projects(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(first=PROJECT, second=PROJECT, third=PROJECT)
    (tmp_path / "projects/first.yaml").unlink()
    repository.write("projects/second.yaml", 'title: "双十一\n')
    repository.write("projects/fourth.yaml", PROJECT)
    assert sorted(code for code, _, _, _ in pending(tmp_path)) == ["project.added", "project.removed"]


def test_a_link_in_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.commit(first=PROJECT)
    repository.write("elsewhere.yaml", PROJECT.replace("双十一大促", "秘密"))
    (tmp_path / "projects/first.yaml").unlink()
    (tmp_path / "projects/first.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    assert [code for code, _, _, _ in pending(tmp_path)] == ["project.removed"]
