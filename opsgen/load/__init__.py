"""Text to data with the position of every key and value; the same road for files, commits and imports."""

from opsgen.load.document import Document, Path, placed
from opsgen.load.events import parse
from opsgen.load.files import DEVICE_NAMES, Found, find, read
from opsgen.load.source import MAX_BYTES, is_office_document, most_bytes
from opsgen.load.sources import Kept, Rows, Sources

__all__ = [
    "DEVICE_NAMES",
    "MAX_BYTES",
    "Document",
    "Found",
    "Kept",
    "Path",
    "Rows",
    "Sources",
    "find",
    "is_office_document",
    "most_bytes",
    "parse",
    "placed",
    "read",
]
