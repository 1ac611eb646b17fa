"""Makes a database to measure with: empty, with the example, or with many responses too."""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
import uuid
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import flask_migrate
from sqlalchemy import insert, select
from sqlalchemy.orm import selectinload

from app import create_app
from engage import calendar_feeds, staff, times
from engage.config import ROOT, save_secrets
from engage.example import loading
from engage.example.people import EXAMPLE_STAFF
from engage.extensions import db
from engage.models import (
    Answer,
    Response,
    Session,
    Statement,
    StatementCode,
    Survey,
    SurveyVersion,
)
from engage.models.consultations import session_staff

MANY = "many-responses"
LIKE = "temporary-accommodation"
SEED = 5
BATCH = 1_000


def main() -> int:
    """Do what is asked to the database that the environment names; print what came of it."""
    parser = argparse.ArgumentParser(description="Make a database to measure with.")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--empty", action="store_true", help="only the tables")
    asked.add_argument("--example", action="store_true", help="with the example content")
    asked.add_argument("--responses", type=int, help="add so many to one with the example")
    asked.add_argument("--sessions", type=int, help="add so many, all held by one facilitator")
    asked.add_argument("--sign-in", action="store_true", help="only make a sign-in link")
    wanted = parser.parse_args()
    if wanted.empty or wanted.example:
        save_secrets(Path(os.environ["ENGAGE_INSTANCE"]))
    with create_app().app_context():
        made: dict[str, Any] = {}
        if wanted.sign_in:
            made = {"key": _sign_in_key()}
        elif wanted.sessions:
            made = {"path": _many_sessions(wanted.sessions)}
        elif wanted.responses:
            made = _many_responses(wanted.responses)
        else:
            flask_migrate.upgrade(directory=str(ROOT / "migrations"))
        if wanted.example:
            loading.load(now=times.now(), progress=lambda _line: None)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    print(json.dumps(made))
    return 0


def _sign_in_key() -> str:
    """The key of a one-time link for the example's policy reader."""
    reader = next(who for who in EXAMPLE_STAFF if who.role == "policy")
    found = staff.by_email(reader.email)
    if found is None:
        raise LookupError("The example is not in this database.")
    return staff.new_link(found, now=times.now())


def _many_sessions(wanted: int) -> str:
    """Sessions of a facilitator who holds no others, one a day; the path of their calendar."""
    holder = staff.add("many@example.org", "Many", ("facilitator",))
    starts = datetime.combine(times.today(times.now()), time(14)) - timedelta(days=wanted // 2)
    rows = [
        {
            "id": uuid.uuid4(),
            "title": "Tea and talk about moving in",
            "starts_local": starts + timedelta(days=nth),
            "ends_local": starts + timedelta(days=nth, hours=2),
            "place": "The Lantern Rooms",
            "address": "4 Dock Road, Liverpool, L3 9ZZ",
            "getting_there": "The blue door. A lift by it goes to the second floor, on the left.",
            "nearest_bus": "Dock Road, bus 27 and 204",
            "capacity": 12,
        }
        for nth in range(wanted)
    ]
    db.session.execute(insert(Session), rows)
    held = [{"session_id": row["id"], "staff_id": holder.id} for row in rows]
    db.session.execute(insert(session_staff), held)
    return f"/calendar/{calendar_feeds.make(holder, now=times.now())}.ics"


def _many_responses(wanted: int) -> dict[str, int]:
    """One survey with this many responses, each like one of the example's drawn by chance.

    So boroughs, ways of taking part, lengths, codes and quotes are spread as they are there.
    """
    like = db.session.scalars(select(Survey).where(Survey.key == LIKE)).one()
    survey = _copy_of(like)
    drawn = random.Random(SEED).choices(_sent_responses(like), k=wanted)
    made = {"responses": 0, "statements": 0, "codes": 0}
    for start in range(0, wanted, BATCH):
        rows = _Rows()
        for one in drawn[start : start + BATCH]:
            rows.add(one, survey.id)
        rows.insert()
        made["responses"] += len(rows.responses)
        made["statements"] += len(rows.statements)
        made["codes"] += len(rows.codes)
    return made


def _copy_of(like: Survey) -> Survey:
    survey = Survey(
        id=uuid.uuid4(),
        key=MANY,
        title=like.title,
        anonymous=True,
        opens_at=like.opens_at,
        closes_at=like.closes_at,
        versions=[
            SurveyVersion(
                number=1,
                definition={**like.latest.definition, "key": MANY},
                published_at=like.opens_at,
            )
        ],
    )
    db.session.add(survey)
    db.session.flush()
    return survey


def _sent_responses(survey: Survey) -> list[Response]:
    found = select(Response).where(Response.survey_id == survey.id, Response.sent_on.is_not(None))
    deep = selectinload(Response.answers).selectinload(Answer.statements)
    return list(db.session.scalars(found.options(deep.selectinload(Statement.codes))))


class _Rows:
    """Rows of many responses, gathered to be inserted together."""

    def __init__(self) -> None:
        self.responses: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] = []
        self.statements: list[dict[str, Any]] = []
        self.codes: list[dict[str, Any]] = []

    def add(self, like: Response, survey_id: uuid.UUID) -> None:
        """A response like this one, with everything that hangs on it."""
        response = _copied(like, survey_id=survey_id, version=1, anonymous=True, person_id=None)
        self.responses.append(response)
        for like_answer in like.answers:
            answer = _copied(like_answer, response_id=response["id"])
            self.answers.append(answer)
            for like_statement in like_answer.statements:
                statement = _copied(like_statement, answer_id=answer["id"])
                self.statements.append(statement)
                self.codes += [
                    _copied(code, statement_id=statement["id"]) for code in like_statement.codes
                ]

    def insert(self) -> None:
        """Put them in the database, in order of what hangs on what."""
        for model, rows in (
            (Response, self.responses),
            (Answer, self.answers),
            (Statement, self.statements),
            (StatementCode, self.codes),
        ):
            if rows:
                db.session.execute(insert(model), rows)


def _copied(row: Any, **given: Any) -> dict[str, Any]:
    """The columns of a row with an id of their own."""
    columns = row.__table__.columns.keys()
    fresh = {"id": uuid.uuid4()} if "id" in columns else {}
    return {name: getattr(row, name) for name in columns} | fresh | given


if __name__ == "__main__":
    sys.exit(main())
