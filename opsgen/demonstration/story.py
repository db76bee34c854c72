"""The commits of the demonstration, from their source and the files as they are shipped.

A source names for each commit what was different before it. So the last state is the shipped one, whatever it
says, and each earlier one is found by undoing; then a file loses what was not known on the day of its commit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from opsgen.demonstration.known import known
from opsgen.demonstration.sheet import Sheet
from opsgen.history.found import Author, NewCommit
from opsgen.load.nodes import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Tree = dict[str, str]
ZONE = timezone(timedelta(hours=8))


class StoryError(Exception):
    """A source that no longer fits the files; the text says which commit and what to mend."""


@dataclass(slots=True)
class _Step:
    """A commit of the source, and the texts of the files it touches, before anything is left out."""

    told: Mapping[str, Any]
    folder: str
    after: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"templates/demo: “{self.told['says']}” ({self.told['at']})"

    @property
    def date(self) -> datetime:
        return datetime.strptime(self.told["at"], "%Y-%m-%d %H:%M").replace(tzinfo=ZONE)

    def name(self, short: str) -> str:
        """The full name of a file that is named as from the commit's folder."""
        if short.startswith("/"):
            return short[1:]
        return f"projects/{self.folder}/{short}".replace("//", "/")

    def each(self, word: str) -> dict[str, Any]:
        """What the source says under this word, by full name of the file."""
        return {self.name(short): said for short, said in self.told.get(word, {}).items()}

    @property
    def says(self) -> str:
        body = self.told.get("body", "")
        return f"{self.told['says']}\n\n{body.strip()}\n" if body else f"{self.told['says']}\n"

    def touched(self) -> set[str]:
        """The files that are written by this commit."""
        words = ("touches", "was", "text", "moved", "split")
        shorts = [short for word in words for short in self.told.get(word, ())]
        shorts += [split["from"] for split in self.told.get("split", {}).values()]
        return {self.name(short) for short in shorts}


def commits(sources: Iterable[str], final: Mapping[str, str]) -> tuple[NewCommit, ...]:
    """The commits, oldest first, up to the files as they are.

    Raises:
        StoryError: where a source speaks of what the files do not have.
    """
    told = [plain(source) for source in sources]
    people = {id: Author(*about) for one in told for id, about in one.get("people", {}).items()}
    steps = [_Step(commit, one.get("in", "")) for one in told for commit in one["commits"]]
    steps.sort(key=lambda step: step.date)
    _undo(steps, dict(final))
    return tuple(_forward(steps, people, final))


# --- backwards: each file as every commit left it


def _undo(steps: list[_Step], tree: Tree) -> None:
    for step in reversed(steps):
        try:
            step.after = {name: tree[name] for name in step.touched()}
            _undo_one(step, tree)
        except (KeyError, ValueError, IndexError, AttributeError) as error:
            raise StoryError(
                f"{step} speaks of {error}, which the files do not have at that point. "
                "Name what is there now, or take the line out."
            ) from error


def _undo_one(step: _Step, tree: Tree) -> None:
    for name, edits in step.each("text").items():
        for edit in edits:
            if tree[name].count(edit["now"]) != 1:
                raise KeyError(f"{name}: {edit['now']!r}")
            tree[name] = tree[name].replace(edit["now"], edit["was"])
    for name, places in step.each("was").items():
        sheet = Sheet(tree[name])
        for path, value in places.items():
            try:
                if not value:  # a comma in an unquoted text makes a place of its second half
                    raise KeyError(path)
                sheet.at(path, value)
            except (KeyError, IndexError, ValueError, AttributeError) as error:
                raise KeyError(f"{name}: {path}") from error
        tree[name] = sheet.text()
    for name, whither in step.each("split").items():
        whole = step.name(whither["from"])
        tree[whole] = _joined(tree[whole], tree.pop(name), name, whither["before"])
    for name, old in step.each("moved").items():
        tree[step.name(old)] = tree.pop(name)
    for name, text in step.each("gone").items():
        tree[name] = text


def _joined(whole: str, part: str, name: str, before: str) -> str:
    """The text with a list again that now has a file of its own."""
    key = name.rpartition("/")[2].removesuffix(".yaml")
    lines = "".join(f"  {line}" if line.strip() else line for line in part.splitlines(keepends=True))
    head, found, tail = whole.partition(f"\n{before}:")
    if not found:
        raise KeyError(f"{before}:")
    return f"{head}\n{key}:\n{lines}{found}{tail}"


# --- forwards: what of it was known by then


def _forward(
    steps: list[_Step], people: Mapping[str, Author], final: Mapping[str, str]
) -> Iterable[NewCommit]:
    newest = {name: step for step in steps for name in step.after}
    main: dict[str, str | None] = {}
    branches: dict[str, dict[str, str | None]] = {}
    for step in steps:
        branch = step.told.get("on", "")
        on = branches.setdefault(branch, {}) if branch else main
        if merged := step.told.get("merges"):
            changed = branches.pop(merged)
        else:
            changed = _written(step, main | on, {name for name in final if newest.get(name) is step})
            _keep_apart(step, changed, (names for name, names in branches.items() if name != branch))
        if not changed:
            raise StoryError(f"{step} changes nothing: take it out, or put it after what it should bring.")
        on.update(changed)
        yield _commit(step, people, changed)
    missing = sorted(name for name in main | dict(final) if main.get(name) != final.get(name))
    if missing:
        raise StoryError(
            f"templates/demo: no commit brings {', '.join(missing)}. Name it under `touches` of one."
        )


def _written(step: _Step, tree: Mapping[str, str | None], whole: set[str]) -> dict[str, str | None]:
    """What the commit leaves different in the tree; the files that are whole have their last version."""
    changed: dict[str, str | None] = {}
    for name, text in step.after.items():
        known_by_then = name in whole or not name.startswith("projects/")
        now = _slipped(step, name, text if known_by_then else known(text, name, step.date.date()))
        if now and tree.get(name) != now:
            changed[name] = now
    gone = [*(step.name(old) for old in step.told.get("moved", {}).values()), *step.each("gone")]
    return changed | {name: None for name in gone if tree.get(name) is not None}


def _slipped(step: _Step, name: str, text: str) -> str:
    """The text with the mistake that this commit makes and the next one mends."""
    slip = step.each("slips").get(name)
    if slip is None:
        return text
    if text.count(slip["was"]) != 1:
        raise StoryError(f"{step} breaks {slip['was']!r}, which {name} does not have once.")
    return text.replace(slip["was"], slip["now"])


def _keep_apart(step: _Step, changed: Iterable[str], branches: Iterable[Iterable[str]]) -> None:
    for others in branches:
        if both := set(changed) & set(others):
            raise StoryError(f"{step} changes {min(both)}, which an open branch changes too.")


def _commit(step: _Step, people: Mapping[str, Author], changed: Mapping[str, str | None]) -> NewCommit:
    told = step.told
    return NewCommit(
        people[told["by"]],
        step.date,
        re.sub(r"\n{3,}", "\n\n", step.says),
        changed,
        told.get("on", ""),
        told.get("merges", ""),
        told.get("tag", ""),
    )
