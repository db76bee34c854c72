"""What a rule is: a generator of findings with a name, a severity and a paragraph that explains it."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, replace
from itertools import islice
from textwrap import dedent
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from opsgen.load import Path
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio
    from opsgen.problem import Severity
    from opsgen.words import Message

MOST = 100
"""Findings of one rule in one project or file: who has more of them made one mistake many times."""
_EXAMPLE = "Example:\n"
Pattern = tuple[str, ...]
"""Field names from a whole downwards; `*` for every entry of a list."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: at which path of its source, what, and what to do."""

    path: Path
    message: Message
    hint: Message | None = None
    source: str = ""
    """`portfolio`, `people`, or the id of a project, which is filled in for rules over projects."""


@dataclass(frozen=True, slots=True)
class Whole:
    """Something with a schema and files of its own: the settings, the people, or one project."""

    source: str
    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Context:
    """What rules look at: the portfolio, and the day it is judged on."""

    portfolio: Portfolio
    as_of: date

    def wholes(self) -> Iterator[Whole]:
        """The settings, the people and all projects."""
        if "portfolio" in self.portfolio.sources:
            yield Whole("portfolio", "portfolio", self.portfolio.settings)
        if self.portfolio.has_people:
            yield Whole("people", "people", self.portfolio.people)
        for project in self.portfolio.projects:
            yield Whole(project.id, "project", project)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; `code` names the wrong thing, so that it reads well after "allow"."""

    code: str
    severity: Severity
    about: str
    """What is wrong and why, with an example."""
    find: Callable[[Context], Iterator[Finding]]

    @property
    def prose(self) -> tuple[str, ...]:
        """The paragraphs of `about`, each on one line; the first says what is wrong."""
        before, _, _ = self.about.partition(_EXAMPLE)
        return tuple(" ".join(paragraph.split()) for paragraph in before.split("\n\n") if paragraph.strip())

    @property
    def example(self) -> str:
        """The YAML that shows what is wrong, or how it is right."""
        _, _, after = self.about.partition(_EXAMPLE)
        return dedent(after).strip("\n")


def rule(code: str, severity: Severity) -> Callable[[Callable[[Project, Context], Iterator[Finding]]], Rule]:
    """A rule over every project."""

    def made(find: Callable[[Project, Context], Iterator[Finding]]) -> Rule:
        def over_projects(context: Context) -> Iterator[Finding]:
            for project in context.portfolio.projects:
                for finding in islice(find(project, context), MOST):
                    yield replace(finding, source=project.id)

        return Rule(code, severity, inspect.getdoc(find) or "", over_projects)

    return made


def portfolio_rule(code: str, severity: Severity) -> Callable[[Callable[[Context], Iterator[Finding]]], Rule]:
    """A rule over the portfolio as a whole; its findings name their source."""

    def made(find: Callable[[Context], Iterator[Finding]]) -> Rule:
        return Rule(code, severity, inspect.getdoc(find) or "", find)

    return made


def reach(value: Any, pattern: Pattern) -> Iterator[tuple[Path, Any]]:
    """The paths and values of a pattern such as `("goals", "*", "metrics", "*")`; none where it is empty."""
    if not pattern:
        if value is not None:
            yield (), value
        return
    for key, inner in _entries(value, pattern[0]):
        for path, found in reach(inner, pattern[1:]):
            yield (key, *path), found


def _entries(value: Any, key: str) -> Iterator[tuple[str | int, Any]]:
    if key != "*":
        name = "from_" if key == "from" else key
        if name in getattr(value, "__dataclass_fields__", ()):
            yield key, getattr(value, name)
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from enumerate(value)
