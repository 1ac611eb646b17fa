"""Money as people type it in a form: £20, 20, 1,250.50."""

from __future__ import annotations

import re

from flask_babel import gettext

from engage.web.session_form import NotClear

MOST_POUNDS = 1_000_000
SUM = re.compile(r"£?(?P<pounds>[0-9]{1,3}(?:,?[0-9]{3})*)(?:\.(?P<pence>[0-9]{1,2}))?")


def read_pounds(typed: str) -> int | None:
    """A sum in pence; None when nothing was typed. Raises NotClear."""
    said = "".join(typed.split())
    if not said:
        return None
    found = SUM.fullmatch(said) if said.isascii() or said.startswith("£") else None
    if found is None:
        raise NotClear(gettext("Write the sum in pounds, such as 1500 or 1,250.50"))
    pounds = int(found["pounds"].replace(",", ""))
    if pounds > MOST_POUNDS:
        raise NotClear(gettext("That is over a million pounds. Check the sum"))
    return pounds * 100 + int((found["pence"] or "").ljust(2, "0"))


def pounds_shown(pence: int | None) -> str:
    """A sum as it stands in its box: 1500, or 1250.50; empty when there is none."""
    if pence is None:
        return ""
    pounds, rest = divmod(pence, 100)
    return f"{pounds}.{rest:02d}" if rest else str(pounds)


def pounds_said(pence: int) -> str:
    """A sum as people write it: £20, £1,250.50."""
    pounds, rest = divmod(pence, 100)
    return f"£{pounds:,}" + (f".{rest:02d}" if rest else "")
