"""What holds for every project that the schema allows."""

from __future__ import annotations

import json
from datetime import date
from functools import partial
from typing import Any

import judging
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.load import parse
from opsgen.model import Project
from opsgen.portfolio import Portfolio, assemble
from opsgen.render import Renderer
from opsgen.schema import read
from opsgen.schema.fields import kinds
from opsgen.views import AUDIENCES, Audience, edition, pages
from opsgen.words import LANGUAGES
from tests.drawn import ELSEWHERE, TIMES, documents, workspaces
from tests.written import assembled

PROJECTS = documents("project", leave_out=ELSEWHERE)
SETTINGS = settings(
    max_examples=50 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


class Quoted(yaml.SafeDumper):
    """YAML with every text in quotes, as careful tools write it."""


Quoted.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def as_json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


def as_yaml(data: Any, **options: Any) -> bytes:
    written = yaml.dump(data, Dumper=Quoted, allow_unicode=True, sort_keys=False, **options)
    assert isinstance(written, str)
    return written.encode()


def portfolio(content: bytes) -> Portfolio:
    return assemble({"projects/drawn.yaml": partial(bytes, content)})


@given(PROJECTS)
@SETTINGS
def test_a_drawn_project_is_read_and_comes_back_equal(data: dict[str, Any]) -> None:
    found = portfolio(as_json(data))
    assert [problem for problem in found.problems if problem.severity == "error"] == []
    (project,) = found.projects
    assert isinstance(project, Project)
    assert portfolio(as_yaml(data)).projects == (project,)
    assert portfolio(as_yaml(data, default_flow_style=True)).projects == (project,)


@given(PROJECTS, st.dates(date(2024, 1, 1), date(2028, 1, 1)))
@SETTINGS
def test_rules_never_fail_and_their_findings_stand_in_the_file(data: dict[str, Any], as_of: date) -> None:
    found = portfolio(as_yaml(data))
    last = as_yaml(data).count(b"\n") + 1
    for problem in judging.check(found, as_of):
        assert problem.file == "projects/drawn.yaml"
        assert 1 <= problem.line <= last


@given(PROJECTS, st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.sampled_from(LANGUAGES))
@settings(SETTINGS, max_examples=20 * TIMES)
def test_every_page_of_a_drawn_project_is_rendered(data: dict[str, Any], as_of: date, lang: str) -> None:
    found = portfolio(as_json(data))
    problems = (*found.problems, *judging.check(found, as_of))
    of = edition(found, as_of=as_of, provenance=Provenance(None, None), lang=lang, problems=problems)
    renderer = Renderer(of)
    for page in pages(of):
        assert "<script>hit" not in renderer.page(page).html


@given(
    workspaces(),
    st.dates(date(2024, 1, 1), date(2028, 1, 1)),
    st.sampled_from(AUDIENCES),
    st.sampled_from(LANGUAGES),
)
@settings(SETTINGS, max_examples=12 * TIMES)
def test_every_page_of_a_drawn_workspace_is_rendered(
    files: dict[str, Any], as_of: date, audience: Audience, lang: str
) -> None:
    """With settings, people, a meeting of the portfolio and fields of the team's own, for each audience."""
    found = assembled({f"projects/{name}": as_json(data) for name, data in files.items() if data})
    assert [problem for problem in found.problems if problem.severity == "error"] == []
    of = edition(
        found,
        as_of=as_of,
        provenance=Provenance(None, None),
        lang=lang,
        audience=audience,
        problems=(*found.problems, *judging.check(found, as_of)),
    )
    renderer = Renderer(of)
    for page in pages(of):
        assert "<script>hit" not in renderer.page(page).html
        if page.table:
            sheet(page.table, lang)


@given(st.sampled_from(kinds()).flatmap(lambda kind: st.tuples(st.just(kind), documents(kind))))
@SETTINGS
def test_what_a_schema_draws_fits_it(drawn: tuple[str, Any]) -> None:
    kind, data = drawn
    if isinstance(data, dict | list) and not data:
        return  # an empty file is a finding of its own
    found = read(parse("drawn.yaml", as_json(data)), kind)
    assert [problem for problem in found.problems if problem.severity == "error"] == []
