"""How the people of a project work together: roles, stakeholders, communication, training, who to ask."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from opsgen.derive.items import items_by_name
from opsgen.derive.raci import ROLES, person_key, raci
from opsgen.derive.stakeholders import in_quadrants, quadrant
from opsgen.derive.standing import is_open, owner_of
from opsgen.views import states
from opsgen.views.agreed import Spot
from opsgen.views.page import person_anchor, project_path
from opsgen.words import Text, message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from opsgen.derive import Assessment
    from opsgen.derive.raci import RaciLine, Role
    from opsgen.derive.stakeholders import Quadrant
    from opsgen.derive.standing import Called
    from opsgen.model import Project, RaciRow, Stakeholder, Training
    from opsgen.views.edition import Edition
    from opsgen.views.states import State
    from opsgen.words import Message

LETTERS: dict[Role, str] = {"responsible": "R", "accountable": "A", "consulted": "C", "informed": "I"}
ROLE_WORDS: dict[Role, tuple[Message, Message]] = {
    "responsible": (message("Responsible"), message("does it")),
    "accountable": (message("Accountable"), message("answers for it")),
    "consulted": (message("Consulted"), message("is asked before")),
    "informed": (message("Informed"), message("is told")),
}
QUADRANT_WORDS: dict[Quadrant, Message] = {
    "keep_satisfied": message("Keep satisfied"),
    "manage_closely": message("Manage closely"),
    "monitor": message("Monitor"),
    "keep_informed": message("Keep informed"),
}


@dataclass(frozen=True, slots=True)
class Assigned:
    """A row of the responsibility matrix: what it is about, and the roles of each column's person."""

    item: Spot
    id: str
    roles: tuple[tuple[Role, ...], ...]
    of: RaciRow


@dataclass(frozen=True, slots=True)
class Stake:
    """A stakeholder, with the light of their attitude and how to deal with them."""

    of: Stakeholder
    attitude: State | None
    quadrant: Message | None


@dataclass(frozen=True, slots=True)
class Trained:
    """A training with what cannot begin, or be reached, without it."""

    training: Training
    state: State
    required_for: tuple[Called, ...]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to ask: how this audience calls them, and how many items they own of what is asked about.

    Where they have been named above already, neither their role and team nor their address is said again.
    """

    name: str
    role: Text
    team: Text
    email: str
    page: str
    anchor: str
    count: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """What somebody may ask about, and whom: a list or role of ours, or the items that one answers for."""

    name: Message | None
    items: tuple[Spot, ...]
    contacts: tuple[Contact, ...]


def collaboration(edition: Edition, assessment: Assessment) -> dict[str, object]:
    """The responsibility matrix, the stakeholders and their grid, communication, training, and who to ask.

    What somebody thinks of a project, and how it deals with them, is not for the public.
    """
    project = assessment.project
    told = edition.audience != "public"
    stakes = tuple(map(_stake, project.stakeholders)) if told else ()
    return {
        "matrix": _matrix(edition, project),
        "letters": tuple((LETTERS[role], *ROLE_WORDS[role]) for role in ROLES),
        "role_words": {role: (LETTERS[role], ROLE_WORDS[role][0]) for role in ROLES},
        "stakes": stakes,
        "quadrants": _quadrants(project) if stakes else (),
        "communications": project.communications if told else (),
        "trainings": tuple(_trained(edition, project)),
        "attendance_shown": told,
        "topics": tuple(_topics(edition, assessment)),
    }


def _matrix(edition: Edition, project: Project) -> tuple[tuple[str, ...], tuple[Assigned, ...]] | None:
    """The names over the columns, and the rows."""
    found = raci(project, edition.portfolio.people)
    if found is None:
        return None
    rows = tuple(_assigned(edition, line, project, found.people) for line in found.lines)
    return tuple(edition.person(who) for who in found.people), rows


def _assigned(edition: Edition, line: RaciLine, project: Project, people: tuple[str, ...]) -> Assigned:
    roles = tuple(line.roles.get(p, ()) for p in people)
    return Assigned(_about(edition, line, project), line.item.id if line.item else "", roles, line.row)


def _about(edition: Edition, line: RaciLine, project: Project) -> Spot:
    if line.item is None:
        return Spot(edition.told(line.row.item), "")
    return Spot(line.item.title, project_path(project.id), line.item.id)


def _stake(of: Stakeholder) -> Stake:
    attitude = states.ATTITUDE[of.attitude] if of.attitude else None
    where = quadrant(of)
    return Stake(of, attitude, QUADRANT_WORDS[where] if where else None)


def _quadrants(project: Project) -> tuple[tuple[Message, tuple[Stake, ...]], ...]:
    """The four quadrants as they lie, each with who is in it; nothing where nobody is rated."""
    found = in_quadrants(project.stakeholders)
    if not any(found.values()):
        return ()
    return tuple((QUADRANT_WORDS[where], tuple(map(_stake, listed))) for where, listed in found.items())


def _trained(edition: Edition, project: Project) -> Iterator[Trained]:
    known = items_by_name(project)
    for training in project.training:
        required = tuple(known[name] for name in training.required_for if name in known)
        yield Trained(training, states.training(training, edition.as_of), required)


def _topics(edition: Edition, assessment: Assessment) -> Iterator[Topic]:
    """What to ask whom; nothing where everything is in the owner's and the sponsor's hands."""
    found = [topic for topic in _all_topics(edition, assessment) if topic.contacts]
    project = assessment.project
    known = {edition.person(name) for name in (project.owner, project.sponsor) if name}
    if {contact.name for topic in found for contact in topic.contacts} - known:
        yield from _each_introduced_once(found)


def _each_introduced_once(topics: Iterable[Topic]) -> Iterator[Topic]:
    """The topics; who has been named with role and address is named alone from there on."""
    named: set[tuple[str, str]] = set()
    for topic in topics:
        contacts = tuple(_bare(c) if c.count or (c.name, c.anchor) in named else c for c in topic.contacts)
        if not any(contact.count for contact in contacts):
            named.update((contact.name, contact.anchor) for contact in contacts)
        yield replace(topic, contacts=contacts)


def _bare(contact: Contact) -> Contact:
    return replace(contact, role=Text(), team=Text(), email="")


def _all_topics(edition: Edition, assessment: Assessment) -> Iterator[Topic]:
    project = assessment.project
    yield Topic(message("The project as a whole"), (), _contacts(edition, (project.owner,)))
    if project.sponsor:
        topic = message("What it is for, and its money")
        yield Topic(topic, (), _contacts(edition, (project.sponsor,)))
    yield Topic(message("What the board decides"), (), _contacts(edition, project.board))
    for accountable, items in _answered_for(edition, project).items():
        yield Topic(None, tuple(items), _contacts(edition, (accountable,)))
    for name, owners in _owners(assessment):
        if any(person_key(o, edition.portfolio.people) != _owner_key(edition, project) for o in owners):
            yield Topic(name, (), _contacts(edition, owners, counted=True))


def _answered_for(edition: Edition, project: Project) -> Mapping[str, list[Spot]]:
    """The rows of the responsibility matrix by who is accountable for them, in its order."""
    found: dict[str, list[Spot]] = {}
    matrix = raci(project, edition.portfolio.people)
    for line in matrix.lines if matrix else ():
        key = person_key(line.row.accountable, edition.portfolio.people) if line.row.accountable else ""
        found.setdefault(key, []).append(_about(edition, line, project))
    return found


def _owner_key(edition: Edition, project: Project) -> str:
    return person_key(project.owner, edition.portfolio.people)


def _owners(assessment: Assessment) -> Iterator[tuple[Message, tuple[str, ...]]]:
    """The owners of what is open, by list."""
    project = assessment.project
    stones = (state.owner for state in assessment.milestones if state.status != "achieved")
    yield message("Milestones"), tuple(stones)
    yield message("Tasks"), tuple(owner_of(t, project) for t in project.tasks if is_open(t))
    yield message("Metrics"), tuple(state.owner for state in assessment.metrics)
    yield message("Budget"), tuple(owner_of(line, project) for line in project.budget)
    yield message("Risks"), tuple(s.owner for s in assessment.risks if s.risk.status == "open")
    issues = (i for i in project.issues if i.status in ("open", "in_progress"))
    yield message("Issues"), tuple(owner_of(issue, project) for issue in issues)
    yield message("Actions"), tuple(state.owner for state in assessment.actions if state.open)


def _contacts(edition: Edition, people: Iterable[str], *, counted: bool = False) -> tuple[Contact, ...]:
    """The people, each once, with the number of items where there are several of them to own."""
    keys = Counter(person_key(name, edition.portfolio.people) for name in people if name)
    return tuple(_contact(edition, key, n if counted else 0) for key, n in keys.most_common())


def _contact(edition: Edition, key: str, count: int) -> Contact:
    """Somebody to ask; the public is told no more than how they are called."""
    people, name = edition.portfolio.people, edition.person(key)
    person = people.find(key)
    if edition.audience == "public":
        return Contact(name, Text(), Text(), "", "", "", count)
    team = next((t.title for t in people.teams if person and t.id == person.team), Text())
    role, email = (person.role, person.email) if person else (Text(), "")
    return Contact(name, role, team, email, "people.md", person_anchor(key), count)
