"""Every rule over the cases in `tests/rules`: a line says what must be found on it, and nothing else is."""

from __future__ import annotations

import re
import time
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import judging
import pytest
from written import assembled

from opsgen import rules
from opsgen.explain import explanations
from opsgen.rules import past
from opsgen.rules.identity import next_id
from opsgen.words import LANGUAGES, words

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio

CASES = sorted((Path(__file__).parent / "rules").glob("*.yaml"))
CODES = [rule.code for rule in rules.RULES]
OF_THE_PAST = {rule.code for rule in past.RULES}
"""Rules whose cases have several versions of their files."""


def files(case: Path) -> dict[str, str]:
    """The files of a case; each keeps its line numbers of the case."""
    found: dict[str, list[str]] = {}
    name = "projects/case.yaml"
    for number, line in enumerate(case.read_text(encoding="utf-8").splitlines()):
        name = line.removeprefix("# file: ") if line.startswith("# file: ") else name
        found.setdefault(name, [""] * number).append(line)
    return {name: "\n".join(lines) + "\n" for name, lines in found.items()}


def portfolio(texts: dict[str, str]) -> Portfolio:
    return assembled({name: text.encode() for name, text in texts.items()})


def as_of(case: Path) -> date:
    first = case.read_text(encoding="utf-8").partition("\n")[0]
    return date.fromisoformat(first.removeprefix("# as_of: "))


def expected(texts: dict[str, str]) -> list[tuple[str, int, str]]:
    return sorted(
        (name, number, code)
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        for code in re.findall(r"[a-z-]+", line.partition("# expect:")[2])
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_findings_stand_where_the_case_expects_them(case: Path) -> None:
    texts = files(case)
    read = portfolio(texts)
    problems = [*read.problems, *judging.check(read, as_of(case))]
    assert sorted((p.file, p.line, p.code) for p in problems) == expected(texts)


@pytest.mark.parametrize("code", [code for code in CODES if code not in OF_THE_PAST])
def test_each_rule_has_a_case_that_fires_and_a_near_miss(code: str) -> None:
    firing = [case for case in CASES if case.stem.startswith(code) and not case.stem.endswith(".ok")]
    assert any(found == code for case in firing for _, _, found in expected(files(case)))
    misses = [case for case in CASES if case.stem.startswith(code) and case.stem.endswith(".ok")]
    assert misses
    assert all(found != code for case in misses for _, _, found in expected(files(case)))


def test_a_rule_says_what_why_and_shows_an_example() -> None:
    assert len(set(CODES)) == len(CODES)
    for rule in rules.RULES:
        what, _, example = rule.about.partition("Example:\n    ")
        assert what.partition("\n\n")[0].strip()[-1] in ".,", rule.code
        assert example, rule.code


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_can_be_said(lang: str) -> None:
    for case in CASES:
        read = portfolio(files(case))
        for problem in judging.check(read, as_of(case)):
            assert words(lang).say(problem.message)
            assert problem.hint is None or words(lang).say(problem.hint)


def test_one_mistake_gives_one_finding_with_a_suggestion() -> None:
    read = portfolio(files(Path(__file__).parent / "rules" / "unknown-category.yaml"))
    found = judging.check(read, date(2026, 11, 22))
    said = [(words("en").say(p.hint), words("zh").say(p.hint)) for p in found if p.hint]
    assert said[0][0].startswith("known: market, technical, ")
    assert said[0][1].startswith("现有：市场、技术、")
    assert said[1][0] == "did you mean `marketing`?"


def test_somebody_who_is_missing_is_to_be_added() -> None:
    read = portfolio(
        {
            "projects/a.yaml": "title: A\nowner: GSA\nlifecycle: proposed\ngoals: [{title: Go}]\n",
            "projects/people.yaml": "people: [{id: wangfang, name: Wang Fang}]\n",
        }
    )
    found = [p for p in judging.check(read, date(2026, 11, 22)) if p.code == "unknown-person"]
    assert [words("en").say(p.hint) for p in found if p.hint] == [
        "add them to `people.yaml`, or write one of its names: Wang Fang"
    ]


def hints(texts: dict[str, str], code: str, lang: str = "en") -> list[str]:
    found = judging.check(portfolio(texts), date(2026, 11, 22))
    return [words(lang).say(p.hint) for p in found if p.code == code and p.hint]


@pytest.mark.parametrize(
    ("owner", "hint"),
    [
        ("王芳（市场部）", "write `王芳` alone"),
        ("王芳、周一", "name one person; `people.yaml` knows `王芳`"),
        ("赵敏和王芳", "name one person; `people.yaml` knows `赵敏`, `王芳`"),
        ("周一、周二", "name one person, and add them to `people.yaml`"),
        ("欧阳和平", "add them to `people.yaml`, or write one of its names: 王芳, 赵敏"),
        ("(" * 60, "add them to `people.yaml`, or write one of its names: 王芳, 赵敏"),
    ],
)
def test_a_field_for_one_person_that_names_more(owner: str, hint: str) -> None:
    texts = {
        "projects/a.yaml": f"title: A\nowner: {owner!r}\nlifecycle: proposed\ngoals: [{{title: Go}}]\n",
        "projects/people.yaml": "people: [{id: wangfang, name: 王芳}, {id: zhaomin, name: 赵敏}]\n",
    }
    assert hints(texts, "unknown-person") == [hint]


def test_what_is_expected_is_told_by_what_it_is() -> None:
    texts = files(Path(__file__).parent / "rules" / "actual-in-future-measured.yaml")
    assert hints(texts, "actual-in-future") == [
        "correct the date; money still to be spent is `committed` or `forecast`",
        *["correct the date; a number that is only expected is no measurement"] * 2,
    ]


def test_a_row_of_a_table_that_lies_ahead_is_told_once() -> None:
    texts = {
        "projects/a/project.yaml": "title: A\nowner: B\nlifecycle: proposed\n"
        "metrics: [{id: K1, title: One}, {id: K2, title: Two}]\n",
        "projects/a/data/k.csv": "date,K1,K2\n2026-11-08,1,2\n2027-11-15,3,4\n",
    }
    found = judging.check(portfolio(texts), date(2026, 11, 22))
    assert [(p.file, p.line) for p in found if p.code == "actual-in-future"] == [("projects/a/data/k.csv", 3)]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("compare_with: gift", "there is no other project yet: write that one first, or delete the name"),
        (
            "programme: P",
            "there is none yet: write one in `programmes` of `portfolio.yaml`, or delete the name",
        ),
        (
            "goals: [{title: G, metrics: [K1]}]",
            "there is none yet: write one in `metrics`, or delete the name",
        ),
        (
            "risks: [{title: R, probability: 2, impact: 2, affects: [G7]}]",
            "there is none yet: write one in `goals`, `milestones` or `budget`, or delete the name",
        ),
    ],
)
def test_where_nothing_can_be_meant_it_is_said_where_to_write_it(line: str, hint: str) -> None:
    line = line.replace("2025", "'2025'")
    found = hints(
        {"projects/a.yaml": f"title: A\nowner: B\nlifecycle: proposed\n{line}\n"}, "unknown-reference"
    )
    assert found == [hint]


def test_a_number_of_no_metric_at_all_is_told_where_metrics_stand() -> None:
    text = "title: A\nowner: B\nlifecycle: proposed\nmeasurements: {2026-11-08: {K1: 3}}\n"
    (found,) = portfolio({"projects/a.yaml": text}).problems
    assert found.hint
    said = words("en").say(found.hint)
    assert said == "there is none yet: write one in `metrics`, or delete the name"


def test_a_project_is_not_offered_itself() -> None:
    text = "title: A\nowner: B\nlifecycle: proposed\n"
    texts = {f"projects/{name}.yaml": text for name in ("gift", "launch")}
    texts["projects/gift.yaml"] += "compare_with: gifts\n"
    assert hints(texts, "unknown-reference") == ["known: launch"]


def test_a_name_of_a_setting_that_is_none_is_pointed_at() -> None:
    settings = "title: A\nrates: {EUE: 8}\nrules:\n  severity: {milestone-overdu: error}\n"
    found = judging.check(portfolio({"projects/portfolio.yaml": settings}), date(2026, 11, 22))
    assert [(p.line, p.column, p.code) for p in found] == [
        (2, 9, "unknown-currency"),
        (4, 14, "unknown-rule"),
    ]


def test_severities_are_data_of_the_portfolio() -> None:
    texts = files(Path(__file__).parent / "rules" / "missing-id.yaml")
    texts["projects/portfolio.yaml"] = "title: 组合\nrules: {severity: {missing-id: error}}\n"
    assert {p.severity for p in judging.check(portfolio(texts), date(2026, 11, 22))} == {"error"}


@pytest.mark.parametrize(
    ("allow", "left"),
    [
        ("rule: missing-id", 0),
        ("rule: missing-id, project: case", 0),
        ("rule: missing-id, until: 2026-11-22", 0),
        ("rule: missing-id, until: 2026-11-21", 1),
        ("rule: duplicate-id", 1),
    ],
)
def test_what_is_allowed_is_passed_over_until_its_day(allow: str, left: int) -> None:
    texts = files(Path(__file__).parent / "rules" / "missing-id.yaml")
    texts["projects/portfolio.yaml"] = f"title: 组合\nrules: {{allow: [{{{allow}, reason: 已知}}]}}\n"
    found = judging.check(portfolio(texts), date(2026, 11, 22))
    assert bool(found) == bool(left)


def test_what_only_time_makes_wrong_is_no_error() -> None:
    """Nobody's pull request turns red overnight."""
    for case in CASES:
        read = portfolio(files(case))
        early, late = (
            {(p.file, p.line, p.code) for p in judging.check(read, day) if p.severity == "error"}
            for day in (date(2020, 1, 1), date(2030, 1, 1))
        )
        assert early == late, case.stem


def test_what_reading_warns_of_can_be_allowed_too() -> None:
    of_printing = {"foreign-font"}
    mild = {code for code, about in explanations().items() if about.severity != "error"}
    assert set(rules.WARNINGS) == mild - set(CODES) - of_printing
    line = "summary: Repair issue #5 soon"
    for comment, left in (("", 1), ("  # opsgen: allow cut-by-hash — the number says nothing", 0)):
        text = f"title: A\nowner: B\nlifecycle: proposed\n{line}{comment}\n"
        found = judging.findings(portfolio({"projects/a.yaml": text}), date(2026, 11, 22))
        assert sum(problem.code == "cut-by-hash" for problem in found) == left


def test_many_comments_and_many_findings_stay_quick() -> None:
    """Each of a megabyte of comments is looked at once, whatever else the file holds."""
    head = "title: A\nowner: B\nstart: 2026-07-01\nfinish: 2026-12-01\nmilestones:\n"
    stones = "".join(
        f"  - {{title: M, forecast: 2026-09-{1 + n % 28:02}}} # opsgen: allow milestone-overdue — x\n"
        for n in range(5000)
    )
    comments = "# opsgen: allow missing-id — nothing\n" * 10_000
    start = time.process_time()
    found = Counter(
        p.code
        for p in judging.findings(
            portfolio({"projects/a.yaml": head + stones + comments}), date(2026, 11, 22)
        )
    )
    assert time.process_time() - start < 10
    assert found["milestone-overdue"] == 0
    assert found["missing-id"] == found["allow-unused"] == 100


MANY = range(5000)
LISTED = ", ".join(f"{{id: Milestone-of-a-long-name-{n}, title: M, forecast: 2026-09-20}}" for n in MANY)
STRANGE = {
    "items": "depends_on: [{}]".format(", ".join(f"Mylestone-of-a-lung-mane-{n}" for n in MANY)),
    "items elsewhere": "depends_on: [{}]".format(", ".join(f"b:Mylestone-{n}" for n in MANY)),
    "projects": "depends_on: [{}]".format(", ".join(f"c{n}:Mylestone" for n in MANY)),
}


@pytest.mark.parametrize("strange", STRANGE)
def test_many_unknown_names_among_many_stay_quick(strange: str) -> None:
    head = "title: A\nowner: B\nstart: 2026-07-01\nfinish: 2026-12-01\n"
    texts = {
        f"projects/{name}.yaml": f"{head}milestones: [{LISTED}]\n{tasks}\n"
        for name, tasks in (("a", f"tasks: [{{id: T1, title: T, {STRANGE[strange]}}}]"), ("b", ""))
    }
    start = time.process_time()
    found = Counter(p.code for p in judging.findings(portfolio(texts), date(2026, 11, 22)))
    assert time.process_time() - start < 10
    assert found["unknown-reference"] == 100


def test_many_strangers_among_many_people_stay_quick() -> None:
    people = ", ".join(f"{{id: somebody-{n}, name: Somebody {n}}}" for n in MANY)
    tasks = ", ".join(f"{{id: T{n}, title: T, owner: smoebdoy{n}-x}}" for n in MANY)
    texts = {
        "projects/people.yaml": f"people: [{people}]\n",
        "projects/a.yaml": f"title: A\nowner: B\nlifecycle: proposed\ntasks: [{tasks}]\n",
    }
    start = time.process_time()
    found = Counter(p.code for p in judging.findings(portfolio(texts), date(2026, 11, 22)))
    assert time.process_time() - start < 10
    assert found["unknown-person"] == 100


def test_nobody_allows_to_give_no_reason() -> None:
    text = "title: A\nowner: B\nlifecycle: proposed\n"
    text += "goals: [{title: G}]  # opsgen: allow missing-id, allow-without-reason\n"
    found = judging.findings(portfolio({"projects/a.yaml": text}), date(2026, 11, 22))
    assert [problem.code for problem in found] == ["allow-without-reason"]


def test_what_is_allowed_until_the_last_day_is_allowed() -> None:
    text = "title: A\nowner: B\nlifecycle: proposed\nsummary: '#5'\ngoals: [{title: G}]"
    text += "  # opsgen: allow missing-id until 9999-12-31 — for ever\n"
    found = judging.findings(portfolio({"projects/a.yaml": text}), date(2026, 11, 22))
    assert not {"missing-id", "allow-expired", "allow-unused"} & {problem.code for problem in found}


@pytest.mark.parametrize("period", ["0001-01", "0001-W01", "9999-12", "9999-W52"])
def test_an_update_may_be_about_the_first_or_last_of_all_days(period: str) -> None:
    text = f"title: A\nowner: B\nlifecycle: proposed\nupdates: [{{period: {period}, summary: x}}]\n"
    found = judging.findings(portfolio({"projects/a.yaml": text}), date(2026, 11, 22))
    assert ("update-in-future" in {problem.code for problem in found}) == period.startswith("9")


def test_an_error_of_reading_cannot_be_allowed() -> None:
    text = (
        "# opsgen: allow unknown-field — we like it\nowner: B\n# opsgen: allow unknown-field — yes\nownr: C\n"
    )
    found = judging.findings(portfolio({"projects/a.yaml": text}), date(2026, 11, 22))
    assert "unknown-field" in {problem.code for problem in found}


def test_next_id_follows_the_highest_in_use() -> None:
    assert next_id("milestones", []) == "M1"
    assert next_id("milestones", ["M1", "M7", "K9", "M2a", "m8"]) == "M8"


def test_long_chains_are_followed_without_recursion() -> None:
    tasks = "\n".join(f"  - {{id: T{i}, title: t, depends_on: [T{i + 1}]}}" for i in range(5000))
    text = f"title: x\nowner: y\nlifecycle: proposed\ngoals: [{{id: G1, title: g}}]\ntasks:\n{tasks}\n"
    text += "  - {id: T5000, title: t, depends_on: [T0]}\n"
    found = judging.check(portfolio({"projects/case.yaml": text}), date(2026, 11, 22))
    assert [p.code for p in found] == ["dependency-cycle"]


def test_a_dependency_may_stand_in_another_project() -> None:
    header = "title: A\nowner: Wang Fang\nstart: 2026-07-01\nfinish: 2026-12-31\nmilestones:\n"
    found = judging.check(
        portfolio(
            {
                "projects/平台.yaml": header + "  - {id: M4, title: Live, forecast: 2026-12-01}\n",
                "projects/broken.yaml": "title: [\n",
                "projects/web.yaml": header
                + "  - {id: M1, title: Open, forecast: 2026-12-10, depends_on: ['平台:M4', 'broken:M1']}\n"
                + "  - {id: M2, title: Known, forecast: 2026-12-20, depends_on: ['平台:M5']}\n",
            }
        ),
        date(2026, 11, 22),
    )
    assert [(problem.line, problem.code) for problem in found] == [(7, "unknown-reference")]


def test_a_long_circle_is_told_in_one_line() -> None:
    tasks = "".join(f"  - {{id: T{i}, title: t, depends_on: [T{(i + 1) % 50}]}}\n" for i in range(50))
    read = portfolio({"projects/a.yaml": f"title: a\nowner: a\nfinish: 2026-12-01\ntasks:\n{tasks}"})
    (found,) = (p for p in judging.check(read, date(2026, 11, 22)) if p.code == "dependency-cycle")
    said = words("en").say(found.message)
    assert said == "a circle: T0 → T1 → T2 → T3 → T4 → T5 → T6 → T7 → … → T48 → T49 → T0"


def test_findings_of_one_rule_in_one_project_end_at_a_hundred() -> None:
    """A megabyte of the same mistake would take a minute to explain, and nobody reads it."""
    head = "title: a\nowner: a\nfinish: 2026-12-01\n"
    stones = "milestones:\n" + "  - {id: M1, title: x, actual: 2030-01-01, depends_on: [Q]}\n" * 300
    read = portfolio({"projects/a.yaml": head + stones, "projects/b.yaml": head + stones})
    found = Counter((p.file, p.code) for p in judging.check(read, date(2026, 11, 22)))
    for code in ("duplicate-item-id", "unknown-reference"):
        assert [found[f"projects/{name}.yaml", code] for name in "ab"] == [100, 100]


def test_an_over_allocation_names_person_weeks_and_what_each_project_takes() -> None:
    case = Path(__file__).parent / "rules" / "over-allocated.yaml"
    found = [p for p in judging.check(portfolio(files(case)), as_of(case)) if p.code == "over-allocated"]
    assert [words("en").say(p.message) for p in found] == [
        "赵敏 is planned for 148% of the time in 2026-W49, 100% is there: case 80%, crm 68%",
        "陈晨 is planned for too much in 2026-W48 to 2026-W50; "
        "in 2026-W48 it is 110% of the time, 80% is there: case 110%",
        "赵敏 is planned for 148% of the time in 2026-W49, 100% is there: case 80%, crm 68%",
    ]
    assert words("zh").say(found[0].message) == "赵敏在 2026-W49 共投入 148%，可用 100%：case 80%、crm 68%"
    assert (
        words("zh").say(found[1].message)
        == "陈晨在 2026-W48 至 2026-W50 投入超量；2026-W48 共 110%，可用 80%：case 110%"
    )


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("cn", "did you mean `CN`?"),
        ("中国", "did you mean `CN`?"),
        ("工作日", "did you mean `weekdays`?"),
        ("Weekdays", "did you mean `weekdays`?"),
        ("DE_BY", "did you mean `DE-BY`?"),
        ("Atlantis", "write a name such as `CN`, `DE-BY`, `weekdays`"),
    ],
)
def test_a_calendar_is_found_by_what_people_call_it(name: str, hint: str) -> None:
    text = f"title: A\nowner: A\nlifecycle: proposed\ncalendar: {name}\ngoals: [{{title: Go}}]\n"
    assert hints({"projects/a.yaml": text}, "unknown-calendar") == [hint]
