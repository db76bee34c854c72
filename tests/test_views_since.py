"""What pages say of the last report, and the lights report by report, from repositories made on the spot."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from repository import Repository

from opsgen import check
from opsgen.derive.since import course
from opsgen.export import sheet
from opsgen.history import provenance
from opsgen.render import Renderer
from opsgen.timeline import timeline
from opsgen.timeline.snapshots import snapshots
from opsgen.views import edition, pages
from opsgen.views.home import home
from opsgen.views.one_pager import one_pager
from opsgen.views.past.pages import important_since
from opsgen.views.sections.health_trend import health_trend, lights_trend

if TYPE_CHECKING:
    from pathlib import Path

    from opsgen.derive.since import Course
    from opsgen.model import Rag
    from opsgen.views import Edition
    from opsgen.views.edition import Audience

AS_OF = date(2026, 10, 23)
SETTINGS = """title: All
report_calendar: {cadence: weekly, day: wednesday}
timezone: Asia/Shanghai
"""
PROJECT = """title: {title}
owner: Ada
start: 2026-10-01
finish: 2026-12-31
lifecycle: executing
milestones:
  - {{id: {id}, title: Open, type: gate, baseline: 2026-11-30, forecast: {forecast}, reason: Ice}}
"""


def project(title: str, forecast: str = "2026-11-30", id: str = "M1", more: str = "") -> str:
    return PROJECT.format(title=title, forecast=forecast, id=id) + more


@pytest.fixture
def shop(tmp_path: Path) -> Repository:
    """Reports on 7, 14 and 21 October; of the last one both projects stood as they did at first.

    After it the shop became red, the shed amber, and the barn was begun.
    """
    made = Repository(tmp_path / "shop")
    made.commit(portfolio=SETTINGS, shop=project("Shop"), shed=project("Shed"), yard=project("Yard"))
    made.day = 9
    made.commit(yard=project("Yard", "2026-12-20"))
    made.day = 22
    made.commit(
        shop=project("Shop", "2026-12-24"),
        shed=project("Shed", "2026-12-08"),
        yard=project("Yard", "2026-12-08"),
        barn=project("Barn"),
    )
    return made


def made(
    repository: Repository, lang: str = "en", as_of: date = AS_OF, audience: Audience = "internal"
) -> Edition:
    root = repository.path
    portfolio = check.read(root).portfolio
    past = timeline(root, portfolio)
    said = snapshots(root, portfolio, past, as_of)
    return edition(
        portfolio,
        as_of=as_of,
        provenance=provenance(root),
        lang=lang,
        audience=audience,
        timeline=past,
        snapshots=said,
    )


def html(of: Edition, path: str) -> str:
    page = next(page for page in pages(of) if page.path == path)
    return Renderer(of).page(page).html


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("was", "now", "went"),
    [
        ("green", "amber", "worse"),
        ("amber", "red", "worse"),
        ("red", "green", "better"),
        ("red", "red", "same"),
        ("grey", "grey", "same"),
        ("grey", "red", "other"),
        ("red", "blue", "other"),
        ("blue", "green", "other"),
    ],
)
def test_which_way_a_light_went(was: Rag, now: Rag, went: Course) -> None:
    assert course(was, now) == went


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "en",
            "since the last report of 21 Oct: amber +2, green −1;"
            " 2 projects worse, 1 project better, 1 project not in it.",
        ),
        (
            "zh",
            "较上次汇报（10月21日）：黄 +2、绿 −1；2 个项目变差、1 个项目变好、1 个项目当时未列入。",
        ),
    ],
)
def test_the_front_page_says_what_the_lights_did(shop: Repository, lang: str, said: str) -> None:
    assert said in words_of(html(made(shop, lang), "index.md"))


def test_the_day_of_a_report_of_another_year_names_it(shop: Repository) -> None:
    said = words_of(html(made(shop, as_of=date(2027, 1, 5)), "index.md"))
    assert "since the last report of 30 Dec 2026:" in said


def test_lights_that_stay_are_said_too(shop: Repository) -> None:
    said = words_of(html(made(shop, as_of=date(2026, 10, 29)), "index.md"))
    assert "since the last report of 28 Oct: no light changed." in said


def test_projects_that_are_worse_stand_beside_the_red_ones(shop: Repository) -> None:
    context = home(made(shop)).context
    assert [line.project.id for line in context["red"]] == ["shop", "shed"]  # type: ignore[attr-defined]
    assert [line.project.id for line in context["amber"]] == ["yard"]  # type: ignore[attr-defined]


def test_every_project_has_its_arrow_and_the_light_of_then(shop: Repository) -> None:
    rows = html(made(shop), "index.md").partition('id="_all"')[2].split("<tr")
    found = {name: words_of(row) for name in ("Shop", "Shed", "Yard", "Barn") for row in rows if name in row}
    assert "Red worse was Green" in found["Shop"]
    assert "Amber worse was Green" in found["Shed"]
    assert "Amber better was Red" in found["Yard"]
    assert "Green not in it" in found["Barn"]


def test_the_important_changes_are_those_since_the_last_report(shop: Repository) -> None:
    of = made(shop)
    told = [(one.day.day, one.line.page) for one in home(of).context["important"]]  # type: ignore[attr-defined]
    assert told
    assert {day for day, _ in told} == {22}
    assert "Most important changes since the last report (21 Oct)" in words_of(html(of, "index.md"))


def test_without_a_last_report_they_are_those_of_thirty_days(shop: Repository) -> None:
    assert important_since(made(shop)) == date(2026, 10, 22)
    assert important_since(made(shop, as_of=date(2026, 10, 7))) == date(2026, 9, 7)


def test_milestones_say_how_far_they_moved(shop: Repository) -> None:
    of = made(shop)
    said = words_of(html(of, "milestones.md"))
    assert "Deviation Since the last report" in said
    assert "2026-11-30 2026-12-24 +24 days +24 days" in said
    assert "2026-11-30 2026-12-08 +8 days −12 days" in said
    of_shop = words_of(html(of, "projects/shop.md"))
    assert "since 21 Oct +24 days" in of_shop
    assert "Date in it 30 Nov 2026 Date now 24 Dec 2026" in of_shop
    page = next(page for page in pages(of) if page.path == "milestones.md")
    assert page.table is not None
    lines = sheet(page.table, "en").decode("utf-8-sig").splitlines()
    place = lines[0].split(",").index("Since the last report")
    moved = {line.split(",")[0]: line.split(",")[place] for line in lines[1:]}
    assert moved == {"shop": "24", "shed": "8", "yard": "-12", "barn": ""}


def test_a_renamed_milestone_is_found_again(shop: Repository) -> None:
    shop.commit(shop=project("Shop", "2026-12-25", "M7, aliases: [M1]"))
    (stone,) = one_pager(made(shop).assessments[2], made(shop)).milestones
    assert (stone.id, stone.moved) == ("M7", "+25 days")


@pytest.mark.parametrize(("lang", "label"), [("en", "Last report, 21 Oct"), ("zh", "上次汇报（10月21日）")])
def test_the_one_pager_names_the_light_of_last_time(shop: Repository, lang: str, label: str) -> None:
    of = made(shop, lang)
    found = {a.project.id: one_pager(a, of) for a in of.assessments}
    (aside,) = found["shop"].asides
    assert (aside.label, aside.light.token, aside.turn and aside.turn.course) == (label, "ok", "worse")
    assert found["barn"].asides == ()
    assert (found["shop"].since, found["barn"].since) == ("10月21日" if lang == "zh" else "21 Oct", "")
    assert label in words_of(html(of, "projects/shop.md"))
    assert label not in words_of(html(of, "projects/barn.md"))


def test_a_young_history_takes_no_place(shop: Repository) -> None:
    of = made(shop, as_of=date(2026, 10, 6))
    assert of.reports.previous is None
    for path in ("index.md", "milestones.md", "projects/shop.md"):
        said = words_of(html(of, path)).casefold()
        assert "last report" not in said
        assert "health over time" not in said


def test_without_git_there_is_no_last_report(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    (tmp_path / "projects/shop.yaml").write_text(project("Shop"), encoding="utf-8")
    of = edition(check.read(tmp_path).portfolio, as_of=AS_OF, provenance=provenance(tmp_path), lang="en")
    assert "last report" not in words_of(html(of, "index.md")).casefold()
    assert lights_trend(of) is None


def test_a_project_has_a_light_for_every_report(shop: Repository) -> None:
    of = made(shop)
    found = {a.project.id: health_trend(of, a)["health_trend"] for a in of.assessments}
    assert found["barn"] is None
    trend = found["shop"]
    assert trend is not None
    assert [day.day for day in trend.days] == [7, 14, 21, 23]  # type: ignore[attr-defined]
    assert {row.name: row.cells for row in trend.rows} == {  # type: ignore[attr-defined]
        "Overall": ("green", "green", "green", "red"),
        "Schedule": ("green", "green", "green", "red"),
    }


def test_all_projects_are_counted_in_every_report(shop: Repository) -> None:
    trend = lights_trend(made(shop))
    assert trend is not None
    assert {row.name: row.cells for row in trend.rows} == {
        "Red": (0, 1, 1, 1),
        "Amber": (0, 0, 0, 2),
        "Green": (3, 2, 2, 1),
    }
    assert trend.note is None


def test_a_closed_project_was_red_and_is_complete(shop: Repository) -> None:
    shop.commit(yard=project("Yard").replace("lifecycle: executing", "lifecycle: closed\nclosed: 2026-10-22"))
    of = made(shop)
    yard = next(a for a in of.assessments if a.project.id == "yard")
    (aside,) = one_pager(yard, of).asides
    assert (aside.light.word, aside.turn and aside.turn.course) == ("Red", "other")
    assert "Complete changed was Red" in words_of(html(of, "index.md"))
    trend = health_trend(of, yard)["health_trend"]
    assert trend is not None
    assert trend.rows[0].cells == ("green", "red", "red", "blue")  # type: ignore[attr-defined]


def test_a_shallow_clone_says_that_it_knows_no_more(shop: Repository, tmp_path: Path) -> None:
    shop.clone(tmp_path / "cut", "--depth=2")
    of = made(Repository(tmp_path / "cut"))
    trend = lights_trend(of)
    assert trend is not None
    assert trend.note is not None
    assert "fetch-depth" in html(of, "index.md") or "unshallow" in html(of, "index.md")


@pytest.mark.parametrize(("lang", "title"), [("en", "Health over time"), ("zh", "健康度走势")])
def test_the_numbers_of_the_figure_stand_in_a_table(shop: Repository, lang: str, title: str) -> None:
    of = made(shop, lang)
    page = html(of, "projects/shop.md")
    assert 'id="_health-trend"' in page
    section = page.partition('id="_health-trend"')[2]
    table = section.partition("<table")[2].partition("</table>")[0]
    words_of_table = words_of(table)
    assert title in words_of_table
    said = "21 Oct 2026 Green Green" if lang == "en" else "2026年10月21日 绿 绿"
    assert said in words_of_table
    assert ("23 Oct 2026 Red Red" if lang == "en" else "2026年10月23日 红 红") in words_of_table
