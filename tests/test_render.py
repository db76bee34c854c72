"""The one template environment: escaping, overrides, languages."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from jinja2 import Environment, UndefinedError

from opsgen.history import Provenance
from opsgen.model import Project, structure
from opsgen.portfolio import Portfolio
from opsgen.render import Renderer
from opsgen.views import Edition, Page, edition
from opsgen.words import Text

if TYPE_CHECKING:
    from pathlib import Path


def an_edition(lang: str = "en", portfolio: Portfolio | None = None) -> Edition:
    return edition(portfolio or Portfolio(), as_of=date(2026, 11, 22), provenance=Provenance(), lang=lang)


def render(source: str, lang: str = "en", **context: object) -> str:
    return Renderer(an_edition(lang)).environment.from_string(source).render(context)


def test_author_text_is_escaped_and_tricks_are_shown() -> None:
    assert render("{{ t|text }}", t=Text("<b>\u202e")) == "&lt;b&gt;\ufffd"
    assert render("{{ t }}", t="<b>") == "&lt;b&gt;"


def test_text_of_the_other_language_is_marked() -> None:
    assert render("{{ t|text }}", "en", t=Text(zh="甲")) == '<span class="ops-lang" lang="zh">甲</span>'
    assert render("{{ t|text }}", "zh", t=Text(zh="甲", en="A")) == "甲"


def test_markdown_of_an_author_is_safe() -> None:
    html = render("{{ t|rich }}", t=Text("**a** <script>x</script> [b](javascript:1)"))
    assert "<strong>a</strong>" in html
    assert "<script" not in html
    assert "javascript:1)" in html or "href" not in html


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("{{ nothing }}")


def test_a_workspace_may_extend_our_template(tmp_path: Path) -> None:
    own = tmp_path / "pages" / "quality.html.j2"
    own.parent.mkdir()
    own.write_text('{% extends "opsgen:pages/quality.html.j2" %}', encoding="utf-8")
    other = tmp_path / "pages" / "hello.html.j2"
    other.write_text("<h1>{{ _('Risks') }}</h1>", encoding="utf-8")
    renderer = Renderer(an_edition("zh"), tmp_path)
    assert renderer.page(Page("x.md", "pages/hello.html.j2", "x")).html == "<h1>风险</h1>"
    from opsgen.views.quality import quality

    assert "ops-register" in renderer.page(quality(renderer.edition)).html


def test_a_template_is_compiled_once_for_all_languages_until_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    compile_ = Environment.compile
    monkeypatch.setattr(
        Environment, "compile", lambda *of, **by: compiled.append(of[1]) or compile_(*of, **by)
    )
    own, page = tmp_path / "hello.html.j2", Page("x.md", "hello.html.j2", "x")

    def shown(lang: str) -> str:
        return Renderer(an_edition(lang), tmp_path).page(page).html

    own.write_text("1 {{ _('Risks') }}", encoding="utf-8")
    assert [shown("zh"), shown("en")] == ["1 风险", "1 Risks"]
    own.write_text("2 {{ _('Risks') }}", encoding="utf-8")
    assert [shown("zh"), shown("en")] == ["2 风险", "2 Risks"]
    assert compiled == ["1 {{ _('Risks') }}", "2 {{ _('Risks') }}"]


def test_a_workspace_may_change_one_block(tmp_path: Path) -> None:
    own = tmp_path / "pages" / "home.html.j2"
    own.parent.mkdir()
    own.write_text(
        '{% extends "opsgen:pages/home.html.j2" %}{% block all %}mine{% endblock %}', encoding="utf-8"
    )
    from opsgen.views.home import home

    renderer = Renderer(an_edition(), tmp_path)
    html = renderer.page(home(renderer.edition)).html
    assert "mine" in html
    assert 'id="_top"' in html


def test_amounts_are_hidden_from_the_public() -> None:
    project = structure(Project, {"id": "x", "title": "X", "owner": "a", "confidentiality": "public"})
    of = edition(
        Portfolio(projects=(project,)),
        as_of=date(2026, 11, 22),
        provenance=Provenance(),
        lang="en",
        audience="public",
    )
    assert not of.shows_amounts(project)
