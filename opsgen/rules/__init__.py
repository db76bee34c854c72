"""What a schema cannot say: rules over projects, people and settings, each a generator with a name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, cast

from opsgen.problem import Place, Problem
from opsgen.rules import identity, numbers, plan, references, settings, steering
from opsgen.rules.rule import MOST, Context, Finding, Rule, portfolio_rule
from opsgen.schema.suggest import suggest
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from opsgen.load import Path
    from opsgen.portfolio import Portfolio
    from opsgen.problem import Severity

__all__ = ["RULES", "Rule", "check", "findings"]


@portfolio_rule("unknown-rule", "error")
def unknown_rule(context: Context) -> Iterator[Finding]:
    """A setting names a rule that does not exist.

    Example:
        rules:
          severity: {milestone-overdu: error}     # milestone-overdue
    """
    codes = sorted(rule.code for rule in RULES)
    chosen = context.portfolio.settings.rules
    written: list[tuple[Path, str]] = [(("rules", "severity", code), code) for code in chosen.severity or {}]
    written += [(("rules", "allow", i, "rule"), allow.rule) for i, allow in enumerate(chosen.allow)]
    for path, code in written:
        if code not in codes:
            meant = suggest(code, codes)
            hint = message("did you mean `{key}`?", key=meant) if meant else None
            yield Finding(path, message("there is no rule `{name}`", name=code), hint, "portfolio")


RULES: tuple[Rule, ...] = (
    *identity.RULES,
    *references.RULES,
    *plan.RULES,
    *numbers.RULES,
    *steering.RULES,
    *settings.RULES,
    unknown_rule,
)


def check(portfolio: Portfolio, as_of: date) -> tuple[Problem, ...]:
    """The findings of all rules as of a day, in the order of the files."""
    context = Context(portfolio, as_of)
    found = (problem for rule in RULES for problem in _problems(rule, context))
    return tuple(sorted(found, key=Problem.sort_key))


def findings(portfolio: Portfolio, as_of: date) -> tuple[Problem, ...]:
    """What is wrong with the files and by the rules, each once, in the order of the files."""
    return tuple(sorted({*portfolio.problems, *check(portfolio, as_of)}, key=Problem.sort_key))


def _problems(rule: Rule, context: Context) -> Iterator[Problem]:
    severities: Mapping[str, str] = context.portfolio.settings.rules.severity or {}
    severity = severities.get(rule.code, rule.severity)
    if severity == "ignore":
        return
    shown: Counter[str] = Counter()
    for finding in rule.find(context):
        if shown[finding.source] < MOST and not _allowed(rule, finding, context):
            shown[finding.source] += 1
            yield Problem(
                _place(finding, context.portfolio),
                rule.code,
                cast("Severity", severity),
                finding.message,
                finding.hint,
            )


def _allowed(rule: Rule, finding: Finding, context: Context) -> bool:
    """Whether the settings pass over this rule, here and on this day."""
    return any(
        allow.rule == rule.code
        and allow.project in ("", finding.source)
        and (allow.until is None or allow.until >= context.as_of)
        for allow in context.portfolio.settings.rules.allow
    )


def _place(finding: Finding, portfolio: Portfolio) -> Place:
    return portfolio.sources[finding.source].place(finding.path).head
