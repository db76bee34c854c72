"""What meetings hold: points, decisions and actions of one project or of several, and which is whose."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from opsgen.derive.standing import names
from opsgen.model import AgendaPoint, MeetingAction, MeetingDecision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from opsgen.model import Meeting, Project

Entry: TypeAlias = "AgendaPoint | MeetingDecision | MeetingAction"
AnEntry = TypeVar("AnEntry", AgendaPoint, MeetingDecision, MeetingAction)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A meeting, and whose it is: a project's, or the portfolio's where there is no project.

    Each entry names the project it is about by its id, and the portfolio's own none. `left_out` counts the
    entries about projects that were not asked for.
    """

    meeting: Meeting
    project: Project | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Share:
    """What one meeting holds for one project."""

    sitting: Sitting
    points: tuple[AgendaPoint, ...]
    decisions: tuple[MeetingDecision, ...]
    actions: tuple[MeetingAction, ...]


def sittings(projects: Sequence[Project], meetings: Iterable[Meeting] = ()) -> tuple[Sitting, ...]:
    """The meetings of these projects and those of the portfolio, the newest first."""
    common = {meeting.id: meeting for meeting in meetings}
    if not common and not any(project.meetings for project in projects):
        return ()
    ids = {name: project.id for project in projects for name in (project.id, *project.aliases)}
    held = [_sitting(meeting, None, ids, common) for meeting in _called(common.values())]
    held += (_sitting(meeting, p, ids, common) for p in projects for meeting in _called(p.meetings))
    return tuple(sorted(held, key=_newest_first))


def shares(found: Iterable[Sitting]) -> dict[str, tuple[Share, ...]]:
    """What the meetings hold for each project by its id; its own meetings always, the newest first."""
    by_project: dict[str, list[Share]] = {}
    for sitting in found:
        for project_id in concerned(sitting):
            by_project.setdefault(project_id, []).append(_share(sitting, project_id))
    return {project_id: tuple(parts) for project_id, parts in by_project.items()}


def alone(project: Project) -> tuple[Share, ...]:
    """What the project's own meetings hold of it, where nothing is known of others."""
    return shares(sittings((project,))).get(project.id, ())


def common(found: Iterable[Sitting]) -> tuple[Share, ...]:
    """What the meetings of the portfolio hold that is no project's."""
    return tuple(_share(sitting, "") for sitting in found if sitting.project is None)


def previous(sitting: Sitting, among: Iterable[Sitting]) -> Sitting | None:
    """The last meeting of the same type before this one, of the same project or of the portfolio too."""
    before = (
        other
        for other in among
        if other.project == sitting.project
        and other.meeting.type == sitting.meeting.type
        and (other.meeting.date, other.meeting.id) < (sitting.meeting.date, sitting.meeting.id)
    )
    return max(before, key=lambda other: (other.meeting.date, other.meeting.id), default=None)


def _called(meetings: Iterable[Meeting]) -> Iterator[Meeting]:
    """The meetings, each with a name of its own: its id, else its day."""
    seen: Counter[str] = Counter()
    for meeting in meetings:
        name = meeting.id or meeting.date.isoformat()
        seen[name] += 1
        yield replace(meeting, id=name if seen[name] == 1 else f"{name}-{seen[name]}")


def _sitting(
    meeting: Meeting, project: Project | None, ids: Mapping[str, str], common: Mapping[str, Meeting]
) -> Sitting:
    own = project.id if project else ""
    points = _kept(meeting.agenda, own, ids, common)
    decisions = _kept(meeting.decisions, own, ids, common)
    actions = _kept(meeting.actions, own, ids, common)
    all_of_it = len(meeting.agenda) + len(meeting.decisions) + len(meeting.actions)
    left_out = all_of_it - len(points) - len(decisions) - len(actions)
    return Sitting(replace(meeting, agenda=points, decisions=decisions, actions=actions), project, left_out)


def _kept(
    entries: tuple[AnEntry, ...], own: str, ids: Mapping[str, str], common: Mapping[str, Meeting]
) -> tuple[AnEntry, ...]:
    """The entries about projects that are asked for, each with the id of its project."""
    placed = ((entry, _about(entry, own, ids, common)) for entry in entries)
    return tuple(replace(entry, project=about) for entry, about in placed if about is not None)


def _about(entry: Entry, own: str, ids: Mapping[str, str], common: Mapping[str, Meeting]) -> str | None:
    """The project an entry is about: the one it names, that of what it refers to, the meeting's own.

    Empty for the portfolio, None where a project is named that was not asked for.
    """
    reference = entry.decision if isinstance(entry, AgendaPoint) else entry.ref
    home, colon, name = reference.partition(":")
    named = [entry.project] if entry.project else []
    if colon and home not in ids and home in common:
        named += (other for other in [_project_of(common[home], name)] if other)
    elif colon:
        named.append(home)
    if any(project not in ids for project in named):
        return None
    return ids[named[0]] if named else own


def _project_of(meeting: Meeting, name: str) -> str:
    """The project of a decision or action that is written in a meeting; empty where it is none's."""
    written: tuple[MeetingDecision | MeetingAction, ...] = (*meeting.decisions, *meeting.actions)
    return next((entry.project for entry in written if not entry.ref and name in names(entry)), "")


def concerned(sitting: Sitting) -> tuple[str, ...]:
    """The ids of the projects a meeting is about, its own first, then in the order of its entries."""
    meeting = sitting.meeting
    entries: tuple[Entry, ...] = (*meeting.agenda, *meeting.decisions, *meeting.actions)
    own = [sitting.project.id] if sitting.project else []
    return tuple(dict.fromkeys([*own, *(entry.project for entry in entries if entry.project)]))


def _share(sitting: Sitting, project_id: str) -> Share:
    meeting = sitting.meeting
    return Share(
        sitting,
        tuple(point for point in meeting.agenda if point.project == project_id),
        tuple(decision for decision in meeting.decisions if decision.project == project_id),
        tuple(action for action in meeting.actions if action.project == project_id),
    )


def _newest_first(sitting: Sitting) -> tuple[int, str, str]:
    return (
        -sitting.meeting.date.toordinal(),
        sitting.project.id if sitting.project else "",
        sitting.meeting.id,
    )
