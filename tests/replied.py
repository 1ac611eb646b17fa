"""Responses as they stand once their words have been read, without waiting for a reader."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from engage.extensions import db
from engage.models import Answer, Response, Session, Statement, StatementCode, Survey

DAY = date(2026, 3, 3)


def a_response(
    survey: Survey,
    *,
    channel: str = "web",
    borough: str | None = "wirral",
    said: str | None = None,
    codes: Sequence[str] = (),
    released_by: uuid.UUID | None = None,
    day: date | None = DAY,
    use_of_words: str = "quote",
    values: dict[str, Any] | None = None,
    reading: str = "done",
    session: Session | None = None,
    people: int = 1,
) -> Response:
    """One person's reply with one statement, if they `said` something or it carries codes.

    With a `session` it is a line of its notes, which so many `people` said or agreed with.
    """
    response = Response(
        id=uuid.uuid4(),
        survey_id=survey.id,
        version=1,
        anonymous=survey.anonymous,
        channel="session" if session else channel,
        session_id=session.id if session else None,
        people=people,
        borough=borough,
        use_of_words=use_of_words,
        started_on=DAY,
        sent_on=day,
    )
    for key, value in (values or {}).items():
        response.answers.append(
            Answer(
                id=uuid.uuid4(),
                question=key,
                outcome="skip" if value is None else "answer",
                value=value,
            )
        )
    if said or codes or reading != "done":
        response.answers.append(_in_words(said or "words", codes, released_by, reading))
    db.session.add(response)
    db.session.flush()
    return response


def _in_words(
    said: str, codes: Sequence[str], released_by: uuid.UUID | None, reading: str
) -> Answer:
    answer = Answer(
        id=uuid.uuid4(),
        question="change",
        outcome="answer_text",
        words=f"raw {said}",
        reading=reading,
    )
    if reading == "done":
        statement = Statement(
            id=uuid.uuid4(),
            position=0,
            text=said,
            released_by=released_by,
            released_on=DAY if released_by else None,
            codes=[StatementCode(code=code, confidence=0.9, evidence=[]) for code in codes],
        )
        answer.statements.append(statement)
    return answer


def responses(survey: Survey, how_many: int, **given: Any) -> list[Response]:
    """Several people's replies, all alike."""
    return [a_response(survey, **given) for _ in range(how_many)]
