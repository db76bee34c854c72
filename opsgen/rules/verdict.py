"""What is to be said about one whole by itself, and what the others have to know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from opsgen.derive.workload import claims
from opsgen.problem import Place, Repair
from opsgen.rules import allows, references
from opsgen.rules.rule import Remark
from opsgen.schema.advice import repair
from opsgen.schema.listing import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.derive.workload import Claim
    from opsgen.load import Sources
    from opsgen.portfolio import House, Whole
    from opsgen.problem import Problem
    from opsgen.rules.allows import Allowance
    from opsgen.rules.rule import Finding, Rule

_NOWHERE = Place("")
_FIELD = re.compile(r"[A-Za-z_][\w-]*:(?: |$)")
_KEPT = 1000
"""Findings of one rule that are kept of one whole; how many of them hold on a day is seen later."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that only another project can tell to be right."""

    place: Place
    kinds: tuple[str, ...]
    name: str
    maybe: bool = False
    """Whether it may as well be a text that names no project."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement over one whole. It rests on its files and on the house alone, not on a day."""

    source: str
    """`portfolio`, `people`, `meetings/ID`, or the id of a project."""
    problems: tuple[Problem, ...] = ()
    """What was wrong with its files."""
    readable: bool = False
    remarks: tuple[Remark, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    aliases: tuple[tuple[str, Place], ...] = ()
    names: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Ids and former ids of its items, by kind."""
    outward: tuple[Reference, ...] = ()
    place: Place = _NOWHERE
    """Where its id stands, or would stand."""
    supports: tuple[str, ...] = ()
    """The strategic goals that the goals of a project support."""
    strategic: tuple[tuple[str, Place], ...] = ()
    """The strategic goals of the portfolio."""
    claims: tuple[tuple[Claim, Place], ...] = ()
    """What a project takes of the time of people."""
    baseline: str = ""
    """The tag at which the plan of a project was agreed."""

    def on(self, as_of: date) -> Verdict:
        """The same with what is wrong on this day alone; all of it where somebody allows what may come."""
        if self.allowances:
            return self
        return replace(self, remarks=tuple(remark for remark in self.remarks if remark.holds(as_of)))

    def called(self) -> frozenset[str]:
        """The id of a project and its former ids; nothing for what is no project."""
        if self.source in ("", "portfolio", "people") or "/" in self.source:
            return frozenset()
        return frozenset((self.source, *(name for name, _ in self.aliases)))

    @property
    def meeting(self) -> str:
        """The id of a meeting of the portfolio; empty for anything else."""
        folder, _, name = self.source.partition("/")
        return name if folder == "meetings" else ""

    def named(self, kinds: Iterable[str]) -> frozenset[str]:
        """The names of its items of these kinds."""
        return frozenset(name for kind, names in self.names if kind in kinds for name in names)


def reach_verdict(
    whole: Whole, house: House, sources: Sources, rules: Iterable[Rule], problems: tuple[Problem, ...] = ()
) -> Verdict:
    """The verdict of the rules over something that could be read."""
    named = whole.value.aliases if whole.kind == "project" else ()
    outward = [
        Reference(sources.place(path).head, kinds, name)
        for path, kinds, name in references.references(whole)
        if references.leads_outside(kinds, name)
    ]
    outward += (
        Reference(sources.place(path).head, kinds, name, maybe=True)
        for path, kinds, name in references.counterparts(whole)
    )
    return Verdict(
        whole.source,
        problems,
        readable=True,
        remarks=tuple(_remarks(whole, house, sources, rules)),
        allowances=tuple(allows.written(whole, sources)),
        aliases=tuple((name, sources.place(("aliases", i)).head) for i, name in enumerate(named)),
        names=tuple(references.names_by_kind(whole)) if whole.kind in ("project", "meeting") else (),
        outward=tuple(outward),
        place=sources.place(("id",)).head,
        supports=tuple({goal.supports: None for goal in getattr(whole.value, "goals", ()) if goal.supports}),
        strategic=tuple(
            (goal.id, sources.place(("strategic_goals", i)).head)
            for i, goal in enumerate(getattr(whole.value, "strategic_goals", ()))
        ),
        claims=tuple(
            (claim, sources.place(("allocations", claim.index)).head)
            for claim in (claims(whole.value, house.people) if whole.kind == "project" else ())
            if claim.person
        ),
        baseline=whole.value.baseline.ref if whole.kind == "project" else "",
    )


def _remarks(whole: Whole, house: House, sources: Sources, rules: Iterable[Rule]) -> Iterator[Remark]:
    for rule in rules:
        for found in islice(rule.find(whole, house), _KEPT):
            place = sources.place(found.path, key=found.of_key).head
            mend = _repair(found, sources) if found.put or found.begin else None
            yield Remark(rule.code, place, found.message, found.hint, found.since, found.until, mend)


def _repair(found: Finding, sources: Sources) -> Repair | None:
    """What a rule is certain of, in the file; None where the value stands in no usual way."""
    held = sources.held(found.path)
    if held is None:
        return None
    document, path = held
    if found.put:
        return repair(document, path, written(found.put, inside=True))
    place = document.place(path)
    line = document.text.split("\n")[place.line - 1]
    if line[place.column - 1 : place.column] == "{":
        at = replace(place, column=place.column + 1, end_line=place.line, end_column=place.column + 1)
        return Repair(at, f"{found.begin}, ")
    at = replace(place, end_line=place.line, end_column=place.column)
    is_field = _FIELD.match(line, place.column - 1)
    return Repair(at, f"{found.begin}\n{' ' * (place.column - 1)}") if is_field else None
