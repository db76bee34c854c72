"""Rules about texts in several languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from opsgen.rules.rule import Finding, marked_values, whole_rule
from opsgen.words import Text, message, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.load import Path
    from opsgen.portfolio import House, Whole

_NAMES = {"zh": message("Chinese"), "en": message("English")}


@whole_rule("text-in-one-language", "info")
def text_in_one_language(whole: Whole, house: House) -> Iterator[Finding]:
    """A text written by language lacks one of the portfolio's languages.

    Its readers see the other language, with a mark. A text written as one string is meant for all of them.
    The finding stands at the first of them and counts the others.

    Example:
        # wrong
        title: {zh: 会员礼包上线}
        # in portfolio.yaml
        languages: [zh, en]
        # right
        title: {zh: 会员礼包上线, en: Member gift}
        # in portfolio.yaml
        languages: [zh, en]
    """
    languages = house.settings.languages
    if len(languages) < len(_NAMES):
        return
    texts = list(_by_language(whole))
    for lang in languages:
        lacking = [path for path, text in texts if getattr(text, lang) is None]
        if lacking:
            text = plural(
                "{n} text is not there in {language}",
                "{n} texts are not there in {language}; this is the first",
                len(lacking),
                language=_NAMES[lang],
            )
            hint = message("write it beside the other: `{lang}: …`", lang=lang)
            yield Finding(lacking[0], text, hint)


def _by_language(whole: Whole) -> Iterator[tuple[Path, Text]]:
    """The texts that are written for at least one language."""
    for path, _, text in marked_values(whole, "x-type", "text"):
        if isinstance(text, Text) and not text.plain and text:
            yield path, text


RULES = (text_in_one_language,)
