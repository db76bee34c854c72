"""Projects as people write them, for tests that read like the user's file."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from opsgen.derive import Assessment, assess
from opsgen.portfolio import Portfolio, assemble
from opsgen.words import Message, words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from opsgen.model import Project

HEADER = {
    "title": "Spring campaign",
    "owner": "Ada",
    "start": "2026-01-01",
    "finish": "2026-12-31",
    "lifecycle": "executing",
}


def assembled(files: Mapping[str, bytes]) -> Portfolio:
    """The portfolio of files by name."""
    return assemble({name: partial(bytes, content) for name, content in files.items()})


def portfolio(text: str, settings: str = "") -> Portfolio:
    """The portfolio of one project; what the text does not say of the header stands above."""
    said = {line.partition(":")[0] for line in text.splitlines()}
    header = "".join(f"{key}: {value}\n" for key, value in HEADER.items() if key not in said)
    files = {"projects/spring.yaml": (header + text).encode()}
    if settings:
        files["projects/portfolio.yaml"] = ("title: All\n" + settings).encode()
    found = assembled(files)
    assert not [problem for problem in found.problems if problem.severity == "error"], found.problems
    return found


def project(text: str) -> Project:
    """The project alone."""
    return portfolio(text).projects[0]


def assessed(text: str, as_of: str, settings: str = "") -> Assessment:
    """The project as of a day."""
    found = portfolio(text, settings)
    return assess(found.projects[0], found.settings, date.fromisoformat(as_of))


def said(message: Message | None) -> str:
    """An English sentence; empty without one."""
    return words("en").say(message) if message else ""
