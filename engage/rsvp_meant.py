"""Which invitation a text is meant for, and whether it is for one session or one of several."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from engage import rsvp, rsvp_several
from engage.extensions import db
from engage.models import Invitation, OutboundText, Phone, Session
from engage.outbox import SESSION_REPLY
from engage.places import NOT_HEARD
from engage.rsvp import Reply
from engage.session_words import told
from engage.text_back import language_of
from engage.times import local
from surveys.keywords import skipped
from surveys.questions import Question
from surveys.reading import Outcome, Reading
from surveys.wording import Sentence

OVER_FOR = timedelta(days=1)
OFF_FOR = timedelta(days=14)
"""For how long after the day of a session that is off a reply is taken for one about it."""
SAID_AGAIN = timedelta(hours=12)
OPEN = ("invited", "offered")
ANSWERED = ("accepted", "declined", "waiting", "lapsed")
TOLD = ("reminder", "offer", "moved", "answer_wanted", SESSION_REPLY)
"""Kinds of text about one session, which a reply to it is about."""
ASKS = ("invitation", "offer", "moved", "answer_wanted")
"""Kinds of text that ask whether they can come."""


def waiting_invitation(phone: Phone, *, now: datetime, said: str = "") -> Invitation | None:
    """The invitation or offer this phone's holder was sent last and has not answered.

    A day after a session a text is no longer taken for an answer about it. What they were told
    last counts: a no just after a reminder is about the session that they were reminded of.
    """
    found = _latest(phone, OPEN, after=now - OVER_FOR)
    if found is None or not said:
        return found
    other = _told_last(phone, now=now, since=asked_at(found))
    if other is None or other.id == found.id:
        return found
    if other.state in OPEN:
        return other
    if other.state not in ("accepted", "waiting"):
        return found
    says_no = rsvp.QUESTION.read(said, language=language_of(phone)).value == "no"
    return None if says_no else found


def to_come(phone: Phone, *, now: datetime) -> Invitation | None:
    """The session to come that they have not answered about, else the one they were asked last."""
    return _latest(phone, OPEN, after=now) or _latest(phone, ANSWERED, after=now)


def question_of(invitation: Invitation) -> Question:
    """What a reply to it answers: whether they can come, or to which of several."""
    return rsvp_several.question_of(rsvp_several.together(invitation)) or rsvp.QUESTION


def is_bare(invitation: Invitation, said: str, *, language: str) -> bool:
    """Whether it is a yes or a no and nothing else; to several no yes is clear, and a number may
    be meant for another question."""
    reading = rsvp.QUESTION.read(said, language=language)
    if reading.outcome is not Outcome.ANSWER or reading.words:
        return False
    return reading.value == "no" or not rsvp_several.together(invitation)


def answer(invitation: Invitation, said: str, reading: Reading | None, *, now: datetime) -> Reply:
    """Take a reply in words to an invitation, read by its question."""
    batch = rsvp_several.together(invitation)
    if batch:
        return rsvp_several.answer_by_text(batch, said, now=now, reading=reading)
    return rsvp.answer_by_text(invitation, said, now=now, reading=reading)


def change_of_mind(phone: Phone, said: str, *, now: datetime) -> Reply | None:
    """A yes, a no or a need from someone who had answered, about a session still to come.

    A word for missing a question is no change of mind, though it turns an invitation down.
    """
    missed = skipped(said, language=language_of(phone))
    if missed is not None and not missed.flags:
        return None
    invitation = _told_last(phone, now=now)
    if invitation is None or _has_said_so(invitation, said, now=now):
        invitation = _latest_answered(phone, said, now=now)
    elif not _names_another(invitation, said, phone):
        return _changed(invitation, said, rsvp.QUESTION, phone, now=now)
    if invitation is None:
        return None
    return _changed(invitation, said, question_of(invitation), phone, now=now)


def _latest_answered(phone: Phone, said: str, *, now: datetime) -> Invitation | None:
    """The one they were asked to last; but a no long after they said no to that is about another:
    a session that they have said they come to."""
    last = _latest(phone, ANSWERED, after=now)
    if last is None or not _has_said_so(last, said, now=now):
        return last
    return _latest(phone, ("accepted", "waiting"), after=now) or last


def _has_said_so(invitation: Invitation, said: str, *, now: datetime) -> bool:
    """Whether it is a no long after they said no to this. Soon after it says the same again."""
    if invitation.state != "declined":
        return False
    if invitation.answered_at is not None and now - invitation.answered_at < SAID_AGAIN:
        return False
    language = invitation.person.language
    return rsvp.QUESTION.read(said, language=language).value == "no"


def _names_another(invitation: Invitation, said: str, phone: Phone) -> bool:
    """Whether a reply to a reminder of one of several picks among all of them: "2 not 1"."""
    question = rsvp_several.question_of(rsvp_several.together(invitation))
    if question is None:
        return False
    reading = question.read(said, language=language_of(phone))
    return reading.outcome is Outcome.ANSWER and reading.value != ()


def _changed(
    invitation: Invitation, said: str, question: Question, phone: Phone, *, now: datetime
) -> Reply | None:
    reading = question.read(said, language=language_of(phone))
    needs = reading.needs and invitation.state in ("accepted", "waiting")
    is_clear = reading.outcome in {Outcome.ANSWER, Outcome.HELP}
    if not needs and not is_clear and not _takes_back_no_to_all(invitation, said, phone):
        return None
    if question is rsvp.QUESTION:
        return rsvp.answer_by_text(invitation, said, now=now, reading=reading)
    return answer(invitation, said, reading, now=now)


def _takes_back_no_to_all(invitation: Invitation, said: str, phone: Phone) -> bool:
    """Whether it is a yes from someone who came to none of several, and who is asked to which."""
    batch = rsvp_several.together(invitation)
    if not batch or any(one.state != "declined" for one in batch):
        return False
    return rsvp.QUESTION.read(said, language=language_of(phone)).value == "yes"


def about_one_that_is_off(phone: Phone, said: str, *, now: datetime) -> Reply | None:
    """A yes or no about a session that was called off, which they may not have heard."""
    invitation = _latest(phone, (*OPEN, *ANSWERED), after=now - OFF_FOR, off=True)
    if invitation is None:
        return None
    reading = rsvp.QUESTION.read(said, language=language_of(phone))
    if reading.outcome is not Outcome.ANSWER:
        return None
    return Reply(told(invitation, Sentence.SESSION_IS_OFF), "late")


_first = aliased(Invitation)
"""The invitation that a text names: of several asked in one text, the first."""
_asking = (
    select(OutboundText.id)
    .join(Phone, Phone.id == OutboundText.phone_id)
    .join(_first, _first.id == OutboundText.invitation_id)
    .where(Phone.person_id == Invitation.person_id, OutboundText.kind.in_(ASKS))
    .where(
        or_(
            _first.id == Invitation.id,
            and_(_first.batch_id == Invitation.batch_id, OutboundText.kind == "invitation"),
        )
    )
    .correlate(Invitation)
)
_sent = _asking.with_only_columns(func.max(OutboundText.sent_at)).scalar_subquery()
_went = or_(OutboundText.sent_at.is_not(None), OutboundText.state.not_in(NOT_HEARD))
_waits_to_go = _asking.where(OutboundText.kind == "offer", OutboundText.state == "queued").exists()
_has_heard = or_(_asking.where(_went).exists(), ~_asking.exists()) & ~_waits_to_go
"""The last that we asked of them about it may have reached them, or somebody asked in person."""
ASKED_AT = select(_sent).where(Invitation.id == bindparam("invitation"))
LATEST = (
    select(Invitation)
    .join(Session)
    .where(Invitation.person_id == bindparam("person"))
    .where(Invitation.state.in_(bindparam("states", expanding=True)))
    .where(or_(Invitation.state.not_in(OPEN), _has_heard))
    .where(Session.cancelled_at.is_not(None) == bindparam("off"))
    .where(Session.starts_local > bindparam("after"))
    .order_by(func.coalesce(_sent, Invitation.invited_at).desc())
    .order_by(Invitation.invited_at.desc(), Session.starts_local)
    .limit(1)
)


def asked_at(invitation: Invitation) -> datetime:
    """When the text that asked them last left us; when they were asked, where none did."""
    sent: datetime | None = db.session.scalar(ASKED_AT, {"invitation": invitation.id})
    return sent or invitation.invited_at


def _latest(
    phone: Phone, states: tuple[str, ...], *, after: datetime, off: bool = False
) -> Invitation | None:
    """Of the sessions that start after this, the one that this person was asked to last.

    No yes or no can be meant for one whose text has not left us yet.
    """
    if phone.person_id is None:
        return None
    about = {"person": phone.person_id, "states": states, "off": off}
    return db.session.scalar(LATEST, about | {"after": local(after).replace(tzinfo=None)})


def _told_last(phone: Phone, *, now: datetime, since: datetime | None = None) -> Invitation | None:
    """The session to come that the last text about one alone was about, if any was sent since.

    Whichever of their phones it went to: people answer from the one that has credit.
    """
    theirs = select(Phone.id).where(Phone.person_id == phone.person_id)
    found = (
        select(Invitation)
        .join(OutboundText, OutboundText.invitation_id == Invitation.id)
        .join(Session, Session.id == Invitation.session_id)
        .where(OutboundText.phone_id.in_(theirs), OutboundText.kind.in_(TOLD))
        .where(Invitation.person_id == phone.person_id)
        .where(OutboundText.sent_at > (since or now - timedelta(days=7)))
        .where(Session.cancelled_at.is_(None))
        .where(Session.starts_local > local(now).replace(tzinfo=None))
        .order_by(OutboundText.sent_at.desc())
        .limit(1)
    )
    return db.session.scalar(found) if phone.person_id else None
