"""What came of each thing put forward for the codebook: talked over, decided on, made.

What is written here is never rewritten: a proposal that was decided on can only be opened again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from engage import audit
from engage.codebook_proposing import SUBJECT, CannotPropose, not_fit
from engage.extensions import db
from engage.models import CodebookProposal, ProposalEntry, Staff
from engage.models.codebooks import AGAIN, MADE, NOT_TAKEN, PARTLY, SAID, TAKEN
from engage.times import today

LONGEST_COMMENT = 1000
DECISIONS = (TAKEN, PARTLY, NOT_TAKEN)
OPEN = "open"
SPOKE, DECIDED = "wrote under a proposal", "decided on a proposal"
_TRIES = 3


class SaidMeanwhile(Exception):
    """Somebody else wrote or decided while this was being decided; nothing was kept."""


@dataclass(frozen=True)
class Happened:
    """One thing that happened to a proposal, by whom by name ("" for somebody who has left)."""

    place: int
    what: str
    words: str
    by: str
    on: date
    version: int | None


@dataclass(frozen=True)
class Proposal:
    """A proposal with all that happened to it, the oldest first."""

    row: CodebookProposal
    by: str
    happened: tuple[Happened, ...]

    @property
    def state(self) -> str:
        """Open, or how it was decided last."""
        decided = [one.what for one in self.happened if one.what in (*DECISIONS, AGAIN)]
        return OPEN if not decided or decided[-1] == AGAIN else decided[-1]

    @property
    def version(self) -> int | None:
        """The last version that was made of it."""
        made = [one.version for one in self.happened if one.version is not None]
        return made[-1] if made else None

    @property
    def is_to_do(self) -> bool:
        """Whether it was taken up and no version was made of it since."""
        after = [one.what for one in self.happened if one.what != SAID]
        return bool(after) and after[-1] in (TAKEN, PARTLY)

    @property
    def seen(self) -> int:
        """How much has happened to it."""
        return len(self.happened)


def listed() -> list[Proposal]:
    """Every proposal, the newest day first."""
    newest = (CodebookProposal.put_forward_on.desc(), CodebookProposal.id)
    return _read(db.session.scalars(select(CodebookProposal).order_by(*newest)))


def one(proposal_id: uuid.UUID) -> Proposal | None:
    """One proposal, or None where there is none."""
    row = db.session.get(CodebookProposal, proposal_id)
    return _read([row])[0] if row else None


def how_many_open() -> int:
    """How many proposals wait for a decision."""
    return sum(proposal.state == OPEN for proposal in listed())


def by_version() -> dict[int, list[Proposal]]:
    """The proposals of which each version was made."""
    found: dict[int, list[Proposal]] = {}
    for proposal in listed():
        for number in sorted({one.version for one in proposal.happened if one.version}):
            found.setdefault(number, []).append(proposal)
    return found


def _read(rows: Iterable[CodebookProposal]) -> list[Proposal]:
    found, names = list(rows), {one.id: one.name for one in db.session.scalars(select(Staff))}
    happened: dict[uuid.UUID, list[Happened]] = {row.id: [] for row in found}
    entries = select(ProposalEntry).where(ProposalEntry.proposal_id.in_(happened))
    for each in db.session.scalars(entries.order_by(ProposalEntry.place)):
        who = names.get(each.by, "") if each.by else ""
        happened[each.proposal_id].append(
            Happened(each.place, each.what, each.words, who, each.on, each.version)
        )
    return [
        Proposal(row, names.get(row.by, "") if row.by else "", tuple(happened[row.id]))
        for row in found
    ]


def say(proposal: Proposal, words: str, *, by: Staff, now: datetime) -> None:
    """Write a comment under a proposal, once however often it is sent; raises CannotPropose."""
    if problem := not_fit(words, "Write your comment first", LONGEST_COMMENT):
        raise CannotPropose({"comment": problem})
    last = proposal.happened[-1] if proposal.happened else None
    if last and (last.what, last.words, last.by) == (SAID, words.strip(), by.name):
        return
    _next(proposal, SAID, words, by=by, now=now)
    audit.note(SPOKE, SUBJECT, by=by.id, now=now)


def decide(
    proposal: Proposal, what: str, reason: str, *, seen: int, by: Staff, now: datetime
) -> None:
    """Decide on an open proposal, with the reason for it.

    `seen` is how much had happened to it by then. Raises CannotPropose, or SaidMeanwhile.
    """
    found = {} if what in DECISIONS else {"what": "Choose what becomes of it"}
    if problem := not_fit(reason, "Say why. Colleagues will read it", LONGEST_COMMENT):
        found["reason"] = problem
    if found:
        raise CannotPropose(found)
    if proposal.state != OPEN or seen != proposal.seen:
        raise SaidMeanwhile
    _at(proposal, seen + 1, what, reason, by=by, now=now)
    audit.note(DECIDED, SUBJECT, by=by.id, now=now)


def open_again(proposal: Proposal, words: str, *, by: Staff, now: datetime) -> None:
    """Open a proposal again, saying why; raises CannotPropose, or SaidMeanwhile."""
    if problem := not_fit(words, "Say why it should be open again", LONGEST_COMMENT):
        raise CannotPropose({"again": problem})
    if proposal.state == OPEN:
        raise SaidMeanwhile
    _at(proposal, proposal.seen + 1, AGAIN, words, by=by, now=now)
    audit.note(SPOKE, SUBJECT, by=by.id, now=now)


def made(proposal: Proposal, version: int, why: str, *, by: Staff, now: datetime) -> None:
    """Say which version of the codebook was made of a proposal."""
    _next(proposal, MADE, why, by=by, now=now, version=version)


def _next(
    proposal: Proposal,
    what: str,
    words: str,
    *,
    by: Staff,
    now: datetime,
    version: int | None = None,
) -> None:
    """Whatever is written meanwhile comes before it."""
    of = ProposalEntry.proposal_id == proposal.row.id
    for tries_left in reversed(range(_TRIES)):
        last = db.session.scalar(select(func.max(ProposalEntry.place)).where(of)) or 0
        try:
            return _at(proposal, last + 1, what, words, by=by, now=now, version=version)
        except SaidMeanwhile:
            if not tries_left:
                raise
    return None


def _at(
    proposal: Proposal,
    place: int,
    what: str,
    words: str,
    *,
    by: Staff,
    now: datetime,
    version: int | None = None,
) -> None:
    entry = ProposalEntry(
        proposal_id=proposal.row.id,
        place=place,
        what=what,
        words=words.strip(),
        version=version,
        by=by.id,
        on=today(now),
    )
    try:
        with db.session.begin_nested():
            db.session.add(entry)
    except IntegrityError as taken:
        raise SaidMeanwhile from taken
