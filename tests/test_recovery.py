"""What is said below a syntax error: all that is certain, and nothing that is not there."""

from __future__ import annotations

from itertools import combinations, product
from random import Random
from typing import TYPE_CHECKING

import pytest

from opsgen.load import parse

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsgen.problem import Problem

GOOD = """\
# 双十一
title: 双十一大促
owner: 王芳
summary: >
  first line
  second line: with a colon
tags: [大促, 会员]
milestones:
  - id: M1
    title: 压测
    forecast: 2026-10-10
    reason: |
      late

  - {id: M2, title: 上线, forecast: 2026-11-11}
  - id: M3
    title: "复盘"
    depends_on:
      - M1
      - M2
risks:
- id: R1
  title: 断货
  probability: 3
charter:
  scope: 全国门店
finish: 2026-12-15
links:
  - url: https://example.org/a
    title: 计划
"""


def of_value(made: str) -> Callable[[str], str]:
    """A mistake in the value of a line's first field."""

    def mistake(line: str) -> str:
        name, colon, value = line.partition(": ")
        return f"{name}: {made.format(value)}" if colon else line

    return mistake


CERTAIN: dict[str, Callable[[str], str]] = {
    "full-width colon": lambda line: line.replace(": ", "：", 1),
    "full-width colon in braces": lambda line: line.replace("title: ", "title：", 1),
    "no space behind the colon": lambda line: line.replace(": ", ":", 1),
    "colon": of_value("{}: x"),
    "name": of_value("@{}"),
    "percent": of_value("%{}"),
    "code": of_value("`{}`"),
    "path": of_value('"C:\\q"'),
    "more text": of_value('"{}" x'),
}
MISTAKES = CERTAIN | {
    "full-width colon at the end": lambda line: f"{line[:-1]}：" if line.endswith(":") else line,
    "stars": of_value("*{}*"),
    "curly quote": of_value('"{}”'),
    "full-width brace": lambda line: line.replace("{", "｛"),
    "full-width dash": lambda line: line.replace("- ", "－ ", 1),
    "no space behind the dash": lambda line: line.replace("- ", "-", 1),
    "odd bracket": lambda line: line.replace("]", ""),
    "tab": lambda line: line.replace("  ", "\t", 1),
    "deeper": lambda line: f" {line}",
}
LINES = GOOD.split("\n")
STARTS = ("owner", "    forecast", "  title", "finish")
PLACES = [at for at, line in enumerate(LINES) if line.startswith(STARTS)]


def with_mistakes(mistakes: dict[int, Callable[[str], str]]) -> str:
    return "\n".join(mistakes[at](line) if at in mistakes else line for at, line in enumerate(LINES))


def findings(text: str) -> list[tuple[int, int, str]]:
    return [(p.line, p.column, p.code) for p in wrong(text)]


def wrong(text: str) -> list[Problem]:
    return [p for p in parse("f.yaml", text.encode()).problems if p.severity == "error"]


def test_the_text_is_right() -> None:
    assert wrong(GOOD) == []


@pytest.mark.parametrize(("one", "other"), [*product(CERTAIN, repeat=2)])
def test_two_mistakes_are_said_as_each_alone(one: str, other: str) -> None:
    for first, second in combinations(PLACES, 2):
        pair = {first: CERTAIN[one], second: CERTAIN[other]}
        alone = [found for at in pair for found in findings(with_mistakes({at: pair[at]}))]
        assert findings(with_mistakes(pair)) == alone


@pytest.mark.parametrize("seed", range(20))
def test_nothing_is_said_of_lines_below_that_are_right(seed: int) -> None:
    random = Random(seed)
    for _ in range(50):
        drawn = {at: random.choice(list(MISTAKES)) for at in random.sample(range(len(LINES)), 4)}
        text = with_mistakes({at: MISTAKES[name] for at, name in drawn.items()})
        changed = {at + 1 for at, line in enumerate(text.split("\n")) if line != LINES[at]}
        _, *below = wrong(text) or [None]
        assert {problem.line for problem in below} <= changed, text
        assert len({problem.line for problem in below}) == len(below), text


@pytest.mark.parametrize(
    "text",
    [
        'a: @b\nc: "\nd: @e\n"\n',
        "a: @b\nc: |\n  d: @e\n",
        "a: @b\nc: [\nd: @e\n",
        "a: @b\n c: @d\n",
        "- `a`: b\n  c\n- d\n",
        "a: [b\nc: @d\n",
    ],
)
def test_what_may_belong_to_another_value_is_left_for_the_next_run(text: str) -> None:
    assert len(wrong(text)) == 1


def test_one_mistake_that_is_met_twice_is_said_once() -> None:
    assert findings("a: 1\nurl: *https://example.org/a*\n") == [(2, 6, "unknown-alias")]


def test_no_more_than_some_rounds() -> None:
    assert len(wrong("a: @b\n" * 50)) == 21
    assert len(wrong("a: @b\n" * 80_000)) < 21
