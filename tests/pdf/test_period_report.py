"""The report of a week or month: which one it is, who owes one, what stands in it, and for whom."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from written import assembled

from opsgen.derive.snapshot import Snapshot
from opsgen.history import Provenance
from opsgen.pdf.handouts import handouts
from opsgen.pdf.jobs import print_all
from opsgen.render import Renderer
from opsgen.views import edition
from opsgen.views.edition import NO_SNAPSHOTS
from opsgen.views.handouts.chat import ROWS, chat
from opsgen.views.handouts.periods import CARDS, RISKS, told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from opsgen.pdf.jobs import Handout
    from opsgen.views import Audience, Edition
    from opsgen.views.handouts.periods import Often, Told

HEAD = {"owner": "Ann", "start": "2026-07-01", "finish": "2026-12-31", "lifecycle": "executing"}
GIFT: dict[str, Any] = {
    **HEAD,
    "title": "Gift",
    "cadence": "weekly",
    "milestones": [{"id": "M1", "title": "Launch", "baseline": "2026-11-01", "forecast": "2026-12-20"}],
    "metrics": [
        {"id": "K1", "title": "Sales", "unit": "pcs", "target": 100, "due": "2026-11-01"},
    ],
    "measurements": {"2026-11-04": {"K1": 60}},
    "budget": [{"id": "B1", "title": "Ads", "planned": 4000, "actual": 3000, "forecast": 5000}],
    "risks": [
        {"id": f"R{n}", "title": f"Risk {n}", "probability": 3, "impact": 3, "response": "Watch it"}
        for n in range(6)
    ],
    "issues": [{"id": "I1", "title": "Stuck", "severity": 5, "impact": "No stock", "raised": "2026-11-03"}],
    "decisions": [{"id": "D1", "title": "More?", "recommendation": "Yes", "cost": 777, "due": "2026-11-12"}],
    "actions": [
        {
            "id": "A1",
            "title": "Call",
            "owner": "Ann",
            "due": "2026-11-04",
            "done": "2026-11-05",
            "status": "done",
        },
        {"id": "A2", "title": "Write", "owner": "Ann", "due": "2026-11-11"},
    ],
    "updates": [
        {
            "period": "2026-W45",
            "summary": "Late, but not lost.",
            "done": ["The first thousand boxes"],
            "next": ["Count them"],
            "help_needed": [{"text": "A second van", "from": "Bob", "due": "2026-11-07"}],
            "author": "Ann",
        },
        {"period": "2026-W44", "summary": "The week before.", "done": ["Nothing much"]},
    ],
}
QUIET = {**HEAD, "title": "Quiet", "owner": "Cy", "cadence": "weekly"}


def seen(
    lang: str = "en",
    audience: Audience = "internal",
    as_of: date = date(2026, 11, 8),
    said: Mapping[str, tuple[Snapshot, ...]] = NO_SNAPSHOTS,
    **projects: dict[str, Any],
) -> Edition:
    files = {
        f"projects/{name}.yaml": json.dumps(data, ensure_ascii=False).encode()
        for name, data in projects.items()
    }
    portfolio = assembled(files)
    assert not projects or not [p for p in portfolio.problems if p.severity == "error"], portfolio.problems[
        :3
    ]
    provenance = Provenance(commit="0123456789" * 4, date=datetime(2026, 11, 8, tzinfo=UTC))
    return edition(
        portfolio, as_of=as_of, provenance=provenance, lang=lang, audience=audience, snapshots=said
    )


def report(of: Edition, often: Often = "weekly") -> Told:
    return told(of, often)


def printed(of: Edition, *projects: str, often: Often = "weekly") -> tuple[Handout, ...]:
    return handouts(Renderer(of), [f"{often}-report"], projects)


def text(html: str) -> str:
    """What stands on the paper, each run of space one blank."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("</head>")[2]).split())


def project(**more: Any) -> dict[str, Any]:
    return {**HEAD, "title": "One", **more}


def update(period: str) -> dict[str, str]:
    return {"period": period, "summary": f"On {period}."}


@pytest.mark.parametrize(
    ("periods", "often", "label"),
    [
        (["2026-W44", "2026-W45"], "weekly", "2026-W45"),
        (["2026-W43", "2026-W44"], "weekly", "2026-W44"),
        (["2026-W44", "2026-W46"], "weekly", "2026-W44"),
        ([], "weekly", "2026-W45"),
        (["2026-10"], "monthly", "2026-10"),
        (["2026-10", "2026-W45"], "monthly", "2026-11"),
        (["2026-10"], "weekly", "2026-W45"),
    ],
)
def test_it_is_on_the_period_under_way_or_the_last_with_an_update(
    periods: list[str], often: Often, label: str
) -> None:
    of = seen(x=project(updates=[update(one) for one in periods]))
    assert report(of, often).span.label == label


def test_one_project_has_its_own_last_period() -> None:
    of = seen(x=project(updates=[update("2026-W43")]), y=project(updates=[update("2026-W45")]))
    assert [told(of, "weekly", one).span.label for one in of.assessments] == ["2026-W43", "2026-W45"]
    assert report(of).span.label == "2026-W45"


@pytest.mark.parametrize(
    ("data", "often", "owes"),
    [
        ({"cadence": "weekly"}, "weekly", True),
        ({"cadence": "monthly"}, "weekly", False),
        ({"cadence": "monthly"}, "monthly", True),
        ({"cadence": "quarterly"}, "monthly", False),
        ({}, "monthly", False),
        ({"cadence": "biweekly"}, "weekly", True),
        ({"cadence": "biweekly", "updates": [update("2026-W44")]}, "weekly", False),
        ({"cadence": "biweekly", "updates": [update("2026-W43")]}, "weekly", True),
        ({"cadence": "weekly", "lifecycle": "on_hold"}, "weekly", False),
        ({"cadence": "weekly", "start": "2026-11-20"}, "weekly", False),
        ({"cadence": "weekly", "updates": [update("2026-W45")]}, "weekly", False),
    ],
)
def test_who_owes_a_report(data: dict[str, Any], often: Often, owes: bool) -> None:
    of = seen(x=project(**data), other=project(updates=[update("2026-W45")]))
    assert ["x" in [one.id for one in report(of, often).missing]] == [owes]


def test_red_and_newly_worse_come_first_and_then_those_that_wrote() -> None:
    late = {"id": "M1", "title": "Launch", "baseline": "2026-11-01", "forecast": "2026-12-20"}
    near = {**late, "forecast": "2026-11-09"}
    green = {**late, "baseline": "2026-12-20"}
    wrote = {"updates": [update("2026-W45")]}
    of = seen(
        calm=project(milestones=[green], **wrote),
        silent=project(milestones=[green], cadence="weekly"),
        watch=project(milestones=[near], **wrote),
        worse=project(milestones=[near], cadence="weekly"),
        red=project(milestones=[late], **wrote),
        said={"worse": (Snapshot(date(2026, 10, 30), "green"),)},
    )
    assert [row.of.project.id for row in report(of).rows] == ["red", "worse", "watch", "calm", "silent"]


EXPECTED = {
    "en": (
        "Weekly report Portfolio Gift Period Week 45, 2026 Days 2 Nov – 8 Nov 2026 Owner Ann",
        "Late, but not lost. Ann",
        "Done this period In the words of its owner The first thousand boxes What the data says",
        "Actions Done Call 5 Nov",
        "Planned next In the words of its owner Count them What the data says Due next week"
        " Decision to take More? 12 Nov Action Write 11 Nov",
        "Severe Issue I1 Stuck No stock Ann",
        "9 Medium Risk R0 Risk 0 Watch it Ann",
        "2 more on the site Deviations",
        "Slipping M1 Launch 1 Nov 20 Dec +49 days Target missed K1 Sales 100 pcs 60 pcs 60.0% attained"
        " Over the plan Spending ¥4 k ¥5 k +¥1 k (+25.0%)",
        "Help needed A second van Bob 2026-11-07 Decision to take D1 More? Yes ¥777 2026-11-12",
    ),
    "zh": (
        "项目周报 项目总览 Gift 期间 2026 年第 45 周 起止 2026年11月2日 – 11月8日 负责人 Ann",
        "Late, but not lost. Ann",
        "本期完成 负责人说明 The first thousand boxes 数据事实",
        "行动项 完成 Call 11月5日",
        "下期计划 负责人说明 Count them 数据事实 下周到期 待决策 More? 11月12日 行动项 Write 11月11日",
        "严重 问题 I1 Stuck No stock Ann",
        "9 中 风险 R0 Risk 0 Watch it Ann",
        "另有 2 项，见站点 偏差",
        "推迟 M1 Launch 11月1日 12月20日 +49 天 未达标 K1 Sales 100 pcs 60 pcs 完成 60.0%"
        " 超计划 支出 4,000 元 5,000 元 +1,000 元 (+25.0%)",
        "需协调事项 A second van Bob 2026-11-07 待决策 D1 More? Yes 777 元 2026-11-12",
    ),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_one_project_says(lang: str) -> None:
    (handout,) = printed(seen(lang, gift=GIFT, quiet=QUIET), "gift")
    said = text(handout.html(0))
    for part in EXPECTED[lang]:
        assert part in said, (part, said)
    assert "The week before." not in said
    assert "Quiet" not in said


@pytest.mark.parametrize(
    ("lang", "lead", "missing"),
    [
        ("en", "1 project wrote an update. Not reported yet: Quiet (Cy)", "Quiet not reported yet Cy"),
        ("zh", "1 个项目写了汇报。 尚未汇报：Quiet （Cy）", "Quiet 尚未汇报 Cy"),
    ],
)
def test_what_all_say_and_who_did_not(lang: str, lead: str, missing: str) -> None:
    (handout,) = printed(seen(lang, gift=GIFT, quiet=QUIET))
    said = text(handout.html(0))
    assert lead in said, said[:400]
    assert missing in said
    assert "The first thousand boxes" in said


def test_an_older_period_says_of_which_day_its_lights_are() -> None:
    (handout,) = printed(seen(as_of=date(2026, 11, 23), gift=GIFT), "gift")
    assert "those of 23 Nov 2026, not of the end of the period" in text(handout.html(0))
    (now,) = printed(seen(gift=GIFT), "gift")
    assert "not of the end of the period" not in text(now.html(0))


def test_one_report_of_all_and_one_of_each_that_is_named() -> None:
    of = seen(gift=GIFT, quiet=QUIET)
    assert [one.path for one in printed(of)] == ["weekly-report.en.pdf"]
    assert [one.path for one in printed(of, "quiet")] == ["quiet.weekly-report.en.pdf"]
    assert [one.path for one in printed(of, often="monthly")] == ["monthly-report.en.pdf"]


def test_what_it_calls_done_and_the_data_does_not() -> None:
    said = {"period": "2026-W45", "summary": "Good.", "done": ["Launch"]}
    (handout,) = printed(seen(x=project(milestones=GIFT["milestones"], updates=[said])), "x")
    assert "Words and data differ" in text(handout.html(0))


def test_a_month_takes_the_words_of_its_weeks() -> None:
    (card,) = report(seen(gift=GIFT), "monthly").cards
    assert [said.period for said in card.said] == ["Week 45, 2026"]
    weeks = [*GIFT["updates"], {"period": "2026-W46", "summary": "Later.", "done": ["More boxes"]}]
    (card,) = report(seen(as_of=date(2026, 11, 15), gift={**GIFT, "updates": weeks}), "monthly").cards
    assert [entry.plain for entry in card.done] == ["More boxes", "The first thousand boxes"]
    assert card.summary.plain == "Later."


def test_at_most_five_risks_the_severe_issue_before_them() -> None:
    (card,) = report(seen(gift=GIFT)).cards
    assert [one.id for one in card.troubles] == ["I1", "R0", "R1", "R2", "R3"]
    assert (len(card.troubles), card.more_troubles) == (RISKS, 2)


def test_what_is_over_has_neither_risks_nor_deviations() -> None:
    over = {**GIFT, "lifecycle": "closed", "closed": "2026-11-06"}
    (card,) = report(seen(gift=over)).cards
    assert (card.troubles, card.deviations.shown) == ((), ())


def test_a_late_promise_of_another_project_is_named_and_one_that_is_hidden_is_not() -> None:
    waits = [{"id": "DP1", "title": "The register", "direction": "inbound", "other": "till:M1"}]
    waits[0] |= {"due": "2026-11-05"}
    till = project(title="Tills", milestones=[{"id": "M1", "title": "Live", "forecast": "2026-12-01"}])
    of = seen(x=project(dependencies=waits), till=till)
    (need,) = (card.needs for card in report(of).cards if card.of.project.id == "x")
    assert [(one.id, one.more.plain) for one in need] == [("DP1", "Tills")]
    hidden = seen(x=project(dependencies=waits), till={**till, "confidentiality": "restricted"})
    html = "".join(one.html(0) for one in (*printed(hidden), *printed(hidden, "x")))
    assert "Tills" not in html
    assert "Live" not in html


@pytest.mark.parametrize("often", ["weekly", "monthly"])
def test_the_public_sees_no_amounts_and_nobody_sees_what_is_restricted(often: Often) -> None:
    people = seen(gift=GIFT, secret={**QUIET, "title": "Secret", "confidentiality": "restricted"})
    for one in (*printed(people, often=often), *printed(people, "gift", "secret", often=often)):
        assert "Secret" not in one.html(0)
    board = seen(audience="board", secret={**QUIET, "title": "Secret", "confidentiality": "restricted"})
    assert "Secret" in printed(board, often=often)[0].html(0)
    of = seen(audience="public", gift={**GIFT, "confidentiality": "public"})
    for one in (*printed(of, often=often), *printed(of, "gift", often=often)):
        html = one.html(0)
        assert "Launch" in html
        for amount in ("777", "¥4 k", "¥5 k", "¥3 k", "4,000"):
            assert amount not in html
        assert not one.attached


def test_ten_lines_are_enough() -> None:
    of = seen(x={"title": "Small", "owner": "Ann"})
    (all_,) = printed(of)
    (one,) = printed(of, "x")
    assert "No report on this period." in text(one.html(0))
    assert "<table" not in one.html(0)
    assert "0 projects wrote an update." in text(all_.html(0))


def test_nobody_is_there() -> None:
    (handout,) = printed(seen())
    assert "<table" not in handout.html(0)


def test_the_report_ends_somewhere() -> None:
    many = {f"p{n:03}": project(updates=[update("2026-W45")]) for n in range(CARDS + 3)}
    of = seen(**many)
    (handout,) = printed(of)
    html = handout.html(0)
    assert html.count('<article class="week">') == CARDS
    assert "3 more projects with words or facts stand on the site." in html
    assert chat(report(of), of, None, "text").count("\n• ") == ROWS


def test_author_text_is_escaped() -> None:
    bad = "<script>alert(1)</script>"
    said = {"period": "2026-W45", "summary": bad, "done": [bad], "help_needed": [{"text": bad}]}
    of = seen(x=project(title=bad, owner=bad, updates=[said]))
    for one in (*printed(of), *printed(of, "x")):
        assert "<script" not in one.html(0)
        assert "&lt;script&gt;" in one.html(0)


def test_it_prints(tmp_path: Path) -> None:
    of = seen("zh", gift=GIFT, quiet=QUIET)
    outcomes = print_all((*printed(of), *printed(of, "gift"), *printed(of, often="monthly")), tmp_path)
    for outcome in outcomes:
        assert outcome.file is not None, outcome.problems
        assert not outcome.problems


def test_a_message_for_chat_tools() -> None:
    of = seen(gift=GIFT, quiet=QUIET)
    gift = next(one for one in of.assessments if one.project.id == "gift")
    one = chat(told(of, "weekly", gift), of, gift, "markdown")
    lines = one.splitlines()
    assert lines[0] == "**Gift, week 45 (2 Nov – 8 Nov)**"
    assert lines[2] == "Late, but not lost."
    assert "- Severe: Stuck; No stock (Ann)" in lines
    assert "- Launch: 20 Dec instead of 1 Nov, +49 days" in lines
    assert "- Help needed: A second van (Bob, by 7 Nov)" in lines
    assert [line for line in lines if line.startswith("**")][1:] == [
        "**Done this period**",
        "**What the data says**",
        "**Planned next**",
        "**Risks and problems**",
        "**Deviations**",
        "**Help and decisions needed**",
    ]


def test_a_message_about_all_in_chinese() -> None:
    of = seen("zh", gift=GIFT, quiet=QUIET)
    assert chat(report(of), of, None, "text").splitlines() == [
        "【项目总览 · 第 45 周周报（11月2日 – 11月8日）】",
        "1 个项目写了汇报。",
        "",
        "项目：",
        "• Gift：红；Late, but not lost.",
        "• Quiet：未评估；没有可评估的内容",
        "",
        "尚未汇报：",
        "• Quiet（Cy）",
        "",
        "需协调与决策事项：",
        "• Gift：需协调事项：A second van（Bob，11月7日前）",
        "• Gift：待决策：More?；Yes（11月12日前）",
    ]


def test_a_message_obeys_nobody() -> None:
    said = {"period": "2026-W45", "summary": "@all **now** <at user_id='all'></at>"}
    of = seen(x=project(updates=[said]))
    for form in ("text", "markdown"):
        message = chat(report(of), of, None, form)
        assert "@" not in message
        assert "<" not in message


def test_a_message_for_the_public_has_no_amounts() -> None:
    of = seen(audience="public", gift={**GIFT, "confidentiality": "public"})
    (gift,) = of.assessments
    for message in (chat(report(of), of, None, "text"), chat(told(of, "weekly", gift), of, gift, "text")):
        assert not re.search(r"777|[345],000|¥", message)
