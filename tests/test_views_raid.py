"""Risks, issues, assumptions and dependencies as readers see them."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest
from written import assembled

from opsgen.history import Provenance
from opsgen.render import Renderer
from opsgen.views import Audience, edition, pages

AS_OF = date(2026, 11, 22)
HEAD = "owner: Ada\nstart: 2026-01-01\nfinish: 2026-12-31\n"
GOAL = "milestones: [{id: M1, title: Live, forecast: 2026-12-20}]\n"
RISKY = """
milestones: [{id: M1, title: Live, forecast: 2026-12-20}]
metrics: [{id: K1, title: Returns, unit: "%"}]
actions: [{id: A1, title: Sign them, owner: Ada, due: 2026-11-01}]
issues: [{id: I1, title: No coupons, severity: 4, raised: 2026-11-12, due: 2026-11-20, from_risk: R3}]
risks:
  - id: R1
    title: Messages queue
    probability: 4
    impact: 4
    cause: One carrier
    inherent: {probability: 5, impact: 5}
    residual_target: {probability: 1, impact: 2}
    response: Two carriers
    strategy: mitigate
    actions: [A1]
    affects: [M1]
    secondary: [R2]
    trigger: {metric: K1, op: ">", value: 5}
    contingency: {plan: In-app messages, cost: 40k, owner: Bo}
    fallback: Phone calls
    delay: 3
    cost: 100k
    review_every: 2w
    reviewed: 2026-10-01
  - {id: R2, title: Second bill, probability: 1, impact: 1, trigger: When a bill comes}
  - {id: R3, title: Old tills, probability: 3, impact: 3, status: occurred, response: New ones}
  - {id: O1, title: Front page, kind: opportunity, probability: 5, impact: 4, response: Ask, cost: 50k}
"""


def site(
    files: dict[str, str], audience: Audience = "internal", lang: str = "en", settings: str = ""
) -> dict[str, str]:
    """The pages of some projects, by path."""
    texts = {
        f"projects/{name}.yaml": (f"title: {name.title()}\n" + HEAD + text).encode()
        for name, text in files.items()
    }
    if settings:
        texts["projects/portfolio.yaml"] = ("title: All\n" + settings).encode()
    found = assembled(texts)
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    of = edition(found, as_of=AS_OF, provenance=Provenance(None, None), lang=lang, audience=audience)
    renderer = Renderer(of)
    return {page.path: renderer.page(page).html for page in pages(of)}


def words_of(html: str) -> str:
    """What stands on the page, without marks and figures."""
    html = re.sub(r"<svg.*?</svg>", "", html, flags=re.DOTALL)
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def section(html: str, name: str) -> str:
    return next(part for part in html.split("<section")[1:] if f'<h2 id="_{name}"' in part)


def test_every_field_of_a_risk_can_be_read() -> None:
    text = words_of(section(site({"promo": RISKY})["projects/promo.md"], "risks"))
    for said in (
        *("One carrier", "Two carriers", "Mitigate", "A1 Sign them", "Overdue", "M1 Live", "R2 Second bill"),
        *("K1 “Returns” > 5%", "Trigger unknown: no data", "Trigger watched by people", "In-app messages"),
        *("Phone calls", "25 (5 × 5)", "2 (1 × 2)", "3 days", "Review overdue", "2026-10-15"),
        *("I1 No coupons", "No coupons"),
    ):
        assert said in text, said


def test_money_of_risks_is_for_whom_amounts_are() -> None:
    inside = words_of(site({"promo": RISKY})["projects/promo.md"])
    outside = words_of(site({"promo": RISKY + "confidentiality: public\n"}, "public")["projects/promo.md"])
    for said in ("¥60 k", "¥40 k", "¥100 k"):  # expected: 60 % of 100 k
        assert said in inside
        assert said not in outside
    assert "Expected cost" not in outside
    assert "In-app messages" in outside


def test_opportunities_have_their_own_words_and_matrix() -> None:
    html = section(site({"promo": RISKY})["projects/promo.md"], "risks")
    assert 'id="_opportunities"' in html
    row = re.search(r'<tr id="O1".*?</tr>', html, re.DOTALL)
    assert row is not None
    text = words_of(row.group())
    assert "Very high" in text
    assert "Critical" not in text
    assert html.count('<svg class="ops-fig"') + html.count("<svg ") >= 2
    assert "f-gain" in html


def test_plans_are_for_open_threats_that_are_high_or_critical() -> None:
    html = section(site({"promo": RISKY})["projects/promo.md"], "risks")
    cards = re.findall(r"<article.*?</article>", html, re.DOTALL)
    assert len(cards) == 1
    text = words_of(cards[0])
    for said in ("R1 Messages queue", "In-app messages", "Bo", "Phone calls", "Trigger"):
        assert said in text


def test_a_matrix_of_the_portfolio_with_its_own_names() -> None:
    scales = """
scales:
  probability: [{value: 1, title: Rare}, {value: 2, title: Now and then}, {value: 3, title: Daily}]
  impact: [{value: 1, title: Felt}, {value: 2, title: Hurts}, {value: 3, title: Kills}]
  bands: [{id: low, from: 1, title: Calm}, {id: high, from: 6, title: Serious, colour: red}]
"""
    risks = GOAL + "risks: [{id: R1, title: Fire, probability: 3, impact: 3, response: Water}]\n"
    found = site({"promo": risks}, settings=scales)
    for page in ("projects/promo.md", "risks.md", "raid.md", "method.md"):
        assert "Serious" in found[page], page
    assert "Now and then 2" in found["projects/promo.md"]
    assert "f-heat5" in found["projects/promo.md"]


def test_issues_and_assumptions_say_where_they_stand() -> None:
    text = (
        RISKY
        + """
assumptions:
  - {id: AS1, title: Tills print, due: 2026-11-01}
  - {id: AS2, title: Guests as last year, status: "false", if_false: R3}
"""
    )
    found = site({"promo": text})
    page = found["projects/promo.md"]
    issues, assumed = words_of(section(page, "issues")), words_of(section(page, "assumptions"))
    assert "10 days" in issues
    assert "Overdue" in issues
    assert "R3 Old tills" in issues
    assert "Check overdue" in assumed
    assert "Proved false" in assumed
    assert "severity 4, open for 10 days" in words_of(found["raid.md"])


def test_a_late_dependency_is_shown_on_both_projects_and_in_the_registers() -> None:
    promo = (
        'milestones: [{id: M1, title: Live, forecast: 2026-12-01, depends_on: ["crm:M4"]}]\n'
        'dependencies: [{id: DP1, title: Member data, other: "crm:M4", due: 2026-12-05}]\n'
    )
    crm = "milestones: [{id: M4, title: Data moved, forecast: 2026-12-15}]\n"
    found = site({"promo": promo, "crm": crm})
    waiting = words_of(section(found["projects/promo.md"], "dependencies"))
    giving = words_of(section(found["projects/crm.md"], "dependencies"))
    assert "This project waits for" in waiting
    assert "Others wait for this project" in giving
    for text in (waiting, giving):
        assert "Late by 10 days" in text  # the dependency
        assert "Late by 14 days" in text  # the milestone
    assert "Crm · M4 Data moved" in waiting
    assert "Promo" in giving
    assert "2 dependencies are late, 2 of 2 are between projects." in found["dependencies.md"]
    assert "Late by 14 days" in found["raid.md"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("other", ["secret", "secret:M7", "was-secret:M7"])
def test_a_project_that_the_audience_may_not_see_is_not_named(other: str, lang: str) -> None:
    promo = GOAL + f'dependencies: [{{id: DP1, title: Member data, other: "{other}", due: 2026-12-05}}]\n'
    secret = (
        "aliases: [was-secret]\nconfidentiality: restricted\n"
        "milestones: [{id: M7, title: Takeover, forecast: 2026-12-24}]\n"
        "dependencies: [{id: DP9, title: Codes wanted, other: promo, due: 2026-12-06}]\n"
    )
    found = site({"promo": promo, "secret": secret}, lang=lang)
    text = "".join(found.values())
    for hidden in ("secret", "Secret", "Takeover", "M7", "Codes wanted", "2026-12-24"):
        assert hidden not in text, hidden
    said = "a project outside this edition" if lang == "en" else "本版未收录的项目"
    assert said in found["projects/promo.md"]
    assert said in found["dependencies.md"]
    assert "Takeover" in "".join(site({"promo": promo, "secret": secret}, "board").values())


def test_what_nobody_wrote_has_no_page_and_no_section() -> None:
    found = site({"promo": GOAL})
    for page in ("raid.md", "issues.md", "assumptions.md", "dependencies.md"):
        assert page not in found
    for name in ("risks", "issues", "assumptions", "dependencies"):
        assert f'id="_{name}"' not in found["projects/promo.md"]


def test_the_page_of_all_shows_open_ones_and_links_the_rest() -> None:
    risks = "".join(
        f"  - {{id: R{n}, title: a, probability: 2, impact: 2, response: b}}\n" for n in range(1, 13)
    )
    closed = "  - {id: R99, title: over, probability: 5, impact: 5, status: closed, close_reason: c}\n"
    html = site({"promo": GOAL + "risks:\n" + risks + closed})["raid.md"]
    assert html.count("<tr") == 9  # the heading and eight
    assert "4 more" in html
    assert "R99" not in html
    assert 'href="risks.html"' in html


def test_what_is_overdue_met_or_unknown_is_said_on_every_page() -> None:
    found = site({"promo": RISKY})
    for page in ("projects/promo.md", "risks.md", "raid.md"):
        text = words_of(found[page])
        assert "Trigger unknown: no data" in text, page
        assert "Review overdue" in text, page
    met = site({"promo": RISKY + "measurements: {2026-11-20: {K1: 6}}\n"})
    for page in ("projects/promo.md", "risks.md", "raid.md"):
        assert "Trigger met" in words_of(met[page]), page
