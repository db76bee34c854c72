"""Rules about `portfolio.yaml`."""

from __future__ import annotations

from itertools import islice, pairwise
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opsgen.rules.rule import Finding, whole_rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Settings
    from opsgen.portfolio import House, Whole

_BANDS = ("low", "medium", "high", "critical")
_ALL = 100


@whole_rule("unknown-timezone", "error")
def unknown_timezone(whole: Whole, _: House) -> Iterator[Finding]:
    """The time zone of the portfolio does not exist.

    Example:
        # wrong
        # in portfolio.yaml
        timezone: Beijing
        # right
        # in portfolio.yaml
        timezone: Asia/Shanghai
    """
    if whole.kind != "portfolio":
        return
    name = whole.value.timezone
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, a folder of the data base
        text = message("there is no time zone `{name}`", name=name)
        yield Finding(("timezone",), text, message("write a name such as Asia/Shanghai"))


@whole_rule("scale-out-of-order", "error")
def scale_out_of_order(whole: Whole, _: House) -> Iterator[Finding]:
    """A step of a scale is not above the step before it.

    Example:
        # wrong
        # in portfolio.yaml
        scales:
          impact: [{value: 1, title: Low}, {value: 3, title: High}, {value: 2, title: Medium}]
        # right
        # in portfolio.yaml
        scales:
          impact: [{value: 1, title: Low}, {value: 2, title: Medium}, {value: 3, title: High}]
    """
    if whole.kind != "portfolio":
        return
    for name in ("probability", "impact"):
        for i, (before, step) in enumerate(pairwise(getattr(whole.value.scales, name)), 1):
            if step.value <= before.value:
                text = message(
                    "step {value} stands after step {before}", value=step.value, before=before.value
                )
                hint = message("write the steps from the lowest to the highest, each once")
                yield Finding(("scales", name, i, "value"), text, hint)


@whole_rule("bands-out-of-order", "error")
def bands_out_of_order(whole: Whole, _: House) -> Iterator[Finding]:
    """The bands of the risk matrix do not begin at 1 and rise: low, medium, high, critical.

    Example:
        # wrong
        # in portfolio.yaml
        scales:
          bands: [{id: low, from: 1}, {id: medium, from: 5}, {id: high, from: 15}, {id: critical, from: 10}]
        # right
        # in portfolio.yaml
        scales:
          bands: [{id: low, from: 1}, {id: medium, from: 5}, {id: high, from: 10}, {id: critical, from: 15}]
    """
    if whole.kind != "portfolio":
        return
    bands = whole.value.scales.bands
    hint = message("write them from `low` to `critical`, the first from 1, each from a higher score")
    if bands and bands[0].from_ > 1:
        text = message("the lowest band begins at {score}, so lower scores have none", score=bands[0].from_)
        yield Finding(("scales", "bands", 0, "from"), text, hint)
    for i, (before, band) in enumerate(pairwise(bands), 1):
        if band.from_ <= before.from_ or _BANDS.index(band.id) <= _BANDS.index(before.id):
            text = message(
                "`{band}` from {score} stands after `{before}` from {other}",
                band=band.id,
                score=band.from_,
                before=before.id,
                other=before.from_,
            )
            yield Finding(("scales", "bands", i), text, hint)


@whole_rule("band-out-of-reach", "warning")
def band_out_of_reach(whole: Whole, _: House) -> Iterator[Finding]:
    """No risk can ever be in a band: it begins above the highest score of the matrix.

    The bands of the house begin at 1, 5, 10 and 15; a smaller matrix needs its own.

    Example:
        # wrong
        # in portfolio.yaml
        scales:
          probability: [{value: 1, title: Low}, {value: 2, title: Medium}, {value: 3, title: High}]
          impact: [{value: 1, title: Low}, {value: 2, title: Medium}, {value: 3, title: High}]
        # right
        # in portfolio.yaml
        scales:
          probability: [{value: 1, title: Low}, {value: 2, title: Medium}, {value: 3, title: High}]
          impact: [{value: 1, title: Low}, {value: 2, title: Medium}, {value: 3, title: High}]
          bands: [{id: low, from: 1}, {id: medium, from: 3}, {id: high, from: 6}]
    """
    if whole.kind != "portfolio":
        return
    scales = whole.value.scales
    highest = [max((step.value for step in side), default=0) for side in (scales.probability, scales.impact)]
    reach = highest[0] * highest[1]
    beyond = ((i, band) for i, band in enumerate(scales.bands) if reach and band.from_ > reach)
    for i, first in islice(beyond, 1):
        text = message(
            "`{band}` begins at {score}, and the highest score is {reach}",
            band=first.id,
            score=first.from_,
            reach=reach,
        )
        hint = message("write `bands` that fit the steps of the two scales")
        yield Finding(("scales", "bands", i), text, hint)


@whole_rule("threshold-above-tolerance", "warning")
def threshold_above_tolerance(whole: Whole, _: House) -> Iterator[Finding]:
    """Lights stay green until all of the tolerance is used up, so that amber never warns.

    Example:
        # wrong
        # in portfolio.yaml
        health: {thresholds: {green_pct: 100}}
        # right
        # in portfolio.yaml
        health: {thresholds: {green_pct: 50}}
    """
    if whole.kind != "portfolio":
        return
    settings: Settings = whole.value
    green = settings.health.thresholds.green_pct
    if green >= _ALL:
        text = message("`green_pct` is {value}, so that nothing is ever amber", value=float(green))
        hint = message("write a percentage of the tolerance below 100, 50 for half of it")
        yield Finding(("health", "thresholds", "green_pct"), text, hint)


RULES = (
    unknown_timezone,
    scale_out_of_order,
    bands_out_of_order,
    band_out_of_reach,
    threshold_above_tolerance,
)
