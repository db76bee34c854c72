"""The team's own fields: what their file may say, what it makes of the data, and that neither can do harm."""

from __future__ import annotations

import json
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import assembled

from opsgen import check, load
from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.portfolio import read
from opsgen.render import Renderer
from opsgen.schema import NONE, Extra, merged, read_definitions
from opsgen.schema.extra import kinds_of_item
from opsgen.schema.validate import accepted
from opsgen.views import Audience, edition, pages
from opsgen.words import LANGUAGES, Text, words

if TYPE_CHECKING:
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio
    from opsgen.problem import Problem

DATA = Path(__file__).parent / "data" / "complete"
FILE = "projects/extra.schema.json"
DAY = date(2026, 11, 22)
PROVENANCE = Provenance(commit="", note=None)
WORDS = [
    *("project", "risk", "x-a", "t", "properties", "required", "items", "type", "string", "array", "object"),
    *("enum", "x-values", "en", "format", "date", "$ref", "#/$defs/t", "pattern", "^a+$", "minimum", "title"),
]
PROJECT = "title: Gift\nowner: Lan\nstart: 2026-07-01\nfinish: 2026-12-31\ngoals: [{id: G1, title: Go}]\n"


def definitions(text: str) -> tuple[Extra | None, tuple[Problem, ...]]:
    return read_definitions(load.parse(FILE, text.encode()))


def typed(**fields: Any) -> str:
    """A file with fields of a project; `x_` stands for `x-`."""
    properties = {key.replace("_", "-"): part for key, part in fields.items()}
    return json.dumps({"$defs": {"project": {"properties": properties}}})


def portfolio(own: str, lines: str = "", **others: str) -> Portfolio:
    given = {"projects/gift.yaml": (PROJECT + lines).encode(), FILE: own.encode()}
    return assembled(given | {f"projects/{name}.yaml": text.encode() for name, text in others.items()})


def project(own: str, lines: str) -> Project:
    found = portfolio(own, lines)
    assert said(found.problems) == []
    return found.projects[0]


def said(problems: tuple[Problem, ...], lang: str = "en") -> list[str]:
    say = words(lang).say
    return [
        f"{p.line}:{p.column} {p.code}: {say(p.message)}" + (f" | {say(p.hint)}" if p.hint else "")
        for p in problems
    ]


# The file


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ('{"$defs": {"project": {"properties": {"x-a": {"type": "string",}}}}}',
         "1:64 not-json: a name in double quotes must stand here | "
         "write JSON: double quotes, commas, no comments"),
        ("{'$defs': {}}",
         "1:2 not-json: a name in double quotes must stand here | "
         "write JSON: double quotes, commas, no comments"),
        ('{"$defs": {} // none\n}',
         "1:14 not-json: a comma is missing before this | write JSON: double quotes, commas, no comments"),
        ("{}",
         "1:1 missing-field: the field `$defs` is missing | write project: {properties: {x-name: {…}}}"),
        ('{"$defs": {"project": {"properties": {"brand": {"type": "string"}}}}}',
         "1:39 malformed-value: `brand` cannot stand in `properties` | "
         "write a name that starts with `x-`, such as `x-brand`"),
        (typed(x_a={"type": "strin"}),
         "1:55 unknown-value: `strin` is not one of the values of `type` | did you mean `string`?"),
        (typed(x_a={"type": "integer", "minimun": 1}),
         "1:66 unknown-field: unknown field `minimun` | did you mean `minimum`?"),
        (typed(x_a={"title": "A"}),
         '1:39 malformed-definition: nothing says which values are right here | '
         'add "type", "format" or "enum"'),
        (typed(x_a={"$ref": "https://example.com/schema.json"}),
         "1:55 malformed-value: `https://example.com/schema.json` cannot stand in `$ref` | "
         "write a definition of this file: `#/$defs/NAME`"),
        (typed(x_a={"$ref": "#/$defs/sku"}),
         "1:55 malformed-definition: there is no definition `sku`"),
        (typed(x_a={"type": "string", "pattern": "(?=a)b"}),
         "1:76 malformed-definition: this regular expression cannot be used | "
         "use none of look-around, back references and very large repetitions"),
        (typed(x_a={"type": "integer", "format": "date"}),
         "1:76 malformed-definition: the format `date` does not go with the type `integer` | "
         "leave \"type\" out"),
        (typed(x_a={"type": "integer", "minimum": 3, "maximum": 2}),
         "1:77 malformed-definition: `minimum` is more than `maximum`, so that no value is right"),
        (typed(x_a={"enum": ["north"], "x-values": {"nort": {"en": "North"}}}),
         "1:79 malformed-definition: `nort` is not among the values | did you mean `north`?"),
        (typed(x_a={"type": "array"}),
         '1:39 malformed-definition: a list says what its entries are | add "items": {"type": …}'),
        (typed(x_a={"type": "object"}),
         '1:39 malformed-definition: a mapping says what its parts are | add "properties": {…}'),
        ('{"$defs": {"project": {"properties": {"x-a": {"type": "string"}}, "required": ["x-b"]}}}',
         "1:80 malformed-definition: `x-b` is required, and is not among the properties"),
        ('{"$defs": {"risks": {"type": "object", "properties": {"x-a": {"type": "string"}}}}}',
         "1:12 unused-definition: `risks` is no kind of item, and no field refers to it | "
         "did you mean `risk`?"),
        ('{"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}}',
         "1:26 malformed-definition: a definition that others use cannot refer to another one | "
         "write here what that one says"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_file_is_said_at_its_place(text: str, finding: str) -> None:
    _, problems = definitions(text)
    assert said(problems)[0] == finding


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "null",
        "[" * 100_000,
        '{"$defs": ' * 50 + "{}" + "}" * 50,
        json.dumps({"$defs": {f"d{i}": {"$ref": f"#/$defs/d{i + 1}"} for i in range(150)}}),
        typed(**{f"x-{i}": {"type": "string"} for i in range(5000)}),
        json.dumps({"$defs": {kind: {"properties": {f"x-{i}": {"type": "string"} for i in range(90)}}
                              for kind in kinds_of_item()}}),
        json.dumps({"$defs": {"big": {"enum": [f"{i:0>190}" for i in range(500)]}, "project": {
            "properties": {f"x-{i}": {"$ref": "#/$defs/big"} for i in range(99)}}}}),
        typed(x_a={"type": "string", "pattern": "(a{1000}){1000}"}),
        typed(x_a={"type": "string", "pattern": "[" * 200}),
        '{"$defs": {"project": {"properties": {"x-a": {"type": "integer", "minimum": NaN}}}}}',
        '{"$defs": {"project": {}, "project": {}}}',
        '{"__proto__": 1, "$defs": {}}',
    ],
    ids=range(14),
)  # fmt: skip
def test_a_hostile_file_is_refused_with_a_finding_and_at_once(text: str) -> None:
    began = time.process_time()
    extra, problems = definitions(text)
    assert extra is None
    assert any(p.severity == "error" for p in problems)
    assert time.process_time() - began < 2
    for lang in LANGUAGES:
        assert all(said(problems, lang))


KEYS = st.sampled_from(WORDS) | st.text(max_size=3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | KEYS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.fixed_dictionaries({"$defs": st.dictionaries(st.sampled_from(WORDS), JSON, max_size=4)}) | JSON)
@settings(max_examples=200, deadline=None)
def test_whatever_the_file_says_there_is_an_answer_in_words(data: Any) -> None:
    extra, problems = definitions(json.dumps(data, ensure_ascii=False))
    assert (extra is None) == any(p.severity == "error" for p in problems)
    assert all(said(problems, "zh"))
    if extra is not None:
        merged("project", extra)
        accepted("project", {"title": "A"}, extra)


def test_a_pattern_that_hangs_other_engines_does_not_hang_this_one() -> None:
    own = typed(x_code={"type": "string", "pattern": "^(a+)+$", "examples": ["aaa"]})
    began = time.process_time()
    found = portfolio(own, f"x-code: {'a' * 5000}!\n")
    assert time.process_time() - began < 2
    assert [p.code for p in found.problems] == ["malformed-value"]
    assert said(found.problems)[0].endswith("cannot stand in `x-code` | write aaa")


def test_characters_escaped_in_two_halves_are_read_as_json_reads_them() -> None:
    title = '"\\ud83d\\ude00 \\\\ud83d"'
    own = f'{{"$defs": {{"project": {{"properties": {{"x-a": {{"type": "string", "title": {title}}}}}}}}}}}'
    assert json.loads(own)["$defs"]["project"]["properties"]["x-a"]["title"] == "😀 \\ud83d"
    found = portfolio(own, "x-a: yes it is\n")
    assert said(found.problems) == []
    assert found.extra.fields("project")["x-a"]["title"] == "😀 \\ud83d"


def test_a_broken_file_leaves_the_projects_as_they_are_without_it() -> None:
    found = portfolio("{", "x-brand: 3\n")
    assert [p.code for p in found.problems] == ["not-json"]
    assert found.extra == NONE
    assert [p.id for p in found.projects] == ["gift"]


# The data


def test_values_mean_what_their_types_say() -> None:
    own = typed(
        x_brand={"format": "text"}, x_day={"format": "date"}, x_fee={"format": "money"},
        x_share={"format": "percent"}, x_region={"enum": ["north"], "x-values": {"north": {"zh": "华北"}}},
        x_list={"type": "array", "items": {"type": "integer"}},
        x_room={"type": "object", "properties": {"since": {"format": "date"}}},
    )  # fmt: skip
    lines = (
        "x-brand: {zh: 茶语, en: Tea}\nx-day: 2026-10-01\nx-fee: 12万\nx-share: 31.5 %\nx-region: 华北\n"
        "x-list: [1, 2]\nx-room: {since: 2026-02-01}\n"
    )
    assert project(own, lines).extra == {
        "x-brand": Text(zh="茶语", en="Tea"),
        "x-day": date(2026, 10, 1),
        "x-fee": Decimal(120000),
        "x-share": 31.5,
        "x-region": "north",
        "x-list": (1, 2),
        "x-room": {"since": date(2026, 2, 1)},
    }


def test_a_shared_definition_is_that_of_each_field_that_refers_to_it() -> None:
    own = json.dumps(
        {
            "$defs": {
                "sku": {"type": "string", "pattern": "^S[0-9]+$", "title": "Article"},
                "project": {"properties": {"x-a": {"$ref": "#/$defs/sku", "title": "First"}}},
            }
        }
    )
    extra, _ = definitions(own)
    assert extra is not None
    assert extra.fields("project")["x-a"]["title"] == "First"
    assert extra.fields("project")["x-a"]["pattern"] == "^S[0-9]+$"


@pytest.mark.parametrize(
    ("part", "line", "finding"),
    [
        ({"type": "string"}, "x-a: 3",
         '6:6 wrong-type: `x-a` must be a text, and this is a whole number | put it in quotes: "3"'),
        ({"type": "integer", "minimum": 5}, "x-a: 3",
         "6:6 out-of-range: `x-a` is 3, and at least 5 is needed"),
        ({"type": "number", "exclusiveMaximum": 1}, "x-a: 1",
         "6:6 out-of-range: `x-a` must be less than 1"),
        ({"type": "string", "minLength": 4}, "x-a: abc",
         "6:6 too-short: `x-a` has 3 characters, and at least 4 are needed"),
        ({"enum": ["north", "south"]}, "x-a: nort",
         "6:6 unknown-value: `nort` is not one of the values of `x-a` | did you mean `north`?"),
        ({"format": "date"}, "x-a: 2026/11/8",
         "6:6 not-a-date: `2026/11/8` is not a date | write 2026-11-08"),
        ({"format": "money"}, "x-a: 300W",
         "6:6 not-an-amount: `300W` is not an amount | write 300万"),
        ({"format": "uri"}, 'x-a: "javascript:alert(1)"',
         "6:6 malformed-value: `javascript:alert(1)` cannot stand in `x-a` | "
         "write an address that starts with https:// or mailto:"),
        ({"type": "array", "items": {"type": "string"}}, "x-a: one, two",
         "6:6 wrong-type: `x-a` must be a list, and this is a text | write a list: [one, two]"),
        ({"type": "object", "properties": {"floor": {"type": "integer"}}}, "x-a: {flor: 3}",
         "6:7 unknown-field: unknown field `flor` | did you mean `floor`?"),
    ],
)  # fmt: skip
def test_a_wrong_value_is_found_at_its_place(part: dict[str, Any], line: str, finding: str) -> None:
    assert said(portfolio(typed(x_a=part), line + "\n").problems) == [finding]


def test_what_the_team_requires_is_asked_for() -> None:
    own = '{"$defs": {"goal": {"properties": {"x-a": {"type": "string"}}, "required": ["x-a"]}}}'
    assert said(portfolio(own).problems) == [
        "5:9 missing-field: the field `x-a` is missing | write a short text"
    ]


def test_a_field_nobody_named_is_a_warning_with_what_was_meant() -> None:
    own = typed(x_brand={"type": "string"})
    lines = "x-brnd: Tea\nrisks: [{id: R1, title: R, probability: 1, impact: 1, x-brand: Tea, x-odd: 1}]\n"
    found = portfolio(own, lines)
    assert said(found.problems) == [
        "6:1 unknown-custom-field: `extra.schema.json` names no field `x-brnd` here | "
        "did you mean `x-brand`?",
        "7:55 unknown-custom-field: `extra.schema.json` names no field `x-brand` here | "
        "it is a field of: project",
        "7:69 unknown-custom-field: `extra.schema.json` names no field `x-odd` here | "
        "name it in `projects/extra.schema.json`, or delete it",
    ]  # fmt: skip
    assert found.projects[0].extra == {}


def test_without_the_file_every_own_key_is_passed_over() -> None:
    found = assembled({"projects/gift.yaml": (PROJECT + "x-anything: [1, {a: b}]\n").encode()})
    assert said(found.problems) == []
    assert found.projects[0].extra == {}


def test_an_own_field_written_without_its_x_is_found() -> None:
    found = said(portfolio(typed(x_brand={"type": "string"}), "brand: Tea\n").problems)
    assert found == ["6:1 unknown-field: unknown field `brand` | did you mean `x-brand`?"]


def test_a_kept_verdict_is_made_again_when_the_file_changes(tmp_path: Path) -> None:
    folder = tmp_path / "projects"
    folder.mkdir()
    (folder / "gift.yaml").write_text(PROJECT + "x-brand: 3\n", encoding="utf-8")
    found = []
    for own in (None, typed(x_brand={"type": "string"}), typed(x_brand={"type": "integer"})):
        if own is not None:
            (tmp_path / FILE).write_text(own, encoding="utf-8")
        found.append([p.code for p in check.findings(check.opened(tmp_path), date(2026, 8, 1))])
    assert [("wrong-type" in codes) for codes in found] == [False, True, False]


# The schemas for editors


def test_the_schemas_hold_the_fields_of_the_team() -> None:
    extra, _ = definitions(typed(x_brand={"type": "string", "title": "Brand", "x-zh": "品牌"}))
    assert extra is not None
    whole = merged("project", extra)
    assert whole["properties"]["x-brand"]["title"] == "Brand"
    assert "x-brand" not in merged("project", NONE)["properties"]
    assert merged("risks", extra)["$defs"]["risk"] == merged("risks", NONE)["$defs"]["risk"]


# The pages


def shown(read: Portfolio, lang: str = "en", audience: Audience = "internal") -> str:
    of = edition(
        read,
        as_of=date(2026, 11, 22),
        provenance=Provenance(commit="", note=None),
        lang=lang,
        audience=audience,
    )
    renderer = Renderer(of)
    return "\n".join(renderer.page(page).html for page in pages(of))


@pytest.fixture(scope="module")
def complete() -> Portfolio:
    return read(DATA)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_own_fields_of_every_kind_of_item_are_shown(complete: Portfolio, lang: str) -> None:
    html = shown(complete, lang)
    kinds = {kind.split("-")[0].upper() if kind != "key-result" else "KEYRESULT" for kind in kinds_of_item()}
    assert {kind for kind in kinds - {"PROJECT"} if f"OWN-{kind}" not in html} == set()
    assert ("工单" if lang == "zh" else "Ticket") in html


def test_values_are_shown_in_the_language_of_the_edition(complete: Portfolio) -> None:
    english, chinese = shown(complete, "en"), shown(complete, "zh")
    for field, en, zh in (
        ("Brand", "Tea Words", "茶语"),
        ("Region", "South", "华南"),
        ("Licence fee", "¥120 k", "12 万元"),
    ):
        assert f"<dt>{field}</dt><dd>{en}</dd>" in english
        assert f"<dd>{zh}</dd>" in chinese
    assert '<a href="https://example.com/gift" rel="noopener noreferrer nofollow">' in english
    assert '<a href="mailto:gift@example.com"' in english


def test_own_fields_are_columns_of_the_files(complete: Portfolio) -> None:
    of = edition(complete, as_of=DAY, provenance=PROVENANCE, lang="en")
    for name in (
        *("risks", "milestones", "metrics", "issues", "assumptions", "dependencies", "decisions"),
        *("actions", "deliverables", "lessons", "meetings"),
    ):
        table = next(page.table for page in pages(of) if page.path == f"{name}.md")
        assert table is not None
        text = sheet(table, "en").decode("utf-8-sig")
        assert text.partition("\r\n")[0].endswith(",Ticket"), name
        assert ",OWN-" in text, name


def test_own_numbers_and_dates_are_such_in_the_files() -> None:
    fields = {"x-n": {"type": "number"}, "x-d": {"format": "date"}, "x-fee": {"format": "money"}}
    fields |= {"x-yes": {"type": "boolean"}, "x-list": {"type": "array", "items": {"type": "string"}}}
    own = json.dumps({"$defs": {"risk": {"properties": fields}}})
    risk = "id: R1, title: Late, probability: 1, impact: 1"
    values = "x-n: -2.5, x-d: 2026-10-01, x-fee: 12万, x-yes: true, x-list: [a, =b]"
    found = portfolio(own, f"confidentiality: public\nrisks: [{{{risk}, {values}}}]\n")
    for audience, fee in (("internal", "120000"), ("public", "")):
        of = edition(found, as_of=DAY, provenance=PROVENANCE, lang="en", audience=audience)  # type: ignore[arg-type]
        table = next(page.table for page in pages(of) if page.path == "risks.md")
        assert table is not None
        last = sheet(table, "en").decode("utf-8-sig").split("\r\n")[1]
        assert last.endswith(f",-2.5,2026-10-01,{fee},yes,a; '=b")


def test_a_name_is_no_formula_in_a_file() -> None:
    own = json.dumps(
        {"$defs": {"risk": {"properties": {"x-a": {"type": "string", "title": "=HYPERLINK(1)"}}}}}
    )
    found = portfolio(own, "risks: [{id: R1, title: Late, probability: 1, impact: 1, x-a: =1+1}]\n")
    of = edition(found, as_of=DAY, provenance=PROVENANCE, lang="en")
    table = next(page.table for page in pages(of) if page.path == "risks.md")
    assert table is not None
    head, line, _ = sheet(table, "en").decode("utf-8-sig").split("\r\n")
    assert head.endswith(",'=HYPERLINK(1)")
    assert line.endswith(",'=1+1")


def test_the_public_sees_no_address_and_no_amount() -> None:
    own = typed(x_mailbox={"format": "email"}, x_fee={"format": "money"}, x_brand={"type": "string"})
    lines = "confidentiality: public\nx-mailbox: gift@example.com\nx-fee: 12万\nx-brand: Tea Words\n"
    html = shown(portfolio(own, lines), audience="public")
    assert "Tea Words" in html
    assert "gift@example.com" not in html
    assert "¥120" not in html


def test_values_and_labels_are_text_on_the_page() -> None:
    attack = '"><script>alert(1)</script>'
    own = typed(
        x_a={"type": "string", "title": attack}, x_b={"enum": ["a"], "x-values": {"a": {"en": attack}}}
    )
    html = shown(portfolio(own, f"x-a: '{attack}'\nx-b: a\n"))
    assert "<script>alert" not in html
    assert html.count("&lt;script&gt;alert(1)") >= 3
