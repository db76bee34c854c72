"""Who does what: the responsibility matrix (RACI), and the checks that need more than one row of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from opsgen.derive.items import items_by_name

if TYPE_CHECKING:
    from opsgen.derive.standing import Called
    from opsgen.model import People, Project, RaciRow

Role = Literal["responsible", "accountable", "consulted", "informed"]
ROLES: tuple[Role, ...] = get_args(Role)
MOST_ACCOUNTABLE = 7
"""Rows of one project that one person can answer for; from the next one on nobody else seems to."""
_TOGETHER = frozenset({"responsible", "accountable"})


@dataclass(frozen=True, slots=True)
class RaciLine:
    """One row: the item it names, if it names one, and everybody's roles in the order R, A, C, I."""

    row: RaciRow
    item: Called | None
    roles: dict[str, tuple[Role, ...]]

    @property
    def odd(self) -> tuple[str, ...]:
        """Those whose roles do not go together: who does or answers for a thing need not be asked or told."""
        return tuple(who for who, has in self.roles.items() if len(has) > 1 and not {*has} <= _TOGETHER)


@dataclass(frozen=True, slots=True)
class Raci:
    """The matrix; `people` in the order of the weight of their roles, `answers_for` rows by person."""

    lines: tuple[RaciLine, ...]
    people: tuple[str, ...]
    answers_for: dict[str, int]


def raci(project: Project, people: People) -> Raci | None:
    """The responsibility matrix of a project; None where it has none."""
    if not project.raci:
        return None
    known = items_by_name(project)
    lines = tuple(RaciLine(row, known.get(row.item.plain), _roles(row, people)) for row in project.raci)
    answers = Counter(who for line in lines for who, has in line.roles.items() if "accountable" in has)
    does = Counter(who for line in lines for who, has in line.roles.items() if "responsible" in has)
    everybody = dict.fromkeys(who for line in lines for who in line.roles)
    ranked = sorted(everybody, key=lambda who: (-answers[who], -does[who]))
    return Raci(lines, tuple(ranked), dict(answers))


def _roles(row: RaciRow, people: People) -> dict[str, tuple[Role, ...]]:
    """Everybody of a row with their roles, each once however their name is written."""
    found: dict[str, list[Role]] = {}
    for role in ROLES:
        written = getattr(row, role)
        for name in (written,) if isinstance(written, str) else written:
            has = found.setdefault(person_key(name, people), [])
            if role not in has:
                has.append(role)
    return {who: tuple(has) for who, has in found.items()}


def person_key(name: str, people: People) -> str:
    """The id of a person who is known by it or by name; else the name as it is written."""
    found = people.find(name)
    return found.id if found else name
