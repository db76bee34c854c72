"""Write the list of all formulas, `docs/<lang>/manual/formulas.md`, from `opsgen/derive/method.py`.

Usage: python tools/formula_list.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from opsgen.derive.method import FORMULAS
from opsgen.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parent.parent / "docs"
_HEADS = {
    "en": (
        "# Formulas",
        "Made by `python tools/formula_list.py`; do not edit it here. Every number that opsgen computes "
        "follows one of these rules, whichever project it is. What is unknown stays unknown: it is never "
        "green, never 0, never 100 %. The page “Method and glossary” of a site shows the same list with the "
        "settings in force there; a number with a dotted line under it opens and says what went into it. "
        "[The method](method.md) says why the rules are as they are.",
    ),
    "zh": (
        "# 公式总表",
        "由 `python tools/formula_list.py` 生成，请勿在此手改。"
        "opsgen 算出的每个数字都遵循下面某一条规则，对哪个项目都一样。"
        "不知道的就是不知道：不会是绿，不会是 0，也不会是 100%。"
        "网站上的“术语与口径”页列出同样的内容和当前参数；"
        "带虚线的数字点开来，会写明它由什么算出。规则为什么这样定，见[方法](method.md)。",
    ),
}
_COLUMNS = {"en": ("Quantity", "Rule", "Source"), "zh": ("数字", "规则", "出处")}


def pages() -> dict[Path, str]:
    """File to text."""
    return {DOCS / lang / "manual" / "formulas.md": page(lang) for lang in LANGUAGES}


def page(lang: str) -> str:
    """The whole page as Markdown."""
    return "\n\n".join((*_HEADS[lang], "\n".join(table(words(lang))))) + "\n"


def table(say: Words) -> Iterator[str]:
    """The formulas, a line each."""
    yield f"| {' | '.join(_COLUMNS[say.lang])} |"
    yield "| --- | --- | --- |"
    for formula in FORMULAS:
        cells = (say.say(formula.name), say.say(formula.rule), formula.source)
        yield f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _cell(text: str) -> str:
    """A text that stays in its cell; what Markdown would take for marks is written out."""
    plain = text.replace("\\", "\\\\").replace("|", "\\|").replace("*", "\\*").replace("_", "\\_")
    return " ".join(plain.replace("<", "&lt;").split())


def main() -> None:
    """Write the pages, or with --check say which are stale."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv and stale:
        raise SystemExit(f"stale: {', '.join(map(str, stale))}; run python tools/formula_list.py")
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")


if __name__ == "__main__":
    main()
