"""Opening a file as an XLSForm, safely; one that is too big, locked or no form is told kindly."""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

import openpyxl
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import DefinitionData, get_xlsform

from surveys.xlsform.refusals import in_plain_words

ROW = "engage_row"
"""The column in which each row tells its number, so that notes can name it."""
_MEGABYTE = 1_000_000
_LARGEST_FILE, _LARGEST_INSIDE = 5 * _MEGABYTE, 12 * _MEGABYTE
_MOST_PARTS, _MOST_ROWS = 2_000, 5_000
_PIECE, _LONGEST_CELL = 64 * 1024, 32_767
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_DECLARES = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_SHEETS = ("survey", "choices", "settings")
_CURLED = {ord(mark): 0xE000 + ord(mark) % 256 for mark in "‘’“”"}
_UNCURLED = {private: chr(mark) for mark, private in _CURLED.items()}
_NOT_RECOGNISED = "not recognized as a supported type"
_NO_FORM = "This file is not a form we can read. Save it as an Excel workbook (.xlsx)."
_TOO_MUCH = "There is too much in this workbook. Keep the sheets of the form only."


class NotAForm(ValueError):
    """A file that is not a form, or not one that works, with a sentence that says why."""


@dataclass(frozen=True)
class Workbook:
    """A form as pyxform understands it; `formulas` are the cells that are worked out by Excel."""

    form: Mapping[str, Any]
    formulas: tuple[tuple[str, str], ...] = ()


def opened(data: bytes) -> Workbook:
    """The form in a file; raises NotAForm."""
    if len(data) > _LARGEST_FILE:
        size = f"{len(data) / _MEGABYTE:.0f} MB"
        raise NotAForm(f"This file is {size}. A form can be 5 MB at most. Take the pictures out.")
    file_type = _file_type(data)
    with warnings.catch_warnings():
        # What openpyxl leaves out of a workbook, such as its charts, is nothing a form has.
        warnings.simplefilter("ignore")
        try:
            return _read(data, file_type)
        except NotAForm:
            raise
        except PyXFormError as problem:
            if _NOT_RECOGNISED in str(problem):
                raise NotAForm(_NO_FORM) from None
            raise NotAForm(f"This form does not work yet. {in_plain_words(str(problem))}") from None
        except Exception as problem:
            # A file may be broken in any way, and the libraries then raise whatever they meet.
            raise NotAForm(_NO_FORM) from problem


def _file_type(data: bytes) -> str:
    if data.startswith(_ZIP):
        return ".xlsx"
    if data.startswith(_OLD_EXCEL):
        if _LOCKED in data:
            raise NotAForm("This file is locked with a password. Save it without one.")
        return ".xls"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotAForm(_NO_FORM) from None
    if "\x00" in text or not text.strip():
        raise NotAForm(_NO_FORM if text.strip("\x00 \n") else "There is nothing in this file.")
    return ".md" if text.lstrip().startswith("|") else ".csv"


def _read(data: bytes, file_type: str) -> Workbook:
    formulas: tuple[tuple[str, str], ...] = ()
    if file_type == ".xlsx" and _is_safe(data):
        formulas = tuple(_formulas(data))
    elif file_type == ".csv":
        data = data.decode("utf-8-sig").encode()
    rows = get_xlsform(BytesIO(data), file_type=file_type)
    if max(len(rows.survey or ()), len(rows.choices or ())) > _MOST_ROWS:
        raise NotAForm(f"This form has more than {_MOST_ROWS} rows. Take out what is not asked.")
    _refuse_long_cells(rows)
    form = _decoded(workbook_to_json(_numbered(rows)), _UNCURLED)
    return Workbook(form, formulas)


def _refuse_long_cells(rows: DefinitionData) -> None:
    """Excel has no longer cells either; what reads them here takes time that grows with them."""
    sheets = (rows.survey, rows.choices, rows.settings)
    for sheet, listed in zip(_SHEETS, sheets, strict=True):
        for number, row in enumerate(listed or (), 2):
            if any(len(str(said)) > _LONGEST_CELL for cell in row.items() for said in cell):
                raise NotAForm(
                    f"Row {number} of the {sheet} sheet has a cell of more than {_LONGEST_CELL:,} "
                    "characters. Make it shorter."
                )


def _is_safe(data: bytes) -> bool:
    """Look into the zip before anything else reads it. True where a cell is worked out by Excel."""
    with ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise NotAForm("This is a zip file or a document, not a workbook. Save it as .xlsx.")
        if any(part.flag_bits & 1 for part in parts):
            raise NotAForm("This file is locked with a password. Save it without one.")
        if len(parts) > _MOST_PARTS:
            raise NotAForm(_TOO_MUCH)
        has_formulas, room = False, _LARGEST_INSIDE
        for part in parts:
            content = _unpacked(archive, part, room)
            room -= len(content)
            if _DECLARES.search(content.replace(b"\x00", b"")):
                raise NotAForm(
                    "This workbook has parts that no form has. Save a new copy from Excel."
                )
            has_formulas = has_formulas or _FORMULA.search(content) is not None
        return has_formulas


def _unpacked(archive: ZipFile, part: ZipInfo, room: int) -> bytes:
    """What a part really holds, whatever size it claims; raises NotAForm when that lies.

    Libraries believe the claim and unpack the whole of a part first. So this reads it piece by
    piece, as if it might be of any size, and stops where there is no more room.
    """
    if part.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise NotAForm(_NO_FORM)
    of_any_size = copy(part)
    of_any_size.file_size = 2 * _LARGEST_INSIDE
    content = bytearray()
    with archive.open(of_any_size) as packed:
        while piece := packed.read(_PIECE):
            content += piece
            if len(content) > room:
                raise NotAForm(_TOO_MUCH)
    if len(content) != part.file_size:
        raise NotAForm(_NO_FORM)
    return bytes(content)


def _formulas(data: bytes) -> Iterator[tuple[str, str]]:
    book = openpyxl.load_workbook(BytesIO(data), read_only=True)
    for name in book.sheetnames:
        if name.lower() not in _SHEETS:
            continue
        for row in book[name].iter_rows(max_row=_MOST_ROWS, max_col=200):
            for cell in row:
                if cell.data_type == "f":
                    yield name.lower(), cell.coordinate
    book.close()


def _numbered(rows: DefinitionData) -> DefinitionData:
    """The rows with their numbers, and with curly quotes kept from being made straight."""
    rows.survey, rows.survey_header = _with_numbers(rows.survey, rows.survey_header)
    rows.choices, rows.choices_header = _with_numbers(rows.choices, rows.choices_header)
    rows.settings = [_decoded(row, _CURLED) for row in rows.settings or ()]
    return rows


def _with_numbers(
    rows: Sequence[dict[str, str]] | None, header: Sequence[dict[str, Any]] | None
) -> tuple[list[dict[str, str]], list[dict[str, Any]]]:
    numbered = [
        {**_decoded(row, _CURLED), ROW: str(number)} if row else row
        for number, row in enumerate(rows or (), 2)
    ]
    return numbered, [{**one, ROW: None} for one in header or ()]


def _decoded(value: Any, table: Mapping[int, Any]) -> Any:
    """Every text in a tree of plain values with some characters changed; names stay."""
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, dict):
        return {name: _decoded(one, table) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_decoded(one, table) for one in value]
    return value
