"""Steps with a receipt code, for tests to take."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.web.survey_pages import S, answered, page

SHOWN = re.compile(r'<p class="code"><bdi[^>]*>([^<]*)</bdi>')
NOBODYS = "kettle window 1234"


def code_on(html: str) -> str | None:
    """The code that a page shows."""
    found = SHOWN.search(html)
    return found.group(1) if found else None


def sent(client: FlaskClient, change: str = "the stairs are dark") -> str:
    """Everything answered and sent; the code on the thanks page."""
    answered(client, change)
    return send(client)


def send(client: FlaskClient) -> str:
    """What is answered, checked and sent; the code on the thanks page."""
    client.get(f"{S}/check")
    client.post(f"{S}/check")
    code = code_on(page(client, f"{S}/thanks"))
    assert code
    return code


def stopped(client: FlaskClient) -> str:
    """Stop for now on the page of a question; the code that is given."""
    code = code_on(client.post(f"{S}/stop", follow_redirects=True).get_data(as_text=True))
    assert code
    return code


def enter(client: FlaskClient, code: str, *, follow: bool = True) -> TestResponse:
    """Type a code in."""
    return client.post("/mine", data={"code": code}, follow_redirects=follow)
