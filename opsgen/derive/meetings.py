"""What meetings hold: points, decisions and actions of one project or of several, and which is whose."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from opsgen.derive.standing import names
from opsgen.model import AgendaPoint, MeetingAction, MeetingDecision

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from opsgen.model import Meeting, Project

Entry: TypeAlias = "AgendaPoint | MeetingDecision | MeetingAction"
Homes: TypeAlias = "Mapping[str, str]"
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


def sittings(projects: Sequence[Project], meetings: Sequence[Meeting] = ()) -> tuple[Sitting, ...]:
    """The meetings of these projects and those of the portfolio, the newest first."""
    common = {meeting.id: _homes(meeting) for meeting in meetings}
    if not common and not any(project.meetings for project in projects):
        return ()
    ids = {name: project.id for project in projects for name in (project.id, *project.aliases)}
    held = [_sitting(one, None, ids, common, _homes(one)) for one in _called(meetings)]
    for project in projects:
        near = _homes(*project.meetings)
        held += (_sitting(one, project, ids, common, near) for one in _called(project.meetings))
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
    """The meetings, each with a name of its own: its id, else its day; spaces count as dashes."""
    found = [(meeting, meeting.id or meeting.date.isoformat()) for meeting in meetings]
    seen: Counter[str] = Counter()
    taken = {_dashed(name) for _, name in found}
    for meeting, name in found:
        n = seen[_dashed(name)] + 1
        while n > 1 and _dashed(f"{name}-{n}") in taken:
            n += 1
        seen[_dashed(name)] = n
        called = name if n == 1 else f"{name}-{n}"
        taken.add(_dashed(called))
        yield replace(meeting, id=called)


def _dashed(name: str) -> str:
    return "-".join(name.split())


def _sitting(
    meeting: Meeting,
    project: Project | None,
    ids: Mapping[str, str],
    common: Mapping[str, Homes],
    near: Homes,
) -> Sitting:
    own = project.id if project else ""
    points = _kept(meeting.agenda, own, ids, common, near)
    decisions = _kept(meeting.decisions, own, ids, common, near)
    actions = _kept(meeting.actions, own, ids, common, near)
    all_of_it = len(meeting.agenda) + len(meeting.decisions) + len(meeting.actions)
    left_out = all_of_it - len(points) - len(decisions) - len(actions)
    return Sitting(replace(meeting, agenda=points, decisions=decisions, actions=actions), project, left_out)


def _kept(
    entries: tuple[AnEntry, ...],
    own: str,
    ids: Mapping[str, str],
    common: Mapping[str, Homes],
    near: Homes,
) -> tuple[AnEntry, ...]:
    """The entries about projects that are asked for, each with the id of its project."""
    placed = ((entry, _about(own, ids, _named(entry, ids, common, near))) for entry in entries)
    return tuple(replace(entry, project=about) for entry, about in placed if about is not None)


def _about(own: str, ids: Mapping[str, str], named: Sequence[str]) -> str | None:
    """The project an entry is about: the one it names, that of what it refers to, the meeting's own.

    Empty for the portfolio, None where a project is named that was not asked for.
    """
    if any(project not in ids for project in named):
        return None
    return ids[named[0]] if named else own


def _named(entry: Entry, ids: Container[str], common: Mapping[str, Homes], near: Homes) -> list[str]:
    """The projects an entry names: itself, and by what it refers to, also in the meetings `near` it."""
    reference = entry.decision if isinstance(entry, AgendaPoint) else entry.ref
    home, colon, name = reference.rpartition(":")
    if colon and (home in ids or home not in common):
        return [*filter(None, (entry.project, home))]
    written = common[home] if colon else near
    return [*filter(None, (entry.project, written.get(name)))]


def naming(
    unseen: frozenset[str], projects: Iterable[Project], meetings: Sequence[Meeting]
) -> Iterator[tuple[Project | Meeting, tuple[str | int, ...]]]:
    """The entries of meetings that name one of the `unseen` projects, by their paths in their wholes."""
    common = {meeting.id: _homes(meeting) for meeting in meetings}
    for meeting in meetings:
        for path, named in _entries(meeting, unseen, common, _homes(meeting)):
            if not unseen.isdisjoint(named):
                yield meeting, path
    for project in projects:
        near = _homes(*project.meetings)
        for i, meeting in enumerate(project.meetings):
            for path, named in _entries(meeting, unseen, common, near):
                if not unseen.isdisjoint(named):
                    yield project, ("meetings", i, *path)


def _entries(
    meeting: Meeting, ids: Container[str], common: Mapping[str, Homes], near: Homes
) -> Iterator[tuple[tuple[str, int], list[str]]]:
    """The path of each entry in its meeting, and the projects it names."""
    lists: dict[str, tuple[Entry, ...]] = {
        "agenda": meeting.agenda,
        "decisions": meeting.decisions,
        "actions": meeting.actions,
    }
    for name, entries in lists.items():
        for i, entry in enumerate(entries):
            yield (name, i), _named(entry, ids, common, near)


def _homes(*meetings: Meeting) -> Homes:
    """The projects of the decisions and actions that are written in meetings, by the names of those."""
    found: dict[str, str] = {}
    for meeting in meetings:
        written: tuple[MeetingDecision | MeetingAction, ...] = (*meeting.decisions, *meeting.actions)
        for entry in written:
            for name in names(entry) if entry.project and not entry.ref else ():
                found.setdefault(name, entry.project)
    return found


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
