"""Commits and their changes in words, with what each leads to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from opsgen.calendar import zone
from opsgen.changes.change import SEVERITIES
from opsgen.changes.labels import entity
from opsgen.changes.sentences import Teller, sentence
from opsgen.changes.sentences.teller import what
from opsgen.derive.items import every_item
from opsgen.derive.standing import currency_of
from opsgen.history import SHORT
from opsgen.text import plain
from opsgen.views.page import project_of, project_path
from opsgen.views.past.hosts import commit_url, request_url
from opsgen.words import Text, message, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from opsgen.changes.change import Change, Severity
    from opsgen.model import Project
    from opsgen.timeline import Landing
    from opsgen.views.edition import Edition
    from opsgen.words import Message

SEVERITY: Mapping[Severity, Message] = {
    "breach": message("Not approved"),
    "attention": message("Attention"),
    "notice": message("Notice"),
    "info": message("Detail"),
}
_SOMEBODY = message("Team member")


@dataclass(frozen=True, slots=True)
class Line:
    """A change in one sentence, in three parts: the middle one leads to the item where it has a place."""

    severity: Severity
    word: Message
    before: str
    link: str
    after: str
    project: Text
    """Empty for what belongs to the portfolio."""
    page: str
    """The page of the project; empty where it has none in this edition."""
    anchor: str

    @property
    def of(self) -> str:
        """The id of the project; `-` for what belongs to the portfolio."""
        return project_of(self.page) or next(iter(self.project.forms), "") or "-"

    @property
    def sentence(self) -> str:
        """All of it."""
        return f"{self.before}{self.link}{self.after}"


@dataclass(frozen=True, slots=True)
class Told:
    """A commit as pages show it; one without an id is what is not committed yet."""

    id: str
    anchor: str
    at: datetime | None
    """In the portfolio's time zone."""
    author: str
    title: str
    request: str
    request_url: str
    commit_url: str
    lines: tuple[Line, ...]
    """The gravest first."""
    details: tuple[Line, ...]
    """What asks nothing of anybody."""
    more: int = 0
    """How many changes are left out."""

    @property
    def short(self) -> str:
        return self.id[:SHORT]

    @property
    def day(self) -> date | None:
        return self.at.date() if self.at else None

    @property
    def alone(self) -> Line | None:
        """A line that names the project, where all lines are of one."""
        every = (*self.lines, *self.details)
        return every[0] if len({(line.project, line.page) for line in every}) == 1 else None


class Speaker:
    """Says the changes of one edition."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._say = words(edition.lang)
        self._projects = {
            name: project for project in edition.portfolio.projects for name in (project.id, *project.aliases)
        }
        self._tellers: dict[str, Teller] = {}
        self._places: dict[str, Mapping[str, str]] = {}
        self.zone = zone(edition.settings.timezone)

    def told(self, landing: Landing, most: int) -> Told:
        """A commit with at most so many of its changes."""
        commit = landing.commit
        url = self._edition.settings.repo_url
        lines, details, more = self._lines(landing.changes, most)
        return Told(
            id=commit.id,
            anchor=f"_c-{commit.id[:SHORT]}",
            at=commit.date.astimezone(self.zone),
            author=plain(self._edition.person(commit.author)) if commit.author else "",
            title=commit.title,
            request=commit.request,
            request_url=request_url(url, commit.request),
            commit_url=commit_url(url, commit.id),
            lines=lines,
            details=details,
            more=more,
        )

    def pending(self, changes: tuple[Change, ...], most: int) -> Told | None:
        """What is not committed yet; None where all is."""
        if not changes:
            return None
        lines, details, more = self._lines(changes, most)
        return Told("", "_pending", None, "", "", "", "", "", lines, details, more)

    def _lines(self, changes: Iterable[Change], most: int) -> tuple[tuple[Line, ...], tuple[Line, ...], int]:
        listed = sorted(changes, key=lambda change: -SEVERITIES.index(change.severity))
        told = [self.line(change) for change in listed[:most]]
        grave = tuple(line for line in told if line.severity != "info")
        return grave, tuple(told[len(grave) :]), len(listed) - len(told)

    def line(self, change: Change) -> Line:
        """A change in words."""
        project = self._projects.get(change.project)
        text = plain(self._say.say(self.sentence(change)))
        anchor = self._anchor(project, change)
        before, link, after = _parted(text, change.item) if anchor else (text, "", "")
        return Line(
            severity=change.severity,
            word=SEVERITY[change.severity],
            before=before,
            link=link,
            after=after,
            project=project.title if project else Text(change.project),
            page=project_path(project.id) if project else "",
            anchor=anchor,
        )

    def name(self, change: Change) -> str:
        """What the item of a change is called in its sentence."""
        return plain(self._say.say(what(change, entity(change.kind))))

    def sentence(self, change: Change) -> Message:
        """What changed, as this audience is told of people and money."""
        return sentence(change, self._teller(self._projects.get(change.project)))

    def _teller(self, project: Project | None) -> Teller:
        key = project.id if project else ""
        if key not in self._tellers:
            settings = self._edition.settings
            currency = currency_of(project, settings) if project else settings.currency
            self._tellers[key] = Teller(currency, self._person, settings.scales)
        return self._tellers[key]

    def _person(self, name: str) -> str:
        """How a person is called; somebody the public cannot know of any more is one of the team."""
        people = self._edition.portfolio.people
        if self._edition.audience == "public" and people.people and people.find(name) is None:
            return self._say.say(_SOMEBODY)
        return self._edition.person(name)

    def _anchor(self, project: Project | None, change: Change) -> str:
        if project is None or not change.item:
            return ""
        if project.id not in self._places:
            self._places[project.id] = {
                name: item.id
                for item in every_item(project)
                if item.id
                for name in (item.id, *getattr(item, "aliases", ()))
            }
        return self._places[project.id].get(change.item, "")


def _parted(text: str, item: str) -> tuple[str, str, str]:
    """A sentence around the first place where it names the item by its id."""
    found = re.search(rf"(?<![A-Za-z0-9._-]){re.escape(item)}(?![A-Za-z0-9_-])", text)
    return (text[: found.start()], item, text[found.end() :]) if found else (text, "", "")
