"""Findings as lines: nothing an author writes may steer the terminal or the machine that keeps the log."""

from __future__ import annotations

import pytest

from opsgen.problem import Place, Problem, render_text, visible
from opsgen.words import message, words

HOSTILE = {
    "escape": "\x1b[31mred",
    "C1 escape": "\x9b31m",
    "carriage return": "fine\rprojects/a.yaml",
    "line break": "x\n::error::x",
    "link": "\x1b]8;;https://example.org\x07click\x1b]8;;\x07",
    "direction": "a\u202eb\u2066c",
    "lone surrogate": "\ud800",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_finding_is_plain_lines_whatever_stands_in_it(name: str) -> None:
    text = message("`{value}` is odd", value=HOSTILE[name])
    problem = Problem(Place(f"projects/{HOSTILE[name]}.yaml"), "odd", "error", text, text)
    lines = render_text(problem, words("en")).split("\n")
    assert len(lines) == 2
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize(
    "command", ["::error::x", "::stop-commands::x", "##[error]x", "##vso[task.setvariable]x"]
)
def test_commands_of_ci_services_are_broken(command: str) -> None:
    shown = visible(f"a title {command}")
    assert not any(mark in shown for mark in ("::", "##[", "##vso["))


def test_other_text_is_shown_as_it_is() -> None:
    assert visible("里程碑 M1: 10:30, #1 ## [x] “y”") == "里程碑 M1: 10:30, #1 ## [x] “y”"
