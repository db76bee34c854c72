"""The board of metrics: every number agrees with what is computed, and nobody sees what is not for them."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from written import assembled

from opsgen.derive import assess
from opsgen.derive.metrics import distance
from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, edition, pages
from opsgen.views.readings import difference, moved, rounded
from opsgen.views.sections.metrics import LISTED
from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.derive import Assessment
    from opsgen.portfolio import Portfolio

AS_OF = date(2026, 11, 22)
HEADER = """owner: wang
start: 2026-08-01
finish: 2026-12-15
lifecycle: executing
goals: [{id: G1, title: Sell}]
"""
SALE = f"""title: Sale
{HEADER}compare_with: sale-2025
metrics:
- {{id: K1, title: Turnover, unit: k, level: north_star, cumulative: true, target: 12000, due: 2026-11-30,
   frequency: weekly,
   source: {{system: Till, url: "https://till.example/x", file: data/till.csv, column: sum}},
   measurements: [{{date: 2026-11-01, value: 1850}}, {{date: 2026-11-08, value: 4450}},
   {{date: 2026-11-15, value: 6100.5}}]}}
- {{id: K2, title: Back within 30 days, unit: "%", start_value: 21, target: 24, due: 2026-12-10,
   frequency: weekly, measurements: [{{date: 2026-11-01, value: 21.2}},
   {{date: 2026-11-08, value: 21.6}}, {{date: 2026-11-18, value: 22}}]}}
- {{id: K3, title: Cost, unit: k, direction: down, target: 86,
   measurements: [{{date: 2026-11-18, value: 86.6}}]}}
- {{id: K4, title: Degrees, direction: range, target: {{min: 5, max: 25}},
   measurements: [{{date: 2026-11-18, value: 28}}]}}
- {{id: K5, title: Wait, direction: down, unit: s, target: 10, frequency: daily, owner: zhao,
   measurements: [{{date: 2026-11-01, value: 9}}]}}
- {{id: K6, title: Returns, unit: "%", direction: down, target: 12,
   measurements: [{{date: 2026-11-18, value: 14}}],
   accepted_deviation: {{value: 15, until: 2026-12-01, reason: Winter coats, by: li}}}}
- {{id: K7, title: Visits, unit: people, funnel: {{order: 1}}, cumulative: true, breakdown: Channel,
   measurements: [{{date: 2026-11-08, value: 800}}, {{date: 2026-11-18, value: 1000}}], segments: [
   {{title: Shop, measurements: [{{date: 2026-11-08, value: 300}}, {{date: 2026-11-18, value: 450}}]}},
   {{title: <b>App</b>, measurements: [{{date: 2026-11-18, value: 150}}]}}]}}
- {{id: K8, title: Carts, unit: people, funnel: {{order: 2}}, cumulative: true,
   measurements: [{{date: 2026-11-08, value: 160}}, {{date: 2026-11-18, value: 250}}]}}
- {{id: K9, title: Share of carts, unit: "%", ratio_of: [K8, K7]}}
adjustments:
- {{id: AD1, title: Lighter page, date: 2026-11-10, metric: K1, observation: Slow, check_on: 2026-12-01}}
"""
BEFORE = f"""title: Sale 2025 secret
{HEADER.replace("2026", "2025").replace("executing", "closed")}closed: 2025-12-20
metrics:
- {{id: KX, title: Turnover, unit: k, cumulative: true, target: 9000, due: 2025-11-30,
   measurements: [{{date: 2025-11-08, value: 4000}}, {{date: 2025-11-15, value: 5000}}]}}
- {{id: KY, title: Missed long ago, target: 9000, due: 2025-11-30,
   measurements: [{{date: 2025-11-15, value: 1}}]}}
"""


def portfolio(sale: str = SALE, before: str = BEFORE) -> Portfolio:
    files = {"projects/sale.yaml": sale.encode(), "projects/sale-2025.yaml": before.encode()}
    found = assembled(files)
    assert not [p for p in found.problems if p.severity == "error"], found.problems
    return found


def rendered(of: Portfolio, audience: Audience = "internal", lang: str = "en") -> dict[str, str]:
    made = edition(of, as_of=AS_OF, provenance=Provenance(), lang=lang, audience=audience)
    renderer = Renderer(made)
    return {page.path: renderer.page(page).html for page in pages(made)}


def metrics_of(html: str) -> str:
    return html[html.index('id="_metrics"') :].split("</section>")[0]


def text(html: str) -> str:
    return " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL).split())


def rows(html: str) -> dict[str, dict[str, str]]:
    """The cells of the board's table by metric and heading."""
    table = re.search(r'<table class="[^"]*ops-kpis".*?</table>', html, re.DOTALL)
    assert table
    found = {}
    for row in re.findall(r"<tr class.*?</tr>", table[0], re.DOTALL):
        named = re.search(r'href="#(\w+)"', row)
        assert named
        cells = re.findall(r'<td data-label="([^"]+)"[^>]*>(.*?)</td>', row, re.DOTALL)
        found[named[1]] = {name: text(shown(cell)) for name, cell in cells}
    return found


def shown(cell: str) -> str:
    """What a reader sees of a cell before it is opened."""
    return re.sub(r"<details.*?<summary>(.*?)</summary>.*?</details>", r"\1", cell, flags=re.DOTALL)


@pytest.fixture(scope="module")
def site() -> dict[str, str]:
    return rendered(portfolio())


@pytest.fixture(scope="module")
def board(site: dict[str, str]) -> str:
    return metrics_of(site["projects/sale.md"])


@pytest.fixture(scope="module")
def sale() -> Assessment:
    of = portfolio()
    found = of.project("sale")
    assert found
    return assess(found, of.settings, AS_OF)


def test_all_numbers_of_a_row_are_those_that_are_computed(board: str, sale: Assessment) -> None:
    say, seen = words("en"), rows(board)
    assert seen.keys() == {state.metric.id for state in sale.metrics}
    for state in sale.metrics:
        row, unit = seen[state.metric.id], state.metric.unit
        assert row["Actual"] == (say.amount(state.latest.value, unit) if state.latest else "")
        assert row["Attained"] == ("" if state.attainment is None else say.percent(state.attainment, 1))
        if state.metric.target:
            assert row["Time elapsed"] == ("" if state.elapsed is None else say.percent(state.elapsed))
        gap = distance(state)
        assert row["Gap"] == ("" if gap is None else difference(gap, unit, say))
        expected = "" if state.projected is None else say.amount(rounded(state.projected), unit)
        assert row["At this pace"] == expected
        change = state.period_change
        shift = "" if change is None else moved(change.percent, change.delta, unit, say)
        assert row["Against the period before"] == shift


def test_the_row_of_a_metric_as_one_reads_it(board: str) -> None:
    """4,450 and 6,100.5 of 12,000; 106 of 121 days: 10,512.4 expected, 6,963.4 at the end at this pace."""
    row = rows(board)["K1"]
    assert (row["Actual"], row["Target"], row["Attained"]) == ("6,100.5 k", "12,000 k", "50.8%")
    assert row["Time elapsed"] == "93%"
    assert row["Against the year before"] == "+22.0%"  # 6,100.5 against 5,000, both on day 106


def test_what_is_behind_stands_first_and_the_north_star_opens_the_cards(board: str) -> None:
    order = list(rows(board))
    assert order[:2] == ["K1", "K4"]
    assert order.index("K3") < order.index("K5")
    cards = re.findall(r'<article class="([^"]+)" id="(\w+)"', board)
    assert cards[0][1] == "K1"
    assert sorted(card[1] for card in cards) == ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8", "K9"]
    assert [card[1] for card in cards[:2]] == ["K1", "K4"]
    assert "ops-item--large" in cards[0][0]


def test_a_range_shows_its_band_and_how_far_it_is_outside(board: str) -> None:
    row = rows(board)["K4"]
    assert (row["Target"], row["Gap"]) == ("5 – 25", "+3")
    assert "actual − the nearer end of the range, 0 within it" in board


def test_what_is_out_of_date_accepted_or_computed_says_so(board: str) -> None:
    said = text(board)
    assert "Out of date since 3 Nov 2026: to be measured every day, last on 1 Nov 2026." in said
    assert "Accepted until 1 Dec 2026: 15%" in said
    assert "Winter coats li" in said
    assert re.search(r"Computed from: K8 Carts / K7 Visits", said)
    assert rows(board)["K9"]["Status"] == "Not judged"
    assert rows(board)["K6"]["Status"] == "Accepted until 1 Dec 2026"
    assert "Owner zhao" in said


def test_an_accepted_deviation_that_is_over_says_so() -> None:
    html = rendered(portfolio(SALE.replace("until: 2026-12-01", "until: 2026-11-01")))["projects/sale.md"]
    assert "Was accepted until 1 Nov 2026" in html


def test_segments_show_their_share_and_what_they_leave_out(board: str) -> None:
    assert "&lt;b&gt;App&lt;/b&gt;" in board
    assert "<b>App" not in board
    said = text(board)
    assert re.search(r"Channel Actual Share of all Last change Course Shop 450 people 75\.0%", said)
    assert "All together: 600 people · of 1,000 people" in said
    assert "+50.0%" in said


def test_of_many_segments_the_small_ones_are_folded() -> None:
    cities = ", ".join(
        f"{{title: City {n}, measurements: [{{date: 2026-11-18, value: {n}}}]}}" for n in range(1, 13)
    )
    html = rendered(portfolio(SALE.replace("segments: [", f"segments: [{cities}, ")))["projects/sale.md"]
    folded = html.index("Smaller ones")
    assert html.index("City 12<") < folded < html.index("City 1<")


def test_the_funnel_says_rates_and_the_weakest_step(board: str) -> None:
    table = board[board.index('id="_funnel"') :]
    said = text(table[: table.index("</table>", table.index("<table"))])
    assert re.search(r"K8 Carts Weakest step 250 people 2026-11-18 25\.0%", said)
    assert "+5 pp" in said  # 160 of 800 before
    assert 'id="_funnel-figure-title"' in board


def test_steps_in_different_units_get_no_figure() -> None:
    mixed = SALE.replace("title: Carts, unit: people", "title: Carts, unit: thousand")
    html = metrics_of(rendered(portfolio(mixed))["projects/sale.md"])
    assert "_funnel-figure" not in html
    assert "The steps are not counted in one unit" in html
    assert "Weakest step" not in html


def test_adjustments_stand_on_the_line(board: str) -> None:
    assert "Adjusted on 10 Nov 2026: AD1 Lighter page." in board
    assert board.count("Adjusted on") == 2  # once wide, once for a phone


def test_each_derived_number_says_how_it_came_about(board: str) -> None:
    for rule in (
        "actual / target",
        "actual − expected",
        "actual − target",
        "(later period − the one before it) / the one before it",
        "(this project − the other) / the other, on the same day from the start",
        "segment / all segments together",
        "step / earlier step",
    ):
        assert f"<p>{rule}</p>" in board
    assert "Sale 2025 secret, day 106, 15 Nov 2025" in board


def test_nothing_is_said_of_a_compared_project_that_the_reader_may_not_see() -> None:
    hidden = portfolio(before=BEFORE + "confidentiality: restricted\n")
    for html in rendered(hidden).values():
        assert "Sale 2025 secret" not in html
        assert "KX" not in html
    board = metrics_of(rendered(hidden)["projects/sale.md"])
    assert "on the same day from the start" not in board
    assert "Sale 2025 secret" in rendered(hidden, "board")["projects/sale.md"]


def test_the_public_learns_nothing_of_our_systems() -> None:
    public = portfolio(SALE + "confidentiality: public\n")
    assert "till.example" in rendered(public)["projects/sale.md"]
    html = rendered(public, "public")["projects/sale.md"]
    assert "till.example" not in html
    assert "till.csv" not in html


def test_of_many_measurements_the_latest_are_listed() -> None:
    days = [date(2024, 1, 1) + timedelta(n) for n in range(1234)]
    values = ", ".join(f"{{date: {day}, value: {n}}}" for n, day in enumerate(days) if day <= AS_OF)
    long = f"title: Sale\n{HEADER}metrics: [{{id: K1, title: Visits, measurements: [{values}]}}]\n"
    html = metrics_of(rendered(portfolio(long))["projects/sale.md"])
    data = html[html.index('"ops-more ops-data"') :]
    listed = re.findall(r'<time datetime="([^"]+)">', data)
    assert len(listed) == LISTED
    assert (listed[0], listed[-1]) == ("2026-11-22", "2025-10-19")
    assert "The last 400 of 1,057 measurements." in data


def test_few_metrics_need_no_table() -> None:
    two = f"title: Small\n{HEADER}metrics: [{{id: K1, title: a, target: 3}}, {{id: K2, title: b}}]\n"
    html = rendered(portfolio(two))["projects/sale.md"]
    assert "ops-kpis" not in html
    assert "not measured yet" in html


def test_of_many_metrics_the_later_cards_are_folded_but_for_what_is_behind() -> None:
    many = "".join(
        f"- {{id: K{n}, title: m{n}, target: 10,\n"
        f"   measurements: [{{date: 2026-11-18, value: {1 if n == 40 else 11}}}]}}\n"
        for n in range(1, 41)
    )
    html = metrics_of(rendered(portfolio(f"title: Many\n{HEADER}metrics:\n{many}"))["projects/sale.md"])
    seen, folded = html.split("Further metrics")
    assert 'id="K40"' in seen
    assert re.findall(r'<article class="ops-item" id="(\w+)"', seen) == ["K40", "K1", "K2", "K3"]
    assert re.findall(r'<article class="ops-item" id="(\w+)"', folded)[0] == "K4"
    assert next(iter(rows(html))) == "K40"


# ---- over all projects


def test_the_register_begins_with_what_is_behind_in_running_projects(site: dict[str, str]) -> None:
    html = site["metrics.md"]
    ids = re.findall(r'<span class="ops-id">(\w+)</span> <a', html)
    assert ids[:2] == ["K1", "K4"]
    assert set(ids[-2:]) == {"KX", "KY"}
    assert "metrics of running projects are behind or have missed their target, of 9." in html


def test_the_file_holds_all_numbers_with_their_units(sale: Assessment) -> None:
    made = edition(portfolio(), as_of=AS_OF, provenance=Provenance(), lang="en")
    page = next(page for page in pages(made) if page.path == "metrics.md")
    assert page.table
    lines = list(csv.DictReader(io.StringIO(sheet(page.table, "en").decode("utf-8-sig"))))
    by_id = {line["item_id"]: line for line in lines}
    for state in sale.metrics:
        line = by_id[state.metric.id]
        assert line["Unit"] == state.metric.unit
        for column, value in (
            ("Attained (%)", state.attainment),
            ("Progress (%)", state.progress),
            ("Expected now", state.expected if state.paced else None),
            ("Gap", distance(state)),
            ("At this pace", state.projected),
            (
                "Difference to the period before (in the metric's unit)",
                state.period_change and state.period_change.delta,
            ),
        ):
            assert line[column] == ("" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")), column
        assert line["Last measured"] == (state.latest.date.isoformat() if state.latest else "")
    assert by_id["K1"]["Against the year before (%)"] == "22.01"
    assert by_id["K1"]["Level"] == "North star"
    assert by_id["K4"]["Target"] == "5 – 25"


@pytest.mark.parametrize(
    ("percent", "delta", "unit", "shown"),
    [
        (12.34, 3, "k", "+12.3%"),
        (-12.34, -3, "", "−12.3%"),
        (0, 0, "k", "±0"),
        (None, 3, "k", "+3 k"),
        (2, 0.4, "%", "+0.4 pp"),
        (None, -1234.6, "k", "−1,235 k"),
    ],
)
def test_a_change_is_said_in_percent_points_or_its_unit(
    percent: float | None, delta: float, unit: str, shown: str
) -> None:
    assert moved(percent, delta, unit, words("en")) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(12191.46, 12191), (-123.46, -123.5), (1.239, 1.24), (0.0, 0.0)]
)
def test_a_computed_number_has_no_false_digits(value: float, shown: float) -> None:
    assert rounded(value) == shown
