"""Write the list of all findings, `docs/<lang>/manual/findings.md`, from their explanations.

Usage: python tools/finding_list.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from opsgen.explain import GROUPS, Explanation
from opsgen.explain.mended import MENDED, MENDS
from opsgen.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent.parent / "docs"
_HEADS = {
    "en": (
        "# Every finding",
        "Made by `python tools/finding_list.py` from `opsgen/explain/` and the docstrings of "
        "`opsgen/rules/`; do not edit it here. `opsgen explain CODE` prints the same in the terminal. "
        "[Messages](messages.md) tells how to read a finding, [Settings](settings.md#rules) how to make "
        "a rule stricter or milder.",
    ),
    "zh": (
        "# 提示总表",
        "由 `python tools/finding_list.py` 从 `opsgen/explain/` 和 `opsgen/rules/` 的说明生成，请勿在此手改。"
        "在终端里用 `opsgen explain 代码` 也能看到同样的内容。怎样读懂提示见[读懂提示](messages.md)，"
        "怎样调整规则的级别见[设置](settings.md#rules)。",
    ),
}


def pages() -> dict[Path, str]:
    """File to text."""
    return {DOCS / lang / "manual" / "findings.md": page(lang) for lang in LANGUAGES}


def page(lang: str) -> str:
    """The whole page as Markdown."""
    say = words(lang)
    parts = [*_HEADS[lang]]
    for group in GROUPS:
        parts += [f'<a id="{group.name}"></a>', f"## {say.say(group.title)}"]
        for explained in group.explanations:
            parts += section(explained, say)
    return "\n\n".join(parts) + "\n"


def section(explained: Explanation, say: Words) -> Iterator[str]:
    """The name of a finding, what it means, and its example."""
    yield f'<a id="{explained.code}"></a>'
    yield f"### {explained.code}"
    mends = f" · {say.say(MENDS)}" if explained.code in MENDED else ""
    yield f"*{say.gettext(explained.severity)}*{mends}"
    yield from (say.gettext(paragraph) for paragraph in explained.prose)
    yield f"```yaml\n{explained.example_in(say)}\n```"


def main() -> None:
    """Write the pages, or with --check say which are stale."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv and stale:
        raise SystemExit(f"stale: {', '.join(map(str, stale))}; run python tools/finding_list.py")
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")


if __name__ == "__main__":
    main()
