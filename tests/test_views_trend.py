"""The milestone trend on a project's page, from repositories made on the spot."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from repository import Repository

from opsgen import check
from opsgen.history import provenance
from opsgen.render import Renderer, overrides
from opsgen.timeline import timeline
from opsgen.views import edition, pages
from opsgen.views.sections.trend import trends

if TYPE_CHECKING:
    from pathlib import Path

    from opsgen.views import Edition
    from opsgen.views.sections.trend import TrendRow

AS_OF = date(2026, 10, 31)


def project(forecast: str, *more: str) -> str:
    header = "title: 双十一大促\nowner: 王芳\nstart: 2026-08-01\nfinish: 2027-06-30\nmilestones:\n"
    return header + "\n".join((f"  - {{id: M1, title: 压测通过, forecast: {forecast}}}", *more)) + "\n"


def landed(root: Path, *versions: tuple[int, str]) -> Repository:
    """A repository in which each version landed on its day of October 2026."""
    repository = Repository(root)
    for day, text in versions:
        repository.day = day
        repository.commit(first=text)
    return repository


def made(root: Path) -> Edition:
    portfolio = check.read(root).portfolio
    past = timeline(root, portfolio)
    return edition(portfolio, as_of=AS_OF, provenance=provenance(root), lang="zh", timeline=past)


def rows(root: Path) -> tuple[TrendRow, ...]:
    whole = made(root)
    found = trends(whole, whole.assessments[0])["trend_rows"]
    assert isinstance(found, tuple)
    return found


def test_the_moves_of_a_milestone_as_they_landed(tmp_path: Path) -> None:
    landed(
        tmp_path,
        (1, project("2026-11-10")),
        (8, project("2026-11-20")),
        (22, project("2026-12-04")),
    )
    (row,) = rows(tmp_path)
    assert (row.first, row.last) == (date(2026, 11, 10), date(2026, 12, 4))
    assert (row.trend.moves, row.trend.net, row.trend.kind) == (2, 24, "slipping")
    assert (date(2026, 10, 8), date(2026, 11, 20)) in row.course


def test_what_is_not_committed_is_of_the_status_date(tmp_path: Path) -> None:
    landed(tmp_path, (1, project("2026-11-10"))).write("projects/first.yaml", project("2026-11-30"))
    (row,) = rows(tmp_path)
    assert row.course[-1] == (AS_OF, date(2026, 11, 30))


def test_a_milestone_begins_on_the_day_it_was_added(tmp_path: Path) -> None:
    added = "  - {id: M2, title: 主会场上线, forecast: 2026-12-01}"
    landed(tmp_path, (1, project("2026-11-10")), (15, project("2026-11-10", added)))
    assert [row.course[0][0] for row in rows(tmp_path)] == [date(2026, 10, 1), date(2026, 10, 15)]


def test_what_is_left_out_of_the_trend_and_what_has_no_date_is_not_there(tmp_path: Path) -> None:
    without = "  - {id: M2, title: 主会场上线, forecast: 2026-12-01, trend: false}"
    landed(tmp_path, (1, project("2026-11-10", without)), (15, project("2026-11-20", without)))
    assert [row.state.milestone.id for row in rows(tmp_path)] == ["M1"]


def test_a_renamed_milestone_keeps_its_moves(tmp_path: Path) -> None:
    renamed = project("2026-11-20").replace("id: M1,", "id: M7, aliases: [M1],")
    landed(tmp_path, (1, project("2026-11-10")), (8, project("2026-11-20")), (9, renamed))
    (row,) = rows(tmp_path)
    assert (row.trend.moves, row.trend.net) == (1, 10)


def test_without_git_there_is_no_section(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/first.yaml").write_text(project("2026-11-10"), encoding="utf-8")
    assert rows(tmp_path) == ()


def test_a_shallow_clone_says_that_it_knows_no_more(tmp_path: Path) -> None:
    repository = landed(tmp_path / "full", (1, project("2026-11-10")), (8, project("2026-11-20")))
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    whole = made(clone)
    found = trends(whole, whole.assessments[0])
    assert found["trend_note"] is not None
    (row,) = found["trend_rows"]  # type: ignore[misc]
    assert (row.trend.moves, row.first) == (0, date(2026, 11, 20))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_the_chart_and_the_table(tmp_path: Path, lang: str) -> None:
    landed(tmp_path, (1, project("2026-11-10")), (8, project("2026-12-10")))
    portfolio = check.read(tmp_path).portfolio
    past = timeline(tmp_path, portfolio)
    whole = edition(portfolio, as_of=AS_OF, provenance=provenance(tmp_path), lang=lang, timeline=past)
    page = next(page for page in pages(whole) if page.path.startswith("projects/first."))
    html = Renderer(whole, overrides(tmp_path)).page(page).html
    assert 'id="_trend"' in html
    assert ("+30 天" if lang == "zh" else "+30 days") in html
