"""Coding by hand: which statement a person looks at next, what they decide, and taking it back."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import selectinload

from engage import audit, code_history, passages
from engage.code_history import Change
from engage.extensions import db
from engage.models import (
    Answer,
    CodeDecision,
    FoundDecision,
    Response,
    Staff,
    Statement,
    StatementCode,
    Survey,
)
from engage.models.findings import ASK, CODED, NO_THEME
from engage.times import today

LONGEST_NOTE = 1000
MOST_COUNTED = 1000
DECIDED, NO_LONGER = "decided on the codes of a statement", "took back a decision on codes"


class CannotDecide(Exception):
    """What was chosen cannot be kept; the message says what to do about the field it names."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class Progress:
    """How many statements a person has decided on, how many wait, and need one most.

    Those that wait are counted up to `MOST_COUNTED`, so that nobody waits for the counting.
    """

    done: int
    waiting: int
    need_a_person: int


_of_many = select(FoundDecision.turn).where(FoundDecision.turn.is_not(None))
_waits = Statement.coded_on.is_(None)
_asks = Statement.outcome == ASK
_weighed = Statement.doubt.is_not(None)
_most_doubtful_first = (Statement.doubt.desc(), Statement.id.desc())
_ORDER = (
    and_(_asks, _weighed),
    and_(Statement.outcome.is_distinct_from(ASK), _weighed),
    Statement.doubt.is_(None),
)
"""Those that need a person, those that were weighed, and the rest; each its own index's walk."""


def progress(survey: Survey) -> Progress:
    """How far the coding by hand of a survey is."""
    return Progress(
        done=_how_many(survey, Statement.coded_on.is_not(None)),
        waiting=waiting(survey),
        need_a_person=_how_many(survey, _waits, _asks, most=MOST_COUNTED),
    )


def waiting(survey: Survey) -> int:
    """How many statements of a survey nobody has decided on, counted up to `MOST_COUNTED`."""
    return _how_many(survey, _waits, most=MOST_COUNTED)


def _how_many(survey: Survey, *which: ColumnElement[bool], most: int | None = None) -> int:
    found = select(Statement.id).where(*which, _of(survey)).limit(most).subquery()
    return db.session.scalar(select(func.count()).select_from(found)) or 0


def next_one(
    survey: Survey,
    *,
    after: Statement | None = None,
    but: Select[uuid.UUID] | None = None,
) -> Statement | None:
    """The statement to decide on next: first those that need a person, the most doubtful first.

    With `after`, the next in that order behind this one. Those in `but` are passed over.
    """
    first = 0 if after is None else _place(after)
    for place in range(first, len(_ORDER)):
        wanted = [_waits, _ORDER[place], _of(survey)]
        if but is not None:
            wanted.append(Statement.id.not_in(but))
        if after is not None and place == first:
            wanted.append(_behind(after))
        in_order = select(Statement).where(*wanted).order_by(*_most_doubtful_first).limit(1)
        found = db.session.scalar(in_order.options(selectinload(Statement.codes)))
        if found is not None:
            return found
    return None


def _place(one: Statement) -> int:
    if one.doubt is None:
        return 2
    return 0 if one.outcome == ASK else 1


def _behind(one: Statement) -> ColumnElement[bool]:
    if one.doubt is None:
        return Statement.id < one.id
    alike = and_(Statement.doubt == one.doubt, Statement.id < one.id)
    return and_(Statement.doubt <= one.doubt, or_(Statement.doubt < one.doubt, alike))


def _of(survey: Survey) -> ColumnElement[bool]:
    """That a statement stands in an answer to a survey that was sent."""
    return (
        select(Answer.id)
        .join(Response, Response.id == Answer.response_id)
        .where(Answer.id == Statement.answer_id)
        .where(Response.survey_id == survey.id, Response.sent_on.is_not(None))
        .correlate(Statement)
        .exists()
    )


def answer_of(statement: Statement) -> Answer:
    """The answer in which it was said."""
    return db.session.get_one(Answer, statement.answer_id)


def mark(statement: Statement) -> str:
    """What tells whether a statement and its codes are still as somebody saw them."""
    codes = sorted((one.code, one.polarity or "") for one in statement.codes)
    seen = f"{passages.mark(statement)}{codes}{statement.coded_on}{statement.coded_by}"
    return hashlib.sha256(seen.encode()).hexdigest()[:16]


def decide(
    statement: Statement,
    given: Mapping[str, str | None],
    *,
    by: Staff,
    now: datetime,
    note: str = "",
) -> None:
    """Let a statement carry these codes and no others, each with what is said of it.

    None at all is "no theme". A code that the machine gave stays the machine's, with its words,
    unless something else is said of it. From now on no re-run changes them. Raises CannotDecide.
    """
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise CannotDecide("note", f"Make it {LONGEST_NOTE} letters or fewer")
    was = {one.code: one.polarity for one in statement.codes}
    before = snapshot(statement)
    statement.codes = _codes(statement, given, by=by, on=today(now))
    statement.outcome = CODED if given else NO_THEME
    statement.coded_by, statement.coded_on = by.id, today(now)
    changes = code_history.changes(was, given)
    code_history.write_down(statement, changes, before, by=by, note=note, now=now)
    audit.note(DECIDED, statement.id, by=by.id, now=now)
    db.session.flush()


def _codes(
    statement: Statement, given: Mapping[str, str | None], *, by: Staff, on: date
) -> list[StatementCode]:
    there = {one.code: one for one in statement.codes}
    for code, polarity in given.items():
        one = there.get(code)
        if one is None:
            one = there[code] = StatementCode(code=code, confidence=1.0, evidence=[])
        elif one.polarity == polarity:
            continue
        one.polarity, one.given_by, one.given_on = polarity, by.id, on
    return [there[code] for code in given]


def undo(survey: Survey, *, by: Staff, now: datetime) -> Statement | None:
    """Take back what somebody decided last in a survey; the statement, or None if nothing can be.

    What another person has decided on since stays. What was decided on many at one go is taken
    back where it was decided (`found_undone`).
    """
    last = db.session.scalar(
        select(CodeDecision)
        .join(Statement, Statement.id == CodeDecision.statement_id)
        .where(CodeDecision.by == by.id, _of(survey), *code_history.standing())
        .where(CodeDecision.turn.not_in(_of_many))
        .order_by(CodeDecision.at.desc())
        .limit(1)
    )
    if last is None:
        return None
    statement = db.session.get_one(Statement, last.statement_id)
    if not passages.take_turn(statement) or code_history.last_turn(statement) != last.turn:
        return None
    before = snapshot(statement)
    put_back(statement, last.before)
    undone = [Change("undo", undoes=last.turn)]
    code_history.write_down(statement, undone, before, by=by, now=now)
    audit.note(NO_LONGER, statement.id, by=by.id, now=now)
    db.session.flush()
    return statement


def snapshot(statement: Statement) -> dict[str, Any]:
    """The codes as they are, and who decided on them, to be put back."""
    return {
        "codes": [
            {
                "code": one.code,
                "confidence": one.confidence,
                "evidence": one.evidence,
                "polarity": one.polarity,
                "given_by": str(one.given_by) if one.given_by else None,
                "given_on": _written(one.given_on),
            }
            for one in statement.codes
        ],
        "outcome": statement.outcome,
        "coded_by": str(statement.coded_by) if statement.coded_by else None,
        "coded_on": _written(statement.coded_on),
        "length": len(statement.in_english),
    }


def put_back(statement: Statement, before: Mapping[str, Any]) -> None:
    """Evidence stays away where the words have changed since: it would point at others."""
    is_same = before["length"] == len(statement.in_english)
    there = {one.code: one for one in statement.codes}
    codes = []
    for was in before["codes"]:
        one = there.get(was["code"]) or StatementCode(code=was["code"])
        one.confidence, one.polarity = was["confidence"], was["polarity"]
        one.evidence = was["evidence"] if is_same else []
        one.given_by, one.given_on = _staff(was["given_by"]), _read(was["given_on"])
        codes.append(one)
    statement.codes = codes
    statement.outcome = before["outcome"]
    statement.coded_by, statement.coded_on = _staff(before["coded_by"]), _read(before["coded_on"])


def _written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _read(day: str | None) -> date | None:
    return date.fromisoformat(day) if day else None


def _staff(written: str | None) -> uuid.UUID | None:
    """Somebody who still works here, by their id."""
    found = db.session.get(Staff, uuid.UUID(written)) if written else None
    return found.id if found else None
