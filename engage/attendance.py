"""Who is coming to a session, what they need, and when they will be reminded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from engage.extensions import db
from engage.models import Invitation, Session
from engage.models.consultations import CAME, HOLDING
from engage.reminders import goes
from engage.rsvp import CLARIFIES
from engage.times import local
from surveys.yesno import read_yes_no


@dataclass(frozen=True)
class Guest:
    """Somebody by first name, when we know it, and what they said beside yes or no."""

    first_name: str | None
    words: str | None


@dataclass(frozen=True)
class Attendance:
    """Who is coming in the order of their places, who waits for one, and what is to be read.

    `offered` hold a place and have been asked if they want it.
    `unclear` are people whose replies the service could not follow.
    """

    coming: tuple[Guest, ...]
    offered: tuple[Guest, ...]
    waiting: tuple[Guest, ...]
    unclear: tuple[Guest, ...]
    not_answered: int
    said_no: int

    @property
    def needs(self) -> tuple[Guest, ...]:
        """People coming or waiting who said something beside yes."""
        return tuple(
            guest
            for guest in (*self.coming, *self.offered, *self.waiting)
            if guest.words and read_yes_no(guest.words).words
        )

    @property
    def asked(self) -> int:
        """Everybody who was invited."""
        held = len(self.coming) + len(self.offered)
        return held + len(self.waiting) + self.not_answered + self.said_no


@dataclass(frozen=True)
class Due:
    """A reminder: when it will go, on a London clock and within hours, and its state."""

    at: datetime
    state: str


def of(session: Session) -> Attendance:
    """What everybody invited has said so far."""
    found = list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.session_id == session.id)
            .order_by(Invitation.place, Invitation.answered_at, Invitation.invited_at)
            .options(selectinload(Invitation.person))
        )
    )

    def those(state: str) -> list[Invitation]:
        return [one for one in found if one.state == state]

    return Attendance(
        coming=_guests(those("accepted")),
        offered=_guests(those("offered")),
        waiting=_guests(those("waiting")),
        unclear=_guests([one for one in those("invited") if one.clarifies > CLARIFIES]),
        not_answered=len(those("invited")) + len(those("lapsed")),
        said_no=len(those("declined")),
    )


def _guests(invitations: list[Invitation]) -> tuple[Guest, ...]:
    return tuple(Guest(one.person.first_name, one.words) for one in invitations)


def places_filled() -> dict[object, int]:
    """How many places are taken in each session, by its id; a session with none is left out."""
    rows = db.session.execute(
        select(Invitation.session_id, func.count())
        .where(Invitation.state.in_(HOLDING))
        .group_by(Invitation.session_id)
    )
    return dict(rows.all())


def came() -> dict[object, int]:
    """How many came to each session, for all or part of it; one whose people nobody checked in is
    left out."""
    rows = db.session.execute(
        select(Invitation.session_id, func.count().filter(Invitation.attended.in_(CAME)))
        .where(Invitation.attended.is_not(None))
        .group_by(Invitation.session_id)
    )
    return dict(rows.all())


def reminders(session: Session) -> list[Due]:
    """The session's reminders in order."""
    return [Due(local(goes(one)), one.state) for one in session.reminders]


def sessions_for_staff(*, now: datetime) -> tuple[list[Session], list[Session]]:
    """Sessions still to come, the next one first, and those that are over or off, newest first."""
    found = list(db.session.scalars(select(Session).order_by(Session.starts_local, Session.title)))
    coming = [one for one in found if one.ends_at > now and one.cancelled_at is None]
    return coming, [one for one in reversed(found) if one not in coming]
