"""Rules about `portfolio.yaml`."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from opsgen.rules.rule import Finding, whole_rule
from opsgen.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from opsgen.portfolio import House, Whole


@whole_rule("unknown-timezone", "error")
def unknown_timezone(whole: Whole, _: House) -> Iterator[Finding]:
    """The time zone of the portfolio does not exist.

    Example:
        timezone: Asia/Shanghai
    """
    if whole.kind != "portfolio":
        return
    name = whole.value.timezone
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, malformed, a folder of the data base
        text = message("there is no time zone `{name}`", name=name)
        yield Finding(("timezone",), text, message("write a name such as Asia/Shanghai"))


RULES = (unknown_timezone,)
