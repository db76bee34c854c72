"""The one layout of YAML: what it changes, what it leaves alone, and that a file says the same afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsgen.edit import same
from opsgen.edit.formatted import formatted
from opsgen.load import parse
from opsgen.schema import read
from tests.drawn import ELSEWHERE, TIMES, documents
from tests.fuzz.pieces import TESTS, TOP, mutations, texts
from tests.odd_yaml import oddly

if TYPE_CHECKING:
    from random import Random

SETTINGS = settings(
    max_examples=40 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
FILES = sorted(
    path
    for folder in (TOP / "projects", TESTS / "data", TESTS / "rules")
    for path in folder.rglob("*")
    if path.suffix in (".yaml", ".yml")
)


def laid(text: str, kind: str | None = None) -> str:
    found = formatted("x.yaml", text.encode(), kind)
    assert not found.refused
    assert found.problem is None
    again = formatted("x.yaml", found.content, kind)
    assert again.content == found.content, "it is not settled"
    return found.content.decode()


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("\n\na: 1   \n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
        ("a: 1", "a: 1\n"),
        ("a: 1\n   ", "a: 1\n"),
        ("a:   1\nbb :  {  c:  1, d :  2  }\n", "a: 1\nbb: {c: 1, d: 2}\n"),
        ("a: [ x,y ,  z ]\n", "a: [x, y, z]\n"),
        ('{"a":1,"b":["x","y"]}\n', '{"a": 1, "b": ["x", "y"]}\n'),
        ("a:\n- b\n- c: 1\n  d: 2\n", "a:\n  - b\n  - c: 1\n    d: 2\n"),
        ("a:\n    b:\n       c: 1\n", "a:\n  b:\n    c: 1\n"),
        ("a:\n  -   b: 1\n      c: 2\n", "a:\n  - b: 1\n    c: 2\n"),
        ("a:\n  -\n      b: 1\n", "a:\n  -\n    b: 1\n"),
        ("a:\n - - b\n   - c\n", "a:\n  - - b\n    - c\n"),
        ("a:\n       long\n       text\n", "a:\n  long\n  text\n"),
        ("a: 1 # why\nb: 22\t# tab\n", "a: 1  # why\nb: 22  # tab\n"),
        ("a:   # why\n      b: 1\n", "a:   # why\n  b: 1\n"),
        ("--- # one\na: 1\n...\n", "---  # one\na: 1\n...\n"),
        ("a: {b: , c: }\n", "a: {b: , c: }\n"),
        ("a: &x  {b: 1}\nd: [ *x,  *x ]\n", "a: &x {b: 1}\nd: [*x, *x ]\n"),
        ("? a\n:   b\n", "? a\n: b\n"),
    ],
)
def test_spaces_and_levels(typed: str, becomes: str) -> None:
    assert laid(typed) == becomes


@pytest.mark.parametrize(
    "text",
    [
        "title:   春季促销    # spring\nowner:   王芳        # lead\nstart:   2026-01-01  # day\n",
        "title    : x\nmilestone: y\n",
        "l:\n  - {id: M1,  title: 开始,   planned:   850}\n  - {id: M22, title: 结束了, planned: 12000}\n",
        "a: 1   # not in line with anything\n\nbb: 2\n",
        "a: 1      # one\n          # more of it\n# two\nb: 2\n",
        "tags: [a,\n       b]\n",
        "tags: [\n  a,\n  b,\n]\n",
        "a: |\n  x  \n\n   deep\nb: |+\n  y\n\n\nc: >-\n  z\n",
        "a: |4\n      x\n",
        'a: "one\n  two \\\n  three"\n',
        "# A line alone\n\na: 1\n\n# The end\n",
        "planned: {a: 1,200}\n",
        "title: No #3\n",
    ],
)
def test_what_people_lined_up_and_wrote_stays(text: str) -> None:
    """Columns, comments behind texts, brackets over lines, blocks to the byte; what may be meant as text."""
    assert laid(text) == text


def test_columns_stay_in_line_where_a_line_becomes_shorter() -> None:
    text = "l:\n- {id:  M1, title: 开始,     due: x}   # one\n- {id: M22, title: 结束了了, due: y}   # two\n"
    assert laid(text.replace("id:  M1", "id:   M1").replace("开始,    ", "开始,   ")) == (
        "l:\n  - {id: M1, title: 开始,      due: x}   # one\n  - {id: M22, title: 结束了了, due: y}   # two\n"
    )


def test_a_block_moves_with_its_field_to_the_byte() -> None:
    text = "l:\n- a: |\n      two\n        words \n\n    \n  b: >2\n      x\n"
    assert laid(text) == "l:\n  - a: |\n      two\n        words \n\n    b: >2\n        x\n"


@pytest.mark.parametrize("text", ["a: |\n  x", "a: |+\n  x"])
def test_no_line_end_where_it_would_be_one_more_character(text: str) -> None:
    assert laid(text) == text


def test_comments_go_with_what_they_stand_above() -> None:
    text = "a:\n# one\n- b\n    # far\n# two\n-   c:   1\n    # three\n    d: 2\n# four\ne: 1\n"
    assert laid(text) == (
        "a:\n  # one\n  - b\n      # far\n  # two\n  - c: 1\n    # three\n    d: 2\n# four\ne: 1\n"
    )


@pytest.mark.parametrize("end", ["\r\n", "\r", "\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_mark_stay(end: str, mark: bytes) -> None:
    content = mark + "a:\n- b   \n\n\n- |\n    c\nd: 1".replace("\n", end).encode()
    made = formatted("x.yaml", content).content
    assert made == mark + "a:\n  - b\n\n  - |\n    c\nd: 1\n".replace("\n", end).encode()


def test_each_line_keeps_its_own_end() -> None:
    made = formatted("x.yaml", b"a: 1 \r\nb: 2 \nc: 3 \r\nd: 4\re: 5").content
    assert made == b"a: 1\r\nb: 2\nc: 3\r\nd: 4\re: 5\r\n"


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("lifecycle: 执行中   # now\n", "lifecycle: executing   # now\n"),
        ("lifecycle: Executing\n", "lifecycle: executing\n"),
        ("tasks:\n  - {id: T1, title: 进行中, status: \"进行中\"}\n",
         "tasks:\n  - {id: T1, title: 进行中, status: \"in_progress\"}\n"),
        ("tasks:\n- {id: T1, status: '待办',   title: a}\n- {id: T2, status: '进行中', title: b}\n",
         "tasks:\n  - {id: T1, status: 'todo',        title: a}\n"
         "  - {id: T2, status: 'in_progress', title: b}\n"),
        ("lifecycle: 执行中\nstart: 2026/1/1\n", "lifecycle: executing\nstart: 2026/1/1\n"),
    ],
)  # fmt: skip
def test_labels_become_their_word(typed: str, becomes: str) -> None:
    """Also in a file with errors; texts that happen to read like a label stay."""
    assert laid(typed, "project") == becomes


def test_a_label_that_is_also_said_elsewhere_stays() -> None:
    """A name for it could stand in a title too."""
    text = "title: &now 执行中\nlifecycle: *now\n"
    assert laid(text, "project") == text


@pytest.mark.parametrize(
    "text", ["a: [\n", "a: 1\n\tb: 2\n", "<<<<<<< x\na:  1\n=======\n", "# nothing\n", "\0"]
)
def test_what_cannot_be_read_is_left_alone(text: str) -> None:
    found = formatted("x.yaml", text.encode())
    assert found.content == text.encode()
    assert found.problem is not None


def test_a_file_with_errors_is_laid_out() -> None:
    assert laid("a : 1\na: 2 \nb: 0123   \n") == "a: 1\na: 2\nb: 0123\n"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(TOP)))
def test_files_of_people_say_the_same_afterwards(path: Any) -> None:
    content = path.read_bytes()
    found = formatted(path.name, content, "project")
    assert not found.refused
    assert formatted(path.name, found.content, "project").content == found.content
    if path.is_relative_to(TOP / "projects"):
        assert found.content == content


@given(
    st.sampled_from(["project", "risks", "tasks", "portfolio"]).flatmap(
        lambda kind: st.tuples(st.just(kind), documents(kind, leave_out=ELSEWHERE))
    ),
    st.randoms(use_true_random=False),
)
@SETTINGS
def test_a_file_says_the_same_afterwards(drawn: tuple[str, Any], random: Random) -> None:
    """Values, what they mean, and all comments in their order; and its layout is settled."""
    kind, data = drawn
    if not data:
        return
    content, comments = oddly(random, data)
    before = parse("x.yaml", content)
    found = formatted("x.yaml", content)
    assert before.data is not None, (before.problems, content.decode())
    assert not found.refused
    after = parse("x.yaml", found.content)
    assert same(before.data, after.data)
    assert read(before, kind).data == read(after, kind).data
    assert formatted("x.yaml", found.content).content == found.content
    text = found.content.decode("utf-8-sig")
    at = 0
    for comment in comments:
        at = text.index(comment, at) + len(comment)
    with_words = formatted("x.yaml", content, kind)
    assert not with_words.refused
    assert read(parse("x.yaml", with_words.content), kind).data == read(before, kind).data


@given(st.one_of(mutations(), texts(), mutations(texts())), st.sampled_from([None, "project", "risks"]))
@SETTINGS
def test_whatever_is_in_a_file_it_is_settled_or_left_alone(content: bytes, kind: str | None) -> None:
    found = formatted("x.yaml", content, kind)
    assert not found.refused
    assert formatted("x.yaml", found.content, kind).content == found.content
