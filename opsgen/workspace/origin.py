"""Where this opsgen came from, and so where others get it: PEP 610."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any

from opsgen import __version__

ON_AN_INDEX = f"opsgen=={__version__}"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where opsgen can be got: one line as pip reads it."""

    package: str
    certain: bool
    """False where it came from a place that only this machine has."""


def origin() -> Origin:
    """Where the opsgen that runs was installed from."""
    try:
        said = distribution("opsgen").read_text("direct_url.json")
    except PackageNotFoundError:
        return Origin(ON_AN_INDEX, certain=False)
    return told(said)


def told(direct_url: str | None) -> Origin:
    """What an installer wrote down about where a package came from; nothing where it was an index."""
    if direct_url is None:
        return Origin(ON_AN_INDEX, certain=True)
    try:
        said: Any = json.loads(direct_url)
        url, vcs = str(said["url"]), said.get("vcs_info", {})
        if vcs.get("vcs") == "git" and url.startswith(("https://", "ssh://")):
            return Origin(f"opsgen @ git+{_bare(url)}@{vcs['commit_id']}", certain=True)
        if url.startswith("https://") and (digest := said.get("archive_info", {}).get("hash", "")):
            return Origin(f"opsgen @ {_bare(url)}#{digest}", certain=True)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    return Origin(ON_AN_INDEX, certain=False)


def _bare(url: str) -> str:
    """The address without a name and a word to log in by, which are nobody else's business."""
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    login, at, name = host.rpartition("@")
    kept = f"{login}{at}" if scheme == "ssh" and ":" not in login else ""
    return f"{scheme}://{kept}{name}{slash}{path}"
