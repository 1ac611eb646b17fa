"""What people put forward to change the codebook: said in plain words, talked over, decided on.

Nothing leads from a proposal to whoever's words it began with.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from engage import audit, local_words, passages
from engage.codes import code_names
from engage.extensions import db
from engage.models import CodebookProposal, ProposalEntry, Session, Staff
from engage.models.codebooks import (
    AGAIN,
    MADE,
    NEW,
    NOT_TAKEN,
    PAGE,
    PARTLY,
    PROPOSED,
    SAID,
    SESSION,
    TAKEN,
    TOGETHER,
)
from engage.times import today

LONGEST_WORDS, LONGEST_COMMENT, MOST_PEOPLE = 200, 1000, 999
MOST_DIGITS = 5
DECISIONS = (TAKEN, PARTLY, NOT_TAKEN)
OPEN = "open"
PUT_FORWARD, SPOKE, DECIDED = (
    "put something forward for the codebook",
    "wrote under a proposal",
    "decided on a proposal",
)
_SUBJECT = "codebook"
"""What the audit trail names: not the proposal, as its moment could be that of a text."""
_TRIES = 3
_DETAIL = re.compile(r"\S+@\S+\.\S+|https?://")


class CannotPropose(Exception):
    """What was written cannot be kept; `problems` says by field what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("\n".join(problems.values()))
        self.problems = dict(problems)


class SaidMeanwhile(Exception):
    """Somebody else wrote or decided while this was being decided; nothing was kept."""


@dataclass(frozen=True)
class Typed:
    """What somebody puts forward, as they typed it."""

    words: str
    kind: str
    code: str | None = None
    with_code: str | None = None
    came_from: str = PAGE
    session: Session | None = None
    people: int | None = None


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


def details_in(words: str) -> str:
    """What to take out of words before they are kept; empty if nothing is seen.

    A careful person has the last word: this sees numbers, addresses and what local lists hold.
    """
    if sum(letter.isdigit() for letter in words) > MOST_DIGITS:
        return "There is a long number in it. Take that out"
    if _DETAIL.search(words):
        return "There is an email or web address in it. Take that out"
    always = (one.words for one in local_words.listed() if one.kind == "always")
    listed = next((one for one in always if passages.places(words, one)), "")
    if listed:
        return f"Take “{listed}” out. It is on the list of words that we always take out"
    return ""


def _problems(typed: Typed) -> dict[str, str]:
    found, names = {}, code_names()
    if typed.kind not in PROPOSED:
        found["kind"] = "Choose what you put forward"
    elif typed.kind != NEW and typed.code not in names:
        found["code"] = "Choose the theme it is about"
    elif typed.kind == TOGETHER and (typed.with_code not in names or typed.with_code == typed.code):
        found["with_code"] = "Choose another theme to put it together with"
    if words := _of_words(typed.words, "Say what you put forward", LONGEST_WORDS):
        found["words"] = words
    if typed.came_from == SESSION and not 0 < (typed.people or 0) <= MOST_PEOPLE:
        found["people"] = "Write how many people backed it, such as 6"
    return found


def _of_words(words: str, missing: str, most: int) -> str:
    if not words.strip():
        return missing
    if len(words.strip()) > most:
        return f"Make it {most} letters or fewer"
    return details_in(words)


def put_forward(typed: Typed, *, by: Staff, now: datetime) -> CodebookProposal:
    """Keep a proposal; raises CannotPropose."""
    if found := _problems(typed):
        raise CannotPropose(found)
    is_from_session = typed.came_from == SESSION
    proposal = CodebookProposal(
        id=uuid.uuid4(),
        kind=typed.kind,
        code=typed.code if typed.kind != NEW else None,
        with_code=typed.with_code if typed.kind == TOGETHER else None,
        words=typed.words.strip(),
        came_from=typed.came_from,
        session_id=typed.session.id if typed.session and is_from_session else None,
        people=typed.people if is_from_session else None,
        by=by.id,
        put_forward_on=today(now),
    )
    db.session.add(proposal)
    audit.note(PUT_FORWARD, _SUBJECT, by=by.id, now=now)
    db.session.flush()
    return proposal


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
    """Write a comment under a proposal; raises CannotPropose."""
    if problem := _of_words(words, "Write your comment first", LONGEST_COMMENT):
        raise CannotPropose({"comment": problem})
    _next(proposal, SAID, words, by=by, now=now)
    audit.note(SPOKE, _SUBJECT, by=by.id, now=now)


def decide(
    proposal: Proposal, what: str, reason: str, *, seen: int, by: Staff, now: datetime
) -> None:
    """Decide on an open proposal, with the reason for it.

    `seen` is how much had happened to it by then. Raises CannotPropose, or SaidMeanwhile.
    """
    found = {} if what in DECISIONS else {"what": "Choose what becomes of it"}
    if problem := _of_words(reason, "Say why. Colleagues will read it", LONGEST_COMMENT):
        found["reason"] = problem
    if found:
        raise CannotPropose(found)
    if proposal.state != OPEN or seen != proposal.seen:
        raise SaidMeanwhile
    _at(proposal, seen + 1, what, reason, by=by, now=now)
    audit.note(DECIDED, _SUBJECT, by=by.id, now=now)


def open_again(proposal: Proposal, words: str, *, by: Staff, now: datetime) -> None:
    """Open a proposal again, saying why; raises CannotPropose, or SaidMeanwhile."""
    if problem := _of_words(words, "Say why it should be open again", LONGEST_COMMENT):
        raise CannotPropose({"again": problem})
    if proposal.state == OPEN:
        raise SaidMeanwhile
    _at(proposal, proposal.seen + 1, AGAIN, words, by=by, now=now)
    audit.note(SPOKE, _SUBJECT, by=by.id, now=now)


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
