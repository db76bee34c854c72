"""What the rules that look back say, put to the verdicts of the projects they are about."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from opsgen.rules.past import Past
from opsgen.rules.rule import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from opsgen.load import Sources
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio
    from opsgen.rules.rule import Rule
    from opsgen.rules.verdict import Verdict
    from opsgen.timeline import Timeline

    Tagged = Callable[[Project], tuple[Project | None, bool]]

_KEPT = 1000


def looked_back(
    verdicts: Sequence[Verdict],
    rules: Iterable[Rule],
    portfolio: Portfolio,
    timeline: Timeline,
    day: date,
    tagged: Tagged,
) -> tuple[Verdict, ...]:
    """The verdicts, with what the past says of the projects that are in the portfolio."""
    if timeline.reach == "none":
        return tuple(verdicts)
    projects = {project.id: project for project in portfolio.projects}
    made = []
    for verdict in verdicts:
        project = projects.get(verdict.source)
        if project is not None and verdict.readable:
            past = Past(timeline, day, *(tagged(project) if project.baseline.ref else ()))
            found = _remarks(project, past, rules, portfolio.sources[project.id])
            verdict = replace(verdict, remarks=(*verdict.remarks, *found))
        made.append(verdict)
    return tuple(made)


def _remarks(project: Project, past: Past, rules: Iterable[Rule], sources: Sources) -> Iterator[Remark]:
    for rule in rules:
        for found in islice(rule.look_back(project, past), _KEPT):
            place = sources.place(found.path, key=found.of_key).head
            yield Remark(rule.code, place, found.message, found.hint, found.since, found.until)
