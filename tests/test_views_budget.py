"""The money of a project as readers see it: whether it will do and why, its tables, its files."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

import pytest

from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.portfolio import assemble
from opsgen.render import Renderer
from opsgen.views import Audience, edition
from opsgen.views.project import project
from opsgen.views.sections.budget import BudgetView, budget, budget_tables
from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.views.edition import Edition

AS_OF = date(2026, 11, 22)
HEAD = """
title: Sale
owner: Wang
start: 2026-08-01
finish: 2027-01-31
confidentiality: public
milestones: [{id: M1, title: Open, forecast: 2026-12-01}]
"""
LINES = """
phases: [{id: P1, title: Prepare, start: 2026-08-01, finish: 2026-09-30}]
tasks: [{id: T1, title: a, status: done}, {id: T2, title: b}]
budget:
- {id: B1, title: Ads, category: marketing, planned: 800万, forecast: 960万, committed: 700万,
   notes: The channel costs **more**,
   actuals: [{date: 2026-09-10, amount: 150万}, {date: 2026-10-10, amount: 250万}]}
- {id: B2, title: Stand, category: equipment, type: capex, planned: 20万, phase: P1,
   actuals: [{date: 2026-10-31, amount: 3万}]}
- {id: B3, title: Surprises, category: contingency, planned: 50万,
   actuals: [{date: 2026-10-31, amount: 40万}]}
- {id: B4, title: Board, category: management_reserve, planned: 7万}
- {id: B5, title: Tickets, type: income, planned: 1200万, actual: 300万, forecast: 1100万}
"""


def told(
    lines: str = LINES, audience: Audience = "internal", lang: str = "en"
) -> tuple[Edition, BudgetView | None]:
    found = assemble({"projects/sale.yaml": partial(bytes, (HEAD + lines).encode())})
    assert found.projects, found.problems
    of = edition(found, as_of=AS_OF, provenance=Provenance(), lang=lang, audience=audience)
    view = budget(of, of.assessments[0])["money"]
    assert view is None or isinstance(view, BudgetView)
    return of, view


def verdict(lines: str, lang: str = "en") -> str:
    _, view = told(lines, lang=lang)
    assert view is not None
    return words(lang).say(view.verdict)


def test_one_sentence_says_whether_the_money_will_do_and_the_lines_say_why() -> None:
    _, view = told()
    assert view is not None
    assert words("en").say(view.verdict) == (
        "The money will not do: ¥10.3 M is expected, ¥1.6 M (+18.4%) more than ¥8.7 M planned; "
        "the tolerance is 10%."
    )
    assert view.light[0] == "late"
    assert [(why.id, why.over, why.notes.plain) for why in view.why] == [
        ("B1", "¥1.6 M", "The channel costs **more**")
    ]
    assert (
        verdict(LINES, "zh")
        == "预计超支：全部需 1,030 万元，比计划的 870 万元多 160 万元（+18.4%），超出 10% 的容差。"
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            "planned: 100, forecast: 104",
            "The plan will be exceeded within its tolerance of 10%: ¥104 is expected",
        ),
        ("planned: 100, forecast: 80", "The money will do: ¥80 is expected, ¥20 less than the ¥100 planned."),
        ("planned: 100, actual: 7", "The money will do: ¥100 is planned and expected."),
        ("planned: 100", "Whether ¥100 will do is unknown"),
        ("planned: 0, forecast: 5", "¥5 is expected, and nothing was planned."),
        ("planned: 5, type: income", "Nothing is to be spent."),
    ],
)
def test_the_sentence_says_no_more_than_is_known(line: str, said: str) -> None:
    assert verdict(f"budget: [{{id: B1, title: a, {line}}}]").startswith(said)


def test_of_a_closed_project_it_says_what_was_spent() -> None:
    text = "lifecycle: closed\nclosed: 2026-10-31\nbudget: [{id: B1, title: a, planned: 100, actual: 90}]"
    assert verdict(text) == "¥90 was spent of the ¥100 planned."


def test_rates_and_returns() -> None:
    _, view = told()
    assert view is not None
    say = words("en")
    shown = {say.say(sum_.name): (sum_.shown, sum_.note) for sum_ in (*view.sums, *view.burn, *view.returns)}
    assert shown == {
        "Planned": ("¥8.7 M", ""),
        "Committed": ("¥7 M", "¥1 M not committed"),
        "Used": ("¥4.43 M", "51%"),
        "Forecast": ("¥10.3 M", "+¥1.6 M"),
        "Management reserve": ("¥70 k", "apart"),
        "Used a month": ("¥2.22 M", ""),
        "At this rate the plan lasts until": ("Jan 2027", "1.9 months"),
        "Contingency": ("¥400 k of ¥500 k used", "80%"),
        "Income planned": ("¥12 M", "return +37.9%"),
        "Income so far": ("¥3 M", "return −32.3%"),
        "Income expected": ("¥11 M", "return +6.8%"),
    }
    faster = next(sum_ for sum_ in view.burn if sum_.note == "80%")
    assert faster.tone == "bad", "half of the work is done"


@pytest.mark.parametrize(
    ("forecast", "said", "not_said"),
    [
        ("105", "within tolerance", "over budget"),
        ("120", "over budget", "within tolerance"),
        ("100", "within budget", "tolerance"),
    ],
)
def test_the_figure_judges_a_line_as_the_register_does(forecast: str, said: str, not_said: str) -> None:
    _, view = told(f"budget: [{{id: B1, title: Ads, planned: 100, forecast: {forecast}}}]\n")
    assert view is not None
    assert said in view.figure
    assert not_said not in view.figure


def test_every_amount_of_the_tables_stands_in_one_step() -> None:
    for lang, step in (("zh", "万元"), ("en", " k")):
        _, view = told(lang=lang)
        assert view is not None
        cells = [
            cell
            for row in view.rows
            for cell in (row.planned, row.actual, row.forecast, row.variance)
            if cell
        ]
        cells += [cell for cut in view.cuts for _, amounts, _ in cut.rows for cell in amounts if cell]
        cells += [cell for month in view.months for cell in month.amounts if cell]
        assert len(cells) > 40
        assert all(cell.endswith(step) for cell in cells), cells


def test_what_is_used_says_where_it_comes_from() -> None:
    _, view = told()
    assert view is not None
    say = words("en")
    assert [say.say(row.source) if row.source else "" for row in view.rows] == [
        "dated, up to 10 Oct 2026",
        "dated, up to 31 Oct 2026",
        "dated, up to 31 Oct 2026",
        "",
        "one amount",
    ]
    files = {
        "projects/sale.yaml": partial(bytes, (HEAD + "budget: [{id: B1, title: Ads, planned: 9}]").encode()),
        "projects/data/actuals.csv": partial(bytes, b"project,line,month,amount\nsale,B1,2026-10,5\n"),
    }
    of = edition(assemble(files), as_of=AS_OF, provenance=Provenance(), lang="en")
    view = budget(of, of.assessments[0])["money"]
    assert isinstance(view, BudgetView)
    assert say.say(view.rows[0].source or "") == "finance sheet, up to Oct 2026"


def test_the_files_hold_the_exact_amounts_and_add_up() -> None:
    of, _ = told()
    tables = dict(budget_tables(of, of.assessments[0]))
    lines = sheet(tables["budget"], "en").decode("utf-8-sig").splitlines()
    assert lines[1].startswith(
        "sale,B1,Ads,Wang,Marketing,Operating,,,8000000,7000000,1000000,4000000,9600000,1600000"
    )
    months = [line.split(",") for line in sheet(tables["months"], "en").decode("utf-8-sig").splitlines()]
    assert months[0][2:5] == ["Month", "Planned (CNY)", "Used (CNY)"]
    assert sum(Decimal(row[3]) for row in months[1:]) == 8_700_000
    assert sum(Decimal(row[5]) for row in months[1:]) == 10_300_000
    assert months[-1][6:] == ["8700000", "", "10300000"]


def test_who_may_not_see_amounts_gets_no_section_and_no_file() -> None:
    of, view = told(audience="public")
    assert view is None
    assert budget_tables(of, of.assessments[0]) == ()
    page = project(of, of.assessments[0])
    assert not page.lists
    assert 'id="_budget"' not in Renderer(of).page(page).html


def test_the_page_shows_the_notes_of_authors_as_data() -> None:
    of, _ = told(LINES.replace("costs **more**", "costs <script>x</script> **more**"))
    html = Renderer(of).page(project(of, of.assessments[0])).html
    assert "<strong>more</strong>" in html
    assert "<script>x" not in html
    assert 'href="sale.budget.csv"' in html
    assert 'href="sale.months.csv"' in html
    assert re.search(r'<a href="#B1"><span class="ops-id">B1</span> Ads</a>', html)
