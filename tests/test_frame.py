"""A finding with its line: the carets stand under the right characters, whatever stands in the line."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opsgen.cli.frame import excerpt, framed
from opsgen.cli.lines import lines_of
from opsgen.problem import Place, Problem
from opsgen.tables import read_csv_sheet
from opsgen.words import message, words

if TYPE_CHECKING:
    from pathlib import Path

EN = words("en")


def cells(text: str) -> int:
    """How wide a terminal shows the text, by Unicode's own table."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def marked(shown: str, carets: str) -> str:
    """What stands above the carets."""
    start, length = len(carets) - carets.count("^"), carets.count("^")
    above, column = "", 0
    for character in shown.ljust(start + length):
        if start <= column < start + length:
            above += character
        column += cells(character)
    return above


def problem(place: Place, hint: str = "") -> Problem:
    said = message("it is wrong")
    return Problem(place, "not-a-date", "error", said, message("mend it") if hint else None)


@pytest.mark.parametrize(
    ("line", "column", "end", "above"),
    [
        ("start: 2026/7/1", 8, 16, "2026/7/1"),
        ("负责人: 王芳", 6, 8, "王芳"),
        ("- {id： M1, title: 上线}", 6, 7, "："),
        ("a\tb: c", 3, 4, "b"),
        ("\ta: b", 1, 2, "    "),
        ("价\t格: b", 2, 3, "  "),
        ("a: \u202eb", 4, 5, "\\u202e"),
        ("a: \x1b[31mb", 4, 5, "\\u001b"),
        ("\u3000a: b", 1, 2, "\\u3000"),
        ("a: ::b", 4, 6, ": :"),
        ("a: ", 4, 5, " "),  # behind the end
        ("", 1, 1, " "),
        ("a: b", 4, 0, "b"),  # no extent known
        ("a: 👍好", 5, 6, "好"),
    ],
)
def test_carets_stand_under_the_place(line: str, column: int, end: int, above: str) -> None:
    assert marked(*excerpt(line, Place("a", 1, column, 1, end), 100)) == above


LINES = st.text(st.sampled_from("ab :#-，：王芳二\t\u202e\x1b\u200b[]"), max_size=150)


@given(LINES, LINES, st.sampled_from(["Z", "Ｚ", "Z王Z"]), st.integers(20, 100))
def test_carets_stand_under_the_place_in_every_line(before: str, after: str, wrong: str, width: int) -> None:
    start = len(before) + 1
    shown, carets = excerpt(before + wrong + after, Place("a", 1, start, 1, start + len(wrong)), width)
    assert marked(shown, carets) == wrong
    assert cells(shown) <= width


@given(LINES, st.integers(1, 310))
def test_nothing_that_is_shown_steers_a_terminal_or_a_log(line: str, column: int) -> None:
    shown, carets = excerpt(line * 3, Place("a", 1, column, 1, column + 3), 60)
    assert shown.isprintable()
    assert set(carets) <= {" ", "^"}
    assert not any(command in shown for command in ("::", "##["))


def test_of_a_long_line_the_part_around_the_place_is_shown() -> None:
    line = "notes: " + "很长的一句话，" * 100 + "错" + "，后面还有" * 100
    place = Place("a", 1, line.index("错") + 1, 1, line.index("错") + 2)
    shown, carets = excerpt(line, place, 100)
    assert marked(shown, carets) == "错"
    assert shown[0] == shown[-1] == "…"
    assert 96 <= cells(shown) <= 100
    assert len(carets) in range(30, 50)


def test_the_ends_of_a_long_line_use_the_whole_width() -> None:
    line = "x" * 500
    first, _ = excerpt(line, Place("a", 1, 3, 1, 5), 100)
    last, carets = excerpt(line, Place("a", 1, 501, 1, 501), 100)
    assert (first[0], first[-1], last[0], last[-1]) == ("x", "…", "…", "x")
    assert len(first) >= 98
    assert len(last) >= 98
    assert len(carets) == len(last) + 1


def test_a_line_of_a_million_characters_costs_nothing() -> None:
    line = "很" * 1_000_000
    for column in range(1, 1_000_001, 1000):
        excerpt(line, Place("a", 1, column, 1, column + 1), 100)


def test_a_finding_in_four_lines() -> None:
    found = framed(problem(Place("a.yaml", 12, 8, 12, 12), "hint"), EN, "owner: 王芳二三")
    assert found.plain.split("\n") == [
        "a.yaml:12:8: error[not-a-date]: it is wrong",
        " 12 | owner: 王芳二三",
        "    |        ^^^^^^^^",
        "    = hint: mend it",
    ]


def test_line_numbers_of_any_length_keep_the_gutter_straight() -> None:
    lines = framed(problem(Place("a", 12345, 1, 12345, 2), "hint"), EN, "x").plain.split("\n")
    assert [line.index(sign) for line, sign in zip(lines[1:], "||=", strict=True)] == [6, 6, 6]


def test_of_something_over_several_lines_the_first_character_is_marked() -> None:
    found = framed(problem(Place("a", 2, 3, 9, 1)), EN, "- id: M1")
    assert found.plain.endswith("|   ^")


def test_without_a_line_there_is_no_frame() -> None:
    assert (
        framed(problem(Place("projects")), EN, None).plain == "projects:1:1: error[not-a-date]: it is wrong"
    )


# The lines


@pytest.mark.parametrize(
    ("name", "content", "line", "shown"),
    [
        ("a.yaml", "\ufeffa: 1\r\nb: 二\r\n".encode(), 2, "b: 二"),
        ("a.yaml", b"a: 1\rb: 2", 2, "b: 2"),
        ("a.yaml", "a: 1\u2028b: 2\nc: 3".encode(), 2, "c: 3"),
        ("a.yaml", b"a: 1\n", 2, ""),
        ("a.yaml", b"a: 1\n", 3, None),
        ("a.yaml", "a: 王".encode("gb18030"), 1, None),
        ("a.yaml", "a: 王".encode("utf-16"), 1, None),
        ("a.csv", "日期,数值\n8月2日,5\n".encode("gb18030"), 2, "8月2日,5"),
        ("a.csv", b"a\0b", 1, None),
    ],
)
def test_the_lines_of_a_file(tmp_path: Path, name: str, content: bytes, line: int, shown: str | None) -> None:
    (tmp_path / name).write_bytes(content)
    assert lines_of(tmp_path)(Place(name, line, 1, line, 2)) == shown


def test_what_is_no_file_of_the_workspace_has_no_lines(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to("secret")
    (tmp_path / "folder").mkdir()
    line_at = lines_of(tmp_path)
    for name in ("link.yaml", "gone.yaml", "folder"):
        assert line_at(Place(name, 1, 2, 1, 3)) is None


def test_a_finding_about_a_whole_file_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: a\n", encoding="utf-8")
    assert lines_of(tmp_path)(Place("a.yaml")) is None
    assert lines_of(tmp_path)(Place("a.yaml", 1, 1, 1, 1)) is None
    assert lines_of(tmp_path)(Place("a.yaml", 1, 1, 1, 2)) == "title: a"


@pytest.mark.parametrize(
    ("line", "above"),
    [
        ("K1,8月2日,5", ["K1", "8月2日", "5"]),
        ('K1,"8月2日，周日", 1.2 ,', ["K1", '"8月2日，周日"', "1.2", " "]),
        ('"a,b","say ""x,y""",z', ['"a,b"', '"say ""x,y"""', "z"]),
        ('5" pipe,b,"open, c', ['5" pipe', "b", '"open, c']),
        ("K1\t8月2日\t5", ["K1", "8月2日", "5"]),
    ],
)
def test_carets_stand_under_the_cells_of_a_table(line: str, above: list[str]) -> None:
    book = read_csv_sheet("a.csv", f"x{'	' if '	' in line else ','}\n{line}\n".encode(), 1000)
    row = book.sheets[0].rows[1]
    places = [Place("a.csv", 2, start, 2, end) for start, end in row.spans()]
    assert [marked(*excerpt(row.written, place, 100)) for place in places] == above
