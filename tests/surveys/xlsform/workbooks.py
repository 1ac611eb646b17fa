"""Real Excel workbooks made from tables that a person can read."""

from io import BytesIO
from pathlib import Path

import openpyxl

FORMS = Path(__file__).parent / "forms"
_NEW_LINE = "⏎"


def workbook(tables: str) -> bytes:
    """The workbook of some tables: the name of each sheet stands in the first column of its first
    row, and ⏎ is a line break in a cell."""
    book = openpyxl.Workbook(write_only=True)
    sheet = None
    for line in tables.strip().splitlines():
        name, *cells = (cell.strip() for cell in line.strip().strip("|").split("|"))
        if name:
            sheet = book.create_sheet(name)
        if sheet is not None and any(cells):
            sheet.append([cell.replace(_NEW_LINE, "\n") or None for cell in cells])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def form_file(name: str) -> bytes:
    """One of the forms of the tests as a workbook."""
    return workbook((FORMS / f"{name}.md").read_text("utf-8"))
