"""The theme's settings: what a site of opsgen looks like where mkdocs.yml says nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opsgen.shipped import shipped
from opsgen.words import message

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig

    from opsgen.words import Words

TITLES_AS_HTML = "content.tooltips"
"""A feature of the theme whose tooltips take titles of links and buttons for HTML; authors write titles."""


def dress(config: MkDocsConfig, words: Words) -> None:
    """Sets language, fonts of the reader's system, light and dark, and our few theme templates."""
    theme = config.theme
    theme["language"] = words.lang
    # The theme would load fonts from another host.
    theme["font"] = False
    theme["features"] = [name for name in theme.get("features") or () if name != TITLES_AS_HTML]
    theme["palette"] = theme.get("palette") or _palette(words)
    theme["icon"] = {"logo": "material/chart-gantt", **(theme.get("icon") or {})}
    config.extra.setdefault("generator", False)
    config.extra["not_found"] = words.gettext("There is no such page.")
    ours = str(shipped("templates") / "theme")
    if ours not in theme.dirs:
        theme.dirs.insert(1 if theme.custom_dir else 0, ours)


def _palette(words: Words) -> list[dict[str, Any]]:
    """Light and dark, following the reader's system until the reader chooses."""
    return [
        {
            "media": f"(prefers-color-scheme: {mode})",
            "scheme": scheme,
            "primary": "custom",
            "accent": "custom",
            "toggle": {"icon": icon, "name": words.say(name)},
        }
        for mode, scheme, icon, name in (
            ("light", "default", "material/weather-night", message("Switch to dark")),
            ("dark", "slate", "material/weather-sunny", message("Switch to light")),
        )
    ]
