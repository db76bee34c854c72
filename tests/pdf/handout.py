"""Handouts of one small project as people read them: without tags, in one line."""

from __future__ import annotations

import html
import re
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from written import assembled

from opsgen.history import Provenance
from opsgen.pdf.handouts import handouts
from opsgen.render import Renderer
from opsgen.views import edition

if TYPE_CHECKING:
    from opsgen.pdf.jobs import Handout
    from opsgen.views import Audience


def printed(
    report: str,
    text: str,
    *others: str,
    people: str = "",
    lang: str = "en",
    day: str = "2026-11-08",
    audience: Audience = "internal",
) -> tuple[Handout, ...]:
    """The handouts of this kind of a project called `tiny`, and of others called `other0` and so on."""
    files = {"projects/tiny.yaml": text.encode()}
    files |= {f"projects/other{n}.yaml": other.encode() for n, other in enumerate(others)}
    if people:
        files["projects/people.yaml"] = people.encode()
    portfolio = assembled(files)
    wrong = [problem for problem in portfolio.problems if problem.severity == "error"]
    assert not wrong, wrong[0]
    as_of = date.fromisoformat(day)
    made = edition(
        portfolio,
        as_of=as_of,
        provenance=Provenance(commit="0123456789" * 4, date=datetime(2026, 11, 8, tzinfo=UTC)),
        lang=lang,
        audience=audience,
    )
    return tuple(one for one in handouts(Renderer(made), [report]) if "other" not in one.path)


def said(handout: Handout) -> str:
    """What stands in a handout, with single spaces."""
    text = html.unescape(re.sub(r"<[^>]+>", " ", handout.html(0)))
    return re.sub(r"\s+", " ", text)
