"""The money of all projects as readers see it, and that it adds up however it is cut."""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from datetime import date
from decimal import Decimal
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import assembled

from opsgen.derive.portfolio import counted
from opsgen.derive.treasury import treasuries
from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, Page, edition, pages

if TYPE_CHECKING:
    from opsgen.views.edition import Edition

AS_OF = date(2026, 11, 22)
HEAD = (
    "owner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\n"
    "milestones: [{id: M1, title: Live, forecast: 2026-12-20}]\n"
)
PROMO = """
budget:
  - id: B1
    title: Adverts
    category: marketing
    planned: 800k
    forecast: 960k
    committed: 700k
    actuals: [{date: 2026-09-30, amount: 400k}, {date: 2026-10-31, amount: 212k}]
    notes: "The channel got *dearer* <script>alert(1)</script>"
  - {id: B2, title: Stock, category: material, type: capex, planned: 200k, actual: 100k, forecast: 200k}
  - {id: B3, title: Kept, category: contingency, planned: 100k, actual: 20k, forecast: 100k}
  - {id: B4, title: Last resort, category: management_reserve, planned: 50k}
  - {id: B5, title: Sales, type: income, planned: 2m, forecast: 1.89m}
decisions: [{id: D1, title: More adverts, cost: 60k, due: 2026-11-30}, {id: D2, title: A new name}]
vendors:
  - id: V1
    name: Printers
    payments: [{title: First half, amount: 30k, due: 2026-12-01}, {amount: 30k, due: 2027-03-01}]
"""
SMALL = "budget: [{id: B1, title: Servers, category: software, planned: 10k, actual: 4k, forecast: 9k}]\n"
GROWTH = "programmes: [{id: growth, title: Growth, projects: [promo]}]\n"


def made(
    files: dict[str, str],
    audience: Audience = "internal",
    lang: str = "en",
    settings: str = "",
    sheets: dict[str, str] | None = None,
) -> Edition:
    """An edition of some projects."""
    texts = {
        f"projects/{name}.yaml": (f"title: {name.title()}\n" + HEAD + text).encode()
        for name, text in files.items()
    }
    if settings:
        texts["projects/portfolio.yaml"] = ("title: All\n" + settings).encode()
    texts |= {f"projects/{name}": text.encode() for name, text in (sheets or {}).items()}
    found = assembled(texts)
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    return edition(found, as_of=AS_OF, provenance=Provenance(None, None), lang=lang, audience=audience)


def by_path(of: Edition) -> dict[str, Page]:
    return {page.path: page for page in pages(of)}


def site(files: dict[str, str], audience: Audience = "internal", **rest: Any) -> dict[str, str]:
    """The pages of some projects, by path."""
    of = made(files, audience, **rest)
    renderer = Renderer(of)
    return {page.path: renderer.page(page).html for page in pages(of)}


def words_of(html: str) -> str:
    """What stands on the page, without marks and figures."""
    html = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def section(html: str, name: str) -> str:
    return next(part for part in html.split("<section")[1:] if f'<h2 id="_{name}"' in part)


def lead(html: str) -> str:
    found = re.search(r'<p class="ops-lead">(.*?)</p>', html, re.DOTALL)
    assert found is not None
    return words_of(found.group(1)).strip()


def file_of(of: Edition, path: str, name: str = "") -> list[dict[str, str]]:
    """The rows of the file beside a page, or of its list of this name."""
    page = by_path(of)[path]
    table = dict(page.lists)[name] if name else page.table
    assert table is not None
    return list(csv.DictReader(io.StringIO(sheet(table, of.lang).decode("utf-8-sig"), newline="")))


# ---- the page


def test_the_first_sentences_say_how_the_money_stands() -> None:
    html = site({"promo": PROMO, "small": SMALL})["money.md"]
    assert lead(html) == (
        "¥1.11 M planned, ¥736 k used (66%), ¥1.27 M expected in the end: ¥159 k more than planned."
        " 1 project is expected to cost more than planned, 1 beyond the tolerance."
    )


def test_the_first_sentences_where_nothing_goes_wrong() -> None:
    assert lead(site({"small": SMALL})["money.md"]) == (
        "¥10 k planned, ¥4 k used (40%), ¥9 k expected in the end: ¥1 k less than planned."
        " No project is expected to cost more than planned."
    )
    unknown = "budget: [{id: B1, title: Servers, planned: 10k}]\n"
    assert lead(site({"small": unknown})["money.md"]) == (
        "¥10 k planned. Nobody has written yet what is used or expected: whether the plan will do is unknown."
    )


def test_chinese_sentences() -> None:
    html = site({"promo": PROMO}, lang="zh")["money.md"]
    assert lead(html) == (
        "计划 110 万元，已用 73.2 万元（67%），最终预计 126 万元，超计划 16 万元。"
        "1 个项目预计超支，其中 1 个超出容差。"
    )
    assert '<h1 id="_top">资金</h1>' in html


def test_an_overrun_names_its_lines_and_says_why_in_the_words_of_the_owner() -> None:
    html = section(site({"promo": PROMO})["money.md"], "overruns")
    text = words_of(html)
    assert "Promo" in text
    assert "+¥160 k 14.5% of the plan" in text
    assert "B1 Adverts +¥160 k The channel got dearer" in text
    assert "B2" not in text
    assert "<em>dearer</em>" in html
    assert "<script>" not in html


def test_sums_open_to_say_what_is_in_them() -> None:
    html = site({"promo": PROMO})["money.md"]
    strip = words_of(html.split("ops-strip")[1].split("<section")[0])
    assert "without the management reserve" in strip
    assert "¥20 k" in strip
    assert "of ¥100 k" in strip
    assert "(expected income − expected spending) / expected spending" in strip
    assert "+50%" in strip, "(1.89 M − 1.26 M) / 1.26 M"
    assert "1 project with income" in strip
    assert "Management reserve, apart ¥50 k" in words_of(html)


def test_the_table_has_the_worst_project_first() -> None:
    html = section(site({"small": SMALL, "promo": PROMO})["money.md"], "projects")
    assert html.index("Promo") < html.index("Small")
    assert "Red" in words_of(html)
    assert "¥20 k of ¥100 k" in words_of(html)
    assert "¥306 k" in words_of(html), "the average of two full months"


def test_the_months_end_with_the_total() -> None:
    html = section(site({"promo": PROMO, "small": SMALL})["money.md"], "curve")
    assert "Nov 2026 now" in words_of(html)
    assert "Total ¥1.11 M ¥736 k ¥1.27 M" in words_of(html)


def test_projects_that_are_over_or_only_proposed_stand_apart() -> None:
    files = {"promo": PROMO, "old": SMALL + "lifecycle: cancelled\n", "new": SMALL + "lifecycle: proposed\n"}
    html = site(files)["money.md"]
    assert lead(html).startswith("¥1.1 M planned")
    assert "Not in the sums: only proposed, or over 2" in words_of(html)
    assert "Old Cancelled" in words_of(html)
    alone = site({"old": SMALL + "lifecycle: cancelled\n"})["money.md"]
    assert lead(alone) == "No project that goes on has a budget."


def test_no_page_where_nobody_has_a_budget() -> None:
    found = site({"promo": ""})
    assert "money.md" not in found
    assert "budget.md" not in found
    assert "money.html" not in found["index.md"]


def test_the_front_page_leads_to_it() -> None:
    assert 'href="money.html"' in site({"promo": PROMO})["index.md"]


def test_decisions_that_cost_money_and_payments_that_come_soon() -> None:
    html = site({"promo": PROMO})["money.md"]
    decisions, payments = words_of(section(html, "decisions")), words_of(section(html, "payments"))
    assert "D1 More adverts" in decisions
    assert "¥60 k" in decisions
    assert "A new name" not in decisions
    assert "Printers" in payments
    assert "First half" in payments
    assert "2027-03-01" not in payments


def test_what_of_the_finance_sheet_fits_nowhere_is_told_with_the_amount() -> None:
    sheet = {
        "data/actuals.csv": "project,line,month,amount\npromo,B2,2026-10,5000\nnobody,B1,2026-10,1234.50\n"
    }
    html = site({"small": SMALL}, sheets=sheet)["money.md"]
    assert "2 rows of the finance sheet belong to no budget line and are not counted: ¥6.23 k." in words_of(
        html
    )
    assert 'href="quality.html"' in html
    assert "finance sheet" not in words_of(site({"small": SMALL})["money.md"])
    files = {"small": SMALL + "confidentiality: public\npublish_amounts: true\n"}
    assert "finance sheet" not in words_of(site(files, "public", sheets=sheet)["money.md"])


def test_a_row_that_may_be_of_a_hidden_project_is_told_to_those_alone_who_see_it() -> None:
    rows = "project,line,month,amount\nsecrt,B1,2026-10,1234.50\nsmall,B9,2026-10,100\n"
    files = {"small": SMALL, "secret": SMALL + "confidentiality: restricted\n"}
    said = {
        audience: words_of(site(files, audience, sheets={"data/actuals.csv": rows})["money.md"])
        for audience in ("internal", "board")
    }
    assert "row of the finance sheet belongs to no budget line and is not counted: ¥100." in said["internal"]
    assert "2 rows of the finance sheet belong to no budget line" in said["board"]


# ---- currencies


DOLLARS = "currency: USD\nbudget: [{id: B1, title: Fees, planned: 1000, actual: 500, forecast: 1200}]\n"


def test_nothing_but_a_reserve_is_said_too() -> None:
    kept = "budget: [{id: B1, title: Kept, category: management_reserve, planned: 5k}]\n"
    html = site({"small": kept})["money.md"]
    assert "Management reserve, apart ¥5 k" in words_of(html)
    assert "_cuts" not in html


def test_a_currency_with_a_rate_is_converted_and_the_rate_told() -> None:
    html = site({"promo": PROMO, "abroad": DOLLARS}, settings="rates: {USD: 7.125}\n")["money.md"]
    assert "1 USD = 7.125 CNY" in words_of(html)
    assert "planned: $1 k" in words_of(section(html, "projects"))
    assert lead(html).startswith("¥1.11 M planned"), "1,100,000 + 7,125"
    assert 'id="_currency-' not in html


def test_a_currency_without_a_rate_stands_apart() -> None:
    html = site({"promo": PROMO, "abroad": DOLLARS})["money.md"]
    assert "the portfolio has no rate for it" in words_of(html)
    assert lead(html).startswith("¥1.1 M planned, ¥732 k used (67%)")
    assert "$1 k planned, $500 used (50%), $1.2 k expected in the end: $200 more than planned." in lead(html)
    apart = html.split('id="_currency-USD"')[1]
    assert "Promo" not in words_of(section(apart, "projects-USD"))
    assert len(set(re.findall(r'<h2 id="([^"]+)"', html))) == len(re.findall(r'<h2 id="([^"]+)"', html))
    assert len(set(re.findall(r' id="([^"]+)"', html))) == len(re.findall(r' id="([^"]+)"', html))


# ---- who sees what


def test_projects_that_are_not_in_the_edition_are_not_counted_and_it_says_so() -> None:
    files = {"promo": PROMO, "secret": SMALL + "confidentiality: restricted\n"}
    inside, board = site(files)["money.md"], site(files, "board")["money.md"]
    assert "Projects that this edition does not show are not counted." in words_of(inside)
    assert "Secret" not in inside
    assert "¥1.1 M planned" in lead(inside)
    assert "¥1.11 M planned" in lead(board)
    assert "not counted" not in words_of(board)


def test_the_public_sees_only_amounts_that_are_published() -> None:
    public = "confidentiality: public\n"
    files = {"promo": PROMO + public, "small": SMALL + public + "publish_amounts: true\n"}
    found = site(files, "public")
    assert lead(found["money.md"]).startswith("¥10 k planned")
    assert "Only projects that publish their amounts are counted." in words_of(found["money.md"])
    for said in ("Promo", "Printers", "Adverts", "800"):
        assert said not in found["money.md"] + found["budget.md"]
    hidden = site({"promo": PROMO + public}, "public")
    assert "money.md" not in hidden
    assert "budget.md" not in hidden
    assert "money.html" not in hidden["index.md"]


# ---- the register and the files


def test_the_register_lists_every_line_the_worst_first() -> None:
    html = site({"small": SMALL, "promo": PROMO})["budget.md"]
    text = words_of(html)
    assert "6 budget lines; 2 expected to end worse than planned." in text
    assert text.index("Adverts") < text.index("Sales") < text.index("Stock")
    assert "Over budget" in text
    assert "Within tolerance" in text, "income 5.5 % short of its plan"


def test_the_files_hold_plain_numbers_and_the_currency() -> None:
    of = made({"promo": PROMO, "abroad": DOLLARS}, settings="rates: {USD: 7.125}\n")
    lines = {(row["project_id"], row["item_id"]): row for row in file_of(of, "budget.md")}
    assert lines["promo", "B1"]["Planned"] == "800000"
    assert lines["promo", "B1"]["Deviation"] == "160000"
    assert lines["abroad", "B1"]["Currency"] == "USD"
    projects = {row["project_id"]: row for row in file_of(of, "money.md")}
    assert (projects["abroad"]["Planned"], projects["abroad"]["Rate"]) == ("1000", "7.125")
    assert (projects["abroad"]["Currency"], projects["abroad"]["Counted in"]) == ("USD", "CNY")


AMOUNT = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)
LINE = st.fixed_dictionaries(
    {"planned": AMOUNT},
    optional={
        "actual": AMOUNT,
        "forecast": AMOUNT,
        "committed": AMOUNT,
        "type": st.sampled_from(("capex", "opex", "income")),
        "category": st.sampled_from(("marketing", "contingency", "management_reserve", "people")),
        "profile": st.sampled_from(("linear", "start", "end")),
    },
)
PROJECT = st.fixed_dictionaries(
    {"lines": st.lists(LINE, max_size=4), "currency": st.sampled_from(("CNY", "USD", "EUR"))}
)


def yaml_of(project: dict[str, Any]) -> str:
    lines = (
        "{"
        + ", ".join([f"id: B{i}, title: Line {i}", *(f"{key}: {value}" for key, value in line.items())])
        + "}"
        for i, line in enumerate(project["lines"], 1)
    )
    return f"currency: {project['currency']}\nbudget: [{', '.join(lines)}]\n"


@settings(deadline=None, max_examples=40)
@given(st.lists(PROJECT, min_size=1, max_size=5))
def test_the_sums_agree_however_the_money_is_cut(projects: list[dict[str, Any]]) -> None:
    files = {f"p{i}": yaml_of(project) for i, project in enumerate(projects)}
    of = made(
        files, settings="rates: {USD: 7.125}\nprogrammes: [{id: one, title: One, projects: [p0, p2]}]\n"
    )
    found = treasuries(counted(of.assessments), of.settings, of.as_of)
    if not found:
        assert "money.md" not in by_path(of)
        return
    purses: Any = by_path(of)["money.md"].context["purses"]
    for treasury, purse in zip(found, purses, strict=True):
        sums = 4 + (treasury.spending.committed is not None)
        whole = [amount.value or 0 for amount in purse.projects.total[:sums]]
        for lines in (purse.projects.lines, *(cut.lines for cut in purse.cuts)):
            for place, expected in enumerate(whole):
                assert sum(line.amounts[place].value or 0 for line in lines) == expected
        if treasury.series:
            months = treasury.series.months
            assert sum(m.planned for m in months) + treasury.series.unplaced == treasury.spending.planned
            assert sum(m.actual or 0 for m in months) == (treasury.spending.actual or 0)
            assert sum(m.forecast for m in months) + treasury.series.unplaced_forecast == whole[2]
    files_agree(of, {one.currency: one.spending.planned for one in found})


def files_agree(of: Edition, planned: dict[str, Decimal]) -> None:
    """The file of projects adds up to the sums of the page, and the file of lines to that of projects."""
    sums: dict[str, Decimal] = dict.fromkeys(planned, Decimal(0))
    lines = file_of(of, "budget.md")
    for row in file_of(of, "money.md"):
        own = [
            Decimal(line["Planned"])
            for line in lines
            if line["project_id"] == row["project_id"]
            and line["Type"] != "Income"
            and line["Category"] != "Management reserve"
        ]
        assert sum(own) == Decimal(row["Planned"])
        sums[row["Counted in"]] += Decimal(row["Planned"]) * Decimal(row["Rate"])
    assert sums == planned
    by: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    spent = dict(by_path(of)["money.md"].lists).get("groups")
    for row in file_of(of, "money.md", "groups") if spent else ():
        by[row["Group"], row["Currency"]] += Decimal(row["Planned"])
    assert ("By category" in {group for group, _ in by}) is bool(spent)
    assert all(amount == planned[currency] for (_, currency), amount in by.items())
    if any(planned.values()):
        months = file_of(of, "money.md", "months")
        for currency, amount in planned.items():
            assert sum(Decimal(row["Planned"]) for row in months if row["Currency"] == currency) == amount


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_both_languages_say_the_same_numbers(lang: str) -> None:
    of = made({"promo": PROMO, "small": SMALL}, lang=lang, settings=GROWTH)
    (purse,) = by_path(of)["money.md"].context["purses"]  # type: ignore[attr-defined]
    assert [amount.value for amount in purse.projects.total[:5]] == [
        Decimal(n) for n in (1_110_000, 736_000, 1_269_000, 159_000, 700_000)
    ]
