"""How long each kind of personal detail is kept, and the daily sweep that lets it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, or_, select, update

from engage import conversations, pseudonyms, throttles
from engage.conversations import WAITING
from engage.extensions import Base, db
from engage.models import (
    AccessNeed,
    Alert,
    Answer,
    AuditEvent,
    Conversation,
    DeliveryReport,
    HearBack,
    InboundText,
    Invitation,
    NotesInHand,
    OutboundText,
    Payment,
    Person,
    Phone,
    Response,
    Session,
    Survey,
    ThreadNote,
    Tick,
    Voucher,
    WebLink,
)
from engage.times import local, today
from surveys.progress import State


@dataclass(frozen=True)
class Rule:
    """What is kept, why, and until when; `days` is None when an event ends it, not time."""

    why: str
    until: str
    days: int | None = None


RULES = {
    "contact": Rule("to ask people and tell them what came of it", "they ask to be forgotten"),
    "texts": Rule("to see what was said if something went wrong", "90 days", 90),
    "alerts": Rule("to show what was done when someone was in danger", "a year after it", 365),
    "words": Rule("to check the anonymised words against", "180 days after the survey closes", 180),
    "session": Rule("to have ready what people need at a session", "90 days after it", 90),
    "notes": Rule("to look through notes before they are kept", "they are saved, or a week", 7),
    "payments": Rule("to show what was paid, as the law asks", "six years after it", 2192),
    "hear_back": Rule("to tell people what came of a survey", "a year after it closes", 365),
    "response": Rule("to count answers by place", "the survey is removed"),
    "findings": Rule("evidence with personal details taken out", "the survey is removed"),
    "codebook": Rule("to say what themes meant when they were given", "Engage itself is removed"),
    "proposals": Rule("to say why themes are what they are", "Engage itself is removed"),
    "local_words": Rule("to take out what gives a person away here", "staff take it off the list"),
    "staff": Rule("to let staff sign in", "they leave"),
    "throttle": Rule("to slow down guessing", "a day", 1),
}
UNSENT_DAYS = 30
LEFT_DAYS = 30
AUDIT_DAYS = 730
TICK_DAYS = 2


def last_day_of(response: Response) -> date:
    """The last whole day on which answers that are not sent yet can be gone on with."""
    last = response.started_on + timedelta(days=UNSENT_DAYS)
    return min(last, response.survey.last_day or last)


def personal_columns() -> list[tuple[str, str, str]]:
    """Every personal column as (table, column, rule)."""
    return [
        (table.name, column.name, column.info["keep"])
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if "personal" in column.info
    ]


def sweep(*, now: datetime) -> None:
    """Let go of everything whose time is up. The caller commits."""
    texts_before = now - timedelta(days=RULES["texts"].days or 0)
    db.session.execute(
        update(InboundText)
        .where(InboundText.received_at < texts_before)
        .where(or_(InboundText.body.is_not(None), InboundText.number.is_not(None)))
        .values(body=None, number=None, flags=None)
    )
    db.session.execute(
        update(OutboundText)
        .where(OutboundText.created_at < texts_before, OutboundText.state != "queued")
        .where(or_(OutboundText.body.is_not(None), OutboundText.number.is_not(None)))
        .values(body=None, number=None)
    )
    db.session.execute(delete(DeliveryReport).where(DeliveryReport.received_at < texts_before))
    db.session.execute(delete(ThreadNote).where(ThreadNote.at < texts_before))
    db.session.execute(delete(WebLink).where(WebLink.expires_at < now))
    alerts_before = now - timedelta(days=RULES["alerts"].days or 0)
    db.session.execute(
        update(Alert)
        .where(Alert.raised_at < alerts_before, Alert.done.is_not(None))
        .values(done=None)
    )
    closed_before = now - timedelta(days=RULES["words"].days or 0)
    closed = select(Survey.id).where(Survey.closes_at < closed_before)
    old = select(Response.id).where(Response.survey_id.in_(closed))
    db.session.execute(
        update(Answer)
        .where(Answer.response_id.in_(old), Answer.reading.in_(("done", "none")))
        .where(Answer.words.is_not(None))
        .values(words=None)
    )
    _forget_needs(now=now)
    notes_before = now - timedelta(days=RULES["notes"].days or 0)
    db.session.execute(delete(NotesInHand).where(NotesInHand.handed_in_at < notes_before))
    _forget_payments(now=now)
    _forget_unsent(now=now)
    pseudonyms.let_go()
    _cut_links(now=now)
    heard_before = now - timedelta(days=RULES["hear_back"].days or 0)
    over = select(Survey.id).where(Survey.closes_at < heard_before)
    db.session.execute(delete(HearBack).where(HearBack.survey_id.in_(over)))
    db.session.execute(delete(AuditEvent).where(AuditEvent.at < now - timedelta(days=AUDIT_DAYS)))
    throttles.clear_old(now=now)


def _forget_needs(*, now: datetime) -> None:
    """What people said beside yes or no, once the session is long over, and who ran it."""
    ended_before = local(now).replace(tzinfo=None) - timedelta(days=RULES["session"].days or 0)
    over = select(Session.id).where(Session.ends_local < ended_before)
    invitations = select(Invitation.id).where(Invitation.session_id.in_(over))
    kept = (Invitation.words, Invitation.needs, Invitation.rsvp_key)
    db.session.execute(
        update(Invitation)
        .where(Invitation.session_id.in_(over))
        .where(or_(*(column.is_not(None) for column in kept)))
        .values(words=None, needs=None, rsvp_key=None)
    )
    db.session.execute(delete(AccessNeed).where(AccessNeed.invitation_id.in_(invitations)))
    _forget_walk_ins(over)
    db.session.execute(
        update(Session)
        .where(Session.id.in_(over))
        .where(or_(Session.peer_lead.is_not(None), Session.debrief.is_not(None)))
        .values(peer_lead=None, debrief=None)
    )


def _forget_walk_ins(over: Select[Any]) -> None:
    """First names of people who walked in, have no phone, and came to no session since."""
    walked_in = select(Invitation.person_id).where(
        Invitation.session_id.in_(over), Invitation.walk_in
    )
    came_since = select(Invitation.person_id).where(Invitation.session_id.not_in(over))
    has_phone = select(Phone.person_id).where(Phone.person_id.is_not(None))
    db.session.execute(
        update(Person)
        .where(Person.id.in_(walked_in), Person.first_name.is_not(None))
        .where(Person.id.not_in(came_since), Person.id.not_in(has_phone))
        .values(first_name=None)
    )


def _forget_payments(*, now: datetime) -> None:
    """What was paid, once the law no longer asks; the voucher given for a payment goes with it."""
    before = now - timedelta(days=RULES["payments"].days or 0)
    last = func.coalesce(Payment.paid_at, Payment.chosen_at)
    db.session.execute(delete(Payment).where(last < before))
    db.session.execute(
        delete(Voucher).where(Voucher.payment_id.is_(None), Voucher.added_at < before)
    )


def _forget_unsent(*, now: datetime) -> None:
    """Drop answers begun on the web that nobody came back to send."""
    oldest = today(now) - timedelta(days=UNSENT_DAYS)
    db.session.execute(
        delete(Response).where(
            Response.channel == "web", Response.sent_on.is_(None), Response.started_on < oldest
        )
    )


def _cut_links(*, now: datetime) -> None:
    """An anonymous survey keeps no way from a phone to half a set of answers.

    It is cut when the survey has closed, or when nobody has gone on with it for a month.
    """
    closed = select(Survey.id).where(Survey.closes_at <= now)
    left_at = now - timedelta(days=LEFT_DAYS)
    over = or_(Conversation.survey_id.in_(closed), Conversation.asked_at < left_at)
    left = (Conversation.anonymous, over, Conversation.state.in_((*WAITING, State.EXPIRED)))
    for conversation in db.session.scalars(select(Conversation).where(*left)).all():
        conversations.close(conversation, State.CLOSED)


def forget_ticks(*, now: datetime) -> None:
    """Drop the record of sweeps run days ago."""
    oldest = int((now - timedelta(days=TICK_DAYS)).timestamp())
    db.session.execute(delete(Tick).where(Tick.slot < oldest))
