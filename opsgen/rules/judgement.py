"""What is printed on a day: the verdicts in force, without what somebody allowed."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, cast

from opsgen.problem import Problem
from opsgen.rules.allows import unused
from opsgen.words import on

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from opsgen.model import Settings
    from opsgen.problem import Place, Severity
    from opsgen.rules.allows import Allowance
    from opsgen.rules.rule import Remark, Rule
    from opsgen.rules.verdict import Verdict

MOST = 100
"""Findings of one rule in one project or file: who has more of them made one mistake many times."""


def judge(
    verdicts: Sequence[Verdict], rules: Sequence[Rule], settings: Settings, as_of: date
) -> tuple[Problem, ...]:
    """The findings as of a day, each once, in the order of the files."""
    between = [found for rule in rules for found in rule.compare(verdicts)]
    remarks = [*((verdict, remark) for verdict in verdicts for remark in verdict.remarks), *between]
    allowances = [(verdict, allowance) for verdict in verdicts for allowance in verdict.allowances]
    if allowances:
        remarks += unused(allowances, _places(verdicts, rules, remarks))
    judgement = _Judgement(rules, settings, as_of, [allowance for _, allowance in allowances])
    found = {*judgement.of_reading(verdicts), *judgement.of_rules(remarks)}
    return tuple(sorted(found, key=Problem.sort_key))


def _places(
    verdicts: Sequence[Verdict], rules: Iterable[Rule], remarks: Iterable[tuple[Verdict, Remark]]
) -> dict[str, list[tuple[str, Place]]]:
    """Source and place of everything that could be allowed, by its code."""
    places: dict[str, list[tuple[str, Place]]] = defaultdict(list, {rule.code: [] for rule in rules})
    for verdict, remark in remarks:
        places[remark.code].append((verdict.source, remark.place))
    for verdict in verdicts:
        for problem in verdict.problems:
            places[problem.code].append((verdict.source, problem.place))
    return places


class _Judgement:
    def __init__(
        self, rules: Iterable[Rule], settings: Settings, as_of: date, allowances: list[Allowance]
    ) -> None:
        self.severities = {rule.code: rule.severity for rule in rules} | dict(settings.rules.severity or {})
        self.as_of = as_of
        self.allowances = [allowance for allowance in allowances if allowance.holds(as_of)]
        self.shown: Counter[tuple[str, str]] = Counter()

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
                    yield Problem(problem.place, problem.code, severity, problem.message, problem.hint)

    def of_rules(self, remarks: Iterable[tuple[Verdict, Remark]]) -> Iterator[Problem]:
        """What the rules found that holds on the day."""
        for verdict, remark in remarks:
            severity = self.severities[remark.code]
            if remark.holds(self.as_of) and self.counts(remark.code, severity, verdict.source, remark.place):
                said = on(remark.message, self.as_of)
                yield Problem(remark.place, remark.code, cast("Severity", severity), said, remark.hint)

    def counts(self, code: str, severity: str, source: str, place: Place) -> bool:
        """Whether a finding is shown: neither switched off nor allowed, nor one of too many."""
        if severity == "ignore" or self.shown[source, code] >= MOST:
            return False
        if any(allowance.covers(code, source, place) for allowance in self.allowances):
            return False
        self.shown[source, code] += 1
        return True
