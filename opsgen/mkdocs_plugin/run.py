"""The site by command: MkDocs run from Python, with the options of our command line."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import yaml_load

from opsgen.mkdocs_plugin import search

if TYPE_CHECKING:
    from pathlib import Path


USUAL = b"""
site_name: ""
theme:
  name: material
  features: [navigation.tabs, navigation.sections, navigation.top, search.highlight, toc.follow]
plugins: [search, opsgen]
"""


class SiteError(Exception):
    """The site was not built; the reasons have been logged, and `str` is the last of them."""


def build_site(root: Path, site: Path, *, strict: bool = False, **options: object) -> None:
    """Builds the workspace's site in one language into a folder; `options` are those of the plugin."""
    search.segmenter()
    try:
        config = load_config(_file(root), site_dir=str(site), strict=strict or None, **_own(root, options))
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except (MkDocsException, OSError) as error:
        raise SiteError(str(error)) from error


def serve_site(root: Path, address: str | None = None, **options: object) -> None:
    """Serves the workspace's site and rebuilds it on every change, until interrupted."""
    search.segmenter()
    settings: dict[str, Any] = {"dev_addr": address} if address else {}
    try:
        serve(_file(root), **settings, **_own(root, options))
    except (MkDocsException, OSError) as error:
        raise SiteError(str(error)) from error


class _Usual(BytesIO):
    """The settings of a workspace that has no mkdocs.yml; MkDocs reads them again on every rebuild."""

    def __init__(self, root: Path) -> None:
        super().__init__(USUAL)
        self.name = str(root / "mkdocs.yml")

    def close(self) -> None:
        """Stays open: MkDocs would look for a file of this name otherwise."""


def _file(root: Path) -> Any:
    path = root / "mkdocs.yml"
    return str(path) if path.exists() else _Usual(root)


def _own(root: Path, options: dict[str, Any]) -> dict[str, Any]:
    """What we lay over mkdocs.yml: the plugins' options, and an empty folder where there are no pages."""
    path = root / "mkdocs.yml"
    written = yaml_load(path.read_bytes().decode("utf-8", "replace")) if path.exists() else {}
    settings = written if isinstance(written, dict) else {}
    own: dict[str, Any] = {"plugins": plugins(settings.get("plugins") or ["search"], options)}
    if "docs_dir" not in settings and not (root / "docs").is_dir():
        empty = root / ".cache" / "opsgen" / "no-pages"
        empty.mkdir(parents=True, exist_ok=True)
        own["docs_dir"] = str(empty)
    return own


def plugins(listed: Any, options: dict[str, Any]) -> Any:
    """The plugins of mkdocs.yml, with our options laid over those it gives to opsgen.

    A mapping: MkDocs empties the entries of a list as it reads them, and `serve` reads them on every rebuild.
    What is no list of plugins is left as it is: MkDocs says so.
    """
    try:
        pairs = listed.items() if isinstance(listed, dict) else [_pair(entry) for entry in listed]
        chosen = {name: dict(settings or {}) for name, settings in pairs}
    except (TypeError, ValueError, AttributeError, StopIteration):
        return listed
    given = {name: value for name, value in options.items() if value is not None}
    chosen["opsgen"] = {**chosen.get("opsgen", {}), **given}
    return chosen


def _pair(entry: str | dict[str, Any]) -> tuple[str, Any]:
    return (entry, None) if isinstance(entry, str) else next(iter(entry.items()))
