"""Rules about the portfolio's lists of categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.rules.rule import Finding, reach, rule
from opsgen.schema.suggest import suggest
from opsgen.words import Message, Text, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Category, Project
    from opsgen.portfolio import House


@rule("unknown-category", "error")
def unknown_category(project: Project, house: House) -> Iterator[Finding]:
    """A risk or a budget line has a category that is not in the portfolio's list; ids and both labels count.

    Example:
        # wrong
        risks:
          - {id: R1, title: SMS gateway late, probability: 3, impact: 2, category: tech}
        # right
        risks:
          - {id: R1, title: SMS gateway late, probability: 3, impact: 2, category: technical}     # or 技术
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


def _labels(category: Category) -> tuple[str, ...]:
    return (category.id, *category.title.forms)


def _category_hint(written: str, known: tuple[Category, ...]) -> Message:
    labels = {word: category.id for category in known for word in _labels(category)}
    meant = suggest(written, [category.id for category in known], labels)
    if meant:
        return message("did you mean `{key}`?", key=meant)
    return message("known: {names}", names=tuple(map(_shown, known)))


def _shown(category: Category) -> Text:
    """The id, or its Chinese label for those who read Chinese."""
    return Text(plain=category.id, zh=category.title.zh or category.title.plain or None, en=category.id)


RULES = (unknown_category,)
