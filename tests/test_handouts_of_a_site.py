"""Which handouts a site has, and where its pages link to them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from opsgen.history import Provenance
from opsgen.model import Settings
from opsgen.pdf.handouts import handouts
from opsgen.portfolio import read
from opsgen.render import Renderer
from opsgen.schema.fields import schema
from opsgen.views import edition, pages
from opsgen.views.handouts import KINDS, USUAL
from opsgen.words import words

if TYPE_CHECKING:
    from opsgen.portfolio import Portfolio
    from opsgen.views import Audience

ALL = tuple(kind.name for kind in KINDS)
AS_OF = date(2026, 11, 22)
COMMIT = Provenance("0123456789abcdef" * 2 + "01234567", datetime(2026, 11, 20, tzinfo=UTC))
LINK = re.compile(r'href="(?:\.\./)*handouts/([^"]*)"')


@cache
def complete() -> Portfolio:
    return read(Path(__file__).parent / "data" / "complete")


def renderer(
    *kinds: str, audience: Audience = "internal", lang: str = "en", own: tuple[str, ...] = ()
) -> Renderer:
    """The pages of the portfolio that uses every field, published with these kinds."""
    found = complete()
    settings = replace(found.settings, handouts=kinds)
    of = edition(
        replace(found, settings=settings),
        as_of=AS_OF,
        provenance=COMMIT,
        lang=lang,
        handouts=True,
        own_reports=own,
        audience=audience,
    )
    return Renderer(of)


def linked(of: Renderer) -> dict[str, set[str]]:
    """The files of handouts that each page links to."""
    made = {page.path: of.page(page).html for page in pages(of.edition)}
    return {path: set(map(unquote, LINK.findall(html))) for path, html in made.items()}


def printed(of: Renderer) -> set[str]:
    """What is printed with these pages."""
    names = (*of.edition.settings.handouts, *of.edition.own_reports)
    return {handout.path for handout in handouts(of, names)}


@pytest.mark.parametrize("audience", ["public", "internal", "board"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_link_to_what_is_printed_and_to_nothing_else(audience: Audience, lang: str) -> None:
    of = renderer(*ALL, audience=audience, lang=lang)
    found = linked(of)
    assert found.pop("handouts.md") == printed(of)
    assert set().union(*found.values()) == printed(of)
    assert all(f".{lang}.pdf" in file or f".{lang}." in file for file in printed(of))


def test_each_handout_stands_where_one_looks_for_it() -> None:
    found = linked(renderer(*ALL))
    of_all = {path: files for path, files in found.items() if not path.startswith("projects/")}
    assert of_all["index.md"] == {"portfolio-summary.en.pdf"}
    assert of_all["roadmap.md"] == {"roadmap.en.pdf"}
    assert of_all["risks.md"] == {"risk-register.en.pdf"}
    assert of_all["lessons.md"] == {"lessons.en.pdf"}
    assert {"weekly-report.en.pdf", "monthly-report.en.pdf"} <= of_all["status.md"]
    for path, files in of_all.items():
        if path.startswith("meetings/"):
            assert len(files) == 1
            assert "committee-pack" in files.pop()
    project = found["projects/完整示例.md"]
    kinds = {file.split(".")[1] for file in project}
    assert {"one-pager", "review", "gate", "retrospective"} <= kinds


def test_a_kind_that_nobody_publishes_is_linked_nowhere() -> None:
    found = set().union(*linked(renderer("one-pager")).values())
    assert found
    assert all(".one-pager." in file for file in found)


def test_a_site_without_handouts_has_no_page_of_them() -> None:
    of = edition(complete(), as_of=AS_OF, provenance=COMMIT, lang="en")
    found = linked(Renderer(of))
    assert "handouts.md" not in found
    assert not set().union(*found.values())


def test_the_workspaces_own_kinds_are_listed_too() -> None:
    of = renderer("roadmap", own=("note",))
    assert ".note.en.pdf" in " ".join(linked(of)["handouts.md"])
    assert any(".note." in file for file in linked(of)["projects/完整示例.md"])


def test_the_settings_know_every_kind_by_its_name() -> None:
    named = schema("portfolio")["properties"]["handouts"]["items"]["x-values"]
    for lang in ("zh", "en"):
        assert [named[name][lang] for name in ALL] == [words(lang).say(kind.title) for kind in KINDS]
    assert set(USUAL) <= set(ALL)
    assert Settings().handouts == USUAL
