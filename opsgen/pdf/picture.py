"""A page of a PDF as a picture, for chat tools that show no PDF."""

from __future__ import annotations

from io import BytesIO

import pypdfium2

WIDTH = 1080
"""Pixels across: what phones show without enlarging it."""


def picture(data: bytes, width: int = WIDTH) -> bytes:
    """The first page as a PNG that is so many pixels wide."""
    document = pypdfium2.PdfDocument(data)
    try:
        page = document[0]
        # Pixels are rounded up: a hair less than the width is the width.
        image = page.render(scale=(width - 0.01) / page.get_width()).to_pil()
    finally:
        document.close()
    found = BytesIO()
    image.save(found, "PNG", optimize=True)
    return found.getvalue()
