"""Files for other tools, beside the pages they were made with."""

from opsgen.export.feed import atom
from opsgen.export.files import Files
from opsgen.export.imprint import imprint
from opsgen.export.sheet import sheet

__all__ = ["Files", "atom", "imprint", "sheet"]
