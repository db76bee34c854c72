"""The files of a commit are sorted out like those of a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from opsgen.load.files import find, listed

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "names",
    [
        ("a.yaml", "b/project.yml", "b/data/kpi.csv", "notes.md", "a.yaml.txt", "c/plan.XLSX", "双十一.yaml"),
        ("con.yaml", "nul/project.yaml", "nul/risks.yaml", "nul/notes.md", "a?.yaml", "b./risks.yaml"),
        ("a.yaml", "A.yaml", "b/risks.yaml", "B/risks.yaml", "e\u0301.yaml", "\u00e9.yaml"),
        ("1/2/3/4/5/6/a.yaml", "1/2/3/4/5/6/7/a.yaml", "1/2/3/4/5/6/7/b.yaml", "1/2/3/4/5/6/7/8/c.yaml"),
        ("a\u200b.yaml", "b\u202e/project.yaml", os.fsdecode(b"\xff.yaml")),
        ("link.yaml", "link", "pipe"),
        (),
    ],
)
def test_a_commit_is_sorted_out_like_a_folder(tmp_path: Path, names: tuple[str, ...]) -> None:
    (tmp_path / "projects").mkdir()
    for name in names:
        path = tmp_path / "projects" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.startswith("link"):
            path.symlink_to("elsewhere")
        elif name == "pipe":
            os.mkfifo(path)
        else:
            path.touch()
    modes = {f"projects/{name}": (tmp_path / "projects" / name).lstat().st_mode for name in names}
    expected, found = find(tmp_path, "projects"), listed(modes)
    assert found.files == expected.files
    assert sorted(found.problems, key=str) == sorted(expected.problems, key=str)


def test_a_folder_whose_files_nobody_may_look_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / "a.yaml").write_text("title: x\n", encoding="utf-8")

    def refused(_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("opsgen.load.files._refusal", refused)
    found = find(tmp_path, "projects")
    assert [(problem.file, problem.code) for problem in found.problems] == [
        ("projects/a.yaml", "unsafe-file")
    ]
    assert found.files == ()
