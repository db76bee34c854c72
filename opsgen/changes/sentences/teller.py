"""What a sentence about a change is made of: what the item is called, and its values as readers know them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from opsgen.changes.labels import type_of, word_label
from opsgen.model import Scales
from opsgen.words import Day, Measured, Message, Money, Text, message

if TYPE_CHECKING:
    from collections.abc import Callable

    from opsgen.changes.change import Change

NOTHING = message("nothing")
_SCALES = Scales()
_MOST = 120
"""Characters of a text that a sentence gives."""
_CUT_WORD = re.compile(r"(?<=[^A-Za-z0-9])[A-Za-z0-9'’-]{1,20}$")
"""The beginning of a word at the end of what is kept; an endless one is cut all the same."""


@dataclass(frozen=True, slots=True)
class Teller:
    """How people are named, in which currency amounts are where the file names none, what risks weigh."""

    currency: str = "CNY"
    person: Callable[[str], str] = str
    """What a person is called for those who read it."""
    scales: Scales = _SCALES
    """The bands of the scores of risks."""

    def values(self, change: Change) -> tuple[object, object]:
        """Both values as readers know them: labels of choices, people by their names, amounts in words."""
        if isinstance(change.old, date) or isinstance(change.new, date):
            return dates(change)
        return self.value(change, change.old), self.value(change, change.new)

    def value(self, change: Change, given: object) -> object:
        """A value of the change's field as readers know it."""
        if isinstance(given, Decimal):
            return self.money(change, given)
        if isinstance(given, str) and given:
            kind = type_of(change.kind, change.field)
            if kind == "choice":
                return word_label(change.kind, change.field, given)
            return self.person(given) if kind == "person" else value(given)
        if isinstance(given, int | float) and not isinstance(given, bool):
            return Measured(given, "%") if type_of(change.kind, change.field) == "percent" else value(given)
        if isinstance(given, tuple):
            return tuple(self.value(change, part) for part in given)
        return value(given)

    def money(self, change: Change, amount: Decimal) -> object:
        """An amount of a change, in the currency that it names."""
        return Money(amount, change.unit or self.currency)


def what(change: Change, noun: Message | Text) -> Message:
    """The item with its kind, id and title: `milestone M3 “Load test passed”`, `里程碑 M3「压测通过」`."""
    if change.item in ("", " / ".join(change.title.forms), *change.title.forms):
        return message("{noun} “{title}”", noun=noun, title=line(change.title))
    return message("{noun} {id} “{title}”", noun=noun, id=change.item, title=line(change.title))


def line(text: Text) -> Text:
    """A text of the file on one line, the end of a long one left out; each language on its own."""
    plain, zh, en = (one if one is None else shortened(one) for one in (text.plain, text.zh, text.en))
    return Text(plain or "", zh, en)


def shortened(text: str, most: int = _MOST) -> str:
    """A text on one line, at most so many characters of it; a Latin word is left out rather than cut."""
    found = " ".join(text.split())
    if len(found) <= most:
        return found
    kept = found[: most - 1]
    if found[most - 1].isascii() and found[most - 1].isalnum():
        kept = _CUT_WORD.sub("", kept)
    return kept.rstrip() + "…"


def value(given: object) -> object:
    """A value for a sentence: nothing in words, texts on one line."""
    if given is None:
        return NOTHING
    if isinstance(given, Text):
        return line(given)
    if isinstance(given, str):
        return shortened(given)
    if isinstance(given, bool):
        return message("yes") if given else message("no")
    return given


def dates(change: Change) -> tuple[object, object]:
    """Both dates, without the year where it is the same."""
    old, new = change.old, change.new
    if isinstance(old, date) and isinstance(new, date) and old.year == new.year:
        return Day(old), Day(new)
    return value(old), value(new)
