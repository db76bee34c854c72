"""What an address names: each item once on its page, and no section in its place."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from opsgen.history import Provenance
from opsgen.portfolio import Portfolio, assemble, read
from opsgen.render import Renderer
from opsgen.views import Audience, edition, pages
from opsgen.words import LANGUAGES
from tests.drawn import documents
from tests.sample_site import PAYLOADS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.render import Rendered

DATA = Path(__file__).parent / "data"
AS_OF = date(2026, 11, 22)
_TAG = re.compile(r"<[^>]+>")
_ID = re.compile(r'\sid="([^"]+)"')


def rendered(
    portfolio: Portfolio, lang: str = "en", audience: Audience = "internal", as_of: date = AS_OF
) -> dict[str, Rendered]:
    of = edition(portfolio, as_of=as_of, provenance=Provenance(), lang=lang, audience=audience)
    renderer = Renderer(of)
    return {page.path: renderer.page(page) for page in pages(of)}


def ids(html: str) -> list[str]:
    return [found for tag in _TAG.findall(html) for found in _ID.findall(tag)]


def doubled(html: str) -> list[str]:
    return [name for name, times in Counter(ids(html)).items() if times > 1]


def given_ids(value: object) -> Iterator[str]:
    """The ids of everything in a project, and its former ids."""
    if isinstance(value, tuple):
        for part in value:
            yield from given_ids(part)
    elif is_dataclass(value):
        if isinstance(own := getattr(value, "id", None), str):
            yield own
            yield from getattr(value, "aliases", ())
        for field in fields(value):
            yield from given_ids(getattr(value, field.name))


def project_of(data: dict[str, Any]) -> Portfolio:
    content = yaml.safe_dump(data, allow_unicode=True).encode()
    return assemble({"projects/drawn.yaml": partial(bytes, content)})


@pytest.fixture(scope="module")
def complete() -> Portfolio:
    return read(DATA / "complete")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("audience", ["public", "board"])
def test_no_page_has_an_id_twice(complete: Portfolio, lang: str, audience: Audience) -> None:
    found = rendered(complete, lang, audience)
    assert {path: doubled(page.html) for path, page in found.items() if doubled(page.html)} == {}


def test_on_a_project_page_only_items_have_ids_that_items_can_have(complete: Portfolio) -> None:
    """Whatever a section, a figure or the theme is called, no item will ever be called the same."""
    found = rendered(complete)
    for project in complete.projects:
        page = found.get(f"projects/{project.id}.md")
        ours = set(ids(page.html)) - set(given_ids(project)) if page else set()
        meetings = {name for meeting in complete.meetings for name in given_ids(meeting)}
        assert {name for name in ours - meetings if not name.startswith("_")} == set(), project.id


def test_every_item_of_the_project_has_an_address(complete: Portfolio) -> None:
    project = next(project for project in complete.projects if project.id == "完整示例")
    there = set(ids(rendered(complete)["projects/完整示例.md"].html))
    lists = ("goals", "milestones", "tasks", "metrics", "risks", "decisions", "actions", "lessons", "budget")
    missing = {item.id for name in lists for item in getattr(project, name)} - there
    assert missing == set()


PLAIN = {"title": "A", "owner": "a", "start": "2026-01-01", "finish": "2026-12-31", "summary": "Said."}


def test_an_item_may_be_called_like_a_section() -> None:
    names = ("risks", "plan", "top", "milestones", "health", "plan-figure", "summary")
    milestones = [{"id": name, "title": name, "forecast": "2026-12-01"} for name in names]
    html = rendered(project_of(PLAIN | {"milestones": milestones}))["projects/drawn.md"].html
    assert doubled(html) == []
    assert '<tr id="plan">' in html
    assert '<h2 id="_plan">' in html
    assert '<a class="ops-id" href="#plan">plan</a>' in html


def test_two_items_of_one_id_are_one_address() -> None:
    twice = [{"id": "M1", "title": title, "forecast": "2026-12-01"} for title in ("one", "two")]
    lessons = [{"id": "M1", "title": "x", "recommendation": "y"}]
    found = rendered(project_of(PLAIN | {"milestones": twice, "lessons": lessons}))
    assert doubled(found["projects/drawn.md"].html) == []


def test_no_text_of_an_author_brings_an_id() -> None:
    """Everything a project may say in words, with something in it that wants to be markup."""
    texts = [*PAYLOADS, '<i id="_plan">x</i>', '"><b id="R1">', "# risks {#_risks}"]
    data = {
        "title": texts[0],
        "owner": texts[1],
        "start": "2026-01-01",
        "finish": "2026-12-31",
        "summary": "\n\n".join(texts),
        "goals": [{"id": f"G{n}", "title": text, "why": text} for n, text in enumerate(texts)],
        "risks": [
            {"id": f"R{n}", "title": text, "probability": 3, "impact": 3, "response": text}
            for n, text in enumerate(texts)
        ],
    }
    for page in rendered(project_of(data)).values():
        assert doubled(page.html) == []


@given(documents("project"), st.dates(date(2024, 1, 1), date(2028, 1, 1)), st.sampled_from(LANGUAGES))
@settings(max_examples=25, deadline=None)
def test_no_drawn_project_has_an_id_twice(data: dict[str, Any], as_of: date, lang: str) -> None:
    for page in rendered(project_of(data), lang, as_of=as_of).values():
        assert doubled(page.html) == []
