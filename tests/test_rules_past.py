"""The rules that look back, over the cases in `tests/rules/past`: versions of a project with their days."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from repository import Repository

from opsgen import check
from opsgen.rules import past
from opsgen.timeline import timeline

if TYPE_CHECKING:
    from opsgen.problem import Problem

CASES = sorted((Path(__file__).parent / "rules" / "past").glob("*.yaml"))
CODES = {rule.code for rule in past.RULES}
NAME = "projects/case.yaml"


def versions(case: Path) -> list[tuple[str, str]]:
    """The versions of a case: what is said of each (`landed: 2026-09-01`), and its text."""
    parts = re.split(r"^# (landed: \S+|working)\n", case.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return list(zip(parts[1::2], parts[2::2], strict=True))


def as_of(case: Path) -> date:
    return date.fromisoformat(case.read_text(encoding="utf-8").partition("\n")[0].removeprefix("# as_of: "))


def laid_down(case: Path, folder: Path) -> Repository:
    repository = Repository(folder)
    for said, text in versions(case):
        repository.write(NAME, text)
        if said == "working":
            continue
        day = f"{said.removeprefix('landed: ')}T09:00:00+08:00"
        repository.git("add", "-A")
        dates = {"GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
        repository.git("commit", "-q", "-m", "change", **dates)
        if tag := re.search(r"^# tag: (\S+)$", text, flags=re.MULTILINE):
            repository.git("tag", tag[1])
    return repository


def found(problems: tuple[Problem, ...]) -> list[tuple[int, str]]:
    return sorted((problem.line, problem.code) for problem in problems if problem.code in CODES)


def problems(root: Path, day: date) -> tuple[Problem, ...]:
    workspace = check.opened(root)
    return check.judgement(workspace, day, check.past_of(workspace)).problems


def expected(case: Path) -> list[tuple[int, str]]:
    lines = versions(case)[-1][1].splitlines()
    return [(n, line.partition("# expect: ")[2]) for n, line in enumerate(lines, 1) if "# expect: " in line]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_the_past_is_found_where_the_case_expects_it(case: Path, tmp_path: Path) -> None:
    root = laid_down(case, tmp_path).path
    day = as_of(case)
    assert found(problems(root, day)) == expected(case)
    judged = check.read(root)
    whole = judged.with_past(root, timeline(root, judged.portfolio), day)
    assert found(whole.findings(day)) == expected(case)


@pytest.mark.parametrize("code", sorted(CODES))
def test_each_rule_has_a_case_that_fires_and_a_near_miss(code: str) -> None:
    own = [case for case in CASES if case.stem.startswith(code)]
    assert any(found == code for case in own for _, found in expected(case))
    assert any(case.stem.endswith(".ok") and not expected(case) for case in own)


def test_without_git_the_past_says_nothing(tmp_path: Path) -> None:
    case = CASES[0]
    (tmp_path / NAME).parent.mkdir()
    (tmp_path / NAME).write_text(versions(case)[-1][1], encoding="utf-8")
    assert found(problems(tmp_path, as_of(case))) == []


def test_a_shallow_clone_says_nothing_that_it_cannot_know(tmp_path: Path) -> None:
    """What it knows is the last version alone: no move, no id of before, no tag."""
    for case in CASES:
        if "uncommitted" in case.stem:
            continue
        repository = laid_down(case, tmp_path / case.stem)
        clone = repository.clone(tmp_path / f"{case.stem} clone", "--depth=1", "--no-tags")
        assert found(problems(clone, as_of(case))) == []


def test_a_finding_of_the_past_can_be_allowed(tmp_path: Path) -> None:
    case = next(case for case in CASES if case.stem == "id-reused")
    repository = laid_down(case, tmp_path)
    text = versions(case)[-1][1].replace("# expect: id-reused", "# opsgen: allow id-reused — 沿用原来的编号")
    repository.write(NAME, text)
    assert found(problems(tmp_path, as_of(case))) == []
    assert "unused-allow" not in {problem.code for problem in problems(tmp_path, as_of(case))}
