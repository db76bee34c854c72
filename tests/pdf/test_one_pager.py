"""The one-pager is one page, whatever was written; and it says the right things."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from written import assembled

from opsgen.derive.snapshot import Snapshot
from opsgen.history import Provenance
from opsgen.pdf.handouts import handouts
from opsgen.pdf.jobs import print_all
from opsgen.render import Renderer
from opsgen.views import edition
from opsgen.views.edition import NO_SNAPSHOTS
from opsgen.views.one_pager import OnePager, one_pager
from opsgen.views.paper import LEVELS, fitted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from opsgen.views import Audience, Edition

AS_OF = date(2026, 11, 8)
LONG = {
    "han": "退货高峰超过二号仓质检能力可售库存回不来",
    "wide": "W",
    "narrow": "il",
    "words": "the quick brown fox jumps over ",
    "address": "https://example.org/a-long/path?with=",
    "mixed": "压测M2 推迟14天（“网关”延期），¥1.2M；",
    "lines": "one\n\n- two\n",
    "tags": "<b>&amp;</b><script>",
    "boxes": "🎉e\u0301",
}


def portfolio_of(**projects: dict[str, object]) -> dict[str, bytes]:
    return {
        f"projects/{name}.yaml": json.dumps(data, ensure_ascii=False).encode()
        for name, data in projects.items()
    }


def seen(
    files: dict[str, bytes],
    lang: str = "en",
    audience: Audience = "internal",
    said: Mapping[str, tuple[Snapshot, ...]] = NO_SNAPSHOTS,
) -> Edition:
    portfolio = assembled(files)
    assert not [p for p in portfolio.problems if p.severity == "error"], portfolio.problems[:3]
    provenance = Provenance(commit="0123456789" * 4, date=datetime(2026, 11, 8, tzinfo=UTC))
    return edition(
        portfolio, as_of=AS_OF, provenance=provenance, lang=lang, audience=audience, snapshots=said
    )


def endless(letters: str) -> dict[str, object]:
    """A project with far too much of everything, all of it far too long."""
    text = letters * (800 // len(letters))
    return {
        "title": text,
        "owner": text[:80],
        "sponsor": text[:80],
        "lifecycle": "executing",
        "start": "2026-01-01",
        "finish": "2026-12-31",
        "decisions": [
            {"id": f"D{n}", "title": text, "due": "2026-11-20", "recommendation": text, "cost": 123456789}
            for n in range(9)
        ],
        "metrics": [
            {
                "id": f"K{n}",
                "title": text,
                "unit": text[:16],
                "target": 10**9,
                "start_value": 1,
                "due": "2026-12-01",
                "measurements": [{"date": "2026-11-01", "value": 123456789.25}],
            }
            for n in range(9)
        ],
        "milestones": [
            {
                "id": f"M{n}",
                "title": text,
                "baseline": "2025-01-01",
                "forecast": f"2027-01-{n + 10}",
                "reason": text,
            }
            for n in range(9)
        ],
        "budget": [{"id": "B1", "title": text, "planned": 10**9, "actual": 10**8, "forecast": 3 * 10**9}],
        "risks": [
            {
                "id": f"R{n}",
                "title": text,
                "probability": 5,
                "impact": 5,
                "response": text,
                "owner": text[:80],
            }
            for n in range(9)
        ],
        "updates": [{"period": "2026-11", "summary": text[:400], "done": [text] * 9, "next": [text] * 9}],
    }


@pytest.mark.parametrize(("lang", "names"), [("zh", tuple(LONG)), ("en", ("words", "narrow"))])
def test_one_page_whatever_was_written(lang: str, names: tuple[str, ...], tmp_path: Path) -> None:
    projects = portfolio_of(**{name: endless(LONG[name]) for name in names})
    outcomes = print_all(handouts(Renderer(seen(projects, lang)), ["one-pager"]), tmp_path)
    assert len(outcomes) == len(names)
    for outcome in outcomes:
        assert outcome.file is not None, (outcome.handout.path, outcome.problems)
        assert outcome.pages == 1


@pytest.mark.parametrize(("lang", "names"), [("zh", ("wide", "narrow", "mixed")), ("en", ("words",))])
def test_one_page_with_what_the_last_report_said(lang: str, names: tuple[str, ...], tmp_path: Path) -> None:
    projects = portfolio_of(**{name: endless(LONG[name]) for name in names})
    then = {f"M{n}": date(2024, 1, n + 10) for n in range(9)}
    last = Snapshot(date(2025, 12, 31), "grey", milestones=then)
    of = seen(projects, lang, said=dict.fromkeys(names, (last,)))
    for outcome in print_all(handouts(Renderer(of), ["one-pager"]), tmp_path):
        assert outcome.pages == 1, (outcome.handout.path, outcome.problems)


def test_the_last_report_is_named_with_its_light_and_days() -> None:
    last = Snapshot(date(2026, 10, 30), "red", milestones={"M1": date(2026, 11, 24)})
    of = seen(portfolio_of(x=small(), y=small()), said={"x": (last,)})
    one, other = (one_pager(assessment, of) for assessment in of.assessments)
    assert [(aside.label, aside.light.word) for aside in one.asides] == [("Last report, 30 Oct", "Red")]
    assert [(stone.deviation, stone.moved) for stone in one.milestones] == [("–", "+7 days")]
    assert (one.since, other.since, other.asides) == ("30 Oct", "", ())
    printed, alone = (handout.html(0) for handout in handouts(Renderer(of), ["one-pager"]))
    assert "Since 30 Oct" in printed
    assert "ops-turn--other" in printed
    assert "30 Oct" not in alone


def test_texts_only_shrink_from_level_to_level() -> None:
    of = seen(portfolio_of(x=endless("压测 W ")))
    one = one_pager(of.assessments[0], of)
    sizes = [len(str(fitted(one, level))) for level in range(LEVELS)]
    assert sizes == sorted(sizes, reverse=True)
    assert len(str(one)) > sizes[0]


def small() -> dict[str, object]:
    return {
        "title": "Gift",
        "owner": "Ann",
        "start": "2026-07-01",
        "finish": "2026-12-31",
        "milestones": [{"id": "M1", "title": "Launch", "forecast": "2026-12-01"}],
    }


def of_small(**more: object) -> OnePager:
    of = seen(portfolio_of(x={**small(), **more}))
    return one_pager(of.assessments[0], of)


def test_empty_parts_are_not_taken() -> None:
    of = seen(portfolio_of(x=small()))
    (handout,) = handouts(Renderer(of), ["one-pager"])
    html = handout.html(0)
    assert "Launch" in html
    for heading in ("Decisions wanted", "Key metrics", "Money", "Risks", "Done", "Next"):
        assert f">{heading}" not in html
    assert "left-out" not in html


def test_what_is_left_out_is_counted() -> None:
    one = of_small(milestones=[{"id": f"M{n}", "title": "x", "forecast": "2026-12-01"} for n in range(8)])
    assert len(one.milestones) == 5
    assert one.left_out == "Not shown here: 3 milestones; all of it is on the project's page."


def test_troubled_key_milestones_come_before_others() -> None:
    late = {"id": "LATE", "title": "x", "baseline": "2026-09-01", "forecast": "2026-12-24"}
    inner = [{"id": f"I{n}", "title": "x", "type": "internal", "forecast": "2026-11-20"} for n in range(5)]
    old = [{"id": f"O{n}", "title": "x", "actual": f"2026-08-0{n + 1}"} for n in range(3)]
    chosen = [
        stone.id for stone in of_small(milestones=[*old, *inner, late], lifecycle="executing").milestones
    ]
    assert chosen[-1] == "LATE"
    assert not set(chosen) & {"O0", "O1", "O2"}


def test_a_rate_is_judged_without_a_tick_and_a_way_with_one() -> None:
    metrics = [
        {"id": "K1", "title": "CAC", "direction": "down", "unit": "%", "target": 86.0},
        {"id": "K2", "title": "Sales", "cumulative": True, "target": 100, "due": "2026-12-31"},
    ]
    values = {"2026-11-01": {"K1": 86.6, "K2": 40}}
    one = of_small(metrics=metrics, measurements=values)
    rate, way = sorted(one.metrics, key=lambda kpi: kpi.id)
    assert (rate.rate, rate.tick, rate.target) == ("99.3%", None, "≤ 86%")
    assert way.rate == "40.0%"
    assert way.tick == pytest.approx(71.0, abs=0.1)


def test_the_money_bar_is_as_wide_as_the_most_that_is_expected() -> None:
    money = of_small(
        budget=[{"id": "B1", "title": "Ads", "planned": 800, "actual": 600, "forecast": 1000}]
    ).money
    assert money is not None
    assert (money.used, money.plan, money.more) == (60.0, 80.0, 20.0)
    assert money.note == "forecast ¥200 over the plan (+25.0%)"


def test_the_public_sees_neither_amounts_nor_sources() -> None:
    budget = [{"id": "B1", "title": "Ads", "planned": 800}]
    decisions = [{"id": "D1", "title": "More?", "cost": 777}]
    data = {**small(), "budget": budget, "decisions": decisions, "confidentiality": "public"}
    of = seen(portfolio_of(x=data), audience="public")
    one = one_pager(of.assessments[0], of)
    assert one.money is None
    assert one.decisions[0].amount == ""
    (handout,) = handouts(Renderer(of), ["one-pager"])
    assert handout.attached == {}
    assert "777" not in handout.html(0)


def test_author_text_is_escaped() -> None:
    of = seen(portfolio_of(x={**small(), "title": "<script>alert(1)</script>", "owner": "<img src=x>"}))
    html = handouts(Renderer(of), ["one-pager"])[0].html(0)
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
