"""No history is too strange for the pages: whatever two versions of a project say, every page is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsgen.changes.change import SEVERITIES
from opsgen.changes.compare import project_changes
from opsgen.export import atom
from opsgen.history import Commit, Provenance
from opsgen.render import Renderer
from opsgen.timeline import Landing, Timeline
from opsgen.views import AUDIENCES, Audience, edition
from opsgen.views.past.pages import changes
from tests.drawn import documents
from tests.test_properties import as_json, portfolio

if TYPE_CHECKING:
    from opsgen.changes.change import Change, Severity

WORDS = st.text(max_size=12)
START = datetime(2026, 1, 1, tzinfo=UTC)


def landed(n: int, found: tuple[Change, ...], word: str) -> Landing:
    commit = Commit(f"{n:040x}", START + timedelta(days=n), word, f"{word}@x", word, f"#{n}")
    return Landing(commit, found, (), 1)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    documents("project"),
    documents("project"),
    st.sampled_from(AUDIENCES),
    st.sampled_from(["zh", "en"]),
    st.sampled_from(SEVERITIES),
    WORDS,
)
def test_every_page_of_a_drawn_history_is_made(
    old: dict[str, Any],
    new: dict[str, Any],
    audience: Audience,
    lang: str,
    severity: Severity,
    word: str,
) -> None:
    before, after = (portfolio(as_json(data)) for data in (old, new))
    projects = [*before.projects, *after.projects]
    versions = [*projects, None]
    pairs = [(one, other) for one in versions for other in versions if one is not other]
    found = [
        tuple(replace(change, severity=severity) for change in project_changes(one, other))
        for one, other in pairs
    ]
    landings = tuple(landed(n, told, word) for n, told in enumerate(found) if told)
    timeline = Timeline("whole", None, landings, pending=found[-1] if found else ())
    of = edition(
        after,
        as_of=date(2026, 11, 22),
        provenance=Provenance(),
        lang=lang,
        audience=audience,
        timeline=timeline,
    )
    renderer = Renderer(of)
    for page in changes(of):
        renderer.page(page)
        if page.feed:
            ElementTree.fromstring(atom(page, page.feed, renderer, ""))
