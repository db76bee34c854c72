"""Where the pages come from: the one place that calls the portfolio and its views."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from opsgen.portfolio import Portfolio
    from opsgen.render import Rendered


def read(root: Path) -> Portfolio:
    """The portfolio of a workspace, with all problems of its files."""
    return import_module("opsgen.portfolio").read(root)


def pages(root: Path, read: Portfolio, lang: str, as_of: date | None, handouts: bool) -> tuple[Rendered, ...]:
    """Every generated page of the site in one language; the home page first."""
    return import_module("opsgen.render").site_pages(
        import_module("opsgen.views").pages(read, root=root, lang=lang, as_of=as_of, handouts=handouts)
    )
