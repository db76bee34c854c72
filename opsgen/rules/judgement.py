"""What is printed on a day: the verdicts in force, without what somebody allowed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, cast

from opsgen.problem import Problem
from opsgen.rules.allows import Allowed, Found, unused
from opsgen.schema.formats import NEWER
from opsgen.words import message, on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from opsgen.model import Settings
    from opsgen.portfolio import House
    from opsgen.problem import Place, Severity
    from opsgen.rules.allows import Allowance
    from opsgen.rules.rule import Remark, Rule
    from opsgen.rules.verdict import Verdict

WARNINGS = (
    *("ambiguous-value", "bidi-control", "byte-order-mark", "curly-quotes", "cut-by-hash"),
    *("full-width-digits", "full-width-separator", "hidden-character", "unknown-custom-field"),
    *("unknown-file", "unused-definition", "ambiguous-spending", "hidden-rows", "left-out-columns"),
    *("left-out-sheet", "spending-in-other-currency", "spending-without-line", "spending-without-project"),
    *("no-total", "older-format", "too-many-segments", "unknown-source-file"),
)
"""Findings of reading that do not stop it: they too can be allowed."""
MOST = 100
"""Findings of one rule in one project or file: who has more of them made one mistake many times."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is said on a day, and how much somebody allowed."""

    problems: tuple[Problem, ...]
    """Each finding once, in the order of the files."""
    passed: Mapping[tuple[str, str], int]
    """How many findings are passed over, by whose they are and by severity."""

    @property
    def allowed(self) -> Mapping[str, int]:
        """How many findings of each severity are passed over."""
        found: Counter[str] = Counter()
        for (_, severity), n in self.passed.items():
            found[severity] += n
        return found

    @property
    def allowed_of(self) -> Mapping[str, int]:
        """How many findings are passed over of each project."""
        found: Counter[str] = Counter()
        for (source, _), n in self.passed.items():
            found[source] += n
        return found


def judge(verdicts: Sequence[Verdict], rules: Sequence[Rule], house: House, as_of: date) -> Judgement:
    """The findings as of a day."""
    between = [found for rule in rules for found in rule.compare(verdicts, house, as_of)]
    remarks = [*((verdict, remark) for verdict in verdicts for remark in verdict.remarks), *between]
    allowances = list(_allowances(verdicts))
    if allowances:
        codes = {*WARNINGS, *(rule.code for rule in rules)}
        remarks += unused(allowances, _found(verdicts, remarks, as_of), codes, _told(verdicts))
    judge = _Judge(rules, house.settings, as_of, Allowed((a for _, a in allowances), as_of))
    found = {_at_cell(problem) for problem in (*judge.of_reading(verdicts), *judge.of_rules(remarks))}
    newer = {problem for problem in found if problem.code == NEWER}
    if newer:  # what else is found is found by what this opsgen knows, and that is not enough
        return Judgement(tuple(newer), judge.passed)
    return Judgement(tuple(sorted(found, key=Problem.sort_key)), judge.passed)


def _at_cell(problem: Problem) -> Problem:
    """The finding; of one in a workbook it says what programs call its cell."""
    if not problem.place.cell:
        return problem
    said = message("{cell}: {said}", cell=problem.place.cell, said=problem.message)
    return replace(problem, message=said)


def _allowances(verdicts: Sequence[Verdict]) -> Iterator[tuple[Verdict, Allowance]]:
    """What is allowed, and by whose files; a project is called by its id, whatever it is called there."""
    homes = {name: verdict.source for verdict in verdicts for name in verdict.called()}
    for verdict in verdicts:
        for allowance in verdict.allowances:
            yield verdict, replace(allowance, project=homes.get(allowance.project, allowance.project))


def _told(verdicts: Sequence[Verdict]) -> frozenset[str]:
    """The projects of which everything is said; with an empty name for all of them, where it is."""
    projects = [verdict for verdict in verdicts if verdict.called()]
    read = frozenset(verdict.source for verdict in projects if verdict.readable)
    return read | {""} if len(read) == len(projects) else read


def _found(verdicts: Sequence[Verdict], remarks: Iterable[tuple[Verdict, Remark]], as_of: date) -> Found:
    """Everything that could be allowed, on this day or a later one."""
    found = Found()
    for verdict, remark in remarks:
        if remark.until is None or as_of <= remark.until:
            found.add(remark.code, verdict.source, remark.place)
    for verdict in verdicts:
        for problem in verdict.problems:
            found.add(problem.code, verdict.source, problem.place)
    return found


class _Judge:
    def __init__(self, rules: Iterable[Rule], settings: Settings, as_of: date, allowed: Allowed) -> None:
        self.severities = {rule.code: rule.severity for rule in rules} | dict(settings.rules.severity or {})
        self.as_of = as_of
        self.allowed = allowed
        self.shown: Counter[tuple[str, str]] = Counter()
        self.passed: Counter[tuple[str, str]] = Counter()

    def of_reading(self, verdicts: Iterable[Verdict]) -> Iterator[Problem]:
        """What was wrong with the files; nothing allows what cannot be read."""
        for verdict in verdicts:
            for problem in verdict.problems:
                if problem.severity == "error":
                    yield problem
                    continue
                severity = self.severities.get(problem.code, problem.severity)
                if self.counts(problem.code, severity, verdict.source, problem.place):
                    severity = cast("Severity", severity)
                    yield replace(problem, severity=severity)

    def of_rules(self, remarks: Iterable[tuple[Verdict, Remark]]) -> Iterator[Problem]:
        """What the rules found that holds on the day."""
        for verdict, remark in remarks:
            severity = self.severities[remark.code]
            if remark.holds(self.as_of) and self.counts(remark.code, severity, verdict.source, remark.place):
                said = on(remark.message, self.as_of)
                grade = cast("Severity", severity)
                yield Problem(remark.place, remark.code, grade, said, remark.hint, remark.repair)

    def counts(self, code: str, severity: str, source: str, place: Place) -> bool:
        """Whether a finding is shown: neither switched off nor allowed, nor one of too many."""
        if severity == "ignore" or self.shown[source, code] >= MOST:
            return False
        if self.allowed.covers(code, source, place):
            self.passed[source, severity] += 1
            return False
        self.shown[source, code] += 1
        return True
