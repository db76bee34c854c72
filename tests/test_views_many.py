"""A front page of many projects: the most urgent of them, and the way to all."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import edition
from opsgen.views.home import FIRST, LINES, home
from opsgen.views.registers.projects import MOST_PROJECTS, projects
from tests.written import assembled

if TYPE_CHECKING:
    from opsgen.views.edition import Edition

HEADER = "title: Project {n}\nowner: Ada\nstart: 2026-09-01\nfinish: 2026-12-31\n"
LATE = "milestones: [{{id: M1, title: Go, baseline: 2026-09-01, forecast: 2026-12-{day:02}}}]\n"
ROW = '<th scope="row"><a href="projects/'


def portfolio(many: int) -> Edition:
    text = HEADER + LATE
    files = {f"projects/p{n}.yaml": text.format(n=n, day=1 + n % 28).encode() for n in range(many)}
    return edition(assembled(files), as_of=date(2026, 11, 22), provenance=Provenance(None, None), lang="en")


def front(of: Edition) -> str:
    return Renderer(of).page(home(of)).html


def test_a_front_page_names_as_many_projects_as_are_read_with_a_filter() -> None:
    of = portfolio(LINES)
    html = front(of)
    assert html.count(ROW) == LINES
    assert "ops-table--tools" in html
    assert "all-projects" not in html
    assert list(projects(of)) == []


def test_a_front_page_of_a_thousand_is_one_glance_and_leads_to_all() -> None:
    of = portfolio(1000)
    html = front(of)
    assert html.count(f"{ROW}p") == FIRST
    assert "ops-table--tools" not in html, "a filter over a part of the projects would mislead"
    assert f"{1000 - FIRST} more projects: all of them, to filter and to order" in html
    assert html.count('href="all-projects.html') >= 3
    assert len(html) < 60_000
    (page,) = projects(of)
    table = Renderer(of).page(page).html
    assert table.count('<th scope="row"') == 1000 < MOST_PROJECTS
    (light,) = set(re.findall(r"all-projects\.html\?health=(\w+)", html))
    assert f'data-value="{light}"' in table, "the counts lead to the rows they count"
    assert page.table is not None
    assert len(page.table.rows) == 1000
