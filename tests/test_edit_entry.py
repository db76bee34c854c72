"""One entry more in a list: where it stands, and that nothing else changes."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from opsgen import load
from opsgen.edit import opened, same
from opsgen.edit.entry import in_lines, with_entry
from opsgen.schema.fields import schema
from tests.drawn import ELSEWHERE, TIMES, documents

MARK = "\ufeff"
ORDER = tuple(schema("project")["properties"])
NEW = {"id": "R9", "title": "供应商: 晚"}
FLOW = '{id: R9, title: "供应商: 晚"}'
BLOCK = '- id: R9\n    title: "供应商: 晚"'


def made(text: str, key: str = "risks", entry: dict[str, Any] = NEW) -> str | None:
    source = with_entry(opened("x.yaml", text.encode()), key, dict(entry), ORDER)
    return source.text if source else None


# What stands before the entry, the entry with its line end or comma, and what stands behind.
IN_BETWEEN = [
    ("risks:\n  - id: R1\n", f"  {BLOCK}\n", ""),
    ("risks:\n  - id: R1\n    # own\n  # of the list\n", f"  {BLOCK}\n", "# next\nissues: []\n"),
    ("risks:\n  - {id: R1} # c\n", f"  - {FLOW}\n", "\nissues: []\n"),
    ("risks:\n  - id: R1\n\n  - id: R2\n", f"\n  {BLOCK}\n", "\n\nz: 1\n"),
    ("risks:\n  -   id: R1\n", '  -   id: R9\n      title: "供应商: 晚"\n', ""),
    ("risks: [{id: R1}", f", {FLOW}", "] # c\n"),
    ("risks: [\n  {id: R1},   # one\n  {id: R2},   # two\n", f"  {FLOW},\n", "]\n"),
    ("risks: [\n  {id: R1}, {id: R2},", f" {FLOW},", "]\n"),
    ("risks:\n", f"  {BLOCK}\n", "title: x\n"),
    ("risks:   # none\n", f"  {BLOCK}\n", "  # - {id: R1}\nz: 1\n"),
    ("risks:\n  - id: R1\n    notes: |+\n      a\n\n\n", f"  {BLOCK}\n", "issues: []\n"),
    ("---\nrisks:\n  - id: R1\n", f"  {BLOCK}\n", "...\n"),
    ("\nphases:\n- id: P\n\n", "risks:\n- id: R9\n  title: \"供应商: 晚\"\n\n", "# c\nz:\n- 1\n"),
    ('{"title": "x"', f", risks: [{FLOW}]", "}\n"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "added", "behind"), IN_BETWEEN)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", MARK])
def test_an_entry_is_put_in_between(before: str, added: str, behind: str, end: str, mark: str) -> None:
    text = mark + (before + behind).replace("\n", end)
    source = with_entry(opened("x.yaml", text.encode()), "risks", dict(NEW), ORDER)
    assert source
    assert source.content.decode() == mark + (before + added + behind).replace("\n", end)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("risks: []  # none yet\n", f"risks:  # none yet\n  {BLOCK}\n"),
        ("risks: ~\nz: 1", f"risks:\n  {BLOCK}\nz: 1"),
        ("{risks: null, z: 1}", f"{{risks: [{FLOW}], z: 1}}"),
        ("risks: [\n  # none\n]\n", f"risks: [{FLOW}\n  # none\n]\n"),
        ("risks: [\n  {id: R1} # a, b\n]\n", f"risks: [\n  {{id: R1}}, # a, b\n  {FLOW}\n]\n"),
        ("title: x\nrisks:", f"title: x\nrisks:\n  {BLOCK}"),
    ],
)
def test_what_says_that_nothing_is_there_gives_way(text: str, wanted: str) -> None:
    assert made(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", '- id: R9\n  title: "供应商: 晚"\n'),
        ("# all\n", '# all\n- id: R9\n  title: "供应商: 晚"\n'),
        ("[]  # none\n", f"[{FLOW}]  # none\n"),
        ("# all\n- id: R1\n\n# end", '# all\n- id: R1\n- id: R9\n  title: "供应商: 晚"\n\n# end'),
    ],
)
def test_a_list_in_a_file_of_its_own(text: str, wanted: str) -> None:
    assert made(text, "") == wanted


@pytest.mark.parametrize(
    "text", ["risks: three\n", "risks: {id: R1}\n", "- a\n", "a: [\n", "a: 1\n--- \nb: 1\n", "x", ""]
)
def test_where_it_is_not_certain_nothing_is_added(text: str) -> None:
    assert made(text) is None


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "risks: []\nx: " + "[" * 100_000])
@pytest.mark.parametrize("key", ["", "risks"])
def test_what_the_loader_refuses_is_not_read_by_anything_else(text: str, key: str) -> None:
    assert made(text, key) is None


def test_a_text_over_several_lines_is_a_block() -> None:
    entry = {"id": "R9", "notes": "one\n\n  two: 2", "tags": ["a, b", "c"], "odd": " x\n"}
    assert in_lines(entry) == 'id: R9\nnotes: |-\n  one\n\n    two: 2\ntags: ["a, b", c]\nodd: " x\\n"'
    assert made("risks:\n  - id: R1\n", entry=entry) is not None


def alike(one: str, other: str) -> int:
    """With how many characters both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


ENTRIES = st.dictionaries(st.sampled_from(["id", "title"]), st.text("a供:#,'\n ", max_size=5), min_size=1)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([None, False, True]),
        "indent": st.sampled_from([2, 4]),
        "width": st.sampled_from([20, 100]),
        "line_break": st.sampled_from(["\n", "\r\n"]),
        "explicit_start": st.booleans(),
        "explicit_end": st.booleans(),
        "default_style": st.sampled_from([None, None, '"']),
    }
)


@settings(max_examples=60 * TIMES, deadline=None)
@given(
    data=documents("project", leave_out=ELSEWHERE),
    style=STYLES,
    mark=st.booleans(),
    key=st.sampled_from(["risks", "milestones", "metrics", "lessons", "decisions", "actions", "issues"]),
    entry=ENTRIES,
)
def test_of_any_project_all_else_is_kept_to_the_byte(
    data: dict[str, Any], style: dict[str, Any], mark: bool, key: str, entry: dict[str, Any]
) -> None:
    text = MARK * mark + yaml.dump(data, allow_unicode=True, sort_keys=False, **style)
    before = load.parse("x.yaml", text.encode())
    if before.data is None:  # what the loader refuses, such as a key twice
        return
    source = with_entry(opened("x.yaml", text.encode()), key, entry, ORDER)
    assert source is not None, text
    found = load.parse("x.yaml", source.content).data
    assert same(found.pop(key), [*(before.data.pop(key, None) or []), entry])
    assert same(found, before.data)
    after = source.content.decode()
    first = alike(text, after)
    rest = alike(text[first:][::-1], after[first:][::-1])
    assert first + rest >= len(text) - len(" []"), (text, after)
