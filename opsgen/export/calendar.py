"""Days as a file that calendars subscribe to: iCalendar (RFC 5545, RFC 7986), all-day events without a zone.

An event is known by its UID, which neither a new date nor a new title changes: it is made of the workspace,
the first known id of the project, the list, and the first known id of the item. Nothing is of the clock:
the stamps are those of commits, so that the same data makes the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vText

from opsgen import __version__
from opsgen.export.imprint import folder
from opsgen.text import one_line
from opsgen.views.entries import Entry, entry
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.derive.dated import Dated, Identity
    from opsgen.views import Dates, Edition
    from opsgen.words import Words

REFRESH = timedelta(hours=6)
"""How often whoever subscribes should look again."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_END = b"END:VCALENDAR\r\n"
_APART = "\x1f"


class Calendars:
    """Makes the files of one edition; an event that stands in several of them is written once."""

    def __init__(self, edition: Edition, say: Words, site_url: str) -> None:
        self._edition = edition
        self._say = say
        self._folder = folder(edition, site_url)
        self._events: dict[Identity, bytes] = {}

    def file(self, dates: Dates) -> bytes:
        """The bytes of one calendar."""
        head = self._head(dates.title)
        assert head.endswith(_END)
        return head[: -len(_END)] + b"".join(map(self._event, dates.days)) + _END

    def _head(self, title: str) -> bytes:
        made, name = Calendar(), vText(one_line(title) or "opsgen")
        made.add("version", "2.0")
        made.add("prodid", f"-//opsgen//opsgen {__version__}//{self._edition.lang.upper()}")
        made.add("calscale", "GREGORIAN")
        made.add("name", name)
        made.add("x-wr-calname", name)
        made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT6H")
        made.add("last-modified", self._stamp)
        return bytes(made.to_ical(sorted=False))

    def _event(self, one: Dated) -> bytes:
        if one.identity not in self._events:
            self._events[one.identity] = self._made(one).to_ical(sorted=False)
        return self._events[one.identity]

    def _made(self, one: Dated) -> Event:
        made, of, moved = Event(), entry(self._edition, one), self._moved(one)
        made.add("uid", uid(self._edition, one))
        made.add("dtstamp", self._stamp)
        made.add("last-modified", moved or self._stamp)
        made.add("sequence", int((moved - _EPOCH).total_seconds()) // 60 if moved else 0)
        made.add("dtstart", one.day)
        made.add("dtend", one.day + timedelta(days=1))
        made.add("summary", self._summary(of))
        made.add("description", "\n".join(self._lines(of)))
        made.add("categories", [one_line(self._say.say(of.kind))])
        made.add("status", _status(one))
        made.add("transp", "TRANSPARENT")
        if self._folder:
            made.add("url", self._address(of))
        return made

    def _summary(self, of: Entry) -> str:
        """What it is, of what kind, and of which project."""
        named = {"title": of.title, "kind": of.kind, "project": of.project.title}
        if of.of.kind == "finish":
            return one_line(self._say.say(message("{title} ({kind})", title=of.title, kind=of.kind)))
        return one_line(self._say.say(message("{title} ({kind}, {project})", **named)))

    def _lines(self, of: Entry) -> Iterator[str]:
        """What else is known, each on a line of its own."""
        say, one = self._say, of.of
        found = [] if one.standing == "open" and not one.shaky else [(message("Status"), of.light[1])]
        if of.owner:
            found.append((message("Owner"), message("{name}", name=self._edition.person(of.owner))))
        if one.planned and one.planned != one.day:
            found.append((message("Original plan"), message("{day}", day=one.planned)))
        if of.amount:
            found.append((message("Amount"), message("{amount}", amount=of.amount)))
        for name, value in found:
            yield one_line(say.say(message("{name}: {value}", name=name, value=value)))

    def _address(self, of: Entry) -> str:
        page, anchor = of.at.page.removesuffix(".md") + ".html", of.at.anchor
        return self._folder + quote(page) + (f"#{quote(anchor)}" if anchor else "")

    def _moved(self, one: Dated) -> datetime | None:
        """When the history last tells of it; of a history that is not whole when the data was committed."""
        told = [self._newest[trace] for trace in one.traces if trace in self._newest]
        if told:
            return max(told)
        return None if self._edition.timeline.reach == "whole" else self._edition.provenance.date

    @cached_property
    def _newest(self) -> Mapping[tuple[str, str, str], datetime]:
        """When each item was last changed by somebody."""
        found: dict[tuple[str, str, str], datetime] = {}
        for landing in self._edition.timeline.landings:
            for change in landing.changes:
                if not change.by_time:
                    key, at = (change.project, change.kind, change.item), landing.commit.date
                    found[key] = max(found.get(key, at), at)
        return found

    @cached_property
    def _stamp(self) -> datetime:
        """When the data was committed; without a commit the status date."""
        return self._edition.provenance.date or datetime.combine(self._edition.as_of, time(), UTC)


def uid(edition: Edition, one: Dated) -> str:
    """What calendars know an event by: unlike that of any other, here or in another workspace."""
    settings = edition.settings
    workspace = settings.site_url or " / ".join(settings.title.forms)
    return str(uuid5(NAMESPACE_URL, _APART.join(("opsgen", workspace, *one.identity))))


def _status(one: Dated) -> str:
    if one.standing == "off":
        return "CANCELLED"
    return "TENTATIVE" if one.shaky and one.waits else "CONFIRMED"
