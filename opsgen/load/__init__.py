"""Text to data with the position of every key and value; the same road for files, commits and imports."""

from opsgen.load.document import Document, Path, Sources, placed
from opsgen.load.events import parse
from opsgen.load.files import DEVICE_NAMES, Found, find, read

__all__ = ["DEVICE_NAMES", "Document", "Found", "Path", "Sources", "find", "parse", "placed", "read"]
