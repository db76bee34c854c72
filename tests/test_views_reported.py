"""What reports said on a project's page, from repositories made on the spot: targets, money, work."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from repository import Repository

from opsgen import check
from opsgen.derive.treasury import treasuries
from opsgen.history import provenance
from opsgen.render import Renderer, overrides
from opsgen.timeline import timeline
from opsgen.timeline.snapshots import snapshots
from opsgen.views import edition, pages
from opsgen.views.money.course import TreasuryCourse
from opsgen.views.money.course import course as money_course
from opsgen.views.past.metric import MetricPast
from opsgen.views.sections.budget_course import BudgetCourse, budget_course
from opsgen.views.sections.burn_up import BurnUpView, burn_up
from opsgen.views.sections.metrics import metrics
from opsgen.words import words

if TYPE_CHECKING:
    from pathlib import Path

    from opsgen.views import Edition
    from opsgen.views.edition import Audience
    from opsgen.views.past.traced import Traced

AS_OF = date(2026, 10, 31)
WEEKLY = "title: All\nreport_calendar: {cadence: weekly, day: wednesday}\ntimezone: Asia/Shanghai\n"
HEAD = "title: Shop\nowner: Ada\nlifecycle: executing\nstart: 2026-08-01\nfinish: 2026-12-31\n"


def sold(target: str, value: int = 10, more: str = "", lifecycle: str = "executing") -> str:
    """A project with one metric, measured on 1 October."""
    metric = f"{{id: K1, title: Sold, unit: M, target: {target}, start_value: 0, {more}"
    given = f"measurements: [{{date: 2026-10-01, value: {value}}}]}}"
    return HEAD.replace("executing", lifecycle) + f"metrics:\n  - {metric}{given}\n"


def decided(id: str, day: str, approves: str) -> str:
    head = f"decisions:\n  - {{id: {id}, title: Aim lower, status: decided, raised: 2026-10-01, date: {day},"
    return f"{head} outcome: Lower, approves: [{approves}]}}\n"


def work(*tasks: str) -> str:
    return HEAD + "tasks:\n" + "".join(f"  - {{{task}}}\n" for task in tasks)


def spent(planned: str, forecast: str, more: str = "") -> str:
    line = f"  - {{id: B1, title: All, planned: {planned}, forecast: {forecast}, actual: 100}}\n"
    return HEAD + f"{more}budget:\n{line}"


def landed(root: Path, *versions: tuple[int, str]) -> Repository:
    """A repository in which each version landed on its day of October 2026, with a request of that number."""
    repository = Repository(root)
    repository.day = versions[0][0]
    repository.write("projects/portfolio.yaml", WEEKLY)
    for day, text in versions:
        repository.day = day
        repository.write("projects/first.yaml", text)
        repository.git("add", "-A")
        repository.git("commit", "-q", "-m", f"Change (#{day})")
    return repository


def made(root: Path, lang: str = "en", audience: Audience = "internal") -> Edition:
    portfolio = check.read(root).portfolio
    past = timeline(root, portfolio)
    return edition(
        portfolio,
        as_of=AS_OF,
        provenance=provenance(root),
        lang=lang,
        audience=audience,
        timeline=past,
        snapshots=snapshots(root, portfolio, past, AS_OF),
    )


def past_of(whole: Edition) -> MetricPast:
    board = metrics(whole, whole.assessments[0])["kpis"]
    found = board.cards[0].past  # type: ignore[attr-defined]
    assert isinstance(found, MetricPast)
    return found


def course_of(whole: Edition) -> BudgetCourse | None:
    found = budget_course(whole, whole.assessments[0])["money_course"]
    assert found is None or isinstance(found, BudgetCourse)
    return found


def burnt(whole: Edition) -> BurnUpView | None:
    found = burn_up(whole, whole.assessments[0])["burn_up"]
    assert found is None or isinstance(found, BurnUpView)
    return found


def spoken(step: Traced, lang: str = "en") -> str:
    say = words(lang)
    approval = say.say(step.approval) if step.approval else "-"
    return f"{step.day} {step.said} {step.author} {step.request} {approval}"


def said(view: BudgetCourse | BurnUpView, lang: str = "en") -> str:
    return " ".join(map(words(lang).say, view.said))


# ---- targets


def test_a_target_that_was_lowered_is_a_step_with_its_author_and_request(tmp_path: Path) -> None:
    landed(tmp_path, (1, sold("62.4")), (8, sold("58")))
    found = past_of(made(tmp_path))
    assert [(one.value, one.until) for one in found.former] == [(62.4, date(2026, 10, 8))]
    (step,) = found.steps
    assert spoken(step) == "2026-10-08 target lowered from 62.4 M to 58 M Wang #8 not approved"
    assert not step.approved


@pytest.mark.parametrize(
    ("more", "says"),
    [
        (decided("D3", "2026-10-07", "{id: K1, field: target, to: 58}"), "approved by D3"),
        (decided("D3", "2026-10-07", "{id: 'first:K1', field: target, to: 58}"), "approved by D3"),
        (decided("D3", "2026-10-07", "K1"), "approved by D3"),  # in the same commit
        (decided("D3", "2026-10-07", "{id: K1, field: target, to: 60}"), "not approved"),
        (decided("D3", "2026-10-07", "{id: K1, field: due, to: 58}"), "not approved"),
        (decided("D3", "2026-10-07", "K2"), "not approved"),
        (decided("D3", "2026-11-07", "{id: K1, field: target, to: 58}"), "not approved"),
    ],
)
def test_a_decision_approves_the_value_it_names_or_what_came_with_it(
    tmp_path: Path, more: str, says: str
) -> None:
    landed(tmp_path, (1, sold("62.4")), (8, sold("58") + more))
    (step,) = past_of(made(tmp_path)).steps
    assert step.approval is not None
    assert words("en").say(step.approval) == says


def test_a_decision_of_a_meeting_or_of_the_portfolio_approves_too(tmp_path: Path) -> None:
    meeting = (
        "meetings:\n  - {id: MT1, date: 2026-10-07, title: Board, decisions: [{id: D5, title: Lower,"
        " date: 2026-10-07, outcome: Lower, status: decided, approves: [K1]}]}\n"
    )
    landed(tmp_path / "own", (1, sold("62.4")), (8, sold("58") + meeting))
    assert spoken(past_of(made(tmp_path / "own")).steps[0]).endswith("approved by D5")
    repository = landed(tmp_path / "all", (1, sold("62.4")))
    decision = decided("PD1", "2026-10-07", "'first:K1'")
    repository.commit(first=sold("58"), portfolio=WEEKLY + decision)
    assert spoken(past_of(made(tmp_path / "all")).steps[0]).endswith("approved by PD1")


def test_nobody_says_not_approved_to_the_public_who_sees_not_every_decision(tmp_path: Path) -> None:
    public = "confidentiality: public\n"
    repository = landed(tmp_path, (1, sold("62.4") + public))
    decision = decided("PD1", "2026-10-07", "{id: 'first:K1', field: target, to: 58}")
    repository.commit(first=sold("58") + public, portfolio=WEEKLY + decision)
    assert spoken(past_of(made(tmp_path)).steps[0]).endswith("approved by PD1")
    (step,) = past_of(made(tmp_path, audience="public")).steps
    assert step.approval is None


def test_a_decision_without_a_value_does_not_approve_what_comes_later(tmp_path: Path) -> None:
    taken = decided("D3", "2026-10-03", "K1")
    landed(tmp_path, (1, sold("62.4")), (4, sold("62.4") + taken), (8, sold("58") + taken))
    (step,) = past_of(made(tmp_path)).steps
    assert step.approval is not None
    assert not step.approved


def test_before_work_begins_no_target_needs_an_approval(tmp_path: Path) -> None:
    landed(
        tmp_path,
        (1, sold("62.4", lifecycle="planning")),
        (8, sold("60", lifecycle="planning")),
        (9, sold("60")),
        (12, sold("58")),
    )
    first, second = past_of(made(tmp_path)).steps
    assert first.approval is None
    assert second.approval is not None


def test_targets_that_are_no_number_are_said_and_not_drawn(tmp_path: Path) -> None:
    landed(tmp_path, (1, sold("{min: 1, max: 2}")), (6, sold("60")), (8, sold("58")))
    found = past_of(made(tmp_path))
    assert [one.value for one in found.former] == [60]
    assert [step.day.day for step in found.steps] == [6, 8]


def test_a_renamed_metric_keeps_its_former_targets(tmp_path: Path) -> None:
    renamed = sold("58").replace("id: K1", "id: K9, aliases: [K1]")
    landed(tmp_path, (1, sold("62.4")), (8, sold("58")), (9, renamed))
    assert [one.value for one in past_of(made(tmp_path)).former] == [62.4]


def test_what_is_not_committed_is_of_the_status_date(tmp_path: Path) -> None:
    landed(tmp_path, (1, sold("62.4"))).write("projects/first.yaml", sold("58"))
    found = past_of(made(tmp_path))
    assert [one.until for one in found.former] == [AS_OF]
    assert not found.steps[0].committed


# ---- projections


def test_where_each_report_saw_it_end(tmp_path: Path) -> None:
    """10 on 1 October, after 61 of 152 days: 24.9 by the end of the year."""
    landed(tmp_path, (1, sold("100")), (12, sold("100", 20)), (19, sold("100", 30)))
    found = past_of(made(tmp_path))
    assert [(one.day.day, round(float(one.value), 1)) for one in found.projected] == [
        (7, 24.9),
        (14, 49.8),
        (21, 74.8),
        (28, 74.8),
        (31, 74.8),
    ]
    assert found.heading is not None
    assert (
        words("en").say(found.heading) == "At this pace: 24.92 M → 74.75 M over 5 reports since 7 Oct 2026."
    )


def test_a_pace_that_holds_and_one_that_came_back_are_said_so(tmp_path: Path) -> None:
    landed(tmp_path / "held", (1, sold("100")), (8, sold("58")))
    held = past_of(made(tmp_path / "held")).heading
    assert held is not None
    assert words("en").say(held) == "At this pace: 24.92 M in each of 5 reports since 7 Oct 2026."
    landed(tmp_path / "back", (1, sold("100")), (12, sold("100", 20)), (19, sold("100")))
    back = past_of(made(tmp_path / "back")).heading
    assert back is not None
    assert words("en").say(back) == (
        "At this pace: 24.92 M to 49.84 M over 5 reports since 7 Oct 2026, 24.92 M in the latest."
    )


def test_two_reports_are_no_line(tmp_path: Path) -> None:
    landed(tmp_path, (22, sold("100")))
    assert past_of(made(tmp_path)).projected == ()


def test_what_was_counted_in_another_unit_is_left_out(tmp_path: Path) -> None:
    other = sold("100").replace("unit: M", "unit: k")
    landed(tmp_path, (1, other), (12, sold("100", 20)))
    assert [one.day.day for one in past_of(made(tmp_path)).projected] == [14, 21, 28, 31]


def test_after_the_due_date_nothing_is_projected(tmp_path: Path) -> None:
    landed(tmp_path, (1, sold("100", more="due: 2026-10-22, ")))
    assert [one.day.day for one in past_of(made(tmp_path)).projected] == [7, 14, 21]


# ---- money


def test_the_forecast_over_time_and_the_changes_of_the_plan(tmp_path: Path) -> None:
    approved = decided("D3", "2026-10-14", "{id: B1, field: planned, to: 8400000}")
    landed(
        tmp_path,
        (1, spent("8000000", "8000000")),
        (15, spent("8400000", "8600000") + approved),
    )
    view = course_of(made(tmp_path))
    assert view is not None
    assert said(view) == (
        "Forecast ¥8 M → ¥8.6 M since 7 Oct 2026. Plan ¥8 M → ¥8.4 M. The plan was changed once:"
    )
    (step,) = view.steps
    assert spoken(step).startswith("2026-10-15")
    assert spoken(step).endswith("Wang #15 approved by D3")
    newest, oldest = view.rows[0], view.rows[-1]
    assert (newest.day, newest.planned, newest.forecast, newest.variance) == (
        AS_OF,
        "¥8,400 k",
        "¥8,600 k",
        "+¥200 k",
    )
    assert (oldest.day, oldest.planned, oldest.variance) == (date(2026, 10, 7), "¥8,000 k", "¥0")
    assert view.note is None


def test_a_plan_that_holds_is_said_to(tmp_path: Path) -> None:
    landed(tmp_path, (1, spent("1000", "1000")), (15, spent("1000", "900")))
    view = course_of(made(tmp_path, "zh"))
    assert view is not None
    assert "计划未变。" in said(view, "zh")
    assert view.steps == ()


def test_where_no_report_says_anything_else_there_is_no_chart(tmp_path: Path) -> None:
    landed(tmp_path, (1, spent("1000", "1000")))
    assert course_of(made(tmp_path)) is None


def test_currencies_are_not_mixed(tmp_path: Path) -> None:
    euro, yuan = (spent("1000", "1000", f"currency: {code}\n") for code in ("EUR", "CNY"))
    landed(tmp_path, (1, euro), (12, yuan), (19, yuan.replace("forecast: 1000", "forecast: 1100")))
    view = course_of(made(tmp_path))
    assert view is not None
    assert [row.day.day for row in view.rows] == [31, 28, 21, 14]
    assert view.apart is not None
    assert words("en").say(view.apart) == "1 report in another currency is left out."


def test_amounts_are_for_those_who_may_see_them(tmp_path: Path) -> None:
    public = "confidentiality: public\n"
    versions = (1, spent("1000", "1000", public)), (15, spent("1000", "1200", public))
    repository = landed(tmp_path, *versions)
    assert course_of(made(tmp_path, audience="public")) is None
    assert course_of(made(tmp_path)) is not None
    published = spent("1000", "1200", public + "publish_amounts: true\n")
    repository.day = 22
    repository.commit(first=published)
    # What it cost while nothing was published stays untold.
    assert course_of(made(tmp_path, audience="public")) is None
    repository.day = 29
    repository.commit(first=published.replace("1200", "1300"))
    view = course_of(made(tmp_path, audience="public"))
    assert view is not None
    assert [row.day.day for row in view.rows] == [31, 28]


def test_income_is_no_change_of_the_plan(tmp_path: Path) -> None:
    fee = "  - {id: B2, title: Fees, type: income, planned: 10}\n"
    landed(tmp_path, (1, spent("1000", "1000")), (15, spent("1000", "1200") + fee))
    view = course_of(made(tmp_path))
    assert view is not None
    assert view.steps == ()


# ---- work


T1 = "id: T1, title: Build, effort: 100, status: in_progress, complete: {}"
T2 = "id: T2, title: Sell, effort: {}, status: todo"
T3 = "id: T3, title: Pack, effort: 20, status: {}"


def test_scope_and_done_with_what_was_added_dropped_and_estimated_anew(tmp_path: Path) -> None:
    landed(
        tmp_path,
        (1, work(T1.format(0), T2.format(12), T3.format("todo"))),
        (9, work(T1.format(40), T2.format(25), T3.format("cancelled"))),
        (16, work(T1.format(91), T2.format(25), "id: T4, title: Ship, effort: 20, status: todo")),
    )
    view = burnt(made(tmp_path))
    assert view is not None
    assert said(view) == (
        "Scope 132 → 145 person-days since 7 Oct 2026: 1 task added, 1 dropped, 1 estimated anew; 91 done."
    )
    assert [(step.day.day, step.line.link) for step in view.steps] == [(16, "T4"), (9, "")]
    assert [(row.day.day, row.scope, row.done) for row in view.rows] == [
        (31, "145", "91"),
        (28, "145", "91"),
        (21, "145", "91"),
        (14, "125", "40"),
        (7, "132", "0"),
    ]


def test_a_scope_that_holds_is_said_to(tmp_path: Path) -> None:
    landed(tmp_path, (1, work(T1.format(0))), (9, work(T1.format(40))))
    view = burnt(made(tmp_path))
    assert view is not None
    assert said(view) == "Scope 100 person-days, as on 7 Oct 2026; 40 done."


def test_the_end_is_said_where_each_week_brought_something(tmp_path: Path) -> None:
    landed(tmp_path, *((day, work(T1.format(done))) for day, done in ((1, 10), (12, 35), (19, 60), (26, 80))))
    view = burnt(made(tmp_path))
    assert view is not None
    assert said(view) == (
        "Scope 100 person-days, as on 7 Oct 2026; 80 done. At the pace since 7 Oct 2026 the scope of today "
        "is done on 7 Nov 2026, between 6 Nov 2026 and 10 Nov 2026. The project is to finish on 31 Dec 2026."
    )


def test_where_nothing_moved_there_is_no_burn_up(tmp_path: Path) -> None:
    landed(tmp_path, (1, work(T1.format(10))))
    assert burnt(made(tmp_path)) is None


def test_groups_of_tasks_are_no_work_of_their_own(tmp_path: Path) -> None:
    group = "id: T8, title: All", "id: T9, title: Part, effort: 5, parent: T8, status: todo"
    landed(tmp_path, (1, work(T1.format(0))), (9, work(T1.format(10), *group)))
    view = burnt(made(tmp_path))
    assert view is not None
    assert said(view) == "Scope 100 → 105 person-days since 7 Oct 2026: 1 task added; 10 done."


def test_deliverables_where_there_are_no_tasks(tmp_path: Path) -> None:
    def text(status: str, *more: str) -> str:
        listed = (f"{{id: DL1, title: Plan, status: {status}}}", *more)
        return HEAD + "deliverables:\n" + "".join(f"  - {one}\n" for one in listed)

    landed(tmp_path, (1, text("planned")), (9, text("accepted", "{id: DL2, title: Till, due: 2026-12-01}")))
    view = burnt(made(tmp_path))
    assert view is not None
    assert said(view) == "Scope 1 → 2 deliverables since 7 Oct 2026: 1 deliverable added; 1 done."


# ---- the page


def test_a_shallow_clone_says_under_each_chart_that_it_knows_no_more(tmp_path: Path) -> None:
    repository = landed(tmp_path / "full", (1, work(T1.format(0))), (9, work(T1.format(40))))
    for day, done in ((15, 60), (22, 80)):
        repository.day = day
        repository.commit(first=work(T1.format(done)) + spent("1000", str(1000 + done)).removeprefix(HEAD))
    clone = repository.clone(tmp_path / "clone", "--depth=2")
    whole = made(clone)
    view, money = burnt(whole), course_of(whole)
    assert view is not None
    assert money is not None
    assert view.note == money.note == whole.timeline.note
    assert view.note is not None


def test_without_git_nothing_is_said_of_the_past(tmp_path: Path) -> None:
    (tmp_path / "projects").mkdir()
    text = sold("62.4") + work(T1.format(0)).removeprefix(HEAD) + spent("10", "20").removeprefix(HEAD)
    (tmp_path / "projects/first.yaml").write_text(text, encoding="utf-8")
    whole = made(tmp_path)
    assert past_of(whole) == MetricPast()
    assert (burnt(whole), course_of(whole)) == (None, None)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_the_charts_their_words_and_tables(tmp_path: Path, lang: str) -> None:
    parts = (work(T1.format(0)), spent("8000000", "8000000"), sold("62.4"))
    other = (work(T1.format(40)), spent("8400000", "8600000"), sold("58"))
    texts = ["".join((one[0], *(part.removeprefix(HEAD) for part in one[1:]))) for one in (parts, other)]
    landed(tmp_path, (1, texts[0]), (15, texts[1]))
    whole = made(tmp_path, lang)
    page = next(page for page in pages(whole) if page.path.startswith("projects/first."))
    html = Renderer(whole, overrides(tmp_path)).page(page).html
    for id in ("_burn-up", "_budget-course"):
        assert f'id="{id}"' in html
    assert html.count('class="ops-fig ops-burn-up"') == 2
    assert html.count('class="ops-fig ops-budget-course"') == 2
    assert ("目标值由 62.4 M 下调至 58 M" if lang == "zh" else "target lowered from 62.4 M to 58 M") in html
    assert html.count("未经批准" if lang == "zh" else "not approved") >= 2


# ---- the money of all projects


def together(whole: Edition, currency: str = "CNY") -> TreasuryCourse | None:
    found = treasuries(whole.assessments, whole.settings, whole.as_of)
    (one,) = [treasury for treasury in found if treasury.currency == currency]
    return money_course(one, whole, "")


def test_the_money_of_all_projects_grows_with_those_that_join(tmp_path: Path) -> None:
    repository = landed(tmp_path, (1, spent("1000", "1000")), (15, spent("1000", "1200")))
    repository.day = 20
    repository.commit(second=spent("500", "500"))
    repository.day = 26
    repository.commit(second=spent("600", "600"), third="title: [")
    view = together(made(tmp_path))
    assert view is not None
    assert [(row.day.day, row.planned, row.forecast) for row in view.rows] == [
        (31, "¥1.6 k", "¥1.8 k"),
        (28, "¥1.6 k", "¥1.8 k"),
        (21, "¥1.5 k", "¥1.7 k"),
        (14, "¥1 k", "¥1 k"),
        (7, "¥1 k", "¥1 k"),
    ]
    assert " ".join(map(words("en").say, view.said)) == (
        "Since each project was first reported, the forecasts rose by ¥300 in all. The plans rose by ¥100."
    )
    assert view.partly is not None
    assert words("en").say(view.partly).startswith("1 project is not in all of these reports")


def test_each_currency_has_its_own_course_and_rates_are_of_today(tmp_path: Path) -> None:
    euro, dollar = (spent("100", "100", f"currency: {code}\n") for code in ("EUR", "USD"))
    repository = landed(tmp_path, (1, spent("1000", "1000")))
    rated = WEEKLY + "currency: CNY\nrates: {EUR: 8}\n"
    repository.commit(portfolio=rated, euro=euro, dollar=dollar)
    repository.day = 15
    repository.commit(
        euro=euro.replace("forecast: 100", "forecast: 110"),
        dollar=dollar.replace("forecast: 100", "forecast: 90"),
    )
    whole = made(tmp_path)
    yuan, dollars = together(whole), together(whole, "USD")
    assert yuan is not None
    assert dollars is not None
    assert [row.forecast for row in yuan.rows][::4] == ["¥1.88 k", "¥1.8 k"]
    assert [row.forecast for row in dollars.rows][::4] == ["$90", "$100"]
    assert words("en").say(dollars.said[0]).endswith("the forecasts fell by $10 in all.")
    assert (yuan.partly, dollars.partly) == (None, None)


def test_a_version_that_nobody_could_read_leaves_no_dent(tmp_path: Path) -> None:
    repository = landed(tmp_path, (1, spent("1000", "1000")))
    repository.commit(second=spent("500", "500"))
    repository.day = 13
    repository.commit(second="title: [")
    repository.day = 20
    repository.commit(second=spent("500", "600"))
    view = together(made(tmp_path))
    assert view is not None
    assert [row.forecast for row in view.rows] == ["¥1.6 k", "¥1.6 k", "¥1.6 k", "¥1.5 k", "¥1.5 k"]


def test_the_page_of_money_shows_the_course(tmp_path: Path) -> None:
    landed(tmp_path, (1, spent("1000", "1000")), (15, spent("1000", "1200")))
    whole = made(tmp_path)
    page = next(page for page in pages(whole) if page.path == "money.md")
    html = Renderer(whole, overrides(tmp_path)).page(page).html
    assert 'id="_course"' in html
    assert html.count('class="ops-fig ops-budget-course"') == 2
