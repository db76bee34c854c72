"""What a schema cannot say: rules over projects, people and settings, each a generator with a name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from opsgen.rules import (
    actuals,
    adjustments,
    allocations,
    allows,
    categories,
    characters,
    collaboration,
    conflicts,
    dates,
    decisions,
    deliverables,
    dependencies,
    earned_value,
    equipment,
    feedback,
    goals,
    identity,
    learning,
    measurements,
    metrics,
    milestones,
    money,
    outcome,
    overruns,
    past,
    people,
    project,
    raid,
    references,
    risks,
    settings,
    tasks,
    texts,
    updates,
    vendors,
)
from opsgen.rules.judgement import WARNINGS, Judgement, judge
from opsgen.rules.looking_back import looked_back as put_to_verdicts
from opsgen.rules.past import suspects
from opsgen.rules.rule import Finding, Remark, Rule, whole_rule
from opsgen.rules.verdict import Verdict, reach_verdict
from opsgen.schema.suggest import suggest
from opsgen.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from opsgen.load import Sources
    from opsgen.portfolio import House, Portfolio, Whole
    from opsgen.problem import Problem
    from opsgen.rules.looking_back import Tagged
    from opsgen.timeline import Timeline

__all__ = [
    "RULES",
    "WARNINGS",
    "Judgement",
    "Rule",
    "Verdict",
    "faults",
    "judged",
    "looked_back",
    "suspects",
    "verdict_of",
]


@whole_rule("unknown-rule", "error")
def unknown_rule(whole: Whole, _: House) -> Iterator[Finding]:
    """A setting, or a comment that allows something, names a rule that does not exist.

    Example:
        # wrong
        # in portfolio.yaml
        rules:
          severity: {milestone-overdu: error}
        # right
        # in portfolio.yaml
        rules:
          severity: {milestone-overdue: error}
    """
    if whole.kind != "portfolio":
        return
    chosen = whole.value.rules
    for code in chosen.severity or {}:
        if code not in _codes():
            yield Finding(("rules", "severity", code), *_no_rule(code), of_key=True)
    for i, allow in enumerate(chosen.allow):
        if allow.rule not in _codes():
            yield Finding(("rules", "allow", i, "rule"), *_no_rule(allow.rule))


def unknown_in_comments(verdicts: Sequence[Verdict], *_: object) -> Iterator[tuple[Verdict, Remark]]:
    """What `unknown-rule` finds in comments."""
    for verdict in verdicts:
        for allowance in verdict.allowances:
            if not allowance.rules:
                text = message("this comment allows something, but does not say which rule")
                hint = message("write `# opsgen: allow RULE — reason`")
                yield verdict, Remark("unknown-rule", allowance.place, text, hint)
            for code in allowance.rules if allowance.line else ():
                if code not in _codes():
                    yield verdict, Remark("unknown-rule", allowance.place, *_no_rule(code))


def _no_rule(code: str) -> tuple[Message, Message | None]:
    meant = suggest(code, _codes())
    hint = message("did you mean `{key}`?", key=meant) if meant else None
    return message("there is no rule `{name}`", name=code), hint


def _codes() -> list[str]:
    return sorted((*(rule.code for rule in RULES), *WARNINGS))


RULES: tuple[Rule, ...] = (
    *identity.RULES,
    *references.RULES,
    *project.RULES,
    *updates.RULES,
    *dates.RULES,
    *goals.RULES,
    *outcome.RULES,
    *metrics.RULES,
    *measurements.RULES,
    *adjustments.RULES,
    *feedback.RULES,
    *milestones.RULES,
    *past.RULES,
    *deliverables.RULES,
    *tasks.RULES,
    *dependencies.RULES,
    *risks.RULES,
    *raid.RULES,
    *learning.RULES,
    *categories.RULES,
    *money.RULES,
    *overruns.RULES,
    *actuals.RULES,
    *earned_value.RULES,
    *vendors.RULES,
    *equipment.RULES,
    *conflicts.RULES,
    *decisions.RULES,
    *people.RULES,
    *allocations.RULES,
    *collaboration.RULES,
    *texts.RULES,
    *characters.RULES,
    *settings.RULES,
    *allows.RULES,
    replace(unknown_rule, compare=unknown_in_comments),
)


def verdict_of(whole: Whole, house: House, sources: Sources, problems: tuple[Problem, ...] = ()) -> Verdict:
    """What all rules say about something that could be read, whatever the day."""
    return reach_verdict(whole, house, sources, RULES, problems)


def looked_back(
    verdicts: Sequence[Verdict], portfolio: Portfolio, timeline: Timeline, day: date, tagged: Tagged
) -> tuple[Verdict, ...]:
    """The verdicts, with what the past says of the projects that are in the portfolio."""
    return put_to_verdicts(verdicts, RULES, portfolio, timeline, day, tagged)


_ALONE = frozenset({"allow-without-reason", "unknown-rule"})
"""Rules over all wholes that tell what is wrong with one by itself."""


def faults(verdicts: Sequence[Verdict], house: House, as_of: date) -> tuple[Problem, ...]:
    """The errors that are in the files themselves.

    That is neither what only time made wrong, nor what only several projects together can tell.
    """
    alone = tuple(rule if rule.code in _ALONE else replace(rule, compare=_nothing) for rule in RULES)
    lasting = [replace(verdict, remarks=tuple(filter(_lasts, verdict.remarks))) for verdict in verdicts]
    found = judge(lasting, alone, house, as_of).problems
    return tuple(one for one in found if one.severity == "error" and one.code != "allow-unused")


def _nothing(*_: object) -> Iterator[tuple[Verdict, Remark]]:
    return iter(())


def _lasts(remark: Remark) -> bool:
    return remark.since is None and remark.until is None


def judged(verdicts: Sequence[Verdict], house: House, as_of: date) -> Judgement:
    """The findings of reading and of all rules as of a day, in the order of the files."""
    return judge(verdicts, RULES, house, as_of)
