"""`opsgen new risk` and the like on a real terminal: questions, completion, wrong answers, Ctrl-C."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.seat import Seat, seated

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).parent.parent
PROJECT = """\
title: Spring
owner: wangfang
start: 2026-01-05
finish: 2027-12-31
milestones:
  - {id: M1, title: Begun, actual: 2026-03-02}
risks: []   # none yet
"""
PEOPLE = """\
people:
  - {id: wangfang, name: 王芳}
  - {id: li-qiang, name: {zh: 李强, en: Li Qiang}}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects" / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "projects" / "spring.yaml").write_text(PROJECT, encoding="utf-8")
    return tmp_path


@contextmanager
def asked(root: Path, lang: str, *arguments: str) -> Iterator[Seat]:
    command = [sys.executable, "-m", "opsgen", "--lang", lang, "new", *arguments]
    with seated(command, root, PYTHONPATH=str(TOP)) as seat:
        yield seat


def text(root: Path) -> str:
    return (root / "projects" / "spring.yaml").read_text(encoding="utf-8")


def test_a_risk_in_chinese(root: Path) -> None:
    with asked(root, "zh", "risk", "spring") as seat:
        seat.answer("标题 *：", "\r")
        seat.see("title")  # missing, says the check, and it is asked again
        seat.answer("标题 *：", "供应商晚了\r")
        seat.answer("可能性 *：", "often\r")
        seat.see("`probability`")
        seat.answer("可能性 *：", "7\r")
        seat.see("1、2、3、4、5")
        seat.answer("可能性 *：", "3\r")
        seat.answer("影响 *：", "4\r")
        seat.answer("负责人：", "李\t\r")
        seat.answer("应对措施：", "换一家\r")
        seat.answer("提出日期 [", "2026年3月8日\r")
        seat.see("→ 2026-03-08 周日")
        seat.answer("[Y/n]", "\r")
        assert seat.end() == 0
        seen = seat.seen
    assert "4  大 High" in seen
    assert "R1" in seen
    assert text(root) == PROJECT.replace(
        "risks: []   # none yet\n",
        "risks:   # none yet\n  - id: R1\n    title: 供应商晚了\n    probability: 3\n    impact: 4\n"
        "    owner: li-qiang\n    response: 换一家\n    raised: 2026-03-08\n",
    )


def test_an_action_in_english_with_what_was_given_and_what_is_likely(root: Path) -> None:
    with asked(root, "en", "action", "spring", "--title", "Call them") as seat:
        seat.answer("Owner * [wangfang]:", "nobody\r")
        seat.see("knows nobody called `nobody`")
        seat.answer("Owner * [wangfang]:", "\r")
        seat.answer("Due *:", "soon\r")
        seat.see("`soon`")
        seat.answer("Due *:", "2027/2/8\r")
        seat.see("→ 2027-02-08 Mon")
        seat.answer("[Y/n]", "y\r")
        assert seat.end() == 0
    assert text(root) == PROJECT + (
        "actions:\n  - id: A1\n    title: Call them\n    owner: wangfang\n    due: 2027-02-08\n"
    )


def test_choices_have_numbers_and_words_are_completed(root: Path) -> None:
    with asked(root, "en", "milestone", "spring") as seat:
        seat.answer("Title *:", "Launched\r")
        seat.see("3  delivery  Delivery 交付")
        seat.answer("Type:", "3\r")
        seat.answer("Forecast *:", "2027-03-01\r")
        seat.answer("Original plan:", "\r")
        seat.answer("Owner:", "Li Q\t\r")
        seat.answer("Acceptance:", "a, b\r")
        seat.answer("[Y/n]", "\r")
        assert seat.end() == 0
    line = "  - {id: M2, title: Launched, type: delivery, forecast: 2027-03-01, owner: li-qiang, "
    assert line + 'acceptance: "a, b"}\n' in text(root)


@pytest.mark.parametrize(("lang", "title", "keys"), [("en", "Title *:", "x\x03"), ("zh", "标题 *：", "\x04")])
def test_who_leaves_has_written_nothing(root: Path, lang: str, title: str, keys: str) -> None:
    with asked(root, lang, "lesson", "spring") as seat:
        seat.answer(title, keys)
        assert seat.end() == 130
        assert "Traceback" not in seat.seen
    assert text(root) == PROJECT


def test_no_is_an_answer_too(root: Path) -> None:
    with asked(root, "zh", "lesson", "spring", "--title", "先问") as seat:
        seat.answer("保持或避免：", "避免\r")
        seat.answer("建议 *：", "早问\r")
        seat.answer("[Y/n]", "n\r")
        assert seat.end() == 0
    assert text(root) == PROJECT
