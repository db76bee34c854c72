"""Explanations: every finding has one, every one belongs to a finding, and the examples are true."""

from __future__ import annotations

import ast
import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import judging
import pytest
from written import assembled

from opsgen.cli.prose import wrapped
from opsgen.explain import GROUPS, Explanation, explanations
from opsgen.rules import RULES, past
from opsgen.schema.fields import schema
from opsgen.schema.output import OUTPUTS
from opsgen.words import LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parent.parent / "opsgen"
# Where findings are made that are no rules.
FOLDERS = ("load", "schema", "tables", "portfolio", "timeline", "pdf")
MODULES = [path for name in FOLDERS for path in (PACKAGE / name).glob("*.py")]
REPORTERS = {"Problem", "report", "stop", "problem"}
OF_RULES = {rule.code for rule in RULES}
WRITTEN = [explained for group in GROUPS if group.name != "rules" for explained in group.explanations]
HEADER = {"title": "Member gift", "owner": "Zhao Min", "start": "2026-07-01", "finish": "2026-12-31"}
MILESTONE = "milestones:\n  - {id: M1, title: Gift in all shops, forecast: 2026-12-01}\n"


def emitted() -> set[str]:
    """The codes of all findings that are no rules, as they stand in the code."""
    entities = {name for kind in ("project", "portfolio", "people") for name in schema(kind)["$defs"]}
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in MODULES]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    kebab = {text for node in nodes for text in texts(node) if re.fullmatch("[a-z]{2,}(-[a-z]+)+", text)}
    return (kebab - entities - set(OUTPUTS)) | {code for node in nodes for code in of_one_word(node)}


def of_one_word(node: ast.AST) -> Iterator[str]:
    """Codes such as `encoding`: what a report is called with, or stands third in what a finder gives back."""
    if isinstance(node, ast.Call):
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        given = node.args[1:2] if name in REPORTERS else node.args[2:3] if name == "Found" else []
    else:
        elements = node.elts if isinstance(node, ast.Tuple) and len(node.elts) == 5 else []
        a_path = any("*" in texts(element) for element in elements)
        given = [] if a_path else elements[2:3]
    yield from (text for part in given for text in texts(part) if re.fullmatch("[a-z]+", text))


def texts(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def test_the_search_for_codes_finds_codes() -> None:
    assert {"unknown-field", "encoding", "indentation", "unclosed", "tag", "not-an-amount"} <= emitted()


def test_every_finding_is_explained() -> None:
    assert sorted(emitted() - explanations().keys()) == []


def test_every_explanation_belongs_to_a_finding() -> None:
    assert sorted({explained.code for explained in WRITTEN} - emitted()) == []
    assert sorted(explanations().keys() - emitted() - OF_RULES) == []


def test_nothing_is_explained_twice() -> None:
    codes = [explained.code for group in GROUPS for explained in group.explanations]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("explained", explanations().values(), ids=lambda explained: explained.code)
def test_an_explanation_says_what_why_and_shows_an_example(explained: Explanation) -> None:
    assert explained.prose[0].endswith(".")
    assert ". " not in explained.prose[0], "the list of all findings shows one sentence"
    assert explained.example
    if explained.code not in OF_RULES:
        assert len(explained.prose) > 1, "why?"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_explanations_can_be_read_in_both_languages(lang: str) -> None:
    say = words(lang)
    for explained in explanations().values():
        spoken = [say.gettext(text) for text in explained.prose]
        assert all(re.search("[\u4e00-\u9fff]", text) for text in spoken) == (lang == "zh"), explained.code


def test_comments_of_examples_are_translated() -> None:
    explained = Explanation("x", "error", "What.\n\nExample:\n    # wrong\n    a: b #c       # right\n")
    assert explained.example_in(words("en")) == "# wrong\na: b #c       # right"
    assert explained.example_in(words("zh")) == "# 错误\na: b #c       # 正确"


# The examples are true


AS_OF = date(2026, 11, 22)
COMES_BACK = {"allow-expired": {("milestone-overdue", "warning")}}
"""What is found again once nobody allows it."""
OF_THE_PAST = {rule.code for rule in past.RULES}
"""What is wrong with them stands in earlier versions of the files."""
PAIRS = [
    explained
    for explained in explanations().values()
    if "# wrong\n" in explained.example and explained.code not in OF_THE_PAST
]


def project(lines: str) -> bytes:
    """The lines as a project, with the fields that every project needs unless they are all of it."""
    said = {line.partition(":")[0] for line in lines.splitlines()}
    if {"title", "owner"} <= said:
        return f"{lines}\n".encode()
    header = "".join(f"{key}: {value}\n" for key, value in HEADER.items() if key not in said)
    planned = "" if {"milestones", "goals"} & said else MILESTONE
    return f"{header}{lines}\n{planned}".encode()


def workspace(example: str) -> dict[str, bytes]:
    """The files of an example: a comment names the one that follows, a project where there is none."""
    first, *others = re.split(r"^# in (\S+)$", example, flags=re.MULTILINE)
    given = {"projects/member-gift.yaml": project(first)}
    for name, lines in zip(others[::2], others[1::2], strict=True):
        if name == "portfolio.yaml":
            given[f"projects/{name}"] = f"title: Our projects{lines}".encode()
        else:
            of_project = "/" in name and "/meetings/" not in name
            path = name if "/" in name else f"projects/{name}"
            given[path] = project(lines) if of_project else lines.encode()
    return given


def findings(example: str, code: str) -> list[tuple[str, str]]:
    """What reading finds, and the rules where the example is that of one."""
    read = assembled(workspace(example))
    problems = judging.findings(read, AS_OF) if code in OF_RULES else read.problems
    return [(found.code, found.severity) for found in problems]


@pytest.mark.parametrize("explained", PAIRS, ids=lambda explained: explained.code)
def test_what_is_called_wrong_is_found_and_what_is_called_right_is_not(explained: Explanation) -> None:
    wrong, _, right = explained.example.removeprefix("# wrong\n").partition("\n# right\n")
    found = findings(wrong, explained.code)
    assert set(found) - COMES_BACK.get(explained.code, set()) == {(explained.code, explained.severity)}
    assert len(found) == 1 or explained.code in OF_RULES
    assert findings(right, explained.code) == []


def test_every_rule_shows_what_is_wrong_and_what_is_right() -> None:
    shown = {code for code, explained in explanations().items() if "# wrong\n" in explained.example}
    assert sorted(OF_RULES - shown) == []


# On a terminal


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Quotes around it make it one text.", ["Quotes around it", "make it one text."]),
        ("给整段文字加引号就好，全角冒号不用加。", ["给整段文字加引号", "就好，全角冒号不", "用加。"]),
        ("一二三四五六七八。九", ["一二三四五六七", "八。九"]),
        ("写 `a: b` 或者（`c: d`）", ["写 `a: b` 或者", "（`c: d`）"]),
        ("a-word-that-is-longer-than-a-line x", ["a-word-that-is-longer-than-a-line", "x"]),
        ("", [""]),
    ],
)
def test_lines_break_between_words_and_between_chinese_characters(text: str, lines: list[str]) -> None:
    assert list(wrapped(text, 17)) == lines
