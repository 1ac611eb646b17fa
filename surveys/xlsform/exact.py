"""Words that a cell cannot hold just as they are: what it holds, and an exact copy kept beside it.

A spreadsheet drops spaces at the ends, odd spaces and characters that XML has no room for, and
`${` has a meaning in every cell. An exact copy counts only while the cell says what it said when
the copy was made, so whoever changes the cell in a spreadsheet has the last word.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

_KEPT = "\t\n"
_SPACES = re.compile(r" {2,}")
_ESCAPE = re.compile(r"x(?=[0-9A-Fa-f]{4}_)")
_PIPE = re.compile(r"(\$\{[a-z][a-z0-9_-]{0,63}(?:\|[^{}]*)?\})")
_OUT = frozenset({"Cc", "Cs", "Co", "Cn"})
_NOT_IN_A_CELL = re.compile(r"\$(?=\{)|x(?=[0-9A-Fa-f]{4}_)| (?= )")


def plain(text: str, put_in: Callable[[str], str | None] = lambda pipe: None) -> str:
    """The text as a cell can hold it.

    `put_in` gives what stands in the cell for a place where an answer goes, `${area|your area}`;
    None where it is no such place after all.
    """
    written = []
    for piece in _PIPE.split(_dropped(text)):
        in_its_place = put_in(piece) if _PIPE.fullmatch(piece) else None
        written.append(_literal(piece) if in_its_place is None else in_its_place)
    return _SPACES.sub(" ", "".join(written)).strip()


def _dropped(text: str) -> str:
    """The text without what no cell can hold: control characters, and those for private use."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    return "".join(one for one in lines if one in _KEPT or unicodedata.category(one) not in _OUT)


def _literal(text: str) -> str:
    """Words that mean themselves: `${` and Excel's own way to write a character are taken apart."""
    return _ESCAPE.sub("x ", text.replace("${", "$ {"))


def copy_of(fields: Mapping[str, Any]) -> str:
    """An exact copy of some fields, for one cell; "" when there are none."""
    if not fields:
        return ""
    written = json.dumps(fields, separators=(",", ":"))
    return _NOT_IN_A_CELL.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def read_copy(cell: object) -> Mapping[str, Any]:
    """The fields that a cell keeps exact copies of; none when somebody has changed it."""
    try:
        found = json.loads(cell) if isinstance(cell, str) else {}
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
