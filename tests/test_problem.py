"""Findings as values, and the ways to print them."""

from __future__ import annotations

import html
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from read_back import Cells, read_command

from opsgen.problem import Place, Problem, counts, errors, render_json, render_text, visible
from opsgen.problem.finding import worst_first
from opsgen.problem.github import SHOWN, commands, summary
from opsgen.problem.gitlab import code_quality
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


def test_the_worst_come_first_and_are_counted() -> None:
    found = [Problem(Place(file), "a", severity, message("x")) for file, severity in MIXED]
    assert [problem.file for problem in worst_first(found)] == ["b", "d", "a", "e", "c"]
    assert counts(found) == {"error": 2, "warning": 2, "info": 1}


MIXED = (("a", "warning"), ("b", "error"), ("c", "info"), ("d", "error"), ("e", "warning"))


def test_a_place_that_is_a_whole_file() -> None:
    assert Place("a").is_whole_file
    assert Place("a", 1, 1, 1, 1).is_whole_file
    assert not Place("a", 1, 1, 1, 2).is_whole_file
    assert not Place("a", 2, 1).is_whole_file


def test_the_head_of_a_place_is_one_line() -> None:
    assert Place("a", 2, 3, 5, 1).head == Place("a", 2, 3, 2, 4)
    assert Place("a", 2, 3, 2, 9).head == Place("a", 2, 3, 2, 9)


# GitHub


def test_a_finding_as_a_command() -> None:
    assert commands([PROBLEM], words("en"), "plans/") == (
        "::error file=plans/projects/双十一.yaml,line=3,endLine=3,col=5,endColumn=9,title=duplicate-key"
        "::`owner` is given twice; first at line 2%0Ahint: keep one of the two",
    )


def test_a_command_about_a_whole_file_names_no_column() -> None:
    bare = Problem(Place("a, 100%: b.yaml"), "empty-file", "info", message("the file holds no data"))
    assert commands([bare], words("en")) == (
        "::notice file=a%2C 100%25%3A b.yaml,line=1,title=empty-file::the file holds no data",
    )


WRITTEN = st.text(st.sampled_from("ab%25:,=0DA;]\r\n\x1b\u2028\x85 \udcff王") | st.characters(), max_size=60)


@given(WRITTEN, WRITTEN, WRITTEN, st.sampled_from(["error", "warning", "info"]))
def test_whatever_a_finding_says_it_is_one_command(file: str, said: str, hint: str, severity: str) -> None:
    found = Problem(
        Place("projects/" + file, 4, 2), "tag", severity, message("{x}", x=said), message("{x}", x=hint)
    )
    (command,) = commands([found], words("en"))
    assert len(command.splitlines()) == 1
    name, properties, text = read_command(command)
    assert name == {"error": "error", "warning": "warning", "info": "notice"}[severity]
    assert properties["file"] == visible("projects/" + file)
    assert (properties["line"], properties["title"]) == ("4", "tag")
    assert text == f"{visible(said)}\nhint: {visible(hint)}"


def test_what_github_would_drop_is_not_sent() -> None:
    many = [Problem(Place("a", n + 1), "x", "warning", message("x")) for n in range(SHOWN + 5)]
    few = [Problem(Place("b"), "y", "error", message("y"))]
    kinds = [read_command(command)[0] for command in commands([*many, *few], words("en"))]
    assert kinds == ["error"] + ["warning"] * SHOWN


HOSTILE = (
    '<img src=x onerror="a">',
    "<script>",
    "</code></td></table>\n\n# x",
    "[a](https://example.org) ![a](b)",
    "https://example.org www.example.org a@example.org",
    "@everyone #12 GH-1",
    "`a` **b** | c \\| d",
    "&lt;b&gt; <!-- x ]]>",
    "\n\n- [x] a",
)


def made_summary(said: str, room: int = 100_000) -> str:
    found = [
        Problem(Place(said), "tag", "warning", message("{x}", x=said), message("{x}", x=said)),
        Problem(Place("b"), "tag", "error", message("{x}", x=said)),
    ]
    return summary(found, words("en"), message("2 found"), "", room)


@pytest.mark.parametrize("said", HOSTILE)
def test_what_authors_wrote_is_only_text_in_a_summary(said: str) -> None:
    page = made_summary(said)
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": False}).parse(page)
    assert [token.type for token in tokens] == ["heading_open", "inline", "heading_close", "html_block"]
    read = Cells(tokens[-1].content)
    assert read.tags == {"table", "tr", "th", "td", "code"}
    shown = visible(said)
    first, second = ["b:1:1", "error[tag]", shown, ""], [f"{shown}:1:1", "warning[tag]", shown, shown]
    assert read.cells == first + second
    # Within <code> nothing becomes a link or a mention; outside of it stands nothing that an author wrote.
    outside = re.sub(r"<code>.*?</code>", "", page)
    assert html.escape(visible(said)) not in outside


@given(st.text(max_size=40))
def test_whatever_authors_wrote_a_summary_is_one_table(said: str) -> None:
    table = made_summary(said).partition("\n\n")[2]
    assert "\n\n" not in table
    assert Cells(table).tags == {"table", "tr", "th", "td", "code"}
    assert Cells(table).cells[2] == visible(said).rstrip("\n")


def test_a_summary_takes_no_more_room_than_there_is() -> None:
    found = [Problem(Place("a", n + 1), "x", "info", message("很长的一句话")) for n in range(500)]
    for room in (20_000, 5_000, 900):
        page = summary(found, words("zh"), message("500 found"), "", room)
        shown = page.count("<tr>") - (1 if "<table>" in page else 0)
        assert len(page.encode()) <= room
        assert len(page.encode()) > room - 500
        assert f"另有 {500 - shown} 条见日志" in page
    assert summary(found, words("zh"), message("500 found"), "", 100) == ""


def test_a_summary_without_findings_is_its_title() -> None:
    assert summary([], words("en"), message("all is well"), "", 10_000) == "\n### all is well\n\n"


# GitLab


def entry(*found: Problem, line: str = "  - owner: x  ") -> list[dict[str, object]]:
    return code_quality(found, words("en"), lambda place: line, "plans/")


def test_a_finding_for_gitlab() -> None:
    (found,) = entry(PROBLEM)
    assert found.pop("fingerprint")
    assert found == {
        "description": "`owner` is given twice; first at line 2 — keep one of the two",
        "check_name": "duplicate-key",
        "severity": "major",
        "location": {"path": "plans/projects/双十一.yaml", "lines": {"begin": 3}},
    }


def overdue(days: int, line: int = 3, file: str = "a.yaml", code: str = "overdue") -> Problem:
    return Problem(Place(file, line), code, "warning", message("{n} days overdue", n=days))


def fingerprint(*found: Problem, line: str = "- {id: M1}") -> list[object]:
    return [one["fingerprint"] for one in entry(*found, line=line)]


def test_a_fingerprint_stays_when_days_pass_and_lines_move() -> None:
    assert fingerprint(overdue(63)) == fingerprint(overdue(64))
    assert fingerprint(overdue(63, line=3)) == fingerprint(overdue(63, line=40), line="    - {id: M1} ")


def test_a_fingerprint_is_of_one_finding_alone() -> None:
    same = [overdue(63, line) for line in range(1, 9)]
    others = [overdue(63, file="b.yaml"), overdue(63, code="late")]
    found = fingerprint(*same, *others) + fingerprint(overdue(63), line="- {id: M2}")
    assert len(set(found)) == len(found) == 11
    # An equal finding that joins at the end leaves the others as they were.
    assert fingerprint(*same)[:7] == fingerprint(*same[:7])


def test_a_finding_without_a_line_has_a_fingerprint_too() -> None:
    (found,) = code_quality([PROBLEM], words("en"), lambda place: None)
    assert re.fullmatch(r"[0-9a-f]{64}", str(found["fingerprint"]))
