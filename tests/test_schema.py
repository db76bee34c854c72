"""Documents by their schemas: one mistake, one finding; and values that mean what was written."""

from __future__ import annotations

import copy
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opsgen.load import parse
from opsgen.schema import Read, label, marked, read, schema_text
from opsgen.schema.fields import chinese, kinds, schema
from opsgen.schema.suggest import SYNONYMS, suggest
from opsgen.schema.validate import accepted, explained, violations
from opsgen.schema.values import Signed, day, fits, measured, money, percent, period, plain_date, repaired
from opsgen.words import LANGUAGES, words

if TYPE_CHECKING:
    from opsgen.problem import Problem

HEAD = "title: 双十一大促\nowner: 王芳\nstart: 2026-08-01\nfinish: 2026-12-15\n"
DATA = Path(__file__).parent / "data"


def project(text: str) -> Read:
    return read(parse("f.yaml", text.encode()), "project")


def said(problem: Problem, lang: str = "en") -> str:
    hint = f" = {words(lang).say(problem.hint)}" if problem.hint else ""
    return f"{problem.line}:{problem.column} {problem.code}: {words(lang).say(problem.message)}{hint}"


SENTENCES = parse("sentences.yaml", (DATA / "sentences.yaml").read_bytes()).data


@pytest.mark.parametrize("case", SENTENCES, ids=range(1, len(SENTENCES) + 1))
def test_one_mistake_one_finding(case: dict[str, Any]) -> None:
    found = project(case.get("file") or HEAD + case["lines"])
    assert [said(problem) for problem in found.problems] == case["says"]
    assert found.data is None
    for problem in found.problems:
        assert said(problem, "zh") != said(problem)


@pytest.mark.parametrize(
    ("languages", "code"), [("[]", "empty-value"), ("[zh, zh]", "wrong-number"), ("[en, zh]", None)]
)
def test_a_site_has_every_language_once(languages: str, code: str | None) -> None:
    found = read(parse("portfolio.yaml", f"title: t\nlanguages: {languages}\n".encode()), "portfolio")
    assert [problem.code for problem in found.problems] == [code] * (code is not None)


@pytest.mark.parametrize("title", ["x" * 1001, "{zh: 好, en: " + "x" * 1001 + "}"])
def test_a_title_is_a_line(title: str) -> None:
    """A title stands in every list; printing an endless one takes minutes."""
    found = project(HEAD.replace("双十一大促", title))
    assert [problem.code for problem in found.problems] == ["too-long"]


@pytest.mark.parametrize("scale", ["probability", "impact", "bands"])
def test_a_scale_has_steps(scale: str) -> None:
    """The matrix of risks is as wide as the scale."""
    found = read(parse("portfolio.yaml", f"title: t\nscales: {{{scale}: []}}\n".encode()), "portfolio")
    assert [problem.code for problem in found.problems] == ["empty-value"]


def test_findings_of_one_file_end_at_a_hundred() -> None:
    text = HEAD + "milestones:\n" + "".join(f"  - {{id: M{i}, title: t}}\n" for i in range(300))
    assert len(project(text).problems) == 100


def test_the_zero_of_a_currency_rate_is_refused() -> None:
    found = read(parse("f.yaml", b"title: x\nrates: {USD: 0, usd: 7}\n"), "portfolio")
    assert [said(problem) for problem in found.problems] == [
        "2:14 out-of-range: `USD` must be more than 0",
        "2:17 malformed-value: `usd` cannot stand in `rates` = "
        "write a currency code of three letters such as CNY",
    ]


# What people write


def test_accepted_spellings() -> None:
    text = HEAD + (
        "lifecycle: 执行中\n"
        "milestones:\n  - {id: M1, title: {zh: 压测, en: Load test}, type: Gate, forecast: 2026-05}\n"
        "risks:\n  - {id: R1, title: t, probability: 3, impact: {cost: 4}, strategy: 减轻, cost: ￥60k}\n"
        "budget:\n  - {id: B1, title: t, planned: 800万, actual: 1.2亿, forecast: 60000.50}\n"
        "tasks:\n  - {id: T1, title: t, status: 进行中, complete: 12 %}\n"
        "metrics:\n  - {id: K1, title: t}\n"
        'measurements:\n  2026-11-01: {K1: "1,200"}\n'
        "x-cost-centre: [anything]\n"
    )
    found = project(text)
    assert found.problems == ()
    data = found.data
    assert data["lifecycle"] == "executing"
    assert data["milestones"][0]["type"] == "gate"
    assert data["milestones"][0]["forecast"] == date(2026, 5, 29)
    assert data["risks"][0]["strategy"] == "mitigate"
    assert data["risks"][0]["cost"] == Decimal(60000)
    assert data["budget"][0]["planned"] == Decimal(8_000_000)
    assert data["budget"][0]["actual"] == Decimal(120_000_000)
    assert data["budget"][0]["forecast"] == Decimal("60000.5")
    assert data["tasks"][0] | {"complete": 12.0} == data["tasks"][0]
    assert data["tasks"][0]["status"] == "in_progress"
    assert data["measurements"] == {date(2026, 11, 1): {"K1": 1200.0}}
    assert "x-cost-centre" not in data


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        (800, "800"), (12.5, "12.5"), ("800万", "8000000"), ("1.2 亿元", "120000000"), ("3千万", "3e7"),
        ("2百万", "2e6"), ("60k", "60000"), ("1.5M", "1500000"), ("2 bn", "2e9"), ("¥1,200", "1200"),
        ("-5万", "-50000"), ("８００万", "8000000"), ("0.1", "0.1"), ("1,234,567.89", "1234567.89"),
        ("¥1,200.50", "1200.50"), ("￥１，２００．５０", "1200.50"), ("1,200.50 元", "1200.50"),
        ("3千", "3000"), ("60 k", "60000"), ("1.5m", "1500000"), ("RMB 1,200", "1200"), ("60 万美元", "6e5"),
        ("60k USD", "6e4"), ("−€50 万", "-500000"), ("¥-500", "-500"), ("-¥500", "-500"), ("10万元整", "1e5"),
        ("1.2 million", "1.2e6"), ("2万亿", "2e12"), ("人民币 60 万元", "6e5"), ("60 k$", "60000"),
        ("¥9.83 B", "9830000000"), ("CHF1", "1"), ("5 KRW", "5"), ("60 kEUR", "60000"),
    ],
)  # fmt: skip
def test_amounts(written: object, amount: str) -> None:
    assert money(written) == Decimal(amount)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "万",
        "约80万",
        "1,2",
        "1.2.3",
        "1e9",
        "八百万",
        "80万左右",
        "12 34",
        "9" * 30,
        True,
        None,
        "(1,200)",
        "5 all",
        "60%",
        "--5",
        "-¥-5",
        "¥60 USD",
        "300W",
        "60-80万",
        "60 pcs",
        "12 000",
        "1.200,50",
    ],
)
def test_no_amounts(text: object) -> None:
    with pytest.raises(ValueError, match=r".*"):
        money(text)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("300W", "300万"), ("约80万", "80万"), ("80 万左右", "80万"), ("about 600k", "600k"), ("~60k", "60k"),
        ("（1,200）", "-1200"), ("12 000", "12000"), ("12'000.5", "12000.5"), ("1.200,50", "1200.50"),
        ("12,5万", "12.5万"), ("八百万", "800万"), ("一百二十万元", "120万"), ("十二亿", "12亿"),
    ],
)  # fmt: skip
def test_amounts_that_somebody_meant(written: str, meant: str) -> None:
    assert repaired("money", written) == meant
    assert money(meant) == money(repaired("money", written))


@pytest.mark.parametrize("text", ["60%", "60-80万", "many", "1,2,3", "¥约5", "千百", "()", "约", "万"])
def test_amounts_that_nobody_can_guess(text: str) -> None:
    assert repaired("money", text) is None


@pytest.mark.parametrize(
    ("written", "code", "others"),
    [
        ("$60k", "USD", "CNY"), ("￥60k", "CNY", "USD"), ("¥5", "JPY", "EUR"), ("60万元", "CNY", "USD"),
        ("€5", "EUR", "CNY"), ("60万美元", "USD", "HKD"), ("5 KRW", "KRW", "CNY"),
    ],
)  # fmt: skip
def test_what_a_currency_sign_may_mean(written: str, code: str, others: str) -> None:
    amount = money(written)
    assert isinstance(amount, Signed)
    assert code in amount.currencies
    assert others not in amount.currencies
    assert not isinstance(amount + 1, Signed), "a sum of amounts is an amount"


@given(st.integers(-(10**17) + 1, 10**17 - 1), st.booleans())
def test_an_amount_is_read_to_the_cent_or_refused(cents: int, quoted: bool) -> None:
    text = f"{Decimal(cents).scaleb(-2):f}"
    found = parse("f.yaml", (f"a: '{text}'" if quoted else f"a: {text}").encode())
    assert money(found.data["a"]) == Decimal(text)
    assert not found.problems or (not quoted and abs(cents) >= 10**15)


CENTS = st.integers(-(10**15), 10**15).map(lambda cents: Decimal(cents).scaleb(-2))


@given(CENTS, st.sampled_from(["CNY", "USD", "EUR", "JPY", "GBP", "HKD", "CHF"]), st.sampled_from(LANGUAGES))
def test_what_is_printed_is_read_as_the_same_amount(amount: Decimal, currency: str, lang: str) -> None:
    say = words(lang)
    printed = say.exact(amount, currency)
    assert money(printed) == money(say.written(amount)) == amount
    assert currency in money(printed).currencies
    shown = money(say.money(amount, currency))
    assert abs(shown - amount) * 100 <= abs(amount), "two decimals of a step, of which there is one at least"


@given(st.integers(1, 10**6), st.sampled_from([1, 10**4, 10**8]), st.sampled_from(["CNY", "USD"]))
def test_round_amounts_are_printed_exactly(count: int, step: int, currency: str) -> None:
    amount = Decimal(count) * step
    for lang in ("zh", "en"):
        scale = words(lang).scale([amount])
        shown = money(words(lang).money(amount, currency, scale))
        assert shown == amount or count >= 10**3


def test_measured_numbers() -> None:
    assert [measured(x) for x in (3, "12%", "-1,200.5", "８ ％")] == [3.0, 12.0, -1200.5, 8.0]
    assert [fits("measured", x) for x in ("1,2", "many", "1e5", "", "%")] == [False] * 5
    assert percent("12 %") == 12
    assert not fits("percent", "101")


def test_days() -> None:
    assert plain_date("2026-02-28") == date(2026, 2, 28)
    assert day("2026-05") == date(2026, 5, 29)
    assert day("2026-02") == date(2026, 2, 27)
    assert [period(x) for x in ("2026-W53", "2026-10", "2026-10-12")] == ["2026-W53", "2026-10", "2026-10-12"]
    wrong = [
        "2026-2-3",
        "2026-02-30",
        "1989-12-31",
        "2200-01-01",
        "20260101",
        "2026-W54",
        "2026-13",
        "2025-W53",
    ]
    assert not any(fits("period", text) or fits("day", text) for text in wrong)


def test_values_of_other_types_are_the_type_checks_business() -> None:
    assert fits("date", 3)


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Owner", "owner"), ("baselineFinish", "baseline_finish"), ("baseline-finish", "baseline_finish"),
     ("ｏｗｎｅｒ", "owner"), ("截止日期", "finish"), ("finsh", "finish"), ("zzz", None),
     ("结束日期", "finish")],
)  # fmt: skip
def test_suggestions(written: str, meant: str | None) -> None:
    assert suggest(written, ["owner", "finish", "baseline_finish"]) == meant


@pytest.mark.parametrize(
    ("lines", "meant"),
    [
        ("状态: closing", "lifecycle"), ("背景: x", "charter"), ("okr: x", "goals"), ("周报: x", "updates"),
        ("milestones: [{id: M1, title: t, 截止日期: 2026-10-10}]", "forecast"),
        ("milestones: [{id: M1, title: t, due: 2026-10-10}]", "forecast"),
        ("milestones: [{id: M1, title: t, forecast: 2026-10, 延期原因: x}]", "reason"),
        ("milestones: [{id: M1, title: t, forecast: 2026-10, 前置任务: x}]", "depends_on"),
        ("tasks: [{id: T1, title: t, 截止日期: 2026-10-10}]", "finish"),
        ("tasks: [{id: T1, title: t, progress: 60}]", "complete"),
        ("tasks: [{id: T1, title: t, 人天: 5}]", "effort"),
        ("tasks: [{id: T1, title: t, status: 未开始}]", "todo"),
        ("tasks: [{id: T1, title: t, status: finished}]", "done"),
        ("risks: [{id: R1, title: t, probability: 2, severity: 3}]", "impact"),
        ("risks: [{id: R1, title: t, probability: 2, impact: 3, 预案: x}]", "contingency"),
        ("risks: [{id: R1, title: t, probability: 2, impact: 3, strategy: 缓解}]", "mitigate"),
        ("metrics: [{id: K1, title: t, 当前值: 3}]", "measurements"),
        ("budget: [{id: B1, title: t, 金额: 3}]", "planned"),
        ("lifecycle: 进行中", "executing"), ("lifecycle: 已完成", "closed"),
        ("lifecycle: “on hold”", "on_hold"),
        ("议题: x", "issues"), ("障碍: x", "issues"), ("blockers: x", "issues"),
        ("前提假设: x", "assumptions"),
        ("依赖项: x", "dependencies"), ("交付物: x", "deliverables"), ("交付成果: x", "deliverables"),
        ("责任矩阵: x", "raci"), ("职责分工: x", "raci"), ("干系人: x", "stakeholders"),
        ("利益相关方: x", "stakeholders"), ("例会: x", "meetings"), ("会议纪要: x", "meetings"),
        ("培训计划: x", "training"), ("用户调研: x", "research"), ("沟通机制: x", "communications"),
        ("deliverables: [{id: DL1, title: t, 验收条件: [x]}]", "acceptance_criteria"),
        ("deliverables: [{id: DL1, title: t, moscow: M}]", "must"),
        ("deliverables: [{id: DL1, title: t, status: 驳回}]", "rejected"),
        ("issues: [{id: I1, title: t, 严重性: 3}]", "severity"),
        ("issues: [{id: I1, title: t, 解决方案: x}]", "resolution"),
        ("issues: [{id: I1, title: t, type: bug}]", "problem"),
        ("assumptions: [{id: AS1, title: t, 对应风险: x}]", "if_false"),
        ("assumptions: [{id: AS1, title: t, status: true}]", "holds"),
        ("dependencies: [{id: DP1, title: t, due: 2026-10-10, 供应商: x}]", "other"),
        ("dependencies: [{id: DP1, title: t, due: 2026-10-10, direction: in}]", "inbound"),
        ("raci: [{item: t, accountable: Wang, 执行人: [Li]}]", "responsible"),
        ("stakeholders: [{name: t, 期望: x}]", "needs"),
        ("stakeholders: [{name: t, attitude: 抵触}]", "critic"),
        ("meetings: [{id: a, title: t, date: 2026-10-10, 与会人员: [Li]}]", "attendees"),
        ("meetings: [{id: a, title: t, date: 2026-10-10, type: 周例会}]", "progress"),
        ("research: [{id: RS1, title: t, finding: x, 样本量: 12}]", "sample_size"),
        ("research: [{id: RS1, title: t, finding: x, method: 问卷调查}]", "survey"),
        ("training: [{id: TR1, title: t, 讲师姓名: Li}]", "trainer"),
        ("milestones: [{id: M1, title: t, type: gate, forecast: 2026-10, outcome: 放行}]", "go"),
    ],
)  # fmt: skip
def test_words_of_daily_use_lead_to_the_field_or_value(lines: str, meant: str) -> None:
    (problem,) = project(HEAD + lines + "\n").problems
    assert problem.hint is not None
    assert words("en").say(problem.hint) == f"did you mean `{meant}`?"


UNDER = """
  - id: M1
    title: 压测
    forecast: 8月1日
    phase: [P1]
  - {id: M2, 名称: 上线, due: 2026-11-11, 依赖: M1}
  - {id: M3, title: <title>, status: done}
  - {编号: M4, 标题: 复盘, forecast: 2026-12-01, criteria: [{标准: x, met: maybe}]}
  - M5
"""


@pytest.mark.parametrize(("wrong", "right"), [("里程碑", "milestones"), ("Milestone", "milestones")])
def test_what_is_wrong_under_an_unknown_field_is_said_with_it(wrong: str, right: str) -> None:
    under = [said(problem) for problem in project(f"{HEAD}{right}:{UNDER}").problems]
    assert len(under) >= 9
    first, *others = (said(problem) for problem in project(f"{HEAD}{wrong}:{UNDER}").problems)
    assert first.endswith(f"did you mean `{right}`?")
    assert [text.replace(wrong, right) for text in others] == under


def test_what_stands_under_a_doubtful_name_is_not_looked_at() -> None:
    (likely,) = project(HEAD + "milestonez: [{id: M1}]\n").problems
    assert said(likely).endswith("did you mean `milestones`?")
    (mistyped,) = project(HEAD + "预算: 80万\n").problems
    assert said(mistyped).endswith("did you mean `budget`?")


def test_what_stands_under_the_whole_project_is_looked_at() -> None:
    found = [said(problem) for problem in project("project:\n  title: x\n  start: soon\n").problems]
    assert [text.partition(":")[0] for text in found] == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("raci: [{item: t, accountable: [Li, Wu]}]",
         "`accountable` is exactly one person, and this is a list; write the one who answers for it"),
        ("raci: [{item: t, accountable: [Li]}]",
         "`accountable` is exactly one person, and this is a list; write Li"),
        ("raci: [{item: t, accountable: Li, responsible: Wu}]",
         "`responsible` must be a list, and this is a text; write a list: [Wu]"),
        ("issues: [{id: I1, title: t, severity: 高}]",
         "`severity` must be a whole number, and this is a text; write a whole number from 1 to 5"),
        ("stakeholders: [{name: t, influence: high}]",
         "`influence` must be a whole number, and this is a text; write a whole number from 1 to 5"),
        ("deliverables: [{id: DL1, title: t, quality: 合格}]",
         "`quality` must be a mapping (field: value), and this is a text; write {result: passed}"),
        ("dependencies:\n  - id: DP1\n    due: 2026-10-10\n    title: t\n    other: 供应商: A",
         "the value of `other` holds a colon and a space; "
         'put the whole value in quotes: `other: "供应商: A"`'),
    ],
)  # fmt: skip
def test_values_of_lists_of_a_team_are_told_plainly(lines: str, told: str) -> None:
    (problem,) = project(HEAD + lines + "\n").problems
    assert problem.hint is not None
    assert "; ".join(words("en").say(text) for text in (problem.message, problem.hint)) == told


@pytest.mark.parametrize("written", ["false", "False", '"false"', "不成立"])
def test_an_assumption_may_be_false_as_yaml_writes_it(written: str) -> None:
    found = project(HEAD + f"assumptions: [{{id: AS1, title: t, status: {written}}}]\n")
    assert found.problems == ()
    assert found.data["assumptions"][0]["status"] == "false"


def test_words_of_daily_use_lead_to_what_the_schemas_know() -> None:
    texts = "".join(schema_text(kind) for kind in kinds())
    assert [word for word in SYNONYMS if f'"{word}"' not in texts] == []


def test_a_choice_is_suggested_in_the_language_it_was_written_in() -> None:
    (chinese,), (english,) = (project(HEAD + f"lifecycle: {word}\n").problems for word in ("进行中", "doing"))
    assert said(chinese, "zh").endswith("是不是 `执行中`？")
    assert said(english, "zh").endswith("是不是 `executing`？")


def test_every_label_of_both_languages_leads_to_its_field() -> None:
    for kind in kinds():
        for part in schema(kind)["$defs"].values():
            fields = part.get("properties", {})
            labels = {str(f[k]): key for key, f in fields.items() for k in ("title", "x-zh") if k in f}
            for written, key in labels.items():
                assert suggest(written, fields, labels) == key


# The two validators


def complete_documents() -> list[tuple[str, Any]]:
    found = []
    for path in sorted((DATA / "complete" / "projects").rglob("*.y*ml")):
        inside = path.parent.parent.name == "projects" and path.stem != "project"
        kind = path.stem if inside or path.stem in ("portfolio", "people") else "project"
        entry = path.parent.name in ("updates", "meetings", "retrospectives")
        kind = path.parent.name.removesuffix("s") if entry else kind
        found.append((kind, parse(path.name, path.read_bytes()).data))
    return found


DOCUMENTS = complete_documents()
ODD = [
    None,
    True,
    0,
    -1,
    7,
    1.5,
    "",
    "x",
    "x\n",
    "2026-02-30",
    "M1\n",
    [],
    {},
    [None],
    {"id": 3},
    {"zh": ""},
    "８",
    "a" * 500,
]


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(deeper for key, value in entries for deeper in places(value, (*path, key)))]


def mutated(data: Any, path: tuple[Any, ...], value: Any, *, delete: bool) -> Any:
    whole = [copy.deepcopy(data)]
    inner: Any = whole
    for key in (0, *path[:-1]) if path else ():
        inner = inner[key]
    key = path[-1] if path else 0
    if delete and path:
        del inner[key]
    else:
        inner[key] = value
    return whole[0]


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in DOCUMENTS}))
def test_the_complete_documents_fit(kind: str) -> None:
    for found, data in DOCUMENTS:
        if found == kind:
            assert violations(kind, data) == ()
            assert explained(kind, data) == ()


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_both_validators_agree_on_mutated_documents(data: st.DataObject) -> None:
    kind, document = data.draw(st.sampled_from(DOCUMENTS))
    path = data.draw(st.sampled_from(places(document)))
    value = data.draw(st.sampled_from(ODD))
    changed = mutated(document, path, value, delete=data.draw(st.booleans()))
    assert accepted(kind, changed) == (explained(kind, changed) == ())
    text = json.dumps(changed, ensure_ascii=False)
    found = read(parse("f.yaml", text.encode()), kind)
    assert (found.data is None) == any(problem.severity == "error" for problem in found.problems)
    for problem in found.problems:
        for lang in LANGUAGES:
            assert words(lang).say(problem.message)


# What schemas say about themselves


def test_schemas_by_name() -> None:
    assert json.loads(schema_text("risks"))["$id"] == "urn:opsgen:risks"
    with pytest.raises(KeyError):
        schema_text("nothing")
    with pytest.raises(KeyError):
        schema_text("../pyproject")


def test_the_chinese_schema_is_the_same_with_other_titles() -> None:
    twin = chinese("project")
    assert twin["title"] == "项目"
    assert twin["properties"]["owner"]["title"] == "负责人"
    assert twin["required"] == schema("project")["required"]
    assert label(schema("project"), "zh") == "项目"


def test_marks_are_found_through_references() -> None:
    references = dict(marked("project", "x-ref"))
    assert references["goals", "*", "metrics", "*"] == ["metric"]
    assert references["milestones", "*", "depends_on", "*", "ref"] == ["task", "milestone"]
    assert references["risks", "*", "trigger", "metric"] == ["metric"]
    assert references["owner",] == ["person"]
    assert ("tasks", "*", "actual", "finish") in dict(marked("project", "x-past"))


def test_choices_are_listed_in_the_language_of_the_reader() -> None:
    (problem,) = project(HEAD + "lifecycle: soon\n").problems
    assert "allowed: proposed, initiating, " in said(problem)
    assert "可选：提议、立项中、" in said(problem, "zh")
