"""What an explanation is: a finding's name and severity, what it means and why, and an example."""

from __future__ import annotations

import re
from dataclasses import dataclass
from textwrap import dedent
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsgen.problem import Severity
    from opsgen.words import Words

_EXAMPLE = "Example:\n"
_COMMENT = re.compile(r"((?:^|\s)# )(.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Explanation:
    """One finding explained, in the form of a rule's docstring."""

    code: str
    severity: Severity
    about: str
    """What is wrong, in one sentence; why it matters; an example, what is wrong before what is right."""

    @property
    def prose(self) -> tuple[str, ...]:
        """The paragraphs, each on one line; the first is one sentence that says what is wrong."""
        before, _, _ = self.about.partition(_EXAMPLE)
        return tuple(" ".join(paragraph.split()) for paragraph in before.split("\n\n") if paragraph.strip())

    @property
    def example(self) -> str:
        """The YAML that shows what is wrong, and how it is right; its comments are English."""
        _, _, after = self.about.partition(_EXAMPLE)
        return dedent(after).strip("\n")

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything that has a Chinese twin: the paragraphs, and the comments of the example."""
        return (*self.prose, *(found[2] for found in _COMMENT.finditer(self.example)))

    def example_in(self, words: Words) -> str:
        """The example with its comments in a language."""
        return _COMMENT.sub(lambda found: found[1] + words.gettext(found[2]), self.example)
