"""What people know of a session beforehand: its place, a map of it, and what they get."""

from __future__ import annotations

from urllib.parse import urlencode

from engage import pounds
from engage.models import Session

MAP = "https://www.openstreetmap.org/search"


def in_full(session: Session) -> str:
    """The place with its address; one that was written with the place is not said twice."""
    place, address = session.place, session.address
    if not address or address.casefold() in place.casefold():
        return place
    return f"{place}, {address}"


def to_find_it(session: Session) -> str:
    """What somebody with a place needs: the address, or the link to join with."""
    if session.online:
        return ": ".join(filter(None, (session.place, session.link)))
    return in_full(session)


def map_link(session: Session) -> str | None:
    """Where a map of the address opens for whoever follows it; None when it is online.

    We ask nobody for a map: the address goes only where the reader sends it.
    """
    if session.online:
        return None
    return f"{MAP}?{urlencode({'query': session.address or session.place})}"


def thank_you(session: Session) -> str:
    """What each person gets for their time: £20, or £12.50; nothing when there is none."""
    return pounds.said(session.pay_pence).removesuffix(".00") if session.pay_pence else ""
