"""The codebook in use: the one that comes with Engage, until people here change it.

Every version is kept as it was. It takes `nlp.codebook` alone, which needs no spaCy.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engage import audit
from engage.extensions import db
from engage.models import CodebookVersion, Staff
from nlp import codebook
from nlp.codebook import Code, Codebook

SHIPPED = 0
"""The number of the codebook that comes with Engage."""
CHANGED = "changed the codebook"
_REMEMBERED = 8
Stamp = tuple[int, uuid.UUID | None]


class ChangedMeanwhile(Exception):
    """Somebody else made a new version while this one was being made; nothing was kept."""


def number() -> int:
    """The number of the codebook in use."""
    return stamp()[0]


def stamp() -> Stamp:
    """What tells one codebook from every other that was ever in use."""
    latest = select(CodebookVersion.number, CodebookVersion.stamp)
    found = db.session.execute(latest.order_by(CodebookVersion.number.desc()).limit(1)).first()
    return (found.number, found.stamp) if found else (SHIPPED, None)


def stamp_of(number: int) -> Stamp:
    """The stamp of one version."""
    if number == SHIPPED:
        return SHIPPED, None
    return number, db.session.get_one(CodebookVersion, number).stamp


def current() -> Codebook:
    """The codebook in use; its `version` is its number here."""
    return stamped(stamp())


@lru_cache(maxsize=_REMEMBERED)
def stamped(stamp: Stamp) -> Codebook:
    """The codebook of a stamp. It never changes, so it is read once."""
    return numbered(stamp[0])


def numbered(number: int) -> Codebook:
    """The codebook as it was in one version."""
    if number == SHIPPED:
        return Codebook(SHIPPED, codebook.load().codes)
    kept = db.session.get_one(CodebookVersion, number)
    return codebook.parse({"version": number, "codes": kept.codes})


def change(
    codes: Iterable[Code], *, by: Staff, now: datetime, why: str = "", on: int | None = None
) -> Codebook:
    """Make these the codes from now on; `on` is the version they were made out of.

    Raises codebook.CodebookProblem with all there is to put right, or ChangedMeanwhile.
    """
    latest = number()
    if on is not None and on != latest:
        raise ChangedMeanwhile
    rows = [written(code) for code in codes]
    made = codebook.parse({"version": latest + 1, "codes": rows})
    row = CodebookVersion(
        number=latest + 1, codes=rows, made_by=by.id, made_at=now, why=why.strip() or None
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError as taken:
        raise ChangedMeanwhile from taken
    audit.note(CHANGED, made.version, by=by.id, now=now)
    return made


def written(code: Code) -> dict[str, Any]:
    """A code as a codebook's file has it."""
    held = asdict(code)
    return {key: list(value) if isinstance(value, tuple) else value for key, value in held.items()}
