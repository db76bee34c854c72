"""Drafts of updates, retrospectives, closing reports: what they say, and that nothing breaks out of them."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from repository import Repository

from opsgen.calendar import period
from opsgen.changes.compare import project_changes
from opsgen.changes.sentences import Teller
from opsgen.cli import terminal
from opsgen.cli.main import opsgen
from opsgen.demonstration import demonstration
from opsgen.derive import assess
from opsgen.drafts import closing_draft, due_period, retrospective_draft, update_draft, window
from opsgen.drafts.chat import chat
from opsgen.history.found import found
from opsgen.load import parse
from opsgen.model import Settings
from opsgen.portfolio import assemble
from opsgen.schema import read
from opsgen.schema.output import output_schema
from opsgen.text import plain
from opsgen.words import LANGUAGES, words
from opsgen.workspace import new_closing, new_retrospective, new_update, quoted
from tests.drawn import ELSEWHERE, TIMES, documents
from tests.test_properties import as_json
from tests.written import assessed, portfolio, project

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Golden

    from opsgen.calendar import Period
    from opsgen.derive import Assessment
    from opsgen.drafts import UpdateDraft
    from opsgen.model import Project

FRIDAY = date(2026, 10, 9)
FIRST = """\
title: Gift for members
owner: Wang Fang
start: 2026-08-01
finish: 2026-11-30
cadence: weekly
goals: [{id: G1, title: Every fifth member comes back}]
milestones:
  - {id: M1, title: Boxes in stock, baseline: 2026-09-05, forecast: 2026-10-06}
  - {id: M2, title: Load test passed, baseline: 2026-10-10, forecast: 2026-10-10}
  - {id: M3, title: Start of sales, baseline: 2026-10-16, forecast: 2026-10-16}
tasks:
  - {id: T1, title: Print the boxes, status: in_progress, finish: 2026-10-07}
  - {id: T2, title: Train the tills, status: todo, start: 2026-10-12, finish: 2026-10-30}
metrics:
  - {id: K1, title: Members with a gift, unit: people, level: north_star, cumulative: true, target: 9000}
measurements: {2026-10-01: {K1: 500}}
risks:
  - {id: R1, title: Text messages are held up, probability: 2, impact: 4, response: A second gateway}
budget: [{id: B1, title: Boxes, planned: 100k}]
actions:
  - {id: A1, title: Sign the second gateway, owner: Li Qiang, due: 2026-10-08}
  - {id: A2, title: Order more boxes, owner: Li Qiang, due: 2026-10-14}
decisions:
  - {id: D1, title: More boxes, raised: 2026-10-01, by: Li Qiang, due: 2026-10-13, recommendation: 2000 more}
updates:
  - {period: 2026-W40, summary: Stock arrives., done: [Contract signed]}
"""
SLIPPED = FIRST.replace(
    "baseline: 2026-10-10, forecast: 2026-10-10}",
    'baseline: 2026-10-10, forecast: 2026-10-24, reason: "SMS gateway: late"}',
)
DONE = SLIPPED.replace("status: in_progress, finish: 2026-10-07", "status: done, finish: 2026-10-07")
NOW = (
    DONE.replace("forecast: 2026-10-06}", "forecast: 2026-10-05, actual: 2026-10-05}")
    .replace("due: 2026-10-08}", "due: 2026-10-08, status: done, done: 2026-10-08}")
    .replace("probability: 2", "probability: 4")
    .replace("2026-10-01: {K1: 500}", "2026-10-01: {K1: 500}, 2026-10-08: {K1: 900}")
    .replace("planned: 100k", "planned: 100k, forecast: 112k")
)
PATH = "projects/gift/updates/2026-W41.yaml"


@pytest.fixture
def friday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "today", lambda _: FRIDAY)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A slip and a task since the last update; the rest of the week is not committed yet."""
    made = Repository(tmp_path / "工作区")
    made.day = 2
    made.commit(gift=FIRST)
    made.day = 6
    made.commit(gift=SLIPPED)
    made.commit(gift=DONE)
    made.write("projects/gift.yaml", NOW)
    return made


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("drafts") / "示例"
    found(root, demonstration())
    return root


def run(root: Path, *arguments: str, lang: str = "en") -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", lang, "new", *arguments])


def drafted(root: Path, lang: str = "en") -> str:
    result = run(root, "update", "gift", lang=lang)
    assert result.exit_code == 0, result.output
    return (root / PATH).read_text(encoding="utf-8")


def printed(root: Path, *arguments: str, lang: str = "en") -> str:
    result = run(root, "update", *arguments, "--print", lang=lang)
    assert result.exit_code == 0, result.output
    return result.stdout


# What they say


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_drafts_of_a_small_repository(repository: Repository, golden: Golden, lang: str) -> None:
    root = repository.path
    golden(printed(root, "gift", lang=lang), f"drafts/{lang}/chat.txt")
    golden(printed(root, "gift", "--format", "markdown", lang=lang), f"drafts/{lang}/chat.md")
    golden(drafted(root, lang), f"drafts/{lang}/update.yaml")
    assert run(root, "retrospective", "gift", lang=lang).exit_code == 0
    written = root / "projects/gift/retrospectives/2026-10-09.yaml"
    golden(written.read_text(encoding="utf-8"), f"drafts/{lang}/retrospective.yaml")
    golden(run(root, "closing", "gift", "--print", lang=lang).stdout, f"drafts/{lang}/closing.yaml")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("name", "of", "today"),
    [
        ("campaign", "双十一大促-2026", date(2026, 11, 20)),
        ("crm", "crm-migration", date(2026, 11, 27)),
    ],
)
def test_the_drafts_of_the_demonstration(
    demo: Path, golden: Golden, monkeypatch: pytest.MonkeyPatch, lang: str, name: str, of: str, today: date
) -> None:
    monkeypatch.setattr(terminal, "today", lambda _: today)
    golden(printed(demo, of, lang=lang), f"drafts/{lang}/{name}.txt")
    golden(run(demo, "closing", of, "--print", lang=lang).stdout, f"drafts/{lang}/{name}-closing.yaml")


@pytest.mark.usefixtures("friday")
def test_a_draft_is_the_same_when_made_again(repository: Repository, tmp_path: Path) -> None:
    again = shutil.copytree(repository.path, tmp_path / "again")
    assert drafted(repository.path) == drafted(again)


@pytest.mark.usefixtures("friday")
def test_what_was_told_in_the_last_update_is_not_told_again(repository: Repository) -> None:
    added = "updates:\n  - {period: 2026-W41, summary: Slipped.}\n"
    repository.commit(gift=NOW.replace("updates:\n", added))
    text = printed(repository.path, "gift", "--period", "2026-W42")
    assert "slipped" not in text
    assert "Print the boxes" not in text
    assert "slipped 14 days" in printed(
        repository.path, "gift", "--period", "2026-W42", "--since", "2026-10-05"
    )


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize(
    "asked",
    [
        ("--since", "2000-01-01"),
        ("--since", "2099-12-31"),
        ("--period", "0001-01"),
        ("--period", "0001-01-01"),
        ("--period", "9999-12"),
        ("--period", "9999-12-31"),
        ("--period", "2026-W53", "--since", "2026-10-08"),
    ],
)
def test_no_day_is_too_early_or_too_late(repository: Repository, asked: tuple[str, ...]) -> None:
    assert printed(repository.path, "gift", *asked).startswith("[Gift for members, ")


@pytest.mark.usefixtures("friday")
def test_a_move_there_and_back_is_none(repository: Repository) -> None:
    repository.write("projects/gift.yaml", FIRST)
    assert "slipped" not in printed(repository.path, "gift")


@pytest.mark.usefixtures("friday")
def test_without_git_the_dates_tell_what_happened(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/gift.yaml").write_text(NOW, encoding="utf-8")
    text = drafted(tmp_path)
    assert "Milestone M1 “Boxes in stock” achieved (30 days later than planned)" in text
    assert "Action A1 “Sign the second gateway” done" in text
    assert "Print the boxes” finished" not in text  # nobody wrote when
    assert "## Not everything could be looked at: there is no history;" in text


@pytest.mark.usefixtures("friday")
def test_a_shallow_clone_says_so(repository: Repository, tmp_path: Path) -> None:
    repository.commit(gift=NOW)
    clone = repository.clone(tmp_path / "clone", "--depth=1")
    assert "## Not everything could be looked at: the history of this clone begins later" in drafted(clone)


@pytest.mark.usefixtures("friday")
def test_a_last_version_that_cannot_be_read_is_no_reason_to_stop(tmp_path: Path) -> None:
    made = Repository(tmp_path / "broken")
    made.day = 2
    made.commit(gift=FIRST.replace("title: Gift", "title: [Gift"))
    made.commit(gift=NOW)
    assert "achieved (30 days later" in printed(made.path, "gift")


@pytest.mark.usefixtures("friday")
def test_a_project_without_an_update_is_looked_back_on_from_the_week_before(tmp_path: Path) -> None:
    made = Repository(tmp_path / "young")
    made.day = 8
    without = FIRST.partition("updates:")[0]
    made.commit(gift=without.replace("forecast: 2026-10-06}", "forecast: 2026-09-29, actual: 2026-09-29}"))
    text = drafted(made.path)
    assert "from 2026-09-28 to 2026-10-09" in text
    assert "Boxes in stock” achieved (24 days later than planned)" in text
    assert "Not everything" not in text  # there is no more history than that


# Which days


def span(text: str) -> Period:
    made = period(text)
    assert made
    return made


@pytest.mark.parametrize(
    ("label", "today", "since", "until", "ahead"),
    [
        ("2026-W41", "2026-10-09", "2026-10-05", "2026-10-09", "2026-10-18"),
        ("2026-W41", "2026-10-13", "2026-10-05", "2026-10-11", "2026-10-18"),
        ("2026-W40", "2026-10-02", "2026-09-21", "2026-10-02", "2026-10-11"),  # written anew
        ("2026-W44", "2026-10-30", "2026-10-05", "2026-10-30", "2026-11-08"),
        ("2026-10", "2026-10-30", "2026-09-01", "2026-10-30", "2026-11-30"),
        ("2026-W50", "2026-10-09", "2026-10-05", "2026-10-09", "2026-12-20"),
    ],
)
def test_an_update_begins_where_the_last_one_of_its_kind_ended(
    label: str, today: str, since: str, until: str, ahead: str
) -> None:
    days = window(project(FIRST), Settings(), span(label), date.fromisoformat(today))
    assert [day.isoformat() for day in (days.since, days.until, days.ahead)] == [since, until, ahead]


def test_every_other_week_has_two_weeks_ahead() -> None:
    of = project(FIRST.replace("cadence: weekly", "cadence: biweekly"))
    days = window(of, Settings(), span("2026-W42"), date(2026, 10, 16))
    assert (days.since, days.ahead) == (date(2026, 10, 5), date(2026, 11, 1))


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize("cadence", ["monthly", "quarterly"])
def test_who_reports_by_the_month_gets_a_month(tmp_path: Path, cadence: str) -> None:
    made = Repository(tmp_path / "monthly")
    made.commit(gift=FIRST.replace("cadence: weekly", f"cadence: {cadence}"))
    assert run(made.path, "update", "gift").exit_code == 0
    assert (made.path / "projects/gift/updates/2026-10.yaml").is_file()


def reporting(cadence: str, periods: tuple[str, ...]) -> Project:
    head = FIRST.partition("updates:")[0].replace(
        "cadence: weekly\n", f"cadence: {cadence}\n" if cadence else ""
    )
    updates = [f"  - {{period: {one}, summary: Fine.}}\n" for one in periods]
    return project(head + ("updates:\n" + "".join(updates) if updates else ""))


@pytest.mark.parametrize(
    ("cadence", "periods", "today", "due"),
    [
        ("weekly", (), "2026-10-12", "2026-W42"),
        ("weekly", ("2026-W40",), "2026-10-12", "2026-W41"),
        ("weekly", ("2026-W40",), "2026-10-13", "2026-W41"),
        ("weekly", ("2026-W40",), "2026-10-14", "2026-W42"),
        ("weekly", ("2026-W41",), "2026-10-12", "2026-W42"),
        ("weekly", ("2026-W40", "2026-10-08"), "2026-10-12", "2026-W42"),
        ("biweekly", ("2026-W40",), "2026-10-12", "2026-W42"),
        ("biweekly", ("2026-W39",), "2026-10-12", "2026-W41"),
        ("monthly", ("2026-08",), "2026-10-07", "2026-09"),
        ("monthly", ("2026-08",), "2026-10-08", "2026-10"),
        ("monthly", ("2026-09",), "2026-10-07", "2026-10"),
        ("quarterly", ("2026-08",), "2026-10-07", "2026-10"),
        ("quarterly", ("2026-06",), "2026-10-07", "2026-09"),
        ("", (), "2026-10-09", "2026-10"),
        ("", ("2026-W40",), "2026-10-09", "2026-W41"),
    ],
)
def test_the_update_that_is_due(cadence: str, periods: tuple[str, ...], today: str, due: str) -> None:
    of = reporting(cadence, periods)
    assert due_period(of, Settings(), date.fromisoformat(today)).label == due


def test_no_update_is_due_before_the_first_day() -> None:
    assert due_period(reporting("weekly", ()), Settings(), date.min).start == date.min


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize("written", ["2026-W41", "2026-10-07"])
def test_no_second_update_on_a_period(repository: Repository, written: str) -> None:
    added = f"updates:\n  - {{period: {written}, summary: Slipped.}}\n"
    repository.write("projects/gift.yaml", NOW.replace("updates:\n", added))
    before = contents(repository.path)
    result = run(repository.path, "update", "gift")
    assert (result.exit_code, contents(repository.path)) == (1, before)
    assert "`gift` has an update on 2026-W41 already; nothing was written" in result.stderr
    assert run(repository.path, "update", "gift", "--print").exit_code == 0


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize("name", ["updates/2026-W41.yml", "updates"])
def test_what_stands_in_the_place_of_an_update_stays(repository: Repository, name: str) -> None:
    repository.write(f"projects/gift/{name}", "summary: <later>\n")
    result = run(repository.path, "update", "gift")
    assert result.exit_code == 1
    assert f"projects/gift/{name} is already there; nothing was written" in result.stderr


@pytest.mark.usefixtures("friday")
def test_nothing_is_written_through_a_link(repository: Repository, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine", encoding="utf-8")
    folder = repository.path / "projects"
    (folder / "gift/updates").mkdir(parents=True)
    (folder / f"gift/updates/.2026-W41.yaml.{os.getpid()}.part").symlink_to(outside)
    (folder / f".gift.yaml.{os.getpid()}.part").symlink_to(outside)
    assert run(repository.path, "update", "gift").exit_code == 0
    assert run(repository.path, "closing", "gift").exit_code == 0
    assert outside.read_text(encoding="utf-8") == "mine"
    assert not list(folder.rglob(".*"))
    (folder / "gift.yaml").rename(tmp_path / "gift.yaml")
    (folder / "gift.yaml").symlink_to(tmp_path / "gift.yaml")
    before = (tmp_path / "gift.yaml").read_bytes()
    assert run(repository.path, "closing", "gift").exit_code == 1
    assert (tmp_path / "gift.yaml").read_bytes() == before


@pytest.mark.usefixtures("friday")
def test_nobody_waits_for_an_update_on_what_is_over(repository: Repository) -> None:
    repository.write("projects/gift.yaml", "lifecycle: closed\nclosed: 2026-10-08\n" + NOW)
    result = run(repository.path, "update", "gift")
    assert result.exit_code == 0
    assert "is over: nobody waits for an update" in result.stderr


@pytest.mark.usefixtures("friday")
def test_what_is_printed_of_a_restricted_project_says_so_beside_it(repository: Repository) -> None:
    plain_text = run(repository.path, "update", "gift", "--print")
    repository.write("projects/gift.yaml", "confidentiality: restricted\n" + NOW)
    result = run(repository.path, "update", "gift", "--print")
    assert result.stdout == plain_text.stdout
    assert (result.stderr, plain_text.stderr) == ("`gift` is restricted: mind who reads this\n", "")


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_draft_for_programs(repository: Repository, lang: str) -> None:
    result = run(repository.path, "update", "gift", "--format", "json", lang=lang)
    found = json.loads(result.stdout)
    Draft202012Validator(json.loads(output_schema("update"))).validate(found)
    assert [found[key] for key in ("language", "project", "period", "until")] == [
        *(lang, "gift", "2026-W41", "2026-10-09")
    ]
    file = run(repository.path, "update", "gift", "--format", "yaml", lang=lang).stdout
    assert file == drafted(repository.path, lang)
    data = only_placeholders(file, "update")
    assert [found["done"], found["next"]] == [data["done"], data["next"]]
    assert [(one["text"], one["from"], one["due"]) for one in found["help_needed"]] == [
        (one["text"], one.get("from"), str(one["due"])) for one in data["help_needed"]
    ]


# What is wanted of others

WAITING = """\
milestones: [{id: M1, title: Gift in shops, forecast: 2026-12-01}]
tasks:
  - {id: T1, title: Labels, status: blocked, blocked_by: The printer has no paper}
  - {id: T2, title: Boxes, status: todo, start: 2026-10-20, finish: 2026-10-30, depends_on: ["crm:M1"]}
dependencies:
  - {id: DP1, title: Till reads the id, other: "crm:M1", due: 2026-10-01}
  - {id: DP2, title: Paper, other: V1, due: 2026-10-05}
  - {id: DP3, title: Rules, other: Legal, due: 2026-10-20, promised: 2026-11-02}
  - {id: DP4, title: Stamps, other: Post, due: 2026-10-20, promised: 2026-10-18}
  - {id: DP5, title: Numbers, direction: outbound, other: Finance, due: 2026-10-02}
vendors: [{id: V1, name: Yunhe}]
"""
CRM = """\
id: crm
title: New CRM
owner: Tomasz
start: 2026-01-01
finish: 2026-12-31
milestones: [{id: M1, title: Ids live, owner: Priya, forecast: 2026-11-20}]
"""


def waiting(crm: str = CRM) -> UpdateDraft:
    of = assessed(WAITING, "2026-10-09")
    other = assess(project(crm), Settings(), FRIDAY)
    days = window(of.project, of.settings, span("2026-W41"), FRIDAY)
    return update_draft(of, (), days, others=(other,))


def test_help_is_wanted_of_whom_one_waits_for() -> None:
    asked = [(words("en").say(one.text), one.from_, one.due) for one in waiting().help]
    assert asked == [
        ("Milestone M1 “Ids live” from New CRM is only expected on 20 Nov", "Priya", date(2026, 10, 20)),
        ("Dependency DP3 “Rules” from Legal is only expected on 2 Nov", "", date(2026, 10, 20)),
        (
            "Dependency DP1 “Till reads the id” from New CRM was needed by 1 Oct, and is expected on 20 Nov",
            *("Priya", None),
        ),
        ("Dependency DP2 “Paper” from Yunhe was needed by 5 Oct and is not here yet", "", None),
        ("Task T1 “Labels” is blocked: The printer has no paper", "", None),
    ]


def test_what_is_asked_of_others_is_no_problem_besides() -> None:
    said = [words("en").say(one) for one in waiting().attention]
    assert said == ["Dependency DP5 “Numbers” is 7 days overdue (due 2 Oct)"]


def test_what_will_never_come_is_named() -> None:
    asked = [words("zh").say(one.text) for one in waiting(CRM + "lifecycle: cancelled\n").help]
    assert "依赖事项 DP1「Till reads the id」（由 New CRM 提供）已取消，请明确如何替代" in asked


def told(before: str, now: str, approval: str | None = None) -> list[str]:
    of = assessed(now, "2026-10-09")
    changes = project_changes(project(before), of.project)
    judged = [replace(one, approval=approval) if "target" in one.code else one for one in changes]
    draft = update_draft(of, judged, window(of.project, of.settings, span("2026-W41"), FRIDAY))
    return [words("en").say(one) for one in draft.attention]


MORE = "milestones: [{id: M1, title: End, forecast: 2026-12-01}]\n"
RISK = "risks: [{{id: R1, title: Snow, probability: {0}, impact: 4, response: Salt}}]\n"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (RISK.format(2), ["Risk R1 “Snow” is new, score 8 (medium); response: Salt"]),
        (
            RISK.format(2).replace(", response: Salt", ""),
            ["Risk R1 “Snow” is new, score 8 (medium), without a response yet"],
        ),
        (RISK.format(5), ["Risk R1 “Snow” is new, score 20 (critical); response: Salt"]),
        ("issues: [{id: I1, title: No salt, severity: 2}]\n", ["Issue I1 “No salt” is new, severity 2"]),
    ],
)
def test_what_is_new_is_named_with_what_is_done_about_it(now: str, said: list[str]) -> None:
    assert told(MORE, MORE + now) == said


@pytest.mark.parametrize(
    ("old", "new", "part", "said"),
    [
        (
            "finish: 2026-11-30",
            "finish: 2026-12-07",
            "attention",
            "The end of the project slipped 7 days (30 Nov → 7 Dec)",
        ),
        (
            *("finish: 2026-11-30", "finish: 2026-11-29", "done"),
            "The end of the project was brought forward 1 day (30 Nov → 29 Nov)",
        ),
        *[
            (f"lifecycle: {old}\nfinish: 2026-11-30", f"lifecycle: {new}\nfinish: 2026-11-30", part, said)
            for old, new, part, said in (
                ("planning", "executing", "done", "The project is executing now, before planning"),
                ("executing", "on_hold", "attention", "The project is on hold now, before executing"),
            )
        ],
    ],
)
def test_a_report_does_not_name_its_own_project(old: str, new: str, part: str, said: str) -> None:
    before = project(FIRST.replace("finish: 2026-11-30", old))
    now = project(FIRST.replace("finish: 2026-11-30", new))
    of = assess(now, Settings(), FRIDAY)
    draft = update_draft(of, project_changes(before, now), window(now, Settings(), span("2026-W41"), FRIDAY))
    found = [words("en").say(one) for one in getattr(draft, part)]
    assert said in found
    assert not [one for one in found if "Gift for members" in one]


def test_what_was_approved_weighs_less_than_what_went_wrong() -> None:
    before = MORE + "metrics: [{id: K1, title: Gifts, target: 90, due: 2026-12-01}]\n"
    now = before.replace("target: 90", "target: 80") + RISK.format(5)
    assert [one.split()[0] for one in told(before, now, "")] == ["Metric", "Risk"]
    assert [one.split()[0] for one in told(before, now, "D1")] == ["Risk", "Metric"]


def plan(*days: int) -> str:
    rows = "".join(
        f"  - {{id: M{n}, title: Step {n}, forecast: 2026-12-{day:02}}}\n" for n, day in enumerate(days, 1)
    )
    return f"milestones:\n{rows}"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ((4, 5, 3), ["M2", "M1"]),
        ((4, 9, 5), ["M2", "M3", "M1"]),
        ((4, 9, 5, 6), ["M2", "M4", "Slipped too: M1 “Step 1” by 1 day, M3 “Step 3” by 2 days"]),
    ],
)
def test_many_milestones_that_slip_take_three_lines(now: tuple[int, ...], said: list[str]) -> None:
    found = told(plan(*(3 for _ in now)), plan(*now))
    assert [one if "too" in one else one.split()[1] for one in found] == said


@pytest.mark.parametrize("title", ["语" * 300, "long " * 60, "l" * 300])
def test_a_point_is_no_longer_than_a_few_lines(title: str) -> None:
    of = assessed(f"milestones: [{{id: M1, title: {title}, forecast: 2026-10-12}}]\n", "2026-10-09")
    draft = update_draft(of, (), window(of.project, of.settings, span("2026-W41"), FRIDAY))
    for line in chat(draft, "en", "text").splitlines():
        assert sum(2 if ord(c) > 0x2E80 else 1 for c in line) <= 242


# They load, and fit


_QUOTED_OR_LEFT = re.compile(r'"(?:[^"\\\n]|\\.)*"|<[^<>=/:;()&"]{1,80}>')


def only_placeholders(text: str, kind: str) -> dict[str, Any]:
    """The data of a draft once its placeholders are replaced, which is all that is wrong with it."""
    wrong = [p for p in read(parse("draft.yaml", text.encode()), kind).problems if p.severity == "error"]
    assert {problem.code for problem in wrong} <= {"placeholder-left"}, (wrong, text)
    filled = _QUOTED_OR_LEFT.sub(lambda one: one[0] if one[0][0] == '"' else "filled", text)
    done = read(parse("draft.yaml", filled.encode()), kind)
    assert [p for p in done.problems if p.severity == "error"] == [], (done.problems, filled)
    assert done.data is not None
    return dict(done.data)


def spoken(draft: UpdateDraft, lang: str) -> dict[str, Any]:
    say = words(lang).say
    return {
        "done": [say(point) for point in draft.done],
        "next": [say(point) for point in draft.next],
        "help_needed": [say(one.text) for one in draft.help],
    }


def assert_loads(of: Assessment, draft: UpdateDraft) -> None:
    for lang in LANGUAGES:
        label = draft.days.period.label
        data = only_placeholders(new_update(lang, "p", label, draft)[1], "update")
        said = spoken(draft, lang)
        assert data["done"] == (said["done"] or ["filled"])
        assert data["next"] == (said["next"] or ["filled"])
        assert [one["text"] for one in data.get("help_needed", [])] == said["help_needed"]
        assert all(len(points) <= 7 for points in said.values())
        assert all(point.splitlines() == [point] for points in said.values() for point in points)
        retrospective = new_retrospective(lang, "p", of.as_of, retrospective_draft(of))[1]
        assert len(only_placeholders(retrospective, "retrospective")["causes"]) >= 1
        closing = new_closing(lang, closing_draft(of), of.as_of)
        only_placeholders(
            "id: x\ntitle: t\nowner: o\nstart: 2026-01-01\nfinish: 2026-12-31\n" + closing, "project"
        )
        for form in ("text", "markdown"):
            assert_harmless(chat(draft, lang, form), form)


def assert_harmless(text: str, form: str) -> None:
    assert not re.search("[<>@&\u202a-\u202e\u2066-\u2069]", text)
    lines = text.rstrip("\n").split("\n")
    if form == "markdown":
        tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
        inline = {t.type for token in tokens for t in token.children or ()}
        assert inline <= {"text", "strong_open", "strong_close", "softbreak"}, (inline, text)
        blocks = {token.type.rpartition("_")[0] for token in tokens} - {""}
        assert blocks <= {"paragraph", "bullet_list", "list_item"}, (blocks, text)
        lists = sum(token.type == "bullet_list_open" for token in tokens)
        assert lists == sum(a == "" for a in lines), text  # one below each heading, none inside another
    assert all(
        line == "" or line[0] in "•-【[" or lines.index(line) < 2 or line[-1] in ":：*" for line in lines
    )


DAYS = st.dates(date(2024, 6, 1), date(2027, 6, 1))
DRAWN = documents("project", leave_out=ELSEWHERE)


def drawn(data: dict[str, Any]) -> Project:
    (found,) = assemble({"projects/drawn.yaml": partial(bytes, as_json(data))}).projects
    return found


@given(DRAWN, DRAWN, DAYS, st.sampled_from(["weekly", "monthly"]))
@settings(
    max_examples=25 * TIMES,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # what is drawn is too large to be made small
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
def test_any_two_versions_give_a_draft_that_loads(
    one: dict[str, Any], other: dict[str, Any], day: date, cadence: Any
) -> None:
    old, new = drawn(one), drawn(other)
    begun = period(day.isoformat(), cadence)
    assert begun
    days = window(new, Settings(), begun, day)
    of = assess(new, Settings(), days.until)
    assert_loads(of, update_draft(of, project_changes(old, new), days))


# Nothing breaks out

HOSTILE = [
    'He said "now": # and {then} [it] - was, gone',
    "'single' \\ back\\\\slash \\n \\u0041",
    "- a list\n- in a title",
    "# a heading",
    "{{ 7*7 }} {% raw %} {# gone #}",
    "&anchor *alias !!python/object <<: *x",
    '<at user_id="all">everybody</at> @all <@U123> <!channel>',
    "[a link](https://example.org) ![picture](x.png) <https://example.org>",
    "**bold** __bold__ _i_ *i* ~~gone~~ `code` | a | table |",
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "1. one\n2) two\n+ three\n> four\n```\nfive",
    "---\n...\n%YAML 1.1",
    "\u202egnp.exe \u2066x\u2069 \x85 \u2028 \ufeff",
    "tab\tand nul-free \x7f\x1b[31m red",
    "👩‍👩‍👧 𠮷 \U000e0041",
    "a" * 500,
    "汉字：全角，「引号」，“引号”" * 12,
    "~",
    "null",
    "2026-10-10",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_no_text_breaks_out_of_a_draft(hostile: str) -> None:
    quote = quoted(hostile)
    text = f"""\
summary: {quote}
goals: [{{id: G1, title: {quote}, status: missed, notes: {quote}}}]
milestones:
  - {{id: M1, title: {quote}, baseline: 2026-09-01, actual: 2026-10-06, reason: {quote}}}
  - {{id: M2, title: {quote}, baseline: 2026-09-01, forecast: 2026-10-12, reason: {quote}}}
tasks: [{{id: T1, title: {quote}, status: todo, finish: 2026-10-01}}]
metrics: [{{id: K1, title: {quote}, unit: {quoted(hostile[:10])}, target: 100, due: 2026-12-01,
  measurements: [{{date: 2026-10-06, value: 1}}]}}]
risks: [{{id: R1, title: {quote}, probability: 5, impact: 5, response: {quote}}}]
issues: [{{id: I1, title: {quote}, severity: 5, impact: {quote}, resolution: {quote}, status: open}}]
deliverables: [{{id: DL1, title: {quote}, status: accepted, delivered: 2026-10-07}}]
actions: [{{id: A1, title: {quote}, owner: {quoted(hostile[:20])}, due: 2026-10-30}}]
decisions: [{{id: D1, title: {quote}, by: {quoted(hostile[:20])}, due: 2026-10-13, recommendation: {quote}}}]
lessons: [{{id: L1, title: {quote}, recommendation: {quote}}}]
"""
    of = assessed(f"title: {quote}\nowner: {quoted(hostile[:20])}\n" + text, "2026-10-09")
    old = portfolio(text.replace("forecast: 2026-10-12", "forecast: 2026-10-01")).projects[0]
    days = window(of.project, of.settings, span("2026-W41"), FRIDAY)
    draft = update_draft(of, project_changes(old, of.project), days, Teller())
    assert len(draft.done) >= 2
    assert draft.next
    assert len(draft.attention) >= 4
    assert_loads(of, draft)


@pytest.mark.parametrize("name", ["1.", "12.", "1.-", "7"])
def test_an_id_is_no_number_of_a_list(name: str) -> None:
    text = f"""\
milestones: [{{id: M1, title: End, forecast: 2026-12-31}}]
metrics: [{{id: "{name}", title: Gifts, target: 100, start_value: 0, due: 2026-12-01, measurements: [
  {{date: 2026-10-06, value: 1}}]}}]
"""
    of = assessed(text, "2026-10-09")
    draft = update_draft(of, (), window(of.project, of.settings, span("2026-W41"), FRIDAY))
    assert len(draft.numbers) == len(draft.attention) == 1
    assert_loads(of, draft)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_quoted_comes_back(hostile: str) -> None:
    line = quoted(hostile)
    assert line.isprintable()
    assert parse("x", f"a: {{b: {line}}} # c\n".encode()).data == {"a": {"b": plain(hostile)}}


# How the commands end


@pytest.mark.usefixtures("friday")
def test_only_the_placeholder_of_the_summary_is_left(repository: Repository) -> None:
    text = drafted(repository.path)
    result = CliRunner().invoke(opsgen, ["-C", str(repository.path), "--lang", "en", "check"])
    assert result.output.count("error[") == result.output.count("error[placeholder-left]") == 1
    (repository.path / PATH).write_text(text.replace("<where the project stands>", "Late."), encoding="utf-8")
    result = CliRunner().invoke(opsgen, ["-C", str(repository.path), "--lang", "en", "check"])
    assert result.exit_code == 0, result.output


@pytest.mark.usefixtures("friday")
def test_what_is_begun_does_not_stand_in_the_way(repository: Repository) -> None:
    before = printed(repository.path, "gift")
    drafted(repository.path)
    assert printed(repository.path, "gift") == before


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize(
    "asked",
    [
        ("update", "gift", "--print"),
        ("update", "gift", "--format", "yaml"),
        ("update", "gift", "--format", "json"),
        ("retrospective", "gift", "--print"),
        ("closing", "gift", "--print"),
    ],
)
def test_printing_writes_nothing(repository: Repository, asked: tuple[str, ...]) -> None:
    before = contents(repository.path)
    assert run(repository.path, *asked).exit_code == 0
    assert contents(repository.path) == before


def contents(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (root / "projects").rglob("*") if path.is_file()}


@pytest.mark.usefixtures("friday")
def test_a_project_that_cannot_be_read_is_not_drafted(repository: Repository) -> None:
    repository.write("projects/gift.yaml", FIRST.replace("forecast: 2026-10-06", "forecast: soon"))
    for asked in (("update", "gift", "--format", "text"), ("closing", "gift")):
        result = run(repository.path, *asked)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "`gift` cannot be read; see `opsgen check`" in result.stderr
    result = run(repository.path, "update", "gift")
    assert result.exit_code == 0
    assert "so nothing is drafted" in result.stderr
    assert "- <what was done>" in (repository.path / PATH).read_text(encoding="utf-8")


@pytest.mark.usefixtures("friday")
def test_a_closing_report_that_is_begun_does_not_stand_in_the_way(repository: Repository) -> None:
    before = printed(repository.path, "gift")
    added = NOW + "closing:\n  summary: <what came of it>\nx-more: 1\n"
    repository.write("projects/gift.yaml", added)
    assert printed(repository.path, "gift") == before
    retrospective = run(repository.path, "retrospective", "gift", "--print")
    assert "0 of 3 milestones in time" in retrospective.stdout


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize(
    "text",
    [
        NOW.replace("\n", "\r\n"),
        NOW + "# the end",
        NOW + "notes: |+\n  kept\n\n\n",
        NOW + "notes: >-\n  the last words",
    ],
)
def test_a_closing_report_is_all_that_changes(repository: Repository, text: str) -> None:
    path = repository.path / "projects/gift.yaml"
    path.write_bytes(text.encode())
    path.chmod(0o640)
    before = parse("gift.yaml", text.encode()).data
    assert run(repository.path, "closing", "gift").exit_code == 0
    written = path.read_bytes()
    assert written.startswith(text.encode())
    assert ("\r\n" in text) == (b"\r\n" in written)
    assert written.count(b"\n") == written.count(b"\r\n") or b"\r" not in written
    after = parse("gift.yaml", written).data
    assert after.pop("closing")["summary"] == "<what the project was for, and what came of it>"
    assert after == before
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in path.parent.iterdir() if one.name.startswith(".")] == []


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize(
    "text",
    [
        "{title: Gift, owner: W, start: 2026-08-01, finish: 2026-11-30, goals: [{id: G1, title: More}]}\n",
        FIRST + "...\n",
    ],
)
def test_a_closing_report_that_fits_not_is_not_written(repository: Repository, text: str) -> None:
    repository.write("projects/gift.yaml", text)
    result = run(repository.path, "closing", "gift")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "print the report with --print" in result.stderr
    assert (repository.path / "projects/gift.yaml").read_text(encoding="utf-8") == text
    assert run(repository.path, "closing", "gift", "--print").stdout.count("closing:") == 1


@pytest.mark.usefixtures("friday")
def test_the_closing_report_fits_where_it_says(repository: Repository) -> None:
    result = run(repository.path, "closing", "gift")
    assert "stands at the end of projects/gift.yaml" in result.stdout
    written = contents(repository.path)[repository.path / "projects/gift.yaml"].decode()
    assert written.startswith(NOW)
    again = run(repository.path, "closing", "gift")  # before anybody went on with it
    assert (again.exit_code, again.stdout) == (1, "")
    assert "has a closing report already" in again.stderr
    repository.write("projects/gift.yaml", written.replace("<", "").replace(">", ""))
    checked = CliRunner().invoke(opsgen, ["-C", str(repository.path), "check"])
    assert checked.exit_code == 0, checked.output
    again = run(repository.path, "closing", "gift")
    assert (again.exit_code, again.stdout) == (1, "")
    assert "has a closing report already" in again.stderr


def test_people_are_called_by_their_names(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminal, "today", lambda _: FRIDAY)
    repository.write(
        "projects/people.yaml",
        "people: [{id: li, name: {zh: 李强, en: Li Qiang}}, {id: w, name: Wang Fang}]\n",
    )
    repository.write("projects/gift.yaml", NOW.replace("Li Qiang", "li").replace("Wang Fang", "w"))
    text = printed(repository.path, "gift", lang="zh")
    assert "（李强，10月13日前）" in text
    assert "（李强）" in text
    assert 'from: "li"' in drafted(repository.path)


@pytest.mark.usefixtures("friday")
@pytest.mark.parametrize("asked", ["gift", "member-gift", "old-gift"])
def test_a_project_may_be_asked_for_by_its_id(repository: Repository, asked: str) -> None:
    repository.write("projects/gift.yaml", "id: member-gift\naliases: [old-gift]\n" + NOW)
    assert run(repository.path, "update", asked).exit_code == 0
    assert (repository.path / PATH).is_file()
    assert run(repository.path, "closing", asked).exit_code == 0
    result = run(repository.path, "closing", asked)
    assert (result.exit_code, "has a closing report already" in result.stderr) == (1, True)


def test_a_week_without_anything_is_short() -> None:
    of = assessed("goals: [{id: G1, title: More members}]\n", "2026-10-09")
    days = window(of.project, of.settings, span("2026-W41"), FRIDAY)
    draft = update_draft(of, (), days)
    assert (draft.done, draft.next, draft.attention, draft.help) == ((), (), (), ())
    assert len(chat(draft, "en", "text").splitlines()) == 2
    assert days.since == FRIDAY - timedelta(days=11)


@pytest.mark.parametrize(
    ("milestone", "said"),
    [
        ("forecast: 2026-12-31", "Next milestone: M1 “End” on 31 Dec"),
        ("forecast: 2026-10-16", "Reach milestone M1 “End” on 16 Oct"),
        ("forecast: 2027-01-15", "Next milestone: M1 “End” on 15 Jan 2027"),
    ],
)
def test_the_next_milestone_is_named_however_far_it_is(milestone: str, said: str) -> None:
    of = assessed(f"milestones: [{{id: M1, title: End, {milestone}}}]\n", "2026-10-09")
    draft = update_draft(of, (), window(of.project, of.settings, span("2026-W41"), FRIDAY))
    assert spoken(draft, "en")["next"] == [said]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("complete: 60", ["Task T1 “Print” is 60% complete, before 40%"]),
        ("complete: 30", []),
        ("complete: 40, title: Print more", []),
        ("status: done", ["Task T1 “Print” finished"]),
        ("status: cancelled", []),
    ],
)
def test_a_task_that_got_on_was_worked_at(now: str, said: list[str]) -> None:
    before = "tasks: [{id: T1, title: Print, complete: 40, status: in_progress, finish: 2026-12-01}]\n"
    key = now.partition(":")[0]
    text = re.sub(f"{key}: [^,]+", now, before) if key != "complete" else before.replace("complete: 40", now)
    text = text.replace("title: Print, ", "", 1) if "title" in now else text
    of = assessed(text, "2026-10-09")
    found = project_changes(project(before), of.project)
    draft = update_draft(of, found, window(of.project, of.settings, span("2026-W41"), FRIDAY))
    assert spoken(draft, "en")["done"] == said


def test_a_retrospective_explains_what_was_reached_too() -> None:
    metrics = "".join(
        f"  - {{id: K{n}, title: Gifts {n}, level: {level}, target: 90, due: 2026-12-01, measurements: ["
        f"{{date: 2026-10-06, value: {value}}}]}}\n"
        for n, (level, value) in enumerate((("supporting", 95), ("key", 96), ("key", 12), ("north_star", 97)))
    )
    of = assessed(
        "milestones: [{id: M1, title: End, forecast: 2026-12-31}]\nmetrics:\n" + metrics, "2026-10-09"
    )
    text = new_retrospective("en", "p", FRIDAY, retrospective_draft(of))[1]
    data = only_placeholders(text, "retrospective")
    explained = [one["result"] for one in data["causes"] if "success_factor" in one]
    assert sorted(explained) == ["K1 “Gifts 1”: 96, wanted 90", "K3 “Gifts 3”: 97, wanted 90"]
