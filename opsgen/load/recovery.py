"""What else is wrong below a syntax error: the text is read again with the lines found harmless.

Only what is certain counts, before and behind: a mistake within one line, and a line on which nothing hangs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import yaml

from opsgen.load.parser import Parser
from opsgen.load.syntax import explained, tell

if TYPE_CHECKING:
    from collections.abc import Collection

    from opsgen.load.source import Report
    from opsgen.load.typed import Found

_CERTAIN = {
    *("bad-escape", "full-width-punctuation", "missing-space", "reserved-character"),
    *("text-after-value", "unquoted-at", "unquoted-colon", "unquoted-percent"),
}
_MOST_ROUNDS = 20
_MOST_READ = 1 << 19
"""Characters that are read again for one file."""
_NAMED = re.compile(r"( *(?:- +)*)([^\s:：#\"'{\[]{1,64})(:|：)(.{0,600})")
_DASH = re.compile(r"( *)[-－–—]")


def explain(error: yaml.YAMLError, text: str, told: Collection[int], report: Report) -> None:
    """Report a syntax error, and what is certainly wrong on the lines below it.

    `told` are the lines of which another error tells already: the parser stumbles over the same mistake.
    """
    found = explained(error, text)
    tell(tuple(one for one in found if one[0] + 1 not in told), report)
    lines = text.split("\n")
    rounds = min(_MOST_ROUNDS, _MOST_READ // len(text)) if _is_certain(found[0], lines) else 0
    for _ in range(rounds):
        if not _mended(lines, found):
            return
        below = _error("\n".join(lines))
        last, found = found, explained(below, "\n".join(lines)) if below else ()
        if not found or found[0][0] <= last[0][0] or not _is_certain(found[0], lines):
            return
        tell(found, report)


def _error(text: str) -> yaml.YAMLError | None:
    parser = Parser(text)
    try:
        while parser.get_event() is not None:
            pass
    except yaml.YAMLError as error:
        return error
    finally:
        parser.dispose()
    return None


def _is_certain(found: Found, lines: list[str]) -> bool:
    """Whether a mistake is one of its line alone: nothing above it is still open."""
    return found[2] in _CERTAIN and _error("\n".join(lines[: found[0]])) is None


def _mended(lines: list[str], found: tuple[Found, ...]) -> bool:
    """Make the lines of some findings harmless; False where that could make others look wrong."""
    for at, _, code, _, _ in found:
        line = _harmless(lines[at], code)
        if line is None:
            return False
        lines[at] = line
        if _carries(lines, at):
            return False
    return True


def _harmless(line: str, code: str) -> str | None:
    """A line of the same depth with the same name and any value; None where it may not end here."""
    open_ended = sum(map(line.count, "[{")) - sum(map(line.count, "]}"))
    if open_ended or (code == "bad-escape" and line.count('"') % 2):
        return None
    if named := _NAMED.match(line):
        before, name, _, value = named.groups()
        return f"{before}{name}: x" if value.strip() else f"{before}{name}:"
    dash = _DASH.match(line)
    return f"{dash[1]}- x" if dash else None


def _carries(lines: list[str], at: int) -> bool:
    """Whether the lines below belong to the value of this one."""
    named = _NAMED.match(lines[at])
    if named and not named[4]:
        return False
    depth = len(named[1]) if named else len(lines[at]) - len(lines[at].lstrip(" "))
    below = next((line for line in lines[at + 1 : at + 200] if line.strip()), "")
    return len(below) - len(below.lstrip()) > depth
