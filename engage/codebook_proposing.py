"""Putting something forward for the codebook: in plain words, with no details of anybody.

Nothing leads from a proposal to whoever's words it began with.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from engage import audit, local_words, passages
from engage.codes import code_names
from engage.extensions import db
from engage.models import CodebookProposal, Session, Staff
from engage.models.codebooks import NEW, PAGE, PROPOSED, SESSION, TOGETHER
from engage.times import today

LONGEST_WORDS, MOST_PEOPLE = 200, 999
MOST_DIGITS = 5
PUT_FORWARD = "put something forward for the codebook"
SUBJECT = "codebook"
"""What the audit trail names: not the proposal, as its moment could be that of a text."""
_DETAIL = re.compile(r"\S+@\S+\.\S+|https?://")


class CannotPropose(Exception):
    """What was written cannot be kept; `problems` says by field what to do about it."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        super().__init__("\n".join(problems.values()))
        self.problems = dict(problems)


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


def not_fit(words: str, missing: str, most: int) -> str:
    """Why words cannot be kept, or what is missing where there are none; empty if they can."""
    if not words.strip():
        return missing
    if len(words.strip()) > most:
        return f"Make it {most} letters or fewer"
    return details_in(words)


def _problems(typed: Typed) -> dict[str, str]:
    found, names = {}, code_names()
    if typed.kind not in PROPOSED:
        found["kind"] = "Choose what it would be"
    elif typed.kind != NEW and typed.code not in names:
        found["code"] = "Choose the theme it is about"
    elif typed.kind == TOGETHER and (typed.with_code not in names or typed.with_code == typed.code):
        found["with_code"] = "Choose another theme to put it together with"
    if words := not_fit(typed.words, "Say it in a few words", LONGEST_WORDS):
        found["words"] = words
    if typed.came_from == SESSION and not 0 < (typed.people or 0) <= MOST_PEOPLE:
        found["people"] = "Write how many people backed it, such as 6"
    return found


def put_forward(typed: Typed, *, by: Staff, now: datetime) -> CodebookProposal:
    """Keep a proposal, once however often the button is pressed; raises CannotPropose."""
    if found := _problems(typed):
        raise CannotPropose(found)
    proposal = _row(typed, by=by, now=now)
    if there := _pressed_before(proposal):
        return there
    db.session.add(proposal)
    audit.note(PUT_FORWARD, SUBJECT, by=by.id, now=now)
    db.session.flush()
    return proposal


def _row(typed: Typed, *, by: Staff, now: datetime) -> CodebookProposal:
    is_from_session = typed.came_from == SESSION
    return CodebookProposal(
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


def _pressed_before(proposal: CodebookProposal) -> CodebookProposal | None:
    """The same that the same person put forward that day, if they did."""
    theirs = select(CodebookProposal).where(
        CodebookProposal.by == proposal.by,
        CodebookProposal.put_forward_on == proposal.put_forward_on,
    )
    same = ("words", "kind", "code", "with_code", "came_from", "session_id", "people")
    told = [getattr(proposal, part) for part in same]
    found = db.session.scalars(theirs)
    return next((one for one in found if [getattr(one, part) for part in same] == told), None)
