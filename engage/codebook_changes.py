"""Changes to the codebook in use, one at a time, each a version of its own."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from sqlalchemy import select

from engage import codebooks
from engage.extensions import db
from engage.models import Staff, StatementCode
from nlp.codebook import Code, Codebook

LONGEST_ID = 60


def add(code: Code, *, by: Staff, now: datetime, why: str = "") -> Codebook:
    """Put one more code at the end of the codebook.

    Raises nlp.codebook.CodebookProblem, or codebooks.ChangedMeanwhile.
    """
    known = codebooks.current()
    return codebooks.change((*known.codes, code), by=by, now=now, why=why, on=known.version)


def free_id(name: str) -> str:
    """An id made of a name, which no code has and no statement carries."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    start = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[: LONGEST_ID - 4] or "theme"
    taken = {code.id for code in codebooks.current().codes}
    carried = StatementCode.code.startswith(start, autoescape=True)
    taken |= set(db.session.scalars(select(StatementCode.code).where(carried).distinct()))
    found, number = start, 2
    while found in taken:
        found, number = f"{start}_{number}", number + 1
    return found
