"""Which updates are due, what a form asks for, and the day that a job calls today."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from opsgen.cli import terminal
from opsgen.cli.main import opsgen
from opsgen.drafts import Asked, asked, owed
from opsgen.load import parse
from opsgen.model import Project, Settings, Update
from opsgen.words import Text

if TYPE_CHECKING:
    from pathlib import Path

PROJECT = Project(id="gift", title=Text("Gift"), owner="li", start=date(2026, 9, 1), cadence="weekly")
SETTINGS = Settings()


def written(project: Project, *periods: str) -> Project:
    return replace(project, updates=tuple(Update(period=period, summary=Text("Well.")) for period in periods))


def label(project: Project, day: str) -> str | None:
    span = owed(project, SETTINGS, date.fromisoformat(day))
    return span.label if span else None


@pytest.mark.parametrize(
    ("cadence", "periods", "day", "due"),
    [
        ("weekly", (), "2026-11-27", "2026-W48"),
        ("weekly", ("2026-W47",), "2026-11-27", "2026-W48"),
        ("weekly", ("2026-W48",), "2026-11-27", None),
        ("weekly", ("2026-W46",), "2026-11-24", "2026-W47"),
        ("biweekly", ("2026-W47",), "2026-11-27", None),
        ("biweekly", ("2026-W46",), "2026-11-27", "2026-W48"),
        ("monthly", ("2026-10",), "2026-11-20", None),
        ("monthly", ("2026-10",), "2026-11-24", "2026-11"),
        ("monthly", ("2026-10",), "2026-12-03", "2026-11"),
        ("quarterly", ("2026-10",), "2026-11-27", None),
        (None, (), "2026-11-27", None),
        (None, ("2026-W47",), "2026-11-27", "2026-W48"),
    ],
)
def test_an_update_is_due(cadence: Any, periods: tuple[str, ...], day: str, due: str | None) -> None:
    assert label(written(replace(PROJECT, cadence=cadence), *periods), day) == due


@pytest.mark.parametrize("lifecycle", ["proposed", "on_hold", "closed", "cancelled"])
def test_nobody_waits_for_one_of_what_does_not_go_on(lifecycle: Any) -> None:
    assert label(replace(PROJECT, lifecycle=lifecycle), "2026-11-27") is None


def test_nobody_waits_for_one_before_the_start() -> None:
    assert label(replace(PROJECT, start=date(2026, 12, 1)), "2026-11-27") is None


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_form_is_read_by_the_order_of_its_headings(end: str) -> None:
    form = "### 项目\n\n gift \n\n### 期间\n\n_No response_\n\n### 怎么样\n\nWell.\n### Not a field\nMore."
    assert asked(form.replace("\n", end)) == Asked("gift", "", "Well. ### Not a field More.")


@pytest.mark.parametrize("form", ["", "It does not work", "### ", "###\n### a"])
def test_a_text_that_is_no_form_asks_for_nothing(form: str) -> None:
    assert asked(form).text == ""


WEEKLY = "title: {title}\nowner: li\nstart: 2026-09-01\nfinish: 2026-12-31\ncadence: weekly\n"
DAY = ("--as-of", "2026-11-27")


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Two projects that report by the week, and a broken one."""
    projects = tmp_path / "projects"
    projects.mkdir()
    for name, title in (("gift", "Member gift"), ("双十一", "大促")):
        (projects / f"{name}.yaml").write_text(WEEKLY.format(title=title), encoding="utf-8")
    (projects / "broken.yaml").write_text("[", encoding="utf-8")
    return tmp_path


def run(root: Path, *arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", "en", *arguments], input=given)


def listed(root: Path, *arguments: str, given: str = "") -> list[dict[str, str]]:
    result = run(root, "due", "--format", "json", *DAY, *arguments, given=given)
    assert result.exit_code == 0, result.output
    assert result.output.count("\n") == 1, "one line"
    found: list[dict[str, str]] = json.loads(result.output)
    return found


def test_what_is_due_is_listed_until_somebody_begins_it(workspace: Path) -> None:
    first, second = listed(workspace)
    assert first == {
        "project": "gift",
        "title": "Member gift",
        "period": "2026-W48",
        "file": "projects/gift/updates/2026-W48.yaml",
        "branch": "opsgen/update/gift/2026-W48",
        "summary": "",
    }
    assert second["branch"] == "opsgen/update/双十一/2026-W48"
    assert run(workspace, "new", "update", "gift", "--period", "2026-W48").exit_code == 0
    assert (workspace / first["file"]).is_file()
    assert listed(workspace) == [second]
    assert "1 update is due" in run(workspace, "due", *DAY).output


@pytest.mark.parametrize("name", ["gift", "Member gift", "MEMBER GIFT ", "`gift`"])
def test_a_form_names_the_project_by_whatever_people_call_it(workspace: Path, name: str) -> None:
    (found,) = listed(
        workspace, "--form", "-", given=f"### P\n\n{name}\n\n### W\n\n2026-W30\n\n### T\n\nGood $(x).\n"
    )
    assert (found["project"], found["period"], found["summary"]) == ("gift", "2026-W30", "Good $(x).")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nobody"], "there is no project `nobody` that can be read; there are: gift, 双十一"),
        (["broken"], "there is no project `broken` that can be read"),
        (["gift", "--period", "soon"], "`soon` is no period"),
        (["gift", "--period", "2026-W40"], "`gift` has an update on 2026-W40 already"),
        (["--form", "-"], "there is no project ``"),
    ],
)
def test_what_cannot_be_drafted_is_said(workspace: Path, arguments: list[str], said: str) -> None:
    assert run(workspace, "new", "update", "gift", "--period", "2026-W40").exit_code == 0
    result = run(workspace, "due", *DAY, *arguments)
    assert result.exit_code == 2
    assert said in result.output.splitlines()[-1], "the last line says it: the job quotes that"


@pytest.mark.parametrize("form", ["### P\n\n{}\n", "### P\n\ngift\n\n### T\n\n{}\n"])
def test_what_is_said_of_a_form_stays_short_and_steers_no_terminal(workspace: Path, form: str) -> None:
    """It becomes a comment below an issue, which takes no more than 65,536 characters."""
    result = run(workspace, "--form", "-", given=form.format("\x1b[2J" + "x" * 1_000_000))
    assert result.exit_code == 2
    assert "\x1b" not in result.output
    assert len(result.output) < 6_000


def test_a_summary_that_is_given_needs_no_replacing(workspace: Path) -> None:
    said = 'Well: "good"\n # and <b> {{ more }}\x1b'
    assert run(workspace, "new", "update", "gift", "--period", "2026-W40", "--summary", said).exit_code == 0
    content = (workspace / "projects/gift/updates/2026-W40.yaml").read_bytes()
    assert (
        parse("u.yaml", content).data["summary"]
        == 'Well: "good" # and <b> {{ more }}\N{REPLACEMENT CHARACTER}'
    )


def test_today_is_the_day_in_the_time_zone_of_the_portfolio(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for = []

    def today(timezone: str) -> date:
        asked_for.append(timezone)
        return date(2026, 11, 27)

    monkeypatch.setattr(terminal, "today", today)
    text = "title: Ours\ntimezone: America/Lima\n"
    (workspace / "projects/portfolio.yaml").write_text(text, encoding="utf-8")
    result = run(workspace, "check", "--as-of", "today", "--format", "json")
    assert json.loads(result.output)["as_of"] == "2026-11-27"
    assert asked_for == ["America/Lima"]
