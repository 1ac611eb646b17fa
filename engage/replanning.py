"""Changing a planned session where nobody's plans change: its words, its people, its places."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from engage import paying, places, planning, pounds
from engage.extensions import db
from engage.models import Invitation, Session
from engage.places import take_turn
from engage.planning import CannotPlan, Details


def change(session: Session, details: Details, *, now: datetime) -> int:
    """Write the session anew; raises CannotPlan and then changes nothing.

    Nobody is told, but new places are offered to those who wait: the number offered one. Under
    the session's turn, so that nobody says yes while places are taken away.
    """
    take_turn(session)
    held = places.held(session)
    if details.capacity < min(held, session.capacity):
        raise CannotPlan(
            "capacity",
            f"{held} people have a place already. Choose {held} or more."
            if held != 1
            else "1 person has a place already. Choose 1 or more.",
        )
    _check_money(session, details)
    session.capacity = details.capacity
    _close_ranks(session)
    planning.write(session, details)
    planning.set_reminders(session, details.reminders, words=details.reminder_words, now=now)
    db.session.flush()
    return places.offer_free_places(session, now=now)


def _check_money(session: Session, details: Details) -> None:
    """What is paid or promised stays in the budget that it was taken from."""
    if session.consultation is None or details.consultation_id == session.consultation_id:
        return
    if total := paying.total(session):
        raise CannotPlan(
            "consultation",
            f"{pounds.said(total)} for this session is paid or promised from the budget of "
            f"“{session.consultation.title}”. Leave the session in it.",
        )


def _close_ranks(session: Session) -> None:
    """Give those whose number is above the last place a free one below it.

    Numbers run with gaps once somebody has given a place up; a free number under the last one
    beside a held number over it would let one person too many in. Who walked in to a full room
    stays above it.
    """
    held = list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.session_id == session.id, Invitation.place.is_not(None))
            .order_by(Invitation.place)
        )
    )
    taken = {one.place for one in held}
    free = iter([n for n in range(1, session.capacity + 1) if n not in taken])
    for one in held:
        if one.place is not None and one.place > session.capacity:
            one.place = next(free, one.place)
    db.session.flush()
