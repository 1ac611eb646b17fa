"""How often a thing may be tried, counted in the database so that every process agrees."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete

from engage.extensions import db, insert, keyring
from engage.models import Throttle

WINDOW = timedelta(minutes=15)


def allow(what: str, who: str, *, limit: int, now: datetime) -> bool:
    """Count one try by somebody; False once they are past the limit in this quarter of an hour."""
    window = int(now.timestamp() // WINDOW.total_seconds())
    key = f"{what}:{keyring().key_of(who, kind=what)}"
    counted = insert(Throttle).values(key=key, window=window, tries=1)
    tries = db.session.scalar(
        counted.on_conflict_do_update(
            index_elements=["key", "window"], set_={"tries": Throttle.tries + 1}
        ).returning(Throttle.tries)
    )
    return (tries or 0) <= limit


def clear_old(*, now: datetime) -> None:
    """Forget counts of windows gone by."""
    window = int(now.timestamp() // WINDOW.total_seconds())
    db.session.execute(delete(Throttle).where(Throttle.window < window - 1))
