"""Whether a portfolio is the same but for one id: what a rename is judged by before anything is written."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from opsgen.edit.findings import brings_none
from opsgen.portfolio import assemble, files, sorted_out

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from opsgen.edit.rename.plan import Renaming
    from opsgen.portfolio import Contents, Portfolio


def holds(root: Path, planned: Renaming, as_of: date) -> bool:
    """Whether the files, as they will be, are read as the same portfolio with the id exchanged, and nothing
    is found in them that was not found before.
    """
    before, refused = files(root)
    after = _afterwards(before, planned)
    touched = _touched(before, planned)
    if not _Same(planned).portfolios(assemble(touched), assemble(_afterwards(touched, planned))):
        return False
    return brings_none(root, before, after, refused, as_of)


def _touched(contents: Contents, planned: Renaming) -> Contents:
    """The files without those of projects of which no byte and no name changes."""
    wholes = (project.names for project in sorted_out(contents).projects)
    left = {name for names in wholes if not any(map(planned.touches, names)) for name in names}
    return {name: content for name, content in contents.items() if name not in left}


def _afterwards(contents: Contents, planned: Renaming) -> Contents:
    return {
        planned.after(name): partial(bytes, planned.changed[name][1]) if name in planned.changed else content
        for name, content in contents.items()
    }


class _Same:
    """Compares value by value; a text may be the new id where it was the old one, and nothing else."""

    def __init__(self, planned: Renaming) -> None:
        thing, new = planned.thing, planned.new
        self.ids = {thing.id, new}
        old = re.escape(thing.id)
        prefix = "" if thing.kind == "project" else r"([^:]+:)?"
        rest = r"(:.+)?" if thing.kind == "project" else ""
        self.old = re.compile(f"(?P<before>{prefix}){old}(?P<rest>{rest})", re.DOTALL)
        self.new = new
        self.moved = planned.moved

    def portfolios(self, old: Portfolio, new: Portfolio) -> bool:
        """Whether two portfolios are the same; projects stand in the order of their files."""
        names = {self.exchanged(project.id): project for project in old.projects}
        others = {project.id: project for project in new.projects}
        whole = [("settings", "people", "meetings", "extra", "unread")]
        return (
            all(self.values(getattr(old, name), getattr(new, name)) for name in whole[0])
            and names.keys() == others.keys()
            and all(self.values(project, others[name]) for name, project in names.items())
            and len(old.broken) == len(new.broken)
        )

    def values(self, old: Any, new: Any) -> bool:
        if type(old) is not type(new):
            return False
        if isinstance(old, str):
            return bool(new in (old, self.exchanged(old)))
        if is_dataclass(old):
            return all(self.field(f.name, getattr(old, f.name), getattr(new, f.name)) for f in fields(old))
        if isinstance(old, dict):
            return len(old) == len(new) and all(
                self.values(a, b)
                for pair in zip(old.items(), new.items(), strict=True)
                for a, b in zip(*pair, strict=True)
            )
        if isinstance(old, list | tuple):
            return len(old) == len(new) and all(map(self.values, old, new))
        return bool(old == new)

    def field(self, name: str, old: Any, new: Any) -> bool:
        if name == "aliases":
            return set(old) ^ set(new) <= self.ids
        return self.values(old, new)

    def exchanged(self, text: str) -> str:
        """The text with the new id, where it is the old one, with or without a project."""
        for old, new in self.moved:
            if text.startswith(f"{old}/"):
                return new + text[len(old) :]
        found = self.old.fullmatch(text)
        return f"{found['before']}{self.new}{found['rest']}" if found else text
