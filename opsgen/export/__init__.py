"""Files for other tools, beside the pages they were made with."""

from opsgen.export.calendar import Calendars
from opsgen.export.feed import atom
from opsgen.export.files import Files
from opsgen.export.imprint import imprint
from opsgen.export.sheet import sheet

__all__ = ["Calendars", "Files", "atom", "imprint", "sheet"]
