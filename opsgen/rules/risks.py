"""Rules about risks: rated, answered, looked at again, and closed with a reason."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import date
from typing import TYPE_CHECKING

from opsgen.derive.risk import band, meets, rated, responded, review_due, score
from opsgen.derive.series import series
from opsgen.derive.standing import by_name, calendar_of, goes_on, named, quantity
from opsgen.model import Impact
from opsgen.rules.rule import DAY, Finding, rule
from opsgen.words import DaysSince, Message, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project, Risk
    from opsgen.portfolio import House

_BANDS = {"high": message("high"), "critical": message("critical")}
_PARTS = tuple(part.name for part in fields(Impact))
_ONLY_FOR = {
    "opportunity": ("exploit", "enhance", "share"),
    "threat": ("avoid", "mitigate", "transfer"),
}
"""Strategies that only one kind of risk can have."""
_SIGNS = {sign: sign for sign in (">=", "<=", ">", "<")}
_SIGNS |= {
    "≥": ">=",
    "≤": "<=",
    "＞": ">",
    "＜": "<",
    "大于": ">",
    "超过": ">",
    "高于": ">",
    "小于": "<",
    "低于": "<",
}
_COMPARED = re.compile(rf"(.{{1,80}}?)({'|'.join(_SIGNS)}) {{0,3}}(-?[0-9]{{1,12}}(?:\.[0-9]{{1,6}})?) ?%?\Z")


@rule("rating-outside-scale", "error")
def rating_outside_scale(project: Project, house: House) -> Iterator[Finding]:
    """A probability or an impact is not a step of the portfolio's scales, which end at 5 by default.

    Example:
        # wrong
        risks:
          - {id: R1, title: SMS gateway late, probability: 6, impact: 1}
        # right
        risks:
          - {id: R1, title: SMS gateway late, probability: 5, impact: 1}
    """
    scales = house.settings.scales
    steps = {
        "probability": sorted(step.value for step in scales.probability),
        "impact": sorted(step.value for step in scales.impact),
    }
    for i, risk in enumerate(project.risks):
        for path, side, value in _ratings(risk):
            if value is not None and value not in steps[side]:
                text = message("`{field}` is {value}", field=str(path[-1]), value=value)
                hint = message("the steps of the scale: {steps}", steps=tuple(steps[side]))
                yield Finding(("risks", i, *path), text, hint)


@rule("risk-without-response", "warning")
def risk_without_response(project: Project, house: House) -> Iterator[Finding]:
    """An open high or critical risk has no response: no `response`, no `actions`, not accepted or escalated.

    Example:
        # wrong
        risks:
          - {id: R1, title: SMS gateway late, probability: 4, impact: 4, contingency: Messages in the app}
        # right
        risks:
          - id: R1
            title: SMS gateway late
            probability: 4
            impact: 4
            response: Sign a second supplier
            contingency: Messages in the app
    """
    for i, risk, found in _severe(project, house):
        if not responded(risk):
            text = message("{item} is {band} and has no response", item=named(risk), band=found)
            hint = message("write a `response`, or `strategy: accept` if it is accepted")
            yield Finding(("risks", i), text, hint)


@rule("risk-without-contingency", "info")
def risk_without_contingency(project: Project, house: House) -> Iterator[Finding]:
    """An open high or critical risk has a response, but no plan for the day it happens all the same.

    Example:
        # wrong
        risks:
          - {id: R1, title: SMS gateway late, probability: 4, impact: 4, response: Sign a second supplier}
        # right
        risks:
          - id: R1
            title: SMS gateway late
            probability: 4
            impact: 4
            response: Sign a second supplier
            contingency: Messages in the app
    """
    for i, risk, found in _severe(project, house):
        if responded(risk) and not risk.contingency and not risk.fallback:
            text = message("{item} is {band} and has no plan if it happens", item=named(risk), band=found)
            yield Finding(("risks", i), text, message("write a `contingency`"))


@rule("review-overdue", "warning")
def review_overdue(project: Project, house: House) -> Iterator[Finding]:
    """An open risk was to be looked at again, and nobody did.

    The next review is `review_every` after `reviewed`, or after `raised`.

    Example:
        # wrong
        risks:
          - {id: R1, title: SMS late, probability: 3, impact: 2, review_every: 2w, reviewed: 2026-10-01}
        # right
        risks:
          - {id: R1, title: SMS late, probability: 3, impact: 2, review_every: 2w, reviewed: 2026-11-19}
    """
    if not goes_on(project):
        return
    for i, risk in enumerate(project.risks):
        due = review_due(risk, calendar_of(project, house.settings)) if risk.status == "open" else None
        if due:
            text = plural(
                "the review of {item} is {n} day overdue",
                "the review of {item} is {n} days overdue",
                DaysSince(due),
                item=named(risk),
            )
            field = "reviewed" if risk.reviewed else "review_every"
            hint = message("look at probability and impact, and write `reviewed`")
            yield Finding(("risks", i, field), text, hint, since=due + DAY)


@rule("trigger-met", "warning")
def trigger_met(project: Project, _: House) -> Iterator[Finding]:
    """The last measurement of a metric meets the trigger of an open risk: it is happening.

    Example:
        # wrong
        metrics:
          - {id: K3, title: Returns, unit: "%", direction: down, target: 4}
        measurements:
          2026-11-15: {K3: 6.2}
        risks:
          - {id: R1, title: Returns, probability: 3, impact: 2, trigger: {metric: K3, op: ">", value: 5}}
        # right
        metrics:
          - {id: K3, title: Returns, unit: "%", direction: down, target: 4}
        measurements:
          2026-11-15: {K3: 6.2}
        risks:
          - id: R1
            title: Returns
            probability: 3
            impact: 2
            trigger: {metric: K3, op: ">", value: 5}
            status: occurred
            contingency: Call everybody who sends something back
    """
    if not goes_on(project):
        return
    known = by_name(project.metrics)
    for i, risk in enumerate(project.risks):
        trigger = risk.trigger
        metric = known.get(trigger.metric) if trigger and risk.status == "open" else None
        values = series(metric, known, date.max) if metric else ()
        if trigger and metric and values and meets(trigger, values[-1].value):
            text = message(
                "{item} has met its trigger: {metric} was {value} on {day}",
                item=named(risk),
                metric=named(metric),
                value=quantity(values[-1].value, metric.unit),
                day=values[-1].date,
            )
            hint = message("write `status: occurred` and carry out the `contingency`, or correct the trigger")
            yield Finding(("risks", i, "trigger"), text, hint, since=values[-1].date)


@rule("trigger-in-words", "info")
def trigger_in_words(project: Project, _: House) -> Iterator[Finding]:
    """The words of a trigger compare a metric with a number, so that it could be looked at with each build.

    A trigger in words is for people to judge. Whether the metric has got there nobody is told.

    Example:
        # wrong
        metrics:
          - {id: K3, title: Returns, unit: "%", direction: down, target: 4}
        risks:
          - {id: R1, title: Returns, probability: 3, impact: 2, trigger: K3 > 5}
        # right
        metrics:
          - {id: K3, title: Returns, unit: "%", direction: down, target: 4}
        risks:
          - {id: R1, title: Returns, probability: 3, impact: 2, trigger: {metric: K3, op: ">", value: 5}}
    """
    metrics = by_name(project.metrics) | {text: one for one in project.metrics for text in one.title.forms}
    for i, risk in enumerate(project.risks) if goes_on(project) else ():
        found = _COMPARED.match(next(iter(risk.trigger.text.forms), "")) if risk.trigger else None
        metric = metrics.get(found[1].strip()) if found else None
        if found and metric and risk.status == "open":
            written = f'{{metric: {metric.id}, op: "{_SIGNS[found[2]]}", value: {found[3]}}}'
            text = message("nobody looks whether {metric} has got there", metric=named(metric))
            hint = message("write `trigger: {written}`", written=written)
            yield Finding(("risks", i, "trigger"), text, hint)


@rule("closed-without-reason", "info")
def closed_without_reason(project: Project, _: House) -> Iterator[Finding]:
    """A risk is closed while the project goes on, and nothing says why it cannot happen any more.

    Example:
        # wrong
        risks:
          - {id: R1, title: SMS late, probability: 1, impact: 4, status: closed}
        # right
        risks:
          - {id: R1, title: SMS late, probability: 1, impact: 4, status: closed, close_reason: It is signed}
    """
    for i, risk in enumerate(project.risks) if goes_on(project) else ():
        if risk.status == "closed" and not risk.close_reason:
            text = message("{item} is closed without a reason", item=named(risk))
            yield Finding(("risks", i, "status"), text, message("write a sentence: `close_reason: …`"))


@rule("occurred-without-action", "warning")
def occurred_without_action(project: Project, _: House) -> Iterator[Finding]:
    """A risk has occurred, and nothing says what is done about it: no `actions`, no `contingency`.

    Example:
        # wrong
        risks:
          - {id: R1, title: SMS gateway late, probability: 5, impact: 4, status: occurred}
        # right
        risks:
          - {id: R1, title: SMS gateway late, probability: 5, impact: 4, status: occurred, actions: [A1]}
        actions:
          - {id: A1, title: Sign the second supplier, owner: 赵敏, due: 2026-12-01}
    """
    if not goes_on(project):
        return
    for i, risk in enumerate(project.risks):
        if risk.status == "occurred" and not (risk.actions or risk.contingency or risk.response):
            text = message("{item} has occurred, and nothing says what is done about it", item=named(risk))
            yield Finding(
                ("risks", i, "status"), text, message("name the `actions`, or write a `contingency`")
            )


@rule("residual-above-rating", "warning")
def residual_above_rating(project: Project, _: House) -> Iterator[Finding]:
    """A threat is to be worse after the response than it was before it.

    Example:
        # wrong
        risks:
          - {id: R1, title: SMS late, probability: 3, impact: 2, residual_target: {probability: 4, impact: 4}}
        # right
        risks:
          - {id: R1, title: SMS late, probability: 3, impact: 2, residual_target: {probability: 2, impact: 2}}
    """
    for i, risk in enumerate(project.risks):
        if risk.kind != "threat" or risk.status != "open" or risk.residual_target is None:
            continue
        wanted = rated(risk.residual_target)
        before = rated(risk.inherent) if risk.inherent else score(risk)
        if before is not None and wanted > before:
            text = message(
                "the residual target of {item} is {wanted}, above its score of {score} without a response",
                item=named(risk),
                wanted=wanted,
                score=before,
            )
            hint = message("correct `residual_target`, or the rating it is compared with")
            yield Finding(("risks", i, "residual_target"), text, hint)


@rule("strategy-of-other-kind", "warning")
def strategy_of_other_kind(project: Project, _: House) -> Iterator[Finding]:
    """A threat has a strategy for opportunities, or the other way round.

    Threats are avoided, mitigated or transferred; opportunities exploited, enhanced or shared.

    Example:
        # wrong
        risks:
          - {id: R1, title: More guests, probability: 3, impact: 3, strategy: enhance}
        # right
        risks:
          - {id: R1, title: More guests, probability: 3, impact: 3, strategy: enhance, kind: opportunity}
    """
    for i, risk in enumerate(project.risks):
        if risk.kind == "threat" and risk.strategy in _ONLY_FOR["opportunity"]:
            text = message(
                "{item} is a threat, and `{strategy}` is for opportunities",
                item=named(risk),
                strategy=risk.strategy,
            )
        elif risk.kind == "opportunity" and risk.strategy in _ONLY_FOR["threat"]:
            text = message(
                "{item} is an opportunity, and `{strategy}` is for threats",
                item=named(risk),
                strategy=risk.strategy,
            )
        else:
            continue
        yield Finding(("risks", i, "strategy"), text, _other_strategy(risk))


def _other_strategy(risk: Risk) -> Message:
    words = tuple(f"`{word}`" for word in (*_ONLY_FOR[risk.kind], "accept", "escalate"))
    return message("write one of {strategies}, or correct `kind`", strategies=words)


def _severe(project: Project, house: House) -> Iterator[tuple[int, Risk, Message]]:
    """The open threats that are high or critical, while work goes on."""
    for i, risk in enumerate(project.risks) if goes_on(project) else ():
        points = score(risk) if risk.kind == "threat" and risk.status == "open" else None
        found = band(points, house.settings.scales) if points is not None else "low"
        if found in _BANDS:
            yield i, risk, _BANDS[found]


def _ratings(risk: Risk) -> Iterator[tuple[tuple[str, ...], str, int | None]]:
    """Every rating of a risk: its path in the risk, its side of the matrix, its value."""
    yield ("probability",), "probability", risk.probability
    for part in _PARTS:
        # An impact written as one number is read as the overall one.
        path = ("impact",) if part == "overall" else ("impact", part)
        yield path, "impact", getattr(risk.impact, part)
    for name in ("inherent", "residual_target"):
        if found := getattr(risk, name):
            yield (name, "probability"), "probability", found.probability
            yield (name, "impact"), "impact", found.impact


RULES = (
    rating_outside_scale,
    risk_without_response,
    risk_without_contingency,
    review_overdue,
    trigger_met,
    trigger_in_words,
    closed_without_reason,
    occurred_without_action,
    residual_above_rating,
    strategy_of_other_kind,
)
