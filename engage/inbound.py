"""Texts that reach us: stored once, then handled in order, one phone at a time."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engage import handling, phones, threads
from engage.extensions import Base, db, nudge, nudge_now
from engage.keeping import CannotRead
from engage.log import log
from engage.models import InboundText, Phone
from engage.texting.protocol import Arrived

GIVE_UP_AFTER = 5
STALE = timedelta(seconds=10)
TURN, TURNS = "turn", ("answer", "answer_text", "skip", "clarify", "later")
"""One word in the log for a turn of a survey: beside the time, which one would tell of a phone
whether it answered or skipped."""

_table = Base.metadata.tables[InboundText.__tablename__]
# Built once: a webhook that has to hurry would else spend longer building it than running it.
ADD = {
    name: dialect.insert(_table)
    .on_conflict_do_nothing(index_elements=["sid"])
    .returning(_table.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


OLDEST = (
    select(InboundText)
    .where(InboundText.from_key == bindparam("from_key"), InboundText.state == "stored")
    .order_by(InboundText.id)
    .limit(1)
)
TAKE_TURN = (
    update(Phone)
    .where(Phone.number_key == bindparam("from_key"))
    .values(turn=Phone.turn + 1)
    .returning(Phone)
)
AFRESH = {"populate_existing": True, "synchronize_session": False}


def store(arrived: Arrived, *, now: datetime, swept: bool = False) -> bool:
    """Keep a text that arrived; False when we have it already. One insert and no look-up.

    `swept`: it was found in the provider's list. It came when the provider had it.
    """
    row = _row(arrived, now=now) | {"swept": swept}
    if db.session.execute(ADD[db.engine.dialect.name], row).first() is None:
        return False
    nudge("texts.handle", row["from_key"])
    return True


def keep(arrived: Arrived, *, now: datetime) -> bool:
    """Store a text and commit at once, for a webhook: a session would cost more than the row."""
    row = _row(arrived, now=now)
    with db.engine.begin() as connection:
        added = connection.execute(ADD[connection.dialect.name], row).first()
    if added is None:
        return False
    nudge_now("texts.handle", row["from_key"])
    return True


def _row(arrived: Arrived, *, now: datetime) -> dict[str, Any]:
    return {
        "sid": arrived.sid,
        "number": arrived.number,
        "from_key": phones.key_of(arrived.number),
        "body": arrived.body,
        "received_at": min(arrived.at or now, now),
        "state": "stored",
        "attempts": 0,
        "swept": False,
    }


def handle_oldest(from_key: str, *, now: datetime) -> bool:
    """Handle the oldest text of one phone that waits; False when there is none.

    Everything it leads to and the mark that it is done are one transaction, so a crash
    runs it again whole.
    """
    phone = _lock_phone(from_key, now=now)
    text = db.session.scalar(OLDEST, {"from_key": from_key}, execution_options=AFRESH)
    if text is None or phone is None:
        db.session.rollback()
        return False
    outcome = handling.handle(phone, text, now=now)
    text.state, text.outcome = "handled", outcome if text.body is not None else None
    text_id = text.id
    db.session.commit()
    log.info("text.in", text=text_id, outcome=TURN if outcome in TURNS else outcome)
    return True


def _lock_phone(from_key: str, *, now: datetime) -> Phone | None:
    """The phone's row, made if it is new, and held until this transaction ends.

    The lock is a write to the row: PostgreSQL makes the next one wait for the row, SQLite
    for the file, by the same statement.
    """
    locked = _take_turn(from_key)
    if locked is None and _make_phone(from_key, now=now):
        locked = _take_turn(from_key)
    return locked


def _take_turn(from_key: str) -> Phone | None:
    return db.session.scalar(TAKE_TURN, {"from_key": from_key}, execution_options=AFRESH)


def _make_phone(from_key: str, *, now: datetime) -> bool:
    number = db.session.scalar(
        select(InboundText.number)
        .where(InboundText.from_key == from_key, InboundText.state == "stored")
        .limit(1)
    )
    if number is None:
        return False
    phones.make(number, from_key, now=now)
    return True


def note_trouble(from_key: str, *, now: datetime) -> None:
    """Count a try that went wrong; after some, the text is set aside for a person to read.

    The text itself is not opened: that may be what went wrong.
    """
    try:
        phone = _lock_phone(from_key, now=now)
    except CannotRead:
        phone = None
    text_id = db.session.scalar(
        select(func.min(InboundText.id)).where(
            InboundText.from_key == from_key, InboundText.state == "stored"
        )
    )
    if text_id is None:
        return
    this = update(InboundText).where(InboundText.id == text_id, InboundText.state == "stored")
    db.session.execute(this.values(attempts=InboundText.attempts + 1))
    worn_out = this.where(InboundText.attempts >= GIVE_UP_AFTER)
    given_up = db.session.execute(
        worn_out.values(state="set_aside", outcome="other").returning(InboundText.id)
    ).first()
    if given_up and phone is not None:
        threads.need_a_person(phone, "other", now=now)


def waiting_phones(*, now: datetime) -> list[str]:
    """Phones with a text that no worker has got to in some seconds."""
    return list(
        db.session.scalars(
            select(InboundText.from_key)
            .where(InboundText.state == "stored", InboundText.received_at <= now - STALE)
            .distinct()
        )
    )
