"""Changes by spans of a text: what is not meant stays as it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from opsgen import load
from opsgen.edit import ChangedError, Edit, opened, put, put_all, same
from opsgen.edit.insert import member, new_entry, new_field
from opsgen.problem import Place

if TYPE_CHECKING:
    from pathlib import Path

MARK = b"\xef\xbb\xbf"
PROJECT = """\
# the lead asks: keep this
title: 春季促销   # spring
summary: |
  two
  lines

milestones:
  - {id: M1, title: "开始", baseline: 2026-09-01}
  - id: M2
    title: End   # a note
# the end
"""


def data(content: bytes) -> object:
    document = load.parse("x.yaml", content)
    assert document.problems == ()
    return document.data


@pytest.mark.parametrize("mark", [b"", MARK])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_mark_survive(mark: bytes, end: str) -> None:
    content = mark + PROJECT.replace("\n", end).encode()
    source = opened("x.yaml", content)
    assert source.content == content
    risks = new_field(source, source.root, "risks:\n  - {id: R1, title: Late}")
    made = source.edited([risks]).content
    assert made.startswith(mark)
    assert made.count(b"\n") == made.count(end.encode())
    risks_there = load.parse("x.yaml", made).data["risks"]
    assert risks_there == [{"id": "R1", "title": "Late"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_place_is_found_whatever_the_line_ends(end: str) -> None:
    content = PROJECT.replace("\n", end).encode()
    place = load.parse("x.yaml", content).place(("milestones", 0, "title"))
    source = opened("x.yaml", content)
    made = source.edited([source.at(place, "Begin")])
    assert made.text == source.text.replace('"开始"', "Begin")


def test_a_place_behind_the_text_is_its_end() -> None:
    source = opened("x.yaml", b"a: 1\n")
    assert source.at(Place("x.yaml", 9, 1, 9, 4), "") == Edit(5, 5, "")


def test_changes_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        opened("x.yaml", b"abcdef").edited([Edit(0, 3, "x"), Edit(2, 4, "y")])


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("a: 1", "a: 1\nnew: 2"),
        ("a: 1   # why\n\n# end\n", "a: 1   # why\nnew: 2\n\n# end\n"),
        ("a: |\n  x\n\n# end\n", "a: |\n  x\nnew: 2\n\n# end\n"),
        ("a: >-\n  x\n  y\n", "a: >-\n  x\n  y\nnew: 2\n"),
        ("a:\n  - b\n  - {c: 1,\n     d: 2}\n", "a:\n  - b\n  - {c: 1,\n     d: 2}\nnew: 2\n"),
        ("{a: 1}", "{a: 1, new: 2}"),
        ("{}", "{new: 2}"),
        ('a: "x\n  y"\n', 'a: "x\n  y"\nnew: 2\n'),
    ],
)
def test_a_new_field_stands_behind_the_others(text: str, made: str) -> None:
    source = opened("x.yaml", text.encode())
    assert source.edited([new_field(source, source.root, "new: 2")]).text == made


def test_a_new_field_stands_behind_the_one_that_is_named() -> None:
    source = opened("x.yaml", b"id: a   # the id\ntitle: b\n")
    made = source.edited([new_field(source, source.root, "aliases: [c]", "id")])
    assert made.text == "id: a   # the id\naliases: [c]\ntitle: b\n"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("l:\n  - a\n", "l:\n  - a\n  - id: X\n    b: 1\n"),
        ("l:\n- a: 1\n  b: |\n    t\n\nz: 1\n", "l:\n- a: 1\n  b: |\n    t\n- id: X\n  b: 1\n\nz: 1\n"),
    ],
)
def test_a_new_entry_has_the_depth_of_the_others(text: str, made: str) -> None:
    source = opened("x.yaml", text.encode())
    edit = new_entry(source, member(source.root, "l"), "id: X\nb: 1\n")
    assert source.edited([edit]).text == made


@pytest.mark.parametrize(("text", "made"), [("l: [a, b]", "l: [a, b, c]"), ("l: []", "l: [c]")])
def test_a_new_entry_in_brackets(text: str, made: str) -> None:
    source = opened("x.yaml", text.encode())
    assert source.edited([new_entry(source, member(source.root, "l"), "c")]).text == made


def test_equal_values_of_other_types_are_not_the_same() -> None:
    assert same({"a": [1, {"b": "x"}]}, {"a": [1, {"b": "x"}]})
    assert not any(
        same(*pair) for pair in ((1, 1.0), (1, True), ([1], (1,)), ({"a": 1, "b": 2}, {"b": 2, "a": 1}))
    )


def test_of_several_files_all_are_written_or_none(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "gone" / "b.yaml"
    first.write_bytes(b"old")
    with pytest.raises(OSError, match=r"b\.yaml"):
        put_all({first: b"new", second: b"new"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]
    assert first.read_bytes() == b"old"


def test_a_file_that_somebody_saved_meanwhile_stays(tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_bytes(b"old")
    second.write_bytes(b"saved meanwhile")
    with pytest.raises(ChangedError) as raised:
        put_all({first: b"new", second: b"new"}, {first: b"old", second: b"old"})
    assert raised.value.filename == str(second)
    assert first.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "b.yaml"]


def test_a_link_that_came_meanwhile_is_no_file_of_ours(tmp_path: Path) -> None:
    outside, link = tmp_path / "outside", tmp_path / "a.yaml"
    outside.write_bytes(b"old")
    link.symlink_to(outside)
    with pytest.raises(ChangedError):
        put_all({link: b"new"}, {link: b"old"})
    assert outside.read_bytes() == b"old"


def test_the_longest_name_that_a_file_can_have_is_written_too(tmp_path: Path) -> None:
    longest = tmp_path / ("长" * 80 + "x" * 10 + ".yaml")
    put(longest, b"new")
    assert longest.read_bytes() == b"new"
