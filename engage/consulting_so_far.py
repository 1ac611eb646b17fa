"""How a consultation stands: who was asked, is coming and came, and what is still open."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engage import counting
from engage.consulting import surveys_of
from engage.extensions import db
from engage.models import AccessNeed, Consultation, Invitation, Session, Survey
from engage.models.consultations import CAME

STILL_ASKED = ("accepted", "offered", "waiting")
"""Whose needs are seen to: people who are coming, or may yet."""


@dataclass(frozen=True)
class Meeting:
    """One session in numbers; `needs` are those still open before it."""

    session: Session
    invited: int = 0
    coming: int = 0
    waiting: int = 0
    came: int = 0
    needs: int = 0
    is_over: bool = False


@dataclass(frozen=True)
class SoFar:
    """A consultation with everything in it, in numbers."""

    meetings: tuple[Meeting, ...]
    surveys: tuple[Survey, ...]
    replied: dict[uuid.UUID, int]

    @property
    def needs(self) -> int:
        """How many needs are still open before its sessions."""
        return sum(one.needs for one in self.meetings)

    @property
    def invited(self) -> int:
        """How many invitations were sent to its sessions."""
        return sum(one.invited for one in self.meetings)

    @property
    def coming(self) -> int:
        """How many places are taken in sessions still to come."""
        return sum(one.coming for one in self.meetings if not one.is_over)

    @property
    def came(self) -> int:
        """How many came to its sessions, somebody who came to two as two."""
        return sum(one.came for one in self.meetings)

    @property
    def people_replied(self) -> int:
        """How many replies its surveys have."""
        return sum(self.replied.values())


def of(consultation: Consultation, *, now: datetime) -> SoFar:
    """How one consultation stands."""
    surveys = surveys_of(consultation)
    replied = {key: found.people for key, found in counting.replied(surveys).items()}
    meetings = meetings_of(consultation.sessions, now=now)
    return SoFar(tuple(meetings), tuple(surveys), replied)


def meetings_of(sessions: Collection[Session], *, now: datetime) -> list[Meeting]:
    """Each session in numbers, in the order given."""
    ids = [one.id for one in sessions]
    people = _people(ids)
    coming = [one.id for one in sessions if one.cancelled_at is None and one.ends_at > now]
    needs = _needs(coming)
    return [
        Meeting(
            one,
            **people.get(one.id, {}),
            needs=needs.get(one.id, 0),
            is_over=one.ends_at <= now,
        )
        for one in sessions
    ]


def _people(ids: list[uuid.UUID]) -> dict[uuid.UUID, dict[str, int]]:
    rows = db.session.execute(
        select(
            Invitation.session_id,
            func.count().filter(Invitation.walk_in.is_(False)),
            func.count().filter(Invitation.state == "accepted", Invitation.walk_in.is_(False)),
            func.count().filter(Invitation.state == "waiting"),
            func.count().filter(Invitation.attended.in_(CAME)),
        )
        .where(Invitation.session_id.in_(ids))
        .group_by(Invitation.session_id)
    )
    names = ("invited", "coming", "waiting", "came")
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


def _needs(ids: list[uuid.UUID]) -> dict[uuid.UUID, int]:
    rows = db.session.execute(
        select(Invitation.session_id, func.count())
        .join(AccessNeed, AccessNeed.invitation_id == Invitation.id)
        .where(Invitation.session_id.in_(ids), Invitation.state.in_(STILL_ASKED))
        .where(AccessNeed.state == "open")
        .group_by(Invitation.session_id)
    )
    return dict(rows.all())


def needs_open(*, now: datetime) -> dict[uuid.UUID | None, int]:
    """How many needs are still open before sessions to come, by their consultation."""
    found: dict[uuid.UUID | None, int] = {}
    sessions = list(db.session.scalars(select(Session).where(Session.cancelled_at.is_(None))))
    coming = {one.id: one.consultation_id for one in sessions if one.ends_at > now}
    for session_id, count in _needs(list(coming)).items():
        found[coming[session_id]] = found.get(coming[session_id], 0) + count
    return found


def surveys_in_each() -> dict[uuid.UUID | None, int]:
    """How many surveys each consultation has, by its id; one with none is left out."""
    rows = db.session.execute(
        select(Survey.consultation_id, func.count())
        .where(Survey.consultation_id.is_not(None))
        .group_by(Survey.consultation_id)
    )
    return dict(rows.all())
