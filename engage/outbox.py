"""Texts on their way out: one row each, claimed before the call, never sent on a guess.

queued → claimed → accepted → sending → sent → delivered, or undelivered, refused;
claimed → unknown (no answer) → accepted when found, else queued again or parked by kind;
queued → suppressed (stopped, called off) or expired (too late to be of use).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, update

from engage.extensions import db, insert, nudge, settings
from engage.log import log
from engage.models import DeliveryReport, Invitation, OutboundText, Phone
from engage.texting.protocol import Accepted, NoAnswer, Provider, Refused, Remedy, TextOut
from surveys.wording import segments

LEASE = timedelta(seconds=60)
LOOK_AGAIN = timedelta(minutes=2)
LOOKS = 2
TRIES = 5
HELD_FOR = timedelta(days=2)
REPLY_GRACE = timedelta(minutes=10)
LONGEST_VALIDITY = 36_000
STEPS = ("queued", "claimed", "unknown", "accepted", "sending", "sent")
FINAL = ("delivered", "undelivered", "refused")
SEND_AGAIN_WHEN_UNKNOWN = ("stop_confirmation", "start_confirmation", "help")


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
    """Add one text to the outbox; False when a text with this dedupe key is there already."""
    row = _row(draft, now=now)
    if not _add([row]):
        return False
    nudge("outbox.answer" if draft.answers_text_at else "outbox.send", str(row["id"]))
    return True


def queue_many(drafts: Sequence[Draft], *, now: datetime) -> int:
    """Add many texts that nobody waits for; the number of those that were not there already.

    No worker is nudged about each: a sweep sends them in order, as fast as the sender may.
    """
    return _add([_row(draft, now=now) for draft in drafts]) if drafts else 0


def _add(rows: list[dict[str, Any]]) -> int:
    adding = insert(OutboundText).on_conflict_do_nothing(index_elements=["dedupe_key"])
    return len(db.session.execute(adding.returning(OutboundText.id), rows).all())


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
        "created_at": now,
        "not_before": draft.not_before or now,
        "not_after": draft.not_after,
        "answers_text_at": draft.answers_text_at,
        "invitation_id": draft.invitation.id if draft.invitation else None,
        "conversation_id": draft.conversation_id,
        "question": draft.question,
        "by_staff": draft.by_staff,
    }


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
        .where(OutboundText.kind.in_(("invitation", "question", "nudge")))
        .values(state="suppressed")
    )


def send_one(row_id: uuid.UUID, provider: Provider, *, now: datetime) -> str | None:
    """Take one text as far as it will go now; its state after, or None if it was not ours to take.

    The claim is committed before the call and the network is never called in a transaction.
    """
    row = _claim(row_id, now=now)
    if row is None:
        db.session.rollback()
        return None
    state = _why_not(row, now=now)
    if state is not None:
        row.state, row.lease_until = state, None
        db.session.commit()
        return state
    text = _text_out(row, now=now)
    db.session.commit()
    outcome = _call(provider, text)
    _record(row_id, outcome, now=now)
    db.session.commit()
    log.info("text.out", text=str(row_id), state=row.state, code=row.error_code)
    return row.state


def _claim(row_id: uuid.UUID, *, now: datetime) -> OutboundText | None:
    claimed = db.session.execute(
        update(OutboundText)
        .where(OutboundText.id == row_id, OutboundText.state == "queued")
        .where(OutboundText.not_before <= now)
        .values(
            state="claimed",
            attempts=OutboundText.attempts + 1,
            claimed_at=now,
            lease_until=now + LEASE,
        )
        .returning(OutboundText.id)
    ).first()
    return db.session.get(OutboundText, row_id, populate_existing=True) if claimed else None


def _why_not(row: OutboundText, *, now: datetime) -> str | None:
    """The state to leave a claimed row in when it is not to be sent now, else None."""
    if row.not_after is not None and now >= row.not_after:
        return "expired"
    if row.body is None or row.number is None:
        return "expired"
    if row.phone.unusable_since or (row.phone.stopped_at and row.kind != "stop_confirmation"):
        return "suppressed"
    if row.invitation_id is not None and not _invitation_stands(row):
        return "suppressed"
    if not _may_send_at(row, now):
        row.not_before = settings().hours.next_opening(now)
        row.attempts -= 1
        return "queued"
    return None


def _invitation_stands(row: OutboundText) -> bool:
    """The session is on, and a reminder is for somebody who is still coming."""
    invitation = db.session.get_one(Invitation, row.invitation_id)
    if invitation.session.cancelled_at is not None:
        return False
    return row.kind != "reminder" or invitation.state == "accepted"


def _may_send_at(row: OutboundText, now: datetime) -> bool:
    """Within the hours for texting, or an answer to a text of the last ten minutes."""
    if settings().hours.allow(now):
        return True
    return row.answers_text_at is not None and now - row.answers_text_at <= REPLY_GRACE


def _text_out(row: OutboundText, *, now: datetime) -> TextOut:
    left = LONGEST_VALIDITY
    if row.not_after is not None:
        left = max(1, min(left, int((row.not_after - now).total_seconds())))
    return TextOut(
        reference=str(row.id),
        number=row.number or "",
        body=row.body or "",
        valid_for=left,
        claimed_at=row.claimed_at or now,
    )


def _call(provider: Provider, text: TextOut) -> Accepted | Refused | NoAnswer:
    try:
        return provider.send(text)
    except (Refused, NoAnswer) as ending:
        return ending


def _record(row_id: uuid.UUID, outcome: Accepted | Refused | NoAnswer, *, now: datetime) -> None:
    row = _hold(row_id)
    if isinstance(outcome, Accepted):
        _accept(row, outcome, now=now)
    elif isinstance(outcome, Refused):
        _refuse(row, outcome, now=now)
    elif row.state == "claimed":
        row.state, row.lease_until = "unknown", now + LOOK_AGAIN


def _hold(row_id: uuid.UUID) -> OutboundText:
    """The row as it stands, and nobody else's to change until this transaction ends.

    A report may come while our own call is still under way: without the write, whichever
    read first and committed last would undo the other.
    """
    db.session.execute(
        update(OutboundText)
        .where(OutboundText.id == row_id)
        .values(attempts=OutboundText.attempts)
        .execution_options(synchronize_session=False)
    )
    return db.session.get_one(OutboundText, row_id, populate_existing=True)


def _accept(row: OutboundText, accepted: Accepted, *, now: datetime) -> None:
    row.sid = accepted.sid
    row.sent_at = row.sent_at or now
    row.lease_until = None
    move_on(row, accepted.state if accepted.state in STEPS + FINAL else "accepted")


def _refuse(row: OutboundText, refused: Refused, *, now: datetime) -> None:
    row.error_code = refused.code
    row.lease_until = None
    if refused.remedy is Remedy.RETRY and row.attempts < TRIES:
        row.state = "queued"
        row.not_before = now + timedelta(minutes=2 ** (row.attempts - 1))
        return
    if refused.remedy is Remedy.ACCOUNT and now - row.created_at < HELD_FOR:
        row.state, row.attempts = "queued", row.attempts - 1
        row.not_before = now + timedelta(minutes=15)
        log.error("texting.held", code=refused.code)
        return
    row.state = "refused"
    if refused.remedy is Remedy.STOPPED:
        row.phone.stopped_at = row.phone.stopped_at or now
        row.phone.stopped_by = row.phone.stopped_by or "provider"
        suppress_queued(row.phone)
    elif refused.remedy in (Remedy.BAD_NUMBER, Remedy.GONE):
        row.phone.unusable_since = now
        suppress_queued(row.phone)


def move_on(row: OutboundText, status: str) -> None:
    """Take a provider's word for how far a text has got: only ever forward, and final stays."""
    if status == "queued":
        status = "accepted"
    if status == "failed":
        status = "undelivered"
    if row.state in FINAL or status not in STEPS + FINAL:
        return
    if status in FINAL or STEPS.index(status) > STEPS.index(row.state):
        row.state = status


def report(
    reference: str | None, sid: str, status: str, error: str | None, *, now: datetime
) -> None:
    """Keep a provider's report on a text, and apply it to the row it is about if we know it."""
    row = _reported_row(reference, sid)
    db.session.add(
        DeliveryReport(
            sid=sid,
            outbound_id=row.id if row else None,
            status=status,
            error_code=error,
            received_at=now,
        )
    )
    if row is None:
        return
    row.sid = row.sid or sid
    row.error_code = error or row.error_code
    row.sent_at = row.sent_at or now
    move_on(row, status)


def _reported_row(reference: str | None, sid: str) -> OutboundText | None:
    try:
        row = db.session.get(OutboundText, uuid.UUID(reference)) if reference else None
    except ValueError:
        row = None
    row = row or db.session.scalar(select(OutboundText).where(OutboundText.sid == sid))
    return _hold(row.id) if row else None


def due(*, now: datetime, limit: int = 200) -> list[uuid.UUID]:
    """Texts that may go now: answers to people who wait for one, then the oldest first."""
    return list(
        db.session.scalars(
            select(OutboundText.id)
            .where(OutboundText.state == "queued", OutboundText.not_before <= now)
            .order_by(OutboundText.answers_text_at.is_(None), OutboundText.not_before)
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


def settle(row_id: uuid.UUID, provider: Provider, *, now: datetime) -> str | None:
    """Find out what became of one text in doubt; after two looks without it, decide by kind.

    Sending again, some times at most, is right only where twice is better than never; any
    other text is parked for a person.
    """
    row = _claim_doubt(row_id, now=now)
    if row is None:
        db.session.rollback()
        return None
    text = _text_out(row, now=now)
    db.session.commit()
    try:
        found = provider.find(text)
    except NoAnswer:
        _looked_in_vain(row_id)
        return "unknown"
    row = _hold(row_id)
    if found is not None and not _is_taken(found.sid, row_id):
        _accept(row, found, now=now)
    elif row.state == "unknown" and row.looked_for >= LOOKS:
        again = row.kind in SEND_AGAIN_WHEN_UNKNOWN and row.attempts < TRIES
        row.state = "queued" if again else "parked"
        row.lease_until, row.looked_for = None, 0
    db.session.commit()
    log.info("text.settled", text=str(row_id), state=row.state)
    return row.state


def _looked_in_vain(row_id: uuid.UUID) -> None:
    """The provider could not be asked, so that look does not count."""
    db.session.execute(
        update(OutboundText)
        .where(OutboundText.id == row_id, OutboundText.state == "unknown")
        .values(looked_for=OutboundText.looked_for - 1)
    )
    db.session.commit()


def _claim_doubt(row_id: uuid.UUID, *, now: datetime) -> OutboundText | None:
    claimed = db.session.execute(
        update(OutboundText)
        .where(OutboundText.id == row_id, OutboundText.state.in_(("claimed", "unknown")))
        .where(or_(OutboundText.lease_until.is_(None), OutboundText.lease_until <= now))
        .values(
            state="unknown",
            looked_for=OutboundText.looked_for + 1,
            lease_until=now + LOOK_AGAIN,
        )
        .returning(OutboundText.id)
    ).first()
    return db.session.get(OutboundText, row_id, populate_existing=True) if claimed else None


def _is_taken(sid: str, row_id: uuid.UUID) -> bool:
    other = select(OutboundText.id).where(OutboundText.sid == sid, OutboundText.id != row_id)
    return db.session.scalar(other) is not None
