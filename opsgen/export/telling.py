"""What every form of a list of changes is made of: the sentences, and what projects and people are called."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from opsgen.calendar import zone
from opsgen.changes.fields import KINDS
from opsgen.changes.labels import type_of
from opsgen.changes.sentences import Teller, sentence
from opsgen.derive.standing import currency_of
from opsgen.problem import visible
from opsgen.words import Text, message, plural, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, tzinfo

    from opsgen.changes.audience import Reader
    from opsgen.changes.change import Change
    from opsgen.model import Project
    from opsgen.portfolio import Portfolio
    from opsgen.words import Message, Words

HOUSE = Text(zh="设置、人员与会议", en="Settings, people and meetings")
"""What stands for a project over changes that belong to none."""
SHORT = 10


@dataclass(frozen=True)
class Telling:
    """How changes are told to a reader, in one language."""

    words: Words
    reader: Reader
    versions: tuple[Portfolio, ...]
    """The newest first: that is what things are called by."""

    def say(self, change: Change) -> str:
        """The sentence, in which nothing steers a terminal."""
        return self.line(sentence(change, self.teller(change.project)))

    def line(self, said: Message | Text) -> str:
        """A sentence on one line, in which nothing steers a terminal."""
        return visible(self.words.say(said))

    def both(self, change: Change) -> dict[str, str]:
        """The sentence in both languages."""
        said = sentence(change, self.teller(change.project))
        return {lang: visible(words(lang).say(said)) for lang in ("zh", "en")}

    def title(self, project: str) -> Text:
        """What a project is called."""
        found = self._projects.get(project)
        return found.title if found else Text(project) if project else HOUSE

    def teller(self, project: str) -> Teller:
        """How the changes of a project are told."""
        return self._tellers.get(project) or self._house

    def person(self, name: str) -> str:
        """How a person is called before this reader."""
        found = next((p for v in self.versions if (p := v.people.find(name))), None)
        public = self.reader.audience == "public"
        if found is None:  # the public cannot know of somebody who is in the file no more
            gone = public and any(version.people.people for version in self.versions)
            return self.words.gettext("Team member") if gone else name
        if public and found.display == "role":
            return self.words.pick(found.role or Text(self.words.gettext("Team member")))
        return self.words.pick(found.name)

    def known(self, change: Change, given: object) -> object:
        """A value as this reader may know it: before the public people are called as they wish to be."""
        field = change.field or KINDS[change.kind].headline
        if self.reader.audience != "public" or type_of(change.kind, field) != "person":
            return given
        if isinstance(given, tuple):
            return tuple(self.known(change, part) for part in given)
        return self.person(given) if isinstance(given, str) and given else given

    def author(self, change: Change) -> str:
        """Who brought a change; nobody before the public."""
        if change.origin is None or self.reader.audience == "public":
            return ""
        return visible(self.person(change.origin.author))

    def local(self, moment: datetime) -> datetime:
        """A time in the time zone of the portfolio."""
        return moment.astimezone(self._zone)

    @cached_property
    def _zone(self) -> tzinfo:
        return zone(self.versions[0].settings.timezone)

    @cached_property
    def _projects(self) -> Mapping[str, Project]:
        found = (p for version in reversed(self.versions) for p in version.projects)
        return {name: project for project in found for name in (*project.aliases, project.id)}

    @cached_property
    def _house(self) -> Teller:
        settings = self.versions[0].settings
        return Teller(settings.currency, self.person, settings.scales)

    @cached_property
    def _tellers(self) -> Mapping[str, Teller]:
        settings = self.versions[0].settings
        return {
            name: Teller(currency_of(project, settings), self.person, settings.scales)
            for name, project in self._projects.items()
        }


def grouped(changes: Iterable[Change]) -> dict[str, list[Change]]:
    """The changes by project, in the order in which they come."""
    found: dict[str, list[Change]] = {}
    for change in changes:
        found.setdefault(change.project, []).append(change)
    return found


def folded(changes: Iterable[Change]) -> tuple[list[Change], list[Change]]:
    """What is told one by one, and the texts that were put otherwise, which are only counted."""
    told: list[Change] = []
    texts: list[Change] = []
    for change in changes:
        (texts if change.code == "text.changed" else told).append(change)
    return told, texts


def of_texts(texts: list[Change]) -> Message:
    """How many texts were put otherwise."""
    return plural("{n} text was edited", "{n} texts were edited", len(texts))


def by(telling: Telling, change: Change) -> Message | None:
    """Who brought it and when: `Wang Fang, 10 Oct, #12, 1a2b3c4d5e`; None where nobody knows."""
    if change.origin is None:
        return None
    day = telling.local(change.origin.date).date()
    parts = (telling.author(change), day, change.origin.request, change.origin.commit[:SHORT])
    return message("{parts}", parts=tuple(part for part in parts if part))
