"""What every finding means, why it matters, and how it is put right: for `opsgen explain` and the manual."""

from __future__ import annotations

from dataclasses import dataclass

from opsgen.explain import files, own, sheet, syntax, text, values
from opsgen.explain.explanation import Explanation
from opsgen.rules import RULES
from opsgen.words import Message, message

__all__ = ["GROUPS", "Explanation", "Group", "explanations"]


@dataclass(frozen=True, slots=True)
class Group:
    """The explanations of one part of the check, by code."""

    name: str
    title: Message
    explanations: tuple[Explanation, ...]


def _group(name: str, title: Message, found: tuple[Explanation, ...]) -> Group:
    return Group(name, title, tuple(sorted(found, key=lambda explanation: explanation.code)))


GROUPS = (
    _group("text", message("The text of a file"), text.EXPLANATIONS),
    _group("yaml", message("YAML"), syntax.EXPLANATIONS),
    _group("values", message("Fields and values"), values.EXPLANATIONS),
    _group("own", message("The team's own fields"), own.EXPLANATIONS),
    _group("files", message("Files, tables and handouts"), files.EXPLANATIONS),
    _group("sheet", message("The finance sheet"), sheet.EXPLANATIONS),
    _group(
        "rules",
        message("Rules: what is wrong in the whole"),
        tuple(Explanation(rule.code, rule.severity, rule.about) for rule in RULES),
    ),
)


def explanations() -> dict[str, Explanation]:
    """The explanation of every finding by its code, in the order of the groups."""
    return {explanation.code: explanation for group in GROUPS for explanation in group.explanations}
