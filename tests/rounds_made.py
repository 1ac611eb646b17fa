"""Blind rounds for tests to start from: statements that a machine coded, people, what they read."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence

from engage import blind_rounds, staff, times
from engage.extensions import db
from engage.models import (
    BlindCoder,
    BlindReading,
    BlindRound,
    BlindStatement,
    Staff,
    Statement,
    StatementCode,
    Survey,
)
from tests.replied import a_response

Given = Mapping[str, str | None]


def somebody(name: str, *roles: str) -> Staff:
    """A facilitator, or somebody with other roles, who can be found by their name."""
    return staff.add(f"{name.casefold()}@example.org", name, roles or ("facilitator",))


def a_statement(
    survey: Survey,
    text: str = "no lock",
    *codes: str,
    doubt: float | None = 0.2,
    outcome: str = "coded",
) -> Statement:
    """A statement with these codes of the machine's."""
    statement = a_response(survey, said=text).answers[0].statements[0]
    statement.outcome, statement.doubt = outcome, doubt
    statement.codes = [
        StatementCode(code=code, confidence=0.8, evidence=[]) for code in codes or ("safety",)
    ]
    db.session.flush()
    return statement


def a_round(survey: Survey, *people: Staff, size: int = 40) -> BlindRound:
    """A round of these people, made by the first of them; committed."""
    found = blind_rounds.make(survey, size=size, coders=people, by=people[0], now=times.now())
    db.session.commit()
    return found


def part_of(found: BlindRound, person: Staff) -> BlindCoder:
    """Somebody's part in a round."""
    coder = blind_rounds.coder_in(found, person)
    assert coder is not None
    return coder


def reads(
    found: BlindRound,
    person: Staff,
    given: Mapping[str, Given | None],
    *,
    is_done: bool = True,
) -> None:
    """Let somebody read statements by their words: their codes, or None to skip; then be done."""
    coder = part_of(found, person)
    for statement_id in blind_rounds.order(coder):
        text = db.session.get_one(Statement, statement_id).text
        if text in given:
            codes = given[text]
            blind_rounds.read(coder, statement_id, codes or {}, skip=codes is None)
    if is_done:
        blind_rounds.finish(coder, by=person, now=times.now())
    db.session.commit()


def alike(texts: Sequence[str], *codes: str) -> dict[str, Given | None]:
    """The same codes for each of these statements."""
    return {text: dict.fromkeys(codes) for text in texts}


def one_of_each_row(statement: Statement, survey: Survey, *, by: uuid.UUID) -> None:
    """A row in each table of blind rounds, whatever state the survey is in."""
    found = BlindRound(survey_id=survey.id, made_by=by, made_at=times.now(), codebook=0, size=1)
    found.statements = [
        BlindStatement(statement_id=statement.id, place=1, chosen="random", machine=["safety"])
    ]
    found.coders = [BlindCoder(staff_id=by, number=1, peer=False)]
    db.session.add(found)
    db.session.flush()
    read = {"coder_id": found.coders[0].id, "statement_id": statement.id, "round_id": found.id}
    codes = {"safety": "wanted"}
    db.session.add(BlindReading(**read, outcome="coded", codes=codes, note="I know this one"))
