"""What readers look for is found where it stands: in both languages, from a server and from a folder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from tests.browser.conftest import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import BrowserContext, Page

LOOKED_FOR = {
    "zh": {
        "里程碑": "milestones.html",
        "双十一大促 2026": "projects/双十一大促-2026.html",
        "crm-migration": "projects/crm-migration.html",
        "王芳": "people.html#_p-wang-fang",
        "全链路压测通过": "projects/双十一大促-2026.html#M2",
        "小程序成交占比": "#K13",
        "milestone": "manual/findings.html#milestone-overdue",
        "R4": "#R4",
        "质检台": "projects/双十一大促-2026.html#E1",
        "挣值": "earned-value.html",
        "容差": "method.html",
    },
    "en": {
        "milestone": "milestones.html",
        "membership-growth": "projects/membership-growth.html",
        "Tomasz Wilk": "people.html#_p-tomasz",
        "Cut-over": "projects/crm-migration.html#M6",
        "Duplicate customers": "projects/crm-migration.html#K2",
        "M7": "#M7",
        "双十一大促": "projects/双十一大促-2026.html",
        "tolerance": "method.html",
    },
}


@pytest.fixture(params=["http", "file"])
def demo(request: pytest.FixtureRequest, demo_site: Path) -> Iterator[str]:
    """The address of the demonstration: from a server, then from the file system."""
    if request.param == "file":
        yield demo_site.as_uri() + "/"
        return
    with serving(demo_site) as address:
        yield address


def results(page: Page, words: str, lead: str) -> list[str]:
    """Where the results lead once one of them leads where it should."""
    page.locator(".md-search__input").fill(words)
    page.locator(".md-search__input").press("End")
    page.wait_for_function(
        """lead => [...document.querySelectorAll('.md-search-result__link')].some(
             link => decodeURI(link.href).replace(/[?][^#]*/, '').includes(lead))""",
        arg=lead,
    )
    found = page.locator(".md-search-result__link").evaluate_all("links => links.map(link => link.href)")
    return [link for link in found if lead in re.sub(r"[?][^#]*", "", unquote(link))]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_is_looked_for_is_where_the_result_leads(context: BrowserContext, demo: str, lang: str) -> None:
    page, reader = context.new_page(), context.new_page()
    page.goto(demo + ("en/" if lang == "en" else "") + "projects/vendor-change.html")
    page.locator(".md-search__input").click()
    for words, lead in LOOKED_FOR[lang].items():
        leads = results(page, words, lead)
        reader.goto(leads[0])
        anchor = unquote(leads[0]).partition("#")[2]
        at = reader.locator(f'[id="{anchor}"]' if anchor else "article").first
        shown = at.evaluate("one => (one.matches('h2, h3, a') ? one.closest('article') : one).textContent")
        where = shown + unquote(leads[0]).partition("?")[0]  # of a project's id: its address
        assert all(word in where.lower() for word in words.lower().split()), (words, leads[0])


FIRST = {
    "里程碑": "milestones.html",
    "供应商交付": "vendors.html",
    "会员": "会员",  # not 会议, which begins as it does
    "林玥": "people/lin-yue.html",
    "周报": "周报",
    "Excel": "Excel",
}
"""What is looked for in Chinese, and what the address or the title of the first thing found has in it."""


def test_chinese_words_are_looked_for_to_their_last_character(context: BrowserContext, demo: str) -> None:
    page = context.new_page()
    page.goto(demo + "index.html")
    page.locator(".md-search__input").click()
    seen = ""
    for words, first in FIRST.items():
        page.keyboard.insert_text(words)  # pasted, or picked from an input method: no key goes up
        page.wait_for_function(
            """seen => { const link = document.querySelector('.md-search-result__link');
               return link && link.href !== seen; }""",
            arg=seen,
        )
        seen = page.locator(".md-search-result__link").first.evaluate("link => link.href")
        title = page.locator(".md-search-result__item").first.inner_text().replace("\u200b", "")
        assert first in unquote(seen).partition("?")[0] or first in title, (words, seen, title)
        page.locator(".md-search__input").press("Control+a")
