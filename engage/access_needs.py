"""What people need in order to come, each a task that somebody takes and closes in time."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update

from engage.extensions import db
from engage.models import AccessNeed, Invitation, Person, Session, Staff
from engage.times import local

CLOSED = ("arranged", "cannot", "not_needed")
SOON = timedelta(days=3)
"""What is still open so near the session is shown in red."""
EXPECTED = ("invited", "accepted", "offered", "waiting")


def note(invitation: Invitation, needs: Iterable[str], *, now: datetime) -> bool:
    """Write down what somebody needs, each once; True when there was something new to see to.

    One that was let go of because they were not coming is open again.
    """
    found = {one.need: one for one in _of(invitation)}
    is_new = False
    for need in sorted(needs):
        one = found.get(need)
        if one is None:
            db.session.add(AccessNeed(invitation_id=invitation.id, need=need, told_at=now))
            is_new = True
        elif one.state == "not_needed":
            one.state, one.closed_at, one.closed_by = "open", None, None
            is_new = True
    db.session.flush()
    return is_new


def _of(invitation: Invitation) -> list[AccessNeed]:
    return list(
        db.session.scalars(select(AccessNeed).where(AccessNeed.invitation_id == invitation.id))
    )


def keep_only(invitation: Invitation, needs: Collection[str], *, now: datetime) -> None:
    """Let go of what is still open and is not among these any more."""
    for one in _of(invitation):
        if one.state == "open" and one.need not in needs:
            one.state, one.closed_at = "not_needed", now
    db.session.flush()


def let_go(invitation: Invitation, *, now: datetime) -> None:
    """Somebody who is not coming needs nothing that is still open."""
    _let_go([invitation.id], now=now)


def let_go_of_all(session: Session, *, now: datetime) -> None:
    """A session that is off needs nothing that is still open."""
    everyone = select(Invitation.id).where(Invitation.session_id == session.id)
    _let_go(db.session.scalars(everyone).all(), now=now)


def open_again(session: Session) -> None:
    """What was arranged was for where and when it was: it is looked at again."""
    everyone = select(Invitation.id).where(Invitation.session_id == session.id)
    db.session.execute(
        update(AccessNeed)
        .where(AccessNeed.invitation_id.in_(everyone))
        .where(AccessNeed.state.in_(("arranged", "cannot")))
        .values(state="open", closed_at=None, closed_by=None)
    )


def _let_go(invitations: Iterable[object], *, now: datetime) -> None:
    db.session.execute(
        update(AccessNeed)
        .where(AccessNeed.invitation_id.in_(list(invitations)), AccessNeed.state == "open")
        .values(state="not_needed", closed_at=now)
    )


@dataclass(frozen=True)
class Task:
    """One need as a task: whose it is, what they said, who sees to it, and how far that is.

    `is_late`: nobody has closed it and the session is near.
    """

    need_id: uuid.UUID
    need: str
    first_name: str | None
    said: str | None
    state: str
    owner_id: uuid.UUID | None
    owner: str
    note: str | None
    is_late: bool


def of_session(session: Session, *, now: datetime) -> list[Task]:
    """The needs of those who may come, the open ones first."""
    return _tasks(session, now=now, states=("open", *CLOSED))


def still_open(*, now: datetime) -> list[tuple[Session, list[Task]]]:
    """Every need nobody has closed, by session, the next one first."""
    sessions = db.session.scalars(
        select(Session)
        .where(Session.cancelled_at.is_(None))
        .where(Session.ends_local > local(now).replace(tzinfo=None))
        .where(Session.invitations.any(Invitation.access_needs.any(AccessNeed.state == "open")))
        .order_by(Session.starts_local, Session.title)
    )
    found = [(one, _tasks(one, now=now, states=("open",))) for one in sessions]
    return [(session, tasks) for session, tasks in found if tasks]


def _tasks(session: Session, *, now: datetime, states: tuple[str, ...]) -> list[Task]:
    rows = db.session.execute(
        select(AccessNeed, Invitation, Person, Staff.name)
        .join(Invitation, Invitation.id == AccessNeed.invitation_id)
        .join(Person, Person.id == Invitation.person_id)
        .outerjoin(Staff, Staff.id == AccessNeed.owner)
        .where(Invitation.session_id == session.id, Invitation.state.in_(EXPECTED))
        .where(AccessNeed.state.in_(states))
        .order_by(AccessNeed.state != "open", AccessNeed.told_at, AccessNeed.need)
    )
    is_near = session.cancelled_at is None and now > session.starts_at - SOON
    return [
        Task(
            need_id=need.id,
            need=need.need,
            first_name=person.first_name,
            said=invitation.words,
            state=need.state,
            owner_id=need.owner,
            owner=owner or "",
            note=need.note,
            is_late=is_near and need.state == "open",
        )
        for need, invitation, person, owner in rows
    ]


def take(need: AccessNeed, *, by: uuid.UUID) -> bool:
    """See to a need oneself; False when a colleague took it first."""
    taken = db.session.execute(
        update(AccessNeed)
        .where(AccessNeed.id == need.id)
        .where(AccessNeed.owner.is_(None) | (AccessNeed.owner == by))
        .values(owner=by)
        .returning(AccessNeed.id)
        .execution_options(synchronize_session=False)
    ).first()
    return taken is not None


def close(need: AccessNeed, state: str, note: str, *, by: uuid.UUID, now: datetime) -> None:
    """Say what came of a need: arranged, cannot be, or not needed; a note says how or why.

    Whoever closes what nobody has taken saw to it.
    """
    need.state, need.note = state, note or None
    need.closed_at, need.closed_by = now, by
    need.owner = need.owner or by


def reopen(need: AccessNeed) -> None:
    """It is to be seen to after all."""
    need.state, need.closed_at, need.closed_by = "open", None, None
