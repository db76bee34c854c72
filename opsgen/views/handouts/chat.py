"""The report of a week or month as a message for chat tools, which show neither tables nor PDF."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from opsgen.drafts.chat import Writer, of_whom, period_title
from opsgen.drafts.point import Wanted
from opsgen.views.states import RAG
from opsgen.words import Message, Started, Text, message, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.derive import Assessment
    from opsgen.drafts.chat import Form
    from opsgen.views.edition import Edition
    from opsgen.views.handouts.deviations import Deviation
    from opsgen.views.handouts.periods import Card, Need, Row, Told, Trouble
    from opsgen.views.period import Entry, Group
    from opsgen.views.since import Turn

    Said = tuple[Message, Message | None]
    Part = tuple[Message, Iterable[Said]]

ROWS = 30
"""Projects of a message about all; chat tools take some thousand characters."""
NEEDS = 10


def chat(report: Told, edition: Edition, only: Assessment | None, form: Form) -> str:
    """The report of one project, or of all, in the edition's language."""
    writer = Writer(words(edition.lang), form)
    lines = _of_one(report.cards[0], edition) if only else _of_all(report, edition)
    title = only.project.title if only else edition.settings.title
    heading = message("{title}, {period}", title=title, period=period_title(report.span))
    return "\n".join((writer.heading(heading), *_written(lines, writer))) + "\n"


def _written(said: Iterable[Message | Part], writer: Writer) -> Iterator[str]:
    for one in said:
        if isinstance(one, Message):
            yield writer.plain(one)
        elif points := [writer.point(*point) for point in one[1]]:
            yield from ("", writer.part(one[0]), *points)


def _of_one(card: Card, edition: Edition) -> Iterator[Message | Part]:
    yield _light(card.of, card.turn)
    if card.said:
        yield _plain(card.summary)
    else:
        yield message("No report on this period.")
    yield message("Done this period"), _alone(map(_plain, card.done))
    yield message("What the data says"), _alone(map(_group, card.became))
    coming = map(_plain, card.next) if card.next else map(_entry, _entries(card.coming))
    yield message("Planned next"), _alone(coming)
    yield message("Risks and problems"), map(_trouble, card.troubles)
    yield message("Deviations"), _alone(map(_deviation, card.deviations.shown))
    yield message("Help and decisions needed"), (_need(need, edition.as_of) for need in card.needs)


def _of_all(report: Told, edition: Edition) -> Iterator[Message | Part]:
    yield Message("{said}", (("said", Started(report.lead)),))
    yield message("Projects"), _alone(map(_row, report.rows[:ROWS]))
    if len(report.rows) > ROWS:
        yield message("{n} more on the site", n=len(report.rows) - ROWS)
    missing = message("Not reported yet") if report.now else message("Not reported")
    yield missing, (_owing(of.title, edition.person(of.owner)) for of in report.missing[:ROWS])
    needs = [(card.of.project.title, need) for card in report.cards for need in card.needs]
    yield message("Help and decisions needed"), (_need(n, edition.as_of, of) for of, n in needs[:NEEDS])
    if len(needs) > NEEDS:
        yield message("{n} more on the site", n=len(needs) - NEEDS)


def _alone(said: Iterable[Message]) -> Iterator[Said]:
    return ((one, None) for one in said)


def _plain(text: Text) -> Message:
    return message("{text}", text=text)


def _light(of: Assessment, turn: Turn | None) -> Message:
    """`Red (worse): what is wrong`."""
    return message("{light}: {reason}", light=_word(of, turn), reason=of.health.reason)


def _word(of: Assessment, turn: Turn | None) -> Message:
    light = RAG[of.health.overall][1]
    if turn is None or turn.course == "same":
        return light
    return message("{light} ({turn})", light=light, turn=turn.word)


def _row(row: Row) -> Message:
    """`Title: Red (worse); what its owner says, or why`."""
    said = row.summary if row.summary else row.of.health.reason
    return message(
        "{title}: {light}; {said}", title=row.of.project.title, light=_word(row.of, row.turn), said=said
    )


def _owing(title: Text, owner: str) -> Said:
    return message("{title}", title=title), message("({who})", who=owner) if owner else None


def _group(group: Group) -> Message:
    """Facts of one kind in one line."""
    facts = reduce(_joined, map(_entry, group.entries))
    return message("{kind}: {facts}", kind=group.title, facts=facts)


def _joined(first: Message, other: Message | Text) -> Message:
    return message("{said}; {more}", said=first, more=other)


def _entries(groups: Iterable[Group]) -> Iterator[Entry]:
    return (entry for group in groups for entry in group.entries)


def _entry(entry: Entry) -> Message:
    """`Achieved “Launch” 12 Nov`."""
    word, number, note = entry.light[1], entry.number, entry.note
    if entry.item is None:
        return message("{state} {number}", state=word, number=number)
    said = message("{state} “{title}”", state=word, title=entry.item.title)
    return message("{said} {more}", said=said, more=number or note) if number or note else said


def _trouble(one: Trouble) -> Said:
    said = message("{state}: {title}", state=one.light[1], title=one.title)
    if one.answer:
        said = _joined(said, one.answer)
    elif one.bare:
        said = _joined(said, message("no response yet"))
    return said, message("({who})", who=one.owner) if one.owner else None


def _deviation(one: Deviation) -> Message:
    return message(
        "{title}: {now} instead of {planned}, {by}",
        title=one.title,
        now=one.now,
        planned=one.planned,
        by=one.by,
    )


def _need(need: Need, near: date, of: Text | None = None) -> Said:
    """`Title: what is needed; what is recommended`, and of whom until when."""
    said = message("{state}: {title}", state=need.light[1], title=need.text)
    if need.more:
        said = _joined(said, need.more)
    if of is not None:
        said = message("{title}: {said}", title=of, said=said)
    return said, of_whom(Wanted(said, need.whom, need.due), str, near)
