"""The parser that gives a file's events: libyaml, or PyYAML's own where that was built without it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import yaml


class PlainParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """The same events in Python alone, several times more slowly."""

    def __init__(self, text: str) -> None:
        yaml.reader.Reader.__init__(self, text)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Any) -> list[str]:
        """The pieces of a text in quotes, without escapes that stand for no character.

        Raises:
            yaml.YAMLError: where there is such a one.
        """
        with suppress(OverflowError, ValueError):
            pieces: list[str] = super().scan_flow_scalar_non_spaces(double, start_mark)
            if not any("\ud800" <= character <= "\udfff" for piece in pieces for character in piece):
                return pieces
        raise yaml.scanner.ScannerError(problem="invalid Unicode escape", problem_mark=self.get_mark())

    def dispose(self) -> None:
        """Let go what is held; libyaml asks for it."""
        self.state = None


Parser: type[Any] = PlainParser
with suppress(ImportError):
    from yaml._yaml import CParser

    Parser = CParser
