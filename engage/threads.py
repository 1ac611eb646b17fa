"""What staff do about a phone's texts: who is needed, who has it, and who has taken over.

A thread is only about people: what a survey does while one is held is for `conversations`.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import bindparam, case, select, update

from engage.extensions import db, insert
from engage.models import Phone, Thread, ThreadNote

GRAVEST_FIRST = (
    "alert",
    "callback",
    "ring",
    "wrong_number",
    "staff_review",
    "undelivered",
    "unknown",
    "late",
    "other",
)
STAY_UNTIL_DONE = ("alert", "callback", "ring")
"""Reasons that a text back does not settle: somebody says when they are done."""
NOTE_LENGTH = 1000
HELD_SINCE = select(Thread.held_since).where(Thread.phone_id == bindparam("phone"))


def need_a_person(phone: Phone, why: str, *, now: datetime) -> None:
    """Say that a person is needed for this phone, and why; safe to say more than once.

    The wait counts from when a person was first needed. A graver reason takes the place of a
    lesser one, never the other way round.
    """
    new = insert(Thread).values(phone_id=phone.id, waiting_since=now, why=why)
    ranks = {name: rank for rank, name in enumerate(GRAVEST_FIRST)}
    had = case(ranks, value=Thread.why, else_=len(ranks))
    graver = GRAVEST_FIRST.index(why) < had
    db.session.scalar(
        new.on_conflict_do_update(
            index_elements=["phone_id"],
            set_={
                "waiting_since": case(
                    (Thread.waiting_since.is_(None), now), else_=Thread.waiting_since
                ),
                "why": case((graver, why), else_=Thread.why),
            },
        ).returning(Thread),
        execution_options={"populate_existing": True},
    )


def was_answered(phone: Phone) -> None:
    """A person has texted back: nobody is needed, but where only a call or a look will do."""
    why = Thread.why.not_in(STAY_UNTIL_DONE)
    answered = update(Thread).where(Thread.phone_id == phone.id, why)
    db.session.execute(answered.values(waiting_since=None, why=None))


def nobody_is_needed(phone: Phone) -> None:
    """A person has done what was needed: the thread waits for nobody."""
    _set(phone, waiting_since=None, why=None)


def is_held(phone: Phone) -> bool:
    """Whether a person has taken over, so that nothing is asked or answered automatically."""
    return db.session.scalar(HELD_SINCE, {"phone": phone.id}) is not None


def hold(phone: Phone, by: uuid.UUID | None, *, now: datetime) -> None:
    """A person takes over: nothing is asked or answered automatically until it is handed back."""
    db.session.scalar(
        insert(Thread)
        .values(phone_id=phone.id, held_since=now, held_by=by, assigned_to=by)
        .on_conflict_do_update(
            index_elements=["phone_id"],
            set_={
                "held_since": case((Thread.held_since.is_(None), now), else_=Thread.held_since),
                "held_by": by,
                "assigned_to": by,
            },
        )
        .returning(Thread),
        execution_options={"populate_existing": True},
    )


def hand_back(phone: Phone) -> bool:
    """Nobody holds this phone any more; False when nobody held it.

    Going on with the survey it was in is for whoever calls this.
    """
    done = db.session.execute(
        update(Thread)
        .where(Thread.phone_id == phone.id, Thread.held_since.is_not(None))
        .values(held_since=None, held_by=None)
        .returning(Thread.phone_id)
    ).first()
    was_answered(phone)
    return done is not None


def give_to(phone: Phone, colleague: uuid.UUID | None) -> None:
    """Say who is dealing with it; None for nobody."""
    db.session.scalar(
        insert(Thread)
        .values(phone_id=phone.id, assigned_to=colleague)
        .on_conflict_do_update(index_elements=["phone_id"], set_={"assigned_to": colleague})
        .returning(Thread),
        execution_options={"populate_existing": True},
    )


def take(phone: Phone, by: uuid.UUID) -> bool:
    """Take a thread that nobody has; False when a colleague took it first."""
    db.session.execute(
        insert(Thread).values(phone_id=phone.id).on_conflict_do_nothing(index_elements=["phone_id"])
    )
    taken = db.session.execute(
        update(Thread)
        .where(Thread.phone_id == phone.id)
        .where(Thread.assigned_to.is_(None) | (Thread.assigned_to == by))
        .values(assigned_to=by)
        .returning(Thread.phone_id)
    ).first()
    return taken is not None


def leave(phone: Phone, by: uuid.UUID) -> None:
    """Let go of a thread that is mine; one that a colleague has since taken stays theirs."""
    db.session.execute(
        update(Thread)
        .where(Thread.phone_id == phone.id, Thread.assigned_to == by)
        .values(assigned_to=None)
    )


def note(phone: Phone, words: str, *, by: uuid.UUID, now: datetime) -> None:
    """Leave a note for colleagues."""
    db.session.add(ThreadNote(phone_id=phone.id, by=by, at=now, words=words[:NOTE_LENGTH]))
    db.session.flush()


def _set(phone: Phone, **values: object) -> None:
    db.session.execute(update(Thread).where(Thread.phone_id == phone.id).values(**values))
