"""What happens when and who has to do with it: the days and the people of an edition, made when asked for."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from opsgen.cache import digest
from opsgen.derive.dated import SHAKY, dated, dated_action, dated_decision, dated_meeting, tasks
from opsgen.derive.people import duties
from opsgen.derive.raci import person_key
from opsgen.portfolio.names import allowed, refusal
from opsgen.views.page import person_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.dated import Dated, Identity
    from opsgen.derive.ledger import Ledger
    from opsgen.derive.meetings import Sitting
    from opsgen.derive.people import Duties
    from opsgen.derive.workload import PersonLoad, Workload
    from opsgen.model import People, Project

A = TypeVar("A")
_LONGEST = 48
"""Letters of a name in the name of a file."""
_FOR_INDEX = "README"
"""MkDocs makes the page of a folder of it."""


class Diary:
    """The days of an edition and its people, each made when somebody first asks.

    For the public there is nobody in it: neither a person nor a meeting.
    """

    def __init__(
        self,
        assessments: tuple[Assessment, ...],
        ledger: Ledger,
        sittings: tuple[Sitting, ...],
        people: People,
        workload: Workload,
        as_of: date,
        *,
        named: bool,
    ) -> None:
        self._assessments = assessments
        self._ledger = ledger
        self._sittings = sittings if named else ()
        self._people = people
        self._workload = workload
        self._as_of = as_of
        self._named = named

    @cached_property
    def days(self) -> tuple[Dated, ...]:
        """All days but those of tasks, by date; those of a day by how much they matter."""
        found = chain(
            chain.from_iterable(map(dated, self._assessments)),
            filter(None, (dated_decision(one, self._as_of) for one in self._ledger.decisions)),
            (dated_action(one, self._as_of) for one in self._ledger.actions),
            (dated_meeting(one, self._as_of) for one in self._sittings),
        )
        shaky = {a.project.id for a in self._assessments if a.lifecycle in SHAKY}
        firm = (one if _id(one) not in shaky else replace(one, shaky=True) for one in _told_apart(found))
        return tuple(sorted(firm, key=_order))

    @cached_property
    def of_project(self) -> Mapping[str, tuple[Dated, ...]]:
        """The days of each project by its id."""
        return _grouped((one.project.id, one) for one in self.days if one.project)

    @cached_property
    def of_person(self) -> Mapping[str, tuple[Dated, ...]]:
        """The days of each person, those of their tasks too; the key is an id of `people.yaml` or a name."""
        if not self._named:
            return MappingProxyType({})
        own = _told_apart(chain.from_iterable(map(tasks, self._assessments)))
        ordered = sorted((*self.days, *own), key=_order)
        return _grouped((key, one) for one in ordered for key in self._whose(one))

    def _whose(self, one: Dated) -> Iterator[str]:
        names = filter(None, (one.owner, *one.also))
        return iter(dict.fromkeys(person_key(name, self._people) for name in names))

    @cached_property
    def duties(self) -> Mapping[str, Duties]:
        """What everybody answers for who is named, in the order of `people.yaml`, then of their names."""
        if not self._named:
            return MappingProxyType({})
        return {one.key: one for one in duties(self._assessments, self._ledger, self._people)}

    @cached_property
    def loads(self) -> Mapping[str, PersonLoad]:
        """What is planned of the time of each."""
        return {load.key: load for load in self._workload.people} if self._named else MappingProxyType({})

    @cached_property
    def works_on(self) -> Mapping[str, tuple[Project, ...]]:
        """The projects that take time of each, or have a task for them."""
        projects = (of.project for of in self._assessments if self._named)
        return _grouped((key, project) for project in projects for key in self._busy(project))

    def _busy(self, project: Project) -> Iterable[str]:
        named = [one.person for one in project.allocations]
        named += [name for task in project.tasks for name in (task.owner, *task.contributors)]
        return dict.fromkeys(person_key(name, self._people) for name in named if name)

    @cached_property
    def pages(self) -> Mapping[str, str]:
        """The page of each person; of somebody who left there is one while something is still theirs."""
        stems = file_stems(self._everybody())
        return {key: person_path(stem) for key, stem in stems.items()}

    def page(self, name: str) -> str:
        """The page of a person by id or by name; empty where there is none, or two have the name."""
        people = self._people
        if name not in people.ids and people.called.get(name, 0) > 1:
            return ""
        return self.pages.get(person_key(name, people), "")

    def _everybody(self) -> Iterator[str]:
        """Whoever answers for something or is in `people.yaml`, then whoever does something."""
        for key, one in self.duties.items():
            if one.any or key in self.loads or not self._left(one):
                yield key
        owners = (person_key(d.owner, self._people) for d in self.days if d.owner and self._named)
        rest = dict.fromkeys(chain(self.loads, owners, self.works_on))
        yield from (key for key in rest if key not in self.duties)

    def _left(self, one: Duties) -> bool:
        until = one.person.active.until if one.person else None
        return until is not None and until < self._as_of


def file_stems(keys: Iterable[str]) -> dict[str, str]:
    """The name of a file for each person: the id or the name, where that can be one on every system.

    Where letters had to be replaced, or another has the name already, a few digits of a digest follow, so
    that two people never share a page.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key in dict.fromkeys(keys):
        whole = "-".join(unicodedata.normalize("NFC", key).split())
        stem = begun = "".join(c if allowed(c) else "_" for c in whole)[:_LONGEST]
        if not stem or stem != whole or refusal(stem) or stem == _FOR_INDEX or _folded(stem) in taken:
            stem = f"{begun}-{digest([key.encode()]).hex()[:8]}".lstrip("-")
        while _folded(stem) in taken:  # somebody is called like that on purpose
            stem = f"{stem}-"
        taken.add(_folded(stem))
        found[key] = stem
    return found


def _folded(stem: str) -> str:
    return unicodedata.normalize("NFKC", stem).casefold()


def _order(one: Dated) -> tuple[int, int, str, str, str]:
    return one.day.toordinal(), one.weight, *one.identity[:3]


def _id(one: Dated) -> str:
    return one.project.id if one.project else ""


def _told_apart(found: Iterable[Dated]) -> Iterator[Dated]:
    """The days, with a number where two would be the same thing: items of one title without ids."""
    seen: Counter[Identity] = Counter()
    for one in found:
        seen[one.identity] += 1
        if (n := seen[one.identity]) > 1:
            home, place, name, part = one.identity
            one = replace(one, identity=(home, place, name, f"{part} {n}"))
        yield one


def _grouped(pairs: Iterable[tuple[str, A]]) -> dict[str, tuple[A, ...]]:
    found: dict[str, list[A]] = defaultdict(list)
    for key, one in pairs:
        found[key].append(one)
    return {key: tuple(listed) for key, listed in found.items()}
