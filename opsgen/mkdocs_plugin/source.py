"""Where the pages come from: the plugin's one way to the portfolio, its rules and its views."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from opsgen import check, views
from opsgen.calendar import today
from opsgen.history import provenance
from opsgen.render import Renderer, overrides

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from opsgen.portfolio import Portfolio
    from opsgen.problem import Problem
    from opsgen.render import Rendered
    from opsgen.views import Audience


@dataclass(frozen=True, slots=True)
class Source:
    """A workspace as it was read once: its portfolio, the status date and every finding."""

    root: Path
    portfolio: Portfolio
    as_of: date
    problems: tuple[Problem, ...]
    allowed: Mapping[str, int] = field(default_factory=dict)
    """How many findings somebody allowed, by project."""


def read(root: Path, as_of: date | None) -> Source:
    """The workspace's data, as of today where no day is given, and all that is wrong with it."""
    judged = check.read(root)
    day = as_of or today(judged.portfolio.settings.timezone)
    judgement = judged.judgement(day)
    return Source(root, judged.portfolio, day, judgement.problems, judgement.allowed_of)


def rendered(source: Source, lang: str, *, handouts: bool, audience: Audience) -> tuple[Rendered, ...]:
    """Every generated page of the site in one language; the home page first."""
    edition = views.edition(
        source.portfolio,
        as_of=source.as_of,
        provenance=provenance(source.root),
        lang=lang,
        handouts=handouts,
        audience=audience,
        problems=source.problems,
        allowed=source.allowed,
    )
    renderer = Renderer(edition, overrides(source.root))
    return tuple(renderer.page(page) for page in views.pages(edition))
