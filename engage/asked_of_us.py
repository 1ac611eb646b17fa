"""What people ask of the service itself by text: to stop, to be rung, to see or delete answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, select, update

from engage import hear_back, outbox, rsvp_links, rsvp_meant, threads, turns, web_links
from engage.answering import forget
from engage.conversations import (
    EXPIRY,
    LINKED,
    WAITING,
    close,
    forget_texts,
    is_over,
    last_conversation,
    progress_of,
    questionnaire_of,
    response_of,
)
from engage.extensions import db, settings
from engage.models import Conversation, InboundText, Phone, Response
from engage.text_back import language_of, reply
from surveys import keywords
from surveys.conversation import hold, resumed
from surveys.hearing import Heard
from surveys.lexicon import is_ready
from surveys.progress import State
from surveys.reading import Outcome, Request, Value
from surveys.telling_back import what_you_said
from surveys.wording import Sentence, say

PAUSE = timedelta(days=30)


@dataclass(frozen=True)
class Asked:
    """One request: who asks, the text it came in, and the survey they are in, if they are."""

    phone: Phone
    text: InboundText
    heard: Heard
    conversation: Conversation | None
    now: datetime

    @property
    def language(self) -> str:
        """The language to answer in."""
        return language_of(self.phone, self.conversation)

    def say(self, sentence: Sentence, kind: str = "reply", **fields: object) -> None:
        """Answer with one fixed sentence."""
        body = say(sentence, language=self.language, **fields)
        reply(self.phone, self.text, body, kind=kind, now=self.now)


def stop(asked: Asked, *, with_words: str = "") -> str:
    """STOP: end everything at once, and say so one time; `with_words` come before, in one text."""
    phone, text, now = asked.phone, asked.text, asked.now
    already = phone.stopped_at is not None or network_answers(text)
    phone.stopped_at = phone.stopped_at or now
    phone.stopped_by = phone.stopped_by or "person"
    end_every_survey(phone, State.OPTED_OUT, text=text)
    hear_back.forget(phone.number or "")
    outbox.suppress_queued(phone, keep=("stop_confirmation", "signpost"))
    if not already:
        words = say(
            Sentence.STOP_CONFIRMATION, language=asked.language, sender=settings().sender_name
        )
        body = f"{with_words} {words}".strip()
        reply(phone, text, body, kind="stop_confirmation", now=now)
    return str(Outcome.OPT_OUT)


def end_every_survey(phone: Phone, state: State, *, text: InboundText | None = None) -> None:
    """Close whatever survey the phone is in; a text that did so belongs to it."""
    open_states = (*WAITING, State.EXPIRED)
    found = select(Conversation).where(
        Conversation.phone_id == phone.id, Conversation.state.in_(open_states)
    )
    for conversation in db.session.scalars(found).all():
        if text is not None and conversation.state in WAITING:
            text.conversation_id = conversation.id
        close(conversation, state)


def start_again(asked: Asked) -> str:
    """START: texts may come again, but no old survey does."""
    phone = asked.phone
    phone.stopped_at = phone.stopped_by = phone.paused_until = None
    phone.wants = "all"
    if not network_answers(asked.text):
        sender = settings().sender_name
        asked.say(Sentence.START_CONFIRMATION, kind="start_confirmation", sender=sender)
    return str(Outcome.OPT_IN)


def network_answers(text: InboundText) -> bool:
    """True when the network itself answers this exact word, so that a second answer is noise."""
    if settings().provider != "twilio":
        return False
    return (text.body or "").strip().upper() in keywords.RESERVED


def _help(asked: Asked) -> str:
    if not network_answers(asked.text):
        asked.say(Sentence.HELP, kind="help", sender=settings().sender_name)
    return str(Outcome.HELP)


def _identify(asked: Asked) -> str:
    asked.say(Sentence.IDENTIFY, kind="help", sender=settings().sender_name)
    return str(Outcome.IDENTIFY)


def _wrong_number(asked: Asked) -> str:
    """Nothing is disclosed, the number is nobody's any more, and staff are told."""
    phone = asked.phone
    end_every_survey(phone, State.CLOSED)
    hear_back.forget(phone.number or "")
    outbox.suppress_queued(phone)
    asked.say(Sentence.WRONG_NUMBER, kind="wrong_number")
    _let_go_of_what_was_said(phone)
    phone.person = None
    phone.stopped_at, phone.stopped_by = asked.now, "wrong_number"
    threads.need_a_person(phone, "wrong_number", now=asked.now)
    return str(Outcome.WRONG_NUMBER)


def _let_go_of_what_was_said(phone: Phone) -> None:
    """Whoever holds the number now is told and can delete nothing of who held it before.

    They are not taken for them either: the surveys that were answered are open to them.
    """
    of_this_phone = update(Conversation).where(Conversation.phone_id == phone.id)
    db.session.execute(of_this_phone.values(response_id=None))
    done = of_this_phone.where(Conversation.state == State.COMPLETED)
    db.session.execute(done.values(state=State.CLOSED))


def _callback(asked: Asked) -> str:
    threads.need_a_person(asked.phone, "callback", now=asked.now)
    asked.say(Sentence.CALLBACK)
    return str(Outcome.CALLBACK)


def _fact(asked: Asked) -> str:
    """ "Is this free?": a person answers, and the question we asked stays open."""
    threads.need_a_person(asked.phone, "staff_review", now=asked.now)
    asked.say(Sentence.FACT_ASKED)
    return str(Outcome.HELP)


def _staff_review(asked: Asked) -> str:
    """A kind holding reply; a person reads it, and nothing is asked until they have."""
    threads.need_a_person(asked.phone, "staff_review", now=asked.now)
    asked.say(Sentence.PERSON_WILL_READ)
    if asked.conversation is not None and asked.conversation.state in WAITING:
        asked.conversation.nudge_at = asked.now + EXPIRY
    return str(Outcome.STAFF_REVIEW)


def delete(asked: Asked, *, kind: str = "reply") -> str:
    """Take back every answer that can be found, and say truthfully what cannot.

    Someone who stopped texts is still told this once: they asked.
    """
    phone = asked.phone
    conversations = db.session.scalars(_conversations_of(phone)).all()
    responses = {r.id: r for one in conversations if (r := response_of(one)) is not None}
    if phone.person_id is not None:
        theirs = select(Response).where(Response.person_id == phone.person_id)
        responses.update({r.id: r for r in db.session.scalars(theirs)})
    untied = [c for c in conversations if c.anonymous and c.state == State.COMPLETED]
    for conversation in conversations:
        _forget_what_was_texted(conversation)
        if conversation.state in (*WAITING, State.EXPIRED):
            close(conversation, State.WITHDRAWN)
            outbox.suppress_of(conversation.id)
    for response in responses.values():
        forget(response)
    outbox.suppress_queued(phone)
    if untied:
        asked.say(Sentence.DELETED_ANONYMOUS, kind)
    else:
        asked.say(Sentence.DELETED if responses else Sentence.DELETED_NONE, kind)
    return str(Outcome.OTHER)


def _conversations_of(phone: Phone) -> Select[Conversation]:
    """Those of this phone, and of every other phone of the person who holds it."""
    if phone.person_id is None:
        return select(Conversation).where(Conversation.phone_id == phone.id)
    theirs = select(Phone.id).where(Phone.person_id == phone.person_id)
    return select(Conversation).where(Conversation.phone_id.in_(theirs))


def _forget_what_was_texted(conversation: Conversation) -> None:
    conversation.response_id = None
    db.session.flush()
    forget_texts(conversation)


def _what_i_said(asked: Asked) -> str:
    """Their answers to the survey they are in, or were in last."""
    conversation = asked.conversation or last_conversation(
        asked.phone, (State.COMPLETED, *LINKED), now=asked.now
    )
    if conversation is None:
        asked.say(Sentence.WHAT_YOU_SAID_NONE)
        return str(Outcome.OTHER)
    response = response_of(conversation)
    if response is None and conversation.anonymous and conversation.state == State.COMPLETED:
        asked.say(Sentence.WHAT_YOU_SAID_ANONYMOUS)
        return str(Outcome.OTHER)
    given: Mapping[str, tuple[Value, str]] = (
        {a.question: (response.values[a.question], a.words or "") for a in response.answers}
        if response
        else {}
    )
    body = what_you_said(questionnaire_of(conversation), given)
    kind = "what_you_said"
    reply(asked.phone, asked.text, body, kind=kind, now=asked.now, conversation=conversation)
    return str(Outcome.OTHER)


def _web(asked: Asked) -> str:
    """A link that opens the survey where they are, or the page of a session they were asked to."""
    conversation = asked.conversation
    if conversation is None or conversation.state not in WAITING or _has_closed(asked):
        invitation = rsvp_meant.to_come(asked.phone, now=asked.now)
        if invitation is not None:
            asked.say(Sentence.SESSION_LINK, kind="web_link", link=rsvp_links.make(invitation))
            return str(Outcome.OTHER)
        asked.say(Sentence.NOTHING_TO_ASK)
        return str(Outcome.OTHER)
    asked.say(Sentence.WEB_LINK, kind="web_link", link=web_links.make(conversation, now=asked.now))
    return str(Outcome.OTHER)


def _has_closed(asked: Asked) -> bool:
    """Whether the survey they are in has closed, so that nothing of it can be offered."""
    return asked.conversation is not None and is_over(asked.conversation, now=asked.now)


def _pause(asked: Asked) -> str:
    asked.phone.paused_until = asked.now + PAUSE
    _put_off(asked)
    asked.say(Sentence.PAUSED)
    return str(Outcome.LATER)


def _put_off(asked: Asked) -> None:
    """The survey waits until the pause is over, and then lets go of the phone."""
    conversation = asked.conversation
    if conversation is not None and conversation.state in (State.INVITED, State.ASKING):
        conversation.state, conversation.held_because = State.HELD, "later"
        conversation.gather_until, conversation.nudge_at = None, asked.phone.paused_until


def _fewer(asked: Asked) -> str:
    asked.phone.wants = "fewer"
    asked.say(Sentence.FEWER, sender=settings().sender_name)
    return str(Outcome.OTHER)


def _sessions_only(asked: Asked) -> str:
    asked.phone.wants = "sessions"
    end_every_survey(asked.phone, State.DECLINED)
    asked.say(Sentence.SESSIONS_ONLY, sender=settings().sender_name)
    return str(Outcome.OTHER)


def _later(asked: Asked) -> str:
    """Not now: the survey waits, and asks once more another day."""
    conversation = asked.conversation
    if conversation is not None and conversation.held_because == "safeguarding":
        # After danger no machine asks again by itself: they say GO ON, or a person hands back.
        asked.say(Sentence.HELD, kind="held")
        return str(Outcome.LATER)
    if conversation is not None and _has_closed(asked):
        asked.say(Sentence.NOTHING_TO_ASK)
        return str(Outcome.LATER)
    if conversation is None or conversation.state not in WAITING:
        asked.say(Sentence.LATER)
        return str(Outcome.LATER)
    turn = hold(questionnaire_of(conversation), progress_of(conversation), because="later")
    turns.apply(conversation, response_of(conversation), turn, now=asked.now)
    asked.say(Sentence.LATER)
    return str(Outcome.LATER)


def _language(asked: Asked) -> str:
    """Text in the language they ask for from now on, and ask again in it.

    What we cannot ask in it a person looks at: the survey may not be translated, or no language
    file may be ready.
    """
    code, conversation = asked.heard.language, asked.conversation
    if code is None or not is_ready(code):
        return _staff_review(asked)
    if asked.phone.person is not None:
        asked.phone.person.language = code
    chosen = say(Sentence.LANGUAGE_CHOSEN, language=code)
    if conversation is None:
        reply(asked.phone, asked.text, chosen, now=asked.now)
        return str(Outcome.OTHER)
    conversation.language = code
    if not _is_translated(conversation):
        threads.need_a_person(asked.phone, "staff_review", now=asked.now)
        words = f"{chosen} {say(Sentence.PERSON_WILL_READ, language=code)}"
        reply(asked.phone, asked.text, words, now=asked.now)
        return str(Outcome.STAFF_REVIEW)
    turns.say_it_again(conversation, asked.text, before=Sentence.LANGUAGE_CHOSEN, now=asked.now)
    return str(Outcome.OTHER)


def _is_translated(conversation: Conversation) -> bool:
    """Whether any question of the survey can be asked in the conversation's language."""
    questionnaire = questionnaire_of(conversation)
    languages = {
        questionnaire.language_of(one) for one in questionnaire.questions if one.takes_answer
    }
    return conversation.language in languages


def _go_on(asked: Asked) -> str:
    """GO ON: take up a survey that was put off, or say that there is nothing to answer."""
    conversation = asked.conversation
    open_states = (*WAITING, State.EXPIRED)
    if conversation is None or conversation.state not in open_states or _has_closed(asked):
        asked.say(Sentence.NOTHING_TO_ASK)
        return str(Outcome.OTHER)
    conversation.state = resumed(progress_of(conversation)).state
    conversation.held_because, conversation.clarifies = None, 0
    asked.phone.paused_until = None
    turns.say_it_again(conversation, asked.text, before=Sentence.WELCOME_BACK, now=asked.now)
    return str(Outcome.OTHER)


ANSWERED: Mapping[Request, Callable[[Asked], str]] = {
    Request.HELP: _help,
    Request.IDENTIFY: _identify,
    Request.WRONG_NUMBER: _wrong_number,
    Request.CALLBACK: _callback,
    Request.STAFF_REVIEW: _staff_review,
    Request.FACT: _fact,
    Request.DELETE: delete,
    Request.WHAT_I_SAID: _what_i_said,
    Request.WEB: _web,
    Request.PAUSE: _pause,
    Request.FEWER: _fewer,
    Request.SESSIONS_ONLY: _sessions_only,
    Request.LATER: _later,
    Request.LANGUAGE: _language,
    Request.GO_ON: _go_on,
}
"""What is done for each request, whatever question is open; the outcome in a word."""


def in_any_case(asked: Asked) -> str | None:
    """Do what cannot wait for a person, who may have taken over and gone home: deleting."""
    return delete(asked) if asked.heard.request is Request.DELETE else None


def in_question(asked: Asked) -> str | None:
    """Do what a text asks of the service; None when that is the survey's or a caller's to do."""
    do = ANSWERED.get(asked.heard.request) if asked.heard.request else None
    return do(asked) if do else None
