"""What of the demonstration is shipped: its files, and the source of its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.demonstration.story import commits
from opsgen.shipped import shipped
from opsgen.workspace import laid_down

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
    "calendar": "CN",
    "branch": "main",
    **dict.fromkeys(("forge", "package", "version", "site_url", "repo_url"), ""),
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
    site = {
        name: text
        for name, text in laid_down(_LANGUAGE, _ABOUT).items()
        if name in _OF_THE_SITE or name.startswith("docs/")
    }
    own = {name: (demo / name.replace(".mailmap", "dot.mailmap")).read_bytes().decode() for name in _OWN}
    return data | site | own


_OF_THE_SITE = ("mkdocs.yml", ".gitignore")
"""Of what a workspace is laid down with: enough to build, and nothing whose text follows the version."""
_OWN = ("README.md", ".mailmap")
