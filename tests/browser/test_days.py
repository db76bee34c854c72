"""The calendar and the page of a person in a real browser: days lead to rows, kinds can be chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, BrowserContext


def test_a_day_leads_to_its_rows_and_a_kind_can_be_chosen(context: BrowserContext, demo_site: Path) -> None:
    page = context.new_page()
    page.goto((demo_site / "en" / "calendar.html").as_uri())
    day = page.locator(".ops-month a").last
    address = str(day.get_attribute("href"))
    day.click()
    assert page.url.endswith(address)
    assert page.locator(f"[id='{address[1:]}']").is_visible()
    page.locator(".ops-tools select").first.select_option("Gate")
    shown = page.locator(".ops-calendar .ops-table tbody tr:visible")
    kinds = shown.locator("td[data-label=Kind]").all_inner_texts()
    assert kinds
    assert {kind.strip() for kind in kinds} == {"Gate"}


def test_names_lead_to_a_page_whose_calendar_is_there(context: BrowserContext, demo_site: Path) -> None:
    page = context.new_page()
    page.goto((demo_site / "people.html").as_uri())
    page.locator(".ops-card-title a").first.click()
    assert "/people/" in page.url
    href = page.locator("a[type='text/calendar']").get_attribute("href")
    assert (demo_site / "people" / str(href)).read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


def test_without_scripts_every_row_is_there(chromium: Browser, demo_site: Path) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto((demo_site / "en" / "calendar.html").as_uri())
    rows = page.locator(".ops-calendar .ops-table tbody tr")
    assert rows.count() > 100
    assert rows.first.is_visible()
    assert page.locator(".ops-month td > a").count() > 20
