"""The manual under test: it names everything there is, its examples work, its links lead somewhere."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import click
import judging
import pytest
from markdown.extensions.toc import slugify

import bootstrap
from opsgen import load
from opsgen.cli.main import opsgen
from opsgen.explain import explanations
from opsgen.mkdocs_plugin import OpsgenConfig
from opsgen.portfolio import read
from opsgen.problem import render_text
from opsgen.schema.fields import schema
from opsgen.words import LANGUAGES, words
from tools import change_list, example_output, field_list, finding_list, formula_list, screens
from tools.walk import Walker, WalkError, is_walked, walked

if TYPE_CHECKING:
    from collections.abc import Iterator

TOP = Path(__file__).resolve().parent.parent
DOCS = TOP / "docs"
PAGES = sorted(DOCS.glob("*/manual/*.md"))
GENERATED = ("fields.md", "findings.md", "changes.md", "formulas.md")
WRITTEN = [page for page in PAGES if page.name not in GENERATED]
STANDING = [page for page in WRITTEN if not is_walked(page.read_text(encoding="utf-8"))]
"""Pages of which each example stands for itself; the others are followed from top to bottom."""
WITH_LINKS = [*PAGES, *TOP.glob("*.md"), *DOCS.glob("decisions/*.md"), *TOP.glob("changes/*.md")]
AS_OF = date(2026, 11, 2)


def manual(lang: str, name: str) -> str:
    return (DOCS / lang / "manual" / name).read_text(encoding="utf-8")


def name_of(path: Path) -> str:
    return path.relative_to(TOP).as_posix()


def test_both_languages_have_the_same_pages() -> None:
    names = [{page.relative_to(DOCS / lang) for page in (DOCS / lang).rglob("*")} for lang in LANGUAGES]
    assert names[0] == names[1]


# What there is, is in the manual


def commands(group: click.Group, path: str) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("name", "command"), list(commands(opsgen, "opsgen")), ids=lambda part: str(part))
def test_every_command_and_option_is_described(lang: str, name: str, command: click.Command) -> None:
    text = manual(lang, "commands.md")
    assert f"## {name}\n" in text
    section = text.partition(f"## {name}\n")[2].partition("\n## ")[0]
    assert f"$ {name}" in section or f" {name.split()[-1]}" in section.partition("```console")[2], (
        "no example"
    )
    missing = [option for option in options(command) if f"`{option}" not in section]
    assert not missing, f"{name}: {missing}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_command_option_or_choice_is_described_that_is_not_there(lang: str) -> None:
    known = dict(commands(opsgen, "opsgen"))
    for section in re.split(r"(?m)^## (?=opsgen )", manual(lang, "commands.md"))[1:]:
        name, _, text = section.partition("\n")
        assert name in known, f"{name} is no command"
        named = set(re.findall(r"`(--?[a-z][a-z-]*)", "".join(re.findall(r"(?m)^\| (`.*?) \|", text))))
        assert named <= {*options(known[name]), *options(opsgen)}, name
        if "](fields.md#" not in text:  # else the choices are those of the fields, which stand there
            absent = [
                c for c in choices(known[name]) if not re.search(rf"[` ,、]{re.escape(c)}[`,、 ]", text)
            ]
            assert absent == [], name


def choices(command: click.Command) -> list[str]:
    """All values among which one can choose."""
    kinds = [given.type for given in command.params if isinstance(given.type, click.Choice)]
    return [str(value) for kind in kinds for value in kind.choices]


def options(command: click.Command) -> list[str]:
    """All spellings of all options; `-h` and `--help` are told once for all commands."""
    given = [option for option in command.params if isinstance(option, click.Option)]
    return [spelling for option in given for spelling in (*option.opts, *option.secondary_opts)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_options_before_the_command_and_exit_codes_are_described(lang: str) -> None:
    head = manual(lang, "commands.md").partition("\n## ")[0]
    assert all(f"`{option}" in head for option in [*options(opsgen), "-h", "--help"])
    assert re.findall(r"^\| (\d+) \|", head, re.MULTILINE) == ["0", "1", "2", "3", "130"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_setting_is_described(lang: str) -> None:
    text = manual(lang, "settings.md")
    settings = [key for key in schema("portfolio")["properties"] if f"`{key}`" not in text]
    inner = [
        key
        for name in ("tolerance", "thresholds", "health-settings", "scales", "categories", "rules")
        for key in schema("portfolio")["$defs"][name]["properties"]
        if not re.search(rf"\b{key}\b", text)
    ]
    plugin = [key for key, _ in OpsgenConfig._schema if f"`{key}`" not in text]
    # Told by our own build: what it has read, and that the reader has seen the findings already.
    assert (settings, inner, plugin) == ([], [], ["source", "reported"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_finding_has_its_anchor(lang: str) -> None:
    text = manual(lang, "findings.md")
    anchored = re.findall(r'(?m)^<a id="(.+)"></a>\n\n### (.+)$', text)
    assert anchored == [(code, code) for code in explanations()]


@pytest.mark.parametrize("made_by", [field_list, finding_list, change_list, formula_list, screens])
def test_generated_pages_are_fresh(made_by: Any) -> None:
    for path, text in made_by.pages().items():
        stale = f"{name_of(path)} is stale; run: python tools/{made_by.__name__.rpartition('.')[2]}.py"
        assert path.read_text(encoding="utf-8") == text, stale


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_drawn_screen_is_shown_under_its_name(lang: str) -> None:
    text = manual(lang, "web-editing.md")
    for name in screens.SCREENS:
        root = ElementTree.fromstring(screens.drawn(name, lang))
        title = root.findtext("{http://www.w3.org/2000/svg}title")
        assert f"![{title}](screens/{name}.svg)" in text
        labels = {said.text or "" for said in root.iter("{http://www.w3.org/2000/svg}text")}
        assert not [label for label in labels if label.endswith("…")], f"{name}: a text is cut"


# The examples work


@pytest.mark.parametrize("page", WRITTEN, ids=name_of)
def test_what_opsgen_says_to_an_example_is_fresh(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == example_output.renewed(text, page.parts[-3]), "run: python tools/example_output.py"


def test_a_walk_stops_where_a_page_is_wrong(tmp_path: Path) -> None:
    page = "<!-- walked on 2026-11-23 -->\n\n```console\n$ {}\n```\n"
    assert "error" not in walked(page.format("opsgen --version"), "en")
    for command in ("opsgen check", "git frobnicate", "rm -r .", "cd nowhere"):
        with pytest.raises(WalkError):
            walked(page.format(command), "en")
    with pytest.raises(WalkError):
        walked("<!-- walked on 2026-11-23 -->\n\n<!-- fails -->\n```console\n$ git init -q\n```\n", "en")
    walker = Walker(tmp_path, "en", date(2026, 11, 23))
    walker.writes("a.yaml", "a: 1\na: 1\n")
    with pytest.raises(WalkError, match="2 times"):
        walker.changes("a.yaml", "-a: 1\n+a: 2\n")
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == "a: 1\na: 1\n"


def project_of(shown: list[example_output.Block]) -> str:
    """The untitled examples together, with the fields that every project must have."""
    text = "".join(block.body for block in shown if block.kind == "yaml" and not block.title)
    written = load.parse("x", text.encode()).data or {}
    header = (line for line in example_output.HEADER.splitlines() if line.partition(":")[0] not in written)
    planned = "" if {"goals", "milestones"} & set(written) else example_output.MILESTONE
    return "\n".join(header) + "\n" + text + planned


@pytest.mark.parametrize("page", STANDING, ids=name_of)
def test_the_untitled_examples_of_a_page_are_one_good_project(page: Path, tmp_path: Path) -> None:
    shown = list(example_output.blocks(page.read_text(encoding="utf-8")))
    assert errors({"projects/gift.yaml": project_of(shown)}, tmp_path) == []


@pytest.mark.parametrize("page", [*STANDING, TOP / "README.md"], ids=name_of)
def test_files_shown_without_an_answer_are_good(page: Path, tmp_path: Path) -> None:
    for number, section in enumerate(example_output.sections(page.read_text(encoding="utf-8"))):
        shown = list(example_output.blocks(section))
        files = {block.title: block.body for block in shown if block.is_file}
        if not files or any(block.is_output for block in shown):
            continue
        for folder in {name.split("/")[1] for name in files if name.count("/") > 1} - {"data", "meetings"}:
            files[f"projects/{folder}/project.yaml"] = project_of(shown)
        assert errors(files, tmp_path / str(number)) == []


def errors(files: dict[str, str], root: Path) -> list[str]:
    """What is wrong with the files, in words."""
    example_output.lay_down(root, files)
    portfolio = read(root)
    found = [*portfolio.problems, *judging.check(portfolio, AS_OF)]
    return [render_text(problem, words("en")) for problem in found if problem.severity == "error"]


def test_the_readme_names_what_bootstrap_can_do() -> None:
    named = re.findall(r"python3 bootstrap\.py (\w+)", (TOP / "README.md").read_text(encoding="utf-8"))
    assert {"site", "test"} <= set(named)
    assert all(callable(getattr(bootstrap, name)) for name in named)


def test_every_dependency_has_its_reason() -> None:
    reasons = (DOCS / "decisions" / "0002-dependencies.md").read_text(encoding="utf-8")
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["build"]]
    wanted += [line for line in project["dependency-groups"]["dev"] if isinstance(line, str)]
    names = {re.split(r"[>=<]", line)[0] for line in wanted}
    assert {name for name in names if not name.startswith("types-") and name not in reasons} == set()


def test_decisions_have_numbers_of_their_own_and_say_what_they_cost() -> None:
    files = sorted((DOCS / "decisions").glob("*.md"))
    assert len({file.name[:4] for file in files}) == len(files)
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert text.startswith(f"# {file.name[:4]} "), file.name
        assert "**Context.**" in text, file.name
        assert "**Decision.**" in text, file.name
        assert re.search(r"\*\*Costs?\.\*\*", text), file.name


def test_change_notes_speak_both_languages() -> None:
    for file in (TOP / "changes").glob("2*.md"):
        assert re.fullmatch(r"\d{8}-[a-z0-9-]+\.md", file.name)
        notes = re.findall(r"^- (en|zh): \S", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert notes, file.name
        assert notes[::2] == ["en"] * (len(notes) // 2), file.name
        assert notes[1::2] == ["zh"] * (len(notes) // 2), file.name


# Links


def anchors(text: str) -> set[str]:
    """What a link may point to: ids of our own, and headings as the site names them."""
    headings = re.findall(r"^#+ (.+)$", without_code(text), re.MULTILINE)
    plain = (re.sub(r"[`*]|\[([^]]*)\]\([^)]*\)", r"\1", heading) for heading in headings)
    return {*re.findall(r'<a id="([^"]+)">', text), *(slugify(heading, "-") for heading in plain)}


def without_code(text: str) -> str:
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", WITH_LINKS, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", without_code(page.read_text(encoding="utf-8")))
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"https?:|mailto:", target):
            continue
        file, _, anchor = target.partition("#")
        there = (page.parent / file).resolve() if file else page
        if not there.exists() or (anchor and anchor not in anchors(there.read_text(encoding="utf-8"))):
            broken.append(target)
    assert broken == []


# Style


@pytest.mark.parametrize("page", [page for page in WRITTEN if "zh" in page.parts], ids=name_of)
def test_chinese_sentences_take_full_width_punctuation(page: Path) -> None:
    text = re.sub(r"`[^`\n]*`", "", without_code(page.read_text(encoding="utf-8")))
    assert re.findall(r".{0,8}[\u4e00-\u9fff][,;:?!](?:\s|[\u4e00-\u9fff]).{0,8}", text) == []


def test_the_project_speaks_only_of_itself() -> None:
    for page in WITH_LINKS:
        assert not re.search(r"/work\b|/tmp\b|localhost", page.read_text(encoding="utf-8")), name_of(page)
