"""Every decision and action of all projects and the portfolio, in the order of the registers and by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from opsgen.derive import steering
from opsgen.derive.portfolio import Placed
from opsgen.derive.standing import names
from opsgen.derive.steering import ActionState, DecisionState, wanted_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from opsgen.derive.assessment import Assessment
    from opsgen.derive.meetings import Share, Sitting
    from opsgen.model import Project, Settings

State = TypeVar("State", DecisionState, ActionState)
Home = tuple[str, str]
"""Where ids are unique: `("project", ID)`, `("meeting", ID)` of the portfolio, `("portfolio", "")`."""
_PORTFOLIO: Home = ("portfolio", "")


@dataclass(frozen=True, slots=True)
class Ledger:
    """The decisions, those wanted first, and the actions, those overdue first, by name too."""

    decisions: tuple[Placed[DecisionState], ...]
    actions: tuple[Placed[ActionState], ...]
    decision_of: dict[tuple[Home, str], Placed[DecisionState]]
    action_of: dict[tuple[Home, str], Placed[ActionState]]
    homes: dict[str, Home]
    """Projects by their ids and former ids, and meetings of the portfolio."""
    projects: dict[str, Project]

    def decision(self, name: str, sitting: Sitting, about: str) -> Placed[DecisionState] | None:
        """The decision a meeting names at a point about this project; None where it is not to be seen."""
        return _first(self.decision_of, self._meant(name, sitting, about))

    def action(self, name: str, sitting: Sitting, about: str) -> Placed[ActionState] | None:
        """The action a meeting names at a point about this project; None where it is not to be seen."""
        return _first(self.action_of, self._meant(name, sitting, about))

    def _meant(self, name: str, sitting: Sitting, about: str) -> Iterator[tuple[Home, str]]:
        """Where the name may lead: what stands in the meeting itself comes first."""
        place, colon, item = name.rpartition(":")
        if colon:
            home = self.homes.get(place)
            return iter(((home, item),) if home else ())
        if sitting.project is None:
            return iter(((_home(None, sitting), name), (("project", about) if about else _PORTFOLIO, name)))
        return iter(((("project", about or sitting.project.id), name),))


def ledger(
    assessments: Iterable[Assessment],
    settings: Settings,
    as_of: date,
    sittings: Iterable[Sitting] = (),
    common: Iterable[Share] = (),
) -> Ledger:
    """The decisions and actions of these projects, of the portfolio, and of all these meetings."""
    found, shares = tuple(assessments), tuple(common)
    decisions = [Placed(a.project, s) for a in found for s in a.decisions]
    decisions += (Placed(None, s) for s in steering.decisions(settings, shares, as_of))
    actions = [Placed(a.project, s) for a in found for s in a.actions]
    actions += (Placed(None, s) for s in steering.common_actions(shares, as_of))
    decisions.sort(key=lambda placed: wanted_first(placed.state))
    actions.sort(key=lambda p: (not p.state.open, not p.state.overdue, p.state.action.due, p.state.action.id))
    return Ledger(
        decisions=tuple(decisions),
        actions=tuple(actions),
        decision_of=dict(_by_name((p, names(p.state.decision)) for p in decisions)),
        action_of=dict(_by_name((p, names(p.state.action)) for p in actions)),
        homes=_homes((a.project for a in found), sittings),
        projects={a.project.id: a.project for a in found},
    )


def _by_name(
    placed: Iterable[tuple[Placed[State], tuple[str, ...]]],
) -> Iterator[tuple[tuple[Home, str], Placed[State]]]:
    for entry, called in placed:
        for name in called:
            yield (_home(entry.project, entry.state.sitting), name), entry


def _home(project: Project | None, sitting: Sitting | None) -> Home:
    """Where an id is unique: in its project, in the meeting of the portfolio, in the portfolio."""
    if sitting is not None:
        owner = sitting.project
        return ("project", owner.id) if owner else ("meeting", sitting.meeting.id)
    return ("project", project.id) if project else _PORTFOLIO


def _homes(projects: Iterable[Project], sittings: Iterable[Sitting]) -> dict[str, Home]:
    meetings: dict[str, Home] = {s.meeting.id: _home(None, s) for s in sittings if s.project is None}
    return meetings | {name: ("project", p.id) for p in projects for name in (p.id, *p.aliases)}


def _first(
    known: dict[tuple[Home, str], Placed[State]], candidates: Iterable[tuple[Home, str]]
) -> Placed[State] | None:
    return next((known[name] for name in candidates if name in known), None)
