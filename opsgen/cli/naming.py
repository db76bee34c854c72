"""Names that a shell can complete: projects, people, items; from the files as they lie, whatever is wrong."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from opsgen import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Name = tuple[str, str]
"""A name, and what it stands for."""

_SAFE = re.compile(r"[\w-]{1,80}\Z")
"""Nothing that a shell would take for more than a word."""
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}\Z")
_OWN = re.compile(rb"^id:[ \t]*[\"']?([^\s\"'#]{1,200})", re.MULTILINE)
_EVERY = re.compile(rb"(?:^|[{,\s-])id:[ \t]*[\"']?([A-Za-z0-9][A-Za-z0-9._-]{0,63})(?=[\s\"',}])")
_NONE = frozenset({"portfolio", "people", "meetings", "data", "extra"})
_MOST_BYTES = 8 << 20
"""So much is read for the ids of all projects; more would take too long."""


def projects(root: Path) -> dict[str, list[str]]:
    """The files of each project, by what it is called: its id, or the name of its file."""
    found: dict[str, list[str]] = {}
    for name in load.find(root, "projects").files:
        stem = name.split("/")[1].removesuffix(".yaml").removesuffix(".yml")
        if stem not in _NONE and name.endswith((".yaml", ".yml")):
            found.setdefault(stem, []).append(name)
    return {_called(root, stem, files): files for stem, files in found.items()}


def _called(root: Path, stem: str, files: list[str]) -> str:
    heads = (
        name for name in files if name.count("/") == 1 or name.endswith(("/project.yaml", "/project.yml"))
    )
    own = next((_OWN.search(_bytes(root, name)) for name in heads), None)
    return own[1].decode("utf-8", "replace") if own else stem


def project_names(root: Path) -> Iterator[Name]:
    """The projects of a workspace."""
    return ((name, "") for name in sorted(projects(root)) if _SAFE.match(name))


def people_names(root: Path) -> Iterator[Name]:
    """The people of a workspace by their ids, each with the name."""
    for one in _entries(_data(root, "projects/people.yaml"), "people"):
        name = one.get("name")
        said = " ".join(map(str, name.values())) if isinstance(name, dict) else str(name or "")
        yield from ((id, said) for id in [str(one.get("id", ""))] if _ID.match(id))


def item_names(root: Path, project: str) -> Iterator[Name]:
    """The items of one project by their ids, each with its title."""
    for name in projects(root).get(project, ()):
        yield from _items(_data(root, name))


def _items(data: Any) -> Iterator[Name]:
    if isinstance(data, dict) and "title" in data and _ID.match(str(data.get("id", ""))):
        yield str(data["id"]), str(data["title"])[:60]
    for inner in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from _items(inner)


def every_id(root: Path) -> Iterator[str]:
    """The ids of the items of all projects, as far as they can be found quickly."""
    left, seen = _MOST_BYTES, set()
    for name in (name for files in projects(root).values() for name in files):
        content = _bytes(root, name)
        left -= len(content)
        if left < 0:
            return
        for found in _EVERY.finditer(content):
            if found[1] not in seen:
                seen.add(found[1])
                yield found[1].decode()


def list_names(root: Path, project: str, name: str) -> Iterator[Name]:
    """The items of one list of a project."""
    for file in projects(root).get(project, ()):
        data = _data(root, file)
        own = file.endswith((f"/{name}.yaml", f"/{name}.yml"))
        yield from islice(_items(data if own else _entries(data, name)), 1000)


def _entries(data: Any, key: str) -> list[dict[str, Any]]:
    listed = data.get(key) if isinstance(data, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _data(root: Path, name: str) -> Any:
    return load.parse(name, _bytes(root, name)).data


def _bytes(root: Path, name: str) -> bytes:
    content = load.read(root, name)
    return content if isinstance(content, bytes) else b""
