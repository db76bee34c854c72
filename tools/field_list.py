"""Write the list of all fields, `docs/<lang>/manual/fields.md`, as `opsgen schema --format md` prints it.

Usage: python tools/field_list.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path

from opsgen.schema.listing import field_list

DOCS = Path(__file__).parent.parent / "docs"
_NOTES = {
    "en": "Made from the schemas by `python tools/field_list.py`; do not edit it here. "
    "`opsgen schema --format md` prints the same. [Writing](writing.md) shows how the fields are used.",
    "zh": "由 `python tools/field_list.py` 从字段定义生成，请勿在此手改。"
    "用 `opsgen schema --format md` 也能得到同样的内容。用法见[怎么写](writing.md)。",
}


def pages() -> dict[Path, str]:
    """File to text."""
    return {DOCS / lang / "manual" / "fields.md": page(lang) for lang in _NOTES}


def page(lang: str) -> str:
    """The whole page as Markdown: the list with a note below its heading."""
    heading, _, rest = field_list(lang).partition("\n\n")
    return f"{heading}\n\n{_NOTES[lang]}\n\n{rest}"


def main() -> None:
    """Write the pages, or with --check say which are stale."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv and stale:
        raise SystemExit(f"stale: {', '.join(map(str, stale))}; run python tools/field_list.py")
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")


if __name__ == "__main__":
    main()
