"""What an audience may not see stands nowhere: three projects tied to each other in every way there is."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

import pytest
from judging import findings
from read_calendar import unfolded
from written import assembled

from opsgen.export import Calendars, Files, imprint
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, edition, pages

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio

AS_OF = date(2026, 11, 22)
DATA = Path(__file__).parent / "data" / "entangled"
# id, word in its texts, beginning of its ids, category, the two others
PROJECTS = {
    "openproj": ("OPENTOK", "OPN", "campaign", "public", "hushproj", "midproj"),
    "midproj": ("MIDTOK", "MID", "product", "internal", "hushproj", "openproj"),
    "hushproj": ("HUSHTOK", "HSH", "process", "restricted", "midproj", "openproj"),
}
AMOUNTS = (123456, 98765, 133337, 77777, 88888, 55555, 99999, 31415, 271828, 444777, 222111, 333444)
# The portfolio's own goals and the people are of the portfolio, also where only a hidden project has them.
OF_ALL = re.compile(r"\w+TOK-(Strategic|Person|Sponsor|Board|Team|role|desk)|(?:_goal-)?[A-Z]{3}S\b")


def made(project: str, lifecycle: str) -> str:
    word, first, category, seen, other, third = PROJECTS[project]
    return Template((DATA / "project.yaml").read_text(encoding="utf-8")).substitute(
        id=project, word=word, i=first, low=first.lower(), category=category, seen=seen, lifecycle=lifecycle,
        other=other, one=PROJECTS[other][1], third=third, two=PROJECTS[third][1],
    )  # fmt: skip


@pytest.fixture(scope="module", params=["executing", "closed\nclosed: 2026-11-20"])
def portfolio(request: pytest.FixtureRequest) -> Portfolio:
    files = {f"projects/{name}.yaml": made(name, request.param).encode() for name in PROJECTS}
    for name in ("board-meeting", "later"):
        files[f"projects/meetings/{name}.yaml"] = (DATA / f"{name}.yaml").read_bytes()
    for name in ("people.yaml", "portfolio.yaml", "extra.schema.json"):
        files[f"projects/{name}"] = (DATA / name).read_bytes()
    return assembled(files)


def written(of: Portfolio, audience: Audience, lang: str = "en") -> dict[str, str]:
    """All pages and files of an edition, with all that the check found."""
    found = edition(
        of,
        as_of=AS_OF,
        provenance=Provenance(None, None),
        lang=lang,
        audience=audience,
        handouts=True,
        problems=findings(of, AS_OF),
        allowed=dict.fromkeys(PROJECTS, 3),
    )
    renderer, listed, made = Renderer(found), pages(found), {}
    files, calendars = Files(found, imprint(found)), Calendars(found, renderer.words, "https://ops.example/")
    for page in listed:
        made[page.path] = f"{page.title}\n{page.description}\n{renderer.page(page).html}"
        made |= {path: told(path, content) for path, content in files.beside(page)}
        if page.dates:
            made[page.dates.path] = "\n".join(unfolded(calendars.file(page.dates)))
    return made | {path: told(path, content) for path, content in files.whole(listed)}


def told(path: str, content: bytes) -> str:
    """What a file says, of a workbook the texts and numbers of its sheets."""
    if not path.endswith(".xlsx"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/")]
    return "\n".join(found for part in parts for found in re.findall(r"<[tv]\b[^>]*>([^<]*)<", part))


def test_the_projects_are_sound(portfolio: Portfolio) -> None:
    assert [problem for problem in findings(portfolio, AS_OF) if problem.severity == "error"] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("audience", ["public", "internal"])
def test_nothing_of_a_hidden_project_is_written(portfolio: Portfolio, audience: Audience, lang: str) -> None:
    hidden = ["hushproj", *(["midproj"] if audience == "public" else [])]
    words = [re.escape(word) for name in hidden for word in (name, *PROJECTS[name][:2])]
    pattern = re.compile("|".join([*words, "HUSP", *(["MIDP"] if audience == "public" else [])]))
    found = {
        (path, match[0], text[max(0, match.start() - 60) : match.end() + 20])
        for path, text in written(portfolio, audience, lang).items()
        for match in pattern.finditer(OF_ALL.sub("", text))
    }
    assert found == set()
    assert all(re.search(word, "".join(written(portfolio, "board", lang).values())) for word in words)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_public_reads_no_amount_no_address_no_minutes_and_no_name_that_is_a_role(
    portfolio: Portfolio, lang: str
) -> None:
    amounts = [rf"(?<!\d){n}(?!\d)|{n:,}|(?<![\d.]){n / 10_000:.1f} ?万" for n in AMOUNTS]
    private = ["OPENTOK-(?:stakeholder|needs|strategy|audience|what|how|cad|tatt|desk|md1|ownminutes)"]
    private += ["OPENTOK-(?:equipment|bookedfor|conflict|contact|service|delivery2|payment|sla|no\\b)"]
    private += ["OPENTOK-(?:quote\\d?|channel|till)\\b"]
    names = ["secret\\.example", "OPENTOK-Person", "SHAREDNAME", "opnperson", "sharedperson"]
    pattern = re.compile("|".join([*amounts, *private, *names, "COMMON", "PORTFOLIODEC"]))
    shown = written(portfolio, "public", lang)
    assert {(path, found[0]) for path, text in shown.items() for found in pattern.finditer(text)} == set()
    assert 'id="_budget"' not in shown["projects/openproj.md"]


def test_the_public_finds_no_person_in_a_path_and_no_meeting_in_a_calendar(portfolio: Portfolio) -> None:
    public, internal = written(portfolio, "public"), written(portfolio, "internal")
    assert {"calendar.ics", "projects/openproj.ics"} <= public.keys()
    assert not [path for path in public if path.startswith(("people", "meetings"))]
    assert "people/" not in "".join(public.values())
    assert [path for path in internal if path.startswith("people/") and path.endswith(".ics")]
    assert "projects/hushproj.ics" not in internal


def test_what_a_hidden_project_does_for_a_strategic_goal_is_not_denied(portfolio: Portfolio) -> None:
    internal, board = (written(portfolio, audience)["goals.md"] for audience in ("internal", "board"))
    assert "supported by no project of this edition: HUSHTOK-Strategic." in internal
    assert "No project of this edition works on it." in internal
    assert "supported by no project" not in board
