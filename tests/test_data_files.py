"""The data files of whole portfolios: every one fits its schema, says what pages say, and nothing more."""

from __future__ import annotations

import io
import json
import re
import zipfile
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft202012Validator
from openpyxl import load_workbook

from opsgen.export import Files, imprint
from opsgen.history import Provenance
from opsgen.portfolio import Portfolio, read
from opsgen.schema.output import output_schema
from opsgen.views import AUDIENCES, Audience, Edition, edition, pages, states
from opsgen.views.page import downloads
from tests.sample_site import DEMO_AS_OF

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conftest import Golden

REPOSITORY = Path(__file__).parent.parent
PORTFOLIOS = {"complete": REPOSITORY / "tests" / "data" / "complete", "demo": REPOSITORY}
COMMIT = Provenance("0123456789abcdef" * 2 + "01234567", None)
CASES = [(name, audience) for name in PORTFOLIOS for audience in AUDIENCES]


@cache
def portfolio(name: str) -> Portfolio:
    return read(PORTFOLIOS[name])


def of(name: str, audience: Audience, lang: str) -> Edition:
    day = date.fromisoformat(DEMO_AS_OF) if name == "demo" else date(2026, 11, 22)
    return edition(portfolio(name), as_of=day, provenance=COMMIT, lang=lang, audience=audience)


@cache
def written(
    name: str, audience: Audience = "internal", lang: str = "en", site: str = ""
) -> Mapping[str, bytes]:
    """Every data file of an edition by its place."""
    found = of(name, audience, lang)
    files, made = Files(found, imprint(found, site)), pages(found)
    return {path: content for page in made for path, content in files.beside(page)} | dict(files.whole(made))


def documents(found: Mapping[str, bytes]) -> dict[str, dict[str, Any]]:
    return {
        path: json.loads(content)
        for path, content in found.items()
        if path.endswith(".json") and not path.startswith("schemas/")
    }


def text_of(path: str, content: bytes) -> str:
    """All that a file says, a workbook as its parts."""
    if not path.endswith(".xlsx"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode() for name in archive.namelist())


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("name", "audience"), CASES)
def test_every_file_fits_the_schema_beside_it(name: str, audience: Audience, lang: str) -> None:
    found = written(name, audience, lang)
    for path, document in documents(found).items():
        target = (Path("/") / path).parent / document["$schema"]
        schema = target.resolve().relative_to("/").as_posix()
        check = Draft202012Validator(
            json.loads(found[schema]), format_checker=Draft202012Validator.FORMAT_CHECKER
        )
        assert [error.message for error in check.iter_errors(document)] == [], path
        assert (document["language"], document["audience"]) == (lang, audience)
        keys = [column["key"] for column in document.get("columns", ())]
        assert len({*keys, "project_id", "item_id", "link"}) == len(keys) + 3, f"{path}: two of a name"
        for row in document.get("rows", ()):
            assert list(row) == ["project_id", "item_id", "link", *keys]


def test_a_schema_refuses_what_is_none() -> None:
    found = documents(written("complete"))
    for name, path in (("register", "risks.json"), ("portfolio", "portfolio.json")):
        schema = json.loads(output_schema(name))
        Draft202012Validator.check_schema(schema)
        check = Draft202012Validator(schema)
        for key in schema["required"]:
            assert not check.is_valid({k: v for k, v in found[path].items() if k != key}), key
        assert not check.is_valid(found[path] | {"version": 2})


def test_keys_and_codes_are_the_same_in_every_language_and_stay(golden: Golden) -> None:
    """What scripts are written for: a change here breaks them, and asks for a new version of the form."""
    zh, en = (documents(written("complete", "board", lang)) for lang in ("zh", "en"))
    keys = {path: [c["key"] for c in doc["columns"]] for path, doc in sorted(en.items()) if "columns" in doc}
    assert keys == {path: [c["key"] for c in zh[path]["columns"]] for path in keys}
    assert json.loads(json.dumps(en), object_hook=coded) == json.loads(json.dumps(zh), object_hook=coded)
    lines = [f"{path}: {' '.join(found)}" for path, found in keys.items()]
    lines += [f"{name}: {' '.join(codes)}" for name, codes in sorted(lights().items())]
    golden("\n".join(lines) + "\n", "downloads/keys.txt")


def coded(found: dict[str, Any]) -> Any:
    """An object without what is said in a language: states and choices by their codes, no text."""
    if "word" in found:
        return found["code"]
    if "link" in found and "title" in found and len(found) == 2:
        return found["link"]
    return {key: value for key, value in found.items() if not isinstance(value, str) or key.endswith("id")}


def lights() -> dict[str, list[str]]:
    """The codes of every table of states."""
    tables = {
        name: table for name, table in vars(states).items() if name.isupper() and isinstance(table, dict)
    }
    return {
        name.lower(): [states.code(state) for state in table.values()]
        for name, table in tables.items()
        if all(isinstance(state, tuple) for state in table.values())
    }


def test_a_state_that_counts_days_has_the_code_of_its_word() -> None:
    from opsgen.words import message, plural

    assert states.code(("late", plural("Late by {n} day", "Late by {n} days", 3))) == "late"
    assert states.code(("late", plural("Overdue by {n} day", "Overdue by {n} days", 1))) == "overdue"
    assert states.code(("late", message("{title}", title="Bad", code="critical"))) == "critical"


@pytest.mark.parametrize("site", ["", "https://example.org/ops/"])
def test_two_builds_write_the_same_bytes(site: str) -> None:
    found = of("complete", "internal", "zh")
    once, again = (
        {
            path: content
            for page in pages(found)
            for path, content in Files(found, imprint(found, site)).beside(page)
        }
        for _ in range(2)
    )
    assert once == again
    whole = [tuple(Files(found, imprint(found, site)).whole(pages(found))) for _ in range(2)]
    assert whole[0] == whole[1]


def test_the_workbook_of_all_has_the_projects_first_and_a_sheet_for_each_register() -> None:
    found = written("demo", "internal", "zh")
    book = load_workbook(io.BytesIO(found["portfolio.xlsx"]), read_only=True)
    registers = [page.title for page in pages(of("demo", "internal", "zh")) if page.table]
    assert len(book.sheetnames) == len(registers) + 2
    assert book.sheetnames[1:-1] == registers
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    portfolio_json = documents(found)["portfolio.json"]
    assert head[:2] == ("project_id", "item_id")
    assert [row[0] for row in rows] == [project["id"] for project in portfolio_json["projects"]]


def test_the_portfolio_file_says_what_its_registers_say() -> None:
    found = documents(written("demo"))
    whole = found["portfolio.json"]
    for register in whole["registers"]:
        assert register["rows"] == len(found[unquote(register["json"])]["rows"]), register["name"]
        assert {"csv", "xlsx", "json"} < set(register)
    milestones, money = (
        found["milestones.json"]["rows"],
        {r["project_id"]: r for r in found["money.json"]["rows"]},
    )
    for project in whole["projects"]:
        own = [row for row in milestones if row["project_id"] == project["id"]]
        assert project["counts"]["milestones"] == len(own)
        late = sum(row["status"]["code"] in ("overdue", "slipping") for row in own)
        assert project["counts"]["milestones_late"] == late
        if project["money"]:
            shown = money.get(project["id"])
            if shown:
                assert project["money"] == {key: shown[key] for key in project["money"]}
        for files in project["files"].values():
            assert {unquote(path) for path in files.values()} <= set(written("demo"))
    assert any(project["money"] for project in whole["projects"])
    assert any(project["health"]["dimensions"] for project in whole["projects"])


def test_every_table_of_a_page_has_its_three_files() -> None:
    found = written("complete")
    wanted = {
        path
        for page in pages(of("complete", "internal", "en"))
        for one in downloads(page, "en")
        for path in (one.csv, one.xlsx, one.json)
    }
    whole = {f"portfolio.{form}" for form in ("csv", "xlsx", "json")}
    assert set(found) == wanted | whole | {"schemas/register.schema.json", "schemas/portfolio.schema.json"}
    assert "projects/gift.budget.csv" in wanted or any(".budget.csv" in path for path in wanted)


@pytest.mark.parametrize(("name", "audience"), [case for case in CASES if case[1] != "board"])
def test_a_file_names_nobody_and_nothing_that_is_not_for_its_audience(name: str, audience: Audience) -> None:
    whole, seen = portfolio(name), of(name, audience, "zh")
    hidden = [p for p in whole.projects if p.id not in {a.project.id for a in seen.assessments}]
    wrong = [re.escape(p.id) for p in hidden]
    if audience == "public":
        roles = [p for p in whole.people.people if p.display == "role"]
        wrong += [re.escape(form) for person in roles for form in person.name.forms]
    pattern = re.compile("|".join(wrong) or r"(?!)")
    files = written(name, audience, "zh")
    found = {
        (path, match[0])
        for path, content in files.items()
        for match in pattern.finditer(text_of(path, content).replace(whole.settings.title.forms[0], ""))
    }
    assert found == set()
    assert pattern.search("".join(text_of(*one) for one in written(name, "board", "zh").items())) or not wrong


@pytest.mark.parametrize("name", PORTFOLIOS)
def test_the_public_finds_amounts_only_where_a_project_publishes_them(name: str) -> None:
    published = {p.id for p in portfolio(name).projects if p.publish_amounts}
    found = documents(written(name, "public"))
    assert {p["id"] for p in found["portfolio.json"]["projects"] if p["money"]} <= published
    assert found["portfolio.json"]["unread"] is None
    amounts = {"planned", "committed", "used", "forecast", "amount", "cost_or_benefit", "expected_money"}
    for path, document in found.items():
        for row in document.get("rows", ()):
            if row["project_id"] not in published:
                assert not [key for key in amounts & set(row) if row[key] is not None], path


def test_every_data_file_of_a_site_is_on_its_page_of_files(demo_site: Path) -> None:
    for folder in (demo_site, demo_site / "en"):
        html = (folder / "downloads.html").read_text(encoding="utf-8")
        linked = {unquote(href) for href in re.findall(r'href="([^"]+)"', html)}
        there = {
            path.relative_to(folder).as_posix()
            for form in ("csv", "xlsx", "json", "xml")
            for path in folder.rglob(f"*.{form}")
            if path.relative_to(folder).parts[0] in ("projects", "schemas") or path.parent == folder
        }
        ours = {
            path for path in there if not path.startswith(("sitemap", "search")) and "changes" not in path
        }
        feeds = {path for path in ours if path.startswith("projects/") and path.endswith(".xml")}
        assert ours - feeds <= linked
        assert "portfolio.json" in ours
        assert "schemas/register.schema.json" in ours


def test_links_to_files_have_names_of_their_own(demo_site: Path) -> None:
    html = (demo_site / "en" / "money.html").read_text(encoding="utf-8")
    names = re.findall(r'<a href="money[^"]*" download(?:="")? aria-label="([^"]+)"', html)
    assert names[:3] == ["Money as CSV", "Money as Excel", "Money as JSON"]
    assert "Month as CSV" in names
