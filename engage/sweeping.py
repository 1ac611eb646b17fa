"""Texts that never reached us: found in the provider's own list and taken in like any other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from engage import inbound
from engage.extensions import db
from engage.log import log
from engage.models import InboundText, Sending
from engage.texting.numbers import NotANumber, to_e164
from engage.texting.protocol import Arrived, NoAnswer, Provider

EVERY = timedelta(minutes=15)
OVERLAP = timedelta(hours=1)
"""How far behind the last sweep the next one looks: a list may be late with what it shows."""

FIRST_TIME = timedelta(hours=24)
TOGETHER = 100


def sweep(provider: Provider, *, now: datetime) -> int | None:
    """Take in every text the provider has and we have not; how many, or None with no answer.

    When our door is shut Twilio tries one other address and then lets a text go, so its list
    is the only way to it. How far we have read moves on only when all of it is kept: a
    crash or a cut in the middle means that the next sweep reads the same stretch again,
    and each text still has one effect.
    """
    since = _read_up_to(now=now)
    try:
        listed = sorted(provider.arrived_since(since), key=lambda found: found.at or now)
    except NoAnswer:
        log.warning("texts.sweep.no_answer")
        return None
    found = 0
    for start in range(0, len(listed), TOGETHER):
        missing = _missing(listed[start : start + TOGETHER])
        found += sum(inbound.store(each, now=now, swept=True) for each in missing)
        db.session.commit()
    _move_on(now)
    db.session.commit()
    log.info("texts.swept", listed=len(listed), found=found)
    return found


def _read_up_to(*, now: datetime) -> datetime:
    """Where to start reading; the connection is given back before the provider is asked."""
    swept_at = db.session.scalar(select(Sending.swept_at))
    db.session.rollback()
    return min(swept_at, now) - OVERLAP if swept_at else now - FIRST_TIME


def _missing(listed: Sequence[Arrived]) -> list[Arrived]:
    """Those we have not, from numbers we can answer."""
    sids = [each.sid for each in listed]
    ours = set(db.session.scalars(select(InboundText.sid).where(InboundText.sid.in_(sids))))
    return [each for each in map(_tidied, listed) if each is not None and each.sid not in ours]


def _tidied(arrived: Arrived) -> Arrived | None:
    """The text with its number as the webhook would write it; None where it has none."""
    try:
        number = to_e164(arrived.number)
    except NotANumber:
        return None
    return Arrived(arrived.sid, number, arrived.body, arrived.at)


def _move_on(now: datetime) -> None:
    """Keep how far the list has been read; only ever forward."""
    db.session.execute(
        update(Sending)
        .where(or_(Sending.swept_at.is_(None), Sending.swept_at < now))
        .values(swept_at=now)
        .execution_options(synchronize_session=False)
    )
