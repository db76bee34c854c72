"""The page of a large project in two: what readers see at once, and beside it what stood folded.

A page that is light enough stays whole. Of a heavy one the histories of its items move first, then what is
folded, the longest first, until it is light, and its courses over time at last. Every address stays: where
something was, its anchors lead to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from opsgen.views.page import Page, details_path
from opsgen.words import message, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from opsgen.render import Rendered, Renderer

LIGHT = 320_000
"""So many bytes a page may have, some 50 KB as it is sent, before it is parted."""
_SHORT = 1_200  # characters from which on moving what is folded is worth a click
_FOLD = re.compile(r'<details class="(ops-more[^"]*)"( open)?|<(/?)details\b')
_SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
_FIGURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_INSIDE = r'<[a-z][\w-]*(?:\s+[\w:-]+(?:="[^"]*")?)*?\s+'
"""The beginning of a tag: what authors write may hold quotation marks, and is no attribute."""
_ID = re.compile(rf'{_INSIDE}id="([^"]+)"')
_HERE = re.compile(rf'({_INSIDE})href="#([^"]+)"')
_SECTION = re.compile(r'<h2 id="[^"]+">(.*?)(?: <span class="ops-count">|</h2>)', re.DOTALL)
_COURSE = re.compile(r'<h2 id="_(?:health-trend|burn-up)">(.*?)</h2>(.*?)(?=</section>)', re.DOTALL)
_FINDING = re.compile(r"<desc[^>]*>(.*?)</desc>", re.DOTALL)
_OWN = re.compile(r'<a class="ops-id" href="#[^"]+">([^<]*)</a>([^<]*)')


@dataclass(frozen=True, slots=True)
class Part:
    """Something folded: where it stands in its page, what it is called and where it belongs."""

    start: int
    end: int
    past: bool
    summary: Markup
    inside: Markup
    below: Markup
    """The title of its section; of a history the item that it tells of."""
    anchor: str
    said: str = ""
    """What stands in its place besides its name."""


def parted(page: Page, made: Rendered, renderer: Renderer) -> tuple[Rendered, ...]:
    """The page, and the page beside it where it was too heavy."""
    whole = made.html
    if page.template != "pages/project.html.j2" or (over := len(whole.encode()) - LIGHT) <= 0:
        return (made,)
    parts = _moved(tuple(_parts(whole)), tuple(_course(whole)), over)
    if not parts:
        return (made,)
    path = details_path(page.path)
    here, there = (quote(of.rpartition("/")[2].removesuffix(".md") + ".html") for of in (page.path, path))
    ids = {name for part in parts for name in _ids(whole[part.start : part.end])}
    short = _leading(_without(whole, parts, there), ids, there, among=True)
    shown = [replace(part, inside=Markup(_leading(part.inside, ids, here, among=False))) for part in parts]
    title = words(renderer.edition.lang).say(message("In detail: {project}", project=page.title))
    context = {
        "title": page.title,
        "page": page.path,
        "parts": [part for part in shown if not part.past],
        "histories": [part for part in shown if part.past],
    }
    beside = Page(path, "pages/details.html.j2", title, context, source=page.source)
    return replace(made, html=short), renderer.page(beside)


def _moved(folded: tuple[Part, ...], last: tuple[Part, ...], over: int) -> tuple[Part, ...]:
    """What goes, in the order of the page: the histories, and as much of the rest as is too much."""
    past = [part for part in folded if part.past]
    rest = sorted((part for part in folded if not part.past), key=lambda part: part.start - part.end)
    before = accumulate((_size(part) for part in (*rest, *last)), initial=sum(map(_size, past)))
    going = [part for part, gone in zip((*rest, *last), before, strict=False) if gone < over]
    whole = [part for part in going if part in last]
    alone = [part for part in (*past, *going) if not any(_within(part, other) for other in whole)]
    return tuple(sorted(alone, key=lambda part: part.start))


def _within(part: Part, other: Part) -> bool:
    """Whether a part goes with a larger one."""
    return other.start <= part.start and part.end <= other.end and part is not other


def _size(part: Part) -> int:
    return len(part.inside.encode())


def _course(page: str) -> Iterator[Part]:
    """The figures of how lights and work went over time, whose findings stay in words."""
    for found in _COURSE.finditer(page):
        said = _FINDING.search(found[2])
        yield Part(
            found.start(2),
            found.end(2),
            False,
            Markup(found[1]),
            Markup(found[2]),
            Markup(),
            f"_part-{found.start(2)}",
            said[1] if said else "",
        )


def _parts(page: str) -> Iterator[Part]:
    """What is folded in a page and in nothing else that is folded, in its order."""
    depth = start = 0
    kind = ""
    for found in _FOLD.finditer(page):
        if found[3]:
            depth -= 1
            if depth == 0 and kind:
                yield from _part(page, start, page.index(">", found.end()) + 1, past="ops-past" in kind)
                kind = ""
            continue
        if depth == 0:
            start, kind = found.start(), (found[1] or "") if not found[2] else ""
        depth += 1


def _part(page: str, start: int, end: int, *, past: bool) -> Iterator[Part]:
    block = page[start:end]
    summary = _SUMMARY.search(block)
    if summary is None or (not past and end - start < _SHORT):
        return
    inside = block[summary.end() : -len("</details>")]
    below = _last(_OWN if past else _SECTION, page[max(0, start - 200_000) : start])
    known = _ID.search(block, 0, block.index(">"))
    anchor = known[1] if known else f"_part-{start}"
    yield Part(start, end, past, Markup(summary[1]), Markup(inside), below, anchor)


def _last(pattern: re.Pattern[str], text: str) -> Markup:
    """What the last match says."""
    found = [*pattern.finditer(text)]
    return Markup(" ".join("".join(found[-1].groups()).split())) if found else Markup()


def _without(page: str, parts: Iterable[Part], there: str) -> str:
    """The page with a link in the place of each part, and the anchors that were there."""
    pieces, at = [], 0
    for part in parts:
        pieces += [page[at : part.start], _link(page, part, there)]
        at = part.end
    return "".join((*pieces, page[at:]))


def _link(page: str, part: Part, there: str) -> str:
    leads = f'<a href="{there}#{part.anchor}">{part.summary}</a>'
    if part.past:
        return f'<span class="ops-past">{leads}</span>'
    kept = "".join(f'<span id="{name}"></span>' for name in _ids(page[part.start : part.end]))
    return f'<p class="ops-note ops-rest">{kept}{part.said} {leads}</p>'


def _ids(block: str) -> list[str]:
    """The anchors of a piece of a page, but for those inside of figures, which nobody links to."""
    return _ID.findall(_FIGURE.sub("", block))


def _leading(text: str, moved: set[str], page: str, *, among: bool) -> str:
    """The text with links to anchors of the other page: those that moved, or those that did not."""
    return _HERE.sub(
        lambda found: f'{found[1]}href="{page}#{found[2]}"' if (found[2] in moved) == among else found[0],
        text,
    )
