"""Thanking those who came to a session, once each by text, with a short survey where it fits."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engage import attending, outbox
from engage.conversations import is_over as has_closed
from engage.conversations import open_for, waiting_conversation
from engage.extensions import db, settings
from engage.inviting import ABLE, can_be_texted, standing
from engage.models import Invitation, OutboundText, Person, Phone, Session, Survey
from engage.models.surveys import published
from engage.outbox import Draft
from engage.places import reachable, take_turn
from engage.session_words import words
from engage.text_back import language_of
from surveys.opening import how_many
from surveys.wording import Sentence, say


@dataclass(frozen=True)
class Look:
    """Who would be thanked: how many by text, how many of them with the survey as well.

    `by_language` has the words of each language, the most read first: with the survey if anybody
    who reads that language is asked. `no_phone` came and cannot be texted; `thanked` were before.
    """

    people: int
    with_survey: int
    no_phone: int
    thanked: int
    by_language: tuple[tuple[str, int, str], ...]


@dataclass(frozen=True)
class _Thanks:
    invitation: Invitation
    phone: Phone
    survey: Survey | None


def is_over(session: Session, *, now: datetime) -> bool:
    """Whether people may be thanked for coming: it has ended, and was not called off."""
    return session.cancelled_at is None and session.ends_at <= now


def after_survey(session: Session, *, now: datetime) -> Survey | None:
    """The survey that goes with the thanks, if there is one and it takes answers."""
    if session.after_survey_id is None:
        return None
    survey = db.session.get_one(Survey, session.after_survey_id)
    return survey if survey.is_open(now) else None


def surveys_to_join(*, now: datetime) -> list[Survey]:
    """Surveys that take answers now, which may go with the thanks."""
    found = db.session.scalars(select(Survey).order_by(Survey.title))
    return [survey for survey in found if survey.is_open(now)]


def look(session: Session, *, now: datetime) -> Look:
    """Who would be thanked if the button were pressed now; changes nothing."""
    came = attending.were_there(session)
    planned = _planned(session, came, now=now)
    thanked = _thanked(came)
    words_for: dict[str, tuple[int, str]] = {}
    for one in sorted(planned, key=lambda one: one.survey is None):
        language = language_of(one.phone)
        count, body = words_for.get(language, (0, ""))
        words_for[language] = (count + 1, body or _body(session, one))
    in_order = sorted(words_for.items(), key=lambda item: (-item[1][0], item[0]))
    return Look(
        people=len(planned),
        with_survey=sum(one.survey is not None for one in planned),
        no_phone=len(came) - len(planned) - len(thanked),
        thanked=len(thanked),
        by_language=tuple((code, count, body) for code, (count, body) in in_order),
    )


def thank(session: Session, *, now: datetime) -> int:
    """Thank everybody who came and was not thanked yet; the number of texts."""
    take_turn(session)
    if not is_over(session, now=now):
        return 0
    planned = _planned(session, attending.were_there(session), now=now)
    texts = sum(_send(session, one, now=now) for one in planned)
    if texts:
        session.thanked_at = now
    return texts


def _key(invitation: Invitation) -> str:
    return f"thanks:{invitation.id}"


def _thanked(came: Sequence[Invitation]) -> set[str]:
    """The keys of the thanks that are in the outbox already."""
    keys = [_key(one) for one in came]
    rows = select(OutboundText.dedupe_key).where(OutboundText.dedupe_key.in_(keys))
    return set(db.session.scalars(rows))


def _planned(session: Session, came: Sequence[Invitation], *, now: datetime) -> list[_Thanks]:
    """Each person who is still to be thanked and can be texted, with the survey if it is right."""
    thanked, survey = _thanked(came), after_survey(session, now=now)
    to_thank = [one for one in came if _key(one) not in thanked]
    may_be_asked = _may_be_asked(survey, to_thank, now=now)
    planned = []
    for one in to_thank:
        asked = survey if one.person_id in may_be_asked else None
        phone = _phone(one.person, asked, now=now)
        if phone is not None:
            planned.append(_Thanks(one, phone, asked))
    return planned


def _may_be_asked(
    survey: Survey | None, people: Sequence[Invitation], *, now: datetime
) -> set[uuid.UUID]:
    """Those of them whom the survey may be put to now: not in the middle of another, not asked
    before, not asked enough this week."""
    if survey is None:
        return set()
    chosen = select(Person.id.label("person_id")).where(
        Person.id.in_([one.person_id for one in people])
    )
    rows = db.session.execute(standing(survey, chosen, now=now))
    return {person_id for person_id, reason in rows if reason == ABLE}


def _phone(person: Person, survey: Survey | None, *, now: datetime) -> Phone | None:
    if survey is None:
        return reachable(person)
    return next((phone for phone in person.phones if can_be_texted(phone, now=now)), None)


def _body(session: Session, thanks: _Thanks) -> str:
    """The words of the text: thanks alone, or thanks with the survey's first question, a yes."""
    language = language_of(thanks.phone)
    if thanks.survey is None:
        return words(Sentence.SESSION_THANKS, session, language=language)
    survey, config = thanks.survey, settings()
    asked = published(survey.id, survey.latest.number).in_language(language)
    free = Sentence.COST_FREE if config.replies_are_free else Sentence.COST_USUAL
    return say(
        Sentence.SESSION_THANKS_SURVEY,
        language=asked.language,
        sender=config.sender_name,
        title=session.title,
        questions=how_many(asked),
        cost=say(free, language=asked.language),
    )


def _send(session: Session, thanks: _Thanks, *, now: datetime) -> bool:
    """Queue one person's text; someone who began another survey this moment is thanked only.

    It names no invitation: a yes after it is no answer to whether they can come, and nothing leads
    from who came to what they answer.
    """
    conversation_id = None
    if thanks.survey is not None:
        conversation_id = _open(thanks.survey, thanks.phone, now=now)
        if conversation_id is None:
            thanks = _Thanks(thanks.invitation, thanks.phone, None)
    draft = Draft(
        phone=thanks.phone,
        body=_body(session, thanks),
        kind="invitation" if conversation_id else "thanks",
        dedupe_key=_key(thanks.invitation),
        not_after=thanks.survey.closes_at if thanks.survey else None,
        conversation_id=conversation_id,
    )
    return outbox.queue(draft, now=now)


def _open(survey: Survey, phone: Phone, *, now: datetime) -> uuid.UUID | None:
    waiting = waiting_conversation(phone)
    if waiting is not None and not has_closed(waiting, now=now):
        return None
    try:
        with db.session.begin_nested():
            return open_for(survey, phone, now=now).id
    except IntegrityError:
        return None
