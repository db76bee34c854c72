"""A plain site of the theme in our features, palettes and languages, and with nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from mkdocs.commands.build import build
from mkdocs.config import load_config

from tests.sample_site import REPOSITORY

if TYPE_CHECKING:
    from pathlib import Path

TEXT = (
    "# Title\n\nWords with [a link](other.md) among them.\n\n## Section\n\n"
    "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
    "```yaml\ntitle: x\n```\n\n### Below\n\n```yaml\ntitle: y\n```\n"
)
BELOW = TEXT.replace("other.md", "../other.md")
PAGES = {"index.md": TEXT, "other.md": TEXT, "area/one.md": BELOW, "area/two.md": BELOW, "alone.md": TEXT}


def build_plain(root: Path, lang: str) -> Path:
    """Builds it into `root/site`: pages in the navigation, in an area of it, and outside of it."""
    ours = yaml.safe_load((REPOSITORY / "mkdocs.yml").read_text(encoding="utf-8"))
    for path, text in PAGES.items():
        page = root / "docs" / path
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(text, encoding="utf-8")
    settings: dict[str, Any] = {
        "site_name": "Plain",
        "repo_url": "https://github.com/o/r",
        "use_directory_urls": False,
        "theme": {**ours["theme"], "language": lang, "font": False, "palette": _palette()},
        "plugins": ["search"],
        "markdown_extensions": ours["markdown_extensions"],
        "nav": ["index.md", "other.md", {"Area": ["area/one.md", "area/two.md"]}],
        "extra": {"alternate": [{"name": name, "link": f"/{name}/", "lang": name} for name in ("zh", "en")]},
    }
    (root / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(root / "site")))
    return root / "site"


def _palette() -> list[dict[str, Any]]:
    icons = {"light": "material/weather-night", "dark": "material/weather-sunny"}
    return [
        {
            "media": f"(prefers-color-scheme: {mode})",
            "scheme": scheme,
            "toggle": {"icon": icons[mode], "name": mode},
        }
        for mode, scheme in (("light", "default"), ("dark", "slate"))
    ]
