"""What the address of a repository tells: where it is on the web, on what, and where its site will be."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = r"(?P<host>[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+)"
_PATH = r"(?P<path>[\w.~/-]+?)(?:\.git)?/?\Z"
_WEB = re.compile(rf"https?://(?:[^@/]*@)?{_NAME}(?::\d+)?/{_PATH}", re.ASCII | re.IGNORECASE)
_SHELL = re.compile(rf"(?:ssh://)?(?:[\w.-]+@)?{_NAME}(?::\d+/|[:/]){_PATH}", re.ASCII | re.IGNORECASE)
_KNOWN = {"github.com": "github", "gitlab.com": "gitlab", "gitee.com": "gitee"}


@dataclass(frozen=True, slots=True)
class Host:
    """A repository on the web; what is not known is empty."""

    repo_url: str
    forge: str = ""
    site_url: str = ""


def host(remote: str) -> Host | None:
    """What the address that git has of a repository tells; None where it is none on the web."""
    found = (
        _WEB.match(remote) or ("://" not in remote.removeprefix("ssh://") and _SHELL.match(remote)) or None
    )
    if found is None or "/" not in found["path"].strip("/"):
        return None
    name, path = found["host"].lower(), found["path"].strip("/")
    forge = _KNOWN.get(name) or next((one for one in ("gitlab", "gitee") if name.startswith(f"{one}.")), "")
    return Host(f"https://{name}/{path}", forge, _site(name, path))


def _site(name: str, path: str) -> str:
    """Where Pages shows it by itself; a domain of the team's own is not to be guessed."""
    owner, _, rest = path.partition("/")
    pages = {"github.com": "github.io", "gitlab.com": "gitlab.io"}.get(name)
    if pages is None:
        return ""
    home = f"{owner.lower()}.{pages}"
    return f"https://{home}/" if rest.lower() == home else f"https://{home}/{rest}/"
