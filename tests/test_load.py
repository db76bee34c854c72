"""Text to values: what YAML 1.2 means, where everything stands, what is refused, and how that is said."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from opsgen.explain import GROUPS
from opsgen.load import Document, Sources, events, files, find, parse, placed, read
from opsgen.load.parser import PlainParser
from opsgen.problem import Place, Problem
from opsgen.words import LANGUAGES, words

if TYPE_CHECKING:
    from pathlib import Path


def load(text: str) -> Document:
    return parse("f.yaml", text.encode())


def said(document: Document) -> list[str]:
    return [words("en").say(problem.message) for problem in document.problems]


def codes(document: Document) -> list[str]:
    return [problem.code for problem in document.problems]


SCALARS = {
    "x: 12": 12,
    "x: -3": -3,
    "x: 0": 0,
    "x: 1.5": 1.5,
    "x: 1.10": 1.1,
    "x: 1e3": 1000.0,
    "x: 9007199254740992": 2**53,
    "x: true": True,
    "x: False": False,
    "x: null": None,
    "x: ~": None,
    "x:": None,
    "x: 2026-03-31": "2026-03-31",
    'x: "12"': "12",
    "x: '007'": "007",
    "x: 1.2亿": "1.2亿",
    "x: |\n  two\n  lines\n": "two\nlines\n",
    "x: >\n  one\n  line\n": "one line\n",
    "x: 👩‍👩‍👧": "👩‍👩‍👧",
}


@pytest.mark.parametrize("text", SCALARS)
def test_scalars_mean_what_yaml_1_2_says(text: str) -> None:
    document = load(text)
    value = document.data["x"]
    assert (value, type(value)) == (SCALARS[text], type(SCALARS[text]))
    assert not document.problems


@pytest.mark.parametrize("text", ["NO", "off", "Yes", "y", "12:30", "1_000", "0b11", "-1:20:30"])
def test_what_yaml_1_1_reads_otherwise_is_text_with_a_warning(text: str) -> None:
    document = load(f"x: {text}")
    assert document.data == {"x": text}
    assert [(p.code, p.severity) for p in document.problems] == [("ambiguous-value", "warning")]
    assert load(f'x: "{text}"').problems == ()


def test_places_count_from_one_in_characters() -> None:
    document = load("标题: 大促\n里程碑:\n  - {id: M1, 名称: 压测}\n  - id: M2\n")
    assert document.place(("标题",)) == Place("f.yaml", 1, 5, 1, 7)
    assert document.place(("标题",), key=True) == Place("f.yaml", 1, 1, 1, 3)
    assert document.place(("里程碑", 0, "名称")) == Place("f.yaml", 3, 18, 3, 20)
    assert document.place(("里程碑", 1, "id")) == Place("f.yaml", 4, 9, 4, 11)
    assert document.place(("里程碑", 0)).line == 3


def test_a_place_that_does_not_exist_is_the_nearest_that_does() -> None:
    document = load("a:\n  - {b: 1}\n")
    assert document.place(("a", 0, "c", "d")) == document.place(("a", 0))
    assert document.place(("a", 7)) == document.place(("a",))
    assert document.place(("z",)) == document.place()
    assert Document("f.yaml", None).place(("z",)) == Place("f.yaml", 1, 1, 1, 1)


def test_an_alias_stands_where_it_is_used() -> None:
    document = load("a: &x [1]\nb: *x\n")
    assert document.data == {"a": [1], "b": [1]}
    assert (document.place(("b",)).line, document.place(("b",)).column) == (2, 4)


def test_the_written_form_of_a_value() -> None:
    document = load("a: 1.10\nb: [1,\n  2]\n")
    assert document.written(("a",)) == "1.10"
    assert document.written(("b",)) == ""
    assert load("? ").written(("",)) == ""


def test_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    for text in ("a: 1\r\nb: 2\r\n", "a: 1\rb: 2\r", "a: 1\r\nb: 2\n", "\ufeffa: 1\nb: 2\n"):
        assert load(text).data == {"a": 1, "b": 2}
        assert codes(load(text)) == ["byte-order-mark"] * text.startswith("\ufeff")
        assert load(text).place(("b",)).line == 2


REFUSED = {
    # code: text, line, column, words that must be said
    "duplicate-key": ("a: 1\nb: 2\na: 3\n", 3, 1, "`a` is given twice; first at line 1"),
    "leading-zero": ("a: 0123\n", 1, 4, "leading zero"),
    "not-a-finite-number": ("a: .nan\n", 1, 4, "not a number to count with"),
    "number-too-large": ("a: 9007199254740993\n", 1, 4, "too large"),
    "tag": ("a: !!python/object/apply:os.system [x]\n", 1, 4, "`!!python/object/apply:os.system`"),
    "several-documents": ("a: 1\n---\nb: 2\n", 2, 1, "second document"),
    "tab-indentation": ("a:\n\tb: 1\n", 2, 1, "indented with a tab"),
    "key-not-text": ("1: a\n", 1, 1, "cannot be a field name"),
    "merge-key": ("a: &x {b: 1}\nc:\n  <<: *x\n", 3, 3, "merge keys"),
    "unknown-alias": ("a: *x\n", 1, 4, "there is no `&x`"),
    "recursive-alias": ("a: &x [*x]\n", 1, 8, "inside what it repeats"),
    "reserved-character": ("a: `x`\n", 1, 4, "cannot start with ```"),
    "unquoted-at": ("owner: @王芳\n", 1, 8, "cannot start with `@`"),
    "unquoted-percent": ("unit: %\n", 1, 7, "cannot start with `%`"),
    "bad-escape": ('a: "C:\\Users"\n', 1, 9, "a meaning of its own"),
    "text-after-value": ('a: "b" c\n', 1, 8, "more text follows"),
    "unopened": ("a: [b]]\n", 1, 7, "never opened"),
    "missing-dash": ("a:\n  - {b: 1}\n  {b: 2}\n", 3, 3, "without a dash"),
    "split-by-comma": ("a: {b: c, d, e: f}\n", 1, 11, "the comma before `d`"),
    "missing-value": ("a: [,]\n", 1, 5, "missing before `,`"),
    "yaml-syntax": ("a: |0\n  b\n", 1, 5, "not YAML"),
    "unclosed": ("a: 1\nb: [1, 2\nc: 3\n", 2, 4, "never closed"),
    "unquoted-colon": ("a: Phase 1: launch\n", 1, 4, "holds a colon"),
    "missing-space": ("a: 1\nb:2\n", 2, 3, "no space after the colon of `b`"),
    "missing-colon": ("a\nb: 1\n", 1, 1, "no `field: value`"),
    "indentation": ("a:\n  b: 1\n c: 2\n", 3, 2, "indentation"),
    "full-width-punctuation": ("b: 2\n标题：1\n", 2, 3, "full-width"),
    "odd-space": ("a:\n\u3000\u3000b: 1\n", 2, 1, "full-width space (U+3000)"),
    "merge-conflict": ("a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", 2, 1, "merge conflict"),
    "control-character": ("a: x\x9by\n", 1, 5, "U+009B"),
    "nul-character": ("a: x\x00\n", 1, 5, "NUL"),
    "empty-file": ("# nothing\n", 1, 1, "no data"),
}


@pytest.mark.parametrize(
    ("text", "code", "hint"),
    [
        ("notes: - a\n", "indentation", "put every `- …` on a line of its own, or write `[…]`"),
        ("owner: @王芳\n", "unquoted-at", "write a person's name without `@`: 王芳"),
        ("a: {owner: @王芳, b: 1}\n", "unquoted-at", "write a person's name without `@`: 王芳"),
        ("a: {unit: %}\n", "unquoted-percent", 'put the value in quotes: "%"'),
        ("a: %5 of all, at least\n", "unquoted-percent", 'put the value in quotes: "%5 of all, at least"'),
        ("a: **重要** b\n", "reserved-character", 'put the value in quotes: "**重要** b"'),
        ("a: >5 家\n", "reserved-character", 'put the value in quotes: ">5 家"'),
        ("a: |x\n", "reserved-character", 'put the value in quotes: "|x"'),
        ("a: !注意\n", "reserved-character", 'put the value in quotes: "!注意"'),
        ("a: ? x\n", "reserved-character", 'put the value in quotes: "? x"'),
        ("a:\n  * x\n  * y\n", "missing-dash", "begin every entry with a dash: `- …`"),
        ("a:\n  - {b: 1}\n    {b: 2}\n", "missing-dash", "begin every entry with a dash: `- …`"),
        ("a:\n  - b: 1\n  b: 2\n", "missing-dash", "begin every entry with a dash: `- …`"),
        ("a:\n  -{b: 1, c: 2}\n", "missing-space", "write `- …`, with a space"),
        (
            "a:\n  - b: 1\n    c: 2\n    b: 3\n    c: 4\n",
            "duplicate-key",
            "if a new entry begins here, begin it with a dash: `- b: …`",
        ),
        ("a: 1\nb: 2\na: 3\nb: 4\n", "duplicate-key", "keep one of the two"),
        (
            "a:\n  - b: 1\n   c: 2\n",
            "indentation",
            "line it up with `b` of line 2, 4 characters from the left",
        ),
        ("a: 1\n b: 2\n", "indentation", "begin it at the very left, like `a` of line 1"),
        ("# x\n  a: 1\n  b: 1\nc: 2\n", "indentation", "begin the fields of the file at the very left"),
        ("a: “b: c”\n", "full-width-punctuation", 'write `"`, with the English keyboard'),
        ('a: "b”\nc: 1\n', "full-width-punctuation", 'write `"`, with the English keyboard'),
        ("a:\n  - ｛b: 1, c: 2｝\n", "full-width-punctuation", "write `{`, with the English keyboard"),
        ("a: {b: x，c: 1}\n", "full-width-punctuation", "write `, `, with the English keyboard"),
        ("a: [{b: x， 标题: 1}]\n", "full-width-punctuation", "write `, `, with the English keyboard"),
        ("a: {b： x，c： “y”， d: 1}\n", "full-width-punctuation", "write `: `, with the English keyboard"),
        ("a: 1\n＃ b\n", "full-width-punctuation", "write `# `, with the English keyboard"),
        ("{a：1, b: 2}\n", "full-width-punctuation", "write `a: …`"),
        ("标题：一\n负责人：二\n", "full-width-punctuation", "write `: `, with the English keyboard"),
        ("a:1\nb:2\n", "missing-space", "write `a: …`"),
        ("a: {b:[1], c: 2}\n", "missing-space", "write `b: …`"),
        (
            "标题\n负责人: x\n",
            "missing-colon",
            "write `field: value`, or indent it under the line it belongs to",
        ),
        (
            '"标题"\n负责人: x\n',
            "missing-colon",
            "write `field: value`, or indent it under the line it belongs to",
        ),
        ("a:\u3000x\nb: 2\n", "odd-space", "type a plain space, with the English keyboard"),
        ("a:\n  -\u00a0{b: 1, c: 2}\n", "odd-space", "type a plain space, with the English keyboard"),
        ("a: {b: 1,\u3000c: 2}\n", "odd-space", "type a plain space, with the English keyboard"),
        ("a:\n \u3000- b\n", "odd-space", "type a plain space, with the English keyboard"),
        ("a:\n  -\tb: 1\n", "tab-indentation", "write a space instead of the tab"),
        ("a: {title: 第 #3 批, b: 1}\n", "cut-by-hash", "put the value with the `#` in quotes"),
        (
            'a: {b: say "x", y, c: 1}\n',
            "split-by-comma",
            "put the whole value in quotes: `b: 'say \"x\", y'`",
        ),
        ("a: {b, c: 1}\n", "split-by-comma", "put a text with commas in quotes"),
        ("a: {b: 1,200}\n", "split-by-comma", "write the number without commas: `b: 1200`"),
        (f"a: {{b: {'x' * 70}, c}}\n", "split-by-comma", "put the whole value of `b` in quotes"),
    ],
)
def test_what_to_do_about_a_mistake(text: str, code: str, hint: str) -> None:
    (problem,) = load(text).problems
    assert problem.hint is not None
    assert (problem.code, words("en").say(problem.hint)) == (code, hint)


@pytest.mark.parametrize("code", REFUSED)
def test_mistakes_are_errors_with_their_place(code: str) -> None:
    text, line, column, expected = REFUSED[code]
    document = load(text)
    problem = document.problems[0]
    assert (problem.code, problem.severity, problem.line, problem.column) == (code, "error", line, column)
    assert expected in words("en").say(problem.message)
    assert len(document.problems) == 1


MORE_REFUSED = {
    "a: {{ x }}\n": "key-not-text",
    "? [a]\n: b\n": "key-not-text",
    "true: a\n": "key-not-text",
    "~: a\n": "key-not-text",
    "? *x\n: b\n": "key-not-text",
    "a: !ENV SECRET\n": "tag",
    "a: .inf\n": "not-a-finite-number",
    "a: 1e400\n": "not-a-finite-number",
    "a: 00\n": "leading-zero",
    "a: 0xffffffffffffffff\n": "number-too-large",
    "a: 1e300\n": "number-too-large",
    "a: -9007199254740994.0\n": "number-too-large",
    "a: *bold*\n": "reserved-character",
    'a: "x\nb: 1\n': "unclosed",
    "a: 1\nb: [\n": "unclosed",
    "a: {b: 1,\n": "unclosed",
    "a:1\nb: 2\n": "missing-space",
    "a：1\nb: 2\n": "full-width-punctuation",
    "a:\n  b: 1\n － c\n": "full-width-punctuation",
    "a:\n\u00a0\u00a0b: 1\n": "odd-space",
    "a: x\x1b[31m\n": "control-character",
    "a: x\x85y\n": "control-character",
    "a: x\u2028y\n": "control-character",
    'a: "\\ud800"\n': "bad-escape",
    "": "empty-file",
    "null\n": "empty-file",
    "a: 1\n  b: 2\n": "indentation",
    "- a\n-b\n": "missing-space",
    "id,title\nM1,压测\n": "missing-colon",
    "---\n标题\n": "missing-colon",
    "--- 标题": "missing-colon",
    "--- ''": "missing-colon",
    "a: 【大促】上线: 二期\n": "unquoted-colon",
    "a: 【大促: 预售】\n": "full-width-punctuation",
    "a：大促\n\nb: 1\n": "full-width-punctuation",
    "a:大促\n\nb: 1\n": "missing-space",
    "a:\n  • {b: 1, c: 2}\n  • {b: 2, c: 3}\n": "missing-dash",
    "```yaml\na: 1\n```\n": "reserved-character",
    "a:\n  - b: 1\n  c: 2\n": "indentation",
    "a:\n  - b: 1\n  b: 2\n": "missing-dash",
}


NESTED = "a: &x {b: [1, 2026-01-01, NO]}\nc: *x\nd: |\n  文字\n"


@pytest.mark.parametrize("text", [NESTED, *SCALARS, *(text for text, *_ in REFUSED.values()), *MORE_REFUSED])
def test_the_parser_without_libyaml_finds_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load(text)
    monkeypatch.setattr(events, "Parser", PlainParser)
    slow = load(text)
    assert slow.data == fast.data
    if text == NESTED:
        assert slow.place(("a", "b", 1)) == fast.place(("a", "b", 1)) == Place("f.yaml", 1, 15, 1, 25)
    if r"\u" not in text:  # where exactly in an escape
        assert [p.place.head for p in slow.problems] == [p.place.head for p in fast.problems]
    assert codes(slow) == codes(fast)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (r'a: "\UFFFFFFFF"', "bad-escape"),
        (r'a: "\U00110000"', "bad-escape"),
        (r'a: "\ud800"', "bad-escape"),
        ("[" * 100_000, "too-deep"),
    ],
)
def test_what_only_the_parser_without_libyaml_would_let_through(
    text: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "Parser", PlainParser)
    document = load(text)
    assert codes(document) == [code]
    assert document.data is None


@pytest.mark.parametrize("text", MORE_REFUSED)
def test_more_mistakes(text: str) -> None:
    document = load(text)
    assert MORE_REFUSED[text] in codes(document)
    assert any(problem.severity == "error" for problem in document.problems)


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (
            "a: 1\n".encode("utf-16"),
            "it looks like UTF-16 (“Unicode” in Windows programs): save it again and choose UTF-8",
        ),
        (
            "a: 1\n".encode("utf-16-be"),
            "it looks like UTF-16 (“Unicode” in Windows programs): save it again and choose UTF-8",
        ),
        (
            "标题: 促销\n".encode("gbk"),
            "it looks like GBK (“ANSI” in Windows programs): save it again and choose UTF-8",
        ),
        (b"a: caf\xe9\n", "save the file again and choose UTF-8"),
        (b"a: 1\nb: \xff\n", "save the file again and choose UTF-8"),
    ],
)
def test_other_encodings_are_named(content: bytes, hint: str) -> None:
    (problem,) = parse("f.yaml", content).problems
    assert problem.code == "encoding"
    assert problem.hint is not None
    assert words("en").say(problem.hint) == hint


def test_the_place_of_bad_bytes_behind_other_line_ends() -> None:
    (problem,) = parse("f.yaml", b"a: 1\r\nb: 2\rc: \xff\r\n").problems
    assert (problem.line, problem.column) == (3, 4)


def test_the_place_of_bad_bytes() -> None:
    (problem,) = parse("f.yaml", "a: 1\n标题: ".encode() + b"\xff\n").problems
    assert (problem.line, problem.column) == (2, 5)


def test_an_indented_first_line_is_the_one_to_change() -> None:
    (problem,) = load("  a: 1\nb: 2\n").problems
    assert (problem.code, problem.line, problem.column) == ("indentation", 1, 3)


@pytest.mark.parametrize("content", [b"PK\x03\x04\x14", b"\xd0\xcf\x11\xe0\xa1", b"%PDF-1.7\n"])
def test_documents_of_office_programs_are_no_text(content: bytes) -> None:
    assert codes(parse("f.yaml", content)) == ["not-text"]


DOUBTS = {
    # what YAML reads and nobody meant: code, line, column, hint
    "a: issue #5 done\n": ("cut-by-hash", 1, 10, "put the whole value in quotes to keep it"),
    "a:\n  - b #5\n": ("cut-by-hash", 2, 7, "a comment has a space after the `#`"),
    "a: “b”\n": ("curly-quotes", 1, 4, "write \"b\"; if it belongs to the text, write '“b”'"),
    "a: [‘b’]\n": ("curly-quotes", 1, 5, 'write "b"'),
    'a: “b"\n': ("curly-quotes", 1, 4, 'write "b"'),
    "a: ５０\n": ("full-width-digits", 1, 4, "write 50"),
    "a: ５０万\n": ("full-width-digits", 1, 4, "write 50万"),
    "a: [大促，预售]\n": (
        "full-width-separator",
        1,
        5,
        "write [大促, 预售]; if it is one entry, put it in quotes",
    ),
    "a: [大促；会员]\n": ("full-width-separator", 1, 5, "write [大促, 会员]"),
    "a: {b: [K1、K2]}\n": ("full-width-separator", 1, 9, "write [K1, K2]"),
    "a: no\n": ("ambiguous-value", 1, 4, 'put it in quotes: "no"'),
    "a: x\u200by\n": ("hidden-character", 1, 4, "type the text again"),
    "a: x\u202ey\n": ("bidi-control", 1, 4, "type the text again"),
}


@pytest.mark.parametrize("text", DOUBTS)
def test_what_nobody_meant_is_a_warning_with_the_repair(text: str) -> None:
    (problem,) = load(text).problems
    code, line, column, hint = DOUBTS[text]
    assert (problem.code, problem.severity, problem.line, problem.column) == (code, "warning", line, column)
    assert problem.hint is not None
    assert hint in words("en").say(problem.hint)


@pytest.mark.parametrize(
    "text",
    [
        "a: x # a comment\n",
        "a: 12 #k\n",
        "a: 2026-10-10 #预计\n",
        "a: C# 项目\n",
        "a: |\n  - issue #5 done\n  “x”\n  ５０\n",
        'a: "issue #5"\n',
        "a: “健康”行动\n",
        "a: “健康”与“平安”\n",
        "a: '“b”'\n",
        "a: ５０ 家门店\n",
        'a: ["大促，预售"]\n',
        "a: [预售会场上线，成交额超过预期两成以上]\n",
        "a: [压测、监控，以及回滚, 上线]\n",
        "a: [大促, 预售]\n",
        "a:\n  - 大促，预售\n",
        "a: 大促，预售\n",
        "a: |\n  \u3000\u3000第一段\n  时间:\u300010 点\n",
        "a: 第一\u3000第二\n",
        "a: {b: , c: 1}\n",
        "a: 【大促】上线\n",
    ],
)
def test_what_people_mean_gives_no_warning(text: str) -> None:
    assert load(text).problems == ()


@pytest.mark.parametrize("character", ["\u202e", "\u200b", "\u200e", "\u2066", "\u00ad", "\U000e0041"])
def test_hidden_characters_are_replaced_with_a_warning_and_refused_in_keys(character: str) -> None:
    code = "bidi-control" if character in "\u202e\u200e\u2066" else "hidden-character"
    document = load(f"a: x{character}y\n")
    assert document.data == {"a": "x\ufffdy"}
    assert [(p.code, p.severity) for p in document.problems] == [(code, "warning")]
    assert [(p.code, p.severity) for p in load(f"a{character}: x\n").problems] == [(code, "error")]


LIMITS = {
    "too-deep": "[" * 33 + "]" * 33,
    "list-too-long": "[" + "1," * 10_001 + "]",
    "text-too-long": "a: " + "x" * 100_001,
    "too-many-values": "".join(f"k{i}: [{'1,' * 999}]\n" for i in range(101)),
    "file-too-large": "#" * (1 << 20) + "\n\n",
}


@pytest.mark.parametrize("code", LIMITS)
def test_limits(code: str) -> None:
    document = load(LIMITS[code])
    assert codes(document) == [code]
    assert document.data is None


def test_just_within_the_limits() -> None:
    assert load("[" * 32 + "]" * 32).problems == ()
    assert load("[" + "1," * 10_000 + "]").problems == ()
    assert load("a: " + "x" * 100_000).problems == ()


def test_aliases_count_as_what_they_repeat() -> None:
    bomb = "a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 9))
    assert codes(load(bomb)) == ["too-many-repeats"]


def test_findings_of_one_file_end_at_a_hundred() -> None:
    assert len(load("".join(f"{i}: a\n" for i in range(500))).problems) == 100


def test_a_file_with_warnings_only_stays_readable() -> None:
    document = load("title: a\ntags:\n" + "  - no\n" * 500)
    assert document.data["title"] == "a"
    assert len(document.problems) < events.MAX_PROBLEMS
    broken = load("tags:\n" + "  - no\n" * 500 + "x: 1\nx: 2\n")
    assert broken.problems[-1].severity == "error"


WORST = {
    "brackets": "[" * (1 << 20),
    "braces": "{" * (1 << 20),
    "quotes": '"' * (1 << 20),
    "spaces": " " * (1 << 20),
    "colons": "a: " * (1 << 18),
    "hashes": "a: b" + " #" * (1 << 19),
    "dashes": "- " * (1 << 19),
    "tabs": "\t" * (1 << 20),
    "lines": "\n" * (1 << 20),
    "wide colons": "：" * (1 << 18),
    "question marks": "? " * (1 << 19),
    "anchors": "&a " * (1 << 18),
    "stars": "a: " + "*" * (1 << 19),
    "odd spaces": "a:\n" + "\u3000" * (1 << 18),
    "hidden": "a: " + "\u200b" * (1 << 16),
    "short lines": "a: b: c\n" * (1 << 16),
    "digits": "a: " + "1" * (1 << 19),
    "keys": "".join(f"{i}: x\n" for i in range(1 << 16)),
    "comments": "a: 1 # b\n" * (1 << 16),
    "hash words": "a: b #c\n" * (1 << 16),
    "one long comment": "a: b" + " #c" * (1 << 18),
    "curly quotes": "a: " + "“" * (1 << 18),
    "wide commas": "a: [" + "，" * (1 << 18) + "]",
    "wide words": "[" + "一，" * (1 << 17) + "]",
    "wide commas unclosed": "a: [" + "，" * (1 << 18),
    "wide braces": "｛" * (1 << 18),
    "open brackets and wide commas": "a: b: " + "[，" * (1 << 18),
    "bare names": "a: {" + "b," * (1 << 19) + "}",
    "bare names on lines": "".join(f"k{i}: {{a, b, c: d, e}}\n" for i in range(1 << 15)),
    "one bare name and commas": "{a: b, c" + ",1" * (1 << 18),
    "wide digits": "a: [" + "５," * 9000 + "]",
    "odd space": "a: b: c\n" + "\u3000" * (1 << 18),
    "deeper and deeper": "".join(" " * (i % 400) + "k: v\n" for i in range(1 << 12)),
    "repeated keys": "a: 1\n" * (1 << 17),
    "a wide file": "标题：一\n" * (1 << 16),
}


@pytest.mark.parametrize("name", WORST)
def test_the_worst_megabyte_comes_to_an_end(name: str) -> None:
    document = load(WORST[name])
    assert document.data is None or isinstance(document.data, dict | list | str)
    assert len(document.problems) <= events.MAX_PROBLEMS


def test_every_code_of_the_loader_has_a_case() -> None:
    others = {"not-text", "encoding", "byte-order-mark", "too-many-repeats"}
    cases = {*REFUSED, *MORE_REFUSED.values(), *LIMITS, *others} | {code for code, *_ in DOUBTS.values()}
    explained = {
        each.code for group in GROUPS if group.name in ("text", "yaml") for each in group.explanations
    }
    assert cases == explained


_PIECES = "[]{}'#%@,|>\n：\"\\\t\u200b\x00\ud800\ufeff\u2028"
_WORDS = ["a", ": ", "  ", "- ", "&x ", "*x", "? ", "!!str ", "---\n", "<<: ", "标题", "NO", "0123", "1e999"]
_FRAGMENTS = st.sampled_from([*_PIECES, *_WORDS])


@given(st.one_of(st.binary(max_size=400), st.lists(_FRAGMENTS, max_size=40).map("".join)))
@settings(max_examples=300, deadline=None)
@example("\ufeff")
@example("\\")
@example("a: \ud800")
def test_parse_never_raises(content: bytes | str) -> None:
    raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
    document = parse("f.yaml", raw)
    assert document.data is not None or document.problems
    for problem in document.problems:
        assert problem.line >= 1
        assert problem.column >= 1
        for lang in LANGUAGES:
            assert words(lang).say(problem.message)
            assert problem.hint is None or words(lang).say(problem.hint)


def test_sources_find_the_file_of_the_longest_known_part() -> None:
    whole, listed = load("title: x\n"), parse("risks.yaml", b"- {id: R1}\n")
    number = placed(Place("data.csv", 7, 3, 7, 9))
    sources = Sources(
        {(): (whole, ()), ("risks",): (listed, ()), ("metrics", 0, "measurements", 1): (number, ())}
    )
    assert sources.place(("title",)).file == "f.yaml"
    assert sources.place(("risks", 0, "id")) == Place("risks.yaml", 1, 8, 1, 10)
    assert sources.place(("metrics", 0, "measurements", 1, "value")) == Place("data.csv", 7, 3, 7, 9)
    assert sources.place(("metrics", 0, "measurements", 2)).file == "f.yaml"
    assert Sources({}).place(("x",)) == Place("")


# Files


class Renamed:
    """A file as it is seen under another name, which not every system can store."""

    def __init__(self, entry: os.DirEntry[str], name: str) -> None:
        self.name, self.path, self.stat, self.is_dir = name, entry.path, entry.stat, entry.is_dir


def reasons(root: Path) -> dict[str, str]:
    return {problem.file: words("en").say(problem.message) for problem in find(root, "projects").problems}


def write(root: Path, name: str, content: str = "title: x\n") -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def test_files_are_found_in_a_stable_order(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "c/data/x.CSV", "notes.txt", ".hidden.yaml", ".git/config.yaml"):
        write(tmp_path, f"projects/{name}")
    found = find(tmp_path, "projects")
    assert found.files == ("projects/a.yml", "projects/b.yaml", "projects/c/data/x.CSV")
    assert found.problems == ()


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    outside = write(tmp_path, "secret.yaml")
    projects = tmp_path / "projects"
    projects.mkdir()
    (projects / "link.yaml").symlink_to(outside)
    (projects / "folder").symlink_to(tmp_path)
    (projects / "dangling.yaml").symlink_to("nowhere")
    os.mkfifo(projects / "pipe.yaml")
    assert reasons(tmp_path) == {
        "projects/dangling.yaml": "a symbolic link is not read",
        "projects/folder": "a symbolic link is not read",
        "projects/link.yaml": "a symbolic link is not read",
        "projects/pipe.yaml": "this is not a plain file",
    }
    assert find(tmp_path, "projects").files == ()


def test_a_folder_that_is_a_link_itself_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.yaml").write_text("title: a\n")
    (tmp_path / "projects").symlink_to("elsewhere")
    found = find(tmp_path, "projects")
    assert found.files == ()
    assert [(p.file, p.code) for p in found.problems] == [("projects", "unsafe-file")]


def test_folders_too_deep_to_be_read_are_named(tmp_path: Path) -> None:
    deep = tmp_path / "projects" / "a" / "b" / "c" / "d" / "e" / "f" / "g" / "h"
    deep.mkdir(parents=True)
    (deep / "x.yaml").write_text("title: a\n")
    found = find(tmp_path, "projects")
    assert [(p.file, p.code) for p in found.problems] == [("projects/a/b/c/d/e/f/g", "unsafe-file")]


@pytest.mark.parametrize(
    "name", ["CON.yaml", "aux.yml", "lpt1.csv", "a?.yaml", 'a".yaml', "a\\b.yaml", "x ./a.yaml"]
)
def test_names_that_cannot_exist_everywhere_are_refused(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"projects/{name}")
    assert list(reasons(tmp_path).values()) == ["this name cannot exist on every system"]


def test_names_with_invisible_characters_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "projects/a\u200bb.yaml")
    assert list(reasons(tmp_path).values()) == ["the name holds invisible characters"]


def test_a_name_in_another_encoding_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "projects/a.yaml")
    real = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: [Renamed(entry, "\udcff.yaml") for entry in real(path)])
    assert reasons(tmp_path) == {
        "projects/\udcff.yaml": f"the name is not text in {sys.getfilesystemencoding()}"
    }


@pytest.mark.parametrize(("one", "other"), [("Promo.yaml", "promo.yaml"), ("e\u0301.yaml", "é.yaml")])
def test_twins_in_case_or_normalisation_are_refused(tmp_path: Path, one: str, other: str) -> None:
    write(tmp_path, f"projects/{one}")
    write(tmp_path, f"projects/{other}")
    (sentence,) = reasons(tmp_path).values()
    assert "only in case or normalisation" in sentence


def test_reading_a_file_never_follows_links_and_stops_at_the_limit(tmp_path: Path) -> None:
    big = write(tmp_path, "big.yaml", "x" * (3 << 20))
    (tmp_path / "link.yaml").symlink_to(big)
    content = read(tmp_path, "big.yaml")
    assert isinstance(content, bytes)
    assert len(content) == (1 << 20) + 1
    refused = read(tmp_path, "link.yaml")
    assert isinstance(refused, Problem)
    assert refused.code == "unreadable-file"
    assert isinstance(read(tmp_path, "missing.yaml"), Problem)


def test_a_file_that_goes_away_meanwhile_is_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "projects/a.yaml")
    write(tmp_path, "projects/b.yaml")

    def stat(entry: os.DirEntry[str]) -> None:
        if entry.name == "a.yaml":
            raise FileNotFoundError

    monkeypatch.setattr(files, "_refusal", stat)
    assert find(tmp_path, "projects") == files.Found(("projects/b.yaml",), ())


def test_a_missing_folder_is_a_finding(tmp_path: Path) -> None:
    (problem,) = find(tmp_path, "projects").problems
    assert problem.place == Place("projects")
    assert sys.getfilesystemencoding() == "utf-8"


def test_a_hundred_warnings_before_a_syntax_error_are_findings() -> None:
    text = "".join(f"k{i}: yes\n" for i in range(150)) + "a: b: c\n"
    document = parse("x.yaml", text.encode())
    assert document.data is None
    assert document.problems[-1].code == "unquoted-colon"
