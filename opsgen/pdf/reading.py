"""What a printed handout says: its imprint, and its text page by page."""

from __future__ import annotations

import logging
from io import BytesIO
from typing import TYPE_CHECKING

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from opsgen.pdf.imprint import KEY, Imprint, imprint

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    T = TypeVar("T")

_ODD = (PyPdfError, OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError)
"""What a file that is no PDF, or a damaged one, makes the library raise."""


class UnreadableError(Exception):
    """The bytes are no PDF that can be read."""


def imprint_of(data: bytes) -> Imprint | None:
    """The imprint of a handout; None for a PDF that is none of ours.

    Raises:
        UnreadableError: when it is no PDF.
    """
    told = _read(lambda: PdfReader(BytesIO(data)).metadata)
    said = told.get(f"/{KEY}") if told is not None else None
    return imprint(str(said)) if said is not None else None


def text_of(data: bytes) -> tuple[str, ...]:
    """The text of each page.

    Raises:
        UnreadableError: when it is no PDF.
    """
    return _read(lambda: tuple(page.extract_text() for page in PdfReader(BytesIO(data)).pages))


def _read(work: Callable[[], T]) -> T:
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what is odd in a file is told by what follows
    try:
        return work()
    except _ODD as error:
        raise UnreadableError from error
