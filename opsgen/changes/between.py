"""What two versions of all projects mean for what one of them waits for from another."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from opsgen.changes.pairs import Pair
from opsgen.changes.vocabulary import VOCABULARY
from opsgen.derive.standing import named, names
from opsgen.model import Dependency, Milestone, Task
from opsgen.words import LANGUAGES, Text, message, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from opsgen.changes.change import Change
    from opsgen.derive.links import Link, Links

_KINDS: Mapping[type, str] = {Dependency: "dependencies", Milestone: "milestones", Task: "tasks"}


def link_consequences(old: Links, new: Links, aged: Links | None = None) -> tuple[Change, ...]:
    """What will come from another project later than it is needed, by what that one plans, and was in time.

    It belongs to the project that waits. Links that are new say nothing of what they were. `aged` are the
    links of the old versions on the new day: what is late in them too has only time done.
    """
    before, alone = _by_name(old), _by_name(aged) if aged else {}
    return tuple(_late(link, alone) for link in new.all if _turned(link, before))


def _turned(link: Link, before: Mapping[object, Link]) -> bool:
    was = _found(before, link)
    return link.between and link.arrival.standing == "late" and was is not None and not was.late


def _late(link: Link, alone: Mapping[object, Link]) -> Change:
    kind = _KINDS[type(link.item)]
    field = "due" if kind == "dependencies" else "depends_on"
    pair = Pair(link.home.id, kind, None, link.item)
    told = pair.change(
        "dependency.late", field, None, link.needed, delta=link.arrival.late, unit="days", reason=_giver(link)
    )
    same = _found(alone, link)
    by_time = same is not None and same.arrival.standing == "late"
    return replace(told, severity=VOCABULARY[told.code], by_time=by_time)


def _giver(link: Link) -> Text:
    """What is late, and where: `M2 “Interface frozen” (CRM migration)`."""
    project, item = link.giving.project, link.giving.item
    if project is None or item is None:
        return project.title if project else Text()
    said = message("{item} ({project})", item=named(item), project=project.title)
    zh, en = (words(lang).say(said) for lang in LANGUAGES)
    return Text(zh=zh, en=en)


def _by_name(links: Links) -> dict[object, Link]:
    return {name: link for link in links.all for name in _called(link)}


def _found(among: Mapping[object, Link], link: Link) -> Link | None:
    return next((among[name] for name in _called(link) if name in among), None)


def _called(link: Link) -> Iterator[object]:
    """What tells a link from others: its home, all names of its item, and what it waits for."""
    given = link.giving
    homes = names(given.project) if given.project else (given.name,)
    items = (names(given.item) if given.item else ()) or ("",)
    own = names(link.item) or (link.item.title.forms,)
    for home, name, *end in product(names(link.home), own, homes, items):
        yield (home, type(link.item), name, *end)
