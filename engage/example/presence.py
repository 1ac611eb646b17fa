"""Whether the example content may be put in."""

from __future__ import annotations

from sqlalchemy import select

from engage.extensions import db
from engage.models import Person, Staff, Summary, Survey


def is_loaded() -> bool:
    """True when the whole example is there, or anything real that it must not be mixed with."""
    real = (select(table.id).where(~table.example).limit(1) for table in (Survey, Person, Staff))
    whole = select(Summary.id).join(Survey).where(Survey.example).limit(1)
    return any(db.session.scalar(query) is not None for query in (*real, whole))
