"""Findings as values, and the ways to print them."""

from __future__ import annotations

import json

import pytest

from opsgen.problem import Place, Problem, errors, render_json, render_text, visible
from opsgen.words import message, words

PROBLEM = Problem(
    Place("projects/双十一.yaml", 3, 5, 3, 9),
    "duplicate-key",
    "error",
    message("`{key}` is given twice; first at line {line}", key="owner", line=2),
    message("keep one of the two"),
)


def test_a_finding_as_text_in_both_languages() -> None:
    assert render_text(PROBLEM, words("en")) == (
        "projects/双十一.yaml:3:5: error[duplicate-key]: `owner` is given twice; first at line 2\n"
        "    = hint: keep one of the two"
    )
    assert render_text(PROBLEM, words("zh")) == (
        "projects/双十一.yaml:3:5: 错误[duplicate-key]: `owner` 写了两次，第一次在第 2 行\n"
        "    = 建议：只保留一个"
    )


def test_a_finding_without_a_hint_is_one_line() -> None:
    bare = Problem(Place("a.yaml"), "empty-file", "warning", message("the file holds no data"))
    assert render_text(bare, words("en")) == "a.yaml:1:1: warning[empty-file]: the file holds no data"


def test_nothing_in_a_finding_can_steer_a_terminal_or_a_log() -> None:
    hostile = "x\x1b[31m\u202e\r\n::error::y\x9b"
    problem = Problem(
        Place(hostile), "tag", "error", message("`{key}`", key=hostile), message("{x}", x=hostile)
    )
    text = render_text(problem, words("en"))
    assert text.count("\n") == 1
    assert all(line.isprintable() for line in text.split("\n"))
    assert visible("\x1b[0m") == "\\u001b[0m"


@pytest.mark.parametrize(
    "command", ["::error::x", "::stop-commands::x", "##[error]x", "##vso[task.setvariable]x"]
)
def test_commands_of_ci_services_are_broken(command: str) -> None:
    assert not any(mark in visible(f"a title {command}") for mark in ("::", "##[", "##vso["))
    assert visible("M1: 10:30, #1 ## [x]") == "M1: 10:30, #1 ## [x]"


def test_a_finding_as_data() -> None:
    (found,) = json.loads(json.dumps(render_json([PROBLEM], words("en"))))
    assert found["file"] == "projects/双十一.yaml"
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (3, 5, 3, 9)
    assert (found["code"], found["severity"]) == ("duplicate-key", "error")
    assert found["hint"] == "keep one of the two"


def test_findings_of_a_whole_file_stand_at_line_one() -> None:
    (found,) = render_json([Problem(Place("a.yaml"), "x", "info", message("the file"))], words("en"))
    assert (found["line"], found["column"], found["end_line"]) == (1, 1, 1)
    assert found["hint"] is None


def test_order_and_count() -> None:
    later = Problem(Place("projects/双十一.yaml", 10, 1), "a", "warning", message("x"))
    other = Problem(Place("projects/a.yaml", 99, 1), "a", "error", message("x"))
    assert sorted([later, PROBLEM, other], key=Problem.sort_key) == [other, PROBLEM, later]
    assert errors([later, PROBLEM, other]) == 2


def test_the_head_of_a_place_is_one_line() -> None:
    assert Place("a", 2, 3, 5, 1).head == Place("a", 2, 3, 2, 4)
    assert Place("a", 2, 3, 2, 9).head == Place("a", 2, 3, 2, 9)
