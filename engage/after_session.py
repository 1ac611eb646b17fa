"""What is still to do once a session has been: who came, thanks, payments, debrief, notes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from engage import attending, debriefing, paying, thanking
from engage.extensions import db
from engage.models import Response, Session


@dataclass(frozen=True)
class After:
    """Where each part of the work after a session stands; nothing here decides anything.

    `thanked` of those `to_thank` are thanked. `asked` of those who came were asked how they would
    like to be paid, and `to_pay` wait for their money.
    """

    expected: int
    marked: int
    came: int
    thanked: int
    to_thank: int
    asked: int
    to_pay: int
    notes: int
    is_over: bool
    is_debriefed: bool
    wants_debrief: bool

    @property
    def all_marked(self) -> bool:
        """Whether everybody who was expected is marked."""
        return self.expected == self.marked

    @property
    def all_thanked(self) -> bool:
        """Whether nobody who came and can be texted waits for thanks."""
        return self.all_marked and self.to_thank == 0

    @property
    def all_paid(self) -> bool:
        """Whether everybody who came has chosen, and has it."""
        return self.all_marked and self.asked >= self.came and self.to_pay == 0


def of(session: Session, *, now: datetime) -> After | None:
    """Where the work stands; None before a session has started, and when it was called off."""
    if not attending.may_be_marked(session, now=now):
        return None
    sheet, look = attending.sheet(session), thanking.look(session, now=now)
    owed = paying.owed(session)
    return After(
        expected=len(sheet.expected),
        marked=sheet.marked,
        came=sheet.were_there,
        thanked=look.thanked,
        to_thank=look.people,
        asked=sum(one.payment is not None for one in owed),
        to_pay=sum(one.payment is not None and paying.is_to_pay(one.payment) for one in owed),
        notes=_notes(session),
        is_over=thanking.is_over(session, now=now),
        is_debriefed=session.debriefed_at is not None,
        wants_debrief=debriefing.is_wanted(session, now=now),
    )


def _notes(session: Session) -> int:
    """How many lines of notes were kept from it."""
    lines = select(func.count()).select_from(Response).where(Response.session_id == session.id)
    return db.session.scalar(lines) or 0
