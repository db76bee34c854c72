"""What an audience may see of the history: an old version may tell what today's no longer does.

A project is shown back to where it was last hidden from the audience. What came before stays hidden, for it
was written for others; so does what a file was called by that is hidden now.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from opsgen.changes.change import Origin
from opsgen.changes.fields import KINDS
from opsgen.changes.privacy import is_internal, tells_money, without_addresses
from opsgen.timeline.walk import whole_of
from opsgen.words import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from opsgen.changes.change import Change
    from opsgen.history import Commit
    from opsgen.model import People, Person, Project
    from opsgen.timeline import Broken, Landing, Timeline

_HELD = frozenset({"meetings", "decisions", "actions"})
"""What meetings about several projects bring, which may be about a hidden one without saying its name."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks: which projects they see, what the others are called, and what stands for those."""

    projects: tuple[Project, ...]
    """Those that are seen."""
    confidences: frozenset[str]
    """The confidentialities that are seen."""
    hidden: frozenset[str]
    """What the other projects are called: ids, codes, titles."""
    people: People
    stand_in: str
    """What is said in place of a hidden project."""
    decisions: frozenset[str] = frozenset()
    """The ids of the portfolio's own decisions."""
    public: bool = False
    everything: bool = False
    """Nothing is hidden from them, also of projects that are gone."""


def visible(timeline: Timeline, eyes: Eyes) -> Timeline:
    """The history without what these eyes may not see; authors are ids of people where they are known.

    E-mail addresses are in it for nobody.
    """
    veil = _Veil(eyes)
    pending = veil.passed(timeline.pending)
    landings = [(landing, veil.passed(landing.changes)) for landing in timeline.landings]
    blank = _Blank(eyes, frozenset(_names(timeline, veil)))
    authors = _Authors(eyes)
    shown = ((landing, blank.told(changes)) for landing, changes in landings)
    found = tuple(_shown(landing, changes, authors, eyes) for landing, changes in shown if changes)
    return replace(
        timeline,
        landings=found,
        pending=tuple(replace(change, origin=None) for change in blank.told(pending)),
        broken=tuple(_broken(timeline, eyes, blank, authors)),
        commits=timeline.commits if blank.idle else len(found),
        versions=timeline.versions if blank.idle else 0,
        unread=timeline.unread if blank.idle else 0,
        older=timeline.older if blank.idle else 0,
    )


# --- which changes


@dataclass
class _Veil:
    """Lets pass what may be seen, from the newest commit to the oldest."""

    eyes: Eyes
    former: set[str] = field(default_factory=set)
    """What projects that are seen were called while they were hidden."""
    _project: dict[str, Project] = field(init=False)
    _level: dict[str, str] = field(init=False)
    _amounts: dict[str, bool] = field(init=False)

    def __post_init__(self) -> None:
        projects = self.eyes.projects
        self._project = {name: project for project in projects for name in (project.id, *project.aliases)}
        self._level = {project.id: project.confidentiality for project in projects}
        self._amounts = {project.id: project.publish_amounts for project in projects}

    def passed(self, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        """The changes of one commit that may be seen."""
        if self.eyes.everything:
            return changes
        open_ones = {project.id for project in self._touched(changes) if self._is_open(project, changes)}
        return tuple(change for change in changes if self._may_be_seen(change, open_ones))

    def _touched(self, changes: tuple[Change, ...]) -> list[Project]:
        names = dict.fromkeys(change.project for change in changes)
        found = (self._project.get(name) for name in names)
        return list({project.id: project for project in found if project}.values())

    def _is_open(self, project: Project, changes: tuple[Change, ...]) -> bool:
        """Whether both versions of the project were for these eyes; then it goes on to the older ones."""
        own = [c for c in changes if c.kind == "project" and self._project.get(c.project) is project]
        after = self._level[project.id]
        for change in own:
            if change.field == "confidentiality":
                self._level[project.id] = str(change.old)
            elif change.field == "publish_amounts":
                self._amounts[project.id] &= change.old is True
            elif change.code == KINDS["project"].added:
                self._level[project.id] = ""  # whatever was called so before, it was another project
        before = self._level[project.id]
        is_open = after in self.eyes.confidences and (before in self.eyes.confidences or not before)
        if not is_open:
            self.former.update(form for change in own for form in _titles(change))
        return is_open

    def _may_be_seen(self, change: Change, open_ones: set[str]) -> bool:
        eyes = self.eyes
        project = self._project.get(change.project)
        if not change.project:
            held = change.kind in _HELD and change.item not in eyes.decisions
            return not eyes.public and not (held and eyes.hidden)
        if project is None or project.id not in open_ones:
            return False
        return not eyes.public or self._is_public(change, project)

    def _is_public(self, change: Change, project: Project) -> bool:
        return not is_internal(change) and (self._amounts[project.id] or not tells_money(change))


def _names(timeline: Timeline, veil: _Veil) -> Iterator[str]:
    """What hidden projects are called, or once were."""
    eyes = veil.eyes
    if eyes.everything:
        return
    shown = {name for project in eyes.projects for name in (project.id, *project.aliases)}
    titles = {form for project in eyes.projects for form in project.title.forms}
    former = {form for landing in timeline.landings for form in _former(landing.changes, shown)}
    yield from eyes.hidden
    yield from (former | veil.former) - titles - shown


def _former(changes: Iterable[Change], shown: Collection[str]) -> Iterator[str]:
    for change in changes:
        if change.project and change.project not in shown:
            yield change.project
            yield from _titles(change) if change.kind == "project" else ()


def _titles(change: Change) -> Iterator[str]:
    """What a project is called in a change of its own fields, and was before."""
    yield from change.title.forms
    if change.field in ("title", "code", "aliases", "id"):
        yield from _strings((change.old, change.new))


# --- what their texts say


class _Blank:
    """Puts the stand-in where a hidden project is named, and for the public a mark where an address is."""

    def __init__(self, eyes: Eyes, names: Collection[str]) -> None:
        self._stand_in = eyes.stand_in
        self._public = eyes.public
        self._named = naming(names)
        self.idle = self._named is None and not eyes.public
        """Whether there is nothing that could be told."""

    def told(self, changes: Iterable[Change]) -> tuple[Change, ...]:
        if self.idle:
            return tuple(changes)
        return tuple(told for change in changes for told in self._told(change))

    def names(self, text: str) -> bool:
        """Whether a text names a hidden project."""
        return self._named is not None and self._named.search(text) is not None

    def _told(self, change: Change) -> Iterator[Change]:
        said = "\n".join(
            (change.item, change.field, *_strings((change.title, change.old, change.new, change.reason)))
        )
        if not self.names(said) and not (self._public and "@" in said):
            yield change
        elif not self.names(f"{change.item}\n{change.field}"):
            title, reason = self._value(change.title), self._value(change.reason)
            old, new, approval = map(self._value, (change.old, change.new, change.approval))
            yield replace(change, title=title, reason=reason, old=old, new=new, approval=approval)

    def _value(self, given: Any) -> Any:
        match given:
            case Text():
                forms = (None if form is None else self._text(form) for form in (given.zh, given.en))
                return Text(self._text(given.plain), *forms)
            case str():
                return self._text(given)
            case tuple():
                return tuple(map(self._value, given))
            case _:
                return given

    def _text(self, text: str) -> str:
        if self.names(text):
            return self._stand_in
        return without_addresses(text) if self._public else text


def naming(names: Collection[str]) -> re.Pattern[str] | None:
    """What finds one of these names in a text; within a word only where the script has no spaces."""
    listed = sorted((name for name in map(str.strip, names) if name), key=len, reverse=True)
    if not listed:
        return None
    return re.compile("|".join(map(_bounded, listed)), re.IGNORECASE)


def _bounded(name: str) -> str:
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
    return f"{before}{re.escape(name)}{after}"


def _strings(given: Any) -> Iterator[str]:
    match given:
        case Text():
            yield from given.forms
        case str():
            yield given
        case tuple():
            for part in given:
                yield from _strings(part)
        case _:
            return


# --- who, and in which commit


class _Authors:
    """Who wrote a commit, as an id of people where they are known."""

    def __init__(self, eyes: Eyes) -> None:
        self._public = eyes.public
        self._people = eyes.people
        self._by_email: Mapping[str, Person] = {
            person.email.casefold(): person for person in eyes.people.people if person.email
        }

    def of(self, commit: Commit) -> str:
        found = self._by_email.get(commit.email.casefold()) or self._people.find(commit.author)
        if found is not None:
            return found.id
        return "" if self._public else commit.author


def _shown(landing: Landing, changes: tuple[Change, ...], authors: _Authors, eyes: Eyes) -> Landing:
    whole = len(changes) == len(landing.changes)
    # Who hides a part of a commit hides what was said of all of it.
    commit = _commit(landing.commit, authors, titled=not eyes.public and (whole or eyes.everything))
    origin = Origin(commit.id, commit.date, commit.author, "", commit.title, commit.request)
    told = tuple(replace(change, origin=origin) for change in changes)
    return replace(landing, commit=commit, changes=told, broken=())


def _commit(commit: Commit, authors: _Authors, *, titled: bool) -> Commit:
    return replace(commit, author=authors.of(commit), email="", title=commit.title if titled else "")


def _broken(
    timeline: Timeline, eyes: Eyes, blank: _Blank, authors: _Authors
) -> Iterator[tuple[Landing, Broken]]:
    """The versions that could not be read, of files whose project is seen; none for the public."""
    shown = {name for project in eyes.projects for name in (project.id, *project.aliases)}
    for landing, broken in () if eyes.public else timeline.broken:
        if blank.idle or (whole_of(broken.file) in shown and not blank.names(broken.file)):
            yield replace(landing, commit=_commit(landing.commit, authors, titled=False)), broken
