"""The newest commits as an Atom feed (RFC 4287): what feed readers and chat tools follow.

Ids are made of the commit and of what the feed is about, so that they stay when a site moves.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from opsgen.export.imprint import folder
from opsgen.text import one_line, plain
from opsgen.words import message, plural

if TYPE_CHECKING:
    from opsgen.render import Renderer
    from opsgen.views import Edition, Feed, Page
    from opsgen.views.past.told import Line, Told
    from opsgen.words import Words

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for, not even escaped."""
_MOST_LINES = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """A commit as a feed tells it."""

    id: str
    title: str
    updated: str
    author: str
    page: str
    lines: tuple[str, ...]


def atom(page: Page, feed: Feed, renderer: Renderer, site_url: str) -> bytes:
    """The bytes of a feed that stands beside its page; links are relative where the site has no address."""
    edition = renderer.edition
    home = folder(edition, site_url)
    address = posixpath.splitext(page.path)[0] + ".html"
    where = f"{home}{quote(address)}" if home else quote(posixpath.basename(address))
    context = {
        "id": _id(edition, "feed", feed.project),
        "title": _text(_title(edition, feed, renderer.words)),
        "author": _text(renderer.words.pick(edition.settings.title)) or "opsgen",
        "updated": _newest(edition, feed),
        "address": f"{home}{quote(feed.path)}" if home else "",
        "page": where,
        "entries": tuple(_entry(edition, feed, told, where, renderer.words) for told in feed.commits),
    }
    template = renderer.environment.get_template("feeds/changes.xml.j2")
    return template.render(**context).lstrip().encode()


def _title(edition: Edition, feed: Feed, say: Words) -> str:
    title = edition.settings.title
    return (
        feed.title
        if feed.project or not title
        else say.say(message("{portfolio}: {title}", portfolio=title, title=feed.title))
    )


def _entry(edition: Edition, feed: Feed, told: Told, page: str, say: Words) -> Entry:
    lines = (*told.lines, *told.details)
    shown = [_line(line, say, named=not feed.project) for line in lines[:_MOST_LINES]]
    left = len(lines) - len(shown) + told.more
    if left:
        shown.append(say.say(plural("and {n} more change", "and {n} more changes", left)))
    return Entry(
        id=_id(edition, told.id, feed.project),
        title=_headline(lines, told.more, say, named=not feed.project),
        updated=_stamp(told.at),
        author=_text(told.author),
        page=f"{page}#{quote(told.anchor)}",
        lines=tuple(shown),
    )


def _headline(lines: tuple[Line, ...], more: int, say: Words, *, named: bool) -> str:
    """The gravest change, and how many there are beside it."""
    first = _line(lines[0], say, named=named)
    others = len(lines) - 1 + more
    if not others:
        return first
    return say.say(plural("{first} (and {n} more)", "{first} (and {n} more)", others, first=first))


def _line(line: Line, say: Words, *, named: bool) -> str:
    project = say.pick(line.project)
    sentence = line.sentence
    if named and project:
        sentence = say.say(message("{project}: {sentence}", project=project, sentence=sentence))
    return _text(sentence)


def _id(edition: Edition, of: str, project: str) -> str:
    """An id that no other thing has, of this or of another workspace."""
    settings = edition.settings
    workspace = settings.repo_url or settings.site_url or " / ".join(settings.title.forms)
    return uuid5(NAMESPACE_URL, f"opsgen:{workspace}:{project}:{of}:{edition.lang}").urn


def _newest(edition: Edition, feed: Feed) -> str:
    """When the last of it landed; of an empty feed the status date."""
    newest = max((told.at for told in feed.commits if told.at), default=None)
    return _stamp(newest or datetime.combine(edition.as_of, time(), UTC))


def _stamp(at: datetime | None) -> str:
    assert at is not None
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(text: str) -> str:
    """A text that XML can hold, on one line."""
    return one_line(_NOT_XML.sub("\ufffd", plain(text)))
