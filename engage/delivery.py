"""What the network says became of a text, and what is done about it by the table of codes.

A text only ever moves forward. A refusal when we send and a report later that it did not
arrive go through the same table.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update

from engage import outbox, sender, threads
from engage.asked_of_us import end_every_survey
from engage.extensions import db
from engage.log import log
from engage.models import Conversation, DeliveryReport, Invitation, OutboundText
from engage.outbox import FINAL, STEPS, Draft
from engage.texting import codes
from engage.texting.codes import Trouble
from engage.texting.protocol import Accepted, Refused, Remedy
from engage.times import today
from engage.turns import last_came_at
from surveys.progress import State

NOT_YET = ("queued", "claimed", "unknown", "parked", "suppressed", "expired")
NOT_ARRIVED = ("undelivered", "failed", "canceled")
LONGEST_WAIT = timedelta(minutes=15)
ENOUGH = 2
STAND_BACK = 2 * sender.PROBE
"""For how long a text refused for the account's sake lets others try the account first."""
TELL_STAFF_IF_LATE = ("notice", "offer", "moved")
"""Kinds that somebody may set out in vain without, though their use has an end of its own."""
TELL_STAFF_IF_LOST = ("signpost", "staff", "on_call", "reminder", "notice", "offer", "moved")


def accept(row: OutboundText, accepted: Accepted, *, now: datetime) -> None:
    """The provider took the text and calls it this; what it reported before we knew counts."""
    _name(row, accepted.sid)
    row.sent_at = row.sent_at or now
    row.lease_until = None
    move_on(row, accepted.state if accepted.state in (*STEPS, "delivered") else "accepted")
    early = select(DeliveryReport).where(
        DeliveryReport.sid == accepted.sid, DeliveryReport.outbound_id.is_(None)
    )
    for one in db.session.scalars(early.order_by(DeliveryReport.id)):
        one.outbound_id = row.id
        _apply(row, one.status, one.error_code, now=now)
    if accepted.state in NOT_ARRIVED:
        _apply(row, accepted.state, accepted.code, now=now)


def is_taken(sid: str, row_id: uuid.UUID) -> bool:
    """Whether the provider's id is another text's."""
    other = select(OutboundText.id).where(OutboundText.sid == sid, OutboundText.id != row_id)
    return db.session.scalar(other) is not None


def _name(row: OutboundText, sid: str) -> None:
    """Keep the provider's id, unless it was taken for a text of the same words before."""
    if row.sid is None and not is_taken(sid, row.id):
        row.sid = sid


def move_on(row: OutboundText, status: str) -> None:
    """Take a provider's word for how far a text has got: only ever forward, and final stays.

    Its word counts too where we had given a text up, or had forgotten that it went.
    """
    if status == "queued":
        status = "accepted"
    if status in NOT_ARRIVED:
        status = "undelivered"
    if status == "read":
        status = "delivered"
    if row.state in FINAL or status not in STEPS + FINAL:
        return
    if status in FINAL or row.state in NOT_YET or STEPS.index(status) > STEPS.index(row.state):
        row.state = status
        row.lease_until = None


def report(
    reference: str | None, sid: str, status: str, error: str | None, *, now: datetime
) -> None:
    """Keep a provider's report on a text, and apply it to the row it is about if we know it.

    One we do not know yet is kept, and applied as soon as we learn which text has that id.
    """
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
    _name(row, sid)
    row.sent_at = row.sent_at or now
    _apply(row, status, error, now=now)
    if row.state not in outbox.MOVING:
        outbox.next_in_line(row.phone_id, now=now)


def _reported_row(reference: str | None, sid: str) -> OutboundText | None:
    found = None
    try:
        if reference:
            found = db.session.scalar(
                select(OutboundText.id).where(OutboundText.id == uuid.UUID(reference))
            )
    except ValueError:
        found = None
    found = found or db.session.scalar(select(OutboundText.id).where(OutboundText.sid == sid))
    return outbox.hold(found) if found else None


def _apply(row: OutboundText, status: str, error: str | None, *, now: datetime) -> None:
    before = row.state
    move_on(row, status)
    if before in FINAL:
        return
    row.error_code = error or row.error_code
    if row.state == "undelivered":
        db.session.flush()
        _did_not_arrive(row, codes.look_up(error) if error else None, now=now)


def _did_not_arrive(row: OutboundText, trouble: Trouble | None, *, now: datetime) -> None:
    """A text that the network could not deliver is a new text when it is tried again."""
    log.info("text.undelivered", text=str(row.id), code=trouble.code if trouble else None)
    if trouble is None:
        _tell_staff_of_loss(row, now=now)
        return
    if trouble.remedy in (Remedy.RETRY, Remedy.LATER, Remedy.ACCOUNT):
        if trouble.remedy is Remedy.ACCOUNT:
            sender.pause("account", now=now, code=trouble.code)
        if not _try_again(row, trouble, now=now):
            _tell_staff_of_loss(row, now=now, always=not trouble.known)
        return
    _mend(row, trouble, now=now)


def _try_again(row: OutboundText, trouble: Trouble, *, now: datetime) -> bool:
    """Queue it once more, some time from now; False when it has been tried often enough."""
    before = outbox.AGAIN.search(row.dedupe_key)
    number = int(before[1]) + 1 if before else 1
    if number >= trouble.tries:
        return False
    return send_again(row, number, not_before=now + trouble.wait * number, now=now)


def send_again(row: OutboundText, number: int, *, not_before: datetime, now: datetime) -> bool:
    """Queue a copy of a text that did not arrive; False when its words are gone, or it is there."""
    if row.body is None:
        return False
    invitation = db.session.get(Invitation, row.invitation_id) if row.invitation_id else None
    return outbox.queue(
        Draft(
            phone=row.phone,
            body=row.body,
            kind=row.kind,
            dedupe_key=f"{outbox.first_key(row)[:108]}:again:{number}",
            not_before=not_before,
            not_after=row.not_after,
            answers_text_at=row.answers_text_at,
            invitation=invitation,
            conversation_id=row.conversation_id,
            question=row.question,
            by_staff=row.by_staff,
        ),
        now=now,
    )


def came_too_late(row: OutboundText, *, now: datetime) -> None:
    """A text that waited until it was of no more use: staff look where somebody waited for it.

    Not where its use had an end of its own, such as a survey's last day, but for what changes
    somebody's plans.
    """
    was_waited_for = row.answers_text_at is not None or row.kind in TELL_STAFF_IF_LOST
    is_for_staff = row.kind in TELL_STAFF_IF_LATE or (was_waited_for and row.not_after is None)
    if is_for_staff and row.phone.stopped_at is None:
        threads.need_a_person(row.phone, "undelivered", now=now)


def _tell_staff_of_loss(row: OutboundText, *, now: datetime, always: bool = False) -> None:
    """A phone that was off is normal here; staff look when somebody is let down by it."""
    if always or row.kind in TELL_STAFF_IF_LOST:
        threads.need_a_person(row.phone, "undelivered", now=now)


def refuse(row: OutboundText, refused: Refused, *, now: datetime) -> None:
    """The provider did not take the text: wait and try again, or do what its code asks.

    Trouble with the account stops every text. But where others went since, it is trouble with
    this one, such as a number in a country we may not text, and the others need not wait.
    """
    trouble = codes.look_up(refused.code, remedy=refused.remedy)
    is_alone = row.error_code == refused.code and _others_went_since(row)
    row.error_code = refused.code
    row.lease_until = row.slot_at = None
    if refused.remedy is Remedy.ACCOUNT and not is_alone:
        row.state, row.attempts, row.not_before = "queued", row.attempts - 1, now + STAND_BACK
        sender.pause("account", now=now, code=refused.code)
        return
    tries_left = row.attempts < trouble.tries
    if refused.remedy in (Remedy.RETRY, Remedy.LATER) and tries_left:
        row.state, row.not_before = "queued", now + _wait(row, trouble)
        after = (row.not_before - now).total_seconds()
        outbox.ask_to_send(row.id, is_answer=row.answers_text_at is not None, after=after)
        return
    row.state = "refused"
    db.session.flush()
    if refused.remedy in (Remedy.RETRY, Remedy.LATER):
        _tell_staff_of_loss(row, now=now, always=True)
    else:
        _mend(row, trouble, now=now, remedy=refused.remedy)


def _others_went_since(row: OutboundText) -> bool:
    """Whether others went while this one stood back, so that it is no trouble of the account."""
    refused_at = row.not_before - STAND_BACK
    went = OutboundText.sent_at > refused_at
    return db.session.scalar(select(OutboundText.id).where(went).limit(1)) is not None


def _wait(row: OutboundText, trouble: Trouble) -> timedelta:
    """Twice as long each time, and not in step with other texts that were refused as one."""
    if trouble.remedy is Remedy.LATER:
        return trouble.wait
    spread = 0.75 + (row.id.int % 1000) / 2000
    return min(trouble.wait * 2 ** (row.attempts - 1) * spread, LONGEST_WAIT)


def _mend(
    row: OutboundText, trouble: Trouble, *, now: datetime, remedy: Remedy | None = None
) -> None:
    """Do what a code asks beyond this one text: to the phone, or to texts like it."""
    remedy = remedy or trouble.remedy
    if remedy is Remedy.STOPPED:
        _stopped_by_network(row, now=now)
        return
    if remedy is Remedy.BAD_NUMBER or _is_enough(row, trouble, remedy):
        row.phone.unusable_since = row.phone.unusable_since or now
        outbox.suppress_queued(row.phone)
    elif remedy in (Remedy.GONE, Remedy.BLOCKED):
        _tell_staff_of_loss(row, now=now)
        return
    if remedy is Remedy.CONTENT:
        _hold_texts_like(row)
    threads.need_a_person(row.phone, "undelivered", now=now)


def _stopped_by_network(row: OutboundText, *, now: datetime) -> None:
    """Everything ends, as by their own STOP, and nothing is said: the network has said it."""
    phone = row.phone
    phone.stopped_at = phone.stopped_at or now
    phone.stopped_by = phone.stopped_by or "provider"
    end_every_survey(phone, State.OPTED_OUT)
    outbox.suppress_queued(phone)


def _is_enough(row: OutboundText, trouble: Trouble, remedy: Remedy) -> bool:
    """Gone on two different days, or blocked twice, since they last texted us."""
    if remedy not in (Remedy.GONE, Remedy.BLOCKED):
        return False
    heard = last_came_at(row.phone)
    rows = select(func.coalesce(OutboundText.claimed_at, OutboundText.created_at)).where(
        OutboundText.phone_id == row.phone_id,
        OutboundText.error_code == trouble.code,
        OutboundText.state.in_(("undelivered", "refused")),
    )
    moments = [one for one in db.session.scalars(rows) if heard is None or one > heard]
    if remedy is Remedy.GONE:
        return len({today(one) for one in moments}) >= ENOUGH
    return len(moments) >= ENOUGH


def _hold_texts_like(row: OutboundText) -> None:
    """The network will not carry these words, so others of the same round wait for a person."""
    like = _of_the_same_round(row)
    if like is None:
        return
    held = db.session.execute(
        update(OutboundText)
        .where(OutboundText.state == "queued", OutboundText.kind == row.kind, like)
        .values(state="parked", error_code=row.error_code)
        .execution_options(synchronize_session=False)
    )
    log.error("texts.held", code=row.error_code, texts=int(held.rowcount))  # type: ignore[attr-defined]


def _of_the_same_round(row: OutboundText) -> ColumnElement[bool] | None:
    """Texts to others that say the same: of one survey, or of one session."""
    if row.conversation_id is not None:
        survey = (
            select(Conversation.survey_id)
            .where(Conversation.id == row.conversation_id)
            .scalar_subquery()
        )
        theirs = select(Conversation.id).where(Conversation.survey_id == survey)
        asks = OutboundText.question.is_not_distinct_from(row.question)
        return OutboundText.conversation_id.in_(theirs) & asks
    if row.invitation_id is not None:
        session = (
            select(Invitation.session_id)
            .where(Invitation.id == row.invitation_id)
            .scalar_subquery()
        )
        invited = select(Invitation.id).where(Invitation.session_id == session)
        return OutboundText.invitation_id.in_(invited)
    return None
