"""The past as it was: `--at` and `--against`, on repositories made on the spot."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from repository import Repository

from opsgen import check, views
from opsgen.cli.main import opsgen
from opsgen.derive import assess
from opsgen.derive.beside import beside as held
from opsgen.mkdocs_plugin.source import of as source_of
from opsgen.mkdocs_plugin.source import read as read_source
from opsgen.mkdocs_plugin.source import rendered
from opsgen.pdf.handouts import handouts
from opsgen.render import Renderer
from opsgen.timeline.against import Against
from opsgen.timeline.moment import numbers_of, of_commit, of_day, origin

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from opsgen.derive.money import LineState
    from opsgen.mkdocs_plugin.source import Source
    from opsgen.model import Metric, Project
    from opsgen.portfolio import Portfolio
    from opsgen.timeline.moment import Moment
    from opsgen.views import Audience

HOUSE = "title: {en: House, zh: 总览}\ntimezone: Asia/Shanghai\nlanguages: [en, zh]\n"
METRIC = "  - {id: K1, title: Sales, unit: k, target: 100, start_value: 0%s}\n"


def project(
    *,
    forecast: str = "2026-11-01",
    planned: int = 100,
    sales: str = "",
    more: str = "",
    ref: str = "",
) -> str:
    """A project under way with a milestone, a metric and a budget line."""
    agreed = f"baseline: {{ref: {ref}}}\n" if ref else ""
    dates = f"baseline: 2026-10-20, forecast: {forecast}"
    measured = f", measurements: [{sales}]" if sales else ""
    return (
        "title: Gift\nowner: Wang\nstart: 2026-09-01\nfinish: 2026-12-31\nlifecycle: executing\n"
        f"{agreed}milestones:\n  - {{id: M1, title: Live, type: key, {dates}}}\n"
        f"metrics:\n{METRIC % measured}"
        f"budget:\n  - {{id: B1, title: Print, planned: {planned}, actual: 10, forecast: 150}}\n{more}"
    )


def at(day: int, value: float) -> str:
    return f"{{date: 2026-10-{day:02}, value: {value}}}"


@pytest.fixture
def made(tmp_path: Path) -> Repository:
    """A workspace whose first commit is of 1 October."""
    found = Repository(tmp_path / "r")
    found.write("projects/portfolio.yaml", HOUSE)
    return found


def call(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(opsgen, ["-C", str(root), "--lang", "en", *arguments])


def site(root: Path) -> dict[str, bytes]:
    folder = root / "site"
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def source_then(root: Path, moment: Moment, against: Against | None = None) -> Source:
    """What the pages of a moment are made from."""
    return source_of(root, check.read_whole(check.then(root, moment)), moment.as_of, moment, against)


def on_day(made: Repository, day: date) -> Project:
    """The project as a day shows it."""
    moment = of_day(made.path, made.head(), day)
    assert moment is not None
    (found,) = check.read_whole(check.then(made.path, moment)).portfolio.projects
    return found


def measured(metric: Metric) -> dict[int, float]:
    return {m.date.day: m.value for m in metric.measurements}


# --- a commit exactly


def later(made: Repository) -> None:
    """Whatever may come after a report: commits, tags, and what nobody committed."""
    made.git("tag", "baseline/gift/1")
    made.commit(
        gift=project(forecast="2027-02-01", planned=900, sales=at(1, 99), ref="baseline/gift/1"),
        portfolio=HOUSE.replace("House", "Another house"),
    )
    made.git("tag", "-a", "-f", "-m", "moved", "baseline/gift/1")
    made.write("projects/gift.yaml", project(forecast="2028-01-01"))
    made.write("projects/other.yaml", project())


def test_a_commit_gives_the_bytes_that_it_gave_then(made: Repository, tmp_path: Path) -> None:
    made.write("projects/portfolio.yaml", HOUSE.replace("en, zh", "en"))
    made.commit(gift=project(forecast="2026-11-20", sales=at(2, 40)))
    commit = made.commit(gift=project(forecast="2026-11-27", sales=at(2, 41), ref="baseline/gift/1"))
    then = made.clone(tmp_path / "then")
    assert call(then, "build", "--as-of", "2026-10-02", "--no-handouts").exit_code == 0
    assert call(then, "pdf", "--as-of", "2026-10-02").exit_code == 0
    later(made)
    result = call(made.path, "build", "--at", "HEAD~1", "--no-handouts")
    assert result.exit_code == 0, result.output
    assert site(made.path) == site(then)
    assert call(made.path, "pdf", "--at", commit).exit_code == 0
    printed = sorted((then / "handouts").glob("*.pdf"))
    assert len(printed) == 4
    for file in printed:
        assert (made.path / "handouts" / file.name).read_bytes() == file.read_bytes(), file.name


def test_a_version_without_a_workspace_has_no_project(made: Repository) -> None:
    made.say("words", "README.md")
    made.git("rm", "-q", "-r", "--cached", "projects")
    made.git("commit", "-q", "-m", "nothing")
    result = call(made.path, "build", "--at", "HEAD")
    assert result.exit_code == 1
    assert "no-projects" in result.output


def test_a_workspace_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    made = Repository(tmp_path / "r")
    made.say(HOUSE, "office/projects/portfolio.yaml")
    made.say(project(forecast="2026-10-20"), "office/projects/gift.yaml")
    made.say(project(forecast="2026-10-20", planned=150), "office/projects/gift.yaml")
    assert "Red" in call(made.path / "office", "status", "--at", "2026-10-02").output
    assert "Red" not in call(made.path / "office", "status", "--at", "2026-10-03").output


def test_another_status_date_for_a_commit(made: Repository) -> None:
    commit = made.commit(gift=project())
    result = call(made.path, "build", "--at", commit, "--as-of", "2026-10-09", "--no-handouts")
    assert result.exit_code == 0
    assert b'datetime="2026-10-09"' in site(made.path)["index.html"]


def test_the_day_of_a_commit_is_that_of_the_portfolio(made: Repository) -> None:
    late = made.say(project(), "projects/gift.yaml", committed="2026-10-05T22:30:00+00:00")
    assert of_commit(made.path, late).as_of == date(2026, 10, 6)


def test_findings_are_those_of_that_version(made: Repository) -> None:
    made.write("site/index.html", "old")
    made.commit(gift=project(more="steps: wrong\n"))
    made.commit(gift="# a line more\n" + project())
    for command in ("build", "pdf", "check"):
        result = call(made.path, command, "--at", "HEAD~1")
        assert result.exit_code == 1
        line = project().count("\n") + 1
        assert f"projects/gift.yaml:{line}:" in result.output
        assert f"{line} | steps: wrong" in result.output
    assert site(made.path) == {"index.html": b"old"}
    assert call(made.path, "check").exit_code == 0


def test_what_is_tagged_later_is_no_baseline(made: Repository) -> None:
    made.commit(gift=project(forecast="2026-11-01"))
    first = made.commit(gift=bare("2026-11-05"))
    named = made.commit(gift=bare("2026-11-09", ref="baseline/gift/1"))
    made.git("tag", "-a", "-m", "agreed", "baseline/gift/1", first)  # on the day after
    after = made.commit(gift=bare("2026-11-20", ref="baseline/gift/1"))
    assert baseline(made.path, named) is None
    assert baseline(made.path, after) == date(2026, 11, 5)
    made.git("tag", "-f", "baseline/gift/1", after)
    assert baseline(made.path, named) is None
    assert "git knows no `baseline/gift/1`" in call(made.path, "check", "--at", named).output
    assert "git knows no" not in call(made.path, "check", "--at", after).output


def bare(forecast: str, ref: str = "") -> str:
    return project(forecast=forecast, ref=ref).replace("baseline: 2026-10-20, ", "")


def baseline(root: Path, commit: str) -> date | None:
    source = source_then(root, of_commit(root, commit))
    return source.portfolio.projects[0].milestones[0].baseline


def test_status_at_a_commit(made: Repository) -> None:
    made.commit(gift=project(forecast="2026-10-20", planned=150))
    made.commit(gift=project(forecast="2026-10-20", planned=100))
    assert "Red" in call(made.path, "status", "--as-of", "2026-10-02").output
    result = call(made.path, "status", "--at", "HEAD~1")
    assert "Data as of 1 Oct 2026" in result.output
    assert "Red" not in result.output


# --- a day, with its numbers


def test_numbers_that_landed_later_count_and_plans_do_not(made: Repository) -> None:
    made.commit(gift=project(sales=at(1, 10)))
    made.commit(gift=project(forecast="2027-05-05", sales=", ".join([at(1, 12), at(2, 20), at(3, 30)])))
    found = on_day(made, date(2026, 10, 1))
    assert measured(found.metrics[0]) == {1: 12}
    assert found.milestones[0].forecast == date(2026, 11, 1)
    made.day = 9
    made.commit(gift=project(forecast="2027-06-06"))
    made.commit(gift=project(sales=", ".join([at(3, 31), at(8, 80), at(9, 90)])))
    assert measured(on_day(made, date(2026, 10, 8)).metrics[0]) == {3: 31, 8: 80}


def test_numbers_of_tables_and_of_the_block_by_date(made: Repository) -> None:
    folder = "projects/gift/project.yaml"
    made.say(project(more="measurements: {2026-10-01: {K1: 5}}\n"), folder)
    made.write("projects/gift/data/sales.csv", "date,K1\n2026-10-02,7\n2026-10-31,70\n")
    made.say(project(more="measurements: {2026-10-01: {K1: 6}}\n"), folder)
    made.day = 20
    made.say(project(forecast="2026-12-12", more="measurements: {2026-10-01: {K1: 6}}\n"), folder)
    assert measured(on_day(made, date(2026, 10, 1)).metrics[0]) == {1: 6}
    # What was written for a later day stays, as it does in that version; no number of that day counts it.
    assert measured(on_day(made, date(2026, 10, 19)).metrics[0]) == {1: 6, 2: 7, 31: 70}


def test_projects_and_metrics_under_former_names(made: Repository) -> None:
    made.commit(gift=project(sales=at(1, 10)))
    made.git("mv", "projects/gift.yaml", "projects/present.yaml")
    renamed = project(sales=at(1, 11), more="aliases: [gift]\n").replace("id: K1", "id: K9, aliases: [K1]")
    made.commit(present=renamed)
    found = on_day(made, date(2026, 10, 1))
    assert (found.id, found.metrics[0].id, measured(found.metrics[0])) == ("gift", "K1", {1: 11})


@pytest.mark.parametrize(
    "change",
    [
        ("unit: k", "unit: CNY"),
        ("id: K1", "id: K2"),
        ("owner: Wang", "owner: Wang\nconfidentiality: restricted"),
        ("title: Gift", "title: [Gift"),
    ],
    ids=["another unit", "another metric", "closed to more people", "cannot be read"],
)
def test_numbers_that_are_not_taken_over(made: Repository, change: tuple[str, str]) -> None:
    made.commit(gift=project(sales=at(1, 10)))
    made.commit(gift=project(sales=at(1, 11)).replace(*change, 1))
    assert measured(on_day(made, date(2026, 10, 1)).metrics[0]) == {1: 10}


def test_parts_of_a_metric(made: Repository) -> None:
    def split(**parts: str) -> str:
        rows = ", ".join(f"{{title: {name}, measurements: [{of}]}}" for name, of in parts.items())
        return project().replace("target: 100", f"breakdown: city, segments: [{rows}], target: 100")

    made.commit(gift=split(East=at(1, 1), West=at(1, 2)))
    made.commit(gift=split(East=f"{at(1, 5)}, {at(2, 6)}", North=at(1, 3), South=at(2, 9)))
    (metric,) = on_day(made, date(2026, 10, 1)).metrics
    found = {str(s.title.plain): {m.date.day: m.value for m in s.measurements} for s in metric.segments}
    assert found == {"East": {1: 5}, "West": {}, "North": {1: 3}}


def test_a_number_that_is_known_later_is_not_missed(made: Repository) -> None:
    made.commit(gift=project(sales=at(1, 10)).replace("target: 100", "frequency: weekly, target: 100"))
    made.day = 20
    made.commit(gift=project(sales=f"{at(1, 10)}, {at(18, 20)}"))
    assert "stale-metric" in call(made.path, "check", "--at", "HEAD~1", "--as-of", "2026-10-19").output
    assert "stale-metric" not in call(made.path, "check", "--at", "2026-10-19").output


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "As it was on 1 Oct 2026. The plans are those that had landed by then: commit"),
        ("zh", "2026年10月1日当时的情况。计划以当日已合入的为准：2026年10月1日的提交"),
    ],
)
def test_pages_name_both_commits(made: Repository, lang: str, words: str) -> None:
    first = made.commit(gift=project())
    second = made.commit(gift=project(sales=at(1, 10)))
    source = source_then(made.path, of_day(made.path, second, date(2026, 10, 1)))
    for page in rendered(source, lang, handouts=False, audience="internal"):
        assert words in page.html, page.path
        assert first[:10] in page.html
        assert second[:10] in page.html


def test_a_day_after_which_nothing_landed_names_one_commit(made: Repository) -> None:
    commit = made.commit(gift=project())
    source = source_then(made.path, of_day(made.path, commit, date(2026, 10, 9)))
    home, *_ = rendered(source, "en", handouts=False, audience="internal")
    assert f"As it was on 9 Oct 2026: commit {commit[:10]} of 1 Oct 2026." in home.html


def test_today_is_told_nothing(made: Repository) -> None:
    made.commit(gift=project())
    home, *_ = rendered(read_source(made.path, None), "en", handouts=False, audience="internal")
    assert "ops-told" not in home.html


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--at", "nothing"], "git knows no `nothing` here. If it is on the server: git fetch"),
        (["--at", "2026-09-01"], "the history begins after 1 Sept 2026"),
        (["--at", "2099-01-01"], "is in the future: nothing has landed yet"),
        (["--at", "2026-02-30"], "`2026-02-30` is no date"),
        (["--at", "2026-10-01", "--as-of", "2026-10-02"], "leave out `--as-of`"),
        (["--at", ""], "is no revision"),
    ],
)
def test_versions_that_are_none(made: Repository, asked: list[str], said: str) -> None:
    made.commit(gift=project())
    for command in ("build", "pdf", "check", "status"):
        result = call(made.path, command, *asked)
        assert result.exit_code == 2
        assert said in result.output
    assert not (made.path / "site").exists()


def test_check_of_a_version_and_of_a_change_are_two_things(made: Repository) -> None:
    made.commit(gift=project())
    result = call(made.path, "check", "--at", "HEAD", "--changed-since", "HEAD")
    assert result.exit_code == 2
    assert "opsgen diff" in result.output


def test_a_clone_that_lacks_the_beginning(made: Repository, tmp_path: Path) -> None:
    made.commit(gift=project())
    made.commit(gift=project(forecast="2026-11-09"))
    shallow = made.clone(tmp_path / "shallow", "--depth=1")
    result = call(shallow, "build", "--at", "2026-10-01")
    assert result.exit_code == 2
    assert "git fetch --unshallow" in result.output


def test_a_folder_without_git(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/gift.yaml").write_text(project())
    for option in ("--at", "--against"):
        result = call(tmp_path, "build", option, "2026-10-01")
        assert result.exit_code == 2
        assert "is not in a git repository" in result.output


# --- beside the plans of another version


def beside(made: Repository, ref: str, audience: Audience = "internal", lang: str = "en") -> dict[str, str]:
    """The pages beside a version."""
    version = Against(ref, made.git("rev-parse", ref).strip())
    source = source_of(made.path, check.read(made.path), date(2026, 10, 15), against=version)
    return {page.path: page.html for page in rendered(source, lang, handouts=False, audience=audience)}


def test_dates_and_amounts_are_held_against_the_other_version(made: Repository) -> None:
    made.commit(gift=project(forecast="2026-11-01", planned=100))
    made.git("tag", "before")
    made.commit(gift=project(forecast="2026-11-08", planned=120))
    alone = read_source(made.path, date(2026, 10, 15))
    agreed = {p.path: p.html for p in rendered(alone, "en", handouts=False, audience="internal")}
    pages = beside(made, "before")
    page, was = pages["projects/gift.md"], agreed["projects/gift.md"]
    assert "+19 days" in was
    assert "+19 days" not in page.partition('id="_plan"')[2].partition('id="_budget"')[0]
    assert "+7 days" in page
    assert "Plan compared with" in page
    assert "Original plan</th>" not in page
    assert "Compared with before (commit" in page
    for light in ("Amber", "Red", "Green", "Slipping"):  # what turns no light
        assert page.count(f">{light}<") == was.count(f">{light}<"), light
    assert "¥30 (+25.0%) more than ¥120 planned" in was
    assert "¥50 (+50.0%) more than ¥100 planned" in page


def test_a_baseline_is_what_was_agreed_and_a_commit_what_was_expected(made: Repository) -> None:
    made.commit(gift=project(forecast="2026-11-01"))
    made.git("tag", "baseline/gift/1")
    made.git("tag", "report")
    made.commit(gift=project(forecast="2026-11-08"))
    assert "+19 days" in beside(made, "baseline/gift/1")["milestones.md"]
    assert "+7 days" in beside(made, "report")["milestones.md"]


def test_what_came_and_what_went(made: Repository) -> None:
    gone = "  - {id: B2, title: Stamps, planned: 40, actual: 1, forecast: 40}\n"
    made.commit(gift=project(more=gone))
    made.git("tag", "before")
    more = "  - {id: B3, title: Cards, planned: 7, actual: 0, forecast: 7}\n"
    made.commit(gift=project(more=more), fresh=project())
    pages = beside(made, "before")
    assert "Not in that version, or not readable in it: Gift." in pages["index.md"]
    assert "Stamps" in pages["projects/gift.md"]
    assert "–" in pages["projects/fresh.md"]
    planned = {s.line.id: s.planned for s in budget_of(made, "before")}
    assert planned == {"B1": Decimal(100), "B2": Decimal(40), "B3": Decimal(0)}


def budget_of(made: Repository, ref: str) -> tuple[LineState, ...]:
    """The budget lines of the project beside a version."""
    now = check.read(made.path).portfolio
    old, new = at_ref(made, ref).project("gift"), now.project("gift")
    assert new is not None
    found = held(assess(new, now.settings, date(2026, 10, 15)), old, agreed=False).budget
    assert found is not None
    return found.lines


def at_ref(made: Repository, ref: str) -> Portfolio:
    return check.read_whole(check.at(made.path, made.git("rev-parse", ref).strip())).portfolio


def test_money_in_another_currency_is_not_compared(made: Repository) -> None:
    made.commit(gift=project(planned=100, more="currency: USD\n"))
    made.git("tag", "before")
    made.commit(gift=project(planned=120))
    page = beside(made, "before")["projects/gift.md"]
    assert "In another currency then, so that the money is not compared: Gift." in page
    assert "more than ¥120 planned" in page


def test_the_name_of_a_hidden_project_is_not_said(made: Repository) -> None:
    secret = project(more="confidentiality: restricted\n")
    made.commit(gift=project(more="confidentiality: public\n"), takeover=secret)
    made.git("tag", "baseline/takeover/1")
    for audience in ("public", "internal"):
        for path, html in beside(made, "baseline/takeover/1", audience).items():
            assert "takeover" not in html, path
    assert "baseline/takeover/1" in beside(made, "baseline/takeover/1", "board")["index.md"]


@pytest.mark.parametrize(
    ("then", "hidden_from"),
    [
        ("confidentiality: restricted\npublish_amounts: true\n", ("public", "internal")),
        ("confidentiality: internal\npublish_amounts: true\n", ("public",)),
        ("confidentiality: public\n", ("public",)),
    ],
)
def test_a_plan_that_was_not_for_these_eyes_is_not_told_now(
    made: Repository, then: str, hidden_from: tuple[Audience, ...]
) -> None:
    gone = "  - {id: B2, title: STAMPS, planned: 40, actual: 1, forecast: 40}\n"
    made.commit(gift=project(forecast="2026-11-27", more=gone + then))
    made.git("tag", "before")
    made.commit(gift=project(more="confidentiality: public\npublish_amounts: true\n"))
    audiences: tuple[Audience, ...] = ("public", "internal", "board")
    for audience in audiences:
        page = beside(made, "before", audience)["projects/gift.md"]
        hidden = audience in hidden_from
        assert ("STAMPS" in page) != hidden, audience
        if not then.startswith("confidentiality: public"):  # nor does its history tell the date
            assert ("2026-11-27" in page) != hidden, audience


@pytest.mark.parametrize(
    ("lang", "past", "compared", "imprint"),
    [
        ("en", "As it was on 2 Oct 2026.", "Compared with before (commit", "plans of commit"),
        ("zh", "2026年10月2日当时的情况。", "对比版本：before（2026年10月1日的提交", "计划取自提交"),
    ],
)
def test_handouts_say_what_they_show(
    made: Repository, lang: str, past: str, compared: str, imprint: str
) -> None:
    first = made.commit(gift=project())
    made.commit(gift=project(forecast="2026-11-08"))
    last = made.commit(gift=project(sales=at(1, 10)))
    source = source_then(made.path, of_day(made.path, last, date(2026, 10, 2)), Against("before", first))
    shown = views.edition(
        source.portfolio,
        as_of=source.as_of,
        provenance=origin(made.path, source.moment),
        numbers=numbers_of(made.path, source.moment),
        lang=lang,
        plans=source.plans,
    )
    for handout in handouts(Renderer(shown)):
        html = handout.html(0)
        for words in (past, compared, imprint, first[:10], last[:10]):
            assert words in html, handout.path


def test_handouts_beside_another_plan_are_printed(made: Repository) -> None:
    made.commit(gift=project())
    made.commit(gift=project(forecast="2026-11-08"))
    result = call(made.path, "pdf", "gift", "--against", "2026-10-01", "--as-of", "2026-10-15")
    assert result.exit_code == 0, result.output
    assert (made.path / "handouts/gift.one-pager.en.pdf").is_file()


def test_a_past_day_beside_an_earlier_one(made: Repository) -> None:
    made.commit(gift=project(forecast="2026-11-01"))
    made.commit(gift=project(forecast="2026-11-08"))
    made.commit(gift=project(forecast="2026-12-24"))
    result = call(made.path, "build", "--at", "2026-10-02", "--against", "2026-10-01", "--no-handouts")
    assert result.exit_code == 0, result.output
    page = site(made.path)["milestones.html"].decode()
    assert "+7 days" in page
    assert "As it was on 2 Oct 2026" in page
    assert "Compared with 2026-10-01 (commit" in page
