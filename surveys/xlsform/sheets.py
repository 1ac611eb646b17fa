"""Rows of words as an Excel workbook in which every cell is text and none is ever a formula."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Rows = Sequence[Mapping[str, str]]
_LONGEST_CELL = 32_767
_WIDE = ("label", "hint", "relevant", "calculation", "engage::text", "engage::easy", "engage::body")
_FIRST = (
    *("type", "list_name", "name", "form_title", "form_id", "default_language", "label", "hint"),
    *("relevant", "constraint", "required", "appearance", "parameters", "calculation"),
)
_NARROW_WIDTH, _WIDE_WIDTH = 16, 42
_TEXT = "s"
_LIKE_A_FORMULA = ("=", "+", "-", "@", "\t")


class DoesNotFit(ValueError):
    """Something is too long for a cell of a spreadsheet, with a sentence that says what."""


def workbook(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with these sheets, a column for each name in any row; raises DoesNotFit."""
    for words in (cell for rows in sheets.values() for row in rows for cell in row.values()):
        if len(words) > _LONGEST_CELL:
            start = " ".join(words[:60].split())
            raise DoesNotFit(f"“{start}…” is too long for a spreadsheet. Save it as YAML instead.")
    book = Workbook(write_only=True)
    book.properties.creator = "Engage"
    for name, rows in sheets.items():
        _sheet(book.create_sheet(name), rows)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _sheet(sheet: WriteOnlyWorksheet, rows: Rows) -> None:
    columns = sorted({column for row in rows for column in row}, key=_place)
    for number, column in enumerate(columns, 1):
        width = _WIDE_WIDTH if column.startswith(_WIDE) else _NARROW_WIDTH
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, column, font=Font(bold=True)) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, row.get(column, "")) for column in columns])


def _place(column: str) -> tuple[int, str]:
    """Where a column goes: what XLSForm knows comes first, then what only we do."""
    first = column.split("::", maxsplit=1)[0]
    known = _FIRST.index(first) if first in _FIRST else len(_FIRST)
    return known, column


def _cell(sheet: WriteOnlyWorksheet, words: str, font: Font | None = None) -> Cell | None:
    """A cell of text; one that starts like a formula is marked so that it stays text for good."""
    if not words:
        return None
    cell = WriteOnlyCell(sheet)
    cell.value = words
    cell.data_type = _TEXT
    cell.quotePrefix = words.startswith(_LIKE_A_FORMULA)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font:
        cell.font = font
    return cell
