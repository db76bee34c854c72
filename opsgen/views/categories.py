"""The names of the portfolio's categories."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from opsgen.model import Categories
from opsgen.words import Text

if TYPE_CHECKING:
    from opsgen.model.settings import Category
    from opsgen.views.edition import Edition


def category_title(category: str, edition: Edition, of: Literal["risk", "budget"] = "risk") -> Text:
    """What the portfolio calls a category; one that it names by its id alone has the name of the house."""
    defaults: tuple[Category, ...] = getattr(Categories(), of)
    house = {one.id: one.title for one in defaults}
    listed: tuple[Category, ...] = getattr(edition.settings.categories, of)
    own = {one.id: one.title for one in listed if one.title.forms != (one.id,)}
    return {**house, **own}.get(category, Text(category))
