"""Where the pages come from: the plugin's one way to the portfolio, its rules and its views."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from opsgen import check, history, last_good, views
from opsgen.calendar import today
from opsgen.export import Calendars, Files, atom, imprint
from opsgen.mkdocs_plugin.details import parted
from opsgen.render import RenderedFeed, Renderer, overrides, own_reports
from opsgen.timeline import NO_HISTORY, Timeline, timeline, with_aftermath
from opsgen.timeline.against import plans_of
from opsgen.timeline.agreed import agreed
from opsgen.timeline.moment import numbers_of, origin
from opsgen.timeline.snapshots import snapshots

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from opsgen.check import Judged
    from opsgen.derive.snapshot import Snapshot
    from opsgen.portfolio import Portfolio
    from opsgen.problem import Problem
    from opsgen.render import Rendered
    from opsgen.timeline.against import Against, Plans
    from opsgen.timeline.moment import Moment
    from opsgen.views import Audience, Page


@dataclass(frozen=True, slots=True)
class Source:
    """A workspace as it was read once: its portfolio, the status date and every finding."""

    root: Path
    portfolio: Portfolio
    as_of: date
    problems: tuple[Problem, ...]
    allowed: Mapping[str, int] = field(default_factory=dict)
    """How many findings somebody allowed, by project."""
    timeline: Timeline = NO_HISTORY
    """What the commits changed; each edition takes from it what its audience may see."""
    snapshots: Mapping[str, tuple[Snapshot, ...]] = field(default_factory=dict)
    """What former reports said of each project."""
    moment: Moment | None = None
    """The moment of the past that it shows; None for the workspace as it is."""
    plans: Plans | None = None
    """The plans of another version, beside which everything is shown."""


def read(root: Path, as_of: date | None, *, last_good_too: bool = False) -> Source:
    """The workspace's data, as of today where no day is given, and all that is wrong with it.

    With `last_good_too` what is broken is shown as of its last good version.
    """
    workspace = check.opened(root)
    if last_good_too:
        day = as_of or today(workspace.house.settings.timezone)
        judged = last_good.read(workspace, day).judged
    else:
        judged = check.read_whole(workspace)
    return of(root, judged, as_of or today(judged.portfolio.settings.timezone))


def of(
    root: Path, judged: Judged, day: date, moment: Moment | None = None, against: Against | None = None
) -> Source:
    """The same of a workspace that has been read, with its history.

    Raises:
        GitError: when git gives no answer about a version that is asked for.
    """
    past = timeline(root, judged.portfolio, moment)
    judgement = judged.with_past(root, past, day).judgement(day)
    told = with_aftermath(root, past, judged.portfolio)
    portfolio = agreed(root, judged.portfolio, past, day)
    said = snapshots(root, portfolio, past, day)
    plans = plans_of(root, portfolio, against) if against else None
    return Source(root, portfolio, day, judgement.problems, judgement.allowed_of, told, said, moment, plans)


def rendered(
    source: Source, lang: str, *, handouts: bool, audience: Audience, site_url: str = ""
) -> tuple[Rendered, ...]:
    """Every generated page of the site in one language; the home page first."""
    edition = views.edition(
        source.portfolio,
        as_of=source.as_of,
        provenance=origin(source.root, source.moment),
        numbers=numbers_of(source.root, source.moment),
        plans=source.plans,
        lang=lang,
        handouts=handouts,
        own_reports=own_reports(source.root),
        audience=audience,
        problems=source.problems,
        allowed=source.allowed,
        timeline=source.timeline,
        snapshots=source.snapshots,
        trunk=None if source.moment else history.trunk(source.root),
    )
    renderer = Renderer(edition, overrides(source.root), site_url)
    calendars = Calendars(edition, renderer.words, site_url)
    files = Files(edition, imprint(edition, site_url))
    pages = views.pages(edition)
    made = [each for page in pages for each in _rendered(page, renderer, calendars, files)]
    return (*made[:-1], replace(made[-1], files=tuple(files.whole(pages))))


def _rendered(page: Page, renderer: Renderer, calendars: Calendars, files: Files) -> tuple[Rendered, ...]:
    """The page with the files of its tables, with its feed and its calendar where it has them; and the page
    beside it where it was too heavy.
    """
    first, *beside = parted(page, renderer.page(page), renderer)
    first = replace(first, files=tuple(files.beside(page)))
    if page.feed is not None:
        content = atom(page, page.feed, renderer, renderer.site_url)
        first = replace(first, feed=RenderedFeed(page.feed.path, page.feed.title, content))
    if page.dates is not None:
        file = calendars.file(page.dates)
        first = replace(first, dates=RenderedFeed(page.dates.path, page.dates.title, file))
    return first, *beside
