"""Why files are not changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opsgen.words import Message


class RefusedError(Exception):
    """Nothing is written; `message` says why, `hint` what to do."""

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message.text)
        self.message, self.hint = message, hint
