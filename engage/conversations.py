"""A survey going on with one phone by text: how it begins, where it is, and how it ends."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, select, update
from sqlalchemy.orm import joinedload

from engage import outbox
from engage.extensions import db, settings
from engage.models import (
    Conversation,
    InboundText,
    OutboundText,
    Person,
    Phone,
    Response,
    Survey,
    TookPart,
)
from engage.models.surveys import published
from engage.outbox import Draft
from engage.text_back import language_of, reply
from surveys.invitations import Invitation
from surveys.opening import invitation
from surveys.progress import Progress, State
from surveys.questionnaire import Questionnaire
from surveys.questions import Question
from surveys.reading import Outcome
from surveys.wording import Sentence, say

WAITING = (State.INVITED, State.ASKING, State.HELD)
LINKED = (State.ASKING, State.HELD, State.EXPIRED)
OVER = (State.COMPLETED, State.DECLINED)
TELLS = ("question", "nudge", "reply", "what_you_said")
"""Kinds of text whose words or question tell what was answered before, or skipped."""
FIRST_NUDGE = timedelta(hours=24)
EXPIRY = timedelta(days=7)
"""For how long silence keeps a phone in a survey."""
TAKEN_UP = timedelta(days=21)
"""For how long after a question a text may take its survey up again: a fortnight after it ran out.
Later a text is about something else, and a person reads it; the survey's word begins again."""
LETTER = re.compile(r"[^\W\d_]")
ONE_WAITING = select(Conversation).where(
    Conversation.phone_id == bindparam("phone"), Conversation.state.in_(WAITING)
)
WITH_ANSWERS = (
    select(Response)
    .where(Response.id == bindparam("response"))
    .options(joinedload(Response.answers))
)
WITH_WORD = select(Survey).where(Survey.text_word == bindparam("word"))


def waiting_conversation(phone: Phone) -> Conversation | None:
    """The survey this phone is in the middle of, has been invited to, or has put off."""
    return db.session.scalar(ONE_WAITING, {"phone": phone.id})


def last_conversation(
    phone: Phone, states: Sequence[State] = OVER, *, now: datetime
) -> Conversation | None:
    """The survey this phone was last in, if it ended so and the survey still takes answers."""
    last = db.session.scalar(
        select(Conversation)
        .where(Conversation.phone_id == phone.id, Conversation.state.in_(states))
        .order_by(Conversation.asked_at.desc())
        .limit(1)
    )
    return last if last is not None and last.survey.is_open(now) else None


def waiting_or_expired(phone: Phone, *, now: datetime) -> Conversation | None:
    """The survey the phone is in, or one that silence ended and that may be taken up again."""
    if waiting := waiting_conversation(phone):
        return waiting
    expired = last_conversation(phone, (State.EXPIRED,), now=now)
    return expired if expired and now - expired.asked_at <= TAKEN_UP else None


def is_over(conversation: Conversation, *, now: datetime) -> bool:
    """Whether its survey has closed; if so it no longer keeps the phone from another."""
    if conversation.survey.is_open(now):
        return False
    close(conversation, State.CLOSED)
    db.session.flush()
    return True


def questionnaire_of(conversation: Conversation) -> Questionnaire:
    """The questions of this conversation's own version, in the language it is held in."""
    return _questionnaire(conversation.survey_id, conversation.version, conversation.language)


@lru_cache(maxsize=256)
def _questionnaire(survey_id: uuid.UUID, number: int, language: str) -> Questionnaire:
    """A version is frozen once it is published, so that translating it once is enough."""
    return published(survey_id, number).in_language(language)


def question_in_hand(conversation: Conversation) -> Question | None:
    """What a reply now would answer: the invitation before consent, then the question asked."""
    if conversation.question is None:
        if conversation.held_because == "safeguarding":
            return None
        opens = conversation.state in (State.INVITED, State.HELD, State.EXPIRED)
        return Invitation(key="invitation", wording="?") if opens else None
    return questionnaire_of(conversation).find(conversation.question)


def come_back(conversation: Conversation) -> bool:
    """From the web to texts: the question in hand is the first without an answer.

    None where a page to read comes before it, so that both are in the text that asks. True when
    they were there, and stay there until a text asks them that question.
    """
    if not conversation.on_web:
        return False
    response = response_of(conversation)
    answered = response.values if response else {}
    following = questionnaire_of(conversation).next_after(None, answered)
    conversation.question = following.key if following and following.takes_answer else None
    conversation.earlier = None
    return True


def words_that_invite(questionnaire: Questionnaire) -> str:
    """The text that asks somebody to answer a survey."""
    config = settings()
    return invitation(questionnaire, sender=config.sender_name, is_free=config.replies_are_free)


def invite(survey: Survey, phone: Phone, *, now: datetime) -> bool:
    """Ask one phone, by text, whether its holder would like to answer; False when it is not right.

    Not to a phone that has stopped or is in another survey, and not twice for one survey.
    """
    if phone.stopped_at or phone.unusable_since or not survey.is_open(now):
        return False
    waiting = waiting_conversation(phone)
    if (waiting and not is_over(waiting, now=now)) or has_taken_part(survey, phone):
        return False
    conversation = open_for(survey, phone, now=now)
    return outbox.queue(invitation_to(survey, phone, conversation.id), now=now)


def invitation_to(survey: Survey, phone: Phone, conversation_id: uuid.UUID) -> Draft:
    """The text that asks for a yes, in the language of whoever holds the phone."""
    return Draft(
        phone=phone,
        body=_invitation(survey.id, survey.latest.number, language_of(phone)),
        kind="invitation",
        dedupe_key=f"survey:{survey.id}:{phone.id}",
        not_after=survey.closes_at,
        conversation_id=conversation_id,
    )


@lru_cache(maxsize=256)
def _invitation(survey_id: uuid.UUID, number: int, language: str) -> str:
    asked = _questionnaire(survey_id, number, language)
    return words_that_invite(asked)


def has_taken_part(survey: Survey, phone: Phone) -> bool:
    """Whether this phone, or the person who holds it, was asked or has answered already."""
    asked = select(Conversation.id).where(
        Conversation.phone_id == phone.id, Conversation.survey_id == survey.id
    )
    return _is_there(asked) or _has_answered(survey, phone)


def _has_finished(survey: Survey, phone: Phone) -> bool:
    """Whether there is nothing left to ask this phone, or the person who holds it.

    A no, a stop or a deletion is no answer, and whoever texts the word again is welcome.
    """
    done = select(Conversation.id).where(
        Conversation.phone_id == phone.id,
        Conversation.survey_id == survey.id,
        Conversation.state == State.COMPLETED,
    )
    finished = Response.finished_on.is_not(None) | (Response.channel != "text")
    return _is_there(done) or _has_answered(survey, phone, finished)


def _has_answered(survey: Survey, phone: Phone, *only: ColumnElement[bool]) -> bool:
    """Whether the person who holds a phone has answered, by whatever way."""
    if phone.person_id is None:
        return False
    if survey.anonymous:
        return db.session.get(TookPart, (survey.id, phone.person_id)) is not None
    answered = (Response.survey_id == survey.id, Response.person_id == phone.person_id)
    return _is_there(select(Response.id).where(*answered, *only))


def _is_there(rows: Select[Any]) -> bool:
    return db.session.scalar(rows.limit(1)) is not None


def opening(survey: Survey, phone: Phone, *, now: datetime) -> dict[str, Any]:
    """The columns of a new conversation, waiting for a yes."""
    return {
        "id": uuid.uuid4(),
        "phone_id": phone.id,
        "survey_id": survey.id,
        "anonymous": survey.anonymous,
        "version": survey.latest.number,
        "state": State.INVITED,
        "asked_at": now,
        "nudge_at": now + FIRST_NUDGE,
        "language": language_of(phone),
        "nudges": 0,
        "on_web": False,
        "clarifies": 0,
    }


def open_for(survey: Survey, phone: Phone, *, now: datetime) -> Conversation:
    """A new conversation, waiting for a yes."""
    conversation = Conversation(**opening(survey, phone, now=now))
    db.session.add(conversation)
    db.session.flush()
    return conversation


def survey_for_word(said: str, *, now: datetime) -> Survey | None:
    """The open survey whose text word this text is, and nothing else."""
    word = said.strip().strip(".!\"'").upper()
    if not word.isalnum() or not LETTER.search(word):
        return None
    survey = db.session.scalar(WITH_WORD, {"word": word})
    return survey if survey is not None and survey.is_open(now) else None


def start_by_word(phone: Phone, text: InboundText, survey: Survey, *, now: datetime) -> str:
    """Someone texted the word on a poster: ask for their yes, as for anyone we invited."""
    if _has_finished(survey, phone):
        already = say(Sentence.ALREADY_ANSWERED, language=language_of(phone))
        reply(phone, text, already, now=now)
        return str(Outcome.OTHER)
    if phone.person_id is None:
        person = Person(id=uuid.uuid4(), created_at=now, language="en")
        db.session.add(person)
        db.session.flush()
        phone.person_id = person.id
    return invite_again(open_for(survey, phone, now=now), text, now=now)


def invite_again(conversation: Conversation, text: InboundText, *, now: datetime) -> str:
    """Answer a survey's word with its invitation, whether or not it was sent before."""
    conversation.state, conversation.held_because = State.INVITED, None
    conversation.asked_at, conversation.nudge_at = now, now + FIRST_NUDGE
    text.conversation_id = conversation.id
    body = words_that_invite(questionnaire_of(conversation))
    reply(conversation.phone, text, body, now=now, conversation=conversation)
    return str(Outcome.ANSWER)


def close(conversation: Conversation, state: State) -> None:
    """End a conversation; an anonymous one keeps no way from its phone to its answers."""
    conversation.state, conversation.held_because = state, None
    conversation.gather_until = conversation.nudge_at = None
    if conversation.anonymous:
        conversation.response_id = None
        forget_words(conversation)


def forget_words(conversation: Conversation) -> None:
    """An anonymous survey is over: nothing said, skipped or timed leads back to a phone."""
    conversation.asked_at = conversation.survey.opens_at
    conversation.question = conversation.earlier = None
    db.session.flush()
    forget_texts(conversation)


def forget_texts(conversation: Conversation) -> None:
    """What was said in a conversation goes, and what we told back of it."""
    texts = select(InboundText).where(InboundText.conversation_id == conversation.id)
    for text in db.session.scalars(texts):
        text.body = text.outcome = text.question = text.flags = None
    told = (
        update(OutboundText)
        .where(OutboundText.conversation_id == conversation.id, OutboundText.state != "queued")
        .where(OutboundText.kind.in_(TELLS))
    )
    db.session.execute(told.values(body=None, question=None))


def progress_of(conversation: Conversation) -> Progress:
    """Where a conversation is, as the engine sees it."""
    return Progress(
        State(conversation.state),
        conversation.question,
        conversation.clarifies,
        conversation.earlier,
        conversation.held_because,
    )


def response_of(conversation: Conversation) -> Response | None:
    """The response this conversation is writing, while it is known."""
    if conversation.response_id is None:
        return None
    about = {"response": conversation.response_id}
    return db.session.scalars(WITH_ANSWERS, about).unique().one_or_none()
