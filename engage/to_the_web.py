"""From texts to the web in the middle of a survey, and the end of it there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engage import answering, outbox
from engage.consenting import begin
from engage.conversations import (
    WAITING,
    close,
    forget_texts,
    is_over,
    response_of,
    waiting_conversation,
)
from engage.extensions import db
from engage.models import Conversation, Response
from engage.turns import lock
from surveys.progress import State


class InAnotherSurvey(Exception):
    """The phone has begun another survey meanwhile, and is in one at a time."""


def open_on_web(conversation: Conversation, *, now: datetime) -> Response | None:
    """The response to go on with on the web; None when they have answered elsewhere since.

    Pressing the button on the page is a yes. A text from now on is asked what is still open.
    Raises `InAnotherSurvey`.
    """
    lock(conversation.phone)
    db.session.refresh(conversation)
    if conversation.state not in (*WAITING, State.EXPIRED):
        return None
    _make_way(conversation, now=now)
    response = response_of(conversation) or begin(conversation, now=now)
    if response is None:
        return None
    conversation.response_id, conversation.state = response.id, State.ASKING
    conversation.held_because = conversation.gather_until = None
    conversation.on_web, conversation.asked_at = True, now
    outbox.suppress_of(conversation.id)
    return response


def _make_way(conversation: Conversation, *, now: datetime) -> None:
    """Let go of what else the phone was invited to while silence had ended this survey."""
    other = waiting_conversation(conversation.phone)
    if other is None or other.id == conversation.id or is_over(other, now=now):
        return
    if other.state != State.INVITED:
        raise InAnotherSurvey
    close(other, State.EXPIRED)
    outbox.suppress_of(other.id)
    db.session.flush()


def finished_on_web(response: Response, *, now: datetime) -> None:
    """End the conversation by text of a response that was sent on the web."""
    conversation = db.session.scalar(
        select(Conversation).where(Conversation.response_id == response.id)
    )
    if conversation is None or conversation.state not in (*WAITING, State.EXPIRED):
        return
    answering.finish(response, now=now, person=conversation.phone.person)
    close(conversation, State.COMPLETED)
    outbox.suppress_of(conversation.id)


def refused_on_web(response: Response) -> None:
    """Forget a response whose person was asked to agree and did not, and end its conversation."""
    _forget(response, State.DECLINED)


def taken_back_on_web(response: Response) -> None:
    """Forget a response whose person asked for that, and what they texted in answer with it."""
    _forget(response, State.WITHDRAWN)


def _forget(response: Response, state: State) -> None:
    conversation = db.session.scalar(
        select(Conversation).where(Conversation.response_id == response.id)
    )
    if conversation is not None:
        lock(conversation.phone)
        if conversation.state in (*WAITING, State.EXPIRED):
            close(conversation, state)
            outbox.suppress_of(conversation.id)
        conversation.response_id = None
        db.session.flush()
        forget_texts(conversation)
    answering.forget(response)
