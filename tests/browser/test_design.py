"""What a reader sees first, how much of it there is, and that long names break nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest

from opsgen.mkdocs_plugin.run import build_site
from tests.browser.conftest import DEADLINE, keep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

ENDLESS = "退货高峰期间二号仓质检台加租与周末双班以及跨区调拨协同联合演练专项治理提升工程" * 3
UNBROKEN = "CrossRegionalSupplyChainVisibilityAndCustomerLoyaltyPlatformConsolidation" * 2
OWNER = "欧阳诸葛司马上官夏侯令狐慕容端木" * 5
LATE = "milestones: [{id: M1, title: 开闸, baseline: 2026-10-01, forecast: 2026-12-01}]\n"
HEADER = "start: 2026-07-01\nfinish: 2026-12-31\nlifecycle: executing\n"
RICH = f"""\
title: 双十一大促
owner: 王芳
sponsor: 李强
code: DS-26
{HEADER}goals: [{{id: G1, title: 成交额 1.2 亿}}]
milestones:
- {{id: M1, title: 全链路压测通过, baseline: 2026-10-08, actual: 2026-11-07}}
- {{id: M2, title: 主会场开闸, baseline: 2026-11-10, actual: 2026-11-10}}
- {{id: M3, title: 返场收官, baseline: 2026-11-28, forecast: 2026-12-20}}
- {{id: M4, title: 退货积压清零, baseline: 2026-12-05, forecast: 2026-12-12}}
- {{id: M5, title: 费用结清, baseline: 2026-12-15, forecast: 2026-12-15}}
metrics:
- {{id: K1, title: 累计成交额, unit: 万元, target: 12000, due: 2026-11-30, cumulative: true}}
- {{id: K2, title: 退货率, unit: "%", direction: down, target: 12, due: 2026-12-10}}
- {{id: K3, title: 发货率, unit: "%", target: 97, due: 2026-12-10}}
measurements: {{2026-11-20: {{K1: 9000, K2: 13, K3: 94}}}}
budget: [{{id: B1, title: 投放, planned: 800万, actual: 612万, forecast: 860万}}]
risks:
- {{id: R1, title: 短信拥堵, probability: 4, impact: 4, response: 接入第二家供应商}}
- {{id: R2, title: 退货积压, probability: 3, impact: 4, response: 加租质检台}}
- {{id: R3, title: 退款超时, probability: 2, impact: 4, response: 先退款后质检}}
decisions:
- {{id: D1, title: 是否追加投放 60 万, due: 2026-12-01, cost: 60万, recommendation: 追加, by: 李强}}
- {{id: D2, title: 返场券是否延长, due: 2026-12-02, recommendation: 不延长}}
actions: [{{id: A1, title: 清点, owner: 王芳, due: 2026-12-01}}]
updates:
- period: 2026-11-20
  summary: 返场推迟。
  done: [成交额达标, 压测通过, 主会场开闸]
  next: [质检台到位, 返场收官, 复盘]
"""
LONG = f"""\
title: {ENDLESS}
owner: {OWNER}
sponsor: {OWNER}
code: {UNBROKEN[:60]}
{HEADER}milestones:
- {{id: M1, title: {ENDLESS}, owner: {OWNER}, baseline: 2026-10-01, forecast: 2026-12-20}}
- {{id: M-{UNBROKEN[:30]}, title: {UNBROKEN}, forecast: 2026-11-30}}
metrics: [{{id: K1, title: {UNBROKEN}, unit: 件每人每小时每平方米, target: 123456789, due: 2026-12-31}}]
measurements: {{2026-11-04: {{K1: 23456789}}}}
budget: [{{id: B1, title: {UNBROKEN}, planned: 400000000, actual: 300000000, forecast: 500000000}}]
risks: [{{id: R1, title: {ENDLESS}, response: {UNBROKEN}, probability: 5, impact: 5, owner: {OWNER}}}]
decisions:
- {{id: D1, title: {UNBROKEN}, recommendation: {ENDLESS}, cost: 777777777, due: 2026-11-12, by: {OWNER}}}
tasks: [{{id: T1, title: {UNBROKEN}, owner: {OWNER}, start: 2026-08-01, finish: 2026-12-01}}]
actions: [{{id: A1, title: {UNBROKEN}, owner: {OWNER}, due: 2026-11-02}}]
updates: [{{period: 2026-11-20, summary: {UNBROKEN}, done: [{ENDLESS}], next: [{UNBROKEN}]}}]
"""
SMALL = "title: 年会\nowner: 王芳\nstart: 2026-10-01\nfinish: 2027-01-31\n" + (
    "milestones:\n- {id: M1, title: 场地定下, forecast: 2026-12-01}\n"
)
WIDTHS = {1440: 900, 768: 1024, 390: 844}
SIZES = """() => [...new Set([...document.querySelectorAll('.ops *:not(svg *, code, kbd)')].filter(
  part => [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim())
).map(part => getComputedStyle(part).fontSize))].sort()"""
SEEN = "part => part.getBoundingClientRect().bottom <= innerHeight && part.getBoundingClientRect().height > 0"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root: Path = tmp_path_factory.mktemp("design")
    (root / "projects").mkdir()
    files = {"rich": RICH, "long": LONG, "small": SMALL}
    files |= {f"late{n}": f"title: 晚{n}\nowner: 李强\n{HEADER}{LATE}" for n in range(3)}
    for name, text in files.items():
        (root / "projects" / f"{name}.yaml").write_text(text, encoding="utf-8")
    build_site(root, root / "site", lang="zh", languages=["zh"], as_of="2026-11-22")
    return root / "site"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(color_scheme="light")
    context.set_default_timeout(DEADLINE)
    yield context.new_page()
    context.close()


def seen(page: Page, *selectors: str) -> list[str]:
    """Those of the selectors whose first element is not wholly in the first screen."""
    return [selector for selector in selectors if not page.locator(selector).first.evaluate(SEEN)]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_first_screen_of_the_portfolio_says_what_is_wanted(built: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.goto((built / "index.html").as_uri())
    keep(page, f"home-{width}")
    first = (".ops-lead", ".ops-counts", ".ops-decision")
    assert seen(page, *first, *((".ops-card.ops-late",) if width == 1440 else ())) == []


@pytest.mark.parametrize("width", [1440, 768])
def test_a_project_on_one_screen(built: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": WIDTHS[width]})
    page.goto((built / "projects" / "rich.html").as_uri())
    keep(page, f"project-{width}")
    assert page.locator(".ops-onepager .ops-tile").count() == 3
    assert seen(page, ".ops-onepager") == []


def test_a_project_on_a_phone_begins_with_its_light_and_what_is_wanted(built: Path, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto((built / "projects" / "rich.html").as_uri())
    keep(page, "project-390")
    assert seen(page, "h1", ".ops-verdict", ".ops-callout--decision", ".ops-tile") == []


def test_blocks_stand_in_the_order_they_are_read(built: Path, page: Page) -> None:
    tops = "parts => parts.map(part => document.querySelector(part).getBoundingClientRect().top)"
    page.set_viewport_size({"width": 390, "height": 844})
    for path, blocks in (
        ("index", [".ops-lead", "#_decisions", "#_red", "#_money", "#_milestones", "#_all"]),
        (
            "projects/rich",
            [
                *("h1", ".ops-facts", ".ops-verdict", ".ops-asks", ".ops-tiles", ".ops-table", ".ops-funds"),
                *(".ops-funds ~ .ops-scroll", ".ops-onepager > .ops-grid"),
                *("#_part-planning", "#_part-progress", "#_part-risk"),
            ],
        ),
    ):
        page.goto((built / f"{path}.html").as_uri())
        found = page.evaluate(f"(names) => ({tops})(names)", blocks)
        assert found == sorted(found), dict(zip(blocks, found, strict=True))


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
def test_long_names_make_no_page_wider(built: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    wide = {}
    for path in ("index", "projects/long", "milestones", "risks", "money", "decisions"):
        page.goto((built / f"{path}.html").as_uri())
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
        keep(page, f"long-names-{path.replace('/', '-')}-{width}", whole=True)
    assert set(wide.values()) == {width}, wide


def test_a_page_has_few_sizes_of_letters(built: Path, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    for path in ("index", "projects/rich", "risks", "money"):
        page.goto((built / f"{path}.html").as_uri())
        sizes = page.evaluate(SIZES)
        assert set(sizes) <= {"13px", "14px", "15px", "17px", "20px", "28px"}, path


def test_figures_have_the_letters_of_the_page(built: Path, page: Page) -> None:
    page.goto((built / "projects" / "rich.html").as_uri())
    face = "part => getComputedStyle(part).fontFamily"
    assert page.locator("svg.ops-fig text").first.evaluate(face) == page.locator(".ops").first.evaluate(face)


def test_the_list_at_the_side_shows_the_parts_and_unfolds_the_one_being_read(built: Path, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto((built / "projects" / "rich.html").as_uri())
    side = page.locator(".md-sidebar--secondary")
    parts = side.locator("a[href^='#_part-']")
    assert parts.first.is_visible()
    assert not side.locator("a[href='#_risks']").is_visible()
    side.locator("a[href='#_part-risk']").click()
    side.locator("a[href='#_risks']").wait_for()
    assert not side.locator("a[href='#_plan']").is_visible()


def test_a_small_project_has_neither_empty_columns_nor_parts(built: Path, page: Page) -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto((built / "projects" / "small.html").as_uri())
    keep(page, "small-1440", whole=True)
    assert page.locator(".ops-empty").inner_text().count("baseline") == 1
    assert page.locator(".ops td", has_text="–").count() == 0
    assert not page.locator(".ops-part").first.is_visible()


@pytest.mark.parametrize("path", ["index", "projects/long", "milestones"])
def test_paper_has_the_page_and_nothing_around_it(built: Path, page: Page, path: str) -> None:
    page.set_viewport_size({"width": 688, "height": 1000})  # 182 mm: A4 without its margins
    page.goto((built / f"{path}.html").as_uri())
    page.emulate_media(media="print")
    keep(page, f"paper-{path.replace('/', '-')}", whole=True)
    for around in (".md-header", ".md-tabs", ".md-sidebar", ".md-footer", ".ops-jump", ".ops-area"):
        for part in page.locator(around).all():
            assert not part.is_visible(), around
    assert page.locator(".ops-foot").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    assert page.locator(".ops a").first.evaluate("a => getComputedStyle(a).textDecorationLine") == "none"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_of_the_main_pages(built: Path, page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 1440, "height": 900})
    for path in ("index", "projects/rich", "risks", "roadmap", "method"):
        page.goto((built / f"{path}.html").as_uri())
        keep(page, f"{path.replace('/', '-')}-{scheme}", whole=True)
        ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        assert ground == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(30, 33, 41)")
