"""One point of a draft, and how points name things, days and people."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.changes.labels import entity
from opsgen.changes.sentences.teller import line
from opsgen.words import Day, Message, Started, Text, message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from opsgen.changes.sentences import Teller
    from opsgen.derive.standing import Called
    from opsgen.model import Project

LEVELS = ("north_star", "key", "supporting")
MOST = 7
"""So many points has a part of a draft at most."""


@dataclass(frozen=True, slots=True)
class Point:
    """One line of a draft; `weight` puts the most important first."""

    text: Message
    weight: int
    about: tuple[str, str] = ("", "")
    """The list and the item it speaks of, so that nothing is said twice."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What others have to do: who, as the data names them, and until when."""

    text: Message
    from_: str = ""
    due: date | None = None
    about: tuple[str, str] = ("", "")
    """The list and the item it speaks of, so that it is no point elsewhere too."""


def point(text: Message, weight: int, kind: str = "", item: Called | None = None) -> Point:
    """A point about an item, as a line that starts with a capital letter."""
    about = about_of(kind, item) if item else (kind, "")
    return Point(Message("{said}", (("said", Started(text)),)), weight, about)


def about_of(kind: str, item: Called) -> tuple[str, str]:
    """The list and the name of an item, as points speak of it."""
    return kind, item.id or " / ".join(item.title.forms)


def foremost(
    points: Iterable[Point], of_a_kind: int = MOST, told: Iterable[tuple[str, str]] = ()
) -> tuple[Message, ...]:
    """The most important ones, each item once and each sentence once, and only some of one kind.

    What is `told` elsewhere is left out.
    """
    elsewhere = {about for about in told if about[1]}
    found: dict[tuple[str, str], Point] = {}
    for one in sorted((one for one in points if one.about not in elsewhere), key=lambda one: one.weight):
        found.setdefault(one.about if one.about[1] else ("", repr(one.text)), one)
    seen: Counter[str] = Counter()
    chosen: list[Message] = []
    for one in found.values():
        seen[one.about[0]] += 1
        if seen[one.about[0]] <= of_a_kind:
            chosen.append(one.text)
    return tuple(chosen[:MOST])


def noun(kind: str, item: Called) -> Message:
    """An item with what it is: `milestone M3 “Load test passed”`, `里程碑 M3「压测通过」`."""
    if not item.id:
        return message("{noun} “{title}”", noun=entity(kind), title=line(item.title))
    return message("{noun} {id} “{title}”", noun=entity(kind), id=item.id, title=line(item.title))


def called(item: Called) -> Message:
    """An item by its id and title alone, on one line."""
    title = line(item.title)
    return (
        message("{id} “{title}”", id=item.id, title=title) if item.id else message("“{title}”", title=title)
    )


def by(text: Message, owner: str, project: Project, teller: Teller) -> Message:
    """The text with who does it, where that is not who answers for the project."""
    if not owner or owner == project.owner:
        return text
    return message("{said} ({by})", said=text, by=teller.person(owner))


def why(text: Message, reason: Text) -> Message:
    """The text with the reason that somebody wrote, if anybody did."""
    return message("{said}: {reason}", said=text, reason=line(reason)) if reason else text


def on(day: date, near: date) -> Day | date:
    """A day as a sentence says it: without its year where that is this one."""
    return Day(day) if day.year == near.year else day
