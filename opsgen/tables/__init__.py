"""Tables as input: CSV and workbooks, with the place of every cell."""

from opsgen.tables.separated import decoded, read_csv, read_csv_sheet
from opsgen.tables.table import MAX_ROWS, Book, Cells, Row, Sheet, SheetRow, Table
from opsgen.tables.workbook import read_workbook

__all__ = [
    "MAX_ROWS",
    "Book",
    "Cells",
    "Row",
    "Sheet",
    "SheetRow",
    "Table",
    "decoded",
    "read_csv",
    "read_csv_sheet",
    "read_workbook",
]
