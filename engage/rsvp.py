"""What a reply to a session's invitation does: a yes, a no, and the place that moves with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from engage import access_needs, places
from engage.extensions import db
from engage.models import Invitation, OutboundText
from engage.session_words import told
from surveys.invitations import Invitation as InvitationQuestion
from surveys.reading import Outcome, Reading
from surveys.wording import Sentence

CLARIFIES = 2
QUESTION = InvitationQuestion(key="session", wording="Can you come?", meeting=True)
"""What a reply to an invitation answers."""


@dataclass(frozen=True)
class Reply:
    """What to say back to someone about their invitation, and the outcome in a word.

    `needs_a_person` says why a person should look, when one should. `about` is the one
    invitation that it is about, so that a yes or a no to what is said back is taken for it.
    """

    text: str
    outcome: str
    needs_a_person: str = ""
    about: Invitation | None = None


def answer_by_text(
    invitation: Invitation, said: str, *, now: datetime, reading: Reading | None = None
) -> Reply:
    """Take a reply in words, kept with whatever else was said for staff to act on."""
    return replace(_answered(invitation, said, reading, now=now), about=invitation)


def _answered(
    invitation: Invitation, said: str, reading: Reading | None, *, now: datetime
) -> Reply:
    reading = reading or QUESTION.read(said, language=invitation.person.language)
    if too_late := take_turn(invitation, now=now):
        return too_late_for(invitation, too_late, reading, now=now)
    if reading.outcome is Outcome.ANSWER:
        words = said if reading.words or reading.needs else None
        sentence = answer(invitation, str(reading.value), reading.needs, words, now=now)
        return Reply(told(invitation, sentence), "answer")
    keep_words(invitation, said)
    access_needs.note(invitation, reading.needs, now=now)
    if reading.needs and invitation.state in ("accepted", "waiting"):
        return Reply(told(invitation, Sentence.SESSION_NEEDS), "answer")
    if reading.outcome is Outcome.CLARIFY:
        return _unclear(invitation)
    if reading.outcome in _FOR_A_PERSON:
        invitation.clarifies = max(invitation.clarifies, CLARIFIES + 1)
        why = str(Outcome.STAFF_REVIEW)
        return Reply(told(invitation, _FOR_A_PERSON[reading.outcome]), str(reading.outcome), why)
    return Reply(told(invitation, Sentence.LATER), str(Outcome.LATER))


_FOR_A_PERSON = {
    Outcome.HELP: Sentence.FACT_ASKED,
    Outcome.CALLBACK: Sentence.CALLBACK,
    Outcome.STAFF_REVIEW: Sentence.PERSON_WILL_READ,
}


def take_turn(invitation: Invitation, *, now: datetime) -> Sentence | None:
    """Have the session to ourselves; why it can be answered no more, when it cannot.

    What was read before may have been changed by whoever had the turn, and is read again.
    """
    places.take_turn(invitation.session)
    db.session.refresh(invitation)
    if invitation.session.cancelled_at is not None:
        return Sentence.SESSION_IS_OFF
    if invitation.session.starts_at <= now:
        is_over = invitation.session.ends_at <= now
        return Sentence.SESSION_OVER if is_over else Sentence.PERSON_WILL_READ
    return None


def too_late_for(
    invitation: Invitation, why: Sentence, reading: Reading, *, now: datetime
) -> Reply:
    """What to say to a reply that comes once it has begun.

    Only a yes or a no is told that it has been: whatever else they say, a person reads.
    """
    if why is Sentence.SESSION_IS_OFF:
        return Reply(told(invitation, why), "late")
    if reading.outcome is Outcome.ANSWER and why is Sentence.SESSION_OVER:
        close_when_over(invitation, now=now)
        return Reply(told(invitation, why), "late")
    sentence = _FOR_A_PERSON.get(reading.outcome, Sentence.PERSON_WILL_READ)
    return Reply(told(invitation, sentence), "late", str(Outcome.STAFF_REVIEW))


def close_when_over(invitation: Invitation, *, now: datetime) -> None:
    """An answer after the end leaves nothing open, unless we know whether they came."""
    is_open = invitation.state in ("invited", "offered") and invitation.attended is None
    if is_open and invitation.session.ends_at <= now:
        invitation.state, invitation.place, invitation.offered_until = "declined", None, None


def answer(
    invitation: Invitation,
    value: str,
    needs: Collection[str],
    words: str | None,
    *,
    now: datetime,
) -> Sentence:
    """Take a yes or a no with what they need and said; what to say back.

    The caller has the session's turn. A reply from someone who has not been told that the session
    moved is a reply to what it was: they are told, and asked about what it is now.
    """
    is_unseen = _moved_unseen(invitation)
    places.call_off_texts(invitation)
    if words:
        keep_words(invitation, words)
    invitation.needs = sorted(needs) or invitation.needs
    if is_unseen:
        access_needs.note(invitation, needs, now=now)
        return Sentence.SESSION_MOVED
    invitation.heard_local = None
    if value == "no":
        give_up_place(invitation, now=now)
        return Sentence.SESSION_NO
    sentence = _accept(invitation, now=now)
    is_new = access_needs.note(invitation, needs, now=now)
    if is_new and sentence is Sentence.SESSION_YES:
        return Sentence.SESSION_YES_NEEDS
    return sentence


def _moved_unseen(invitation: Invitation) -> bool:
    """Whether the text that says it has moved still waits to go, or came too late to."""
    waits = select(OutboundText.id).where(
        OutboundText.dedupe_key == invitation.asked_again_key("moved"),
        OutboundText.state.in_(("queued", "expired")),
    )
    return db.session.scalar(waits) is not None


def keep_words(invitation: Invitation, said: str) -> None:
    """Add what somebody said to what staff are to read beside their yes or no."""
    invitation.words = "\n".join(filter(None, (invitation.words, said)))


def _unclear(invitation: Invitation) -> Reply:
    invitation.clarifies += 1
    if invitation.clarifies <= CLARIFIES:
        return Reply(told(invitation, Sentence.SESSION_UNCLEAR), "clarify")
    why = str(Outcome.STAFF_REVIEW)
    return Reply(told(invitation, Sentence.PERSON_WILL_READ), why, why)


def _accept(invitation: Invitation, *, now: datetime) -> Sentence:
    """Give them the lowest free place, or put them on the waiting list; what to say.

    Whoever waits comes first. Someone on the list keeps where they stand in it.
    """
    places.offer_free_places(invitation.session, now=now)
    had, had_until = invitation.state, invitation.offered_until
    if had != "accepted":
        place = invitation.place or places.free_place(invitation.session)
        invitation.state = "accepted" if place else "waiting"
        invitation.place, invitation.offered_until = place, None
    if had != "waiting" or invitation.state == "accepted":
        invitation.answered_at = now
    db.session.flush()
    if had == "offered" and had_until is not None:
        places.call_off_texts(invitation)
    if invitation.state == "accepted":
        return Sentence.SESSION_YES
    return Sentence.SESSION_WAITS_AGAIN if had == "lapsed" else Sentence.SESSION_FULL


def give_up_place(invitation: Invitation, *, now: datetime) -> None:
    """They are not coming: what they needed is let go of, and their place is offered on.

    The caller has the session's turn.
    """
    invitation.state, invitation.place, invitation.offered_until = "declined", None, None
    invitation.answered_at = now
    access_needs.let_go(invitation, now=now)
    db.session.flush()
    places.offer_free_places(invitation.session, now=now)
