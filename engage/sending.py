"""Sending one text: claimed and committed, looked at once more, called, and its ending kept.

The network is never called in a transaction, and a text whose fate is not known is never sent
again on a guess.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update

from engage import delivery, outbox, restoring, sender, session_invites, threads, wanted
from engage.extensions import db
from engage.log import log
from engage.models import OutboundText
from engage.texting.protocol import Accepted, NoAnswer, Provider, Refused, Remedy, TextOut

LEASE = timedelta(seconds=60)
LOOK_AGAIN = timedelta(minutes=2)
LOOKS = 2
SENDS = 5
TWICE_IS_BETTER = (
    "signpost",
    "on_call",
    "stop_confirmation",
    "start_confirmation",
    "help",
    "wrong_number",
)
"""Kinds sent again when nobody knows whether they went: twice is better than never."""
HARMLESS_IF_LOST = ("invitation", "nudge", "thanks", "answer_wanted")


@dataclass(frozen=True)
class Claim:
    """What came of trying to claim a text: its state, None where it is left as it was.

    `is_probe`: it is the one text let through to learn if the account is well.
    """

    state: str | None
    is_probe: bool = False


LEFT = Claim(None)


def send_one(row_id: uuid.UUID, provider: Provider, *, now: datetime) -> str | None:
    """Take one text as far as it will go now; its state after, or None if nothing was done."""
    if not _is_worth_a_claim(row_id, now=now):
        db.session.rollback()
        return None
    claim = _claim(row_id, now=now)
    if claim.state != "claimed":
        return claim.state
    text = _last_look(row_id, claim, now=now)
    if text is None:
        return _finish(row_id, now=now)
    outcome = _call(provider, text)
    _record(row_id, outcome, claim, now=now)
    return _finish(row_id, now=now)


def _is_worth_a_claim(row_id: uuid.UUID, *, now: datetime) -> bool:
    """A look without a lock: most texts that cannot go now are left by this alone."""
    row = db.session.execute(
        select(OutboundText.kind, OutboundText.answers_text_at, OutboundText.slot_at)
        .where(OutboundText.id == row_id, OutboundText.state == "queued")
        .where(OutboundText.not_before <= now)
    ).first()
    if row is None:
        return False
    kind, answers_text_at, slot_at = row
    standing = sender.state()
    if standing.paused_at is not None:
        return standing.may_probe(now)
    waits = _waits(kind, answers_text_at) and slot_at is None
    return not waits or standing.has_room(now)


def _waits(kind: str, answers_text_at: datetime | None) -> bool:
    """Whether a text waits for the sender's rate. Somebody who texted us, or is in danger, does
    not wait behind an invitation to hundreds."""
    return answers_text_at is None and kind not in wanted.ALWAYS


def _claim(row_id: uuid.UUID, *, now: datetime) -> Claim:
    """Claim one text and commit, if it is wanted, it is its turn, and there is room."""
    row = outbox.hold(row_id)
    if row is None or row.state != "queued" or row.not_before > now:
        db.session.rollback()
        return LEFT
    verdict = wanted.look(row, now=now)
    if verdict is not wanted.GO:
        return _leave(row, verdict, now=now)
    if row.kind not in outbox.AT_ONCE and _stands_behind_another(row, now=now):
        db.session.commit()
        return LEFT
    return _take(row, now=now)


def _leave(row: OutboundText, verdict: wanted.Verdict, *, now: datetime) -> Claim:
    if verdict.wait_until is not None:
        row.not_before, row.slot_at = verdict.wait_until, None
    row.state = verdict.end or "queued"
    row.lease_until = None
    state = row.state
    if verdict is wanted.EXPIRED:
        _came_too_late(row, now=now)
    outbox.next_in_line(row.phone_id, now=now)
    db.session.commit()
    return Claim(state)


def _came_too_late(row: OutboundText, *, now: datetime) -> None:
    """Staff look where somebody waited for it; of several sessions the others are asked about."""
    delivery.came_too_late(row, now=now)
    if row.kind == "invitation" and row.invitation_id is not None:
        session_invites.ask_the_rest(row.invitation_id, now=now)


def _stands_behind_another(row: OutboundText, *, now: datetime) -> bool:
    """Whether another text of this phone goes first; if so a worker is nudged when it is over."""
    until = outbox.in_flight_until(row, now=now)
    if until is not None:
        after = (until - now).total_seconds()
        outbox.ask_to_send(row.id, is_answer=row.answers_text_at is not None, after=after)
        return True
    first = outbox.first_in_line(row.phone_id, now=now)
    if first is None or first[0] == row.id:
        return False
    outbox.ask_to_send(first[0], is_answer=first[1])
    return True


def _take(row: OutboundText, *, now: datetime) -> Claim:
    """The claim itself. The sender's row is the last to be locked, and so the shortest."""
    standing = sender.take_turn()
    if restoring.has_gone_back(standing.beat):
        db.session.rollback()
        restoring.stop(now=now)
        return LEFT
    is_probe = standing.paused_at is not None and standing.may_probe(now)
    if standing.paused_at is not None and not is_probe:
        db.session.rollback()
        return LEFT
    if is_probe:
        sender.start_probe(now=now)
    from_when = _slot(row, standing, now=now)
    if from_when is None:
        db.session.rollback()
        return LEFT
    if from_when > now:
        row.slot_at = row.not_before = from_when
        after = (from_when - now).total_seconds()
        outbox.ask_to_send(row.id, is_answer=False, after=after)
    elif not _mark_claimed(row, now=now):
        db.session.rollback()
        return LEFT
    state = row.state
    db.session.commit()
    restoring.remember(standing.beat)
    return Claim(state, is_probe)


def _slot(row: OutboundText, standing: sender.State, *, now: datetime) -> datetime | None:
    """From when the sender has room for it; None when it has none in the time just ahead."""
    if row.slot_at is not None and now - row.slot_at <= sender.AHEAD:
        return now
    waits = _waits(row.kind, row.answers_text_at)
    return sender.take_slot(standing, row.segments, waits=waits, now=now)


def _mark_claimed(row: OutboundText, *, now: datetime) -> bool:
    """Take the row if nobody else has; whoever called it off in the meantime wins."""
    claimed = db.session.execute(
        update(OutboundText)
        .where(OutboundText.id == row.id, OutboundText.state == "queued")
        .where(OutboundText.not_before <= now)
        .values(
            state="claimed",
            attempts=OutboundText.attempts + 1,
            claimed_at=now,
            lease_until=now + LEASE,
        )
        .returning(OutboundText.id)
        .execution_options(synchronize_session=False)
    ).first()
    if claimed is not None:
        db.session.refresh(row)
    return claimed is not None


def _last_look(row_id: uuid.UUID, claim: Claim, *, now: datetime) -> TextOut | None:
    """The text to hand over, by what the database says now that the claim is committed.

    None when it was stopped, called off or paused since; what is left is the one call.
    """
    row = db.session.get_one(OutboundText, row_id, populate_existing=True)
    verdict = wanted.look(row, now=now)
    if sender.state().paused_at is not None and not claim.is_probe:
        verdict = wanted.Verdict(wait_until=row.not_before)
    if verdict is wanted.GO:
        text = _text_out(row, now=now)
        db.session.rollback()
        return text
    db.session.rollback()
    _give_back(row_id, verdict, now=now)
    return None


def _give_back(row_id: uuid.UUID, verdict: wanted.Verdict, *, now: datetime) -> None:
    """A claim that came to nothing spends no try."""
    row = outbox.hold(row_id)
    if row is not None and row.state == "claimed":
        row.state, row.lease_until = verdict.end or "queued", None
        row.attempts -= 1
        row.claimed_at = None
        if verdict.wait_until is not None:
            row.not_before, row.slot_at = verdict.wait_until, None
        if verdict is wanted.EXPIRED:
            _came_too_late(row, now=now)
    db.session.commit()


def _text_out(row: OutboundText, *, now: datetime) -> TextOut:
    others = (
        select(OutboundText.sid)
        .where(OutboundText.phone_id == row.phone_id, OutboundText.id != row.id)
        .where(OutboundText.sid.is_not(None))
    )
    known = db.session.scalars(others).all() if row.state == "unknown" else ()
    return TextOut(
        reference=str(row.id),
        number=row.number or "",
        body=row.body or "",
        valid_for=wanted.good_for(row, now=now),
        claimed_at=row.claimed_at or now,
        known=frozenset(sid for sid in known if sid),
    )


def _call(provider: Provider, text: TextOut) -> Accepted | Refused | NoAnswer:
    try:
        return provider.send(text)
    except (Refused, NoAnswer) as ending:
        return ending


def _record(
    row_id: uuid.UUID, outcome: Accepted | Refused | NoAnswer, claim: Claim, *, now: datetime
) -> None:
    row = outbox.hold(row_id)
    if row is None:
        db.session.rollback()
        return
    if isinstance(outcome, Accepted):
        delivery.accept(row, outcome, now=now)
    elif isinstance(outcome, Refused):
        delivery.refuse(row, outcome, now=now)
    elif row.state == "claimed":
        row.state, row.lease_until = "unknown", now + LOOK_AGAIN
    if claim.is_probe and _account_is_well(outcome):
        sender.resume(only="account")


def _account_is_well(outcome: Accepted | Refused | NoAnswer) -> bool:
    """Whether the provider let us in, whatever it made of that one text."""
    if isinstance(outcome, Refused):
        return outcome.remedy not in (Remedy.ACCOUNT, Remedy.RETRY)
    return isinstance(outcome, Accepted)


def _finish(row_id: uuid.UUID, *, now: datetime) -> str | None:
    """Commit, nudge whoever is next for that phone, and log."""
    row = db.session.get(OutboundText, row_id)
    if row is None:
        db.session.rollback()
        return None
    moving = row.state in outbox.MOVING
    outbox.next_in_line(row.phone_id, now=now, after=outbox.APART.total_seconds() * moving)
    state, code = row.state, row.error_code
    db.session.commit()
    log.info("text.out", text=str(row_id), state=state, code=code)
    return state


def settle(row_id: uuid.UUID, provider: Provider, *, now: datetime) -> str | None:
    """Find out what became of one text in doubt; after two looks without it, decide by kind.

    Sending again, some times at most, is right only where twice is better than never; any
    other text is parked for a person. While nothing is sent nothing is asked either.
    """
    row = None if sender.state().paused_at else _claim_doubt(row_id, now=now)
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
    held = outbox.hold(row_id)
    if held is None:
        db.session.rollback()
        return None
    if found is not None and not delivery.is_taken(found.sid, row_id):
        delivery.accept(held, found, now=now)
    elif held.state == "unknown" and held.looked_for >= LOOKS:
        _decide(held, now=now)
    return _finish(row_id, now=now)


def _decide(row: OutboundText, *, now: datetime) -> None:
    """Nobody has it after two looks: send it again, or leave it to a person."""
    again = row.kind in TWICE_IS_BETTER and row.attempts < SENDS
    row.state = "queued" if again else "parked"
    row.lease_until, row.looked_for, row.slot_at = None, 0, None
    if not again and row.kind not in HARMLESS_IF_LOST:
        threads.need_a_person(row.phone, "undelivered", now=now)


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
