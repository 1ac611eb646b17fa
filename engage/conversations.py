"""What one text leads to: stop words first, then the survey or invitation that waits for it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select

from engage import answering, consultations, outbox
from engage.extensions import db, settings
from engage.models import Conversation, InboundText, Person, Phone, Response, Survey, TookPart
from engage.outbox import Draft
from surveys import keywords
from surveys.conversation import Progress, State, Turn, invitation, take_turn
from surveys.reading import Outcome
from surveys.wording import Sentence, say

WAITING = (State.INVITED, State.ASKING)
OVER = (State.COMPLETED, State.DECLINED)


def handle(phone: Phone, text: InboundText, *, now: datetime) -> str:
    """Do what this text asks, in the order of precedence; returns the outcome in a word."""
    said = text.body or ""
    phone.unusable_since = None
    command = keywords.command(said)
    if command is Outcome.OPT_OUT:
        return _stop(phone, text, now=now)
    if phone.stopped_at is not None:
        if command is Outcome.OPT_IN:
            return _start_again(phone, text, now=now)
        return "stopped"
    if command is Outcome.HELP:
        return _help(phone, text, now=now)
    return _next_in_line(phone, text, said, now=now)


def _next_in_line(phone: Phone, text: InboundText, said: str, *, now: datetime) -> str:
    """The survey or invitation that asked last; else a text word; else a person reads it."""
    survey = _survey_for_word(said, now=now)
    conversation = waiting_conversation(phone)
    if conversation and survey and _is_over(conversation, now=now):
        conversation = None
    invited = consultations.waiting_invitation(phone, now=now)
    if conversation and not (invited and _asked_later(invited.invited_at, conversation)):
        return _survey_turn(conversation, text, said, now=now)
    if invited:
        reply = consultations.answer_by_text(invited, said, now=now)
        _reply(phone, text, reply.text, "reply", now=now)
        return reply.outcome
    if survey is not None:
        return _start_by_word(phone, text, survey, now=now)
    if changed := consultations.change_of_mind(phone, said, now=now):
        _reply(phone, text, changed.text, "reply", now=now)
        return changed.outcome
    if last := _last_conversation(phone, now=now):
        return _survey_turn(last, text, said, now=now)
    _reply(phone, text, say(Sentence.PERSON_WILL_READ), "reply", now=now)
    return "other"


def _last_conversation(phone: Phone, *, now: datetime) -> Conversation | None:
    """The survey this phone was last in, if it is open: to thank, or to start after a no."""
    last = db.session.scalar(
        select(Conversation)
        .where(Conversation.phone_id == phone.id, Conversation.state.in_(OVER))
        .order_by(Conversation.asked_at.desc())
        .limit(1)
    )
    return last if last is not None and last.survey.is_open(now) else None


def _asked_later(invited_at: datetime, conversation: Conversation) -> bool:
    return conversation.state == State.INVITED and invited_at > conversation.asked_at


def waiting_conversation(phone: Phone) -> Conversation | None:
    """The survey this phone is in the middle of, or has been invited to."""
    return db.session.scalar(
        select(Conversation).where(
            Conversation.phone_id == phone.id, Conversation.state.in_(WAITING)
        )
    )


def _is_over(conversation: Conversation, *, now: datetime) -> bool:
    """Whether its survey has closed; if so it no longer keeps the phone from another."""
    if conversation.survey.is_open(now):
        return False
    _close(conversation, "closed")
    db.session.flush()
    return True


def invite(survey: Survey, phone: Phone, *, now: datetime) -> bool:
    """Ask one phone, by text, whether its holder would like to answer; False when it is not right.

    Not to a phone that has stopped or is in another survey, and not twice for one survey.
    """
    if phone.stopped_at or phone.unusable_since or not survey.is_open(now):
        return False
    waiting = waiting_conversation(phone)
    if (waiting and not _is_over(waiting, now=now)) or _has_taken_part(survey, phone):
        return False
    conversation = _open(survey, phone, now=now)
    return outbox.queue(
        Draft(
            phone=phone,
            body=invitation(survey.latest.questionnaire, sender=settings().sender_name),
            kind="invitation",
            dedupe_key=f"survey:{survey.id}:{phone.id}",
            not_after=survey.closes_at,
            conversation_id=conversation.id,
        ),
        now=now,
    )


def _has_taken_part(survey: Survey, phone: Phone) -> bool:
    before = select(Conversation.id).where(
        Conversation.phone_id == phone.id, Conversation.survey_id == survey.id
    )
    if db.session.scalar(before.limit(1)):
        return True
    if phone.person_id is None:
        return False
    if survey.anonymous:
        return db.session.get(TookPart, (survey.id, phone.person_id)) is not None
    answered = select(Response.id).where(
        Response.survey_id == survey.id, Response.person_id == phone.person_id
    )
    return db.session.scalar(answered.limit(1)) is not None


def _open(survey: Survey, phone: Phone, *, now: datetime) -> Conversation:
    conversation = Conversation(
        id=uuid.uuid4(),
        phone_id=phone.id,
        survey_id=survey.id,
        anonymous=survey.anonymous,
        version=survey.latest.number,
        state=State.INVITED,
        asked_at=now,
    )
    db.session.add(conversation)
    db.session.flush()
    return conversation


def _survey_for_word(said: str, *, now: datetime) -> Survey | None:
    word = said.strip().strip(".!\"'").upper()
    if not word or " " in word:
        return None
    survey = db.session.scalar(select(Survey).where(Survey.text_word == word))
    return survey if survey is not None and survey.is_open(now) else None


def _start_by_word(phone: Phone, text: InboundText, survey: Survey, *, now: datetime) -> str:
    """Someone texted the word on a poster: ask for their yes, as for anyone we invited."""
    if _has_taken_part(survey, phone):
        _reply(phone, text, say(Sentence.ALREADY_ANSWERED), "reply", now=now)
        return "other"
    if phone.person_id is None:
        person = Person(id=uuid.uuid4(), created_at=now)
        db.session.add(person)
        db.session.flush()
        phone.person_id = person.id
    conversation = _open(survey, phone, now=now)
    text.conversation_id = conversation.id
    body = invitation(survey.latest.questionnaire, sender=settings().sender_name)
    _reply(phone, text, body, "reply", now=now)
    return "answer"


def _survey_turn(conversation: Conversation, text: InboundText, said: str, *, now: datetime) -> str:
    survey, phone = conversation.survey, conversation.phone
    if not survey.is_open(now):
        _close(conversation, "closed")
        _reply(phone, text, say(Sentence.SURVEY_CLOSED), "reply", now=now)
        return "late"
    version = next(v for v in survey.versions if v.number == conversation.version)
    response = _response_of(conversation)
    progress = Progress(State(conversation.state), conversation.question, conversation.clarifies)
    turn = take_turn(
        version.questionnaire, progress, said, answers=response.values if response else {}
    )
    if turn.progress.state is State.ASKING and response is None:
        response = _begin(conversation, now=now)
        if response is None:
            _close(conversation, State.COMPLETED)
            _reply(phone, text, say(Sentence.ALREADY_ANSWERED), "reply", now=now)
            return str(Outcome.OTHER)
    if turn.outcome is not Outcome.OTHER:
        text.conversation_id = conversation.id
    _apply(conversation, response, turn, now=now)
    if turn.replies:
        body = "\n".join(turn.replies)
        _reply(phone, text, body, "reply", now=now, conversation=conversation)
    if survey.anonymous and turn.progress.state not in WAITING:
        _forget_words(conversation)
    return str(turn.outcome) if turn.replies else "thanks"


def _response_of(conversation: Conversation) -> Response | None:
    if conversation.response_id is None:
        return None
    return db.session.get(Response, conversation.response_id)


def _apply(
    conversation: Conversation, response: Response | None, turn: Turn, *, now: datetime
) -> None:
    """Move the conversation on, and keep what was answered."""
    state = turn.progress.state
    if turn.given is not None and response is not None:
        answering.record(response, turn.given, now=now)
    if state is State.COMPLETED and response is not None:
        answering.finish(response, now=now, person=conversation.phone.person)
    db.session.flush()
    over = state not in WAITING
    conversation.response_id = (
        None if response is None or (over and response.anonymous) else response.id
    )
    conversation.state = state
    conversation.question = turn.progress.question
    conversation.clarifies = turn.progress.clarifies
    conversation.asked_at = now


def _begin(conversation: Conversation, *, now: datetime) -> Response | None:
    """The response of someone who just said yes; None when they have answered elsewhere since."""
    try:
        person = conversation.phone.person
        return answering.start(conversation.survey, "text", now=now, person=person)
    except answering.AlreadyAnswered:
        return None


def _close(conversation: Conversation, state: str) -> None:
    conversation.state = state
    if conversation.anonymous:
        conversation.response_id = None
        _forget_words(conversation)


def _forget_words(conversation: Conversation) -> None:
    """An anonymous survey is over: nothing said, skipped or timed leads back to a phone."""
    conversation.asked_at = conversation.survey.opens_at
    conversation.question = None
    db.session.flush()
    texts = select(InboundText).where(InboundText.conversation_id == conversation.id)
    for text in db.session.scalars(texts):
        text.body = text.outcome = None


def _stop(phone: Phone, text: InboundText, *, now: datetime) -> str:
    """STOP: end everything at once, and say so one time."""
    already = phone.stopped_at is not None or _network_answers(text)
    phone.stopped_at = phone.stopped_at or now
    phone.stopped_by = phone.stopped_by or "person"
    conversation = waiting_conversation(phone)
    if conversation is not None:
        text.conversation_id = conversation.id
        _close(conversation, State.OPTED_OUT)
    outbox.suppress_queued(phone, keep=("stop_confirmation",))
    if not already:
        _reply(
            phone,
            text,
            say(Sentence.STOP_CONFIRMATION, sender=settings().sender_name),
            "stop_confirmation",
            now=now,
        )
    return str(Outcome.OPT_OUT)


def _start_again(phone: Phone, text: InboundText, *, now: datetime) -> str:
    phone.stopped_at = phone.stopped_by = None
    if not _network_answers(text):
        _reply(
            phone,
            text,
            say(Sentence.START_CONFIRMATION, sender=settings().sender_name),
            "start_confirmation",
            now=now,
        )
    return str(Outcome.OPT_IN)


def _help(phone: Phone, text: InboundText, *, now: datetime) -> str:
    """HELP: who we are and what to do; a survey waits where it is."""
    if not _network_answers(text):
        body = say(Sentence.HELP, sender=settings().sender_name)
        _reply(phone, text, body, "help", now=now)
    return str(Outcome.HELP)


def _network_answers(text: InboundText) -> bool:
    """True when the network itself answers this exact word, so that a second answer is noise."""
    if settings().provider != "twilio":
        return False
    return (text.body or "").strip().upper() in keywords.RESERVED


def _reply(
    phone: Phone,
    text: InboundText,
    body: str,
    kind: str,
    *,
    now: datetime,
    conversation: Conversation | None = None,
) -> None:
    outbox.queue(
        Draft(
            phone=phone,
            body=body,
            kind=kind,
            dedupe_key=f"reply:{text.sid}:{kind}",
            answers_text_at=text.received_at,
            conversation_id=conversation.id if conversation else None,
        ),
        now=now,
    )
