"""What two versions differ in: nothing is left out, nothing is told that did not change, no order counts."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsgen.changes.change import SEVERITIES, Change
from opsgen.changes.compare import meeting_changes, people_changes, project_changes, settings_changes
from opsgen.changes.fields import KINDS, code_of
from opsgen.changes.meanings import GROUPS, meaning
from opsgen.changes.sentences import Teller, sentence
from opsgen.changes.sentences.teller import shortened
from opsgen.changes.vocabulary import GATED, VOCABULARY, opposites
from opsgen.model import Delivery, Milestone, Project, Task, Vendor
from opsgen.portfolio import Portfolio, assemble
from opsgen.schema.fields import resolved, schema
from opsgen.words import LANGUAGES, Text, words
from tests.drawn import ELSEWHERE, TIMES, documents
from tests.written import assembled, project

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

SETTINGS = settings(
    max_examples=15 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
DRAWN = documents("project", leave_out=ELSEWHERE)
READERS = Path(__file__).parent.parent / "opsgen" / "changes"
COMPLETE = Path(__file__).parent / "data" / "complete"


# The vocabulary


def test_every_code_of_a_field_is_in_the_vocabulary() -> None:
    named = {code for kind in KINDS.values() for code in (kind.added, kind.removed, *kind.fields.values())}
    assert named - VOCABULARY.keys() == set()
    assert VOCABULARY.keys() >= GATED
    assert {*VOCABULARY.values()} <= {*SEVERITIES}


def test_every_code_that_the_source_names_is_in_the_vocabulary() -> None:
    families = "|".join(sorted({code.partition(".")[0] for code in VOCABULARY}))
    named = {
        code
        for path in (*READERS.glob("readers/*.py"), *READERS.glob("sentences/*.py"))
        for code in re.findall(rf'"(?:\w+:)?((?:{families})\.[a-z_]+)"', path.read_text("utf-8"))
    }
    fields_of = {f"{kind}.{field}" for kind in ("goal", "health", "closing", "baseline") for field in _NAMES}
    assert named - VOCABULARY.keys() - fields_of == set()
    assert len(named) > 50


_NAMES = ("ref", "approved", "by", "start", "finish", "dates", "summary")


def test_every_code_has_one_meaning_in_both_languages() -> None:
    told = Counter(code for group in GROUPS for code in group.meanings)
    assert {*told} ^ {*VOCABULARY} == set()
    assert {*told.values()} == {1}
    for code in VOCABULARY:
        said = meaning(code)
        assert said.en
        assert said.zh
        assert said.en.endswith(".")
        assert said.zh.endswith("。")


def test_opposites_lead_back() -> None:
    for code in VOCABULARY:
        for other in opposites(code):
            assert code in opposites(other)
    assert opposites("milestone.slipped") == {"milestone.brought_forward"}
    assert opposites("text.changed") == {"text.changed"}


# Every field of every schema


def patterns(part: Any, root: Any, before: str = "") -> Iterator[str]:
    """The ways to all fields of a schema, as edits write them."""
    for key, field in part.get("properties", {}).items():
        whole = resolved(field, root) | field
        yield f"{before}{key}"
        if whole.get("x-type") == "text" or whole.get("x-short") == "text":
            continue
        entry = whole.get("items") or whole.get("additionalProperties")
        if isinstance(entry, dict):
            yield f"{before}{key}.*"
            yield from patterns(resolved(entry, root) | entry, root, f"{before}{key}.*.")
        yield from patterns(whole, root, f"{before}{key}.")


def entity(root: Any, name: str) -> Any:
    return resolved(root["properties"][name]["items"], root)


def wholes() -> Iterator[tuple[str, Any, Any]]:
    """Each list with the schema of its entries, and the headers."""
    project_schema = schema("project")
    lists = [name for name in project_schema["properties"] if name in KINDS]
    assert len(lists) > 25
    for name in lists:
        yield name, entity(project_schema, name), project_schema
    header = {k: v for k, v in project_schema["properties"].items() if k not in lists}
    yield "project", {"properties": header}, project_schema
    portfolio_schema, people_schema = schema("portfolio"), schema("people")
    yield "portfolio", portfolio_schema, portfolio_schema
    yield "people", entity(people_schema, "people"), people_schema
    yield "teams", entity(people_schema, "teams"), people_schema
    meeting = entity(project_schema, "meetings")
    for inner in ("decisions", "actions"):
        yield inner, entity_of(meeting["properties"][inner], project_schema), project_schema


def entity_of(part: Any, root: Any) -> Any:
    return resolved(part["items"], root)


_READ_FIRST = {"measurements", "$schema", "schema"}
"""What is not a field of the model: measurements of several metrics, and the address of the schema."""


def test_every_field_of_every_schema_has_its_code() -> None:
    missing = []
    for kind, part, root in wholes():
        for pattern in patterns(part, root):
            if kind == "project" and pattern.partition(".")[0] in _READ_FIRST:
                continue
            if pattern.startswith("x-"):
                continue
            try:
                code_of(kind, pattern)
            except KeyError:
                missing.append(f"{kind}.{pattern}")
    assert missing == []


def test_a_field_that_nobody_placed_is_found() -> None:
    with pytest.raises(KeyError, match=r"milestones\.weather"):
        code_of("milestones", "weather")


# Every field of the complete example


@cache
def complete() -> Portfolio:
    files = {str(path.relative_to(COMPLETE)): path for path in COMPLETE.rglob("*") if path.is_file()}
    return assemble({name: path.read_bytes for name, path in files.items()})


def others(value: Any, kind: Any = None) -> Iterator[Any]:
    """Values beside a value: each differs in one place."""
    words_of = [word for word in get_args(kind) if isinstance(word, str) and word != value]
    match value:
        case bool():
            yield not value
        case date():
            yield value - timedelta(days=9)
        case Decimal() | int() | float():
            yield value + 1
        case str() if words_of:
            yield from words_of
        case str() if value:
            yield f"{value}x"
        case Text() if value:
            yield Text("{weird} text\nof two lines" + " and many words" * 30)
        case tuple() if value:
            if not isinstance(value[0], date):  # a pair of a date and a number, and no list
                yield value[1:]
            for index, entry in enumerate(value):
                yield from ((*value[:index], other, *value[index + 1 :]) for other in others(entry))
        case dict() if value:
            first = next(iter(value))
            yield {key: part for key, part in value.items() if key != first}
        case _ if is_dataclass(value) and not isinstance(value, Text):
            yield from of_dataclass(value)


@cache
def hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def of_dataclass(value: Any) -> Iterator[Any]:
    kinds = hints(type(value))
    for field in fields(value):
        found = getattr(value, field.name)
        for other in others(found, kinds[field.name]):
            yield replace(value, **{field.name: other})
        if found is not None and type(None) in get_args(kinds[field.name]):
            yield replace(value, **{field.name: None})


def assert_said(changes: tuple[Change, ...]) -> None:
    """Each change is told in both languages, in one line, without a trace of how values are kept."""
    for change in changes:
        for lang in LANGUAGES:
            said = words(lang).say(sentence(change, Teller()))
            plain = said.replace("{weird}", "")
            assert not re.search(r"None|Text\(|datetime|Decimal|\{|\n|Mapping", plain), (change, said)
            assert said[0] == said[0].upper()
        assert not any(is_dataclass(v) and not isinstance(v, Text) for v in (change.old, change.new))
        assert not any(isinstance(v, dict | list) for v in (change.old, change.new))


@pytest.mark.parametrize("index", range(4))
def test_any_field_of_the_complete_example_is_a_change_that_can_be_said(index: int) -> None:
    richest = max(complete().projects, key=lambda found: len(repr(found)))
    count = 0
    for other in list(of_dataclass(richest))[index::4]:
        if other == richest:
            continue
        found = project_changes(richest, other)
        assert found, next(
            f.name for f in fields(other) if getattr(other, f.name) != getattr(richest, f.name)
        )
        assert_said(found)
        back = project_changes(other, richest)
        assert_said(back)
        assert_mirrored(found, back)
        count += 1
    assert count > 100


def test_any_field_of_the_settings_and_of_people_is_a_change_that_can_be_said() -> None:
    given = complete()
    for other in of_dataclass(given.settings):
        found = settings_changes(given.settings, other)
        assert found
        assert_said(found)
        assert_mirrored(found, settings_changes(other, given.settings))
    for other in of_dataclass(given.people):
        found = people_changes(given.people, other)
        assert found
        assert_said(found)
        assert_mirrored(found, people_changes(other, given.people))


def test_any_field_of_a_meeting_is_a_change_that_can_be_said() -> None:
    (meeting, *_) = complete().meetings
    for other in of_dataclass(meeting):
        found = meeting_changes(meeting, other)
        assert found
        assert_said(found)
        assert_mirrored(found, meeting_changes(other, meeting))
    assert_said((*meeting_changes(None, meeting), *meeting_changes(meeting, None)))


# Both directions


def assert_mirrored(there: tuple[Change, ...], back: tuple[Change, ...]) -> None:
    """The changes of (b, a) are those of (a, b) with old and new the other way round."""
    ours, theirs = grouped(there), grouped(back, swapped=True)
    assert {key: len(codes) for key, codes in ours.items()} == {k: len(c) for k, c in theirs.items()}
    for key, codes in ours.items():
        for code in codes:
            assert set(theirs[key]) & opposites(code), (key, codes, theirs[key])


def grouped(changes: tuple[Change, ...], *, swapped: bool = False) -> dict[Any, list[str]]:
    found: dict[Any, list[str]] = {}
    for one in changes:
        old, new = (one.new, one.old) if swapped else (one.old, one.new)
        key = ("" if "id" in _ids(changes) else one.project, one.kind, one.field, repr(old), repr(new))
        found.setdefault(key, []).append(one.code)
    return found


def _ids(changes: tuple[Change, ...]) -> set[str]:
    """`id` where the project itself has another one, by which its changes go."""
    return {"id" for change in changes if change.code == "project.renamed"}


def read(data: Any) -> Project | None:
    content = json.dumps(data, ensure_ascii=False).encode()
    found = assemble({"projects/drawn.yaml": partial(bytes, content)})
    return found.projects[0] if found.projects else None


def shuffled(data: Any, order: random.Random) -> Any:
    """The same data with every list, and every mapping, in another order; but where the order counts."""
    if isinstance(data, dict):
        keys = order.sample(sorted(data), len(data))
        return {
            key: data[key] if key in ("ratio_of", "steps") else shuffled(data[key], order) for key in keys
        }
    if isinstance(data, list):
        return [shuffled(entry, order) for entry in order.sample(data, len(data))]
    return data


def blended(one: Any, other: Any, order: random.Random) -> Any:
    """Data of the same shape, here as in one and there as in the other."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {
            key: blended(one[key], other.get(key, one[key]), order) if order.random() < 0.7 else one[key]
            for key in one
            if key in other or order.random() < 0.9 or key in ("title", "name", "id")
        }
    if isinstance(one, list) and isinstance(other, list):
        mixed = [blended(x, y, order) for x, y in zip(one, other, strict=False)]
        return mixed + [entry for entry in one[len(mixed) :] if order.random() < 0.5]
    return other if order.random() < 0.5 else one


@given(DRAWN, st.randoms(use_true_random=False))
@SETTINGS
def test_the_order_of_lists_and_keys_is_no_change(data: dict[str, Any], order: random.Random) -> None:
    old, new = read(data), read(shuffled(data, order))
    assert old is not None
    assert new is not None
    assert project_changes(old, old) == ()
    assert project_changes(old, new) == ()


@given(DRAWN, DRAWN, st.randoms(use_true_random=False))
@SETTINGS
def test_two_versions_are_each_others_mirror_and_can_be_said(
    one: dict[str, Any], other: dict[str, Any], order: random.Random
) -> None:
    old = read(one)
    for data in (other, blended(one, other, order)):
        new = read(data)
        if old and new:
            found = project_changes(old, new)
            assert_mirrored(found, project_changes(new, old))
            assert {change.code for change in found} <= VOCABULARY.keys()
            for change in found:
                for lang in LANGUAGES:
                    assert words(lang).say(sentence(change, Teller()))


# Which item is which


def milestones(*written: str) -> str:
    return "milestones:\n" + "".join(f"- {{title: T, forecast: 2026-05-01, {more}}}\n" for more in written)


def codes(old: str, new: str) -> list[str]:
    return [change.code for change in project_changes(project(old), project(new))]


def test_an_item_with_another_id_is_renamed_once_beside_what_else_changed() -> None:
    old = milestones("id: M1, owner: Ada")
    new = milestones("id: M2, aliases: [M1], owner: Ben")
    assert sorted(codes(old, new)) == ["item.renamed", "owner.changed"]
    assert sorted(codes(new, old)) == ["item.renamed", "owner.changed"]
    assert codes(old, milestones("id: M2, owner: Ada")) == ["milestone.added", "milestone.removed"]


def test_another_former_id_beside_the_own_one_is_told() -> None:
    found = codes(milestones("id: M1"), milestones("id: M2, aliases: [M1, M0]"))
    assert sorted(found) == ["item.renamed", "text.changed"]


def test_a_title_tells_which_item_it_is_where_one_of_the_two_has_no_id() -> None:
    assert codes(milestones(""), milestones("id: M1")) == ["item.renamed"]
    assert codes(milestones("id: M1"), milestones("")) == ["item.renamed"]


def test_two_items_of_one_id_are_told_apart_by_what_is_in_them() -> None:
    old = Project(id="p", title=Text("P"), owner="", milestones=(_milestone(1), _milestone(2)))
    assert project_changes(old, replace(old, milestones=(_milestone(2), _milestone(1)))) == ()
    moved = project_changes(old, replace(old, milestones=(_milestone(5), _milestone(1))))
    assert [(change.code, change.delta) for change in moved] == [("milestone.slipped", 3)]
    gone = project_changes(old, replace(old, milestones=(_milestone(2),)))
    assert [change.code for change in gone] == ["milestone.removed"]


def _milestone(day: int) -> Milestone:
    return Milestone(id="M1", title=Text("T"), forecast=date(2026, 5, day))


def test_two_items_of_one_id_are_the_same_in_whatever_order_their_own_lists_stand() -> None:
    one, other = (replace(_milestone(day), tags=("a", "b")) for day in (1, 2))
    old = Project(id="p", title=Text("P"), owner="", milestones=(one, other))
    turned = tuple(replace(each, tags=("b", "a")) for each in (other, one))
    assert project_changes(old, replace(old, milestones=turned)) == ()


def test_deliveries_of_one_title_are_the_same_in_whatever_order_they_stand() -> None:
    open_, done = (Delivery(title=Text("D"), due=date(2026, 5, 1), delivered=day) for day in (None, date.max))
    vendor = Vendor(id="V1", name=Text("V"), deliveries=(open_, open_, done))
    old = Project(id="p", title=Text("P"), owner="", vendors=(vendor,))
    turned = replace(vendor, deliveries=(done, open_, open_), tags=("new",))
    found = project_changes(old, replace(old, vendors=(turned,)))
    assert [change.field for change in found] == ["tags"]


def test_items_without_id_and_title_do_no_harm() -> None:
    old = Project(
        id="p", title=Text("P"), owner="", tasks=(Task(title=Text()), Task(title=Text(), owner="a"))
    )
    new = replace(old, tasks=(Task(title=Text(), owner="b"),))
    assert_mirrored(project_changes(old, new), project_changes(new, old))
    assert_said(project_changes(old, new))


@pytest.mark.parametrize("name", ["T{n}", "same", ""])
@pytest.mark.parametrize("title", ["Task {n}", "same"])
def test_a_long_list_is_compared_in_one_pass(name: str, title: str) -> None:
    """Ten thousand items would take minutes in as many passes."""
    many = range(10_000)
    before = [Task(id=name.format(n=n), title=Text(title.format(n=n)), effort=n) for n in many]
    after = [replace(task, effort=(task.effort or 0) + 1, complete=50) for task in reversed(before)]
    old = Project(id="p", title=Text("P"), owner="", tasks=tuple(before))
    assert len(project_changes(old, replace(old, tasks=tuple(after)))) >= len(before)


# The whole


def test_a_new_project_is_one_change_and_so_is_one_that_is_gone() -> None:
    found = project("goals: [{title: G}]")
    assert [change.code for change in project_changes(None, found)] == ["project.added"]
    assert [change.code for change in project_changes(found, None)] == ["project.removed"]
    assert project_changes(None, None) == ()
    assert_said((*project_changes(None, found), *project_changes(found, None)))


def test_parts_of_a_project_in_files_of_their_own_are_no_change() -> None:
    header = "title: S\nowner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\n"
    listed = "- {id: M1, title: Test, forecast: 2026-05-01}\n"
    (one,) = assembled({"projects/s.yaml": f"{header}milestones:\n{listed}".encode()}).projects
    split = {"projects/s/project.yaml": header.encode(), "projects/s/milestones.yaml": listed.encode()}
    (other,) = assembled(split).projects
    assert project_changes(one, other) == ()
    quoted = (
        header.replace("S\n", "'S'\n") + 'milestones: [{"id": "M1", forecast: "2026-05-01", title: Test}]'
    )
    (third,) = assembled({"projects/s.yaml": quoted.encode()}).projects
    assert project_changes(one, third) == ()


@pytest.mark.parametrize(
    ("text", "most", "said"),
    [
        ("the quick brown fox jumps", 20, "the quick brown fox…"),
        ("the quick brown foxes", 18, "the quick brown…"),
        ("迁移到新的平台 platform again", 12, "迁移到新的平台…"),
        ("用platform我们继续", 10, "用platform…"),
        ("你好" * 9, 5, "你好你好…"),
        ("x" * 30, 8, "xxxxxxx…"),
        ("one  line\nonly", 20, "one line only"),
    ],
)
def test_a_long_text_ends_with_a_whole_word(text: str, most: int, said: str) -> None:
    assert shortened(text, most) == said
