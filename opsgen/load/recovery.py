"""What else is wrong below a syntax error: the text is read again with the lines found harmless.

Only what is certain counts, before and behind: a mistake within one line, and a line on which nothing hangs.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING, Any

import yaml

from opsgen.load.parser import Parser
from opsgen.load.syntax import explained, tell, without_fields

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from opsgen.load.document import Mend
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
    lines = text.split("\n")
    mends = _proved(found, lines)
    tell((one for one in found if one.at + 1 not in told), report, mends)
    rounds = min(_MOST_ROUNDS, _MOST_READ // len(text)) if _is_certain(found[0], lines) else 0
    for _ in range(rounds):
        if not _mended(lines, found):
            return
        below = _error("\n".join(lines))
        last, found = found, explained(below, "\n".join(lines)) if below else ()
        if not found or found[0].at <= last[0].at or not _is_certain(found[0], lines):
            return
        tell(found, report, _proved(found, lines))


def no_fields(text: str, report: Report) -> None:
    """Report a file that is one text to YAML."""
    found = without_fields(text)
    tell(found, report, _proved(found, text.split("\n")))


def agreed(text: str, found: Found) -> Mend | None:
    """What mends a line by one of its forms, where all that YAML can read come to the same.

    Of a long file it is not asked: there may be many such lines, and the text is read again for each.
    """
    if len(text) > _MOST_READ // 20:
        return None
    lines = text.split("\n")
    return _proved((found,), lines).get(found.at)


def _proved(found: Sequence[Found], lines: Sequence[str]) -> dict[int, Mend]:
    """The mends by which the parser comes further, each on top of those above it, by their lines."""
    proved: dict[int, Mend] = {}
    now = list(lines)
    size = sum(map(len, now)) + len(now)
    for one in sorted(found, key=lambda one: one.at)[: _MOST_READ // (4 * size + 1)]:
        right = _right(one, now)
        if right is None:
            break
        proved[one.at] = _difference(one.at, now[one.at], right)
        now[one.at] = right
    return proved


def _right(found: Found, lines: list[str]) -> str | None:
    """The form of a line with which the text can be read beyond it; None where forms read differently."""
    whole = lines[found.at]
    if whole[600:]:  # what was found looks at no more of a line
        return None
    read: dict[str, list[Any]] = {}
    for form in found.mended:
        events, stopped = _events([*lines[: found.at], form, *lines[found.at + 1 :]])
        further = stopped is None or stopped > found.at
        if further and _begins([*lines[: found.at], form]):
            read[form] = [(kind, value) for kind, value, _ in events]
    shortest = min(map(len, read.values()), default=0)
    first = next(iter(read.values()), [])[:shortest]
    return next(iter(read), None) if all(events[:shortest] == first for events in read.values()) else None


def _begins(lines: list[str]) -> bool:
    """Whether the last line is more than a part of the text above it, as far as that can be told."""
    if not lines[-1].strip() or lines[-1].lstrip().startswith("#"):
        return True
    events, stopped = _events(lines)
    return stopped is not None or len(lines) - 1 in {at for _, _, at in events}


def _events(lines: list[str]) -> tuple[list[Any], int | None]:
    """What the parser gives of a text, with the lines, and the line that it cannot read."""
    text = "\n".join(lines)
    parser, events = Parser(text), []
    try:
        while (event := parser.get_event()) is not None:
            events.append((type(event), getattr(event, "value", None), event.start_mark.line))
    except yaml.YAMLError as error:
        # The last few may change with what follows them.
        return events[:-1], explained(error, text)[0].at
    finally:
        parser.dispose()
    return events, None


def _difference(at: int, old: str, new: str) -> Mend:
    """The part of a line that changes, as its place and the new text."""
    start = _alike(old, new)
    end = _alike(reversed(old[start:]), reversed(new[start:]))
    return (at + 1, start + 1, at + 1, len(old) - end + 1), new[start : len(new) - end]


def _alike(one: Iterable[str], other: Iterable[str]) -> int:
    """How many characters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


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
    return found.code in _CERTAIN and _error("\n".join(lines[: found.at])) is None


def _mended(lines: list[str], found: tuple[Found, ...]) -> bool:
    """Make the lines of some findings harmless; False where that could make others look wrong."""
    for one in found:
        line = _harmless(lines[one.at], one.code)
        if line is None:
            return False
        lines[one.at] = line
        if _carries(lines, one.at):
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
