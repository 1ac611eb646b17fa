"""What a reply to a session's invitation does: a yes, a no, and the place that moves with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select

from engage import outbox
from engage.extensions import db
from engage.models import Invitation, Phone, Session
from engage.outbox import Draft
from engage.places import free_place, reachable, take_turn
from engage.session_words import words
from engage.text_back import language_of
from engage.times import local
from surveys.invitations import Invitation as InvitationQuestion
from surveys.keywords import skipped
from surveys.reading import Outcome, Reading
from surveys.wording import Sentence

CLARIFIES = 2
OVER_FOR = timedelta(days=1)
QUESTION = InvitationQuestion(key="session", wording="Can you come?", meeting=True)
"""What a reply to an invitation answers."""


@dataclass(frozen=True)
class Reply:
    """What to say back to someone about their invitation, and the outcome in a word.

    `needs_a_person` says why a person should look, when one should.
    """

    text: str
    outcome: str
    needs_a_person: str = ""


def waiting_invitation(phone: Phone, *, now: datetime) -> Invitation | None:
    """The invitation this phone's holder was sent last and has not answered.

    A day after a session a text is no longer taken for an answer about it.
    """
    return _latest(phone, ("invited",), after=now - OVER_FOR)


def change_of_mind(phone: Phone, said: str, *, now: datetime) -> Reply | None:
    """A yes or no from someone who had answered already, about a session still to come.

    A word for missing a question is no change of mind, though it turns an invitation down.
    """
    missed = skipped(said, language=language_of(phone))
    if missed is not None and not missed.flags:
        return None
    invitation = _latest(phone, ("accepted", "declined", "waiting"), after=now)
    if invitation is None:
        return None
    reading = QUESTION.read(said, language=language_of(phone))
    if reading.outcome not in {Outcome.ANSWER, Outcome.HELP}:
        return None
    return answer_by_text(invitation, said, now=now, reading=reading)


LATEST = (
    select(Invitation)
    .join(Session)
    .where(Invitation.person_id == bindparam("person"))
    .where(Invitation.state.in_(bindparam("states", expanding=True)))
    .where(Session.cancelled_at.is_(None), Session.starts_local > bindparam("after"))
    .order_by(Invitation.invited_at.desc())
    .limit(1)
)


def _latest(phone: Phone, states: tuple[str, ...], *, after: datetime) -> Invitation | None:
    """Of the sessions that start after this, the one that this person was asked to last."""
    if phone.person_id is None:
        return None
    about = {"person": phone.person_id, "states": states}
    return db.session.scalar(LATEST, about | {"after": local(after).replace(tzinfo=None)})


def answer_by_text(
    invitation: Invitation, said: str, *, now: datetime, reading: Reading | None = None
) -> Reply:
    """Take a reply in words, kept with whatever else was said for staff to act on."""
    session, reading = invitation.session, reading or QUESTION.read(said)
    if session.starts_at <= now:
        invitation.state = "declined"
        return Reply(in_words(invitation, Sentence.SESSION_OVER), "late")
    if reading.outcome is Outcome.CLARIFY:
        return _unclear(invitation, said)
    if reading.outcome in _FOR_A_PERSON:
        _keep_words(invitation, said)
        invitation.clarifies = max(invitation.clarifies, CLARIFIES + 1)
        why = str(Outcome.STAFF_REVIEW)
        told = in_words(invitation, _FOR_A_PERSON[reading.outcome])
        return Reply(told, str(reading.outcome), why)
    if reading.outcome is not Outcome.ANSWER:
        _keep_words(invitation, said)
        return Reply(in_words(invitation, Sentence.LATER), str(Outcome.LATER))
    invitation.answered_at = now
    invitation.words = said if reading.words or reading.needs else None
    invitation.needs = sorted(reading.needs) or None
    if reading.value == "yes":
        return Reply(_accept(invitation), "answer")
    _give_up_place(invitation, now=now)
    return Reply(in_words(invitation, Sentence.SESSION_NO), "answer")


_FOR_A_PERSON = {
    Outcome.HELP: Sentence.FACT_ASKED,
    Outcome.CALLBACK: Sentence.CALLBACK,
    Outcome.STAFF_REVIEW: Sentence.PERSON_WILL_READ,
}


def _keep_words(invitation: Invitation, said: str) -> None:
    invitation.words = "\n".join(filter(None, (invitation.words, said)))


def _unclear(invitation: Invitation, said: str) -> Reply:
    _keep_words(invitation, said)
    invitation.clarifies += 1
    if invitation.clarifies <= CLARIFIES:
        return Reply(in_words(invitation, Sentence.SESSION_UNCLEAR), "clarify")
    why = str(Outcome.STAFF_REVIEW)
    return Reply(in_words(invitation, Sentence.PERSON_WILL_READ), why, why)


def _accept(invitation: Invitation) -> str:
    """Give them the lowest free place, or put them on the waiting list; the words to say."""
    session = invitation.session
    if invitation.state != "accepted":
        take_turn(session)
        if session.cancelled_at is not None:
            return in_words(invitation, Sentence.SESSION_CANCELLED)
        place = free_place(session)
        invitation.state = "accepted" if place else "waiting"
        invitation.place = place
        db.session.flush()
    if invitation.state == "waiting":
        return in_words(invitation, Sentence.SESSION_FULL)
    return in_words(invitation, Sentence.SESSION_YES)


def in_words(invitation: Invitation, sentence: Sentence) -> str:
    return words(sentence, invitation.session, language=invitation.person.language)


def _give_up_place(invitation: Invitation, *, now: datetime) -> None:
    """Free the place, and give it to whoever has waited longest and can be told."""
    session = invitation.session
    take_turn(session)
    invitation.state, invitation.place = "declined", None
    db.session.flush()
    place = free_place(session)
    waiting = db.session.scalars(
        select(Invitation)
        .where(Invitation.session_id == session.id, Invitation.state == "waiting")
        .order_by(Invitation.answered_at, Invitation.id)
    )
    for one in waiting if place else ():
        phone = reachable(one.person)
        if phone is not None:
            one.state, one.place = "accepted", place
            _tell_of_place(one, phone, now=now)
            return


def _tell_of_place(invitation: Invitation, phone: Phone, *, now: datetime) -> None:
    session, asked = invitation.session, invitation.answered_at or invitation.invited_at
    body = in_words(invitation, Sentence.SESSION_PLACE)
    key = f"place:{invitation.id}:{asked.timestamp():.0f}"
    draft = Draft(phone, body, "notice", key, not_after=session.starts_at, invitation=invitation)
    outbox.queue(draft, now=now)
