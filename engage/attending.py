"""Who came to a session: marked by staff, person by person, and never decided by the service.

Nothing here or anywhere else leaves somebody out of a later session for what is marked.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from engage import session_notes
from engage.extensions import db
from engage.models import Invitation, Session
from engage.models.consultations import ATTENDED, CAME
from engage.places import take_turn

EXPECTED = ("accepted", "offered")


@dataclass(frozen=True)
class Line:
    """One person of the list: what is marked, and what they told us before it started.

    `said_no` suggests that they sent apologies; a person decides.
    """

    invitation_id: uuid.UUID
    first_name: str | None
    attended: str | None
    place: int | None
    walk_in: bool
    said_no: bool


@dataclass(frozen=True)
class Sheet:
    """Everybody of a session: those who were expected or are marked, and all others asked."""

    expected: tuple[Line, ...]
    others: tuple[Line, ...]

    @property
    def marked(self) -> int:
        """How many of those expected are marked."""
        return sum(line.attended is not None for line in self.expected)

    @property
    def were_there(self) -> int:
        """How many came, for all of it or part."""
        return sum(line.attended in CAME for line in self.expected)


@dataclass(frozen=True)
class Change:
    """What a form said of one person when it was opened, and what it says now."""

    was: str | None
    now: str | None


@dataclass(frozen=True)
class Marked:
    """How many were changed, and how many left since a colleague had marked them meanwhile."""

    changed: int
    left: int


def sheet(session: Session) -> Sheet:
    """Everybody of a session, by place, then by name."""
    lines = [
        (one, _line(one, session)) for one in sorted(of_session(session), key=_place_then_name)
    ]
    return Sheet(
        tuple(line for one, line in lines if _is_expected(one)),
        tuple(line for one, line in lines if not _is_expected(one)),
    )


def of_session(session: Session) -> list[Invitation]:
    """Everybody asked to a session or who walked in, with their names."""
    found = select(Invitation).where(Invitation.session_id == session.id)
    return list(db.session.scalars(found.options(selectinload(Invitation.person))))


def were_there(session: Session) -> list[Invitation]:
    """Those who came to a session, for all of it or part, by name."""
    came = [one for one in of_session(session) if one.attended in CAME]
    return sorted(came, key=_place_then_name)


def _place_then_name(one: Invitation) -> tuple[bool, int, str, str]:
    return one.place is None, one.place or 0, one.person.first_name or "", str(one.id)


def _is_expected(one: Invitation) -> bool:
    return one.state in EXPECTED or one.walk_in or one.attended is not None


def _line(one: Invitation, session: Session) -> Line:
    in_time = one.answered_at is not None and one.answered_at < session.starts_at
    return Line(
        invitation_id=one.id,
        first_name=one.person.first_name,
        attended=one.attended,
        place=one.place,
        walk_in=one.walk_in,
        said_no=one.state == "declined" and in_time,
    )


def mark(session: Session, changes: Mapping[uuid.UUID, Change]) -> Marked:
    """Mark who came; what the form did not change is left as it stands.

    A mark that a colleague made since the form was opened stays, and is counted.
    """
    take_turn(session)
    wanted = {key: one for key, one in changes.items() if one.now != one.was and _is_known(one)}
    marked = _mark(of_session_afresh(session, wanted), wanted)
    db.session.flush()
    session_notes.use_as_agreed(session)
    return marked


def _is_known(change: Change) -> bool:
    return change.now is None or change.now in ATTENDED


def of_session_afresh(session: Session, keys: Iterable[uuid.UUID]) -> list[Invitation]:
    """These people of a session as the database has them now, not as we last saw them."""
    found = select(Invitation).where(
        Invitation.session_id == session.id, Invitation.id.in_(list(keys))
    )
    return list(db.session.scalars(found.execution_options(populate_existing=True)))


def _mark(people: list[Invitation], wanted: Mapping[uuid.UUID, Change]) -> Marked:
    changed, left = 0, 0
    for one in people:
        change = wanted[one.id]
        if one.attended == change.now:
            continue
        if one.attended != change.was:
            left += 1
            continue
        one.attended = change.now
        changed += 1
    return Marked(changed, left)


def may_be_marked(session: Session, *, now: datetime) -> bool:
    """Whether there is anything to mark yet: it has started, and was not called off."""
    return session.cancelled_at is None and session.starts_at <= now
