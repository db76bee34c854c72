"""What a reader chose of a table stands in the address, and is taken along to the other language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from tests.browser.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

TABLE = ".ops-table--tools"
ROWS = f"{TABLE} tbody tr:not([hidden])"
FILTER = ".ops-tools input"


@pytest.fixture(params=["http", "file", "below"])
def base(request: pytest.FixtureRequest, complete_site: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the site: from a server, from the file system, and from a folder of a server."""
    if request.param == "file":
        yield complete_site.as_uri() + "/"
    elif request.param == "http":
        with serving(complete_site) as address:
            yield address
    else:
        (tmp_path / "team").mkdir()
        (tmp_path / "team" / "plans").symlink_to(complete_site)
        with serving(tmp_path) as address:
            yield address + "team/plans/"


def query(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def titles(page: Page) -> list[str]:
    """The ids and titles of the rows that are shown."""
    return [text.strip() for text in page.locator(f"{ROWS} > th").all_text_contents()]


def picker(page: Page, key: str) -> str:
    """The selector of the choice of a column."""
    title = page.locator(f"{TABLE} th[data-key='{key}']").first.inner_text().strip("↕↑↓ \n")
    return f".ops-tools label:not(.ops-order):has-text('{title}') select"


def test_what_is_chosen_stands_in_the_address_and_is_there_again(base: str, page: Page) -> None:
    page.goto(base + "en/risks.html?utm=x%20y#_top")
    every = titles(page)
    page.locator(FILTER).fill("complete r")
    page.locator(picker(page, "status")).select_option("Open")
    page.locator("th[data-key=score] button").click(click_count=1)
    page.locator("th[data-key=score] button").click(click_count=1)
    chosen = titles(page)
    assert 0 < len(chosen) < len(every)
    said = query(page)
    assert said["filter"] == ["complete r"]
    assert said["sort"] == ["score-"]
    assert said["status"] == ["open"]
    address = urlsplit(page.url)
    assert address.query.startswith("utm=x%20y&filter=complete+r&")
    assert address.fragment == "_top"
    page.reload()
    assert titles(page) == chosen
    assert page.locator(FILTER).input_value() == "complete r"
    assert page.locator("th[aria-sort=descending]").get_attribute("data-key") == "score"
    page.locator(".ops-tools button").click()
    assert sorted(titles(page)) == sorted(every)
    assert set(query(page)) == {"utm", "sort"}


def test_back_and_forward_show_what_was_chosen_then(base: str, page: Page) -> None:
    page.goto(base + "en/risks.html?filter=r1")
    first = titles(page)
    page.goto(base + "en/milestones.html?filter=m1")
    page.locator(FILTER).fill("m2")
    there = titles(page)
    page.go_back()
    page.wait_for_url("**/risks.html?filter=r1")
    assert titles(page) == first
    page.go_forward()
    page.wait_for_url("**/milestones.html?filter=m2")
    assert titles(page) == there


def test_the_other_language_shows_the_same_rows(base: str, page: Page) -> None:
    page.goto(base + "en/milestones.html?sort=forecast_or_actual-&project=完整示例")
    page.locator(picker(page, "status")).select_option("Achieved")
    ids = page.locator(f"{ROWS} .ops-id").all_text_contents()
    assert len(ids) > 3
    page.locator(".md-select button").hover()
    page.locator(".md-select__link[hreflang=zh]").click()
    page.wait_for_url(lambda url: "/en/" not in url)
    assert page.locator(f"{ROWS} .ops-id").all_text_contents() == ids
    assert set(query(page)) == {"sort", "project", "status"}
    assert page.locator(picker(page, "project")).input_value() != ""


def test_the_counts_of_the_first_page_lead_to_those_projects(base: str, page: Page) -> None:
    page.goto(base + "index.html")
    link = page.locator(".ops-counts a").first
    light, count = link.locator(".ops-light").inner_text(), int(link.locator("b").inner_text())
    link.click()
    page.wait_for_function("location.hash === '#_all'")
    assert page.locator(ROWS).count() == count
    assert set(page.locator(f"{ROWS} td .ops-light").all_text_contents()) >= {light}
    page.go_back()
    page.wait_for_function("location.search === ''")
    assert page.locator(ROWS).count() == page.locator(f"{TABLE} tbody tr").count() > count
    page.go_forward()
    page.wait_for_function("location.search !== ''")
    assert page.locator(ROWS).count() == count


HOSTILE = (
    "filter=%3Cimg%20src%3Dx%20onerror%3Dhit()%3E&sort=__proto__&status=constructor&owner=%",
    "filter=" + "a" * 5_000 + "&sort=" + "b" * 5_000,
    "sort=-&sort=title&filter&=&&status=%E0%A4%A&toString=1",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_is_no_choice_does_nothing(complete_site: Path, page: Page, hostile: str) -> None:
    address = complete_site.as_uri() + "/en/risks.html"
    page.goto(address)
    every = titles(page)
    page.goto(f"{address}?{hostile}")
    assert page.locator(FILTER).input_value() in ("", "<img src=x onerror=hit()>", "a" * 200)
    assert page.locator("article img").count() == 0
    assert page.locator("th[aria-sort]:not([aria-sort=none])").count() == 0
    if page.locator(FILTER).input_value():
        page.locator(".ops-tools button").click()
    assert titles(page) == every


def test_half_a_character_of_an_address_stops_no_filter(complete_site: Path, page: Page) -> None:
    page.goto(f"{complete_site.as_uri()}/en/risks.html?filter={'a' * 199}{quote('😀')}")
    page.locator(".ops-tools label:not(.ops-order) select").first.select_option(index=1)
    assert len(parse_qs(urlsplit(page.url).query)) == 2
    page.locator(".ops-tools button").click()
    assert page.locator(ROWS).count() > 0


def test_a_link_to_an_item_shows_its_row_beside_what_is_filtered(base: str, page: Page) -> None:
    page.goto(base + "en/projects/long.html?actions.filter=act+3#A7")
    page.wait_for_function("document.getElementById('A7').getBoundingClientRect().top < innerHeight")
    assert page.locator("#_actions ~ .ops-scroll tbody tr:not([hidden])").evaluate_all(
        "rows => rows.map(row => row.id)"
    ) == ["A3", "A7"]
    page.locator("#_actions ~ .ops-tools input").fill("act 4")
    assert not page.locator("#A7").is_visible()
    assert urlsplit(page.url).fragment == "A7"


def test_each_table_of_a_page_has_names_of_its_own(complete_site: Path, page: Page) -> None:
    page.goto(complete_site.as_uri() + "/en/projects/" + quote("完整示例") + ".html")
    for key in ("metrics", "milestones"):
        page.locator(f"[data-key={key}] thead th button").first.evaluate("button => button.click()")
    assert {name: value for name, (value,) in query(page).items()} == {
        "metrics.sort": "metric",
        "milestones.sort": "milestone",
    }
    page.reload()
    assert page.locator("[data-key=metrics] th[aria-sort=ascending]").count() == 1
    assert page.locator("th[aria-sort=ascending]").count() == 2


def test_who_does_not_see_the_arrow_hears_of_the_order(complete_site: Path, page: Page) -> None:
    page.goto(complete_site.as_uri() + "/en/risks.html")
    heard = page.locator(".ops-foot [role=status]")
    for said in ("Sorted by Score, ascending", "Sorted by Score, descending", "As listed"):
        page.locator("th[data-key=score] button").press("Enter")
        assert heard.text_content() == said


MONEY = """<table class="ops-table ops-table--tools"><thead><tr><th data-key="project">Project</th>
<th data-key="planned" class="ops-num">Planned</th><th data-key="share">Share</th></tr></thead>
<tbody>{rows}</tbody><tfoot><tr><th scope="row">Total</th><td data-sort="36000">¥36 k</td>
<td data-sort="50">50%</td></tr></tfoot></table>"""
ROW = '<tr><th scope="row">P{n}</th><td data-sort="{n}000">¥{n} k</td><td data-sort="{n}">x</td></tr>'


def test_the_sum_of_what_is_shown_stands_below_the_total(
    complete_site: Path, tmp_path: Path, page: Page
) -> None:
    """Only of columns whose total is the sum of their rows: no sum is made of shares."""
    whole = (complete_site / "en" / "money.html").read_text(encoding="utf-8")
    made = MONEY.format(rows="".join(ROW.format(n=n) for n in range(1, 9)))
    start = whole.index('<table class="ops-table ops-table--cards ops-table--tools"')
    for beside in (complete_site / "en").iterdir():
        (tmp_path / beside.name).symlink_to(beside)
    address = tmp_path / "sums.html"
    address.write_text(whole[:start] + made + whole[whole.index("</table>", start) + 8 :], encoding="utf-8")
    page.goto(address.as_uri())
    page.locator(FILTER).fill("p")
    foot = page.locator(f"{TABLE} tfoot tr").last
    assert foot.locator(":scope > *").all_text_contents() == ["Rows shown", "36,000", ""]
    page.locator(FILTER).fill("p2")
    assert foot.locator("td").first.inner_text() == "2,000"
    page.locator(FILTER).fill("")
    assert page.locator(f"{TABLE} tfoot tr").count() == 1
