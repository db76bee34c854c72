"""Where the host of a repository shows a commit, a pull or merge request and a line of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from opsgen.text import safe_url

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.history import Trunk


@dataclass(frozen=True, slots=True)
class _Ways:
    """What follows the address of the repository; a file's `view` ends with what leads to a line."""

    commit: str
    request: str
    view: tuple[str, str]
    edit: str


_WAYS: Mapping[str, _Ways] = {
    "github": _Ways("/commit/", "/pull/", ("/blob/", "#L"), "/edit/"),
    "gitlab": _Ways("/-/commit/", "/-/merge_requests/", ("/-/blob/", "#L"), "/-/edit/"),
    "gitee": _Ways("/commit/", "/pulls/", ("/blob/", "#L"), "/edit/"),
    "gitea": _Ways("/commit/", "/pulls/", ("/src/branch/", "#L"), "/_edit/"),
    "forgejo": _Ways("/commit/", "/pulls/", ("/src/branch/", "#L"), "/_edit/"),
    "codeberg": _Ways("/commit/", "/pulls/", ("/src/branch/", "#L"), "/_edit/"),
    "bitbucket": _Ways("/commits/", "/pull-requests/", ("/src/", "#lines-"), "/src/"),
}
"""By a part of the host's name. The editor of Bitbucket has no address of its own: its view leads there."""


def commit_url(repository: str, commit: str) -> str:
    """The address of a commit; empty where the host is not known."""
    base, ways = _host(repository)
    return f"{base}{ways.commit}{quote(commit)}" if ways else ""


def request_url(repository: str, request: str) -> str:
    """The address of a request such as `#12` or `!56`; empty where the host is not known."""
    base, ways = _host(repository)
    number = request[1:]
    return f"{base}{ways.request}{number}" if ways and number.isdecimal() else ""


def line_url(repository: str, trunk: Trunk, file: str, line: int) -> str:
    """The address of a line of a file of the workspace; empty where the host is not known."""
    base, ways = _host(repository)
    if ways is None:
        return ""
    view, to_line = ways.view
    return f"{base}{view}{quote(trunk.branch)}/{quote(trunk.inside + file)}{to_line}{line}"


def edit_folder(repository: str, trunk: Trunk) -> str:
    """What follows the address of the repository to edit a file; empty for an unknown host."""
    _, ways = _host(repository)
    return f"{ways.edit[1:]}{quote(trunk.branch)}/{quote(trunk.inside)}" if ways else ""


def _host(repository: str) -> tuple[str, _Ways | None]:
    base = repository.rstrip("/").removesuffix(".git")
    if not base.startswith(("https://", "http://")) or not safe_url(base):
        return "", None
    parts = urlsplit(base)
    if "@" in parts.netloc or parts.query or parts.fragment:  # who signs in is nobody's business
        return "", None
    host = parts.hostname or ""
    return base, next((ways for name, ways in _WAYS.items() if name in host), None)
