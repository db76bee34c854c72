"""What the search knows of a generated page: its title with key words, and its items where they stand.

Everything is taken from the finished page, so that the search knows nothing which the page does not show.
"""

from __future__ import annotations

import html
import re
from bisect import bisect
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from opsgen.text import plain
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from opsgen.render import Rendered

WHOLE = ("meetings/", "method.md")
"""Pages that are the only place of what they say: they are read like those that somebody wrote by hand."""
_HOME = re.compile(r"projects/([^./]+)(?:\.details)?\.md|people\.md")
"""Pages where items are at home; all others repeat them. No id of a project has a full stop."""
_ALONE = ("status/", "people/")
"""Pages of which only the title is known: there are many, and they repeat items too."""
_TOGETHER = frozenset({"_phases", "_tasks", "_budget", "_feedback", "_actions", "_lessons"})
"""Sections of many small things: one entry names them all and leads to the section."""
_TAGS = r"tr|article|li|p"
_ITEM = re.compile(rf'<(?:{_TAGS})\b[^>]*?\bid="(?!_(?!p-))([^"]+)"[^>]*>')
_NAME = re.compile(
    r"<(th|h[2-6])\b[^>]*>(.*?)(?=</\1>|<(?:details|div|dl|ul|br)\b|<span class=\"ops-(?!id|lang))", re.DOTALL
)
_SECTION = re.compile(
    r'<h(2|3(?= id="_phases")) id="([^"]+)">(.*?)(?=<span class="ops-count">|</h\1>)', re.DOTALL
)
_LEAD = re.compile(r'<p class="ops-lead">(.*?)</p>', re.DOTALL)
_WHO = re.compile(
    r'<td [^>]*class="ops-who[^"]*">(.*?)</td>|'
    r'<th [^>]*>\s*<a href="[^"]*load\.html#_p-[^"]*">(.*?)</a>',
    re.DOTALL,
)
_TAG = re.compile(r"<[^>]*>")
_REACH = 3_000
"""So many characters of an item are looked through for its name, which stands in front."""


_Place = tuple[int, str, str]
"""Where something stands in a page, its anchor, and what it is called."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is found: its address in the site, its title and what else leads to it, both escaped."""

    location: str
    title: str
    text: str


def has_entries(rendered: Rendered) -> bool:
    """Whether the page is known by its entries; else by all of its text."""
    return not rendered.path.startswith(WHOLE)


def entries(rendered: Rendered, url: str, lang: str) -> Iterator[Entry]:
    """The page itself, then its items or its sections."""
    page = rendered.html
    if home := _HOME.fullmatch(rendered.path):
        keys = (home[1], *_who(page, lang)) if home[1] else ()
        yield Entry(url, _escaped(rendered.title), _joined(keys, lang))
        yield from (Entry(f"{url}#{anchor}", title, text) for anchor, title, text in _found(page, lang))
        return
    yield Entry(url, _escaped(rendered.title), _joined(map(_text, _LEAD.findall(page)), lang))
    if not rendered.path.startswith(_ALONE):
        yield from (Entry(f"{url}#{anchor}", _text(title), "") for _, anchor, title in _SECTION.findall(page))


def _found(page: str, lang: str) -> Iterator[tuple[str, str, str]]:
    """Anchor, title and further words of each item, and of each section of many."""
    sections = [(section.start(), section[2], _text(section[3])) for section in _SECTION.finditer(page)]
    for (_, anchor, title), items in groupby(_items(page), lambda item: _section(sections, item[0])):
        if anchor in _TOGETHER:
            yield anchor, title, _joined((name for _, _, name in items), lang)
        else:
            yield from ((of, name, "") for _, of, name in items)


def _section(sections: Sequence[_Place], at: int) -> _Place:
    """The last section that begins before a place."""
    number = bisect(sections, (at,))
    return sections[number - 1] if number else (0, "", "")


def _items(page: str) -> Iterator[_Place]:
    """Where each item stands, its anchor, and its id and name."""
    found = list(_ITEM.finditer(page))
    ends = (*(after.start() for after in found[1:]), len(page))
    for at, end in zip(found, ends, strict=False):
        named = _NAME.search(page, at.end(), min(end, at.end() + _REACH))
        name, shown = _text(named[2]) if named else "", html.unescape(at[1])
        known = shown.startswith("_") or name.startswith(shown)
        yield at.start(), at[1], name if known else f"{_escaped(shown)} {name}".rstrip()


def _who(page: str, lang: str) -> Iterable[str]:
    """The people who answer for something on a page, each once: in cells for them, or after a label."""
    cells = ("".join(found) for found in _WHO.findall(page))
    named = (_text(found) for found in (*cells, *_labelled(lang).findall(page)))
    return dict.fromkeys(name for name in named if name)


@cache
def _labelled(lang: str) -> re.Pattern[str]:
    say = words(lang).gettext
    labels = (say("Owner"), say("Sponsor"), say("Who decides"), say("Decided by"), say("Trainer"))
    return re.compile(rf"<dt>(?:{'|'.join(map(re.escape, labels))})</dt><dd>(.*?)</dd>", re.DOTALL)


def _text(fragment: str) -> str:
    """The words of a piece of a page."""
    return " ".join(html.escape(html.unescape(_TAG.sub(" ", fragment)), quote=False).split())


def _escaped(text: str) -> str:
    return html.escape(plain(text), quote=False)


def _joined(parts: Iterable[str], lang: str) -> str:
    return words(lang).gettext(", ").join(part for part in parts if part)
