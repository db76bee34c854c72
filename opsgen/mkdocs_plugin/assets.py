"""The site's own style sheet and scripts, as virtual files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mkdocs.structure.files import File

from opsgen.figures.tokens import css
from opsgen.shipped import shipped

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

STYLE = "assets/opsgen.css"
SCRIPTS = (
    "assets/address.js",  # the others ask it
    "assets/tables.js",
    "assets/changes.js",
    "assets/opsgen.js",
)  # rows are sorted before an address leads to one
WORKER = "assets/iframe-worker.js"


def announce(config: MkDocsConfig) -> None:
    """Makes every page load them, before what mkdocs.yml adds."""
    config.extra_css.insert(0, STYLE)
    config.extra_javascript[:0] = SCRIPTS
    # Material's offline plugin fetches its own from another host unless it finds this name.
    config.extra.setdefault("polyfills", []).append(WORKER)


def files(config: MkDocsConfig) -> list[File]:
    """The style sheet, with the colours of the figures in front, and the scripts."""
    return [
        File.generated(config, STYLE, content=f"{css()}\n{_text(STYLE)}"),
        *(File.generated(config, script, content=_text(script)) for script in (*SCRIPTS, WORKER)),
    ]


def _text(path: str) -> str:
    return (shipped("templates") / path).read_text(encoding="utf-8")
