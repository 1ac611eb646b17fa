"""Tables as spreadsheets save them (CSV): read whole, written back the way they came."""

import codecs
import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.problems import Problem

DELIMITERS = ",;\t"
_LONGEST_CELL = 2**31 - 1


class TableProblem(Problem):
    """A table cannot be used as it stands; `messages` tell the person what to change."""


@dataclass(frozen=True)
class Table:
    """The head line and the rows below it, each as wide as the head; and how they were written."""

    head: list[str]
    rows: list[list[str]]
    problems: int
    """How many rows were left out, because they have more cells than the head line."""
    adding: Sequence[str]
    delimiter: str
    line_end: str
    has_mark: bool

    def start(self) -> bytes:
        """The head line with the columns that are added, as bytes to write."""
        mark = codecs.BOM_UTF8 if self.has_mark else b""
        return mark + self.line([*self.head, *self.adding])

    def line(self, cells: Sequence[str]) -> bytes:
        """One row as bytes to write."""
        row = io.StringIO()
        # Python quotes a cell with a line end in it for certain only with this line end.
        csv.writer(row, delimiter=self.delimiter, lineterminator="\r\n").writerow(cells)
        return (row.getvalue().removesuffix("\r\n") + self.line_end).encode("utf-8")


def read(
    content: bytes, column: str, *, adding: Sequence[str] = (), tell: Callable[[str], None]
) -> Table:
    """The table in a file, which has a column of this name and none of those to be added.

    A row with more cells than the head line is left out and told: its words may stand in any of
    them. Raises TableProblem when the whole table cannot be used.
    """
    text = _decoded(content)
    delimiter, rows = _rows(text, column)
    head = [name.strip() for name in rows[0][1]]
    _check(head, column, adding)
    kept, problems = [], 0
    for number, cells in rows[1:]:
        if len(cells) > len(head):
            problems += 1
            tell(
                f"Line {number} has more cells than the head line, which has {len(head)}. "
                "It was left out. Put words with a comma in them in quotation marks."
            )
        else:
            kept.append(cells + [""] * (len(head) - len(cells)))
    first_line = text[: text.find("\n") + 1]
    line_end = "\r\n" if first_line.endswith("\r\n") else "\n"
    has_mark = content[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8[:2])
    return Table(head, kept, problems, adding, delimiter, line_end, has_mark)


def _decoded(content: bytes) -> str:
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TableProblem(
            f"Line {line} of this table is not written in UTF-8. In a spreadsheet, save it "
            'again as "CSV UTF-8".'
        ) from error
    if not text.strip():
        raise TableProblem("This table is empty. Its first line needs the names of the columns.")
    return text


def _rows(text: str, column: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """What parts the cells, and each row with the number of the line it ends on.

    The delimiter is the one with which the head line has the column, or else the most columns.
    """
    heads = {delimiter: _head(text, delimiter) for delimiter in DELIMITERS}
    delimiter = max(
        DELIMITERS,
        key=lambda one: (column in [name.strip() for name in heads[one]], len(heads[one])),
    )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return delimiter, [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise TableProblem(
            f"Look at the quotation marks near line {reader.line_num}: one is not closed, or "
            'stands in the middle of words. Inside a cell in quotation marks write it twice: "".'
        ) from error


def _head(text: str, delimiter: str) -> list[str]:
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return next((row for row in rows if row), [])


def _check(head: list[str], column: str, adding: Sequence[str]) -> None:
    if head.count(column) != 1:
        there = ", ".join(name for name in head if name)
        count = f"are {head.count(column)} columns" if column in head else "is no column"
        raise TableProblem(f'There {count} called "{column}". The columns are: {there}.')
    for name in adding:
        if name in head:
            raise TableProblem(
                f'The table has a column called "{name}" already, and one of that name is to be '
                "added. Give yours another name."
            )
