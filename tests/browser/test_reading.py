"""Finding one's way in large pages, with nothing but the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from playwright.sync_api import TimeoutError  # noqa: A004

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PROJECT = "projects/" + quote("完整示例") + ".html"
TABLE = ".ops-table--tools"
PHONE = {"width": 390, "height": 800}


@pytest.fixture(scope="module")
def site(complete_site: Path) -> Path:
    return complete_site


def tab_to(page: Page, selector: str) -> None:
    """Presses Tab until the focus is there."""
    target = page.locator(selector).first
    for _ in range(200):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} cannot be reached")


def place(page: Page, title: str) -> int:
    """The place of a column, from 1."""
    titles = page.locator(f"{TABLE} thead th").all_text_contents()
    return [text.strip() for text in titles].index(title) + 1


def column(page: Page, title: str) -> list[str]:
    """What the rows that are shown say in a column."""
    cells = page.locator(f"{TABLE} tbody tr:not([hidden]) > :nth-child({place(page, title)})")
    return [text.strip() for text in cells.all_text_contents()]


def shown(page: Page) -> int:
    return page.locator(f"{TABLE} tbody tr:not([hidden])").count()


def head(page: Page, title: str) -> str:
    """The selector of the button in a heading."""
    return f"{TABLE} thead th:nth-child({place(page, title)}) button"


def test_a_register_is_sorted_by_keyboard(site: Path, page: Page) -> None:
    page.goto((site / "en" / "risks.html").as_uri())
    written = column(page, "Risk")
    score = head(page, "Score")
    tab_to(page, score)
    states = []
    for key in ("Enter", "Space", "Enter"):
        page.keyboard.press(key)
        states.append(
            (page.locator("th:has(> button:focus)").get_attribute("aria-sort"), column(page, "Risk"))
        )
        numbers = [int(text) for text in column(page, "Score") if text not in ("", "–")]
        if len(states) < 3:
            assert numbers == sorted(numbers, reverse=len(states) == 2)
    assert [state for state, _ in states] == ["ascending", "descending", "none"]
    assert states[2][1] == written, "the third press gives back the order of the page"


def test_unknown_values_stand_last_whichever_way_one_sorts(site: Path, page: Page) -> None:
    page.goto((site / "en" / "milestones.html").as_uri())
    days = head(page, "Deviation")
    tab_to(page, days)
    for _ in range(2):
        page.keyboard.press("Enter")
        said = [text in ("", "–") for text in column(page, "Deviation")]
        assert any(said)
        assert said == sorted(said)


def test_dates_and_lights_sort_by_what_they_mean(site: Path, page: Page) -> None:
    page.goto((site / "en" / "milestones.html").as_uri())
    due = head(page, "Forecast or actual")
    tab_to(page, due)
    page.keyboard.press("Enter")
    dates = [text for text in column(page, "Forecast or actual") if text]
    assert dates == sorted(dates)
    tab_to(page, head(page, "Status"))
    page.keyboard.press("Enter")
    lights = page.locator(f"{TABLE} tbody td:last-child .ops-light").evaluate_all(
        "lights => lights.map(light => ['late', 'risk', 'todo', 'ok', 'done'].findIndex("
        "state => light.classList.contains('ops-' + state)))"
    )
    assert lights == sorted(lights)
    assert len(set(lights)) > 1


def test_a_register_is_filtered_by_keyboard(site: Path, page: Page) -> None:
    page.goto((site / "risks.html").as_uri())
    all_rows = shown(page)
    tab_to(page, ".ops-tools input")
    page.keyboard.type("短信 r1")
    assert 0 < shown(page) < all_rows
    status = page.locator(".ops-tools [role=status]")
    assert status.inner_text() == f"{shown(page)} / {all_rows} 行"
    page.keyboard.type("zzz")
    assert shown(page) == 0
    assert page.locator(".ops-empty:visible").inner_text() == "没有符合条件的行。"
    tab_to(page, ".ops-tools button")
    page.keyboard.press("Enter")
    assert shown(page) == all_rows
    assert status.inner_text() == ""
    assert page.locator(".ops-empty:visible").count() == 0
    assert page.locator(".ops-tools input").evaluate("input => input === document.activeElement")


def test_a_state_is_chosen_by_keyboard(site: Path, page: Page) -> None:
    page.goto((site / "en" / "risks.html").as_uri())
    all_rows = shown(page)
    tab_to(page, ".ops-tools label:has-text('Status') select")
    page.keyboard.press("ArrowDown")
    assert len(set(column(page, "Status"))) == 1
    assert shown(page) < all_rows


def test_on_a_phone_the_order_is_chosen_from_a_list(site: Path, page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto((site / "en" / "risks.html").as_uri())
    assert not page.locator(f"{TABLE} thead").is_visible()
    order = page.locator(".ops-order select")
    option = order.locator("option", has_text="Score ↓").get_attribute("value")
    assert option is not None
    order.select_option(option)
    scores = [int(text) for text in column(page, "Score") if text]
    assert scores == sorted(scores, reverse=True)
    page.locator(".ops-tools input").fill("R1")
    assert shown(page) < len(scores)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_nothing_of_it_is_there_without_scripts_nor_on_paper(
    chromium: Browser, site: Path, page: Page
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    still = context.new_page()
    still.goto((site / "risks.html").as_uri())
    assert still.locator("article :is(button, input, select)").count() == 0
    assert still.locator(".ops-tools").count() == 0
    still.goto((site / PROJECT.replace(quote("完整示例"), "完整示例")).as_uri())
    how = still.locator(".ops-how").first
    how.locator("summary").click()
    assert how.locator("> div").is_visible()
    context.close()
    page.goto((site / "risks.html").as_uri())
    page.emulate_media(media="print")
    for part in (".ops-tools input", ".ops-tools select >> nth=0", ".ops-area", ".ops-actions"):
        assert not page.locator(part).first.is_visible(), part


HIDE = """() => {
  const table = [...document.querySelectorAll('.ops-table--tools:has(tr[id])')].find(
    table => table.closest('.ops-scroll').previousElementSibling.matches('.ops-tools'));
  const filter = table.closest('.ops-scroll').previousElementSibling.querySelector('input');
  filter.value = 'zzz';
  filter.dispatchEvent(new Event('input'));
  window.wanted = table.querySelector('tr[id]').id;
}"""


def test_a_link_to_an_item_shows_the_row_that_a_filter_hides(site: Path, page: Page) -> None:
    page.goto((site / "projects" / "long.html").as_uri())
    page.evaluate(HIDE)
    assert page.evaluate("document.getElementById(wanted).hidden")
    page.evaluate("location.hash = wanted")
    page.wait_for_function("!document.getElementById(wanted).hidden")


def test_what_is_over_is_folded_and_a_link_to_it_opens_the_fold(site: Path, page: Page) -> None:
    address = (site / "en" / "projects" / "long.html").as_uri()
    page.goto(address)
    assert page.locator("#A1").is_visible()
    assert not page.locator("#A12").is_visible()
    page.get_by_text("Finished or cancelled").first.click()
    assert page.locator("#A12").is_visible()
    page.goto("about:blank")
    page.goto(address + "#A11")
    page.wait_for_function("document.querySelector('tr:target')?.checkVisibility()")


def test_an_old_address_of_a_section_still_leads_there(site: Path, page: Page) -> None:
    page.goto((site / "projects" / "完整示例.html").as_uri() + "#risks")
    page.wait_for_function("document.getElementById('_risks').getBoundingClientRect().top < 300")
    page.goto((site / "projects" / "完整示例.html").as_uri() + "#R4")
    page.wait_for_function("document.querySelector('tr:target, article:target, li:target')?.id === 'R4'")
    page.goto((site / "risks.html").as_uri() + "#%")


def test_a_panel_opens_and_closes_by_keyboard(site: Path, page: Page) -> None:
    page.goto((site / "en" / "projects" / "完整示例.html").as_uri())
    tab_to(page, ".ops-tile .ops-how summary")
    page.keyboard.press("Enter")
    first = page.locator(".ops-how[open]")
    assert first.count() == 1
    assert "As of 22 Nov 2026" in first.inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".ops-how[open]").count() == 0
    assert page.evaluate("document.activeElement.closest('.ops-tile') !== null"), "the focus stays"
    page.keyboard.press("Space")
    tab_to(page, ".ops-how[open] a")
    for _ in range(2):
        page.keyboard.press("Tab")
    assert page.locator(".ops-how[open]").count() == 0, "who goes on has read it"


def test_one_panel_is_open_at_a_time_and_a_click_beside_it_closes_it(site: Path, page: Page) -> None:
    page.goto((site / "projects" / "完整示例.html").as_uri())
    for number in (1, 2):
        page.locator(".ops-how summary").nth(number).click()
        assert page.locator(".ops-how[open]").count() == 1
    page.locator("h1").click()
    assert page.locator(".ops-how[open]").count() == 0


CUT = """() => {
  const panel = document.querySelector('.ops-how[open] > div');
  const box = panel.getBoundingClientRect();
  const seen = (x, y) => panel.contains(document.elementFromPoint(x, y));
  return box.left >= 0 && box.right <= document.documentElement.clientWidth
    && seen(box.left + 4, box.top + 4) && seen(box.right - 4, box.bottom - 4);
}"""


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_panel_is_cut_off(site: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((site / "projects" / "完整示例.html").as_uri())
    page.evaluate("for (const d of document.querySelectorAll('.ops-more')) d.open = true")
    hows = page.locator(".ops-how:visible")
    cut = []
    for number in range(hows.count()):
        how = hows.nth(number)
        how.evaluate("how => { how.scrollIntoView({block: 'center', inline: 'center'}); how.open = true }")
        page.wait_for_function("document.querySelector('.ops-how[open] > div')?.offsetWidth > 0")
        try:
            page.wait_for_function(CUT, timeout=2_000)  # it is placed once it has been opened
        except TimeoutError:
            cut.append(how.inner_text())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.keyboard.press("Escape")
    assert cut == []


def test_no_panel_is_printed(site: Path, page: Page) -> None:
    page.goto((site / "projects" / "完整示例.html").as_uri())
    page.locator(".ops-how summary").first.click()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".ops-how > div:visible").count() == 0
    assert page.locator(".ops-more:not([open])").count() == 0, "folded blocks are printed"


def test_the_details_of_a_commit_are_printed_where_somebody_opened_them(site: Path, page: Page) -> None:
    page.goto((site / "projects" / "完整示例.html").as_uri())
    commit = (
        '<article class="ops-item ops-commit"><details class="ops-more"><summary>1 detail</summary>'
        '<ol class="ops-log"><li>A task is done</li></ol></details></article>'
    )
    page.locator(".ops").first.evaluate("(at, html) => at.insertAdjacentHTML('afterbegin', html)", commit * 2)
    page.locator(".ops-commit summary").first.click()
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    lists = page.locator(".ops-commit ol")
    assert [lists.nth(n).is_visible() for n in (0, 1)] == [True, False]


def test_the_sections_of_a_long_page_are_listed_on_a_phone(site: Path, page: Page) -> None:
    page.goto((site / "projects" / "完整示例.html").as_uri())
    assert not page.locator(".ops-jump").is_visible()
    assert page.locator(".md-sidebar--secondary").is_visible()
    page.set_viewport_size(PHONE)
    jump = page.locator(".ops-jump")
    jump.locator("summary").focus()
    page.keyboard.press("Enter")
    jump.locator("a[href='#_risks']").focus()
    page.keyboard.press("Enter")
    page.wait_for_function("document.getElementById('_risks').getBoundingClientRect().top < 300")
    page.goto((site / "projects" / "one-planning.html").as_uri())
    assert page.locator(".ops-jump").count() == 0, "a short page needs none"
    page.set_viewport_size({"width": 1280, "height": 900})
    assert not page.locator(".md-sidebar--secondary").is_visible()


def test_pages_of_an_area_lead_to_one_another(site: Path, page: Page) -> None:
    page.goto((site / "en" / "quality.html").as_uri())
    row = page.locator(".ops-area")
    assert row.locator("[aria-current=page]").inner_text() == "Data quality"
    row.locator("a:not([aria-current])").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/method.html")
    assert page.locator(".ops-area [aria-current=page]").count() == 1


@pytest.mark.parametrize(("form", "name"), [("csv", "CSV"), ("xlsx", "Excel")])
@pytest.mark.parametrize("start", ["risks.html", "en/risks.html"])
def test_a_register_is_taken_along(site: Path, page: Page, start: str, form: str, name: str) -> None:
    page.goto((site / start).as_uri())
    with page.expect_download() as taken:
        page.get_by_role("link", name=name).click()
    beside = (site / start).with_suffix(f".{form}")
    assert taken.value.suggested_filename == f"risks.{form}"
    assert taken.value.path().read_bytes() == beside.read_bytes()


def test_a_browser_shows_what_is_for_programs_from_the_file_system(site: Path, page: Page) -> None:
    """A server lets it be saved as the link says; from a folder a browser opens what it can."""
    page.goto((site / "en" / "risks.html").as_uri())
    page.get_by_role("link", name="JSON").click()
    page.wait_for_url("**/en/risks.json")
    assert '"name": "risks"' in page.locator("body").inner_text()


def test_the_links_to_files_are_large_enough_for_a_finger_and_stay_off_paper(site: Path, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto((site / "en" / "risks.html").as_uri())
    links = page.locator(".ops-files a")
    assert [one.bounding_box()["height"] >= 24 for one in links.all()] == [True] * 3
    page.emulate_media(media="print")
    assert not links.first.is_visible()
