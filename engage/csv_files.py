"""Tables for a spreadsheet, out and in: nothing in a cell is ever worked out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Without it a spreadsheet takes accents for something else."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")


class CannotRead(Exception):
    """The file is no table that we can use; the message says what to mend."""


def written(rows: Iterable[Sequence[str]]) -> str:
    """A table as a file."""
    file = io.StringIO(newline="")
    csv.writer(file).writerows(rows)
    return BOM + file.getvalue()


def harmless(words: str) -> str:
    """Words that a spreadsheet shows and never works out, whatever they begin with."""
    return f"'{words}" if words.startswith(_FORMULA) else words


def read(data: bytes, *, most_bytes: int) -> list[list[str]]:
    """The rows of a file, empty ones too, each cell without blanks at its ends.

    Raises CannotRead.
    """
    if len(data) > most_bytes:
        raise CannotRead("That file is too long. Bring it in parts.")
    try:
        text = data.decode("utf-8-sig")
        return [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))]
    except (UnicodeDecodeError, csv.Error):
        raise CannotRead("That file cannot be read. Save it as CSV in UTF-8.") from None
