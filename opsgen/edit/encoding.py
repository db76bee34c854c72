"""Files that an editor saved in another encoding, as UTF-8: only where it is clear which one that was."""

from __future__ import annotations

import re
from contextlib import suppress

from opsgen.load import MAX_BYTES, parse

_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_HAN = re.compile("[\u4e00-\u9fff]")
_FEWEST = 2
"""Chinese characters, from which on a text is no Western one with two accents side by side."""


def recoded(content: bytes) -> bytes | None:
    """The file in UTF-8; None for one that is already, and for one whose encoding is not certain.

    UTF-16 says so itself by its first two bytes. GBK does not: what reads strictly as GB2312, the characters
    of daily use, and is then a file that YAML reads, is Chinese.
    """
    if len(content) > MAX_BYTES:
        return None
    text = _text(content)
    if text is None:
        return None
    made = text.removeprefix("\ufeff").encode()
    return made if parse("", made).data is not None else None


def _text(content: bytes) -> str | None:
    with suppress(UnicodeDecodeError):
        content.decode()
        return None
    with suppress(UnicodeError):
        if content[:2] in _MARKS:
            return content.decode("utf-16")
        text = content.decode("gb2312")
        return text if len(_HAN.findall(text)) >= _FEWEST else None
    return None
