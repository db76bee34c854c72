"""Projects whose people, vendors and money hold together, drawn at random: from their files to the pages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import judging
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opsgen.derive.money import budget
from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import edition, pages
from opsgen.words import LANGUAGES
from tests.drawn import SECRETS, TIMES, staffed
from tests.test_properties import as_json, as_yaml
from tests.written import assembled

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio

DAYS = st.dates(date(2026, 3, 2), date(2027, 10, 1))
SETTINGS = settings(
    max_examples=15 * TIMES,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
LISTS = ("allocations", "equipment", "vendors", "budget", "tasks", "phases", "milestones")


def read(files: dict[str, Any]) -> Portfolio:
    return assembled({f"projects/{name}": as_json(data) for name, data in files.items()})


@given(staffed(), DAYS)
@SETTINGS
def test_nothing_that_holds_together_is_an_error(files: dict[str, Any], as_of: date) -> None:
    found = read(files)
    wrong = [p for p in (*found.problems, *judging.check(found, as_of)) if p.severity == "error"]
    assert wrong == []


@given(staffed())
@SETTINGS
def test_it_comes_back_equal_from_other_files(files: dict[str, Any]) -> None:
    """In YAML, and with every list in a file of its own."""
    found = read(files).projects
    assert assembled({f"projects/{name}": as_yaml(data) for name, data in files.items()}).projects == found
    apart: dict[str, bytes] = {}
    for name, data in files.items():
        lists = {key: data[key] for key in LISTS if key in data}
        if not lists:
            apart[f"projects/{name}"] = as_json(data)
            continue
        folder = f"projects/{name.removesuffix('.yaml')}"
        head = {key: value for key, value in data.items() if key not in lists}
        apart[f"{folder}/project.yaml"] = as_json(head)
        apart |= {f"{folder}/{key}.yaml": as_yaml(items) for key, items in lists.items()}
    assert [contents(project) for project in assembled(apart).projects] == [contents(p) for p in found]


def contents(project: Any) -> list[Any]:
    return [getattr(project, name) for name in (*LISTS, "title", "start", "finish", "currency", "lifecycle")]


@given(staffed(), DAYS)
@SETTINGS
def test_every_grouping_of_the_money_has_the_same_sum(files: dict[str, Any], as_of: date) -> None:
    found = read(files)
    for project in found.projects:
        state = budget(project, found.settings, as_of)
        if state is None:
            continue
        for cuts in (state.by_category, state.by_type):
            for part in ("planned", "forecast"):
                parts = sum((getattr(totals, part) for _, totals in cuts), Decimal(0))
                assert parts == getattr(state.spending, part)
        spent = [
            line.actual for line in state.lines if line.line.type != "income" and line.actual is not None
        ]
        assert state.spending.actual == (sum(spent, Decimal(0)) if spent else None)


@given(staffed(), DAYS, st.sampled_from(LANGUAGES))
@settings(SETTINGS, max_examples=8 * TIMES)
def test_the_public_reads_neither_names_nor_contacts_nor_amounts(
    files: dict[str, Any], as_of: date, lang: str
) -> None:
    found = read(files)
    shown = {audience: written(found, as_of, lang, audience) for audience in ("board", "public")}
    for secret in (*SECRETS, "7.71万", "77.1k"):  # the amount as pages shorten it
        assert secret not in shown["public"]
    assert SECRETS[1] in shown["board"] or not any(project.vendors for project in found.projects)


def written(found: Portfolio, as_of: date, lang: str, audience: Any) -> str:
    """All pages and files of a build, without the marks that divide thousands."""
    problems = (*found.problems, *judging.check(found, as_of))
    provenance = Provenance(None, None)
    of = edition(found, as_of=as_of, provenance=provenance, lang=lang, audience=audience, problems=problems)
    renderer = Renderer(of)
    parts = []
    for page in pages(of):
        parts.append(renderer.page(page).html.replace(",", ""))
        parts += [str(sheet(page.table, lang))] if page.table else []
    return "\n".join(parts)
