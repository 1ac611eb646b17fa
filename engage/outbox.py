"""The outbox: texts that are to go out, one row each, and which is next.

queued → claimed → accepted → sending → sent → delivered, or undelivered, refused;
claimed → unknown (no answer) → accepted when found, else queued again or parked by kind;
queued → suppressed (stopped, called off) or expired (too late to be of use).
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, not_, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engage.extensions import Base, db, nudge
from engage.models import Invitation, OutboundText, Phone
from surveys.wording import segments

MOVING = ("claimed", "unknown", "accepted", "sending")
STEPS = ("queued", "claimed", "unknown", "accepted", "sending", "sent")
FINAL = ("delivered", "undelivered", "refused")
NEVER_LEFT = ("suppressed", "expired", "refused")
"""States of a text that is over and was never sent."""
UNASKED = ("invitation", "nudge")
"""Kinds that nobody waits for: they go last, in fewer hours, and only so many a week."""
OF_A_SURVEY = ("invitation", "question", "nudge")
"""Kinds that ask something for a survey."""
SESSION_REPLY = "session_reply"
"""The kind that answers what somebody said of a session, and says how they may change it."""
AT_ONCE = ("signpost", "on_call")
"""Kinds that wait for no other text to the same phone."""
APART = timedelta(seconds=30)
REPLY_GRACE = timedelta(minutes=10)
"""For how long after somebody texted us they may be answered at any hour."""
AGAIN = re.compile(r":again:(\d+)$")
"""At the end of the key of a text that the network could not deliver, and that goes once more."""
_FIRST = (OutboundText.answers_text_at.is_(None), OutboundText.kind.in_(UNASKED))
_NOT_UPDATED = {"synchronize_session": False}


_table = Base.metadata.tables[OutboundText.__tablename__]
# Built once: a reply would else spend longer building it than running it.
ADD = {
    name: dialect.insert(_table)
    .on_conflict_do_nothing(index_elements=["dedupe_key"])
    .returning(_table.c.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


@dataclass(frozen=True)
class Draft:
    """A text to be queued. `kind` decides what happens when its fate is not known."""

    phone: Phone
    body: str
    kind: str
    dedupe_key: str
    not_before: datetime | None = None
    not_after: datetime | None = None
    answers_text_at: datetime | None = None
    invitation: Invitation | None = None
    conversation_id: uuid.UUID | None = None
    question: str | None = None
    by_staff: uuid.UUID | None = None


def queue(draft: Draft, *, now: datetime) -> bool:
    """Add one text to the outbox; False when a text with this dedupe key is there already.

    Texts queued in one transaction keep their order: each is a microsecond younger.
    """
    row = _row(draft, now=now)
    if not _add([row]):
        return False
    is_answer = draft.answers_text_at is not None
    ask_to_send(row["id"], is_answer=is_answer, after=_until(draft, now))
    return True


def keep_unsent(draft: Draft, *, now: datetime) -> None:
    """Keep a text that could only go when it is of no more use, so that its thread says so."""
    _add([_row(draft, now=now) | {"state": "expired"}])


def queue_many(drafts: Sequence[Draft], *, now: datetime) -> int:
    """Add many texts that nobody waits for; the number of those that were not there already.

    No worker is nudged about each: a sweep sends them in order, as fast as the sender may.
    """
    return _add([_row(draft, now=now) for draft in drafts]) if drafts else 0


def _add(rows: list[dict[str, Any]]) -> int:
    connection = db.session.connection()
    return len(connection.execute(ADD[connection.dialect.name], rows).all())


def _row(draft: Draft, *, now: datetime) -> dict[str, Any]:
    return {
        "id": uuid.uuid4(),
        "dedupe_key": draft.dedupe_key,
        "phone_id": draft.phone.id,
        "number": draft.phone.number,
        "body": draft.body,
        "kind": draft.kind,
        "state": "queued",
        "segments": segments(draft.body).count,
        "created_at": now + timedelta(microseconds=len(db.session.info.get("nudges", ()))),
        "not_before": draft.not_before or now,
        "not_after": draft.not_after,
        "answers_text_at": draft.answers_text_at,
        "invitation_id": draft.invitation.id if draft.invitation else None,
        "conversation_id": draft.conversation_id,
        "question": draft.question,
        "by_staff": draft.by_staff,
    }


def first_key(row: OutboundText) -> str:
    """The dedupe key of a text when it was first tried."""
    return AGAIN.sub("", row.dedupe_key)


def _until(draft: Draft, now: datetime) -> float:
    return max(0.0, (draft.not_before - now).total_seconds()) if draft.not_before else 0.0


def ask_to_send(row_id: uuid.UUID, *, is_answer: bool, after: float = 0) -> None:
    """Have a worker look at a text once this transaction has committed, or some seconds later."""
    nudge("outbox.answer" if is_answer else "outbox.send", str(row_id), after=after)


def suppress_queued(phone: Phone, *, keep: tuple[str, ...] = ()) -> int:
    """Call off every text still waiting for this phone, but for the kinds named."""
    result = db.session.execute(
        update(OutboundText)
        .where(OutboundText.phone_id == phone.id, OutboundText.state == "queued")
        .where(OutboundText.kind.not_in(keep))
        .values(state="suppressed")
    )
    return int(result.rowcount)  # type: ignore[attr-defined]


def suppress_of(conversation_id: uuid.UUID) -> None:
    """Call off what still waits to be asked in one conversation."""
    db.session.execute(
        update(OutboundText)
        .where(OutboundText.conversation_id == conversation_id, OutboundText.state == "queued")
        .where(OutboundText.kind.in_(OF_A_SURVEY))
        .values(state="suppressed")
    )


def look_again(phone: Phone, *, now: datetime) -> int:
    """What made this phone's texts wait is over, so look at each now; the number of them.

    For when a pause ends or staff hand a phone back.
    """
    rows = db.session.execute(
        update(OutboundText)
        .where(OutboundText.phone_id == phone.id, OutboundText.state == "queued")
        .where(OutboundText.not_before > now, OutboundText.slot_at.is_(None))
        .where(OutboundText.error_code.is_(None))
        .values(not_before=now)
        .returning(OutboundText.id, OutboundText.answers_text_at)
        .execution_options(**_NOT_UPDATED)
    ).all()
    for row_id, answers in rows:
        ask_to_send(row_id, is_answer=answers is not None)
    return len(rows)


def due(*, now: datetime, limit: int = 200) -> list[uuid.UUID]:
    """Texts that may go now: answers to people who wait for one, then others, invitations last."""
    return list(
        db.session.scalars(
            select(OutboundText.id)
            .where(OutboundText.state == "queued", OutboundText.not_before <= now)
            .order_by(*_FIRST, OutboundText.not_before, OutboundText.created_at)
            .limit(limit)
        )
    )


def in_doubt(*, now: datetime, limit: int = 50) -> list[uuid.UUID]:
    """Texts claimed by a worker that died, or sent with no answer, and old enough to look for."""
    return list(
        db.session.scalars(
            select(OutboundText.id)
            .where(OutboundText.state.in_(("claimed", "unknown")))
            .where(or_(OutboundText.lease_until.is_(None), OutboundText.lease_until <= now))
            .order_by(OutboundText.lease_until)
            .limit(limit)
        )
    )


def first_in_line(phone_id: uuid.UUID, *, now: datetime) -> tuple[uuid.UUID, bool] | None:
    """The text of this phone that goes next, and whether it answers somebody.

    In the order they were queued, answers to people before texts that nobody waits for.
    """
    found = db.session.execute(
        select(OutboundText.id, OutboundText.answers_text_at)
        .where(OutboundText.phone_id == phone_id, OutboundText.state == "queued")
        .where(OutboundText.not_before <= now)
        .order_by(*_FIRST, OutboundText.created_at, OutboundText.id)
        .limit(1)
    ).first()
    return (found[0], found[1] is not None) if found else None


def in_flight_until(row: OutboundText, *, now: datetime) -> datetime | None:
    """Until when another text of the same phone may still be on its way; None if none is.

    Two texts sent one after the other can arrive the other way round. So one waits until the
    network has sent the other, and for half a minute at most. One that is about to be tried
    again counts. An answer does not wait for a text that left before the words it answers came:
    whoever wrote them has had it.
    """
    tried = and_(OutboundText.state == "queued", OutboundText.attempts > 0)
    moving: ColumnElement[bool] = OutboundText.state.in_(MOVING)
    if row.answers_text_at is not None:
        had = and_(OutboundText.state != "claimed", OutboundText.sent_at < row.answers_text_at)
        moving = and_(moving, or_(OutboundText.sent_at.is_(None), not_(had)))
    last = db.session.scalar(
        select(OutboundText.claimed_at)
        .where(OutboundText.phone_id == row.phone_id, OutboundText.id != row.id)
        .where(OutboundText.claimed_at > now - APART)
        .where(or_(moving, tried))
        .order_by(OutboundText.claimed_at.desc())
        .limit(1)
    )
    return last + APART if last else None


def next_in_line(phone_id: uuid.UUID, *, now: datetime, after: float = 0) -> None:
    """Have a worker look at the next text of a phone, if there is one."""
    following = first_in_line(phone_id, now=now)
    if following is not None:
        ask_to_send(following[0], is_answer=following[1], after=after)


def take_turn(phone_id: uuid.UUID | ScalarSelect[uuid.UUID]) -> None:
    """Write a phone's row, so that whoever else would change what is its own waits until we end."""
    db.session.execute(
        update(Phone)
        .where(Phone.id == phone_id)
        .values(turn=Phone.turn + 1)
        .execution_options(**_NOT_UPDATED)
    )


def hold(row_id: uuid.UUID) -> OutboundText | None:
    """The row as it stands, and nobody else's to change until this transaction ends.

    A report may come while our own call is still under way: without the write, whichever
    read first and committed last would undo the other. The phone's row is written, as by
    whoever handles its texts, and always before any other.
    """
    take_turn(select(OutboundText.phone_id).where(OutboundText.id == row_id).scalar_subquery())
    row = db.session.get(OutboundText, row_id, populate_existing=True)
    if row is not None:
        db.session.refresh(row.phone)
    return row
