"""Who is here: people checked in as they arrive, whether they agree to notes, and walk-ins.

What is asked for is a state and not a change, so that two tablets that say the same say it once,
and whatever is done here is done under the session's turn.
"""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from engage import session_notes
from engage.extensions import db
from engage.models import Invitation, Payment, Person, Session
from engage.models.consultations import CAME
from engage.places import free_place, take_turn

LONGEST_NAME = 40


@dataclass(frozen=True)
class Row:
    """One person by first name; `nth` tells apart those of one name, and is 0 where it need not.

    `agrees` is None until they were asked about notes.
    """

    id: uuid.UUID
    first_name: str | None
    nth: int
    here: bool
    agrees: bool | None
    walk_in: bool


@dataclass(frozen=True)
class Room:
    """Everybody a session knows of: `coming` hold a place or walked in, `others` said no, or
    nothing. `taken` counts places that are held, and people here without one."""

    coming: tuple[Row, ...]
    waiting: tuple[Row, ...]
    others: tuple[Row, ...]
    taken: int
    capacity: int

    @property
    def here(self) -> int:
        """How many are here."""
        return sum(one.here for one in (*self.coming, *self.waiting, *self.others))

    @property
    def expected(self) -> int:
        """How many hold a place and are not here."""
        return sum(not one.here for one in self.coming)


class Added(StrEnum):
    """What became of a walk-in."""

    ADDED = "added"
    FULL = "full"
    THERE = "there"
    OFF = "off"


def room(session: Session) -> Room:
    """Who is expected, who waits, and who is here."""
    found = _invitations(session)
    rows = _rows(found)
    coming = tuple(row for one, row in zip(found, rows, strict=True) if one.place is not None)
    waiting = tuple(row for one, row in zip(found, rows, strict=True) if one.state == "waiting")
    rest = {row.id for row in (*coming, *waiting)}
    return Room(
        coming=tuple(sorted(coming, key=_by_name)),
        waiting=waiting,
        others=tuple(sorted((row for row in rows if row.id not in rest), key=_by_name)),
        taken=_taken(found),
        capacity=session.capacity,
    )


def _invitations(session: Session) -> list[Invitation]:
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.session_id == session.id)
            .order_by(Invitation.answered_at, Invitation.invited_at, Invitation.id)
            .options(selectinload(Invitation.person))
            .execution_options(populate_existing=True)
        )
    )


def _rows(found: list[Invitation]) -> list[Row]:
    """A row for each, in the same order; the numbers of those of one name go by when they came."""
    in_order = sorted(found, key=lambda one: (one.invited_at, one.id))
    same = Counter(_called(one) for one in found)
    numbers: dict[uuid.UUID, int] = {}
    seen: Counter[str] = Counter()
    for one in in_order:
        name = _called(one)
        seen[name] += 1
        numbers[one.id] = seen[name] if same[name] > 1 or not name else 0
    return [
        Row(
            id=one.id,
            first_name=one.person.first_name,
            nth=numbers[one.id],
            here=one.attended in CAME,
            agrees=one.notes_agreed,
            walk_in=one.walk_in,
        )
        for one in found
    ]


def _called(invitation: Invitation) -> str:
    return (invitation.person.first_name or "").strip().casefold()


def _by_name(row: Row) -> tuple[bool, str, int]:
    return (not row.first_name, (row.first_name or "").casefold(), row.nth)


def _taken(found: list[Invitation]) -> int:
    return sum(one.place is not None or one.attended in CAME for one in found)


def _under_turn(session: Session, invitation_id: uuid.UUID) -> Invitation | None:
    """The invitation as it is now, with the session's turn taken; None where it is not of it."""
    take_turn(session)
    found = db.session.get(Invitation, invitation_id, populate_existing=True)
    return found if found is not None and found.session_id == session.id else None


def mark(session: Session, invitation_id: uuid.UUID, *, here: bool) -> bool:
    """That somebody is here, or is not after all; False for somebody this session does not know.

    Who sent apologies, or did not make it, stays so until they are here.
    """
    found = _under_turn(session, invitation_id)
    if found is None:
        return False
    is_here = found.attended in CAME
    if here != is_here:
        found.attended = "came" if here else None
        db.session.flush()
        session_notes.use_as_agreed(session)
    return True


def mark_agreed(session: Session, invitation_id: uuid.UUID, *, agreed: bool | None) -> bool:
    """Whether somebody agrees to notes, or was not asked after all; False for nobody we know."""
    found = _under_turn(session, invitation_id)
    if found is None:
        return False
    found.notes_agreed = agreed
    db.session.flush()
    session_notes.use_as_agreed(session)
    return True


def walk_in(
    session: Session, form_id: uuid.UUID, first_name: str, *, anyway: bool, now: datetime
) -> Added:
    """Somebody who was not asked comes in, with a first name or none, and never a number.

    A page sent twice adds them once. In a full room nobody is added unless staff say so `anyway`.
    """
    take_turn(session)
    if session.cancelled_at is not None:
        return Added.OFF
    found = _invitations(session)
    if any(one.id == form_id for one in found):
        return Added.THERE
    if _taken(found) >= session.capacity and not anyway:
        return Added.FULL
    beyond = max((one.place or 0 for one in found), default=0) + 1
    person = Person(id=uuid.uuid4(), first_name=tidy(first_name) or None, created_at=now)
    db.session.add(person)
    db.session.flush()
    db.session.add(
        Invitation(
            id=form_id,
            session_id=session.id,
            person_id=person.id,
            state="accepted",
            place=free_place(session) or max(beyond, session.capacity + 1),
            invited_at=now,
            answered_at=now,
            attended="came",
            walk_in=True,
        )
    )
    db.session.flush()
    session_notes.use_as_agreed(session)
    return Added.ADDED


def tidy(first_name: str) -> str:
    """A first name as it is kept: on one line, and short."""
    return " ".join(first_name.split())[:LONGEST_NAME].strip()


def take_off(session: Session, invitation_id: uuid.UUID) -> bool:
    """Take away a walk-in who was added by mistake and is not marked here; else False."""
    found = _under_turn(session, invitation_id)
    if found is None or not found.walk_in or found.attended in CAME:
        return False
    paid = db.session.scalar(select(Payment.id).where(Payment.invitation_id == found.id))
    if paid is not None:
        return False
    person = found.person
    db.session.delete(found)
    db.session.flush()
    others = select(Invitation.id).where(Invitation.person_id == person.id).limit(1)
    if not person.phones and db.session.scalar(others) is None:
        db.session.delete(person)
        db.session.flush()
    return True
