"""Readers of what `opsgen check` writes for services, made from the services' own documentation."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """Kind, properties and text of a command, read as the runner of GitHub Actions reads a line.

    The line begins with `::`; up to the next `::` stand the name and, behind a space, properties with commas
    between them; `%` comes back last.
    """
    line = line.lstrip()
    assert line.startswith("::")
    info, _, text = line[2:].partition("::")
    name, _, listed = info.partition(" ")
    pairs = (part.split("=", 1) for part in listed.strip().split(",") if part)
    return name, {key: decoded(value, ":,") for key, value in pairs}, decoded(text)


def decoded(text: str, more: str = "") -> str:
    for character in "\r\n" + more + "%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text


class Cells(HTMLParser):
    """The tags of a page and the texts of its cells."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.cells: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert not attrs
        self.tags.add(tag)
        if tag == "td":
            self.cells.append("")

    def handle_data(self, data: str) -> None:
        if self.cells and self.get_starttag_text() in ("<code>", "<td>"):
            self.cells[-1] += data.rstrip("\n")


def read_report(report: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """A Code Quality report as GitLab takes it: all fields of its documentation, by fingerprint."""
    for entry in report:
        assert set(entry) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert all(isinstance(entry[name], str) and entry[name] for name in set(entry) - {"location"})
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not entry["location"]["path"].startswith(("/", "./"))
        assert entry["location"]["lines"]["begin"] >= 1
    found = {entry["fingerprint"]: entry for entry in report}
    assert len(found) == len(report)
    return found
