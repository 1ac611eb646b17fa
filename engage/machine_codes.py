"""What the machine makes of a statement, written beside it; what a person decided stays."""

from __future__ import annotations

from engage.models import Statement, StatementCode
from nlp.coding import Coded

SUGGESTED = 5
"""How many of the likeliest codes are kept, for a person to choose from."""


def put(statement: Statement, coded: Coded) -> None:
    """Let a statement carry the codes that the machine gives it now."""
    statement.tone, statement.doubt = coded.sentiment, coded.doubt
    statement.suggested = list(coded.ranked[:SUGGESTED])
    if statement.coded_on is None:
        statement.outcome = coded.outcome
        statement.codes = _codes(statement, coded)


def _codes(statement: Statement, coded: Coded) -> list[StatementCode]:
    """The codes that the machine gives; one it gave before stays the row it was."""
    was = {one.code: one for one in statement.codes}
    codes = [was.get(coding.code) or StatementCode(code=coding.code) for coding in coded.codings]
    for code, coding in zip(codes, coded.codings, strict=True):
        code.confidence, code.polarity = coding.confidence, coding.polarity
        code.evidence = [[e.start, e.end, e.rule] for e in coding.evidence]
    return codes
