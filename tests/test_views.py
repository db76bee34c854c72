"""Pages as readers get them: goldens of a portfolio that uses every field, and what no page may show."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opsgen.history import Provenance
from opsgen.portfolio import Portfolio, read
from opsgen.render import Rendered, Renderer
from opsgen.views import Audience, edition, pages
from opsgen.views.project import together

if TYPE_CHECKING:
    from conftest import Golden

DATA = Path(__file__).parent / "data"
AS_OF = date(2026, 11, 22)
PROVENANCE = Provenance("0123456789abcdef" * 2 + "01234567", datetime(2026, 11, 20, tzinfo=UTC))


def rendered(portfolio: Portfolio, lang: str = "en", audience: Audience = "internal") -> dict[str, Rendered]:
    of = edition(portfolio, as_of=AS_OF, provenance=PROVENANCE, lang=lang, handouts=True, audience=audience)
    renderer = Renderer(of)
    return {page.path: renderer.page(page) for page in pages(of)}


@pytest.fixture(scope="module")
def complete() -> Portfolio:
    portfolio = read(DATA / "complete")
    assert not portfolio.problems
    return portfolio


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages(complete: Portfolio, lang: str, golden: Golden) -> None:
    for path, page in rendered(complete, lang).items():
        golden(readable(page.html), f"pages/{lang}/{path.removesuffix('.md')}.html")


def readable(html: str) -> str:
    """The page for reviewing: figures have goldens of their own, blank lines say nothing."""
    without = re.sub(r"<svg.*?</svg>", "<svg/>", html, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in without.splitlines() if line.strip()) + "\n"


def test_the_smallest_project_has_a_page_without_empty_sections() -> None:
    page = rendered(read(DATA / "small"))["projects/会员礼包上线.md"]
    headings = re.findall(r"<h2 id=\"_(\w+)\"", page.html)
    assert headings == ["health", "plan"]
    assert "ops-table" in page.html


def test_no_two_sections_share_a_name() -> None:
    assert together({"of": 1}, {"rows": 2}) == {"of": 1, "rows": 2}
    with pytest.raises(AssertionError, match="rows"):
        together({"rows": 1}, {"rows": 2})


def test_a_portfolio_without_projects_has_a_home_page() -> None:
    home = rendered(Portfolio())["index.md"]
    assert "ops-empty" in home.html


def test_every_id_stands_once_on_its_page(complete: Portfolio) -> None:
    for page in rendered(complete).values():
        ids = re.findall(r'\bid="([^"]+)"', page.html)
        assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)


def test_every_link_between_pages_leads_somewhere(complete: Portfolio) -> None:
    from urllib.parse import unquote

    found = rendered(complete)
    targets = {
        path.removesuffix(".md") + ".html": set(re.findall(r'\bid="([^"]+)"', p.html))
        for path, p in found.items()
    }
    for path, page in found.items():
        for link in re.findall(r'href="([^":]*\.html)(?:#([^"]*))?"', page.html):
            target = (Path("/") / Path(path).parent / unquote(link[0])).as_posix()
            name = re.sub(r"[^/]+/\.\./", "", target).lstrip("/")
            assert name in targets, (path, link)
            assert not link[1] or unquote(link[1]) in targets[name], (path, link)


def test_what_an_audience_may_not_see_stands_on_no_page(complete: Portfolio) -> None:
    everything = "".join(page.html for page in rendered(complete, audience="board").values())
    for audience in ("public", "internal"):
        hidden = [p for p in complete.projects if p.confidentiality not in {"public", audience}]
        text = "".join(page.html for page in rendered(complete, audience=audience).values())
        assert hidden
        for project in hidden:
            title = project.title.spoken("en")[0]
            assert title in everything
            assert title not in text


def test_pages_name_the_day_and_the_commit(complete: Portfolio) -> None:
    for page in rendered(complete).values():
        assert 'datetime="2026-11-22"' in page.html
        assert "0123456789" in page.html


def test_a_page_built_twice_is_the_same_page(complete: Portfolio) -> None:
    assert rendered(complete) == rendered(complete)


def test_no_page_holds_script_or_style(complete: Portfolio) -> None:
    for page in rendered(complete).values():
        assert "<script" not in page.html
        assert "<style" not in page.html
        assert not re.search(r"\son[a-z]+=", page.html)


def test_a_register_of_thousands_of_rows_shows_the_first_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("opsgen.views.registers.table.MOST_ROWS", 3)
    page = rendered(read(DATA / "complete"))["milestones.md"].html
    assert page.count('<th scope="row">') == 3
    assert "The first 3 of" in page
