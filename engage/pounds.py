"""Pounds and pence: read as people type them, exact to the penny, and said with both."""

from __future__ import annotations

import re

MOST_PENCE = 100_000_00
_POUNDS = re.compile(r"£?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,7})(?:\.([0-9]{1,2}))?")
_PENCE = re.compile(r"([0-9]{1,7})\s*(?:p|pence)", re.IGNORECASE)


class NotMoney(ValueError):
    """What was typed is no sum of money that we can be sure of."""


def read(typed: str) -> int:
    """The pence in "12.50", "£12", "1,250.00" or "80p"; raises NotMoney.

    No floating point comes near it. "12,50" could be either of two sums, so it is neither.
    """
    said = typed.strip()
    if found := _PENCE.fullmatch(said):
        return _within(int(found[1]))
    found = _POUNDS.fullmatch(said)
    if found is None:
        raise NotMoney(typed)
    pence = (found[2] or "").ljust(2, "0")
    return _within(int(found[1].replace(",", "")) * 100 + int(pence))


def _within(pence: int) -> int:
    if pence > MOST_PENCE:
        raise NotMoney(pence)
    return pence


def said(pence: int) -> str:
    """As people write it, always with the pence: £12.50."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def plain(pence: int) -> str:
    """As a spreadsheet reads it: 12.50."""
    return f"{pence // 100}.{pence % 100:02d}"
