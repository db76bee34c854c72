"""An update as text for chat tools: short, no tables, and nothing in it that they would obey."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING, Literal
from unicodedata import east_asian_width

from opsgen.derive.period import frequency_of
from opsgen.drafts.point import on
from opsgen.problem import visible
from opsgen.words import Day, Message, message, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from opsgen.calendar import Period
    from opsgen.drafts.point import Wanted
    from opsgen.drafts.update import UpdateDraft
    from opsgen.words import Words

    Said = tuple[Message, Message | None]

Form = Literal["text", "markdown"]
_LONGEST = 240
"""Columns of a point, of which a Chinese character takes two; more is on the page of the project."""
_WORD = 20
_OBEYED = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "<>@&"})
"""What even plain text may mean there: people and everybody are named so."""
_MARKS = str.maketrans({c: chr(ord(c) + 0xFEE0) for c in "*_`[]~|\\#$"})
"""What markdown may mean. Not every tool knows backslashes before them, so their wide forms stand instead."""
_LEADING = re.compile(r"\A(?:[-+=]|\d+[.)])")


def chat(draft: UpdateDraft, lang: str, form: Form, person: Callable[[str], str] = str) -> str:
    """The update as a message of a chat: the parts that have something to say, one line a point."""
    writer = Writer(words(lang), form)
    return "\n".join(_lines(draft, writer, person)) + "\n"


def _lines(draft: UpdateDraft, writer: Writer, person: Callable[[str], str]) -> Iterator[str]:
    title = message("{title}, {period}", title=draft.title, period=period_title(draft.days.period))
    yield writer.heading(title)
    yield writer.plain(draft.light)
    near = draft.days.until
    parts: tuple[tuple[Message, Iterable[Said]], ...] = (
        (message("Key figures"), ((one, None) for one in draft.numbers)),
        (message("Done in this time"), ((one, None) for one in draft.done)),
        (message("Planned next"), ((one, None) for one in draft.next)),
        (message("Risks and problems"), ((one, None) for one in draft.attention)),
        (message("Help needed"), ((one.text, of_whom(one, person, near)) for one in draft.help)),
    )
    for name, points in parts:
        if shown := list(points):
            yield ""
            yield writer.part(name)
            yield from (writer.point(said, behind) for said, behind in shown)


def period_title(span: Period) -> Message:
    """What the report of a period is called: `week 47 (16 Nov – 22 Nov)`, `第 47 周周报（…）`."""
    if frequency_of(span) == "weekly":
        first, last = Day(span.start), Day(span.finish)
        week = span.start.isocalendar().week
        return message("week {week} ({first} – {last})", week=week, first=first, last=last)
    return message("{period} report", period=span.label)


def of_whom(one: Wanted, person: Callable[[str], str], near: date) -> Message | None:
    """Of whom something is wanted, and until when."""
    day = on(one.due, near) if one.due else None
    if one.from_ and day:
        return message("({who}, by {day})", who=person(one.from_), day=day)
    if one.from_:
        return message("({who})", who=person(one.from_))
    return message("(by {day})", day=day) if day else None


class Writer:
    """Lines of one form: as plain text, or with the marks of chat tools."""

    def __init__(self, say: Words, form: Form) -> None:
        self._say, self._marked = say, form == "markdown"

    def heading(self, said: Message) -> str:
        """What the message is about."""
        line = self.plain(said)
        return f"**{line}**" if self._marked else self._say.say(message("[{said}]", said=line))

    def part(self, said: Message) -> str:
        """What the points below are."""
        line = self.plain(said)
        return f"**{line}**" if self._marked else self._say.say(message("{said}:", said=line))

    def point(self, said: Message, behind: Message | None = None) -> str:
        """A point; however long it is, what stands behind it is not cut off."""
        end = self.plain(behind) if behind else ""
        if end.startswith("("):
            end = f" {end}"
        return f"{'-' if self._marked else '•'} {self.plain(said, _LONGEST - _width(end))}{end}"

    def plain(self, said: Message, most: int = _LONGEST) -> str:
        """A sentence on one line, in which nothing means anything but itself."""
        text = " ".join(visible(" ".join(self._say.say(said).split())).split())
        text = _short(text, most).translate(_OBEYED)
        if not self._marked:
            return text
        return _LEADING.sub(lambda found: _wide(found[0]), text.translate(_MARKS))


def _short(text: str, most: int) -> str:
    """No more than the beginning of a long text; no word is cut through where words are short."""
    if _width(text) <= most:
        return text
    ends = accumulate(map(_width, text))
    begin = text[: sum(end < most for end in ends)]
    head, space, tail = begin.rpartition(" ")
    return (head if space and len(tail) < _WORD else begin).rstrip() + "…"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _wide(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) for c in text)
