"""What of a long list is folded, and that nothing of it is lost."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from written import assembled

from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import edition, pages
from opsgen.views.sections.folding import SHORT, folding

AS_OF = date(2026, 11, 22)

LISTS = {
    "issues": ("title: x, status: closed, resolved: 2026-11-01", "I", "Resolved or closed"),
    "assumptions": ("title: x, status: holds", "AS", "Assumptions that hold"),
    "dependencies": (
        "title: x, other: Landlord, due: 2026-11-02, delivered: 2026-11-02, status: delivered",
        "DP",
        "Delivered or cancelled",
    ),
    "risks": (
        "title: x, probability: 2, impact: 2, status: closed, closed: 2026-11-01",
        "R",
        "Closed or occurred",
    ),
    "deliverables": (
        "title: x, status: accepted, delivered: 2026-11-02",
        "DL",
        "Signed off, handed over or dropped",
    ),
    "milestones": (
        "title: x, forecast: 2026-11-02, actual: 2026-11-02",
        "M",
        "Achieved earlier",
    ),
    "decisions": ("title: x, status: decided, date: 2026-11-02, outcome: yes", "D", "Earlier decisions"),
    "actions": (
        "title: x, owner: wang, due: 2026-11-02, status: done, done: 2026-11-02",
        "A",
        "Finished or cancelled",
    ),
}
OPEN = {
    "actions": "title: y, owner: wang, due: 2026-12-02",
    "milestones": "title: y, forecast: 2026-12-02",
    "risks": "title: y, probability: 2, impact: 2",
    "dependencies": "title: y, other: Landlord, due: 2026-12-02",
}


def page(name: str, count: int, *, still: bool = True) -> str:
    """A project with so many entries of a list that are over, and one that is not."""
    over, prefix, _ = LISTS[name]
    rows = [f"- {{id: {prefix}{n}, {over}}}" for n in range(1, count + 1)]
    rows += [f"- {{id: {prefix}99, {OPEN.get(name, 'title: y')}}}"] if still else []
    text = "\n".join(
        ["title: A", "owner: wang", "start: 2026-09-01", "finish: 2026-12-31", f"{name}:", *rows]
    )
    portfolio = assembled({"projects/a.yaml": text.encode()})
    of = edition(portfolio, as_of=AS_OF, provenance=Provenance(None, None), lang="en")
    renderer = Renderer(of)
    return next(renderer.page(page).html for page in pages(of) if page.path == "projects/a.md")


def folded(html: str, summary: str) -> str:
    """What is inside the folded block of this name; "" where there is none."""
    found = re.search(
        rf'<details class="ops-more"><summary>{summary} <span.*?\n?.*?</details>', html, re.DOTALL
    )
    return html[found.start() : html.index("</section>", found.start())] if found else ""


@pytest.mark.parametrize("name", LISTS)
def test_what_is_over_is_folded_in_a_long_list(name: str) -> None:
    html = page(name, 6)
    prefix, summary = LISTS[name][1:]
    inside = folded(html, summary)
    assert f'id="{prefix}1"' in inside or f'id="{prefix}6"' in inside
    assert f'id="{prefix}99"' not in inside
    for n in (*range(1, 7), 99):
        assert html.count(f' id="{prefix}{n}"') == 1, "each keeps its address"


@pytest.mark.parametrize("name", LISTS)
def test_a_short_list_is_not_folded_nor_one_that_is_all_over(name: str) -> None:
    assert not folded(page(name, 2), LISTS[name][2])
    if name not in ("milestones", "decisions"):  # those keep the latest in sight instead
        assert not folded(page(name, 6, still=False), LISTS[name][2])


@given(st.lists(st.booleans(), max_size=12), st.integers(0, 3))
def test_nothing_is_lost_nor_changes_its_order(over: list[bool], latest: int) -> None:
    rows = list(enumerate(over))
    found = folding(rows, lambda row: row[1], latest=latest)
    assert sorted((*found.shown, *found.over)) == rows
    assert len(found) == len(rows)
    assert list(found.shown) == sorted(found.shown)
    assert all(row[1] for row in found.over)
    assert found.shown or not rows
    if len(rows) <= SHORT:
        assert not found.over
