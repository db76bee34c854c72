"""An unchanged handout is not printed twice; a changed one is."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from opsgen.pdf.jobs import Handout, print_all
from opsgen.pdf.shelf import Shelf

if TYPE_CHECKING:
    from pathlib import Path

PAGES = "<html lang=en>" + "<p style='break-after: page'>page" * 3 + "<p>last"


def handout(text: str = "one") -> Handout:
    html = f"<html lang=en><p>{text}"
    return Handout("x.pdf", "note", "projects/x.yaml", lambda _: html, "", "x", "en", attached={"a": b"1"})


def printed(todo: Handout, root: Path) -> bytes:
    with Shelf(root) as shelf:
        (outcome,) = print_all([todo], root / "out", shelf=shelf)
    assert outcome.file is not None, outcome.problems
    return outcome.file.read_bytes()


def test_what_was_printed_is_taken_from_the_shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = printed(handout(), tmp_path)
    monkeypatch.setattr(subprocess, "Popen", None)
    assert printed(handout(), tmp_path) == first


@pytest.mark.parametrize(
    "other",
    [handout("two"), replace(handout(), attached={"a": b"2"}), replace(handout(), title="y")],
    ids=["text", "attached", "title"],
)
def test_what_is_not_the_same_is_printed(
    other: Handout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed(handout(), tmp_path)
    monkeypatch.setattr(subprocess, "Popen", None)
    with pytest.raises(TypeError):
        printed(other, tmp_path)


def test_that_a_level_has_too_many_pages_is_kept_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = replace(
        handout(), html=lambda level: PAGES if not level else "<html lang=en>short", levels=2, most_pages=1
    )
    first = printed(long, tmp_path)
    monkeypatch.setattr(subprocess, "Popen", None)
    assert printed(long, tmp_path) == first


def test_what_is_wrong_with_a_handout_is_said_again(tmp_path: Path) -> None:
    with Shelf(tmp_path) as shelf:
        told = [print_all([handout("𠮷")], tmp_path / "out", shelf=shelf)[0].problems for _ in range(2)]
    assert [problem.code for problem in told[0]] == ["missing-glyph"]
    assert told[1] == told[0]


def test_a_shelf_that_cannot_be_written_is_none(tmp_path: Path) -> None:
    (tmp_path / ".cache").write_text("")
    assert printed(handout(), tmp_path)
