"""What a place that names something says once that thing has another id."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.schema.naming import ITEM

if TYPE_CHECKING:
    from opsgen.edit.naming import Site
    from opsgen.edit.rename.things import File, Named, Thing


IS_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
"""The form of every id but a project's."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One thing gets another id."""

    thing: Thing
    new: str
    called: frozenset[str]
    """The names of the project, or the meeting, that an item belongs to."""
    doubtful: frozenset[str]
    """Kinds of things that have the same id as this one, so that a place which may name either names none."""

    def of(self, site: Site, file: File, own: frozenset[str]) -> str | None:
        """What the place says then; None where it names something else. `own` are the ids of its meeting."""
        if self.thing.kind == "project":
            return self._of_project(site)
        if self.thing.kind == "item":
            return self._of_item(site, file, own)
        named = self.thing.kind in site.kinds and site.name == self.thing.id
        return self.new if named and self._certain(site) else None

    def _of_project(self, site: Site) -> str | None:
        if "project" in site.kinds and site.name == self.thing.id and self._certain(site):
            return self.new
        project, _, item = site.name.partition(":")
        if ITEM in site.kinds and project == self.thing.id and IS_ID.fullmatch(item):
            return self.new + site.name[len(project) :]
        return None

    def _of_item(self, site: Site, file: File, own: frozenset[str]) -> str | None:
        if ITEM not in site.kinds:
            return None
        project, colon, item = site.name.rpartition(":")
        if item != self.thing.id:
            return None
        if colon:
            return site.name[: -len(item)] + self.new if project in self.called else None
        return self.new if self._is_home(site, file, own) else None

    def _is_home(self, site: Site, file: File, own: frozenset[str]) -> bool:
        """Whether an id without a project is looked for where the item stands."""
        of_portfolio = file.home.startswith("meetings/")
        if site.about and not (of_portfolio and site.name in own):
            return site.about in self.called
        if of_portfolio and not self.thing.home:
            return site.name not in own
        return file.home == self.thing.home

    def _certain(self, site: Site) -> bool:
        return self.doubtful.isdisjoint(site.kinds)


def exchange(thing: Thing, new: str, among: Named) -> Exchange:
    """The exchange of the id of a thing."""
    home = thing.home.removeprefix("meetings/")
    called = (among.called(home) if home else frozenset()) if thing.kind == "item" else frozenset()
    others = (one for one in among.things if one.kind not in ("item", thing.kind) and one.id == thing.id)
    doubtful = frozenset(one.kind for one in others) if thing.kind != "item" else frozenset()
    return Exchange(thing, new, called, doubtful)
