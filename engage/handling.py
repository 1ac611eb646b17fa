"""What one text leads to, in the order of precedence: danger, stopping, asking us, answering."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from engage import (
    asked_of_us,
    conversations,
    hearing,
    outbox,
    reminded,
    rsvp,
    rsvp_meant,
    safeguarding,
    threads,
    turns,
)
from engage.asked_of_us import Asked
from engage.conversations import OVER
from engage.extensions import db
from engage.hearing import Made
from engage.models import Conversation, InboundText, Invitation, OutboundText, Phone, Survey
from engage.rsvp import Reply
from engage.text_back import language_of, reply, was_told
from engage.times import today
from surveys.progress import State
from surveys.questions import Question
from surveys.reading import Outcome, Request
from surveys.wording import Sentence, say

SAME_WORDS = timedelta(seconds=5)
STOPPED = "stopped"
BEFORE = (
    select(InboundText.body, InboundText.received_at, InboundText.conversation_id)
    .where(InboundText.from_key == bindparam("from_key"), InboundText.id < bindparam("this"))
    .where(InboundText.state == "handled")
    .order_by(InboundText.id.desc())
    .limit(1)
)


@dataclass(frozen=True)
class Open:
    """What a text could be a reply to: a survey or a session's invitation, or neither.

    `unasked`: the survey's invitation has not left us yet, so that no yes can be meant for it.
    """

    conversation: Conversation | None
    invitation: Invitation | None
    question: Question | None
    language: str
    unasked: bool = False


def handle(phone: Phone, text: InboundText, *, now: datetime) -> str:
    """Do what this text asks; the outcome in a word."""
    said = text.body or ""
    if phone.unusable_since is not None:
        phone.unusable_since = None
    if _is_said_twice(text):
        return str(Outcome.IGNORE)
    is_open = _what_is_open(phone, text, now=now)
    made = hearing.make_of(
        said,
        question=is_open.question,
        language=is_open.language,
        stopped=phone.stopped_at is not None,
        today=today(text.received_at),
    )
    if made.flags:
        text.flags = sorted(made.flags)
    asked = Asked(phone, text, made.heard, is_open.conversation, now)
    if made.cues.tiers:
        return _danger(asked, made)
    if made.heard.request is Request.OPT_OUT:
        return asked_of_us.stop(asked)
    if phone.stopped_at is not None:
        return _from_someone_who_stopped(asked)
    if threads.is_held(phone):
        done = asked_of_us.in_any_case(asked)
        threads.need_a_person(phone, "other", now=now)
        return done or str(Outcome.STAFF_REVIEW)
    return asked_of_us.in_question(asked) or _next_in_line(asked, is_open, made)


def _is_said_twice(text: InboundText) -> bool:
    """The same words again within seconds, with nothing sent between: one answer, both kept."""
    before = db.session.execute(BEFORE, {"from_key": text.from_key, "this": text.id}).first()
    if before is None or text.received_at - before.received_at > SAME_WORDS:
        return False
    if not before.body or before.body.strip().casefold() != (text.body or "").strip().casefold():
        return False
    sent = (
        select(OutboundText.id)
        .join(Phone, Phone.id == OutboundText.phone_id)
        .where(Phone.number_key == text.from_key)
        .where(OutboundText.sent_at > before.received_at)
        .where(OutboundText.sent_at < text.received_at)
    )
    if db.session.scalar(sent.limit(1)) is not None:
        return False
    # Whatever the first belongs to, and is forgotten with, this one does too.
    text.conversation_id = before.conversation_id
    return True


def _what_is_open(phone: Phone, text: InboundText, *, now: datetime) -> Open:
    """The survey or session that asked last; a survey that silence ended may be taken up again."""
    said = text.body or ""
    conversation = conversations.waiting_or_expired(phone, now=now)
    invited = rsvp_meant.waiting_invitation(phone, now=now, said=said)
    language = language_of(phone, conversation)
    if conversation and reminded.is_answered(conversation, text, asked=invited, now=now):
        return Open(None, None, rsvp.QUESTION, language_of(phone))
    if invited and (conversation is None or _answers(invited, text, conversation)):
        return Open(None, invited, rsvp_meant.question_of(invited), language)
    if conversation is None:
        return Open(None, None, None, language)
    if _has_not_been_asked(conversation):
        return Open(conversation, None, None, language, unasked=True)
    is_back = conversations.come_back(conversation)
    question = None if is_back else conversations.question_in_hand(conversation)
    return Open(conversation, None, question, language)


def _has_not_been_asked(conversation: Conversation) -> bool:
    """Whether the invitation still waits to go, for its hours or for the week's limit."""
    if conversation.state != State.INVITED or conversation.nudges:
        return False
    waits = select(OutboundText.id).where(
        OutboundText.conversation_id == conversation.id,
        OutboundText.kind == "invitation",
        OutboundText.state == "queued",
    )
    return db.session.scalar(waits.limit(1)) is not None


def _answers(invited: Invitation, text: InboundText, conversation: Conversation) -> bool:
    """Whether the session asked last; in the middle of a survey only a bare yes or no is for it."""
    asked_last = reminded.session_texted_last(conversation, text, invited)
    if conversation.state != State.ASKING:
        return asked_last or rsvp_meant.asked_at(invited) > conversation.asked_at
    said, language = text.body or "", conversation.language
    return asked_last and rsvp_meant.is_bare(invited, said, language=language)


def _danger(asked: Asked, made: Made) -> str:
    """A text that may tell of danger: a person is told, and the person who sent it where to turn.

    The survey waits and any answer is kept. Someone who stopped is not texted: a person rings.
    """
    phone, text, now = asked.phone, asked.text, asked.now
    safeguarding.raise_alert(phone, text, made.cues, now=now)
    threads.need_a_person(phone, "alert", now=now)
    signpost = safeguarding.signpost_words(made.cues.tiers, asked.language)
    wants_out = asked.heard.request is Request.OPT_OUT
    if asked.conversation is not None and not wants_out:
        turns.keep_and_hold(asked.conversation, text, asked.heard, now=now)
    if wants_out:
        asked_of_us.stop(asked, with_words=signpost)
    elif phone.stopped_at is None:
        reply(phone, text, signpost, kind="signpost", now=now)
    return str(Outcome.SAFEGUARD)


def _from_someone_who_stopped(asked: Asked) -> str:
    """Only START and DELETE are answered; everything else still reaches a person."""
    if asked.heard.request is Request.OPT_IN:
        return asked_of_us.start_again(asked)
    if asked.heard.request is Request.DELETE:
        return asked_of_us.delete(asked, kind="stop_confirmation")
    threads.need_a_person(asked.phone, "other", now=asked.now)
    return STOPPED


def _next_in_line(asked: Asked, is_open: Open, made: Made) -> str:
    """The survey or invitation that asked last; else a text word; else a person reads it."""
    phone, text, now = asked.phone, asked.text, asked.now
    conversation, said = is_open.conversation, text.body or ""
    survey = conversations.survey_for_word(said, now=now)
    if conversation and survey and conversations.is_over(conversation, now=now):
        conversation = None
    if conversation is not None and _is_another(survey, conversation):
        conversation = None
    if conversation is not None and _is_same_word(survey, conversation):
        outbox.suppress_of(conversation.id)
        return conversations.invite_again(conversation, text, now=now)
    if conversation is not None and not is_open.unasked:
        return _in_a_survey(asked, conversation)
    if is_open.invitation is not None and not _means_the_survey(survey, made):
        reading = asked.heard.reading
        answered = rsvp_meant.answer(is_open.invitation, said, reading, now=now)
        return _said_of_session(asked, answered)
    if survey is not None:
        return conversations.start_by_word(phone, text, survey, now=now)
    if changed := rsvp_meant.change_of_mind(phone, said, now=now):
        return _said_of_session(asked, changed)
    if off := rsvp_meant.about_one_that_is_off(phone, said, now=now):
        return _said_of_session(asked, off)
    if last := conversations.last_conversation(phone, OVER, now=now):
        outcome = turns.survey_turn(last, text, made.heard, now=now)
        if outcome == Outcome.OTHER:
            threads.need_a_person(phone, "other", now=now)
        return outcome
    threads.need_a_person(phone, "other" if phone.person_id else "unknown", now=now)
    reply(phone, text, say(Sentence.PERSON_WILL_READ, language=is_open.language), now=now)
    return str(Outcome.OTHER)


def _means_the_survey(survey: Survey | None, made: Made) -> bool:
    """Whether a survey's word is no answer to the invitation that is open."""
    reading = made.heard.reading
    return survey is not None and (reading is None or reading.outcome is not Outcome.ANSWER)


def _is_another(survey: Survey | None, conversation: Conversation) -> bool:
    """A word for another survey, from someone who has not begun the one they were asked to."""
    if survey is None or survey.id == conversation.survey_id:
        return False
    if conversation.state not in (State.INVITED, State.EXPIRED):
        return False
    conversations.close(conversation, State.EXPIRED)
    db.session.flush()
    return True


def _is_same_word(survey: Survey | None, conversation: Conversation) -> bool:
    """The survey's own word from someone who has been asked and has not begun."""
    if survey is None or survey.id != conversation.survey_id:
        return False
    is_danger = conversation.held_because == "safeguarding"
    return conversation.question is None and not conversation.on_web and not is_danger


def _in_a_survey(asked: Asked, conversation: Conversation) -> str:
    if conversation.state == State.HELD and conversation.held_because == "safeguarding":
        return _while_held(asked)
    if _asks_a_fact(asked, conversation):
        threads.need_a_person(asked.phone, "staff_review", now=asked.now)
        asked.say(Sentence.FACT_ASKED)
        return str(Outcome.HELP)
    outcome = turns.survey_turn(conversation, asked.text, asked.heard, now=asked.now)
    if outcome in {Outcome.LATE, Outcome.OTHER}:
        is_late = outcome == Outcome.LATE and asked.text.question is None
        if is_late or conversation.state == State.INVITED:
            threads.need_a_person(asked.phone, "late" if is_late else "other", now=asked.now)
    return outcome


def _asks_a_fact(asked: Asked, conversation: Conversation) -> bool:
    """Whether somebody who has not said yes asks something first: "do I get paid?"."""
    reading = asked.heard.reading
    return (
        conversation.question is None and reading is not None and (reading.outcome is Outcome.HELP)
    )


def _while_held(asked: Asked) -> str:
    """After a word of danger nothing is asked; a person reads, and they are told once."""
    threads.need_a_person(asked.phone, "alert", now=asked.now)
    if not was_told(asked.phone, "held", now=asked.now):
        asked.say(Sentence.HELD, kind="held")
    return str(Outcome.STAFF_REVIEW)


def _said_of_session(asked: Asked, answered: Reply) -> str:
    if answered.needs_a_person:
        threads.need_a_person(asked.phone, answered.needs_a_person, now=asked.now)
    about = answered.about
    kind = outbox.SESSION_REPLY if about else "reply"
    reply(asked.phone, asked.text, answered.text, kind=kind, invitation=about, now=asked.now)
    return answered.outcome
