"""Names that are not for the public stand nowhere in a site for it: in no page, no file and no search index.

Everybody of a portfolio is given a name, an id and an address that nobody else writes, wherever a field names
them, and is shown as a role; then all projects are published. What authors say in their own words stays.
"""

from __future__ import annotations

import json
import re
import shutil
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from opsgen.mkdocs_plugin.run import build_site
from opsgen.portfolio import Portfolio, Whole, read
from opsgen.rules.references import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Person
    from opsgen.problem import Place

TOP = Path(__file__).parent.parent
PORTFOLIOS = {"complete": TOP / "tests" / "data" / "complete", "demonstration": TOP}
AS_OF = "2026-11-22"
TOKEN = re.compile(r"(?:NAMETOK|idtok|mailtok)\d+")


@pytest.fixture(scope="module", params=PORTFOLIOS)
def root(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the portfolio that is public as a whole, and whose people are all shown as roles."""
    root = tmp_path_factory.mktemp(request.param)
    shutil.copytree(PORTFOLIOS[request.param] / "projects", root / "projects")
    portfolio = read(root)
    edits: dict[str, list[tuple[Place, str]]] = defaultdict(list)
    for place, name in _named(portfolio):
        edits[place.file].append((place, name))
    for file, changes in edits.items():
        _rewrite(root / file, changes)
    for project in portfolio.projects:
        _publish(root / portfolio.sources[project.id].file)
    (root / portfolio.sources["people"].file).write_text(_people(portfolio), encoding="utf-8")
    return root


def _named(portfolio: Portfolio) -> Iterator[tuple[Place, str]]:
    """Where a field names somebody of `people.yaml`, and the id that is put there."""
    ids = {person.id: f"idtok{i}" for i, person in enumerate(portfolio.people.people)}
    wholes = [
        Whole("portfolio", "portfolio", portfolio.settings),
        *(Whole(f"meetings/{meeting.id}", "meeting", meeting) for meeting in portfolio.meetings),
        *(Whole(project.id, "project", project) for project in portfolio.projects),
    ]
    for whole in wholes:
        for path, _, name in references(whole, people=True):
            person = portfolio.people.find(name)
            if person:
                yield portfolio.sources[whole.source].place(path), ids[person.id]


def _rewrite(file: Path, changes: list[tuple[Place, str]]) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    for place, text in sorted(set(changes), key=lambda change: (change[0].line, -change[0].column)):
        assert place.line == place.end_line
        line = lines[place.line - 1]
        lines[place.line - 1] = line[: place.column - 1] + text + line[place.end_column - 1 :]
    file.write_text("\n".join(lines), encoding="utf-8")


def _publish(file: Path) -> None:
    """Shown to all, and judged by who is overloaded too."""
    text = re.sub(
        r"^(confidentiality|health_dimensions):.*\n", "", file.read_text("utf-8"), flags=re.MULTILINE
    )
    judged = "health_dimensions: [schedule, resources]"
    file.write_text(f"{text.rstrip()}\nconfidentiality: public\n{judged}\n", encoding="utf-8")


def _people(portfolio: Portfolio) -> str:
    """The people under other names, as YAML that is JSON."""
    people = [_somebody(i, person) for i, person in enumerate(portfolio.people.people)]
    teams = [{"id": team.id, "title": team.title.forms[0]} for team in portfolio.people.teams]
    return json.dumps({"people": people, "teams": teams}, ensure_ascii=False)


def _somebody(i: int, person: Person) -> dict[str, object]:
    said: dict[str, object] = {"id": f"idtok{i}", "name": f"NAMETOK{i}", "email": f"mailtok{i}@example.org"}
    said |= {"display": "role", "capacity": person.capacity}
    if person.role:
        said["role"] = person.role.forms[0]
    return said | ({"team": person.team} if person.team else {})


def found(root: Path, audience: str, *languages: str) -> set[tuple[str, str]]:
    """The files of a site that name somebody, each with what stands around it."""
    site = root / audience
    for lang in languages:
        build_site(root, site / lang, lang=lang, languages=[*languages], as_of=AS_OF, audience=audience)
    return {
        (path.relative_to(site).as_posix(), place)
        for path in sorted(site.rglob("*"))
        if path.is_file()
        for place in _places(path.read_bytes().decode("utf-8", "replace"))
    }


def _places(text: str) -> Iterator[str]:
    # What stands around a name is cut out, not matched: a pattern that begins with anything takes minutes.
    for token in TOKEN.finditer(text):
        yield text[max(0, token.start() - 80) : token.end() + 20].strip()


def test_a_name_that_is_a_role_is_in_no_file_for_the_public(root: Path) -> None:
    assert found(root, "public", "zh", "en") == set()


def test_the_team_reads_the_names(root: Path) -> None:
    """On pages, in files and in the search: else nothing would have been looked for above."""
    kinds = {Path(file).suffix for file, _ in found(root, "internal", "en")}
    assert {".html", ".csv", ".json"} <= kinds
