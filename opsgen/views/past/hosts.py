"""Where the host of a repository shows a commit and a pull or merge request."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from opsgen.text import safe_url

if TYPE_CHECKING:
    from collections.abc import Mapping

_WAYS: Mapping[str, tuple[str, str]] = {
    "github": ("/commit/", "/pull/"),
    "gitlab": ("/-/commit/", "/-/merge_requests/"),
    "gitee": ("/commit/", "/pulls/"),
    "gitea": ("/commit/", "/pulls/"),
    "forgejo": ("/commit/", "/pulls/"),
    "codeberg": ("/commit/", "/pulls/"),
    "bitbucket": ("/commits/", "/pull-requests/"),
}
"""What follows the address of the repository, by a part of the host's name."""


def commit_url(repository: str, commit: str) -> str:
    """The address of a commit; empty where the host is not known."""
    base, ways = _host(repository)
    return f"{base}{ways[0]}{quote(commit)}" if ways else ""


def request_url(repository: str, request: str) -> str:
    """The address of a request such as `#12` or `!56`; empty where the host is not known."""
    base, ways = _host(repository)
    number = request[1:]
    return f"{base}{ways[1]}{number}" if ways and number.isdecimal() else ""


def _host(repository: str) -> tuple[str, tuple[str, str] | None]:
    base = repository.rstrip("/").removesuffix(".git")
    if not base.startswith(("https://", "http://")) or not safe_url(base):
        return "", None
    host = urlsplit(base).hostname or ""
    return base, next((ways for name, ways in _WAYS.items() if name in host), None)
