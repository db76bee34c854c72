"""P50 and P80 where readers see them, from repositories made on the spot."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from repository import Repository

from opsgen import check
from opsgen.export import sheet
from opsgen.history import provenance
from opsgen.render import Renderer
from opsgen.timeline import NO_HISTORY, timeline
from opsgen.views import edition, pages

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from opsgen.views import Edition

AS_OF = date(2026, 10, 31)
HEADER = "title: {}\nowner: Ada\nstart: 2026-08-01\nfinish: 2027-06-30\n{}milestones:\n"
OPEN = "  - {id: X1, title: Launch, forecast: 2026-11-05}\n"


def project(title: str, slips: range | None, more: str = "", still: str = OPEN) -> str:
    """A project with an open milestone, and others of the tenth that slipped so; open ones before that."""
    lines = [
        f"  - {{id: M{n}, title: Step {n}, forecast: 2026-10-10, actual: 2026-10-{10 + n}}}\n"
        for n in slips or ()
    ]
    return HEADER.format(title, more) + "".join(lines) + still


def before(text: str) -> str:
    """The same while nothing was reached."""
    return re.sub(r", actual: [-\d]+", "", text)


def made(root: Path, lang: str = "en", audience: str = "internal", reach: str = "", **texts: str) -> Edition:
    if texts:
        repository = Repository(root)
        repository.commit(**{name: before(text) for name, text in texts.items()})
        repository.day = 25
        repository.commit(**texts)
    portfolio = check.read(root).portfolio
    past = timeline(root, portfolio)
    whom: Any = audience
    how_much: Any = reach or "whole"
    shown = NO_HISTORY if reach == "none" else replace(past, reach=how_much)
    return edition(
        portfolio, as_of=AS_OF, provenance=provenance(root), lang=lang, audience=whom, timeline=shown
    )


def page(of: Edition, path: str) -> str:
    """What a reader reads of a page."""
    found = next(page for page in pages(of) if page.path == path)
    return " ".join(re.sub(r"<[^>]+>", " ", Renderer(of).page(found).html).split())


def test_both_days_stand_below_the_forecast_with_the_number_of_cases(tmp_path: Path) -> None:
    """Nine cases of 0 to 8 days: the fifth and the eighth."""
    english = page(made(tmp_path, a=project("One", range(9))), "projects/a.md")
    assert "2026-11-05 P50 2026-11-09 P80 2026-11-12 9 cases" in english
    assert "Compared with milestones when they first stood 1 to 7 days before their date" in english
    assert "From today 5 days ahead" in english
    assert "Slip of half of them, at most +4 days Slip of four in five of them, at most +7 days" in english
    assert "half are reached by P50 and four in five by P80; fewer than 8 cases give no day" in english
    chinese = page(made(tmp_path, "zh"), "projects/a.md")
    assert "2026-11-05 P50 2026-11-09 P80 2026-11-12 9 个先例" in chinese
    assert "第一次处在预计日期前 1 至 7 天的里程碑" in chinese


def test_while_many_are_open_nobody_knows_the_later_day(tmp_path: Path) -> None:
    more = "".join(f"  - {{id: Y{n}, title: Long {n}, forecast: 2026-10-10}}\n" for n in range(6))
    shown = page(made(tmp_path, a=project("One", range(8), still=OPEN + more)), "projects/a.md")
    assert "2026-11-05 P50 2026-11-12 P80 not known yet 8 cases" in shown
    assert "Still open, and later than so far 6" in shown


def test_while_most_are_open_it_says_so(tmp_path: Path) -> None:
    more = "".join(f"  - {{id: Y{n}, title: Long {n}, forecast: 2026-10-10}}\n" for n in range(12))
    shown = page(made(tmp_path, a=project("One", range(8), still=OPEN + more)), "projects/a.md")
    assert "(P50, P80) is not known yet: most of those to compare with are still open." in shown
    assert "P50 2026" not in shown


def test_an_overdue_one_is_compared_with_those_that_were_as_late(tmp_path: Path) -> None:
    still = OPEN.replace("11-05", "10-30")
    shown = page(made(tmp_path, a=project("One", range(12), still=still)), "projects/a.md")
    assert "P50 2026-11-06 P80 2026-11-09 10 cases" in shown
    assert "From today 1 day overdue" in shown
    assert "milestones still open 1 day after their date" in shown


def test_a_milestone_that_too_few_stood_like_says_so_beside_others(tmp_path: Path) -> None:
    more = OPEN + "  - {id: X2, title: Far, forecast: 2027-02-01}\n"
    shown = page(made(tmp_path, a=project("One", range(9), still=more)), "projects/a.md")
    assert "2027-02-01 P50, P80: not enough history" in shown
    assert "Cases needed 8" in shown


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "Not enough history to say by when milestones are usually reached (P50, P80): 7 of the 8 cases",
        ),
        ("zh", "历史还不够，说不出里程碑通常在哪天之前达成（P50、P80）：需要 8 个先例，现有 7 个。"),
    ],
)
def test_too_few_cases_are_named(tmp_path: Path, lang: str, said: str) -> None:
    shown = page(made(tmp_path, lang, a=project("One", range(7))), "projects/a.md")
    assert said in shown
    assert "P50 2026" not in shown


@pytest.mark.parametrize("reach", ["shallow", "partial"])
def test_of_a_history_that_is_not_whole_nothing_is_made(tmp_path: Path, reach: str) -> None:
    shown = page(made(tmp_path, reach=reach, a=project("One", range(9))), "projects/a.md")
    assert "(P50, P80) is not said: the history at hand is not whole" in shown
    assert "P50 2026" not in shown


def test_without_a_history_nothing_is_said(tmp_path: Path) -> None:
    whole = made(tmp_path, reach="none", a=project("One", range(9)))
    assert "P50" not in page(whole, "projects/a.md") + page(whole, "milestones.md")


@pytest.mark.parametrize(
    ("more", "still"),
    [
        ("lifecycle: on_hold\n", OPEN),
        ("lifecycle: cancelled\n", OPEN),
        ("", OPEN.replace("}", ", trend: false}")),
        ("", OPEN.replace("2026-11-05", "2028-11-05")),
        ("", ""),
    ],
)
def test_nothing_is_said_of_what_nobody_works_on(tmp_path: Path, more: str, still: str) -> None:
    """Nor of what is left out of the trend, is too far ahead, or is not there."""
    shown = page(made(tmp_path, a=project("One", range(9), more, still)), "projects/a.md")
    assert "P50" not in shown


def test_a_reader_is_told_only_of_projects_they_may_see(tmp_path: Path) -> None:
    """Five cases of a public project and four of an internal one: a number could betray it."""
    texts = {
        "a": project("One", range(5), "confidentiality: public\n"),
        "b": project("Two", range(5, 9)),
    }
    assert "P50 2026-11-09 P80 2026-11-12 9 cases" in page(made(tmp_path, **texts), "projects/a.md")
    public = page(made(tmp_path, audience="public"), "projects/a.md")
    assert "5 of the 8 cases" in public
    assert "P50 2026" not in public


def test_what_was_forecast_while_a_project_was_hidden_is_no_case_for_the_public(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    text = project("One", range(9))
    repository.commit(a=before(text))
    public = text.replace("milestones:", "confidentiality: public\nmilestones:")
    repository.commit(a=before(public))
    repository.day = 25
    repository.commit(a=public)
    assert "9 cases" in page(made(tmp_path), "projects/a.md")
    assert "0 of the 8 cases" in page(made(tmp_path, audience="public"), "projects/a.md")


def test_the_register_has_the_days_and_cases_as_columns(tmp_path: Path) -> None:
    whole = made(tmp_path, a=project("One", range(9)))
    (found,) = (page for page in pages(whole) if page.path == "milestones.md")
    assert found.table is not None
    first, *rows = sheet(found.table, "en").decode("utf-8-sig").splitlines()
    assert "Deviation (days),Since the last report,P50,P80,Cases" in first
    (launch,) = (row for row in rows if "Launch" in row)
    assert "2026-11-05,,,2026-11-09,2026-11-12,9" in launch
    shown = page(whole, "milestones.md")
    assert "P50 P80 Cases" in shown
    assert "half are reached by P50 and four in five by P80" in shown


def test_a_register_without_them_has_no_empty_columns(tmp_path: Path) -> None:
    shown = page(made(tmp_path, reach="none", a=project("One", range(2))), "milestones.md")
    assert "P50" not in shown
    assert "Cases" not in shown


def test_the_method_page_says_how_and_what_it_does_not_see(tmp_path: Path) -> None:
    shown = page(made(tmp_path, a=project("One", range(2))), "method.md")
    assert "P50 and P80 of a milestone" in shown
    assert "What P50 and P80 do not see" in shown
