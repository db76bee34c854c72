"""YAML with the place of every node, for whoever edits text without touching the rest of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from opsgen.load.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Iterator

Node = Any
"""A `yaml.Node`: `id`, `value`, `flow_style` (whether it stands in brackets), `start_mark`, `end_mark`."""

Token = Any
"""A `yaml.Token`: `id`, which is its sign, or a name in angle brackets; `start_mark`, `end_mark`."""

_LOADER: type[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def nodes(text: str) -> Node | None:
    """The node at the top, each node with its marks; None for an empty text.

    Raises:
        ValueError: where the text is no YAML.
    """
    try:
        return yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def plain(text: str) -> Any:
    """Mappings, lists and texts; nothing is taken for a number or a date."""
    return yaml.load(text, Loader=_LOADER)


def tokens(text: str) -> Iterator[Token]:
    """What YAML reads a text as, sign by sign; comments are none.

    Ask only of what `load.parse` could read: it keeps limits.
    """
    parser = Parser(text)
    try:
        while parser.check_token():
            yield parser.get_token()
    finally:
        parser.dispose()
