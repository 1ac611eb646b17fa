"""One phone's texts in and out as staff read them: answers named, and never in words.

Staff who see who somebody is do not see what they answered. Of a survey that keeps no link to
the person, nothing shows but that they were asked.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row as DatabaseRow
from sqlalchemy import func, select

from engage.conversations import WAITING, questionnaire_of
from engage.extensions import db
from engage.inbox import SEALED_BODY, for_a_person, opened
from engage.models import Conversation, InboundText, OutboundText, Phone, Staff, ThreadNote

LONGEST = 150
KEEPS_WORDS = ("what_you_said", "web_link")


@dataclass(frozen=True)
class Place:
    """A question of a survey: its number, of how many at most; both 0 when it is not known."""

    survey: str
    number: int = 0
    total: int = 0


@dataclass(frozen=True)
class Line:
    """One text. `what` names it: an outcome for theirs, a kind for ours.

    `words` is None when they are not for staff, or no longer kept. `state` and `code` say how
    far ours has got.
    """

    at: datetime
    ours: bool
    what: str
    words: str | None = None
    place: Place | None = None
    by: str | None = None
    state: str = ""
    code: str | None = None
    goes_at: datetime | None = None


@dataclass(frozen=True)
class Story:
    """What went to and fro, oldest first, and surveys of which nothing more may be shown.

    `seen` changes with each text that comes and each that staff send.
    """

    lines: tuple[Line, ...]
    nameless: tuple[str, ...]
    seen: str
    is_whole: bool


@dataclass(frozen=True)
class Waiting:
    """What a phone was last asked and has not answered."""

    place: Place
    nameless: bool
    state: str


def story(phone: Phone) -> Story:
    """The newest texts of one phone, both ways."""
    surveys = _surveys(phone)
    came, went = _came(phone), _went(phone)
    lines = [_theirs(row, surveys) for row in came] + [_ours(row, surveys) for row in went]
    shown = sorted((line for line in lines if line), key=lambda line: line.at)
    return Story(
        lines=tuple(shown),
        nameless=tuple(sorted({c.survey.title for c in surveys.values() if c.anonymous})),
        seen=seen(phone),
        is_whole=len(came) < LONGEST and len(went) < LONGEST,
    )


def seen(phone: Phone) -> str:
    """A mark that changes with each text that comes in and each that staff write."""
    last = select(func.max(InboundText.id)).where(InboundText.from_key == phone.number_key)
    by_staff = (
        select(func.count())
        .select_from(OutboundText)
        .where(OutboundText.phone_id == phone.id, OutboundText.kind == "staff")
    )
    return f"{db.session.scalar(last) or 0}-{db.session.scalar(by_staff) or 0}"


def waiting(phone: Phone, *, now: datetime) -> Waiting | None:
    """The survey this phone is in the middle of or invited to, if it is open."""
    conversation = db.session.scalar(
        select(Conversation).where(
            Conversation.phone_id == phone.id, Conversation.state.in_(WAITING)
        )
    )
    if conversation is None or not conversation.survey.is_open(now):
        return None
    return Waiting(
        _place(conversation, None if conversation.anonymous else conversation.question),
        conversation.anonymous,
        conversation.state,
    )


def notes(phone: Phone) -> list[ThreadNote]:
    """What colleagues noted about this phone, oldest first."""
    rows = select(ThreadNote).where(ThreadNote.phone_id == phone.id)
    return list(db.session.scalars(rows.order_by(ThreadNote.at, ThreadNote.id)))


def _surveys(phone: Phone) -> dict[uuid.UUID, Conversation]:
    rows = select(Conversation).where(Conversation.phone_id == phone.id)
    return {one.id: one for one in db.session.scalars(rows)}


def _came(phone: Phone) -> list[DatabaseRow[Any]]:
    return list(
        db.session.execute(
            select(
                SEALED_BODY,
                InboundText.received_at,
                InboundText.state,
                InboundText.outcome,
                InboundText.question,
                InboundText.conversation_id,
                for_a_person().label("for_a_person"),
            )
            .where(InboundText.from_key == phone.number_key)
            .order_by(InboundText.id.desc())
            .limit(LONGEST)
        )
    )


def _went(phone: Phone) -> list[DatabaseRow[Any]]:
    return list(
        db.session.execute(
            select(
                OutboundText.body,
                OutboundText.created_at,
                OutboundText.sent_at,
                OutboundText.not_before,
                OutboundText.kind,
                OutboundText.state,
                OutboundText.error_code,
                OutboundText.question,
                OutboundText.conversation_id,
                Staff,
            )
            .outerjoin(Staff, Staff.id == OutboundText.by_staff)
            .where(OutboundText.phone_id == phone.id)
            .order_by(OutboundText.created_at.desc())
            .limit(LONGEST)
        )
    )


def _theirs(row: DatabaseRow[Any], surveys: Mapping[uuid.UUID, Conversation]) -> Line | None:
    conversation = surveys.get(row.conversation_id)
    if row.for_a_person:
        words = opened(row.body)
        return Line(row.received_at, ours=False, what=row.outcome or "other", words=words)
    if conversation is not None and conversation.anonymous:
        return None
    what = "just_came" if row.state == "stored" else row.outcome or "other"
    place = _place(conversation, row.question) if conversation else None
    return Line(row.received_at, ours=False, what=what, place=place)


def _ours(row: DatabaseRow[Any], surveys: Mapping[uuid.UUID, Conversation]) -> Line | None:
    conversation = surveys.get(row.conversation_id)
    if conversation is not None and conversation.anonymous and row.kind != "staff":
        return None
    by_staff = row.kind == "staff"
    is_open = by_staff or not (conversation or row.kind in KEEPS_WORDS or "://" in (row.body or ""))
    return Line(
        at=row.sent_at or row.created_at,
        ours=True,
        what=row.kind,
        words=row.body if is_open else None,
        place=_place(conversation, row.question) if conversation else None,
        by=row.Staff.name if row.Staff else None,
        state=row.state,
        code=row.error_code,
        goes_at=row.not_before if row.state == "queued" else None,
    )


def _place(conversation: Conversation, question: str | None) -> Place:
    title = conversation.survey.title
    if question is None:
        return Place(title)
    try:
        asked = questionnaire_of(conversation)
        number, total = asked.position(question, {})
        return Place(title, number, total or asked.lengths()[1])
    except KeyError:
        return Place(title)
