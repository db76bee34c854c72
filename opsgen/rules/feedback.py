"""Rules about user feedback: two scores are not mixed, and nobody can be reached by what is quoted."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from opsgen.rules.rule import Finding, rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.model import Project
    from opsgen.portfolio import House

_MAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.-]{2,}")
_PHONE = re.compile(
    r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|\+\d[\d ()-]{7,16}\d(?!\d)", re.ASCII
)
_IDENTITY = re.compile(r"(?<!\d)\d{6}(?:19|20)\d{9}[\dXx](?![\dA-Za-z])", re.ASCII)
"""An identity card of China: region, day of birth, order, check digit."""


@rule("scores-mixed", "warning")
def scores_mixed(project: Project, _: House) -> Iterator[Finding]:
    """One entry of feedback gives both scores for many answers, so that nobody knows who answered what.

    `csat` is the mean of its answers, `nps` the one value that each of them gave. One person may well answer
    both.

    Example:
        # wrong
        feedback:
          - {date: 2026-11-12, channel: Survey, csat: 4.2, nps: 9, count: 46}
        # right
        feedback:
          - {date: 2026-11-12, channel: Survey, csat: 4.2, count: 60}
          - {date: 2026-11-12, channel: Survey, nps: 9, count: 46}
    """
    for i, one in enumerate(project.feedback):
        if one.count > 1 and one.csat is not None and one.nps is not None:
            text = message("`csat` and `nps` share {count} answers", count=one.count)
            hint = message("write two entries, each with its own `count`")
            yield Finding(("feedback", i, "nps"), text, hint)


@rule("personal-data-in-quote", "warning")
def personal_data_in_quote(project: Project, _: House) -> Iterator[Finding]:
    """A quote holds a telephone number, an e-mail address or the number of an identity card.

    What users said stays in git and on pages for ever; a quote says as much without them.

    Example:
        # wrong
        feedback:
          - {date: 2026-11-12, theme: Waiting time, quote: "Call me on 13800138000, I waited for an hour."}
        # right
        feedback:
          - {date: 2026-11-12, theme: Waiting time, quote: "Call me, I waited for an hour."}
    """
    for i, one in enumerate(project.feedback):
        said = "\n".join(one.quote.forms)
        text = None
        if _MAIL.search(said):
            text = message("the quote holds an e-mail address")
        elif _IDENTITY.search(said):
            text = message("the quote holds the number of an identity card")
        elif _PHONE.search(said):
            text = message("the quote holds a telephone number")
        if text:
            yield Finding(
                ("feedback", i, "quote"),
                text,
                message("take it out, and out of the history of the file if you can"),
            )


RULES = (scores_mixed, personal_data_in_quote)
