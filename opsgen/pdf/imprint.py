"""What a handout says of itself in its metadata, so that years later it can be made again."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

KEY = "opsgen"
"""The entry of the document information that holds it, as JSON."""


@dataclass(frozen=True, slots=True)
class Imprint:
    """What was printed, for whom, of which data, and by what."""

    report: str
    lang: str
    audience: str
    as_of: str
    """The status date, YYYY-MM-DD."""
    project: str = ""
    item: str = ""
    commit: str = ""
    """Full id of the commit of the data; empty where it has none."""
    numbers: str = ""
    """Full id of the commit whose measurements count, where that is another one."""
    plans: str = ""
    """What the version is called whose plans stand beside these; empty where none does."""
    against: str = ""
    """Full id of its commit."""
    last_good: bool = False
    """Whether anything in it is of an older version, because its files had errors."""
    draft: bool = False
    """Whether the data had changes that were not committed."""
    templates: str = ""
    """A digest of the templates."""
    opsgen: str = ""
    """The version of this program."""
    content: str = ""
    """A digest of what was to be printed: the text with its style."""
    engines: Mapping[str, str] = field(default_factory=dict)
    """The versions of what printed it."""

    def said(self) -> str:
        """The imprint as JSON on one line, in ASCII."""
        return json.dumps(asdict(self), sort_keys=True, separators=(",", ":"))


def imprint(said: str) -> Imprint | None:
    """The imprint that this text is; None for any other text."""
    try:
        found = Imprint(**json.loads(said))
    except (ValueError, TypeError):
        return None
    words = {
        name: value for name, value in asdict(found).items() if name not in ("draft", "engines", "last_good")
    }
    plain = all(isinstance(word, str) for word in words.values())
    return found if plain and isinstance(found.engines, dict) else None
