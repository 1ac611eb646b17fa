"""How often a thing may be tried, counted in the database so that every process agrees."""

from __future__ import annotations

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, update

from engage.extensions import db, insert, keyring
from engage.models import Throttle

WINDOW = timedelta(minutes=15)


def allow(what: str, who: str, *, limit: int, now: datetime) -> bool:
    """Count one try by somebody; False once they are past the limit in this quarter of an hour."""
    counted = insert(Throttle).values(key=_key(what, who), window=_window(now), tries=1)
    tries = db.session.scalar(
        counted.on_conflict_do_update(
            index_elements=["key", "window"], set_={"tries": Throttle.tries + 1}
        ).returning(Throttle.tries)
    )
    return (tries or 0) <= limit


def give_back(what: str, who: str, *, now: datetime) -> None:
    """Take back one try that turned out well, so that only the others count."""
    counted = (Throttle.key == _key(what, who), Throttle.window == _window(now))
    db.session.execute(update(Throttle).where(*counted).values(tries=Throttle.tries - 1))


def neighbourhood(address: str) -> str:
    """Whose tries those from an internet address are: one visitor may have 2^64 of IPv6."""
    try:
        is_wide = ip_address(address).version == 6
    except ValueError:
        return address
    return str(ip_network(f"{address}/64", strict=False)) if is_wide else address


def clear_old(*, now: datetime) -> None:
    """Forget counts of windows gone by."""
    db.session.execute(delete(Throttle).where(Throttle.window < _window(now) - 1))


def _window(now: datetime) -> int:
    return int(now.timestamp() // WINDOW.total_seconds())


def _key(what: str, who: str) -> str:
    return f"{what}:{keyring().key_of(who, kind=what)}"
