"""Rules about figures: ratings within the portfolio's scales, its categories, amounts to the cent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.rules.rule import Finding, reach, rule, whole_rule
from opsgen.schema import marked
from opsgen.schema.suggest import suggest
from opsgen.words import Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Category, Project
    from opsgen.portfolio import House, Whole

_CENTS = -2


@rule("rating-outside-scale", "error")
def rating_outside_scale(project: Project, house: House) -> Iterator[Finding]:
    """A probability or an impact is not a step of the portfolio's scales, which end at 5 by default.

    Example:
        risks:
          - {id: R1, title: SMS gateway late, probability: 6, impact: 4}
    """
    scales = house.settings.scales
    for pattern, kind in marked("project", "x-type"):
        if kind != "rating":
            continue
        scale = scales.probability if pattern[-1] == "probability" else scales.impact
        steps = sorted(step.value for step in scale)
        for path, value in reach(project, _as_read(pattern)):
            if isinstance(value, int) and value not in steps:
                text = message("`{field}` is {value}", field=pattern[-1], value=value)
                hint = message("the steps of the scale: {steps}", steps=tuple(steps))
                yield Finding(path[: len(pattern)], text, hint)


@rule("unknown-category", "error")
def unknown_category(project: Project, house: House) -> Iterator[Finding]:
    """A risk or a budget line has a category that is not in the portfolio's list; ids and both labels count.

    Example:
        risks:
          - {id: R1, title: SMS gateway late, probability: 3, impact: 4, category: 技术}     # or technical
    """
    categories = house.settings.categories
    for name, known in (("risks", categories.risk), ("budget", categories.budget)):
        words = {word.casefold() for category in known for word in _labels(category)}
        for path, written in reach(project, (name, "*", "category")):
            if written and written.casefold() not in words:
                yield Finding(
                    path,
                    message("there is no category `{name}`", name=written),
                    _category_hint(written, known),
                )


@whole_rule("money-decimals", "error")
def money_decimals(whole: Whole, _: House) -> Iterator[Finding]:
    """An amount has more than two decimals.

    Example:
        budget:
          - {id: B1, title: Advertising, planned: 1200.125}
    """
    for pattern, kind in marked(whole.kind, "x-type"):
        if kind != "money":
            continue
        for path, amount in reach(whole.value, pattern):
            exponent = amount.normalize().as_tuple().exponent if isinstance(amount, Decimal) else 0
            if isinstance(exponent, int) and exponent < _CENTS:
                text = message("the amount {amount} has more than two decimals", amount=str(amount))
                yield Finding(path, text, message("round it to cents"))


@rule("range-upside-down", "error")
def range_upside_down(project: Project, _: House) -> Iterator[Finding]:
    """The lowest value of a target range is above its highest.

    Example:
        metrics:
          - {id: K1, title: Stock days, target: {min: 30, max: 20}}
    """
    for path, target in reach(project, ("metrics", "*", "target")):
        if target.min is not None and target.max is not None and target.min > target.max:
            text = message("`min` {low} is above `max` {high}", low=target.min, high=target.max)
            yield Finding((*path, "min"), text)


def _as_read(pattern: tuple[str, ...]) -> tuple[str, ...]:
    """An impact written as one number is read as the overall one."""
    return (*pattern, "overall") if pattern == ("risks", "*", "impact") else pattern


def _labels(category: Category) -> set[str]:
    title = category.title
    return {word for word in (category.id, title.plain, title.zh, title.en) if word}


def _category_hint(written: str, known: tuple[Category, ...]) -> Message:
    labels = {word: category.id for category in known for word in _labels(category)}
    meant = suggest(written, [category.id for category in known], labels)
    if meant:
        return message("did you mean `{key}`?", key=meant)
    return message("known: {names}", names=tuple(map(_shown, known)))


def _shown(category: Category) -> Text:
    """The id, or its Chinese label for those who read Chinese."""
    return Text(plain=category.id, zh=category.title.zh or category.title.plain or None, en=category.id)


RULES = (rating_outside_scale, unknown_category, money_decimals, range_upside_down)
