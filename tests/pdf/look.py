"""A page as a picture of letters: what a person can read beside another one, and a test compare loosely."""

from __future__ import annotations

from io import BytesIO
from itertools import zip_longest

from PIL import Image

from opsgen.pdf.picture import picture

SHADES = " .:-=+*#%@"
COLUMNS = 72


def look(data: bytes) -> str:
    """The first page of a PDF in shades from paper to ink, two letters as high as they are wide."""
    page = Image.open(BytesIO(picture(data, 8 * COLUMNS))).convert("L")
    rows = round(COLUMNS * page.height / page.width / 2)
    cells = page.resize((COLUMNS, rows), Image.Resampling.BOX)
    # Text is thin: what is half covered is dark already.
    shades = [min(len(SHADES) - 1, (255 - cell) * 2 * len(SHADES) // 256) for cell in cells.tobytes()]
    lines = (shades[start : start + COLUMNS] for start in range(0, len(shades), COLUMNS))
    return "\n".join("".join(SHADES[shade] for shade in line).rstrip() for line in lines) + "\n"


def unlike(one: str, other: str) -> float:
    """The share of the cells that are more than two shades apart, 0-1."""
    pairs = [
        (SHADES.index(a), SHADES.index(b))
        for first, second in zip_longest(one.splitlines(), other.splitlines(), fillvalue="")
        for a, b in zip_longest(first, second, fillvalue=" ")
    ]
    return sum(abs(a - b) > 2 for a, b in pairs) / max(1, len(pairs))
