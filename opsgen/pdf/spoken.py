"""What a drawing shows, for those who hear it: WeasyPrint reads its title alone, the finding is below it."""

from __future__ import annotations

import re

_NAMED = re.compile(r"(<title\b[^>]*>)([^<]*)</title>\s*<desc\b[^>]*>([^<]*)</desc>")


def spoken(html: str, lang: str) -> str:
    """The document with the description of each drawing in its title, which becomes the alternative text."""
    colon = "：" if lang == "zh" else ": "

    def told(found: re.Match[str]) -> str:
        tag, title, described = found.groups()
        both = described if described.startswith(title) else f"{title}{colon}{described}"
        return f"{tag}{both}</title>"

    return _NAMED.sub(told, html)
