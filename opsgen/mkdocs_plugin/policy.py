"""The content security policy: a second wall, should a payload ever get past the first.

Material starts with a few inline scripts, which differ by the page's depth. They are allowed by hash, and the
hashes come from a page rendered without any author text, so that nothing an author writes can be among them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from mkdocs.commands.build import get_context
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

if TYPE_CHECKING:
    from jinja2 import Environment
    from mkdocs.config.defaults import MkDocsConfig

_SCRIPT = re.compile(r"<script\b([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self' {hashes}",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-src 'none'",
    "object-src 'none'",
)


class Policy:
    """The policy of a site, one text for each template and depth of its pages."""

    def __init__(self, env: Environment, config: MkDocsConfig) -> None:
        self._env = env
        self._config = config
        self._metas: dict[tuple[str, str | None], str] = {}

    def add(self, output: str, template: str, url: str | None) -> str:
        """The page with its policy first in its head; `url` is None for 404.html, which has no place."""
        key = (template, None if url is None else url[: url.rfind("/") + 1])
        if key not in self._metas:
            self._metas[key] = meta(self._skeleton(*key))
        return output.replace("<head>", f"<head>\n    {self._metas[key]}", 1)

    def _skeleton(self, template: str, folder: str | None) -> str:
        """A page of the same template and depth that says nothing."""
        page = None if folder is None else self._blank(f"{folder}skeleton.md")
        base = urlsplit(self._config.site_url or "/").path if page is None else ""
        context = get_context(Navigation([], []), [], self._config, page, base)
        return self._env.get_template(template).render(context)

    def _blank(self, path: str) -> Page:
        page = Page("", File.generated(self._config, path, content=""), self._config)
        page.content, page.meta = "", {}
        return page


def meta(skeleton: str) -> str:
    """The policy as a meta element that allows the inline scripts of this page and no others."""
    hashes = sorted({_hash(code) for attributes, code in _SCRIPT.findall(skeleton) if _runs(attributes)})
    policy = "; ".join(_DIRECTIVES).format(hashes=" ".join(hashes))
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">'


def _runs(attributes: str) -> bool:
    return "src=" not in attributes and "json" not in attributes


def _hash(code: str) -> str:
    digest = hashlib.sha256(code.replace("\r\n", "\n").encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
