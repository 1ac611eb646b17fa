"""Steps through a survey on the web, for tests to take."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from engage.extensions import db
from engage.models import Response

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
