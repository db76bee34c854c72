"""Write the list of all changes, `docs/<lang>/manual/changes.md`, from what their codes mean.

Usage: python tools/change_list.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from opsgen.changes.meanings import GROUPS, Group
from opsgen.changes.vocabulary import GATED, VOCABULARY
from opsgen.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent.parent / "docs"
_HEADS = {
    "en": (
        "# Every change",
        "Made by `python tools/change_list.py` from `opsgen/changes/meanings/`; do not edit it here. "
        "opsgen compares two versions of the files field by field, and says each difference as a change with "
        "one of these names. Another order, another file, other quotes are no change. How much a change asks "
        "of its reader, from info to attention, stands beside its name; an amount or a score may say "
        "otherwise. What is marked * has to be approved by a decision, and is a breach without one.",
    ),
    "zh": (
        "# 变更总表",
        "由 `python tools/change_list.py` 从 `opsgen/changes/meanings/` 生成，请勿在此手改。"
        "opsgen 逐字段比较文件的两个版本，每一处不同都说成一条变更，名称见下表。"
        "调整顺序、换个文件、改写引号都不算变更。名称旁边是需要关注的程度，从参考到关注，"
        "具体程度可能因金额或评分而不同。标 * 的变更须经决策批准，未经批准即为违规。",
    ),
}
_COLUMNS = {"en": ("Code", "Asks for", "Says"), "zh": ("代码", "程度", "含义")}
_SEVERITIES = {
    "en": {"info": "info", "notice": "notice", "attention": "attention"},
    "zh": {"info": "参考", "notice": "留意", "attention": "关注"},
}


def pages() -> dict[Path, str]:
    """File to text."""
    return {DOCS / lang / "manual" / "changes.md": page(lang) for lang in LANGUAGES}


def page(lang: str) -> str:
    """The whole page as Markdown."""
    say = words(lang)
    parts = [*_HEADS[lang]]
    for group in GROUPS:
        parts += [f'<a id="{group.name}"></a>', f"## {say.pick(group.title)}", "\n".join(table(group, say))]
    return "\n\n".join(parts) + "\n"


def table(group: Group, say: Words) -> Iterator[str]:
    """The codes of an area, a line each."""
    yield f"| {' | '.join(_COLUMNS[say.lang])} |"
    yield "| --- | --- | --- |"
    for code, meaning in group.meanings.items():
        severity = _SEVERITIES[say.lang][VOCABULARY[code]] + ("*" if code in GATED else "")
        yield f"| `{code}` | {severity} | {say.pick(meaning)} |"


def main() -> None:
    """Write the pages, or with --check say which are stale."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv and stale:
        raise SystemExit(f"stale: {', '.join(map(str, stale))}; run python tools/change_list.py")
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")


if __name__ == "__main__":
    main()
