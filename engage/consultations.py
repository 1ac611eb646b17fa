"""Sessions: planning one, asking people, what their answer does, and the places that fill."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, update

from engage import outbox
from engage.extensions import db
from engage.models import Group, Invitation, OutboundText, Person, Phone, Reminder, Session
from engage.models.people import membership
from engage.outbox import Draft
from engage.session_words import words
from engage.text_back import language_of
from engage.times import local
from surveys.invitations import Invitation as InvitationQuestion
from surveys.keywords import skipped
from surveys.reading import Outcome, Reading
from surveys.wording import Sentence

REMIND_BEFORE = (timedelta(days=2), timedelta(hours=2))
CLARIFIES = 2
REMIND_APART = timedelta(hours=12)
OVER_FOR = timedelta(days=1)
QUESTION = InvitationQuestion(key="session", wording="Can you come?", meeting=True)
"""What a reply to an invitation answers."""


class CannotPlan(Exception):
    """A session that does not fit: `field` says where, the message what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Plan:
    """A session as a facilitator writes it, in wall clock time."""

    title: str
    starts_local: datetime
    ends_local: datetime
    place: str
    capacity: int
    getting_there: str = ""
    consultation_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Reply:
    """What to say back to someone about their invitation, and the outcome in a word.

    `needs_a_person` says why a person should look, when one should.
    """

    text: str
    outcome: str
    needs_a_person: str = ""


def plan(plan: Plan, *, now: datetime) -> Session:
    """Plan a session with its reminders; raises CannotPlan."""
    if plan.capacity < 1:
        raise CannotPlan("capacity", "Say how many places there are: 1 or more.")
    if plan.ends_local <= plan.starts_local:
        raise CannotPlan("ends", "Choose a finish time that is after the start.")
    session = Session(
        id=uuid.uuid4(),
        title=plan.title,
        starts_local=plan.starts_local,
        ends_local=plan.ends_local,
        zone="Europe/London",
        place=plan.place,
        getting_there=plan.getting_there,
        capacity=plan.capacity,
        consultation_id=plan.consultation_id,
    )
    if session.starts_at <= now:
        raise CannotPlan("starts", "Choose a day and time that has not passed.")
    db.session.add(session)
    for before in REMIND_BEFORE:
        add_reminder(session, plan.starts_local - before, now=now)
    db.session.flush()
    return session


def add_reminder(session: Session, due_local: datetime, *, now: datetime) -> Reminder | None:
    """A reminder at a wall clock time; None when that time has passed."""
    if due_local <= local(now).replace(tzinfo=None):
        return None
    reminder = Reminder(id=uuid.uuid4(), due_local=due_local, state="waiting")
    session.reminders.append(reminder)
    return reminder


def remind_now(session: Session, *, now: datetime) -> bool:
    """Add a reminder that is due at once; False when one went in the last half day."""
    _take_turn(session)
    recent = [
        one
        for one in session.reminders
        if one.state != "missed" and now - REMIND_APART < one.due_at <= now
    ]
    if recent or session.cancelled_at or session.starts_at <= now:
        return False
    wall = local(now).replace(tzinfo=None, microsecond=0)
    session.reminders.append(Reminder(id=uuid.uuid4(), due_local=wall, state="waiting"))
    return True


def people_to_ask(session: Session, group: Group) -> list[Phone]:
    """Phones of the group's people who can be texted and have not been asked yet."""
    asked = select(Invitation.person_id).where(Invitation.session_id == session.id)
    found = db.session.scalars(
        select(Phone)
        .join(Person, Person.id == Phone.person_id)
        .join(membership, membership.c.person_id == Person.id)
        .where(membership.c.group_id == group.id, Person.id.not_in(asked))
        .where(Phone.stopped_at.is_(None), Phone.unusable_since.is_(None))
        .order_by(Phone.id)
    )
    by_person: dict[uuid.UUID | None, Phone] = {}
    for phone in found:
        by_person.setdefault(phone.person_id, phone)
    return list(by_person.values())


def invite(session: Session, phones: Iterable[Phone], *, now: datetime) -> int:
    """Ask each person by text; the number asked. A session that is over or off asks nobody.

    The session's row is written first, so that two people who press the button at once do it
    one after the other, and nobody is asked twice.
    """
    _take_turn(session)
    if session.cancelled_at or session.starts_at <= now:
        return 0
    asked = set(
        db.session.scalars(select(Invitation.person_id).where(Invitation.session_id == session.id))
    )
    count = 0
    for phone in phones:
        if phone.person_id is None or phone.person_id in asked:
            continue
        asked.add(phone.person_id)
        invitation = Invitation(
            id=uuid.uuid4(),
            session_id=session.id,
            person_id=phone.person_id,
            state="invited",
            invited_at=now,
        )
        db.session.add(invitation)
        db.session.flush()
        count += outbox.queue(
            Draft(
                phone=phone,
                body=words(Sentence.SESSION_INVITATION, session, language=language_of(phone)),
                kind="invitation",
                dedupe_key=f"invitation:{invitation.id}",
                not_after=session.starts_at,
                invitation=invitation,
            ),
            now=now,
        )
    return count


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
        return Reply(_told(invitation, Sentence.SESSION_OVER), "late")
    if reading.outcome is Outcome.CLARIFY:
        return _unclear(invitation, said)
    if reading.outcome in _FOR_A_PERSON:
        _keep_words(invitation, said)
        invitation.clarifies = max(invitation.clarifies, CLARIFIES + 1)
        why = str(Outcome.STAFF_REVIEW)
        told = _told(invitation, _FOR_A_PERSON[reading.outcome])
        return Reply(told, str(reading.outcome), why)
    if reading.outcome is not Outcome.ANSWER:
        _keep_words(invitation, said)
        return Reply(_told(invitation, Sentence.LATER), str(Outcome.LATER))
    invitation.answered_at = now
    invitation.words = said if reading.words or reading.needs else None
    invitation.needs = sorted(reading.needs) or None
    if reading.value == "yes":
        return Reply(_accept(invitation), "answer")
    _give_up_place(invitation, now=now)
    return Reply(_told(invitation, Sentence.SESSION_NO), "answer")


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
        return Reply(_told(invitation, Sentence.SESSION_UNCLEAR), "clarify")
    why = str(Outcome.STAFF_REVIEW)
    return Reply(_told(invitation, Sentence.PERSON_WILL_READ), why, why)


def _accept(invitation: Invitation) -> str:
    """Give them the lowest free place, or put them on the waiting list; the words to say."""
    session = invitation.session
    if invitation.state != "accepted":
        _take_turn(session)
        if session.cancelled_at is not None:
            return _told(invitation, Sentence.SESSION_CANCELLED)
        place = _free_place(session)
        invitation.state = "accepted" if place else "waiting"
        invitation.place = place
        db.session.flush()
    if invitation.state == "waiting":
        return _told(invitation, Sentence.SESSION_FULL)
    return _told(invitation, Sentence.SESSION_YES)


def _told(invitation: Invitation, sentence: Sentence) -> str:
    return words(sentence, invitation.session, language=invitation.person.language)


def _give_up_place(invitation: Invitation, *, now: datetime) -> None:
    """Free the place, and give it to whoever has waited longest and can be told."""
    session = invitation.session
    _take_turn(session)
    invitation.state, invitation.place = "declined", None
    db.session.flush()
    place = _free_place(session)
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
    body = _told(invitation, Sentence.SESSION_PLACE)
    key = f"place:{invitation.id}:{asked.timestamp():.0f}"
    draft = Draft(phone, body, "notice", key, not_after=session.starts_at, invitation=invitation)
    outbox.queue(draft, now=now)


def reachable(person: Person) -> Phone | None:
    """A phone of theirs that texts may go to."""
    return next((p for p in person.phones if not (p.stopped_at or p.unusable_since)), None)


def _take_turn(session: Session) -> None:
    """Write the session's row, which makes whoever comes next wait for this transaction.

    What was read before it may have been changed by whoever had it, and is read again.
    """
    db.session.execute(
        update(Session).where(Session.id == session.id).values(turn=Session.turn + 1)
    )
    db.session.refresh(session)


def _free_place(session: Session) -> int | None:
    """The lowest place nobody holds. The caller has the session's turn, so that two people who
    say yes at the same moment are given places one after the other."""
    taken = set(
        db.session.scalars(
            select(Invitation.place).where(
                Invitation.session_id == session.id, Invitation.place.is_not(None)
            )
        )
    )
    return next((n for n in range(1, session.capacity + 1) if n not in taken), None)


def cancel(session: Session, *, now: datetime) -> int:
    """Call a session off and tell everyone who said yes or was waiting; the number told.

    Invitations and reminders that have not gone yet never go. Calling it off again tells nobody.
    """
    _take_turn(session)
    if session.cancelled_at is not None:
        return 0
    session.cancelled_at = now
    _call_off_texts(session)
    told = 0
    for invitation in session.invitations:
        if invitation.state not in ("accepted", "waiting"):
            continue
        phone = reachable(invitation.person)
        if phone is None:
            continue
        told += outbox.queue(
            Draft(
                phone=phone,
                body=_told(invitation, Sentence.SESSION_CANCELLED),
                kind="notice",
                dedupe_key=f"cancelled:{invitation.id}",
                not_after=session.starts_at,
            ),
            now=now,
        )
    return told


def _call_off_texts(session: Session) -> None:
    invitations = select(Invitation.id).where(Invitation.session_id == session.id)
    db.session.execute(
        update(OutboundText)
        .where(OutboundText.invitation_id.in_(invitations), OutboundText.state == "queued")
        .values(state="suppressed")
    )
