"""Problems found, adjustments and user feedback as readers see them."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from written import assembled

from opsgen.export import sheet
from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, edition, pages

AS_OF = date(2026, 11, 22)
HEAD = "owner: Ada\nstart: 2026-07-01\nfinish: 2026-12-31\nlifecycle: executing\n"
GIFT = """
currency: EUR
confidentiality: public
updates: [{period: 2026-W47, summary: Fewer orders.}]
milestones: [{id: M1, title: Live, forecast: 2026-12-20}]
actions: [{id: A1, title: Load pictures later, owner: Bo, due: 2026-11-10, done: 2026-11-05, status: done}]
budget:
- id: B1
  title: Advertising
  planned: 900k
  actuals:
  - {date: 2026-08-20, amount: 100000}
  - {date: 2026-09-20, amount: 110000}
  - {date: 2026-10-20, amount: 150000}
metrics:
- id: K1
  title: Orders to date
  unit: pieces
  level: north_star
  cumulative: true
  target: 30000
  measurements:
  - {date: 2026-07-31, value: 4000}
  - {date: 2026-08-31, value: 9000}
  - {date: 2026-09-30, value: 13000}
  - {date: 2026-10-31, value: 16000}
  - {date: 2026-11-20, value: 18000}
- id: K2
  title: Conversion
  unit: "%"
  measurements:
  - {date: 2026-10-25, value: 3.1}
  - {date: 2026-11-01, value: 2.4}
  - {date: 2026-11-08, value: 2.7}
  - {date: 2026-11-15, value: 3.3}
adjustments:
- id: AD1
  title: Lighter coupon page
  owner: Bo
  date: 2026-11-04
  metric: K2
  observation: Conversion fell from 3.1 % to 2.4 %
  cause: The page takes nine seconds
  action: A1
  check_on: 2026-11-20
  result: helped
- id: AD2
  title: More films
  date: 2026-10-05
  metric: K1
  observation: Fewer orders
  action: 40k more
  check_on: 2026-11-21
- {id: AD3, title: Evening calls, date: 2026-12-01, observation: Calls are lost, check_on: 2026-12-15}
- id: AD4
  title: Old page back
  date: 2026-10-28
  metric: K2
  observation: Slow
  check_on: 2026-11-05
  result: helped
feedback:
- id: F1
  date: 2026-08-12
  channel: Hotline
  theme: Waiting
  sentiment: -1
  csat: 3.4
  count: 120
  quote: "I gave <b>up</b>."
  action: A1
- {date: 2026-09-14, theme: waiting, csat: 3.6, count: 80}
- {date: 2026-10-14, theme: Box, csat: 4.1, sentiment: 2, count: 60, quote: What a box}
- {date: 2026-11-14, channel: Survey, nps: 9, count: 16}
- {date: 2026-11-14, channel: Survey, nps: 3, count: 8}
"""
SHOP = """
milestones: [{id: M1, title: Open, forecast: 2026-12-20}]
adjustments: [{id: AD1, title: Second till, date: 2026-11-10, observation: Queues, result: no_effect}]
feedback: [{date: 2026-11-02, theme: Waiting, csat: 2, count: 300, quote: An hour at the till}]
"""
SECRET = """
confidentiality: restricted
milestones: [{id: M1, title: Bought, forecast: 2026-12-20}]
adjustments: [{id: AD1, title: HUSHCHANGE, date: 2026-11-10, observation: HUSHSEEN}]
feedback: [{date: 2026-11-02, theme: HUSHTHEME, csat: 2, count: 5, quote: HUSHQUOTE}]
"""
ALL = {"gift": GIFT, "shop": SHOP, "secret": SECRET}


def site(
    files: dict[str, str] = ALL, audience: Audience = "internal", lang: str = "en"
) -> tuple[dict[str, str], dict[str, str]]:
    """The pages and the files beside them, by path."""
    texts = {f"projects/{n}.yaml": (f"title: {n.title()}\n" + HEAD + t).encode() for n, t in files.items()}
    found = assembled(texts)
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    of = edition(found, as_of=AS_OF, provenance=Provenance(None, None), lang=lang, audience=audience)
    renderer = Renderer(of)
    made = pages(of)
    tables = {page.path: sheet(page.table, lang).decode("utf-8-sig") for page in made if page.table}
    for page in made:
        tables |= {f"{page.path} {name}": sheet(one, lang).decode("utf-8-sig") for name, one in page.lists}
    return {page.path: renderer.page(page).html for page in made}, tables


def words_of(html: str) -> str:
    html = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def section(html: str, name: str) -> str:
    found = next(part for part in html.split("<section")[1:] if f'id="_{name}"' in part)
    return found.partition("</section>")[0]


def article(html: str, name: str) -> str:
    return html.partition(f'id="{name}"')[2].partition("</article>")[0]


def test_a_problem_says_its_numbers_and_what_was_done_about_it() -> None:
    found = section(site()[0]["projects/gift.md"], "problems")
    behind, dearer = found.split('<div class="ops-card ')[1:]
    text = words_of(behind)
    for said in (
        "Behind K1",
        "K1 “Orders to date” is behind: 18,000 pieces on 20 Nov 2026",
        "31 Jul 2026 4,000 pieces expected 4,918 pieces",
        "20 Nov 2026 18,000 pieces expected 23,279 pieces",
        "Adjusted : AD2 More films Check due",
    ):
        assert said in text.replace(": AD2", " : AD2").replace("  ", " "), said
    assert 'href="#K1"' in behind
    assert 'href="#AD2"' in behind
    text = words_of(dearer)
    assert "Dearer" in text
    assert "by 150% from 2026-08 to 2026-10" in text
    assert "Oct 2026 €50 €150 k / 3,000 pieces" in text


def test_a_problem_nobody_answered_says_so() -> None:
    alone = re.sub(r"adjustments:.*?(?=feedback)", "", GIFT, flags=re.DOTALL)
    text = words_of(section(site({"gift": alone})[0]["projects/gift.md"], "problems"))
    assert text.count("No adjustment yet.") == 2


def test_of_many_problems_the_lesser_ones_are_folded() -> None:
    many = "".join(
        f"- {{id: K{n}, title: m{n}, target: 10, measurements: [{{date: 2026-11-18, value: 1}}]}}\n"
        for n in range(1, 10)
    )
    head = GIFT.partition("metrics:")[0]
    seen, folded = section(
        site({"gift": f"{head}metrics:\n{many}"})[0]["projects/gift.md"], "problems"
    ).split("Further problems")
    assert seen.count('<div class="ops-card ') == 6
    assert folded.count('<div class="ops-card ') == 3


def test_what_a_result_costs_is_for_whom_the_amounts_are() -> None:
    text = words_of(section(site(audience="public")[0]["projects/gift.md"], "problems"))
    assert "Dearer" not in text
    assert "150%" not in text
    shown = {**ALL, "gift": "publish_amounts: true\n" + GIFT}
    assert "Dearer" in words_of(section(site(shown, "public")[0]["projects/gift.md"], "problems"))


def test_an_adjustment_is_a_chain_that_ends_in_the_number_before_and_after() -> None:
    html = article(site()[0]["projects/gift.md"], "AD1")
    text = words_of(html)
    steps = ["Observation", "Cause", "What was changed", "Did it help?"]
    assert re.findall(r'ops-step">([^<]+)<', html) == steps
    for said in (
        *("In force from 4 Nov 2026", "Bo", "Metric : K2 Conversion", "The page takes nine seconds"),
        *("Done A1 Load pictures later", "Helped To be checked on 20 Nov 2.75% → 3%", "better +9.1%"),
        *("19 Oct 2026 to 3 Nov 2026, 2 measurements 2.75%", "5 Nov 2026 to 20 Nov 2026, 2 measurements 3%"),
        "It says what changed, not what changed it.",
    ):
        assert said in text.replace("Metric:", "Metric :"), said
    assert 'href="#A1"' in html
    assert "differ" not in text


def test_a_claim_that_the_number_denies_is_marked() -> None:
    text = words_of(article(site()[0]["projects/gift.md"], "AD4"))
    assert "Said and measured differ It is said to have helped, and the number got worse." in text


def test_what_is_to_come_and_what_is_due_are_said() -> None:
    html = site()[0]["projects/gift.md"]
    assert words_of(article(html, "AD3")).endswith("Did it help? To come To be checked on 15 Dec ")
    assert "Check due" in words_of(article(html, "AD2"))
    assert "Did AD2 “More films” help? It was to be checked on 21 Nov 2026" in words_of(site()[0]["index.md"])


def test_no_score_stands_without_its_answers() -> None:
    html = section(site()[0]["projects/gift.md"], "feedback")
    text = words_of(html)
    for said in (
        "User feedback 284",
        "Satisfaction (CSAT), of 5 3.6",
        "260 answers",
        "Net promoter score (NPS) +33",
        "24 answers , few",
        "rests on fewer than 30 answers",
        "Answered 9 or 10 16",
        "5 entries · 12 Aug 2026 to 14 Nov 2026",
    ):
        assert said in text.replace("answers,", "answers ,"), said
    assert text.index("Waiting 200 Unhappy") < text.index("Box 60 Delighted")
    assert "I gave <b>up</b>." in text
    assert "&lt;b&gt;up" in html
    assert 'id="F1"' in html
    assert "<svg" in html


def test_the_public_hears_scores_and_themes_and_no_single_voice() -> None:
    made, files = site(audience="public")
    text = words_of(section(made["projects/gift.md"], "feedback"))
    assert "Waiting 200" in text
    everything = "".join(made.values()) + "".join(files.values())
    for hidden in ("What a box", "I gave", "Hotline", "An hour at the till"):
        assert hidden not in everything, hidden
    assert "Lighter coupon page" in everything
    assert "Second till" not in everything


@pytest.mark.parametrize("audience", ["public", "internal"])
def test_nothing_of_a_confidential_project_is_told(audience: Audience) -> None:
    made, files = site(audience=audience)
    assert "HUSH" not in "".join(made.values()) + "".join(files.values())
    assert "HUSHTHEME" in "".join(site(audience="board")[0].values())


def test_the_register_of_adjustments_begins_with_the_checks_that_are_due() -> None:
    made, files = site()
    text = words_of(made["adjustments.md"])
    assert "1 adjustment is to be checked now, of 5; 2 helped." in text
    order = [text.index(title) for title in ("More films", "Evening calls", "Second till", "Lighter coupon")]
    assert order == sorted(order)
    assert "Conversion: 2.75% → 3% (better)" in text
    assert "AD1,Lighter coupon page,Gift,Bo,2026-11-04,Conversion" in files["adjustments.md"]
    assert ",2.75,3.0,%," in files["adjustments.md"] or ",2.75,3,%," in files["adjustments.md"]


def test_the_themes_of_all_projects_are_counted_together() -> None:
    made, files = site()
    themes = words_of(section(made["feedback.md"], "themes"))
    assert "584 answers of users of 2 projects; 560 of them on the 2 themes." in words_of(made["feedback.md"])
    assert re.search(r"Waiting Shop \(300\), Gift \(200\) 500", themes)
    assert themes.index("Waiting") < themes.index("Box")
    assert "projects/shop.html#_feedback" in made["feedback.md"]
    projects = words_of(section(made["feedback.md"], "projects"))
    assert "2.0 (300 answers)" in projects
    assert "+33 (24 answers)" in projects
    assert "Waiting" in files["feedback.md"]
    assert "Gift" in files["feedback.md projects"]


def test_where_nobody_wrote_any_there_is_no_page() -> None:
    made, _ = site({"plain": "milestones: [{id: M1, title: Live, forecast: 2026-12-20}]\n"})
    assert not made.keys() & {"adjustments.md", "feedback.md"}
    html = made["projects/plain.md"]
    assert not [name for name in ("problems", "adjustments", "feedback") if f'id="_{name}"' in html]


def test_scores_without_themes_are_a_page_too() -> None:
    plain = "milestones: [{id: M1, title: x, forecast: 2026-12-20}]\nfeedback: [{date: 2026-11-01, nps: 9}]\n"
    made, files = site({"plain": plain})
    assert "Plain" in words_of(made["feedback.md"])
    assert "Plain" in files["feedback.md"]


def test_the_week_says_what_was_adjusted_and_checked() -> None:
    made, _ = site()
    assert "Adjusted AD1 Lighter coupon page" in words_of(made["status/2026-W45.md"])
    week = words_of(made["status/2026-W47.md"])
    assert "Helped AD1 Lighter coupon page" in week
    assert "AD2 More films Check of an adjustment, due 21 Nov" in week


def test_it_can_be_read_in_chinese() -> None:
    text = words_of(site(lang="zh")[0]["projects/gift.md"])
    for said in ("数据发现", "调整", "是否有效", "用户反馈", "净推荐值", "单位成本逐月上升", "份答卷"):
        assert said in text, said
