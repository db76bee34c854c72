"""What editors show of a workspace as `opsgen init` lays it down: a real language server, by its protocol."""

from __future__ import annotations

import json
import re
import sys
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
import yaml
from click.testing import CliRunner

from opsgen.cli.main import opsgen
from opsgen.schema.fields import kinds, schema
from opsgen.schema.values import READERS, fits
from opsgen.words import LANGUAGES, words
from opsgen.workspace.editors import SNIPPETS
from opsgen.workspace.machinery import editor_schema
from tools import schema_corpus
from tools.language_server import LanguageServer, installed

if TYPE_CHECKING:
    from collections.abc import Iterator

NODE = Path(sys.prefix) / "node"
KNOWN: dict[str, Any] = {name: partial(fits, name) for name in READERS}


def laid_down(folder: Path, lang: str) -> Path:
    asked = ("--lang", lang, "init", str(folder), "--yes", "--no-git", "--currency", "CNY")
    result = CliRunner().invoke(opsgen, asked)
    assert result.exit_code == 0, result.output
    return folder


def nested(flat: dict[str, Any]) -> dict[str, Any]:
    """`{"yaml.schemaStore.enable": False}` as an editor hands it on: `{"yaml": {"schemaStore": …}}`."""
    made: dict[str, Any] = {}
    for name, value in flat.items():
        *sections, last = name.split(".")
        place = made
        for section in sections:
            place = place.setdefault(section, {})
        place[last] = value
    return made


class Editor:
    """An editor that has opened a workspace, and asks the server about files of it."""

    def __init__(self, server: LanguageServer, root: Path, lang: str) -> None:
        self.server, self.root, self.lang = server, root, lang
        self.shown = 0

    def shows(self, name: str, text: str) -> str:
        """The address of a file with this text, once the server has looked at it; `%` in a name is a number.

        An editor asks as soon as it likes; a server that is still reading the schema then has nothing to say.
        """
        self.shown += 1
        address = (self.root / name.replace("%", f"p{self.shown}")).as_uri()
        self.server.open(address, text)
        self.server.findings(address)
        return address

    def findings(self, name: str, text: str) -> list[dict[str, Any]]:
        return self.server.findings(self.shows(name, text))

    def hover(self, name: str, text: str, word: str) -> str:
        """What stands beside the mouse on the first place of a word."""
        line, column = place(text, word)
        return re.sub(r"\\(.)", r"\1", self.server.hover(self.shows(name, text), line, column))

    def offered(self, name: str, text: str) -> dict[str, dict[str, Any]]:
        """What is offered where the text says `|`, by its label."""
        line, column = place(text, "|")
        address = self.shows(name, text.replace("|", ""))
        return {item["label"]: item for item in self.server.offered(address, line, column)}


def place(text: str, word: str) -> tuple[int, int]:
    before = text[: text.index(word)]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


@pytest.fixture(scope="module", params=LANGUAGES)
def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """The very settings that were laid down, in both languages."""
    root = laid_down(tmp_path_factory.mktemp("team") / "工作 区", request.param)
    settings = json.loads((root / ".vscode/settings.json").read_text(encoding="utf-8"))
    with LanguageServer(installed(NODE), root.as_uri(), nested(settings)) as server:
        yield Editor(server, root, request.param)


def said(lang: str, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


# What it shows


def test_nothing_is_wrong_with_what_was_laid_down(editor: Editor) -> None:
    for path in sorted((editor.root / "projects").glob("*.yaml")):
        name = path.relative_to(editor.root).as_posix()
        assert editor.findings(name, path.read_text(encoding="utf-8")) == [], name


def test_a_field_under_the_mouse_says_what_it_is_called_and_means(editor: Editor) -> None:
    text = "title: T\nowner: o\nmilestones:\n  - {id: M1, title: t, forecast: 2026-12-01}\n"
    shown = editor.hover("projects/%.yaml", text, "forecast")
    field = schema("project")["$defs"]["milestone"]["properties"]["forecast"]
    assert said(editor.lang, field["x-zh"], field["title"]) in shown
    assert said(editor.lang, field["x-zh-description"], field["description"]) in shown
    assert field["x-about"][editor.lang][2:20] in shown  # and what may be written there
    assert "2026-09-30" in shown


def test_a_word_of_a_choice_is_shown_with_its_label(editor: Editor) -> None:
    text = "- {id: R1, title: t, probability: 3, impact: 3, status: open}\n"
    shown = editor.hover("projects/门店%/risks.yaml", text, "status")
    assert said(editor.lang, "* `open`: 开放", "* `open`: Open") in shown
    assert "* `开放`: open" in shown or editor.lang == "en"


def test_fields_are_offered_and_filled_with_an_example(editor: Editor) -> None:
    offered = editor.offered("projects/%.yaml", "title: T\nmilestones:\n  - id: M1\n    |\n")
    assert {"title", "baseline", "forecast", "acceptance"} <= offered.keys()
    assert offered["title"]["insertText"] == said(
        editor.lang, "title: ${1:压测通过}", "title: ${1:Load test passed}"
    )


def test_words_are_offered_with_their_labels(editor: Editor) -> None:
    offered = editor.offered("projects/%.yaml", "risks:\n  - id: R1\n    status: |\n")
    assert list(offered)[:4] == ["draft", "open", "closed", "occurred"]
    assert {"开放", "Open"} <= offered.keys()
    assert offered["closed"]["documentation"]["value"] == said(editor.lang, "已关闭", "Closed")


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: snippet.entity)
def test_a_new_entry_is_offered_and_fits(editor: Editor, snippet: Any) -> None:
    title = words(editor.lang).say(snippet.title)
    update = snippet.entity == "update"
    offered = (
        editor.offered("projects/%/updates/2026-W46.yaml", "|\n")
        if update
        else editor.offered("projects/%.yaml", f"title: T\nowner: o\n{snippet.entity}s:\n  - |\n")
    )
    body = re.sub(r"\$\{\d+:(.*?)\}", r"\1", offered[title]["insertText"])
    text = body if update else f"- {body}"
    kind = "update" if update else f"{snippet.entity}s"
    made = yaml.load(text, yaml.BaseLoader)
    assert [field for field, _ in snippet.fields] == list(made if update else made[0])
    name = "projects/%/updates/2026-W46.yaml" if update else f"projects/%/{kind}.yaml"
    assert editor.findings(name, text) == []


def test_snippets_of_visual_studio_code_are_the_same_entries(editor: Editor) -> None:
    path = editor.root / ".vscode/opsgen.code-snippets"
    for name, snippet in json.loads(path.read_text(encoding="utf-8")).items():
        assert name in {words(editor.lang).say(one.title) for one in SNIPPETS}
        assert snippet["scope"] == "yaml"
        written = yaml.load(re.sub(r"\$\{\d+:(.*?)\}", r"\1", "\n".join(snippet["body"])), yaml.BaseLoader)
        entity = next(one for one in SNIPPETS if one.entity == snippet["prefix"][0])
        assert list(written if isinstance(written, dict) else written[0]) == [
            name for name, _ in entity.fields
        ]


def test_every_kind_of_file_has_its_schema_and_no_other(editor: Editor) -> None:
    own = {"portfolio": "portfolio.yml", "people": "people.yml", "project": "双十一/project.yml"}
    several = {
        "update": "x/updates/1.yaml",
        "meeting": "meetings/1.yml",
        "retrospective": "x/retrospectives/1.yaml",
    }
    for kind in kinds():
        name = f"projects/{(own | several).get(kind, f'双十一-2026/{kind}.yaml')}"
        found = editor.findings(name, "12\n")
        assert [one["source"] for one in found] == [f"yaml-schema: {schema_title(kind, editor.lang)}"], name
    for name in ("projects/double-eleven.yaml", "projects/x/meetings/2026-11-01.yaml"):
        assert len(editor.findings(name, "12\n")) == 1
    assert editor.findings("mkdocs.yml", "12\n") == []


def schema_title(kind: str, lang: str) -> str:
    made = schema(kind)
    return str(made["x-zh"] if lang == "zh" else made["title"])


def test_a_file_may_name_its_schema_in_its_first_line(editor: Editor) -> None:
    line = "# yaml-language-server: $schema=../.opsgen/schemas/risks.schema.json\n"
    assert editor.findings("drafts/%.yaml", f"{line}- {{id: R1}}\n") != []
    assert editor.findings("drafts/%.yaml", "- {id: R1}\n") == []


# Where it and the check agree

HEAD = "title: T\nowner: 王芳\nstart: 2026-01-01\nfinish: 2026-12-31\n"
STONE = "milestones: [{id: M1, title: a, forecast: 2026-06-01}]\n"
WRONG = {
    "a word that is none": HEAD + STONE + "lifecycle: runing\n",
    "a field that is none": HEAD + STONE + "bugdet: []\n",
    "a list that is a text": HEAD + STONE + "tags: members\n",
    "a number that is a text": HEAD
    + STONE
    + "risks:\n  - {id: R1, title: t, probability: high, impact: 3}\n",
    "a text that is a list": HEAD + "milestones:\n  - {id: M1, title: [a], forecast: 2026-06-01}\n",
    "an id with a blank": HEAD + "milestones:\n  - {id: M 1, title: a, forecast: 2026-06-01}\n",
    "an empty title": HEAD + "milestones:\n  - {id: M1, title: '', forecast: 2026-06-01}\n",
    "a language that is none": HEAD + "milestones:\n  - {id: M1, title: {fr: a}, forecast: 2026-06-01}\n",
    "a field that is missing": HEAD + STONE + "risks:\n  - {id: R1, title: t, impact: 3}\n",
}
RIGHT = {
    "labels": HEAD
    + STONE
    + "lifecycle: 执行中\nrisks: [{id: R1, title: t, probability: 3, impact: 3, status: 开放}]\n",
    "two languages": HEAD + "milestones: [{id: M1, title: {zh: 一, en: one}, forecast: 2026-06}]\n",
    "amounts": HEAD + STONE + "budget: [{id: B1, title: t, planned: 6万, actual: 60k}]\n",
}


@pytest.mark.parametrize("case", [*WRONG, *RIGHT])
def test_the_editor_marks_the_lines_that_the_check_finds_wrong(
    editor: Editor, tmp_path: Path, case: str
) -> None:
    text = (WRONG | RIGHT)[case]
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/a.yaml").write_text(text, encoding="utf-8")
    done = CliRunner().invoke(opsgen, ["-C", str(tmp_path), "check", "--format", "json"])
    errors = [one for one in json.loads(done.stdout)["findings"] if one["severity"] == "error"]
    marked = {one["range"]["start"]["line"] + 1 for one in editor.findings("projects/%.yaml", text)}
    assert marked == {one["line"] for one in errors}
    assert bool(marked) is (case in WRONG)


@cache
def corpus() -> list[Any]:
    return [*schema_corpus.written(), *schema_corpus.changed(2)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_schema_for_editors_lets_pass_what_the_check_lets_pass(lang: str) -> None:
    made = {
        kind: jsonschema_rs.Draft202012Validator(
            editor_schema(kind, lang), formats=KNOWN, validate_formats=True
        )
        for kind in kinds()
    }
    assert len(corpus()) > 1000
    assert [case.name for case in corpus() if made[case.kind].is_valid(case.data) is not case.fits] == []


def test_a_schema_for_editors_speaks_one_language() -> None:
    text = json.dumps(editor_schema("project", "zh"), ensure_ascii=False)
    assert '"x-' not in text
    assert schema("project")["$defs"]["milestone"]["properties"]["forecast"]["description"] not in text
