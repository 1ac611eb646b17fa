"""Rounds of blind reading: who reads which statements, in what order, and what they made of them.

Nobody in a round is told what others or the machine said until they are done: `blind_hiding`.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from engage import audit, blind_draw, codebooks
from engage.codes import CodeName, code_names_in
from engage.extensions import db
from engage.models import (
    BlindCoder,
    BlindReading,
    BlindRound,
    BlindStatement,
    Role,
    Staff,
    Statement,
    Survey,
)
from engage.models.blind_rounds import CODED, NO_THEME, SKIPPED

USUAL_SIZE = 40
MOST = 200
FEWEST_CODERS = 2
LONGEST_NOTE = 1000
PEER = "peer"
READERS = ("facilitator", "admin", PEER)
"""Who may read statements before a person has released them."""
MADE, DONE, CLOSED = (
    "made a blind round",
    "was done with a blind round",
    "closed a blind round",
)


class CannotKeep(Exception):
    """What was chosen cannot be kept; the message says what to do about the field it names."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotOpen(Exception):
    """The round is closed, or its coder is done: nothing more can be changed."""


@dataclass(frozen=True)
class Progress:
    """How far a coder is: statements read, skipped, and all there are."""

    read: int
    skipped: int
    every: int

    @property
    def left(self) -> int:
        """Those they have not come to."""
        return self.every - self.read - self.skipped


def may_read() -> list[Staff]:
    """Everybody who can be asked to read in a round, peers first, each group by name."""
    able = Staff.roles.any(Role.name.in_(READERS))
    found = db.session.scalars(select(Staff).where(able, Staff.active))
    return sorted(found, key=lambda one: (not is_peer(one), one.name.casefold()))


def is_peer(staff: Staff) -> bool:
    """Whether somebody reads with experience of their own, and does no other work here."""
    names = {role.name for role in staff.roles}
    return PEER in names and not names & {"facilitator", "admin"}


def make(
    survey: Survey, *, size: int, coders: Collection[Staff], by: Staff, now: datetime
) -> BlindRound:
    """A new round of so many statements for these people. Raises CannotKeep."""
    if not 0 < size <= MOST:
        raise CannotKeep("size", f"Write a number from 1 to {MOST}")
    if len(coders) < FEWEST_CODERS:
        raise CannotKeep("coders", "Choose two people or more")
    found = BlindRound(
        id=uuid.uuid4(),
        survey_id=survey.id,
        made_by=by.id,
        made_at=now,
        codebook=codebooks.number(),
    )
    drawn = blind_draw.draw(survey, size, seed=found.id)
    if not drawn:
        raise CannotKeep("size", "There is nothing to read yet. Wait for some replies")
    found.size = len(drawn)
    found.statements = [
        BlindStatement(
            statement_id=one.statement,
            place=place,
            chosen=one.chosen,
            machine=blind_draw.machine_codes(db.session.get_one(Statement, one.statement)),
        )
        for place, one in enumerate(drawn, start=1)
    ]
    found.coders = [
        BlindCoder(id=uuid.uuid4(), staff_id=one.id, number=number, peer=is_peer(one))
        for number, one in enumerate(coders, start=1)
    ]
    db.session.add(found)
    audit.note(MADE, found.id, by=by.id, now=now)
    db.session.flush()
    return found


def of_survey(survey: Survey) -> list[BlindRound]:
    """The rounds of a survey, the newest first."""
    rounds = select(BlindRound).where(BlindRound.survey_id == survey.id)
    return list(db.session.scalars(rounds.order_by(BlindRound.made_at.desc())))


def last_over(survey: Survey) -> BlindRound | None:
    """The newest round of a survey that is over."""
    return next((one for one in of_survey(survey) if is_over(one)), None)


def everything() -> list[BlindRound]:
    """Every round there is, the newest first."""
    return list(db.session.scalars(select(BlindRound).order_by(BlindRound.made_at.desc())))


def of_coder(staff: Staff) -> list[BlindCoder]:
    """Somebody's part in each round they are in, the newest first."""
    return list(
        db.session.scalars(
            select(BlindCoder)
            .join(BlindRound, BlindRound.id == BlindCoder.round_id)
            .where(BlindCoder.staff_id == staff.id)
            .order_by(BlindRound.made_at.desc())
        )
    )


def coder_in(found: BlindRound, staff: Staff) -> BlindCoder | None:
    """Somebody's part in a round, if they have one."""
    return next((one for one in found.coders if one.staff_id == staff.id), None)


def is_over(found: BlindRound) -> bool:
    """Whether everybody is done, or somebody closed the round."""
    return found.closed_at is not None or all(one.done_at for one in found.coders)


def is_open_for(coder: BlindCoder) -> bool:
    """Whether somebody may still read, and so must not be told anything."""
    return coder.done_at is None and coder.round.closed_at is None


def may_see_agreement(found: BlindRound, coder: BlindCoder | None) -> bool:
    """A coder once they are done; anybody else once everybody is, or the round is closed."""
    return is_over(found) or (coder is not None and not is_open_for(coder))


def names(found: BlindRound) -> dict[str, CodeName]:
    """The codes that a round is read by, in the order of its codebook."""
    return code_names_in(found.codebook)


def order(coder: BlindCoder) -> list[uuid.UUID]:
    """The statements of a round in the order in which one coder reads them.

    Each has an order of their own, and nobody begins with the same. It stays as it is when a
    statement is deleted.
    """
    placed = {one.statement_id: one.place for one in coder.round.statements}

    def when(statement: uuid.UUID) -> tuple[bool, bytes]:
        own = hashlib.sha256(coder.id.bytes + statement.bytes).digest()
        return placed[statement] != coder.number, own

    return sorted(placed, key=when)


def readings(coder: BlindCoder) -> dict[uuid.UUID, BlindReading]:
    """What somebody has made so far of each statement they came to."""
    rows = db.session.scalars(select(BlindReading).where(BlindReading.coder_id == coder.id))
    return {one.statement_id: one for one in rows}


def progress(coder: BlindCoder) -> Progress:
    """How far somebody is."""
    found = readings(coder).values()
    skipped = sum(1 for one in found if one.outcome == SKIPPED)
    return Progress(len(found) - skipped, skipped, len(coder.round.statements))


def mark(reading: BlindReading | None) -> str:
    """What tells whether somebody's own reading is as they saw it, on another page of theirs."""
    if reading is None:
        return ""
    seen = f"{reading.outcome}{sorted(reading.codes.items(), key=str)}{reading.note or ''}"
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def take_turn(coder: BlindCoder) -> bool:
    """Have somebody's part to ourselves until this transaction ends; False if it is over."""
    ours = db.session.scalar(
        update(BlindCoder)
        .where(BlindCoder.id == coder.id, BlindCoder.done_at.is_(None))
        .values(number=BlindCoder.number)
        .returning(BlindCoder.id)
        .execution_options(synchronize_session=False)
    )
    closed = select(BlindRound.closed_at).where(BlindRound.id == coder.round_id)
    return ours is not None and db.session.scalar(closed) is None


def read(
    coder: BlindCoder,
    statement_id: uuid.UUID,
    given: Mapping[str, str | None],
    *,
    note: str = "",
    skip: bool = False,
) -> BlindReading:
    """Keep what a coder makes of a statement, in place of what they made of it before.

    No codes at all is "no theme", and a skipped one has none either. Raises NotOpen, CannotKeep.
    """
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise CannotKeep("note", f"Make it {LONGEST_NOTE} letters or fewer")
    if not take_turn(coder):
        raise NotOpen
    known = names(coder.round)
    reading = db.session.get(BlindReading, (coder.id, statement_id), populate_existing=True)
    if reading is None:
        reading = BlindReading(
            coder_id=coder.id, statement_id=statement_id, round_id=coder.round_id
        )
        db.session.add(reading)
    reading.codes = {} if skip else {code: given[code] for code in known if code in given}
    reading.outcome = SKIPPED if skip else CODED if reading.codes else NO_THEME
    reading.note = note or None
    db.session.flush()
    return reading


def finish(coder: BlindCoder, *, by: Staff, now: datetime) -> None:
    """A coder is done and changes nothing more. Raises NotOpen."""
    if not take_turn(coder):
        raise NotOpen
    coder.done_at = now
    audit.note(DONE, coder.round_id, by=by.id, now=now)
    db.session.flush()


def close(found: BlindRound, *, by: Staff, now: datetime) -> None:
    """Close a round; what was read so far counts. Closing it again changes nothing."""
    of_it = update(BlindCoder).where(BlindCoder.round_id == found.id)
    db.session.execute(
        of_it.values(number=BlindCoder.number).execution_options(synchronize_session=False)
    )
    closed = db.session.scalar(
        update(BlindRound)
        .where(BlindRound.id == found.id, BlindRound.closed_at.is_(None))
        .values(closed_at=now)
        .returning(BlindRound.id)
        .execution_options(synchronize_session=False)
    )
    if closed is not None:
        audit.note(CLOSED, found.id, by=by.id, now=now)
    db.session.refresh(found)


def called(coders: Sequence[BlindCoder]) -> dict[uuid.UUID, str]:
    """What each coder is called, "" for somebody who has left."""
    staff = {one.staff_id for one in coders if one.staff_id}
    known = {
        one.id: one.name for one in db.session.scalars(select(Staff).where(Staff.id.in_(staff)))
    }
    return {one.id: known.get(one.staff_id, "") if one.staff_id else "" for one in coders}
