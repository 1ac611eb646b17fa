"""Rows that a worker takes for a while: each by one at a time, and again where one has died."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, update

from engage.extensions import db


def is_free(model: Any, *, now: datetime) -> ColumnElement[bool]:
    """That nobody has a row of this model, or not for as long as they were given."""
    return or_(model.lease_until.is_(None), model.lease_until <= now)


def take(model: Any, row_id: Any, *wanted: Any, until: datetime, **also: Any) -> int | None:
    """Take a row that is as `wanted`, `also` setting these columns, and commit.

    How often it has been taken by now, or None where it is not to be had.
    """
    taken: int | None = db.session.scalar(
        update(model)
        .where(model.id == row_id, *wanted)
        .values(lease_until=until, attempts=model.attempts + 1, **also)
        .returning(model.attempts)
    )
    db.session.commit()
    return taken
