"""A strict reader of iCalendar files, written from RFC 5545 and from nothing else.

What it does not know it refuses: it is there to find out what a calendar might stumble over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(
    r"(?P<name>[A-Z0-9-]+)(?P<params>(?:;[A-Z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(?P<value>.*)", re.DOTALL
)
_UNSAID = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_TEXTS = {"SUMMARY", "DESCRIPTION", "NAME", "X-WR-CALNAME"}
_NEEDED = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "TRANSP"}


@dataclass(frozen=True)
class Read:
    """A calendar: its own properties, and those of its events; texts without their escapes."""

    own: dict[str, str]
    events: tuple[dict[str, str], ...]


def read(content: bytes) -> Read:
    """The calendar of a file that keeps to the rules.

    Raises:
        AssertionError: where it does not.
    """
    lines = [_parsed(line) for line in unfolded(content)]
    assert lines[0] == ("BEGIN", "", "VCALENDAR")
    assert lines[-1] == ("END", "", "VCALENDAR")
    own: dict[str, str] = {}
    events: list[dict[str, str]] = []
    inside: dict[str, str] | None = None
    for name, params, value in lines[1:-1]:
        if name == "BEGIN":
            assert value == "VEVENT"
            assert inside is None
            inside = {}
        elif name == "END":
            assert value == "VEVENT"
            assert inside is not None
            events.append(inside)
            inside = None
        else:
            at = own if inside is None else inside
            assert inside is not None or not events, "properties of the calendar stand before its events"
            assert name not in at, f"{name} stands twice"
            at[name] = _value(name, params, value)
    assert inside is None
    for event in events:
        assert event.keys() >= _NEEDED, event
    assert {"VERSION", "PRODID"} <= own.keys()
    assert own["VERSION"] == "2.0"
    return Read(own, tuple(events))


def unfolded(content: bytes) -> list[str]:
    """The lines of content, folded ones put together; each piece had at most 75 bytes and whole letters."""
    assert content.endswith(b"\r\n")
    lines: list[str] = []
    for raw in content[:-2].split(b"\r\n"):
        assert b"\n" not in raw
        assert b"\r" not in raw
        assert len(raw) <= 75, raw
        text = raw.decode("utf-8")  # a fold in the middle of a letter would not decode
        if text.startswith((" ", "\t")):
            lines[-1] += text[1:]
        else:
            assert text
            lines.append(text)
    return lines


def _parsed(line: str) -> tuple[str, str, str]:
    assert not _UNSAID.search(line), repr(line)
    found = _LINE.fullmatch(line)
    assert found, line
    return found["name"], found["params"].lstrip(";"), found["value"]


def _value(name: str, params: str, value: str) -> str:
    if name in ("DTSTART", "DTEND"):
        assert (params, bool(re.fullmatch(r"\d{8}", value))) == ("VALUE=DATE", True), value
    elif name in ("DTSTAMP", "LAST-MODIFIED"):
        assert (params, bool(re.fullmatch(r"\d{8}T\d{6}Z", value))) == ("", True), value
    elif name == "REFRESH-INTERVAL":
        assert (params, bool(re.fullmatch(r"PT\d+H", value))) == ("VALUE=DURATION", True), value
    elif name == "SEQUENCE":
        assert re.fullmatch(r"\d{1,10}", value)
        assert int(value) < 2**31
    elif name == "STATUS":
        assert value in ("CONFIRMED", "TENTATIVE", "CANCELLED"), value
    return unescaped(value) if name in _TEXTS else value


def unescaped(text: str) -> str:
    """A TEXT value: a comma, a semicolon and a backslash are escaped, a line end is `\\n`."""
    assert re.fullmatch(r"(?:[^\\,;]|\\[\\,;nN])*", text, re.DOTALL), text
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], text)
