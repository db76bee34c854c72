"""The rule about characters that cannot be printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.glyphs import named, uncovered
from opsgen.portfolio.house import Whole
from opsgen.rules.rule import Finding, marked_values, whole_rule
from opsgen.words import LANGUAGES, Text, message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Path
    from opsgen.portfolio import House, Portfolio

_REPLACED = "\ufffd"
"""What stands for a character that must not be there, of which another finding tells."""


@whole_rule("missing-glyph", "warning")
def missing_glyph(whole: Whole, _: House) -> Iterator[Finding]:
    """A character is in none of the fonts of opsgen; a handout prints 〓 in its place.

    Emoji and rare characters of names are the usual reason. Pages show them, as far as the reader's
    machine can; paper cannot. Write the text differently, or allow it where nobody prints it. Where a
    handout has such a character from elsewhere, such as a file of numbers, it is told when it is printed.

    Example:
        # wrong
        milestones:
          - {id: M1, title: Launch 🎉, forecast: 2026-12-01}
        # right
        milestones:
          - {id: M1, title: Launch, forecast: 2026-12-01}
    """
    texts = list(_texts(whole))
    if not _lacking("".join(text for _, text in texts)):
        return
    for path, text in texts:
        lacking = _lacking(text)
        if lacking:
            said = message(
                "`{field}` is printed with 〓: no font of handouts has {characters}",
                field=_field(path),
                characters=named(lacking),
            )
            yield Finding(path, said, message("write it differently, or without"))


def told(portfolio: Portfolio) -> frozenset[str]:
    """The characters that the rule tells of, wherever they stand; who prints need not tell of them again."""
    wholes = (
        Whole("portfolio", "portfolio", portfolio.settings),
        Whole("people", "people", portfolio.people),
        *(Whole(f"meetings/{meeting.id}", "meeting", meeting) for meeting in portfolio.meetings),
        *(Whole(project.id, "project", project) for project in portfolio.projects),
    )
    return frozenset(uncovered("".join(text for whole in wholes for _, text in _texts(whole))))


def _lacking(text: str) -> str:
    return uncovered(text).replace(_REPLACED, "")


def _texts(whole: Whole) -> Iterator[tuple[Path, str]]:
    """What can be printed: the texts, in each language, and the names of people."""
    for path, _, text in marked_values(whole, "x-type", "text"):
        if isinstance(text, str):
            yield path, text
        elif isinstance(text, Text):
            yield from _forms(path, text)
    for path, kinds, name in marked_values(whole, "x-ref"):
        if "person" in kinds and isinstance(name, str):
            yield path, name


def _forms(path: Path, text: Text) -> Iterator[tuple[Path, str]]:
    if text.plain:
        yield path, text.plain
    for lang in ("zh", "en"):
        form = getattr(text, lang)
        if form:
            yield (*path, lang), form


def _field(path: Path) -> str:
    """The name of the field, whatever the language or the entry of a list."""
    return next(step for step in reversed(path) if isinstance(step, str) and step not in LANGUAGES)


RULES = (missing_glyph,)
