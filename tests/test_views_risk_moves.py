"""Risks since the last report, and the exposure from report to report, from repositories made on the spot."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from repository import Repository

from opsgen import check
from opsgen.export import sheet
from opsgen.history import provenance
from opsgen.render import Renderer
from opsgen.timeline import timeline
from opsgen.timeline.snapshots import snapshots
from opsgen.views import edition, exposure, pages
from opsgen.views.moved_risks import MovedRisks
from opsgen.words import words

if TYPE_CHECKING:
    from pathlib import Path

    from opsgen.views import Audience, Edition
    from opsgen.views.moved_risks import RiskMark

AS_OF = date(2026, 10, 31)
WEEKLY = "title: All\nreport_calendar: {cadence: weekly, day: friday}\ntimezone: Asia/Shanghai\n"
HEAD = "title: Shop\nowner: Ada\nstart: 2026-10-01\nfinish: 2026-12-31\nlifecycle: executing\nrisks:\n"


def risk(name: str, probability: int, impact: int, more: str = "") -> str:
    rated = f"probability: {probability}, impact: {impact}"
    return f"  - {{id: {name}, title: Risk {name}, {rated}, owner: Ada, response: Wait{more}}}\n"


STEADY = risk("R1", 2, 3)
EARLY = HEAD + STEADY + risk("R4", 3, 4) + risk("R8", 1, 3)
LATE = (
    HEAD
    + STEADY
    + risk("R4", 4, 5)
    + risk("R6", 1, 5)
    + risk("R8", 1, 3, ", status: closed, closed: 2026-10-28")
    + risk("O1", 3, 3, ", kind: opportunity")
)


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """Fridays report: on 2, 9, 16, 23 and 30 October; the risks changed on the 31st and before it."""
    made = Repository(tmp_path / "shop")
    made.commit(portfolio=WEEKLY, shop=EARLY)
    made.day = 28
    made.commit(shop=EARLY.replace("probability: 3, impact: 4", "probability: 2, impact: 4"))
    made.day = 31
    made.commit(shop=LATE)
    made.day = 31
    return made


def of(made: Repository, lang: str = "en", audience: Audience = "internal", as_of: date = AS_OF) -> Edition:
    portfolio = check.read(made.path).portfolio
    past = timeline(made.path, portfolio)
    return edition(
        portfolio,
        as_of=as_of,
        provenance=provenance(made.path),
        lang=lang,
        audience=audience,
        timeline=past,
        snapshots=snapshots(made.path, portfolio, past, as_of),
    )


def marks(whole: Edition) -> dict[str, RiskMark]:
    moved = MovedRisks(whole, whole.assessments[0])
    found = ((state.risk.id, moved.mark(state)) for state in whole.assessments[0].risks)
    return {name: mark for name, mark in found if mark}


def html(whole: Edition, path: str) -> str:
    page = next(page for page in pages(whole) if page.path == path)
    return Renderer(whole).page(page).html


def test_each_score_that_changed_has_its_mark_and_the_day_on_which_it_landed(shop: Repository) -> None:
    found = marks(of(shop))
    say = words("en").say
    told = {name: (say(mark.shown), mark.delta, mark.since.day, mark.worse) for name, mark in found.items()}
    assert told == {
        "R4": ("8 → 20", 12, 31, True),
        "R6": ("new", 5, 31, True),
        "O1": ("new", 9, 31, False),
    }


def test_a_score_that_landed_before_the_last_report_has_none(shop: Repository) -> None:
    shop.commit(shop=EARLY.replace("probability: 3, impact: 4", "probability: 2, impact: 4"))
    assert marks(of(shop)) == {}


def test_what_is_not_committed_is_of_the_status_date(shop: Repository) -> None:
    shop.write("projects/shop.yaml", LATE.replace("probability: 2, impact: 3", "probability: 2, impact: 1"))
    mark = marks(of(shop))["R1"]
    assert (mark.before, mark.after, mark.since, mark.worse) == (6, 2, AS_OF, False)


def test_the_change_since_the_last_report_in_words(shop: Repository) -> None:
    for lang, said in (
        ("en", "Exposure 31, +14 since 30 Oct: R4 8 → 20, R6 new (5), R8 closed (3)."),
        ("zh", "风险敞口 31，较 10月30日 +14：R4 8 → 20、R6 新增（5）、R8 已关闭（3）。"),
    ):
        whole = of(shop, lang)
        found = exposure.of_project(whole, whole.assessments[0])
        assert found is not None
        assert words(lang).say(found.said) == said


def test_the_exposure_of_each_report_and_what_changed_it(shop: Repository) -> None:
    whole = of(shop)
    found = exposure.of_project(whole, whole.assessments[0])
    assert found is not None
    say = words("en").say
    rows = [(row.day.day, row.score, row.delta, [say(why) for why in row.why]) for row in found.rows]
    assert rows == [
        (31, "31", "+14", ["R4 8 → 20", "R6 new (5)", "R8 closed (3)"]),
        (30, "17", "−4", ["R4 12 → 8"]),
        (23, "21", "±0", []),
        (16, "21", "±0", []),
        (9, "21", "±0", []),
        (2, "21", "", []),
    ]
    assert found.note is None


def test_a_removed_risk_is_told_as_such_and_many_moves_are_counted(shop: Repository) -> None:
    many = HEAD + "".join(risk(f"X{n}", 1, n) for n in range(1, 6))
    shop.commit(shop=many)
    whole = of(shop)
    found = exposure.of_project(whole, whole.assessments[0])
    assert found is not None
    assert words("en").say(found.said) == (
        "Exposure 15, −2 since 30 Oct: R4 no longer there (8), R1 no longer there (6), X5 new (5), "
        "X4 new (4), 4 more."
    )


def test_the_matrix_has_an_arrow_and_says_what_is_new_and_over(shop: Repository) -> None:
    page = html(of(shop), "projects/shop.md")
    assert "R4 Risk R4 · 8 → 20" in page
    assert "moved since 30 Oct" in page
    assert "1 no longer open since 30 Oct" in page
    assert re.search(r"8 → 20</span> from 31 Oct on", page)
    assert 'id="_exposure"' in page


def test_all_projects_together_count_those_that_are_new_as_nothing_before(shop: Repository) -> None:
    shop.commit(fair=HEAD.replace("Shop", "Fair") + risk("R1", 5, 4))
    found = exposure.of_all(of(shop))
    assert found is not None
    assert words("en").say(found.said) == (
        "Exposure 51, +34 since 30 Oct: Fair +20 (not in the last report), Shop +14."
    )
    assert [row.score for row in found.rows] == ["51", "17", "21", "21", "21", "21"]
    page = html(of(shop), "risks.md")
    assert "Fair +20 (not in the last report)" in page
    assert "What changed it" not in page


def test_a_project_that_is_not_for_this_audience_counts_nowhere(shop: Repository) -> None:
    shop.commit(fair="confidentiality: restricted\n" + HEAD.replace("Shop", "Fair") + risk("R1", 5, 4))
    inside, board = (exposure.of_all(of(shop, audience=audience)) for audience in ("internal", "board"))
    assert inside is not None
    assert board is not None
    assert (inside.rows[0].score, board.rows[0].score) == ("31", "51")
    assert "Fair" not in html(of(shop), "risks.md")


def test_the_page_of_risks_and_issues_says_what_the_scores_were(shop: Repository) -> None:
    page = html(of(shop), "raid.md")
    assert "score 20, 8 in the last report" in page
    assert "score 5, new since the last report" in page
    assert re.search(r"score 6\s*<", page)
    assert "R4 Risk R4 · 8 → 20" in page  # the arrow between cells that count


def test_the_file_of_the_register_has_the_change_what_it_was_and_since_when(shop: Repository) -> None:
    page = next(page for page in pages(of(shop)) if page.path == "risks.md")
    assert page.table is not None
    text = sheet(page.table, "en").decode("utf-8-sig")
    rows = {row["item_id"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}
    columns = ("Score", "Since the last report", "Score in the last report", "Score since")
    assert {name: tuple(row[column] for column in columns) for name, row in rows.items()} == {
        "R4": ("20", "12", "8", "2026-10-31"),
        "R6": ("5", "5", "", "2026-10-31"),
        "O1": ("9", "9", "", "2026-10-31"),
        "R1": ("6", "", "", ""),
        "R8": ("3", "", "", ""),
    }


def test_without_reports_there_is_no_column_no_arrow_and_no_trend(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.day = 31
    made.commit(portfolio=WEEKLY, shop=LATE)
    whole = of(made)
    assert exposure.of_all(whole) is None
    assert exposure.of_project(whole, whole.assessments[0]) is None
    assert marks(whole) == {}
    page = html(whole, "risks.md")
    assert "Since the last report" not in page
    assert "since 30 Oct" not in page


def test_a_project_without_open_threats_has_no_trend(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.commit(portfolio=WEEKLY, shop=HEAD + risk("O1", 3, 3, ", kind: opportunity"))
    whole = of(made)
    assert exposure.of_project(whole, whole.assessments[0]) is None


def test_a_last_report_on_another_scale_is_compared_with_nothing(shop: Repository) -> None:
    steps = ", ".join(f"{{value: {n}, title: Step {n}}}" for n in (1, 2, 3, 4, 5, 9))
    shop.commit(portfolio=f"{WEEKLY}scales: {{impact: [{steps}]}}\n")
    whole = of(shop)
    assert marks(whole) == {}
    assert exposure.of_project(whole, whole.assessments[0]) is None
    assert "moved since" not in html(whole, "projects/shop.md")


def test_reports_since_the_scale_is_that_of_today_are_drawn(tmp_path: Path) -> None:
    made = Repository(tmp_path)
    made.commit(portfolio=f"{WEEKLY}scales: {{impact: [{{value: 3, title: a}}, {{value: 4, title: b}}]}}\n")
    made.commit(shop=EARLY)
    made.day = 14
    made.commit(portfolio=WEEKLY)
    whole = of(made)
    for found in (exposure.of_project(whole, whole.assessments[0]), exposure.of_all(whole)):
        assert found is not None
        assert found.apart is not None
        assert words("en").say(found.apart) == "2 reports that rated risks on another scale are left out."
        assert [row.day.day for row in found.rows] == [31, 30, 23, 16]


def test_a_shallow_clone_says_that_it_knows_no_more(shop: Repository, tmp_path: Path) -> None:
    clone = shop.clone(tmp_path / "clone", "--depth=2")
    whole = of(Repository(clone))
    found = exposure.of_project(whole, whole.assessments[0])
    assert found is not None
    assert found.note is not None
    assert [row.day.day for row in found.rows] == [31, 30]
    assert "history" in html(whole, "risks.md")
