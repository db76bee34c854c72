"""The list of all fields: each with its meaning, its values in both languages, and a right example."""

from __future__ import annotations

import re
from typing import Any

import jsonschema_rs
import pytest

from opsgen.load import parse
from opsgen.schema.fields import kinds, schema
from opsgen.schema.listing import example_of, field_list, written
from opsgen.schema.values import READERS, fits
from opsgen.words import LANGUAGES

FIELDS = [
    (kind, entity, key)
    for kind in ("project", "portfolio", "people")
    for entity, part in {"": schema(kind), **schema(kind)["$defs"]}.items()
    for key, field in part["properties"].items()
    if field.get("title")
]


def field(kind: str, entity: str, key: str) -> dict[str, Any]:
    part = schema(kind)["$defs"][entity] if entity else schema(kind)
    found: dict[str, Any] = part["properties"][key]
    return found


def rows(page: str) -> list[list[str]]:
    return [
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for line in page.splitlines()
        if line.startswith(("| `", "| **"))
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_field_shows_its_meaning_its_values_and_an_example(lang: str) -> None:
    page = field_list(lang)
    found = rows(page)
    assert {name.strip("*`") for name, *_ in found} == {key for _, _, key in FIELDS}
    assert [row for row in found if len(row) != 4 or not all(row) or row[3] in ("`null`", "``")] == []
    if lang == "zh":
        assert [row for row in found if not re.search("[\u4e00-\u9fff]", row[1])] == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("kind", "entity", "key"), FIELDS)
def test_an_example_is_right(kind: str, entity: str, key: str, lang: str) -> None:
    root, part = schema(kind), field(kind, entity, key)
    value = parse("", f"- {written(example_of(part, root, lang))}".encode())
    assert value.problems == ()
    assert errors(part | {"$defs": root["$defs"]}, value.data[0]) == []


def errors(part: dict[str, Any], value: Any) -> list[str]:
    """What a schema finds wrong in a value, formats included."""
    formats = {name: (lambda text, name=name: fits(name, text)) for name in READERS}
    checked = jsonschema_rs.Draft202012Validator(part, formats=formats, validate_formats=True)
    return [error.message for error in checked.iter_errors(value)]


@pytest.mark.parametrize(
    "value",
    ["a, b", "a: b", "1.10", "true", "null", "#x", "[", "x #y", " ", "24 %", "会员，门店", "-", "2026-09-30"],
)
def test_what_is_written_reads_as_what_was_meant(value: str) -> None:
    for meant in (value, [value, value], {"a": value}):
        read = parse("", f"- {written(meant)}".encode())
        assert (read.data, read.problems) == ([meant], ())


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_file_has_a_list_of_its_own(kind: str) -> None:
    page = field_list("en", kind)
    assert f'<a id="{kind}"></a>' in page
    assert rows(page) or kind == "measurements"
    links = set(re.findall(r"\]\(#([^)]+)\)", page))
    assert links - set(re.findall(r'<a id="([^"]+)">', page)) == set()


def test_choices_show_their_labels_in_both_languages() -> None:
    assert "`biweekly` (Every two weeks, 每两周)" in field_list("en", "project")
    assert "`biweekly`（每两周、Every two weeks）" in field_list("zh", "project")
    assert "`open` (开放)" in field_list("en", "risks")


def test_a_kind_that_does_not_exist_has_no_list() -> None:
    with pytest.raises(KeyError):
        field_list("en", "nonsense")
