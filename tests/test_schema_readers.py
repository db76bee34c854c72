"""The shipped files as others read them: schemas by three validators, YAML by another reader.

A fourth reader of the schemas, the language server of editors, is tried by `tools/schema_readers.py`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor

from opsgen.edit import same
from opsgen.load import parse
from opsgen.schema.fields import kinds, schema
from opsgen.schema.validate import accepted
from tools import schema_corpus, schema_readers
from tools.schema_readers import by_check_jsonschema, by_jsonschema, by_jsonschema_rs

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.schema_corpus import Case

ANNOTATIONS = {"$schema", "$id", "$defs", "$ref", "title", "description", "examples"}
# These hold other schemas and find nothing themselves, or state no more than that they are there.
HOLDERS = {"properties", "patternProperties", "items", "propertyNames"}


@cache
def corpus() -> dict[str, list[Case]]:
    found = defaultdict(list)
    for case in schema_corpus.written() + schema_corpus.changed(3):
        found[case.kind].append(case)
    return found


@pytest.mark.parametrize("kind", kinds())
def test_the_validators_read_a_schema_alike(kind: str, tmp_path: Path) -> None:
    cases = corpus()[kind]
    apart = by_check_jsonschema(kind, cases, tmp_path)
    for case, places in zip(cases, apart, strict=True):
        found = by_jsonschema(case)
        assert (not found) is case.fits, case.name
        assert by_jsonschema_rs(case) == found, case.name
        assert accepted(kind, case.data) is case.fits, case.name
        # Of the formats it knows `date` alone, in its own, milder sense.
        certain = {path for path, keyword in found if keyword != "format"}
        assert certain <= places <= {path for path, _ in found}, case.name


def test_the_documents_break_every_keyword_that_the_schemas_use() -> None:
    cases = [case for of_kind in corpus().values() for case in of_kind]
    assert {keyword for case in cases for _, keyword in by_jsonschema(case)} == {
        keyword for kind in kinds() for keyword in keywords(schema(kind))
    }


def keywords(part: dict[str, Any]) -> Iterator[str]:
    yield from (key for key in part if not key.startswith("x-") and key not in ANNOTATIONS | HOLDERS)
    within = [*(part.get(one) for one in ("items", "propertyNames", "additionalProperties"))]
    within += [inner for many in ("properties", "$defs") for inner in part.get(many, {}).values()]
    for inner in within:
        if isinstance(inner, dict):
            yield from keywords(inner)


def test_the_documents_are_the_same_in_every_run() -> None:
    assert schema_corpus.changed(2) == schema_corpus.changed(2)


def test_a_reader_may_be_milder_where_that_is_known_and_never_stricter() -> None:
    cases = corpus()["milestones"]
    right = [case.fits for case in cases]
    mild = [case.fits or case.change == "wrong format" for case in cases]
    assert schema_readers.compared("check-jsonschema 1", cases, right)[1]
    line, agrees = schema_readers.compared("check-jsonschema 1", cases, mild)
    assert agrees
    assert "wrong format" in line
    assert not schema_readers.compared("jsonschema 1", cases, mild)[1]
    assert not schema_readers.compared("check-jsonschema 1", cases, [False] * len(cases))[1]
    assert not schema_readers.compared("check-jsonschema 1", cases, [True] * len(cases))[1]


def test_no_reader_reaches_for_the_network(tmp_path: Path) -> None:
    """The comparisons above run without one; a schema that needs it shows that they do."""
    remote = tmp_path / "remote.json"
    remote.write_text(json.dumps({"$ref": "http://127.0.0.1:9/other.schema.json"}), encoding="utf-8")
    (tmp_path / "f.json").write_text("{}", encoding="utf-8")
    done = schema_readers.check_jsonschema(remote, [str(tmp_path / "f.json")])
    assert done.returncode != 0
    assert "this process has no network" in done.stdout + done.stderr


# YAML


class Plain(SafeConstructor):
    """Reads what looks like a date as text."""


Plain.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def by_ruamel(text: str) -> Any:
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = Plain
    return reader.load(text)


WRITTEN = schema_corpus.written()


@pytest.mark.parametrize("case", WRITTEN, ids=[f"{i}-{case.kind}" for i, case in enumerate(WRITTEN, 1)])
def test_another_reader_of_yaml_reads_the_same(case: Case) -> None:
    document = parse("f.yaml", case.text.encode())
    assert not document.problems
    assert same(document.data, by_ruamel(case.text))


# What people write and readers of other dialects take for something else; accepted here without a word.
SPELLINGS = """
1.5 | -0 | +1 | 1e3 | 1E3 | .5 | 5. | -.5 | +.5 | 1.10 | 1e-3 | 1.5E+3 | -1e3 | 0e0 | 0.0 | -0.0
~ | null | Null | NULL | true | True | FALSE | tRue | nULL | '' | 'it''s'
"a\\tb" | "\\u4e2d" | "\\x41" | "\\/"
2026-03-31 | 2026-W41 | 2026-10 | 1.2.3 | 1-2 | 1e | e3 | 0xG | 0x | 0b | a:b | http://x | a#b | a  b | a - b
[a, b] | {a: b} | [a: b] | &x a | 双十一 | é | 60k | 12% | ￥60k
"""
SPELLED = [one.strip() for line in SPELLINGS.strip().splitlines() for one in line.split(" | ")]
LAYOUTS = [
    "a: |\n  x\n  y\n", "a: >\n  x\n  y\n\n  z\n", "a: |-\n  x\n\n", "a: |+\n  x\n\n", "a: |2\n   x\n",
    "a: >-\n  x\n   y\n  z\n", "a: 'x\n\n  y'\n", 'a: "x \\\n  y"\n', "a: x\n  y\n", "a: &b [1]\nc: *b\n",
    "# c\na: 1 # d\n", "---\na: 1\n...\n", "a:\n- 1\n- - 2\n", "? a\n: b\n", "\"a\": 1\n'b': 2\n",
    "a: 1\r\nb: 2\r\n", "{a: 1, b: [1, 2,]}\n", "%YAML 1.2\n---\na: 1\n",
]  # fmt: skip


@pytest.mark.parametrize("text", [*(f"k: {one}\n" for one in SPELLED), *LAYOUTS])
def test_another_reader_of_yaml_means_the_same(text: str) -> None:
    document = parse("f.yaml", text.encode())
    assert not document.problems
    assert same(document.data, by_ruamel(text))


# Where the other reader departs from YAML 1.2, whose core schema knows no sign before `0x`, no `<<`, no `=`.
@pytest.mark.parametrize(
    ("written", "meant"), [(".5e3", 500.0), ("+0x1F", "+0x1F"), ("-0o7", "-0o7"), ("<<", "<<"), ("=", "=")]
)
def test_the_standard_decides_where_readers_differ(written: str, meant: object) -> None:
    assert same(parse("f.yaml", f"k: {written}\n".encode()).data, {"k": meant})
