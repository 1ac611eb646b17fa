"""What a yes begins: a response, the note of the consent, or going on with what was left."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from engage import answering, outbox
from engage.conversations import WAITING, close, questionnaire_of, words_that_invite
from engage.extensions import db
from engage.models import Consent, Conversation, Person, Response
from surveys.progress import State


def begin(conversation: Conversation, *, now: datetime) -> Response | None:
    """The response of someone who just said yes; None when they have answered elsewhere since.

    One that they began by text and left half way, on this phone or another, they go on with.
    Whoever was asked to an older version and had not begun answers the newest.
    """
    person = conversation.phone.person
    try:
        response = answering.start(conversation.survey, "text", now=now, person=person)
    except answering.AlreadyAnswered:
        found = _left_half_way(conversation)
        if found is None:
            return None
        response = found
    if person is not None:
        note_consent(person, conversation, now=now)
    conversation.version = response.version
    return response


def _left_half_way(conversation: Conversation) -> Response | None:
    """What this person began by text and never finished; no other phone goes on with it now."""
    found = db.session.scalar(
        select(Response)
        .where(Response.survey_id == conversation.survey_id)
        .where(Response.person_id == conversation.phone.person_id)
        .where(Response.channel == "text", Response.finished_on.is_(None))
    )
    if found is None:
        return None
    others = select(Conversation).where(
        Conversation.response_id == found.id, Conversation.id != conversation.id
    )
    for other in db.session.scalars(others).all():
        if other.state in (*WAITING, State.EXPIRED):
            close(other, State.CLOSED)
            outbox.suppress_of(other.id)
    return found


def note_consent(person: Person, conversation: Conversation, *, now: datetime) -> None:
    """Keep that they said yes to this survey, when, how, and to which words."""
    words = words_that_invite(questionnaire_of(conversation))
    db.session.add(
        Consent(
            id=uuid.uuid4(),
            person_id=person.id,
            about=f"survey:{conversation.survey_id.hex}",
            given=True,
            at=conversation.survey.opens_at if conversation.anonymous else now,
            how="text",
            wording=words[:600],
        )
    )
