"""Status pages: who wrote what of which week or month, beside what the data says of it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from written import assembled

from opsgen.calendar import period
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, edition, status
from opsgen.views.period import MONTHS, WEEKS, period_path
from opsgen.views.project import project

AS_OF = date(2026, 11, 22)  # the Sunday of week 47
HEADER = "title: {title}\nowner: {owner}\nstart: 2026-01-01\nfinish: 2026-12-31\n"


def site(files: dict[str, str], audience: Audience = "internal", *, own: bool = False) -> dict[str, str]:
    """The status pages of some projects, given by what follows their header, and their own pages too."""
    texts = {
        f"projects/{name}.yaml": (HEADER.format(title=name.title(), owner="Ada") + text).encode()
        for name, text in files.items()
    }
    portfolio = assembled(texts)
    assert not [problem for problem in portfolio.problems if problem.severity == "error"], portfolio.problems
    of = edition(portfolio, as_of=AS_OF, provenance=Provenance(None, None), lang="en", audience=audience)
    renderer = Renderer(of)
    homes = [project(of, assessment) for assessment in of.assessments] if own else []
    return {page.path: renderer.page(page).html for page in (*status.of(of), *homes)}


def words_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


MILESTONE = "milestones: [{id: M1, title: Go, forecast: 2026-12-01}]\n"
WEEKLY = "cadence: weekly\n" + MILESTONE + "updates: [{period: 2026-W47, summary: All is well}]\n"


def test_without_reports_there_is_no_page() -> None:
    assert [path for path in site({"a": MILESTONE}) if path.startswith("status")] == []


def test_a_project_that_reports_has_its_week_and_month() -> None:
    found = site({"a": WEEKLY})
    assert {path for path in found if path.startswith("status")} == {
        "status.md",
        "status/2026-W47.md",
        "status/2026-11.md",
        "status/2026-01.md",  # it started then; the week of that day is too long ago
    }
    assert "All is well" in found["status/2026-W47.md"]
    assert "1 project wrote an update." in found["status/2026-W47.md"]


def test_weeks_have_no_page_where_nobody_reports_by_them() -> None:
    text = "cadence: monthly\n" + MILESTONE + "updates: [{period: 2026-11, summary: All is well}]\n"
    assert not [path for path in site({"a": text}) if "W" in path]


@pytest.mark.parametrize(
    ("day", "labels"),
    [
        # ISO 8601: the week from 28 September is that of Thursday, 1 October
        ("2026-10-04", ["2026-W40", "2026-10"]),
        ("2026-11-01", ["2026-W44", "2026-10"]),
    ],
)
def test_an_update_on_a_week_stands_in_the_month_of_its_thursday(day: str, labels: list[str]) -> None:
    text = f"cadence: weekly\n{MILESTONE}updates: [{{period: {day}, summary: Across the end}}]\n"
    found = site({"a": text})
    said = [path for path, html in found.items() if path.startswith("status/") and "Across the end" in html]
    assert said == [f"status/{label}.md" for label in labels]


def test_the_facts_of_a_week_across_two_months_stand_in_both() -> None:
    text = WEEKLY + (
        "tasks:\n"
        "- {id: T1, title: Washing, status: done, actual: {start: 2026-09-01, finish: 2026-09-30}}\n"
        "- {id: T2, title: Drying, status: done, actual: {start: 2026-09-01, finish: 2026-10-01}}\n"
    )
    found = site({"a": text})
    for title, labels in {"Washing": ["2026-W40", "2026-09"], "Drying": ["2026-W40", "2026-10"]}.items():
        told = [path for path, html in found.items() if path.startswith("status/") and title in html]
        assert told == [f"status/{label}.md" for label in labels]


def test_a_month_has_its_own_update_first_and_those_of_its_weeks_folded() -> None:
    text = (
        "cadence: weekly\n"
        + MILESTONE
        + (
            "updates:\n"
            "- {period: 2026-W46, summary: The week}\n"
            "- {period: 2026-11, summary: The month}\n"
            "- {period: 2026-W47, summary: The last week}\n"
        )
    )
    month = site({"a": text})["status/2026-11.md"]
    folded = month.index('<details class="ops-more">')
    assert month.index("The month") < folded < month.index("The last week") < month.index("The week")


def test_a_month_without_an_update_of_its_own_begins_with_the_last_week() -> None:
    text = WEEKLY.replace("updates: [", "updates: [{period: 2026-W46, summary: Before}, ")
    month = site({"a": text})["status/2026-11.md"]
    assert "Week 47, 2026</span> All is well" in month[: month.index('<details class="ops-more">')]


def test_what_is_needed_stands_first_and_is_late_only_where_it_is_the_last_word() -> None:
    text = f"cadence: weekly\n{MILESTONE}updates:\n" + "".join(
        f"- {{period: {week}, summary: a, help_needed: [{{text: {need}, from: Grace, due: 2026-11-18}}]}}\n"
        for week, need in (("2026-W46", "An old window"), ("2026-W47", "A new window"))
    )
    found = site({"a": text, "b": WEEKLY})
    week, before = found["status/2026-W47.md"], found["status/2026-W46.md"]
    assert week.index('id="_help"') < week.index('id="_projects"')
    assert "A new window Grace by 18 Nov · overdue" in words_of(week)
    assert "An old window Grace by 18 Nov" in words_of(before)
    assert "overdue" not in before


def test_facts_stand_beside_the_words() -> None:
    text = WEEKLY + (
        "metrics:\n- id: K1\n  title: Sales\n  unit: pcs\n  target: 100\n  measurements:\n"
        "  - {date: 2026-11-13, value: 60}\n  - {date: 2026-11-20, value: 90}\n"
        "risks: [{id: R1, title: Storm, probability: 2, impact: 2, raised: 2026-11-17}]\n"
        "tasks: [{id: T1, title: Painting, status: in_progress, finish: 2026-11-18}]\n"
        "decisions: [{id: D1, title: Stop, status: decided, date: 2026-11-19, outcome: We go on}]\n"
        "actions: [{id: A1, title: Call, owner: Ada, due: 2026-11-25}]\n"
        "budget: [{id: B1, title: Ads, planned: 900, actuals: [{date: 2026-11-16, amount: 100}]}]\n"
    )
    said = words_of(site({"a": text})["status/2026-W47.md"])
    assert "Due and not met Overdue T1 Painting Task, due 18 Nov" in said
    assert "Metrics Behind K1 Sales 90 pcs (+30)" in said
    assert "Risks Raised R1 Storm 17 Nov" in said
    assert "Decisions Decided D1 Stop 19 Nov We go on" in said
    assert "Spending and income Spent ¥100" in said
    assert "Due next week Action A1 Call 25 Nov" in said


def test_a_day_of_another_year_has_its_year() -> None:
    moved = MILESTONE.replace(
        "forecast: 2026-12-01", "baseline: 2026-11-17, forecast: 2027-03-12, reason: Rain"
    )
    said = words_of(site({"a": WEEKLY.replace(MILESTONE, moved)})["status/2026-W47.md"])
    assert "Moved M1 Go Milestone, planned for 17 Nov, now 12 Mar 2027" in said


def test_amounts_are_not_for_the_public() -> None:
    text = (
        "confidentiality: public\n"
        + WEEKLY
        + ("budget: [{id: B1, title: Ads, planned: 900, actuals: [{date: 2026-11-16, amount: 100}]}]\n")
    )
    assert "¥100" in site({"a": text})["status/2026-W47.md"]
    assert "¥100" not in site({"a": text}, "public")["status/2026-W47.md"]


def test_meetings_are_not_for_the_public() -> None:
    held = "meetings: [{id: H1, title: The quarrel, date: 2026-11-18}]\n"
    text = "confidentiality: public\n" + WEEKLY + held
    assert "Held The quarrel 18 Nov" in words_of(site({"a": text})["status/2026-W47.md"])
    assert "quarrel" not in site({"a": text}, "public")["status/2026-W47.md"]


def test_a_project_that_is_not_to_be_seen_is_on_no_page() -> None:
    hidden = "confidentiality: restricted\n" + WEEKLY.replace("2026-W47", "2026-W40").replace(
        "well", "secret"
    )
    found = site({"a": WEEKLY, "hidden": hidden})
    assert "status/2026-W40.md" not in found
    assert not [path for path, html in found.items() if "Hidden" in html or "secret" in html]


def test_an_update_that_calls_done_what_is_open_says_so() -> None:
    found = site({"a": WEEKLY.replace("well}", "well, done: [Go]}")}, own=True)
    for path in ("status/2026-W47.md", "projects/a.md"):
        assert "Words and data differ" in found[path]
        assert "at the end of the period: M1 Go" in words_of(found[path])
    assert "Words and data differ" not in site({"a": WEEKLY}, own=True)["projects/a.md"]


def test_who_said_nothing_is_named() -> None:
    found = site({"a": WEEKLY, "b": MILESTONE, "c": "lifecycle: on_hold\n" + MILESTONE})
    week = words_of(found["status/2026-W47.md"])
    assert "Neither an update nor dated facts 1 B " in week


def test_who_has_no_current_update_is_named_in_one_line_to_copy() -> None:
    late = "cadence: weekly\n" + MILESTONE + "updates: [{period: 2026-W44, summary: a}]\n"
    page = site({"a": late, "b": late, "c": "cadence: weekly\n" + MILESTONE, "d": WEEKLY})["status.md"]
    assert "3 projects have no current update." in page
    assert re.search(r"<textarea readonly[^>]*>Ada</textarea>", page)
    said = words_of(page)
    assert "Ada A Weekly Week 44, 2026 21" in said
    assert "Ada C Weekly none yet" in said


def test_names_to_copy_call_nobody() -> None:
    late = "cadence: weekly\n" + MILESTONE
    portfolio = assembled(
        {
            f"projects/{name}.yaml": HEADER.format(title=name, owner=owner).encode() + late.encode()
            for name, owner in (("a", '"@王芳"'), ("b", "李强"))
        }
    )
    of = edition(portfolio, as_of=AS_OF, provenance=Provenance(None, None), lang="zh")
    page = Renderer(of).page(next(iter(status.of(of)))).html
    assert re.search(r"<textarea[^>]*>(王芳、李强|李强、王芳)</textarea>", page)


def test_old_periods_stand_in_the_list_without_a_page() -> None:
    text = WEEKLY.replace("updates: [", "updates: [{period: 2026-W20, summary: Old}, ")
    found = site({"a": text})
    assert "status/2026-W20.md" not in found
    assert "Week 20, 2026" in found["status.md"]
    assert f"The newest {WEEKS} weeks and {MONTHS} months have a page" in found["status.md"]


@pytest.mark.parametrize(
    ("label", "there"),
    [
        ("2026-W47", True),
        ("2026-W48", False),
        ("2026-W36", True),
        ("2026-W35", False),
        ("2025-12", True),
        ("2025-11", False),
    ],
)
def test_the_newest_periods_have_a_page(label: str, there: bool) -> None:
    span = period(label)
    assert span
    assert period_path(span, AS_OF) == (f"status/{label}.md" if there else None)


def test_a_period_to_come_is_on_no_page() -> None:
    text = WEEKLY.replace("updates: [", "updates: [{period: 2026-W50, summary: To come}, ")
    assert not [
        path for path, html in site({"a": text}).items() if path.startswith("status") and "To come" in html
    ]


def test_a_quarterly_project_stands_in_the_month_it_wrote() -> None:
    text = "cadence: quarterly\n" + MILESTONE + "updates: [{period: 2026-10-15, summary: The quarter}]\n"
    found = site({"a": text}, own=True)
    said = [path for path, html in found.items() if path.startswith("status/") and "The quarter" in html]
    assert said == ["status/2026-10.md"]
    assert "Q4 2026" in found["projects/a.md"]


def test_pages_of_large_portfolios_say_what_they_leave_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "MOST_BLOCKS", 2)
    monkeypatch.setattr(status, "MOST_ROWS", 1)
    week = site(dict.fromkeys("abcd", WEEKLY))["status/2026-W47.md"]
    assert week.count("<article") == 2
    assert week.count('<th scope="row">') == 1
    assert "2 of 4 projects are shown in full, 1 by their summary" in week


def test_the_project_page_shows_the_newest_with_its_facts_and_folds_the_others() -> None:
    text = WEEKLY.replace("updates: [", "updates: [{period: 2026-W46, summary: Before}, ") + (
        "tasks: [{id: T1, title: Painting, status: done, actual: {start: 2026-11-02, finish: 2026-11-18}}]\n"
    )
    html = site({"a": text}, own=True)["projects/a.md"]
    section = html[html.index('id="_updates"') :]
    newest, older = section.split("Earlier updates", 1)
    assert 'id="_update-2026-W47"' in newest
    assert "T1 Painting" in words_of(newest)
    assert "../status/2026-W47.html" in newest
    assert 'id="_update-2026-W46"' in older


def test_every_link_leads_to_a_page_or_an_item() -> None:
    text = WEEKLY + "tasks: [{id: T1, title: Painting, status: in_progress, finish: 2026-11-18}]\n"
    found = site({"a": text}, own=True)
    for path, html in found.items():
        for target, name in re.findall(r'href="(?:\.\./)*([^":#]+)\.html(?:#([^"]*))?"', html):
            if path.startswith("status") and target.startswith(("projects/", "status")):
                assert f"{target}.md" in found, (path, target)
                assert not name or f'id="{name}"' in found[f"{target}.md"], (path, target, name)
