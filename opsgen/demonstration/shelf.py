"""What of the demonstration is shipped: its files, and the source of its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.demonstration.story import commits
from opsgen.shipped import shipped
from opsgen.workspace import new_workspace

if TYPE_CHECKING:
    from opsgen.history.found import NewCommit

# The same in every language of the user: the ids of the commits hang on it.
_LANGUAGE = "zh"
_ABOUT = {
    "title": "零售运营项目总览 2026",
    "owner": "林玥",
    "languages": "zh, en",
    "currency": "CNY",
    "timezone": "Asia/Shanghai",
    **dict.fromkeys(("start", "first", "second", "finish"), "2026-01-01"),
}


def demonstration() -> tuple[NewCommit, ...]:
    """The commits of the demonstration, oldest first.

    Raises:
        StoryError: where its source does not fit its files.
    """
    return commits(sources(), demonstration_files())


def sources() -> tuple[str, ...]:
    """The texts that tell the history, one for each project or two."""
    return tuple(
        path.read_bytes().decode() for path in sorted((shipped("templates") / "demo").glob("*.yaml"))
    )


def demonstration_files() -> dict[str, str]:
    """Name to text of every file of the demonstration as it is in the end."""
    folder, demo = shipped("projects"), shipped("templates") / "demo"
    data = {
        f"projects/{path.relative_to(folder).as_posix()}": path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.startswith(".") and not path.name.endswith("~")
    }
    laid_down = {
        name: text
        for name, text in new_workspace(_LANGUAGE, _ABOUT).items()
        if not name.startswith("projects/")
    }
    own = {name: (demo / name.replace(".mailmap", "dot.mailmap")).read_bytes().decode() for name in _OWN}
    return data | laid_down | own


_OWN = ("README.md", ".mailmap")
