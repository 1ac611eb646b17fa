"""Steps through a survey on the web, for tests to take."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from engage import answering
from engage.extensions import db
from engage.models import Response
from surveys.progress import Given

S = "/s/test-survey"
WORDS = "Keep a lock on every door 😀 \u202eمرحبا\u200f"
LONG = "word " * 10_000


def page(client: FlaskClient, address: str) -> str:
    return client.get(address, follow_redirects=True).get_data(as_text=True)


def heading(html: str) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", html, re.S)
    assert found
    return re.sub(r"<[^>]*>", "", found.group(1)).strip()


def give(client: FlaskClient, question: str, answer: str | None, **form: str) -> str:
    """Answer one question; the address or heading that comes next."""
    data = form if answer is None else {"answer": answer, **form}
    came = client.post(f"{S}/q/{question}", data=data)
    return came.location or heading(came.get_data(as_text=True))


def answered(client: FlaskClient, change: str | None = WORDS) -> None:
    """All three questions answered, and nothing sent."""
    client.post(S)
    give(client, "area", "wirral")
    give(client, "safe", "2")
    give(client, "change", change, **({} if change else {"skip": "1"}))


def responses() -> list[Response]:
    db.session.expire_all()
    return db.session.query(Response).all()


def race(monkeypatch: pytest.MonkeyPatch, question: str) -> None:
    """Have another copy of the form get there between our look and our write."""
    record: Callable[..., Any] = answering.record
    tries: list[Given] = []

    def raced(response: Response, given: Given, **moment: Any) -> Any:
        if not tries:
            tries.append(given)
            db.session.execute(
                db.text(
                    "INSERT INTO answer (id, response_id, question, outcome, rather_not_say,"
                    " reading, attempts) VALUES (:id, :response, :question, 'skip', 0, 'none', 0)"
                ),
                {"id": "0" * 32, "response": response.id.hex, "question": question},
            )
        return record(response, given, **moment)

    monkeypatch.setattr(answering, "record", raced)


def gone_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have another device delete the response between our look and our write."""
    record: Callable[..., Any] = answering.record

    def raced(response: Response, given: Given, **moment: Any) -> Any:
        assert response.answers
        with db.engine.begin() as other:
            other.execute(delete(Response).where(Response.id == response.id))
        return record(response, given, **moment)

    monkeypatch.setattr(answering, "record", raced)
