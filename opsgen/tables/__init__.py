"""Tables as input: CSV and workbooks, with the place of every cell."""

from opsgen.tables.sections import Section, sections
from opsgen.tables.separated import decoded, read_csv_sheet
from opsgen.tables.table import MAX_ROWS, Book, Cells, Row, Sheet, SheetRow
from opsgen.tables.workbook import read_workbook

__all__ = [
    "MAX_ROWS",
    "Book",
    "Cells",
    "Row",
    "Section",
    "Sheet",
    "SheetRow",
    "decoded",
    "read_csv_sheet",
    "read_workbook",
    "sections",
]
