"""The names of the portfolio's categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.model import Categories
from opsgen.words import Text

if TYPE_CHECKING:
    from opsgen.views.edition import Edition


def category_title(category: str, edition: Edition) -> Text:
    """What the portfolio calls a category; one that it names by its id alone has the name of the house."""
    house = {one.id: one.title for one in Categories().risk}
    own = {one.id: one.title for one in edition.settings.categories.risk if one.title.forms != (one.id,)}
    return {**house, **own}.get(category, Text(category))
