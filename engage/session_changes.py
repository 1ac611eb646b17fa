"""What changes about a session once people have been asked: moving it or calling it off tells them.

Whoever held a place is asked again when it moves, and keeps the place until it starts.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from engage import access_needs, outbox, places, ringing
from engage.extensions import db
from engage.models import Invitation, OutboundText, Reminder, Session
from engage.models.consultations import HOLDING
from engage.outbox import SESSION_REPLY, Draft
from engage.places import reachable, take_turn
from engage.planning import CannotPlan, add_reminder
from engage.reminder_times import when_of
from engage.session_invites import ask_batch_again
from engage.session_words import told
from engage.times import from_local
from surveys.wording import Sentence

NOT_DECLINED = ("invited", "accepted", "waiting", "offered", "lapsed")
EVERYBODY = (*NOT_DECLINED, "declined")
MOVED = {
    "accepted": Sentence.SESSION_MOVED,
    "offered": Sentence.SESSION_MOVED,
    "invited": Sentence.SESSION_MOVED,
    "waiting": Sentence.SESSION_MOVED_WAITING,
}
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Move:
    """When and where a session is from now on; what is None stays as it was."""

    starts_local: datetime
    ends_local: datetime
    place: str
    address: str | None = None
    online: bool | None = None
    link: str | None = None
    getting_there: str | None = None
    nearest_bus: str | None = None
    step_free: str | None = None
    quiet_room: str | None = None


def cancel(session: Session, *, now: datetime) -> int:
    """Call a session off and tell everyone who was asked and has not said no; the number told.

    Invitations and reminders that have not gone yet never go, and whoever has not had theirs is
    told nothing. Whom no text reaches in time is to be rung. Calling it off again tells nobody.
    """
    take_turn(session)
    if session.cancelled_at is not None:
        return 0
    session.cancelled_at = now
    session.revision += 1
    never_had = _call_off_texts(session)
    _keep_what_they_heard(session, session.starts_local, never_had)
    never_had.ask_again(now=now)
    access_needs.let_go_of_all(session, now=now)
    told_of_it = 0
    for invitation in _those(session, NOT_DECLINED):
        if not never_had.has(invitation):
            told_of_it += _tell(invitation, Sentence.SESSION_CANCELLED, now=now)
    ringing.ask_to_ring(session, now=now)
    return told_of_it


def _tell(invitation: Invitation, sentence: Sentence, *, now: datetime) -> bool:
    phone = reachable(invitation.person)
    if phone is None:
        return False
    draft = Draft(
        phone=phone,
        body=told(invitation, sentence),
        kind="notice",
        dedupe_key=ringing.news_key(invitation),
        not_after=invitation.session.starts_at,
    )
    return _queue(draft, invitation.session, now=now)


def _queue(draft: Draft, session: Session, *, now: datetime) -> bool:
    """Queue it; False where it could only go once the session has begun, and then it is kept."""
    if ringing.goes_at(now=now) < session.starts_at:
        return outbox.queue(draft, now=now)
    outbox.keep_unsent(draft, now=now)
    return False


def _those(session: Session, states: tuple[str, ...]) -> list[Invitation]:
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.session_id == session.id, Invitation.state.in_(states))
            .order_by(Invitation.place, Invitation.answered_at, Invitation.id)
            .execution_options(populate_existing=True)
        )
    )


@dataclass(frozen=True)
class NeverHad:
    """The invitations whose text had not gone, as it was before any of them is asked again.

    `alone` were asked about nothing else, or come first in a text about several; `together` are
    all that such texts asked about, which are the `batches`. `moves` are those who had not been
    told yet that it had moved before.
    """

    alone: frozenset[uuid.UUID]
    together: frozenset[uuid.UUID]
    batches: frozenset[uuid.UUID]
    moves: frozenset[uuid.UUID]

    def has(self, invitation: Invitation) -> bool:
        """Whether somebody has not been asked yet."""
        return invitation.state == "invited" and invitation.id in self.alone | self.together

    def ask_again(self, *, now: datetime) -> int:
        """Ask about several again, as they are now."""
        return sum(ask_batch_again(one, now=now) for one in sorted(self.batches))


def _call_off_texts(session: Session) -> NeverHad:
    """No text of it that waits goes; who has not been asked by any."""
    theirs = select(Invitation.id).where(Invitation.session_id == session.id)
    asked_with = select(Invitation.batch_id).where(Invitation.session_id == session.id)
    beside = select(Invitation.id).where(Invitation.batch_id.in_(asked_with))
    of_several = OutboundText.invitation_id.in_(beside) & (OutboundText.kind == "invitation")
    gone = db.session.execute(
        update(OutboundText)
        .where(OutboundText.invitation_id.in_(theirs) | of_several)
        .where(OutboundText.state == "queued", OutboundText.kind != SESSION_REPLY)
        .values(state="suppressed")
        .returning(OutboundText.invitation_id, OutboundText.kind)
        .execution_options(synchronize_session=False)
    ).all()
    alone = frozenset(one for one, kind in gone if kind == "invitation" and one is not None)
    moves = frozenset(one for one, kind in gone if kind == "moved" and one is not None)
    batches = select(Invitation.batch_id).where(Invitation.id.in_(alone))
    found = frozenset(one for one in db.session.scalars(batches) if one is not None)
    unasked = Invitation.batch_id.in_(found) & (Invitation.state == "invited")
    together = frozenset(db.session.scalars(select(Invitation.id).where(unasked)))
    return NeverHad(alone, together, found, moves)


def _keep_what_they_heard(session: Session, start: datetime, never_had: NeverHad) -> None:
    """It is not at this start any more; keep the one that each of its people last heard of.

    Who never had the news of a move before knows only of the start before that, and so does
    whoever is told of none.
    """
    missed = never_had.moves | _missed_a_move(session)
    for one in _those(session, EVERYBODY):
        if one.heard_local is None or (one.state in MOVED and one.id not in missed):
            one.heard_local = start


def _missed_a_move(session: Session) -> set[uuid.UUID]:
    """Those for whom the last text that told of a move came to nothing, with every copy of it."""
    news = ringing.news(session)
    return {
        one.id
        for one in _those(session, EVERYBODY)
        if (had := news[one.asked_again_key("moved")])
        and all(ringing.came_to_nothing(row.state, one.person) for row in had)
    }


def move(session: Session, to: Move, *, now: datetime) -> int:
    """Move a session, tell everyone it is for, and ask again who held a place; the number told.

    Reminders are made again at the new times, and what people need is seen to again. Whom no
    text reaches in time is to be rung. Raises CannotPlan; then nothing is changed. A move to
    where it is already tells nobody.
    """
    take_turn(session)
    if session.cancelled_at is not None or session.starts_at <= now:
        raise CannotPlan("starts", "This session is over or off, so it cannot move.")
    if to.ends_local <= to.starts_local:
        raise CannotPlan("ends", "Choose a finish time that is after the start.")
    if from_local(to.starts_local, session.zone) <= now:
        raise CannotPlan("starts", "Choose a day and time that has not passed.")
    before = session.starts_local
    if not _write(session, to):
        return 0
    session.revision += 1
    access_needs.open_again(session)
    never_had = _call_off_texts(session)
    _keep_what_they_heard(session, before, never_had)
    if session.starts_local != before:
        _make_reminders_again(session, before, now=now)
    told_of_it = never_had.ask_again(now=now) + sum(
        _ask_again(one, is_unasked=never_had.has(one), now=now)
        for one in _those(session, tuple(MOVED))
        if one.id not in never_had.together
    )
    ringing.ask_to_ring(session, now=now)
    return told_of_it


def _write(session: Session, to: Move) -> bool:
    """Put the new facts in place; whether any is another than it was."""
    new = {name: value for name, value in vars(to).items() if value is not None}
    changed = {name: value for name, value in new.items() if getattr(session, name) != value}
    for name, value in changed.items():
        setattr(session, name, value)
    return bool(changed)


def _ask_again(invitation: Invitation, *, is_unasked: bool, now: datetime) -> bool:
    """Tell one person; whoever was never asked is asked, as if for the first time."""
    if invitation.state in HOLDING and invitation.place is not None:
        places.hold_for(invitation, invitation.place, invitation.session.starts_at, now=now)
    else:
        invitation.round, invitation.clarifies = invitation.round + 1, 0
        invitation.invited_at = now
        db.session.flush()
    phone = reachable(invitation.person)
    if phone is None:
        return False
    first = is_unasked and invitation.state == "invited"
    kind = "invitation" if first else "moved"
    sentence = Sentence.SESSION_INVITATION if first else MOVED[invitation.state]
    draft = Draft(
        phone=phone,
        body=told(invitation, sentence),
        kind=kind,
        dedupe_key=invitation.asked_again_key(kind),
        not_after=invitation.session.starts_at,
        invitation=invitation,
    )
    return _queue(draft, invitation.session, now=now)


def _make_reminders_again(session: Session, before: datetime, *, now: datetime) -> None:
    """Each as long before the start as it was, or at its own time of day.

    One sent by hand, at no full minute, was for then. What has gone stays as a record.
    """
    again = {
        when_of(one.due_local, before).due(session.starts_local): one.words
        for one in session.reminders
        if not (before - one.due_local) % MINUTE and one.due_local < before
    }
    for one in [one for one in session.reminders if one.state == "waiting"]:
        session.reminders.remove(one)
    db.session.flush()
    kept = {one.due_local for one in session.reminders}
    for due, words in again.items():
        made: Reminder | None = None if due in kept else add_reminder(session, due, now=now)
        if made is not None:
            made.words = words
    db.session.flush()
