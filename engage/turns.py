"""One turn of a survey by text, in storage: what is kept, what is said, and what is waited for."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select

from engage import answering, outbox
from engage.consenting import begin
from engage.conversations import (
    EXPIRY,
    FIRST_NUDGE,
    LINKED,
    WAITING,
    close,
    forget_words,
    is_over,
    progress_of,
    questionnaire_of,
    response_of,
    waiting_conversation,
    words_that_invite,
)
from engage.extensions import db, nudge, settings
from engage.models import Conversation, InboundText, OutboundText, Phone, Response
from engage.outbox import Draft
from engage.text_back import reply
from surveys.conversation import ask_again, go_on, is_answered, take_turn
from surveys.hearing import Heard
from surveys.progress import Given, Moment, Progress, State, Turn
from surveys.questionnaire import Questionnaire
from surveys.reading import Outcome, Value
from surveys.wording import Sentence, say

JUST_AFTER = timedelta(seconds=15)
LONG_AFTER = timedelta(hours=20)
ASKED_LAST = (
    select(OutboundText.state, OutboundText.sent_at, OutboundText.claimed_at)
    .where(OutboundText.phone_id == bindparam("phone"))
    .where(OutboundText.conversation_id == bindparam("conversation"))
    .where(OutboundText.question.is_not_distinct_from(bindparam("question")))
    .order_by(OutboundText.created_at.desc())
    .limit(1)
)


def survey_turn(
    conversation: Conversation, text: InboundText, heard: Heard, *, now: datetime
) -> str:
    """Take one text in a survey as far as it leads; the outcome in a word."""
    survey, phone = conversation.survey, conversation.phone
    if not survey.is_open(now):
        close(conversation, State.CLOSED)
        closed = say(Sentence.SURVEY_CLOSED, language=conversation.language)
        reply(phone, text, closed, now=now)
        return str(Outcome.LATE)
    response = response_of(conversation)
    turn = _taken(conversation, response, text, heard)
    if turn.progress.state is State.ASKING and response is None:
        invited_to = conversation.version
        response = begin(conversation, now=now)
        if response is None:
            return _answered_elsewhere(conversation, text, now=now)
        if response.answers:
            turn = _where_they_were(conversation, response)
        elif conversation.version != invited_to:
            turn = _taken(conversation, response, text, heard)
    apply(conversation, response, turn, now=now)
    if turn.outcome is not Outcome.OTHER:
        text.conversation_id = conversation.id
        text.question = turn.given.question if turn.given else None
    if turn.gathers and not settings().gathering:
        turn = _gathered(conversation, response, now=now)
    _say(conversation, text, turn, now=now)
    if survey.anonymous and turn.progress.state not in (*LINKED, State.INVITED):
        forget_words(conversation)
    return str(turn.outcome) if turn.replies or turn.given or turn.gathers else "thanks"


def _say(conversation: Conversation, text: InboundText, turn: Turn, *, now: datetime) -> None:
    if not turn.replies:
        return
    asks = turn.progress.question if turn.progress.state is State.ASKING else None
    reply(
        conversation.phone,
        text,
        "\n".join(turn.replies),
        kind="question" if asks else "reply",
        now=now,
        conversation=conversation,
        question=asks,
    )


def _where_they_were(conversation: Conversation, response: Response) -> Turn:
    """The first question without an answer, for someone who began before and comes back."""
    return go_on(
        questionnaire_of(conversation),
        Progress(State.ASKING),
        answers=_answers(response),
        before=Sentence.WELCOME_BACK,
    )


def _taken(
    conversation: Conversation, response: Response | None, text: InboundText, heard: Heard
) -> Turn:
    """What one text leads to where the conversation is; changes nothing."""
    moment = _moment(conversation, text)
    return take_turn(
        questionnaire_of(conversation),
        progress_of(conversation),
        heard,
        answers=_answers(response),
        moment=moment,
        parts=_parts(conversation, moment),
    )


def keep_and_hold(
    conversation: Conversation, text: InboundText, heard: Heard, *, now: datetime
) -> None:
    """Keep what a text that tells of danger answers, if anything, and stop asking.

    What came before it of the same answer stays; all its words are held.
    """
    response = response_of(conversation)
    is_asking = conversation.state == State.ASKING
    if is_asking and response is not None and heard.reading is not None:
        turn = _taken(conversation, response, text, heard)
        given = turn.given and _for_the_record(response, turn.given)
        if given is not None and turn.outcome in {Outcome.ANSWER, Outcome.ANSWER_TEXT}:
            answering.record(response, given, now=now, hold_words=True)
    if conversation.state in WAITING:
        conversation.state, conversation.held_because = State.HELD, "safeguarding"
        conversation.gather_until = conversation.nudge_at = None


def _for_the_record(response: Response, given: Given) -> Given | None:
    """What of a text that tells of danger goes with the answers.

    Staff keep the text itself, with its phone, to help. The same words beside the answers to an
    anonymous survey would tell whose all of them are, so there they are left out.
    """
    if not response.anonymous:
        return given
    if response.answer_to(given.question) is not None:
        return None
    return replace(given, words="")


def say_it_again(
    conversation: Conversation, text: InboundText, *, before: Sentence, now: datetime
) -> None:
    """Answer a text with the question in hand, or the invitation, after a sentence before it."""
    questionnaire, progress = questionnaire_of(conversation), progress_of(conversation)
    if progress.question is None and progress.state is not State.ASKING:
        outbox.suppress_of(conversation.id)
        opening = say(before, language=conversation.language)
        words = words_that_invite(questionnaire)
        reply(conversation.phone, text, f"{opening} {words}", now=now, conversation=conversation)
        return
    response = response_of(conversation)
    answers = _answers(response)
    if progress.question is None or progress.question in answers:
        turn = go_on(questionnaire, progress, answers=answers, before=before)
    else:
        turn = ask_again(questionnaire, progress, answers=answers, before=before)
    apply(conversation, response, turn, now=now)
    _say(conversation, text, turn, now=now)


def go_on_after_gathering(conversation_id: uuid.UUID, *, now: datetime) -> bool:
    """Ask what comes next once the rest of an answer has had time to come; False if not yet."""
    conversation = _locked(conversation_id)
    if conversation is None or conversation.gather_until is None or conversation.gather_until > now:
        db.session.rollback()
        return False
    if conversation.state != State.ASKING or is_over(conversation, now=now):
        conversation.gather_until = None
        return True
    # By the wait that is over: who goes back to a question is asked the next one once more.
    key = f"goes-on:{conversation.id}:{conversation.gather_until.timestamp():.6f}"
    turn = _gathered(conversation, response_of(conversation), now=now)
    came = last_came_at(conversation.phone)
    _say_unasked(conversation, turn, key=key, now=now, answers_text_at=came)
    if conversation.anonymous and turn.progress.state not in LINKED:
        forget_words(conversation)
    return True


def last_came_at(phone: Phone) -> datetime | None:
    """When the newest text of this phone came: by then, and not by now, it may be answered."""
    return db.session.scalar(
        select(func.max(InboundText.received_at)).where(InboundText.from_key == phone.number_key)
    )


def gathered(*, now: datetime) -> list[uuid.UUID]:
    """Conversations in which the time to wait for more of an answer is over."""
    over = Conversation.gather_until <= now
    return list(db.session.scalars(select(Conversation.id).where(over)))


def resume_after_staff(phone: Phone, *, now: datetime) -> bool:
    """Ask the question in hand again, now that a person has handed the phone back."""
    conversation = waiting_conversation(phone)
    if conversation is None or is_over(conversation, now=now) or conversation.question is None:
        return False
    if conversation.on_web:
        return False
    return ask_once_more(
        conversation,
        before=Sentence.WELCOME_BACK,
        key=f"resumed:{conversation.id}:{now.timestamp():.0f}",
        now=now,
    )


def ask_once_more(
    conversation: Conversation, *, before: Sentence, key: str, now: datetime, kind: str = "question"
) -> bool:
    """Queue the question in hand again, or the one after it if it has its answer.

    The key keeps it from going twice.
    """
    questionnaire, progress = questionnaire_of(conversation), progress_of(conversation)
    response = response_of(conversation)
    answers = _answers(response)
    if is_answered(questionnaire, progress, answers):
        turn = go_on(questionnaire, progress, answers=answers, before=before)
        apply(conversation, response, turn, now=now)
    else:
        turn = ask_again(questionnaire, progress, answers=answers, before=before)
        conversation.state, conversation.held_because = State.ASKING, None
    return _say_unasked(conversation, turn, key=key, now=now, kind=kind)


def _say_unasked(
    conversation: Conversation,
    turn: Turn,
    *,
    key: str,
    now: datetime,
    kind: str = "question",
    answers_text_at: datetime | None = None,
) -> bool:
    """Queue what a turn says some time after a text of theirs; in the hours, if it was long ago."""
    if not turn.replies:
        return False
    is_question = turn.progress.state is State.ASKING
    return outbox.queue(
        Draft(
            phone=conversation.phone,
            body="\n".join(turn.replies),
            kind=kind if is_question else "thanks",
            dedupe_key=key,
            answers_text_at=answers_text_at,
            not_after=conversation.survey.closes_at,
            conversation_id=conversation.id,
            question=turn.progress.question if is_question else None,
        ),
        now=now,
    )


def _gathered(conversation: Conversation, response: Response | None, *, now: datetime) -> Turn:
    turn = go_on(
        questionnaire_of(conversation), progress_of(conversation), answers=_answers(response)
    )
    apply(conversation, response, turn, now=now)
    return turn


def _locked(conversation_id: uuid.UUID) -> Conversation | None:
    """A conversation under its phone's lock, as it now stands."""
    found = db.session.get(Conversation, conversation_id)
    if found is None:
        return None
    lock(found.phone)
    db.session.refresh(found)
    return found


def lock(phone: Phone) -> None:
    """Hold a phone, as it now stands, until this transaction ends, by writing to its row."""
    outbox.take_turn(phone.id)
    db.session.refresh(phone)


def _moment(conversation: Conversation, text: InboundText) -> Moment:
    """Whether the person can have read the question in hand when they sent this."""
    about = (conversation.phone_id, conversation.id, conversation.question)
    asked = db.session.execute(
        ASKED_LAST, dict(zip(("phone", "conversation", "question"), about, strict=True))
    ).first()
    came = text.received_at
    if asked is None:
        return _how_long_after(came - conversation.asked_at)
    state, sent_at, claimed_at = asked
    left_at = sent_at or claimed_at
    if state == "queued" or (left_at is not None and came <= left_at):
        return Moment.BEFORE
    if sent_at is not None and came - sent_at < JUST_AFTER:
        return Moment.JUST_AFTER
    return _how_long_after(came - (left_at or conversation.asked_at))


def _how_long_after(passed: timedelta) -> Moment:
    return Moment.LONG_AFTER if passed > LONG_AFTER else Moment.AFTER


def _parts(conversation: Conversation, moment: Moment) -> dict[str, tuple[str, ...]]:
    """The texts that came so far in answer to a question that may have more to come."""
    gathering = conversation.question if conversation.gather_until else None
    early = conversation.earlier if moment in (Moment.BEFORE, Moment.JUST_AFTER) else None
    wanted = [key for key in (gathering, early) if key is not None]
    if not wanted or conversation.state != State.ASKING:
        return {}
    found = db.session.execute(
        select(InboundText.question, InboundText.body)
        .where(InboundText.conversation_id == conversation.id, InboundText.question.in_(wanted))
        .order_by(InboundText.id)
    )
    parts: dict[str, tuple[str, ...]] = {}
    for key, body in found:
        if key and body:
            parts[key] = (*parts.get(key, ()), body)
    return parts


def _answers(response: Response | None) -> dict[str, Value]:
    return dict(response.values) if response else {}


def apply(
    conversation: Conversation, response: Response | None, turn: Turn, *, now: datetime
) -> None:
    """Move the conversation on, and keep what was answered."""
    progress, questionnaire = turn.progress, questionnaire_of(conversation)
    if turn.given is not None and response is not None:
        _record(questionnaire, response, turn.given, now=now)
    done = response is not None and questionnaire.is_done(response.values)
    if response is not None and (done or progress.state is State.COMPLETED):
        answering.finish(response, now=now, person=conversation.phone.person)
    if response is not None and progress.state is State.DECLINED:
        answering.forget(response)  # asked to agree, and did not
        response = None
    db.session.flush()
    linked = response is not None and (progress.state in LINKED or not response.anonymous)
    conversation.response_id = response.id if response is not None and linked else None
    conversation.state, conversation.held_because = progress.state, progress.held_because
    conversation.question, conversation.earlier = progress.question, progress.earlier
    conversation.clarifies, conversation.asked_at = progress.clarifies, now
    conversation.on_web = False
    conversation.gather_until = now + settings().gathering if turn.gathers else None
    conversation.nudge_at = None
    if progress.state in WAITING:  # what is left to ask when all is done is not asked about twice
        conversation.nudge_at = now + (EXPIRY if done else FIRST_NUDGE)
    if turn.gathers:
        nudge("texts.go_on", str(conversation.id), after=settings().gathering.total_seconds())


def _record(
    questionnaire: Questionnaire, response: Response, given: Given, *, now: datetime
) -> None:
    question = questionnaire.find(given.question)
    language = questionnaire.language_of(question) if question else questionnaire.language
    answering.record(response, given, now=now, language=language)


def _answered_elsewhere(conversation: Conversation, text: InboundText, *, now: datetime) -> str:
    close(conversation, State.COMPLETED)
    already = say(Sentence.ALREADY_ANSWERED, language=conversation.language)
    reply(conversation.phone, text, already, now=now)
    return str(Outcome.OTHER)
