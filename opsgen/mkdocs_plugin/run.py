"""The site by command: MkDocs run from Python, with the options of our command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import yaml_load

if TYPE_CHECKING:
    from pathlib import Path


class SiteError(Exception):
    """The site was not built; the reasons have been logged, and `str` is the last of them."""


def build_site(root: Path, site: Path, *, strict: bool = False, **options: object) -> None:
    """Builds the workspace's site in one language into a folder; `options` are those of the plugin."""
    file = root / "mkdocs.yml"
    try:
        config = load_config(
            str(file), site_dir=str(site), plugins=plugins(file, options), strict=strict or None
        )
        config.plugins.on_startup(command="build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except (MkDocsException, OSError) as error:
        raise SiteError(str(error)) from error


def serve_site(root: Path, address: str | None = None, **options: object) -> None:
    """Serves the workspace's site and rebuilds it on every change, until interrupted."""
    file = root / "mkdocs.yml"
    settings: dict[str, Any] = {"dev_addr": address} if address else {}
    try:
        serve(str(file), plugins=plugins(file, options), **settings)
    except (MkDocsException, OSError) as error:
        raise SiteError(str(error)) from error


def plugins(file: Path, options: dict[str, Any]) -> list[Any]:
    """The plugins of mkdocs.yml, with our options laid over those it gives to opsgen."""
    with file.open("rb") as source:
        listed = yaml_load(source).get("plugins") or ["search"]
    pairs = listed.items() if isinstance(listed, dict) else [_pair(entry) for entry in listed]
    given = {name: value for name, value in options.items() if value is not None}
    chosen = {name: dict(settings or {}) for name, settings in pairs}
    chosen["opsgen"] = {**chosen.get("opsgen", {}), **given}
    return [{name: settings} for name, settings in chosen.items()]


def _pair(entry: str | dict[str, Any]) -> tuple[str, Any]:
    return (entry, None) if isinstance(entry, str) else next(iter(entry.items()))
