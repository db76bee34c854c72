"""Write the list of all rules, `docs/<lang>/manual/rules.md`, from the rules themselves.

Usage: python tools/rule_list.py [--check]
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from opsgen.rules import RULES
from opsgen.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.rules import Rule

DOCS = Path(__file__).parent.parent / "docs"
_LEADS = {
    "en": (
        "Every rule",
        "Made from `opsgen/rules/` by `python tools/rule_list.py`; do not edit it here. A rule looks at what "
        "is right for a single field and wrong in the whole. [Settings](settings.md#rules) tells how to make "
        "one stricter or milder, [Messages](messages.md) how to read a finding.",
        {"error": "Error", "warning": "Warning", "info": "Note"},
    ),
    "zh": (
        "检查规则总表",
        "由 `python tools/rule_list.py` 从 `opsgen/rules/` 生成，请勿在此手改。"
        "单个字段都写对了、放在一起却不对，就由规则来查。"
        "怎样调整规则的级别见[设置](settings.md#rules)，怎样读懂提示见[读懂提示](messages.md)。",
        {"error": "错误", "warning": "警告", "info": "提示"},
    ),
}


def pages() -> dict[Path, str]:
    """File to text."""
    return {DOCS / lang / "manual" / "rules.md": page(lang) for lang in _LEADS}


def page(lang: str) -> str:
    """The whole page as Markdown."""
    title, lead, _ = _LEADS[lang]
    parts = [f"# {title}", lead]
    for rule in sorted(RULES, key=lambda rule: rule.code):
        parts += section(rule, lang)
    return "\n\n".join(parts) + "\n"


def section(rule: Rule, lang: str) -> Iterator[str]:
    """The name of a rule, what it finds, and its example."""
    severity = _LEADS[lang][2][rule.severity]
    yield f'<a id="{rule.code}"></a>'
    yield f"## {rule.code}"
    yield f"*{severity}*"
    yield from (words(lang).gettext(paragraph) for paragraph in rule.prose)
    yield f"```yaml\n{rule.example}\n```"


def main() -> None:
    """Write the pages, or with --check say which are stale."""
    stale = [path for path, text in pages().items() if not path.is_file() or path.read_text("utf-8") != text]
    if "--check" in sys.argv and stale:
        raise SystemExit(f"stale: {', '.join(map(str, stale))}; run python tools/rule_list.py")
    for path in stale:
        path.write_text(pages()[path], encoding="utf-8")


if __name__ == "__main__":
    main()
