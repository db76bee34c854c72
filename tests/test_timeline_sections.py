"""A project read by its sections is the project that is read as a whole, or none."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from opsgen import load
from opsgen.model import Project
from opsgen.portfolio import read_project, sorted_out
from opsgen.timeline import sections
from opsgen.timeline.sections import Known, by_sections
from tests.drawn import ELSEWHERE, TIMES, documents
from tests.test_properties import as_yaml

SETTINGS = settings(
    max_examples=100 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
HEADER = "projects/gift.yaml"
FIRST = b"""\
# About the gift
title: \xe7\xa4\xbc\xe5\x8c\x85
owner: Wang

milestones:
- {id: M1, title: Load test, forecast: 2026-10-10}
- {id: M2, title: Launch, forecast: 2026-11-10}   # the last
risks:
  - id: R1
    title: Limits
    probability: 2
    impact: 3
x-code: 7
updates:
  - {period: 2026-W40, summary: Fine}
"""


def whole(texts: dict[str, bytes]) -> Project | None:
    (files,) = sorted_out(texts).projects
    found = read_project(files, {name: partial(bytes, text) for name, text in texts.items()})
    assert found.whole.value is None or isinstance(found.whole.value, Project)
    return found.whole.value


def parted(texts: dict[str, bytes], known: Known | None = None) -> tuple[Project, Known] | None:
    (files,) = sorted_out(texts).projects
    return by_sections(files, texts, known or {})


def agree(texts: dict[str, bytes], known: Known | None = None) -> Known:
    """What is known afterwards of the sections, which say what the whole says, or nothing."""
    found = parted(texts, known)
    if found is None:
        return {}
    assert found[0] == whole(texts)
    return found[1]


# --- any texts

LINES = (
    "title: 礼包", "owner: 王芳", "owner: 'Wang", "  Fang'", "title: Other", "start: 2026-10-01",
    "id: 'gift'", "id: CON", "notes: |", "  text: more", "  # no comment", "notes: >-", 'notes: "a',
    'b: c"', "notes: a", "  b", "# comment", "", " ", "---", "...", "%YAML 1.2", "milestones:",
    "- {id: M1, title: A, actual: 2026-10-01}", "  - id: M2", "    title: B",
    "milestones: [", "{title: C}", "]", "risks: []",
    "tags: &t [a]", "tags: [a, b]", "aliases: *t", "x-own: {a: 1}", "charter: {background: 'x'}",
    "charter:", "  background: *t", "<<: {title: x}", "who: 1", "? title", ": x", "\ttitle: x",
    "title: <name>", "notes: yes", "code: 007", "\ufeffcode: a", "code: a #b",
    "measurements: {2026-10-01: {K1: 2}}", "metrics: [{id: K1, title: K}]", "notes: a\u2028title: b",
    "code: \x07", "code: 'it''s'", 'code: "\\', '"', "title : x", '"title": x', "null: x", "=======",
    "code:\u3000a",
)  # fmt: skip


@given(st.lists(st.sampled_from(LINES), max_size=12), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@example(["title: 礼包", "owner: 王芳", "notes: |", "", "title: 礼包"], "\n", True)
@example(["title: 礼包", "owner: 'Wang", "start: 2026-10-01", "  Fang'"], "\n", True)
@settings(SETTINGS, max_examples=400 * TIMES)
def test_any_lines(lines: list[str], end: str, last: bool) -> None:
    begin = ["title: 礼包", "owner: 王芳"]
    for written in (lines, [*begin, *lines], [*lines, *begin], [begin[0], *lines, begin[1]]):
        agree({HEADER: (end.join(written) + end * last).encode("utf-8", "surrogatepass")})


@given(documents("project", leave_out=ELSEWHERE), st.data())
@SETTINGS
def test_drawn_projects_and_what_becomes_of_them(data: dict[str, Any], draws: st.DataObject) -> None:
    text = as_yaml(data)
    known = agree({HEADER: text})
    for _ in range(3):
        lines = text.split(b"\n")
        at, other = (draws.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        match draws.draw(st.sampled_from(["swap", "drop", "twice", "put", "cut"])):
            case "swap":
                lines[at], lines[other] = lines[other], lines[at]
            case "drop":
                del lines[at]
            case "twice":
                lines.insert(other, lines[at])
            case "put":
                lines.insert(at, draws.draw(st.sampled_from(LINES)).encode())
            case "cut":
                lines[at] = lines[at][: draws.draw(st.integers(0, len(lines[at])))]
        text = b"\n".join(lines)
        known = agree({HEADER: text}, known) or known


LISTS = {
    "projects/gift/project.yaml": b"title: Gift\nowner: Wang\nissues: [{title: A}]\n",
    "projects/gift/milestones.yaml": b"- {id: M1, title: A, forecast: 2026-10-10}\n",
    "projects/gift/updates.yaml": b"- {period: 2026-W40, summary: A}\n",
    "projects/gift/updates/w41.yaml": b"period: 2026-W41\nsummary: B\n",
    "projects/gift/updates/w42.yaml": b"period: 2026-W42\nsummary: C\nid: u42\n",
    "projects/gift/meetings/m1.yaml": b"title: M\ndate: 2026-10-01\n",
}


@pytest.mark.parametrize("left_out", [*LISTS, ""])
@pytest.mark.parametrize("broken", [*LISTS, ""])
def test_lists_and_entries_in_files_of_their_own(left_out: str, broken: str) -> None:
    texts = {name: text for name, text in LISTS.items() if name != left_out}
    if broken in texts:
        texts[broken] += b"what: is this\n"
    found = parted(texts)
    assert (found and found[0]) == whole(texts)
    assert (found is None) == (broken in texts or left_out.endswith("project.yaml"))


@pytest.mark.parametrize(
    "others",
    [
        {"projects/gift/issues.yaml": b"[]"},  # stands in the header too
        {"projects/gift/milestones.yml": b"[]"},
        {"projects/gift.yaml": b"title: Gift\nowner: Wang\n"},
        {"projects/gift/data/kpi.csv": b"date,K1\n2026-10-01,2\n"},
        {"projects/gift/measurements.yaml": b"2026-10-01: {K1: 2}\n"},
    ],
)
def test_what_only_the_whole_can_tell(others: dict[str, bytes]) -> None:
    assert parted(LISTS | others) is None


# --- what is read


def read_again(text: bytes, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """What is read of the text where the first is known."""
    found = parted({HEADER: FIRST})
    assert found is not None
    read: list[bytes] = []
    monkeypatch.setattr(sections.load, "parse", lambda name, part: read.append(part) or parse(name, part))
    agreed = parted({HEADER: text}, found[1])
    assert agreed is not None
    assert agreed[0] == whole({HEADER: text})
    return b"".join(part for part in read[: len(read) - 1] or read)


parse = load.parse


@pytest.mark.parametrize(
    ("old", "new", "read"),
    [
        (b"10-10", b"10-24, reason: late", b"milestones:"),
        (b"impact: 3", b"impact: 4", b"risks:"),
        (b"Wang", b"Li", b"owner: Li\n\n"),
        (b"# About", b"# All about", b"# All about the gift\ntitle:"),
        (b"Fine}", b"Bad}", b"updates:"),
    ],
)
def test_only_the_section_that_is_another_is_read(
    old: bytes, new: bytes, read: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = FIRST.replace(old, new)
    again = read_again(text, monkeypatch)
    assert again.startswith(read)
    assert len(again) < len(text) / 2


def test_what_is_the_same_is_one_value() -> None:
    one = parted({HEADER: FIRST})
    assert one is not None
    other = parted({HEADER: FIRST.replace(b"impact: 3", b"impact: 4")}, one[1])
    assert other is not None
    assert other[0].milestones is one[0].milestones
    assert other[0].risks != one[0].risks
    assert len(other[1]) == len(one[1])  # what is no longer there is let go


@pytest.mark.parametrize(
    "text",
    [
        b"tags: &t [a]\naliases: *t\n",
        b"charter: {background: &t 'x'}\n",
        b"\xef\xbb\xbfcode: a\n",
        b"code: a\n...\n",
        b"%YAML 1.2\n---\ncode: a\n",
        b'"code": a\n',
        b"code: a\ncode: b\n",
        b"code: a\n  more: b\n",
        b"code: 007\n",
        b"notes: <later>\n",
        b"id: CON\n",
        b"measurements: {}\n",
        b"notes: " + b"a" * 100_000,
    ],
)
def test_what_is_unusual_takes_the_whole(text: bytes) -> None:
    texts = {HEADER: text + b"title: Gift\nowner: Wang\n"}
    assert parted(texts) is None
    agree(texts)


@pytest.mark.parametrize(
    "text",
    [
        b"---\n# one\n\ncode: a\n",
        b"code: R&D a & b *\n",
        b"notes: yes\n",  # a doubt is no mistake
        b"notes: |+\n  a\n\n\n",
        b"notes: >-\n  a\n # b\n# c\n",
        b"notes: 'a\n\n  b'\n",
        b"tags:\n- a\n-\n  b\n",
        b"tags: [a,\n  b]\n",
        b"code: a\r\n\r\n",
    ],
)
def test_what_is_usual_does_not(text: bytes) -> None:
    texts = {HEADER: text + b"title: Gift\nowner: Wang\n"}
    found = parted(texts)
    assert found is not None
    assert found[0] == whole(texts)
