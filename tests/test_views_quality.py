"""The page about the data: findings by project, inputs, coverage; and what each audience sees of it."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from written import assembled

from opsgen import rules
from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.rules import verdict_of
from opsgen.timeline import Timeline
from opsgen.views import Audience, Edition, edition, pages
from opsgen.views.home import home
from opsgen.views.quality import MOST_PROJECTS, quality
from opsgen.words import message

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio
    from opsgen.rules import Judgement

DAY = date(2026, 11, 22)
HEADER = "title: {title}\nowner: Ada\nstart: 2026-09-01\nfinish: 2026-12-31\nlifecycle: executing\n"
LATE = "milestones: [{id: M1, title: Go, baseline: 2026-10-01, forecast: 2026-10-01}]\n"
UNDATED = "milestones: [{id: M1, title: Go, forecast: 2026-12-01}]\n"


def portfolio(**projects: str) -> Portfolio:
    return assembled(
        {
            f"projects/{name}.yaml": (HEADER.format(title=name.upper()) + text).encode()
            for name, text in projects.items()
        }
    )


def judgement(of: Portfolio) -> Judgement:
    from opsgen.portfolio import Whole

    verdicts = [verdict_of(Whole(p.id, "project", p), of.house, of.sources[p.id]) for p in of.projects]
    return rules.judged(verdicts, of.house, DAY)


def made(of: Portfolio, audience: Audience = "internal", lang: str = "en") -> Edition:
    said = judgement(of)
    return edition(
        of,
        as_of=DAY,
        provenance=Provenance(None, None),
        lang=lang,
        audience=audience,
        problems=said.problems,
        allowed=said.allowed_of,
    )


def html(of: Edition) -> str:
    return Renderer(of).page(quality(of)).html


def test_findings_stand_with_their_project_the_worst_first() -> None:
    no_id = "goals: [{title: No id}]\n"
    page = html(made(portfolio(a=UNDATED + no_id, b=LATE + no_id)))
    assert page.index("<b>B</b>") < page.index("<b>A</b>")
    assert 'href="projects/b.html">Project page' in page
    assert "was expected on 1 Oct 2026, 52 days ago" in page


def test_what_somebody_allowed_is_counted() -> None:
    line = "milestones:\n  # opsgen: allow milestone-overdue — agreed with the board\n"
    line += "  - {id: M1, title: Go, baseline: 2026-10-01, forecast: 2026-10-01}\n"
    of = made(portfolio(a=line))
    assert of.allowed == {"a": 1}
    assert "Allowed" in html(of)


def test_inputs_lead_to_the_items_that_lack_them() -> None:
    page = html(made(portfolio(a=UNDATED)))
    assert "Open milestones without an original plan" in page
    assert 'href="projects/a.html#M1"' in page


def test_coverage_names_what_is_there_and_what_is_missing() -> None:
    page = html(made(portfolio(a=UNDATED)))
    assert "<dt>There</dt><dd>milestones or phases</dd>" in page
    assert "<dt>Missing</dt><dd>goals, charter</dd>" in page
    assert 'href="method.html#_coverage"' in page


def test_a_project_an_audience_may_not_see_is_not_named() -> None:
    secret = "confidentiality: restricted\n" + LATE
    of = portfolio(a=UNDATED + 'tasks: [{id: T1, title: Wait, depends_on: ["hidden:M9"]}]\n', hidden=secret)
    internal, board = html(made(of)), html(made(of, "board"))
    assert "HIDDEN" not in internal
    assert "hidden" not in internal
    assert "HIDDEN" in board


def test_the_public_has_no_such_page() -> None:
    of = made(portfolio(a="confidentiality: public\n" + LATE), "public")
    assert "quality.md" not in {page.path for page in pages(of)}
    assert of.problems == ()


def test_a_thousand_projects_are_cut_on_the_page_and_whole_in_the_file() -> None:
    of = made(portfolio(**{f"p{i:03}": UNDATED for i in range(MOST_PROJECTS + 5)}))
    page = quality(of)
    shown = html(of)
    assert f"The worst {MOST_PROJECTS} of {MOST_PROJECTS + 5}." in shown
    assert "and 5 more projects" in shown
    assert page.table is not None
    rows = list(csv.reader(io.StringIO(sheet(page.table, "en").decode("utf-8-sig"))))
    assert len(rows) == MOST_PROJECTS + 6
    assert rows[0][2:] == [
        "Project", "Planning", "Resources", "Analysis", "Progress", "Risk", "Collaboration", "Outcomes",
        "Improvement", "Missing",
    ]  # fmt: skip
    assert rows[1][3:5] == ["Partly", "Nothing"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_clean_portfolio_says_so(lang: str) -> None:
    of = made(
        portfolio(
            a="goals: [{id: G1, title: Sell more}]\nlifecycle: proposed\n".replace(
                "lifecycle: proposed\n", ""
            )
        ),
        lang=lang,
    )
    assert "ops-empty" in html(edition(of.portfolio, as_of=DAY, provenance=of.provenance, lang=lang))


@pytest.mark.parametrize(("audience", "told"), [("internal", True), ("board", True), ("public", False)])
def test_a_project_that_could_not_be_read_is_counted_and_not_named(audience: Audience, told: bool) -> None:
    """Published with --keep-going, pages without it would say that nothing is missing."""
    of = portfolio(a=UNDATED)
    said = made(replace(of, broken=("secret-plan",)), audience)
    for page in (Renderer(said).page(quality(said)).html, Renderer(said).page(home(said)).html):
        assert ("1 project could not be read" in page) == told
        assert "secret-plan" not in page
    assert made(of).gap is None


# How far the history reaches


def in_history(past: Timeline, lang: str = "en") -> str:
    return html(replace(made(portfolio(a=UNDATED), lang=lang), timeline=past))


def test_without_a_word_of_history_the_page_has_none_either() -> None:
    assert "How far the history reaches" not in in_history(Timeline("none"))


def test_a_whole_history_says_since_when_and_of_how_many_commits() -> None:
    began = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
    page = in_history(Timeline("whole", commits=40, unread=2, began=began))
    # In the time zone of the portfolio it is the next day already.
    assert "It reaches back to 2 Mar 2026: 40 commits have changed the data since then." in page
    assert "2 versions of files could not be read" in page
    assert "Shallow clone" not in page
    assert "可追溯到2026年3月2日，此后共有 40 次提交改动了数据。" in in_history(
        Timeline("whole", commits=40, began=began), "zh"
    )


def test_a_history_that_is_not_whole_says_what_is_not_known() -> None:
    began = datetime(2026, 3, 1, tzinfo=UTC)
    page = in_history(Timeline("shallow", message("No beginning."), commits=1, began=began))
    for said in (
        "Shallow clone",
        "No beginning.",
        "1 commit has changed",
        "are not known from before that day",
    ):
        assert said in page, said
    none = in_history(Timeline("none", message("No git.")))
    for said in ("No history", "No git.", "nobody can tell who moved a date and why"):
        assert said in none, said
