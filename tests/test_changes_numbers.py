"""Changes of metrics, feedback, adjustments and benefits."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsgen.changes.compare import project_changes
from opsgen.changes.sentences import Teller, sentence
from opsgen.model import Measurement, Metric, Segment, Target
from opsgen.words import LANGUAGES, Text, words
from tests.written import HEADER, assembled, portfolio, project

if TYPE_CHECKING:
    from opsgen.changes.change import Change
    from tests.conftest import Golden

TELLER = Teller(person={"ada": "Ada", "p1": "Li Qiang"}.get)  # type: ignore[arg-type]


def changes(old: str, new: str) -> tuple[Change, ...]:
    """What is not the same in two versions of a project, as its file is written."""
    return project_changes(project(old), project(new))


def only(old: str, new: str) -> Change:
    """The one change between two versions."""
    (found,) = changes(old, new)
    return found


def metric(fields: str = "", rows: str = "") -> str:
    lines = "".join(f"    {line}\n" for line in rows.splitlines())
    return (
        f"metrics:\n  - {{id: K1, title: 成交额, unit: 万元{fields and ', '}{fields}}}\n"
        if not rows
        else (f"metrics:\n  - id: K1\n    title: 成交额\n    unit: 万元\n{lines}")
    )


def said(change: Change, lang: str = "en") -> str:
    return words(lang).say(sentence(change, TELLER))


def test_a_lowered_target_says_both_values_and_by_how_much() -> None:
    found = only(metric("target: 6240"), metric("target: 5800"))
    assert (found.code, found.field, found.old, found.new) == ("target.changed", "target", 6240, 5800)
    assert (found.delta, found.unit) == (-440, "万元")
    assert said(found) == "Metric K1 “成交额”: target lowered from 6,240 万元 to 5,800 万元"
    assert said(found, "zh") == "指标 K1「成交额」目标值由 6,240 万元下调至 5,800 万元"


def test_one_new_day_is_one_change_and_several_are_one_that_counts_them() -> None:
    day = "measurements:\n  - {date: 2026-03-02, value: 10}\n"
    more = "  - {date: 2026-03-09, value: 20}\n  - {date: 2026-03-16, value: 30}\n"
    one = only(metric(rows="measurements: []"), metric(rows=day))
    assert (one.field, one.old, one.new) == ("measurements.2026-03-02", None, 10)
    several = only(metric(rows=day), metric(rows=day + more))
    assert (several.field, several.old, several.new) == ("measurements.2026-03-16", None, (20, 30))
    assert said(several) == "Metric K1 “成交额”: 2 new values, the last 30 万元 on 16 Mar 2026"


def test_a_corrected_value_is_told_apart_from_new_ones() -> None:
    old = metric(rows="measurements:\n  - {date: 2026-03-02, value: 10}")
    new = metric(rows="measurements:\n  - {date: 2026-03-02, value: 12}\n  - {date: 2026-03-09, value: 20}")
    added, corrected = changes(old, new)
    assert (added.old, added.new) == (None, 20)
    assert (corrected.field, corrected.old, corrected.new, corrected.delta) == (
        "measurements.2026-03-02", 10, 12, 2,
    )  # fmt: skip


@pytest.mark.parametrize("form", ["inline", "by date", "table"])
def test_where_measurements_stand_makes_no_difference(form: str) -> None:
    def version(values: dict[str, int]) -> dict[str, bytes]:
        head = "".join(f"{key}: {value}\n" for key, value in HEADER.items())
        if form == "inline":
            rows = "".join(f"      - {{date: {day}, value: {value}}}\n" for day, value in values.items())
            listed = "metrics:\n  - id: K1\n    title: 成交额\n    measurements:\n"
            return {"projects/spring.yaml": (head + listed + rows).encode()}
        if form == "by date":
            rows = "".join(f"  {day}: {{K1: {value}}}\n" for day, value in values.items())
            listed = "metrics: [{id: K1, title: 成交额}]\nmeasurements:\n"
            return {"projects/spring.yaml": (head + listed + rows).encode()}
        rows = "".join(f"{day},{value}\n" for day, value in values.items())
        read = "- {id: K1, title: 成交额, source: {file: data/k.csv, column: v}}\n"
        return {
            "projects/spring/project.yaml": head.encode(),
            "projects/spring/metrics.yaml": read.encode(),
            "projects/spring/data/k.csv": f"date,v\n{rows}".encode(),
        }

    first, second = {"2026-03-02": 10}, {"2026-03-02": 11, "2026-03-09": 20}
    old, new = (assembled(version(values)).projects[0] for values in (first, second))
    assert [(one.field, one.old, one.new) for one in project_changes(old, new)] == [
        ("measurements.2026-03-09", None, 20),
        ("measurements.2026-03-02", 10, 11),
    ]


def test_all_parts_of_a_metric_are_one_change() -> None:
    def parts(shops: str, online: str) -> str:
        return metric(rows=f"segments:\n  - {{title: 门店, measurements: [{shops}]}}\n"
                           f"  - {{title: 线上, measurements: [{online}]}}")  # fmt: skip

    first, second = "{date: 2026-03-02, value: 3}", "{date: 2026-03-09, value: 4}"
    found = only(parts(first, first), parts(f"{first}, {second}", f"{first}, {second}"))
    assert (found.code, found.field, found.old) == ("kpi.measured", "segments.2026-03-09", None)
    assert found.new == (Text("门店 4 万元"), Text("线上 4 万元"))


def test_a_funnel_step_and_a_formula_are_how_it_is_counted() -> None:
    found = changes(metric("funnel: {order: 1}, formula: a/b"), metric("funnel: {order: 2}, formula: a/c"))
    assert [(one.code, one.field) for one in found] == [
        ("kpi.definition_changed", "formula"),
        ("kpi.definition_changed", "funnel.order"),
    ]


def test_an_accepted_deviation_is_one_change_with_its_reason() -> None:
    deviation = "accepted_deviation: {value: 21, until: 2026-11-30, reason: 装修, by: p1}"
    found = only(metric(), metric(deviation))
    assert (found.code, found.new, found.reason) == (
        "kpi.deviation_accepted", (21, date(2026, 11, 30)), Text("装修"),
    )  # fmt: skip
    gone = only(metric(deviation), metric())
    assert (gone.code, gone.old, gone.new, gone.reason) == (
        "kpi.deviation_withdrawn", (21, date(2026, 11, 30)), None, Text(),
    )  # fmt: skip


def test_who_accepts_a_deviation_is_named_as_the_reader_knows_them() -> None:
    text = "accepted_deviation: {value: 21, until: 2026-11-30, reason: 装修, by: %s}"
    found = only(metric(text % "ada"), metric(text % "p1"))
    assert said(found) == "Metric K1 “成交额”: accepted by Ada → Li Qiang"


def test_a_key_result_is_named_in_its_goal() -> None:
    old, new = (
        f"goals: [{{id: G1, title: 增长, key_results: [{{id: KR1, title: 会员, target: {target}}}]}}]"
        for target in (100, 80)
    )
    assert said(only(old, new)) == "Goal G1 “增长”, key result KR1: target lowered from 100 to 80"


def test_what_users_said_is_not_quoted() -> None:
    row = "feedback:\n  - {id: F1, date: 2026-03-02, theme: 等待, quote: %s}"
    found = only(row % "一句秘密", row % "另一句秘密")
    assert found.code == "feedback.changed"
    for lang in LANGUAGES:
        assert "秘密" not in said(found, lang)


def feedback(fields: str) -> str:
    return f"feedback: [{{date: 2026-03-02, {fields}}}]"


def adjustment(fields: str = "") -> str:
    given = "id: AD1, title: 换图, date: 2026-03-02, observation: 慢"
    return f"adjustments: [{{{given}{fields and ', '}{fields}}}]"


def benefit(fields: str = "") -> str:
    return f"benefits: [{{id: BN1, title: 回访{fields and ', '}{fields}}}]"


CASES: tuple[tuple[str, str], ...] = (
    ("metrics: []", metric("target: 6240")),
    ("metrics: []", metric()),
    (metric("target: 6240"), "metrics: []"),
    (metric(), metric("target: 24.5")),
    (metric("target: 24.5"), metric()),
    (metric("target: 5800"), metric("target: 6240")),
    (metric("target: {min: 10, max: 20}"), metric("target: {min: 12, max: 20}")),
    (metric("target: 10"), metric("target: {min: 12, max: 20}")),
    (
        metric("target: [{date: 2026-06-30, value: 100}, {date: 2026-09-30, value: 300}]"),
        metric("target: [{date: 2026-06-30, value: 100}, {date: 2026-09-30, value: 250}]"),
    ),
    (
        metric("target: [{date: 2026-06-30, value: 100}, {date: 2026-09-30, value: 300}]"),
        metric("target: [{date: 2026-06-30, value: 90}, {date: 2026-10-31, value: 300}]"),
    ),
    (metric("due: 2026-06-30"), metric("due: 2026-07-31")),
    (metric(), metric("due: 2026-07-31")),
    (metric(rows="measurements: []"), metric(rows="measurements: [{date: 2026-03-02, value: 12.5}]")),
    (metric(rows="measurements: [{date: 2026-03-02, value: 12.5}]"), metric()),
    (
        metric(rows="measurements: [{date: 2026-03-02, value: 1}, {date: 2026-03-09, value: 2}]"),
        metric(rows="measurements: [{date: 2026-03-02, value: 2}, {date: 2026-03-09, value: 3}]"),
    ),
    (metric(rows="measurements: [{date: 2026-03-02, value: 1}, {date: 2026-03-09, value: 2}]"), metric()),
    (
        metric(rows="measurements: [{date: 2026-03-02, value: 1}]"),
        metric(rows="measurements: [{date: 2026-03-02, value: 1, note: 不含网店}]"),
    ),
    (
        metric(rows="segments: [{title: 门店, measurements: [{date: 2026-03-02, value: 1}]}]"),
        metric(rows="segments: [{title: 门店, measurements: [{date: 2026-03-02, value: 2}]}]"),
    ),
    (metric(rows="segments: [{title: 门店, measurements: [{date: 2026-03-02, value: 1}]}]"), metric()),
    (metric(rows="segments: [{title: 门店}]"), metric(rows="segments: [{title: 门店}, {title: 线上}]")),
    (metric("direction: up"), metric("direction: down")),
    (metric("start_value: 10"), metric("start_value: 12")),
    (metric("cumulative: true"), metric("aggregation: sum, frequency: weekly")),
    (metric("ratio_of: [K2, K3]"), metric("ratio_of: [K3, K2]")),
    (metric(), metric("accepted_deviation: {value: 21, until: 2026-11-30, reason: 装修}")),
    (
        metric("accepted_deviation: {value: 21, until: 2026-11-30, reason: 装修}"),
        metric("accepted_deviation: {value: 20, until: 2026-12-31, reason: 装修推迟}"),
    ),
    (
        metric("accepted_deviation: {value: 21, until: 2026-11-30, reason: 装修}"),
        metric("accepted_deviation: {value: 21, until: 2026-11-30, reason: 装修推迟}"),
    ),
    (metric("accepted_deviation: {value: 21, until: 2026-11-30, reason: 装修}"), metric()),
    ("feedback: []", feedback("channel: 热线, theme: 等待, count: 3")),
    (feedback("channel: 热线, nps: 3"), "feedback: []"),
    (feedback("nps: 3"), "feedback: []"),
    (feedback("id: F1, theme: 等待"), feedback("id: F1, theme: 等待, csat: 4.2")),
    (feedback("theme: 等待, count: 3"), feedback("theme: 等待, count: 5")),
    ("adjustments: []", adjustment()),
    (adjustment(), "adjustments: []"),
    *((adjustment(), adjustment(f"result: {result}")) for result in ("helped", "no_effect", "worse")),
    (adjustment("result: helped"), adjustment()),
    (adjustment("check_on: 2026-04-01"), adjustment("check_on: 2026-04-15")),
    (adjustment(), adjustment().replace("03-02", "03-01")),
    ("benefits: []", benefit("expected: 多 3%")),
    ("benefits: []", benefit()),
    (benefit("expected: 多 3%"), benefit("expected: 多 2%, measure_on: [2027-03-31]")),
    (benefit(), benefit("actual: [{date: 2026-03-31, value: 多 2%}]")),
    (
        benefit("actual: [{date: 2026-03-31, value: 多 2%}]"),
        benefit("actual: [{date: 2026-03-31, value: 多 4%, note: 不含新店}]"),
    ),
    (benefit("actual: [{date: 2026-03-31, value: 多 2%}]"), benefit()),
    (benefit(), "benefits: []"),
    (metric("target: 5"), metric("target: 50000").replace("万元", "元")),
)  # fmt: skip


def test_what_every_change_says(golden: Golden) -> None:
    lines = (
        f"{found.code} {found.field}\n  en  {said(found)}\n  zh  {said(found, 'zh')}\n"
        for old, new in CASES
        for found in changes(old, new)
        if found.code != "text.changed"
    )
    golden("\n".join(lines), "changes/numbers.txt")


@pytest.mark.parametrize(("old", "new"), CASES)
def test_swapped_versions_swap_the_values(old: str, new: str) -> None:
    there = {(one.kind, one.item, one.field, one.new, one.old) for one in changes(old, new)}
    back = {(one.kind, one.item, one.field, one.old, one.new) for one in changes(new, old)}
    assert there == back != set()


DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 9))
VALUES = st.integers(0, 3).map(float)
TARGETS = st.one_of(
    st.none(),
    VALUES.map(lambda value: Target(value=value)),
    st.tuples(VALUES, VALUES).map(lambda ends: Target(min=ends[0], max=ends[1])),
    st.dictionaries(DAYS, VALUES, min_size=1, max_size=3).map(
        lambda steps: Target(steps=tuple(sorted(steps.items())))
    ),
)
MEASURED = st.dictionaries(DAYS, VALUES, max_size=4).map(
    lambda values: tuple(Measurement(date=day, value=value) for day, value in sorted(values.items()))
)
PARTS = st.dictionaries(st.sampled_from(["门店", "x.note", "线上"]), MEASURED, max_size=3).map(
    lambda parts: tuple(Segment(title=Text(name), measurements=found) for name, found in parts.items())
)
METRICS = st.builds(
    Metric,
    title=st.just(Text("人数")),
    id=st.just("K1"),
    unit=st.sampled_from(["人", "%"]),
    target=TARGETS,
    measurements=MEASURED,
    segments=PARTS,
    due=st.none() | DAYS,
)
EMPTY = portfolio("").projects[0]


@settings(max_examples=150, deadline=None)
@given(METRICS, METRICS)
def test_any_two_metrics_differ_in_the_same_way_in_both_directions(old: Metric, new: Metric) -> None:
    one, other = replace(EMPTY, metrics=(old,)), replace(EMPTY, metrics=(new,))
    there, back = project_changes(one, other), project_changes(other, one)
    assert {(c.field, c.old, c.new) for c in there} == {(c.field, c.new, c.old) for c in back}
    assert bool(there) == (replace(old, segments=_parts(old)) != replace(new, segments=_parts(new)))
    for change in there:
        assert all("{" not in said(change, lang) for lang in LANGUAGES)


def _parts(found: Metric) -> tuple[Segment, ...]:
    """The parts in one order, which has no meaning."""
    return tuple(sorted(found.segments, key=lambda part: part.title.plain))
