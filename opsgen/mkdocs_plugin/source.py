"""Where the pages come from: the one place that calls the portfolio, its rules and its views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen import portfolio as portfolios
from opsgen import rules
from opsgen.history import provenance
from opsgen.problem import Problem
from opsgen.render import Rendered, Renderer
from opsgen.views import Audience, edition
from opsgen.views import pages as all_pages

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from opsgen.portfolio import Portfolio


def read(root: Path) -> Portfolio:
    """The portfolio of a workspace, with the problems of its files."""
    return portfolios.read(root)


def findings(portfolio: Portfolio, as_of: date) -> tuple[Problem, ...]:
    """The problems of the files and of the rules, in the order of the files."""
    return tuple(sorted({*portfolio.problems, *rules.check(portfolio, as_of)}, key=Problem.sort_key))


def pages(
    root: Path, portfolio: Portfolio, *, lang: str, as_of: date, handouts: bool, audience: Audience
) -> tuple[Rendered, ...]:
    """Every generated page of the site in one language; the home page first."""
    of = edition(
        portfolio,
        as_of=as_of,
        provenance=provenance(root),
        lang=lang,
        handouts=handouts,
        audience=audience,
        problems=findings(portfolio, as_of),
    )
    overrides = root / "templates"
    renderer = Renderer(of, overrides if overrides.is_dir() else None)
    return tuple(renderer.page(page) for page in all_pages(of))
